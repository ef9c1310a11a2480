/* What every request meets on its way in and out, whatever its route: who asks, how often, under
 * which name; entity tag, compression, headers; counters and the log.
 *
 *     request = app_front_begin(front, request, reply);     NULL: answered already
 *     ... the route's handler fills the reply ...
 *     app_front_end(front, reply, route);
 *
 * A streamed reply is wrapped (app/wrap.h): it is compressed, counted and logged as it leaves.
 */
#ifndef APP_FRONT_H
#define APP_FRONT_H

#include "app/digest.h"
#include "app/encode.h"
#include "app/etag.h"
#include "app/limit.h"
#include "app/log.h"
#include "app/metrics.h"
#include "app/proxies.h"
#include "app/ready.h"
#include "app/recent.h"
#include "app/request_id.h"
#include "net/server.h"

#define APP_FRONT_ZIPPED_MAX                                                                       \
    64u /* streams compressed at a time in a thread; further ones are not */

/* What the operator wants of it. A struct of zeros wants nothing: no log, no limit, no proxies. */
struct app_front_wishes {
    const char *access_log;     /* "-", a file; NULL or "off": none; borrowed */
    const char *base_path;      /* "/sky", or NULL; borrowed */
    struct app_limit_rate rate; /* count 0: no limit */
    struct app_proxies proxies;
};

/* What all threads share. */
struct app_front_shared {
    struct app_metrics metrics;
    struct base_text routes[APP_METRICS_ROUTES_MAX]; /* names for the metrics and the log */
    struct app_log_sink log;
    struct app_limit *limit; /* or NULL */
    struct app_proxies proxies;
    struct base_text base_path;      /* or empty */
    const struct net_server *server; /* whose connections are told; set before it runs, or NULL */
    _Atomic bool is_draining;
};

/* Opens the log, makes the table of the limiter.
 *
 * Fails  SYSTEM (errno says why: the log), MEMORY
 */
BASE_ERR_CHECKED
enum base_err app_front_open(struct app_front_shared *shared,
                             const struct app_front_wishes *wishes);

/* When no thread runs any more. */
void app_front_close(struct app_front_shared *shared);

/* Whether it wants request->peer to be filled. */
bool app_front_wants_peers(const struct app_front_shared *shared);

/* One thread's. What stands below "the request at hand" is valid from begin to end. */
struct app_front {
    struct app_front_shared *shared;     /* NULL: nothing is logged, counted or limited */
    struct app_metrics_thread *counters; /* NULL without shared */
    struct app_log log;
    struct app_request_id_source ids;
    struct app_encode encode;
    unsigned zipped; /* streams */
    const struct app_store *store;
    struct app_etag_seed seed;
    struct app_ready ready;
    struct app_digest digests[4]; /* of the data: app/status */
    struct app_recent recent;

    /* the request at hand */
    /* as the handler sees it: its path is decoded and without the base path */
    const struct net_http_request *request;
    char path_bytes[NET_HTTP_TARGET_MAX_BYTES]; /* where it is decoded to */
    struct net_http_request moved;              /* which is then this one */
    struct base_text path;                      /* as it came */
    uint64_t start_ns;
    char id_bytes[APP_REQUEST_ID_MADE_CHARS];
    struct base_text id, accept_encoding, if_none_match, user_agent;
    char client_bytes[APP_PROXIES_TEXT_MAX];
    struct base_text client;
    struct app_limit_verdict verdict;
    bool has_verdict;
    char etag[APP_ETAG_CHARS];
    bool has_etag;
    struct app_recent_asked asked; /* of app_front_recalls */
    enum app_recent_found recalled;
};

/* Fills a thread's, before the threads run.
 *
 * Given  shared  borrowed, or NULL
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err app_front_init(struct app_front *front, struct app_front_shared *shared,
                             const struct app_store *store);
void app_front_fini(struct app_front *front);

/* Takes up another store: the self-test runs again, tags change. */
void app_front_use(struct app_front *front, const struct app_store *store);

/* Begins a request.
 *
 * Gives  the request for the handler; NULL when the reply is complete: too many requests, an
 *        address outside the base path
 * Cost   some 80 ns
 */
const struct net_http_request *app_front_begin(struct app_front *front,
                                               const struct net_http_request *request,
                                               struct net_http_reply *reply);

/* Whether the same was asked and answered already in this second (app/recent): the reply is then
 * complete but for what app_front_end adds to all. Otherwise that may keep the answer for the next.
 * Only for answers that depend on nothing but the target, Accept, Accept-Encoding, the data and the
 * second. Conditional requests go their own way.
 */
bool app_front_recalls(struct app_front *front, struct net_http_reply *reply);

/* Gives the answer its entity tag, if it turns out to be a 200. For answers that are the same
 * whenever they are asked for, before they are computed.
 *
 * Given  format  which was chosen, any number
 * Gives  true when the client has it: the reply is then a 304 and complete
 */
bool app_front_is_known(struct app_front *front, unsigned format, struct net_http_reply *reply);

/* Ends a request: headers, compression, counters, log. Once for each begin.
 *
 * Given  route  its row in the table
 * Cost   some 150 ns without log and compression
 */
void app_front_end(struct app_front *front, struct net_http_reply *reply, unsigned route);

/* A reply to a request that no handler saw: named, counted and logged like the others. */
void app_front_refused(struct app_front *front, struct net_http_reply *reply);

/* Counts an answer and writes its line of the log. Nothing happens in a front without shared parts.
 *
 * Given  entry  its time and route are filled here
 *        route  its row in the table
 */
void app_front_account(struct app_front *front, struct app_log_entry *entry, unsigned route);

/* Microseconds since a front's start_ns. */
uint64_t app_front_elapsed_us(uint64_t start_ns);

/* Writes the log; once a second. */
void app_front_tick(struct app_front *front);

#endif
