/* Rises and sets in the far future. The altitudes of a day lie between |lat + dec| - 90 and
 * 90 - |lat - dec|. While the horizon is outside of them by more than the declination can change,
 * the body neither rises nor sets.
 */
#include "sky/next_rise.h"

#include "sky/const.h"
#include "sky/event_function.h"

#include <assert.h>
#include <math.h>

/* The length of one search where an event may lie. */
static const double CHUNK_DAYS = 4.0;
/* Shorter spans are cheaper to search than to exclude. */
static const double QUIET_MIN_DAYS = 0.25;

/* How fast the declination of a body may change, and how far its limb as seen by the observer may
 * be from its centre as seen from the Earth's: parallax and radius. */
static const struct {
    double dec_deg_per_day, margin_deg;
} BODIES[SKY_BODY_COUNT] = {
    [SKY_BODY_SUN] = {0.45, 0.4},     [SKY_BODY_MOON] = {16.0, 1.5},
    [SKY_BODY_MERCURY] = {2.5, 0.1},  [SKY_BODY_VENUS] = {1.4, 0.1},
    [SKY_BODY_MARS] = {0.9, 0.1},     [SKY_BODY_JUPITER] = {0.3, 0.1},
    [SKY_BODY_SATURN] = {0.16, 0.1},  [SKY_BODY_URANUS] = {0.08, 0.1},
    [SKY_BODY_NEPTUNE] = {0.06, 0.1}, [SKY_BODY_PLUTO] = {0.06, 0.1},
};

/* For how many days after an instant a rise or a set is impossible; 0 when one may follow. */
static enum base_err quiet_days(const struct sky_rise_search *search, struct sky_tt when,
                                double *days, struct sky_fault *fault)
{
    struct sky_event_function_sample sample;
    assert(BODIES[search->body].dec_deg_per_day > 0.0); /* the body has a row */
    enum base_err err =
        sky_event_function_sample(search->context, when, 1u << search->body, &sample, fault);
    if (err != BASE_ERR_OK) return err;
    const double dec_deg = sample.bodies[search->body].dec_rad * SKY_DEG_PER_RAD;
    const double lat_deg = search->observer->lat_rad * SKY_DEG_PER_RAD;
    const double lowest_deg = fabs(lat_deg + dec_deg) - 90.0;
    const double highest_deg = 90.0 - fabs(lat_deg - dec_deg);
    const double horizon_deg = search->horizon.airless_deg;
    const double gap_deg =
        fmax(horizon_deg - highest_deg, lowest_deg - horizon_deg) - BODIES[search->body].margin_deg;
    *days = fmax(gap_deg, 0.0) / BODIES[search->body].dec_deg_per_day;
    return BASE_ERR_OK;
}

enum base_err sky_next_rise_after(const struct sky_rise_search *search, enum sky_rise_kind kind,
                                  struct sky_tt from, struct sky_rise_event *event,
                                  struct sky_fault *fault)
{
    assert(kind == SKY_RISE_UP || kind == SKY_RISE_DOWN);
    const double end_days = from.days + SKY_RISE_AHEAD_MAX_DAYS;
    struct sky_rise_search only = *search;
    only.wanted = 1u << kind;
    struct sky_tt at = from;
    double quiet;
    while (at.days < end_days) {
        enum base_err err = quiet_days(search, at, &quiet, fault);
        if (err != BASE_ERR_OK) return err;
        assert(quiet >= 0.0); /* time only moves on */
        if (quiet > QUIET_MIN_DAYS) {
            at.days += quiet;
            continue;
        }
        const struct sky_tt until = {fmin(at.days + CHUNK_DAYS, end_days)};
        struct sky_rise_sweep sweep;
        sky_rise_sweep(&sweep, &only, at, until);
        err = sky_rise_step(&sweep, event, fault);
        if (err != BASE_ERR_END) return err;
        at = until;
    }
    /* The days may have been skipped beyond the end of the ephemeris. */
    enum base_err err = quiet_days(search, (struct sky_tt){end_days}, &quiet, fault);
    return err == BASE_ERR_OK ? BASE_ERR_END : err;
}
