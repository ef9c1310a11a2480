/* What the rooms of net/conn share: the structs of a pool and of a connection, and the functions
 * that one room calls in another. Included in net/conn only.
 *
 * The rooms form a stack: each calls only those listed before it.
 *
 *     timer_heap   sleeping streams, earliest first
 *     state        a connection's state, its lists and deadlines, its end
 *     write        the replies of one turn, written at once
 *     stream       replies that are produced while they are sent
 *     read         bytes to requests, the handler, what happens next
 *     conn         accepting, deadlines, draining
 *
 * One call goes upward, through the pool's hook on_sent: net/conn/read decides what a connection
 * does after net/conn/write or net/conn/stream has sent everything.
 */
#ifndef NET_CONN_INTERNAL_H
#define NET_CONN_INTERNAL_H

#include "base/buf.h"
#include "base/text.h"
#include "net/conn/config.h"
#include "net/conn/timer_heap.h"
#include "net/http.h"
#include "net/http_head.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct net_conn;

/* What a connection waits for. Each connection is on the list of its state, oldest first. The states
 * of NET_CONN_DEADLINE_LIST come first; the others have no deadline. */
#define NET_CONN_STATE_ENUM(state, ...) NET_CONN_STATE_##state,
enum net_conn_state {
    NET_CONN_DEADLINE_LIST(NET_CONN_STATE_ENUM)
        NET_CONN_STATE_READY, /* its turn: for a piece of its stream, or the requests after one */
    NET_CONN_STATE_SLEEPING,  /* the time at which its stream resumes */
    NET_CONN_STATE_CLOSING,   /* the loop to close the socket */
    NET_CONN_STATES
};
#undef NET_CONN_STATE_ENUM
#define NET_CONN_DEADLINES NET_CONN_STATE_READY /* how many states have one */

/* What happens to the connection after the replies in progress. */
enum net_conn_ending {
    NET_CONN_ENDING_NONE,  /* it waits for the next request */
    NET_CONN_ENDING_CLOSE, /* at once, unless unread bytes would turn the close into a reset */
    NET_CONN_ENDING_LINGER /* sends FIN and waits for the client to close */
};

struct net_conn_pool {
    struct net_conn_counts counts;
    const struct net_conn_config *config;   /* borrowed for the pool's life */
    void *thread_state;                     /* passed to the handler */
    uv_loop_t *loop;                        /* borrowed for the pool's life */
    void (*on_sent)(struct net_conn *conn); /* hook: everything has left, and conn is not closed */
    uv_timer_t tick;                        /* checks deadlines; unreferenced: the loop may end */
    uv_stream_t *starved;                   /* a listener whose client waits until we have memory */
    struct net_conn *first[NET_CONN_STATES];
    struct net_conn *last[NET_CONN_STATES];
    struct net_conn *spares;
    unsigned spare_count;
    unsigned open_count;
    bool is_draining;
    struct net_http_date date;
    struct net_http_reply reply;
    struct base_buf out;            /* replies of one read */
    struct base_text tail;          /* content that follows out, not copied into it */
    uv_idle_t turns;                /* active while a stream is ready */
    uv_timer_t alarm;               /* for the stream that resumes first */
    int64_t alarm_us;               /* the time it is set for */
    struct net_timer_heap sleepers; /* the streams in NET_CONN_STATE_SLEEPING */
    char *read_bytes;               /* NET_CONN_READ_BYTES, lent to each connection for one read */
};

struct net_conn {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    } uv;               /* first: libuv's pointer to the handle is a pointer to the connection */
    uv_write_t writing; /* one at a time */
    uv_shutdown_t shutting; /* once */
    int fd;                 /* of uv */
    struct net_conn_pool *pool;
    struct net_conn *next; /* in the list of its state, or of the spares */
    struct net_conn *previous;
    enum net_conn_state state;
    uint64_t since_ms; /* loop time when the state began */
    enum net_conn_ending ending;
    size_t queued;       /* bytes libuv had not written at the last check */
    size_t dropped;      /* bytes read and discarded while lingering */
    struct base_buf in;  /* incomplete requests, if any */
    struct base_buf out; /* replies being written */
    struct base_buf body;
    struct net_http_parser parser;

    struct net_http_stream source;     /* of the stream; .produce is NULL when there is none */
    struct net_timer_heap_entry timer; /* in the heap while it sleeps */
    int64_t resume_us;                 /* when the stream wants to go on; 0: as soon as it can */
    int64_t probe_us; /* when to check whether a half-closed client is alive; or 0 */
    int64_t probe_gap_us;
    bool is_chunked;   /* the stream */
    bool knows_drain;  /* the stream has been called with is_ending */
    bool has_streamed; /* since requests were last handled: the rest waits for its next turn */
    bool has_eof;      /* the client sends no more */

    unsigned char peer_length;
    char peer[INET6_ADDRSTRLEN];
};

/* ---- net/conn/state --------------------------------------------------------------------- */

/* Changes a count that only this thread writes: a plain load and store is enough. */
static inline void net_conn_state_count(_Atomic uint64_t *count, uint64_t change)
{
    uint64_t value = atomic_load_explicit(count, memory_order_relaxed);
    atomic_store_explicit(count, value + change, memory_order_relaxed);
}

/* Whether a stream is in progress. */
static inline bool net_conn_state_has_stream(const struct net_conn *conn)
{
    return conn->source.produce != NULL;
}

/* Makes a connection without a socket, from the spares if there are any; NULL: no memory. It is not
 * counted yet. The caller initialises ->uv and calls net_conn_state_begin, or frees it. */
struct net_conn *net_conn_state_create(struct net_conn_pool *pool);
void net_conn_state_free(struct net_conn *conn);

/* Puts a new connection on the list of its first state. */
void net_conn_state_begin(struct net_conn *conn, enum net_conn_state state);

/* Changes the state and restarts its clock, also when the state stays the same. */
void net_conn_state_change(struct net_conn *conn, enum net_conn_state state);

/* Releases the stream, if there is one. */
void net_conn_state_release_stream(struct net_conn *conn);

/* Closes the connection: its stream is released; the kernel still sends what it has, the rest is
 * lost. Does nothing when it is closing already. */
void net_conn_state_close(struct net_conn *conn);

/* Closes it and discards what the kernel has not sent: the client receives a reset. */
void net_conn_state_reset(struct net_conn *conn);

/* The client's address as text; empty when the system does not know it. */
struct base_text net_conn_state_peer(struct net_conn *conn);

/* ---- net/conn/write --------------------------------------------------------------------- */

/* Empties the batch. */
void net_conn_write_begin(struct net_conn_pool *pool);

/* Adds the pool's reply: its head, and its content unless that is a stream. */
void net_conn_write_add_reply(struct net_conn_pool *pool, enum net_http_method method,
                              enum net_http_ending ending);

/* Adds content or part of it; large content is not copied.
 *
 * Given  content  in the pool's reply.body, or embedded. When it has NET_CONN_TAIL_MIN_BYTES or
 *                 more, the batch must be sent before anything else is added.
 */
void net_conn_write_add(struct net_conn_pool *pool, struct base_text content);

/* Sends the batch and empties it.
 *
 * Gives  true when everything has left; otherwise the connection waits for the client (the hook
 *        on_sent is called when it has caught up) or is closed
 */
bool net_conn_write_send(struct net_conn *conn);

/* ---- net/conn/stream -------------------------------------------------------------------- */

/* Starts the stream of the pool's reply: adds its head and its first piece to the batch. The stream
 * may end with this piece, and the connection may be reset by it. */
void net_conn_stream_open(struct net_conn *conn, enum net_http_method method,
                          enum net_http_ending ending);

/* Schedules the connection's next turn, after everything has left. */
void net_conn_stream_schedule(struct net_conn *conn);

/* The client sends no more: finds out whether it has gone or only listens. */
void net_conn_stream_end_of_input(struct net_conn *conn);

/* The handles that the streams of a pool share; after close the loop turns, then fini. */
void net_conn_stream_pool_init(struct net_conn_pool *pool);
void net_conn_stream_pool_close(struct net_conn_pool *pool);
void net_conn_stream_pool_fini(struct net_conn_pool *pool);

/* Makes all sleeping streams ready, so that each learns that the server drains. */
void net_conn_stream_pool_drain(struct net_conn_pool *pool);

/* ---- net/conn/read ---------------------------------------------------------------------- */

/* Starts to read from the client, if that is not so already. Gives 0 or libuv's error. */
int net_conn_read_start(struct net_conn *conn);

/* Sends the last reply of a connection, without calling the handler. */
void net_conn_read_refuse(struct net_conn *conn, unsigned status);

/* The hook on_sent: produces the next piece, handles the requests that waited, or closes. */
void net_conn_read_on_sent(struct net_conn *conn);

#endif
