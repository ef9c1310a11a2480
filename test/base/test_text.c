/* base/text and base/err: spans of characters; every error has its words. */
#include "base/text.h"

#include "base/err.h"
#include "check.h"

static void test_text_compares_bytes(void **state)
{
    (void)state;
    struct base_text none = {NULL, 0};
    assert_true(base_text_equals(none, BASE_TEXT("")));
    assert_true(base_text_equals(BASE_TEXT("a\0b"), BASE_TEXT("a\0b")));
    assert_false(base_text_equals(BASE_TEXT("a\0b"), BASE_TEXT("a\0c")));
    assert_false(base_text_equals(BASE_TEXT("a"), BASE_TEXT("ab")));
    assert_false(base_text_equals(BASE_TEXT("a"), BASE_TEXT("A")));
}

static void test_text_any_case_is_of_ascii_letters_alone(void **state)
{
    (void)state;
    assert_true(
        base_text_equals_any_case(BASE_TEXT("Content-LENGTH"), BASE_TEXT("content-length")));
    assert_false(base_text_equals_any_case(BASE_TEXT("a"), BASE_TEXT("ab")));
    assert_false(base_text_equals_any_case(BASE_TEXT("@"), BASE_TEXT("`")));       /* 0x40, 0x60 */
    assert_false(base_text_equals_any_case(BASE_TEXT("["), BASE_TEXT("{")));       /* 0x5B, 0x7B */
    assert_false(base_text_equals_any_case(BASE_TEXT("\xC9"), BASE_TEXT("\xE9"))); /* Latin 1 */
}

static void test_text_cut_takes_what_is_before_a_separator(void **state)
{
    (void)state;
    struct base_text rest = BASE_TEXT("a,,bc,"), none = {NULL, 0};
    static const char *const parts[] = {"a", "", "bc", "", ""};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_true(base_text_equals(base_text_cut(&rest, ','), base_text_of(parts[i])));
    assert_int_equal(rest.length, 0);
    assert_int_equal(base_text_cut(&none, ',').length, 0);
}

static void test_text_trimmed_keeps_the_blanks_within(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a b", "a b"}, {" \t a b\t", "a b"}, {" \t ", ""}, {"", ""}, {"\n", "\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(base_text_equals(base_text_trimmed(base_text_of(cases[i][0])),
                                     base_text_of(cases[i][1])));
    assert_int_equal(base_text_trimmed((struct base_text){NULL, 0}).length, 0);
}

static void test_err_has_words_for_every_error(void **state)
{
    (void)state;
    for (int err = 0; err < BASE_ERR_COUNT; err++) {
        const char *text = base_err_text((enum base_err)err);
        assert_non_null(text);
        for (int other = 0; other < err; other++)
            assert_string_not_equal(text, base_err_text((enum base_err)other));
    }
    assert_int_equal(BASE_ERR_OK, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_compares_bytes),
        cmocka_unit_test(test_text_any_case_is_of_ascii_letters_alone),
        cmocka_unit_test(test_text_cut_takes_what_is_before_a_separator),
        cmocka_unit_test(test_text_trimmed_keeps_the_blanks_within),
        cmocka_unit_test(test_err_has_words_for_every_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
