/* The two routes of the original application. Their bytes are those of Python's json: ", " and ": "
 * as separators, and numbers in their shortest form.
 */
#include "server/legacy.h"

#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/spelling.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/json.h"
#include "format/url_query.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/worker.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The observatory at Greenwich, as in the original. */
static const double DEFAULT_LAT_DEG = 51.4769, DEFAULT_LON_DEG = -0.0005;

/* The decimals of az and alt: with at most 15 significant digits the text is the shortest one for
 * its number. */
#define ANGLE_DECIMALS 12

static bool is_known(struct base_text name)
{
    const uint64_t known = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) |
                           ALMANAC_PARAMS_BIT(ELEVATION) | ALMANAC_PARAMS_BIT(TIME) |
                           ALMANAC_PARAMS_BIT(REFRACTION) | ALMANAC_PARAMS_BIT(PRESSURE) |
                           ALMANAC_PARAMS_BIT(TEMPERATURE);
    return known >> almanac_params_named(name) & 1u;
}

/* Reads the parameters that this route knows, and ignores the others. */
static enum base_err read_query(struct server_worker *worker, struct base_text query,
                                struct almanac_params *params, struct almanac_problem *problem)
{
    struct base_text name, value;
    base_buf_clear(&worker->work.scratch);
    for (;;) {
        enum base_err err = format_url_query_next(&query, &worker->work.scratch, &name, &value);
        if (err == BASE_ERR_END) return BASE_ERR_OK;
        if (err != BASE_ERR_OK) {
            *problem = almanac_params_unreadable(query);
            return err;
        }
        if (!is_known(name)) continue;
        err = almanac_params_set(worker->work.dataset, name, value, params, problem);
        if (err != BASE_ERR_OK) return err;
    }
}

static void append_trimmed(struct base_buf *out, double value)
{
    char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
    if (at != NULL) out->used += base_num_trimmed(at, value, ANGLE_DECIMALS);
}

/* The air; by default that of PyEphem. */
static struct sky_air pyephem_air(const struct almanac_params *params)
{
    assert(params->refraction <= SKY_REFRACT_PYEPHEM);
    return (struct sky_air){
        .model = (enum sky_refract_model)params->refraction,
        .pressure_hpa =
            almanac_params_has(params, ALMANAC_PARAMS_PRESSURE) ? params->pressure_hpa : 1010.0,
        .temp_c = almanac_params_has(params, ALMANAC_PARAMS_TEMPERATURE) ? params->temp_c : 15.0,
    };
}

static struct almanac_problem unknown_body(struct base_text name)
{
    struct base_text names[SKY_BODY_COUNT];
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        names[body] = sky_body_info(body)->name;
    return (struct almanac_problem){
        .kind = ALMANAC_PROBLEM_BODY_UNKNOWN,
        .parameter = BASE_TEXT("name"),
        .got = name,
        .expected = BASE_TEXT("sun, moon, pluto or one of the seven planets, in lower case"),
        .example = BASE_TEXT("mars"),
        .did_you_mean = base_spelling_nearest(name, names, SKY_BODY_COUNT),
    };
}

/* Uses Greenwich when the place is incomplete, and reports it in a header. */
static void complete_place(struct almanac_params *params, struct net_http_reply *reply)
{
    if (almanac_params_has(params, ALMANAC_PARAMS_LAT) &&
        almanac_params_has(params, ALMANAC_PARAMS_LON) &&
        almanac_params_has(params, ALMANAC_PARAMS_ELEVATION))
        return;
    params->lat_deg = DEFAULT_LAT_DEG;
    params->lon_deg = DEFAULT_LON_DEG;
    params->elevation_m = 0.0;
    net_http_reply_header(reply, BASE_TEXT("PlanetTracker-Location"), BASE_TEXT("default"));
}

/* Computes the frame of the request's instant, or of now. */
static enum base_err find_frame(struct server_worker *worker, const struct almanac_params *params,
                                enum sky_body body, struct almanac_problem *problem)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    const struct data_dataset *dataset = worker->work.dataset;
    const bool has_time = almanac_params_has(params, ALMANAC_PARAMS_TIME);
    struct sky_tt when = has_time ? params->time.when : data_time_text_now(dataset, 1);
    struct sky_fault fault;
    enum base_err err =
        almanac_positions_frame(dataset, &worker->work.frame, when, 1u << body, &fault);
    if (err != BASE_ERR_OK)
        *problem = almanac_params_out_of_range(dataset, &fault,
                                               has_time ? params->time.text : BASE_TEXT("now"));
    return err;
}

static void append_planet(struct base_buf *out, const struct sky_observation *seen,
                          struct base_text name)
{
    base_buf_append_text(out, BASE_TEXT("{\"az\": "));
    append_trimmed(out, format_document_turn(seen->az_deg, ANGLE_DECIMALS));
    base_buf_append_text(out, BASE_TEXT(", \"alt\": "));
    append_trimmed(out, seen->alt_deg);
    base_buf_append_text(out, BASE_TEXT(", \"name\": \""));
    base_buf_append_text(out, name);
    base_buf_append_text(out, BASE_TEXT("\"}"));
}

void server_legacy_planet(struct server_worker *worker, const struct net_http_request *request,
                          struct net_http_reply *reply)
{
    const struct base_text name = worker->work.ask.rest;
    const enum sky_body body = sky_body_named(name);
    struct almanac_params params = {0};
    struct almanac_problem problem;
    if (body == SKY_BODY_COUNT) {
        problem = unknown_body(name);
        server_refusals_write(reply, &problem);
        return;
    }
    enum base_err err = read_query(worker, request->query, &params, &problem);
    if (err == BASE_ERR_OK) complete_place(&params, reply);
    if (err == BASE_ERR_OK) err = find_frame(worker, &params, body, &problem);
    if (err != BASE_ERR_OK) {
        server_refusals_write(reply, &problem);
        return;
    }
    struct sky_observer observer =
        sky_horizon_observer(params.lat_deg, params.lon_deg, params.elevation_m);
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&worker->work.frame.frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_air air = pyephem_air(&params);
    struct sky_observation seen = sky_observe_horizon(&view, body, &air);
    server_reply_set_type(reply, BASE_TEXT(SERVER_REPLY_TYPE_JSON));
    append_planet(&reply->body, &seen, name);
}

/* The three fields of the form; the first rows of the table of parameters. */
enum { FIELD_LAT, FIELD_LON, FIELD_ELEVATION, FIELDS };

static enum base_err read_form(struct server_worker *worker, struct base_text form,
                               struct base_text given[FIELDS], struct almanac_params *params,
                               struct almanac_problem *problem)
{
    const struct almanac_params_row *rows = almanac_params_rows();
    struct base_text name, value;
    base_buf_clear(&worker->work.scratch);
    for (;;) {
        enum base_err err = format_url_query_next(&form, &worker->work.scratch, &name, &value);
        if (err == BASE_ERR_END) break;
        if (err != BASE_ERR_OK) {
            *problem = almanac_params_unreadable(form);
            return err;
        }
        for (int i = 0; i < FIELDS; i++) {
            if (!base_text_equals(name, rows[i].name)) continue;
            err = almanac_params_set(worker->work.dataset, name, value, params, problem);
            if (err != BASE_ERR_OK) return err;
            given[i] = value;
        }
    }
    for (int i = 0; i < FIELDS; i++) {
        if (given[i].at != NULL) continue;
        *problem = almanac_params_missing((enum almanac_params_name)i);
        return BASE_ERR_MISSING;
    }
    return BASE_ERR_OK;
}

void server_legacy_geo_location(struct server_worker *worker,
                                const struct net_http_request *request,
                                struct net_http_reply *reply)
{
    struct base_text given[FIELDS] = {{0}};
    struct almanac_params params = {0};
    struct almanac_problem problem;
    if (read_form(worker, request->body, given, &params, &problem) != BASE_ERR_OK) {
        server_refusals_write(reply, &problem);
        return;
    }
    server_reply_set_type(reply, BASE_TEXT(SERVER_REPLY_TYPE_JSON));
    base_buf_append_string(&reply->body, "{\"lon\": ");
    format_json_append_string(&reply->body, given[FIELD_LON]);
    base_buf_append_string(&reply->body, ", \"lat\": ");
    format_json_append_string(&reply->body, given[FIELD_LAT]);
    base_buf_append_string(&reply->body, ", \"elevation\": ");
    char *at = base_buf_reserve(&reply->body, BASE_NUM_MAX_CHARS);
    if (at != NULL) reply->body.used += base_num_shortest(at, params.elevation_m);
    base_buf_append_string(&reply->body, "}");
}
