/* What a program computes with: the three kinds of data, how old they are, for how long they hold,
 * and how well UT1 is known with them. */
#ifndef DATA_STATUS_H
#define DATA_STATUS_H

#include "base/hash.h"
#include "data/dataset.h"
#include "data/dir.h"

#define DATA_STATUS_AHEAD 4 /* how far ahead the doubt of UT1 is told: now, 30, 90, 365 days */

struct data_status_item {
    enum data_dataset_part part;
    const char *name;   /* "earth-rotation", "leap-seconds", "ephemeris" */
    const char *source; /* the file's path, or "embedded"; borrowed from the store */
    bool is_embedded;
    bool has_meta; /* it was fetched by `data update` */
    struct data_dir_meta meta;
    struct sky_tt from, until;    /* what it covers */
    struct sky_tt measured_until; /* of the Earth's rotation: later is prediction */
    bool has_age;
    double age_s;    /* since the last measurement; of others, since they were fetched */
    bool is_expired; /* it says nothing about the instant of the inventory */
};

struct data_status {
    const struct data_dataset *store; /* borrowed */
    struct sky_tt now;
    struct data_status_item items[DATA_DATASET_PARTS];
    struct {
        int days;
        enum sky_earth_orientation_source source;
        double uncertainty_s; /* 99.7 of 100 errors are smaller */
    } ut1[DATA_STATUS_AHEAD];
};

/* Cost  reads three small files */
void data_status_fill(const struct data_dataset *store, struct sky_tt now,
                      struct data_status *inventory);

/* The SHA-256 of the bytes that an item was read from: recorded when they were downloaded, or
 * computed now.
 *
 * Gives  sha256 in hex; false if the file cannot be read
 * Cost   5 ns a byte when it is computed
 */
bool data_status_sha256(const struct data_status_item *item, char sha256[BASE_HASH_SHA256_HEX + 1]);

#endif
