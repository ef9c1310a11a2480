/* Chebyshev sums and their slopes, nothing else. */
#ifndef SKY_CHEB_H
#define SKY_CHEB_H

#include "sky/vec.h"

/* More terms than any planetary kernel has: DE files use up to 15, ours up to 41. */
#define SKY_CHEB_TERMS_MAX 64

/* Three Chebyshev series at once, with their slopes.
 *
 * Given  coefs  three runs of `terms` doubles, little-endian, any alignment: x, y, z, each from T0
 * up terms  1..SKY_CHEB_TERMS_MAX u      the argument, in [-1, 1] Gives  *value the three sums;
 * *slope their derivatives by u Accuracy  a few 1e-16 of the largest coefficient Cost   some 70 ns
 * for 40 terms: four terms at a time by T(k+4) = 2 T4 T(k) - T(k-4) Source Clenshaw 1955;
 * Abramowitz & Stegun 22.7.24 (the recurrence by four) Test   test_cheb_sum_equals_clenshaw
 */
typedef void sky_cheb_summer(const unsigned char *coefs, int terms, double u, struct sky_vec *value,
                             struct sky_vec *slope);
sky_cheb_summer sky_cheb_sum;

/* The fastest form of sky_cheb_sum for the processor at hand. All forms give the same bits. */
sky_cheb_summer *sky_cheb_fastest(void);

#endif
