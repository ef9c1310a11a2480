/* A server: N threads, each with its own loop and its own listener on the same address, or all with
 * the same unix socket or sockets that somebody handed over.
 *
 *     open (binds, listens) -> run (serves until asked to stop, then drains) -> close
 *
 * The kernel spreads new connections over the listeners (SO_REUSEPORT) by a hash of the client's
 * address: evenly for many clients, by chance for few. A connection stays with its thread.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "base/err.h"
#include "net/conn/conn.h"

#define NET_SERVER_DRAIN_MS    10000u /* from the first stop to closing whatever is still open */
#define NET_SERVER_BACKLOG     1024   /* clients waiting to be accepted, for each thread */
#define NET_SERVER_THREADS_MAX 256u
#define NET_SERVER_TICK_MS     1000u

#define NET_SERVER_INHERITED_MAX 8u /* sockets handed over */

typedef net_conn_handler net_server_handler;

enum net_server_signals {
    NET_SERVER_SIGNALS_LEAVE, /* the caller calls net_server_stop */
    NET_SERVER_SIGNALS_CATCH  /* SIGINT and SIGTERM do, SIGHUP calls on_hangup, while it runs */
};

struct net_server_config {
    const char *host; /* IPv4, IPv6 with or without brackets, or a name: its first IPv4 address */
    unsigned port;    /* 0: any that is free, see net_server_port */
    const char *unix_path; /* listen there instead, or NULL: mode 0660; the file of a server that
                              died is replaced, that of a living one is not; removed by close */
    const int
        *inherited; /* or on these, which listen already, TCP or unix; the server takes them */
    unsigned inherited_count;
    unsigned threads; /* 1..NET_SERVER_THREADS_MAX */
    unsigned drain_ms;
    enum net_server_signals signals;
    struct net_conn_config conn; /* limits, deadlines, handler */
    void *context;               /* handed to thread_state_create */
    /* Makes what the handler gets on one thread; NULL means failure. Called by net_server_run on
     * its caller's thread. Without it, the handler gets the context itself. */
    void *(*thread_state_create)(void *context, unsigned thread);
    void (*thread_state_free)(void *thread_state);
    unsigned tick_ms;
    /* All of these may be NULL. The first is called on each thread about every tick_ms, from
     * net_server_run to the end of the drain; the others on the thread of net_server_run. None may
     * block. */
    void (*tick)(void *thread_state);
    void (*on_alive)(void *context); /* every tick_ms, as long as no loop is stuck */
    void (*on_hangup)(void *context);
    void (*on_stopping)(void *context); /* once: the drain begins */
};

/* How many threads make sense here: the processors this process may run on, at most
 * NET_SERVER_THREADS_MAX. Opens no file. */
unsigned net_server_processors(void);

/* One thread on any free port of 127.0.0.1, the limits named in net/conn/conn. */
struct net_server_config net_server_config_default(net_server_handler *handle);

/* Why there is no server, for people: "cannot <step>: <cause>". Both are constant texts. */
struct net_server_fault {
    const char *step;
    const char *cause;
    int system_errno; /* EADDRINUSE, EACCES ...; 0 when it was not the system */
};

struct net_server;

/* Binds and listens: from here on clients can connect, though nobody answers before net_server_run.
 *
 * Given  config  copies; host, unix_path and inherited are borrowed until return, context until
 *                net_server_close
 * Gives  *server to be closed with net_server_close
 * Fails  FORMAT   host is no address and no known name, unix_path too long, what was handed over no
 *                 listening stream socket, or port and threads are out of range
 *        SYSTEM   fault->system_errno says why; EADDRINUSE also when the other server is one of
 *        ours: the address is first bound without SO_REUSEPORT. (Two that start in the same
 *        millisecond can both pass that test and would share the port.) MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_server_open(const struct net_server_config *config, struct net_server **server,
                              struct net_server_fault *fault);

/* The port it listens on; 0 for a unix socket. */
unsigned net_server_port(const struct net_server *server);

/* Serves until net_server_stop; the caller's thread is one of the threads. Once for each server.
 * Ignores SIGPIPE from then on.
 *
 * Gives  OK after the drain: no thread runs any more and every connection is closed
 * Fails  MEMORY (a thread state could not be made: nobody was served), SYSTEM (a thread could not
 *        be started: the others have drained)
 */
BASE_ERR_CHECKED
enum base_err net_server_run(struct net_server *server);

/* Asks the server to stop: it accepts no more, answers what was received, closes. Asked a second
 * time it closes everything at once. Any thread may ask, also before net_server_run, not after
 * net_server_close. */
void net_server_stop(struct net_server *server);

/* What happened on all threads. Any thread may ask, between open and close. */
struct net_server_counts {
    uint64_t connections;
    uint64_t requests;
    uint64_t refusals;
    uint64_t open;
    uint64_t streams; /* open now */
};
struct net_server_counts net_server_counts(const struct net_server *server);

/* Frees everything. The server is not running. */
void net_server_close(struct net_server *server);

#endif
