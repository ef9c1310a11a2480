/* Evenly spaced instants: a start, a step, a count. Steps are counted on the clock (UTC without
 * leap seconds), so a step of a day keeps the time of day.
 */
#ifndef DATA_TIME_RANGE_H
#define DATA_TIME_RANGE_H

#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "sky/time.h"

#include <stdint.h>

#define DATA_TIME_RANGE_STEP_EXPECTED "a step such as 10m, 1h, 1d, 30s, 0.5s, PT10M or P1D"

struct data_time_range {
    int64_t start_us; /* POSIX microseconds of the first instant */
    int64_t step_us;
    int64_t count; /* of instants; both ends are included */
};

/* Reads a step: a number with s, m, h, d or w, or an ISO 8601 duration of weeks, days, hours,
 * minutes, seconds.
 *
 * Gives  *step_us, 1 microsecond to 36525 days
 * Fails  FORMAT for another text, RANGE for a step outside those limits
 */
BASE_ERR_CHECKED
enum base_err data_time_range_step(struct base_text text, int64_t *step_us,
                                   struct base_fault *fault);

/* An instant of the range.
 *
 * Given  index  0 .. range->count - 1
 */
struct sky_tt data_time_range_at(const struct data_dataset *dataset,
                                 const struct data_time_range *range, int64_t index);

#endif
