/* The route table: what the server dispatches by and the OpenAPI document is made of. */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H

#include "almanac/documents.h"
#include "server/dispatch.h"

struct server_routes_route {
    /* Of the almanac, or described here in the same way; without an open. formats is 0 where the route
     * reads its request by itself; without a summary it is in no document. */
    const struct almanac_documents_row *document;
    server_dispatch_answer *answer; /* NULL: the almanac's answer, without more */
    const char *content_type; /* of its answers, where that is not one of the formats; or NULL */
};

/* All routes; the last one takes every path that no other does.
 *
 * Gives  *count of them
 */
const struct server_routes_route *server_routes_all(size_t *count);

/* Which row of them a route is. */
unsigned server_routes_row(const struct server_routes_route *route);

/* The route of a decoded path, and what of the path follows the route's own. A slash at the end makes no
 * difference: "/api/v1/bodies/" is "/api/v1/bodies". */
const struct server_routes_route *server_routes_find(struct base_text path, struct base_text *rest);

#endif
