/* Evenly spaced instants. POSIX time has no leap seconds, so its multiples are even on the clock.
 */
#include "data/time_range.h"

#include "base/num.h"

#include <math.h>

#define SECOND_US   INT64_C(1000000)
#define STEP_MAX_US (36525.0 * 86400e6)

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

/* Microseconds of a unit's letter; 0 when it is none. In ISO durations M is minutes only after the
 * T. */
static double unit_us(char letter, bool is_iso, bool is_time)
{
    switch (letter) {
    case 'w':
    case 'W':
        return is_time ? 0.0 : 7 * 86400e6;
    case 'd':
    case 'D':
        return is_time ? 0.0 : 86400e6;
    case 'h':
    case 'H':
        return is_iso && !is_time ? 0.0 : 3600e6;
    case 'm':
    case 'M':
        return is_iso && !is_time ? 0.0 : 60e6;
    case 's':
    case 'S':
        return is_iso && !is_time ? 0.0 : 1e6;
    default:
        return 0.0;
    }
}

enum base_err data_time_range_step(struct base_text text, int64_t *step_us,
                                   struct base_fault *fault)
{
    const bool is_iso = text.length > 0 && (text.at[0] == 'P' || text.at[0] == 'p');
    bool is_time = false;
    double sum_us = 0.0;
    for (size_t at = is_iso; at < text.length;) {
        if (is_iso && !is_time && (text.at[at] == 'T' || text.at[at] == 't')) {
            is_time = true;
            at++;
            continue;
        }
        size_t length = 0;
        while (at + length < text.length &&
               (text.at[at + length] == '.' ||
                (text.at[at + length] >= '0' && text.at[at + length] <= '9')))
            length++;
        double number;
        if (base_num_parse((struct base_text){text.at + at, length}, &number, fault) != BASE_ERR_OK)
            return reject(fault, BASE_ERR_FORMAT, at, "a number was expected");
        at += length;
        double unit = at < text.length ? unit_us(text.at[at], is_iso, is_time) : 0.0;
        if (unit == 0.0)
            return reject(fault, BASE_ERR_FORMAT, at, "a unit was expected: s, m, h, d or w");
        sum_us += number * unit;
        at++;
        if (!is_iso && at < text.length)
            return reject(fault, BASE_ERR_FORMAT, at, "one number and one unit");
    }
    if (!(sum_us >= 1.0 && sum_us <= STEP_MAX_US))
        return reject(fault, sum_us > 0.0 ? BASE_ERR_RANGE : BASE_ERR_FORMAT, 0,
                      "1 microsecond to 36525 days");
    *step_us = (int64_t)llround(sum_us);
    return BASE_ERR_OK;
}

struct sky_tt data_time_range_at(const struct data_dataset *store,
                                 const struct data_time_range *range, int64_t index)
{
    int64_t us = range->start_us + index * range->step_us;
    int64_t seconds = us / SECOND_US - (us % SECOND_US < 0);
    struct sky_tt when = {0.0};
    /* Both ends came from instants, so no year lies beyond the calendar's. */
    if (sky_civil_tt_of_posix(&store->sky.leaps, &store->sky.orient, seconds,
                              (int32_t)(us - seconds * SECOND_US) * 1000, &when) != BASE_ERR_OK)
        when.days = NAN;
    return when;
}
