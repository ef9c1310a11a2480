/* The data in use: the source, the age and the validity of each of the three kinds, and how well
 * UT1 is known with them. */
#ifndef DATA_STATUS_H
#define DATA_STATUS_H

#include "base/hash.h"
#include "data/dataset.h"
#include "data/dir.h"
#include "sky/earth_orientation.h"
#include "sky/time.h"

#include <stdbool.h>

#define DATA_STATUS_AHEAD 4 /* instants of the uncertainty of UT1: now, in 30, 90, 365 days */

struct data_status_item {
    enum data_dataset_part part;
    const char *name;   /* "earth-rotation", "leap-seconds", "ephemeris" */
    const char *source; /* the path of the file, or "embedded"; borrowed from the dataset */
    bool is_embedded;
    bool has_meta; /* it was downloaded by `data update` */
    struct data_dir_meta meta;
    struct sky_tt from, until;    /* the range that it covers */
    struct sky_tt measured_until; /* of the Earth's rotation: later rows are predictions */
    bool has_age;
    double age_s;    /* since the last measurement, or since the download */
    bool is_expired; /* it does not cover the present instant */
};

struct data_status {
    const struct data_dataset *dataset; /* borrowed */
    struct sky_tt now;
    struct data_status_item items[DATA_DATASET_PARTS];
    struct {
        int days;
        enum sky_earth_orientation_source source;
        double uncertainty_s; /* three standard deviations */
    } ut1[DATA_STATUS_AHEAD];
};

/* Describes the data of a dataset at an instant.
 *
 * Cost  reads three small files
 */
void data_status_fill(const struct data_dataset *dataset, struct sky_tt now,
                      struct data_status *status);

/* The SHA-256 of the bytes that an item was read from: recorded when they were downloaded, or
 * computed now.
 *
 * Gives  sha256 in hex; false if the file cannot be read
 * Cost   5 ns a byte when it is computed
 */
bool data_status_sha256(const struct data_status_item *item, char sha256[BASE_HASH_SHA256_HEX + 1]);

#endif
