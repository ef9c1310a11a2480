/* Instants as people and programs write them, and the clock. */
#ifndef DATA_TIME_TEXT_H
#define DATA_TIME_TEXT_H

#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone.h"

/* What a time parameter accepts, for messages. */
#define DATA_TIME_TEXT_EXPECTED                                                                    \
    "RFC 3339 with a zone, \"now\", \"@\" and POSIX seconds, or \"jd:\" and a UTC Julian date"
#define DATA_TIME_TEXT_EXAMPLE "2018-10-31T03:22:47Z"

/* The system's clock.
 *
 * Given  step_ms  the instant is rounded down to a multiple of this, so that all who ask within a
 *        step share one frame
 */
struct sky_tt data_time_text_now(const struct data_dataset *store, int step_ms);

/* Reads an instant.
 *
 * Given     text as DATA_TIME_TEXT_EXPECTED says; a space where the query string lost a "+" is accepted,
 *           seconds may be left out, second 60 is accepted in a leap second
 * Gives     *when; for "now" the clock to the millisecond; *is_now tells whether it was that
 * Fails     MISSING for a time without a zone, FORMAT for anything unreadable or in no calendar,
 *           RANGE for a year beyond 20000
 */
BASE_ERR_CHECKED
enum base_err data_time_text_parse(const struct data_dataset *store, struct base_text text,
                                   struct sky_tt *when, bool *is_now, struct base_fault *fault);

/* What a local time means that clocks show twice, or skip. */
enum data_time_text_twice {
    DATA_TIME_TEXT_TWICE_ERROR,
    DATA_TIME_TEXT_TWICE_FIRST,
    DATA_TIME_TEXT_TWICE_LAST
};
enum data_time_text_never { DATA_TIME_TEXT_NEVER_ERROR, DATA_TIME_TEXT_NEVER_FORWARD };

/* Reads a date and time without a zone by the clocks of one.
 *
 * Given  zone  an open one
 * Gives  *when; *shown, how often the clocks there show this time: 0, 1 or 2
 * Fails  FORMAT or RANGE as data_time_text_parse; MISSING when *shown is not 1 and the rule is an error
 */
BASE_ERR_CHECKED
enum base_err data_time_text_parse_local(const struct data_dataset *store,
                                         const struct data_zone *zone, struct base_text text,
                                         enum data_time_text_twice if_twice,
                                         enum data_time_text_never if_never, struct sky_tt *when,
                                         int *shown, struct base_fault *fault);

/* Appends an instant as RFC 3339 UTC, such as 2018-10-31T03:22:47Z.
 *
 * Given  decimals_max  0..6 decimals of a second at most; zeros at the end are left out
 */
void data_time_text_append(struct base_buf *out, const struct data_dataset *store,
                           struct sky_tt when, int decimals_max);

/* Appends an instant as a zone's clocks show it, such as 2018-10-31T04:22:47+01:00, to the second.
 * An offset with seconds, as towns had before time zones, shows them: +00:09:21.
 *
 * Given  zone  an open one, or one that is all zeros for UTC
 */
void data_time_text_append_local(struct base_buf *out, const struct data_dataset *store,
                                 const struct data_zone *zone, struct sky_tt when);

/* POSIX microseconds of an instant; a leap second counts as the one after it. */
int64_t data_time_text_posix_us(const struct data_dataset *store, struct sky_tt when);

#endif
