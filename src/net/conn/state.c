/* One connection: how it is made, its state, its end.
 *
 * Deadlines: each state has one fixed duration, so the list of a state is always in order of time,
 * and the timer of net/conn/conn checks the first of each list. Moving a connection to the end of a
 * list changes a few pointers. A stream may sleep for any duration: it is also in the pool's heap.
 */
#include "base/buf.h"
#include "base/text.h"
#include "net/conn/config.h"
#include "net/conn/conn_internal.h"
#include "net/conn/timer_heap.h"
#include "net/http.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* ---- the lists of the states ------------------------------------------------------------ */

static void unlink_conn(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    if (conn->state == NET_CONN_STATE_SLEEPING)
        net_timer_heap_remove(&pool->sleepers, &conn->timer);
    if (conn->previous != NULL)
        conn->previous->next = conn->next;
    else
        pool->first[conn->state] = conn->next;
    if (conn->next != NULL)
        conn->next->previous = conn->previous;
    else
        pool->last[conn->state] = conn->previous;
}

void net_conn_state_begin(struct net_conn *conn, enum net_conn_state state)
{
    struct net_conn_pool *pool = conn->pool;
    assert(state < NET_CONN_STATES);
    conn->state = state;
    conn->since_ms = uv_now(pool->loop);
    conn->next = NULL;
    conn->previous = pool->last[state];
    if (conn->previous != NULL) {
        assert(conn->previous->since_ms <= conn->since_ms); /* the list is in order of time */
        conn->previous->next = conn;
    } else {
        pool->first[state] = conn;
    }
    pool->last[state] = conn;
}

void net_conn_state_change(struct net_conn *conn, enum net_conn_state state)
{
    assert(conn->state != NET_CONN_STATE_CLOSING); /* no other state follows */
    unlink_conn(conn);
    net_conn_state_begin(conn, state);
}

/* ---- creation --------------------------------------------------------------------------- */

struct net_conn *net_conn_state_create(struct net_conn_pool *pool)
{
    struct net_conn *conn = pool->spares;
    if (conn != NULL) {
        assert(pool->spare_count > 0);
        pool->spares = conn->next;
        pool->spare_count--;
    } else {
        conn = malloc(sizeof *conn);
        if (conn == NULL) return NULL;
    }
    const struct net_http_limits *limits = &pool->config->limits;
    conn->pool = pool;
    conn->ending = NET_CONN_ENDING_NONE;
    conn->queued = conn->dropped = 0;
    conn->source = (struct net_http_stream){NULL, NULL, NULL};
    conn->resume_us = conn->probe_us = 0;
    conn->is_chunked = conn->knows_drain = conn->has_streamed = conn->has_eof = false;
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
    assert(!net_conn_state_has_stream(conn));
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

/* ---- the client's address --------------------------------------------------------------- */

/* On a socket for both families IPv4 clients have addresses such as ::ffff:192.0.2.1. */
static void format_peer(struct net_conn *conn)
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
    if (conn->peer_length == 0) format_peer(conn);
    return (struct base_text){conn->peer, conn->peer_length};
}

/* ---- end -------------------------------------------------------------------------------- */

void net_conn_state_release_stream(struct net_conn *conn)
{
    if (!net_conn_state_has_stream(conn)) return;
    net_conn_state_count(&conn->pool->counts.streams, (uint64_t)-1);
    net_http_stream_release(&conn->source);
}

static void on_closed(uv_handle_t *handle)
{
    struct net_conn *conn = (struct net_conn *)handle;
    struct net_conn_pool *pool = conn->pool;
    assert(conn->state == NET_CONN_STATE_CLOSING && pool->open_count > 0);
    unlink_conn(conn);
    pool->open_count--;
    net_conn_state_count(&pool->counts.open, (uint64_t)-1);
    if (pool->open_count == 0 && pool->starved == NULL) uv_timer_stop(&pool->tick);
    net_conn_state_free(conn);
}

void net_conn_state_close(struct net_conn *conn)
{
    if (conn->state == NET_CONN_STATE_CLOSING) return;
    net_conn_state_change(conn, NET_CONN_STATE_CLOSING);
    net_conn_state_release_stream(conn);
    uv_close(&conn->uv.handle, on_closed);
}

void net_conn_state_reset(struct net_conn *conn)
{
    if (conn->state == NET_CONN_STATE_CLOSING) return;
    net_conn_state_change(conn, NET_CONN_STATE_CLOSING);
    net_conn_state_release_stream(conn);
    if (conn->uv.handle.type != UV_TCP || uv_tcp_close_reset(&conn->uv.tcp, on_closed) != 0)
        uv_close(&conn->uv.handle, on_closed);
}
