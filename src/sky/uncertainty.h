/* The uncertainty of an observation, by cause. Every value is a bound: 997 of a thousand errors of
 * its cause are smaller (it is three standard errors, or the largest error ever observed).
 */
#ifndef SKY_UNCERTAINTY_H
#define SKY_UNCERTAINTY_H

#include "base/text.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/earth_orientation.h"
#include "sky/refract.h"
#include "sky/sky.h"
#include "sky/time.h"

/* The kernels whose errors differ. */
enum sky_uncertainty_kernel {
    SKY_UNCERTAINTY_EMBEDDED, /* the kernel inside the program, fitted to DE441 */
    SKY_UNCERTAINTY_MODERN,   /* DE430 and later */
    SKY_UNCERTAINTY_OLDER,    /* earlier and unknown ones */
};

/* The source of pressure and temperature. */
enum sky_uncertainty_air {
    SKY_UNCERTAINTY_AIR_STANDARD, /* a standard atmosphere */
    SKY_UNCERTAINTY_AIR_MEASURED,
};

enum sky_uncertainty_cause {
    SKY_UNCERTAINTY_EPHEMERIS,
    SKY_UNCERTAINTY_EARTH_ROTATION,
    SKY_UNCERTAINTY_REFRACTION,
};

struct sky_uncertainty {
    double ephemeris_arcsec;      /* on the sky */
    double earth_rotation_arcsec; /* on the sky: UT1 or Delta T, and the pole */
    double refraction_arcsec;     /* in altitude */
    double az_arcsec; /* of az_deg itself: it grows towards the zenith, to at most 180 deg */
    double alt_arcsec;
    enum sky_uncertainty_cause cause; /* the largest of the three */
};

/* The part that all bodies of an instant share. */
struct sky_uncertainty_case {
    enum sky_uncertainty_kernel kernel;
    enum sky_uncertainty_air air;
    double spin_arcsec; /* the rotation of the Earth in sky_uncertainty_ut1_s */
    double pole_arcsec;
};

/* The kind of a kernel by its names.
 *
 * Given  text  "de440s.bsp (NIO2SPK)": the first "de" followed by three digits decides, in any case
 */
enum sky_uncertainty_kernel sky_uncertainty_kernel_named(struct base_text text);

/* The error of UT1 at an instant, in seconds.
 *
 * Source  measured: the errors that IERS C01 and C04 state, 2 ms before 1972, 0.5 ms in the 1970s, 0.01
 *         ms since GPS, three times, and 0.02 ms of interpolation; predicted: IERS Bulletin A's
 *         rule 0.00025 s (days)^0.75, three times; held: the same and 1.2 s a year, more than UT1 -
 *         TAI changed in any year since 1962; elsewhere three times sky_delta_t_sigma_s
 * Test    test_uncertainty_of_held_ut1_covers_the_years_measured
 */
double sky_uncertainty_ut1_s(const struct sky_earth_orientation *orient, struct sky_tt when);

/* The name of a cause: "ephemeris", "earth-rotation" or "refraction". */
const char *sky_uncertainty_cause_name(enum sky_uncertainty_cause cause);

/* The error of the pole, in arcsec: polar motion, precession and nutation. Public for its test.
 *
 * Source  C04's errors as above (20, 3, 0.2 mas, three times); Bulletin A's rule 0.00068 arcsec
 *         (days)^0.80, three times; 0.6 arcsec where the pole is held or unknown, because it stays
 *         within 0.3 of its mean; outside the table of the celestial pole 5 mas plus 5 mas times
 *         the square of the centuries from 2000 (sky/precession)
 */
double sky_uncertainty_pole_arcsec(const struct sky_earth_orientation *orient, struct sky_tt when);

/* The error of a body's direction, in arcsec.
 *
 * Source  Park, Folkner, Williams & Boggs 2021 for DE440/441 and its comparison with DE430;
 *         Standish 1998 and 2004 for DE405's outer planets; the embedded kernel's differences from
 *         DE441 (data/MANIFEST.md) and 3 mas for the chain of sky/apparent added; beyond a century
 *         and a half from 2000 growing by 0.01 arcsec a century, for the Moon by 0.03 arcsec times
 *         the square of the centuries (its tidal acceleration); the giants' offsets in full
 *         outside 1900 to 2100 where a kernel has barycentres alone
 */
double sky_uncertainty_direction_arcsec(enum sky_uncertainty_kernel kernel, enum sky_body body,
                                        struct sky_tt when);

/* The error of the refraction, in arcsec. Public for its test.
 *
 * Given   alt_deg  airless
 * Gives   0 without air. Otherwise 1 % of the lift with measured pressure and temperature (its
 *         colour, the humidity, and 1 hPa and 1 C of the instruments), or 14 % without (three times
 *         12 hPa and 13 C of weather and season), and 29 arcmin at the horizon for the layers near
 *         the ground, decreasing by a factor of e for each degree above it
 * Source  Schaefer & Liller 1990, PASP 102, 796: 0.16 deg is the standard error at the horizon
 */
double sky_uncertainty_refraction_arcsec(const struct sky_air *air, enum sky_uncertainty_air known,
                                         double alt_deg);

/* The uncertainty that all bodies of an instant share.
 *
 * Cost  some 0.2 microseconds
 */
struct sky_uncertainty_case sky_uncertainty_case_of(const struct sky_earth_orientation *orient,
                                                    struct sky_tt when,
                                                    enum sky_uncertainty_kernel kernel,
                                                    enum sky_uncertainty_air air);

/* The uncertainty of an observation.
 *
 * Given  made  of the instant
 *        view  of an observer; the argument of sky_observe
 *        seen  the result of sky_observe
 * Gives  the three causes, and their root sum of squares in azimuth and altitude
 * Cost   some 0.05 microseconds
 * Test   test/accuracy/uncertainty.c: 99.7 % of the rows of the truth tables lie within
 */
struct sky_uncertainty sky_uncertainty_of(const struct sky_uncertainty_case *made,
                                          const struct sky_viewpoint *view, enum sky_body body,
                                          const struct sky_air *air,
                                          const struct sky_observation *seen);

#endif
