/* The status document. */
#include "server/status.h"

#include "almanac/provenance.h"
#include "base/text.h"
#include "base/version.h"
#include "data/time_text.h"
#include "format/json.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/time.h"
#include "sky/uncertainty.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define J2000_UNIX_DAYS 10957.5 /* 1970-01-01T00:00 to 2000-01-01T12:00 */

static bool find_instant(const struct data_dataset *dataset, double unix_s, struct sky_tt *when)
{
    return isfinite(unix_s) && fabs(unix_s) < 1e12 &&
           sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, (int64_t)unix_s, 0,
                                 when) == BASE_ERR_OK;
}

static void append_instant(struct base_buf *out, const struct data_dataset *dataset,
                           const char *name, double unix_s)
{
    struct sky_tt when;
    base_buf_append_format(out, ", \"%s\": ", name);
    if (!find_instant(dataset, unix_s, &when)) {
        base_buf_append_string(out, "null");
        return;
    }
    base_buf_append_string(out, "\"");
    data_time_text_append(out, dataset, when, 0);
    base_buf_append_string(out, "\"");
}

struct data {
    const char *name, *source, *sha256;
    double from_s, until_s, age_s; /* NAN: none */
};

static void append_data(struct base_buf *out, const struct server_status *status,
                        const struct data *data)
{
    base_buf_append_format(out, "{\"name\": \"%s\", \"source\": ", data->name);
    format_json_append_string(out, base_text_of(data->source));
    base_buf_append_format(
        out, data->sha256 != NULL ? ", \"sha256\": \"%s\"" : ", \"sha256\": null", data->sha256);
    append_instant(out, status->dataset, "from", data->from_s);
    append_instant(out, status->dataset, "until", data->until_s);
    if (isfinite(data->age_s))
        base_buf_append_format(out, ", \"age_s\": %.0f}", data->age_s);
    else
        base_buf_append_string(out, ", \"age_s\": null}");
}

/* The file's own name, or what the data inside the program are. */
static const char *source_of(const struct data_dataset *dataset, enum data_dataset_part part,
                             const char *embedded)
{
    const char *path = dataset->path[part], *slash = strrchr(path, '/');
    if (*path == '\0') return embedded;
    return slash != NULL ? slash + 1 : path;
}

static void append_all_data(struct base_buf *out, const struct server_status *status)
{
    const struct sky_earth_orientation *orient = &status->dataset->sky.orient;
    const struct server_metrics_ages ages = server_metrics_ages_of(status->dataset);
    const double cip_from_s = (orient->cip.from_days + J2000_UNIX_DAYS) * SKY_DAY_S;
    const struct data rows[SERVER_STATUS_DATA_COUNT] = {
        [SERVER_STATUS_KERNEL] = {"ephemeris", status->dataset->source, NULL, ages.kernel_from_s,
                                  ages.kernel_until_s, (double)NAN},
        [SERVER_STATUS_LEAPS] = {"leap-seconds",
                                 source_of(status->dataset, DATA_DATASET_LEAPS,
                                           "IERS leap-seconds.list"),
                                 NULL, ages.leaps_from_s, ages.leaps_until_s, (double)NAN},
        [SERVER_STATUS_ROTATION] = {"earth-rotation",
                                    source_of(status->dataset, DATA_DATASET_ROTATION,
                                              "IERS C01, C04 and Bulletin A"),
                                    NULL, ages.ut1_from_s, ages.ut1_predicted_until_s,
                                    (double)status->unix_s - ages.ut1_measured_until_s},
        [SERVER_STATUS_POLE] = {"celestial-pole", "IAU 2006/2000A by ERFA", NULL, cip_from_s,
                                cip_from_s + orient->cip.cells * orient->cip.cell_days * SKY_DAY_S,
                                (double)NAN},
    };
    for (size_t i = 0; i < SERVER_STATUS_DATA_COUNT; i++) {
        struct data row = rows[i];
        row.sha256 = status->sha256[i];
        if (i > 0) base_buf_append_string(out, ", ");
        append_data(out, status, &row);
    }
}

static void append_ut1(struct base_buf *out, const struct server_status *status)
{
    static const char *const names[] = {[SKY_EARTH_ORIENTATION_MEASURED] = "measured",
                                        [SKY_EARTH_ORIENTATION_PREDICTED] = "predicted",
                                        [SKY_EARTH_ORIENTATION_HELD] = "held",
                                        [SKY_EARTH_ORIENTATION_HISTORIC] = "historic",
                                        [SKY_EARTH_ORIENTATION_MODEL] = "model"};
    const struct sky_earth_orientation *orient = &status->dataset->sky.orient;
    const struct server_metrics_ages ages = server_metrics_ages_of(status->dataset);
    struct sky_tt now;
    bool is_known = find_instant(status->dataset, (double)status->unix_s, &now);
    assert(!is_known || names[sky_earth_orientation_spin(orient, now).source] != NULL);
    base_buf_append_format(out, ", \"ut1\": {\"source\": \"%s\", \"uncertainty_s\": %.6f",
                           is_known ? names[sky_earth_orientation_spin(orient, now).source]
                                    : "unknown",
                           is_known ? sky_uncertainty_ut1_s(orient, now) : 0.0);
    append_instant(out, status->dataset, "measured_until", ages.ut1_measured_until_s);
    append_instant(out, status->dataset, "predicted_until", ages.ut1_predicted_until_s);
    base_buf_append_string(out, "}");
}

void server_status_append_json(struct base_buf *out, const struct server_status *status)
{
    static const char *const states[] = {"ready", "failing", "draining"};
    assert((unsigned)status->state < sizeof states / sizeof *states);
    base_buf_append_format(out, "{\"version\": \"" BASE_VERSION "\", \"status\": \"%s\"",
                           states[status->state]);
    append_instant(out, status->dataset, "started", (double)status->start_unix_s);
    base_buf_append_format(out, ", \"uptime_s\": %lld, \"threads\": %u, \"data\": [",
                           (long long)(status->unix_s - status->start_unix_s), status->threads);
    append_all_data(out, status);
    base_buf_append_string(out, "]");
    append_ut1(out, status);
    base_buf_append_format(
        out, ", \"self_test\": {\"passed\": %s, \"positions\": %d, \"largest_error_arcsec\": %.3f}",
        status->ready->is_passed ? "true" : "false", status->ready->checked,
        status->ready->worst_arcsec);
    base_buf_append_format(
        out,
        ", \"counts\": {\"requests\": %llu, \"connections\": %llu, \"connections_open\": %llu, "
        "\"refusals\": %llu, \"streams_open\": %llu}",
        (unsigned long long)status->requests, (unsigned long long)status->connections.accepted,
        (unsigned long long)status->connections.open,
        (unsigned long long)status->connections.refused, (unsigned long long)status->streams);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_links(out, status->base_path, "/api/v1/status");
    base_buf_append_string(out, "}\n");
}
