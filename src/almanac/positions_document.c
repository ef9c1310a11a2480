/* The document of positions: an instant is written from the workspace, a range owns what it is written from. */
#include "almanac/positions_document.h"

#include "almanac/params.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/zone.h"
#include "sky/ephem.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* A range under way. It owns what a thread's requests share otherwise: frame, zone, rows. */
struct series {
    struct almanac_positions positions;
    struct almanac_positions_frame frame;
    struct data_zone zone;
    enum almanac_params_format format;
};

static void free_series(void *state)
{
    struct series *s = state;
    data_zone_close(&s->zone);
    free(s);
}

static enum base_err append_range(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct series *s = state;
    struct sky_fault fault;
    enum base_err err =
        almanac_positions_append(&s->positions, s->format, out, enough_bytes, &fault);
    /* A VOTable that breaks off has the error at its end. */
    return s->format == ALMANAC_PARAMS_VOTABLE && err != BASE_ERR_OK ? BASE_ERR_END : err;
}

static bool check_rows(const struct almanac_positions *p, struct almanac_request *ask)
{
    assert(p->range.count > 0);
    const int bodies = __builtin_popcount(p->request.bodies); /* 0: a kernel without planets */
    int64_t rows;
    if (__builtin_mul_overflow(p->range.count, (int64_t)bodies, &rows)) rows = INT64_MAX;
    if (rows <= ALMANAC_POSITIONS_DOCUMENT_ROWS_MAX) return true;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_TOO_MANY_ROWS,
                                            .parameter = BASE_TEXT("step"),
                                            .rows = rows,
                                            .limit = ALMANAC_POSITIONS_DOCUMENT_ROWS_MAX};
    almanac_request_add(ask, &problem);
    return false;
}

/* One instant: a single piece, of the workspace's own rows. */
static enum base_err append_instant(void *state, struct base_buf *out, size_t enough_bytes)
{
    struct almanac_workspace *work = state;
    struct sky_fault fault;
    return almanac_positions_append(&work->positions, work->ask.format, out, enough_bytes, &fault);
}

static void open_instant(struct almanac_workspace *work, struct almanac_content *content)
{
    struct almanac_problem problem;
    if (almanac_positions_open(work->dataset, &work->frame, &work->ask.params, &work->positions,
                               &problem) != BASE_ERR_OK) {
        almanac_request_add(&work->ask, &problem);
        return;
    }
    *content = (struct almanac_content){append_instant, NULL, work, "positions"};
}

static void open_range(struct almanac_workspace *work, struct almanac_content *content)
{
    struct almanac_request *ask = &work->ask;
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
    struct series *s = calloc(1, sizeof *s);
    const struct data_zone *zone = ask->params.zone;
    if (s == NULL ||
        (zone != NULL && data_zone_open(NULL, base_text_of(zone->name), &s->zone) != BASE_ERR_OK)) {
        free(s);
        almanac_request_add(ask, &problem);
        return;
    }
    if (zone != NULL) ask->params.zone = &s->zone;
    s->format = ask->format;
    s->frame.rows = work->frame.rows;
    enum base_err err =
        almanac_positions_open(work->dataset, &s->frame, &ask->params, &s->positions, &problem);
    if (err != BASE_ERR_OK) almanac_request_add(ask, &problem);
    if (err != BASE_ERR_OK || !check_rows(&s->positions, ask)) {
        free_series(s);
        return;
    }
    *content = (struct almanac_content){append_range, free_series, s, "positions"};
}

void almanac_positions_document_open(struct almanac_workspace *work,
                                     struct almanac_content *content)
{
    const uint64_t range = ALMANAC_PARAMS_BIT(START) | ALMANAC_PARAMS_BIT(STOP) |
                           ALMANAC_PARAMS_BIT(STEP) | ALMANAC_PARAMS_BIT(COUNT) |
                           ALMANAC_PARAMS_BIT(DAYS);
    if (work->ask.params.given & range)
        open_range(work, content);
    else
        open_instant(work, content);
}

void almanac_positions_document_check(const struct data_dataset *dataset,
                                      struct almanac_request *ask)
{
    struct almanac_problem problem;
    if (almanac_positions_check_range(dataset, &ask->params, ask->unreadable, &problem) !=
        BASE_ERR_OK)
        almanac_request_add(ask, &problem);
}

void almanac_positions_document_check_body(const struct data_dataset *dataset,
                                           struct almanac_request *ask)
{
    struct base_text rest = ask->rest;
    struct almanac_problem problem;
    if (almanac_params_set(dataset, BASE_TEXT("bodies"), rest, &ask->params, &problem) !=
        BASE_ERR_OK) {
        do {
            problem.parameter = BASE_TEXT("body");
            almanac_request_add(ask, &problem);
        } while (almanac_params_next_fault(dataset, ALMANAC_PARAMS_BODIES, &rest, &problem));
    }
    almanac_positions_document_check(dataset, ask);
}
