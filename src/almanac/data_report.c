/* The values are data/status; here they become a JSON document and lines for a terminal. */
#include "almanac/data_report.h"

#include "almanac/provenance.h"
#include "base/hash.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "format/json.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- JSON ---- */

static void append_time(struct base_buf *out, const struct data_dataset *dataset, const char *name,
                        struct sky_tt when)
{
    base_buf_append_format(out, ", \"%s\": \"", name);
    data_time_text_append(out, dataset, when, 0);
    base_buf_append_string(out, "\"");
}

static void append_posix(struct base_buf *out, const struct data_dataset *dataset, const char *name,
                         bool is_known, int64_t posix_s)
{
    struct sky_tt when;
    if (is_known && posix_s > 0 &&
        sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, posix_s, 0, &when) ==
            BASE_ERR_OK)
        append_time(out, dataset, name, when);
    else
        base_buf_append_format(out, ", \"%s\": null", name);
}

static void append_text(struct base_buf *out, const char *name, const char *text)
{
    base_buf_append_format(out, ", \"%s\": ", name);
    if (*text == '\0')
        base_buf_append_string(out, "null");
    else
        format_json_append_string(out, base_text_of(text));
}

static void append_item(struct base_buf *out, const struct data_status *status,
                        const struct data_status_item *item)
{
    const struct data_dataset *dataset = status->dataset;
    char sha256[BASE_HASH_SHA256_HEX + 1] = "";
    base_buf_append_format(out, "{\"name\": \"%s\"", item->name);
    append_text(out, "source", item->source);
    append_text(out, "url", item->has_meta ? item->meta.url : "");
    append_posix(out, dataset, "fetched", item->has_meta, item->meta.fetched_s);
    append_posix(out, dataset, "checked", item->has_meta, item->meta.checked_s);
    if (item->has_age)
        base_buf_append_format(out, ", \"age_s\": %.0f", item->age_s);
    else
        base_buf_append_string(out, ", \"age_s\": null");
    append_time(out, dataset, "from", item->from);
    append_time(out, dataset, "measured_until", item->measured_until);
    append_time(out, dataset, "until", item->until);
    base_buf_append_format(out, ", \"expired\": %s", item->is_expired ? "true" : "false");
    (void)data_status_sha256(item, sha256);
    append_text(out, "sha256", sha256);
    base_buf_append_string(out, "}");
}

void almanac_data_report_append_json(struct base_buf *out, const struct data_status *status)
{
    base_buf_append_string(out, "{\"now\": \"");
    data_time_text_append(out, status->dataset, status->now, 0);
    base_buf_append_string(out, "\", \"data\": [");
    for (int i = 0; i < DATA_DATASET_PARTS; i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        append_item(out, status, &status->items[i]);
    }
    base_buf_append_string(out, "], \"ut1\": [");
    for (int i = 0; i < DATA_STATUS_AHEAD; i++)
        base_buf_append_format(
            out, "%s{\"days_ahead\": %d, \"ut1_source\": \"%s\", \"uncertainty_s\": %.5f}",
            i > 0 ? ", " : "", status->ut1[i].days,
            almanac_provenance_ut1_source(status->ut1[i].source), status->ut1[i].uncertainty_s);
    base_buf_append_string(out, "]}\n");
}

/* ---- for people ---- */

static void append_date(struct base_buf *out, const struct data_dataset *dataset,
                        struct sky_tt when)
{
    char text[40];
    struct base_buf time = {.bytes = text, .room = sizeof text, .max = sizeof text};
    data_time_text_append(&time, dataset, when, 0);
    size_t length = 0;
    while (length < time.used && text[length] != 'T') length++;
    base_buf_append(out, text, length);
}

static void append_lines(struct base_buf *out, const struct data_status *status,
                         const struct data_status_item *item)
{
    const struct data_dataset *dataset = status->dataset;
    base_buf_append_format(out, "%-15s %s\n%16s", item->name, item->source, "");
    if (item->part == DATA_DATASET_ROTATION) {
        assert(item->has_age);
        base_buf_append_string(out, "measured until ");
        append_date(out, dataset, item->measured_until);
        base_buf_append_format(out, ", %.0f days ago; predicted until ", item->age_s / SKY_DAY_S);
    } else {
        base_buf_append_string(out, "from ");
        append_date(out, dataset, item->from);
        base_buf_append_string(out, " until ");
    }
    append_date(out, dataset, item->until);
    if (item->is_expired) base_buf_append_string(out, ": EXPIRED");
    base_buf_append_string(out, "\n");
    if (!item->has_meta) return;
    base_buf_append_format(out, "%16sfrom %s\n", "", item->meta.url);
}

void almanac_data_report_append_text(struct base_buf *out, const struct data_status *status)
{
    for (int i = 0; i < DATA_DATASET_PARTS; i++) append_lines(out, status, &status->items[i]);
    base_buf_append_string(out, "\nUT1 is known to     ");
    for (int i = 0; i < DATA_STATUS_AHEAD; i++) {
        base_buf_append_format(out, i == 0 ? "%.2f ms now" : ", %.1f ms",
                               status->ut1[i].uncertainty_s * 1e3);
        if (i > 0) base_buf_append_format(out, " in %d days", status->ut1[i].days);
    }
    base_buf_append_format(out, " (%s now; 1 ms turns the sky by 0.015 arcsec)\n",
                           almanac_provenance_ut1_source(status->ut1[0].source));
}
