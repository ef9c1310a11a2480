/* The parsers refuse most damage. Checked here is what they need not read: the hash of a list, and
 * every record of a kernel. Source: NAIF, SPK Required Reading: each record begins with the middle
 * and half the length of its interval.
 */
#include "data/verify.h"

#include "data/embedded.h"
#include "data/iers_finals.h"
#include "data/leap_seconds.h"
#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/spk.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define SLACK_S 1.0 /* as sky/spk allows for the first and the last record */

static enum base_err reject(struct base_fault *fault, enum base_err err, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){err, offset, note};
    return err;
}

static bool is_page(struct base_span file)
{
    size_t i = 0;
    while (i < file.size && i < 256 && (file.bytes[i] <= ' ' || file.bytes[i] >= 0x80)) i++;
    return i < file.size && file.bytes[i] == '<';
}

static enum base_err verify_leaps(struct base_span file, struct data_verify *found,
                                  struct base_fault *fault)
{
    struct data_leap_seconds leaps;
    enum base_err err = data_leap_seconds_parse(file, &leaps, fault);
    if (err != BASE_ERR_OK) return err;
    if (!data_leap_seconds_hash_agrees(file))
        return reject(fault, BASE_ERR_FORMAT, file.size,
                      "the SHA-1 at the end of the list does not match its figures");
    found->from_days = leaps.table.rows[0].day - 0.5;
    found->until_days = found->measured_until_days = leaps.expires_day - 0.5;
    found->published = "sha1";
    return BASE_ERR_OK;
}

/* Joins the rows to the table inside the program, as data/dataset will do. */
static enum base_err verify_join(const struct data_iers_finals *finals, struct base_fault *fault)
{
    struct data_leap_seconds leaps;
    struct sky_earth_orientation orient;
    void *memory = NULL;
    enum base_err err = data_leap_seconds_parse(data_embedded_leap_seconds(), &leaps, fault);
    if (err == BASE_ERR_OK)
        err = sky_earth_orientation_open(data_embedded_cip(), data_embedded_earth_rotation(),
                                         &orient, fault);
    if (err == BASE_ERR_OK) err = data_iers_finals_join(finals, &leaps, &orient, &memory, fault);
    free(memory);
    return err;
}

static enum base_err verify_finals(struct base_span file, struct data_verify *found,
                                   struct base_fault *fault)
{
    struct data_iers_finals finals;
    enum base_err err = data_iers_finals_parse(file, &finals, fault);
    if (err != BASE_ERR_OK) return err;
    err = verify_join(&finals, fault);
    found->from_days = finals.first_mjd - SKY_J2000_MJD;
    found->until_days = found->from_days + finals.days - 1;
    found->measured_until_days = finals.last_measured_mjd - SKY_J2000_MJD;
    found->ut1_error_s = finals.last_error_s;
    data_iers_finals_free(&finals);
    return err;
}

/* Whether every record of a segment has the time of its interval and finite numbers. */
static enum base_err verify_segment(const struct sky_spk_segment *segment, struct base_span file,
                                    struct base_fault *fault)
{
    assert(segment->interval_s > 0.0 && segment->record_bytes >= 16);
    double half_s = segment->interval_s / 2;
    for (int i = 0; i < segment->intervals; i++) {
        const unsigned char *record = segment->records + (size_t)i * segment->record_bytes;
        struct base_span span = {record, segment->record_bytes};
        double middle_s = segment->start_s + (2 * i + 1) * half_s;
        bool is_sound = fabs(base_bytes_f64(span, 0) - middle_s) <= SLACK_S &&
                        fabs(base_bytes_f64(span, 8) - half_s) <= SLACK_S;
        for (size_t at = 16; at < span.size && is_sound; at += 8)
            is_sound = isfinite(base_bytes_f64(span, at));
        if (!is_sound)
            return reject(fault, BASE_ERR_FORMAT, (size_t)(record - file.bytes),
                          "a record of the kernel is damaged");
    }
    return BASE_ERR_OK;
}

static enum base_err verify_kernel(struct base_span file, struct data_verify *found,
                                   struct base_fault *fault)
{
    struct sky_spk spk;
    enum base_err err = sky_spk_open(file, &spk, fault);
    if (err != BASE_ERR_OK) return err;
    if (!(sky_ephem_bodies(&spk) >> SKY_BODY_SUN & 1u))
        return reject(fault, BASE_ERR_MISSING, 76,
                      "the kernel has no Earth or no Sun tied to the barycentre");
    for (int i = 0; i < spk.count && err == BASE_ERR_OK; i++)
        err = verify_segment(&spk.segments[i], file, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_fault limits = {.naif_id = SKY_EPHEM_EARTH_ID};
    (void)sky_ephem_limits(&spk, SKY_EPHEM_EARTH_ID, &limits);
    found->from_days = limits.valid_from.days;
    found->until_days = found->measured_until_days = limits.valid_until.days;
    return BASE_ERR_OK;
}

enum base_err data_verify_file(enum data_dataset_part part, struct base_span file,
                               struct data_verify *found, struct base_fault *fault)
{
    struct data_verify checked = {0};
    enum base_err err = BASE_ERR_FORMAT;
    if (file.size == 0) return reject(fault, err, 0, "an empty file");
    if (is_page(file)) return reject(fault, err, 0, "a page of HTML or XML");
    switch (part) {
    case DATA_DATASET_ROTATION:
        err = verify_finals(file, &checked, fault);
        break;
    case DATA_DATASET_LEAPS:
        err = verify_leaps(file, &checked, fault);
        break;
    case DATA_DATASET_EPHEMERIS:
        err = verify_kernel(file, &checked, fault);
        break;
    case DATA_DATASET_PARTS:
        assert(0);
    }
    if (err == BASE_ERR_OK) *found = checked;
    return err;
}
