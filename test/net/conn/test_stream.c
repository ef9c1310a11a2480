/* net/conn/stream: replies that are produced while they are sent, seen from a plain socket. */
#include "net/live.h"

#include <stdatomic.h>
#include <sys/resource.h>

#define HOST        "Host: a\r\n"
#define GET(path)   "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define OK(length)  "HTTP/1.1 200 OK\r\n" DATE "Content-Length: " #length "\r\n"
#define STREAM      "HTTP/1.1 200 OK\r\n" DATE "Transfer-Encoding: chunked\r\n\r\n"
#define WORDS       STREAM "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n"
#define PIECE_BYTES 65536u
#define MANY        2000
#define MS          1000

enum kind { WORD, BLANK, NOTHING, ENDLESS, NAPS, SLEEPER, TORSO, TICK, LARGE };

struct source {
    enum kind kind;
    unsigned turn;
    int64_t due_us;
};

static _Atomic int alive;           /* sources that are not released */
static _Atomic unsigned long made;  /* bytes by ENDLESS */
static _Atomic int64_t earliest_us; /* of turns compared with what they asked for */
static _Atomic int64_t tick_us;     /* what all TICK wait for */

static char filling[PIECE_BYTES];

static void release(void *state)
{
    free(state);
    atomic_fetch_sub(&alive, 1);
}

static enum base_err nap(struct source *source, struct net_http_turn *turn)
{
    if (source->turn > 1) {
        int64_t late_us = turn->now_us - source->due_us;
        if (late_us < atomic_load(&earliest_us)) atomic_store(&earliest_us, late_us);
    }
    base_buf_append_format(turn->out, "%u", source->turn);
    turn->wake_us = source->due_us = turn->now_us + 20 * MS;
    return source->turn < 4 ? BASE_ERR_AGAIN : BASE_ERR_END;
}

static enum base_err sleep_long(struct net_http_turn *turn)
{
    base_buf_append_string(turn->out, turn->is_ending ? "bye" : "hello");
    turn->wake_us = turn->now_us + 3600000000;
    return turn->is_ending ? BASE_ERR_END : BASE_ERR_AGAIN;
}

static enum base_err wait_for_tick(struct net_http_turn *turn)
{
    int64_t due_us = atomic_load(&tick_us);
    turn->wake_us = due_us;
    if (turn->now_us < due_us) return BASE_ERR_AGAIN;
    base_buf_append_string(turn->out, "tick");
    return BASE_ERR_END;
}

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    struct source *source = state;
    static const char *const words[] = {"one", "two", "three"};
    assert_int_equal(turn->out->used, 0);
    source->turn++;
    switch (source->kind) {
    case WORD:
        base_buf_append_string(turn->out, words[source->turn - 1]);
        return source->turn < 3 ? BASE_ERR_OK : BASE_ERR_END;
    case BLANK:
        if (source->turn == 3) base_buf_append_string(turn->out, "x");
        return source->turn < 4 ? BASE_ERR_OK : BASE_ERR_END;
    case NOTHING:
        return BASE_ERR_END;
    case ENDLESS:
        base_buf_append(turn->out, filling, sizeof filling);
        atomic_fetch_add(&made, sizeof filling);
        return turn->is_ending ? BASE_ERR_END : BASE_ERR_OK;
    case NAPS:
        return nap(source, turn);
    case SLEEPER:
        return sleep_long(turn);
    case TORSO:
        base_buf_append_string(turn->out, "half");
        return source->turn == 1 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
    case TICK:
        return wait_for_tick(turn);
    case LARGE:
        base_buf_append(turn->out, filling, sizeof filling);
        return source->turn < 64 ? BASE_ERR_OK : BASE_ERR_END;
    }
    return BASE_ERR_SYSTEM;
}

static void answer(void *state, const struct net_http_request *request,
                   struct net_http_reply *reply)
{
    static const char *const paths[] = {"/words",   "/blank", "/nothing", "/endless", "/naps",
                                        "/sleeper", "/torso", "/tick",    "/large"};
    (void)state;
    if (base_text_equals(request->path, BASE_TEXT("/204"))) reply->status = 204;
    for (int kind = WORD; kind <= LARGE; kind++) {
        if (!base_text_equals(request->path, base_text_of(paths[kind])) && reply->status != 204)
            continue;
        struct source *source = calloc(1, sizeof *source);
        assert_non_null(source);
        source->kind = (enum kind)kind;
        reply->stream = (struct net_http_stream){produce, release, source};
        atomic_fetch_add(&alive, 1);
        return;
    }
    base_buf_append_text(&reply->body, request->path);
}

static struct net_server_config quick(void)
{
    struct net_server_config config = net_server_config_default(answer);
    config.conn.tick_ms = 10;
    return config;
}

static void await_released(void)
{
    for (int i = 0; i < LIVE_PATIENCE_S * 1000 && atomic_load(&alive) > 0; i++) live_sleep_ms(1);
    assert_int_equal(atomic_load(&alive), 0);
}

static void await_streams(const struct live *live, uint64_t streams)
{
    for (int i = 0; i < LIVE_PATIENCE_S * 1000; i++) {
        if (net_server_counts(live->server).streams == streams) return;
        live_sleep_ms(1);
    }
    assert_int_equal(net_server_counts(live->server).streams, streams);
}

static void test_stream_comes_in_chunks(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/words"));
    live_expect(fd, WORDS);
    live_send(fd, GET("/blank"));
    live_expect(fd, STREAM "1\r\nx\r\n0\r\n\r\n");
    live_send(fd, GET("/nothing"));
    live_expect(fd, STREAM "0\r\n\r\n");
    live_send(fd, GET("/after"));
    live_expect(fd, OK(6) "\r\n/after");
    await_released();
    assert_int_equal(net_server_counts(live.server).streams, 0);
    close(fd);
    live_stop(&live);
}

static void test_stream_holds_back_the_requests_behind_it(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/1") GET("/words") GET("/naps") GET("/2") GET("/words") GET("/3"));
    live_expect(fd,
                OK(2) "\r\n/1" WORDS STREAM "1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n1\r\n4\r\n0\r\n\r\n" OK(
                    2) "\r\n/2" WORDS OK(2) "\r\n/3");
    live_send(fd, GET("/4"));
    live_expect(fd, OK(2) "\r\n/4");
    close(fd);
    live_stop(&live);
}

static void test_stream_refuses_a_bad_request_behind_it_only_afterwards(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/naps") "nonsense\r\n\r\n");
    live_expect(fd, STREAM "1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n1\r\n4\r\n0\r\n\r\n"
                           "HTTP/1.1 400 Bad Request\r\n");
    close(fd);
    live_stop(&live);
}

/* Far more than is read ahead of a stream, in requests that are still answered. */
static void test_stream_limits_how_far_it_reads_ahead(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    static const char request[] = GET("/12345678901234567890");
    enum { COUNT = 8000 };
    live_send(fd, GET("/naps"));
    for (int i = 0; i < COUNT; i++) live_send(fd, request);
    live_send(fd, GET("/end"));
    live_expect(fd, STREAM "1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n1\r\n4\r\n0\r\n\r\n");
    for (int i = 0; i < COUNT; i++) live_expect(fd, OK(21) "\r\n/12345678901234567890");
    live_expect(fd, OK(4) "\r\n/end");
    close(fd);
    live_stop(&live);
}

static void test_stream_does_not_start_without_content(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, "HEAD /endless HTTP/1.1\r\n" HOST "\r\n" GET("/204") GET("/1"));
    live_expect(fd, STREAM "HTTP/1.1 204 No Content\r\n" DATE "\r\n" OK(2) "\r\n/1");
    await_released();
    close(fd);
    live_stop(&live);
}

static void test_stream_ends_with_the_connection_for_http_1_0(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, "GET /words HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    live_expect(fd, "HTTP/1.1 200 OK\r\n" DATE "Connection: close\r\n\r\nonetwothree");
    live_expect_end(fd);
    live_stop(&live);
}

static void test_stream_is_followed_by_the_announced_close(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, "GET /nothing HTTP/1.1\r\nConnection: close\r\n" HOST "\r\n" GET("/ignored"));
    live_expect(fd, "HTTP/1.1 200 OK\r\n" DATE "Transfer-Encoding: chunked\r\n"
                    "Connection: close\r\n\r\n0\r\n\r\n");
    live_expect_end(fd);
    live_stop(&live);
}

static void test_stream_that_fails_resets_the_connection(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    char byte;
    ssize_t count;
    live_send(fd, GET("/torso"));
    while ((count = recv(fd, &byte, 1, 0)) == 1) {
    }
    assert_int_equal(count, -1); /* no orderly end */
    assert_int_equal(errno, ECONNRESET);
    close(fd);
    await_released();
    live_stop(&live);
}

static void test_stream_waits_for_a_slow_reader(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int slow = live_connect(&live);
    int other = live_connect(&live);
    live_send(slow, GET("/endless"));
    unsigned long before = 0;
    for (int i = 0; i < 20; i++) {
        live_sleep_ms(10);
        unsigned long now = atomic_load(&made);
        if (now != before) i = 0;
        before = now;
    }
    /* The kernel's two buffers of loopback: tcp_wmem and tcp_rmem let them grow to 4 and 6 MB. */
    assert_in_range(before, PIECE_BYTES, 16000000);
    live_send(other, GET("/1"));
    live_expect(other, OK(2) "\r\n/1");
    static char taken[8000000];
    assert_int_equal(recv(slow, taken, before / 2, MSG_WAITALL), before / 2);
    for (int i = 0; i < LIVE_PATIENCE_S * 100 && atomic_load(&made) == before; i++)
        live_sleep_ms(10);
    assert_true(atomic_load(&made) > before); /* it continues when the reader does */
    close(slow);
    close(other);
    await_released();
    live_stop(&live);
}

static void test_stream_ends_for_a_reader_that_accepts_nothing(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.write_ms = 100;
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/endless"));
    await_streams(&live, 1);
    await_streams(&live, 0);
    await_released();
    live_await_open(&live, 0);
    close(fd);
    live_stop(&live);
}

static void test_stream_arrives_whole_at_a_fast_reader(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    static char piece[PIECE_BYTES];
    live_send(fd, GET("/large") GET("/1"));
    live_expect(fd, STREAM);
    for (int i = 0; i < 64; i++) {
        live_expect(fd, "10000\r\n");
        assert_int_equal(recv(fd, piece, sizeof piece, MSG_WAITALL), sizeof piece);
        assert_memory_equal(piece, filling, sizeof piece);
        live_expect(fd, "\r\n");
    }
    live_expect(fd, "0\r\n\r\n" OK(2) "\r\n/1");
    close(fd);
    live_stop(&live);
}

static void test_stream_does_not_starve_the_others(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int greedy = live_connect(&live);
    int other = live_connect(&live);
    live_send(greedy, GET("/endless"));
    await_streams(&live, 1);
    static char sink[1000000];
    for (int i = 0; i < 200; i++) { /* a client that reads keeps it busy */
        live_send(other, GET("/1"));
        assert_true(recv(greedy, sink, sizeof sink, 0) > 0);
        live_expect(other, OK(2) "\r\n/1");
    }
    close(greedy);
    close(other);
    await_released();
    live_stop(&live);
}

static void test_stream_is_released_when_the_client_goes(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.conn.write_ms = 3600000; /* not by a deadline */
    live_start(&live, &config);
    static const char *const requests[] = {GET("/endless"), GET("/sleeper"),
                                           GET("/sleeper") GET("/1"),
                                           "GET /endless HTTP/1.0\r\n\r\n"};
    for (size_t i = 0; i < 2 * sizeof requests / sizeof requests[0]; i++) {
        int fd = live_connect(&live);
        char head[1000];
        live_send(fd, requests[i / 2]);
        await_streams(&live, 1);
        if (i / 2 == 1 || i / 2 == 2) { /* all read: close() sends a FIN, nothing else */
            live_expect(fd, STREAM "5\r\nhello\r\n");
        } else {
            assert_true(recv(fd, head, sizeof head, 0) > 0);
        }
        if (i % 2 == 0)
            live_reset(fd);
        else
            close(fd);
        await_released();
        live_await_open(&live, 0);
    }
    live_stop(&live);
}

static void test_stream_continues_for_a_half_closed_client(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int fd = live_connect(&live);
    live_send(fd, GET("/naps") GET("/1"));
    shutdown(fd, SHUT_WR);
    char text[2000] = "";
    size_t have = 0;
    for (ssize_t count; (count = recv(fd, text + have, sizeof text - 1 - have, 0)) > 0;)
        have += (size_t)count;
    assert_non_null(strstr(text, "1\r\n4\r\n"));
    assert_non_null(strstr(text, "0\r\n\r\nHTTP/1.1 200 OK\r\n"));
    assert_string_equal(text + have - 2, "/1");
    close(fd);
    fd = live_connect(&live);
    live_send(fd, GET("/sleeper"));
    live_expect(fd, STREAM "5\r\nhello\r\n");
    shutdown(fd, SHUT_WR);
    live_expect(fd, "0"); /* of the next chunk's size: is somebody there? */
    live_sleep_ms(50);
    assert_int_equal(atomic_load(&alive), 1);
    net_server_stop(live.server);
    live_expect(fd, "3\r\nbye\r\n0\r\n\r\n");
    live_expect_end(fd);
    await_released();
    live_end(&live);
}

static void test_stream_resumes_in_time_and_in_order(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    atomic_store(&earliest_us, INT64_MAX);
    live_start(&live, &config);
    int fds[20];
    for (int i = 0; i < 20; i++) {
        fds[i] = live_connect(&live);
        live_send(fds[i], GET("/naps"));
        live_sleep_ms(1);
    }
    for (int i = 0; i < 20; i++) {
        live_expect(fds[i], STREAM "1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n1\r\n4\r\n0\r\n\r\n");
        close(fds[i]);
    }
    assert_true(atomic_load(&earliest_us) >= 0);
    live_stop(&live);
}

static void test_stream_is_called_once_more_in_a_drain(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    int sleeper = live_connect(&live);
    int busy = live_connect(&live);
    live_send(sleeper, GET("/sleeper"));
    live_send(busy, GET("/naps") GET("/1"));
    live_expect(sleeper, STREAM "5\r\nhello\r\n");
    await_streams(&live, 2);
    net_server_stop(live.server);
    live_expect(sleeper, "3\r\nbye\r\n0\r\n\r\n");
    live_expect_end(sleeper);
    live_expect(busy, STREAM);
    char text[2000] = "";
    size_t have = 0;
    for (ssize_t count; (count = recv(busy, text + have, sizeof text - 1 - have, 0)) > 0;)
        have += (size_t)count;
    assert_non_null(
        strstr(text, "0\r\n\r\nHTTP/1.1 200 OK\r\n")); /* what was received is answered */
    assert_non_null(strstr(text, "Connection: close\r\n\r\n/1"));
    close(busy);
    await_released();
    live_end(&live);
}

static void test_stream_is_cut_at_the_end_of_a_drain(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    config.drain_ms = 50;
    live_start(&live, &config);
    atomic_store(&tick_us, INT64_MAX); /* deaf to the drain */
    int fd = live_connect(&live);
    live_send(fd, GET("/tick"));
    live_expect(fd, STREAM);
    net_server_stop(live.server);
    live_expect_end(fd);
    live_end(&live);
    assert_int_equal(atomic_load(&alive), 0);
}

/* A socket that has read its last byte keeps no loop alive; its stream's end is still awaited. */
static void test_stream_of_a_half_closed_client_ends_before_the_server(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    live_start(&live, &config);
    atomic_store(&tick_us, INT64_MAX); /* deaf to the drain */
    int fd = live_connect(&live);
    live_send(fd, GET("/tick"));
    live_expect(fd, STREAM);
    shutdown(fd, SHUT_WR);
    live_expect(fd, "0");
    net_server_stop(live.server);
    live_expect_end(fd);
    live_end(&live);
    assert_int_equal(atomic_load(&alive), 0);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void test_stream_serves_two_thousand_sleepers_at_a_tick(void **state)
{
    (void)state;
    struct live live;
    struct net_server_config config = quick();
    static int fds[MANY];
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < 2 * MANY + 100) skip();
    live_start(&live, &config);
    for (int i = 0; i < MANY; i++) {
        fds[i] = live_connect(&live);
        live_send(fds[i], GET("/naps"));
    }
    atomic_store(&tick_us, now_us() + 500 * MS);
    for (int i = 0; i < MANY; i++) {
        live_expect(fds[i], STREAM "1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n1\r\n4\r\n0\r\n\r\n");
        live_send(fds[i], GET("/tick"));
    }
    for (int i = 0; i < MANY; i++) live_expect(fds[i], STREAM "4\r\ntick\r\n0\r\n\r\n");
    for (int i = 0; i < MANY; i++) close(fds[i]);
    await_released();
    live_stop(&live);
}

int main(void)
{
    for (size_t i = 0; i < sizeof filling; i++) filling[i] = (char)('a' + i % 23);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream_comes_in_chunks),
        cmocka_unit_test(test_stream_holds_back_the_requests_behind_it),
        cmocka_unit_test(test_stream_refuses_a_bad_request_behind_it_only_afterwards),
        cmocka_unit_test(test_stream_limits_how_far_it_reads_ahead),
        cmocka_unit_test(test_stream_does_not_start_without_content),
        cmocka_unit_test(test_stream_ends_with_the_connection_for_http_1_0),
        cmocka_unit_test(test_stream_is_followed_by_the_announced_close),
        cmocka_unit_test(test_stream_that_fails_resets_the_connection),
        cmocka_unit_test(test_stream_waits_for_a_slow_reader),
        cmocka_unit_test(test_stream_ends_for_a_reader_that_accepts_nothing),
        cmocka_unit_test(test_stream_arrives_whole_at_a_fast_reader),
        cmocka_unit_test(test_stream_does_not_starve_the_others),
        cmocka_unit_test(test_stream_is_released_when_the_client_goes),
        cmocka_unit_test(test_stream_continues_for_a_half_closed_client),
        cmocka_unit_test(test_stream_resumes_in_time_and_in_order),
        cmocka_unit_test(test_stream_is_called_once_more_in_a_drain),
        cmocka_unit_test(test_stream_is_cut_at_the_end_of_a_drain),
        cmocka_unit_test(test_stream_of_a_half_closed_client_ends_before_the_server),
        cmocka_unit_test(test_stream_serves_two_thousand_sleepers_at_a_tick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
