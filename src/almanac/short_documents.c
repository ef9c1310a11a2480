/* What compute and write do, joined for each document of a single piece. */
#include "almanac/short_documents.h"

#include "almanac/bodies.h"
#include "almanac/chart.h"
#include "almanac/chart_svg.h"
#include "almanac/conventions.h"
#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "almanac/sky_now.h"
#include "almanac/time_columns.h"
#include "almanac/time_report.h"
#include "almanac/tonight.h"
#include "almanac/towns_report.h"
#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/err.h"
#include "data/time_text.h"
#include "data/town_search.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/horizon.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

/* A content that one call writes. */
static struct almanac_content whole(struct almanac_workspace *work, const char *name,
                                    enum base_err (*append)(void *, struct base_buf *, size_t))
{
    assert(work->ask.problem_count == 0);
    return (struct almanac_content){.append = append, .state = work, .name = name};
}

/* ---- the sky, tonight, the chart ----------------------------------------------------------- */

static enum base_err append_sky(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_sky_now_append(out, &work->sky, work->ask.format);
    return BASE_ERR_END;
}

void almanac_short_documents_sky(struct almanac_workspace *work, struct almanac_content *content)
{
    const struct almanac_params *params = &work->ask.params;
    struct almanac_problem problem;
    if (almanac_sky_now_compute(work->dataset, &work->frame, params, &work->sky, &problem) !=
        BASE_ERR_OK)
        almanac_request_add(&work->ask, &problem);
    else
        *content = whole(work, "sky", append_sky);
}

static enum base_err append_tonight(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_tonight_append(out, &work->tonight, work->ask.format);
    return BASE_ERR_END;
}

void almanac_short_documents_tonight(struct almanac_workspace *work,
                                     struct almanac_content *content)
{
    const struct almanac_params *params = &work->ask.params;
    struct almanac_problem problem;
    if (almanac_tonight_compute(work->dataset, &work->frame, params, &work->tonight, &problem) !=
        BASE_ERR_OK)
        almanac_request_add(&work->ask, &problem);
    else
        *content = whole(work, "tonight", append_tonight);
}

static enum base_err append_chart(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_chart_svg_append(out, &work->chart);
    return BASE_ERR_END;
}

void almanac_short_documents_chart(struct almanac_workspace *work, struct almanac_content *content)
{
    const struct almanac_params *params = &work->ask.params;
    const struct sky_observer observer =
        sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    const struct almanac_chart_query query =
        almanac_chart_query(work->dataset, params, &observer, ALMANAC_I18N_EN);
    struct sky_fault fault;
    if (almanac_chart_compute(work->dataset, &work->frame, &query, &work->chart, &fault) !=
        BASE_ERR_OK) {
        const struct almanac_problem problem =
            almanac_params_out_of_range(work->dataset, &fault, params->time.text);
        almanac_request_add(&work->ask, &problem);
        return;
    }
    *content = whole(work, "sky", append_chart);
}

/* ---- time ---------------------------------------------------------------------------------- */

static enum base_err append_time(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_time_report_append(out, &work->time, work->ask.format);
    return BASE_ERR_END;
}

void almanac_short_documents_time(struct almanac_workspace *work, struct almanac_content *content)
{
    const struct almanac_params *p = &work->ask.params;
    const struct almanac_time_columns_clock clock = {work->dataset, p->zone, work->base_path};
    const bool is_now = !almanac_params_has(p, ALMANAC_PARAMS_TIME) || p->time.is_now;
    const struct sky_tt when = is_now ? data_time_text_now(work->dataset, 1000) : p->time.when;
    const double *lon_deg = almanac_params_has(p, ALMANAC_PARAMS_LON) ? &p->lon_deg : NULL;
    struct sky_fault fault;
    if (almanac_time_report_compute(&clock, when, lon_deg, &work->time, &fault) != BASE_ERR_OK) {
        const struct almanac_problem problem =
            almanac_params_out_of_range(work->dataset, &fault, p->time.text);
        almanac_request_add(&work->ask, &problem);
        return;
    }
    *content = whole(work, "time", append_time);
}

/* ---- bodies, conventions ------------------------------------------------------------------- */

static enum base_err append_bodies(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_bodies_append(out, work->dataset, (1u << SKY_BODY_COUNT) - 1u, work->ask.format,
                          work->base_path);
    return BASE_ERR_END;
}

void almanac_short_documents_bodies(struct almanac_workspace *work, struct almanac_content *content)
{
    *content = whole(work, "bodies", append_bodies);
}

static enum base_err append_body(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    const enum sky_body body = almanac_params_body(work->ask.rest);
    (void)enough_bytes;
    assert(body < SKY_BODY_COUNT); /* checked by almanac_bodies_check_one */
    if (work->ask.format == ALMANAC_PARAMS_JSON)
        almanac_bodies_append_one(out, work->dataset, body, work->base_path);
    else
        almanac_bodies_append(out, work->dataset, 1u << body, work->ask.format, work->base_path);
    return BASE_ERR_END;
}

void almanac_short_documents_body(struct almanac_workspace *work, struct almanac_content *content)
{
    *content = whole(work, "body", append_body);
}

static enum base_err append_conventions(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_conventions_append(out, work->dataset, work->ask.format, work->base_path);
    return BASE_ERR_END;
}

void almanac_short_documents_conventions(struct almanac_workspace *work,
                                         struct almanac_content *content)
{
    *content = whole(work, "conventions", append_conventions);
}

/* ---- places -------------------------------------------------------------------------------- */

static enum base_err append_places(void *state, struct base_buf *out, size_t enough_bytes)
{
    const struct almanac_workspace *work = state;
    (void)enough_bytes;
    almanac_towns_report_append(out, &work->towns, work->ask.format);
    return BASE_ERR_END;
}

void almanac_short_documents_places(struct almanac_workspace *work, struct almanac_content *content)
{
    const struct almanac_params *params = &work->ask.params;
    struct data_town_search_query query = {.text = params->q};
    struct almanac_problem problem;
    if (params->near.length > 0 &&
        almanac_towns_report_read_near(params->near, &query, &problem) != BASE_ERR_OK) {
        almanac_request_add(&work->ask, &problem);
        return;
    }
    const bool has_limit = almanac_params_has(params, ALMANAC_PARAMS_LIMIT);
    almanac_towns_report_search(&query, has_limit ? (int)params->limit : ALMANAC_TOWNS_REPORT_LIMIT,
                                &work->towns);
    work->towns.base_path = work->base_path;
    *content = whole(work, "places", append_places);
}
