/* Leap seconds from the list that IERS, NIST and tzdata publish. */
#ifndef DATA_LEAP_SECONDS_H
#define DATA_LEAP_SECONDS_H

#include "base/bytes.h"
#include "base/err.h"
#include "sky/civil.h"

#include <stdbool.h>

struct data_leap_seconds {
    struct sky_leaps table;
    int32_t expires_day; /* days since 2000-01-01; the list says nothing about later dates */
};

/* Reads a leap-seconds.list.
 *
 * Given  text  lines "NTP-seconds TAI-UTC", comments after #, the expiry after #@,
 *              the hash after #h
 * Gives  *leaps, its rows in order of time from 1972-01-01 on
 * Fails  FORMAT with the offset of the line: not numbers, not midnight, out of order, a step other
 *        than one second, no first row for 1972, no expiry, no hash (the list was cut short);
 *        LIMIT for too many rows
 * Source NIST's description in the file's own comments: NTP seconds count from 1900-01-01
 */
BASE_ERR_CHECKED
enum base_err data_leap_seconds_parse(struct base_span text, struct data_leap_seconds *leaps,
                                      struct base_fault *fault);

/* Whether the hash that ends a list is that of its figures: what tells a list that was changed on
 * its way.
 *
 * Given   text  a list that data_leap_seconds_parse has accepted
 * Source  NIST's description in the file's own comments: SHA-1 of the digits of #$, #@ and of both
 *         columns of all rows, without any white space
 * Test    test_proof_refuses_a_list_that_was_changed
 */
bool data_leap_seconds_hash_agrees(struct base_span text);

#endif
