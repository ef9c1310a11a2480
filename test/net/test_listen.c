/* net/listen: where a server listens; and what net/server calls besides. */
#include "net/live.h"

#include <arpa/inet.h>
#include <assert.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/un.h>

#define HOST       "Host: a\r\n"
#define GET(path)  "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define OK(length) "HTTP/1.1 200 OK\r\n" DATE "Content-Length: " #length "\r\n\r\n"

static char folder[] = "/tmp/net_listen_XXXXXX";
static char path[sizeof folder + 8];

static void answer(void *state, const struct net_http_request *request,
                   struct net_http_reply *reply)
{
    (void)state;
    base_buf_append_text(&reply->body, request->peer);
}

static struct net_server_config quick(void)
{
    struct net_server_config config = net_server_config_default(answer);
    config.conn.tick_ms = 10;
    config.conn.wants_peers = true;
    return config;
}

static int unix_socket(struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(address->sun_path, path, sizeof path);
    return fd;
}

static int connect_unix(void)
{
    struct sockaddr_un address;
    int fd = unix_socket(&address);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void check_unix(void)
{
    for (int i = 0; i < 8; i++) {
        int fd = connect_unix();
        live_send(fd, GET("/1") GET("/2"));
        live_expect(fd, OK(4) "unix" OK(4) "unix");
        close(fd);
    }
}

static void test_listen_serves_a_unix_socket(void **state)
{
    (void)state;
    struct live live;
    struct stat file;
    struct net_server_config config = quick();
    config.listen.unix_path = path;
    config.threads = 3;
    live_start(&live, &config);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode, S_IFSOCK | 0660);
    assert_int_equal(net_server_port(live.server), 0);
    check_unix();
    live_stop(&live);
    assert_int_equal(stat(path, &file), -1);
}

static enum base_err open_fault(const struct net_server_config *config,
                                struct net_listen_fault *fault)
{
    struct net_server *server = NULL;
    enum base_err err = net_server_open(config, &server, fault);
    assert_null(server);
    return err;
}

static void test_listen_does_not_replace_the_socket_of_a_running_server(void **state)
{
    (void)state;
    struct live live;
    struct net_listen_fault fault = {0};
    struct net_server_config config = quick();
    config.listen.unix_path = path;
    live_start(&live, &config);
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_SYSTEM);
    assert_int_equal(fault.system_errno, EADDRINUSE);
    check_unix();
    live_stop(&live);
}

static void test_listen_replaces_the_socket_of_a_server_that_is_gone(void **state)
{
    (void)state;
    struct live live;
    struct sockaddr_un address;
    int dead = unix_socket(&address);
    assert_int_equal(bind(dead, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(dead, 1), 0);
    close(dead); /* its file stays */
    struct net_server_config config = quick();
    config.listen.unix_path = path;
    live_start(&live, &config);
    check_unix();
    live_stop(&live);
}

static void test_listen_replaces_no_file_except_sockets(void **state)
{
    (void)state;
    struct stat file;
    struct net_listen_fault fault = {0};
    struct net_server_config config = quick();
    config.listen.unix_path = path;
    fclose(fopen(path, "w"));
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_SYSTEM);
    assert_int_equal(fault.system_errno, EEXIST);
    assert_int_equal(stat(path, &file), 0);
    unlink(path);
    static char long_path[200];
    memset(long_path, 'x', sizeof long_path - 1);
    config.listen.unix_path = long_path;
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_FORMAT);
}

static void test_listen_does_not_remove_the_socket_of_its_successor(void **state)
{
    (void)state;
    struct live live, next;
    struct net_server_config config = quick();
    config.listen.unix_path = path;
    live_start(&live, &config);
    unlink(path);
    live_start(&next, &config);
    live_stop(&live);
    check_unix();
    live_stop(&next);
}

static int tcp_listener(int family)
{
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(family, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    int err = family == AF_INET6 ? bind(fd, (struct sockaddr *)&six, sizeof six)
                                 : bind(fd, (struct sockaddr *)&four, sizeof four);
    assert_int_equal(err, 0);
    assert_int_equal(listen(fd, 10), 0);
    return fd;
}

static void test_listen_uses_inherited_sockets(void **state)
{
    (void)state;
    struct live live;
    struct sockaddr_un address;
    int fds[2] = {tcp_listener(AF_INET), unix_socket(&address)};
    assert_int_equal(bind(fds[1], (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fds[1], 10), 0);
    struct net_server_config config = quick();
    config.listen.inherited = fds;
    config.listen.inherited_count = 2;
    config.threads = 2;
    live_start(&live, &config);
    check_unix();
    for (int i = 0; i < 8; i++) {
        int fd = live_connect(&live);
        live_send(fd, GET("/1"));
        live_expect(fd, OK(9) "127.0.0.1");
        close(fd);
    }
    live_stop(&live);
    unlink(path); /* who handed it over keeps its name */
}

static void test_listen_refuses_what_does_not_listen(void **state)
{
    (void)state;
    struct net_listen_fault fault = {0};
    int fds[1] = {socket(AF_INET, SOCK_STREAM, 0)};
    struct net_server_config config = quick();
    config.listen.inherited = fds;
    config.listen.inherited_count = 1;
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_FORMAT);
    close(fds[0]);
    fds[0] = open("/dev/null", O_RDONLY);
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_SYSTEM);
    assert_int_equal(fault.system_errno, ENOTSOCK);
    close(fds[0]);
    fds[0] = 987654;
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_SYSTEM);
    config.listen.inherited_count = 1000;
    assert_int_equal(open_fault(&config, &fault), BASE_ERR_FORMAT);
}

static void test_listen_names_clients_of_both_families(void **state)
{
    (void)state;
    struct live live;
    int fds[1] = {tcp_listener(AF_INET6)};
    if (fds[0] < 0) skip(); /* a machine without IPv6 */
    struct net_server_config config = quick();
    config.listen.inherited = fds;
    config.listen.inherited_count = 1;
    live_start(&live, &config);
    int four = live_connect(&live);
    live_send(four, GET("/1"));
    live_expect(four, OK(9) "127.0.0.1");
    close(four);
    int six = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 address = {.sin6_family = AF_INET6,
                                   .sin6_port = htons((uint16_t)net_server_port(live.server)),
                                   .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    if (connect(six, (struct sockaddr *)&address, sizeof address) == 0) {
        live_send(six, GET("/1"));
        live_expect(six, OK(3) "::1");
    }
    close(six);
    live_stop(&live);
}

/* ---- callbacks -------------------------------------------------------------------------- */

struct marks {
    _Atomic unsigned ticks[2], alive, hangups, stopping;
};

static void *mark_of_thread(void *context, unsigned thread)
{
    struct marks *marks = context;
    return (void *)&marks->ticks[thread];
}

static void on_tick(void *thread_state)
{
    atomic_fetch_add((_Atomic unsigned *)thread_state, 1);
}

static void on_alive(void *context)
{
    atomic_fetch_add(&((struct marks *)context)->alive, 1);
}

static void on_hangup(void *context)
{
    atomic_fetch_add(&((struct marks *)context)->hangups, 1);
}

static void on_stopping(void *context)
{
    atomic_fetch_add(&((struct marks *)context)->stopping, 1);
}

static void await_mark(_Atomic unsigned *mark, unsigned count)
{
    for (int i = 0; i < LIVE_PATIENCE_S * 1000 && atomic_load(mark) < count; i++) live_sleep_ms(1);
    assert_true(atomic_load(mark) >= count);
}

static void test_listen_threads_tick_without_a_client(void **state)
{
    (void)state;
    struct live live;
    struct marks marks = {0};
    struct net_server_config config = quick();
    config.threads = 2;
    config.context = &marks;
    config.thread_state_create = mark_of_thread;
    config.tick_ms = 5;
    config.tick = on_tick;
    config.on_alive = on_alive;
    config.on_stopping = on_stopping;
    live_start(&live, &config);
    await_mark(&marks.ticks[0], 3);
    await_mark(&marks.ticks[1], 3);
    await_mark(&marks.alive, 3);
    assert_int_equal(atomic_load(&marks.stopping), 0);
    live_stop(&live); /* the tick does not hold up the end */
    assert_int_equal(atomic_load(&marks.stopping), 1);
}

static _Atomic bool is_stuck;

static void get_stuck(void *thread_state)
{
    on_tick(thread_state);
    while (atomic_load(&is_stuck)) live_sleep_ms(1);
}

static void *stick_second(void *context, unsigned thread)
{
    (void)thread;
    return context;
}

static void answer_stuck(void *state, const struct net_http_request *request,
                         struct net_http_reply *reply)
{
    (void)request;
    (void)reply;
    get_stuck(state);
}

static void test_listen_distinguishes_a_stuck_loop_from_a_running_one(void **state)
{
    (void)state;
    struct live live;
    struct marks marks = {0};
    struct net_server_config config = quick();
    config.threads = 2;
    config.context = &marks;
    config.thread_state_create = stick_second;
    config.tick_ms = 5;
    config.on_alive = on_alive;
    config.conn.handle = answer_stuck;
    atomic_store(&is_stuck, true);
    live_start(&live, &config);
    await_mark(&marks.alive, 3);
    int fd = live_connect(&live);
    live_send(fd, GET("/1"));
    await_mark(&marks.ticks[0], 1); /* now one of the two does not turn */
    live_sleep_ms(200);
    unsigned before = atomic_load(&marks.alive);
    live_sleep_ms(100);
    assert_int_equal(atomic_load(&marks.alive), before);
    atomic_store(&is_stuck, false);
    await_mark(&marks.alive, before + 3);
    close(fd);
    live_stop(&live);
}

static void test_listen_calls_back_on_sighup(void **state)
{
    (void)state;
    struct live live;
    struct marks marks = {0};
    struct net_server_config config = quick();
    config.signals = NET_SERVER_SIGNALS_CATCH;
    config.context = &marks;
    config.on_hangup = on_hangup;
    config.tick_ms = 5;
    config.on_alive = on_alive;
    live_start(&live, &config);
    await_mark(&marks.alive, 1); /* by now it is caught */
    kill(getpid(), SIGHUP);
    await_mark(&marks.hangups, 1);
    int fd = live_connect(&live);
    live_send(fd, GET("/1"));
    live_expect(fd, OK(9) "127.0.0.1");
    close(fd);
    live_stop(&live);
}

int main(void)
{
    assert(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/socket", folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_listen_serves_a_unix_socket),
        cmocka_unit_test(test_listen_does_not_replace_the_socket_of_a_running_server),
        cmocka_unit_test(test_listen_replaces_the_socket_of_a_server_that_is_gone),
        cmocka_unit_test(test_listen_replaces_no_file_except_sockets),
        cmocka_unit_test(test_listen_does_not_remove_the_socket_of_its_successor),
        cmocka_unit_test(test_listen_uses_inherited_sockets),
        cmocka_unit_test(test_listen_refuses_what_does_not_listen),
        cmocka_unit_test(test_listen_names_clients_of_both_families),
        cmocka_unit_test(test_listen_threads_tick_without_a_client),
        cmocka_unit_test(test_listen_distinguishes_a_stuck_loop_from_a_running_one),
        cmocka_unit_test(test_listen_calls_back_on_sighup),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(folder);
    return failed;
}
