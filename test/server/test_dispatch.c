/* server/dispatch: routes, methods, /api/v1/positions and the embedded page, requested as bytes. */
#include "server/middleware/pipeline.h"
#include "server/worker.h"

#include "check.h"
#include "format/grammar.h"
#include "server/asking.h"
#include "server/assets.h"

/* The number after the first member of this name. */
static double number_of(const char *member)
{
    const char *at = strstr(ask.body, member);
    if (at == NULL) fail_msg("no %s in %s", member, ask.body);
    return strtod(at + strlen(member), NULL);
}

/* ---- /api/v1/positions ----------------------------------------------------------------------- */

#define OTWAY "/api/v1/positions?bodies=mars&lat=-39.754&lon=145.051&time=2018-10-31T03:22:47Z"

static void test_dispatch_positions_have_the_frozen_names(void **state)
{
    (void)state;
    assert_int_equal(ask_get(&ask, OTWAY "&refraction=pyephem"), 200);
    assert_true(ask_has_type(&ask, "application/json; charset=utf-8"));
    assert_true(ask_has_header(&ask, "Access-Control-Allow-Origin: *"));
    assert_true(grammar_is_json(ask.body));
    /* PyEphem's figures of the article; 0.001 deg is what the project promises */
    CHECK_NEAR(number_of("\"az_deg\": "), 102.30273048280189, 0.001);
    CHECK_NEAR(number_of("\"alt_deg\": "), 11.690380174890928, 0.001);
    CHECK_NEAR(number_of("\"alt_true_deg\": "), 11.61602, 0.001);
    CHECK_NEAR(number_of("\"refraction_deg\": "), 11.690380 - 11.61602, 0.00002); /* 6 digits */
    static const char *const order[] = {"{\"observer\": {\"lat_deg\": -39.754",
                                        "\"lon_deg\": 145.051",
                                        "\"elevation_m\": 0.",
                                        "\"positions\": [{\"body\": \"mars\"",
                                        "\"naif_id\": 499",
                                        "\"time\": \"2018-10-31T03:22:47Z\"",
                                        "\"az_deg\": ",
                                        "\"alt_deg\": ",
                                        "\"alt_true_deg\": ",
                                        "\"refraction_deg\": ",
                                        "\"direction\": \"ESE\"",
                                        "\"above_horizon\": true",
                                        "\"ra_deg\": ",
                                        "\"dec_deg\": ",
                                        "\"ra_icrs_deg\": ",
                                        "\"dec_icrs_deg\": ",
                                        "\"distance_au\": ",
                                        "\"light_time_s\": ",
                                        "\"warnings\": []",
                                        "\"meta\": {",
                                        "\"ut1_utc_s\": ",
                                        "\"ut1_source\": \"iers-measured\"",
                                        "\"refraction\": {\"model\": \"pyephem\"",
                                        "\"links\": {\"self\": \"/api/v1/positions?"};
    const char *at = ask.body;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        if (at == NULL) fail_msg("%s is not in its place in %s", order[i], ask.body);
    }
}

static void test_dispatch_positions_accept_0_as_a_place(void **state)
{
    (void)state;
    assert_int_equal(ask_get(&ask, "/api/v1/positions?lat=0&lon=0&time=2018-10-31T03:22:47Z"), 200);
    assert_non_null(strstr(ask.body, "\"lat_deg\": 0.0"));
    assert_non_null(strstr(ask.body, "\"body\": \"mercury\""));
    assert_non_null(strstr(ask.body, "\"body\": \"neptune\""));
    assert_null(strstr(ask.body, "\"body\": \"sun\""));
    assert_null(strstr(ask.body, "\"body\": \"pluto\""));
}

static unsigned bodies_of(const char *bodies)
{
    char target[256];
    snprintf(target, sizeof target, "/api/v1/positions?lat=0&lon=0&bodies=%s", bodies);
    assert_int_equal(ask_get(&ask, target), 200);
    unsigned found = 0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        char member[64];
        snprintf(member, sizeof member, "\"body\": \"%s\"", sky_body_info(body)->name.at);
        if (strstr(ask.body, member) != NULL) found |= 1u << body;
    }
    return found;
}

static void test_dispatch_positions_choose_bodies(void **state)
{
    (void)state;
    assert_int_equal(bodies_of("all"), (1u << SKY_BODY_COUNT) - 1);
    assert_int_equal(bodies_of("Mars,MOON"), 1u << SKY_BODY_MARS | 1u << SKY_BODY_MOON);
    assert_int_equal(bodies_of("499,10,mars"), 1u << SKY_BODY_MARS | 1u << SKY_BODY_SUN);
    assert_int_equal(bodies_of("planets%2Csun"),
                     bodies_of("all") & ~(1u << SKY_BODY_MOON | 1u << SKY_BODY_PLUTO));
}

/* Every answer can be asked for again: links.self gives the same bytes. */
static void test_dispatch_positions_can_be_asked_for_again(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/api/v1/positions?lat=48.93&lon=2.45",
        "/api/v1/positions?lat=1:2:3&lon=-0:0:1&bodies=all&elevation=35&time=now",
        "/api/v1/positions?lat=-90&lon=360&refraction=none&time=2016-12-31T23:59:60.5Z",
        "/api/v1/positions?lat=0&lon=0&pressure=950.5&temperature=-10&time=jd:2458422.64082",
        "/api/v1/positions?lat=1e-7&lon=0&refraction=pyephem&time=@1540956167.25",
        "/api/v1/positions?lat=0&lon=0&time=1961-12-31T23:59:59.999999Z",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        static char first[sizeof ask.body];
        char self[512];
        assert_int_equal(ask_get(&ask, targets[i]), 200);
        memcpy(first, ask.body, sizeof first);
        const char *at = strstr(first, "\"self\": \"");
        assert_non_null(at);
        assert_int_equal(sscanf(at, "\"self\": \"%500[^\"]", self), 1);
        assert_int_equal(ask_get(&ask, self), 200);
        assert_string_equal(ask.body, first);
    }
}

static void test_dispatch_positions_are_cached_as_long_as_they_hold(void **state)
{
    (void)state;
    ask_get(&ask, OTWAY);
    assert_true(ask_has_header(&ask, "Cache-Control: public, max-age=86400"));
    ask_get(&ask, "/api/v1/positions?lat=0&lon=0");
    assert_true(ask_has_header(&ask, "Cache-Control: public, max-age=1"));
    ask_get(&ask, "/api/v1/positions?lat=0&lon=0&time=now");
    assert_true(ask_has_header(&ask, "Cache-Control: public, max-age=1"));
}

static void test_dispatch_positions_report_the_source_of_ut1(void **state)
{
    (void)state;
    static const struct {
        const char *time, *source, *warning;
    } cases[] = {{"1950-01-01T00:00Z", "delta-t-historic", NULL},
                 {"1956-01-02T00:00Z", "iers-measured", NULL},
                 {"2026-08-20T00:00Z", "iers-measured", NULL},
                 {"2026-12-20T00:00Z", "iers-predicted", NULL},
                 {"2030-01-01T00:00Z", "held", "\"code\": \"ut1-held\""},
                 {"2050-01-01T00:00Z", "delta-t-model", "\"code\": \"delta-t-model\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[128], member[64];
        snprintf(target, sizeof target, "/api/v1/positions?lat=0&lon=0&time=%s", cases[i].time);
        assert_int_equal(ask_get(&ask, target), 200);
        assert_true(grammar_is_json(ask.body));
        snprintf(member, sizeof member, "\"ut1_source\": \"%s\"", cases[i].source);
        assert_non_null(strstr(ask.body, member));
        const char *first = strstr(ask.body, "\"code\": "); /* of the warnings */
        assert_int_equal(first != NULL, cases[i].warning != NULL);
        if (first != NULL)
            assert_int_equal(strncmp(first, cases[i].warning, strlen(cases[i].warning)), 0);
    }
}

static void test_dispatch_positions_refuse_with_a_problem(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        unsigned status;
        const char *code, *member;
    } cases[] = {
        {"", 400, "parameter-missing", "\"parameter\": \"lat\""},
        {"?lat=1", 400, "parameter-missing", "\"parameter\": \"lon\""},
        {"?lon=1", 400, "parameter-missing", "\"parameter\": \"lat\""},
        {"?lat=0&lon=0&elevaton=5", 400, "parameter-unknown", "\"did_you_mean\": \"elevation\""},
        {"?lat=0&lon=0&tme=now", 400, "parameter-unknown", "\"did_you_mean\": \"time\""},
        {"?lat=0&lon=0&xyzzy=1", 400, "parameter-unknown", "\"parameter\": \"xyzzy\""},
        {"?lat=0&lon=0&LAT=1", 400, "parameter-unknown", "\"parameter\": \"LAT\""},
        {"?lat=0&lat=0&lon=0", 400, "parameter-conflict", "\"parameter\": \"lat\""},
        {"?lat=0&lon=0&bodies=mars&bodies=mars", 400, "parameter-conflict", "bodies"},
        {"?lat=0&lon=0&refraction=none&refraction=none", 400, "parameter-conflict", "refraction"},
        {"?lat=north&lon=0", 400, "parameter-invalid", "\"got\": \"north\""},
        {"?lat=0&lon=0&bodies=mras", 404, "body-unknown", "\"did_you_mean\": \"mars\""},
        {"?lat=0&lon=0&bodies=399", 404, "body-unknown", "\"got\": \"399\""},
        {"?lat=0&lon=0&bodies=", 404, "body-unknown", "\"parameter\": \"bodies\""},
        {"?lat=0&lon=0&pressure=-1", 400, "parameter-invalid", "0..1200"},
        {"?lat=0&lon=0&temperature=1e3", 400, "parameter-invalid", "-100..70"},
        {"?lat=0&lon=0&time=2018-10-31T03:22:47", 400, "time-zone-missing", "add Z"},
        {"?lat=0&lon=0&time=1066-10-14T09:00Z", 422, "time-out-of-range", "\"valid_from\": \"18"},
        {"?lat=%4&lon=0", 400, "parameter-invalid", "\"parameter\": \"query\""},
        {"?lat=%22%3Cscript%3E%0d%0a&lon=0", 400, "parameter-invalid", "\\u000d\\u000a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[256];
        snprintf(target, sizeof target, "/api/v1/positions%s", cases[i].query);
        ask_get(&ask, target);
        ask_expect_problem(&ask, cases[i].status, cases[i].code);
        assert_true(grammar_is_json(ask.body));
        if (strstr(ask.body, cases[i].member) == NULL)
            fail_msg("no %s in %s", cases[i].member, ask.body);
    }
}

/* ---- methods and routes ---------------------------------------------------------------------- */

static void test_dispatch_allows_each_route_its_methods(void **state)
{
    (void)state;
    static const struct {
        const char *method, *target;
        unsigned status;
        const char *allow;
    } cases[] = {
        {"POST", "/api/v1/positions", 405, "Allow: GET, HEAD, OPTIONS"},
        {"DELETE", "/", 405, "Allow: GET, HEAD, OPTIONS"},
        {"PUT", "/app.js", 405, "Allow: GET, HEAD, OPTIONS"},
        {"HEAD", "/geo_location", 405, "Allow: POST, OPTIONS"},
        {"OPTIONS", "/geo_location", 204, "Allow: POST, OPTIONS"},
        {"OPTIONS", "/planets/mars", 204, "Allow: GET, HEAD, OPTIONS"},
        {"OPTIONS", "/api/v1/positions?lat=1", 204,
         "Access-Control-Allow-Methods: GET, HEAD, OPTIONS"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask_with(&ask, cases[i].method, cases[i].target, "");
        assert_int_equal(ask.reply.status, cases[i].status);
        assert_true(ask_has_header(&ask, cases[i].allow));
        assert_true(ask_has_header(&ask, "Access-Control-Allow-Origin: *"));
        if (cases[i].status == 405 && strcmp(cases[i].method, "HEAD") != 0)
            ask_expect_problem(&ask, 405, "method-not-allowed");
    }
}

static void test_dispatch_refuses_unknown_routes(void **state)
{
    (void)state;
    static const char *const targets[] = {"/api",
                                          "/api/v1/positionsx",
                                          "/API/V1/POSITIONS",
                                          "/geo_locatio",
                                          "//",
                                          "//planets/mars",
                                          "/./",
                                          "/index.html/",
                                          "/app.js/",
                                          "/app.js%00",
                                          "/%2561pp.js",
                                          "/web/app.js",
                                          "/src/server/dispatch.c",
                                          "/../web/app.js",
                                          "/favicon.ico"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        ask_get(&ask, targets[i]);
        ask_expect_problem(&ask, 404, "route-unknown");
        assert_true(grammar_is_json(ask.body));
    }
}

/* The state of one thread answers a thousand different requests as a new state does. */
static void test_dispatch_keeps_nothing_between_requests(void **state)
{
    (void)state;
    static const char *const targets[] = {
        OTWAY,
        "/planets/mars?time=2018-10-17T12:32:04Z",
        "/api/v1/positions?lat=91&lon=0",
        "/api/v1/positions?lat=0&lon=0&bodies=all&time=2000-01-01T00:00Z",
        "/nothing",
        "/planets/moon?lat=1&lon=2&elevation=3&time=2018-10-31T03:22:47Z",
        "/planets/moon?time=1850-01-01T00:00Z",
        "/icon.svg"};
    enum { COUNT = sizeof targets / sizeof *targets };
    for (int i = 0; i < COUNT * COUNT * 2; i++) {
        struct ask fresh;
        ask_init(&fresh, -1);
        const char *target = targets[(i * 7 + i / COUNT) % COUNT];
        assert_int_equal(ask_get(&ask, target), ask_get(&fresh, target));
        assert_string_equal(ask.body, fresh.body);
        ask_fini(&fresh);
    }
}

/* ---- the embedded page ------------------------------------------------------------------------
 */

static void test_dispatch_serves_the_page_with_its_policy(void **state)
{
    (void)state;
    static const struct {
        const char *target, *type, *holds;
    } cases[] = {{"/", "text/html; charset=utf-8", "<!doctype html>"},
                 {"/index.html", "text/html; charset=utf-8", "<!doctype html>"},
                 {"/index.html?x=1", "text/html; charset=utf-8", "<!doctype html>"},
                 {"/app.js", "text/javascript; charset=utf-8", "import"},
                 {"/later.js", "text/javascript; charset=utf-8", "testPerformance"},
                 {"/style.css", "text/css; charset=utf-8", "{"},
                 {"/icon.svg", "image/svg+xml", "<svg"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(ask_get(&ask, cases[i].target), 200);
        assert_true(ask_has_type(&ask, cases[i].type));
        assert_non_null(strcasestr(ask.body, cases[i].holds));
        assert_true(ask_has_header(&ask, "X-Content-Type-Options: nosniff"));
        const bool is_made_for_its_reader = strstr(cases[i].type, "html") != NULL;
        assert_true(ask_has_header(&ask, is_made_for_its_reader
                                             ? "Vary: Accept-Language, Accept-Encoding"
                                             : "Vary: Accept-Encoding"));
        assert_true(ask_has_header(&ask, "Cache-Control: no-cache"));
        struct base_text headers = {ask.reply.headers.bytes, ask.reply.headers.used};
        const char *policy = memmem(headers.at, headers.length, "Content-Security-Policy: ", 25);
        assert_non_null(policy);
        assert_non_null(
            memmem(headers.at, headers.length, "default-src 'none'; script-src 'self'", 37));
        assert_null(memmem(headers.at, headers.length, "unsafe", 6));
    }
    assert_int_equal(ask_with(&ask, "HEAD", "/app.js", ""), 200);
    assert_string_equal(ask.body, "");
    assert_true(ask.reply.borrowed.length > 100);
}

static bool is_gzipped(const char *accepted)
{
    char lines[256];
    snprintf(lines, sizeof lines, "Accept-Encoding: %s\r\n", accepted);
    assert_int_equal(ask_with(&ask, "GET", "/app.js", lines), 200);
    bool is_gzip = (unsigned char)ask.body[0] == 0x1F && (unsigned char)ask.body[1] == 0x8B;
    assert_int_equal(ask_has_header(&ask, "Content-Encoding: gzip"), is_gzip);
    return is_gzip;
}

static void test_dispatch_compresses_for_clients_that_accept_it(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "gzip", "deflate, gzip", "GZip;q=1.0",     "br;q=1, gzip;q=0.1",
        "*",    "*;q=0, gzip",   "gzip ; q=0.001", "identity, gzip,"};
    static const char *const no[] = {"identity",      "",      "br",          "gzip;q=0",
                                     "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "*, gzip;q=0",
                                     "xgzip",         "gzipx", "gzip;Q=0.0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) assert_true(is_gzipped(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) assert_false(is_gzipped(no[i]));
}

static void test_dispatch_answers_304_to_clients_that_have_the_content(void **state)
{
    (void)state;
    struct server_assets_file file;
    assert_true(server_assets_find(BASE_TEXT("/app.js"), &file));
    char etag[64], gzip_etag[64], lines[256];
    snprintf(etag, sizeof etag, "%.*s", (int)file.etag.length, file.etag.at);
    snprintf(gzip_etag, sizeof gzip_etag, "%.*s", (int)file.gzip_etag.length, file.gzip_etag.at);
    assert_string_not_equal(etag, gzip_etag);
    const struct {
        const char *pattern, *etag, *encoding;
        unsigned status;
    } cases[] = {
        {"%s", etag, "", 304},
        {"W/%s", etag, "", 304},
        {"\"x\", %s", etag, "", 304},
        {"\"x\" ,W/%s,\"y\"", etag, "", 304},
        {"*", "", "", 304},
        {"\"x\"", "", "", 200},
        {"%s", gzip_etag, "", 200},
        {"%s", gzip_etag, "Accept-Encoding: gzip\r\n", 304},
        {"%s", etag, "Accept-Encoding: gzip\r\n", 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char tags[128];
        snprintf(tags, sizeof tags, "%s", cases[i].pattern);
        char *hole = strstr(tags, "%s");
        if (hole != NULL)
            snprintf(hole, sizeof tags - (size_t)(hole - tags), "%s%s", cases[i].etag,
                     strstr(cases[i].pattern, "%s") + 2);
        snprintf(lines, sizeof lines, "If-None-Match: %s\r\n%s", tags, cases[i].encoding);
        assert_int_equal(ask_with(&ask, "GET", "/app.js", lines), cases[i].status);
        assert_int_equal(ask.body[0] == '\0', cases[i].status == 304);
        snprintf(lines, sizeof lines, "ETag: %s", cases[i].encoding[0] ? gzip_etag : etag);
        assert_true(ask_has_header(&ask, lines));
    }
}

static void test_dispatch_failures_of_its_own_are_problem_documents_too(void **state)
{
    (void)state;
    server_pipeline_refuse(ask.worker, 500, &ask.reply);
    struct base_text content = net_http_reply_content(&ask.reply, NET_HTTP_GET);
    memcpy(ask.body, content.at, content.length);
    ask.body[content.length] = '\0';
    ask_expect_problem(&ask, 500, "internal");
}

/* The default bodies are the planets: none, so a limit is not divided by zero. */
static void test_dispatch_answers_with_a_kernel_that_has_no_planets(void **state)
{
    (void)state;
    static const char form[] = "{\"observers\": [{\"lat\": 1, \"lon\": 1}], \"times\": "
                               "[\"2026-01-01T00:00Z\"]}";
    char request[512];
    const struct data_dataset *whole = ask.worker->work.dataset;
    struct data_dataset poor = *whole;
    poor.bodies = 1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON;
    ask.worker->work.dataset = &poor;
    assert_int_equal(ask_get(&ask, "/api/v1/positions?lat=1&lon=1&time=2026-01-01T00:00Z"), 200);
    assert_int_equal(ask_get(&ask, "/api/v1/positions?lat=1&lon=1&start=2026-01-01T00:00Z&step=1d"
                                   "&count=3"),
                     200);
    snprintf(request, sizeof request,
             "POST /api/v1/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             strlen(form), form);
    assert_int_equal(ask_raw(&ask, request), 200);
    ask.worker->work.dataset = whole;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dispatch_positions_have_the_frozen_names),
        cmocka_unit_test(test_dispatch_positions_accept_0_as_a_place),
        cmocka_unit_test(test_dispatch_positions_choose_bodies),
        cmocka_unit_test(test_dispatch_positions_can_be_asked_for_again),
        cmocka_unit_test(test_dispatch_positions_are_cached_as_long_as_they_hold),
        cmocka_unit_test(test_dispatch_positions_report_the_source_of_ut1),
        cmocka_unit_test(test_dispatch_positions_refuse_with_a_problem),
        cmocka_unit_test(test_dispatch_allows_each_route_its_methods),
        cmocka_unit_test(test_dispatch_refuses_unknown_routes),
        cmocka_unit_test(test_dispatch_keeps_nothing_between_requests),
        cmocka_unit_test(test_dispatch_serves_the_page_with_its_policy),
        cmocka_unit_test(test_dispatch_compresses_for_clients_that_accept_it),
        cmocka_unit_test(test_dispatch_answers_304_to_clients_that_have_the_content),
        cmocka_unit_test(test_dispatch_failures_of_its_own_are_problem_documents_too),
        cmocka_unit_test(test_dispatch_answers_with_a_kernel_that_has_no_planets),
    };
    return cmocka_run_group_tests(tests, ask_open, ask_close);
}
