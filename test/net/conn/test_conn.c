/* net/conn/conn: what one connection does, seen from a plain socket. */
#include "net/live.h"

#define HOST       "Host: a\r\n"
#define GET(path)  "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define OK(length) "HTTP/1.1 200 OK\r\n" DATE "Content-Length: " #length "\r\n"
#define BIG_BYTES  4000000u

static char big[BIG_BYTES];

#define ONE(...) +1
_Static_assert(0 NET_CONN_DEADLINE_LIST(ONE) == 5,
               "a test below closes a client at each deadline: write it, then count it here");
#undef ONE

/* Counts what each thread allocates, where the C library lets us and no sanitizer does the same. */
#if defined(__has_feature)
#define HAS_SANITIZER (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#else
#define HAS_SANITIZER 0
#endif

static _Thread_local unsigned long allocations;

#if defined(__GLIBC__) && !HAS_SANITIZER
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *bytes, size_t size);

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *bytes, size_t size)
{
    allocations++;
    return __libc_realloc(bytes, size);
}
#endif

/* Echoes the path, except for a few that it knows. */
static void answer(void *state, const struct net_http_request *request,
                   struct net_http_reply *reply)
{
    (void)state;
    if (base_text_equals(request->path, BASE_TEXT("/echo")))
        base_buf_append_text(&reply->body, request->body);
    else if (base_text_equals(request->path, BASE_TEXT("/big")))
        reply->borrowed = (struct base_text){big, sizeof big};
    else if (base_text_equals(request->path, BASE_TEXT("/grown")))
        base_buf_append(&reply->body, big, sizeof big);
    else if (base_text_equals(request->path, BASE_TEXT("/endless")))
        base_buf_reserve(&reply->body, (size_t)NET_HTTP_REPLY_MAX_BYTES + 1);
    else if (base_text_equals(request->path, BASE_TEXT("/allocations")))
        base_buf_append_format(&reply->body, "%08lu", allocations);
    else if (base_text_equals(request->path, BASE_TEXT("/none")))
        reply->status = 204;
    else
        base_buf_append_text(&reply->body, request->path);
    if (base_text_equals(request->path, BASE_TEXT("/bye"))) reply->closes = true;
}

static struct net_server_config quick(void)
{
    struct net_server_config config = net_server_config_default(answer);
    config.conn.tick_ms = 10;
    return config;
}

static void test_conn_serves_many_requests(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    for (int i = 0; i < 3; i++) {
        live_send(fd, GET("/hello"));
        live_expect(fd, OK(6) "\r\n/hello");
    }
    live_send(fd, GET("/none"));
    live_expect(fd, "HTTP/1.1 204 No Content\r\n" DATE "\r\n");
    close(fd);
    live_await_open(&live, 0);
    assert_int_equal(net_server_counts(live.server).requests, 4);
    assert_int_equal(net_server_counts(live.server).connections, 1);
    live_stop(&live);
}

static void test_conn_allocates_nothing_for_a_request(void **state)
{
    (void)state;
    char before[9] = "";
    char after[9] = "";
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1") GET("/2")); /* the buffers grow to what is needed */
    live_expect(fd, OK(2) "\r\n/1" OK(2) "\r\n/2");
    live_send(fd, GET("/allocations"));
    live_expect(fd, OK(8) "\r\n");
    assert_int_equal(recv(fd, before, 8, MSG_WAITALL), 8);
    for (int i = 0; i < 500; i++) {
        live_send(fd, GET("/1") GET("/2"));
        live_expect(fd, OK(2) "\r\n/1" OK(2) "\r\n/2");
    }
    live_send(fd, GET("/allocations"));
    live_expect(fd, OK(8) "\r\n");
    assert_int_equal(recv(fd, after, 8, MSG_WAITALL), 8);
    assert_string_equal(before, after);
    close(fd);
    live_stop(&live);
}

static void test_conn_answers_pipelines_in_order(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd,
              GET("/1") GET("/2") "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc" GET(
                  "/4") "HEAD /five HTTP/1.1\r\n" HOST "\r\n" GET("/6") "GET /7 HTTP/1.1\r\n");
    live_expect(fd, OK(2) "\r\n/1" OK(2) "\r\n/2" OK(3) "\r\nabc" OK(2) "\r\n/4" OK(5) "\r\n" OK(
                        2) "\r\n/6");
    live_send(fd, HOST "\r\n");
    live_expect(fd, OK(2) "\r\n/7");
    close(fd);
    live_stop(&live);
}

static void test_conn_joins_the_pieces_of_a_request(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    static const char text[] =
        GET("/1") "POST /echo HTTP/1.1\r\n" HOST
                  "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" GET("/3");
    for (size_t i = 0; i < sizeof text - 1; i++) {
        assert_int_equal(send(fd, text + i, 1, MSG_NOSIGNAL), 1);
        if (i % 8 == 0) live_sleep_ms(1);
    }
    live_expect(fd, OK(2) "\r\n/1" OK(5) "\r\nabcde" OK(2) "\r\n/3");
    close(fd);
    live_stop(&live);
}

static void test_conn_follows_the_keep_alive_rules(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    live_expect(fd, OK(2) "Connection: keep-alive\r\n\r\n/a");
    live_send(fd, "GET /b HTTP/1.0\r\n\r\n");
    live_expect(fd, OK(2) "Connection: close\r\n\r\n/b");
    live_expect_end(fd);
    fd = live_connect(&live);
    live_send(fd, "GET /c HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n" GET("/ignored"));
    live_expect(fd, OK(2) "Connection: close\r\n\r\n/c");
    live_expect_end(fd);
    fd = live_connect(&live);
    live_send(fd, GET("/bye") GET("/ignored"));
    live_expect(fd, OK(4) "Connection: close\r\n\r\n/bye");
    live_expect_end(fd);
    live_stop(&live);
}

static void test_conn_asks_for_an_expected_body(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1") "POST /echo HTTP/1.1\r\n" HOST
                            "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    live_expect(fd, OK(2) "\r\n/1"
                          "HTTP/1.1 100 Continue\r\n\r\n");
    live_send(fd, "ab");
    live_expect(fd, OK(2) "\r\nab");
    live_send(fd,
              "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\ncd");
    live_expect(fd, OK(2) "\r\ncd");
    live_send(fd, "POST /echo HTTP/1.1\r\n" HOST
                  "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    live_expect(fd, "HTTP/1.1 413 Content Too Large\r\n");
    close(fd);
    fd = live_connect(&live);
    live_send(fd, "POST /echo HTTP/1.1\r\n" HOST "Expect: tea\r\nContent-Length: 2\r\n\r\n");
    live_expect(fd, "HTTP/1.1 417 Expectation Failed\r\n");
    close(fd);
    live_stop(&live);
}

static void test_conn_closes_a_client_with_a_slow_head(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.head_ms = 150;
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1") "GET /"); /* the clock starts at the first byte, here */
    live_expect(fd, OK(2) "\r\n/1");
    for (int i = 0; i < 1000; i++) {
        char reply;
        live_sleep_ms(10);
        if (recv(fd, &reply, 1, MSG_PEEK | MSG_DONTWAIT) == 1) break;
        live_send(fd, "x");
    }
    live_expect(fd, "HTTP/1.1 408 Request Timeout\r\n" DATE "Content-Length: 62\r\n"
                    "Content-Type: application/problem+json\r\nConnection: close\r\n\r\n"
                    "{\"type\":\"about:blank\",\"title\":\"Request Timeout\",\"status\":408}\n");
    live_expect_end(fd);
    live_stop(&live);
}

static void test_conn_closes_a_client_that_withholds_its_body(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.body_ms = 100;
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\na");
    live_expect(fd, "HTTP/1.1 408 Request Timeout\r\n");
    close(fd);
    live_stop(&live);
}

static void test_conn_closes_an_idle_client_silently(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.idle_ms = 100;
    live_start(&live, &config);
    int fresh = live_connect(&live);
    int used = live_connect(&live);
    live_send(used, GET("/1"));
    live_expect(used, OK(2) "\r\n/1");
    live_expect_end(fresh);
    live_expect_end(used);
    live_stop(&live);
}

static void expect_big(int fd)
{
    static char got[BIG_BYTES];
    live_expect(fd, OK(4000000) "\r\n");
    assert_int_equal(recv(fd, got, sizeof got, MSG_WAITALL), sizeof got);
    assert_memory_equal(got, big, sizeof got);
}

static void test_conn_sends_large_content_whole(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1") GET("/big") GET("/2") GET("/grown") GET("/3"));
    live_expect(fd, OK(2) "\r\n/1");
    expect_big(fd);
    live_expect(fd, OK(2) "\r\n/2");
    expect_big(fd);
    live_expect(fd, OK(2) "\r\n/3");
    close(fd);
    live_stop(&live);
}

static void test_conn_stops_reading_from_a_client_that_stops_reading(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    for (int i = 0; i < 16; i++) live_send(fd, GET("/big") GET("/grown"));
    uint64_t before = 0;
    for (int i = 0; i < 50; i++) {
        live_sleep_ms(10);
        uint64_t now = net_server_counts(live.server).requests;
        if (now != before) i = 0;
        before = now;
    }
    assert_in_range(before, 1, 16); /* the sockets of loopback hold some 3 of the 32 replies */
    for (int i = 0; i < 32; i++) expect_big(fd);
    live_send(fd, GET("/1"));
    live_expect(fd, OK(2) "\r\n/1");
    close(fd);
    live_stop(&live);
}

static void test_conn_closes_a_client_that_accepts_nothing(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.write_ms = 100;
    live_start(&live, &config);
    int fd = live_connect(&live);
    for (int i = 0; i < 16; i++) live_send(fd, GET("/big"));
    live_await_accepted(&live, 1);
    live_await_open(&live, 0);
    close(fd);
    live_stop(&live);
}

static void test_conn_answers_a_client_that_has_closed_its_half(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1") GET("/big") GET("/2"));
    shutdown(fd, SHUT_WR);
    live_expect(fd, OK(2) "\r\n/1");
    expect_big(fd);
    live_expect(fd, OK(2) "\r\n/2");
    live_expect_end(fd);
    live_stop(&live);
}

static void test_conn_survives_resets(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int half = live_connect(&live);
    int slow = live_connect(&live);
    int fine = live_connect(&live);
    live_send(half, "GET / HT");
    live_send(slow, GET("/big") GET("/big") GET("/big") GET("/big"));
    live_await_open(&live, 3);
    live_sleep_ms(20);
    live_reset(half);
    live_reset(slow);
    live_await_open(&live, 1);
    live_send(fine, GET("/1"));
    live_expect(fine, OK(2) "\r\n/1");
    close(fine);
    live_stop(&live);
}

static void test_conn_lets_the_client_read_a_refusal(void **state)
{
    (void)state;
    static char junk[200000];
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    memset(junk, 'x', sizeof junk);
    live_send(fd, GET("/1") "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
    for (int i = 0; i < 4; i++) /* would draw a reset if the server had closed */
        assert_int_equal(send(fd, junk, sizeof junk, MSG_NOSIGNAL), sizeof junk);
    live_sleep_ms(50);
    live_expect(fd, OK(2) "\r\n/1"
                          "HTTP/1.1 400 Bad Request\r\n" DATE "Content-Length: 58\r\n"
                          "Content-Type: application/problem+json\r\nConnection: close\r\n\r\n"
                          "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400}\n");
    live_expect_end(fd);
    live_await_open(&live, 0);
    live_stop(&live);
}

static void test_conn_ends_lingering_at_its_deadline(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.linger_ms = 100;
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, "nonsense\r\n\r\n");
    live_expect(fd, "HTTP/1.1 400 Bad Request\r\n");
    live_await_open(&live, 0); /* although this side never closes */
    close(fd);
    live_stop(&live);
}

static void test_conn_refuses_a_client_above_the_limit(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.open_max = 2;
    live_start(&live, &config);
    int first = live_connect(&live);
    int second = live_connect(&live);
    live_await_open(&live, 2);
    int third = live_connect(&live);
    live_expect(third,
                "HTTP/1.1 503 Service Unavailable\r\n" DATE "Content-Length: 66\r\n"
                "Content-Type: application/problem+json\r\nConnection: close\r\n"
                "Retry-After: 1\r\n\r\n"
                "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503}\n");
    live_expect_end(third);
    close(first);
    live_await_open(&live, 1);
    third = live_connect(&live);
    live_send(third, GET("/3"));
    live_expect(third, OK(2) "\r\n/3");
    close(second);
    close(third);
    live_stop(&live);
}

static void test_conn_answers_500_when_a_reply_outgrows_its_limit(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/endless"));
    live_expect(fd, "HTTP/1.1 500 Internal Server Error\r\n");
    close(fd);
    live_stop(&live);
}

int main(void)
{
    for (size_t i = 0; i < sizeof big; i++) big[i] = (char)('a' + i % 23);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conn_serves_many_requests),
        cmocka_unit_test(test_conn_allocates_nothing_for_a_request),
        cmocka_unit_test(test_conn_answers_pipelines_in_order),
        cmocka_unit_test(test_conn_joins_the_pieces_of_a_request),
        cmocka_unit_test(test_conn_follows_the_keep_alive_rules),
        cmocka_unit_test(test_conn_asks_for_an_expected_body),
        cmocka_unit_test(test_conn_closes_a_client_with_a_slow_head),
        cmocka_unit_test(test_conn_closes_a_client_that_withholds_its_body),
        cmocka_unit_test(test_conn_closes_an_idle_client_silently),
        cmocka_unit_test(test_conn_sends_large_content_whole),
        cmocka_unit_test(test_conn_stops_reading_from_a_client_that_stops_reading),
        cmocka_unit_test(test_conn_closes_a_client_that_accepts_nothing),
        cmocka_unit_test(test_conn_answers_a_client_that_has_closed_its_half),
        cmocka_unit_test(test_conn_survives_resets),
        cmocka_unit_test(test_conn_lets_the_client_read_a_refusal),
        cmocka_unit_test(test_conn_ends_lingering_at_its_deadline),
        cmocka_unit_test(test_conn_refuses_a_client_above_the_limit),
        cmocka_unit_test(test_conn_answers_500_when_a_reply_outgrows_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
