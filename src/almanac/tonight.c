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
    const struct data_dataset *dataset;
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
    assert(tonight->from.days <= tonight->until.days);
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
    assert(!tonight->has_darkness || tonight->dark_from.days <= tonight->dark_until.days);
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
        almanac_positions_frame(work->dataset, work->cache, when, bodies, &work->fault);
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
    return almanac_moon_phase_at(&work->dataset->sky, when, &tonight->phase, &work->fault);
}

static enum base_err sample(struct work *work, int i)
{
    assert(i >= 0 && i < ALMANAC_TONIGHT_SAMPLES_MAX);
    struct almanac_tonight *tonight = work->tonight;
    const struct sky_air *air = &tonight->instant.air;
    const unsigned sun = 1u << SKY_BODY_SUN;
    struct sky_viewpoint view;
    enum base_err err = look(work, data_time_range_at(work->dataset, &tonight->curve, i),
                             work->bodies | sun, &view);
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
    const int64_t from_us = data_time_text_posix_us(work->dataset, tonight->night.from);
    const int64_t until_us = data_time_text_posix_us(work->dataset, tonight->night.until);
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
    assert(tonight->samples > 0 && tonight->samples <= ALMANAC_TONIGHT_SAMPLES_MAX);
    for (int i = 0; i < tonight->samples; i++) {
        const struct sky_tt when = data_time_range_at(work->dataset, &tonight->curve, i);
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

enum base_err almanac_tonight_compute(const struct data_dataset *dataset,
                                      struct almanac_positions_frame *cache,
                                      const struct almanac_params *params,
                                      struct almanac_tonight *tonight,
                                      struct almanac_problem *problem)
{
    almanac_instant_report_init(&tonight->instant, dataset, params);
    struct work work = {
        .dataset = dataset,
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

/* ---- rows ---- */

enum { RISE, TRANSIT, SET, EVENTS };

/* An event as the writers read it. */
struct cell_event {
    struct almanac_time_columns_instant time;
    double az_deg, alt_true_deg;
    char shown[ALMANAC_TIME_COLUMNS_TEXT_MAX]; /* for people */
};

/* A body as the writers read it. */
struct cells {
    struct base_text body, status, direction;
    struct cell_event events[EVENTS]; /* shown to the nearest minute, or as a date, or a dash */
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
#define EVENT(name, offset)                                                                        \
    FORMAT_DOCUMENT_BEGIN(name, (offset) + offsetof(struct cell_event, time.has)),                 \
        ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED,                                       \
                             (offset) + offsetof(struct cell_event, time), ""),                    \
        ANGLE_OF_EVENT("az_deg", TURN, (offset) + offsetof(struct cell_event, az_deg)),            \
        ANGLE_OF_EVENT("alt_true_deg", NUMBER,                                                     \
                       (offset) + offsetof(struct cell_event, alt_true_deg)),                      \
        FORMAT_DOCUMENT_END
#define ANGLE_OF_EVENT(name, kind, offset)                                                         \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_NESTED, offset, FORMAT_DOCUMENT_ALWAYS, 4,  \
                           "", "", "", "")
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
          "rises, sets, both, or stays up or down while planets can be seen"),
    EVENT("rise", AT(events[RISE])),
    EVENT("transit", AT(events[TRANSIT])),
    EVENT("set", AT(events[SET])),
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
          "the nearest of the 16 compass points then"),
    ELONGATION(BOTH),
    VALUE("curve_alt_deg", SERIES, NESTED, curve, 2, "", "", "", ""),
};

static const struct format_text_table_column LAYOUT[] = {
    FORMAT_TEXT_TABLE_COLUMN("body", WORD, AT(body), -1, -9, 0),
    FORMAT_TEXT_TABLE_COLUMN("rise", CODE, AT(events[RISE].shown), -1, -5, 1),
    FORMAT_TEXT_TABLE_COLUMN("transit", CODE, AT(events[TRANSIT].shown), -1, -7, 2),
    FORMAT_TEXT_TABLE_COLUMN("set", CODE, AT(events[SET].shown), -1, -5, 1),
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
    assert(!text.has_overflowed);
    out[text.used] = '\0';
}

static void fill_event(const struct almanac_time_columns_clock *clock, bool has,
                       const struct sky_rise_event *event, struct cell_event *cell)
{
    almanac_time_columns_fill(&cell->time, clock, has, event->tt, 0);
    cell->az_deg = event->az_deg;
    cell->alt_true_deg = event->alt_true_deg;
}

static void fill_events(const struct almanac_time_columns_clock *clock, const struct sky_day *day,
                        struct cell_event events[EVENTS])
{
    fill_event(clock, day->has_rise, &day->rise, &events[RISE]);
    fill_event(clock, day->has_transit, &day->transit, &events[TRANSIT]);
    fill_event(clock, day->has_set, &day->set, &events[SET]);
    write_clock(clock, day->from, day->has_rise, day->rise.tt, events[RISE].shown);
    write_clock(clock, day->from, day->has_transit, day->transit.tt, events[TRANSIT].shown);
    write_clock(clock, day->from, day->has_set, day->set.tt, events[SET].shown);
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
    fill_events(clock, day, cells->events);
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

/* ---- the fields of the whole night ---- */

/* The night as the writers read it. */
struct head {
    struct almanac_observer_columns observer;
    struct almanac_time_columns_instant from, until, dark_from, dark_until, start;
    struct cell_event dusks[SKY_DAY_LEVELS], dawns[SKY_DAY_LEVELS], lowest;
    struct base_text sun, sun_does_not, phase;
    bool has_darkness, has_age;
    double dark_hours, moon_illuminated, moon_percent, moon_elongation_deg, age_days;
    int step_s, samples;
};

#define HEAD_AT(member) offsetof(struct head, member)
#define FIELD(name, kind, member, decimals)                                                        \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_NESTED, HEAD_AT(member),                    \
                           FORMAT_DOCUMENT_ALWAYS, decimals, "", "", "", "")
#define FIELD_TIME(name, member)                                                                   \
    ALMANAC_TIME_COLUMNS(name, FORMAT_DOCUMENT_NESTED, HEAD_AT(member), "")
#define DUSK(level, dusk, dawn) EVENT(dusk, HEAD_AT(dusks[SKY_DAY_LEVEL_##level])),
#define DAWN(level, dusk, dawn) EVENT(dawn, HEAD_AT(dawns[SKY_DAY_LEVEL_##level])),

static const struct format_document_column HEAD[] = {
    ALMANAC_OBSERVER_COLUMNS(HEAD_AT(observer)),
    FORMAT_DOCUMENT_BEGIN("night", FORMAT_DOCUMENT_ALWAYS),
    FIELD_TIME("from", from),
    FIELD_TIME("until", until),
    SKY_DAY_LEVEL_LIST(DUSK) EVENT("lowest", HEAD_AT(lowest)),
    SKY_DAY_LEVEL_LIST_OF_DAWN(DAWN) FIELD("sun", WORD, sun, -1),
    FORMAT_DOCUMENT_BEGIN("darkness", HEAD_AT(has_darkness)),
    FIELD_TIME("from", dark_from),
    FIELD_TIME("until", dark_until),
    FIELD("hours", NUMBER, dark_hours, 2),
    FORMAT_DOCUMENT_END,
    FORMAT_DOCUMENT_END,
    FORMAT_DOCUMENT_BEGIN("moon", FORMAT_DOCUMENT_ALWAYS),
    FIELD("illuminated_fraction", NUMBER, moon_illuminated, 6),
    FIELD("phase", WORD, phase, -1),
    FIELD("elongation_deg", NUMBER, moon_elongation_deg, 4),
    FORMAT_DOCUMENT_COLUMN("age_days", NUMBER, FORMAT_DOCUMENT_NESTED, HEAD_AT(age_days),
                           HEAD_AT(has_age), 2, "", "", "", ""),
    FORMAT_DOCUMENT_END,
};
#undef DUSK
#undef DAWN

_Static_assert(sizeof HEAD / sizeof *HEAD <= FORMAT_DOCUMENT_COLUMNS_MAX, "a view holds all");

/* After the bodies: the instants of their curves. */
static const struct format_document_column CURVE[] = {
    FORMAT_DOCUMENT_BEGIN("curve", FORMAT_DOCUMENT_ALWAYS),
    FIELD_TIME("start", start),
    FIELD("step_s", WHOLE, step_s, -1),
    FIELD("count", WHOLE, samples, -1),
    FORMAT_DOCUMENT_END,
};

#define LINE(title, before, kind, member, has)                                                     \
    FORMAT_TEXT_TABLE_LINE(title, before, kind, HEAD_AT(member), has, -1, PRINTF, "")
#define DUSK(level, dusk, dawn)                                                                    \
    LINE(dusk, "", CODE, dusks[SKY_DAY_LEVEL_##level].shown,                                       \
         HEAD_AT(dusks[SKY_DAY_LEVEL_##level].time.has)),
#define DAWN(level, dusk, dawn)                                                                    \
    LINE(dawn, "", CODE, dawns[SKY_DAY_LEVEL_##level].shown,                                       \
         HEAD_AT(dawns[SKY_DAY_LEVEL_##level].time.has)),

static const struct format_text_table_value CARD[] = {
    SKY_DAY_LEVEL_LIST(DUSK) SKY_DAY_LEVEL_LIST_OF_DAWN(DAWN)
        LINE("", "the Sun does not ", WORD, sun_does_not, FORMAT_DOCUMENT_ALWAYS),
    LINE("moon", "", WORD, phase, FORMAT_DOCUMENT_ALWAYS),
    FORMAT_TEXT_TABLE_MORE(", ", NUMBER, HEAD_AT(moon_percent), 0, " %"),
};

static struct base_text sun_name(enum almanac_tonight_sun sun)
{
#define NAME(enumerator, text) {text, sizeof(text) - 1},
    static const struct base_text names[ALMANAC_TONIGHT_SUNS] = {ALMANAC_TONIGHT_SUN_LIST(NAME)};
#undef NAME
    assert((unsigned)sun < ALMANAC_TONIGHT_SUNS);
    assert((unsigned)sun < ALMANAC_TONIGHT_SUNS);
    return names[sun];
}

static void fill_sun_event(const struct almanac_time_columns_clock *clock, bool has,
                           const struct sky_rise_event *event, struct cell_event *cell)
{
    fill_event(clock, has, event, cell);
    if (has) almanac_time_columns_write_text(cell->shown, clock, event->tt);
}

static void fill_night(const struct almanac_tonight *tonight, struct head *head)
{
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
    const struct sky_day_night *night = &tonight->night;
    almanac_time_columns_fill(&head->from, clock, true, night->from, 0);
    almanac_time_columns_fill(&head->until, clock, true, night->until, 0);
    for (int i = 0; i < SKY_DAY_LEVELS; i++) {
        fill_sun_event(clock, night->levels[i].has_dusk, &night->levels[i].dusk, &head->dusks[i]);
        fill_sun_event(clock, night->levels[i].has_dawn, &night->levels[i].dawn, &head->dawns[i]);
    }
    fill_event(clock, true, &night->lowest, &head->lowest);
    head->sun = sun_name(tonight->sun);
    if (!night->levels[SKY_DAY_LEVEL_SUN].has_dusk)
        head->sun_does_not = night->levels[SKY_DAY_LEVEL_SUN].is_above_at_lowest
                                 ? BASE_TEXT("set")
                                 : BASE_TEXT("rise");
    head->has_darkness = tonight->has_darkness;
    almanac_time_columns_fill(&head->dark_from, clock, tonight->has_darkness, tonight->dark_from,
                              0);
    almanac_time_columns_fill(&head->dark_until, clock, tonight->has_darkness, tonight->dark_until,
                              0);
    head->dark_hours = (tonight->dark_until.days - tonight->dark_from.days) * 24.0;
}

static void fill_head(const struct almanac_tonight *tonight, struct head *head)
{
    assert(tonight->moon_illuminated >= 0.0 && tonight->moon_illuminated <= 1.0);
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
    *head = (struct head){
        .observer = almanac_instant_report_observer(&tonight->instant),
        .phase = almanac_moon_phase_text(tonight->phase.name),
        .has_age = tonight->phase.has_age,
        .age_days = tonight->phase.age_days,
        .moon_illuminated = tonight->moon_illuminated,
        .moon_percent = 100.0 * tonight->moon_illuminated,
        .moon_elongation_deg = tonight->moon_elongation_deg,
        .step_s = ALMANAC_TONIGHT_STEP_S,
        .samples = tonight->samples,
    };
    fill_night(tonight, head);
    almanac_time_columns_fill(&head->start, clock, true,
                              data_time_range_at(clock->dataset, &tonight->curve, 0), 0);
}

/* ---- the document ---- */

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
    assert(almanac_params_has_rows(format));
    struct head head;
    fill_head(tonight, &head);
    const struct almanac_instant_report_document document = {
        .path = "/api/v1/tonight",
        .name = "tonight",
        .about = "What can be seen in an observer's sky in a night, by PlanetTracker",
        .of = bodies_of(tonight),
        .before = {HEAD, sizeof HEAD / sizeof *HEAD, CARD, sizeof CARD / sizeof *CARD, &head},
        .after = {CURVE, sizeof CURVE / sizeof *CURVE, NULL, 0, &head},
        .columns = COLUMNS,
        .count = sizeof COLUMNS / sizeof *COLUMNS,
        .layout = LAYOUT,
        .layout_count = sizeof LAYOUT / sizeof *LAYOUT,
    };
    struct format_rows rows;
    struct cells cells;
    almanac_instant_report_begin(out, &tonight->instant, &document, format, &rows);
    for (int i = 0; i < tonight->count; i++) {
        const bool is_sun = tonight->bodies[i].day.body == SKY_BODY_SUN;
        if (is_sun && rows.format == FORMAT_ROWS_TEXT) continue; /* its times stand above */
        fill(tonight, &tonight->bodies[i], &cells);
        format_rows_append(out, &rows, &cells);
    }
    almanac_instant_report_end(out, &tonight->instant, &document, &rows);
}
