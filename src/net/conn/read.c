/* Reading and answering.
 *
 *     on_read -> serve: parse, answer, parse, answer ... -> send -> settle (what do we wait for?)
 *
 * The usual turn is one read and one write with no allocation: bytes arrive in the pool's read
 * buffer, requests are parsed there, replies gather in the pool's out buffer and leave at once.
 * Only half a request moves into the connection. The first piece of a stream leaves with the head;
 * what the client sends behind is kept until the stream has ended.
 */
#include "net/conn/read.h"

#include "net/conn/stream.h"
#include "net/conn/write.h"

#include <time.h>

/* ---- answering -------------------------------------------------------------------------- */

static void write_refusal(struct net_conn_pool *pool, unsigned status)
{
    net_http_reply_refuse(&pool->reply, status);
    if (pool->config->refuse != NULL)
        pool->config->refuse(pool->thread_state, status, &pool->reply);
}

/* How the connection goes on after this reply, and what its head says of that. */
static enum net_http_ending decide_ending(struct net_conn *conn)
{
    const struct net_http_request *request = &conn->parser.request;
    const struct net_http_reply *reply = &conn->pool->reply;
    bool ends_by_close = reply->stream.produce != NULL && request->minor == 0;
    if (reply->closes || conn->pool->is_draining)
        conn->ending = NET_CONN_STATE_LINGERS;
    else if (!request->keeps_open || ends_by_close)
        conn->ending = NET_CONN_STATE_CLOSES;
    if (ends_by_close) return NET_HTTP_CLOSES_AT_END;
    if (conn->ending != NET_CONN_STATE_STAYS) return NET_HTTP_CLOSES;
    return request->minor == 0 ? NET_HTTP_STAYS_OPEN_FOR_1_0 : NET_HTTP_STAYS_OPEN;
}

static void answer(struct net_conn *conn)
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

static void refuse(struct net_conn *conn, unsigned status)
{
    struct net_conn_pool *pool = conn->pool;
    write_refusal(pool, status);
    if (status == 503)
        net_http_reply_header(&pool->reply, BASE_TEXT("Retry-After"), BASE_TEXT("1"));
    conn->ending = NET_CONN_STATE_LINGERS;
    net_conn_state_count(&pool->counts.refusals, 1);
    net_http_date_update(&pool->date, (int64_t)time(NULL));
    net_conn_write_add_reply(pool, NET_HTTP_OTHER, NET_HTTP_CLOSES);
}

void net_conn_read_refuse(struct net_conn *conn, unsigned status)
{
    net_conn_write_begin(conn->pool);
    refuse(conn, status);
    if (net_conn_write_send(conn)) net_conn_read_settle(conn, true);
}

/* ---- what comes next -------------------------------------------------------------------- */

/* Keeps what is unused of the input, which lies in conn->in or in the pool's read buffer. */
static void keep(struct net_conn *conn, struct net_http_bytes input)
{
    struct base_buf *in = &conn->in;
    if (input.length == 0) {
        base_buf_fini(in);
        return;
    }
    if (in->used > 0) {
        memmove(in->bytes, input.at, input.length);
        in->used = input.length;
        return;
    }
    base_buf_append(in, input.at, input.length);
    if (in->has_overflowed)
        net_conn_state_close(conn); /* no memory: the limits are below its maximum */
}

/* While it waits for its turn we read on, to see the client go; as much as may be kept. */
static void settle_in_line(struct net_conn *conn)
{
    int err = 0;
    if (conn->in.used >= NET_CONN_AHEAD_BYTES)
        uv_read_stop(&conn->uv.stream);
    else
        err = net_conn_read_read_on(conn);
    if (err != 0)
        net_conn_state_close(conn);
    else
        net_conn_stream_rest(conn);
}

void net_conn_read_settle(struct net_conn *conn, bool has_answered)
{
    bool is_served =
        !conn->has_streamed || conn->in.used == 0 || conn->ending != NET_CONN_STATE_STAYS;
    if (net_conn_stream_is_open(conn) || !is_served) {
        settle_in_line(conn);
        return;
    }
    conn->has_streamed = false;
    if (conn->has_eof) {
        net_conn_state_close(conn);
        return;
    }
    if (conn->ending == NET_CONN_STATE_LINGERS ||
        (conn->ending == NET_CONN_STATE_CLOSES && conn->in.used > 0)) {
        net_conn_state_linger(conn);
        return;
    }
    if (conn->ending == NET_CONN_STATE_CLOSES) {
        net_conn_state_close(conn);
        return;
    }
    enum net_conn_wait wait = NET_CONN_IDLE;
    if (conn->in.used > 0) wait = conn->parser.has_head ? NET_CONN_BODY : NET_CONN_HEAD;
    if (has_answered || wait != conn->wait) net_conn_state_await(conn, wait);
}

/* Answers the whole requests in the input, until one is wrong, one has begun a stream, or the
 * client does not keep up. */
static void serve(struct net_conn *conn, struct net_http_bytes input)
{
    struct net_conn_pool *pool = conn->pool;
    enum base_err err = BASE_ERR_AGAIN;
    bool has_answered = conn->wait == NET_CONN_WRITE;
    bool is_clear = true;
    conn->has_streamed = false;
    net_conn_write_begin(pool);
    net_http_date_update(&pool->date, (int64_t)time(NULL));
    while (is_clear && conn->ending == NET_CONN_STATE_STAYS && !conn->has_streamed) {
        err = net_http_parse(&conn->parser, &input);
        if (err != BASE_ERR_OK) break;
        answer(conn);
        has_answered = true;
        if (conn->wait == NET_CONN_CLOSE)
            is_clear = false;
        else if (pool->tail.length > 0 || pool->out.used >= NET_CONN_BATCH_MAX_BYTES)
            is_clear = net_conn_write_send(conn);
    }
    if (err == BASE_ERR_FORMAT || err == BASE_ERR_LIMIT) {
        input.length = 0;
        refuse(conn, conn->parser.status);
    }
    if (err == BASE_ERR_AGAIN && conn->parser.wants_continue) {
        conn->parser.wants_continue = false;
        base_buf_append_string(&pool->out, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    keep(conn, input);
    if (conn->wait != NET_CONN_CLOSE && is_clear && net_conn_write_send(conn))
        net_conn_read_settle(conn, has_answered);
}

void net_conn_read_go_on(struct net_conn *conn)
{
    if (net_conn_stream_is_open(conn) || conn->ending != NET_CONN_STATE_STAYS)
        net_conn_read_settle(conn, true);
    else if (net_conn_read_read_on(conn) != 0)
        net_conn_state_close(conn);
    else
        serve(conn, (struct net_http_bytes){conn->in.bytes, conn->in.used});
}

/* ---- reading ---------------------------------------------------------------------------- */

static void on_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct net_conn *conn = (struct net_conn *)handle;
    (void)suggested;
    *buf = uv_buf_init(conn->pool->read_bytes, NET_CONN_READ_BYTES);
}

/* Every whole request has its reply already, so a client that sends no more may be left; not so
 * while a stream is under way or requests wait behind one. */
static void lose(struct net_conn *conn, ssize_t reason)
{
    if (reason == UV_EOF && conn->has_streamed)
        net_conn_stream_doubt(conn);
    else
        net_conn_state_close(conn);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct net_conn *conn = (struct net_conn *)stream;
    if (count == 0 || conn->wait == NET_CONN_CLOSE) return;
    if (count < 0) {
        lose(conn, count);
        return;
    }
    if (conn->wait == NET_CONN_LINGER) {
        conn->dropped += (size_t)count;
        if (conn->dropped > NET_CONN_LINGER_MAX_BYTES) net_conn_state_close(conn);
        return;
    }
    struct net_http_bytes input = {buf->base, (size_t)count};
    if (conn->in.used > 0 || conn->has_streamed) {
        base_buf_append(&conn->in, buf->base, (size_t)count);
        input = (struct net_http_bytes){conn->in.bytes, conn->in.used};
    }
    if (conn->in.has_overflowed)
        net_conn_state_close(conn);
    else if (!conn->has_streamed)
        serve(conn, input);
    else if (conn->in.used >= NET_CONN_AHEAD_BYTES)
        uv_read_stop(stream);
}

int net_conn_read_read_on(struct net_conn *conn)
{
    if (conn->has_eof) return 0;
    int err = uv_read_start(&conn->uv.stream, on_buffer, on_read);
    return err == UV_EALREADY ? 0 : err;
}
