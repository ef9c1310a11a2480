/* server/self_test: the self-test passes with the embedded data, and fails with wrong data. */
#include "server/self_test.h"

#include "data.h"
#include "format/grammar.h"

#include <string.h>

/* The embedded ephemeris differs from the one of the tables by milliarcseconds; the rest is the
 * tables' rounding, half of 1e-4 deg in azimuth and altitude each: 0.25 arcsec. */
static void test_self_test_passes_with_the_embedded_data(void **state)
{
    (void)state;
    struct server_self_test ready = server_self_test_check(data_store());
    assert_true(ready.is_passed);
    assert_int_equal(ready.checked, 12);
    CHECK_NEAR(ready.worst_arcsec, 0, 0.3);
    assert_null(ready.failed);
}

/* A leap second too many moves the Moon by half an arcsecond and the sky by fifteen. */
static void test_self_test_fails_with_a_wrong_time_scale(void **state)
{
    (void)state;
    static struct data_dataset wrong;
    wrong = *data_store();
    for (int i = 0; i < wrong.sky.leaps.count; i++) wrong.sky.leaps.rows[i].tai_utc_s += 60;
    struct server_self_test ready = server_self_test_check(&wrong);
    assert_false(ready.is_passed);
    assert_true(ready.worst_arcsec > 10);
    assert_non_null(ready.failed);
}

static void test_self_test_names_the_reason(void **state)
{
    (void)state;
    const struct server_self_test good = {.is_passed = true, .checked = 12, .worst_arcsec = 0.1};
    const struct server_self_test bad = {
        .checked = 12, .worst_arcsec = 60, .failed = "mars", .failed_arcsec = 60};
    const struct {
        const struct server_self_test *ready;
        enum server_self_test_state state;
        const char *part;
    } cases[] = {
        {&good, SERVER_SELF_TEST_YES, "{\"status\": \"ready\", \"reasons\": []"},
        {&good, SERVER_SELF_TEST_DRAINING, "\"reasons\": [\"the server is about to stop\"]"},
        {&bad, SERVER_SELF_TEST_FAILING, "[\"the position of mars is wrong by 60.0 arcsec\"]"},
        {&bad, SERVER_SELF_TEST_DRAINING, "stop\", \"the position of mars"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_buf out;
        base_buf_init(&out, 4096);
        server_self_test_append_json(&out, cases[i].ready, cases[i].state);
        base_buf_append(&out, "", 1);
        assert_true(grammar_is_json(out.bytes));
        assert_non_null(strstr(out.bytes, cases[i].part));
        base_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_self_test_passes_with_the_embedded_data),
        cmocka_unit_test(test_self_test_fails_with_a_wrong_time_scale),
        cmocka_unit_test(test_self_test_names_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
