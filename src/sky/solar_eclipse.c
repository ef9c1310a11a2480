/* The Moon's shadow on the Earth. For the Earth as a whole the axis of the shadow is a line. In
 * coordinates stretched along the celestial pole the ellipsoid is a sphere, and the points where
 * the line enters it or is nearest to it are simple to compute. For a place the eclipse is computed
 * from the angles between two discs.
 * Anchor: 2017 August 21, greatest 18:26:40 TD, gamma 0.4367.
 */
#include "sky/solar_eclipse.h"

#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/const.h"
#include "sky/root_find.h"
#include "sky/vec.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/* Radii as eclipse predictions use them: the Sun's 959.63 arcsec at 1 au (Auwers 1891), the Moon's
 * in Earth radii: mean limb (IAU 1982), and deep valleys for the inner touches. */
#define SUN_RADIUS_KM        (959.63 * SKY_RAD_PER_ARCSEC * SKY_AU_KM)
#define MOON_RADIUS_KM       (0.2725076 * SKY_EARTH_RADIUS_KM)
#define MOON_INNER_RADIUS_KM (0.272281 * SKY_EARTH_RADIUS_KM)

#define REACH_DAYS       0.05 /* greatest from new moon: 35 minutes at most */
#define CENTRAL_DAYS     0.15 /* a central path lasts 4.5 hours at most */
#define LOCAL_REACH_DAYS 0.25 /* maximum at a place from new moon: 4 hours at most */
#define LOCAL_HALF_DAYS  0.15 /* a partial phase: 2 hours each side at most */
#define SLOPE_HALF_DAYS  (1.0 / 512.0)

/* ---- the Earth as a whole ---- */

/* The axis of the shadow at an instant, CIRS axes, km from the Earth's centre. */
struct axis {
    struct sky_vec moon_km;
    struct sky_vec dir; /* unit, from the Sun to the Moon and on */
    double sun_moon_km;
    struct sky_vec nearest_km; /* the axis' point nearest to the Earth's centre */
    double era_rad;
};

static enum base_err axis_at(const struct sky_context *context, struct sky_tt when, struct axis *a,
                             struct sky_fault *fault)
{
    struct sky_frame frame;
    const unsigned both = 1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON;
    enum base_err err = sky_frame_of(context, when, both, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    struct sky_vec km[2];
    const enum sky_body bodies[2] = {SKY_BODY_SUN, SKY_BODY_MOON};
    for (int i = 0; i < 2; i++) {
        struct sky_apparent place = sky_apparent_place(&view, bodies[i]);
        km[i] = sky_vec_scaled(sky_vec_rotated(&frame.gcrs_to_cirs, place.dir_apparent_gcrs),
                               place.distance_au * SKY_AU_KM);
    }
    struct sky_vec onward = sky_vec_difference(km[1], km[0]);
    a->moon_km = km[1];
    a->sun_moon_km = sky_vec_length(onward);
    a->dir = sky_vec_scaled(onward, 1.0 / a->sun_moon_km);
    a->nearest_km = sky_vec_plus_scaled(km[1], -sky_vec_dot(km[1], a->dir), a->dir);
    a->era_rad = frame.era_rad;
    return BASE_ERR_OK;
}

/* CIRS axes in equatorial radii, stretched along the pole: the ellipsoid is the unit sphere. */
static struct sky_vec stretched(struct sky_vec km)
{
    struct sky_vec radii = sky_vec_scaled(km, 1.0 / SKY_EARTH_RADIUS_KM);
    radii.z /= 1.0 - SKY_EARTH_FLATTENING;
    return radii;
}

static struct sky_vec unstretched_km(struct sky_vec radii)
{
    radii.z *= 1.0 - SKY_EARTH_FLATTENING;
    return sky_vec_scaled(radii, SKY_EARTH_RADIUS_KM);
}

/* The stretched axis' nearest point to the centre: inside the unit sphere when it meets the Earth.
 */
static struct sky_vec stretched_nearest(const struct axis *a, struct sky_vec *dir)
{
    struct sky_vec moon = stretched(a->moon_km);
    *dir = sky_vec_unit(stretched(a->dir));
    return sky_vec_plus_scaled(moon, -sky_vec_dot(moon, *dir), *dir);
}

/* Where the axis enters the Earth, or the Earth's point nearest to it, km. */
static struct sky_vec ground_km(const struct axis *a)
{
    struct sky_vec dir, nearest = stretched_nearest(a, &dir);
    double off2 = sky_vec_dot(nearest, nearest);
    if (off2 >= 1.0) return unstretched_km(sky_vec_unit(nearest));
    return unstretched_km(sky_vec_plus_scaled(nearest, -sqrt(1.0 - off2), dir));
}

/* The shadow's radii in the plane square to the axis through a point, km. */
struct cones {
    double penumbra_km;
    double umbra_km; /* negative where the umbra has ended and the antumbra is */
    double off_km;   /* of the point from the axis */
};

static struct cones cones_at(const struct axis *a, struct sky_vec point_km)
{
    struct sky_vec from_moon = sky_vec_difference(point_km, a->moon_km);
    double along_km = sky_vec_dot(from_moon, a->dir);
    double sin_outer = (SUN_RADIUS_KM + MOON_RADIUS_KM) / a->sun_moon_km;
    double sin_inner = (SUN_RADIUS_KM - MOON_INNER_RADIUS_KM) / a->sun_moon_km;
    double tan_outer = sin_outer / sqrt(1.0 - sin_outer * sin_outer);
    double tan_inner = sin_inner / sqrt(1.0 - sin_inner * sin_inner);
    return (struct cones){
        .penumbra_km = along_km * tan_outer + MOON_RADIUS_KM / sqrt(1.0 - sin_outer * sin_outer),
        .umbra_km = MOON_INNER_RADIUS_KM / sqrt(1.0 - sin_inner * sin_inner) - along_km * tan_inner,
        .off_km = sky_vec_length(sky_vec_plus_scaled(from_moon, -along_km, a->dir)),
    };
}

static enum base_err slope_of_distance(const void *context, struct sky_tt when, double *value,
                                       struct sky_fault *fault)
{
    struct axis before, after;
    struct sky_tt earlier = {when.days - SLOPE_HALF_DAYS}, later = {when.days + SLOPE_HALF_DAYS};
    enum base_err err = axis_at(context, earlier, &before, fault);
    if (err == BASE_ERR_OK) err = axis_at(context, later, &after, fault);
    if (err != BASE_ERR_OK) return err;
    *value = sky_vec_dot(after.nearest_km, after.nearest_km) -
             sky_vec_dot(before.nearest_km, before.nearest_km);
    return BASE_ERR_OK;
}

/* Negative while the axis meets the Earth. */
static enum base_err beyond_earth(const void *context, struct sky_tt when, double *value,
                                  struct sky_fault *fault)
{
    struct axis a;
    struct sky_vec dir;
    enum base_err err = axis_at(context, when, &a, fault);
    if (err != BASE_ERR_OK) return err;
    *value = sky_vec_length(stretched_nearest(&a, &dir)) - 1.0;
    return BASE_ERR_OK;
}

/* Whether a total eclipse is annular where its central path begins or ends: the ground there is
 * farther from the Moon by up to an Earth radius. */
static enum base_err is_annular_at_an_end(const struct sky_context *context, double greatest,
                                          bool *is_annular, struct sky_fault *fault)
{
    const struct sky_root_find_problem problem = {beyond_earth, NULL, context,
                                                  SKY_ROOT_FIND_CONTACT_DAYS};
    *is_annular = false;
    for (int side = -1; side <= 1; side += 2) {
        const double days[2] = {fmin(greatest, greatest + side * CENTRAL_DAYS),
                                fmax(greatest, greatest + side * CENTRAL_DAYS)};
        struct sky_tt end;
        bool has_end;
        enum base_err err = sky_root_find_between(&problem, days, &end, &has_end, fault);
        if (err != BASE_ERR_OK) return err;
        if (!has_end) continue;
        struct axis a;
        err = axis_at(context, end, &a, fault);
        if (err != BASE_ERR_OK) return err;
        if (cones_at(&a, ground_km(&a)).umbra_km < 0.0) *is_annular = true;
    }
    return BASE_ERR_OK;
}

static void set_ground(const struct axis *a, struct sky_vec km, struct sky_solar_eclipse *e)
{
    const double polar_ratio = 1.0 - SKY_EARTH_FLATTENING;
    double lon_rad = atan2(km.y, km.x) - a->era_rad;
    e->lon_deg = remainder(lon_rad, SKY_TWO_PI) * SKY_DEG_PER_RAD;
    /* The normal of the ellipsoid: exact for a point on it. */
    e->lat_deg = atan2(km.z / (polar_ratio * polar_ratio), hypot(km.x, km.y)) * SKY_DEG_PER_RAD;
}

/* The class and the magnitude of the eclipse at the greatest instant. */
static void classify(const struct axis *a, struct sky_solar_eclipse *e)
{
    struct sky_vec dir, ground = ground_km(a);
    struct cones cones = cones_at(a, ground);
    e->is_central = sky_vec_length(stretched_nearest(a, &dir)) < 1.0;
    if (cones.off_km >= cones.penumbra_km && !e->is_central) return;
    e->type = SKY_SOLAR_ECLIPSE_PARTIAL;
    if (e->is_central || cones.off_km < fabs(cones.umbra_km))
        e->type = cones.umbra_km > 0.0 ? SKY_SOLAR_ECLIPSE_TOTAL : SKY_SOLAR_ECLIPSE_ANNULAR;
    /* At the ground the Sun's diameter is the difference of the cones, the Moon's their sum. */
    double sun_km = cones.penumbra_km - cones.umbra_km;
    double covered_km = cones.penumbra_km - cones.off_km;
    if (e->is_central) covered_km = cones.penumbra_km + cones.umbra_km;
    e->magnitude = covered_km / sun_km;
    set_ground(a, ground, e);
}

enum base_err sky_solar_eclipse_at(const struct sky_context *context, struct sky_tt new_moon,
                                   struct sky_solar_eclipse *eclipse, struct sky_fault *fault)
{
    const struct sky_root_find_problem problem = {slope_of_distance, NULL, context,
                                                  SKY_ROOT_FIND_CONTACT_DAYS};
    assert(isfinite(new_moon.days));
    struct sky_solar_eclipse e = {.type = SKY_SOLAR_ECLIPSE_NONE};
    const double days[2] = {new_moon.days - REACH_DAYS, new_moon.days + REACH_DAYS};
    bool has_greatest;
    struct axis a;
    enum base_err err = sky_root_find_between(&problem, days, &e.greatest, &has_greatest, fault);
    if (err == BASE_ERR_OK && has_greatest) err = axis_at(context, e.greatest, &a, fault);
    if (err != BASE_ERR_OK) return err;
    if (has_greatest) {
        e.gamma = copysign(sky_vec_length(a.nearest_km) / SKY_EARTH_RADIUS_KM, a.nearest_km.z);
        classify(&a, &e);
    }
    if (e.type == SKY_SOLAR_ECLIPSE_TOTAL && e.is_central) {
        bool is_hybrid;
        err = is_annular_at_an_end(context, e.greatest.days, &is_hybrid, fault);
        if (err != BASE_ERR_OK) return err;
        if (is_hybrid) e.type = SKY_SOLAR_ECLIPSE_HYBRID;
    }
    *eclipse = e.type == SKY_SOLAR_ECLIPSE_NONE ? (struct sky_solar_eclipse){0} : e;
    return BASE_ERR_OK;
}

enum base_err sky_solar_eclipse_init(struct sky_solar_eclipse_search *search,
                                     const struct sky_context *context, struct sky_tt from,
                                     struct sky_tt until, struct sky_fault *fault)
{
    struct sky_events_query query = {.from = {from.days - REACH_DAYS},
                                     .until = {until.days + REACH_DAYS},
                                     .kinds = SKY_EVENTS_BIT(SKY_EVENTS_NEW_MOON),
                                     .bodies = 1u << SKY_BODY_MOON};
    assert(from.days <= until.days);
    search->from = from;
    search->until = until;
    return sky_events_init(&search->new_moons, context, &query, fault);
}

enum base_err sky_solar_eclipse_next(struct sky_solar_eclipse_search *search,
                                     struct sky_solar_eclipse *eclipse, struct sky_fault *fault)
{
    for (;;) {
        struct sky_events_event event;
        struct sky_solar_eclipse e;
        enum base_err err = sky_events_next(&search->new_moons, &event, fault);
        if (err == BASE_ERR_OK)
            err = sky_solar_eclipse_at(search->new_moons.context, event.when, &e, fault);
        if (err != BASE_ERR_OK) return err;
        if (e.type == SKY_SOLAR_ECLIPSE_NONE || e.greatest.days <= search->from.days) continue;
        if (e.greatest.days > search->until.days) return BASE_ERR_END;
        *eclipse = e;
        return BASE_ERR_OK;
    }
}

/* ---- a place ---- */

/* Two discs in a sky. */
struct discs {
    double apart_rad, sun_rad, moon_rad, moon_inner_rad;
    double sun_alt_rad;
    double position_rad, from_zenith_rad; /* of the Moon's centre, from the Sun's */
};

/* North, west, up: right-handed. */
static struct sky_vec right_handed_local(const struct sky_observer *observer, struct sky_vec itrs)
{
    struct sky_vec local = sky_horizon_local(observer, itrs);
    return (struct sky_vec){local.x, -local.y, local.z};
}

struct target {
    const struct sky_context *context;
    const struct sky_observer *observer;
    enum touch { OUTER, INNER } touch;
};

static enum base_err discs_at(const struct target *target, struct sky_tt when, struct discs *d,
                              struct sky_fault *fault)
{
    struct sky_frame frame;
    const unsigned both = 1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON;
    enum base_err err = sky_frame_of(target->context, when, both, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&frame, target->observer, SKY_APPARENT_TRUE_POLE);
    struct sky_apparent sun = sky_apparent_place(&view, SKY_BODY_SUN);
    struct sky_apparent moon = sky_apparent_place(&view, SKY_BODY_MOON);
    double moon_km = moon.distance_au * SKY_AU_KM;
    struct sky_vec sun_itrs = sky_apparent_itrs(&view, sun.dir_apparent_gcrs);
    struct sky_vec moon_itrs = sky_apparent_itrs(&view, moon.dir_apparent_gcrs);
    const struct sky_vec up = {0.0, 0.0, 1.0};
    *d = (struct discs){
        .apart_rad = sky_vec_angle_rad(sun.dir_apparent_gcrs, moon.dir_apparent_gcrs),
        .sun_rad = asin(SUN_RADIUS_KM / (sun.distance_au * SKY_AU_KM)),
        .moon_rad = asin(MOON_RADIUS_KM / moon_km),
        .moon_inner_rad = asin(MOON_INNER_RADIUS_KM / moon_km),
        .sun_alt_rad = sky_horizon_coordinates(target->observer, sun_itrs).alt_rad,
        .position_rad = sky_vec_turn_rad(up, sun_itrs, moon_itrs),
        .from_zenith_rad = sky_vec_turn_rad(up, right_handed_local(target->observer, sun_itrs),
                                            right_handed_local(target->observer, moon_itrs)),
    };
    return BASE_ERR_OK;
}

static enum base_err slope_of_separation(const void *context, struct sky_tt when, double *value,
                                         struct sky_fault *fault)
{
    struct discs before, after;
    struct sky_tt earlier = {when.days - SLOPE_HALF_DAYS}, later = {when.days + SLOPE_HALF_DAYS};
    enum base_err err = discs_at(context, earlier, &before, fault);
    if (err == BASE_ERR_OK) err = discs_at(context, later, &after, fault);
    if (err != BASE_ERR_OK) return err;
    *value = cos(before.apart_rad) - cos(after.apart_rad);
    return BASE_ERR_OK;
}

/* Negative once the limbs have touched. */
static double beyond_touch_rad(enum touch touch, const struct discs *d)
{
    if (touch == OUTER) return d->apart_rad - d->sun_rad - d->moon_rad;
    return d->apart_rad - fabs(d->sun_rad - d->moon_inner_rad);
}

static enum base_err beyond_touch(const void *context, struct sky_tt when, double *value,
                                  struct sky_fault *fault)
{
    struct discs d;
    enum base_err err = discs_at(context, when, &d, fault);
    if (err != BASE_ERR_OK) return err;
    *value = beyond_touch_rad(((const struct target *)context)->touch, &d);
    return BASE_ERR_OK;
}

/* Part of the Sun's disc behind the Moon's: the lens of two circles in a plane, right to 1e-5 for
 * discs of half a degree. */
static double obscuration(double sun_rad, double moon_rad, double apart_rad)
{
    assert(sun_rad > 0.0 && moon_rad > 0.0 && apart_rad >= 0.0);
    if (apart_rad >= sun_rad + moon_rad) return 0.0;
    if (apart_rad <= fabs(sun_rad - moon_rad))
        return fmin(1.0, moon_rad * moon_rad / (sun_rad * sun_rad));
    double s2 = sun_rad * sun_rad, m2 = moon_rad * moon_rad, d2 = apart_rad * apart_rad;
    double sun_part = acos((d2 + s2 - m2) / (2.0 * apart_rad * sun_rad));
    double moon_part = acos((d2 + m2 - s2) / (2.0 * apart_rad * moon_rad));
    double lens =
        s2 * (sun_part - 0.5 * sin(2.0 * sun_part)) + m2 * (moon_part - 0.5 * sin(2.0 * moon_part));
    return lens / (SKY_PI * s2);
}

/* The Sun's disc behind the Moon's, with one radius of the Moon for the type and its figures. */
static struct sky_solar_eclipse_phase phase_of(const struct discs *d)
{
    struct sky_solar_eclipse_phase phase = {.alt_deg = d->sun_alt_rad * SKY_DEG_PER_RAD};
    if (beyond_touch_rad(OUTER, d) >= 0.0) return phase;
    double moon_rad = d->moon_rad;
    phase.type = SKY_SOLAR_ECLIPSE_PARTIAL;
    if (beyond_touch_rad(INNER, d) < 0.0)
        phase.type =
            d->moon_inner_rad > d->sun_rad ? SKY_SOLAR_ECLIPSE_TOTAL : SKY_SOLAR_ECLIPSE_ANNULAR;
    if (phase.type != SKY_SOLAR_ECLIPSE_PARTIAL || d->apart_rad <= d->moon_rad - d->sun_rad)
        moon_rad = d->moon_inner_rad;
    phase.magnitude = (d->sun_rad + moon_rad - d->apart_rad) / (2.0 * d->sun_rad);
    phase.obscuration = obscuration(d->sun_rad, moon_rad, d->apart_rad);
    assert(phase.type != SKY_SOLAR_ECLIPSE_TOTAL || phase.magnitude > 1.0 - 1e-9);
    return phase;
}

enum base_err sky_solar_eclipse_phase_at(const struct sky_context *context,
                                         const struct sky_observer *observer, struct sky_tt when,
                                         struct sky_solar_eclipse_phase *phase,
                                         struct sky_fault *fault)
{
    assert(observer != NULL && isfinite(when.days));
    const struct target target = {context, observer, OUTER};
    struct discs d;
    enum base_err err = discs_at(&target, when, &d, fault);
    if (err == BASE_ERR_OK) *phase = phase_of(&d);
    return err;
}

static double whole_turn_deg(double rad)
{
    double deg = rad * SKY_DEG_PER_RAD;
    deg -= 360.0 * floor(deg / 360.0);
    return deg < 360.0 ? deg : 0.0;
}

static enum base_err set_contact(const struct target *target, struct sky_tt when,
                                 enum sky_solar_eclipse_contact contact,
                                 struct sky_solar_eclipse_local *local, struct sky_fault *fault)
{
    struct discs d;
    enum base_err err = discs_at(target, when, &d, fault);
    if (err != BASE_ERR_OK) return err;
    local->contacts[contact].has = true;
    local->contacts[contact].when = when;
    local->contacts[contact].alt_deg = d.sun_alt_rad * SKY_DEG_PER_RAD;
    /* A Moon that covers the Sun touches its limb from inside, on the far side. */
    bool is_inner = contact == SKY_SOLAR_ECLIPSE_C2 || contact == SKY_SOLAR_ECLIPSE_C3;
    double far_rad = is_inner && d.moon_inner_rad > d.sun_rad ? SKY_PI : 0.0;
    local->contacts[contact].position_deg = whole_turn_deg(d.position_rad + far_rad);
    local->contacts[contact].from_zenith_deg = whole_turn_deg(d.from_zenith_rad + far_rad);
    return BASE_ERR_OK;
}

/* The touches before and after the maximum. */
static enum base_err set_touches(struct target *target, enum touch touch,
                                 const enum sky_solar_eclipse_contact contacts[2],
                                 struct sky_solar_eclipse_local *local, struct sky_fault *fault)
{
    double maximum = local->contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].when.days;
    const double spans[2][2] = {{maximum - LOCAL_HALF_DAYS, maximum},
                                {maximum, maximum + LOCAL_HALF_DAYS}};
    target->touch = touch;
    const struct sky_root_find_problem problem = {beyond_touch, NULL, target,
                                                  SKY_ROOT_FIND_CONTACT_DAYS};
    for (int i = 0; i < 2; i++) {
        struct sky_tt when;
        bool has_touch;
        enum base_err err = sky_root_find_between(&problem, spans[i], &when, &has_touch, fault);
        if (err == BASE_ERR_OK && has_touch)
            err = set_contact(target, when, contacts[i], local, fault);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

enum base_err sky_solar_eclipse_local(const struct sky_context *context, struct sky_tt new_moon,
                                      const struct sky_observer *observer,
                                      struct sky_solar_eclipse_local *local,
                                      struct sky_fault *fault)
{
    static const enum sky_solar_eclipse_contact outer[2] = {SKY_SOLAR_ECLIPSE_C1,
                                                            SKY_SOLAR_ECLIPSE_C4};
    static const enum sky_solar_eclipse_contact inner[2] = {SKY_SOLAR_ECLIPSE_C2,
                                                            SKY_SOLAR_ECLIPSE_C3};
    assert(observer != NULL && isfinite(new_moon.days));
    struct target target = {context, observer, OUTER};
    const struct sky_root_find_problem problem = {slope_of_separation, NULL, &target,
                                                  SKY_ROOT_FIND_CONTACT_DAYS};
    struct sky_solar_eclipse_local seen = {.type = SKY_SOLAR_ECLIPSE_NONE};
    const double days[2] = {new_moon.days - LOCAL_REACH_DAYS, new_moon.days + LOCAL_REACH_DAYS};
    struct sky_tt maximum;
    bool has_maximum;
    struct discs d = {0};
    enum base_err err = sky_root_find_between(&problem, days, &maximum, &has_maximum, fault);
    if (err == BASE_ERR_OK && has_maximum) err = discs_at(&target, maximum, &d, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_solar_eclipse_phase phase = {.type = SKY_SOLAR_ECLIPSE_NONE};
    if (has_maximum) phase = phase_of(&d);
    if (phase.type != SKY_SOLAR_ECLIPSE_NONE) {
        seen.type = phase.type;
        seen.magnitude = phase.magnitude;
        seen.obscuration = phase.obscuration;
        err = set_contact(&target, maximum, SKY_SOLAR_ECLIPSE_MAXIMUM, &seen, fault);
        if (err == BASE_ERR_OK) err = set_touches(&target, OUTER, outer, &seen, fault);
        if (err == BASE_ERR_OK && seen.type != SKY_SOLAR_ECLIPSE_PARTIAL)
            err = set_touches(&target, INNER, inner, &seen, fault);
        if (err != BASE_ERR_OK) return err;
    }
    *local = seen;
    return BASE_ERR_OK;
}
