/* planettracker events: what happens in the sky over a range, in order of time. */
#include "almanac/events_merge.h"
#include "almanac/events_report.h"
#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "sky/ephem.h"
#include "sky/rise.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

#define PIECE_BYTES 32768 /* written at once */

struct job {
    const struct cmd_options *options;
    struct cmd_request *request;
    struct almanac_events_report_request report;
};

static int read_types(struct job *job)
{
    struct almanac_problem problem;
    struct almanac_events_report_request *report = &job->report;
    report->types = almanac_params_has(&job->request->params, ALMANAC_PARAMS_TYPES)
                        ? job->request->params.types
                        : BASE_TEXT(ALMANAC_EVENTS_REPORT_DEFAULT_TYPES);
    if (base_text_equals(report->types, BASE_TEXT("day"))) {
        fprintf(stderr, "planettracker events: whole days are written by planettracker rise\n");
        return CMD_EXIT_USAGE;
    }
    if (almanac_events_report_types(report->types, &report->query, &problem) != BASE_ERR_OK)
        return cmd_options_problem(job->options, &problem);
    if (!almanac_events_merge_needs_place(&report->query) || report->has_place) return -1;
    fprintf(stderr,
            "planettracker events: these types need a place; give --place, or --lat and --lon\n");
    return CMD_EXIT_USAGE;
}

static int read_request(struct job *job)
{
    const struct data_dataset *dataset = job->report.clock.dataset;
    struct almanac_events_report_request *report = &job->report;
    report->has_place = cmd_request_has_place(job->options);
    int code = report->has_place ? cmd_request_read_placed(job->options, dataset, job->request)
                                 : cmd_request_read(job->options, dataset, job->request);
    if (code >= 0) return code;
    cmd_request_default_bodies(job->request, dataset);
    const struct almanac_params *params = &job->request->params;
    report->clock.zone = job->request->zone;
    report->query.air = almanac_params_air(params);
    report->query.bodies = params->bodies;
    report->query.definition = (enum sky_rise_definition)params->definition;
    report->query.horizon_deg = params->horizon_deg;
    report->query.eye_height_m = params->eye_height_m;
    if (report->has_place) report->place = almanac_observer_columns_place_of(params);
    return -1;
}

static int read_span(struct job *job)
{
    const struct data_dataset *dataset = job->report.clock.dataset;
    struct almanac_events_merge_query *query = &job->report.query;
    query->from = cmd_request_instant(job->request, dataset, ALMANAC_PARAMS_START);
    query->until.days = query->from.days + cmd_options_number(job->options, CMD_TABLE_DAYS,
                                                              ALMANAC_EVENTS_REPORT_DEFAULT_DAYS);
    if (!cmd_options_is_set(job->options, CMD_TABLE_TO)) return -1;
    if (cmd_options_is_set(job->options, CMD_TABLE_DAYS))
        return cmd_options_exclude(job->options, CMD_TABLE_TO, CMD_TABLE_DAYS);
    query->until = cmd_request_instant(job->request, dataset, ALMANAC_PARAMS_STOP);
    if (query->until.days >= query->from.days) return -1;
    return cmd_options_invalid_flag(job->options, CMD_TABLE_TO, "an instant not before --from");
}

static int stream(struct job *job)
{
    assert(job->report.query.from.days <= job->report.query.until.days);
    struct almanac_events_report *report;
    struct almanac_problem problem;
    struct sky_fault fault = {0};
    if (almanac_events_report_check(&job->report, false, &problem) != BASE_ERR_OK)
        return cmd_options_problem(job->options, &problem);
    enum base_err err = almanac_events_report_open(&job->report, &report, &fault);
    if (err != BASE_ERR_OK)
        return cmd_request_fault(job->options, job->report.clock.dataset, err, &fault);
    struct base_buf out;
    bool is_written = true;
    base_buf_init(&out, 1u << 20);
    while (err == BASE_ERR_OK && is_written) {
        err = almanac_events_report_append(report, &out, PIECE_BYTES, &fault);
        is_written = cmd_request_flush(&out);
    }
    base_buf_fini(&out);
    almanac_events_report_close(report);
    if (!is_written) return CMD_EXIT_FAILURE;
    return err == BASE_ERR_END
               ? CMD_EXIT_OK
               : cmd_request_fault(job->options, job->report.clock.dataset, err, &fault);
}

static int run(const struct cmd_options *options, const struct data_dataset *dataset,
               struct cmd_request *request)
{
    struct job job = {.options = options, .request = request};
    job.report.clock.dataset = dataset;
    int code = cmd_options_format(options, &job.report.format);
    if (code < 0) code = read_request(&job);
    if (code < 0) code = read_types(&job);
    if (code < 0) code = read_span(&job);
    if (code < 0) code = stream(&job);
    return code;
}

int cmd_events(const struct cmd_options *options)
{
    return cmd_request_run(options, run);
}
