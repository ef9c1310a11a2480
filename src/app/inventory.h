/* What a program computes with: the three kinds of data, how old they are, for how long they hold,
 * and how well UT1 is known with them. */
#ifndef APP_INVENTORY_H
#define APP_INVENTORY_H

#include "app/folder.h"
#include "app/store.h"
#include "base/buf.h"

#define APP_INVENTORY_AHEAD 4 /* how far ahead the doubt of UT1 is told: now, 30, 90, 365 days */

struct app_inventory_item {
    enum app_store_part part;
    const char *name;   /* "earth-rotation", "leap-seconds", "ephemeris" */
    const char *source; /* the file's path, or "embedded"; borrowed from the store */
    bool is_embedded;
    bool has_meta; /* it was fetched by `data update` */
    struct app_folder_meta meta;
    struct sky_tt from, until;    /* what it covers */
    struct sky_tt measured_until; /* of the Earth's rotation: later is prediction */
    bool has_age;
    double age_s;    /* since the last measurement; of others, since they were fetched */
    bool is_expired; /* it says nothing about the instant of the inventory */
};

struct app_inventory {
    const struct app_store *store; /* borrowed */
    struct sky_tt now;
    struct app_inventory_item items[APP_STORE_PARTS];
    struct {
        int days;
        enum sky_orient_source source;
        double uncertainty_s; /* 99.7 of 100 errors are smaller */
    } ut1[APP_INVENTORY_AHEAD];
};

/* Cost  reads three small files */
void app_inventory_fill(const struct app_store *store, struct sky_tt now,
                        struct app_inventory *inventory);

/* {"now", "data": [{"name", "source", "url", "fetched", "checked", "age_s", "from",
 * "measured_until", "until", "expired", "sha256"}], "ut1": [{"days_ahead", "ut1_source",
 * "uncertainty_s"}]}: null for what is not known. One line. */
void app_inventory_append_json(struct base_buf *out, const struct app_inventory *inventory);

/* For people. */
void app_inventory_append_text(struct base_buf *out, const struct app_inventory *inventory);

#endif
