/* Counts requests, computes percentiles and writes both forms of the report. */
#include "cmd/load_report.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const struct {
    const char *text, *json;
    double percent;
} PERCENTILES[] = {
    {"median", "p50", 50.0}, {"90 %", "p90", 90.0}, {"99 %", "p99", 99.0}, {"max", "max", 100.0}};
#define PERCENTILE_COUNT (sizeof PERCENTILES / sizeof *PERCENTILES)

static const char *const ERROR_NAMES[BASE_ERR_COUNT] = {
    [BASE_ERR_FORMAT] = "format",  [BASE_ERR_LIMIT] = "limit",         [BASE_ERR_MEMORY] = "memory",
    [BASE_ERR_SYSTEM] = "system",  [BASE_ERR_CANCELLED] = "cancelled", [BASE_ERR_LATE] = "late",
    [BASE_ERR_NETWORK] = "network"};

enum base_err cmd_load_report_init(struct cmd_load_report *report, uint64_t requests)
{
    *report = (struct cmd_load_report){.room = requests};
    report->latencies_us = calloc(requests > 0 ? requests : 1, sizeof *report->latencies_us);
    return report->latencies_us == NULL ? BASE_ERR_MEMORY : BASE_ERR_OK;
}

void cmd_load_report_fini(struct cmd_load_report *report)
{
    free(report->latencies_us);
    report->latencies_us = NULL;
}

void cmd_load_report_add_answer(struct cmd_load_report *report, int status, uint64_t latency_us)
{
    assert(report->latencies_us != NULL);
    if (report->answers == report->room) return;
    report->by_status[status >= 0 && status <= CMD_LOAD_REPORT_STATUS_MAX ? status : 0]++;
    report->latencies_us[report->answers++] =
        latency_us < UINT32_MAX ? (uint32_t)latency_us : UINT32_MAX;
}

void cmd_load_report_add_failure(struct cmd_load_report *report, enum base_err err)
{
    assert(err != BASE_ERR_OK && (unsigned)err < BASE_ERR_COUNT);
    report->by_error[err]++;
    report->failures++;
}

uint64_t cmd_load_report_refusals(const struct cmd_load_report *report)
{
    uint64_t refusals = 0;
    for (int status = 400; status <= CMD_LOAD_REPORT_STATUS_MAX; status++)
        refusals += report->by_status[status];
    return refusals;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort(struct cmd_load_report *report)
{
    qsort(report->latencies_us, report->answers, sizeof *report->latencies_us, compare);
}

static uint64_t sorted_latency_us(const struct cmd_load_report *report, double percent)
{
    assert(percent >= 0.0 && percent <= 100.0);
    if (report->answers == 0) return 0;
    double rank = ceil((double)report->answers * percent / 100.0);
    uint64_t at = rank < 1.0 ? 0 : (uint64_t)rank - 1;
    return report->latencies_us[at < report->answers ? at : report->answers - 1];
}

uint64_t cmd_load_report_latency_us(struct cmd_load_report *report, double percent)
{
    assert(percent > 0.0);
    sort(report);
    return sorted_latency_us(report, percent);
}

static double per_second(const struct cmd_load_report *report)
{
    return report->elapsed_us == 0 ? 0.0
                                   : (double)report->answers * 1e6 / (double)report->elapsed_us;
}

void cmd_load_report_append_text(struct base_buf *out, struct cmd_load_report *report)
{
    sort(report);
    base_buf_append_format(
        out,
        "%" PRIu64 " requests in %.3f s, %.0f a second, over %" PRIu64 " connection%s\nstatus ",
        report->answers + report->failures, (double)report->elapsed_us * 1e-6, per_second(report),
        report->connections, report->connections == 1 ? "" : "s");
    for (int status = 0; status <= CMD_LOAD_REPORT_STATUS_MAX; status++)
        if (report->by_status[status] > 0)
            base_buf_append_format(out, "  %d: %" PRIu64, status, report->by_status[status]);
    for (int err = 0; err < BASE_ERR_COUNT; err++)
        if (report->by_error[err] > 0)
            base_buf_append_format(out, "  %s: %" PRIu64, base_err_text((enum base_err)err),
                                   report->by_error[err]);
    base_buf_append_format(out, "\nbytes    %" PRIu64 "\nlatency", report->bytes);
    for (size_t i = 0; i < PERCENTILE_COUNT; i++)
        base_buf_append_format(out, "  %s %.2f ms", PERCENTILES[i].text,
                               (double)sorted_latency_us(report, PERCENTILES[i].percent) * 1e-3);
    base_buf_append_string(out, "\n");
    if (report->retries == 1) base_buf_append_string(out, "tried again once\n");
    if (report->retries > 1)
        base_buf_append_format(out, "tried again %" PRIu64 " times\n", report->retries);
}

static void append_counts(struct base_buf *out, const struct cmd_load_report *report)
{
    const char *separator = "";
    base_buf_append_string(out, "\"status\":{");
    for (int status = 0; status <= CMD_LOAD_REPORT_STATUS_MAX; status++) {
        if (report->by_status[status] == 0) continue;
        base_buf_append_format(out, "%s\"%d\":%" PRIu64, separator, status,
                               report->by_status[status]);
        separator = ",";
    }
    base_buf_append_format(out, "},\"failed\":%" PRIu64 ",\"failures\":{", report->failures);
    separator = "";
    for (int err = 0; err < BASE_ERR_COUNT; err++) {
        if (report->by_error[err] == 0) continue;
        base_buf_append_format(out, "%s\"%s\":%" PRIu64, separator,
                               ERROR_NAMES[err] == NULL ? "other" : ERROR_NAMES[err],
                               report->by_error[err]);
        separator = ",";
    }
    base_buf_append_string(out, "}");
}

void cmd_load_report_append_json(struct base_buf *out, struct cmd_load_report *report)
{
    sort(report);
    base_buf_append_format(
        out, "{\"requests\":%" PRIu64 ",\"elapsed_s\":%.6f,\"requests_per_s\":%.1f,",
        report->answers + report->failures, (double)report->elapsed_us * 1e-6, per_second(report));
    append_counts(out, report);
    base_buf_append_format(out,
                           ",\"bytes\":%" PRIu64 ",\"connections\":%" PRIu64 ",\"retries\":%" PRIu64
                           ",\"latency_ms\":{\"min\":%.3f",
                           report->bytes, report->connections, report->retries,
                           (double)sorted_latency_us(report, 0.0) * 1e-3);
    for (size_t i = 0; i < PERCENTILE_COUNT; i++)
        base_buf_append_format(out, ",\"%s\":%.3f", PERCENTILES[i].json,
                               (double)sorted_latency_us(report, PERCENTILES[i].percent) * 1e-3);
    base_buf_append_string(out, "}}\n");
}
