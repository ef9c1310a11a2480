/* server/middleware/rate_limit: buckets of tokens. Expected values follow from the rate alone. */
#include "server/middleware/rate_limit.h"

#include "check.h"

#include <string.h>

#define S 1000000000u

static struct server_proxies_address address(const char *text)
{
    struct server_proxies_address read;
    assert_true(server_proxies_read(base_text_of(text), &read));
    return read;
}

static void test_rate_limit_reads_rates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct server_rate_limit_rate rate;
    } good[] = {
        {"10/s", {10, 1, 10}},
        {"600/m", {600, 60, 600}},
        {"10/s,50", {10, 1, 50}},
        {"1000000/s,1", {1000000, 1, 1}},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct server_rate_limit_rate rate;
        assert_int_equal(server_rate_limit_parse(base_text_of(good[i].text), &rate), BASE_ERR_OK);
        assert_memory_equal(&rate, &good[i].rate, sizeof rate);
    }
    static const char *const bad[] = {"",       "10",       "/s",    "10/h",  "0/s",
                                      "10/s,0", "10/s,",    "-1/s",  "1.5/s", "1000001/s",
                                      "x/s",    "10/s,5,5", "10/ss", "10/s ", "10/s,1e3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct server_rate_limit_rate rate = {7, 7, 7};
        if (server_rate_limit_parse(base_text_of(bad[i]), &rate) == BASE_ERR_OK)
            fail_msg("\"%s\" was taken", bad[i]);
        assert_int_equal(rate.count, 7);
    }
}

static void test_rate_limit_allows_a_burst_and_then_the_rate(void **state)
{
    (void)state;
    struct server_rate_limit *limit =
        server_rate_limit_create((struct server_rate_limit_rate){2, 1, 5});
    struct server_proxies_address client = address("192.0.2.1");
    uint64_t now = 100 * (uint64_t)S;
    for (unsigned i = 0; i < 5; i++) {
        struct server_rate_limit_decision v = server_rate_limit_check(limit, &client, now);
        assert_true(v.is_allowed);
        assert_int_equal(v.remaining, 4 - i);
        assert_int_equal(v.full_s, (i + 2) / 2); /* half a second a token, rounded up */
        assert_int_equal(v.retry_after_s, 0);
    }
    struct server_rate_limit_decision v = server_rate_limit_check(limit, &client, now);
    assert_false(v.is_allowed);
    assert_int_equal(v.remaining, 0);
    assert_int_equal(v.retry_after_s, 1);
    assert_false(server_rate_limit_check(limit, &client, now + S / 2 - 1).is_allowed);
    assert_true(server_rate_limit_check(limit, &client, now + S / 2).is_allowed);
    assert_false(server_rate_limit_check(limit, &client, now + S / 2).is_allowed);
    unsigned allowed = 0; /* in ten minutes of constant requests */
    for (unsigned i = 0; i < 60000; i++)
        allowed += server_rate_limit_check(limit, &client, now + S / 2 + i * (uint64_t)(S / 100))
                       .is_allowed;
    assert_int_equal(allowed, 1199);
    assert_int_equal(server_rate_limit_check(limit, &client, now + 3600 * (uint64_t)S).remaining,
                     4);
    server_rate_limit_free(limit);
}

/* Threads read the clock before they reach the bucket, so a later reading may come first. */
static void test_rate_limit_has_no_tokens_for_a_thread_whose_clock_was_read_earlier(void **state)
{
    (void)state;
    struct server_rate_limit *limit =
        server_rate_limit_create((struct server_rate_limit_rate){1, 1, 3});
    struct server_proxies_address client = address("192.0.2.1");
    uint64_t now = 100 * (uint64_t)S;
    for (unsigned i = 0; i < 3; i++)
        assert_true(server_rate_limit_check(limit, &client, now).is_allowed);
    struct server_rate_limit_decision v = server_rate_limit_check(limit, &client, now - 1000);
    assert_false(v.is_allowed);
    assert_int_equal(v.remaining, 0);
    assert_int_equal(v.full_s, 3);
    server_rate_limit_free(limit);
}

static void test_rate_limit_separates_clients_by_address_or_its_first_64_bits(void **state)
{
    (void)state;
    struct server_rate_limit *limit =
        server_rate_limit_create((struct server_rate_limit_rate){1, 60, 1});
    struct server_proxies_address a = address("192.0.2.1"), b = address("192.0.2.2");
    struct server_proxies_address six = address("2001:db8:0:1::1");
    struct server_proxies_address same = address("2001:db8:0:1:ffff::2");
    struct server_proxies_address other = address("2001:db8:0:2::1");
    assert_true(server_rate_limit_check(limit, &a, S).is_allowed);
    assert_true(server_rate_limit_check(limit, &b, S).is_allowed);
    assert_true(server_rate_limit_check(limit, &six, S).is_allowed);
    assert_false(server_rate_limit_check(limit, &a, S).is_allowed);
    assert_false(server_rate_limit_check(limit, &same, S).is_allowed);
    assert_true(server_rate_limit_check(limit, &other, S).is_allowed);
    assert_int_equal(server_rate_limit_check(limit, &a, S).retry_after_s, 60);
    server_rate_limit_free(limit);
}

/* A million addresses at once: each has its first token, and the table is as large as before. */
static void test_rate_limit_refuses_no_client_because_the_table_is_full(void **state)
{
    (void)state;
    struct server_rate_limit *limit =
        server_rate_limit_create((struct server_rate_limit_rate){1, 60, 1});
    struct server_proxies_address client = address("192.0.2.1");
    for (uint32_t i = 0; i < 1000000; i++) {
        memcpy(client.bytes + 12, &i, sizeof i);
        assert_true(server_rate_limit_check(limit, &client, S).is_allowed);
    }
    server_rate_limit_free(limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rate_limit_reads_rates),
        cmocka_unit_test(test_rate_limit_allows_a_burst_and_then_the_rate),
        cmocka_unit_test(test_rate_limit_has_no_tokens_for_a_thread_whose_clock_was_read_earlier),
        cmocka_unit_test(test_rate_limit_separates_clients_by_address_or_its_first_64_bits),
        cmocka_unit_test(test_rate_limit_refuses_no_client_because_the_table_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
