/* The frame of answers about a place: the same names and digits as /api/v1/positions has. */
#include "almanac/instant_report.h"

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/provenance.h"
#include "almanac/self_link.h"
#include "almanac/time_columns.h"
#include "base/err.h"
#include "base/text.h"
#include "data/time_text.h"
#include "format/json.h"
#include "format/rows.h"
#include "format/votable.h"
#include "sky/civil.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static bool has_instant(const struct almanac_params *params)
{
    return almanac_params_has(params, ALMANAC_PARAMS_TIME) && !params->time.is_now;
}

void almanac_instant_report_init(struct almanac_instant_report *instant,
                                 const struct data_dataset *dataset,
                                 const struct almanac_params *params)
{
    assert(fabs(params->lat_deg) <= 90.0 && params->bodies >> SKY_BODY_COUNT == 0);
    *instant = (struct almanac_instant_report){
        .clock = {.dataset = dataset, .zone = params->zone, .base_path = params->base_path},
        .request = *params,
        .air = almanac_params_air(params)};
    instant->when = has_instant(params) ? params->time.when : data_time_text_now(dataset, 1000);
    struct base_buf text = {
        .bytes = instant->time, .room = sizeof instant->time - 1, .max = sizeof instant->time - 1};
    data_time_text_append(&text, dataset, instant->when, 6);
    assert(!text.has_overflowed);
    bool is_now;
    struct base_fault fault;
    struct sky_tt again;
    if (data_time_text_parse(dataset, (struct base_text){instant->time, text.used}, &again, &is_now,
                             &fault) == BASE_ERR_OK)
        instant->when = again;
    instant->spin = sky_earth_orientation_spin(&dataset->sky.orient, instant->when);
    instant->ut1_utc_s =
        sky_civil_ut1_utc_s(&dataset->sky.leaps, &dataset->sky.orient, instant->when);
}

struct almanac_problem
almanac_instant_report_out_of_range(const struct almanac_instant_report *instant,
                                    const struct sky_fault *fault)
{
    const struct almanac_params *params = &instant->request;
    struct base_text text =
        almanac_params_has(params, ALMANAC_PARAMS_TIME) ? params->time.text : BASE_TEXT("now");
    struct almanac_problem problem =
        almanac_params_out_of_range(instant->clock.dataset, fault, text);
    problem.is_around = problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE &&
                        instant->when.days > fault->valid_from.days &&
                        instant->when.days < fault->valid_until.days;
    return problem;
}

struct sky_rise_search almanac_instant_report_search(const struct almanac_instant_report *instant,
                                                     const struct sky_observer *observer,
                                                     enum sky_body body)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    const struct sky_rise_choice choice = almanac_params_horizon(&instant->request);
    return (struct sky_rise_search){
        .context = &instant->clock.dataset->sky,
        .body = body,
        .observer = observer,
        .horizon = sky_rise_chosen(body, &choice),
    };
}

unsigned almanac_instant_report_bodies(const struct almanac_instant_report *instant)
{
    return almanac_params_has(&instant->request, ALMANAC_PARAMS_BODIES)
               ? instant->request.bodies
               : instant->clock.dataset->bodies;
}

/* What the end of a document depends on. */
struct around {
    const struct almanac_instant_report *instant;
    const struct almanac_instant_report_document *document;
};

static void append_warnings(struct almanac_provenance_warnings *warnings, const void *document)
{
    const struct around *around = document;
    const struct almanac_instant_report *instant = around->instant;
    const unsigned faint = around->document->of.faint;
    assert(faint >> SKY_BODY_COUNT == 0);
    if (instant->spin.source == SKY_EARTH_ORIENTATION_HELD)
        almanac_provenance_warn(
            warnings, "ut1-held", NULL,
            "After the end of the table of the Earth's rotation its last "
            "UT1-UTC is held: times may be off by as much as UT1-UTC has changed since.");
    if (instant->spin.source == SKY_EARTH_ORIENTATION_MODEL)
        almanac_provenance_warn(warnings, "delta-t-model", NULL,
                                "The Earth's rotation was not measured at that time: Delta T comes "
                                "from a model.");
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (faint >> body & 1u)
            almanac_provenance_warn(warnings, "magnitude-unknown", sky_body_info(body)->name.at,
                                    "Its brightness has never been measured at this phase angle.");
}

static void append_meta(struct base_buf *out, const void *document)
{
    const struct almanac_instant_report *instant = ((const struct around *)document)->instant;
    almanac_provenance_append_source(out, instant->clock.dataset);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(out, "ut1_utc_s", instant->ut1_utc_s, 6);
    base_buf_append_format(out, ", \"ut1_source\": \"%s\", ",
                           almanac_provenance_ut1_source(instant->spin.source));
    almanac_provenance_append_horizontal(out, &instant->air);
    if (almanac_time_columns_has_zone(&instant->clock)) {
        base_buf_append_string(out, ", \"tz\": ");
        format_json_append_string(out, base_text_of(instant->clock.zone->name));
    }
}

static void append_self(struct base_buf *out, const void *document)
{
    const struct around *around = document;
    const struct almanac_instant_report *instant = around->instant;
    const unsigned bodies = around->document->of.bodies;
    const struct almanac_params *params = &instant->request;
    const char *between = "";
    base_buf_append_format(out, "%s?bodies=", around->document->path);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        base_buf_append_format(out, "%s%s", between, sky_body_info(body)->name.at);
        between = ",";
    }
    almanac_self_link_append_number(out, "&lat", params->lat_deg);
    almanac_self_link_append_number(out, "&lon", params->lon_deg);
    if (almanac_params_has(params, ALMANAC_PARAMS_ELEVATION))
        almanac_self_link_append_number(out, "&elevation", params->elevation_m);
    if (almanac_params_has(params, ALMANAC_PARAMS_PRESSURE))
        almanac_self_link_append_number(out, "&pressure", params->pressure_hpa);
    if (almanac_params_has(params, ALMANAC_PARAMS_TEMPERATURE))
        almanac_self_link_append_number(out, "&temperature", params->temp_c);
    if (almanac_params_has(params, ALMANAC_PARAMS_EYE_HEIGHT))
        almanac_self_link_append_number(out, "&eye_height", params->eye_height_m);
    if (almanac_params_has(params, ALMANAC_PARAMS_HORIZON))
        almanac_self_link_append_number(out, "&horizon", params->horizon_deg);
    if (almanac_params_has(params, ALMANAC_PARAMS_DEFINITION))
        base_buf_append_format(
            out, "&definition=%s",
            sky_rise_definition_name((enum sky_rise_definition)params->definition).at);
    if (almanac_params_has(params, ALMANAC_PARAMS_REFRACTION))
        base_buf_append_format(out, "&refraction=%s",
                               almanac_provenance_refraction(instant->air.model));
    if (almanac_time_columns_has_zone(&instant->clock))
        almanac_self_link_append_zone(out, "&tz", instant->clock.zone);
    base_buf_append_format(out, "&time=%s", instant->time);
}

static struct almanac_provenance provenance(const struct around *around)
{
    assert(around->document->path[0] == '/' && around->document->of.bodies >> SKY_BODY_COUNT == 0);
    const struct almanac_instant_report *instant = around->instant;
    return (struct almanac_provenance){
        .document = around,
        .append_warnings = append_warnings,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = instant->request.base_path,
        .about = around->document->about,
        .name = around->document->name,
        .source = instant->clock.dataset->source,
        .ut1_source = almanac_provenance_ut1_source(instant->spin.source),
    };
}

struct almanac_observer_columns
almanac_instant_report_observer(const struct almanac_instant_report *instant)
{
    struct almanac_observer_columns observer = almanac_observer_columns_in_air(
        almanac_observer_columns_place_of(&instant->request), &instant->air);
    observer.ut1_utc_s = instant->ut1_utc_s;
    observer.has_ut1 = true;
    return observer;
}

/* Which columns a document has. */
static unsigned allowed(const struct almanac_instant_report *instant)
{
    return almanac_time_columns_has_zone(&instant->clock) ? FORMAT_DOCUMENT_LOCAL : 0u;
}

void almanac_instant_report_begin(struct base_buf *out,
                                  const struct almanac_instant_report *instant,
                                  const struct almanac_instant_report_document *document,
                                  enum almanac_params_format format, struct format_rows *rows)
{
    const struct around around = {instant, document};
    const struct almanac_provenance from = provenance(&around);
    *rows = (struct format_rows){.format = almanac_params_rows_format(format),
                                 .layout = document->layout,
                                 .layout_count = document->layout_count,
                                 .between = ",\n"};
    rows->view = format_document_view_of(document->columns, document->count,
                                         format_rows_way(rows->format), allowed(instant));
    if (rows->format == FORMAT_ROWS_VOTABLE) almanac_provenance_open_votable(out, &from);
    if (rows->format == FORMAT_ROWS_JSON) base_buf_append_string(out, "{");
    format_rows_append_fields(out, rows->format, &document->before, allowed(instant));
    if (rows->format == FORMAT_ROWS_JSON) base_buf_append_string(out, ", \"bodies\": [\n");
    if (rows->format == FORMAT_ROWS_TEXT) base_buf_append_string(out, "\n");
    format_rows_begin(out, rows);
}

void almanac_instant_report_end(struct base_buf *out, const struct almanac_instant_report *instant,
                                const struct almanac_instant_report_document *document,
                                const struct format_rows *rows)
{
    const struct around around = {instant, document};
    const struct almanac_provenance from = provenance(&around);
    if (rows->format == FORMAT_ROWS_VOTABLE) almanac_provenance_close_votable(out, &from);
    if (rows->format != FORMAT_ROWS_JSON) return;
    base_buf_append_string(out, "\n], ");
    if (document->after.count > 0) {
        format_rows_append_fields(out, rows->format, &document->after, allowed(instant));
        base_buf_append_string(out, ", ");
    }
    almanac_provenance_append_json(out, &from);
    base_buf_append_string(out, "}\n");
}
