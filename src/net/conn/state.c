/* Birth, waits and end of one connection.
 *
 * Deadlines: every kind of wait has one fixed duration, so a list per kind is always in order of
 * time and the tick of net/conn/conn looks at the first of each. Moving a connection to the end of a
 * list is a few pointers. The sleep of a stream has any duration: it is in the pool's heap, too.
 */
#include "net/conn/state.h"

#include "net/conn/read.h"
#include "net/conn/stream.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

/* ---- lists of waits --------------------------------------------------------------------- */

static void unlink_conn(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    if (conn->wait == NET_CONN_SLEEP) net_timer_heap_remove(&pool->wake, &conn->alarm);
    if (conn->previous != NULL)
        conn->previous->next = conn->next;
    else
        pool->first[conn->wait] = conn->next;
    if (conn->next != NULL)
        conn->next->previous = conn->previous;
    else
        pool->last[conn->wait] = conn->previous;
}

void net_conn_state_link(struct net_conn *conn, enum net_conn_wait wait)
{
    struct net_conn_pool *pool = conn->pool;
    conn->wait = wait;
    conn->since_ms = uv_now(pool->loop);
    conn->next = NULL;
    conn->previous = pool->last[wait];
    if (conn->previous != NULL)
        conn->previous->next = conn;
    else
        pool->first[wait] = conn;
    pool->last[wait] = conn;
}

void net_conn_state_await(struct net_conn *conn, enum net_conn_wait wait)
{
    unlink_conn(conn);
    net_conn_state_link(conn, wait);
}

/* ---- birth ------------------------------------------------------------------------------ */

struct net_conn *net_conn_state_create(struct net_conn_pool *pool)
{
    struct net_conn *conn = pool->spares;
    if (conn != NULL) {
        pool->spares = conn->next;
        pool->spare_count--;
    } else {
        conn = malloc(sizeof *conn);
        if (conn == NULL) return NULL;
    }
    const struct net_http_limits *limits = &pool->config->limits;
    conn->pool = pool;
    conn->ending = NET_CONN_STATE_STAYS;
    conn->queued = conn->dropped = 0;
    conn->source = (struct net_http_stream){NULL, NULL, NULL};
    conn->wake_us = conn->probe_us = 0;
    conn->is_chunked = conn->was_told = conn->has_streamed = conn->has_eof = false;
    conn->peer_length = 0;
    base_buf_init(&conn->in, limits->head_bytes + limits->body_bytes + NET_CONN_READ_BYTES);
    base_buf_init(&conn->out, NET_CONN_OUT_MAX_BYTES);
    base_buf_init(&conn->body, NET_HTTP_REPLY_MAX_BYTES);
    net_http_parser_init(&conn->parser, limits);
    return conn;
}

void net_conn_state_free(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    base_buf_fini(&conn->in);
    base_buf_fini(&conn->out);
    base_buf_fini(&conn->body);
    if (pool->spare_count >= NET_CONN_SPARES_MAX) {
        free(conn);
        return;
    }
    conn->next = pool->spares;
    pool->spares = conn;
    pool->spare_count++;
}

/* IPv4 clients of a socket for both come as ::ffff:192.0.2.1. */
static void name_peer(struct net_conn *conn)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    const void *bytes = NULL;
    if (getpeername(conn->fd, (struct sockaddr *)&address, &length) != 0) return;
    int family = address.ss_family;
    if (family == AF_UNIX) {
        memcpy(conn->peer, "unix", sizeof "unix");
        conn->peer_length = sizeof "unix" - 1;
    } else if (family == AF_INET) {
        bytes = &((const struct sockaddr_in *)&address)->sin_addr;
    } else if (family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)&address)->sin6_addr;
        bool is_mapped = IN6_IS_ADDR_V4MAPPED(six);
        bytes = is_mapped ? &six->s6_addr[12] : (const void *)six;
        if (is_mapped) family = AF_INET;
    }
    if (bytes != NULL && inet_ntop(family, bytes, conn->peer, sizeof conn->peer) != NULL)
        conn->peer_length = (unsigned char)strlen(conn->peer);
}

struct base_text net_conn_state_peer(struct net_conn *conn)
{
    if (conn->peer_length == 0) name_peer(conn);
    return (struct base_text){conn->peer, conn->peer_length};
}

/* ---- end -------------------------------------------------------------------------------- */

static void on_closed(uv_handle_t *handle)
{
    struct net_conn *conn = (struct net_conn *)handle;
    struct net_conn_pool *pool = conn->pool;
    unlink_conn(conn);
    pool->open_count--;
    net_conn_state_count(&pool->counts.open, (uint64_t)-1);
    if (pool->open_count == 0 && pool->starved == NULL) uv_timer_stop(&pool->tick);
    net_conn_state_free(conn);
}

void net_conn_state_close(struct net_conn *conn)
{
    if (conn->wait == NET_CONN_CLOSE) return;
    net_conn_state_await(conn, NET_CONN_CLOSE);
    net_conn_stream_release(conn);
    uv_close(&conn->uv.handle, on_closed);
}

void net_conn_state_reset(struct net_conn *conn)
{
    if (conn->wait == NET_CONN_CLOSE) return;
    net_conn_state_await(conn, NET_CONN_CLOSE);
    net_conn_stream_release(conn);
    if (conn->uv.handle.type != UV_TCP || uv_tcp_close_reset(&conn->uv.tcp, on_closed) != 0)
        uv_close(&conn->uv.handle, on_closed);
}

static void on_shut(uv_shutdown_t *shutting, int status)
{
    (void)shutting;
    (void)status; /* whatever it is, the linger deadline closes */
}

/* Closing a socket with unread bytes would reset it, and the reset could overtake our last reply:
 * so first say that no more will come, then wait for the client to close. */
void net_conn_state_linger(struct net_conn *conn)
{
    net_conn_state_await(conn, NET_CONN_LINGER);
    base_buf_fini(&conn->in);
    int err = uv_shutdown(&conn->shutting, &conn->uv.stream, on_shut);
    if (err == 0) err = net_conn_read_read_on(conn);
    if (err != 0) net_conn_state_close(conn);
}
