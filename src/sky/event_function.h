/* What the sky's events are events of: longitudes, right ascensions, separations and distances as
 * functions of time, geocentric and apparent, with their slopes.
 *
 * The Sun's bending of light is left out: a planet that passes behind the Sun would be thrown to
 * and fro by arcseconds within hours, and what is slow then (the separation of Neptune from Pluto,
 * 50 degrees off) would have extremes that nobody can see. Elsewhere it is 0.02 arcsec at 20
 * degrees from the Sun, much the same for two bodies that meet, and 2 s of Neptune's stations.
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
    SKY_EVENT_FUNCTION_SEPARATION, /* its value is 1 - cos(angle), smooth through 0 */
    SKY_EVENT_FUNCTION_DISTANCE,   /* see sky_event_function_distance_slope */
};

/* One function of time: a quantity of a body, or of a body relative to another. */
struct sky_event_function {
    enum sky_event_function_quantity quantity;
    enum sky_body body;
    enum sky_body other; /* SKY_BODY_COUNT: none */
};

/* Where some bodies are seen from the Earth's centre at an instant. */
struct sky_event_function_sample {
    struct {
        struct sky_vec dir_gcrs; /* unit */
        double lon_rad, lat_rad; /* [0, 2 pi) */
        double ra_rad, dec_rad;
        double distance_au; /* along the light's way */
    } bodies[SKY_BODY_COUNT];
};

/* The apparent places of some bodies.
 *
 * Given  bodies  a bit for each body wanted
 * Gives  *sample; rows of other bodies are left as they are
 * Fails  RANGE or MISSING with *fault
 * Cost   0.4 microseconds and 0.3 a body
 */
BASE_ERR_CHECKED
enum base_err sky_event_function_sample(const struct sky_context *context, struct sky_tt when,
                                        unsigned bodies, struct sky_event_function_sample *sample,
                                        struct sky_fault *fault);

/* The bit of each body that the samples of a function need. */
unsigned sky_event_function_bodies(const struct sky_event_function *function);

/* The function's value; angles lie in (-pi, pi]. Not for distances. */
double sky_event_function_value(const struct sky_event_function *function,
                                const struct sky_event_function_sample *sample);

/* Angle of sight between two bodies of a sample, [0, pi]. */
double sky_event_function_separation_rad(const struct sky_event_function_sample *sample,
                                         enum sky_body a, enum sky_body b);

/* Half the span over which a function's slope is taken: small beside the bends of the function,
 * large enough that 50 microarcseconds, by which the table of the pole may step, are nothing: 1/8
 * day where Jupiter and the planets beyond move alone, else 1/64 day. */
#define SKY_EVENT_FUNCTION_FINE_DAYS   (1.0 / 64.0)
#define SKY_EVENT_FUNCTION_COARSE_DAYS (1.0 / 8.0)
double sky_event_function_half_span_days(const struct sky_event_function *function);

/* The function's slope a day, from samples half a span before and after. Not for distances. */
double sky_event_function_slope(const struct sky_event_function *function,
                                const struct sky_event_function_sample *before,
                                const struct sky_event_function_sample *after);

/* The function's slope a day at an instant.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_event_function_slope_at(const struct sky_context *context,
                                          const struct sky_event_function *function,
                                          struct sky_tt when, double *slope,
                                          struct sky_fault *fault);

/* A separation's bend (the slope of its slope) a day squared, and that at an instant; tells whether
 * a separation that shrinks at both ends of a span may grow between them.
 *
 * Given  samples  half a span before, at, and half a span after the instant
 * Fails  RANGE or MISSING with *fault
 */
double sky_event_function_bend(const struct sky_event_function *function,
                               const struct sky_event_function_sample *before,
                               const struct sky_event_function_sample *here,
                               const struct sky_event_function_sample *after);
BASE_ERR_CHECKED
enum base_err sky_event_function_bend_at(const struct sky_context *context,
                                         const struct sky_event_function *function,
                                         struct sky_tt when, double *bend, struct sky_fault *fault);

/* A distance and how fast it changes. */
struct sky_event_function_distance {
    double au, au_per_day;
};

/* Distance and radial speed without light time: of a planet from the Sun, of the Moon or the Sun
 * from the Earth. A planet with moons counts as the barycentre of its system: Io and the others
 * move Jupiter's centre by more in a day than Jupiter's orbit does near perihelion.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_event_function_distance(const struct sky_context *context, enum sky_body body,
                                          struct sky_tt when,
                                          struct sky_event_function_distance *distance,
                                          struct sky_fault *fault);

/* An angle brought into (-pi, pi]. */
double sky_event_function_around_rad(double angle_rad);

#endif
