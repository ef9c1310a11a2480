/* What an operator sets for all requests, and what all threads share for it: the access log, the
 * counters, the rate limit, trusted proxies, the base path.
 */
#ifndef SERVER_FRONTEND_H
#define SERVER_FRONTEND_H

#include "base/err.h"
#include "base/text.h"
#include "net/server.h"
#include "server/middleware/access_log.h"
#include "server/middleware/metrics.h"
#include "server/middleware/proxies.h"
#include "server/middleware/rate_limit.h"
#include "server/route.h"

#include <stdbool.h>

/* A struct of zeros sets nothing: no log, no limit, no proxies. */
struct server_frontend_config {
    const char *access_log;             /* "-", a file; NULL or "off": none; borrowed */
    const char *base_path;              /* "/sky", or NULL; borrowed */
    struct server_rate_limit_rate rate; /* count 0: no limit */
    struct server_proxies proxies;
};

struct server_frontend {
    struct server_metrics metrics;
    struct base_text routes[SERVER_METRICS_ROUTES_MAX]; /* names for the metrics and the log */
    struct server_access_log_sink log;
    struct server_rate_limit *limit; /* or NULL */
    struct server_proxies proxies;
    struct base_text base_path; /* or empty */
    const struct net_server
        *server; /* whose connections are reported; set before it runs, or NULL */
    _Atomic bool is_draining;
};

/* Opens the log and makes the table of the rate limit.
 *
 * Given  routes  of which the paths are borrowed
 * Fails  SYSTEM (errno says why the log cannot be opened), MEMORY
 */
BASE_ERR_CHECKED
enum base_err server_frontend_open(struct server_frontend *frontend,
                                   const struct server_frontend_config *config,
                                   const struct server_route_table *routes);

/* Frees everything. No thread may be running. */
void server_frontend_close(struct server_frontend *frontend);

/* Whether it needs request->peer. */
bool server_frontend_wants_peers(const struct server_frontend *frontend);

/* The row of the counters for requests that were refused before they had a route. */
unsigned server_frontend_refused_row(const struct server_frontend *frontend);

#endif
