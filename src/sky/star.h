/* The apparent places of fixed stars. */
#ifndef SKY_STAR_H
#define SKY_STAR_H

#include "sky/apparent.h"
#include "sky/vec.h"

/* A row of a catalogue: ICRS, epoch J2000.0. */
struct sky_star {
    double ra_icrs_deg, dec_icrs_deg;
    double pm_ra_mas_per_year; /* times the cosine of the declination */
    double pm_dec_mas_per_year;
};

/* The direction and motion of a star, for any number of instants. */
struct sky_star_motion {
    struct sky_vec dir_icrs; /* unit, at J2000.0 */
    struct sky_vec dir_icrs_rad_per_day;
};

/* The direction of a star and its proper motion.
 *
 * Source  Urban & Seidelmann 2013, eq. 7.7, without distance: along a straight line
 */
struct sky_star_motion sky_star_motion(const struct sky_star *star);

/* The apparent direction of a star on GCRS axes, unit: proper motion and aberration.
 *
 * Gives     a direction for sky_apparent_itrs
 * Accuracy  0.01 arcsec of eraAtco13 a quarter of the sky from the Sun; parallax (0.75 arcsec for
 *           alpha Centauri) and deflection by the Sun (1.7 arcsec at its limb) are neglected
 * Cost      some 10 ns
 * Test      test_star_stands_where_erfa_has_it
 */
struct sky_vec sky_star_apparent(const struct sky_viewpoint *view,
                                 const struct sky_star_motion *star);

#endif
