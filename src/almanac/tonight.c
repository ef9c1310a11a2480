/* The night at a place. Dusks, rises and extremes come from sky/day, reasons from
 * almanac/visibility; here they are joined with curves, and written.
 */
#include "almanac/tonight.h"

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/provenance.h"
#include "almanac/time_columns.h"
#include "base/text.h"
#include "data/time_range.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/rise.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

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
        almanac_instant_report_search(&work->tonight->instant, &work->observer, SKY_BODY_SUN);
    enum base_err err =
        sky_day_night(&search, tonight->instant.when, &tonight->night, &work->fault);
    if (err != BASE_ERR_OK) return err;
    find_window(tonight);
    find_darkness(tonight);
    return BASE_ERR_OK;
}

/* The view of an instant with these bodies in it. */
static enum base_err look(struct work *work, struct sky_tt when, unsigned bodies,
                          struct sky_viewpoint *view)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    enum base_err err =
        almanac_positions_frame(work->store, work->cache, when, bodies, &work->fault);
    if (err == BASE_ERR_OK)
        *view =
            sky_apparent_viewpoint(&work->cache->frame, &work->observer, SKY_APPARENT_TRUE_POLE);
    return err;
}

static enum base_err find_moon(struct work *work)
{
    struct almanac_tonight *tonight = work->tonight;
    struct sky_viewpoint view;
    const struct sky_tt when = tonight->night.lowest.tt;
    enum base_err err = look(work, when, 1u << SKY_BODY_MOON, &view);
    if (err != BASE_ERR_OK) return err;
    const struct sky_observation moon = sky_observe(&view, SKY_BODY_MOON, &tonight->instant.air);
    tonight->moon_illuminated = moon.illuminated_fraction;
    tonight->moon_elongation_deg = moon.elongation_deg;
    return almanac_moon_phase_at(&work->store->sky, when, &tonight->phase, &work->fault);
}

static enum base_err sample(struct work *work, int i)
{
    assert(i >= 0 && i < ALMANAC_TONIGHT_SAMPLES_MAX);
    struct almanac_tonight *tonight = work->tonight;
    const struct sky_air *air = &tonight->instant.air;
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
    assert(until_us > from_us);
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

/* Makes an instant the best one if the body is graded better then. */
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

/* A body is highest in the glow of dusk or dawn, as many do, and may be seen better lower in a
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
    const struct sky_air *air = &work->tonight->instant.air;
    const enum sky_body which = body->day.body;
    struct sky_viewpoint view;
    enum base_err err = look(work, when, 1u << which | 1u << SKY_BODY_SUN, &view);
    if (err != BASE_ERR_OK) return err;
    body->best = when;
    body->seen = sky_observe(&view, which, air);
    *sight = (struct almanac_visibility_sight){
        .body = which,
        .skyline_deg = work->tonight->instant.request.horizon_deg,
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
        almanac_instant_report_search(&work->tonight->instant, &work->observer, which);
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
                                      struct almanac_tonight *tonight,
                                      struct almanac_problem *problem)
{
    almanac_instant_report_init(&tonight->instant, store, params);
    struct work work = {
        .store = store,
        .cache = cache,
        .observer = sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m),
        .bodies = almanac_instant_report_bodies(&tonight->instant),
        .tonight = tonight,
    };
    enum base_err err = compute(&work);
    if (err != BASE_ERR_OK)
        *problem = almanac_instant_report_out_of_range(&tonight->instant, &work.fault);
    return err;
}

/* ---- JSON ---- */

/* , "NAME": {"time": ..} or null */
static void append_event(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                         const char *name, bool has, const struct sky_rise_event *event)
{
    base_buf_append_format(out, ", \"%s\": ", name);
    if (!has) {
        base_buf_append_string(out, "null");
        return;
    }
    base_buf_append_string(out, "{");
    almanac_time_columns_append_member(out, clock, "time", event->tt, 0);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(out, "az_deg", format_document_turn(event->az_deg, 4), 4);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(out, "alt_true_deg", event->alt_true_deg, 4);
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
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
    base_buf_append_string(out, ", \"darkness\": ");
    if (!tonight->has_darkness) {
        base_buf_append_string(out, "null");
        return;
    }
    base_buf_append_string(out, "{");
    almanac_time_columns_append_member(out, clock, "from", tonight->dark_from, 0);
    base_buf_append_string(out, ", ");
    almanac_time_columns_append_member(out, clock, "until", tonight->dark_until, 0);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(
        out, "hours", (tonight->dark_until.days - tonight->dark_from.days) * 24.0, 2);
    base_buf_append_string(out, "}");
}

static void append_night(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
    const struct sky_day_night *night = &tonight->night;
    base_buf_append_string(out, ", \"night\": {");
    almanac_time_columns_append_member(out, clock, "from", night->from, 0);
    base_buf_append_string(out, ", ");
    almanac_time_columns_append_member(out, clock, "until", night->until, 0);
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
    almanac_provenance_append_number(out, "illuminated_fraction", tonight->moon_illuminated, 6);
    base_buf_append_format(out, ", \"phase\": \"%s\", ",
                           almanac_moon_phase_text(tonight->phase.name).at);
    almanac_provenance_append_number(out, "elongation_deg", tonight->moon_elongation_deg, 4);
    almanac_provenance_append_number_or_null(out, "age_days", tonight->phase.has_age,
                                             tonight->phase.age_days, 2);
    base_buf_append_string(out, "}");
}

/* ---- rows ---- */

enum { RISE, TRANSIT, SET, EVENTS };

/* A body as the writers read it. */
struct cells {
    struct base_text body, status, direction;
    struct cell_event {
        struct almanac_time_columns_instant time;
        double az_deg, alt_true_deg;
        char clock[8]; /* for people: the nearest minute, or the date, or a dash */
    } events[EVENTS];
    struct almanac_time_columns_instant best;
    char best_clock[8];
    double best_az_deg, best_alt_deg, magnitude, elongation_deg;
    bool has_magnitude;
    struct almanac_visibility_cells visibility;
    struct format_document_series curve;
};

#define AT(member) offsetof(struct cells, member)
#define VALUE(name, kind, in, member, decimals, ...)                                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), FORMAT_DOCUMENT_ALWAYS,   \
                           decimals, __VA_ARGS__)
#define EVENT(name, i)                                                                             \
    FORMAT_DOCUMENT_BEGIN(name, AT(events[i].time.has)),                                           \
        ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED, AT(events[i].time), ""),              \
        VALUE("az_deg", TURN, NESTED, events[i].az_deg, 4, "", "", "", ""),                        \
        VALUE("alt_true_deg", NUMBER, NESTED, events[i].alt_true_deg, 4, "", "", "", ""),          \
        FORMAT_DOCUMENT_END
#define TIMES(name, member, about)                                                                 \
    ALMANAC_TIME_COLUMNS(name, FORMAT_DOCUMENT_FLAT, AT(member), about)
#define MAGNITUDE                                                                                  \
    FORMAT_DOCUMENT_COLUMN("magnitude", NUMBER, FORMAT_DOCUMENT_BOTH, AT(magnitude),               \
                           AT(has_magnitude), 2, "mag", "phot.mag;em.opt.V", "",                   \
                           "V magnitude above the air, then; null outside the phase angles ever "  \
                           "observed")
#define ELONGATION(in)                                                                             \
    VALUE("elongation_deg", NUMBER, in, elongation_deg, 4, "deg", "pos.angDistance", "",           \
          "apparent angle from the Sun, then; east of it, in the evening, positive")

static const struct format_document_column COLUMNS[] = {
    VALUE("body", WORD, BOTH, body, -1, "", "meta.id;meta.main", "",
          "Sun, Moon or planet, in lower case"),
    VALUE("status", WORD, BOTH, status, -1, "", "meta.code", "",
          "rises, sets, both, or stays up or down while planets show"),
    EVENT("rise", RISE),
    EVENT("transit", TRANSIT),
    EVENT("set", SET),
    TIMES("rise", events[RISE].time, "when it rises"),
    TIMES("transit", events[TRANSIT].time,
          "when it crosses the meridian on the zenith's side of the pole"),
    TIMES("set", events[SET].time, "when it sets"),
    FORMAT_DOCUMENT_BEGIN("best", FORMAT_DOCUMENT_ALWAYS),
    ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED, AT(best), ""),
    VALUE("az_deg", TURN, NESTED, best_az_deg, 4, "", "", "", ""),
    VALUE("alt_deg", NUMBER, NESTED, best_alt_deg, 4, "", "", "", ""),
    VALUE("direction", WORD, NESTED, direction, -1, "", "", "", ""),
    FORMAT_DOCUMENT_END,
    TIMES("best", best, "when it is seen best"),
    VALUE("best_alt_deg", NUMBER, BOTH, best_alt_deg, 4, "deg", "pos.az.alt;meta.main", "",
          "apparent altitude then, lifted by the air"),
    VALUE("best_az_deg", TURN, BOTH, best_az_deg, 4, "deg", "pos.az.azi", "",
          "azimuth then, from north through east"),
    MAGNITUDE,
    ALMANAC_VISIBILITY_COLUMNS(AT(visibility)),
    ALMANAC_VISIBILITY_VALUES(AT(visibility)),
    VALUE("direction", WORD, FLAT, direction, -1, "", "meta.code;pos.az.azi", "",
          "the nearest of the 16 winds then"),
    ELONGATION(BOTH),
    VALUE("curve_alt_deg", SERIES, NESTED, curve, 2, "", "", "", ""),
};

static const struct format_text_table_column LAYOUT[] = {
    FORMAT_TEXT_TABLE_COLUMN("body", WORD, AT(body), -1, -9, 0),
    FORMAT_TEXT_TABLE_COLUMN("rise", CODE, AT(events[RISE].clock), -1, -5, 1),
    FORMAT_TEXT_TABLE_COLUMN("transit", CODE, AT(events[TRANSIT].clock), -1, -7, 2),
    FORMAT_TEXT_TABLE_COLUMN("set", CODE, AT(events[SET].clock), -1, -5, 1),
    FORMAT_TEXT_TABLE_COLUMN("best", CODE, AT(best_clock), -1, -5, 2),
    FORMAT_TEXT_TABLE_COLUMN("alt_deg", NUMBER, AT(best_alt_deg), 1, 7, 2),
    FORMAT_TEXT_TABLE_COLUMN("dir", WORD, AT(direction), -1, -3, 1),
    FORMAT_TEXT_TABLE_COLUMN_WITH("mag", NUMBER, AT(magnitude), AT(has_magnitude), 1, 6, 1, PRINTF),
    FORMAT_TEXT_TABLE_COLUMN("verdict", PROSE, AT(visibility.judged), -1, 0, 2),
};

static void write_clock(const struct almanac_time_columns_clock *clock, struct sky_tt from,
                        bool has, struct sky_tt when, char out[8])
{
    struct base_buf text = {.bytes = out, .room = 7, .max = 7};
    almanac_time_columns_append_column(&text, clock, from, has, when);
    out[text.used] = '\0';
}

static void fill_event(const struct almanac_time_columns_clock *clock, struct sky_tt from, bool has,
                       const struct sky_rise_event *event, struct cell_event *cell)
{
    almanac_time_columns_fill(&cell->time, clock, has, event->tt, 0);
    cell->az_deg = event->az_deg;
    cell->alt_true_deg = event->alt_true_deg;
    write_clock(clock, from, has, event->tt, cell->clock);
}

static void fill(const struct almanac_tonight *tonight, const struct almanac_tonight_body *body,
                 struct cells *cells)
{
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
    const struct sky_day *day = &body->day;
    const struct sky_observation *seen = &body->seen;
    cells->body = sky_body_info(day->body)->name;
    cells->status = sky_day_status_name(day->status);
    cells->direction = base_text_of(almanac_position_columns_direction(seen->az_deg));
    fill_event(clock, day->from, day->has_rise, &day->rise, &cells->events[RISE]);
    fill_event(clock, day->from, day->has_transit, &day->transit, &cells->events[TRANSIT]);
    fill_event(clock, day->from, day->has_set, &day->set, &cells->events[SET]);
    almanac_time_columns_fill(&cells->best, clock, true, body->best, 0);
    write_clock(clock, day->from, true, body->best, cells->best_clock);
    cells->best_az_deg = seen->az_deg;
    cells->best_alt_deg = seen->alt_deg;
    cells->has_magnitude = seen->has_magnitude;
    cells->magnitude = seen->magnitude;
    cells->elongation_deg = seen->elongation_deg;
    almanac_visibility_fill(&cells->visibility, clock, &body->verdict);
    cells->curve = (struct format_document_series){body->curve_alt_deg, tonight->samples};
}

/* ---- every format ---- */

static void append_text_line(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                             const char *name, struct sky_tt when)
{
    base_buf_append_format(out, "%-22s", name);
    almanac_time_columns_append_text(out, clock, when);
    base_buf_append_string(out, "\n");
}

static void append_text_night(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
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
    base_buf_append_string(out, "\n");
}

static void append_head(struct base_buf *out, const struct almanac_tonight *tonight)
{
    const struct almanac_observer_columns_place place =
        almanac_observer_columns_place_of(&tonight->instant.request);
    base_buf_append_string(out, "{");
    almanac_observer_columns_append_json(out, &place);
    append_night(out, tonight);
    append_moon(out, tonight);
    base_buf_append_string(out, ", \"bodies\": [\n");
}

static void append_curve(struct base_buf *out, const struct almanac_tonight *tonight)
{
    base_buf_append_string(out, "\n], \"curve\": {");
    almanac_time_columns_append_member(
        out, &tonight->instant.clock, "start",
        data_time_range_at(tonight->instant.clock.store, &tonight->curve, 0), 0);
    base_buf_append_format(out, ", \"step_s\": %d, \"count\": %d}", ALMANAC_TONIGHT_STEP_S,
                           tonight->samples);
}

static struct almanac_instant_report_bodies_of bodies_of(const struct almanac_tonight *tonight)
{
    struct almanac_instant_report_bodies_of of = {0, 0};
    for (int i = 0; i < tonight->count; i++) {
        of.bodies |= 1u << tonight->bodies[i].day.body;
        if (!tonight->bodies[i].seen.has_magnitude) of.faint |= 1u << tonight->bodies[i].day.body;
    }
    return of;
}

void almanac_tonight_append(struct base_buf *out, const struct almanac_tonight *tonight,
                            enum almanac_params_format format)
{
    struct format_rows rows = {.format = almanac_params_rows_format(format),
                               .layout = LAYOUT,
                               .layout_count = sizeof LAYOUT / sizeof *LAYOUT,
                               .between = ",\n"};
    const struct almanac_instant_report_document document = {
        "/api/v1/tonight", "tonight",
        "What can be seen in an observer's sky in a night, by PlanetTracker", bodies_of(tonight)};
    struct cells cells;
    rows.view = format_document_view_of(
        COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, format_rows_way(rows.format),
        almanac_time_columns_has_zone(&tonight->instant.clock) ? FORMAT_DOCUMENT_LOCAL : 0u);
    if (rows.format == FORMAT_ROWS_JSON) append_head(out, tonight);
    if (rows.format == FORMAT_ROWS_TEXT) append_text_night(out, tonight);
    if (rows.format == FORMAT_ROWS_VOTABLE)
        almanac_instant_report_open_votable(out, &tonight->instant, &document);
    format_rows_begin(out, &rows);
    for (int i = 0; i < tonight->count; i++) {
        const bool is_sun = tonight->bodies[i].day.body == SKY_BODY_SUN;
        if (is_sun && rows.format == FORMAT_ROWS_TEXT) continue; /* its times stand above */
        fill(tonight, &tonight->bodies[i], &cells);
        format_rows_append(out, &rows, &cells);
    }
    if (rows.format == FORMAT_ROWS_VOTABLE)
        almanac_instant_report_close_votable(out, &tonight->instant, &document);
    if (rows.format != FORMAT_ROWS_JSON) return;
    append_curve(out, tonight);
    almanac_instant_report_append_rest(out, &tonight->instant, &document);
    base_buf_append_string(out, "}\n");
}
