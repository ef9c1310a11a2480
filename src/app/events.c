/* GET /api/v1/events: from parameters to a request of app/happenings or a query of app/days. */
#include "app/events.h"

#include "app/days.h"
#include "app/flow.h"
#include "app/happenings.h"

#include <math.h>
#include <stdlib.h>

/* An answer under way, with a zone of its own: the thread's are shared. */
struct events {
    struct app_zone zone;
    enum app_params_format format;
    struct app_happenings *happenings; /* or */
    struct app_days_query query;
    struct app_days days;
};

static void free_events(void *state)
{
    struct events *e = state;
    app_happenings_close(e->happenings);
    app_zone_close(&e->zone);
    free(e);
}

static struct events *create(const struct app_ask *ask)
{
    const struct app_zone *zone = ask->params.zone;
    struct events *e = calloc(1, sizeof *e);
    if (e == NULL) return NULL;
    e->format = ask->format;
    if (zone == NULL || app_zone_open(NULL, base_text_of(zone->name), &e->zone) == BASE_ERR_OK)
        return e;
    free(e);
    return NULL;
}

static void add_internal(struct app_ask *ask)
{
    const struct app_problem problem = {.kind = APP_PROBLEM_INTERNAL};
    app_ask_add(ask, &problem);
}

static void add_fault(struct app_api *api, struct app_ask *ask, enum base_err err,
                      const struct sky_fault *fault)
{
    if (err == BASE_ERR_MEMORY) {
        add_internal(ask);
        return;
    }
    struct app_problem problem =
        app_params_out_of_range(api->store, fault, (struct base_text){NULL, 0});
    if (problem.kind == APP_PROBLEM_TIME_OUT_OF_RANGE) problem.parameter = BASE_TEXT("start");
    app_ask_add(ask, &problem);
}

static bool has_place(const struct app_params *p)
{
    return app_params_has(p, APP_PARAMS_LAT) && app_params_has(p, APP_PARAMS_LON);
}

#define COORDINATES (APP_PARAMS_BIT(LAT) | APP_PARAMS_BIT(LON))

/* Adds that there is no place, when none is given: half of one is told elsewhere. */
static void require_place(struct app_ask *ask, const char *note)
{
    if ((ask->params.given & (COORDINATES | APP_PARAMS_BIT(PLACE))) != 0) return;
    struct app_problem problem = app_params_missing(APP_PARAMS_LAT);
    problem.note = note;
    app_ask_add(ask, &problem);
    problem = app_params_missing(APP_PARAMS_LON);
    app_ask_add(ask, &problem);
}

static struct sky_tt start_of(const struct app_api *api, const struct app_params *p)
{
    const bool is_now = !app_params_has(p, APP_PARAMS_START) || p->start.is_now;
    return is_now ? app_time_now(api->store, 1000) : p->start.when;
}

static unsigned bodies_of(const struct app_api *api, const struct app_params *p)
{
    return app_params_has(p, APP_PARAMS_BODIES) ? p->bodies : api->store->bodies;
}

static bool is_of_days(const struct app_params *p)
{
    return base_text_equals(p->types, BASE_TEXT("day"));
}

/* All of the types that are none; else what is wrong with them together. */
static void check_types(struct app_ask *ask)
{
    struct app_agenda_query query = {0};
    struct app_problem whole, problem;
    struct base_text rest = ask->params.types;
    if (app_happenings_types(rest, &query, &whole) == BASE_ERR_OK) {
        if (app_agenda_needs_place(&query)) require_place(ask, "these types are those of a place");
        return;
    }
    const int before = ask->problem_count;
    while (rest.length > 0) {
        struct app_agenda_query alone = {0};
        struct base_text type = base_text_cut(&rest, ',');
        if (app_happenings_types(type, &alone, &problem) == BASE_ERR_OK) continue;
        if (base_text_equals(type, BASE_TEXT("day"))) problem.note = "it stands alone";
        app_ask_add(ask, &problem);
    }
    if (ask->problem_count == before) app_ask_add(ask, &whole);
}

/* What whole days cannot be had without, or with. */
static void check_days(struct app_ask *ask)
{
    require_place(ask, "days are those of a place");
    if (ask->format != APP_PARAMS_ICS) return;
    const struct app_problem problem = {.kind = APP_PROBLEM_NOT_ACCEPTABLE,
                                        .parameter = BASE_TEXT("format"),
                                        .got = BASE_TEXT("ics"),
                                        .expected = BASE_TEXT("types=rise,set for a calendar")};
    app_ask_add(ask, &problem);
}

void app_events_check(const struct app_store *store, struct app_ask *ask)
{
    (void)store;
    const struct app_params *p = &ask->params;
    struct app_problem problem;
    if ((p->given & COORDINATES) != 0 && app_params_require_place(p, &problem) != BASE_ERR_OK)
        app_ask_add(ask, &problem);
    if (app_params_has(p, APP_PARAMS_STOP) && app_params_has(p, APP_PARAMS_DAYS)) {
        problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_CONFLICT,
                                       .parameter = BASE_TEXT("days"),
                                       .note = "cannot be given with stop"};
        app_ask_add(ask, &problem);
    }
    if (is_of_days(p))
        check_days(ask);
    else if (p->types.length > 0)
        check_types(ask);
}

/* ---- events -------------------------------------------------------------------------------- */

static enum base_err append_happenings(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct events *e = state;
    struct sky_fault fault;
    return app_happenings_append(e->happenings, out, enough_bytes, &fault);
}

static struct app_happenings_request request_of(const struct app_api *api,
                                                const struct app_ask *ask, const struct events *e)
{
    const struct app_params *p = &ask->params;
    struct app_happenings_request request = {
        .clock = {api->store, &e->zone},
        .format = ask->format,
        .has_place = has_place(p),
        .place = app_parts_place_of(p),
        .types = app_params_has(p, APP_PARAMS_TYPES) ? p->types
                                                     : BASE_TEXT(APP_HAPPENINGS_DEFAULT_TYPES),
        .query = {.from = start_of(api, p),
                  .bodies = bodies_of(api, p),
                  .air = app_params_air(p),
                  .horizon_deg = p->horizon_deg,
                  .eye_height_m = p->eye_height_m},
    };
    const double days = app_params_has(p, APP_PARAMS_DAYS) ? p->days : APP_HAPPENINGS_DEFAULT_DAYS;
    request.query.until = app_params_has(p, APP_PARAMS_STOP)
                              ? p->stop.when
                              : (struct sky_tt){request.query.from.days + days};
    return request;
}

static void answer_happenings(struct app_api *api, struct app_ask *ask, struct events *e,
                              struct net_http_reply *reply)
{
    struct app_problem problem;
    struct sky_fault fault = {0};
    struct app_happenings_request request = request_of(api, ask, e);
    if (app_happenings_types(request.types, &request.query, &problem) != BASE_ERR_OK ||
        app_happenings_check(&request, true, &problem) != BASE_ERR_OK) {
        if (app_params_has(&ask->params, APP_PARAMS_DAYS) &&
            base_text_equals(problem.parameter, BASE_TEXT("stop")))
            problem.parameter = BASE_TEXT("days");
        app_ask_add(ask, &problem);
        free_events(e);
        return;
    }
    enum base_err err = app_happenings_open(&request, &e->happenings, &fault);
    if (err != BASE_ERR_OK) {
        add_fault(api, ask, err, &fault);
        free_events(e);
        return;
    }
    app_api_head(reply, ask, "events");
    if (app_flow_start(api, (struct app_flow){append_happenings, free_events, e}, reply) !=
        BASE_ERR_OK)
        add_internal(ask);
}

/* ---- days ---------------------------------------------------------------------------------- */

static enum base_err append_days(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct events *e = state;
    struct sky_fault fault;
    return app_days_write(&e->days, e->format, out, enough_bytes, &fault);
}

/* How many dates: days, or those from start to stop. */
static bool count_dates(const struct app_api *api, struct app_ask *ask, struct events *e)
{
    const struct app_params *p = &ask->params;
    double count = app_params_has(p, APP_PARAMS_DAYS) ? ceil(p->days) : 1.0;
    struct app_problem problem = {.kind = APP_PROBLEM_PARAMETER_CONFLICT,
                                  .parameter = BASE_TEXT("days"),
                                  .note = "does not make 1 to 3653 dates"};
    if (app_params_has(p, APP_PARAMS_STOP)) {
        const struct app_days_span last = app_days_span(api->store, &e->zone, p->stop.when, 0);
        const struct app_days_span first = app_days_span(api->store, &e->zone, e->query.from, 0);
        count = round(last.from.days - first.from.days) + 1.0;
        problem.parameter = BASE_TEXT("stop");
    }
    _Static_assert(APP_EVENTS_DAYS_MAX == 3653, "the text above names it");
    if (count >= 1.0 && count <= APP_EVENTS_DAYS_MAX) {
        e->query.count = (int)count;
        return true;
    }
    app_ask_add(ask, &problem);
    return false;
}

static void answer_days(struct app_api *api, struct app_ask *ask, struct events *e,
                        struct net_http_reply *reply)
{
    const struct app_params *p = &ask->params;
    e->query = (struct app_days_query){
        .clock = {api->store, &e->zone},
        .bodies = bodies_of(api, p),
        .place = app_parts_place_of(p),
        .definition = SKY_RISE_ALMANAC,
        .air = app_params_air(p),
        .horizon_deg = p->horizon_deg,
        .eye_height_m = p->eye_height_m,
        .from = start_of(api, p),
    };
    if (!count_dates(api, ask, e)) {
        free_events(e);
        return;
    }
    const struct app_days_span first = app_days_span(api->store, &e->zone, e->query.from, 0);
    const struct app_days_span last =
        app_days_span(api->store, &e->zone, e->query.from, e->query.count - 1);
    struct sky_fault fault = {0};
    enum base_err err =
        app_parts_check_span(api->store, first.from, last.until, e->query.bodies, &fault);
    if (err != BASE_ERR_OK) {
        add_fault(api, ask, err, &fault);
        free_events(e);
        return;
    }
    app_api_head(reply, ask, "days");
    app_days_begin(&e->days, &e->query);
    if (app_flow_start(api, (struct app_flow){append_days, free_events, e}, reply) != BASE_ERR_OK)
        add_internal(ask);
}

void app_events_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    struct events *e = create(ask);
    if (e == NULL)
        add_internal(ask);
    else if (is_of_days(&ask->params))
        answer_days(api, ask, e, reply);
    else
        answer_happenings(api, ask, e, reply);
}
