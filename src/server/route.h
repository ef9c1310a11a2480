/* One row of the route table: a path, how its requests are answered, and what the pipeline does
 * with them. The table itself is in server/routes.
 */
#ifndef SERVER_ROUTE_H
#define SERVER_ROUTE_H

#include "almanac/documents.h"
#include "net/http.h"
#include "net/http_head.h"

#include <stddef.h>

struct server_worker;

/* Answers a request of one route. worker->work.ask has the rest of the path and, where the route
 * has rules, the parameters; problems are added there.
 */
typedef void server_route_handler(struct server_worker *worker,
                                  const struct net_http_request *request,
                                  struct net_http_reply *reply);

enum server_route_flag {
    SERVER_ROUTE_LIMITED = 1u << 0,   /* counts towards the client's rate limit */
    SERVER_ROUTE_CACHEABLE = 1u << 1, /* the same request has the same answer within a second */
    SERVER_ROUTE_API = 1u << 2        /* replies have Request-Id, Server-Timing, Vary and so on */
};

struct server_route {
    /* Of the almanac, or described here in the same way, without .open. rules.formats is 0 when the
     * handler reads the request itself; without a summary the route is in no document. */
    const struct almanac_documents_row *document;
    server_route_handler *handler; /* NULL: the answer of the almanac is sent */
    const char *content_type;      /* of replies that have none of the formats; or NULL */
    unsigned flags;                /* of enum server_route_flag */
};

struct server_route_table {
    const struct server_route *rows;
    size_t count;
};

#endif
