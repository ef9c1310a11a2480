/* Instants as people and programs write them, and the clock. */
#ifndef DATA_TIME_TEXT_H
#define DATA_TIME_TEXT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stdint.h>

/* What a time parameter accepts, as messages put it. */
#define DATA_TIME_TEXT_EXPECTED                                                                    \
    "RFC 3339 with a zone, \"now\", \"@\" and POSIX seconds, or \"jd:\" and a UTC Julian date"
#define DATA_TIME_TEXT_EXAMPLE "2018-10-31T03:22:47Z"

/* The system's clock.
 *
 * Given  step_ms  above 0; the instant is rounded down to a multiple of it, so that all requests
 *                 within a step share one frame
 */
struct sky_tt data_time_text_now(const struct data_dataset *dataset, int step_ms);

/* Reads an instant.
 *
 * Given  text  as DATA_TIME_TEXT_EXPECTED describes it; a blank is accepted where a query string
 *              loses a "+", seconds may be left out, second 60 is accepted in a leap second
 * Gives  *when; for "now" the system's clock to the second; *is_now, whether the text was "now"
 * Fails  MISSING for a time without a zone, FORMAT for an unreadable text or a date that does not
 *        exist, RANGE for a year beyond 20000
 */
BASE_ERR_CHECKED
enum base_err data_time_text_parse(const struct data_dataset *dataset, struct base_text text,
                                   struct sky_tt *when, bool *is_now, struct base_fault *fault);

/* Which instant is meant by a local time that the clocks of a zone show twice, or never. */
enum data_time_text_twice {
    DATA_TIME_TEXT_TWICE_ERROR,
    DATA_TIME_TEXT_TWICE_FIRST,
    DATA_TIME_TEXT_TWICE_LAST
};
enum data_time_text_never {
    DATA_TIME_TEXT_NEVER_ERROR,
    DATA_TIME_TEXT_NEVER_FORWARD /* the instant that the offset before the gap gives */
};

/* By which clocks a local time is read. */
struct data_time_text_clock {
    const struct data_zone *zone; /* an open one */
    enum data_time_text_twice if_twice;
    enum data_time_text_never if_never;
};

struct data_time_text_reading {
    struct sky_tt when;
    int shown; /* how often the clocks show this time: 0, 1 or 2 */
};

/* Reads a date and time without a zone.
 *
 * Gives  *reading; for a date alone its first instant on the clocks there, whether they skip
 *        midnight or show it twice
 * Fails  FORMAT or RANGE as data_time_text_parse; MISSING if reading->shown is 0 or 2 and the
 *        clock's rule for that is an error. reading->shown is set in any case, reading->when on
 *        success only
 */
BASE_ERR_CHECKED
enum base_err data_time_text_parse_local(const struct data_dataset *dataset,
                                         const struct data_time_text_clock *clock,
                                         struct base_text text,
                                         struct data_time_text_reading *reading,
                                         struct base_fault *fault);

/* Appends an instant as RFC 3339 UTC, such as 2018-10-31T03:22:47Z.
 *
 * Given  decimals_max  decimals of a second at most, 0..6; zeros at the end are left out
 */
void data_time_text_append(struct base_buf *out, const struct data_dataset *dataset,
                           struct sky_tt when, int decimals_max);

/* Appends an instant as the clocks of a zone show it, such as 2018-10-31T04:22:47+01:00, to the
 * second. Offsets with seconds, as towns had before time zones, are written with them: +00:09:21.
 *
 * Given  zone  an open one, or one of zeros for UTC
 */
void data_time_text_append_local(struct base_buf *out, const struct data_dataset *dataset,
                                 const struct data_zone *zone, struct sky_tt when);

/* The POSIX time of an instant in microseconds; a leap second has the time of the second after it.
 */
int64_t data_time_text_posix_us(const struct data_dataset *dataset, struct sky_tt when);

#endif
