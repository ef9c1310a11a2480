/* format/url_query: pairs of a query string. */
#include "format/url_query.h"

#include "check.h"
#include "random.h"

#include <string.h>

/* All pairs as "name=value|", then how it ended. */
static const char *pairs_of(struct base_text query, enum base_err *ended)
{
    static char all[4096];
    struct base_buf out = {.bytes = all, .room = sizeof all - 1, .max = sizeof all - 1}, scratch;
    struct base_text name, value;
    base_buf_init(&scratch, 4096);
    while ((*ended = format_url_query_next(&query, &scratch, &name, &value)) == BASE_ERR_OK) {
        base_buf_append_text(&out, name);
        base_buf_append_string(&out, "=");
        base_buf_append_text(&out, value);
        base_buf_append_string(&out, "|");
    }
    base_buf_fini(&scratch);
    all[out.used] = '\0';
    return all;
}

static void test_url_query_returns_pairs_in_their_order(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"a=1", "a=1|"},
        {"a=1&b=2", "a=1|b=2|"},
        {"a=1&a=2", "a=1|a=2|"},
        {"&&a=1&&", "a=1|"},
        {"a", "a=|"},
        {"a=", "a=|"},
        {"=1", "=1|"},
        {"a=b=c", "a=b=c|"},
        {"a=1;b=2", "a=1;b=2|"},
        {"a=%41+%2B%2b", "a=A ++|"},
        {"%61=1", "a=1|"},
        {"a%3Db=%26", "a=b=&|"},
        {"x=%C3%A9", "x=\xC3\xA9|"},
        {"a=+&b=%20", "a= |b= |"},
        {"a=2018-10-31T03:22:47+02:00", "a=2018-10-31T03:22:47 02:00|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum base_err ended;
        assert_string_equal(pairs_of(base_text_of(cases[i][0]), &ended), cases[i][1]);
        assert_int_equal(ended, BASE_ERR_END);
    }
}

static void test_url_query_refuses_half_an_escape(void **state)
{
    (void)state;
    static const char *const cases[] = {"a=%",    "a=%4",    "a=%4g",  "a=%g4", "%=1",
                                        "a=%%41", "a=1&b=%", "a=% 41", "%4&1=2"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum base_err ended;
        (void)pairs_of(base_text_of(cases[i]), &ended);
        assert_int_equal(ended, BASE_ERR_FORMAT);
    }
}

/* Pairs that were given stay in place while later ones are decoded. */
static void test_url_query_values_stay_valid(void **state)
{
    (void)state;
    char text[2048] = "";
    for (int i = 0; i < 100; i++) strcat(text, "%61%62=%63%64%65&");
    struct base_text query = base_text_of(text), names[100], values[100];
    struct base_buf scratch;
    base_buf_init(&scratch, sizeof text);
    for (int i = 0; i < 100; i++)
        assert_int_equal(format_url_query_next(&query, &scratch, &names[i], &values[i]),
                         BASE_ERR_OK);
    for (int i = 0; i < 100; i++) {
        assert_true(base_text_equals(names[i], BASE_TEXT("ab")));
        assert_true(base_text_equals(values[i], BASE_TEXT("cde")));
    }
    base_buf_fini(&scratch);
}

static void test_url_query_stops_at_the_limit_of_its_scratch(void **state)
{
    (void)state;
    struct base_text query = BASE_TEXT("a=%41%41%41%41%41%41"), name, value;
    struct base_buf scratch;
    base_buf_init(&scratch, 8);
    assert_int_equal(format_url_query_next(&query, &scratch, &name, &value), BASE_ERR_LIMIT);
    base_buf_fini(&scratch);
}

/* Law: for any bytes, decoded text is no longer than the query, and reading ends. */
static void test_url_query_survives_random_bytes(void **state)
{
    (void)state;
    struct random_source random = random_seeded(3986);
    static const char likely[] = "%%%&&==+ab41F";
    for (int i = 0; i < 20000; i++) {
        size_t length = random_below(&random, 60);
        char *bytes = malloc(length + 1); /* ASan sees a read beyond the end */
        assert_non_null(bytes);
        for (size_t k = 0; k < length; k++)
            bytes[k] = random_below(&random, 8) ? likely[random_below(&random, sizeof likely - 1)]
                                                : (char)random_bits(&random);
        char out[60];
        assert_true(
            format_url_query_path((struct base_text){bytes, length}, out, sizeof out).length <=
            length);
        enum base_err ended;
        (void)pairs_of((struct base_text){bytes, length}, &ended);
        assert_true(ended == BASE_ERR_END || ended == BASE_ERR_FORMAT);
        free(bytes);
    }
}

static void test_url_query_path_is_decoded_once(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"/api/v1/bodies/mars", "/api/v1/bodies/mars"},
        {"/api/v1/bodies/m%61rs", "/api/v1/bodies/mars"},
        {"/%61%70i", "/api"},
        {"/%C3%a9", "/\xC3\xA9"},
        {"/a+b%20c", "/a+b c"}, /* "+" is a blank in queries alone */
        {"/%2561", "/%61"},     /* twice would be "/a" */
        {"/%2e%2E", "/.."},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        struct base_text got = format_url_query_path(base_text_of(cases[i][0]), out, sizeof out);
        assert_true(base_text_equals(got, base_text_of(cases[i][1])));
    }
}

static void test_url_query_path_stays_where_an_escape_hides_something(void **state)
{
    (void)state;
    static const char *const cases[] = {"/a%2Fb", "/%61%2fb", "/%00", "/%61%00", "/%",
                                        "/%6",    "/%zz",     "/a%",  "/%6g",    "/%61%"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        struct base_text path = base_text_of(cases[i]),
                         got = format_url_query_path(path, out, sizeof out);
        assert_true(got.at == path.at && got.length == path.length);
    }
    char out[4];
    struct base_text path = BASE_TEXT("/%61b"); /* no room */
    assert_true(format_url_query_path(path, out, sizeof out).at == path.at);
    path = (struct base_text){NULL, 0}; /* that of CONNECT */
    assert_int_equal(format_url_query_path(path, out, sizeof out).length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_url_query_returns_pairs_in_their_order),
        cmocka_unit_test(test_url_query_refuses_half_an_escape),
        cmocka_unit_test(test_url_query_values_stay_valid),
        cmocka_unit_test(test_url_query_stops_at_the_limit_of_its_scratch),
        cmocka_unit_test(test_url_query_survives_random_bytes),
        cmocka_unit_test(test_url_query_path_is_decoded_once),
        cmocka_unit_test(test_url_query_path_stays_where_an_escape_hides_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
