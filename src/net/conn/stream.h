/* Streams: the turns in which their pieces are made, and their sleep between. Behind the door of
 * net/conn/conn.
 */
#ifndef NET_CONN_STREAM_H
#define NET_CONN_STREAM_H

#include "net/conn/state.h"

/* Whether a stream is under way. */
static inline bool net_conn_stream_is_open(const struct net_conn *conn)
{
    return conn->source.produce != NULL;
}

/* Takes the stream of the pool's reply and adds head and first piece to the batch. The stream is
 * closed again, perhaps with its connection, when that was all. */
void net_conn_stream_open(struct net_conn *conn, enum net_http_method method,
                          enum net_http_ending ending);

/* Waits for its next turn, everything having left. */
void net_conn_stream_rest(struct net_conn *conn);

/* The client sends no more: has it gone, or does it only listen? */
void net_conn_stream_doubt(struct net_conn *conn);

/* Gives its state back, if there is a stream. */
void net_conn_stream_release(struct net_conn *conn);

/* What the streams of a pool share. Nothing to free before the first stream sleeps. */
void net_conn_stream_pool_init(struct net_conn_pool *pool);
void net_conn_stream_pool_close(
    struct net_conn_pool *pool); /* the handles; the loop turns once more */
void net_conn_stream_pool_fini(struct net_conn_pool *pool);

/* Every stream gets a turn that says that the server drains. */
void net_conn_stream_pool_drain(struct net_conn_pool *pool);

#endif
