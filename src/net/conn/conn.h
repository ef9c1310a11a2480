/* The connections of one loop: read, parse, handle, write, each with its deadline.
 *
 * A request is handled as soon as it has been read, on the loop's thread, and all replies to one
 * read leave in one write. While a client does not accept its replies, nothing more is read from
 * it. A reply may be a stream: its pieces are produced in turns, and between them the loop serves
 * the other clients. Memory: one struct per connection, taken from a list of spares; a connection
 * holds buffers only while part of a request, of a reply or of a stream's piece waits.
 *
 *     create -> listen -> (drain) -> (cut) -> close -> [the loop turns] -> free
 *
 * The rooms behind this door share net/conn/conn_internal.h.
 */
#ifndef NET_CONN_H
#define NET_CONN_H

#include "base/err.h"
#include "net/conn/config.h"

#include <uv.h>

/* The limits named in net/conn/config.h, with this handler. */
struct net_conn_config net_conn_config_default(net_conn_handler *handle);

/* All connections of one loop and what they share. */
struct net_conn_pool;

/* Makes an empty pool.
 *
 * Given  loop    borrowed until net_conn_pool_free; the pool is used on its thread only
 *        config  borrowed until net_conn_pool_free
 * Fails  MEMORY
 * Owns   the caller passes the pool to net_conn_pool_close, then to net_conn_pool_free
 */
BASE_ERR_CHECKED
enum base_err net_conn_pool_create(uv_loop_t *loop, const struct net_conn_config *config,
                                   struct net_conn_pool **pool);

/* Accepts clients from now on.
 *
 * Given  listener      bound, TCP or Unix; on the pool's loop; borrowed until closed; its .data
 *                      belongs to the pool
 *        backlog       clients that may wait to be accepted
 *        thread_state  passed to the handler
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_conn_pool_listen(struct net_conn_pool *pool, uv_stream_t *listener, int backlog,
                                   void *thread_state);

/* Starts to drain: each stream is called once more with is_ending set, idle connections close after
 * NET_CONN_LAST_CALL_MS unless a request has arrived, and the others close after the reply to the
 * request in progress. The caller closes the listener; then the pool keeps the loop alive only
 * while a connection is open. */
void net_conn_pool_drain(struct net_conn_pool *pool);

/* Closes all connections at once; the loop has to turn to complete it. */
void net_conn_pool_close_all(struct net_conn_pool *pool);

/* The pool's totals; valid until net_conn_pool_free, readable from any thread. */
const struct net_conn_counts *net_conn_pool_counts(const struct net_conn_pool *pool);

/* Closes the pool's own handles. No connection is open; the loop has to turn once more. */
void net_conn_pool_close(struct net_conn_pool *pool);

/* Frees the pool, after the loop has turned. */
void net_conn_pool_free(struct net_conn_pool *pool);

#endif
