/* The document of /api/v1/status: what runs, and what its answers are made of. */
#ifndef APP_STATUS_H
#define APP_STATUS_H

#include "app/metrics.h"
#include "app/ready.h"
#include "app/store.h"
#include "base/buf.h"

enum app_status_data { APP_STATUS_KERNEL, APP_STATUS_LEAPS, APP_STATUS_ROTATION, APP_STATUS_POLE };
#define APP_STATUS_DATA_COUNT 4

struct app_status {
    const struct app_store *store;
    const struct app_ready *ready;
    enum app_ready_state state;
    int64_t unix_s, start_unix_s;
    unsigned threads;
    struct app_metrics_connections connections;
    uint64_t requests, streams;
    const char *sha256[APP_STATUS_DATA_COUNT]; /* NULL: not known (yet) */
};

/* Appends the document. Ages are from the end of what was measured; they and hashes that are not
 * known are null. */
void app_status_append_json(struct base_buf *out, const struct app_status *status);

#endif
