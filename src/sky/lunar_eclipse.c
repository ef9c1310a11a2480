/* The Moon in the Earth's shadow, computed with angles seen from the Earth's centre: the distance
 * of the Moon's centre from the point opposite to the Sun, and the radii of the shadow and the
 * Moon. Anchor: 2018 July 27, total from 19:30:15 to 21:13:12 UT.
 */
#include "sky/lunar_eclipse.h"

#include "sky/apparent.h"
#include "sky/const.h"
#include "sky/root_find.h"
#include "sky/vec.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/* Radii as eclipse predictions use them: the Sun's 959.63 arcsec at 1 au (Auwers 1891), the Moon's
 * 0.2725076 Earth radii (IAU 1982). */
#define SUN_RADIUS_RAD_AU (959.63 * SKY_RAD_PER_ARCSEC)
#define MOON_RADIUS_KM    (0.2725076 * SKY_EARTH_RADIUS_KM)

/* The greatest instant is within 20 minutes of the opposition in longitude, the penumbra within 3.2
 * hours of that. */
#define REACH_DAYS      0.05
#define HALF_DAYS       0.2
#define SLOPE_HALF_DAYS (1.0 / 512.0)

struct shadow {
    double axis_rad;                /* of the Moon's centre from the axis */
    double penumbra_rad, umbra_rad; /* the shadow's radii at the Moon */
    double moon_rad;
    double gamma;
    double position_rad; /* of the axis from the Moon's centre, from north through east */
};

struct target {
    const struct sky_context *context;
    enum sky_lunar_eclipse_shadow shadow;
    enum touch { PENUMBRA, UMBRA, INSIDE } touch;
};

static void widths(enum sky_lunar_eclipse_shadow model, double moon_km, double sun_au,
                   struct shadow *s)
{
    double moon_parallax = asin(SKY_EARTH_RADIUS_KM / moon_km);
    double sun_parallax = asin(SKY_EARTH_RADIUS_KM / (sun_au * SKY_AU_KM));
    double sun_rad = asin(sin(SUN_RADIUS_RAD_AU) / sun_au);
    double enlarged = 1.01 * moon_parallax, times = 1.0;
    if (model == SKY_LUNAR_ECLIPSE_CHAUVENET) {
        enlarged = 0.998340 * moon_parallax; /* the Earth's radius at latitude 45 */
        times = 1.02;
    }
    s->penumbra_rad = times * (enlarged + sun_parallax + sun_rad);
    s->umbra_rad = times * (enlarged + sun_parallax - sun_rad);
    s->moon_rad = asin(MOON_RADIUS_KM / moon_km);
}

static enum base_err shadow_at(const struct target *target, struct sky_tt when, struct shadow *s,
                               struct sky_fault *fault)
{
    struct sky_frame frame;
    const unsigned both = 1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON;
    enum base_err err = sky_frame_of(target->context, when, both, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    struct sky_apparent sun = sky_apparent_place(&view, SKY_BODY_SUN);
    struct sky_apparent moon = sky_apparent_place(&view, SKY_BODY_MOON);
    struct sky_vec axis = sky_vec_scaled(sun.dir_apparent_gcrs, -1.0);
    double moon_km = moon.distance_au * SKY_AU_KM;
    widths(target->shadow, moon_km, sun.distance_au, s);
    s->axis_rad = sky_vec_angle_rad(axis, moon.dir_apparent_gcrs);
    double along = sky_vec_dot(axis, moon.dir_apparent_gcrs);
    struct sky_vec across = sky_vec_plus_scaled(moon.dir_apparent_gcrs, -along, axis);
    double north = sky_vec_dot(across, frame.gcrs_to_cirs.row[2]);
    s->position_rad = sky_vec_turn_rad(frame.gcrs_to_cirs.row[2], moon.dir_apparent_gcrs, axis);
    s->gamma = copysign(sin(s->axis_rad) * moon_km / SKY_EARTH_RADIUS_KM, north);
    return BASE_ERR_OK;
}

/* Slope of 1 - cos(axis_rad), smooth where the Moon crosses the axis. */
static enum base_err slope(const void *context, struct sky_tt when, double *value,
                           struct sky_fault *fault)
{
    struct shadow before, after;
    struct sky_tt earlier = {when.days - SLOPE_HALF_DAYS}, later = {when.days + SLOPE_HALF_DAYS};
    enum base_err err = shadow_at(context, earlier, &before, fault);
    if (err == BASE_ERR_OK) err = shadow_at(context, later, &after, fault);
    if (err != BASE_ERR_OK) return err;
    *value = cos(before.axis_rad) - cos(after.axis_rad);
    return BASE_ERR_OK;
}

/* The distance of the Moon's limb from an edge of the shadow; negative inside. */
static double beyond_edge_rad(enum touch touch, const struct shadow *s)
{
    if (touch == PENUMBRA) return s->axis_rad - s->penumbra_rad - s->moon_rad;
    if (touch == UMBRA) return s->axis_rad - s->umbra_rad - s->moon_rad;
    return s->axis_rad - s->umbra_rad + s->moon_rad;
}

static enum base_err beyond_edge(const void *context, struct sky_tt when, double *value,
                                 struct sky_fault *fault)
{
    struct shadow s;
    enum base_err err = shadow_at(context, when, &s, fault);
    if (err != BASE_ERR_OK) return err;
    *value = beyond_edge_rad(((const struct target *)context)->touch, &s);
    return BASE_ERR_OK;
}

static enum base_err find_contacts(struct target *target, struct sky_lunar_eclipse *e,
                                   struct sky_fault *fault)
{
    static const struct {
        enum sky_lunar_eclipse_type from_type;
        enum touch touch;
        enum sky_lunar_eclipse_contact first, last;
    } pairs[] = {
        {SKY_LUNAR_ECLIPSE_PENUMBRAL, PENUMBRA, SKY_LUNAR_ECLIPSE_P1, SKY_LUNAR_ECLIPSE_P4},
        {SKY_LUNAR_ECLIPSE_PARTIAL, UMBRA, SKY_LUNAR_ECLIPSE_U1, SKY_LUNAR_ECLIPSE_U4},
        {SKY_LUNAR_ECLIPSE_TOTAL, INSIDE, SKY_LUNAR_ECLIPSE_U2, SKY_LUNAR_ECLIPSE_U3}};
    const double greatest = e->contacts[SKY_LUNAR_ECLIPSE_GREATEST].days;
    const double before[2] = {greatest - HALF_DAYS, greatest};
    const double after[2] = {greatest, greatest + HALF_DAYS};
    for (int i = 0; i < 3; i++) {
        if (e->type < pairs[i].from_type) continue;
        const enum sky_lunar_eclipse_contact first = pairs[i].first, last = pairs[i].last;
        target->touch = pairs[i].touch;
        const struct sky_root_find_problem problem = {beyond_edge, NULL, target,
                                                      SKY_ROOT_FIND_CONTACT_DAYS};
        enum base_err err =
            sky_root_find_between(&problem, before, &e->contacts[first], &e->has[first], fault);
        if (err == BASE_ERR_OK)
            err = sky_root_find_between(&problem, after, &e->contacts[last], &e->has[last], fault);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

static struct sky_lunar_eclipse_phase phase_of(const struct shadow *s)
{
    assert(s->umbra_rad < s->penumbra_rad && s->moon_rad > 0.0);
    struct sky_lunar_eclipse_phase phase = {
        .umbral_magnitude = -beyond_edge_rad(UMBRA, s) / (2.0 * s->moon_rad),
        .penumbral_magnitude = -beyond_edge_rad(PENUMBRA, s) / (2.0 * s->moon_rad),
    };
    if (beyond_edge_rad(PENUMBRA, s) < 0.0) phase.type = SKY_LUNAR_ECLIPSE_PENUMBRAL;
    if (beyond_edge_rad(UMBRA, s) < 0.0) phase.type = SKY_LUNAR_ECLIPSE_PARTIAL;
    if (beyond_edge_rad(INSIDE, s) < 0.0) phase.type = SKY_LUNAR_ECLIPSE_TOTAL;
    return phase;
}

enum base_err sky_lunar_eclipse_at(const struct sky_context *context, struct sky_tt full_moon,
                                   enum sky_lunar_eclipse_shadow shadow,
                                   struct sky_lunar_eclipse *eclipse, struct sky_fault *fault)
{
    assert(shadow == SKY_LUNAR_ECLIPSE_DANJON || shadow == SKY_LUNAR_ECLIPSE_CHAUVENET);
    struct target target = {context, shadow, PENUMBRA};
    const struct sky_root_find_problem problem = {slope, NULL, &target, SKY_ROOT_FIND_CONTACT_DAYS};
    struct sky_lunar_eclipse e = {.type = SKY_LUNAR_ECLIPSE_NONE};
    const double days[2] = {full_moon.days - REACH_DAYS, full_moon.days + REACH_DAYS};
    struct sky_tt greatest;
    bool has_greatest;
    enum base_err err = sky_root_find_between(&problem, days, &greatest, &has_greatest, fault);
    if (err != BASE_ERR_OK) return err;
    struct shadow s = {0};
    if (has_greatest) err = shadow_at(&target, greatest, &s, fault);
    if (err != BASE_ERR_OK) return err;
    if (has_greatest && beyond_edge_rad(PENUMBRA, &s) < 0.0) {
        const struct sky_lunar_eclipse_phase phase = phase_of(&s);
        e.type = phase.type;
        e.shadow = shadow;
        e.umbral_magnitude = phase.umbral_magnitude;
        e.penumbral_magnitude = phase.penumbral_magnitude;
        e.gamma = s.gamma;
        e.contacts[SKY_LUNAR_ECLIPSE_GREATEST] = greatest;
        e.has[SKY_LUNAR_ECLIPSE_GREATEST] = true;
        err = find_contacts(&target, &e, fault);
        if (err != BASE_ERR_OK) return err;
    }
    *eclipse = e;
    return BASE_ERR_OK;
}

enum base_err sky_lunar_eclipse_init(struct sky_lunar_eclipse_search *search,
                                     const struct sky_context *context,
                                     const struct sky_lunar_eclipse_query *query,
                                     struct sky_fault *fault)
{
    struct sky_events_query full_moons = {.from = {query->from.days - REACH_DAYS},
                                          .until = {query->until.days + REACH_DAYS},
                                          .kinds = SKY_EVENTS_BIT(SKY_EVENTS_FULL_MOON),
                                          .bodies = 1u << SKY_BODY_MOON};
    assert(query->from.days <= query->until.days);
    search->query = *query;
    return sky_events_init(&search->full_moons, context, &full_moons, fault);
}

enum base_err sky_lunar_eclipse_next(struct sky_lunar_eclipse_search *search,
                                     struct sky_lunar_eclipse *eclipse, struct sky_fault *fault)
{
    for (;;) {
        struct sky_events_event event;
        struct sky_lunar_eclipse e;
        enum base_err err = sky_events_next(&search->full_moons, &event, fault);
        if (err == BASE_ERR_OK)
            err = sky_lunar_eclipse_at(search->full_moons.context, event.when, search->query.shadow,
                                       &e, fault);
        if (err != BASE_ERR_OK) return err;
        double greatest = e.contacts[SKY_LUNAR_ECLIPSE_GREATEST].days;
        if (e.type == SKY_LUNAR_ECLIPSE_NONE || greatest <= search->query.from.days) continue;
        if (greatest > search->query.until.days) return BASE_ERR_END;
        *eclipse = e;
        return BASE_ERR_OK;
    }
}

static double whole_turn_deg(double rad)
{
    double deg = rad * SKY_DEG_PER_RAD;
    deg -= 360.0 * floor(deg / 360.0);
    return deg < 360.0 ? deg : 0.0;
}

/* The Moon at a place at one contact. */
static enum base_err local_of(const struct target *target, const struct sky_observer *observer,
                              struct sky_tt when, struct sky_lunar_eclipse_local *local,
                              struct sky_fault *fault)
{
    struct shadow s;
    struct sky_frame frame;
    enum base_err err = shadow_at(target, when, &s, fault);
    if (err == BASE_ERR_OK)
        err = sky_frame_of(target->context, when, 1u << SKY_BODY_MOON, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, observer, SKY_APPARENT_TRUE_POLE);
    struct sky_apparent place = sky_apparent_place(&view, SKY_BODY_MOON);
    struct sky_vec dir_itrs = sky_apparent_itrs(&view, place.dir_apparent_gcrs);
    const struct sky_vec up = {0.0, 0.0, 1.0};
    struct sky_vec moon = sky_horizon_local(observer, dir_itrs);
    struct sky_vec pole = sky_horizon_local(observer, up);
    moon.y = -moon.y, pole.y = -pole.y; /* north, west, up is right-handed */
    double far_rad = target->touch == INSIDE ? SKY_PI : 0.0;
    double pole_rad = sky_vec_turn_rad(up, moon, pole);
    *local = (struct sky_lunar_eclipse_local){
        .alt_deg = sky_horizon_coordinates(observer, dir_itrs).alt_rad * SKY_DEG_PER_RAD,
        .position_deg = whole_turn_deg(s.position_rad + far_rad),
        .from_zenith_deg = whole_turn_deg(s.position_rad + far_rad + pole_rad),
    };
    return BASE_ERR_OK;
}

enum base_err
sky_lunar_eclipse_local(const struct sky_context *context, const struct sky_lunar_eclipse *eclipse,
                        const struct sky_observer *observer,
                        struct sky_lunar_eclipse_local local[SKY_LUNAR_ECLIPSE_CONTACTS],
                        struct sky_fault *fault)
{
    assert(observer != NULL);
    struct sky_lunar_eclipse_local found[SKY_LUNAR_ECLIPSE_CONTACTS] = {{0}};
    for (int i = 0; i < SKY_LUNAR_ECLIPSE_CONTACTS; i++) {
        /* A Moon inside the umbra touches its edge on the side away from the axis. */
        bool is_inside = i == SKY_LUNAR_ECLIPSE_U2 || i == SKY_LUNAR_ECLIPSE_U3;
        const struct target target = {context, eclipse->shadow, is_inside ? INSIDE : UMBRA};
        if (!eclipse->has[i]) continue;
        enum base_err err = local_of(&target, observer, eclipse->contacts[i], &found[i], fault);
        if (err != BASE_ERR_OK) return err;
    }
    for (int i = 0; i < SKY_LUNAR_ECLIPSE_CONTACTS; i++) local[i] = found[i];
    return BASE_ERR_OK;
}

enum base_err sky_lunar_eclipse_phase_at(const struct sky_context *context,
                                         const struct sky_lunar_eclipse *eclipse,
                                         struct sky_tt when, struct sky_lunar_eclipse_phase *phase,
                                         struct sky_fault *fault)
{
    assert(isfinite(when.days));
    const struct target target = {context, eclipse->shadow, PENUMBRA};
    struct shadow s;
    enum base_err err = shadow_at(&target, when, &s, fault);
    if (err == BASE_ERR_OK) *phase = phase_of(&s);
    return err;
}
