/* Writing: one send for the replies to one read, or for one piece of a stream. What the socket does
 * not accept moves into the connection (the buffers are swapped, not copied), and libuv writes it.
 */
#include "base/buf.h"
#include "base/text.h"
#include "net/conn/config.h"
#include "net/conn/conn_internal.h"
#include "net/http.h"
#include "net/http_head.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

void net_conn_write_begin(struct net_conn_pool *pool)
{
    base_buf_clear(&pool->out);
    pool->tail = (struct base_text){NULL, 0};
}

void net_conn_write_add(struct net_conn_pool *pool, struct base_text content)
{
    assert(pool->tail.length == 0); /* it would come before the tail */
    if (content.length >= NET_CONN_TAIL_MIN_BYTES)
        pool->tail = content;
    else
        base_buf_append_text(&pool->out, content);
}

void net_conn_write_add_reply(struct net_conn_pool *pool, enum net_http_method method,
                              enum net_http_ending ending)
{
    struct net_http_reply *reply = &pool->reply;
    net_http_reply_write_head(reply, &pool->date, ending, &pool->out);
    net_conn_write_add(pool, net_http_reply_content(reply, method));
}

static void on_written(uv_write_t *writing, int status)
{
    struct net_conn *conn = writing->data;
    if (conn->state == NET_CONN_STATE_CLOSING) return;
    assert(conn->state == NET_CONN_STATE_WRITING);
    if (status < 0) {
        net_conn_state_close(conn);
        return;
    }
    base_buf_fini(&conn->out);
    base_buf_fini(&conn->body);
    conn->pool->on_sent(conn);
}

static void swap(struct base_buf *a, struct base_buf *b)
{
    struct base_buf kept = *a;
    *a = *b;
    *b = kept;
}

/* Passes the unsent rest to libuv. The connection takes over the buffers that hold it. */
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
    uv_stream_t *stream = &conn->uv.stream;
    uv_read_stop(stream);
    net_conn_state_change(conn, NET_CONN_STATE_WRITING);
    if (uv_write(&conn->writing, stream, bufs + first, count - first, on_written) != 0)
        net_conn_state_close(conn);
    else
        conn->queued = uv_stream_get_write_queue_size(stream);
}

/* Sends what the socket accepts at once. libuv has nothing left to write when this is called, and
 * send() is a shorter way into the kernel than uv_write(). */
static ssize_t send_now(struct net_conn *conn, const uv_buf_t bufs[], unsigned count)
{
    assert(uv_stream_get_write_queue_size(&conn->uv.stream) == 0);
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

bool net_conn_write_send(struct net_conn *conn)
{
    struct net_conn_pool *pool = conn->pool;
    uv_buf_t bufs[2];
    unsigned count = 0;
    if (pool->out.used > 0) bufs[count++] = uv_buf_init(pool->out.bytes, (unsigned)pool->out.used);
    if (pool->tail.length > 0) /* uv_buf_t is not const, but libuv only reads it */
        bufs[count++] = uv_buf_init((char *)(uintptr_t)pool->tail.at, (unsigned)pool->tail.length);
    bool is_clear = !pool->out.has_overflowed;
    if (!is_clear) {
        net_conn_state_close(conn); /* no memory */
    } else if (count > 0) {
        ssize_t sent = send_now(conn, bufs, count);
        is_clear = sent >= 0 && (size_t)sent == pool->out.used + pool->tail.length;
        if (sent < 0 && errno != EAGAIN)
            net_conn_state_close(conn);
        else if (!is_clear)
            send_rest(conn, bufs, count, sent > 0 ? (size_t)sent : 0);
    }
    net_conn_write_begin(pool);
    return is_clear;
}
