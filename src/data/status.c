/* The age of data: measured by what they cover, not by the times of files. */
#include "data/status.h"

#include "almanac/report_parts.h"
#include "base/file.h"
#include "data/embedded.h"
#include "data/time_text.h"
#include "format/json.h"
#include "sky/const.h"

#include <math.h>

static const int AHEAD_DAYS[DATA_STATUS_AHEAD] = {0, 30, 90, 365};

static struct sky_tt at_utc_days(const struct data_dataset *store, double days)
{
    struct sky_tt tt = {days};
    int64_t posix_s = llround((days + 0.5) * SKY_DAY_S) + INT64_C(946684800);
    enum base_err err =
        sky_time_tt_of_posix(&store->sky.leaps, &store->sky.orient, posix_s, 0, &tt);
    (void)err; /* a year beyond the calendar: the days as they are will do */
    return tt;
}

static void cover(const struct data_dataset *store, struct data_status_item *item)
{
    const struct sky_earth_orientation *orient = &store->sky.orient;
    double from_days, until_days, measured_days;
    switch (item->part) {
    case DATA_DATASET_ROTATION:
        from_days = orient->spin.first_mjd - SKY_J2000_MJD;
        until_days = from_days + orient->spin.days - 1;
        measured_days = orient->spin.last_measured_mjd - SKY_J2000_MJD;
        break;
    case DATA_DATASET_LEAPS:
        from_days = store->leaps.table.rows[0].day - 0.5;
        until_days = measured_days = store->leaps.expires_day - 0.5;
        break;
    default: {
        struct sky_fault limits = {.naif_id = SKY_EPHEM_EARTH_ID};
        (void)sky_ephem_limits(&store->sky.spk, SKY_EPHEM_EARTH_ID, &limits);
        item->from = (struct sky_tt){limits.valid_from.days};
        item->until = item->measured_until = (struct sky_tt){limits.valid_until.days};
        return;
    }
    }
    item->from = at_utc_days(store, from_days);
    item->until = at_utc_days(store, until_days);
    item->measured_until = at_utc_days(store, measured_days);
}

static void fill_item(const struct data_status *inventory, struct data_status_item *item)
{
    static const char *const NAMES[DATA_DATASET_PARTS] = {
        [DATA_DATASET_EPHEMERIS] = "ephemeris",
        [DATA_DATASET_ROTATION] = "earth-rotation",
        [DATA_DATASET_LEAPS] = "leap-seconds",
    };
    const struct data_dataset *store = inventory->store;
    const char *path = store->path[item->part];
    item->name = NAMES[item->part];
    item->is_embedded = *path == '\0';
    item->source = item->is_embedded ? "embedded" : path;
    item->has_meta = !item->is_embedded && data_dir_meta_read(path, &item->meta) == BASE_ERR_OK;
    cover(store, item);
    item->is_expired = inventory->now.days > item->until.days;
    item->has_age = item->part == DATA_DATASET_ROTATION || item->has_meta;
    if (item->part == DATA_DATASET_ROTATION)
        item->age_s = (inventory->now.days - item->measured_until.days) * SKY_DAY_S;
    else if (item->has_meta)
        item->age_s = (double)data_time_text_posix_us(store, inventory->now) * 1e-6 -
                      (double)item->meta.fetched_s;
}

void data_status_fill(const struct data_dataset *store, struct sky_tt now,
                      struct data_status *inventory)
{
    *inventory = (struct data_status){.store = store, .now = now};
    for (enum data_dataset_part part = 0; part < DATA_DATASET_PARTS; part++) {
        inventory->items[part].part = part;
        fill_item(inventory, &inventory->items[part]);
    }
    for (int i = 0; i < DATA_STATUS_AHEAD; i++) {
        struct sky_tt when = {now.days + AHEAD_DAYS[i]};
        inventory->ut1[i].days = AHEAD_DAYS[i];
        inventory->ut1[i].source = sky_earth_orientation_spin(&store->sky.orient, when).source;
        inventory->ut1[i].uncertainty_s = sky_uncertainty_ut1_s(&store->sky.orient, when);
    }
}

/* The hash of an item's bytes as it is known from its fetching, or computed: 5 ns a byte. False
 * when the file cannot be read. */
static bool find_sha256(const struct data_status_item *item, char sha256[BASE_HASH_SHA256_HEX + 1])
{
    struct base_span (*const embedded[DATA_DATASET_PARTS])(void) = {
        [DATA_DATASET_EPHEMERIS] = data_embedded_kernel,
        [DATA_DATASET_ROTATION] = data_embedded_earth_rotation,
        [DATA_DATASET_LEAPS] = data_embedded_leap_seconds,
    };
    if (item->is_embedded) {
        base_hash_sha256(embedded[item->part](), sha256);
        return true;
    }
    if (item->has_meta && item->meta.sha256[0] != '\0') {
        memcpy(sha256, item->meta.sha256, sizeof item->meta.sha256);
        return true;
    }
    struct base_span file;
    if (base_file_map(item->source, &file) != BASE_ERR_OK) return false;
    base_hash_sha256(file, sha256);
    base_file_unmap(file);
    return true;
}

/* ---- JSON ---- */

static void append_time(struct base_buf *out, const struct data_dataset *store, const char *name,
                        struct sky_tt when)
{
    base_buf_append_format(out, ", \"%s\": \"", name);
    data_time_text_append(out, store, when, 0);
    base_buf_append_string(out, "\"");
}

static void append_posix(struct base_buf *out, const struct data_dataset *store, const char *name,
                         bool is_known, int64_t posix_s)
{
    struct sky_tt when;
    if (is_known && posix_s > 0 &&
        sky_time_tt_of_posix(&store->sky.leaps, &store->sky.orient, posix_s, 0, &when) ==
            BASE_ERR_OK)
        append_time(out, store, name, when);
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

static void append_item(struct base_buf *out, const struct data_status *inventory,
                        const struct data_status_item *item)
{
    const struct data_dataset *store = inventory->store;
    char sha256[BASE_HASH_SHA256_HEX + 1] = "";
    base_buf_append_format(out, "{\"name\": \"%s\"", item->name);
    append_text(out, "source", item->source);
    append_text(out, "url", item->has_meta ? item->meta.url : "");
    append_posix(out, store, "fetched", item->has_meta, item->meta.fetched_s);
    append_posix(out, store, "checked", item->has_meta, item->meta.checked_s);
    if (item->has_age)
        base_buf_append_format(out, ", \"age_s\": %.0f", item->age_s);
    else
        base_buf_append_string(out, ", \"age_s\": null");
    append_time(out, store, "from", item->from);
    append_time(out, store, "measured_until", item->measured_until);
    append_time(out, store, "until", item->until);
    base_buf_append_format(out, ", \"expired\": %s", item->is_expired ? "true" : "false");
    (void)find_sha256(item, sha256);
    append_text(out, "sha256", sha256);
    base_buf_append_string(out, "}");
}

void data_status_append_json(struct base_buf *out, const struct data_status *inventory)
{
    base_buf_append_string(out, "{\"now\": \"");
    data_time_text_append(out, inventory->store, inventory->now, 0);
    base_buf_append_string(out, "\", \"data\": [");
    for (int i = 0; i < DATA_DATASET_PARTS; i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        append_item(out, inventory, &inventory->items[i]);
    }
    base_buf_append_string(out, "], \"ut1\": [");
    for (int i = 0; i < DATA_STATUS_AHEAD; i++)
        base_buf_append_format(
            out, "%s{\"days_ahead\": %d, \"ut1_source\": \"%s\", \"uncertainty_s\": %.5f}",
            i > 0 ? ", " : "", inventory->ut1[i].days,
            almanac_report_parts_ut1_source(inventory->ut1[i].source),
            inventory->ut1[i].uncertainty_s);
    base_buf_append_string(out, "]}\n");
}

/* ---- for people ---- */

static void append_date(struct base_buf *out, const struct data_dataset *store, struct sky_tt when)
{
    char text[40];
    struct base_buf time = {.bytes = text, .room = sizeof text, .max = sizeof text};
    data_time_text_append(&time, store, when, 0);
    size_t length = 0;
    while (length < time.used && text[length] != 'T') length++;
    base_buf_append(out, text, length);
}

static void append_lines(struct base_buf *out, const struct data_status *inventory,
                         const struct data_status_item *item)
{
    const struct data_dataset *store = inventory->store;
    base_buf_append_format(out, "%-15s %s\n%16s", item->name, item->source, "");
    if (item->part == DATA_DATASET_ROTATION) {
        base_buf_append_string(out, "measured until ");
        append_date(out, store, item->measured_until);
        base_buf_append_format(out, ", %.0f days ago; predicted until ", item->age_s / SKY_DAY_S);
    } else {
        base_buf_append_string(out, "from ");
        append_date(out, store, item->from);
        base_buf_append_string(out, " until ");
    }
    append_date(out, store, item->until);
    if (item->is_expired) base_buf_append_string(out, ": EXPIRED");
    base_buf_append_string(out, "\n");
    if (!item->has_meta) return;
    base_buf_append_format(out, "%16sfrom %s\n", "", item->meta.url);
}

void data_status_append_text(struct base_buf *out, const struct data_status *inventory)
{
    for (int i = 0; i < DATA_DATASET_PARTS; i++) append_lines(out, inventory, &inventory->items[i]);
    base_buf_append_string(out, "\nUT1 is known to     ");
    for (int i = 0; i < DATA_STATUS_AHEAD; i++) {
        base_buf_append_format(out, i == 0 ? "%.2f ms now" : ", %.1f ms",
                               inventory->ut1[i].uncertainty_s * 1e3);
        if (i > 0) base_buf_append_format(out, " in %d days", inventory->ut1[i].days);
    }
    base_buf_append_format(out, " (%s now; 1 ms turns the sky by 0.015 arcsec)\n",
                           almanac_report_parts_ut1_source(inventory->ut1[0].source));
}
