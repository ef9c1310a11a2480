/* The replies of one turn of a connection, gathered in the pool and written at once. Behind the
 * door of net/conn/conn.
 */
#ifndef NET_CONN_WRITE_H
#define NET_CONN_WRITE_H

#include "net/conn/state.h"

/* Forgets what was gathered. */
void net_conn_write_begin(struct net_conn_pool *pool);

/* Adds the pool's reply: its head, and its content unless that is a stream. */
void net_conn_write_add_reply(struct net_conn_pool *pool, enum net_http_method method,
                              enum net_http_ending ending);

/* Adds content, or part of it; what is large lies where it is until the batch is sent.
 *
 * Given  content  in the pool's reply.body, or embedded; nothing is added before the batch is sent
 *                 when it has NET_CONN_TAIL_MIN_BYTES or more
 */
void net_conn_write_add(struct net_conn_pool *pool, struct base_text content);

/* Writes the batch and begins the next one.
 *
 * Gives  true when all has left; otherwise the connection waits for the client, or is closed
 */
bool net_conn_write_send(struct net_conn *conn);

#endif
