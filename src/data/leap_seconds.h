/* Leap seconds from the list that IERS, NIST and tzdata publish. */
#ifndef DATA_LEAP_SECONDS_H
#define DATA_LEAP_SECONDS_H

#include "base/bytes.h"
#include "base/err.h"
#include "sky/civil.h"

#include <stdbool.h>
#include <stdint.h>

struct data_leap_seconds {
    struct sky_leaps table;
    int32_t expires_day; /* days since 2000-01-01; later dates are not covered */
};

/* Reads a leap-seconds.list.
 *
 * Given  text  lines "NTP-seconds TAI-UTC", comments after #, the expiry after #@, the hash after
 *              #h
 * Gives  *leaps, its rows in order of time from 1972-01-01 on
 * Fails  FORMAT with the offset of the line, if it does not hold numbers, is not about a midnight,
 *        is out of order, or steps by other than one second; or if the list has no row for 1972, no
 *        expiry or no hash, so that it must have been cut short. LIMIT for too many rows
 * Source the description by NIST in the comments of the file: NTP seconds count from 1900-01-01
 */
BASE_ERR_CHECKED
enum base_err data_leap_seconds_parse(struct base_span text, struct data_leap_seconds *leaps,
                                      struct base_fault *fault);

/* Whether the hash at the end of a list is that of its figures, which shows that they are unchanged.
 *
 * Given   text  a list that data_leap_seconds_parse has accepted
 * Source  the description by NIST in the comments of the file: SHA-1 of the digits of #$, #@ and of
 *         both columns of all rows, without any white space
 * Test    test_verify_refuses_a_list_that_was_changed
 */
bool data_leap_seconds_hash_agrees(struct base_span text);

#endif
