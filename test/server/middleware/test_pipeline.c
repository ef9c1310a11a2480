/* server/middleware/pipeline: a cached reply has the same bytes, and only equal requests receive
 * it. */
#include "server/middleware/pipeline.h"
#include "server/worker.h"

#include "check.h"
#include "server/asking.h"
#include "server/routes.h"

#define AT    "&time=2026-10-30T21:00:00Z"
#define PLACE "?lat=48.93&lon=2.45"

static char first_body[sizeof ask.body], first_headers[4096];

/* Header lines except Server-Timing, which differs for each reply. */
static void copy_headers(char out[4096])
{
    out[0] = '\0';
    const char *at = ask.reply.headers.bytes, *end = at + ask.reply.headers.used;
    for (const char *next; at < end; at = next) {
        next = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
        if (strncmp(at, "Server-Timing:", 14) != 0) strncat(out, at, (size_t)(next - at));
    }
}

static bool is_from_cache(void)
{
    return ask.worker->exchange.found == SERVER_RESPONSE_CACHE_HIT;
}

/* Repeats the request until the reply comes from the cache: the second may be over meanwhile. */
static void ask_until_cached(const char *method, const char *target, const char *lines)
{
    do assert_int_equal(ask_with(&ask, method, target, lines), 200);
    while (!is_from_cache());
}

/* With an empty cache. */
static void ask_uncached(const char *target, const char *lines)
{
    server_response_cache_clear(&ask.worker->cache);
    assert_int_equal(ask_with(&ask, "GET", target, lines), 200);
    assert_false(is_from_cache());
    memcpy(first_body, ask.body, ask.reply.body.used + 1);
    copy_headers(first_headers);
}

static void test_pipeline_repeats_the_same_bytes(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/api/v1/positions" PLACE AT,
        "/api/v1/positions" PLACE AT "&fields=body,az_deg,alt_deg&download=1",
        "/api/v1/positions/mars" PLACE "&start=2026-10-30T21:00:00Z&step=1h&count=5",
        "/api/v1/sky" PLACE AT "&tz=Europe/Paris",
        "/api/v1/tonight" PLACE AT,
        "/api/v1/chart.svg" PLACE AT,
        "/api/v1/time?time=2026-10-30T21:00:00Z",
        "/api/v1/places?q=paris",
        "/api/v1/bodies",
    };
    static const char *const lines[] = {"", "Accept-Encoding: gzip\r\n", "Accept: */*\r\n"};
    char headers[4096];
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        for (size_t j = 0; j < sizeof lines / sizeof *lines; j++) {
            ask_uncached(targets[i], lines[j]);
            struct base_text type = ask.reply.content_type;
            size_t length = ask.reply.body.used;
            ask_until_cached("GET", targets[i], lines[j]);
            copy_headers(headers);
            assert_string_equal(headers, first_headers);
            assert_true(base_text_equals(ask.reply.content_type, type));
            assert_int_equal(ask.reply.body.used, length);
            assert_memory_equal(ask.body, first_body, length);
        }
}

/* The answer states the instant of "now", so two answers of one second are the same. */
static void test_pipeline_repeats_now_within_its_second_only(void **state)
{
    (void)state;
    char was[40], is[40];
    const char *target = "/api/v1/positions" PLACE "&bodies=mars";
    ask_until_cached("GET", target, "");
    snprintf(was, sizeof was, "%.30s", strstr(ask.body, "\"time\": "));
    do {
        assert_int_equal(ask_get(&ask, target), 200);
        snprintf(is, sizeof is, "%.30s", strstr(ask.body, "\"time\": "));
    } while (strcmp(is, was) == 0);
    assert_false(is_from_cache()); /* the first of another second is computed */
}

static void test_pipeline_caches_each_format_and_coding_separately(void **state)
{
    (void)state;
    static const struct {
        const char *line, *type;
    } forms[] = {{"", "application/json; charset=utf-8"},
                 {"Accept: text/csv\r\n", "text/csv; charset=utf-8; header=present"},
                 {"Accept: application/x-ndjson\r\n", "application/x-ndjson; charset=utf-8"},
                 {"Accept-Encoding: gzip\r\n", "application/json; charset=utf-8"}};
    const char *target = "/api/v1/positions" PLACE AT;
    for (int round = 0; round < 4; round++)
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            assert_int_equal(ask_with(&ask, "GET", target, forms[i].line), 200);
            assert_true(ask_has_type(&ask, forms[i].type));
            assert_int_equal(ask_has_header(&ask, "Content-Encoding: gzip"), i == 3);
        }
    ask_until_cached("GET", target, "");
    assert_int_equal(ask_with(&ask, "GET", target, "Accept:\r\n"), 406); /* nothing is accepted */
}

static void test_pipeline_answers_head_and_conditions_as_without_the_cache(void **state)
{
    (void)state;
    char headers[4096], tag[128];
    const char *target = "/api/v1/positions" PLACE AT;
    ask_uncached(target, "");
    const char *etag = strstr(first_headers, "ETag: ");
    snprintf(tag, sizeof tag, "If-None-Match: %.18s\r\n", etag + 6);
    ask_until_cached("GET", target, "");
    assert_int_equal(ask_with(&ask, "GET", target, tag), 304);
    assert_int_equal(ask.reply.body.used, 0);
    assert_int_equal(ask_with(&ask, "GET", target, "If-None-Match: \"another\"\r\n"), 200);
    assert_string_equal(ask.body, first_body);
    ask_until_cached("HEAD", target, "");
    copy_headers(headers);
    assert_string_equal(headers, first_headers);
    assert_string_equal(ask.body, "");
    assert_int_equal(ask.reply.body.used, strlen(first_body)); /* for Content-Length */
}

static void test_pipeline_gives_a_cached_reply_the_id_of_its_request(void **state)
{
    (void)state;
    const char *target = "/api/v1/positions" PLACE AT;
    ask_until_cached("GET", target, "");
    assert_true(ask_has_header(&ask, "Request-Id: unit-test"));
    do
        ask_raw(&ask, "GET /api/v1/positions" PLACE AT
                      " HTTP/1.1\r\nHost: a\r\nRequest-Id: another-test\r\n\r\n");
    while (!is_from_cache());
    assert_true(ask_has_header(&ask, "Request-Id: another-test"));
    assert_false(ask_has_header(&ask, "Request-Id: unit-test"));
}

static void test_pipeline_empties_the_cache_when_data_change(void **state)
{
    (void)state;
    const char *target = "/api/v1/positions" PLACE AT;
    ask_until_cached("GET", target, "");
    server_worker_change_data(ask.worker, data_store());
    assert_int_equal(ask_get(&ask, target), 200);
    assert_false(is_from_cache());
}

static void test_pipeline_caches_no_reply_that_may_change(void **state)
{
    (void)state;
    static const char *const targets[] = {"/api/v1/status", "/healthz", "/metrics", "/",
                                          "/planets/mars?lon=2.45&lat=48.93&elevation=35"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        for (int j = 0; j < 5; j++) {
            ask_get(&ask, targets[i]);
            assert_false(is_from_cache());
        }
    for (int j = 0; j < 5; j++) {
        assert_int_equal(ask_get(&ask, "/api/v1/positions?lat=91&lon=0"), 400);
        assert_false(is_from_cache());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline_repeats_the_same_bytes),
        cmocka_unit_test(test_pipeline_repeats_now_within_its_second_only),
        cmocka_unit_test(test_pipeline_caches_each_format_and_coding_separately),
        cmocka_unit_test(test_pipeline_answers_head_and_conditions_as_without_the_cache),
        cmocka_unit_test(test_pipeline_gives_a_cached_reply_the_id_of_its_request),
        cmocka_unit_test(test_pipeline_empties_the_cache_when_data_change),
        cmocka_unit_test(test_pipeline_caches_no_reply_that_may_change),
    };
    return cmocka_run_group_tests(tests, ask_open, ask_close);
}
