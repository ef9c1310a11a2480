/* server/middleware/response_cache: what is stored, for which key, how long, and how much. */
#include "server/middleware/response_cache.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>

static struct server_response_cache recent;
static struct net_http_reply made, given;

static int begin(void **state)
{
    (void)state;
    net_http_reply_init(&made);
    net_http_reply_init(&given);
    return 0;
}

static int end(void **state)
{
    (void)state;
    server_response_cache_fini(&recent);
    net_http_reply_fini(&made);
    net_http_reply_fini(&given);
    return 0;
}

static struct server_response_cache_key of(const char *target, const char *accept,
                                           const char *encoding)
{
    return (struct server_response_cache_key){base_text_of(target), base_text_of(accept),
                                              base_text_of(encoding)};
}

static enum server_response_cache_found find(struct server_response_cache_key asked, int64_t unix_s)
{
    net_http_reply_clear(&given);
    return server_response_cache_find(&recent, &asked, unix_s, &given);
}

static void make(const char *type, const char *body)
{
    net_http_reply_clear(&made);
    made.content_type = base_text_of(type);
    net_http_reply_header(&made, BASE_TEXT("ETag"), BASE_TEXT("\"a\""));
    base_buf_append_string(&made.body, body);
}

static void keep(struct server_response_cache_key asked)
{
    server_response_cache_store(&recent, &asked, &made);
}

/* Asks twice and stores the reply. */
static void teach(struct server_response_cache_key asked, int64_t unix_s)
{
    find(asked, unix_s);
    assert_int_equal(find(asked, unix_s), SERVER_RESPONSE_CACHE_REPEATED);
    keep(asked);
}

static bool is(struct base_buf got, struct base_buf want)
{
    return got.used == want.used && memcmp(got.bytes, want.bytes, want.used) == 0;
}

static void test_response_cache_hits_from_the_third_request_on(void **state)
{
    (void)state;
    const struct server_response_cache_key asked = of("/a?lat=1", "text/csv", "gzip");
    make("text/csv", "az,alt\r\n");
    assert_int_equal(find(asked, 7), SERVER_RESPONSE_CACHE_MISS);
    assert_int_equal(find(asked, 7), SERVER_RESPONSE_CACHE_REPEATED);
    assert_int_equal(given.body.used, 0);
    keep(asked);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(find(asked, 7), SERVER_RESPONSE_CACHE_HIT);
        assert_int_equal(given.status, 200);
        assert_true(base_text_equals(given.content_type, BASE_TEXT("text/csv")));
        assert_true(is(given.headers, made.headers));
        assert_true(is(given.body, made.body));
    }
}

static void test_response_cache_is_cleared_when_the_second_changes_either_way(void **state)
{
    (void)state;
    const struct server_response_cache_key asked = of("/a", "", "");
    make("a/b", "then");
    for (int64_t other_s = 99; other_s <= 101; other_s += 2) {
        teach(asked, 100);
        assert_int_equal(find(asked, 100), SERVER_RESPONSE_CACHE_HIT);
        assert_int_equal(find(asked, other_s), SERVER_RESPONSE_CACHE_MISS);
        assert_int_equal(find(asked, 100), SERVER_RESPONSE_CACHE_MISS); /* it does not come back */
        server_response_cache_clear(&recent);
    }
}

static void test_response_cache_can_be_cleared(void **state)
{
    (void)state;
    const struct server_response_cache_key asked = of("/a", "", "");
    make("a/b", "of the old data");
    teach(asked, 5);
    server_response_cache_clear(&recent);
    assert_int_equal(find(asked, 5), SERVER_RESPONSE_CACHE_MISS);
}

static void test_response_cache_compares_every_part_of_a_key(void **state)
{
    (void)state;
    const struct server_response_cache_key asked = of("/a", "b", "c");
    const struct server_response_cache_key others[] = {
        of("/A", "b", "c"), of("/a", "B", "c"), of("/a", "b", "C"), of("/ab", "", "c"),
        of("/a", "bc", ""), of("/a", "", "bc"), of("/a", "b", ""),  of("", "/ab", "c")};
    make("a/b", "for one alone");
    teach(asked, 5);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (int j = 0; j < 3; j++)
            assert_int_not_equal(find(others[i], 5), SERVER_RESPONSE_CACHE_HIT);
    assert_int_equal(find(asked, 5), SERVER_RESPONSE_CACHE_HIT);
}

/* In any order of requests and stores, no request receives the reply of another key. */
static void test_response_cache_never_gives_the_reply_of_another_key(void **state)
{
    (void)state;
    char target[40], body[80];
    unsigned kept = 0;
    srand(20261122);
    for (int i = 0; i < 200000; i++) {
        const char *accept = rand() % 2 ? "text/csv" : "*/*";
        snprintf(target, sizeof target, "/api/v1/positions?lat=%d", rand() % 3000);
        snprintf(body, sizeof body, "%s as %s", target, accept);
        const struct server_response_cache_key asked = of(target, accept, "");
        enum server_response_cache_found found = find(asked, i / 20000);
        make(accept, body);
        if (found == SERVER_RESPONSE_CACHE_REPEATED) keep(asked);
        if (found != SERVER_RESPONSE_CACHE_HIT) continue;
        kept++;
        assert_true(is(given.body, made.body));
        assert_true(base_text_equals(given.content_type, base_text_of(accept)));
    }
    assert_true(kept > 1000); /* the cache was used, too */
}

static void test_response_cache_never_grows_beyond_its_limit(void **state)
{
    (void)state;
    static char body[5000];
    char target[40];
    unsigned kept = 0;
    memset(body, 'x', sizeof body - 1);
    make("a/b", body);
    for (int i = 0; i < 4000; i++) {
        snprintf(target, sizeof target, "/%d", i);
        find(of(target, "", ""), 1);
        if (find(of(target, "", ""), 1) == SERVER_RESPONSE_CACHE_REPEATED) keep(of(target, "", ""));
        assert_true(recent.used <= SERVER_RESPONSE_CACHE_MAX_BYTES);
        kept += find(of(target, "", ""), 1) == SERVER_RESPONSE_CACHE_HIT;
    }
    assert_in_range(kept, 1, SERVER_RESPONSE_CACHE_MAX_BYTES / sizeof body);
    teach(of("/in the next second", "", ""), 2);
    assert_int_equal(find(of("/in the next second", "", ""), 2), SERVER_RESPONSE_CACHE_HIT);
}

static void test_response_cache_stores_no_reply_above_its_limit(void **state)
{
    (void)state;
    static char body[SERVER_RESPONSE_CACHE_ANSWER_MAX_BYTES + 1];
    const struct server_response_cache_key asked = of("/long", "", "");
    memset(body, 'x', SERVER_RESPONSE_CACHE_ANSWER_MAX_BYTES);
    make("a/b", body);
    teach(asked, 1);
    assert_int_equal(find(asked, 1), SERVER_RESPONSE_CACHE_REPEATED);
}

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    (void)state;
    (void)turn;
    return BASE_ERR_END;
}

static void test_response_cache_stores_complete_replies_only(void **state)
{
    (void)state;
    const struct server_response_cache_key asked = of("/a", "", "");
    for (int i = 0; i < 5; i++) {
        make("a/b", "no");
        if (i == 0) made.status = 404;
        if (i == 1) made.stream.produce = produce;
        if (i == 2) made.borrowed = BASE_TEXT("a file of the page");
        if (i == 3) made.closes = true;
        if (i == 4) made.body.has_overflowed = true;
        teach(asked, i);
        assert_int_equal(find(asked, i), SERVER_RESPONSE_CACHE_REPEATED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_response_cache_hits_from_the_third_request_on, begin,
                                        end),
        cmocka_unit_test_setup_teardown(
            test_response_cache_is_cleared_when_the_second_changes_either_way, begin, end),
        cmocka_unit_test_setup_teardown(test_response_cache_can_be_cleared, begin, end),
        cmocka_unit_test_setup_teardown(test_response_cache_compares_every_part_of_a_key, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_response_cache_never_gives_the_reply_of_another_key,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_response_cache_never_grows_beyond_its_limit, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_response_cache_stores_no_reply_above_its_limit, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_response_cache_stores_complete_replies_only, begin,
                                        end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
