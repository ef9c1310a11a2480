/* Magnitude, phase and apparent size of a body, and the airmass. */
#ifndef SKY_LIGHT_H
#define SKY_LIGHT_H

#include "sky/body.h"

/* The quantities on which magnitudes depend. A body needs only those of its model. */
struct sky_light_conditions {
    double sun_au;      /* body to Sun, all but the Sun */
    double distance_au; /* body to observer */
    double phase_deg;   /* phase angle, all but the Sun */
    double year;        /* Julian, Neptune */
    /* planetographic, as sky_body_rotation_point gives them: longitudes for Mars, latitudes for
     * Uranus */
    double sub_observer_lon_deg, sub_solar_lon_deg;
    double sub_observer_lat_deg, sub_solar_lat_deg;
    /* planetocentric, for Saturn's rings */
    double sub_observer_lat_planetocentric_deg, sub_solar_lat_planetocentric_deg;
    double sun_ecl_lon_deg; /* heliocentric longitude of the body, ecliptic of J2000, Mars */
};

/* The reliability of a magnitude. */
enum sky_light_trust {
    SKY_LIGHT_NONE,         /* no model for these conditions */
    SKY_LIGHT_EXTRAPOLATED, /* by the formula, outside the phase angles of the observations */
    SKY_LIGHT_OBSERVED,
};

/* The apparent V magnitude of a body, outside the atmosphere.
 *
 * Gives     *magnitude, untouched when NONE
 * Accuracy  planets some 0.02 to 0.05 mag (the paper's residuals), Moon 0.1 to 0.2, Pluto 0.1
 * Source    planets: Mallama & Hilton 2018, Astronomy and Computing 25, 10-24, equations 2 to 17,
 *           with the observed limits of the authors' program; Saturn with its rings; Mars with the
 *           tables of Mallama 2007, Icarus 192, 404 for rotation and season. Two limits are
 *           slightly wider than printed, 3.2 deg for Uranus (3.1) and 2.0 for Neptune (1.9), so
 *           that there is no step for the Earth, where the phases reach 3.2 and 1.96
 *           Moon: 0.23 + 0.026 a + 4e-9 a^4, Allen 1976, Astrophysical Quantities 3rd ed.; to 173
 *           deg of phase, where the crescent breaks up (Danjon 1932)
 *           Sun: V = -26.74 at 1 au, Allen 1976
 *           Pluto: -1.00 + 0.041 a, as in The Astronomical Almanac and JPL Horizons
 * Test      test_light_magnitudes_are_mallama_and_hiltons_own_test_values
 */
enum sky_light_trust sky_light_magnitude(enum sky_body body,
                                         const struct sky_light_conditions *conditions,
                                         double *magnitude);

/* The lit part of a round disc, [0, 1]. */
double sky_light_illuminated(double phase_rad);

/* The angle that the equator of a body spans at a distance from its centre. */
double sky_light_diameter_rad(enum sky_body body, double distance_au);

/* The airmass: the amount of air on the line of sight relative to that at the zenith.
 *
 * Given   alt_deg  apparent altitude, [0, 90]
 * Source  Pickering 2002, DIO 12, 20, footnote 39: 1 / sin(h + 244 / (165 + 47 h^1.1)), degrees
 */
double sky_light_airmass(double alt_deg);

#endif
