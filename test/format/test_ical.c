/* format/ical: lines of RFC 5545. */
#include "format/ical.h"

#include "check.h"

#include <string.h>

static void expect(struct base_buf *out, const char *want)
{
    base_buf_append(out, "", 1);
    assert_string_equal(out->bytes, want);
    base_buf_fini(out);
}

static void test_ical_folds_after_75_octets(void **state)
{
    (void)state;
    char line[160], want[170];
    struct base_buf out;
    memset(line, 'x', sizeof line);
    base_buf_init(&out, 4096);
    format_ical_append_line(&out, (struct base_text){line, 75});
    snprintf(want, sizeof want, "%.75s\r\n", line);
    expect(&out, want);
    format_ical_append_line(&out, (struct base_text){line, 76});
    snprintf(want, sizeof want, "%.75s\r\n x\r\n", line);
    expect(&out, want);
    format_ical_append_line(&out, (struct base_text){line, 150});
    snprintf(want, sizeof want, "%.75s\r\n %.74s\r\n x\r\n", line, line);
    expect(&out, want);
}

static void test_ical_never_cuts_a_character(void **state)
{
    (void)state;
    struct base_buf out;
    base_buf_init(&out, 4096);
    for (int before = 70; before < 80; before++) {
        char line[100];
        memset(line, 'x', sizeof line);
        memcpy(line + before, "\xE2\x99\x84", 3); /* U+2644, Saturn */
        format_ical_append_line(&out, (struct base_text){line, (size_t)before + 3});
        base_buf_append(&out, "", 1);
        assert_non_null(strstr(out.bytes, "\xE2\x99\x84"));
        assert_true(strcspn(out.bytes, "\r") <= 75);
        base_buf_clear(&out);
    }
    base_buf_fini(&out);
}

static void test_ical_escapes_text(void **state)
{
    (void)state;
    struct base_buf out;
    base_buf_init(&out, 4096);
    format_ical_append_text(&out, "SUMMARY", BASE_TEXT("a, b; c\\d\r\ne: \"f\""));
    expect(&out, "SUMMARY:a\\, b\\; c\\\\d\\ne: \"f\"\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ical_folds_after_75_octets),
        cmocka_unit_test(test_ical_never_cuts_a_character),
        cmocka_unit_test(test_ical_escapes_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
