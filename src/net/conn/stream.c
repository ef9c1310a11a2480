/* Streams.
 *
 *     open -> piece -> send -> sent? -> READY: next turn of the loop | SLEEPING: until resume_us
 *                              not sent: WRITING, the hook on_sent -> READY | SLEEPING
 *
 * Fairness: the streams that are ready form a queue; each produces one piece per turn of the loop,
 * and after NET_CONN_SLICE_US the loop polls its sockets before the queue continues. Sleep: one timer
 * is set for the first of the heap; all streams that are due join the queue.
 *
 * A client that has sent a FIN has either closed or only finished sending. TCP tells the two apart
 * by the RST that answers our next byte. To find out before the next piece is due, one "0" of the
 * next chunk's size line is sent early (a chunk size may start with zeros), and the socket is
 * probed a few times afterwards.
 */
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "net/conn/config.h"
#include "net/conn/conn_internal.h"
#include "net/conn/timer_heap.h"
#include "net/http.h"
#include "net/http_head.h"

#include <assert.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

#define NAP_MAX_US     1000000 /* a step of the system's clock is noticed after this time */
#define SLEEP_MIN_US   1000
#define PROBE_FIRST_US 1000 /* the gaps between probes double from here ... */
#define PROBE_LAST_US  4096000
#define NEVER_US       INT64_MAX
#define NS_PER_US      1000u
#define US_PER_S       1000000
#define US_PER_MS      1000

/* POSIX time, which producers receive: it may be set forward and back. */
static int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

/* ---- one turn --------------------------------------------------------------------------- */

/* When a producer that has nothing now wants to be called again; 0: at once. */
static int64_t resume_time_us(const struct net_http_turn *turn, enum base_err err)
{
    int64_t earliest_us = turn->now_us + SLEEP_MIN_US;
    if (err != BASE_ERR_AGAIN) return 0;
    return turn->wake_us > earliest_us ? turn->wake_us : earliest_us;
}

/* Produces the next piece and adds it to the batch. */
static void add_piece(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    struct base_buf *piece = &pool->reply.body;
    assert(net_conn_state_has_stream(conn));
    base_buf_clear(piece);
    struct net_http_turn turn = {
        .out = piece, .now_us = clock_us(), .is_ending = pool->is_draining};
    enum base_err err = conn->source.produce(conn->source.state, &turn);
    conn->knows_drain = turn.is_ending;
    conn->resume_us = resume_time_us(&turn, err);
    if (conn->is_chunked) net_http_chunk(&pool->out, piece);
    if (conn->is_chunked && err == BASE_ERR_END) net_http_chunk_end(piece);
    bool is_fine = err == BASE_ERR_OK || err == BASE_ERR_AGAIN || err == BASE_ERR_END;
    if (!is_fine || piece->has_overflowed) {
        net_conn_state_reset(conn);
        return;
    }
    net_conn_write_add(pool, (struct base_text){piece->bytes, piece->used});
    if (err == BASE_ERR_END) net_conn_state_release_stream(conn);
}

/* Limits how long the kernel retransmits to a client that has vanished: as long as we wait for one
 * that accepts nothing. The default is many minutes. */
static void limit_retransmission(const struct net_conn *conn)
{
    unsigned ms = conn->pool->config->write_ms;
    if (conn->uv.handle.type == UV_TCP)
        setsockopt(conn->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof ms);
}

void net_conn_stream_open(struct net_conn *conn, enum net_http_method method,
                          enum net_http_ending ending)
{
    struct net_conn_pool *pool = conn->pool;
    struct net_http_reply *reply = &pool->reply;
    assert(reply->stream.produce != NULL && !net_conn_state_has_stream(conn));
    base_buf_clear(&reply->body);
    reply->borrowed = (struct base_text){NULL, 0};
    net_conn_write_add_reply(pool, method, ending);
    if (!net_http_reply_streams(reply, method)) {
        net_http_stream_release(&reply->stream);
        return;
    }
    conn->source = reply->stream;
    reply->stream = (struct net_http_stream){NULL, NULL, NULL};
    conn->is_chunked = ending != NET_HTTP_CLOSES_AT_END;
    conn->has_streamed = true;
    net_conn_state_count(&pool->counts.streams, 1);
    add_piece(conn);
    if (net_conn_state_has_stream(conn)) limit_retransmission(conn);
}

static void run_turn(struct net_conn *conn)
{
    net_conn_write_begin(conn->pool);
    if (net_conn_state_has_stream(conn)) add_piece(conn);
    if (conn->state != NET_CONN_STATE_CLOSING && net_conn_write_send(conn))
        conn->pool->on_sent(conn);
}

/* ---- the queue of ready streams --------------------------------------------------------- */

static void on_turns(uv_idle_t *turns)
{
    struct net_conn_pool *pool = turns->data;
    struct net_conn *next = pool->first[NET_CONN_STATE_READY];
    const struct net_conn *last = pool->last[NET_CONN_STATE_READY]; /* those behind had a turn */
    uint64_t begin_ns = uv_hrtime();
    while (next != NULL && uv_hrtime() - begin_ns < (uint64_t)NET_CONN_SLICE_US * NS_PER_US) {
        struct net_conn *conn = next;
        next = conn == last ? NULL : conn->next;
        run_turn(conn);
    }
    if (pool->first[NET_CONN_STATE_READY] == NULL) uv_idle_stop(turns);
}

static void make_ready(struct net_conn *conn)
{
    net_conn_state_change(conn, NET_CONN_STATE_READY);
    uv_idle_start(&conn->pool->turns, on_turns);
}

/* ---- sleep ------------------------------------------------------------------------------ */

static void on_alarm(uv_timer_t *alarm);

/* Sets the timer for a time, or for a nap on the way there. */
static void set_alarm(struct net_conn_pool *pool, int64_t due_us, int64_t now_us)
{
    int64_t left_us = due_us - now_us;
    if (left_us > NAP_MAX_US) left_us = NAP_MAX_US;
    if (left_us < US_PER_MS) left_us = US_PER_MS;
    pool->alarm_us = due_us;
    uv_timer_start(&pool->alarm, on_alarm, (uint64_t)(left_us + US_PER_MS - 1) / US_PER_MS, 0);
}

static void sleep_until_due(struct net_conn *conn, int64_t now_us)
{
    struct net_conn_pool *pool = conn->pool;
    int64_t due_us = conn->resume_us;
    if (conn->probe_us != 0 && conn->probe_us < due_us) due_us = conn->probe_us;
    net_conn_state_change(conn, NET_CONN_STATE_READY); /* leaves the heap if it was in it */
    if (net_timer_heap_add(&pool->sleepers, &conn->timer, due_us) != BASE_ERR_OK) {
        net_conn_state_reset(conn);
        return;
    }
    net_conn_state_change(conn, NET_CONN_STATE_SLEEPING);
    if (due_us < pool->alarm_us) set_alarm(pool, due_us, now_us);
}

static void begin_probes(struct net_conn *conn, int64_t now_us)
{
    conn->probe_us = now_us + PROBE_FIRST_US;
    conn->probe_gap_us = 2 * PROBE_FIRST_US;
}

void net_conn_stream_schedule(struct net_conn *conn)
{
    assert(conn->state != NET_CONN_STATE_CLOSING);
    bool has_news = conn->pool->is_draining && !conn->knows_drain;
    int64_t now_us = clock_us();
    conn->probe_us = 0;
    if (conn->has_eof) begin_probes(conn, now_us);
    if (conn->resume_us == 0 || has_news)
        make_ready(conn);
    else
        sleep_until_due(conn, now_us);
}

/* POLLHUP: the client has answered one of our bytes with a reset, or closed its Unix socket. */
static bool has_hung_up(const struct net_conn *conn)
{
    struct pollfd polled = {.fd = conn->fd};
    return poll(&polled, 1, 0) == 1 && (polled.revents & (POLLHUP | POLLERR)) != 0;
}

static void probe(struct net_conn *conn, int64_t now_us)
{
    if (has_hung_up(conn)) {
        net_conn_state_close(conn);
        return;
    }
    conn->probe_us = conn->probe_gap_us > PROBE_LAST_US ? 0 : now_us + conn->probe_gap_us;
    conn->probe_gap_us *= 2;
    sleep_until_due(conn, now_us);
}

void net_conn_stream_end_of_input(struct net_conn *conn)
{
    conn->has_eof = true;
    if (conn->state != NET_CONN_STATE_SLEEPING) return; /* its next piece comes at once: enough */
    int64_t now_us = clock_us();
    if (conn->is_chunked) (void)!send(conn->fd, "0", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    begin_probes(conn, now_us);
    sleep_until_due(conn, now_us);
}

static struct net_conn *conn_of(struct net_timer_heap_entry *entry)
{
    return (struct net_conn *)(void *)((char *)entry - offsetof(struct net_conn, timer));
}

static void on_alarm(uv_timer_t *alarm)
{
    struct net_conn_pool *pool = alarm->data;
    const struct net_timer_heap_slot *first;
    int64_t now_us = clock_us();
    pool->alarm_us = NEVER_US;
    while ((first = net_timer_heap_first(&pool->sleepers)) != NULL && first->due_us <= now_us) {
        struct net_conn *conn = conn_of(first->entry);
        assert(conn->state == NET_CONN_STATE_SLEEPING);
        if (conn->resume_us <= now_us)
            make_ready(conn);
        else
            probe(conn, now_us);
    }
    if (first != NULL) set_alarm(pool, first->due_us, now_us);
}

/* ---- the pool --------------------------------------------------------------------------- */

void net_conn_stream_pool_init(struct net_conn_pool *pool)
{
    pool->alarm_us = NEVER_US;
    uv_timer_init(pool->loop, &pool->alarm);
    uv_idle_init(pool->loop, &pool->turns);
    pool->alarm.data = pool->turns.data = pool;
    uv_unref((uv_handle_t *)&pool->alarm);
    /* turns keeps the loop alive: the socket of a half-closed client does not. */
}

void net_conn_stream_pool_drain(struct net_conn_pool *pool)
{
    while (pool->first[NET_CONN_STATE_SLEEPING] != NULL)
        make_ready(pool->first[NET_CONN_STATE_SLEEPING]);
}

void net_conn_stream_pool_close(struct net_conn_pool *pool)
{
    uv_close((uv_handle_t *)&pool->alarm, NULL);
    uv_close((uv_handle_t *)&pool->turns, NULL);
}

void net_conn_stream_pool_fini(struct net_conn_pool *pool)
{
    assert(pool->sleepers.count == 0);
    net_timer_heap_fini(&pool->sleepers);
}
