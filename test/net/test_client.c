/* net/client against a server that follows a script, hostile where the script is. nginx, TLS and
 * HTTP/2: test/client/nginx.test.mjs. */
#include "check.h"
#include "net/client.h"
#include "net/gather.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SCENES_MAX   16
#define HEAD_MAX     4096
#define PATIENCE_S   20 /* only a hang reaches it */
#define OK_HEAD(len) "HTTP/1.1 200 OK\r\nContent-Length: " #len "\r\n"
#define CLOSE        "Connection: close\r\n"

enum end { END_CLOSE, END_RESET, END_HANG };

/* What the server does with one connection. */
struct scene {
    const char *reply;
    unsigned drip_ms; /* between two bytes; 0: all at once */
    enum end end;
};

struct theatre {
    struct scene scenes[SCENES_MAX];
    int count;
    int played;
    char heads[SCENES_MAX][HEAD_MAX];
    int held[SCENES_MAX];
    int listener;
    unsigned port;
    pthread_t thread;
};

static struct theatre theatre;

static void sleep_ms(unsigned ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static void read_head(int fd, char *head)
{
    size_t have = 0;
    while (have + 1 < HEAD_MAX && strstr(head, "\r\n\r\n") == NULL) {
        ssize_t count = recv(fd, head + have, HEAD_MAX - 1 - have, 0);
        if (count <= 0) return;
        have += (size_t)count;
        head[have] = '\0';
    }
}

static void play(const struct scene *scene, int fd, int *held)
{
    size_t length = strlen(scene->reply), step = scene->drip_ms > 0 ? 1 : length;
    for (size_t at = 0; at < length; at += step) {
        if (send(fd, scene->reply + at, step, MSG_NOSIGNAL) <= 0) break;
        sleep_ms(scene->drip_ms);
    }
    if (scene->end == END_HANG) {
        *held = fd;
        return;
    }
    if (scene->end == END_RESET)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
    close(fd);
}

static void *serve(void *argument)
{
    (void)argument;
    for (int i = 0; i < theatre.count; i++) {
        int fd = accept(theatre.listener, NULL, NULL);
        if (fd < 0) return NULL;
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){PATIENCE_S, 0},
                   sizeof(struct timeval));
        read_head(fd, theatre.heads[i]);
        theatre.played = i + 1;
        play(&theatre.scenes[i], fd, &theatre.held[i]);
    }
    return NULL;
}

static void open_theatre(const struct scene *scenes, int count)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    memset(&theatre, 0, sizeof theatre);
    memcpy(theatre.scenes, scenes, (size_t)count * sizeof *scenes);
    theatre.count = count;
    theatre.listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(theatre.listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(theatre.listener, SCENES_MAX), 0);
    getsockname(theatre.listener, (struct sockaddr *)&address, &length);
    theatre.port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&theatre.thread, NULL, serve, NULL), 0);
}

static void close_theatre(void)
{
    shutdown(theatre.listener, SHUT_RDWR);
    pthread_join(theatre.thread, NULL);
    close(theatre.listener);
    for (int i = 0; i < SCENES_MAX; i++)
        if (theatre.held[i] > 0) close(theatre.held[i]);
}

/* ---- one request in a program of its own ---- */

struct question {
    struct net_client_config config;
    struct net_client_request request;
    struct net_client_reply reply;
    struct base_buf body;
    char url[128];
    enum base_err err;
    uint64_t took_ms;
};

static enum base_err ask_task(void *argument)
{
    struct question *question = argument;
    struct net_client *client;
    uint64_t from_ns = uv_hrtime();
    enum base_err err = net_client_open(net_task_uv(), &question->config, &client);
    if (err != BASE_ERR_OK) return err;
    question->err = net_client_fetch(client, &question->request, &question->reply);
    question->took_ms = (uv_hrtime() - from_ns) / 1000000;
    net_client_close(client);
    return BASE_ERR_OK;
}

static struct question plain(void)
{
    struct question question = {.config = net_client_config_default()};
    question.config.back_off_ms = 20;
    base_buf_init(&question.body, 1 << 16);
    return question;
}

static void ask(struct question *question, const struct scene *scenes, int count)
{
    open_theatre(scenes, count);
    snprintf(question->url, sizeof question->url, "http://127.0.0.1:%u/thing", theatre.port);
    question->request.url = question->url;
    if (question->request.write == NULL) question->request.body = &question->body;
    assert_int_equal(net_task_run(ask_task, question), BASE_ERR_OK);
    close_theatre();
}

static void expect_body(struct question *question, const char *want)
{
    assert_int_equal(question->err, BASE_ERR_OK);
    assert_int_equal(question->body.used, strlen(want));
    assert_memory_equal(question->body.bytes, want, strlen(want));
    base_buf_fini(&question->body);
}

static void expect_error(struct question *question, enum base_err want)
{
    assert_int_equal(question->err, want);
    base_buf_fini(&question->body);
}

#define ASK(question, ...)                                                                         \
    ask(question, (const struct scene[]){__VA_ARGS__},                                             \
        (int)(sizeof((const struct scene[]){__VA_ARGS__}) / sizeof(struct scene)))

/* ---- tests ---- */

static void test_client_get_gives_status_fields_and_body(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q, {.reply = OK_HEAD(5) "ETag: \"a\"\r\nContent-Type: text/plain\r\n\r\nhello"});
    assert_int_equal(q.reply.status, 200);
    assert_int_equal(q.reply.body_bytes, 5);
    assert_int_equal(q.reply.tries, 1);
    assert_string_equal(q.reply.etag, "\"a\"");
    assert_string_equal(q.reply.content_type, "text/plain");
    assert_memory_equal(theatre.heads[0], "GET /thing HTTP/1.1\r\n", 21);
    expect_body(&q, "hello");
}

static void test_client_post_sends_the_body(void **state)
{
    (void)state;
    struct question q = plain();
    q.request.post = BASE_TEXT("lat=1");
    q.request.content_type = "application/x-www-form-urlencoded";
    ASK(&q, {.reply = OK_HEAD(2) "\r\nok"});
    assert_memory_equal(theatre.heads[0], "POST /thing HTTP/1.1\r\n", 22);
    assert_non_null(strstr(theatre.heads[0], "\r\nContent-Length: 5\r\n"));
    assert_non_null(strstr(theatre.heads[0], "\r\nContent-Type: application/x-www-form-url"));
    assert_null(strstr(theatre.heads[0], "Expect"));
    expect_body(&q, "ok");
}

static enum base_err post_task(void *argument)
{
    struct question *q = argument;
    struct net_client *client;
    enum base_err err = net_client_open(net_task_uv(), &q->config, &client);
    if (err != BASE_ERR_OK) return err;
    const struct net_client_request request = {.url = q->url,
                                               .post = BASE_TEXT("two\nlines"),
                                               .content_type = "text/plain",
                                               .body = &q->body};
    q->err = net_client_fetch(client, &request, &q->reply);
    net_client_close(client);
    return BASE_ERR_OK;
}

static void test_client_posts_with_a_content_type(void **state)
{
    (void)state;
    struct question q = plain();
    open_theatre(&(struct scene){.reply = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nmade"},
                 1);
    snprintf(q.url, sizeof q.url, "http://127.0.0.1:%u/things", theatre.port);
    assert_int_equal(net_task_run(post_task, &q), BASE_ERR_OK);
    close_theatre();
    assert_memory_equal(theatre.heads[0], "POST /things HTTP/1.1\r\n", 23);
    assert_non_null(strstr(theatre.heads[0], "\r\nContent-Type: text/plain\r\n"));
    assert_non_null(strstr(theatre.heads[0], "\r\nContent-Length: 9\r\n"));
    assert_int_equal(q.reply.status, 201);
    expect_body(&q, "made");
}

static void test_client_first_byte_has_its_deadline(void **state)
{
    (void)state;
    struct question q = plain();
    q.config.first_byte_ms = 100;
    q.config.tries = 1;
    ASK(&q, {.reply = "", 0, END_HANG});
    assert_int_equal(q.reply.phase, NET_CLIENT_PHASE_FIRST_BYTE);
    assert_true(q.took_ms >= 99);
    expect_error(&q, BASE_ERR_LATE);
}

static void test_client_stall_has_its_deadline(void **state)
{
    (void)state;
    struct question q = plain();
    q.config.stall_ms = 100;
    q.config.tries = 1;
    ASK(&q, {.reply = OK_HEAD(9) "\r\nabc", 0, END_HANG});
    assert_int_equal(q.reply.phase, NET_CLIENT_PHASE_STALL);
    assert_true(q.took_ms >= 99);
    expect_error(&q, BASE_ERR_LATE);
}

static void test_client_slow_body_meets_the_total_deadline(void **state)
{
    (void)state;
    struct question q = plain();
    q.config.total_ms = 200;
    ASK(&q, {.reply = OK_HEAD(9) "\r\nabcdefghi", 20, END_CLOSE});
    assert_int_equal(q.reply.phase, NET_CLIENT_PHASE_TOTAL);
    assert_int_equal(q.reply.tries, 1);
    assert_true(q.took_ms >= 199);
    expect_error(&q, BASE_ERR_LATE);
}

/* A listener whose queue is full answers no connect. */
static void test_client_connect_has_its_deadline(void **state)
{
    (void)state;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), guests[8];
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 0), 0);
    getsockname(listener, (struct sockaddr *)&address, &length);
    for (int i = 0; i < 8; i++) {
        guests[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)connect(guests[i], (struct sockaddr *)&address, sizeof address);
    }
    struct question q = plain();
    q.config.connect_ms = 100;
    q.config.tries = 2;
    snprintf(q.url, sizeof q.url, "http://127.0.0.1:%u/", ntohs(address.sin_port));
    q.request.url = q.url;
    assert_int_equal(net_task_run(ask_task, &q), BASE_ERR_OK);
    assert_int_equal(q.reply.phase, NET_CLIENT_PHASE_CONNECT);
    assert_int_equal(q.reply.tries, 2);
    expect_error(&q, BASE_ERR_LATE);
    for (int i = 0; i < 8; i++) close(guests[i]);
    close(listener);
}

static void test_client_tries_again_after_a_reset(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q, {.reply = "HTTP/1.1 200", 0, END_RESET}, {.reply = "", 0, END_CLOSE},
        {.reply = OK_HEAD(2) "\r\nok"});
    assert_int_equal(q.reply.tries, 3);
    expect_body(&q, "ok");
}

static void test_client_post_is_not_tried_again(void **state)
{
    (void)state;
    struct question q = plain();
    q.request.post = BASE_TEXT("x");
    ASK(&q, {.reply = OK_HEAD(9) "\r\nabc", 0, END_RESET});
    assert_int_equal(q.reply.tries, 1);
    expect_error(&q, BASE_ERR_NETWORK);
}

static void test_client_waits_as_long_as_retry_after_asks(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q,
        {.reply = "HTTP/1.1 503 Busy\r\n" CLOSE "Retry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"},
        {.reply = OK_HEAD(2) "\r\nok"});
    assert_true(q.took_ms >= 1000);
    assert_int_equal(q.reply.tries, 2);
    expect_body(&q, "ok"); /* not "busyok" */
}

static void test_client_retry_after_too_long_is_an_answer(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q,
        {.reply = "HTTP/1.1 429 No\r\n" CLOSE "Retry-After: 3600\r\nContent-Length: 0\r\n\r\n"});
    assert_int_equal(q.reply.status, 429);
    assert_int_equal(q.reply.tries, 1);
    expect_body(&q, "");
}

static void test_client_back_off_doubles(void **state)
{
    (void)state;
    struct question q = plain();
    q.config.back_off_ms = 40;
    ASK(&q, {.reply = "", 0, END_CLOSE}, {.reply = "", 0, END_CLOSE}, {.reply = "", 0, END_CLOSE},
        {.reply = "", 0, END_CLOSE});
    assert_int_equal(q.reply.tries, 4);
    /* 40 + 80 + 160 ms, each less up to a random half */
    assert_true(q.took_ms >= 139);
    expect_error(&q, BASE_ERR_NETWORK);
}

static void test_client_short_body_is_resumed(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q, {.reply = OK_HEAD(6) "ETag: \"v1\"\r\n\r\nabc"},
        {.reply =
             "HTTP/1.1 206 Rest\r\nContent-Length: 3\r\nContent-Range: bytes 3-5/6\r\n\r\ndef"});
    assert_non_null(strstr(theatre.heads[1], "\r\nRange: bytes=3-\r\n"));
    assert_non_null(strstr(theatre.heads[1], "\r\nIf-Range: \"v1\"\r\n"));
    assert_int_equal(q.reply.body_bytes, 6);
    expect_body(&q, "abcdef");
}

static void test_client_changed_body_starts_over(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q, {.reply = OK_HEAD(6) "ETag: \"v1\"\r\n\r\nabc"},
        {.reply = OK_HEAD(5) "ETag: \"v2\"\r\n\r\nother"});
    expect_body(&q, "other");
}

static void test_client_weak_validator_is_not_resumed(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q, {.reply = OK_HEAD(6) "ETag: W/\"v1\"\r\nLast-Modified: x\r\n\r\nabc"},
        {.reply = OK_HEAD(5) "\r\nother"});
    assert_null(strstr(theatre.heads[1], "Range"));
    expect_body(&q, "other");
}

static void test_client_wrong_range_is_refused(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q, {.reply = OK_HEAD(6) "ETag: \"v1\"\r\n\r\nabc"},
        {.reply =
             "HTTP/1.1 206 Rest\r\nContent-Length: 4\r\nContent-Range: bytes 2-5/6\r\n\r\ncdef"});
    assert_non_null(strstr(q.reply.note, "range that was not requested"));
    expect_error(&q, BASE_ERR_FORMAT);
}

static void test_client_resumes_what_the_caller_has(void **state)
{
    (void)state;
    struct question q = plain();
    q.request.from = 3;
    q.request.if_range = "\"v1\"";
    base_buf_append_string(&q.body, "abc");
    ASK(&q,
        {.reply =
             "HTTP/1.1 206 Rest\r\nContent-Length: 3\r\nContent-Range: bytes 3-5/6\r\n\r\ndef"});
    assert_non_null(strstr(theatre.heads[0], "\r\nRange: bytes=3-\r\n"));
    assert_non_null(strstr(theatre.heads[0], "\r\nIf-Range: \"v1\"\r\n"));
    assert_int_equal(q.reply.from, 3);
    expect_body(&q, "abcdef");
}

#define TO_SELF "HTTP/1.1 302 There\r\n" CLOSE "Location: /thing\r\nContent-Length: 0\r\n\r\n"

static void test_client_redirects_in_circles_end(void **state)
{
    (void)state;
    struct question q = plain();
    q.config.redirects_max = 3;
    ASK(&q, {.reply = TO_SELF}, {.reply = TO_SELF}, {.reply = TO_SELF}, {.reply = TO_SELF});
    assert_int_equal(theatre.played, 4);
    expect_error(&q, BASE_ERR_LIMIT);
}

static void test_client_redirects_stay_with_http(void **state)
{
    (void)state;
    struct question q = plain();
    ASK(&q,
        {.reply =
             "HTTP/1.1 302 There\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"});
    expect_error(&q, BASE_ERR_FORMAT);
}

static void test_client_body_has_a_limit(void **state)
{
    (void)state;
    struct question q = plain();
    base_buf_init(&q.body, 4);
    ASK(&q, {.reply = "HTTP/1.1 200 OK\r\n" CLOSE
                      "\r\nhello"}); /* no length: noticed when the bytes arrive */
    expect_error(&q, BASE_ERR_LIMIT);
    q = plain();
    q.request.max_bytes = 4;
    ASK(&q, {.reply = OK_HEAD(1000000000) "\r\nhello", 0, END_HANG}); /* refused by its length */
    expect_error(&q, BASE_ERR_LIMIT);
}

static void test_client_invalid_reply_is_an_error(void **state)
{
    (void)state;
    struct question q = plain();
    q.config.tries = 1;
    ASK(&q, {.reply = "SSH-2.0-OpenSSH_9.2\r\n"});
    expect_error(&q, BASE_ERR_FORMAT);
}

struct scribe {
    uint64_t at[8], have, total;
    int pieces;
};

static enum base_err take_piece(void *argument, uint64_t at, const char *bytes, size_t count)
{
    struct scribe *scribe = argument;
    (void)bytes, (void)count;
    if (scribe->pieces == 8) return BASE_ERR_LIMIT;
    scribe->at[scribe->pieces++] = at;
    return BASE_ERR_OK;
}

static void note_progress(void *argument, uint64_t have, uint64_t total)
{
    struct scribe *scribe = argument;
    scribe->have = have;
    scribe->total = total;
}

static void test_client_writer_receives_the_offset_of_each_piece(void **state)
{
    (void)state;
    struct scribe scribe = {0};
    struct question q = plain();
    q.request.write = take_piece;
    q.request.progress = note_progress;
    q.request.argument = &scribe;
    ASK(&q, {.reply = OK_HEAD(6) "ETag: \"v1\"\r\n\r\nabc"},
        {.reply =
             "HTTP/1.1 206 Rest\r\nContent-Length: 3\r\nContent-Range: bytes 3-5/6\r\n\r\ndef"});
    assert_int_equal(q.err, BASE_ERR_OK);
    assert_int_equal(scribe.pieces, 2);
    assert_int_equal(scribe.at[0], 0);
    assert_int_equal(scribe.at[1], 3);
    assert_int_equal(scribe.have, 6);
    assert_int_equal(scribe.total, 6);
}

static void test_client_writer_receives_no_error_page(void **state)
{
    (void)state;
    struct scribe scribe = {0};
    struct question q = plain();
    q.request.write = take_piece;
    q.request.argument = &scribe;
    ASK(&q, {.reply = "HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\n<h1>"});
    assert_int_equal(q.err, BASE_ERR_OK);
    assert_int_equal(q.reply.status, 404);
    assert_int_equal(scribe.pieces, 0);
}

/* ---- cancel, and limits ---- */

static enum base_err cancel_task(void *argument)
{
    struct net_task *task;
    enum base_err err = net_task_spawn(ask_task, argument, &task);
    if (err != BASE_ERR_OK) return err;
    err = net_task_sleep_ms(50);
    net_task_cancel(task);
    (void)net_task_join(task);
    return err;
}

static void test_client_cancelled_request_leaves_nothing(void **state)
{
    (void)state;
    struct question q = plain();
    open_theatre((const struct scene[]){{.reply = OK_HEAD(9) "\r\nabc", 0, END_HANG}}, 1);
    snprintf(q.url, sizeof q.url, "http://127.0.0.1:%u/", theatre.port);
    q.request.url = q.url;
    q.request.body = &q.body;
    assert_int_equal(net_task_run(cancel_task, &q), BASE_ERR_OK);
    close_theatre();
    expect_error(&q, BASE_ERR_CANCELLED);
}

struct crowd {
    struct net_client *client;
    char url[2][64];
    int inside, most, next;
};

static enum base_err count_inside(void *argument, uint64_t at, const char *bytes, size_t count)
{
    struct crowd *crowd = argument;
    (void)at, (void)bytes, (void)count;
    if (++crowd->inside > crowd->most) crowd->most = crowd->inside;
    return BASE_ERR_OK;
}

static enum base_err join_crowd(void *argument)
{
    struct crowd *crowd = argument;
    struct net_client_reply reply;
    const struct net_client_request request = {
        .url = crowd->url[crowd->next++ % 2], .write = count_inside, .argument = crowd};
    enum base_err err = net_client_fetch(crowd->client, &request, &reply);
    crowd->inside--;
    return err;
}

static enum base_err crowd_task(void *argument)
{
    struct crowd *crowd = argument;
    struct net_client_config config = net_client_config_default();
    config.at_once = 3;
    config.at_once_host = 2;
    config.tries = 1;
    enum base_err err = net_client_open(net_task_uv(), &config, &crowd->client);
    if (err != BASE_ERR_OK) return err;
    struct net_gather_job jobs[8];
    for (int i = 0; i < 8; i++)
        jobs[i] = (struct net_gather_job){.function = join_crowd, .argument = crowd};
    err = net_gather_all(jobs, 8, 8);
    net_client_close(crowd->client);
    return err;
}

static void test_client_keeps_to_its_limits(void **state)
{
    (void)state;
    struct crowd crowd = {0};
    struct scene scenes[8];
    for (int i = 0; i < 8; i++)
        scenes[i] = (struct scene){.reply = OK_HEAD(2) CLOSE "\r\nok", 0, END_CLOSE};
    open_theatre(scenes, 8);
    snprintf(crowd.url[0], sizeof crowd.url[0], "http://127.0.0.1:%u/a", theatre.port);
    snprintf(crowd.url[1], sizeof crowd.url[1], "http://localhost:%u/b", theatre.port);
    assert_int_equal(net_task_run(crowd_task, &crowd), BASE_ERR_OK);
    close_theatre();
    assert_int_equal(theatre.played, 8);
    assert_in_range(crowd.most, 1, 3);
    assert_int_equal(crowd.inside, 0);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    unsetenv("http_proxy");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client_get_gives_status_fields_and_body),
        cmocka_unit_test(test_client_post_sends_the_body),
        cmocka_unit_test(test_client_posts_with_a_content_type),
        cmocka_unit_test(test_client_first_byte_has_its_deadline),
        cmocka_unit_test(test_client_stall_has_its_deadline),
        cmocka_unit_test(test_client_slow_body_meets_the_total_deadline),
        cmocka_unit_test(test_client_connect_has_its_deadline),
        cmocka_unit_test(test_client_tries_again_after_a_reset),
        cmocka_unit_test(test_client_post_is_not_tried_again),
        cmocka_unit_test(test_client_waits_as_long_as_retry_after_asks),
        cmocka_unit_test(test_client_retry_after_too_long_is_an_answer),
        cmocka_unit_test(test_client_back_off_doubles),
        cmocka_unit_test(test_client_short_body_is_resumed),
        cmocka_unit_test(test_client_changed_body_starts_over),
        cmocka_unit_test(test_client_weak_validator_is_not_resumed),
        cmocka_unit_test(test_client_wrong_range_is_refused),
        cmocka_unit_test(test_client_resumes_what_the_caller_has),
        cmocka_unit_test(test_client_redirects_in_circles_end),
        cmocka_unit_test(test_client_redirects_stay_with_http),
        cmocka_unit_test(test_client_body_has_a_limit),
        cmocka_unit_test(test_client_invalid_reply_is_an_error),
        cmocka_unit_test(test_client_writer_receives_the_offset_of_each_piece),
        cmocka_unit_test(test_client_writer_receives_no_error_page),
        cmocka_unit_test(test_client_cancelled_request_leaves_nothing),
        cmocka_unit_test(test_client_keeps_to_its_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
