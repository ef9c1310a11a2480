/* format/header_list: lists of headers as RFC 9110 has them. */
#include "format/header_list.h"

#include "check.h"

static void test_header_list_weighs_as_the_list_says(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        int gzip;
    } cases[] = {
        {"", -1},
        {"br", -1},
        {"gzip", 1000},
        {"GZip", 1000},
        {"br, gzip", 1000},
        {"br,gzip;q=0.5", 500},
        {"gzip ; q=0.123", 123},
        {"gzip;q=1.000", 1000},
        {"gzip;Q=0", 0},
        {"gzip;q=0.000", 0},
        {"gzip;level=9;q=0.3", 300},
        {"gzip;q=2", 0},
        {"gzip;q=1.001", 0},
        {"gzip;q=", 0},
        {"gzip;q=0.1234", 0},
        {"gzip;q=x", 0},
        {"*", 1000},
        {"*;q=0.2, gzip;q=0", 0},
        {"gzip;q=0, *", 0},
        {"identity, *;q=0", 0},
        {"gzipped", -1},
        {",, ,\tgzip\t,", 1000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int weight = format_header_list_weight(base_text_of(cases[i].list), BASE_TEXT("gzip"));
        if (weight != cases[i].gzip)
            fail_msg("\"%s\" weighs %d, not %d", cases[i].list, weight, cases[i].gzip);
    }
}

static void test_header_list_finds_an_entity_tag_weak_or_strong(void **state)
{
    (void)state;
    struct base_text etag = BASE_TEXT("\"abc\"");
    assert_true(format_header_list_matches_etag(BASE_TEXT("\"abc\""), etag));
    assert_true(format_header_list_matches_etag(BASE_TEXT("W/\"abc\""), etag));
    assert_true(format_header_list_matches_etag(BASE_TEXT("\"x\" , \"abc\""), etag));
    assert_true(format_header_list_matches_etag(BASE_TEXT("*"), etag));
    assert_false(format_header_list_matches_etag(BASE_TEXT(""), etag));
    assert_false(format_header_list_matches_etag(BASE_TEXT("abc"), etag));
    assert_false(format_header_list_matches_etag(BASE_TEXT("\"ABC\""), etag));
    assert_false(format_header_list_matches_etag(BASE_TEXT("\"abc-gz\""), etag));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header_list_weighs_as_the_list_says),
        cmocka_unit_test(test_header_list_finds_an_entity_tag_weak_or_strong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
