/* From segments to barycentric states. Kernels link bodies in different ways: 301 to 399 to 0 in
 * the embedded one, 301 to 3 to 0 and 399 to 3 to 0 in those of JPL. Any chain is followed.
 */
#include "sky/ephem.h"

#include "sky/const.h"
#include "sky/trig.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define FAR_AU          4000.0 /* farther from the barycentre than any of the bodies */
#define FAST_AU_PER_DAY 10.0   /* faster than any of them: 0.06 of light */
#define CHAIN_MAX       8 /* links; the longest of JPL have 3. Ends a chain that leads back to itself */

enum base_err sky_ephem_state(const struct sky_spk *spk, int naif_id, struct sky_tdb when,
                              const struct sky_state *earth, struct sky_state *state)
{
    struct sky_state sum = {0};
    int id = naif_id;
    for (int links = 0; id != 0; links++) {
        struct sky_state link;
        if (id == SKY_EPHEM_EARTH_ID && earth != NULL) {
            link = *earth;
            id = 0;
        } else {
            const struct sky_spk_segment *segment = sky_spk_find(spk, id, when);
            if (segment == NULL || links == CHAIN_MAX) return BASE_ERR_RANGE;
            link = sky_spk_state(segment, when);
            id = segment->centre;
        }
        sum.pos_icrs_au = sky_vec_sum(sum.pos_icrs_au, link.pos_icrs_au);
        sum.vel_icrs_au_per_day = sky_vec_sum(sum.vel_icrs_au_per_day, link.vel_icrs_au_per_day);
    }
    /* A damaged kernel may give anything, including NaN. */
    if (!(sky_vec_length(sum.pos_icrs_au) < FAR_AU) ||
        !(sky_vec_length(sum.vel_icrs_au_per_day) < FAST_AU_PER_DAY))
        return BASE_ERR_RANGE;
    *state = sum;
    return BASE_ERR_OK;
}

/* A covered span of time, if any. */
struct cover {
    bool has_any;
    double from_days, until_days;
};

/* The hull of the spans that the segments of an id cover. */
static struct cover hull(const struct sky_spk *spk, const struct cover *each, int naif_id)
{
    struct cover sum = {.has_any = naif_id == 0, -INFINITY, INFINITY};
    for (int i = 0; i < spk->count; i++) {
        if (spk->segments[i].target != naif_id || !each[i].has_any || naif_id == 0) continue;
        sum.from_days = sum.has_any ? fmin(sum.from_days, each[i].from_days) : each[i].from_days;
        sum.until_days =
            sum.has_any ? fmax(sum.until_days, each[i].until_days) : each[i].until_days;
        sum.has_any = true;
    }
    return sum;
}

/* The span in which the chain from an id to the barycentre is covered. Each segment is cut to the
 * span of its centre, as often as a chain may have links, so that circular chains end. */
static struct cover chain(const struct sky_spk *spk, int naif_id)
{
    struct cover each[SKY_SPK_SEGMENTS_MAX] = {0};
    for (int links = 0; links < CHAIN_MAX; links++)
        for (int i = 0; i < spk->count; i++) {
            const struct sky_spk_segment *segment = &spk->segments[i];
            struct cover centre = hull(spk, each, segment->centre);
            double from = fmax(segment->from_s / SKY_DAY_S, centre.from_days);
            double until = fmin(segment->until_s / SKY_DAY_S, centre.until_days);
            each[i] = (struct cover){centre.has_any && from < until, from, until};
        }
    return hull(spk, each, naif_id);
}

enum base_err sky_ephem_limits(const struct sky_spk *spk, int naif_id, struct sky_fault *fault)
{
    struct cover cover = chain(spk, naif_id);
    if (cover.has_any && naif_id != 0) {
        assert(cover.from_days < cover.until_days);
        fault->code = BASE_ERR_RANGE;
        fault->valid_from.days = cover.from_days;
        fault->valid_until.days = cover.until_days;
    } else {
        fault->code = BASE_ERR_MISSING;
    }
    return fault->code;
}

void sky_ephem_narrow(const struct sky_spk *spk, int naif_id, struct sky_fault *fault)
{
    struct cover cover = chain(spk, naif_id);
    if (fault->code != BASE_ERR_RANGE || !cover.has_any) return;
    fault->valid_from.days = fmax(fault->valid_from.days, cover.from_days);
    fault->valid_until.days = fmin(fault->valid_until.days, cover.until_days);
}

unsigned sky_ephem_bodies(const struct sky_spk *spk)
{
    unsigned bodies = 0;
    if (!chain(spk, SKY_EPHEM_EARTH_ID).has_any) return 0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const struct sky_body_info *info = sky_body_info(body);
        if (chain(spk, info->naif_id).has_any ||
            (info->barycentre_id != 0 && chain(spk, info->barycentre_id).has_any))
            bodies |= 1u << body;
    }
    return bodies;
}

enum base_err sky_ephem_body(const struct sky_ephem *ephem, enum sky_body body,
                             struct sky_ephem_body *found, struct sky_fault *fault)
{
    const struct sky_body_info *info = sky_body_info(body);
    const struct sky_spk *spk = ephem->spk;
    found->is_barycentre = false;
    if (sky_ephem_state(spk, info->naif_id, ephem->when, ephem->earth, &found->state) ==
        BASE_ERR_OK)
        return BASE_ERR_OK;
    found->is_barycentre = true;
    if (info->barycentre_id != 0 && sky_ephem_state(spk, info->barycentre_id, ephem->when,
                                                    ephem->earth, &found->state) == BASE_ERR_OK)
        return BASE_ERR_OK;
    fault->naif_id = info->naif_id;
    if (sky_ephem_limits(spk, info->naif_id, fault) == BASE_ERR_RANGE) return BASE_ERR_RANGE;
    return sky_ephem_limits(spk, info->barycentre_id, fault);
}

/* The pull of up to four moons on their planet, one in each lane: sinusoids with the period of the
 * moon, whose amplitudes change slowly, and with half of it. */
struct offset_model {
    enum sky_body body;
    sky_trig_lanes rate_turns_per_day;
    struct {
        sky_trig_lanes cos1_km[4], sin1_km[4]; /* per century to the power 0, 1, 2, 3 */
        sky_trig_lanes cos2_km, sin2_km;
        double constant_km;
    } axis[3];
};

static const struct offset_model OFFSET_MODELS[] = {
#include "gen/sky_offset_terms.h"
};

/* The slow changes are polynomials fitted to a century on either side, and are not extrapolated. */
static double drift_centuries(struct sky_tdb when)
{
    return fmin(fmax(when.days / SKY_CENTURY_DAYS, -1.0), 1.0);
}

static struct sky_vec offset_km(const struct offset_model *model, struct sky_tdb when)
{
    const double t = drift_centuries(when);
    sky_trig_lanes turns = model->rate_turns_per_day * when.days, s1, c1;
    sky_trig_circle(&turns, &s1, &c1);
    sky_trig_lanes c2 = c1 * c1 - s1 * s1, s2 = 2.0 * s1 * c1;
    double km[3];
    for (int i = 0; i < 3; i++) {
        const sky_trig_lanes *c = model->axis[i].cos1_km, *s = model->axis[i].sin1_km;
        sky_trig_lanes sum = (c[0] + t * (c[1] + t * (c[2] + t * c[3]))) * c1 +
                             (s[0] + t * (s[1] + t * (s[2] + t * s[3]))) * s1 +
                             model->axis[i].cos2_km * c2 + model->axis[i].sin2_km * s2;
        km[i] = sky_trig_total(&sum) + model->axis[i].constant_km;
    }
    return (struct sky_vec){km[0], km[1], km[2]};
}

static struct sky_vec offset_vel_km_per_day(const struct offset_model *model, struct sky_tdb when)
{
    const double t = drift_centuries(when);
    sky_trig_lanes turns = model->rate_turns_per_day * when.days, s1, c1;
    sky_trig_circle(&turns, &s1, &c1);
    sky_trig_lanes c2 = c1 * c1 - s1 * s1, s2 = 2.0 * s1 * c1;
    double km[3];
    for (int i = 0; i < 3; i++) {
        const sky_trig_lanes *c = model->axis[i].cos1_km, *s = model->axis[i].sin1_km;
        sky_trig_lanes rate = (s[0] + t * (s[1] + t * (s[2] + t * s[3]))) * c1 -
                              (c[0] + t * (c[1] + t * (c[2] + t * c[3]))) * s1 +
                              2.0 * (model->axis[i].sin2_km * c2 - model->axis[i].cos2_km * s2);
        rate *= model->rate_turns_per_day * SKY_TWO_PI;
        km[i] = sky_trig_total(&rate);
    }
    return (struct sky_vec){km[0], km[1], km[2]};
}

static const struct offset_model *offset_model(enum sky_body body)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    for (size_t i = 0; i < sizeof OFFSET_MODELS / sizeof *OFFSET_MODELS; i++)
        if (OFFSET_MODELS[i].body == body) return &OFFSET_MODELS[i];
    return NULL;
}

struct sky_vec sky_ephem_offset_au(enum sky_body body, struct sky_tdb when)
{
    const struct offset_model *model = offset_model(body);
    if (model == NULL) return (struct sky_vec){0.0, 0.0, 0.0};
    return sky_vec_scaled(offset_km(model, when), 1.0 / SKY_AU_KM);
}

struct sky_vec sky_ephem_offset_vel_au_per_day(enum sky_body body, struct sky_tdb when)
{
    const struct offset_model *model = offset_model(body);
    if (model == NULL) return (struct sky_vec){0.0, 0.0, 0.0};
    return sky_vec_scaled(offset_vel_km_per_day(model, when), 1.0 / SKY_AU_KM);
}
