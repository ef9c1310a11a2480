/* Functions of time. Slopes are central differences of the values, so that the slope includes every
 * effect that a place includes (light time, aberration, nutation).
 */
#include "sky/event_function.h"

#include "sky/apparent.h"
#include "sky/const.h"
#include "sky/ecliptic.h"
#include "sky/spk.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

double sky_event_function_around_rad(double angle_rad)
{
    return angle_rad - SKY_TWO_PI * ceil(angle_rad / SKY_TWO_PI - 0.5);
}

enum base_err sky_event_function_sample(const struct sky_context *context, struct sky_tt when,
                                        unsigned bodies, struct sky_event_function_sample *sample,
                                        struct sky_fault *fault)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    struct sky_frame frame;
    enum base_err err = sky_frame_of(context, when, bodies, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    struct sky_mat to_ecliptic = sky_ecliptic_matrix(&frame);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        struct sky_apparent place = sky_apparent_place(&view, body);
        struct sky_vec dir_gcrs = sky_apparent_aberrated(&view, place.dir_astrometric_gcrs);
        struct sky_vec ecliptic = sky_vec_rotated(&to_ecliptic, dir_gcrs);
        struct sky_vec cirs = sky_vec_rotated(&frame.gcrs_to_cirs, dir_gcrs);
        double ra_rad = sky_vec_longitude_rad(cirs) - frame.eo_rad;
        sample->bodies[body].dir_gcrs = dir_gcrs;
        sample->bodies[body].dir_deflected_gcrs = place.dir_apparent_gcrs;
        sample->bodies[body].lon_rad = sky_vec_longitude_rad(ecliptic);
        sample->bodies[body].lat_rad = sky_vec_latitude_rad(ecliptic);
        sample->bodies[body].ra_rad = ra_rad - SKY_TWO_PI * floor(ra_rad / SKY_TWO_PI);
        sample->bodies[body].dec_rad = sky_vec_latitude_rad(cirs);
        sample->bodies[body].distance_au = place.distance_au;
    }
    return BASE_ERR_OK;
}

unsigned sky_event_function_bodies(const struct sky_event_function *function)
{
    if (function->quantity == SKY_EVENT_FUNCTION_DISTANCE) return 0;
    assert((unsigned)function->body < SKY_BODY_COUNT &&
           (unsigned)function->other <= SKY_BODY_COUNT);
    return 1u << function->body | (function->other == SKY_BODY_COUNT ? 0u : 1u << function->other);
}

static double angle_rad(enum sky_event_function_quantity quantity, enum sky_body body,
                        const struct sky_event_function_sample *sample)
{
    if (body == SKY_BODY_COUNT) return 0.0;
    return quantity == SKY_EVENT_FUNCTION_RA ? sample->bodies[body].ra_rad
                                             : sample->bodies[body].lon_rad;
}

double sky_event_function_value(const struct sky_event_function *function,
                                const struct sky_event_function_sample *sample)
{
    assert(function->quantity != SKY_EVENT_FUNCTION_DISTANCE);
    if (function->quantity == SKY_EVENT_FUNCTION_SEPARATION) {
        struct sky_vec chord = sky_vec_difference(sample->bodies[function->body].dir_gcrs,
                                                  sample->bodies[function->other].dir_gcrs);
        return 0.5 * sky_vec_dot(chord, chord);
    }
    return sky_event_function_around_rad(angle_rad(function->quantity, function->body, sample) -
                                         angle_rad(function->quantity, function->other, sample));
}

double sky_event_function_separation_rad(const struct sky_event_function_sample *sample,
                                         enum sky_body a, enum sky_body b)
{
    assert((unsigned)a < SKY_BODY_COUNT && (unsigned)b < SKY_BODY_COUNT);
    return sky_vec_angle_rad(sample->bodies[a].dir_deflected_gcrs,
                             sample->bodies[b].dir_deflected_gcrs);
}

double sky_event_function_half_span_days(const struct sky_event_function *function)
{
    assert((unsigned)function->body < SKY_BODY_COUNT);
    bool is_slow = function->other == SKY_BODY_COUNT && function->body >= SKY_BODY_JUPITER;
    return is_slow ? SKY_EVENT_FUNCTION_COARSE_DAYS : SKY_EVENT_FUNCTION_FINE_DAYS;
}

double sky_event_function_slope(const struct sky_event_function *function,
                                const struct sky_event_function_sample *before,
                                const struct sky_event_function_sample *after)
{
    double moved =
        sky_event_function_value(function, after) - sky_event_function_value(function, before);
    if (function->quantity != SKY_EVENT_FUNCTION_SEPARATION)
        moved = sky_event_function_around_rad(moved);
    return moved / (2.0 * sky_event_function_half_span_days(function));
}

enum base_err sky_event_function_slope_at(const struct sky_context *context,
                                          const struct sky_event_function *function,
                                          struct sky_tt when, double *slope,
                                          struct sky_fault *fault)
{
    if (function->quantity == SKY_EVENT_FUNCTION_DISTANCE) {
        struct sky_event_function_distance distance = {0};
        enum base_err err =
            sky_event_function_distance(context, function->body, when, &distance, fault);
        if (err == BASE_ERR_OK) *slope = distance.au_per_day;
        return err;
    }
    struct sky_event_function_sample before, after;
    double half_days = sky_event_function_half_span_days(function);
    unsigned bodies = sky_event_function_bodies(function);
    struct sky_tt earlier = {when.days - half_days}, later = {when.days + half_days};
    enum base_err err = sky_event_function_sample(context, earlier, bodies, &before, fault);
    if (err == BASE_ERR_OK) err = sky_event_function_sample(context, later, bodies, &after, fault);
    if (err != BASE_ERR_OK) return err;
    *slope = sky_event_function_slope(function, &before, &after);
    return BASE_ERR_OK;
}

double sky_event_function_curvature(const struct sky_event_function *function,
                                    const struct sky_event_function_sample *before,
                                    const struct sky_event_function_sample *here,
                                    const struct sky_event_function_sample *after)
{
    assert(function->quantity == SKY_EVENT_FUNCTION_SEPARATION);
    double half_days = sky_event_function_half_span_days(function);
    return (sky_event_function_value(function, before) -
            2.0 * sky_event_function_value(function, here) +
            sky_event_function_value(function, after)) /
           (half_days * half_days);
}

enum base_err sky_event_function_curvature_at(const struct sky_context *context,
                                              const struct sky_event_function *function,
                                              struct sky_tt when, double *curvature,
                                              struct sky_fault *fault)
{
    struct sky_event_function_sample samples[3];
    double half_days = sky_event_function_half_span_days(function);
    for (int i = 0; i < 3; i++) {
        struct sky_tt at = {when.days + (i - 1) * half_days};
        enum base_err err = sky_event_function_sample(
            context, at, sky_event_function_bodies(function), &samples[i], fault);
        if (err != BASE_ERR_OK) return err;
    }
    *curvature = sky_event_function_curvature(function, &samples[0], &samples[1], &samples[2]);
    return BASE_ERR_OK;
}

/* The barycentre of a planet's system where the kernel has it, else the body itself. */
static enum base_err system_state(const struct sky_context *context, enum sky_body body,
                                  struct sky_tdb when, struct sky_state *state,
                                  struct sky_fault *fault)
{
    int id = sky_body_info(body)->barycentre_id;
    if (id != 0 && sky_ephem_state(&context->spk, id, when, NULL, state) == BASE_ERR_OK)
        return BASE_ERR_OK;
    const struct sky_ephem ephem = {&context->spk, when, NULL};
    struct sky_ephem_body found;
    enum base_err err = sky_ephem_body(&ephem, body, &found, fault);
    if (err == BASE_ERR_OK) *state = found.state;
    return err;
}

enum base_err sky_event_function_distance(const struct sky_context *context, enum sky_body body,
                                          struct sky_tt when,
                                          struct sky_event_function_distance *distance,
                                          struct sky_fault *fault)
{
    struct sky_tdb tdb = sky_time_tdb(when);
    bool is_from_earth = body == SKY_BODY_SUN || body == SKY_BODY_MOON;
    int centre_id = is_from_earth ? SKY_EPHEM_EARTH_ID : sky_body_info(SKY_BODY_SUN)->naif_id;
    struct sky_state state, centre;
    enum base_err err = system_state(context, body, tdb, &state, fault);
    if (err != BASE_ERR_OK) return err;
    err = sky_ephem_state(&context->spk, centre_id, tdb, NULL, &centre);
    if (err != BASE_ERR_OK) {
        fault->naif_id = centre_id;
        return sky_ephem_limits(&context->spk, centre_id, fault);
    }
    struct sky_vec pos = sky_vec_difference(state.pos_icrs_au, centre.pos_icrs_au);
    struct sky_vec vel = sky_vec_difference(state.vel_icrs_au_per_day, centre.vel_icrs_au_per_day);
    distance->au = sky_vec_length(pos);
    distance->au_per_day = sky_vec_dot(pos, vel) / distance->au;
    return BASE_ERR_OK;
}
