/* Threads, listeners, stopping.
 *
 * A thread's loop stays alive through its listener and its connections only: the async, the timers
 * and the signals are unreferenced. So to drain is to close the listener and let connections end;
 * uv_run then returns by itself. Requests and deadlines live in net/conn.
 */
#include "net/server.h"

#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST_MAX_CHARS 254u /* a name in the DNS has at most 253 */

struct thread {
    struct net_server *server;
    uv_loop_t loop;
    uv_tcp_t listener;
    uv_async_t wake;     /* net_server_stop was called */
    uv_timer_t deadline; /* of the drain */
    uv_thread_t id;
    struct net_conn_pool pool;
    void *state;
    bool has_loop; /* how far it got, for thread_close */
    bool has_listener;
    bool has_wake;
    bool has_pool;
    bool has_state;
    bool is_draining;
};

struct net_server {
    struct net_server_config config;
    unsigned port;
    _Atomic unsigned stops; /* how often it was asked */
    uv_signal_t on_int;
    uv_signal_t on_term;
    struct thread threads[];
};

struct net_server_config net_server_config_default(net_server_handler *handle)
{
    return (struct net_server_config){
        .host = "127.0.0.1",
        .threads = 1,
        .drain_ms = NET_SERVER_DRAIN_MS,
        .conn = net_conn_config_default(handle),
    };
}

unsigned net_server_processors(void)
{
    unsigned count = uv_available_parallelism();
    return count > NET_SERVER_THREADS_MAX ? NET_SERVER_THREADS_MAX : count;
}

/* ---- the address ------------------------------------------------------------------------ */

static enum base_err fail(struct net_server_fault *fault, const char *step, int system_errno)
{
    *fault = (struct net_server_fault){step, uv_strerror(-system_errno), system_errno};
    return system_errno == ENOMEM ? BASE_ERR_MEMORY : BASE_ERR_SYSTEM;
}

static enum base_err fail_format(struct net_server_fault *fault, const char *step,
                                 const char *cause)
{
    *fault = (struct net_server_fault){step, cause, 0};
    return BASE_ERR_FORMAT;
}

struct address {
    struct sockaddr_storage bytes;
    socklen_t length;
};

/* Of several addresses the first IPv4 one: "localhost" then means what most clients try last at the
 * latest, and 127.0.0.1 works too. */
static void choose(const struct addrinfo *list, struct address *address)
{
    const struct addrinfo *chosen = list;
    assert(chosen != NULL);
    for (const struct addrinfo *it = list; it != NULL; it = it->ai_next) {
        if (it->ai_family != AF_INET) continue;
        chosen = it;
        break;
    }
    memcpy(&address->bytes, chosen->ai_addr, chosen->ai_addrlen);
    address->length = chosen->ai_addrlen;
}

static enum base_err resolve(const char *host, struct address *address,
                             struct net_server_fault *fault)
{
    char name[HOST_MAX_CHARS + 1];
    size_t length = strlen(host);
    bool has_brackets = length >= 2 && host[0] == '[' && host[length - 1] == ']';
    if (has_brackets) {
        host++;
        length -= 2;
    }
    if (length == 0 || length > HOST_MAX_CHARS)
        return fail_format(fault, "use the host", "it is empty or too long");
    memcpy(name, host, length);
    name[length] = '\0';
    /* "localhost" is this machine whatever its files say, or where it has none: RFC 6761, section 6.3. */
    if (strcmp(name, "localhost") == 0) memcpy(name, "127.0.0.1", sizeof "127.0.0.1");
    struct addrinfo *list = NULL;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    if (has_brackets) {
        hints.ai_family = AF_INET6;
        hints.ai_flags |= AI_NUMERICHOST;
    }
    int err = getaddrinfo(name, NULL, &hints, &list);
    if (err != 0) return fail_format(fault, "resolve the host", gai_strerror(err));
    choose(list, address);
    freeaddrinfo(list);
    return BASE_ERR_OK;
}

static unsigned port_of(const struct address *address)
{
    if (address->bytes.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)&address->bytes)->sin6_port);
    return ntohs(((const struct sockaddr_in *)&address->bytes)->sin_port);
}

static void put_port(struct address *address, unsigned port)
{
    if (address->bytes.ss_family == AF_INET6)
        ((struct sockaddr_in6 *)&address->bytes)->sin6_port = htons((uint16_t)port);
    else
        ((struct sockaddr_in *)&address->bytes)->sin_port = htons((uint16_t)port);
}

/* ---- listeners -------------------------------------------------------------------------- */

enum sharing { ALONE, SHARED };

static int switch_on(int fd, int level, int option)
{
    int one = 1;
    return setsockopt(fd, level, option, &one, sizeof one);
}

/* A bound socket. TCP_NODELAY is inherited by what it accepts, which saves a call for each. */
static enum base_err bind_socket(const struct address *address, enum sharing sharing,
                                 int *socket_fd, struct net_server_fault *fault)
{
    int fd = socket(address->bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return fail(fault, "make a socket", errno);
    if (switch_on(fd, SOL_SOCKET, SO_REUSEADDR) != 0 ||
        switch_on(fd, IPPROTO_TCP, TCP_NODELAY) != 0 ||
        (sharing == SHARED && switch_on(fd, SOL_SOCKET, SO_REUSEPORT) != 0) ||
        bind(fd, (const struct sockaddr *)&address->bytes, address->length) != 0) {
        enum base_err err = fail(fault, "bind the address", errno);
        close(fd);
        return err;
    }
    *socket_fd = fd;
    return BASE_ERR_OK;
}

/* Whether nobody listens there, not even a server that would share. */
static enum base_err probe(const struct address *address, struct net_server_fault *fault)
{
    int fd = -1;
    if (port_of(address) == 0) return BASE_ERR_OK;
    enum base_err err = bind_socket(address, ALONE, &fd, fault);
    if (err == BASE_ERR_OK) close(fd);
    return err;
}

/* Binds the socket of one thread; the first one finds out the port for all. */
static enum base_err listen_on(struct thread *thread, struct address *address,
                               struct net_server_fault *fault)
{
    int fd = -1;
    enum base_err err = bind_socket(address, SHARED, &fd, fault);
    if (err != BASE_ERR_OK) return err;
    if (listen(fd, NET_SERVER_BACKLOG) != 0) {
        err = fail(fault, "listen", errno);
        close(fd);
        return err;
    }
    struct address bound = {.length = sizeof bound.bytes};
    getsockname(fd, (struct sockaddr *)&bound.bytes, &bound.length);
    put_port(address, port_of(&bound));
    int uv_err = uv_tcp_open(&thread->listener, fd);
    if (uv_err != 0) {
        close(fd);
        return fail(fault, "listen", -uv_err);
    }
    return BASE_ERR_OK;
}

/* ---- stopping --------------------------------------------------------------------------- */

static void stop_listening(struct thread *thread)
{
    if (!thread->has_listener) return;
    thread->has_listener = false;
    uv_close((uv_handle_t *)&thread->listener, NULL);
}

static void on_deadline(uv_timer_t *timer)
{
    struct thread *thread = timer->data;
    net_conn_pool_cut(&thread->pool);
}

/* By now the loop has turned, so whoever had connected before the stop is accepted. */
static void on_last_call(uv_timer_t *timer)
{
    struct thread *thread = timer->data;
    stop_listening(thread);
    uv_timer_start(&thread->deadline, on_deadline, thread->server->config.drain_ms, 0);
}

static void on_wake(uv_async_t *wake)
{
    struct thread *thread = wake->data;
    unsigned stops = atomic_load(&thread->server->stops);
    if (stops > 0 && !thread->is_draining) {
        thread->is_draining = true;
        net_conn_pool_drain(&thread->pool);
        uv_timer_start(&thread->deadline, on_last_call, NET_CONN_LAST_CALL_MS, 0);
    }
    if (stops > 1) {
        stop_listening(thread);
        net_conn_pool_cut(&thread->pool);
    }
}

static void on_signal(uv_signal_t *signal_handle, int number)
{
    (void)number;
    net_server_stop(signal_handle->data);
}

void net_server_stop(struct net_server *server)
{
    atomic_fetch_add(&server->stops, 1);
    for (unsigned i = 0; i < server->config.threads; i++) uv_async_send(&server->threads[i].wake);
}

/* ---- opening ---------------------------------------------------------------------------- */

/* Loop, handles, socket. What was made before a failure is left to thread_close. */
static enum base_err thread_open(struct thread *thread, struct net_server *server,
                                 struct address *address, struct net_server_fault *fault)
{
    thread->server = server;
    int err = uv_loop_init(&thread->loop);
    if (err != 0) return fail(fault, "make a loop", -err);
    thread->has_loop = true;
    uv_tcp_init(&thread->loop, &thread->listener);
    thread->has_listener = true;
    uv_timer_init(&thread->loop, &thread->deadline);
    uv_unref((uv_handle_t *)&thread->deadline);
    thread->deadline.data = thread;
    err = uv_async_init(&thread->loop, &thread->wake, on_wake);
    if (err != 0) return fail(fault, "make a loop", -err);
    thread->has_wake = true;
    uv_unref((uv_handle_t *)&thread->wake);
    thread->wake.data = thread;
    if (net_conn_pool_init(&thread->pool, &thread->loop, &server->config.conn) != BASE_ERR_OK)
        return fail(fault, "make a loop", ENOMEM);
    thread->has_pool = true;
    return listen_on(thread, address, fault);
}

static enum base_err open_threads(struct net_server *server, const char *host,
                                  struct net_server_fault *fault)
{
    struct address address;
    enum base_err err = resolve(host, &address, fault);
    if (err != BASE_ERR_OK) return err;
    put_port(&address, server->config.port);
    err = probe(&address, fault);
    for (unsigned i = 0; err == BASE_ERR_OK && i < server->config.threads; i++)
        err = thread_open(&server->threads[i], server, &address, fault);
    server->port = port_of(&address);
    return err;
}

enum base_err net_server_open(const struct net_server_config *config, struct net_server **server,
                              struct net_server_fault *fault)
{
    if (config->port > UINT16_MAX) return fail_format(fault, "use the port", "it is above 65535");
    if (config->threads == 0 || config->threads > NET_SERVER_THREADS_MAX)
        return fail_format(fault, "start the threads", "there must be 1 to 256");
    struct net_server *made = calloc(1, sizeof *made + config->threads * sizeof made->threads[0]);
    if (made == NULL) return fail(fault, "start", ENOMEM);
    made->config = *config;
    made->config.host = NULL;
    enum base_err err = open_threads(made, config->host, fault);
    if (err != BASE_ERR_OK)
        net_server_close(made);
    else
        *server = made;
    return err;
}

unsigned net_server_port(const struct net_server *server)
{
    return server->port;
}

/* ---- running ---------------------------------------------------------------------------- */

static enum base_err prepare(struct thread *thread, unsigned number)
{
    const struct net_server_config *config = &thread->server->config;
    thread->state = config->context;
    if (config->thread_state_create != NULL) {
        thread->state = config->thread_state_create(config->context, number);
        if (thread->state == NULL) return BASE_ERR_MEMORY;
        thread->has_state = true;
    }
    return net_conn_pool_listen(&thread->pool, (uv_stream_t *)&thread->listener, NET_SERVER_BACKLOG,
                                thread->state);
}

static void serve(void *argument)
{
    struct thread *thread = argument;
    uv_run(&thread->loop, UV_RUN_DEFAULT);
}

static void catch_signal(struct net_server *server, uv_signal_t *handle, int number)
{
    uv_signal_init(&server->threads[0].loop, handle);
    handle->data = server;
    uv_signal_start(handle, on_signal, number);
    uv_unref((uv_handle_t *)handle);
}

static void release_signals(struct net_server *server)
{
    uv_close((uv_handle_t *)&server->on_int, NULL);
    uv_close((uv_handle_t *)&server->on_term, NULL);
}

enum base_err net_server_run(struct net_server *server)
{
    unsigned started = 1;
    enum base_err err = BASE_ERR_OK;
    for (unsigned i = 0; err == BASE_ERR_OK && i < server->config.threads; i++)
        err = prepare(&server->threads[i], i);
    if (err != BASE_ERR_OK) return err;
    signal(SIGPIPE, SIG_IGN);
    bool catches = server->config.signals == NET_SERVER_SIGNALS_CATCH;
    if (catches) {
        catch_signal(server, &server->on_int, SIGINT);
        catch_signal(server, &server->on_term, SIGTERM);
    }
    for (; started < server->config.threads; started++)
        if (uv_thread_create(&server->threads[started].id, serve, &server->threads[started]) != 0)
            break;
    if (started < server->config.threads) {
        err = BASE_ERR_SYSTEM;
        net_server_stop(server);
    }
    serve(&server->threads[0]);
    for (unsigned i = 1; i < started; i++) uv_thread_join(&server->threads[i].id);
    if (catches) release_signals(server);
    return err;
}

struct net_server_counts net_server_counts(const struct net_server *server)
{
    struct net_server_counts sum = {0};
    for (unsigned i = 0; i < server->config.threads; i++) {
        const struct net_conn_counts *counts = &server->threads[i].pool.counts;
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
    stop_listening(thread);
    if (thread->has_pool) net_conn_pool_close(&thread->pool);
    uv_run(&thread->loop, UV_RUN_DEFAULT);
    int err = uv_loop_close(&thread->loop);
    assert(err == 0);
    (void)err;
    if (thread->has_pool) net_conn_pool_fini(&thread->pool);
}

void net_server_close(struct net_server *server)
{
    const struct net_server_config *config = &server->config;
    for (unsigned i = 0; i < config->threads; i++) {
        struct thread *thread = &server->threads[i];
        thread_close(thread);
        if (thread->has_state && config->thread_state_free != NULL)
            config->thread_state_free(thread->state);
    }
    free(server);
}
