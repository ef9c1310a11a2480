/* From parameters to a request of almanac/events_report or a query of almanac/day_table. */
#include "almanac/events_document.h"

#include "almanac/day_table.h"
#include "almanac/events_merge.h"
#include "almanac/events_report.h"
#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/time_text.h"
#include "data/zone.h"
#include "format/votable.h"
#include "sky/ephem.h"
#include "sky/rise.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* An answer in progress, with a zone of its own, because the thread's zones are shared. */
struct events {
    struct data_zone zone;
    enum almanac_params_format format;
    struct almanac_events_report *report; /* or */
    struct almanac_day_table_query query;
    struct almanac_day_table days;
};

static void free_events(void *state)
{
    struct events *e = state;
    almanac_events_report_close(e->report);
    data_zone_close(&e->zone);
    free(e);
}

static struct events *create(const struct almanac_request *ask)
{
    const struct data_zone *zone = ask->params.zone;
    struct events *e = calloc(1, sizeof *e);
    if (e == NULL) return NULL;
    e->format = ask->format;
    if (zone == NULL || data_zone_open(NULL, base_text_of(zone->name), &e->zone) == BASE_ERR_OK)
        return e;
    free(e);
    return NULL;
}

static void add_internal(struct almanac_request *ask)
{
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
    almanac_request_add(ask, &problem);
}

static void add_fault(struct almanac_workspace *work, struct almanac_request *ask,
                      enum base_err err, const struct sky_fault *fault)
{
    if (err == BASE_ERR_MEMORY) {
        add_internal(ask);
        return;
    }
    struct almanac_problem problem =
        almanac_params_out_of_range(work->dataset, fault, (struct base_text){NULL, 0});
    if (problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE) problem.parameter = BASE_TEXT("start");
    almanac_request_add(ask, &problem);
}

static bool has_place(const struct almanac_params *p)
{
    return almanac_params_has(p, ALMANAC_PARAMS_LAT) && almanac_params_has(p, ALMANAC_PARAMS_LON);
}

#define COORDINATES (ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON))

/* Adds that a place is missing when neither lat, lon nor place is given. */
static void require_place(struct almanac_request *ask, const char *note)
{
    if ((ask->params.given & (COORDINATES | ALMANAC_PARAMS_BIT(PLACE))) != 0) return;
    struct almanac_problem problem = almanac_params_missing(ALMANAC_PARAMS_LAT);
    problem.note = note;
    almanac_request_add(ask, &problem);
    problem = almanac_params_missing(ALMANAC_PARAMS_LON);
    almanac_request_add(ask, &problem);
}

static struct sky_tt start_of(const struct almanac_workspace *work, const struct almanac_params *p)
{
    const bool is_now = !almanac_params_has(p, ALMANAC_PARAMS_START) || p->start.is_now;
    return is_now ? data_time_text_now(work->dataset, 1000) : p->start.when;
}

static unsigned bodies_of(const struct almanac_workspace *work, const struct almanac_params *p)
{
    return almanac_params_has(p, ALMANAC_PARAMS_BODIES) ? p->bodies : work->dataset->bodies;
}

static bool is_of_days(const struct almanac_params *p)
{
    return base_text_equals(p->types, BASE_TEXT("day"));
}

/* Adds a problem for each unknown type; if there is none, for the types as a whole. */
static void check_types(struct almanac_request *ask)
{
    struct almanac_events_merge_query query = {0};
    struct almanac_problem whole, problem;
    struct base_text rest = ask->params.types;
    if (almanac_events_report_types(rest, &query, &whole) == BASE_ERR_OK) {
        if (almanac_events_merge_needs_place(&query))
            require_place(ask, "these types of events need a place");
        return;
    }
    const int before = ask->problem_count;
    while (rest.length > 0) {
        struct almanac_events_merge_query alone = {0};
        struct base_text type = base_text_cut(&rest, ',');
        if (almanac_events_report_types(type, &alone, &problem) == BASE_ERR_OK) continue;
        if (base_text_equals(type, BASE_TEXT("day")))
            problem.note = "it cannot be combined with other types";
        almanac_request_add(ask, &problem);
    }
    if (ask->problem_count == before) almanac_request_add(ask, &whole);
    assert(ask->problem_count > 0);
}

/* What whole days cannot be had without, or with. */
static void check_days(struct almanac_request *ask)
{
    require_place(ask, "types=day needs a place");
    if (ask->format != ALMANAC_PARAMS_ICS) return;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_NOT_ACCEPTABLE,
                                            .parameter = BASE_TEXT("format"),
                                            .got = BASE_TEXT("ics"),
                                            .expected = BASE_TEXT("types=rise,set for a calendar")};
    almanac_request_add(ask, &problem);
}

void almanac_events_document_check(const struct data_dataset *dataset, struct almanac_request *ask)
{
    (void)dataset;
    const struct almanac_params *p = &ask->params;
    struct almanac_problem problem;
    if ((p->given & COORDINATES) != 0 && almanac_params_require_place(p, &problem) != BASE_ERR_OK)
        almanac_request_add(ask, &problem);
    if (almanac_params_has(p, ALMANAC_PARAMS_STOP) && almanac_params_has(p, ALMANAC_PARAMS_DAYS)) {
        problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT,
                                           .parameter = BASE_TEXT("days"),
                                           .note = "cannot be given with stop"};
        almanac_request_add(ask, &problem);
    }
    if (is_of_days(p))
        check_days(ask);
    else if (p->types.length > 0)
        check_types(ask);
}

/* Ends a VOTable that breaks off, with the error in it. */
static enum base_err finish(const struct events *e, enum base_err err, struct base_buf *out)
{
    const bool is_broken = err != BASE_ERR_OK && err != BASE_ERR_END;
    if (!is_broken || e->format != ALMANAC_PARAMS_VOTABLE) return err;
    format_votable_break_off(out, base_err_text(err));
    return BASE_ERR_END;
}

/* ---- events -------------------------------------------------------------------------------- */

static enum base_err append_report(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct events *e = state;
    assert(e->report != NULL);
    struct sky_fault fault;
    return finish(e, almanac_events_report_append(e->report, out, enough_bytes, &fault), out);
}

static struct almanac_events_report_request request_of(const struct almanac_workspace *work,
                                                       const struct almanac_request *ask,
                                                       const struct events *e)
{
    const struct almanac_params *p = &ask->params;
    struct almanac_events_report_request request = {
        .clock = {work->dataset, &e->zone, work->base_path},
        .format = ask->format,
        .has_place = has_place(p),
        .place = almanac_observer_columns_place_of(p),
        .types = almanac_params_has(p, ALMANAC_PARAMS_TYPES)
                     ? p->types
                     : BASE_TEXT(ALMANAC_EVENTS_REPORT_DEFAULT_TYPES),
        .query = {.from = start_of(work, p),
                  .bodies = bodies_of(work, p),
                  .air = almanac_params_air(p),
                  .definition = (enum sky_rise_definition)p->definition,
                  .horizon_deg = p->horizon_deg,
                  .eye_height_m = p->eye_height_m},
    };
    const double days =
        almanac_params_has(p, ALMANAC_PARAMS_DAYS) ? p->days : ALMANAC_EVENTS_REPORT_DEFAULT_DAYS;
    request.query.until = almanac_params_has(p, ALMANAC_PARAMS_STOP)
                              ? p->stop.when
                              : (struct sky_tt){request.query.from.days + days};
    return request;
}

static void open_report(struct almanac_workspace *work, struct events *e,
                        struct almanac_content *content)
{
    struct almanac_request *ask = &work->ask;
    struct almanac_problem problem;
    struct sky_fault fault = {0};
    struct almanac_events_report_request request = request_of(work, ask, e);
    if (almanac_events_report_types(request.types, &request.query, &problem) != BASE_ERR_OK ||
        almanac_events_report_check(&request, true, &problem) != BASE_ERR_OK) {
        if (almanac_params_has(&ask->params, ALMANAC_PARAMS_DAYS) &&
            base_text_equals(problem.parameter, BASE_TEXT("stop")))
            problem.parameter = BASE_TEXT("days");
        almanac_request_add(ask, &problem);
        free_events(e);
        return;
    }
    enum base_err err = almanac_events_report_open(&request, &e->report, &fault);
    if (err != BASE_ERR_OK) {
        add_fault(work, ask, err, &fault);
        free_events(e);
        return;
    }
    *content = (struct almanac_content){append_report, free_events, e, "events"};
}

/* ---- days ---------------------------------------------------------------------------------- */

static enum base_err append_days(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct events *e = state;
    struct sky_fault fault;
    return finish(e, almanac_day_table_write(&e->days, out, enough_bytes, &fault), out);
}

/* How many dates: days, or those from start to stop. */
static bool count_dates(const struct almanac_workspace *work, struct almanac_request *ask,
                        struct events *e)
{
    const struct almanac_params *p = &ask->params;
    double count = almanac_params_has(p, ALMANAC_PARAMS_DAYS) ? ceil(p->days) : 1.0;
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT,
                                      .parameter = BASE_TEXT("days"),
                                      .note = "must cover 1 to 3653 dates"};
    if (almanac_params_has(p, ALMANAC_PARAMS_STOP)) {
        const struct almanac_day_table_span last =
            almanac_day_table_span(work->dataset, &e->zone, p->stop.when, 0);
        const struct almanac_day_table_span first =
            almanac_day_table_span(work->dataset, &e->zone, e->query.from, 0);
        count = round(last.from.days - first.from.days) + 1.0;
        problem.parameter = BASE_TEXT("stop");
    }
    _Static_assert(ALMANAC_EVENTS_DOCUMENT_DAYS_MAX == 3653, "the text above names it");
    if (count >= 1.0 && count <= ALMANAC_EVENTS_DOCUMENT_DAYS_MAX) {
        e->query.count = (int)count;
        return true;
    }
    almanac_request_add(ask, &problem);
    return false;
}

static void open_days(struct almanac_workspace *work, struct events *e,
                      struct almanac_content *content)
{
    struct almanac_request *ask = &work->ask;
    const struct almanac_params *p = &ask->params;
    e->query = (struct almanac_day_table_query){
        .clock = {work->dataset, &e->zone, work->base_path},
        .bodies = bodies_of(work, p),
        .place = almanac_observer_columns_place_of(p),
        .definition = (enum sky_rise_definition)p->definition,
        .air = almanac_params_air(p),
        .horizon_deg = p->horizon_deg,
        .eye_height_m = p->eye_height_m,
        .from = start_of(work, p),
    };
    if (!count_dates(work, ask, e)) {
        free_events(e);
        return;
    }
    assert(e->query.count > 0 && e->query.bodies >> SKY_BODY_COUNT == 0);
    const struct almanac_day_table_span first =
        almanac_day_table_span(work->dataset, &e->zone, e->query.from, 0);
    const struct almanac_day_table_span last =
        almanac_day_table_span(work->dataset, &e->zone, e->query.from, e->query.count - 1);
    struct sky_fault fault = {0};
    enum base_err err =
        sky_rise_check_span(&work->dataset->sky, first.from, last.until, e->query.bodies, &fault);
    if (err != BASE_ERR_OK) {
        add_fault(work, ask, err, &fault);
        free_events(e);
        return;
    }
    almanac_day_table_begin(&e->days, &e->query, e->format);
    *content = (struct almanac_content){append_days, free_events, e, "days"};
}

void almanac_events_document_open(struct almanac_workspace *work, struct almanac_content *content)
{
    assert(work->ask.problem_count == 0);
    struct events *e = create(&work->ask);
    if (e == NULL)
        add_internal(&work->ask);
    else if (is_of_days(&work->ask.params))
        open_days(work, e, content);
    else
        open_report(work, e, content);
}
