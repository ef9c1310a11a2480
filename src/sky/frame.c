/* The frame of an instant: time scales, orientation of the Earth, the Earth, the Sun, and bodies on
 * request. It does not depend on an observer.
 */
#include "sky/frame.h"

#include "sky/cip.h"
#include "sky/const.h"
#include "sky/precession.h"
#include "sky/trig.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define NEAR_AU 0.01 /* two solar radii: less than the distance of the Earth from the Sun */

/* Rows of the matrix from GCRS to CIRS. Source: IERS Conventions 2010, eq. 5.10 (the form without
 * angles), followed by the rotation by -s about the pole. */
static struct sky_mat cirs_matrix(struct sky_cip cip)
{
    double x = cip.x, y = cip.y, r2 = x * x + y * y;
    assert(r2 < 1.0); /* the pole of the Earth stays far from the equator of the GCRS */
    double a = 1.0 / (1.0 + sqrt(1.0 - r2));
    struct sky_vec first = {1.0 - a * x * x, -a * x * y, -x};
    struct sky_vec second = {-a * x * y, 1.0 - a * y * y, -y};
    /* For a century around 2000 s is below 1e-6, so that the next terms vanish. */
    double s = cip.s_rad, c = 1.0 - 0.5 * s * s;
    if (fabs(s) > 1e-6) {
        c = cos(cip.s_rad);
        s = sin(cip.s_rad);
    }
    return (struct sky_mat){{
        sky_vec_plus_scaled(sky_vec_scaled(first, c), -s, second),
        sky_vec_plus_scaled(sky_vec_scaled(second, c), s, first),
        {x, y, 1.0 - a * r2},
    }};
}

static enum base_err pole(const struct sky_context *context, struct sky_frame *frame,
                          struct sky_fault *fault)
{
    struct sky_cip cip;
    enum base_err err = sky_earth_orientation_pole(&context->orient, frame->tt, &cip);
    if (err != BASE_ERR_OK) {
        *fault = (struct sky_fault){
            err, SKY_EPHEM_EARTH_ID, {-SKY_PRECESSION_MAX_DAYS}, {SKY_PRECESSION_MAX_DAYS}};
        sky_ephem_narrow(&context->spk, SKY_EPHEM_EARTH_ID, fault);
        return err;
    }
    frame->eo_rad = cip.eo_rad;
    frame->gcrs_to_cirs = cirs_matrix(cip);
    return BASE_ERR_OK;
}

/* The limits of any frame: it needs the Earth, the Sun and the pole. */
static enum base_err narrowed(const struct sky_context *context, enum base_err err,
                              struct sky_fault *fault)
{
    sky_ephem_narrow(&context->spk, SKY_EPHEM_EARTH_ID, fault);
    sky_ephem_narrow(&context->spk, sky_body_info(SKY_BODY_SUN)->naif_id, fault);
    if (err == BASE_ERR_RANGE) {
        fault->valid_from.days = fmax(fault->valid_from.days, -SKY_PRECESSION_MAX_DAYS);
        fault->valid_until.days = fmin(fault->valid_until.days, SKY_PRECESSION_MAX_DAYS);
    }
    return err;
}

static enum base_err earth(const struct sky_context *context, struct sky_frame *frame,
                           struct sky_fault *fault)
{
    enum base_err err =
        sky_ephem_state(&context->spk, SKY_EPHEM_EARTH_ID, frame->tdb, NULL, &frame->earth);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    fault->naif_id = SKY_EPHEM_EARTH_ID;
    err = sky_ephem_limits(&context->spk, SKY_EPHEM_EARTH_ID, fault);
    return narrowed(context, err, fault);
}

static enum base_err sun(const struct sky_context *context, struct sky_frame *frame,
                         struct sky_fault *fault)
{
    const struct sky_ephem ephem = {&context->spk, frame->tdb, NULL};
    struct sky_ephem_body found;
    enum base_err err = sky_ephem_body(&ephem, SKY_BODY_SUN, &found, fault);
    if (err != BASE_ERR_OK) return err;
    frame->sun = found.state;
    double apart_au =
        sky_vec_length(sky_vec_difference(frame->earth.pos_icrs_au, frame->sun.pos_icrs_au));
    if (apart_au >= NEAR_AU) return BASE_ERR_OK;
    fault->naif_id = SKY_EPHEM_EARTH_ID; /* such as in a kernel of zeros */
    return fault->code = BASE_ERR_MISSING;
}

void sky_frame_turn(const struct sky_earth_orientation *orient, struct sky_frame *frame)
{
    frame->spin = sky_earth_orientation_spin(orient, frame->tt);
    struct sky_ut1 ut1 = {frame->tt.days + frame->spin.ut1_minus_tt_s / SKY_DAY_S};
    frame->era_rad = sky_earth_orientation_era_rad(ut1);
    sky_trig_lanes turns = {frame->era_rad / SKY_TWO_PI, 0.0, 0.0, 0.0}, sine, cosine;
    sky_trig_circle(&turns, &sine, &cosine);
    frame->sin_era = sine[0];
    frame->cos_era = cosine[0];
    assert(frame->era_rad >= 0.0 && frame->era_rad < SKY_TWO_PI);
}

enum base_err sky_frame_init(const struct sky_context *context, struct sky_tt when,
                             struct sky_frame *frame, struct sky_fault *fault)
{
    frame->tt = when;
    frame->tdb = sky_time_tdb(when);
    frame->has = frame->has_offset = 0;
    enum base_err err = earth(context, frame, fault);
    if (err != BASE_ERR_OK) return err;
    err = pole(context, frame, fault);
    if (err != BASE_ERR_OK) return err;
    err = sun(context, frame, fault);
    if (err != BASE_ERR_OK) return narrowed(context, err, fault);
    sky_frame_turn(&context->orient, frame);
    return BASE_ERR_OK;
}

/* The pull of the Sun, for the second order of the light time; other bodies change it by less than
 * 1e-3. */
static struct sky_vec acceleration(const struct sky_frame *frame, enum sky_body body,
                                   struct sky_vec pos)
{
    struct sky_vec none = {0.0, 0.0, 0.0};
    if (body == SKY_BODY_SUN || body == SKY_BODY_MOON) return none;
    struct sky_vec from_sun = sky_vec_difference(pos, frame->sun.pos_icrs_au);
    double r2 = sky_vec_dot(from_sun, from_sun);
    return sky_vec_scaled(from_sun, -SKY_SUN_GM_AU3_PER_DAY2 / (r2 * sqrt(r2)));
}

enum base_err sky_frame_add(const struct sky_context *context, enum sky_body body,
                            struct sky_frame *frame, struct sky_fault *fault)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    assert(frame->has >> SKY_BODY_COUNT == 0);
    if (frame->has >> body & 1u) return BASE_ERR_OK;
    struct sky_ephem_body found = {frame->sun, false};
    if (body != SKY_BODY_SUN) {
        const struct sky_ephem ephem = {&context->spk, frame->tdb, &frame->earth};
        enum base_err err = sky_ephem_body(&ephem, body, &found, fault);
        if (err != BASE_ERR_OK) return narrowed(context, err, fault);
    }
    struct sky_vec pos = found.state.pos_icrs_au;
    struct sky_vec acc = acceleration(frame, body, pos);
    if (found.is_barycentre) {
        /* The moons turn by degrees within the light time: the offset is that of the departure. */
        double light_days = sky_vec_length(sky_vec_difference(pos, frame->earth.pos_icrs_au)) *
                            SKY_LIGHT_DAYS_PER_AU;
        struct sky_tdb then = {frame->tdb.days - light_days};
        pos = sky_vec_sum(pos, sky_ephem_offset_au(body, then));
    }
    frame->bodies[body] = (struct sky_frame_body){pos, found.state.vel_icrs_au_per_day, acc};
    frame->has |= 1u << body;
    frame->has_offset |= (unsigned)found.is_barycentre << body;
    return BASE_ERR_OK;
}

enum base_err sky_frame_of(const struct sky_context *context, struct sky_tt when, unsigned bodies,
                           struct sky_frame *frame, struct sky_fault *fault)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    enum base_err err = sky_frame_init(context, when, frame, fault);
    for (enum sky_body body = 0; err == BASE_ERR_OK && bodies >> body != 0; body++)
        if (bodies >> body & 1u) err = sky_frame_add(context, body, frame, fault);
    return err;
}
