/* Reading and handling requests.
 *
 *     on_read -> handle_requests: parse, handle, parse, handle ... -> send -> enter_next_state
 *
 * The usual turn is one read and one write without an allocation: bytes arrive in the pool's read
 * buffer, requests are parsed there, replies collect in the pool's out buffer and leave at once.
 * Only an incomplete request moves into the connection. The first piece of a stream leaves with the
 * head; what the client sends after that is kept until the stream has ended.
 */
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "net/conn/config.h"
#include "net/conn/conn_internal.h"
#include "net/http.h"
#include "net/http_head.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/* Whether the clock of the next state starts again when that state is the present one. */
enum state_clock { CLOCK_CONTINUES, CLOCK_RESTARTS };

/* ---- one request ------------------------------------------------------------------------ */

static void write_refusal(struct net_conn_pool *pool, unsigned status)
{
    net_http_reply_refuse(&pool->reply, status);
    if (pool->config->refuse != NULL)
        pool->config->refuse(pool->thread_state, status, &pool->reply);
}

/* Decides whether the connection stays open after this reply, and what the head says about it. */
static enum net_http_ending decide_ending(struct net_conn *conn)
{
    const struct net_http_request *request = &conn->parser.request;
    const struct net_http_reply *reply = &conn->pool->reply;
    bool ends_by_close = reply->stream.produce != NULL && request->minor == 0;
    if (reply->closes || conn->pool->is_draining)
        conn->ending = NET_CONN_ENDING_LINGER;
    else if (!request->keeps_open || ends_by_close)
        conn->ending = NET_CONN_ENDING_CLOSE;
    if (ends_by_close) return NET_HTTP_CLOSES_AT_END;
    if (conn->ending != NET_CONN_ENDING_NONE) return NET_HTTP_CLOSES;
    return request->minor == 0 ? NET_HTTP_STAYS_OPEN_FOR_1_0 : NET_HTTP_STAYS_OPEN;
}

static void handle_request(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    struct net_http_reply *reply = &pool->reply;
    struct net_http_request *request = &conn->parser.request;
    if (reply->body.room > NET_CONN_KEEP_MAX_BYTES) base_buf_fini(&reply->body);
    net_http_reply_clear(reply);
    if (pool->config->wants_peers) request->peer = net_conn_state_peer(conn);
    pool->config->handle(pool->thread_state, request, reply);
    net_conn_state_count(&pool->counts.requests, 1);
    if (reply->body.has_overflowed || reply->headers.has_overflowed) write_refusal(pool, 500);
    enum net_http_ending ending = decide_ending(conn);
    if (reply->stream.produce == NULL)
        net_conn_write_add_reply(pool, request->method, ending);
    else
        net_conn_stream_open(conn, request->method, ending);
}

/* Adds the last reply of the connection to the batch, without calling the handler. */
static void add_refusal(struct net_conn *conn, unsigned status)
{
    struct net_conn_pool *pool = conn->pool;
    assert(status >= 400 && status <= 599);
    write_refusal(pool, status);
    if (status == 503)
        net_http_reply_header(&pool->reply, BASE_TEXT("Retry-After"), BASE_TEXT("1"));
    conn->ending = NET_CONN_ENDING_LINGER;
    net_conn_state_count(&pool->counts.refusals, 1);
    net_http_date_update(&pool->date, (int64_t)time(NULL));
    net_conn_write_add_reply(pool, NET_HTTP_OTHER, NET_HTTP_CLOSES);
}

/* ---- what happens next ------------------------------------------------------------------ */

/* Keeps the unused input, which is in conn->in or in the pool's read buffer. */
static void keep_input(struct net_conn *conn, struct net_http_bytes input)
{
    struct base_buf *in = &conn->in;
    if (input.length == 0) {
        base_buf_fini(in);
        return;
    }
    if (in->used > 0) {
        assert(input.at >= in->bytes && input.at + input.length <= in->bytes + in->used);
        memmove(in->bytes, input.at, input.length);
        in->used = input.length;
        return;
    }
    base_buf_append(in, input.at, input.length);
    if (in->has_overflowed)
        net_conn_state_close(conn); /* no memory: the limits are below its maximum */
}

/* Waits for its next turn. It reads meanwhile, to notice when the client goes, but no more than may
 * be kept. */
static void wait_for_turn(struct net_conn *conn)
{
    int err = 0;
    if (conn->in.used >= NET_CONN_AHEAD_BYTES)
        uv_read_stop(&conn->uv.stream);
    else
        err = net_conn_read_start(conn);
    if (err != 0)
        net_conn_state_close(conn);
    else
        net_conn_stream_schedule(conn);
}

static void on_shut(uv_shutdown_t *shutting, int status)
{
    (void)shutting;
    (void)status; /* in any case the deadline for lingering closes the connection */
}

/* Closing a socket with unread bytes would reset it, and the reset could overtake our last reply.
 * So it sends FIN first, then waits for the client to close, at most config->linger_ms. */
static void linger(struct net_conn *conn)
{
    net_conn_state_change(conn, NET_CONN_STATE_LINGERING);
    base_buf_fini(&conn->in);
    int err = uv_shutdown(&conn->shutting, &conn->uv.stream, on_shut);
    if (err == 0) err = net_conn_read_start(conn);
    if (err != 0) net_conn_state_close(conn);
}

static void wait_for_request(struct net_conn *conn, enum state_clock state_clock)
{
    enum net_conn_state state = NET_CONN_STATE_IDLE;
    if (conn->in.used > 0)
        state = conn->parser.has_head ? NET_CONN_STATE_BODY : NET_CONN_STATE_HEAD;
    if (state_clock == CLOCK_RESTARTS || state != conn->state) net_conn_state_change(conn, state);
}

/* Decides what the connection waits for after everything has left. */
static void enter_next_state(struct net_conn *conn, enum state_clock state_clock)
{
    assert(conn->state != NET_CONN_STATE_CLOSING);
    bool has_unhandled =
        conn->has_streamed && conn->in.used > 0 && conn->ending == NET_CONN_ENDING_NONE;
    if (net_conn_state_has_stream(conn) || has_unhandled) {
        wait_for_turn(conn);
        return;
    }
    conn->has_streamed = false;
    if (conn->has_eof)
        net_conn_state_close(conn);
    else if (conn->ending == NET_CONN_ENDING_LINGER ||
             (conn->ending == NET_CONN_ENDING_CLOSE && conn->in.used > 0))
        linger(conn);
    else if (conn->ending == NET_CONN_ENDING_CLOSE)
        net_conn_state_close(conn);
    else
        wait_for_request(conn, state_clock);
}

void net_conn_read_refuse(struct net_conn *conn, unsigned status)
{
    net_conn_write_begin(conn->pool);
    add_refusal(conn, status);
    if (net_conn_write_send(conn)) enter_next_state(conn, CLOCK_RESTARTS);
}

/* ---- the requests of one read ----------------------------------------------------------- */

/* Handles the request that has just been parsed. Gives whether the next one may be handled. */
static bool handle_and_send(struct net_conn *conn)
{
    const struct net_conn_pool *pool = conn->pool;
    handle_request(conn);
    if (conn->state == NET_CONN_STATE_CLOSING) return false;
    if (pool->tail.length > 0 || pool->out.used >= NET_CONN_BATCH_MAX_BYTES)
        return net_conn_write_send(conn);
    return true;
}

/* Handles the complete requests in the input, until one is wrong, one has started a stream, or the
 * client does not keep up. */
static void handle_requests(struct net_conn *conn, struct net_http_bytes input)
{
    struct net_conn_pool *pool = conn->pool;
    enum base_err err = BASE_ERR_AGAIN;
    bool is_clear = true;
    enum state_clock state_clock =
        conn->state == NET_CONN_STATE_WRITING ? CLOCK_RESTARTS : CLOCK_CONTINUES;
    conn->has_streamed = false;
    net_conn_write_begin(pool);
    net_http_date_update(&pool->date, (int64_t)time(NULL));
    while (is_clear && conn->ending == NET_CONN_ENDING_NONE && !conn->has_streamed) {
        err = net_http_parse(&conn->parser, &input);
        if (err != BASE_ERR_OK) break;
        is_clear = handle_and_send(conn);
        state_clock = CLOCK_RESTARTS;
    }
    if (err == BASE_ERR_FORMAT || err == BASE_ERR_LIMIT) {
        input.length = 0;
        add_refusal(conn, conn->parser.status);
    }
    if (err == BASE_ERR_AGAIN && conn->parser.wants_continue) {
        conn->parser.wants_continue = false;
        base_buf_append_string(&pool->out, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    keep_input(conn, input);
    if (conn->state != NET_CONN_STATE_CLOSING && is_clear && net_conn_write_send(conn))
        enter_next_state(conn, state_clock);
}

void net_conn_read_on_sent(struct net_conn *conn)
{
    if (net_conn_state_has_stream(conn) || conn->ending != NET_CONN_ENDING_NONE)
        enter_next_state(conn, CLOCK_RESTARTS);
    else if (net_conn_read_start(conn) != 0)
        net_conn_state_close(conn);
    else
        handle_requests(conn, (struct net_http_bytes){conn->in.bytes, conn->in.used});
}

/* ---- reading ---------------------------------------------------------------------------- */

static void on_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct net_conn *conn = (struct net_conn *)handle;
    (void)suggested;
    *buf = uv_buf_init(conn->pool->read_bytes, NET_CONN_READ_BYTES);
}

/* The client sends no more. All complete requests have their replies, so the connection can close;
 * but not while a stream is in progress or requests wait behind one. */
static void on_end_of_input(struct net_conn *conn, ssize_t reason)
{
    if (reason == UV_EOF && conn->has_streamed)
        net_conn_stream_end_of_input(conn);
    else
        net_conn_state_close(conn);
}

static void discard(struct net_conn *conn, size_t count)
{
    assert(conn->state == NET_CONN_STATE_LINGERING);
    conn->dropped += count;
    if (conn->dropped > NET_CONN_LINGER_MAX_BYTES) net_conn_state_close(conn);
}

static void on_bytes(struct net_conn *conn, struct net_http_bytes input)
{
    assert(input.length > 0 && input.length <= NET_CONN_READ_BYTES);
    if (conn->in.used > 0 || conn->has_streamed) {
        base_buf_append(&conn->in, input.at, input.length);
        input = (struct net_http_bytes){conn->in.bytes, conn->in.used};
    }
    if (conn->in.has_overflowed)
        net_conn_state_close(conn);
    else if (!conn->has_streamed)
        handle_requests(conn, input);
    else if (conn->in.used >= NET_CONN_AHEAD_BYTES)
        uv_read_stop(&conn->uv.stream);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct net_conn *conn = (struct net_conn *)stream;
    if (count == 0 || conn->state == NET_CONN_STATE_CLOSING) return;
    if (count < 0)
        on_end_of_input(conn, count);
    else if (conn->state == NET_CONN_STATE_LINGERING)
        discard(conn, (size_t)count);
    else
        on_bytes(conn, (struct net_http_bytes){buf->base, (size_t)count});
}

int net_conn_read_start(struct net_conn *conn)
{
    if (conn->has_eof) return 0;
    int err = uv_read_start(&conn->uv.stream, on_buffer, on_read);
    return err == UV_EALREADY ? 0 : err;
}
