/* The life of streams.
 *
 *     open -> turn -> batch -> sent? -> READY: next turn of the loop | SLEEP: until wake_us
 *                              not sent: WRITE, on_written -> READY | SLEEP
 *
 * Fairness: streams that are ready stand in line, each makes one piece a turn of the loop, and
 * after NET_CONN_SLICE_US the loop looks at its sockets before the line goes on. Sleep: one timer
 * for the earliest of the heap; all that are due join the line.
 *
 * A client that has sent a FIN has either closed or only said its last word, and TCP tells the two
 * apart by the RST that answers our next byte. We do not wait for the next piece to find out: a
 * chunk size may begin with zeros, so one "0" of the next chunk's line goes out early, and some
 * looks at the socket follow.
 */
#include "net/conn/stream.h"

#include "net/conn/read.h"
#include "net/conn/write.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#define NAP_MAX_US     1000000 /* so long may a step of the system's clock go unnoticed */
#define SLEEP_MIN_US   1000
#define PROBE_FIRST_US 1000 /* the gaps between looks double from here ... */
#define PROBE_LAST_US  4096000
#define NEVER_US       INT64_MAX
#define NS_PER_US      1000u
#define US_PER_S       1000000
#define US_PER_MS      1000

/* "Now" of the world, which a producer is told: it need not go on evenly. */
static int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

/* ---- one turn --------------------------------------------------------------------------- */

void net_conn_stream_release(struct net_conn *conn)
{
    if (!net_conn_stream_is_open(conn)) return;
    net_conn_state_count(&conn->pool->counts.streams, (uint64_t)-1);
    net_http_stream_release(&conn->source);
}

/* Adds the next piece to the batch. */
static void advance(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    struct base_buf *piece = &pool->reply.body;
    base_buf_clear(piece);
    struct net_http_turn turn = {
        .out = piece, .now_us = clock_us(), .is_ending = pool->is_draining};
    enum base_err err = conn->source.produce(conn->source.state, &turn);
    conn->was_told = turn.is_ending;
    conn->wake_us = 0;
    if (err == BASE_ERR_AGAIN && turn.wake_us > turn.now_us + SLEEP_MIN_US)
        conn->wake_us = turn.wake_us;
    else if (err == BASE_ERR_AGAIN)
        conn->wake_us = turn.now_us + SLEEP_MIN_US;
    if (conn->is_chunked) net_http_chunk(&pool->out, piece);
    if (conn->is_chunked && err == BASE_ERR_END) net_http_chunk_end(piece);
    bool is_fine = err == BASE_ERR_OK || err == BASE_ERR_AGAIN || err == BASE_ERR_END;
    if (!is_fine || piece->has_overflowed) {
        net_conn_state_reset(conn);
        return;
    }
    net_conn_write_add(pool, (struct base_text){piece->bytes, piece->used});
    if (err == BASE_ERR_END) net_conn_stream_release(conn);
}

/* A client that vanished without a word is found out as soon as one that takes nothing. */
static void limit_silence(const struct net_conn *conn)
{
    unsigned ms = conn->pool->config->write_ms;
    if (conn->uv.handle.type == UV_TCP)
        setsockopt(conn->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof ms); /* or much later */
}

void net_conn_stream_open(struct net_conn *conn, enum net_http_method method,
                          enum net_http_ending ending)
{
    struct net_conn_pool *pool = conn->pool;
    struct net_http_reply *reply = &pool->reply;
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
    advance(conn);
    if (net_conn_stream_is_open(conn)) limit_silence(conn);
}

static void take_turn(struct net_conn *conn)
{
    net_conn_write_begin(conn->pool);
    if (net_conn_stream_is_open(conn)) advance(conn);
    if (conn->wait != NET_CONN_CLOSE && net_conn_write_send(conn)) net_conn_read_go_on(conn);
}

/* ---- the line --------------------------------------------------------------------------- */

static void on_turns(uv_idle_t *turns)
{
    struct net_conn_pool *pool = turns->data;
    struct net_conn *next = pool->first[NET_CONN_READY];
    const struct net_conn *last = pool->last[NET_CONN_READY]; /* who is behind has had its turn */
    uint64_t begin_ns = uv_hrtime();
    while (next != NULL && uv_hrtime() - begin_ns < (uint64_t)NET_CONN_SLICE_US * NS_PER_US) {
        struct net_conn *conn = next;
        next = conn == last ? NULL : conn->next;
        take_turn(conn);
    }
    if (pool->first[NET_CONN_READY] == NULL) uv_idle_stop(turns);
}

static void stand_in_line(struct net_conn *conn)
{
    net_conn_state_await(conn, NET_CONN_READY);
    uv_idle_start(&conn->pool->turns, on_turns);
}

/* ---- sleep ------------------------------------------------------------------------------ */

static void on_alarm(uv_timer_t *alarm);

/* Sets the timer for an instant, or for a nap on the way there. */
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
    int64_t due_us = conn->wake_us;
    if (conn->probe_us != 0 && conn->probe_us < due_us) due_us = conn->probe_us;
    net_conn_state_await(conn, NET_CONN_READY); /* out of the heap, if it was in it */
    if (net_timer_heap_add(&pool->wake, &conn->alarm, due_us) != BASE_ERR_OK) {
        net_conn_state_reset(conn);
        return;
    }
    net_conn_state_await(conn, NET_CONN_SLEEP);
    if (due_us < pool->alarm_us) set_alarm(pool, due_us, now_us);
}

static void begin_probes(struct net_conn *conn, int64_t now_us)
{
    conn->probe_us = now_us + PROBE_FIRST_US;
    conn->probe_gap_us = 2 * PROBE_FIRST_US;
}

void net_conn_stream_rest(struct net_conn *conn)
{
    bool has_news = conn->pool->is_draining && !conn->was_told;
    int64_t now_us = clock_us();
    conn->probe_us = 0;
    if (conn->has_eof) begin_probes(conn, now_us);
    if (conn->wake_us == 0 || has_news)
        stand_in_line(conn);
    else
        sleep_until_due(conn, now_us);
}

/* POLLHUP: the client has answered a byte of ours with a reset, or closed its unix socket. */
static bool has_hung_up(const struct net_conn *conn)
{
    struct pollfd look = {.fd = conn->fd};
    return poll(&look, 1, 0) == 1 && (look.revents & (POLLHUP | POLLERR)) != 0;
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

void net_conn_stream_doubt(struct net_conn *conn)
{
    conn->has_eof = true;
    if (conn->wait != NET_CONN_SLEEP) return; /* its next piece comes at once and will tell */
    int64_t now_us = clock_us();
    if (conn->is_chunked) (void)!send(conn->fd, "0", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    begin_probes(conn, now_us);
    sleep_until_due(conn, now_us);
}

static void on_alarm(uv_timer_t *alarm)
{
    struct net_conn_pool *pool = alarm->data;
    const struct net_timer_heap_slot *first;
    int64_t now_us = clock_us();
    pool->alarm_us = NEVER_US;
    while ((first = net_timer_heap_first(&pool->wake)) != NULL && first->due_us <= now_us) {
        struct net_conn *conn =
            (struct net_conn *)(void *)((char *)first->entry - offsetof(struct net_conn, alarm));
        if (conn->wake_us <= now_us)
            stand_in_line(conn);
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
    /* turns keeps the loop alive: a reader who has said its last word has no socket that does. */
}

void net_conn_stream_pool_drain(struct net_conn_pool *pool)
{
    while (pool->first[NET_CONN_SLEEP] != NULL) stand_in_line(pool->first[NET_CONN_SLEEP]);
}

void net_conn_stream_pool_close(struct net_conn_pool *pool)
{
    uv_close((uv_handle_t *)&pool->alarm, NULL);
    uv_close((uv_handle_t *)&pool->turns, NULL);
}

void net_conn_stream_pool_fini(struct net_conn_pool *pool)
{
    net_timer_heap_fini(&pool->wake);
}
