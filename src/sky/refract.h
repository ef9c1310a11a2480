/* Refraction: how much the air lifts a body. */
#ifndef SKY_REFRACT_H
#define SKY_REFRACT_H

enum sky_refract_model {
    SKY_REFRACT_STANDARD, /* standard atmosphere, faded to 0 between -1 and -3 deg */
    SKY_REFRACT_NONE,     /* airless */
    SKY_REFRACT_PYEPHEM,  /* the curve of libastro, including its oscillation below the horizon */
    SKY_REFRACT_HORIZONS, /* of JPL Horizons: Saemundsson at 1010 hPa and 10 C, constant below -1 deg */
};

/* The air at the observer, not reduced to sea level. */
struct sky_air {
    enum sky_refract_model model;
    double pressure_hpa; /* 0 means no air */
    double temp_c;
};

/* The air of the International Standard Atmosphere at an elevation.
 *
 * Given   elevation_m  -500 to 100 000
 * Gives   the standard model with ISA pressure and temperature; above 11 km the 216.65 K of the
 *         tropopause
 * Source  ISO 2533:1975
 */
struct sky_air sky_refract_standard_air(double elevation_m);

/* How far the air lifts a body.
 *
 * Given     alt_deg  airless altitude, [-90, 90]
 * Gives     degrees to add to alt_deg, never negative
 * Accuracy  STANDARD: of the integral within 0.3 arcsec above 15 deg, 2 above 5 and 10 at the
 *           horizon, at 500 to 1050 hPa and -40 to 45 C; near the horizon real air differs by
 *           several arcmin
 * Laws      STANDARD: the apparent altitude grows strictly with the airless one, its slope is
 *           continuous, and the lift is 0 below -3 deg
 * Source    STANDARD: the integral of Auer & Standish 2000, AJ 119, 2472, through dry air in
 *           hydrostatic balance, which cools by 6.5 K/km for 11 km above the observer and is
 *           isothermal above; n - 1 by Ciddor 1996, Applied Optics 35, 1566, at 0.56 micrometres;
 *           HORIZONS: Saemundsson 1986, as Meeus, Astronomical Algorithms 2nd ed., eq. 16.4, with
 *           the additive term that makes the lift 0 at the zenith; PYEPHEM: refract.c of libastro,
 *           whose formulas give the airless altitude of an apparent one (Nautical Almanac forms),
 *           inverted here by bisection
 * Test      test_refract_standard_is_the_integral_through_the_standard_atmosphere,
 *           test_refract_pyephem_is_libastros_curve
 */
double sky_refract_lift_deg(const struct sky_air *air, double alt_deg);

#endif
