/* From segments to barycentric states. A kernel ties bodies together in its own way: 301 to 399 to
 * 0 in ours, 301 to 3 to 0 and 399 to 3 to 0 in JPL's; the chain is followed whatever it is.
 */
#include "sky/ephem.h"

#include "sky/const.h"
#include "sky/trig.h"

#define CHAIN_MAX 8 /* links; JPL's longest have 3. Ends a chain that runs in circles */

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
    *state = sum;
    return BASE_ERR_OK;
}

enum base_err sky_ephem_limits(const struct sky_spk *spk, int naif_id, struct sky_fault *fault)
{
    fault->code = BASE_ERR_MISSING;
    for (int i = 0; i < spk->count; i++) {
        const struct sky_spk_segment *segment = &spk->segments[i];
        if (segment->target != naif_id) continue;
        double from = segment->from_s / SKY_DAY_S, until = segment->until_s / SKY_DAY_S;
        bool is_first = fault->code == BASE_ERR_MISSING;
        if (is_first || from < fault->valid_from.days) fault->valid_from.days = from;
        if (is_first || until > fault->valid_until.days) fault->valid_until.days = until;
        fault->code = BASE_ERR_RANGE;
    }
    return fault->code;
}

enum base_err sky_ephem_body(const struct sky_spk *spk, enum sky_body body, struct sky_tdb when,
                             const struct sky_state *earth, struct sky_state *state,
                             bool *is_barycentre, struct sky_fault *fault)
{
    const struct sky_body_info *info = sky_body_info(body);
    *is_barycentre = false;
    if (sky_ephem_state(spk, info->naif_id, when, earth, state) == BASE_ERR_OK) return BASE_ERR_OK;
    *is_barycentre = true;
    if (info->barycentre_id != 0 &&
        sky_ephem_state(spk, info->barycentre_id, when, earth, state) == BASE_ERR_OK)
        return BASE_ERR_OK;
    fault->naif_id = info->naif_id;
    if (sky_ephem_limits(spk, info->naif_id, fault) == BASE_ERR_RANGE) return BASE_ERR_RANGE;
    return sky_ephem_limits(spk, info->barycentre_id, fault);
}

/* The pull of up to four moons on their planet, one a lane: sinusoids of each moon's period with
 * slow changes, and of its double. */
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

static struct sky_vec offset_km(const struct offset_model *model, struct sky_tdb when)
{
    const double t = when.days / SKY_CENTURY_DAYS;
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
    const double t = when.days / SKY_CENTURY_DAYS;
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
