/* format/json: strings and numbers as JSON text. */
#include "format/json.h"

#include "check.h"
#include "format/grammar.h"
#include "random.h"

#include <string.h>

static char text[8192];

static const char *string_of(struct base_text given)
{
    struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    format_json_append_string(&out, given);
    text[out.used] = '\0';
    return text;
}

static void test_json_escapes_what_rfc_8259_wants_escaped(void **state)
{
    (void)state;
    assert_string_equal(string_of(BASE_TEXT("")), "\"\"");
    assert_string_equal(string_of(BASE_TEXT("mars")), "\"mars\"");
    assert_string_equal(string_of(BASE_TEXT("a\"b\\c/d")), "\"a\\\"b\\\\c/d\"");
    assert_string_equal(string_of(BASE_TEXT("\0\t\n\r\x1F\x7F")),
                        "\"\\u0000\\u0009\\u000a\\u000d\\u001f\\u007f\"");
    assert_string_equal(string_of(BASE_TEXT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\xAA\x90")),
                        "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\xAA\x90\"");
}

/* RFC 3629, sections 3 and 4: overlong forms, surrogates, beyond U+10FFFF, halves. */
static void test_json_replaces_what_is_no_utf_8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int replaced;
    } cases[] = {{"\x80", 1},
                 {"\xFF", 1},
                 {"\xC3", 1},
                 {"\xC0\x80", 2},
                 {"\xC1\xBF", 2},
                 {"\xE0\x9F\xBF", 3},
                 {"\xED\xA0\x80", 3},
                 {"\xE2\x82", 2},
                 {"\xF0\x8F\xBF\xBF", 4},
                 {"\xF4\x90\x80\x80", 4},
                 {"\xF5\x80\x80\x80", 4},
                 {"\xF0\x9F\xAA", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char want[64] = "\"";
        for (int k = 0; k < cases[i].replaced; k++) strcat(want, "\\ufffd");
        strcat(want, "\"");
        assert_string_equal(string_of(base_text_of(cases[i].bytes)), want);
    }
    assert_string_equal(string_of(BASE_TEXT("\xC3(")), "\"\\ufffd(\"");
    assert_string_equal(string_of(BASE_TEXT("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF")),
                        "\"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\""); /* the neighbours */
}

static void test_json_of_random_bytes_is_a_string(void **state)
{
    (void)state;
    struct random_source random = random_seeded(8259);
    for (int i = 0; i < 20000; i++) {
        size_t length = random_below(&random, 40);
        char *bytes = malloc(length + 1); /* ASan sees a read beyond the end */
        assert_non_null(bytes);
        for (size_t k = 0; k < length; k++) bytes[k] = (char)random_bits(&random);
        assert_true(grammar_is_json(string_of((struct base_text){bytes, length})));
        free(bytes);
    }
}

static void test_json_numbers_have_fixed_decimals(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *want;
    } cases[] = {{102.30273048280189, 8, "102.30273048"},
                 {-0.0, 3, "0.000"},
                 {-1e-12, 8, "0.00000000"},
                 {499.0, 0, "499"},
                 {-23.146670983905302, 2, "-23.15"},
                 {0.782215310202, 12, "0.782215310202"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_buf out = {.bytes = text, .room = 64, .max = 64};
        format_json_append_number(&out, cases[i].value, cases[i].decimals);
        text[out.used] = '\0';
        assert_string_equal(text, cases[i].want);
        assert_true(grammar_is_json(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_escapes_what_rfc_8259_wants_escaped),
        cmocka_unit_test(test_json_replaces_what_is_no_utf_8),
        cmocka_unit_test(test_json_of_random_bytes_is_a_string),
        cmocka_unit_test(test_json_numbers_have_fixed_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
