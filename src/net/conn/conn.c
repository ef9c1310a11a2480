/* The pool of a loop's connections: accepting, deadlines, the end.
 *
 * The other rooms of net/conn: state (one connection), read (requests and the handler), write, and
 * stream (replies that are produced while they are sent).
 */
#include "net/conn/conn.h"

#include "base/buf.h"
#include "net/conn/conn_internal.h"
#include "net/http.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

struct net_conn_config net_conn_config_default(net_conn_handler *handle)
{
    return (struct net_conn_config){
        .limits = net_http_limits_default(),
#define DEFAULT(state, member, default_ms) .member = default_ms,
        NET_CONN_DEADLINE_LIST(DEFAULT)
#undef DEFAULT
            .tick_ms = NET_CONN_TICK_MS,
        .open_max = NET_CONN_OPEN_MAX,
        .handle = handle,
    };
}

/* ---- accepting -------------------------------------------------------------------------- */

static void admit(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    unsigned open_max = pool->config->open_max;
    net_conn_state_count(&pool->counts.connections, 1);
    assert(pool->open_count > 0);
    if (pool->open_count > open_max + NET_CONN_REFUSALS_MAX)
        net_conn_state_close(conn);
    else if (pool->open_count > open_max)
        net_conn_read_refuse(conn, 503);
    else if (net_conn_read_start(conn) != 0)
        net_conn_state_close(conn);
}

static int init_socket(struct net_conn *conn, const uv_stream_t *listener)
{
    uv_loop_t *loop = conn->pool->loop;
    if (listener->type == UV_NAMED_PIPE) return uv_pipe_init(loop, &conn->uv.pipe, 0);
    return uv_tcp_init(loop, &conn->uv.tcp);
}

static void on_tick(uv_timer_t *tick);

static void on_client(uv_stream_t *listener, int status)
{
    struct net_conn_pool *pool = listener->data;
    if (status < 0) return; /* out of descriptors: libuv has closed the client's connection */
    struct net_conn *conn = net_conn_state_create(pool);
    if (pool->open_count == 0)
        uv_timer_start(&pool->tick, on_tick, pool->config->tick_ms, pool->config->tick_ms);
    pool->starved = conn == NULL ? listener : NULL; /* libuv keeps the client until the next tick */
    if (conn == NULL) return;
    if (init_socket(conn, listener) != 0) {
        net_conn_state_free(conn);
        return;
    }
    pool->open_count++;
    net_conn_state_count(&pool->counts.open, 1);
    net_conn_state_begin(conn, NET_CONN_STATE_IDLE);
    if (uv_accept(listener, &conn->uv.stream) != 0 || uv_fileno(&conn->uv.handle, &conn->fd) != 0)
        net_conn_state_close(conn);
    else
        admit(conn);
}

/* ---- deadlines -------------------------------------------------------------------------- */

/* Resets a client that has accepted no byte since the last check. */
static void check_progress(struct net_conn *conn)
{
    size_t queued = uv_stream_get_write_queue_size(&conn->uv.stream);
    if (queued == conn->queued) {
        net_conn_state_reset(conn);
        return;
    }
    conn->queued = queued;
    net_conn_state_change(conn, NET_CONN_STATE_WRITING);
}

/* A request may have arrived since the loop last polled: then the connection stays. */
static void close_if_silent(struct net_conn *conn)
{
    char byte;
    if (recv(conn->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1)
        net_conn_state_change(conn, NET_CONN_STATE_IDLE);
    else
        net_conn_state_close(conn);
}

static void expire(struct net_conn *conn)
{
    switch (conn->state) {
    case NET_CONN_STATE_IDLE:
        close_if_silent(conn);
        return;
    case NET_CONN_STATE_HEAD:
    case NET_CONN_STATE_BODY:
        net_conn_read_refuse(conn, 408);
        return;
    case NET_CONN_STATE_WRITING:
        check_progress(conn);
        return;
    case NET_CONN_STATE_LINGERING:
        net_conn_state_close(conn);
        return;
    case NET_CONN_STATE_READY:
    case NET_CONN_STATE_SLEEPING:
    case NET_CONN_STATE_CLOSING:
    case NET_CONN_STATES:
        assert(false); /* these have no deadline */
        return;
    }
}

/* A stream has a deadline only while it is written. */
static void on_tick(uv_timer_t *tick)
{
    struct net_conn_pool *pool = tick->data;
    const struct net_conn_config *config = pool->config;
#define LIMIT(state, member, default_ms) [NET_CONN_STATE_##state] = config->member,
    unsigned limits_ms[NET_CONN_DEADLINES] = {NET_CONN_DEADLINE_LIST(LIMIT)};
#undef LIMIT
    if (pool->is_draining) limits_ms[NET_CONN_STATE_IDLE] = 0;
    uint64_t now_ms = uv_now(pool->loop);
    for (unsigned state = 0; state < NET_CONN_DEADLINES; state++) {
        struct net_conn *next = pool->first[state];
        const struct net_conn *last = pool->last[state]; /* those behind it arrive in this loop */
        while (next != NULL && now_ms - next->since_ms >= limits_ms[state]) {
            struct net_conn *conn = next;
            next = conn == last ? NULL : conn->next;
            expire(conn);
        }
    }
    if (pool->starved != NULL) on_client(pool->starved, 0);
}

/* ---- the pool --------------------------------------------------------------------------- */

enum base_err net_conn_pool_create(uv_loop_t *loop, const struct net_conn_config *config,
                                   struct net_conn_pool **created)
{
    assert(config->handle != NULL && config->tick_ms > 0);
#define IS_SET(state, member, default_ms) assert(config->member > 0);
    NET_CONN_DEADLINE_LIST(IS_SET)
#undef IS_SET
    struct net_conn_pool *pool = malloc(sizeof *pool);
    char *read_bytes = malloc(NET_CONN_READ_BYTES);
    if (pool == NULL || read_bytes == NULL) {
        free(pool);
        free(read_bytes);
        return BASE_ERR_MEMORY;
    }
    *pool = (struct net_conn_pool){
        .config = config, .loop = loop, .on_sent = net_conn_read_on_sent, .read_bytes = read_bytes};
    net_http_reply_init(&pool->reply);
    base_buf_init(&pool->out, NET_CONN_OUT_MAX_BYTES);
    uv_timer_init(loop, &pool->tick);
    pool->tick.data = pool;
    uv_unref((uv_handle_t *)&pool->tick);
    net_conn_stream_pool_init(pool);
    *created = pool;
    return BASE_ERR_OK;
}

enum base_err net_conn_pool_listen(struct net_conn_pool *pool, uv_stream_t *listener, int backlog,
                                   void *thread_state)
{
    assert(backlog > 0 && !pool->is_draining);
    pool->thread_state = thread_state;
    listener->data = pool;
    int err = uv_listen(listener, backlog, on_client);
    return err == 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}

void net_conn_pool_drain(struct net_conn_pool *pool)
{
    pool->is_draining = true;
    pool->starved = NULL;
    if (pool->open_count > 0)
        uv_timer_start(&pool->tick, on_tick, NET_CONN_LAST_CALL_MS, pool->config->tick_ms);
    net_conn_stream_pool_drain(pool);
}

void net_conn_pool_close_all(struct net_conn_pool *pool)
{
    for (unsigned state = 0; state < NET_CONN_STATE_CLOSING; state++)
        while (pool->first[state] != NULL) net_conn_state_close(pool->first[state]);
}

const struct net_conn_counts *net_conn_pool_counts(const struct net_conn_pool *pool)
{
    return &pool->counts;
}

void net_conn_pool_close(struct net_conn_pool *pool)
{
    assert(pool->open_count == 0);
    uv_close((uv_handle_t *)&pool->tick, NULL);
    net_conn_stream_pool_close(pool);
}

void net_conn_pool_free(struct net_conn_pool *pool)
{
    assert(pool->open_count == 0);
    while (pool->spares != NULL) {
        struct net_conn *conn = pool->spares;
        pool->spares = conn->next;
        free(conn);
    }
    net_conn_stream_pool_fini(pool);
    net_http_reply_fini(&pool->reply);
    base_buf_fini(&pool->out);
    free(pool->read_bytes);
    free(pool);
}
