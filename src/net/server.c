/* Threads, listeners, stopping.
 *
 * Only its listeners and its connections keep a thread's loop alive: the async handle, the timers
 * and the signals are unreferenced. To drain, the listeners are closed and the connections end;
 * then uv_run returns. The first loop waits for the others, because it receives the signals.
 * Requests and deadlines are the business of net/conn.
 */
#include "net/server.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#define TICKS_MISSED_MAX 5u /* then a loop is stuck */
#define NS_PER_MS        1000000u

union listener {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
};

struct thread {
    struct net_server *server;
    uv_loop_t loop;
    union listener listeners[NET_LISTEN_INHERITED_MAX];
    unsigned listener_count;
    uv_async_t wake;          /* net_server_stop was called, or another loop has ended */
    uv_timer_t deadline;      /* of the drain */
    uv_timer_t tick;          /* for config.tick and config.on_alive */
    _Atomic uint64_t tick_ms; /* time of the last tick */
    uv_thread_t id;
    struct net_conn_pool *pool; /* NULL: not made yet */
    void *state;
    bool has_loop; /* what thread_open has made, for thread_close */
    bool has_wake;
    bool has_state;
    bool is_draining;
};

struct net_server {
    struct net_server_config config;
    struct net_listen listen;
    _Atomic unsigned stops;  /* calls of net_server_stop */
    _Atomic unsigned others; /* loops that run besides the first */
    uv_signal_t on_int;
    uv_signal_t on_term;
    uv_signal_t on_hup;
    struct thread threads[];
};

struct net_server_config net_server_config_default(net_server_handler *handle)
{
    return (struct net_server_config){
        .listen = {.host = "127.0.0.1"},
        .threads = 1,
        .drain_ms = NET_SERVER_DRAIN_MS,
        .tick_ms = NET_SERVER_TICK_MS,
        .conn = net_conn_config_default(handle),
    };
}

unsigned net_server_processors(void)
{
    unsigned count = uv_available_parallelism();
    assert(count > 0);
    return count > NET_SERVER_THREADS_MAX ? NET_SERVER_THREADS_MAX : count;
}

/* ---- stopping --------------------------------------------------------------------------- */

static void stop_listening(struct thread *thread)
{
    while (thread->listener_count > 0)
        uv_close(&thread->listeners[--thread->listener_count].handle, NULL);
}

static void on_deadline(uv_timer_t *timer)
{
    struct thread *thread = timer->data;
    net_conn_pool_close_all(thread->pool);
}

/* By now the loop has turned, so clients that had connected before the stop are accepted. */
static void on_last_call(uv_timer_t *timer)
{
    struct thread *thread = timer->data;
    stop_listening(thread);
    uv_timer_start(&thread->deadline, on_deadline, thread->server->config.drain_ms, 0);
}

static void on_wake(uv_async_t *wake)
{
    struct thread *thread = wake->data;
    struct net_server *server = thread->server;
    unsigned stops = atomic_load(&server->stops);
    if (stops > 0 && !thread->is_draining) {
        thread->is_draining = true;
        if (thread == server->threads && server->config.on_stopping != NULL)
            server->config.on_stopping(server->config.context);
        net_conn_pool_drain(thread->pool);
        uv_timer_start(&thread->deadline, on_last_call, NET_CONN_LAST_CALL_MS, 0);
    }
    if (stops > 1) {
        stop_listening(thread);
        net_conn_pool_close_all(thread->pool);
    }
    if (stops > 0 && atomic_load(&server->others) == 0) uv_unref((uv_handle_t *)wake);
}

static void on_signal(uv_signal_t *signal_handle, int number)
{
    struct net_server *server = signal_handle->data;
    if (number == SIGHUP)
        server->config.on_hangup(server->config.context);
    else
        net_server_stop(server);
}

void net_server_stop(struct net_server *server)
{
    atomic_fetch_add(&server->stops, 1);
    for (unsigned i = 0; i < server->config.threads; i++) uv_async_send(&server->threads[i].wake);
}

/* ---- ticks ------------------------------------------------------------------------------ */

static uint64_t monotonic_ms(void)
{
    return uv_hrtime() / NS_PER_MS;
}

/* Whether all loops have turned recently. A draining one may have ended. */
static bool is_alive(struct net_server *server)
{
    uint64_t now_ms = monotonic_ms();
    uint64_t gap_ms = (uint64_t)server->config.tick_ms * TICKS_MISSED_MAX;
    for (unsigned i = 0; i < server->config.threads; i++)
        if (now_ms - atomic_load(&server->threads[i].tick_ms) > gap_ms) return false;
    return true;
}

static void on_tick(uv_timer_t *tick)
{
    struct thread *thread = tick->data;
    struct net_server *server = thread->server;
    const struct net_server_config *config = &server->config;
    atomic_store(&thread->tick_ms, monotonic_ms());
    if (config->tick != NULL) config->tick(thread->state);
    if (thread == server->threads && config->on_alive != NULL &&
        (thread->is_draining || is_alive(server)))
        config->on_alive(config->context);
}

/* ---- opening ---------------------------------------------------------------------------- */

static enum base_err listen_on(struct thread *thread, int fd, struct net_listen_fault *fault)
{
    int domain = AF_INET;
    socklen_t length = sizeof domain;
    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
    assert(thread->listener_count < NET_LISTEN_INHERITED_MAX);
    union listener *listener = &thread->listeners[thread->listener_count++];
    if (domain == AF_UNIX)
        uv_pipe_init(&thread->loop, &listener->pipe, 0);
    else
        uv_tcp_init(&thread->loop, &listener->tcp);
    int err =
        domain == AF_UNIX ? uv_pipe_open(&listener->pipe, fd) : uv_tcp_open(&listener->tcp, fd);
    if (err == 0) return BASE_ERR_OK;
    close(fd);
    return net_listen_fail(fault, "listen", -err);
}

static void init_timer(struct thread *thread, uv_timer_t *timer)
{
    uv_timer_init(&thread->loop, timer);
    uv_unref((uv_handle_t *)timer);
    timer->data = thread;
}

static enum base_err open_listeners(struct thread *thread, struct net_listen_fault *fault)
{
    struct net_listen *listen = &thread->server->listen;
    enum base_err err = BASE_ERR_OK;
    for (unsigned i = 0; err == BASE_ERR_OK && i < net_listen_count(listen); i++) {
        int fd = -1;
        err = net_listen_socket(listen, i, &fd, fault);
        if (err == BASE_ERR_OK) err = listen_on(thread, fd, fault);
    }
    return err;
}

/* Makes loop, handles and sockets. After a failure thread_close frees what has been made. */
static enum base_err thread_open(struct thread *thread, struct net_server *server,
                                 struct net_listen_fault *fault)
{
    thread->server = server;
    int err = uv_loop_init(&thread->loop);
    if (err != 0) return net_listen_fail(fault, "make a loop", -err);
    thread->has_loop = true;
    init_timer(thread, &thread->deadline);
    init_timer(thread, &thread->tick);
    err = uv_async_init(&thread->loop, &thread->wake, on_wake);
    if (err != 0) return net_listen_fail(fault, "make a loop", -err);
    thread->has_wake = true;
    uv_unref((uv_handle_t *)&thread->wake);
    thread->wake.data = thread;
    if (net_conn_pool_create(&thread->loop, &server->config.conn, &thread->pool) != BASE_ERR_OK)
        return net_listen_fail(fault, "make a loop", ENOMEM);
    return open_listeners(thread, fault);
}

enum base_err net_server_open(const struct net_server_config *config, struct net_server **server,
                              struct net_listen_fault *fault)
{
    if (config->listen.port > UINT16_MAX)
        return net_listen_fail_format(fault, "use the port", "it is above 65535");
    if (config->threads == 0 || config->threads > NET_SERVER_THREADS_MAX)
        return net_listen_fail_format(fault, "start the threads", "there must be 1 to 256");
    struct net_server *made = calloc(1, sizeof *made + config->threads * sizeof made->threads[0]);
    if (made == NULL) return net_listen_fail(fault, "start", ENOMEM);
    made->config = *config;
    made->config.listen = (struct net_listen_config){.host = NULL}; /* it was borrowed */
    enum base_err err = net_listen_open(&config->listen, &made->listen, fault);
    for (unsigned i = 0; err == BASE_ERR_OK && i < config->threads; i++)
        err = thread_open(&made->threads[i], made, fault);
    if (err != BASE_ERR_OK)
        net_server_close(made);
    else
        *server = made;
    return err;
}

unsigned net_server_port(const struct net_server *server)
{
    return net_listen_port(&server->listen);
}

/* ---- running ---------------------------------------------------------------------------- */

static enum base_err start_listening(struct thread *thread, unsigned number)
{
    const struct net_server_config *config = &thread->server->config;
    thread->state = config->context;
    if (config->thread_state_create != NULL) {
        thread->state = config->thread_state_create(config->context, number);
        if (thread->state == NULL) return BASE_ERR_MEMORY;
        thread->has_state = true;
    }
    uv_timer_start(&thread->tick, on_tick, config->tick_ms, config->tick_ms);
    atomic_store(&thread->tick_ms, monotonic_ms());
    enum base_err err = BASE_ERR_OK;
    for (unsigned i = 0; err == BASE_ERR_OK && i < thread->listener_count; i++)
        err = net_conn_pool_listen(thread->pool, &thread->listeners[i].stream, NET_LISTEN_BACKLOG,
                                   thread->state);
    return err;
}

static void run_loop(struct thread *thread)
{
    uv_run(&thread->loop, UV_RUN_DEFAULT);
    /* Closes connections whose client has finished sending: their sockets do not keep the loop
     * alive. */
    net_conn_pool_close_all(thread->pool);
    uv_run(&thread->loop, UV_RUN_DEFAULT);
}

static void run_other_thread(void *argument)
{
    struct thread *thread = argument;
    run_loop(thread);
    atomic_fetch_sub(&thread->server->others, 1);
    uv_async_send(&thread->server->threads[0].wake);
}

static void catch_signal(struct net_server *server, uv_signal_t *handle, int number)
{
    uv_signal_init(&server->threads[0].loop, handle);
    handle->data = server;
    uv_signal_start(handle, on_signal, number);
    uv_unref((uv_handle_t *)handle);
}

static void catch_signals(struct net_server *server)
{
    if (server->config.signals != NET_SERVER_SIGNALS_CATCH) return;
    catch_signal(server, &server->on_int, SIGINT);
    catch_signal(server, &server->on_term, SIGTERM);
    if (server->config.on_hangup != NULL) catch_signal(server, &server->on_hup, SIGHUP);
}

static void release_signals(struct net_server *server)
{
    if (server->config.signals != NET_SERVER_SIGNALS_CATCH) return;
    uv_close((uv_handle_t *)&server->on_int, NULL);
    uv_close((uv_handle_t *)&server->on_term, NULL);
    if (server->config.on_hangup != NULL) uv_close((uv_handle_t *)&server->on_hup, NULL);
}

/* Starts the threads besides the caller's. Gives how many threads there are then. */
static unsigned start_threads(struct net_server *server)
{
    unsigned started = 1;
    for (; started < server->config.threads; started++) {
        struct thread *thread = &server->threads[started];
        atomic_fetch_add(&server->others, 1);
        if (uv_thread_create(&thread->id, run_other_thread, thread) == 0) continue;
        atomic_fetch_sub(&server->others, 1);
        break;
    }
    return started;
}

enum base_err net_server_run(struct net_server *server)
{
    enum base_err err = BASE_ERR_OK;
    assert(!server->threads[0].has_state); /* it runs once */
    for (unsigned i = 0; err == BASE_ERR_OK && i < server->config.threads; i++)
        err = start_listening(&server->threads[i], i);
    if (err != BASE_ERR_OK) return err;
    signal(SIGPIPE, SIG_IGN);
    catch_signals(server);
    uv_ref((uv_handle_t *)&server->threads[0].wake);
    unsigned started = start_threads(server);
    if (started < server->config.threads) {
        err = BASE_ERR_SYSTEM;
        net_server_stop(server);
    }
    run_loop(&server->threads[0]);
    for (unsigned i = 1; i < started; i++) uv_thread_join(&server->threads[i].id);
    assert(atomic_load(&server->others) == 0);
    release_signals(server);
    return err;
}

struct net_server_counts net_server_counts(const struct net_server *server)
{
    struct net_server_counts sum = {0};
    for (unsigned i = 0; i < server->config.threads; i++) {
        const struct net_conn_counts *counts = net_conn_pool_counts(server->threads[i].pool);
        sum.connections += atomic_load_explicit(&counts->connections, memory_order_relaxed);
        sum.requests += atomic_load_explicit(&counts->requests, memory_order_relaxed);
        sum.refusals += atomic_load_explicit(&counts->refusals, memory_order_relaxed);
        sum.streams += atomic_load_explicit(&counts->streams, memory_order_relaxed);
        sum.open += atomic_load_explicit(&counts->open, memory_order_relaxed);
    }
    return sum;
}

/* ---- closing ---------------------------------------------------------------------------- */

static void thread_close(struct thread *thread)
{
    if (!thread->has_loop) return;
    if (thread->has_wake) uv_close((uv_handle_t *)&thread->wake, NULL);
    uv_close((uv_handle_t *)&thread->deadline, NULL);
    uv_close((uv_handle_t *)&thread->tick, NULL);
    stop_listening(thread);
    if (thread->pool != NULL) net_conn_pool_close(thread->pool);
    uv_run(&thread->loop, UV_RUN_DEFAULT);
    int err = uv_loop_close(&thread->loop);
    assert(err == 0);
    (void)err;
    if (thread->pool != NULL) net_conn_pool_free(thread->pool);
}

void net_server_close(struct net_server *server)
{
    const struct net_server_config *config = &server->config;
    assert(atomic_load(&server->others) == 0); /* it is not running */
    for (unsigned i = 0; i < config->threads; i++) {
        struct thread *thread = &server->threads[i];
        thread_close(thread);
        if (thread->has_state && config->thread_state_free != NULL)
            config->thread_state_free(thread->state);
    }
    net_listen_close(&server->listen);
    free(server);
}
