/* The document of /api/v1/status: version, uptime, counts, and the data in use. */
#ifndef SERVER_STATUS_H
#define SERVER_STATUS_H

#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "server/middleware/metrics.h"
#include "server/self_test.h"

#include <stdint.h>

enum server_status_data {
    SERVER_STATUS_KERNEL,
    SERVER_STATUS_LEAPS,
    SERVER_STATUS_ROTATION,
    SERVER_STATUS_POLE
};
#define SERVER_STATUS_DATA_COUNT 4

struct server_status {
    struct base_text base_path; /* before the address of each link; or empty */
    const struct data_dataset *dataset;
    const struct server_self_test *ready;
    enum server_self_test_state state;
    int64_t unix_s, start_unix_s;
    unsigned threads;
    struct server_metrics_connections connections;
    uint64_t requests, streams;
    const char *sha256[SERVER_STATUS_DATA_COUNT]; /* NULL: not known, or not yet */
};

/* Appends the document. Ages are from the end of what was measured; they and hashes that are not
 * known are null. */
void server_status_append_json(struct base_buf *out, const struct server_status *status);

#endif
