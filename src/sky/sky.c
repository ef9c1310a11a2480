/* The main path: from a viewpoint and a body to an observation.
 *
 * Reading order: time (scales), frame (the instant), earth_orientation and ephem (its data; spk,
 * chebyshev), apparent (light time, deflection, aberration), horizon (azimuth, altitude), refract
 * (air); then the other properties of a body: constellation, body_rotation, light (brightness).
 */
#include "sky/sky.h"

#include "sky/body_rotation.h"
#include "sky/const.h"
#include "sky/constellation.h"
#include "sky/earth_orientation.h"
#include "sky/ecliptic.h"
#include "sky/horizon.h"
#include "sky/light.h"
#include "sky/spk.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum base_err sky_context_init(struct sky_context *context, const struct sky_context_data *data,
                               struct base_fault *fault)
{
    assert(data->leaps->count > 0 && data->leaps->count <= SKY_CIVIL_LEAPS_MAX);
    enum base_err err = sky_spk_open(data->kernel, &context->spk, fault);
    if (err != BASE_ERR_OK) return err;
    err = sky_earth_orientation_open(data->cip, data->spin, &context->orient, fault);
    if (err != BASE_ERR_OK) return err;
    context->leaps = *data->leaps;
    return BASE_ERR_OK;
}

/* Longitude and latitude of a direction. */
static void coordinates(struct sky_vec dir, double *lon_deg, double *lat_deg)
{
    struct sky_vec_angles angles = sky_vec_angles(dir);
    *lon_deg = angles.lon_rad * SKY_DEG_PER_RAD;
    *lat_deg = angles.lat_rad * SKY_DEG_PER_RAD;
}

static void see_on_horizon(const struct sky_viewpoint *view, const struct sky_apparent *place,
                           const struct sky_air *air, struct sky_vec dir_itrs,
                           struct sky_observation *seen)
{
    struct sky_horizon horizon = sky_horizon_coordinates(view->observer, dir_itrs);
    seen->has_horizon = true;
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
    assert(view->observer != NULL);
    struct sky_observation seen = {0};
    struct sky_apparent place = sky_apparent_place(view, body);
    see_on_horizon(view, &place, air, sky_apparent_itrs(view, place.dir_apparent_gcrs), &seen);
    return seen;
}

/* The derivative of the refraction with respect to the altitude. */
static double lift_slope(const struct sky_air *air, const struct sky_observation *seen)
{
    /* towards the other side of the horizon, so never past the nadir or the zenith */
    double step_deg = seen->alt_true_deg > 0.0 ? -1e-5 : 1e-5;
    double lift_deg = sky_refract_lift_deg(air, seen->alt_true_deg + step_deg);
    return (lift_deg - seen->refraction_deg) / step_deg;
}

/* The fields that only an observer on the ground has: horizon, meridian, air. */
static void see_from_ground(const struct sky_viewpoint *view, const struct sky_apparent *place,
                            struct sky_vec dir_rate_gcrs, const struct sky_air *air,
                            struct sky_observation *seen)
{
    struct sky_vec dir_itrs = sky_apparent_itrs(view, place->dir_apparent_gcrs);
    see_on_horizon(view, place, air, dir_itrs, seen);
    struct sky_horizon_rates rates =
        sky_horizon_rates(view->observer, dir_itrs,
                          sky_apparent_itrs_rate(view, place->dir_apparent_gcrs, dir_rate_gcrs));
    seen->has_rates = rates.has_az;
    seen->az_rate_arcsec_per_s = rates.az_rad_per_s / SKY_RAD_PER_ARCSEC;
    seen->alt_rate_arcsec_per_s =
        rates.alt_rad_per_s / SKY_RAD_PER_ARCSEC * (1.0 + lift_slope(air, seen));
    struct sky_horizon_hour hour = sky_horizon_hour(view->observer, dir_itrs);
    seen->hour_angle_deg = hour.hour_angle_rad * SKY_DEG_PER_RAD;
    seen->parallactic_angle_deg = hour.parallactic_rad * SKY_DEG_PER_RAD;
    seen->has_airmass = seen->alt_deg >= 0.0;
    if (seen->has_airmass) seen->airmass = sky_light_airmass(seen->alt_deg);
}

/* Apparent right ascension and declination of a direction. */
static void equatorial(const struct sky_frame *frame, struct sky_vec dir_gcrs, double *ra_deg,
                       double *dec_deg)
{
    coordinates(sky_vec_rotated(&frame->gcrs_to_cirs, dir_gcrs), ra_deg, dec_deg);
    double turned_deg = *ra_deg - frame->eo_rad * SKY_DEG_PER_RAD;
    *ra_deg = turned_deg - 360.0 * floor(turned_deg / 360.0);
}

/* The place among the stars. */
static void see_in_sky(const struct sky_frame *frame, const struct sky_mat *ecliptic,
                       const struct sky_apparent *place, struct sky_observation *seen)
{
    static const struct sky_mat icrs_to_galactic = {{
        {-0.054875560416215368, -0.873437090234885049, -0.483835015548713227},
        {0.494109427875583674, -0.444829629960011178, 0.746982244497218891},
        {-0.867666149019004701, -0.198076373431201528, 0.455983776175066922},
    }};
    struct sky_vec apparent = place->dir_apparent_gcrs, astrometric = place->dir_astrometric_gcrs;
    equatorial(frame, apparent, &seen->ra_deg, &seen->dec_deg);
    coordinates(astrometric, &seen->ra_icrs_deg, &seen->dec_icrs_deg);
    coordinates(sky_vec_rotated(ecliptic, apparent), &seen->ecl_lon_deg, &seen->ecl_lat_deg);
    coordinates(sky_vec_rotated(&icrs_to_galactic, astrometric), &seen->gal_lon_deg,
                &seen->gal_lat_deg);
    memcpy(seen->constellation, sky_constellation_name(astrometric), sizeof seen->constellation);
}

static struct sky_geocentric seen_from_geocentre(const struct sky_frame *frame,
                                                 const struct sky_mat *ecliptic, enum sky_body body)
{
    struct sky_geocentric seen;
    struct sky_viewpoint view = sky_apparent_geocentre(frame);
    struct sky_apparent place = sky_apparent_place(&view, body);
    equatorial(frame, place.dir_apparent_gcrs, &seen.ra_deg, &seen.dec_deg);
    coordinates(place.dir_astrometric_gcrs, &seen.ra_icrs_deg, &seen.dec_icrs_deg);
    coordinates(sky_vec_rotated(ecliptic, place.dir_apparent_gcrs), &seen.ecl_lon_deg,
                &seen.ecl_lat_deg);
    seen.distance_au = place.distance_au;
    return seen;
}

/* The angle at a direction from celestial north of date through east to another, [0, 360). */
static double position_angle_deg(const struct sky_frame *frame, struct sky_vec at_gcrs,
                                 struct sky_vec to_gcrs)
{
    struct sky_vec at = sky_vec_rotated(&frame->gcrs_to_cirs, at_gcrs);
    struct sky_vec to = sky_vec_rotated(&frame->gcrs_to_cirs, to_gcrs);
    struct sky_vec north_east = {to.z - at.z * sky_vec_dot(at, to), at.x * to.y - at.y * to.x, 0.0};
    return sky_vec_longitude_rad(north_east) * SKY_DEG_PER_RAD;
}

/* The Sun from the body, when the observed light fell on the body. */
static struct sky_vec sun_from_body_au(const struct sky_viewpoint *view,
                                       const struct sky_apparent *place)
{
    const struct sky_state *sun = &view->frame->sun;
    struct sky_vec body =
        sky_vec_plus_scaled(view->pos_icrs_au, place->distance_au, place->dir_astrometric_gcrs);
    struct sky_vec pos = sun->pos_icrs_au;
    double light_days = place->light_days;
    light_days += sky_vec_length(sky_vec_difference(pos, body)) / SKY_LIGHT_AU_PER_DAY;
    return sky_vec_difference(sky_vec_plus_scaled(pos, -light_days, sun->vel_icrs_au_per_day),
                              body);
}

/* That direction with the aberration by the motion of the body: the Sun in the sky of the body. */
static struct sky_vec sun_aberrated(const struct sky_frame *frame, enum sky_body body,
                                    struct sky_vec to_sun)
{
    return sky_vec_plus_scaled(sky_vec_unit(to_sun), 1.0 / SKY_LIGHT_AU_PER_DAY,
                               frame->bodies[body].vel_icrs_au_per_day);
}

/* Heliocentric longitude of a body from the direction of the Sun as seen from it, on the ecliptic
 * of J2000 (obliquity 84381.448 arcsec, IAU 1976, as JPL Horizons uses it). */
static double sun_ecl_lon_deg(struct sky_vec to_sun)
{
    const double sin_obliquity = 0.39777715593191371, cos_obliquity = 0.91748206206918182;
    struct sky_vec dir = {-to_sun.x, -cos_obliquity * to_sun.y - sin_obliquity * to_sun.z, 0.0};
    return sky_vec_longitude_rad(dir) * SKY_DEG_PER_RAD;
}

/* The orientation of the body, and its magnitude, which depends on it. */
static void see_disc(const struct sky_viewpoint *view, enum sky_body body,
                     const struct sky_apparent *place, struct sky_vec to_sun,
                     struct sky_observation *seen)
{
    const struct sky_frame *frame = view->frame;
    struct sky_tdb then = {frame->tdb.days - place->light_days};
    struct sky_mat axes = sky_body_rotation_axes(sky_body_rotation_elements(body, then));
    struct sky_body_rotation_point below =
        sky_body_rotation_point(body, &axes, sky_vec_scaled(place->dir_astrometric_gcrs, -1.0));
    struct sky_body_rotation_point lit = {0};
    if (seen->has_phase) lit = sky_body_rotation_point(body, &axes, to_sun);
    seen->pole_angle_deg = position_angle_deg(frame, place->dir_apparent_gcrs, axes.row[2]);
    seen->sub_observer_lon_deg = below.lon_deg;
    seen->sub_observer_lat_deg = below.lat_deg;
    seen->sub_solar_lon_deg = lit.lon_deg;
    seen->sub_solar_lat_deg = lit.lat_deg;
    seen->has_rings = body == SKY_BODY_SATURN;
    if (seen->has_rings) seen->ring_tilt_deg = below.lat_planetocentric_deg;
    struct sky_light_conditions conditions = {
        .sun_au = seen->sun_distance_au,
        .distance_au = place->distance_au,
        .phase_deg = seen->phase_angle_deg,
        .year = 2000.0 + frame->tt.days / 365.25,
        .sub_observer_lon_deg = below.lon_deg,
        .sub_solar_lon_deg = lit.lon_deg,
        .sub_observer_lat_deg = below.lat_deg,
        .sub_solar_lat_deg = lit.lat_deg,
        .sub_observer_lat_planetocentric_deg = below.lat_planetocentric_deg,
        .sub_solar_lat_planetocentric_deg = lit.lat_planetocentric_deg,
        .sun_ecl_lon_deg = body == SKY_BODY_MARS ? sun_ecl_lon_deg(to_sun) : 0.0,
    };
    seen->has_magnitude =
        sky_light_magnitude(body, &conditions, &seen->magnitude) == SKY_LIGHT_OBSERVED;
    if (!seen->has_magnitude) seen->magnitude = 0.0;
    seen->angular_diameter_arcsec =
        sky_light_diameter_rad(body, place->distance_au) / SKY_RAD_PER_ARCSEC;
}

/* The triangle of Sun, body and observer. */
static void see_sunlight(const struct sky_viewpoint *view, const struct sky_mat *ecliptic,
                         enum sky_body body, const struct sky_apparent *place,
                         struct sky_observation *seen)
{
    struct sky_vec to_sun = sun_from_body_au(view, place);
    seen->has_phase = body != SKY_BODY_SUN;
    if (seen->has_phase) {
        struct sky_vec sun = sky_apparent_sun(view).dir_apparent_gcrs,
                       dir = place->dir_apparent_gcrs;
        struct sky_vec sun_ecl = sky_vec_rotated(ecliptic, sun);
        struct sky_vec dir_ecl = sky_vec_rotated(ecliptic, dir);
        double east = sun_ecl.x * dir_ecl.y - sun_ecl.y * dir_ecl.x;
        seen->elongation_deg = copysign(sky_vec_angle_rad(dir, sun), east) * SKY_DEG_PER_RAD;
        seen->sun_distance_au = sky_vec_length(to_sun);
        double phase_rad =
            sky_vec_angle_rad(sun_aberrated(view->frame, body, to_sun), sky_vec_scaled(dir, -1.0));
        seen->phase_angle_deg = phase_rad * SKY_DEG_PER_RAD;
        seen->illuminated_fraction = sky_light_illuminated(phase_rad);
        seen->bright_limb_deg = position_angle_deg(view->frame, dir, sun);
    }
    see_disc(view, body, place, to_sun, seen);
}

void sky_common_init(const struct sky_frame *frame, struct sky_common *common)
{
    common->gcrs_to_ecliptic = sky_ecliptic_matrix(frame);
    common->has = 0;
}

struct sky_observation sky_observe_common(const struct sky_viewpoint *view, enum sky_body body,
                                          const struct sky_air *air, struct sky_common *common)
{
    struct sky_observation seen = {0};
    const struct sky_mat *ecliptic = &common->gcrs_to_ecliptic;
    assert((unsigned)body < SKY_BODY_COUNT && common->has >> SKY_BODY_COUNT == 0);
    if (!(common->has >> body & 1u)) {
        common->geocentric[body] = seen_from_geocentre(view->frame, ecliptic, body);
        common->has |= 1u << body;
    }
    struct sky_apparent place = sky_apparent_place(view, body);
    struct sky_apparent_motion motion = sky_apparent_motion(view, body, &place);
    if (view->observer != NULL)
        see_from_ground(view, &place, motion.dir_apparent_gcrs_rad_per_s, air, &seen);
    seen.distance_au = place.distance_au;
    seen.light_time_s = place.light_days * SKY_DAY_S;
    seen.range_rate_km_per_s = motion.range_rate_km_per_s;
    see_in_sky(view->frame, ecliptic, &place, &seen);
    see_sunlight(view, ecliptic, body, &place, &seen);
    seen.geocentric = common->geocentric[body];
    return seen;
}

struct sky_observation sky_observe(const struct sky_viewpoint *view, enum sky_body body,
                                   const struct sky_air *air)
{
    struct sky_common common;
    sky_common_init(view->frame, &common);
    return sky_observe_common(view, body, air, &common);
}
