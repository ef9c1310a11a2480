/* Evenly spaced instants. POSIX time has no leap seconds, so its multiples are evenly spaced on the
 * clock. Anchor: PT1H30M is 5,400,000,000 microseconds.
 */
#include "data/time_range.h"

#include "base/num.h"
#include "base/units.h"
#include "sky/civil.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define SECOND_US   INT64_C(1000000)
#define STEP_MAX_US (36525.0 * 1e6 * BASE_DAY_S)

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

/* Which units may follow a number: in an ISO 8601 duration days and weeks stand before the T, the
 * others after it. */
enum part { PLAIN, ISO_DATE, ISO_TIME };

/* The microseconds of a unit's letter in either case; 0 if it is not a unit there. */
static double unit_us(char letter, enum part part)
{
    static const struct {
        char letter;
        enum part part; /* of an ISO duration */
        double us;
    } units[] = {{'w', ISO_DATE, 7e6 * BASE_DAY_S},
                 {'d', ISO_DATE, 1e6 * BASE_DAY_S},
                 {'h', ISO_TIME, 3600e6},
                 {'m', ISO_TIME, 60e6},
                 {'s', ISO_TIME, 1e6}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if ((letter | 0x20) == units[i].letter)
            return part == PLAIN || part == units[i].part ? units[i].us : 0.0;
    return 0.0;
}

static bool is_letter_at(struct base_text text, size_t at, char lower_case)
{
    return at < text.length && (text.at[at] | 0x20) == lower_case;
}

/* How many digits and points there are from a place on. */
static size_t digits_at(struct base_text text, size_t at)
{
    size_t length = 0;
    while (at + length < text.length && strchr("0123456789.", text.at[at + length]) != NULL &&
           text.at[at + length] != '\0')
        length++;
    return length;
}

/* Reads a number and its unit; *at is moved after them. */
static enum base_err read_amount(struct base_text text, size_t *at, enum part part,
                                 double *amount_us, struct base_fault *fault)
{
    size_t length = digits_at(text, *at);
    double number;
    if (base_num_parse((struct base_text){text.at + *at, length}, &number, fault) != BASE_ERR_OK)
        return reject(fault, BASE_ERR_FORMAT, *at, "a number was expected");
    *at += length;
    const double unit = *at < text.length ? unit_us(text.at[*at], part) : 0.0;
    if (unit == 0.0)
        return reject(fault, BASE_ERR_FORMAT, *at, "a unit was expected: s, m, h, d or w");
    *amount_us = number * unit;
    ++*at;
    return BASE_ERR_OK;
}

enum base_err data_time_range_step(struct base_text text, int64_t *step_us,
                                   struct base_fault *fault)
{
    enum part part = is_letter_at(text, 0, 'p') ? ISO_DATE : PLAIN;
    double sum_us = 0.0;
    for (size_t at = part == ISO_DATE; at < text.length;) {
        double amount_us;
        if (part == ISO_DATE && is_letter_at(text, at, 't')) {
            part = ISO_TIME;
            at++;
            continue;
        }
        enum base_err err = read_amount(text, &at, part, &amount_us, fault);
        if (err != BASE_ERR_OK) return err;
        sum_us += amount_us;
        if (part == PLAIN && at < text.length)
            return reject(fault, BASE_ERR_FORMAT, at, "one number and one unit");
    }
    if (!(sum_us >= 1.0 && sum_us <= STEP_MAX_US))
        return reject(fault, sum_us > 0.0 ? BASE_ERR_RANGE : BASE_ERR_FORMAT, 0,
                      "1 microsecond to 36525 days");
    *step_us = (int64_t)llround(sum_us);
    assert(*step_us > 0);
    return BASE_ERR_OK;
}

struct sky_tt data_time_range_at(const struct data_dataset *dataset,
                                 const struct data_time_range *range, int64_t index)
{
    assert(index >= 0 && index < range->count);
    struct sky_tt when = {0.0};
    int64_t us;
    if (__builtin_mul_overflow(index, range->step_us, &us) ||
        __builtin_add_overflow(us, range->start_us, &us))
        return (struct sky_tt){NAN};
    int64_t seconds = us / SECOND_US - (us % SECOND_US < 0);
    /* Both ends were instants of the calendar, so every one between them is too. */
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, seconds,
                              (int32_t)(us - seconds * SECOND_US) * 1000, &when) != BASE_ERR_OK)
        when.days = NAN;
    return when;
}
