/* One connection on a libuv loop.
 *
 *     on_read -> serve: parse, answer, parse, answer ... -> flush -> settle (what do we wait for?)
 *
 * The usual turn is one read and one write with no allocation: bytes arrive in the pool's read
 * buffer, requests are parsed there, replies gather in the pool's out buffer and leave by
 * uv_try_write. Only what is left over moves into the connection: half a request into `in`, half a
 * reply into `out` and `body` (the buffers are swapped, not copied).
 *
 * Deadlines: every kind of wait has one fixed duration, so a list per kind is always in order of
 * time and the tick looks at the first of each. Moving a connection to the end of a list is a few
 * pointers.
 *
 * Streams that never end (a later floor) would add a wait and a source asked for bytes in
 * on_written.
 */
#include "net/conn.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define OUT_MAX_BYTES (NET_CONN_BATCH_MAX_BYTES + NET_CONN_TAIL_MIN_BYTES + 65536u)

enum ending { STAYS, CLOSES, LINGERS };

struct net_conn {
    uv_tcp_t tcp;           /* first: its address is the connection's */
    uv_write_t writing;     /* one at a time */
    uv_shutdown_t shutting; /* once */
    int fd;                 /* of tcp */
    struct net_conn_pool *pool;
    struct net_conn *next; /* in the list of its wait, or of the spares */
    struct net_conn *previous;
    enum net_conn_wait wait;
    uint64_t since_ms; /* loop time when the wait began */
    enum ending ending;
    size_t queued;       /* bytes libuv still had at the last look */
    size_t dropped;      /* bytes read while lingering */
    struct base_buf in;  /* begun requests, while there are any */
    struct base_buf out; /* replies being written */
    struct base_buf body;
    struct net_http_parser parser;
};

struct net_conn_config net_conn_config_default(net_conn_handler *handle)
{
    return (struct net_conn_config){
        .limits = net_http_limits_default(),
        .head_ms = NET_CONN_HEAD_MS,
        .body_ms = NET_CONN_BODY_MS,
        .idle_ms = NET_CONN_IDLE_MS,
        .write_ms = NET_CONN_WRITE_MS,
        .linger_ms = NET_CONN_LINGER_MS,
        .tick_ms = NET_CONN_TICK_MS,
        .open_max = NET_CONN_OPEN_MAX,
        .handle = handle,
    };
}

/* Only the loop's thread writes, so a plain load and store is enough. */
static void add(_Atomic uint64_t *count, uint64_t change)
{
    uint64_t value = atomic_load_explicit(count, memory_order_relaxed);
    atomic_store_explicit(count, value + change, memory_order_relaxed);
}

/* ---- lists of waits --------------------------------------------------------------------- */

static void unlink_conn(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    if (conn->previous != NULL)
        conn->previous->next = conn->next;
    else
        pool->first[conn->wait] = conn->next;
    if (conn->next != NULL)
        conn->next->previous = conn->previous;
    else
        pool->last[conn->wait] = conn->previous;
}

static void link_conn(struct net_conn *conn, enum net_conn_wait wait)
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

/* Starts the clock of a wait, anew if it is the same as before. */
static void await(struct net_conn *conn, enum net_conn_wait wait)
{
    unlink_conn(conn);
    link_conn(conn, wait);
}

/* ---- life ------------------------------------------------------------------------------- */

static struct net_conn *conn_create(struct net_conn_pool *pool)
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
    conn->ending = STAYS;
    conn->queued = conn->dropped = 0;
    base_buf_init(&conn->in, limits->head_bytes + limits->body_bytes + NET_CONN_READ_BYTES);
    base_buf_init(&conn->out, OUT_MAX_BYTES);
    base_buf_init(&conn->body, NET_HTTP_REPLY_MAX_BYTES);
    net_http_parser_init(&conn->parser, limits);
    return conn;
}

static void conn_free(struct net_conn *conn)
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

static void on_closed(uv_handle_t *handle)
{
    struct net_conn *conn = (struct net_conn *)handle;
    struct net_conn_pool *pool = conn->pool;
    unlink_conn(conn);
    pool->open_count--;
    add(&pool->counts.open, (uint64_t)-1);
    if (pool->open_count == 0 && pool->starved == NULL) uv_timer_stop(&pool->tick);
    conn_free(conn);
}

static void conn_close(struct net_conn *conn)
{
    if (conn->wait == NET_CONN_CLOSE) return;
    await(conn, NET_CONN_CLOSE);
    uv_close((uv_handle_t *)&conn->tcp, on_closed);
}

/* Drops what the kernel still holds for a client that does not take it. */
static void conn_reset(struct net_conn *conn)
{
    await(conn, NET_CONN_CLOSE);
    if (uv_tcp_close_reset(&conn->tcp, on_closed) != 0)
        uv_close((uv_handle_t *)&conn->tcp, on_closed);
}

static void on_shut(uv_shutdown_t *shutting, int status)
{
    (void)shutting;
    (void)status; /* whatever it is, the linger deadline closes */
}

static void on_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buf);
static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf);

/* Closing a socket with unread bytes would reset it, and the reset could overtake our last reply:
 * so first say that no more will come, then wait for the client to close. */
static void conn_linger(struct net_conn *conn)
{
    uv_stream_t *stream = (uv_stream_t *)&conn->tcp;
    await(conn, NET_CONN_LINGER);
    base_buf_fini(&conn->in);
    int err = uv_shutdown(&conn->shutting, stream, on_shut);
    if (err == 0) err = uv_read_start(stream, on_buffer, on_read);
    if (err != 0 && err != UV_EALREADY) conn_close(conn);
}

/* ---- writing ---------------------------------------------------------------------------- */

static void serve(struct net_conn *conn, struct net_http_bytes input);
static void settle(struct net_conn *conn, bool has_answered);

static void on_written(uv_write_t *writing, int status)
{
    struct net_conn *conn = writing->data;
    if (conn->wait == NET_CONN_CLOSE) return;
    if (status < 0) {
        conn_close(conn);
        return;
    }
    base_buf_fini(&conn->out);
    base_buf_fini(&conn->body);
    if (conn->ending != STAYS) {
        settle(conn, true);
        return;
    }
    int err = uv_read_start((uv_stream_t *)&conn->tcp, on_buffer, on_read);
    if (err != 0 && err != UV_EALREADY)
        conn_close(conn);
    else
        serve(conn, (struct net_http_bytes){conn->in.bytes, conn->in.used});
}

static void swap(struct base_buf *a, struct base_buf *b)
{
    struct base_buf kept = *a;
    *a = *b;
    *b = kept;
}

static void begin_batch(struct net_conn_pool *pool)
{
    base_buf_clear(&pool->out);
    pool->tail = (struct base_text){NULL, 0};
}

/* Hands the unsent rest to libuv. The connection takes the buffers it lies in. */
static void send_rest(struct net_conn *conn, uv_buf_t bufs[], unsigned count, size_t sent)
{
    struct net_conn_pool *pool = conn->pool;
    unsigned first = 0;
    while (first < count && sent >= bufs[first].len) sent -= bufs[first++].len;
    assert(first < count);
    bufs[first].base += sent;
    bufs[first].len -= sent;
    swap(&conn->out, &pool->out);
    if (pool->tail.at != NULL && pool->tail.at == pool->reply.body.bytes)
        swap(&conn->body, &pool->reply.body);
    conn->writing.data = conn;
    uv_stream_t *stream = (uv_stream_t *)&conn->tcp;
    uv_read_stop(stream);
    await(conn, NET_CONN_WRITE);
    if (uv_write(&conn->writing, stream, bufs + first, count - first, on_written) != 0)
        conn_close(conn);
    else
        conn->queued = uv_stream_get_write_queue_size(stream);
}

/* What the socket takes at once. Nothing of libuv's waits to be written when this is called, and
 * send is the shorter way into the kernel than libuv's write. */
static ssize_t send_now(struct net_conn *conn, const uv_buf_t bufs[], unsigned count)
{
    assert(uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp) == 0);
    ssize_t sent;
    do
        if (count == 1) {
            sent = send(conn->fd, bufs[0].base, bufs[0].len, MSG_NOSIGNAL | MSG_DONTWAIT);
        } else {
            struct iovec parts[2] = {{bufs[0].base, bufs[0].len}, {bufs[1].base, bufs[1].len}};
            struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
            sent = sendmsg(conn->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        }
    while (sent < 0 && errno == EINTR);
    return sent;
}

/* Writes the gathered replies.
 *
 * Gives  true when all have left; otherwise the connection waits for the client, or is closed
 */
static bool flush(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    uv_buf_t bufs[2];
    unsigned count = 0;
    if (pool->out.used > 0) bufs[count++] = uv_buf_init(pool->out.bytes, (unsigned)pool->out.used);
    if (pool->tail.length > 0) /* libuv's buffers are not const, but it only reads them */
        bufs[count++] = uv_buf_init((char *)(uintptr_t)pool->tail.at, (unsigned)pool->tail.length);
    bool is_clear = !pool->out.has_overflowed;
    if (!is_clear) {
        conn_close(conn); /* no memory */
    } else if (count > 0) {
        ssize_t sent = send_now(conn, bufs, count);
        is_clear = sent >= 0 && (size_t)sent == pool->out.used + pool->tail.length;
        if (sent < 0 && errno != EAGAIN)
            conn_close(conn);
        else if (!is_clear)
            send_rest(conn, bufs, count, sent > 0 ? (size_t)sent : 0);
    }
    begin_batch(pool);
    return is_clear;
}

/* ---- answering -------------------------------------------------------------------------- */

/* Adds the pool's reply to the batch. */
static void gather(struct net_conn *conn, enum net_http_method method, enum net_http_ending ending)
{
    struct net_conn_pool *pool = conn->pool;
    struct net_http_reply *reply = &pool->reply;
    net_http_reply_write_head(reply, &pool->date, ending, &pool->out);
    struct base_text content = net_http_reply_content(reply, method);
    if (content.length >= NET_CONN_TAIL_MIN_BYTES)
        pool->tail = content;
    else
        base_buf_append_text(&pool->out, content);
}

static void write_refusal(struct net_conn_pool *pool, unsigned status)
{
    net_http_reply_refuse(&pool->reply, status);
    if (pool->config->refuse != NULL)
        pool->config->refuse(pool->thread_state, status, &pool->reply);
}

static void answer(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    struct net_http_reply *reply = &pool->reply;
    const struct net_http_request *request = &conn->parser.request;
    if (reply->body.room > NET_CONN_KEEP_MAX_BYTES) base_buf_fini(&reply->body);
    net_http_reply_clear(reply);
    pool->config->handle(pool->thread_state, request, reply);
    add(&pool->counts.requests, 1);
    if (reply->body.has_overflowed || reply->headers.has_overflowed) write_refusal(pool, 500);
    if (reply->closes || pool->is_draining)
        conn->ending = LINGERS;
    else if (!request->keeps_open)
        conn->ending = CLOSES;
    enum net_http_ending ending = NET_HTTP_STAYS_OPEN;
    if (conn->ending != STAYS)
        ending = NET_HTTP_CLOSES;
    else if (request->minor == 0)
        ending = NET_HTTP_STAYS_OPEN_FOR_1_0;
    gather(conn, request->method, ending);
}

/* The last reply of a connection, without the handler. */
static void refuse(struct net_conn *conn, unsigned status)
{
    struct net_conn_pool *pool = conn->pool;
    write_refusal(pool, status);
    if (status == 503)
        net_http_reply_header(&pool->reply, BASE_TEXT("Retry-After"), BASE_TEXT("1"));
    conn->ending = LINGERS;
    add(&pool->counts.refusals, 1);
    net_http_date_update(&pool->date, (int64_t)time(NULL));
    gather(conn, NET_HTTP_OTHER, NET_HTTP_CLOSES);
}

static void refuse_now(struct net_conn *conn, unsigned status)
{
    begin_batch(conn->pool);
    refuse(conn, status);
    if (flush(conn)) settle(conn, true);
}

/* ---- reading ---------------------------------------------------------------------------- */

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
    if (in->has_overflowed) conn_close(conn); /* no memory: the limits are below its maximum */
}

/* Everything has left: what does the connection wait for now? */
static void settle(struct net_conn *conn, bool has_answered)
{
    if (conn->ending == LINGERS || (conn->ending == CLOSES && conn->in.used > 0)) {
        conn_linger(conn);
        return;
    }
    if (conn->ending == CLOSES) {
        conn_close(conn);
        return;
    }
    enum net_conn_wait wait = NET_CONN_IDLE;
    if (conn->in.used > 0) wait = conn->parser.has_head ? NET_CONN_BODY : NET_CONN_HEAD;
    if (has_answered || wait != conn->wait) await(conn, wait);
}

/* Answers the whole requests in the input, until one is wrong or the client does not keep up. */
static void serve(struct net_conn *conn, struct net_http_bytes input)
{
    struct net_conn_pool *pool = conn->pool;
    enum base_err err = BASE_ERR_AGAIN;
    bool has_answered = conn->wait == NET_CONN_WRITE;
    bool is_clear = true;
    begin_batch(pool);
    net_http_date_update(&pool->date, (int64_t)time(NULL));
    while (is_clear && conn->ending == STAYS) {
        err = net_http_parse(&conn->parser, &input);
        if (err != BASE_ERR_OK) break;
        answer(conn);
        has_answered = true;
        if (pool->tail.length > 0 || pool->out.used >= NET_CONN_BATCH_MAX_BYTES)
            is_clear = flush(conn);
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
    if (conn->wait != NET_CONN_CLOSE && is_clear && flush(conn)) settle(conn, has_answered);
}

static void on_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct net_conn *conn = (struct net_conn *)handle;
    (void)suggested;
    *buf = uv_buf_init(conn->pool->read_bytes, NET_CONN_READ_BYTES);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct net_conn *conn = (struct net_conn *)stream;
    if (count == 0 || conn->wait == NET_CONN_CLOSE) return;
    if (count < 0) {
        conn_close(conn); /* every whole request has its reply already, also after a half-close */
        return;
    }
    if (conn->wait == NET_CONN_LINGER) {
        conn->dropped += (size_t)count;
        if (conn->dropped > NET_CONN_LINGER_MAX_BYTES) conn_close(conn);
        return;
    }
    struct net_http_bytes input = {buf->base, (size_t)count};
    if (conn->in.used > 0) {
        base_buf_append(&conn->in, buf->base, (size_t)count);
        input = (struct net_http_bytes){conn->in.bytes, conn->in.used};
    }
    if (conn->in.has_overflowed)
        conn_close(conn);
    else
        serve(conn, input);
}

/* ---- accepting -------------------------------------------------------------------------- */

static void admit(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    uv_stream_t *stream = (uv_stream_t *)&conn->tcp;
    unsigned open_max = pool->config->open_max;
    add(&pool->counts.connections, 1);
    if (pool->open_count > open_max + NET_CONN_REFUSALS_MAX)
        conn_close(conn);
    else if (pool->open_count > open_max)
        refuse_now(conn, 503);
    else if (uv_read_start(stream, on_buffer, on_read) != 0)
        conn_close(conn);
}

static void on_tick(uv_timer_t *tick);

static void on_client(uv_stream_t *listener, int status)
{
    struct net_conn_pool *pool = listener->data;
    if (status < 0) return; /* out of descriptors: libuv has turned the client away */
    struct net_conn *conn = conn_create(pool);
    if (pool->open_count == 0)
        uv_timer_start(&pool->tick, on_tick, pool->config->tick_ms, pool->config->tick_ms);
    pool->starved =
        conn == NULL ? listener : NULL; /* libuv holds the client; the tick tries again */
    if (conn == NULL) return;
    if (uv_tcp_init(pool->loop, &conn->tcp) != 0) {
        conn_free(conn);
        return;
    }
    pool->open_count++;
    add(&pool->counts.open, 1);
    link_conn(conn, NET_CONN_IDLE);
    if (uv_accept(listener, (uv_stream_t *)&conn->tcp) != 0 ||
        uv_fileno((const uv_handle_t *)&conn->tcp, &conn->fd) != 0)
        conn_close(conn);
    else
        admit(conn);
}

/* ---- deadlines -------------------------------------------------------------------------- */

/* Slow is allowed, not at all is not. */
static void check_progress(struct net_conn *conn)
{
    size_t queued = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);
    if (queued == conn->queued) {
        conn_reset(conn);
        return;
    }
    conn->queued = queued;
    await(conn, NET_CONN_WRITE);
}

/* A request may have arrived since the loop last looked: then it will be answered. */
static void close_if_silent(struct net_conn *conn)
{
    char byte;
    uv_os_fd_t fd;
    if (uv_fileno((const uv_handle_t *)&conn->tcp, &fd) == 0 &&
        recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1)
        await(conn, NET_CONN_IDLE);
    else
        conn_close(conn);
}

static void expire(struct net_conn *conn)
{
    switch (conn->wait) {
    case NET_CONN_IDLE:
        close_if_silent(conn);
        return;
    case NET_CONN_HEAD:
    case NET_CONN_BODY:
        refuse_now(conn, 408);
        return;
    case NET_CONN_WRITE:
        check_progress(conn);
        return;
    case NET_CONN_LINGER:
    case NET_CONN_CLOSE:
    case NET_CONN_WAITS:
        conn_close(conn);
        return;
    }
}

static void on_tick(uv_timer_t *tick)
{
    struct net_conn_pool *pool = tick->data;
    const struct net_conn_config *config = pool->config;
    const unsigned limits_ms[NET_CONN_CLOSE] = {
        [NET_CONN_IDLE] = pool->is_draining ? 0 : config->idle_ms,
        [NET_CONN_HEAD] = config->head_ms,
        [NET_CONN_BODY] = config->body_ms,
        [NET_CONN_WRITE] = config->write_ms,
        [NET_CONN_LINGER] = config->linger_ms,
    };
    uint64_t now_ms = uv_now(pool->loop);
    for (int wait = 0; wait < NET_CONN_CLOSE; wait++) {
        struct net_conn *next = pool->first[wait];
        const struct net_conn *last = pool->last[wait]; /* what comes behind it is put there now */
        while (next != NULL && now_ms - next->since_ms >= limits_ms[wait]) {
            struct net_conn *conn = next;
            next = conn == last ? NULL : conn->next;
            expire(conn);
        }
    }
    if (pool->starved != NULL) on_client(pool->starved, 0);
}

/* ---- the pool --------------------------------------------------------------------------- */

enum base_err net_conn_pool_init(struct net_conn_pool *pool, uv_loop_t *loop,
                                 const struct net_conn_config *config)
{
    char *read_bytes = malloc(NET_CONN_READ_BYTES);
    if (read_bytes == NULL) return BASE_ERR_MEMORY;
    *pool = (struct net_conn_pool){.config = config, .loop = loop, .read_bytes = read_bytes};
    net_http_reply_init(&pool->reply);
    base_buf_init(&pool->out, OUT_MAX_BYTES);
    uv_timer_init(loop, &pool->tick);
    pool->tick.data = pool;
    uv_unref((uv_handle_t *)&pool->tick);
    return BASE_ERR_OK;
}

enum base_err net_conn_pool_listen(struct net_conn_pool *pool, uv_tcp_t *listener, int backlog,
                                   void *thread_state)
{
    pool->thread_state = thread_state;
    listener->data = pool;
    int err = uv_listen((uv_stream_t *)listener, backlog, on_client);
    return err == 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}

void net_conn_pool_drain(struct net_conn_pool *pool)
{
    pool->is_draining = true;
    pool->starved = NULL;
    if (pool->open_count > 0)
        uv_timer_start(&pool->tick, on_tick, NET_CONN_LAST_CALL_MS, pool->config->tick_ms);
}

void net_conn_pool_cut(struct net_conn_pool *pool)
{
    for (int wait = 0; wait < NET_CONN_CLOSE; wait++)
        while (pool->first[wait] != NULL) conn_close(pool->first[wait]);
}

void net_conn_pool_close(struct net_conn_pool *pool)
{
    assert(pool->open_count == 0);
    uv_close((uv_handle_t *)&pool->tick, NULL);
}

void net_conn_pool_fini(struct net_conn_pool *pool)
{
    while (pool->spares != NULL) {
        struct net_conn *conn = pool->spares;
        pool->spares = conn->next;
        free(conn);
    }
    net_http_reply_fini(&pool->reply);
    base_buf_fini(&pool->out);
    free(pool->read_bytes);
}
