/* THE MAIN PATH: from a viewpoint and a body to what is seen.
 *
 * Reading order: time (scales), frame (the instant), orient and ephem (its data; spk, cheb), place
 * (light time, deflection, aberration), horizon (azimuth, altitude), refract (air).
 */
#include "sky/sky.h"

#include "sky/const.h"

#include <assert.h>
#include <math.h>

enum base_err sky_context_init(struct sky_context *context, struct base_span kernel,
                               struct base_span cip, struct base_span spin,
                               const struct sky_leaps *leaps, struct base_fault *fault)
{
    assert(leaps->count > 0 && leaps->count <= SKY_TIME_LEAPS_MAX);
    enum base_err err = sky_spk_open(kernel, &context->spk, fault);
    if (err != BASE_ERR_OK) return err;
    err = sky_orient_open(cip, spin, &context->orient, fault);
    if (err != BASE_ERR_OK) return err;
    context->leaps = *leaps;
    return BASE_ERR_OK;
}

static void see_on_horizon(const struct sky_viewpoint *view, const struct sky_place *place,
                           const struct sky_air *air, struct sky_observation *seen)
{
    struct sky_vec dir_itrs = sky_place_itrs(view, place->dir_apparent_gcrs);
    struct sky_horizon horizon = sky_horizon_coordinates(view->observer, dir_itrs);
    seen->az_deg = horizon.az_rad * SKY_DEG_PER_RAD;
    seen->alt_true_deg = horizon.alt_rad * SKY_DEG_PER_RAD;
    seen->refraction_deg = sky_refract_lift_deg(air, seen->alt_true_deg);
    seen->alt_deg = seen->alt_true_deg + seen->refraction_deg;
    seen->distance_au = place->distance_au;
    seen->light_time_s = place->light_days * SKY_DAY_S;
}

struct sky_observation sky_observe_horizon(const struct sky_viewpoint *view, enum sky_body body,
                                           const struct sky_air *air)
{
    struct sky_observation seen = {0};
    struct sky_place place = sky_place_apparent(view, body);
    see_on_horizon(view, &place, air, &seen);
    return seen;
}

struct sky_observation sky_observe(const struct sky_viewpoint *view, enum sky_body body,
                                   const struct sky_air *air)
{
    struct sky_observation seen;
    struct sky_place place = sky_place_apparent(view, body);
    see_on_horizon(view, &place, air, &seen);

    struct sky_vec dir_cirs = sky_vec_rotated(&view->frame->gcrs_to_cirs, place.dir_apparent_gcrs);
    double ra_rad = sky_vec_longitude_rad(dir_cirs) - view->frame->eo_rad;
    seen.ra_deg = (ra_rad - SKY_TWO_PI * floor(ra_rad / SKY_TWO_PI)) * SKY_DEG_PER_RAD;
    seen.dec_deg = sky_vec_latitude_rad(dir_cirs) * SKY_DEG_PER_RAD;
    seen.ra_icrs_deg = sky_vec_longitude_rad(place.dir_astrometric_gcrs) * SKY_DEG_PER_RAD;
    seen.dec_icrs_deg = sky_vec_latitude_rad(place.dir_astrometric_gcrs) * SKY_DEG_PER_RAD;
    return seen;
}
