/* The routes /api/v1/sky and /api/v1/tonight, requested as a connection would. */
#include "almanac/short_documents.h"

#include "almanac/place.h"
#include "format/grammar.h"
#include "server/asking.h"

#define HERE "lat=48.93&lon=2.45&time=2026-11-22T20:00:00Z"

static void check_type(const char *want)
{
    assert_int_equal(ask.reply.content_type.length, strlen(want));
    assert_memory_equal(ask.reply.content_type.at, want, strlen(want));
}

static void test_dispatch_sky_answers_in_every_format(void **state)
{
    (void)state;
    static const char *const routes[] = {"/api/v1/sky?" HERE, "/api/v1/tonight?" HERE};
    char target[200];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ask_get(&ask, routes[i]), 200);
        check_type("application/json; charset=utf-8");
        assert_true(grammar_is_json(ask.body));
        assert_true(ask_has_header(&ask, "Cache-Control: public, max-age=86400"));
        snprintf(target, sizeof target, "%s&format=csv", routes[i]);
        assert_int_equal(ask_get(&ask, target), 200);
        assert_int_equal(place_count(ask.body, "\r\n"), SKY_BODY_COUNT + 1);
        snprintf(target, sizeof target, "%s&format=ndjson&bodies=moon,mars", routes[i]);
        assert_int_equal(ask_get(&ask, target), 200);
        assert_int_equal(place_count(ask.body, "\n"), 2);
        snprintf(target, sizeof target, "%s&format=text", routes[i]);
        assert_int_equal(ask_get(&ask, target), 200);
        assert_non_null(strstr(ask.body, "to the naked eye"));
    }
}

/* links.self asks for the same again, byte for byte. */
static void test_dispatch_sky_links_reproduce_the_answer(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/api/v1/sky?lat=48.93&lon=2.45",
        "/api/v1/tonight?lat=-48.93&lon=2.45&elevation=1200&refraction=none&bodies=moon,venus",
        "/api/v1/sky?lat=69.65&lon=18.95&tz=Europe/Oslo&horizon=3&eye_height=12.5&pressure=990",
        "/api/v1/tonight?lat=0&lon=0&tz=America/Port-au-Prince&horizon=0&temperature=-3",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        static char first[65536], self[1000];
        assert_int_equal(ask_get(&ask, targets[i]), 200);
        strcpy(first, ask.body);
        const char *at = strstr(first, "\"self\": \"");
        assert_non_null(at);
        at += strlen("\"self\": \"");
        memcpy(self, at, strcspn(at, "\""));
        self[strcspn(at, "\"")] = '\0';
        assert_int_equal(ask_get(&ask, self), 200);
        assert_string_equal(ask.body, first);
    }
}

static void test_dispatch_sky_needs_a_place_and_known_parameters(void **state)
{
    (void)state;
    assert_int_equal(ask_get(&ask, "/api/v1/sky?lat=1"), 400);
    assert_int_equal(ask_get(&ask, "/api/v1/tonight?" HERE "&types=rise"), 400);
    assert_non_null(strstr(ask.body, "parameter-unknown"));
    assert_int_equal(ask_get(&ask, "/api/v1/tonight?lat=1&lon=2&time=2150-01-01T00:00:00Z"), 422);
    assert_non_null(strstr(ask.body, "time-out-of-range"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dispatch_sky_answers_in_every_format, ask_open,
                                        ask_close),
        cmocka_unit_test_setup_teardown(test_dispatch_sky_links_reproduce_the_answer, ask_open,
                                        ask_close),
        cmocka_unit_test_setup_teardown(test_dispatch_sky_needs_a_place_and_known_parameters,
                                        ask_open, ask_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
