/* Positions of several bodies. Every answer can be requested again: links.self holds the instant,
 * and the instant computed for is the one that is written.
 */
#include "almanac/positions.h"

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/provenance.h"
#include "almanac/self_link.h"
#include "base/num.h"
#include "base/text.h"
#include "base/version.h"
#include "data/time_text.h"
#include "format/json.h"
#include "format/votable.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/uncertainty.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum base_err almanac_positions_frame(const struct data_dataset *dataset,
                                      struct almanac_positions_frame *cache, struct sky_tt when,
                                      unsigned bodies, struct sky_fault *fault)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    if (!cache->has_frame || cache->frame.tt.days != when.days) {
        cache->has_frame = cache->has_common = false;
        enum base_err err = sky_frame_init(&dataset->sky, when, &cache->frame, fault);
        if (err != BASE_ERR_OK) return err;
        cache->has_frame = true;
    }
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        enum base_err err = sky_frame_add(&dataset->sky, body, &cache->frame, fault);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

/* ---- the request --------------------------------------------------------------------------- */

static enum base_err conflict(enum almanac_params_name name, const char *note,
                              struct almanac_problem *problem)
{
    *problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT,
                                        .parameter = almanac_params_rows()[name].name,
                                        .note = note};
    return BASE_ERR_FORMAT;
}

static enum base_err missing(enum almanac_params_name name, const char *note,
                             struct almanac_problem *problem)
{
    *problem = almanac_params_missing(name);
    problem->note = note;
    return BASE_ERR_FORMAT;
}

#define P(name) ALMANAC_PARAMS_BIT(name)
#define RANGE   (P(START) | P(STOP) | P(DAYS) | P(STEP) | P(COUNT))

/* Whether two of end, step and count are given: the third follows. */
static enum base_err check_division(const struct almanac_params *r, struct almanac_problem *problem)
{
    const bool has_end = (r->given & (P(STOP) | P(DAYS))) != 0;
    const bool has_step = almanac_params_has(r, ALMANAC_PARAMS_STEP);
    const bool has_count = almanac_params_has(r, ALMANAC_PARAMS_COUNT);
    if (has_end && has_step && has_count)
        return conflict(ALMANAC_PARAMS_COUNT,
                        "is redundant: step and the end of the range determine it", problem);
    if (!has_end && has_step && !has_count)
        return missing(ALMANAC_PARAMS_STOP, "a range needs stop, days or count", problem);
    if (!has_step && !has_count)
        return missing(ALMANAC_PARAMS_STEP, "a range needs step or count", problem);
    if (!has_end && !has_step && r->count > 1) return missing(ALMANAC_PARAMS_STEP, NULL, problem);
    return BASE_ERR_OK;
}

/* Which parameters are given, whatever their values. */
static enum base_err check_given(const struct almanac_params *r, struct almanac_problem *problem)
{
    if (!almanac_params_has(r, ALMANAC_PARAMS_START))
        return missing(ALMANAC_PARAMS_START, NULL, problem);
    if (almanac_params_has(r, ALMANAC_PARAMS_TIME))
        return conflict(ALMANAC_PARAMS_TIME, "is given together with start, which begins a range",
                        problem);
    if ((r->given & P(STOP)) && (r->given & P(DAYS)))
        return conflict(ALMANAC_PARAMS_DAYS, "and stop both end the range", problem);
    return check_division(r, problem);
}

static int64_t length_us(const struct data_dataset *dataset, const struct almanac_params *r)
{
    struct sky_tt stop = r->stop.when;
    if (almanac_params_has(r, ALMANAC_PARAMS_DAYS))
        stop.days = r->start.when.days + r->days;
    else if (!almanac_params_has(r, ALMANAC_PARAMS_STOP))
        return 0;
    return data_time_text_posix_us(dataset, stop) - data_time_text_posix_us(dataset, r->start.when);
}

enum base_err almanac_positions_check_range(const struct data_dataset *dataset,
                                            const struct almanac_params *params,
                                            uint64_t unreadable, struct almanac_problem *problem)
{
    if ((params->given & RANGE) == 0) return BASE_ERR_OK;
    assert(unreadable >> ALMANAC_PARAMS_TOTAL == 0);
    enum base_err err = check_given(params, problem);
    if (err != BASE_ERR_OK || (unreadable & RANGE) != 0 || length_us(dataset, params) >= 0)
        return err;
    *problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
                                        .parameter = BASE_TEXT("stop"),
                                        .got = params->stop.text,
                                        .expected = BASE_TEXT("an instant not before start")};
    return BASE_ERR_FORMAT;
}

static enum base_err read_range(struct almanac_positions *p, struct almanac_problem *problem)
{
    const struct almanac_params *r = &p->request;
    const bool has_step = almanac_params_has(r, ALMANAC_PARAMS_STEP);
    const bool has_count = almanac_params_has(r, ALMANAC_PARAMS_COUNT);
    p->is_range = (r->given & RANGE) != 0;
    p->range = (struct data_time_range){.count = 1};
    enum base_err err = almanac_positions_check_range(p->dataset, r, 0, problem);
    if (err != BASE_ERR_OK || !p->is_range) return err;
    const int64_t whole_us = length_us(p->dataset, r);
    assert(whole_us >= 0 && (has_count || r->step_us > 0));
    p->range.start_us = data_time_text_posix_us(p->dataset, r->start.when);
    p->range.count = has_count ? r->count : whole_us / r->step_us + 1;
    p->range.step_us = has_step ? r->step_us : r->count > 1 ? whole_us / (r->count - 1) : 0;
    return BASE_ERR_OK;
}

#undef RANGE
#undef P

/* The problem of an instant without an answer, with the parameter that named it. */
static struct almanac_problem out_of_range(const struct almanac_positions *p,
                                           const struct sky_fault *fault, bool is_last)
{
    const struct almanac_params *r = &p->request;
    struct base_text text = is_last ? r->stop.text : p->is_range ? r->start.text : r->time.text;
    struct almanac_problem problem = almanac_params_out_of_range(
        p->dataset, fault, p->is_range || text.length > 0 ? text : BASE_TEXT("now"));
    if (p->is_range && problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE)
        problem.parameter = !is_last                                     ? BASE_TEXT("start")
                            : almanac_params_has(r, ALMANAC_PARAMS_STOP) ? BASE_TEXT("stop")
                            : almanac_params_has(r, ALMANAC_PARAMS_DAYS) ? BASE_TEXT("days")
                                                                         : BASE_TEXT("count");
    return problem;
}

/* ---- instants ------------------------------------------------------------------------------ */

/* The instant to the microsecond, and its text: reading the text gives the same instant again. */
static void round_instant(const struct almanac_positions *p, struct sky_tt when)
{
    struct almanac_positions_frame *cache = p->cache;
    struct base_buf text = {
        .bytes = cache->time, .room = sizeof cache->time - 1, .max = sizeof cache->time - 1};
    if (cache->has_instant && cache->asked.days == when.days) return;
    cache->asked = cache->when = when;
    data_time_text_append(&text, p->dataset, when, 6);
    cache->time[text.used] = '\0';
    if (!p->is_range) { /* those of a range are whole microseconds already */
        bool is_now;
        struct base_fault fault;
        struct sky_tt again;
        if (data_time_text_parse(p->dataset, (struct base_text){cache->time, text.used}, &again,
                                 &is_now, &fault) == BASE_ERR_OK)
            cache->when = again;
    }
    cache->ut1_utc_s =
        sky_civil_ut1_utc_s(&p->dataset->sky.leaps, &p->dataset->sky.orient, cache->when);
    cache->has_instant = true;
}

static void write_times(struct almanac_positions *p, struct sky_tt when)
{
    struct base_buf local = {
        .bytes = p->time_local, .room = sizeof p->time_local - 1, .max = sizeof p->time_local - 1};
    round_instant(p, when);
    p->when = p->cache->when;
    memcpy(p->time, p->cache->time, sizeof p->time);
    if (p->request.zone != NULL)
        data_time_text_append_local(&local, p->dataset, p->request.zone, p->when);
    p->time_local[local.used] = '\0';
}

/* Fills a present row except for its times. */
static void look_at(const struct almanac_positions *p, const struct sky_viewpoint *view,
                    enum sky_body body, struct almanac_position_columns_row *row)
{
    row->observer = (struct base_text){NULL, 0};
    row->body = body;
    row->seen = p->shape.is_of_the_horizon
                    ? sky_observe_horizon(view, body, &p->air)
                    : sky_observe_common(view, body, &p->air, &p->cache->common);
    almanac_position_columns_complete(row);
}

static void fill_uncertainties(struct almanac_positions *p, const struct sky_viewpoint *view)
{
    assert(p->count <= SKY_BODY_COUNT && p->shape.has_uncertainty);
    const struct almanac_params *r = &p->request;
    const bool has_weather = almanac_params_has(r, ALMANAC_PARAMS_PRESSURE) &&
                             almanac_params_has(r, ALMANAC_PARAMS_TEMPERATURE);
    const struct sky_uncertainty_case made = sky_uncertainty_case_of(
        &p->dataset->sky.orient, p->when, p->dataset->kernel,
        has_weather ? SKY_UNCERTAINTY_AIR_MEASURED : SKY_UNCERTAINTY_AIR_STANDARD);
    for (int i = 0; i < p->count; i++) {
        p->rows[i].uncertainty =
            sky_uncertainty_of(&made, view, p->rows[i].body, &p->air, &p->rows[i].seen);
        almanac_position_columns_complete_uncertainty(&p->rows[i]);
    }
}

/* One thread counts, others read. */
static void count_rows(_Atomic uint64_t *rows, uint64_t more)
{
    const uint64_t before = atomic_load_explicit(rows, memory_order_relaxed);
    atomic_store_explicit(rows, before + more, memory_order_relaxed);
}

enum base_err almanac_positions_observe(struct almanac_positions *p, struct sky_tt when,
                                        struct sky_fault *fault)
{
    const unsigned bodies = p->request.bodies;
    write_times(p, when);
    enum base_err err = almanac_positions_frame(p->dataset, p->cache, p->when, bodies, fault);
    if (err != BASE_ERR_OK) return err;
    const struct sky_frame *frame = &p->cache->frame;
    p->spin = frame->spin;
    p->count = 0;
    if (!p->shape.is_of_the_horizon && !p->cache->has_common) {
        sky_common_init(frame, &p->cache->common);
        p->cache->has_common = true;
    }
    struct sky_viewpoint view = sky_apparent_viewpoint(frame, &p->observer, SKY_APPARENT_TRUE_POLE);
    const struct base_text time = base_text_of(p->time), local = base_text_of(p->time_local);
    const struct base_text shown = local.length > 0 ? local : time;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        struct almanac_position_columns_row *row = &p->rows[p->count++];
        look_at(p, &view, body, row);
        row->time = time;
        row->time_local = local;
        row->time_shown = shown;
        if (!p->shape.is_of_the_horizon && !row->seen.has_magnitude) p->faint |= 1u << body;
    }
    if (p->shape.has_uncertainty) fill_uncertainties(p, &view);
    if (p->cache->rows != NULL) count_rows(p->cache->rows, (uint64_t)p->count);
    return BASE_ERR_OK;
}

static struct sky_tt instant(const struct almanac_positions *p, int64_t index)
{
    assert(!p->is_range || (index >= 0 && index < p->range.count));
    if (p->is_range) return data_time_range_at(p->dataset, &p->range, index);
    const struct almanac_params *r = &p->request;
    return almanac_params_has(r, ALMANAC_PARAMS_TIME) && !r->time.is_now
               ? r->time.when
               : data_time_text_now(p->dataset, 1000);
}

enum base_err almanac_positions_open(const struct data_dataset *dataset,
                                     struct almanac_positions_frame *cache,
                                     const struct almanac_params *params,
                                     struct almanac_positions *p, struct almanac_problem *problem)
{
    assert(fabs(params->lat_deg) <= 90.0 && params->bodies >> SKY_BODY_COUNT == 0);
    p->dataset = dataset;
    p->cache = cache;
    p->request = *params;
    if (!almanac_params_has(params, ALMANAC_PARAMS_BODIES))
        p->request.bodies = SKY_BODY_PLANETS & dataset->bodies;
    p->shape = almanac_position_columns_shape(params->fields, params->zone != NULL, false);
    p->observer = sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    p->air = almanac_params_air(params);
    p->index = 1;
    p->faint = 0;
    enum base_err err = read_range(p, problem);
    if (err != BASE_ERR_OK) return err;
    struct sky_fault fault;
    err = almanac_positions_observe(p, instant(p, 0), &fault);
    if (err != BASE_ERR_OK) {
        *problem = out_of_range(p, &fault, false);
        return err;
    }
    p->ut1_utc_s = cache->ut1_utc_s;
    if (!p->is_range) return BASE_ERR_OK;
    err = almanac_positions_frame(dataset, cache, instant(p, p->range.count - 1), p->request.bodies,
                                  &fault);
    if (err != BASE_ERR_OK) *problem = out_of_range(p, &fault, true);
    return err;
}

/* ---- the document -------------------------------------------------------------------------- */

static void append_warnings(struct almanac_provenance_warnings *warnings, const void *document)
{
    const struct almanac_positions *p = document;
    if (p->spin.source == SKY_EARTH_ORIENTATION_HELD)
        almanac_provenance_warn(
            warnings, "ut1-held", NULL,
            "After the end of the table of the Earth's rotation its last UT1-UTC is held: azimuths "
            "may be off by 15 arcsec for each second that UT1-UTC has changed since.");
    if (p->spin.source == SKY_EARTH_ORIENTATION_MODEL)
        almanac_provenance_warn(
            warnings, "delta-t-model", NULL,
            "The Earth's rotation was not measured at that time: Delta T comes from a model, "
            "and its error dominates the uncertainty.");
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (p->faint >> body & 1u)
            almanac_provenance_warn(warnings, "magnitude-unknown", sky_body_info(body)->name.at,
                                    "Its brightness has never been measured at this phase angle.");
}

static void append_meta(struct base_buf *out, const void *document)
{
    const struct almanac_positions *p = document;
    base_buf_append_string(out, "\"source\": ");
    format_json_append_string(out, base_text_of(p->dataset->source));
    base_buf_append_string(out, ", \"time_scale\": \"UTC\", ");
    almanac_provenance_append_number(out, "ut1_utc_s", p->ut1_utc_s, 6);
    base_buf_append_string(out, ", \"ut1_source\": \"");
    base_buf_append_string(out, almanac_provenance_ut1_source(p->spin.source));
    base_buf_append_string(out, "\", ");
    almanac_provenance_append_horizontal(out, &p->air);
    base_buf_append_string(out, ", \"version\": \"" BASE_VERSION "\"");
}

static void append_shortest(struct base_buf *out, const char *name, double value)
{
    base_buf_append_string(out, name);
    char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
    if (at != NULL) out->used += base_num_shortest(at, value);
}

static void append_fields(struct base_buf *out, uint64_t fields)
{
    struct base_text names[64];
    const char *before = "&fields=";
    almanac_position_columns_columns(names);
    for (uint64_t rest = fields; rest != 0; rest &= rest - 1) {
        base_buf_append_string(out, before);
        base_buf_append_text(out, names[__builtin_ctzll(rest)]);
        before = ",";
    }
}

/* The instants of a link, and what else is not a number of the place. */
static void append_self_rest(struct base_buf *out, const struct almanac_positions *p)
{
    const struct almanac_params *r = &p->request;
    if (almanac_params_has(r, ALMANAC_PARAMS_REFRACTION))
        base_buf_append_format(out, "&refraction=%s", almanac_provenance_refraction(p->air.model));
    if (r->zone != NULL) almanac_self_link_append_zone(out, "&tz", r->zone);
    if (r->fields != 0) append_fields(out, r->fields);
    if (!p->is_range) {
        base_buf_append_string(out, "&time=");
        base_buf_append_string(out, p->time);
        return;
    }
    base_buf_append_string(out, "&start=");
    data_time_text_append(out, p->dataset, data_time_range_at(p->dataset, &p->range, 0), 6);
    base_buf_append_format(out, "&count=%lld", (long long)p->range.count);
    if (p->range.step_us > 0) /* of microseconds no less: exact */
        append_shortest(out, "&step=", (double)p->range.step_us / 1e6),
            base_buf_append_string(out, "s");
}

/* The same request again, its instant and its defaults written out: a link. */
static void append_self(struct base_buf *out, const void *document)
{
    const struct almanac_positions *p = document;
    const struct almanac_params *r = &p->request;
    const char *between = "";
    base_buf_append_string(out, "/api/v1/positions?bodies=");
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(r->bodies >> body & 1u)) continue;
        base_buf_append_string(out, between);
        base_buf_append_text(out, sky_body_info(body)->name);
        between = ",";
    }
    append_shortest(out, "&lat=", r->lat_deg);
    append_shortest(out, "&lon=", r->lon_deg);
    if (almanac_params_has(r, ALMANAC_PARAMS_ELEVATION))
        append_shortest(out, "&elevation=", r->elevation_m);
    if (almanac_params_has(r, ALMANAC_PARAMS_PRESSURE))
        append_shortest(out, "&pressure=", r->pressure_hpa);
    if (almanac_params_has(r, ALMANAC_PARAMS_TEMPERATURE))
        append_shortest(out, "&temperature=", r->temp_c);
    append_self_rest(out, p);
}

static struct almanac_provenance provenance(const struct almanac_positions *p)
{
    return (struct almanac_provenance){
        .document = p,
        .append_warnings = append_warnings,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = p->request.base_path,
        .about = "Positions of bodies of the solar system in an observer's sky, by PlanetTracker",
        .name = "positions",
        .source = p->dataset->source,
        .ut1_source = almanac_provenance_ut1_source(p->spin.source),
    };
}

/* ---- piece by piece ------------------------------------------------------------------------ */

static void append_head(struct base_buf *out, struct almanac_positions *p,
                        enum almanac_params_format format)
{
    assert(almanac_params_has_rows(format));
    struct almanac_observer_columns observer =
        almanac_observer_columns_in_air(almanac_observer_columns_place_of(&p->request), &p->air);
    observer.ut1_utc_s = p->ut1_utc_s;
    observer.has_ut1 = true;
    p->written.format = almanac_params_rows_format(format);
    p->written.between = p->is_range ? ",\n" : ", ";
    p->written.has_rows = false;
    p->written.layout = NULL;
    almanac_position_columns_view(&p->shape, format_rows_way(p->written.format), &p->written.view);
    if (p->request.fields == 0) {
        p->written.layout = almanac_position_columns_brief;
        p->written.layout_count = ALMANAC_POSITION_COLUMNS_BRIEF_COUNT;
    }
    if (format == ALMANAC_PARAMS_VOTABLE) {
        const struct almanac_provenance around = provenance(p);
        almanac_provenance_open_votable(out, &around);
    }
    if (format == ALMANAC_PARAMS_JSON) base_buf_append_string(out, "{");
    almanac_observer_columns_append(out, p->written.format, &observer);
    format_rows_begin(out, &p->written);
    if (format != ALMANAC_PARAMS_JSON) return;
    base_buf_append_string(out, p->is_range ? ", \"positions\": [\n" : ", \"positions\": [");
}

static void append_tail(struct base_buf *out, const struct almanac_positions *p,
                        enum almanac_params_format format)
{
    const struct almanac_provenance around = provenance(p);
    if (format == ALMANAC_PARAMS_VOTABLE) almanac_provenance_close_votable(out, &around);
    if (format != ALMANAC_PARAMS_JSON) return;
    base_buf_append_string(out, p->is_range ? "\n], " : "], ");
    almanac_provenance_append_json(out, &around);
    base_buf_append_string(out, "}\n");
}

enum base_err almanac_positions_append(struct almanac_positions *p,
                                       enum almanac_params_format format, struct base_buf *out,
                                       size_t enough_bytes, struct sky_fault *fault)
{
    assert(p->index >= 1 && p->index <= p->range.count);
    if (p->index == 1) append_head(out, p, format);
    for (;;) {
        for (int i = 0; i < p->count; i++) format_rows_append(out, &p->written, &p->rows[i]);
        if (p->index >= p->range.count) break;
        enum base_err err = almanac_positions_observe(p, instant(p, p->index), fault);
        if (err != BASE_ERR_OK) {
            if (format == ALMANAC_PARAMS_VOTABLE) format_votable_break_off(out, base_err_text(err));
            return err;
        }
        p->index++;
        if (out->used >= enough_bytes || out->has_overflowed) return BASE_ERR_OK;
    }
    append_tail(out, p, format);
    return BASE_ERR_END;
}
