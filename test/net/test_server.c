/* net/server: addresses, threads, stopping. */
#include "net/live.h"

#include <signal.h>

#define HOST        "Host: a\r\n"
#define GET(path)   "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define OK(length)  "HTTP/1.1 200 OK\r\n" DATE "Content-Length: " #length "\r\n"
#define CLIENTS     64
#define HALF_A_POST "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nab"

static void answer(void *state, const struct net_http_request *request,
                   struct net_http_reply *reply)
{
    (void)state;
    base_buf_append_text(&reply->body, request->body.length > 0 ? request->body : request->path);
}

static struct net_server_config quick(void)
{
    struct net_server_config config = net_server_config_default(answer);
    config.conn.tick_ms = 10;
    return config;
}

static void test_server_refuses_a_port_that_is_taken(void **state)
{
    (void)state;
    struct live live;
    struct net_server *second = NULL;
    struct net_listen_fault fault = {0};
    struct net_server_config config = quick();
    config.threads = 2;
    live_start(&live, &config);
    config.listen.port = net_server_port(live.server);
    assert_int_equal(net_server_open(&config, &second, &fault), BASE_ERR_SYSTEM);
    assert_int_equal(fault.system_errno, EADDRINUSE);
    assert_string_equal(fault.cause, "address already in use");
    assert_null(second);
    int fd = live_connect(&live);
    live_send(fd, GET("/1"));
    live_expect(fd, OK(2) "\r\n/1");
    live_stop(&live); /* the server closes first: its port is in TIME_WAIT now */
    live_expect_end(fd);
    live_start(&live, &config);
    assert_int_equal(net_server_port(live.server), config.listen.port);
    live_stop(&live);
}

static void check_host(const char *host, enum base_err want)
{
    struct net_server *server = NULL;
    struct net_listen_fault fault = {0};
    struct net_server_config config = quick();
    config.listen.host = host;
    enum base_err err = net_server_open(&config, &server, &fault);
    if (err != want) print_error("%s: cannot %s: %s\n", host, fault.step, fault.cause);
    assert_int_equal(err, want);
    if (err != BASE_ERR_OK) {
        assert_non_null(fault.step);
        assert_non_null(fault.cause);
        return;
    }
    assert_in_range(net_server_port(server), 1, 65535);
    net_server_close(server);
}

static bool has_ipv6(void)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    if (fd < 0) return false;
    bool is_there = bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return is_there;
}

static void test_server_understands_addresses(void **state)
{
    (void)state;
    check_host("127.0.0.1", BASE_ERR_OK);
    check_host("localhost", BASE_ERR_OK);
    check_host("0.0.0.0", BASE_ERR_OK);
    if (has_ipv6()) {
        check_host("[::1]", BASE_ERR_OK);
        check_host("::1", BASE_ERR_OK);
        check_host("[::]", BASE_ERR_OK);
    }
    check_host("", BASE_ERR_FORMAT);
    check_host("[]", BASE_ERR_FORMAT);
    check_host("[127.0.0.1]", BASE_ERR_FORMAT);
    check_host("[localhost]", BASE_ERR_FORMAT);
    check_host("192.0.2.1", BASE_ERR_SYSTEM); /* reserved for documentation: no host has it */
}

static void test_server_refuses_impossible_numbers(void **state)
{
    (void)state;
    struct net_server *server = NULL;
    struct net_listen_fault fault;
    struct net_server_config config = quick();
    config.listen.port = 65536;
    assert_int_equal(net_server_open(&config, &server, &fault), BASE_ERR_FORMAT);
    config = quick();
    config.threads = 0;
    assert_int_equal(net_server_open(&config, &server, &fault), BASE_ERR_FORMAT);
    config.threads = NET_SERVER_THREADS_MAX + 1;
    assert_int_equal(net_server_open(&config, &server, &fault), BASE_ERR_FORMAT);
}

static void test_server_drain_closes_idle_clients(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.threads = 3;
    live_start(&live, &config);
    int fresh = live_connect(&live);
    int used = live_connect(&live);
    live_send(used, GET("/1"));
    live_expect(used, OK(2) "\r\n/1");
    live_await_open(&live, 2);
    live_stop(&live);
    live_expect_end(fresh);
    live_expect_end(used);
}

static void test_server_drain_answers_what_was_sent(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1"));
    live_expect(fd, OK(2) "\r\n/1");
    live_send(fd, GET("/2"));
    net_server_stop(live.server);
    live_expect(fd, OK(2));
    close(fd);
    live_end(&live);
}

static void test_server_drain_serves_clients_that_had_connected(void **state)
{
    (void)state;
    int fds[CLIENTS];
    struct live live;
    struct net_listen_fault fault;
    struct net_server_config config = quick();
    config.threads = 2;
    assert_int_equal(net_server_open(&config, &live.server, &fault), BASE_ERR_OK);
    for (int i = 0; i < CLIENTS; i++) fds[i] = live_connect(&live);
    for (int i = 0; i < CLIENTS; i++) live_send(fds[i], GET("/1"));
    net_server_stop(live.server);
    assert_int_equal(pthread_create(&live.thread, NULL, live_run, &live), 0);
    for (int i = 0; i < CLIENTS; i++) {
        live_expect(fds[i], OK(2) "Connection: close\r\n\r\n/1");
        live_expect_end(fds[i]);
    }
    live_end(&live);
}

static int start_with_half_a_post(struct live *live, const struct net_server_config *config)
{
    live_start(live, config);
    int fd = live_connect(live);
    live_send(fd, HALF_A_POST);
    live_await_open(live, 1);
    return fd;
}

static void test_server_drain_finishes_requests_in_progress(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    int fd = start_with_half_a_post(&live, &config);
    live_sleep_ms(50);
    net_server_stop(live.server);
    live_sleep_ms(100);
    live_send(fd, "cd");
    live_expect(fd, OK(4) "Connection: close\r\n\r\nabcd");
    live_expect_end(fd);
    live_end(&live);
}

static void test_server_drain_ends_at_its_deadline(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.drain_ms = 100;
    int fd = start_with_half_a_post(&live, &config);
    live_stop(&live);
    live_expect_end(fd);
}

static void test_server_ends_at_once_when_stopped_twice(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.threads = 2;
    config.drain_ms = 3600000;
    config.conn.body_ms = 3600000;
    int fd = start_with_half_a_post(&live, &config);
    live_sleep_ms(50);
    net_server_stop(live.server);
    live_sleep_ms(50);
    live_stop(&live);
    live_expect_end(fd);
}

static void test_server_may_be_stopped_before_it_runs(void **state)
{
    (void)state;
    struct net_server *server = NULL;
    struct net_listen_fault fault;
    struct net_server_config config = quick();
    assert_int_equal(net_server_open(&config, &server, &fault), BASE_ERR_OK);
    net_server_stop(server);
    assert_int_equal(net_server_run(server), BASE_ERR_OK);
    net_server_close(server);
}

static void check_signal(int number)
{
    struct live live;
    struct net_server_config config = quick();
    config.threads = 2;
    config.signals = NET_SERVER_SIGNALS_CATCH;
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1"));
    live_expect(fd, OK(2) "\r\n/1"); /* it runs: the signal is caught */
    live_sleep_ms(100);              /* by thread 0 too, which may not be the one that answered */
    kill(getpid(), number);
    live_end(&live);
    live_expect_end(fd);
}

static void test_server_stops_on_signals(void **state)
{
    (void)state;
    check_signal(SIGTERM);
    check_signal(SIGINT);
}

/* The loop that receives signals often has no connection, and must not end before the others. */
static void test_server_ends_at_once_at_a_second_signal(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.threads = 8;
    config.drain_ms = 3600000;
    config.conn.body_ms = 3600000;
    config.signals = NET_SERVER_SIGNALS_CATCH;
    int fd = start_with_half_a_post(&live, &config);
    live_sleep_ms(100);
    kill(getpid(), SIGTERM);
    live_sleep_ms(100);
    kill(getpid(), SIGTERM);
    live_end(&live);
    live_expect_end(fd);
}

#define THREADS 4u

struct tally {
    unsigned made;
    unsigned freed;
    unsigned answered;
};

struct desk {
    struct tally *tally;
    unsigned answered;
};

static struct tally tally;

static void *desk_create(void *context, unsigned thread)
{
    struct tally *all = context;
    struct desk *desk = malloc(sizeof *desk);
    assert_non_null(desk);
    assert_int_equal(thread, all->made);
    all->made++;
    *desk = (struct desk){.tally = all};
    return desk;
}

static void desk_free(void *state)
{
    struct desk *desk = state;
    desk->tally->freed++;
    desk->tally->answered += desk->answered;
    free(desk);
}

static void answer_at_desk(void *state, const struct net_http_request *request,
                           struct net_http_reply *reply)
{
    struct desk *desk = state;
    desk->answered++;
    answer(state, request, reply);
}

static void test_server_gives_every_thread_its_own_state(void **state)
{
    (void)state;
    int fds[CLIENTS];
    struct live live;
    struct net_server_config config = quick();
    tally = (struct tally){0};
    config.threads = THREADS;
    config.conn.handle = answer_at_desk;
    config.context = &tally;
    config.thread_state_create = desk_create;
    config.thread_state_free = desk_free;
    live_start(&live, &config);
    for (int i = 0; i < CLIENTS; i++) fds[i] = live_connect(&live);
    for (int i = 0; i < CLIENTS; i++) live_send(fds[i], GET("/1"));
    for (int i = 0; i < CLIENTS; i++) live_expect(fds[i], OK(2) "\r\n/1");
    assert_int_equal(net_server_counts(live.server).requests, CLIENTS);
    live_stop(&live);
    for (int i = 0; i < CLIENTS; i++) close(fds[i]);
    assert_int_equal(tally.made, THREADS);
    assert_int_equal(tally.freed, THREADS);
    assert_int_equal(tally.answered, CLIENTS);
}

static void *none(void *context, unsigned thread)
{
    return thread == 0 ? context : NULL;
}

static void test_server_reports_a_thread_state_that_failed(void **state)
{
    (void)state;
    struct net_server *server = NULL;
    struct net_listen_fault fault;
    struct net_server_config config = quick();
    config.threads = 2;
    config.context = &config;
    config.thread_state_create = none;
    assert_int_equal(net_server_open(&config, &server, &fault), BASE_ERR_OK);
    assert_int_equal(net_server_run(server), BASE_ERR_MEMORY);
    net_server_close(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server_refuses_a_port_that_is_taken),
        cmocka_unit_test(test_server_understands_addresses),
        cmocka_unit_test(test_server_refuses_impossible_numbers),
        cmocka_unit_test(test_server_drain_closes_idle_clients),
        cmocka_unit_test(test_server_drain_answers_what_was_sent),
        cmocka_unit_test(test_server_drain_serves_clients_that_had_connected),
        cmocka_unit_test(test_server_drain_finishes_requests_in_progress),
        cmocka_unit_test(test_server_drain_ends_at_its_deadline),
        cmocka_unit_test(test_server_ends_at_once_when_stopped_twice),
        cmocka_unit_test(test_server_may_be_stopped_before_it_runs),
        cmocka_unit_test(test_server_stops_on_signals),
        cmocka_unit_test(test_server_ends_at_once_at_a_second_signal),
        cmocka_unit_test(test_server_gives_every_thread_its_own_state),
        cmocka_unit_test(test_server_reports_a_thread_state_that_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
