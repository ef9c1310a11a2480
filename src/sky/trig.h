/* Sines, cosines and angles, several at once, made of additions and multiplications alone. They
 * have the same bits on every machine and cost a fifth of those of the C library.
 */
#ifndef SKY_TRIG_H
#define SKY_TRIG_H

/* Four doubles for parallel arithmetic. Passed by pointer, because passing by value needs AVX. */
typedef double sky_trig_lanes __attribute__((vector_size(32)));

/* Two doubles; these may be passed by value. */
typedef double sky_trig_pair __attribute__((vector_size(16)));

/* The sum of the four, always added in the same order. */
static inline double sky_trig_total(const sky_trig_lanes *lanes)
{
    return ((*lanes)[0] + (*lanes)[2]) + ((*lanes)[1] + (*lanes)[3]);
}

/* Sine and cosine of four angles.
 *
 * Given     turns  in units of a whole circle: 0.25 is a right angle
 * Accuracy  6e-16 in addition to the rounding of turns itself, below 1e9 turns; of more the result
 *           means nothing
 * Cost      some 15 ns
 * Test      test_trig_agrees_with_the_c_library
 */
void sky_trig_circle(const sky_trig_lanes *turns, sky_trig_lanes *sine, sky_trig_lanes *cosine);

/* The angles of two points in the plane, as by atan2(y, x): [-pi, pi] radians, 0 for the origin. A
 * y of -0 is treated as 0.
 *
 * Accuracy  5e-16
 * Cost      some 15 ns for both
 * Source    a polynomial of degree 10 in the square, interpolated at Chebyshev nodes of [0,
 *           tan(pi/8)^2]: 4e-17
 * Test      test_trig_agrees_with_the_c_library
 */
sky_trig_pair sky_trig_angles(sky_trig_pair y, sky_trig_pair x);

#endif
