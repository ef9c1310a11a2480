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

/* Where the polynomial rises above and falls below 0, and where it turns.
 *
 * "Above" includes 0 itself, so that each sign change is one crossing whatever the ends are.
 * Between two turns next to each other it is monotone and so crosses at most once.
 */
struct sky_bern_course {
    int turns, crossings;
    double turn[SKY_BERN_DEGREE];     /* ascending, inside (0, 1) */
    double crossing[SKY_BERN_NODES];  /* ascending, in [0, 1] */
    bool is_upward[SKY_BERN_NODES];   /* of each crossing */
    bool is_highest[SKY_BERN_DEGREE]; /* of each turn: a highest point, not a lowest */
    bool climbs_first, climbs_last;   /* the slope at 0 and at 1 is not negative */
};

/* The course of a polynomial over [0, 1].
 *
 * Accuracy  the last bits of x for a plain crossing; else the coefficients' rounding over the slope
 * Cost      at most 26 halvings for each of at most 11 turns, at most 60 steps for each crossing;
 *           for the altitude of a body over half a day some 0.3 microseconds
 * Test      test_bern_has_as_many_crossings_as_dense_sampling
 */
struct sky_bern_course sky_bern_course(const struct sky_bern *polynomial);

#endif
