/* One position, cause by cause. Each direction is referred to the horizon with the orientation of
 * the Earth of its step, so that each step differs from the one before by its own cause alone.
 */
#include "sky/explain.h"

#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/* The orientation of the Earth without any cause: axis at the GCRS pole, UT1 = UTC, no polar
 * motion. */
static struct sky_frame plain_orientation(const struct sky_frame *frame, double ut1_utc_s)
{
    struct sky_frame plain = *frame;
    plain.gcrs_to_cirs = (struct sky_mat){{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
    double ut1_days = frame->tt.days + (frame->spin.ut1_minus_tt_s - ut1_utc_s) / SKY_DAY_S;
    plain.era_rad = sky_earth_orientation_era_rad((struct sky_ut1){ut1_days});
    plain.sin_era = sin(plain.era_rad);
    plain.cos_era = cos(plain.era_rad);
    plain.spin.xp_rad = plain.spin.yp_rad = 0.0;
    return plain;
}

static void set(struct sky_explain_step *step, const struct sky_viewpoint *view,
                const struct sky_frame *orientation, struct sky_vec dir_gcrs)
{
    struct sky_viewpoint on = *view;
    on.frame = orientation;
    struct sky_horizon horizon =
        sky_horizon_coordinates(view->observer, sky_apparent_itrs(&on, dir_gcrs));
    step->az_deg = horizon.az_rad * SKY_DEG_PER_RAD;
    step->alt_deg = horizon.alt_rad * SKY_DEG_PER_RAD;
}

static void name_and_subtract(struct sky_explain_step steps[SKY_EXPLAIN_COUNT])
{
#define CAUSE(name, text) [SKY_EXPLAIN_##name] = text,
    static const char *const causes[SKY_EXPLAIN_COUNT] = {SKY_EXPLAIN_LIST(CAUSE)};
#undef CAUSE
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++) {
        steps[i].cause = causes[i];
        double d_az_deg = i > 0 ? steps[i].az_deg - steps[i - 1].az_deg : 0.0;
        steps[i].d_az_arcsec = (d_az_deg - 360.0 * round(d_az_deg / 360.0)) * 3600.0;
        steps[i].d_alt_arcsec = i > 0 ? (steps[i].alt_deg - steps[i - 1].alt_deg) * 3600.0 : 0.0;
    }
}

void sky_explain_steps(const struct sky_viewpoint *view, enum sky_body body,
                       const struct sky_air *air, double ut1_utc_s,
                       struct sky_explain_step steps[SKY_EXPLAIN_COUNT])
{
    assert(view->observer != NULL && view->frame->has >> body & 1u);
    assert(fabs(ut1_utc_s) < SKY_DAY_S);
    const struct sky_apparent_steps way = sky_apparent_steps(view, body);
    struct sky_frame orientation = plain_orientation(view->frame, ut1_utc_s);
    set(&steps[SKY_EXPLAIN_GEOMETRIC], view, &orientation, way.geometric);
    set(&steps[SKY_EXPLAIN_LIGHT_TIME], view, &orientation, way.light_time);
    set(&steps[SKY_EXPLAIN_PARALLAX], view, &orientation, way.parallax);
    set(&steps[SKY_EXPLAIN_DEFLECTION], view, &orientation, way.deflection);
    set(&steps[SKY_EXPLAIN_ABERRATION], view, &orientation, way.aberration);
    orientation.gcrs_to_cirs = view->frame->gcrs_to_cirs;
    set(&steps[SKY_EXPLAIN_PRECESSION], view, &orientation, way.aberration);
    orientation.era_rad = view->frame->era_rad;
    orientation.sin_era = view->frame->sin_era;
    orientation.cos_era = view->frame->cos_era;
    set(&steps[SKY_EXPLAIN_EARTH_ROTATION], view, &orientation, way.aberration);
    set(&steps[SKY_EXPLAIN_POLAR_MOTION], view, view->frame, way.aberration);
    struct sky_explain_step last = steps[SKY_EXPLAIN_POLAR_MOTION];
    last.alt_deg += sky_refract_lift_deg(air, last.alt_deg);
    steps[SKY_EXPLAIN_REFRACTION] = last;
    name_and_subtract(steps);
}
