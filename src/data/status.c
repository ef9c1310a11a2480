/* The age of data is that of their content, not that of their files. */
#include "data/status.h"

#include "base/bytes.h"
#include "base/err.h"
#include "base/file.h"
#include "data/embedded.h"
#include "data/time_text.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/ephem.h"
#include "sky/uncertainty.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const int AHEAD_DAYS[DATA_STATUS_AHEAD] = {0, 30, 90, 365};

static struct sky_tt at_utc_days(const struct data_dataset *dataset, double days)
{
    struct sky_tt tt = {days};
    int64_t posix_s = llround((days + 0.5) * SKY_DAY_S) + INT64_C(946684800);
    enum base_err err =
        sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, posix_s, 0, &tt);
    (void)err; /* for a year beyond the calendar, the days are used unchanged */
    return tt;
}

static void fill_range(const struct data_dataset *dataset, struct data_status_item *item)
{
    const struct sky_earth_orientation *orient = &dataset->sky.orient;
    double from_days = 0.0, until_days = 0.0, measured_days = 0.0;
    switch (item->part) {
    case DATA_DATASET_ROTATION:
        from_days = orient->spin.first_mjd - SKY_J2000_MJD;
        until_days = from_days + orient->spin.days - 1;
        measured_days = orient->spin.last_measured_mjd - SKY_J2000_MJD;
        break;
    case DATA_DATASET_LEAPS:
        from_days = dataset->leaps.table.rows[0].day - 0.5;
        until_days = measured_days = dataset->leaps.expires_day - 0.5;
        break;
    case DATA_DATASET_EPHEMERIS: {
        struct sky_fault limits = {.naif_id = SKY_EPHEM_EARTH_ID};
        (void)sky_ephem_limits(&dataset->sky.spk, SKY_EPHEM_EARTH_ID, &limits);
        item->from = (struct sky_tt){limits.valid_from.days};
        item->until = item->measured_until = (struct sky_tt){limits.valid_until.days};
        return;
    }
    case DATA_DATASET_PARTS:
        assert(false);
        return;
    }
    item->from = at_utc_days(dataset, from_days);
    item->until = at_utc_days(dataset, until_days);
    item->measured_until = at_utc_days(dataset, measured_days);
}

static void fill_item(const struct data_status *status, struct data_status_item *item)
{
#define NAME(part, name, file) name,
    static const char *const NAMES[DATA_DATASET_PARTS] = {DATA_DATASET_PART_LIST(NAME)};
#undef NAME
    const struct data_dataset *dataset = status->dataset;
    const char *path = dataset->path[item->part];
    item->name = NAMES[item->part];
    item->is_embedded = *path == '\0';
    item->source = item->is_embedded ? "embedded" : path;
    item->has_meta = !item->is_embedded && data_dir_meta_read(path, &item->meta) == BASE_ERR_OK;
    fill_range(dataset, item);
    item->is_expired = status->now.days > item->until.days;
    item->has_age = item->part == DATA_DATASET_ROTATION || item->has_meta;
    if (item->part == DATA_DATASET_ROTATION)
        item->age_s = (status->now.days - item->measured_until.days) * SKY_DAY_S;
    else if (item->has_meta)
        item->age_s = (double)data_time_text_posix_us(dataset, status->now) * 1e-6 -
                      (double)item->meta.fetched_s;
}

void data_status_fill(const struct data_dataset *dataset, struct sky_tt now,
                      struct data_status *status)
{
    assert(isfinite(now.days));
    *status = (struct data_status){.dataset = dataset, .now = now};
    for (enum data_dataset_part part = 0; part < DATA_DATASET_PARTS; part++) {
        status->items[part].part = part;
        fill_item(status, &status->items[part]);
    }
    for (int i = 0; i < DATA_STATUS_AHEAD; i++) {
        struct sky_tt when = {now.days + AHEAD_DAYS[i]};
        status->ut1[i].days = AHEAD_DAYS[i];
        status->ut1[i].source = sky_earth_orientation_spin(&dataset->sky.orient, when).source;
        status->ut1[i].uncertainty_s = sky_uncertainty_ut1_s(&dataset->sky.orient, when);
    }
}

static struct base_span embedded(enum data_dataset_part part)
{
    switch (part) {
    case DATA_DATASET_EPHEMERIS:
        return data_embedded_kernel();
    case DATA_DATASET_ROTATION:
        return data_embedded_earth_rotation();
    case DATA_DATASET_LEAPS:
        return data_embedded_leap_seconds();
    case DATA_DATASET_PARTS:
        break;
    }
    assert(false);
    return (struct base_span){0};
}

bool data_status_sha256(const struct data_status_item *item, char sha256[BASE_HASH_SHA256_HEX + 1])
{
    if (item->is_embedded) {
        base_hash_sha256(embedded(item->part), sha256);
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
