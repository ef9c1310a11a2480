/* Where a function of time vanishes between two instants; bounded by construction. */
#ifndef SKY_ROOT_FIND_H
#define SKY_ROOT_FIND_H

#include "base/err.h"
#include "sky/ephem.h"
#include "sky/time.h"

#include <stdbool.h>

/* A function of time that may fail; `asker` is handed through. On error *value is untouched. */
typedef enum base_err sky_root_find_function(const void *asker, struct sky_tt when, double *value,
                                             struct sky_fault *fault);

/* An instant and the function's value there. */
struct sky_root_find_end {
    struct sky_tt when;
    double value;
};

/* 4 steps halve the bracket at least once, and no bracket is longer than 2^32 tolerances. */
#define SKY_ROOT_FIND_STEPS_MAX 128

/* The sign a value counts as: 0 goes with the positive ones, so that a root on the border of two
 * brackets belongs to one of them. */
static inline int sky_root_find_sign(double value)
{
    return value < 0.0 ? -1 : 1;
}

/* The instant where the function changes sign.
 *
 * Given  from, until  from.when <= until.when, values of different sign (sky_root_find_sign)
 *        tolerance_days  how near is near enough, > 0
 * Gives  *root in [from.when, until.when]
 * Fails  as the function does
 * Cost   at most SKY_ROOT_FIND_STEPS_MAX calls, 5 to 8 for smooth functions
 * Source Dowell & Jarratt 1971 (Illinois), with a halving after three steps that leave more than
 *        half
 */
BASE_ERR_CHECKED
enum base_err sky_root_find_root(sky_root_find_function *function, const void *asker,
                                 const struct sky_root_find_end ends[2], double tolerance_days,
                                 struct sky_tt *root, struct sky_fault *fault);

/* Contacts of eclipses are as sharp as this, 9 ms. */
#define SKY_ROOT_FIND_BETWEEN_TOLERANCE_DAYS 1e-7

/* The root of a function between two instants, if it has one there.
 *
 * Given  days  the instants, TT, in order of time
 * Gives  *has_root, false when the function has one sign at both ends: *root then stays. Else
 *        *root, to SKY_ROOT_FIND_BETWEEN_TOLERANCE_DAYS
 * Fails  as the function does
 * Cost   two calls and those of sky_root_find_root
 */
BASE_ERR_CHECKED
enum base_err sky_root_find_between(sky_root_find_function *function, const void *asker,
                                    const double days[2], struct sky_tt *root, bool *has_root,
                                    struct sky_fault *fault);

/* What is known of a function at one end of a span. */
struct sky_root_find_edge {
    struct sky_tt when;
    double value, slope;
};

/* Where a function changes sign in a span, also where it does so twice: of one sign at both ends,
 * coming nearer to 0 at the first and leaving it at the second, it turns between them, and may be
 * beyond 0 there.
 *
 * Given  function, slope  the function and its derivative; slope NULL looks for no pair of roots
 *        edges  in order of time; their slopes are used with `slope` alone
 * Gives  roots[0..*count), 0 to 2, in order of time. Complete when the slope has at most one root
 *        in the span
 * Fails  as the functions do
 * Cost   none or one search as sky_root_find_root, three where the function turns beyond 0
 */
BASE_ERR_CHECKED
enum base_err sky_root_find_crossings(sky_root_find_function *function,
                                      sky_root_find_function *slope, const void *asker,
                                      const struct sky_root_find_edge edges[2],
                                      double tolerance_days, struct sky_tt roots[2], int *count,
                                      struct sky_fault *fault);

#endif
