/* What every request meets on its way in and out, whatever its route: who asks, how often, under
 * which name; entity tag, compression, headers; counters and the log.
 *
 *     request = server_pipeline_begin(front, request, reply);     NULL: answered already
 *     ... the route's handler fills the reply ...
 *     server_pipeline_end(front, reply, route);
 *
 * A streamed reply is wrapped (server/middleware/stream_filter.h): it is compressed, counted and logged as it leaves.
 */
#ifndef SERVER_PIPELINE_H
#define SERVER_PIPELINE_H

#include "almanac/self_test.h"
#include "data/sha256_steps.h"
#include "net/server.h"
#include "server/middleware/access_log.h"
#include "server/middleware/etag.h"
#include "server/middleware/gzip.h"
#include "server/middleware/metrics.h"
#include "server/middleware/proxies.h"
#include "server/middleware/rate_limit.h"
#include "server/middleware/request_id.h"
#include "server/middleware/response_cache.h"

#define SERVER_PIPELINE_ZIPPED_MAX                                                                 \
    64u /* streams compressed at a time in a thread; further ones are not */

/* What the operator wants of it. A struct of zeros wants nothing: no log, no limit, no proxies. */
struct server_pipeline_wishes {
    const char *access_log;             /* "-", a file; NULL or "off": none; borrowed */
    const char *base_path;              /* "/sky", or NULL; borrowed */
    struct server_rate_limit_rate rate; /* count 0: no limit */
    struct server_proxies proxies;
};

/* What all threads share. */
struct server_pipeline_shared {
    struct server_metrics metrics;
    struct base_text routes[SERVER_METRICS_ROUTES_MAX]; /* names for the metrics and the log */
    struct server_access_log_sink log;
    struct server_rate_limit *limit; /* or NULL */
    struct server_proxies proxies;
    struct base_text base_path;      /* or empty */
    const struct net_server *server; /* whose connections are told; set before it runs, or NULL */
    _Atomic bool is_draining;
};

/* Opens the log, makes the table of the limiter.
 *
 * Fails  SYSTEM (errno says why: the log), MEMORY
 */
BASE_ERR_CHECKED
enum base_err server_pipeline_open(struct server_pipeline_shared *shared,
                                   const struct server_pipeline_wishes *wishes);

/* When no thread runs any more. */
void server_pipeline_close(struct server_pipeline_shared *shared);

/* Whether it wants request->peer to be filled. */
bool server_pipeline_wants_peers(const struct server_pipeline_shared *shared);

/* One thread's. What stands below "the request at hand" is valid from begin to end. */
struct server_pipeline {
    struct server_pipeline_shared *shared;  /* NULL: nothing is logged, counted or limited */
    struct server_metrics_thread *counters; /* NULL without shared */
    struct server_access_log log;
    struct server_request_id_source ids;
    struct server_gzip encode;
    unsigned zipped; /* streams */
    const struct data_dataset *store;
    struct server_etag_seed seed;
    struct almanac_self_test ready;
    struct data_sha256_steps digests[4]; /* of the data: server/status */
    struct server_response_cache recent;

    /* the request at hand */
    /* as the handler sees it: its path is decoded and without the base path */
    const struct net_http_request *request;
    char path_bytes[NET_HTTP_TARGET_MAX_BYTES]; /* where it is decoded to */
    struct net_http_request moved;              /* which is then this one */
    struct base_text path;                      /* as it came */
    uint64_t start_ns;
    char id_bytes[SERVER_REQUEST_ID_MADE_CHARS];
    struct base_text id, accept_encoding, if_none_match, user_agent;
    char client_bytes[SERVER_PROXIES_TEXT_MAX];
    struct base_text client;
    struct server_rate_limit_verdict verdict;
    bool has_verdict;
    char etag[SERVER_ETAG_CHARS];
    bool has_etag;
    struct server_response_cache_asked asked; /* of server_pipeline_recalls */
    enum server_response_cache_found recalled;
};

/* Fills a thread's, before the threads run.
 *
 * Given  shared  borrowed, or NULL
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err server_pipeline_init(struct server_pipeline *front,
                                   struct server_pipeline_shared *shared,
                                   const struct data_dataset *store);
void server_pipeline_fini(struct server_pipeline *front);

/* Takes up another store: the self-test runs again, tags change. */
void server_pipeline_use(struct server_pipeline *front, const struct data_dataset *store);

/* Begins a request.
 *
 * Gives  the request for the handler; NULL when the reply is complete: too many requests, an
 *        address outside the base path
 * Cost   some 80 ns
 */
const struct net_http_request *server_pipeline_begin(struct server_pipeline *front,
                                                     const struct net_http_request *request,
                                                     struct net_http_reply *reply);

/* Whether the same was asked and answered already in this second (server/middleware/response_cache): the reply is then
 * complete but for what server_pipeline_end adds to all. Otherwise that may keep the answer for the next.
 * Only for answers that depend on nothing but the target, Accept, Accept-Encoding, the data and the
 * second. Conditional requests go their own way.
 */
bool server_pipeline_recalls(struct server_pipeline *front, struct net_http_reply *reply);

/* Gives the answer its entity tag, if it turns out to be a 200. For answers that are the same
 * whenever they are asked for, before they are computed.
 *
 * Given  format  which was chosen, any number
 * Gives  true when the client has it: the reply is then a 304 and complete
 */
bool server_pipeline_is_known(struct server_pipeline *front, unsigned format,
                              struct net_http_reply *reply);

/* Ends a request: headers, compression, counters, log. Once for each begin.
 *
 * Given  route  its row in the table
 * Cost   some 150 ns without log and compression
 */
void server_pipeline_end(struct server_pipeline *front, struct net_http_reply *reply,
                         unsigned route);

/* A reply to a request that no handler saw: named, counted and logged like the others. */
void server_pipeline_refused(struct server_pipeline *front, struct net_http_reply *reply);

/* Counts an answer and writes its line of the log. Nothing happens in a front without shared parts.
 *
 * Given  entry  its time and route are filled here
 *        route  its row in the table
 */
void server_pipeline_account(struct server_pipeline *front, struct server_access_log_entry *entry,
                             unsigned route);

/* Microseconds since a front's start_ns. */
uint64_t server_pipeline_elapsed_us(uint64_t start_ns);

/* Writes the log; once a second. */
void server_pipeline_tick(struct server_pipeline *front);

#endif
