/* From a request that has a route to its reply. */
#ifndef SERVER_DISPATCH_H
#define SERVER_DISPATCH_H

#include "net/http.h"
#include "server/worker.h"

#include <stdbool.h>

/* Whether the request has the method of its route (HEAD counts as GET). */
bool server_dispatch_has_method(const struct server_exchange *exchange);

/* Answers the request of worker->exchange: reads its parameters, decides about 304, calls the
 * route's handler or sends the almanac's answer.
 *
 * Given  reply  empty
 * Cost   allocates nothing once the worker's buffers have grown
 */
void server_dispatch_answer(struct server_worker *worker, struct net_http_reply *reply);

#endif
