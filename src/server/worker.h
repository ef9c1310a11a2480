/* What all threads of the server share, what one thread owns, and the request that it handles.
 */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "almanac/params.h"
#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/dataset_live.h"
#include "data/sha256_steps.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/frontend.h"
#include "server/middleware/access_log.h"
#include "server/middleware/etag.h"
#include "server/middleware/gzip.h"
#include "server/middleware/metrics.h"
#include "server/middleware/proxies.h"
#include "server/middleware/rate_limit.h"
#include "server/middleware/request_id.h"
#include "server/middleware/response_cache.h"
#include "server/route.h"
#include "server/self_test.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define SERVER_WORKER_DIGESTS 4 /* hashes of data files, see server/status */

/* What all threads share. */
struct server_shared {
    const struct data_dataset *dataset; /* borrowed; NULL when there is a live dataset */
    struct data_dataset_live *live;     /* whose data may be replaced, or NULL; borrowed */
    int web_root;                     /* an open folder that replaces the embedded page; -1: none */
    atomic_uint streams;              /* open event streams of all threads */
    unsigned streams_max;             /* beyond: 503 */
    struct server_frontend *frontend; /* or NULL: no log, no counters, no limits */
};

/* One request on its way through the pipeline. */
struct server_exchange {
    const struct net_http_request *request;     /* its path is decoded and without the base path */
    char path_bytes[NET_HTTP_TARGET_MAX_BYTES]; /* the decoded path */
    struct net_http_request rewritten;          /* *request, when the path has changed */
    struct base_text path;                      /* as received, for the log */
    const struct server_route *route;
    unsigned route_row;    /* of the route table */
    struct base_text rest; /* of the path, after the route's own */
    uint64_t start_ns;     /* monotonic */
    char id_bytes[SERVER_REQUEST_ID_MADE_CHARS];
    struct base_text id, accept_encoding, if_none_match, user_agent;
    char client_bytes[SERVER_PROXIES_TEXT_MAX];
    struct server_proxies_address client_address;
    struct base_text client; /* the same as text: an address, "unix", or empty */
    struct server_rate_limit_decision verdict;
    bool has_verdict;
    char etag[SERVER_ETAG_CHARS];
    bool has_etag;
    struct server_response_cache_key asked;
    enum server_response_cache_found found; /* in the response cache */
    bool is_compressed;
};

/* What one thread owns. */
struct server_worker {
    struct almanac_workspace work; /* with the request in progress */
    struct server_shared *shared;
    const struct server_route_table *routes;
    unsigned generation;                    /* of the data */
    struct server_metrics_thread *counters; /* NULL without a frontend */
    struct server_access_log log;
    struct server_request_id_source ids;
    struct server_gzip gzip;
    unsigned compressed_streams; /* open now */
    struct server_etag_seed seed;
    struct server_self_test self_test;
    struct data_sha256_steps digests[SERVER_WORKER_DIGESTS];
    struct server_response_cache cache;
    struct { /* what the last reader of a stream received, for the next one */
        struct almanac_params params;
        struct base_buf text;
    } last_data;
    struct server_exchange exchange;
};

/* Makes the state of one thread.
 *
 * Given  shared  borrowed, as its dataset is
 *        routes  borrowed
 * Gives  NULL without memory
 * Owns   the caller passes it to server_worker_free
 */
struct server_worker *server_worker_create(struct server_shared *shared,
                                           const struct server_route_table *routes);

/* Frees a worker; fits net_server_config.thread_state_free. */
void server_worker_free(void *worker);

/* The work of each second: changes to new data, writes the log; fits net_server_config.tick. */
void server_worker_tick(void *worker);

/* Changes to new data, if there are any, and drops what was computed from the old. Between
 * requests.
 */
void server_worker_refresh(struct server_worker *worker);

/* Changes to a dataset: the self-test runs again, entity tags change. Public for its test. */
void server_worker_change_data(struct server_worker *worker, const struct data_dataset *dataset);

#endif
