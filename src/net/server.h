/* A server: N threads, each with its own loop and its own listening socket on the same address, or
 * all with the same Unix socket or inherited sockets.
 *
 *     open (binds, listens) -> run (serves until stopped, then drains) -> close
 *
 * The kernel distributes new connections over the sockets (SO_REUSEPORT) by a hash of the client's
 * address: evenly for many clients, by chance for few. A connection stays on its thread.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "base/err.h"
#include "net/conn/config.h"
#include "net/conn/conn.h"
#include "net/listen.h"

#include <stdint.h>

#define NET_SERVER_DRAIN_MS    10000u /* from the first stop until open connections are closed */
#define NET_SERVER_THREADS_MAX 256u
#define NET_SERVER_TICK_MS     1000u

typedef net_conn_handler net_server_handler;

enum net_server_signals {
    NET_SERVER_SIGNALS_LEAVE, /* installs no signal handlers */
    NET_SERVER_SIGNALS_CATCH  /* SIGINT and SIGTERM stop the server, SIGHUP calls on_hangup */
};

struct net_server_config {
    struct net_listen_config listen;
    unsigned threads; /* 1..NET_SERVER_THREADS_MAX */
    unsigned drain_ms;
    enum net_server_signals signals;
    struct net_conn_config conn; /* limits, deadlines, handler */
    void *context;               /* passed to thread_state_create and to the functions below */
    /* Makes the state that the handler receives on one thread; NULL means failure. net_server_run
     * calls it on its caller's thread. Without it, the handler receives the context itself. */
    void *(*thread_state_create)(void *context, unsigned thread);
    void (*thread_state_free)(void *thread_state);
    unsigned tick_ms;
    /* Each of these may be NULL, and none may block. tick is called on each thread about every
     * tick_ms, from net_server_run to the end of the drain; the others on the thread of
     * net_server_run. */
    void (*tick)(void *thread_state);
    void (*on_alive)(void *context); /* every tick_ms, while no loop is stuck */
    void (*on_hangup)(void *context);
    void (*on_stopping)(void *context); /* once: the drain starts */
};

/* The number of processors this process may run on, at most NET_SERVER_THREADS_MAX: a good number
 * of threads. Opens no file. */
unsigned net_server_processors(void);

/* One thread on any free port of 127.0.0.1, with the limits named in net/conn/config. */
struct net_server_config net_server_config_default(net_server_handler *handle);

struct net_server;

/* Binds and listens. From now on clients can connect, but they are served only by net_server_run.
 *
 * Given  config  copied; the texts and sockets of config->listen are borrowed until return, context
 *                until net_server_close
 * Gives  *server, to be closed with net_server_close
 * Fails  FORMAT  port or threads are out of range, or as net_listen_open
 *        SYSTEM  as net_listen_open; fault->system_errno says why
 *        MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_server_open(const struct net_server_config *config, struct net_server **server,
                              struct net_listen_fault *fault);

/* The port it listens on; 0 for a Unix socket. */
unsigned net_server_port(const struct net_server *server);

/* Serves until net_server_stop; the caller's thread is one of the server's threads. May be called
 * once for each server. Ignores SIGPIPE from then on.
 *
 * Gives  OK after the drain: all other threads have ended and all connections are closed
 * Fails  MEMORY  a thread's state could not be made: no client was served
 *        SYSTEM  a thread could not be started: the others have drained
 */
BASE_ERR_CHECKED
enum base_err net_server_run(struct net_server *server);

/* Stops the server: it accepts no more clients, replies to the requests it has received, and
 * closes. A second call closes everything at once. Any thread may call it, also before
 * net_server_run, but not after net_server_close.
 * Public for its test. */
void net_server_stop(struct net_server *server);

/* The totals of all threads. Any thread may call it, between open and close. */
struct net_server_counts {
    uint64_t connections;
    uint64_t requests;
    uint64_t refusals;
    uint64_t open;
    uint64_t streams; /* open now */
};
struct net_server_counts net_server_counts(const struct net_server *server);

/* Frees everything. The server must not be running. */
void net_server_close(struct net_server *server);

#endif
