/* Light time, deflection, aberration. All directions are on GCRS axes; the rotation of the Earth
 * is applied last, in sky_apparent_itrs.
 */
#include "sky/apparent.h"

#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

static const double ROTATION_RAD_PER_DAY = SKY_TWO_PI * SKY_ERA_TURNS_PER_DAY;

/* Polar motion from ITRS to the terrestrial intermediate axes, to first order in xp, yp (second
 * order 1e-12 rad) and without s' (under 0.1 mas). Source: IERS Conventions 2010, eq. 5.3. */
static struct sky_vec tirs_of_itrs(const struct sky_earth_orientation_spin *spin, struct sky_vec v)
{
    return (struct sky_vec){v.x - spin->xp_rad * v.z, v.y + spin->yp_rad * v.z,
                            v.z + spin->xp_rad * v.x - spin->yp_rad * v.y};
}

static struct sky_vec itrs_of_tirs(const struct sky_earth_orientation_spin *spin, struct sky_vec v)
{
    return (struct sky_vec){v.x + spin->xp_rad * v.z, v.y - spin->yp_rad * v.z,
                            v.z - spin->xp_rad * v.x + spin->yp_rad * v.y};
}

/* Sets the fields that depend on pos_icrs_au and vel_c. */
static void complete(struct sky_viewpoint *view)
{
    view->lorentz = sqrt(1.0 - sky_vec_dot(view->vel_c, view->vel_c));
    struct sky_vec from_sun = sky_vec_difference(view->pos_icrs_au, view->frame->sun.pos_icrs_au);
    view->from_sun_au = sky_vec_length(from_sun);
    assert(view->from_sun_au > 0.0 && view->lorentz > 0.0);
    view->dir_from_sun = sky_vec_scaled(from_sun, 1.0 / view->from_sun_au);
    view->potential = SKY_SUN_SCHWARZSCHILD_AU / view->from_sun_au;
    view->per_one_and_lorentz = 1.0 / (1.0 + view->lorentz);
}

struct sky_viewpoint sky_apparent_geocentre(const struct sky_frame *frame)
{
    struct sky_viewpoint view = {
        .frame = frame,
        .pos_icrs_au = frame->earth.pos_icrs_au,
        .vel_c = sky_vec_scaled(frame->earth.vel_icrs_au_per_day, SKY_LIGHT_DAYS_PER_AU),
    };
    complete(&view);
    return view;
}

struct sky_viewpoint sky_apparent_viewpoint(const struct sky_frame *frame,
                                            const struct sky_observer *observer,
                                            enum sky_apparent_pole pole)
{
    assert(observer != NULL);
    struct sky_vec tirs = tirs_of_itrs(&frame->spin, observer->pos_itrs_au);
    struct sky_vec pos_cirs = {tirs.x * frame->cos_era - tirs.y * frame->sin_era,
                               tirs.x * frame->sin_era + tirs.y * frame->cos_era, tirs.z};
    struct sky_vec vel_cirs = {-ROTATION_RAD_PER_DAY * pos_cirs.y,
                               ROTATION_RAD_PER_DAY * pos_cirs.x, 0.0};
    struct sky_vec vel = sky_vec_sum(frame->earth.vel_icrs_au_per_day,
                                     sky_vec_rotated_back(&frame->gcrs_to_cirs, vel_cirs));
    struct sky_viewpoint view = {
        .frame = frame,
        .observer = observer,
        .pole = pole,
        .pos_icrs_au = sky_vec_sum(frame->earth.pos_icrs_au,
                                   sky_vec_rotated_back(&frame->gcrs_to_cirs, pos_cirs)),
        .vel_c = sky_vec_scaled(vel, SKY_LIGHT_DAYS_PER_AU),
    };
    complete(&view);
    return view;
}

/* The body when the light left it, as seen from the viewpoint. */
struct departure {
    struct sky_vec pos_icrs_au;  /* of the body then, barycentric */
    struct sky_vec from_view_au; /* of the body then, from the viewpoint now */
    double distance_au, light_days;
};

static struct departure departure(const struct sky_viewpoint *view,
                                  const struct sky_frame_body *body)
{
    struct sky_vec now_au = sky_vec_difference(body->pos_icrs_au, view->pos_icrs_au);
    double now_distance_au = sky_vec_length(now_au);
    /* One Newton step from the present distance r: with the range rate r', the light takes
     * r / (c + r'). Neglecting (v/c)^2 leaves 6 microseconds for Mercury, 0.3 m of its path. */
    double light_days =
        now_distance_au * now_distance_au /
        (now_distance_au * SKY_LIGHT_AU_PER_DAY + sky_vec_dot(now_au, body->vel_icrs_au_per_day));
    struct sky_vec moved = sky_vec_plus_scaled(body->vel_icrs_au_per_day, -0.5 * light_days,
                                               body->acc_icrs_au_per_day2);
    struct departure d;
    d.pos_icrs_au = sky_vec_plus_scaled(body->pos_icrs_au, -light_days, moved);
    d.from_view_au = sky_vec_difference(d.pos_icrs_au, view->pos_icrs_au);
    d.distance_au = sky_vec_length(d.from_view_au);
    d.light_days = d.distance_au * SKY_LIGHT_DAYS_PER_AU;
    return d;
}

/* Deflection by the Sun. Source: Klioner 2003, eq. 70 for a body at a finite distance. Within some
 * 5' of the centre of the Sun, behind its disc, the deflection is constant. */
static struct sky_vec deflected(const struct sky_viewpoint *view, struct sky_vec dir,
                                const struct departure *from)
{
    static const double LEAST = 1e-6; /* the least 1 + q.e: the formula diverges at 0 */
    const struct sky_frame *frame = view->frame;
    struct sky_vec sun_then = sky_vec_plus_scaled(frame->sun.pos_icrs_au, -from->light_days,
                                                  frame->sun.vel_icrs_au_per_day);
    struct sky_vec r = sky_vec_difference(from->pos_icrs_au, sun_then); /* Sun to body */
    struct sky_vec e = view->dir_from_sun;                              /* Sun to observer */
    /* The q of the paper is r / |r|; here the length is a factor of both 1 + q.e and the bend. */
    double r_au = sky_vec_length(r);
    double facing_au = r_au + sky_vec_dot(r, e), least_au = LEAST * r_au;
    double strength = view->potential / (facing_au > least_au ? facing_au : least_au);
    struct sky_vec bend = sky_vec_difference(sky_vec_scaled(e, sky_vec_dot(dir, r)),
                                             sky_vec_scaled(r, sky_vec_dot(dir, e)));
    return sky_vec_plus_scaled(dir, strength, bend);
}

/* Source: Urban & Seidelmann 2013, eq. 7.40 (Lorentz), with the Sun's potential as in Klioner 2003.
 */
struct sky_vec sky_apparent_aberrated(const struct sky_viewpoint *view, struct sky_vec dir)
{
    double along = sky_vec_dot(dir, view->vel_c);
    struct sky_vec moved = sky_vec_scaled(dir, view->lorentz - view->potential * along);
    moved = sky_vec_plus_scaled(moved, 1.0 + along * view->per_one_and_lorentz + view->potential,
                                view->vel_c);
    /* Its length is 1 + along, apart from 1e-12 by the Sun. */
    return sky_vec_scaled(moved, 1.0 / (1.0 + along));
}

struct sky_apparent sky_apparent_place(const struct sky_viewpoint *view, enum sky_body body)
{
    assert(view->frame->has >> body & 1u);
    struct departure from = departure(view, &view->frame->bodies[body]);
    struct sky_vec dir = sky_vec_scaled(from.from_view_au, 1.0 / from.distance_au);
    struct sky_vec bent = body == SKY_BODY_SUN ? dir : deflected(view, dir, &from);
    return (struct sky_apparent){dir, sky_apparent_aberrated(view, bent), from.distance_au,
                                 from.light_days};
}

struct sky_apparent_steps sky_apparent_steps(const struct sky_viewpoint *view, enum sky_body body)
{
    assert(view->frame->has >> body & 1u);
    struct sky_viewpoint centre = sky_apparent_geocentre(view->frame);
    const struct sky_frame_body *moving = &view->frame->bodies[body];
    struct departure from_centre = departure(&centre, moving), from_view = departure(view, moving);
    struct sky_apparent_steps steps = {
        .geometric = sky_vec_unit(sky_vec_difference(moving->pos_icrs_au, centre.pos_icrs_au)),
        .light_time = sky_vec_unit(from_centre.from_view_au),
        .parallax = sky_vec_unit(from_view.from_view_au),
    };
    steps.deflection =
        body == SKY_BODY_SUN ? steps.parallax : deflected(view, steps.parallax, &from_view);
    steps.aberration = sky_apparent_aberrated(view, steps.deflection);
    return steps;
}

struct sky_apparent sky_apparent_sun(const struct sky_viewpoint *view)
{
    const struct sky_frame_body sun = {
        .pos_icrs_au = view->frame->sun.pos_icrs_au,
        .vel_icrs_au_per_day = view->frame->sun.vel_icrs_au_per_day,
    };
    struct departure from = departure(view, &sun);
    struct sky_vec dir = sky_vec_scaled(from.from_view_au, 1.0 / from.distance_au);
    return (struct sky_apparent){dir, sky_apparent_aberrated(view, dir), from.distance_au,
                                 from.light_days};
}

struct sky_vec sky_apparent_itrs(const struct sky_viewpoint *view, struct sky_vec dir_gcrs)
{
    const struct sky_frame *frame = view->frame;
    struct sky_vec cirs = sky_vec_rotated(&frame->gcrs_to_cirs, dir_gcrs);
    struct sky_vec tirs = {cirs.x * frame->cos_era + cirs.y * frame->sin_era,
                           cirs.y * frame->cos_era - cirs.x * frame->sin_era, cirs.z};
    return view->pole == SKY_APPARENT_TRUE_POLE ? itrs_of_tirs(&frame->spin, tirs) : tirs;
}

/* The acceleration of the observer by the pull of the Sun and the rotation of the Earth, a day, in
 * units of c. */
static struct sky_vec acceleration_c(const struct sky_viewpoint *view)
{
    const struct sky_frame *frame = view->frame;
    struct sky_vec diurnal_c = sky_vec_plus_scaled(view->vel_c, -1.0 / SKY_LIGHT_AU_PER_DAY,
                                                   frame->earth.vel_icrs_au_per_day);
    struct sky_vec axis = sky_vec_scaled(frame->gcrs_to_cirs.row[2], ROTATION_RAD_PER_DAY);
    double pull = SKY_SUN_GM_AU3_PER_DAY2 / (view->from_sun_au * view->from_sun_au);
    return sky_vec_plus_scaled(sky_vec_cross(axis, diurnal_c), -pull / SKY_LIGHT_AU_PER_DAY,
                               view->dir_from_sun);
}

struct sky_apparent_motion sky_apparent_motion(const struct sky_viewpoint *view, enum sky_body body,
                                               const struct sky_apparent *place)
{
    assert(view->frame->has >> body & 1u && place->light_days > 0.0);
    const struct sky_frame_body *moving = &view->frame->bodies[body];
    struct sky_vec vel = sky_vec_plus_scaled(moving->vel_icrs_au_per_day, -place->light_days,
                                             moving->acc_icrs_au_per_day2);
    if (view->frame->has_offset >> body & 1u) {
        struct sky_tdb then = {view->frame->tdb.days - place->light_days};
        vel = sky_vec_sum(vel, sky_ephem_offset_vel_au_per_day(body, then));
    }
    vel = sky_vec_scaled(vel, 1.0 / SKY_LIGHT_AU_PER_DAY);
    /* The body is seen at the departure of its light, which lags by the growing light time. */
    struct sky_vec dir = place->dir_astrometric_gcrs;
    double rate_c =
        sky_vec_dot(dir, sky_vec_difference(vel, view->vel_c)) / (1.0 + sky_vec_dot(dir, vel));
    struct sky_vec passing = sky_vec_difference(sky_vec_scaled(vel, 1.0 - rate_c), view->vel_c);
    struct sky_vec turning =
        sky_vec_scaled(sky_vec_plus_scaled(passing, -rate_c, dir), 1.0 / place->light_days);
    /* Aberration: the apparent direction is that of dir + v/c. */
    struct sky_vec seen = place->dir_apparent_gcrs;
    turning = sky_vec_sum(turning, acceleration_c(view));
    turning = sky_vec_plus_scaled(turning, -sky_vec_dot(turning, seen), seen);
    double length = 1.0 + sky_vec_dot(dir, view->vel_c);
    return (struct sky_apparent_motion){sky_vec_scaled(turning, 1.0 / (length * SKY_DAY_S)),
                                        rate_c * SKY_LIGHT_KM_PER_S};
}

struct sky_vec sky_apparent_itrs_rate(const struct sky_viewpoint *view, struct sky_vec dir_gcrs,
                                      struct sky_vec dir_gcrs_rad_per_s)
{
    struct sky_vec spun = sky_vec_cross(dir_gcrs, view->frame->gcrs_to_cirs.row[2]);
    return sky_apparent_itrs(
        view, sky_vec_plus_scaled(dir_gcrs_rad_per_s, ROTATION_RAD_PER_DAY / SKY_DAY_S, spun));
}
