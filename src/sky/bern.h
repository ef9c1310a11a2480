/* Polynomials on [0, 1] in Bernstein form: all real roots, none missed, none invented.
 *
 * The coefficients bound the polynomial and the number of their sign changes bounds the number of
 * its roots (Descartes' rule in this basis), so halving isolates every root with bounded work.
 */
#ifndef SKY_BERN_H
#define SKY_BERN_H

#include <stdbool.h>

#define SKY_BERN_DEGREE 12
#define SKY_BERN_NODES  (SKY_BERN_DEGREE + 1)

/* A root isolated from its neighbours by less than this part of the interval is not told from them:
 * two roots so near are a touch, and drop out together. */
#define SKY_BERN_LEAST_WIDTH (1.0 / (1 << 26))

struct sky_bern {
    double at[SKY_BERN_NODES]; /* the polynomial is sum at[i] C(n, i) x^i (1 - x)^(n - i) */
};

/* From samples at the nodes to coefficients: a fixed matrix, made once by sky_bern_basis. */
struct sky_bern_basis {
    double node[SKY_BERN_NODES]; /* in [0, 1], from 0 to 1: both ends are nodes */
    double row[SKY_BERN_NODES][SKY_BERN_NODES];
};

/* The nodes and the matrix.
 *
 * Source  Chebyshev-Lobatto nodes; Rababah 2003, Transformation of Chebyshev-Bernstein polynomial
 *         basis: T_k(2x - 1) = sum (-1)^(k - i) C(2k, 2i) / C(k, i) B_i,k(x)
 * Cost    some 4 microseconds
 */
void sky_bern_basis(struct sky_bern_basis *basis);

/* The polynomial through samples at the nodes; at both ends it is the sample to the last bit. */
struct sky_bern sky_bern_through(const struct sky_bern_basis *basis,
                                 const double samples[SKY_BERN_NODES]);

/* Sign changes of a polynomial over [0, 1]. "Above" includes 0 itself, so that what is above at one
 * end and below at the other has an odd number of them, whatever the ends are. */
struct sky_bern_roots {
    int count;
    double x[SKY_BERN_DEGREE];       /* ascending, in [0, 1] */
    bool is_upward[SKY_BERN_DEGREE]; /* from below 0 to above */
};

/* Where the polynomial crosses 0.
 *
 * Accuracy  the last bits of x for a plain crossing; else the coefficients' rounding over the slope
 * Limits    each root is isolated first, by at most 26 halvings, then found in at most 60 steps
 * Cost      some 0.2 microseconds a root
 * Test      test_bern_has_as_many_crossings_as_dense_sampling
 */
struct sky_bern_roots sky_bern_crossings(const struct sky_bern *polynomial);

/* Where the polynomial turns: the crossings of its slope. Upward is a lowest point. */
struct sky_bern_roots sky_bern_turns(const struct sky_bern *polynomial);

/* Whether the slope at 0, and at 1, is not negative. */
bool sky_bern_climbs_first(const struct sky_bern *polynomial);
bool sky_bern_climbs_last(const struct sky_bern *polynomial);

#endif
