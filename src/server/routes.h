/* The route table: what the server dispatches by and the OpenAPI document is made of. */
#ifndef SERVER_ROUTES_H
#define SERVER_ROUTES_H

#include "server/dispatch.h"

struct server_routes_route {
    struct base_text path;       /* with a "/" at its end: what follows is ask->rest */
    const char *rest_name;       /* of what follows, such as "body"; NULL where nothing may */
    enum net_http_method method; /* GET stands for HEAD too */
    struct almanac_request_rules
        rules;                    /* formats is 0 where the route reads its request by itself */
    server_dispatch_check *check; /* before answer is called; or NULL */
    server_dispatch_answer *answer;
    const char *caching;      /* Cache-Control where it does not follow from the instant; or NULL */
    const char *schema;       /* of its JSON, in the OpenAPI document; or NULL */
    const char *content_type; /* of its answers, where that is not one of the formats; or NULL */
    const char *summary;      /* one line; NULL: not of the API, and in no document */
    const char *example; /* a target that is answered with 200; for POST followed by its body */
    const char *example_body;
};

/* All routes; the last one takes what no other does.
 *
 * Gives  *count of them
 */
const struct server_routes_route *server_routes_all(size_t *count);

/* Which row of them a route is. */
unsigned server_routes_row(const struct server_routes_route *route);

/* The route of a decoded path, and what of the path follows it. One slash at its end says nothing:
 * "/api/v1/bodies/" is "/api/v1/bodies". */
const struct server_routes_route *server_routes_find(struct base_text path, struct base_text *rest);

#endif
