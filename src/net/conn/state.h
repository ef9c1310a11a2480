/* One connection: what it is made of, what it waits for, how it ends. Behind the door of net/conn/conn:
 * opened by net/conn/conn, net/conn/read, net/conn/write and net/conn/stream only.
 */
#ifndef NET_CONN_STATE_H
#define NET_CONN_STATE_H

#include "net/conn/conn.h"

#include <netinet/in.h>

/* After the replies that are under way. */
enum net_conn_state_ending {
    NET_CONN_STATE_STAYS,
    NET_CONN_STATE_CLOSES, /* at once, unless unread bytes would make that a reset */
    NET_CONN_STATE_LINGERS /* says so and waits for the client to close */
};

struct net_conn {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    } uv;                   /* first: its address is the connection's */
    uv_write_t writing;     /* one at a time */
    uv_shutdown_t shutting; /* once */
    int fd;                 /* of uv */
    struct net_conn_pool *pool;
    struct net_conn *next; /* in the list of its wait, or of the spares */
    struct net_conn *previous;
    enum net_conn_wait wait;
    uint64_t since_ms; /* loop time when the wait began */
    enum net_conn_state_ending ending;
    size_t queued;       /* bytes libuv still had at the last look */
    size_t dropped;      /* bytes read while lingering */
    struct base_buf in;  /* begun requests, while there are any */
    struct base_buf out; /* replies being written */
    struct base_buf body;
    struct net_http_parser parser;

    struct net_http_stream source;     /* of the stream; .produce is NULL when there is none */
    struct net_timer_heap_entry alarm; /* while it sleeps */
    int64_t wake_us;                   /* when the stream wants to go on; 0: as soon as it can */
    int64_t probe_us;                  /* when to look whether half a client is still there; or 0 */
    int64_t probe_gap_us;
    bool is_chunked;   /* the stream */
    bool was_told;     /* the stream, that the server drains */
    bool has_streamed; /* since it last served: the rest waits for its next turn */
    bool has_eof;      /* the client sends no more */

    unsigned char peer_length;
    char peer[INET6_ADDRSTRLEN];
};

/* Changes a count that only this thread writes: a plain load and store is enough. */
static inline void net_conn_state_count(_Atomic uint64_t *count, uint64_t change)
{
    uint64_t value = atomic_load_explicit(count, memory_order_relaxed);
    atomic_store_explicit(count, value + change, memory_order_relaxed);
}

/* A connection without a socket, of the spares if there are any; NULL: no memory. Counted nowhere
 * yet. The caller initialises ->uv and links it, or gives it back. */
struct net_conn *net_conn_state_create(struct net_conn_pool *pool);
void net_conn_state_free(struct net_conn *conn);

/* Puts it on its first list. */
void net_conn_state_link(struct net_conn *conn, enum net_conn_wait wait);

/* Starts the clock of a wait, anew if it is the same as before. */
void net_conn_state_await(struct net_conn *conn, enum net_conn_wait wait);

/* Ends it now: a stream is released, what is unsent is the kernel's or lost. */
void net_conn_state_close(struct net_conn *conn);

/* The same, and drops what the kernel still holds: the client sees a reset. */
void net_conn_state_reset(struct net_conn *conn);

/* Ends it after the client has seen our last byte, or NET_CONN_LINGER_MS later. */
void net_conn_state_linger(struct net_conn *conn);

/* Textual address of the client; empty when the system does not tell. */
struct base_text net_conn_state_peer(struct net_conn *conn);

#endif
