/* The ecliptic and the true equinox of date.
 *
 * The ecliptic is computed by the P03 polynomials of its pole, the equator from the celestial pole
 * of the frame, and the true equinox is their intersection, without a series of the nutation.
 */
#ifndef SKY_ECLIPTIC_H
#define SKY_ECLIPTIC_H

#include "sky/frame.h"
#include "sky/time.h"
#include "sky/vec.h"

/* The pole of the mean ecliptic of date. Public for its test.
 *
 * Gives     a unit vector on GCRS axes
 * Accuracy  that of the polynomials, 1 mas within some centuries of J2000.0
 * Source    Capitaine, Wallace & Chapront 2003 (P03), in the four-angle form of Capitaine & Wallace
 *           2006 (gamma-bar and phi-bar); IERS Conventions 2010, eq. 5.40
 * Test      test_ecliptic_pole_agrees_with_erfa
 */
struct sky_vec sky_ecliptic_pole_gcrs(struct sky_tt when);

/* Angle between the mean equator and the ecliptic of date. Public for programs that use the
 * library.
 *
 * Source  IAU 2006, Hilton et al. 2006; IERS Conventions 2010, eq. 5.40. 84381.406 arcsec at
 *         J2000.0
 */
double sky_ecliptic_mean_obliquity_rad(struct sky_tt when);

/* Rotation from GCRS to the true ecliptic and equinox of date: longitude from the true equinox,
 * along the ecliptic of date.
 *
 * Given     frame  for the instant and the celestial pole
 * Accuracy  0.1 mas of ERFA's IAU 2006/2000A, the table of the pole included, 1900-2100
 * Cost      some 40 ns
 * Test      test_ecliptic_matrix_agrees_with_erfa
 */
struct sky_mat sky_ecliptic_matrix(const struct sky_frame *frame);

/* Angle between the true equator and the ecliptic of date, nutation included. Public for programs
 * that use the library. */
double sky_ecliptic_obliquity_rad(const struct sky_frame *frame);

#endif
