/* The way of every request through the server, as one list of steps: see server_pipeline_handle.
 *
 * A streamed reply is compressed, counted and logged while it is sent
 * (server/middleware/stream_filter).
 */
#ifndef SERVER_PIPELINE_H
#define SERVER_PIPELINE_H

#include "net/http.h"
#include "net/http_head.h"

/* Makes a thread's state; fits net_server_config.thread_state_create.
 *
 * Given  shared  a struct server_shared, borrowed
 * Gives  a struct server_worker, or NULL without memory
 * Owns   the caller passes it to server_worker_free
 */
void *server_pipeline_create(void *shared, unsigned thread);

/* Answers one request; fits net_server_handler. Allocates nothing once the worker's buffers have
 * grown.
 *
 * Cost  about 250 ns more than the answer, without log and compression
 */
void server_pipeline_handle(void *worker, const struct net_http_request *request,
                            struct net_http_reply *reply);

/* Writes the reply to a request that net/http or net/conn has refused; fits net_conn_refuser. */
void server_pipeline_refuse(void *worker, unsigned status, struct net_http_reply *reply);

#endif
