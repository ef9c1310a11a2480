/* Roots of a function of time between two instants, with a bounded number of calls. */
#ifndef SKY_ROOT_FIND_H
#define SKY_ROOT_FIND_H

#include "base/err.h"
#include "sky/ephem.h"
#include "sky/time.h"

#include <stdbool.h>

/* A function of time that may fail; `context` is that of the problem. On error *value is untouched.
 */
typedef enum base_err sky_root_find_function(const void *context, struct sky_tt when, double *value,
                                             struct sky_fault *fault);

/* The function whose roots are searched for, and how exactly. */
struct sky_root_find_problem {
    sky_root_find_function *function;
    sky_root_find_function *slope; /* its derivative, for sky_root_find_crossings; may be NULL */
    const void *context;           /* passed to both; borrowed */
    double tolerance_days;         /* the width of the bracket at which a search ends, > 0 */
};

#define SKY_ROOT_FIND_CONTACT_DAYS 1e-7 /* the tolerance for contacts of eclipses: 9 ms */

/* An instant and the function's value there. */
struct sky_root_find_end {
    struct sky_tt when;
    double value;
};

/* 4 steps halve the bracket at least once, and no bracket is longer than 2^32 tolerances. */
#define SKY_ROOT_FIND_STEPS_MAX 128

/* The sign of a value, where 0 counts as positive, so that a root on the border of two brackets
 * belongs to exactly one of them. */
static inline int sky_root_find_sign(double value)
{
    return value < 0.0 ? -1 : 1;
}

/* The instant where the function changes sign. Public for its test.
 *
 * Given  ends  in order of time, values of different sign (sky_root_find_sign)
 * Gives  *root between them, within the tolerance
 * Fails  as the function does
 * Cost   at most SKY_ROOT_FIND_STEPS_MAX calls, 5 to 8 for smooth functions
 * Source Dowell & Jarratt 1971 (Illinois), with a halving after three steps that leave more than
 *        half
 */
BASE_ERR_CHECKED
enum base_err sky_root_find_root(const struct sky_root_find_problem *problem,
                                 const struct sky_root_find_end ends[2], struct sky_tt *root,
                                 struct sky_fault *fault);

/* The root of a function between two instants, if it has one there.
 *
 * Given  days  the instants, TT, in order of time
 * Gives  *has_root, false when the function has the same sign at both ends, and *root is then
 *        untouched
 * Fails  as the function does
 * Cost   two calls and those of sky_root_find_root
 */
BASE_ERR_CHECKED
enum base_err sky_root_find_between(const struct sky_root_find_problem *problem,
                                    const double days[2], struct sky_tt *root, bool *has_root,
                                    struct sky_fault *fault);

/* A function's value and slope at one end of a span. */
struct sky_root_find_edge {
    struct sky_tt when;
    double value, slope;
};

/* The instants of a span where a function changes sign, including a pair of them: a function that
 * has one sign at both ends, approaches 0 at the first and recedes from it at the second, has an
 * extreme between them and may cross 0 there twice.
 *
 * Given  problem  without a slope, no pair is searched for
 *        edges    in order of time; their slopes are used only with a slope in the problem
 * Gives  roots[0..*count), 0 to 2, in order of time. Complete when the slope has at most one root
 *        in the span
 * Fails  as the functions do
 * Cost   none or one search as sky_root_find_root; three where the extreme lies beyond 0
 */
BASE_ERR_CHECKED
enum base_err sky_root_find_crossings(const struct sky_root_find_problem *problem,
                                      const struct sky_root_find_edge edges[2],
                                      struct sky_tt roots[2], int *count, struct sky_fault *fault);

#endif
