/* The connections of one loop: read, parse, answer, write, each wait with its deadline.
 *
 * A request is answered where it is read: the handler runs at once, on the loop's thread, and all
 * replies of one read leave in one write. While a client does not take its replies nothing more is
 * read from it. A reply may be a stream: its pieces are made in turns, between which the loop looks
 * after everybody else. Memory: one struct per connection, taken from a list of spares; bytes are
 * held for a connection only while half a request, half a reply or half a piece waits.
 *
 * The rooms behind this door: net/conn/state (one connection, what it waits for, its end), net/conn/read
 * (read, parse, handle), net/conn/write (write), net/conn/stream (turns and sleep of streams).
 */
#ifndef NET_CONN_H
#define NET_CONN_H

#include "base/buf.h"
#include "base/err.h"
#include "net/conn/timer_heap.h"
#include "net/http.h"

#include <stdatomic.h>
#include <uv.h>

#define NET_CONN_HEAD_MS          10000u /* first byte of a request to the end of its head */
#define NET_CONN_BODY_MS          30000u /* end of the head to the end of the body */
#define NET_CONN_IDLE_MS          75000u /* between requests, and before the first */
#define NET_CONN_WRITE_MS         20000u /* without the client taking a single byte */
#define NET_CONN_LINGER_MS        2000u  /* from our last byte to giving up on the client's */
#define NET_CONN_LAST_CALL_MS     20u    /* draining: for requests that are already in the socket */
#define NET_CONN_TICK_MS          100u   /* how late a deadline may strike */
#define NET_CONN_OPEN_MAX         16384u /* per loop; beyond: 503 */
#define NET_CONN_REFUSALS_MAX     64u    /* answered with 503 at the same time; beyond: closed */
#define NET_CONN_SPARES_MAX       256u   /* kept for the next clients */
#define NET_CONN_READ_BYTES       65536u /* one read; more than any usual request, so one is enough */
#define NET_CONN_BATCH_MAX_BYTES  262144u /* replies gathered before they are written */
#define NET_CONN_OUT_MAX_BYTES    393216u /* of them, with the last one */
#define NET_CONN_TAIL_MIN_BYTES   16384u  /* content from this size is written from where it lies */
#define NET_CONN_KEEP_MAX_BYTES   1048576u /* a buffer that grew beyond is not kept */
#define NET_CONN_LINGER_MAX_BYTES 1048576u /* read and dropped while lingering */
#define NET_CONN_AHEAD_BYTES      16384u   /* of requests behind a stream; beyond: not read yet */
#define NET_CONN_SLICE_US         1000u    /* for streams, then the loop looks at its sockets */

/* Answers one request.
 *
 * Given       thread_state  of the thread that runs the loop: no lock is needed
 *             request       borrowed until return: a stream keeps copies of what it needs
 *             reply         an empty 200, to be filled; its buffers are the thread's
 * Calls back  on the loop's thread; must not block, for every other client waits meanwhile
 */
typedef void net_conn_handler(void *thread_state, const struct net_http_request *request,
                              struct net_http_reply *reply);

/* Writes the document of a refusal: a request that never reached the handler.
 *
 * Given  status  4xx or 5xx
 *        reply   the plain document of that status, to be replaced
 */
typedef void net_conn_refuser(void *thread_state, unsigned status, struct net_http_reply *reply);

struct net_conn_config {
    struct net_http_limits limits;
    unsigned head_ms;
    unsigned body_ms;
    unsigned idle_ms;
    unsigned write_ms;
    unsigned linger_ms;
    unsigned tick_ms;
    unsigned open_max; /* connections of one loop */
    bool wants_peers;  /* fill request->peer: one call of the system for each connection */
    net_conn_handler *handle;
    net_conn_refuser *refuse; /* NULL: the plain one of net_http_reply_refuse */
};

/* The limits named above. */
struct net_conn_config net_conn_config_default(net_conn_handler *handle);

/* What a connection waits for: it is on the list of exactly one of these, oldest first. */
enum net_conn_wait {
    NET_CONN_IDLE,   /* a request */
    NET_CONN_HEAD,   /* the rest of a head */
    NET_CONN_BODY,   /* the rest of a body */
    NET_CONN_WRITE,  /* the client to take its replies */
    NET_CONN_LINGER, /* the client to see our last reply and close */
    NET_CONN_READY,  /* its turn: for a piece of its stream, or the requests behind one */
    NET_CONN_SLEEP,  /* the instant its stream asked for */
    NET_CONN_CLOSE,  /* the loop to let go of the socket */
    NET_CONN_WAITS
};

/* Since the pool began. Written by the loop's thread, read by any. */
struct net_conn_counts {
    _Atomic uint64_t connections; /* accepted */
    _Atomic uint64_t requests;    /* handed to the handler */
    _Atomic uint64_t refusals;    /* answered without the handler: bad, late or one too many */
    _Atomic uint64_t open;        /* connections now */
    _Atomic uint64_t streams;     /* of them, those that stream now */
};

struct net_conn;

/* All connections of one loop and what they share. */
struct net_conn_pool {
    struct net_conn_counts counts;
    /* private */
    const struct net_conn_config *config; /* borrowed for the pool's life */
    void *thread_state;                   /* handed to the handler */
    uv_loop_t *loop;                      /* borrowed for the pool's life */
    uv_timer_t tick;                      /* unreferenced: it does not keep the loop alive */
    uv_stream_t *starved;                 /* a listener with a client we had no memory for */
    struct net_conn *first[NET_CONN_WAITS];
    struct net_conn *last[NET_CONN_WAITS];
    struct net_conn *spares;
    unsigned spare_count;
    unsigned open_count;
    bool is_draining;
    struct net_http_date date;
    struct net_http_reply reply;
    struct base_buf out;        /* replies of one read */
    struct base_text tail;      /* content that follows out, not copied into it */
    uv_idle_t turns;            /* active while a stream is ready */
    uv_timer_t alarm;           /* for the stream that wakes first */
    int64_t alarm_us;           /* what it is set for */
    struct net_timer_heap wake; /* the streams that sleep */
    char *read_bytes;           /* NET_CONN_READ_BYTES, lent to each connection for one read */
};

/* Fills the caller's struct.
 *
 * Given  pool    stays where it is until its loop is closed
 *        loop    borrowed until net_conn_pool_fini; the pool is used on its thread only
 *        config  borrowed until net_conn_pool_fini
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_conn_pool_init(struct net_conn_pool *pool, uv_loop_t *loop,
                                 const struct net_conn_config *config);

/* Accepts clients from now on.
 *
 * Given  listener      bound, TCP or unix; on the pool's loop; borrowed until closed, its .data is
 *                      taken over
 *        backlog       clients that may wait to be accepted
 *        thread_state  handed to the handler
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_conn_pool_listen(struct net_conn_pool *pool, uv_stream_t *listener, int backlog,
                                   void *thread_state);

/* Begins the end: every stream gets a turn that says so, idle connections close after
 * NET_CONN_LAST_CALL_MS unless a request has arrived, the others after the reply to the request
 * they have begun. The listener is the caller's to close;
 * then the pool keeps the loop alive only as long as a connection is open. */
void net_conn_pool_drain(struct net_conn_pool *pool);

/* Closes every connection at once. The loop has to turn for it to happen. */
void net_conn_pool_cut(struct net_conn_pool *pool);

/* Closes the pool's own handles. Every connection is gone; the loop has to turn once more. */
void net_conn_pool_close(struct net_conn_pool *pool);

/* Frees the memory, after the loop has turned. */
void net_conn_pool_fini(struct net_conn_pool *pool);

#endif
