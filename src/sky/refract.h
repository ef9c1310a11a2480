/* How much air lifts a body. */
#ifndef SKY_REFRACT_H
#define SKY_REFRACT_H

enum sky_refract_model {
    SKY_REFRACT_STANDARD, /* Saemundsson, faded to 0 between -1 and -3 deg */
    SKY_REFRACT_NONE,     /* airless */
    SKY_REFRACT_PYEPHEM,  /* libastro's curve, with its swing below the horizon */
    SKY_REFRACT_HORIZONS, /* JPL Horizons': Saemundsson at 1010 hPa and 10 C, held below -1 deg */
};

/* The observer's air, at the observer, not reduced to sea level. */
struct sky_air {
    enum sky_refract_model model;
    double pressure_hpa; /* 0 means no air */
    double temp_c;
};

/* The air of the International Standard Atmosphere at an elevation.
 *
 * Given  elevation_m  -500 to 100 000
 * Gives  the standard model with ISA pressure and temperature; above 11 km the tropopause's 216.65
 *        K Source ISO 2533:1975
 */
struct sky_air sky_refract_standard_air(double elevation_m);

/* How far air lifts a body whose airless altitude is known.
 *
 * Given     alt_deg airless altitude, [-90, 90]
 * Gives     degrees to add to alt_deg, never negative
 * Accuracy  0.1 arcmin above 5 deg; near the horizon real air differs by several arcmin
 *           Laws      STANDARD: apparent altitude rises strictly with the airless one, its slope
 *           has no step, the lift is 0 below -3 deg
 * Source    Saemundsson 1986, as Meeus, Astronomical Algorithms 2nd ed., eq. 16.4, with his
 *           additive term that makes the zenith 0; PYEPHEM: libastro's refract.c, whose formulas
 *           give the airless altitude of an apparent one (Nautical Almanac forms) and are inverted
 *           here by bisection
 * Test      test_refract_lifts_the_horizon_by_29_arcmin, test_refract_pyephem_is_libastros_curve
 */
double sky_refract_lift_deg(const struct sky_air *air, double alt_deg);

#endif
