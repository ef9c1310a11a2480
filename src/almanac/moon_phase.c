/* The Moon's phase. A lunation is 29.27 to 29.83 days; the age comes from the new moon itself. */
#include "almanac/moon_phase.h"

#include "sky/const.h"
#include "sky/event_function.h"

#include <assert.h>
#include <math.h>

static const struct sky_event_function MOON_FROM_SUN = {SKY_EVENT_FUNCTION_LONGITUDE, SKY_BODY_MOON,
                                                        SKY_BODY_SUN};
static const double MEAN_RATE_RAD_PER_DAY = 2.0 * SKY_PI / 29.530589;
static const double NEAR_DEG = 6.1;
/* The Moon's rate strays by 15 % from its mean, so each step leaves less than a fifth. */
#define STEPS_MAX        16
#define NEW_MOON_IS_NEAR 1e-6 /* days, 0.1 s */

struct base_text almanac_moon_phase_text(enum almanac_moon_phase_name name)
{
#define NAME(enumerator, text) {text, sizeof(text) - 1},
    static const struct base_text names[ALMANAC_MOON_PHASES] = {ALMANAC_MOON_PHASE_LIST(NAME)};
#undef NAME
    assert((unsigned)name < ALMANAC_MOON_PHASES);
    return names[name];
}

static enum base_err lead_at(const struct sky_context *context, struct sky_tt when,
                             double *lead_rad, struct sky_fault *fault)
{
    struct sky_event_function_sample sample;
    enum base_err err = sky_event_function_sample(
        context, when, sky_event_function_bodies(&MOON_FROM_SUN), &sample, fault);
    if (err == BASE_ERR_OK) *lead_rad = sky_event_function_value(&MOON_FROM_SUN, &sample);
    return err;
}

static enum almanac_moon_phase_name name_of(double lead_deg)
{
    assert(lead_deg >= 0.0 && lead_deg < 360.0);
    const int quarter = (int)(lead_deg / 90.0 + 0.5); /* the nearest of 0, 90, 180, 270, 360 */
    if (fabs(lead_deg - 90.0 * quarter) < NEAR_DEG)
        return (enum almanac_moon_phase_name)(2 * quarter % 8);
    return (enum almanac_moon_phase_name)(2 * (int)(lead_deg / 90.0) + 1);
}

static void find_age(const struct sky_context *context, struct sky_tt when, double lead_rad,
                     struct almanac_moon_phase *phase)
{
    assert(lead_rad >= 0.0); /* so the new moon was before, not after */
    struct sky_fault fault;
    struct sky_tt new_moon = when;
    for (int i = 0; i < STEPS_MAX; i++) {
        const double step_days = lead_rad / MEAN_RATE_RAD_PER_DAY;
        new_moon.days -= step_days;
        if (fabs(step_days) < NEW_MOON_IS_NEAR) break;
        if (lead_at(context, new_moon, &lead_rad, &fault) != BASE_ERR_OK) return;
    }
    phase->has_age = true;
    phase->age_days = fmax(when.days - new_moon.days, 0.0);
}

enum base_err almanac_moon_phase_at(const struct sky_context *context, struct sky_tt when,
                                    struct almanac_moon_phase *phase, struct sky_fault *fault)
{
    double lead_rad;
    enum base_err err = lead_at(context, when, &lead_rad, fault);
    if (err != BASE_ERR_OK) return err;
    if (lead_rad < 0.0) lead_rad += 2.0 * SKY_PI;
    const double lead_deg = fmin(lead_rad * SKY_DEG_PER_RAD, 359.9999999);
    *phase = (struct almanac_moon_phase){.name = name_of(lead_deg), .lead_deg = lead_deg};
    find_age(context, when, lead_rad, phase);
    return BASE_ERR_OK;
}
