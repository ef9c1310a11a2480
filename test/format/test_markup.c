/* format/markup: texts inside of HTML, SVG and XML. */
#include "format/markup.h"

#include "check.h"
#include "random.h"

static struct base_buf out;

static const char *text_of(void (*append)(struct base_buf *, struct base_text),
                           struct base_text text)
{
    base_buf_clear(&out);
    append(&out, text);
    base_buf_append(&out, "", 1);
    assert_false(out.has_overflowed);
    return out.bytes;
}

static void check_shown(struct base_text text, const char *want)
{
    assert_string_equal(text_of(format_markup_append_shown, text), want);
}

static void check_data(struct base_text text, const char *want)
{
    assert_string_equal(text_of(format_markup_append_data, text), want);
}

static void test_markup_texts_from_users_cannot_become_markup(void **state)
{
    (void)state;
    check_shown(BASE_TEXT("<script>alert(\"1\")</script>"),
                "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    check_shown(BASE_TEXT("' onload='x & y"), "&#39; onload=&#39;x &amp; y");
    check_shown(BASE_TEXT("Zürich\0\x1b\x7f\n."), "Zürich    .");
    check_shown(BASE_TEXT("\xC3<\xFF\xED\xA0\x80"),
                "\xEF\xBF\xBD&lt;\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    check_shown(BASE_TEXT(""), "");
}

static void test_markup_data_keeps_tabs_and_lines_and_no_character_that_xml_lacks(void **state)
{
    (void)state;
    check_data(BASE_TEXT("a <b> & \"c\"\td\ne\rf 'g'"),
               "a &lt;b&gt; &amp; &quot;c&quot;&#9;d&#10;e&#13;f 'g'");
    check_data(BASE_TEXT("\x1b\0"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    check_data(BASE_TEXT("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD"),
               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    check_data(BASE_TEXT("São\xC3"), "São\xEF\xBF\xBD");
}

static void test_markup_of_random_bytes_has_no_markup_and_its_room_is_bounded(void **state)
{
    (void)state;
    struct random_source random = random_seeded(10);
    for (int i = 0; i < 20000; i++) {
        char bytes[40];
        const size_t length = random_below(&random, sizeof bytes);
        for (size_t k = 0; k < length; k++) bytes[k] = (char)random_bits(&random);
        const struct base_text text = {bytes, length};
        const char *shown = text_of(format_markup_append_shown, text);
        assert_true(strlen(shown) <= FORMAT_MARKUP_BYTES_OF_ONE * length);
        assert_int_equal(strcspn(shown, "<>\"'\n\x1b"), strlen(shown));
        const char *data = text_of(format_markup_append_data, text);
        assert_true(strlen(data) <= FORMAT_MARKUP_BYTES_OF_ONE * length);
        assert_int_equal(strcspn(data, "<>\"\n\x1b"), strlen(data));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup_texts_from_users_cannot_become_markup),
        cmocka_unit_test(test_markup_data_keeps_tabs_and_lines_and_no_character_that_xml_lacks),
        cmocka_unit_test(test_markup_of_random_bytes_has_no_markup_and_its_room_is_bounded),
    };
    base_buf_init(&out, 4096);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    base_buf_fini(&out);
    return failed;
}
