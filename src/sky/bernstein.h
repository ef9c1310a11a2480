/* Polynomials on [0, 1] in Bernstein form: all real roots, none missed, none invented.
 *
 * The coefficients bound the polynomial and the number of their sign changes bounds the number of
 * its roots (Descartes' rule in this basis), so halving isolates every root with bounded work.
 */
#ifndef SKY_BERNSTEIN_H
#define SKY_BERNSTEIN_H

#include <stdbool.h>

#define SKY_BERNSTEIN_DEGREE 12
#define SKY_BERNSTEIN_NODES  (SKY_BERNSTEIN_DEGREE + 1)

/* A root isolated from its neighbours by less than this part of the interval is not told from them:
 * two roots so near are a touch, and drop out together. */
#define SKY_BERNSTEIN_LEAST_WIDTH (1.0 / (1 << 26))

struct sky_bernstein {
    double at[SKY_BERNSTEIN_NODES]; /* the polynomial is sum at[i] C(n, i) x^i (1 - x)^(n - i) */
};

/* From samples at the nodes to coefficients: a fixed matrix, made once by sky_bernstein_basis. */
struct sky_bernstein_basis {
    double node[SKY_BERNSTEIN_NODES]; /* in [0, 1], from 0 to 1: both ends are nodes */
    double row[SKY_BERNSTEIN_NODES][SKY_BERNSTEIN_NODES];
};

/* The nodes and the matrix.
 *
 * Source  Chebyshev-Lobatto nodes; Rababah 2003, Transformation of Chebyshev-Bernstein polynomial
 *         basis: T_k(2x - 1) = sum (-1)^(k - i) C(2k, 2i) / C(k, i) B_i,k(x)
 * Cost    some 4 microseconds
 */
void sky_bernstein_basis(struct sky_bernstein_basis *basis);

/* The polynomial through samples at the nodes; at both ends it is the sample to the last bit. */
struct sky_bernstein sky_bernstein_through(const struct sky_bernstein_basis *basis,
                                           const double samples[SKY_BERNSTEIN_NODES]);

/* Sign changes of a polynomial over [0, 1]. "Above" includes 0 itself, so that what is above at one
 * end and below at the other has an odd number of them, whatever the ends are. */
struct sky_bernstein_roots {
    int count;
    double x[SKY_BERNSTEIN_DEGREE];       /* ascending, in [0, 1] */
    bool is_upward[SKY_BERNSTEIN_DEGREE]; /* from below 0 to above */
};

/* Where the polynomial crosses 0.
 *
 * Accuracy  the last bits of x for a plain crossing; else the coefficients' rounding over the slope
 * Limits    each root is isolated first, by at most 26 halvings, then found in at most 60 steps
 * Cost      some 0.2 microseconds a root
 * Test      test_bernstein_has_as_many_crossings_as_dense_sampling
 */
struct sky_bernstein_roots sky_bernstein_crossings(const struct sky_bernstein *polynomial);

/* Where the polynomial turns: the crossings of its slope. Upward is a lowest point. */
struct sky_bernstein_roots sky_bernstein_turns(const struct sky_bernstein *polynomial);

/* Whether the slope at 0, and at 1, is not negative. */
bool sky_bernstein_climbs_first(const struct sky_bernstein *polynomial);
bool sky_bernstein_climbs_last(const struct sky_bernstein *polynomial);

#endif
