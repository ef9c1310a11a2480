/* From segments to barycentric states. A kernel ties bodies together in its own way: 301 to 399 to
 * 0 in ours, 301 to 3 to 0 and 399 to 3 to 0 in JPL's; the chain is followed whatever it is.
 */
#include "sky/ephem.h"

#include "sky/const.h"

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

/* One moon's pull on its planet: a sinusoid of the moon's period with slow changes, and its double.
 */
struct offset_term {
    enum sky_body body;
    double rate_deg_per_day;
    struct {
        double cos1_km, sin1_km, cos2_km, sin2_km, constant_km;
        struct {
            double cos1_km, sin1_km; /* per century to the power 1, 2, 3 */
        } drift[3];
    } axis[3];
};

static const struct offset_term OFFSET_TERMS[] = {
#include "gen/sky_offset_terms.h"
};

struct sky_vec sky_ephem_offset_au(enum sky_body body, struct sky_tdb when)
{
    double centuries = when.days / SKY_CENTURY_DAYS;
    double sum_km[3] = {0.0, 0.0, 0.0};
    for (size_t i = 0; i < sizeof OFFSET_TERMS / sizeof *OFFSET_TERMS; i++) {
        const struct offset_term *term = &OFFSET_TERMS[i];
        if (term->body != body) continue;
        double angle_rad = term->rate_deg_per_day * SKY_RAD_PER_DEG * when.days;
        double c1 = cos(angle_rad), s1 = sin(angle_rad);
        double c2 = c1 * c1 - s1 * s1, s2 = 2.0 * s1 * c1;
        for (int axis = 0; axis < 3; axis++) {
            double cos1_km = term->axis[axis].cos1_km, sin1_km = term->axis[axis].sin1_km;
            double power = 1.0;
            for (int m = 0; m < 3; m++) {
                power *= centuries;
                cos1_km += term->axis[axis].drift[m].cos1_km * power;
                sin1_km += term->axis[axis].drift[m].sin1_km * power;
            }
            sum_km[axis] += cos1_km * c1 + sin1_km * s1 + term->axis[axis].cos2_km * c2 +
                            term->axis[axis].sin2_km * s2 + term->axis[axis].constant_km;
        }
    }
    return sky_vec_scaled((struct sky_vec){sum_km[0], sum_km[1], sum_km[2]}, 1.0 / SKY_AU_KM);
}
