/* Replies to requests that the server refuses: problem documents (RFC 9457). */
#ifndef SERVER_REFUSALS_H
#define SERVER_REFUSALS_H

#include "almanac/problem.h"
#include "base/text.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/route.h"

/* Makes the reply a problem document; discards what it held before. */
void server_refusals_write(struct net_http_reply *reply, const struct almanac_problem *problem);

/* Makes the reply the document of a status of net/http or net/conn: the request did not reach a
 * route.
 *
 * Given  status  4xx or 5xx
 */
void server_refusals_write_status(struct net_http_reply *reply, unsigned status);

/* Makes the reply 404: no route has this path. */
void server_refusals_write_unknown_path(struct net_http_reply *reply, struct base_text path);

/* Makes the reply 405; or 204 for OPTIONS, with which browsers ask before a request from another
 * origin.
 *
 * Given  request  its method is not that of the route
 */
void server_refusals_write_method(struct net_http_reply *reply,
                                  const struct net_http_request *request,
                                  const struct server_route *route);

#endif
