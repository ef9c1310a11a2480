/* The route table: the documents of the almanac, and what only a server has. */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H

#include "base/text.h"
#include "server/route.h"

/* All routes, in the order in which paths are compared. The last one has all remaining paths. */
const struct server_route_table *server_routes_table(void);

/* The row of a route in the table. */
unsigned server_routes_row(const struct server_route *route);

/* The route of a decoded path. A slash at the end makes no difference: "/api/v1/bodies/" is
 * "/api/v1/bodies".
 *
 * Gives  *rest, the part of the path after the route's own
 */
const struct server_route *server_routes_find(struct base_text path, struct base_text *rest);

#endif
