/* Chebyshev sums and their slopes. */
#ifndef SKY_CHEBYSHEV_H
#define SKY_CHEBYSHEV_H

#include "sky/vec.h"

/* More terms than any planetary kernel has: DE files use up to 15, the embedded one up to 41. */
#define SKY_CHEBYSHEV_TERMS_MAX 64

/* Three Chebyshev series at once, with their slopes.
 *
 * Given     coefs  three runs of `terms` doubles, little-endian, any alignment: x, y, z, each from
 *                  T0 up
 *           terms  1..SKY_CHEBYSHEV_TERMS_MAX
 *           u      the argument, in [-1, 1]
 * Gives     *value the three sums, *slope their derivatives by u; the same bits on every processor
 * Accuracy  1.5e-15 of the largest coefficient, the rounding of 20 steps of the recurrence by two:
 *           2 mm at the distance of Saturn
 * Source    Clenshaw 1955; Abramowitz & Stegun 22.7.24 gives the recurrence by two,
 *           T(k+2) = 2 T2 T(k) - T(k-2)
 * Cost      some 25 ns for 12 terms
 * Test      test_chebyshev_sum_equals_clenshaw
 */
void sky_chebyshev_sum(const unsigned char *coefs, int terms, double u, struct sky_vec *value,
                       struct sky_vec *slope);

#endif
