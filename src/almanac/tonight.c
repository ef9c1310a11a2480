/* The night at a place. Dusks, rises and extremes come from sky/day, reasons from almanac/visibility; here
 * they are joined with curves, and written.
 */
#include "almanac/tonight.h"

#include "data/time_range.h"
#include "data/time_text.h"
#include "format/json.h"

#define STEP_US (ALMANAC_TONIGHT_STEP_S * INT64_C(1000000))

/* ---- computing ---- */

/* One computation: what its steps share. */
struct work {
    const struct data_dataset *store;
    struct almanac_positions_frame *cache;
    struct sky_observer observer;
    unsigned bodies;
    struct almanac_tonight *tonight;
    struct sky_fault fault;
};

/* When planets show: from civil dusk to civil dawn, else from sunset to sunrise, else from noon to
 * noon. */
static void find_window(struct almanac_tonight *tonight)
{
    const struct sky_day_night *night = &tonight->night;
    const int civil = SKY_DAY_LEVEL_CIVIL, sun = SKY_DAY_LEVEL_SUN;
    const int level = night->levels[civil].has_dusk && night->levels[civil].has_dawn ? civil : sun;
    tonight->from = night->levels[level].has_dusk ? night->levels[level].dusk.tt : night->from;
    tonight->until = night->levels[level].has_dawn ? night->levels[level].dawn.tt : night->until;
}

static void find_darkness(struct almanac_tonight *tonight)
{
    const struct sky_day_night *night = &tonight->night;
    const int astronomical = SKY_DAY_LEVEL_ASTRONOMICAL, sun = SKY_DAY_LEVEL_SUN;
    tonight->sun = ALMANAC_TONIGHT_SUN_SETS;
    if (!night->levels[sun].has_dusk && !night->levels[sun].has_dawn)
        tonight->sun = night->levels[sun].is_above_at_lowest ? ALMANAC_TONIGHT_SUN_DOES_NOT_SET
                                                             : ALMANAC_TONIGHT_SUN_DOES_NOT_RISE;
    tonight->has_darkness = !night->levels[astronomical].is_above_at_lowest;
    tonight->dark_from =
        night->levels[astronomical].has_dusk ? night->levels[astronomical].dusk.tt : night->from;
    tonight->dark_until =
        night->levels[astronomical].has_dawn ? night->levels[astronomical].dawn.tt : night->until;
}

static enum base_err find_night(struct work *work)
{
    struct almanac_tonight *tonight = work->tonight;
    const struct sky_rise_search search =
        almanac_report_meta_search(&work->tonight->envelope, &work->observer, SKY_BODY_SUN);
    enum base_err err =
        sky_day_night(&search, tonight->envelope.when, &tonight->night, &work->fault);
    if (err != BASE_ERR_OK) return err;
    find_window(tonight);
    find_darkness(tonight);
    return BASE_ERR_OK;
}

/* The view of an instant with these bodies in it. */
static enum base_err look(struct work *work, struct sky_tt when, unsigned bodies,
                          struct sky_viewpoint *view)
{
    const struct sky_frame *frame;
    enum base_err err =
        almanac_positions_frame(work->store, work->cache, when, bodies, &frame, &work->fault);
    if (err == BASE_ERR_OK)
        *view = sky_apparent_viewpoint(frame, &work->observer, SKY_APPARENT_TRUE_POLE);
    return err;
}

static enum base_err find_moon(struct work *work)
{
    struct almanac_tonight *tonight = work->tonight;
    struct sky_viewpoint view;
    const struct sky_tt when = tonight->night.lowest.tt;
    enum base_err err = look(work, when, 1u << SKY_BODY_MOON, &view);
    if (err != BASE_ERR_OK) return err;
    const struct sky_observation moon = sky_observe(&view, SKY_BODY_MOON, &tonight->envelope.air);
    tonight->moon_illuminated = moon.illuminated_fraction;
    tonight->moon_elongation_deg = moon.elongation_deg;
    return almanac_moon_phase_at(&work->store->sky, when, &tonight->phase, &work->fault);
}

static enum base_err sample(struct work *work, int i)
{
    struct almanac_tonight *tonight = work->tonight;
    const struct sky_air *air = &tonight->envelope.air;
    const unsigned sun = 1u << SKY_BODY_SUN;
    struct sky_viewpoint view;
    enum base_err err =
        look(work, data_time_range_at(work->store, &tonight->curve, i), work->bodies | sun, &view);
    if (err != BASE_ERR_OK) return err;
    tonight->sun_alt_deg[i] = sky_observe_horizon(&view, SKY_BODY_SUN, air).alt_true_deg;
    int index = 0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (work->bodies >> body & 1u)
            tonight->bodies[index++].curve_alt_deg[i] =
                sky_observe_horizon(&view, body, air).alt_deg;
    return BASE_ERR_OK;
}

static enum base_err draw_curves(struct work *work)
{
    struct almanac_tonight *tonight = work->tonight;
    const int64_t from_us = data_time_text_posix_us(work->store, tonight->night.from);
    const int64_t until_us = data_time_text_posix_us(work->store, tonight->night.until);
    const int64_t start_us = from_us - ((from_us % STEP_US) + STEP_US) % STEP_US;
    const int64_t count = (until_us - start_us + STEP_US - 1) / STEP_US + 1;
    tonight->curve = (struct data_time_range){start_us, STEP_US, count};
    tonight->samples =
        (int)(count < ALMANAC_TONIGHT_SAMPLES_MAX ? count : ALMANAC_TONIGHT_SAMPLES_MAX);
    for (int i = 0; i < tonight->samples; i++) {
        enum base_err err = sample(work, i);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

/* Takes an instant for the best, when the body is graded better then. */
static void consider(struct almanac_tonight_body *body,
                     const struct almanac_visibility_sight *sight, struct sky_tt when)
{
    struct almanac_visibility verdict = almanac_visibility_now(sight);
    const bool is_better =
        verdict.grade > body->verdict.grade ||
        (verdict.grade == body->verdict.grade && verdict.alt_deg > body->verdict.alt_deg);
    if (!is_better) return;
    body->verdict = verdict;
    body->best = when;
}

/* A body stands highest in the glow of dusk or dawn, as many do, and may be seen better lower in a
 * darker sky. */
static void find_darker(const struct work *work, struct almanac_tonight_body *body,
                        struct almanac_visibility_sight sight)
{
    const struct almanac_tonight *tonight = work->tonight;
    for (int i = 0; i < tonight->samples; i++) {
        const struct sky_tt when = data_time_range_at(work->store, &tonight->curve, i);
        if (when.days < tonight->from.days || when.days > tonight->until.days) continue;
        sight.alt_deg = body->curve_alt_deg[i];
        sight.sun_alt_deg = tonight->sun_alt_deg[i];
        consider(body, &sight, when);
    }
}

/* The body at an instant, and the verdict of it. */
static enum base_err see(struct work *work, struct almanac_tonight_body *body, struct sky_tt when,
                         struct almanac_visibility_sight *sight)
{
    const struct sky_air *air = &work->tonight->envelope.air;
    const enum sky_body which = body->day.body;
    struct sky_viewpoint view;
    enum base_err err = look(work, when, 1u << which | 1u << SKY_BODY_SUN, &view);
    if (err != BASE_ERR_OK) return err;
    body->best = when;
    body->seen = sky_observe(&view, which, air);
    *sight = (struct almanac_visibility_sight){
        .body = which,
        .skyline_deg = work->tonight->envelope.request.horizon_deg,
        .alt_deg = body->seen.alt_deg,
        .sun_alt_deg = sky_observe_horizon(&view, SKY_BODY_SUN, air).alt_true_deg,
        .elongation_deg = body->seen.elongation_deg,
        .has_magnitude = body->seen.has_magnitude,
        .magnitude = body->seen.magnitude,
    };
    body->verdict = almanac_visibility_now(sight);
    return BASE_ERR_OK;
}

static enum base_err watch(struct work *work, struct almanac_tonight_body *body,
                           enum sky_body which)
{
    struct almanac_tonight *tonight = work->tonight;
    const struct sky_rise_search search =
        almanac_report_meta_search(&work->tonight->envelope, &work->observer, which);
    struct almanac_visibility_sight sight;
    struct sky_day whole;
    enum base_err err =
        sky_day_within(&search, tonight->from, tonight->until, &body->day, &work->fault);
    if (err == BASE_ERR_OK)
        err = sky_day_within(&search, tonight->night.from, tonight->night.until, &whole,
                             &work->fault);
    if (err == BASE_ERR_OK) err = see(work, body, body->day.highest.tt, &sight);
    if (err != BASE_ERR_OK) return err;
    const struct sky_tt highest = body->best;
    if (body->verdict.grade < ALMANAC_VISIBILITY_TELESCOPE) find_darker(work, body, sight);
    if (body->best.days != highest.days) err = see(work, body, body->best, &sight);
    if (err != BASE_ERR_OK) return err;
    body->verdict =
        almanac_visibility_tonight(&(struct almanac_visibility_night){.night = &tonight->night,
                                                                      .dark = &body->day,
                                                                      .whole = &whole,
                                                                      .best = body->verdict,
                                                                      .best_tt = body->best});
    return BASE_ERR_OK;
}

static enum base_err compute(struct work *work)
{
    struct almanac_tonight *tonight = work->tonight;
    enum base_err err = find_night(work);
    if (err == BASE_ERR_OK) err = find_moon(work);
    if (err == BASE_ERR_OK) err = draw_curves(work);
    tonight->count = 0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT && err == BASE_ERR_OK; body++)
        if (work->bodies >> body & 1u) err = watch(work, &tonight->bodies[tonight->count++], body);
    return err;
}

enum base_err almanac_tonight_compute(const struct data_dataset *store,
                                      struct almanac_positions_frame *cache,
                                      const struct almanac_params *params,
                                      const struct data_zone *zone, struct almanac_tonight *tonight,
                                      struct almanac_problem *problem)
{
    almanac_report_meta_init(&tonight->envelope, store, params, zone);
    struct work work = {
        .store = store,
        .cache = cache,
        .observer = sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m),
        .bodies = almanac_report_meta_bodies(&tonight->envelope),
        .tonight = tonight,
    };
    enum base_err err = compute(&work);
    if (err != BASE_ERR_OK)
        *problem = almanac_report_meta_out_of_range(&tonight->envelope, &work.fault);
    return err;
}

/* ---- JSON ---- */

/* , "NAME": {"time": ..} or null */
static void append_event(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                         const char *name, bool has, const struct sky_rise_event *event)
{
    base_buf_append_format(out, ", \"%s\": ", name);
    if (!has) {
        base_buf_append_string(out, "null");
        return;
    }
    base_buf_append_string(out, "{");
    almanac_report_parts_append_time(out, clock, "time", event->tt, 0);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "az_deg",
                                       format_document_turn(event->az_deg, 4), 4);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "alt_true_deg", event->alt_true_deg, 4);
    base_buf_append_string(out, "}");
}

static const char *sun_name(enum almanac_tonight_sun sun)
{
#define NAME(enumerator, text) text,
    static const char *const names[ALMANAC_TONIGHT_SUNS] = {ALMANAC_TONIGHT_SUN_LIST(NAME)};
#undef NAME
    return names[sun];
}

static void append_darkness(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_report_parts_clock *clock = &tonight->envelope.clock;
    base_buf_append_string(out, ", \"darkness\": ");
    if (!tonight->has_darkness) {
        base_buf_append_string(out, "null");
        return;
    }
    base_buf_append_string(out, "{");
    almanac_report_parts_append_time(out, clock, "from", tonight->dark_from, 0);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_time(out, clock, "until", tonight->dark_until, 0);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(
        out, "hours", (tonight->dark_until.days - tonight->dark_from.days) * 24.0, 2);
    base_buf_append_string(out, "}");
}

static void append_night(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_report_parts_clock *clock = &tonight->envelope.clock;
    const struct sky_day_night *night = &tonight->night;
    base_buf_append_string(out, ", \"night\": {");
    almanac_report_parts_append_time(out, clock, "from", night->from, 0);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_time(out, clock, "until", night->until, 0);
    for (int i = 0; i < SKY_DAY_LEVELS; i++)
        append_event(out, clock, sky_day_dusk_name((enum sky_day_level)i).at,
                     night->levels[i].has_dusk, &night->levels[i].dusk);
    append_event(out, clock, "lowest", true, &night->lowest);
    for (int i = SKY_DAY_LEVELS - 1; i >= 0; i--)
        append_event(out, clock, sky_day_dawn_name((enum sky_day_level)i).at,
                     night->levels[i].has_dawn, &night->levels[i].dawn);
    base_buf_append_format(out, ", \"sun\": \"%s\"", sun_name(tonight->sun));
    append_darkness(out, tonight);
    base_buf_append_string(out, "}");
}

static void append_moon(struct base_buf *out, const struct almanac_tonight *tonight)
{
    base_buf_append_string(out, ", \"moon\": {");
    almanac_report_parts_append_number(out, "illuminated_fraction", tonight->moon_illuminated, 6);
    base_buf_append_format(out, ", \"phase\": \"%s\", ",
                           almanac_moon_phase_text(tonight->phase.name).at);
    almanac_report_parts_append_number(out, "elongation_deg", tonight->moon_elongation_deg, 4);
    almanac_report_parts_append_maybe(out, "age_days", tonight->phase.has_age,
                                      tonight->phase.age_days, 2);
    base_buf_append_string(out, "}");
}

static void append_best(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                        const struct almanac_tonight_body *body)
{
    const struct sky_observation *seen = &body->seen;
    base_buf_append_string(out, ", \"best\": {");
    almanac_report_parts_append_time(out, clock, "time", body->best, 0);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "az_deg",
                                       format_document_turn(seen->az_deg, 4), 4);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "alt_deg", seen->alt_deg, 4);
    base_buf_append_format(out, ", \"direction\": \"%s\"}, ",
                           almanac_position_columns_direction(seen->az_deg));
    almanac_report_parts_append_number(out, "best_alt_deg", seen->alt_deg, 4);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "best_az_deg",
                                       format_document_turn(seen->az_deg, 4), 4);
}

static void append_curve(struct base_buf *out, const double *alt_deg, int samples)
{
    base_buf_append_string(out, ", \"curve_alt_deg\": [");
    for (int i = 0; i < samples; i++) {
        if (i > 0) base_buf_append(out, ", ", 2);
        format_json_append_number(out, alt_deg[i], 2);
    }
    base_buf_append_string(out, "]");
}

static void append_body(struct base_buf *out, const struct almanac_tonight *tonight,
                        const struct almanac_tonight_body *body)
{
    const struct almanac_report_parts_clock *clock = &tonight->envelope.clock;
    const struct sky_day *day = &body->day;
    const struct sky_observation *seen = &body->seen;
    base_buf_append_format(out, "{\"body\": \"%s\", \"status\": \"%s\"",
                           sky_body_info(day->body)->name.at, sky_day_status_name(day->status).at);
    append_event(out, clock, "rise", day->has_rise, &day->rise);
    append_event(out, clock, "transit", day->has_transit, &day->transit);
    append_event(out, clock, "set", day->has_set, &day->set);
    append_best(out, clock, body);
    almanac_report_parts_append_maybe(out, "magnitude", seen->has_magnitude, seen->magnitude, 2);
    base_buf_append_string(out, ", ");
    almanac_visibility_append_json(out, clock, &body->verdict);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "elongation_deg", seen->elongation_deg, 4);
    append_curve(out, body->curve_alt_deg, tonight->samples);
    base_buf_append_string(out, "}");
}

void almanac_tonight_append_json(struct base_buf *out, const struct almanac_tonight *tonight)
{
    unsigned bodies = 0, faint = 0;
    base_buf_append_string(out, "{");
    const struct almanac_report_parts_place place =
        almanac_report_parts_place_of(&tonight->envelope.request);
    almanac_report_parts_append_observer(out, &place);
    append_night(out, tonight);
    append_moon(out, tonight);
    base_buf_append_string(out, ", \"bodies\": [");
    for (int i = 0; i < tonight->count; i++) {
        base_buf_append_string(out, i == 0 ? "\n" : ",\n");
        append_body(out, tonight, &tonight->bodies[i]);
        bodies |= 1u << tonight->bodies[i].day.body;
        if (!tonight->bodies[i].seen.has_magnitude) faint |= 1u << tonight->bodies[i].day.body;
    }
    base_buf_append_string(out, "\n], \"curve\": {");
    almanac_report_parts_append_time(
        out, &tonight->envelope.clock, "start",
        data_time_range_at(tonight->envelope.clock.store, &tonight->curve, 0), 0);
    base_buf_append_format(out, ", \"step_s\": %d, \"count\": %d}", ALMANAC_TONIGHT_STEP_S,
                           tonight->samples);
    almanac_report_meta_append_rest(out, &tonight->envelope, "/api/v1/tonight", bodies, faint);
    base_buf_append_string(out, "}\n");
}

void almanac_tonight_append_ndjson(struct base_buf *out, const struct almanac_tonight *tonight)
{
    for (int i = 0; i < tonight->count; i++) {
        append_body(out, tonight, &tonight->bodies[i]);
        base_buf_append_string(out, "\n");
    }
}

/* ---- CSV ---- */

static void append_csv_header(struct base_buf *out, const struct almanac_report_parts_clock *clock)
{
    static const char *const times[] = {"rise", "transit", "set", "best"};
    base_buf_append_string(out, "body,status");
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        almanac_time_columns_append_csv_name(out, clock, times[i]);
    base_buf_append_string(out, ",best_alt_deg,best_az_deg,magnitude,verdict,reason,reason_code,"
                                "direction,elongation_deg\r\n");
}

static void append_csv_body(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                            const struct almanac_tonight_body *body)
{
    const struct sky_day *day = &body->day;
    const struct sky_observation *seen = &body->seen;
    base_buf_append_format(out, "%s,%s", sky_body_info(day->body)->name.at,
                           sky_day_status_name(day->status).at);
    almanac_time_columns_append_csv(out, clock, day->has_rise, day->rise.tt);
    almanac_time_columns_append_csv(out, clock, day->has_transit, day->transit.tt);
    almanac_time_columns_append_csv(out, clock, day->has_set, day->set.tt);
    almanac_time_columns_append_csv(out, clock, true, body->best);
    base_buf_append_string(out, ",");
    format_json_append_number(out, seen->alt_deg, 4);
    base_buf_append_string(out, ",");
    format_json_append_number(out, format_document_turn(seen->az_deg, 4), 4);
    base_buf_append_string(out, ",");
    if (seen->has_magnitude) format_json_append_number(out, seen->magnitude, 2);
    base_buf_append_format(out, ",%s,\"", almanac_visibility_grade_name(body->verdict.grade).at);
    almanac_visibility_append_reason(out, clock, &body->verdict);
    base_buf_append_format(out, "\",%s,%s,", almanac_visibility_code_name(body->verdict.code).at,
                           almanac_position_columns_direction(seen->az_deg));
    format_json_append_number(out, seen->elongation_deg, 4);
    base_buf_append_string(out, "\r\n");
}

void almanac_tonight_append_csv(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_report_parts_clock *clock = &tonight->envelope.clock;
    append_csv_header(out, clock);
    for (int i = 0; i < tonight->count; i++) append_csv_body(out, clock, &tonight->bodies[i]);
}

/* ---- text ---- */

static void append_text_line(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                             const char *name, struct sky_tt when)
{
    base_buf_append_format(out, "%-22s", name);
    almanac_time_columns_append_text(out, clock, when);
    base_buf_append_string(out, "\n");
}

static void append_text_night(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_report_parts_clock *clock = &tonight->envelope.clock;
    const struct sky_day_night *night = &tonight->night;
    for (int i = 0; i < SKY_DAY_LEVELS; i++)
        if (night->levels[i].has_dusk)
            append_text_line(out, clock, sky_day_dusk_name((enum sky_day_level)i).at,
                             night->levels[i].dusk.tt);
    for (int i = SKY_DAY_LEVELS - 1; i >= 0; i--)
        if (night->levels[i].has_dawn)
            append_text_line(out, clock, sky_day_dawn_name((enum sky_day_level)i).at,
                             night->levels[i].dawn.tt);
    if (!night->levels[SKY_DAY_LEVEL_SUN].has_dusk)
        base_buf_append_format(out, "the Sun does not %s\n",
                               night->levels[SKY_DAY_LEVEL_SUN].is_above_at_lowest ? "set"
                                                                                   : "rise");
    base_buf_append_format(out, "%-22s%s, %.0f %%\n", "moon",
                           almanac_moon_phase_text(tonight->phase.name).at,
                           100.0 * tonight->moon_illuminated);
}

static void append_text_body(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                             const struct almanac_tonight_body *body)
{
    const struct sky_day *day = &body->day;
    base_buf_append_format(out, "%-9s ", sky_body_info(day->body)->name.at);
    almanac_time_columns_append_column(out, clock, day->from, day->has_rise, day->rise.tt);
    base_buf_append_string(out, "  ");
    almanac_time_columns_append_column(out, clock, day->from, day->has_transit, day->transit.tt);
    base_buf_append_string(out, "   ");
    almanac_time_columns_append_column(out, clock, day->from, day->has_set, day->set.tt);
    base_buf_append_string(out, "  ");
    almanac_time_columns_append_column(out, clock, day->from, true, body->best);
    base_buf_append_format(out, "  %7.1f %-3s ", body->seen.alt_deg,
                           almanac_position_columns_direction(body->seen.az_deg));
    if (body->seen.has_magnitude)
        base_buf_append_format(out, "%6.1f", body->seen.magnitude);
    else
        base_buf_append_string(out, "     -");
    base_buf_append_format(out, "  %s: ", almanac_visibility_grade_name(body->verdict.grade).at);
    almanac_visibility_append_reason(out, clock, &body->verdict);
    base_buf_append_string(out, "\n");
}

void almanac_tonight_append_text(struct base_buf *out, const struct almanac_tonight *tonight)
{
    append_text_night(out, tonight);
    base_buf_append_string(
        out, "\nbody      rise   transit set    best   alt_deg dir    mag  verdict\n");
    for (int i = 0; i < tonight->count; i++) {
        const struct almanac_tonight_body *body = &tonight->bodies[i];
        if (body->day.body == SKY_BODY_SUN) continue; /* its times stand above */
        append_text_body(out, &tonight->envelope.clock, body);
    }
}
