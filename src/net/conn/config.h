/* What a server sets for its connections: the handler, the limits, the deadlines; and what it can
 * count afterwards. The connections themselves are in net/conn/conn.
 */
#ifndef NET_CONN_CONFIG_H
#define NET_CONN_CONFIG_H

#include "net/http.h"
#include "net/http_head.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define NET_CONN_HEAD_MS          10000u /* first byte of a request to the end of its head */
#define NET_CONN_BODY_MS          30000u /* end of the head to the end of the body */
#define NET_CONN_IDLE_MS          75000u /* between requests, and before the first */
#define NET_CONN_WRITE_MS         20000u /* while the client accepts no byte of a reply */
#define NET_CONN_LINGER_MS        2000u  /* from our last byte until we close without the client */
#define NET_CONN_LAST_CALL_MS     20u    /* draining: for requests that are already in the socket */
#define NET_CONN_TICK_MS          100u   /* how much later than its deadline a connection may end */
#define NET_CONN_OPEN_MAX         16384u /* connections of one loop; beyond: 503 */
#define NET_CONN_REFUSALS_MAX     64u    /* open at once to receive that 503; beyond: closed */
#define NET_CONN_SPARES_MAX       256u   /* structs kept for later connections */
#define NET_CONN_READ_BYTES       65536u /* one read; larger than most requests, so one is enough */
#define NET_CONN_BATCH_MAX_BYTES  262144u  /* replies collected before they are written */
#define NET_CONN_OUT_MAX_BYTES    393216u  /* the same with the last reply */
#define NET_CONN_TAIL_MIN_BYTES   16384u   /* content of this size or more is written uncopied */
#define NET_CONN_KEEP_MAX_BYTES   1048576u /* a buffer that grew beyond this is freed after use */
#define NET_CONN_LINGER_MAX_BYTES 1048576u /* read and discarded while lingering */
#define NET_CONN_AHEAD_BYTES      16384u   /* requests read during a stream; then reading stops */
#define NET_CONN_SLICE_US         1000u /* for streams in a turn; then the loop polls its sockets */

/* Answers one request.
 *
 * Given       thread_state  of the thread that runs the loop: no lock is needed
 *             request       borrowed until return: a stream copies what it needs
 *             reply         an empty 200 to fill in; its buffers belong to the thread
 * Calls back  on the loop's thread; must not block, because all other clients would wait
 */
typedef void net_conn_handler(void *thread_state, const struct net_http_request *request,
                              struct net_http_reply *reply);

/* Writes the document of a refusal: the reply to a request that did not reach the handler.
 *
 * Given  status  4xx or 5xx
 *        reply   holds the plain document of that status, to be replaced
 */
typedef void net_conn_refuser(void *thread_state, unsigned status, struct net_http_reply *reply);

/* The deadlines: what a connection waits for (NET_CONN_STATE_...), the longest wait in struct
 * net_conn_config, its default. net/conn/conn ends connections that wait longer.
 */
#define NET_CONN_DEADLINE_LIST(X)                                                                  \
    X(IDLE, idle_ms, NET_CONN_IDLE_MS)          /* a request */                                    \
    X(HEAD, head_ms, NET_CONN_HEAD_MS)          /* the rest of a head */                           \
    X(BODY, body_ms, NET_CONN_BODY_MS)          /* the rest of a body */                           \
    X(WRITING, write_ms, NET_CONN_WRITE_MS)     /* the client to accept its replies */             \
    X(LINGERING, linger_ms, NET_CONN_LINGER_MS) /* the client to receive our last reply and close */

struct net_conn_config {
    struct net_http_limits limits;
#define NET_CONN_DEADLINE_MEMBER(state, member, default_ms) unsigned member;
    NET_CONN_DEADLINE_LIST(NET_CONN_DEADLINE_MEMBER)
#undef NET_CONN_DEADLINE_MEMBER
    unsigned tick_ms;
    unsigned open_max; /* connections of one loop */
    bool wants_peers;  /* fill in request->peer, which costs one system call per connection */
    net_conn_handler *handle;
    net_conn_refuser *refuse; /* NULL: the plain document of net_http_reply_refuse */
};

/* Totals since the pool was created. Written by the loop's thread, read by any thread. */
struct net_conn_counts {
    _Atomic uint64_t connections; /* accepted */
    _Atomic uint64_t requests;    /* passed to the handler */
    _Atomic uint64_t refusals;    /* replies without the handler: bad, late, or too many clients */
    _Atomic uint64_t open;        /* connections open now */
    _Atomic uint64_t streams;     /* of those, the ones that stream now */
};

#endif
