/* One position, cause by cause: the corrections between the geometric place and the
 * observed one. */
#ifndef SKY_EXPLAIN_H
#define SKY_EXPLAIN_H

#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/refract.h"
#include "sky/sky.h"

/* enumerator, cause, in the order in which the causes are added; the first row is without any */
#define SKY_EXPLAIN_LIST(X)                                                                        \
    X(GEOMETRIC, "geometric, from the Earth's centre")                                             \
    X(LIGHT_TIME, "light time")                                                                    \
    X(PARALLAX, "diurnal parallax")                                                                \
    X(DEFLECTION, "deflection by the Sun")                                                         \
    X(ABERRATION, "aberration")                                                                    \
    X(PRECESSION, "precession and nutation")                                                       \
    X(EARTH_ROTATION, "UT1 - UTC")                                                                 \
    X(POLAR_MOTION, "polar motion")                                                                \
    X(REFRACTION, "refraction")

#define SKY_EXPLAIN_ENUM(name, text) SKY_EXPLAIN_##name,
enum sky_explain_cause { SKY_EXPLAIN_LIST(SKY_EXPLAIN_ENUM) SKY_EXPLAIN_COUNT };
#undef SKY_EXPLAIN_ENUM

struct sky_explain_step {
    const char *cause;
    double az_deg, alt_deg;           /* with this cause and all before it */
    double d_az_arcsec, d_alt_arcsec; /* the change by this cause; 0 in the first step */
};

/* The steps of one position.
 *
 * Given  view       of an observer; its frame has the body
 *        ut1_utc_s  UT1 - UTC of the instant
 * Gives  steps[SKY_EXPLAIN_COUNT]. The last one equals the result of sky_observe, and the
 *        differences add up to the last minus the first. Before PRECESSION the axis of the Earth is
 *        that of the GCRS; before EARTH_ROTATION the Earth is rotated as if UT1 were UTC
 * Test   test_explain_sums_to_the_whole_way
 */
void sky_explain_steps(const struct sky_viewpoint *view, enum sky_body body,
                       const struct sky_air *air, double ut1_utc_s,
                       struct sky_explain_step steps[SKY_EXPLAIN_COUNT]);

#endif
