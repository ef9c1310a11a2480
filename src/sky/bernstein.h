/* Polynomials on [0, 1] in Bernstein form, and all of their real roots.
 *
 * The number of sign changes of the coefficients bounds the number of roots (Descartes' rule in
 * this basis), so that halving isolates every root with bounded work.
 */
#ifndef SKY_BERNSTEIN_H
#define SKY_BERNSTEIN_H

#include <stdbool.h>

#define SKY_BERNSTEIN_DEGREE 12
#define SKY_BERNSTEIN_NODES  (SKY_BERNSTEIN_DEGREE + 1)

/* Roots nearer to each other than this part of the interval are not distinguished: two such roots
 * are a touch, and neither is found. */
#define SKY_BERNSTEIN_LEAST_WIDTH (1.0 / (1 << 26))

struct sky_bernstein {
    double at[SKY_BERNSTEIN_NODES]; /* the polynomial is sum at[i] C(n, i) x^i (1 - x)^(n - i) */
};

/* The nodes, and the matrix from samples at them to coefficients. It is fixed:
 * tool/generate/sky_bernstein_basis.c computes it when the program is built. */
extern const struct sky_bernstein_basis {
    double node[SKY_BERNSTEIN_NODES]; /* ascending from 0 to 1: both ends are nodes */
    double row[SKY_BERNSTEIN_NODES][SKY_BERNSTEIN_NODES];
} sky_bernstein_basis;

/* The polynomial through samples at the nodes; at both ends it equals the sample to the
 * last bit. */
struct sky_bernstein sky_bernstein_through(const double samples[SKY_BERNSTEIN_NODES]);

/* Sign changes of a polynomial over [0, 1]. 0 counts as above, so that a polynomial that is above 0
 * at one end and below it at the other always has an odd number of them. */
struct sky_bernstein_roots {
    int count;
    double x[SKY_BERNSTEIN_DEGREE];       /* ascending, in [0, 1] */
    bool is_upward[SKY_BERNSTEIN_DEGREE]; /* from below 0 to above */
};

/* Where the polynomial crosses 0.
 *
 * Accuracy  the last bits of x for a simple root; otherwise the rounding of the coefficients
 *           divided by the slope
 * Limits    each root is isolated first, by at most 26 halvings, then found in at most 60 steps
 * Cost      some 0.2 microseconds a root
 * Test      test_bernstein_has_as_many_crossings_as_dense_sampling
 */
struct sky_bernstein_roots sky_bernstein_crossings(const struct sky_bernstein *polynomial);

/* The extremes of the polynomial: the roots of its slope. An upward one is a minimum. */
struct sky_bernstein_roots sky_bernstein_turns(const struct sky_bernstein *polynomial);

/* Whether the slope at 0, or at 1, is 0 or positive. */
bool sky_bernstein_climbs_first(const struct sky_bernstein *polynomial);
bool sky_bernstein_climbs_last(const struct sky_bernstein *polynomial);

#endif
