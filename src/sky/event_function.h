/* Longitudes, right ascensions, separations and distances as functions of time, geocentric and
 * apparent, with their slopes: the functions whose roots and extremes are the events of sky/events.
 *
 * The deflection of light by the Sun is neglected. It would move a planet that passes behind the
 * Sun by arcseconds within hours, and slow functions (such as the separation of Neptune from Pluto,
 * 50 degrees away) would then have extremes that nobody can observe. Elsewhere it is 0.02 arcsec at
 * 20 degrees from the Sun, nearly the same for two bodies near each other, and 2 s for the stations
 * of Neptune. Only the angle that an event states counts it, as positions do (see
 * sky_event_function_separation_rad).
 */
#ifndef SKY_EVENT_FUNCTION_H
#define SKY_EVENT_FUNCTION_H

#include "base/err.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/time.h"
#include "sky/vec.h"

enum sky_event_function_quantity {
    SKY_EVENT_FUNCTION_LONGITUDE,  /* true ecliptic and equinox of date */
    SKY_EVENT_FUNCTION_RA,         /* true equator and equinox of date */
    SKY_EVENT_FUNCTION_SEPARATION, /* the value is 1 - cos(angle), which is smooth at 0 */
    SKY_EVENT_FUNCTION_DISTANCE,   /* see sky_event_function_distance_slope */
};

/* One function of time: a quantity of a body, or of a body relative to another. */
struct sky_event_function {
    enum sky_event_function_quantity quantity;
    enum sky_body body;
    enum sky_body other; /* SKY_BODY_COUNT: none */
};

/* The apparent places of some bodies from the Earth's centre at an instant. */
struct sky_event_function_sample {
    struct {
        struct sky_vec dir_gcrs;           /* unit, not deflected */
        struct sky_vec dir_deflected_gcrs; /* unit, deflected by the Sun */
        double lon_rad, lat_rad;           /* [0, 2 pi) */
        double ra_rad, dec_rad;
        double distance_au; /* along the path of the light */
    } bodies[SKY_BODY_COUNT];
};

/* Samples the apparent places of some bodies.
 *
 * Given  bodies  a bit for each body wanted
 * Gives  *sample; rows of other bodies are unchanged
 * Fails  RANGE or MISSING with *fault
 * Cost   0.4 microseconds and 0.3 a body
 */
BASE_ERR_CHECKED
enum base_err sky_event_function_sample(const struct sky_context *context, struct sky_tt when,
                                        unsigned bodies, struct sky_event_function_sample *sample,
                                        struct sky_fault *fault);

/* The bit of each body that samples for a function must have. */
unsigned sky_event_function_bodies(const struct sky_event_function *function);

/* The value of a function; angles lie in (-pi, pi]. Not for distances. */
double sky_event_function_value(const struct sky_event_function *function,
                                const struct sky_event_function_sample *sample);

/* The angle between two bodies of a sample, [0, pi], with the deflection of light by the Sun.
 *
 * Test  test_events_separations_count_the_deflection_by_the_sun
 */
double sky_event_function_separation_rad(const struct sky_event_function_sample *sample,
                                         enum sky_body a, enum sky_body b);

/* Half the span over which a slope is computed: small compared with the curvature of the function,
 * and so large that the steps of the table of the pole, 50 microarcseconds, do not matter. 1/8 day
 * for functions of Jupiter or a planet beyond alone, otherwise 1/64 day. */
#define SKY_EVENT_FUNCTION_FINE_DAYS   (1.0 / 64.0)
#define SKY_EVENT_FUNCTION_COARSE_DAYS (1.0 / 8.0)
double sky_event_function_half_span_days(const struct sky_event_function *function);

/* The slope of a function a day, from samples half a span before and after. Not for distances. */
double sky_event_function_slope(const struct sky_event_function *function,
                                const struct sky_event_function_sample *before,
                                const struct sky_event_function_sample *after);

/* The slope of a function a day at an instant.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_event_function_slope_at(const struct sky_context *context,
                                          const struct sky_event_function *function,
                                          struct sky_tt when, double *slope,
                                          struct sky_fault *fault);

/* The curvature of a separation (the slope of its slope), a day squared; and the same at an
 * instant. It tells whether a separation that decreases at both ends of a span may grow between
 * them.
 *
 * Given  before, here, after  half a span before, at, and half a span after the instant
 * Fails  RANGE or MISSING with *fault
 */
double sky_event_function_curvature(const struct sky_event_function *function,
                                    const struct sky_event_function_sample *before,
                                    const struct sky_event_function_sample *here,
                                    const struct sky_event_function_sample *after);
BASE_ERR_CHECKED
enum base_err sky_event_function_curvature_at(const struct sky_context *context,
                                              const struct sky_event_function *function,
                                              struct sky_tt when, double *curvature,
                                              struct sky_fault *fault);

/* A distance and how fast it changes. */
struct sky_event_function_distance {
    double au, au_per_day;
};

/* Distance and radial speed without light time: of a planet from the Sun, of the Moon or the Sun
 * from the Earth. For a planet with moons it is the distance of the barycentre of its system,
 * because Io and the others move the centre of Jupiter in a day by more than its distance changes
 * near perihelion.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_event_function_distance(const struct sky_context *context, enum sky_body body,
                                          struct sky_tt when,
                                          struct sky_event_function_distance *distance,
                                          struct sky_fault *fault);

/* An angle reduced to (-pi, pi]. */
double sky_event_function_around_rad(double angle_rad);

#endif
