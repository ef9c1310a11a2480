#include "app/series.h"

#include "app/flow.h"

#include <stdlib.h>

/* A range under way. It owns what a thread's requests share otherwise: frame, zone, rows. */
struct series {
    struct app_positions positions;
    struct app_positions_frame frame;
    struct app_zone zone;
    enum app_params_format format;
};

static void free_series(void *state)
{
    struct series *s = state;
    app_zone_close(&s->zone);
    free(s);
}

static enum base_err append(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct series *s = state;
    struct sky_fault fault;
    enum base_err err = app_positions_append(&s->positions, s->format, out, enough_bytes, &fault);
    /* A VOTable that breaks off says so at its end. */
    return s->format == APP_PARAMS_VOTABLE && err != BASE_ERR_OK ? BASE_ERR_END : err;
}

static bool check_rows(const struct app_positions *p, struct app_ask *ask)
{
    const int bodies = __builtin_popcount(p->request.bodies); /* 0: a kernel without planets */
    int64_t rows;
    if (__builtin_mul_overflow(p->range.count, (int64_t)bodies, &rows)) rows = INT64_MAX;
    if (rows <= APP_SERIES_ROWS_MAX) return true;
    const struct app_problem problem = {.kind = APP_PROBLEM_TOO_MANY_ROWS,
                                        .parameter = BASE_TEXT("step"),
                                        .rows = rows,
                                        .limit = APP_SERIES_ROWS_MAX};
    app_ask_add(ask, &problem);
    return false;
}

static void answer_instant(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    struct app_problem problem;
    struct sky_fault fault;
    if (app_positions_open(api->store, &api->frame, &ask->params, &api->positions, &problem) !=
        BASE_ERR_OK) {
        app_ask_add(ask, &problem);
        return;
    }
    app_api_head(reply, ask, "positions");
    /* One instant: the end is reached at once. */
    (void)!app_positions_append(&api->positions, ask->format, &reply->body, SIZE_MAX, &fault);
}

static void answer_range(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    struct app_problem problem = {.kind = APP_PROBLEM_INTERNAL};
    struct series *s = calloc(1, sizeof *s);
    const struct app_zone *zone = ask->params.zone;
    if (s == NULL ||
        (zone != NULL && app_zone_open(NULL, base_text_of(zone->name), &s->zone) != BASE_ERR_OK)) {
        free(s);
        app_ask_add(ask, &problem);
        return;
    }
    if (zone != NULL) ask->params.zone = &s->zone;
    s->format = ask->format;
    s->frame.rows = api->frame.rows;
    enum base_err err =
        app_positions_open(api->store, &s->frame, &ask->params, &s->positions, &problem);
    if (err != BASE_ERR_OK) app_ask_add(ask, &problem);
    if (err != BASE_ERR_OK || !check_rows(&s->positions, ask)) {
        free_series(s);
        return;
    }
    app_api_head(reply, ask, "positions");
    if (app_flow_start(api, (struct app_flow){append, free_series, s}, reply) != BASE_ERR_OK)
        app_ask_add(ask, &problem);
}

void app_series_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    const uint64_t range = APP_PARAMS_BIT(START) | APP_PARAMS_BIT(STOP) | APP_PARAMS_BIT(STEP) |
                           APP_PARAMS_BIT(COUNT) | APP_PARAMS_BIT(DAYS);
    if (ask->params.given & range)
        answer_range(api, ask, reply);
    else
        answer_instant(api, ask, reply);
}

void app_series_check(const struct app_store *store, struct app_ask *ask)
{
    struct app_problem problem;
    if (app_positions_check_range(store, &ask->params, ask->unreadable, &problem) != BASE_ERR_OK)
        app_ask_add(ask, &problem);
}

void app_series_check_body(const struct app_store *store, struct app_ask *ask)
{
    struct base_text rest = ask->rest;
    struct app_problem problem;
    if (app_params_set(store, BASE_TEXT("bodies"), rest, &ask->params, &problem) != BASE_ERR_OK) {
        do {
            problem.parameter = BASE_TEXT("body");
            app_ask_add(ask, &problem);
        } while (app_params_next_fault(store, APP_PARAMS_BODIES, &rest, &problem));
    }
    app_series_check(store, ask);
}
