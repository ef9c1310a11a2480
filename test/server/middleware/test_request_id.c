/* server/middleware/request_id: ids differ, and only harmless ones are accepted. */
#include "server/middleware/request_id.h"

#include "check.h"

#include <string.h>

static void test_request_id_is_32_hexadecimal_digits_each_as_often(void **state)
{
    (void)state;
    struct server_request_id_source source;
    server_request_id_seed(&source);
    int counts[16] = {0};
    char id[SERVER_REQUEST_ID_MADE_CHARS + 1] = "", last[sizeof id] = "";
    const int ids = 20000;
    for (int i = 0; i < ids; i++) {
        server_request_id_make(&source, id);
        assert_int_equal(strspn(id, "0123456789abcdef"), SERVER_REQUEST_ID_MADE_CHARS);
        assert_string_not_equal(id, last);
        strcpy(last, id);
        for (const char *c = id; *c != '\0'; c++) counts[*c <= '9' ? *c - '0' : *c - 'a' + 10]++;
    }
    /* 40000 of each are expected, with a standard deviation of 194: ten of them */
    for (int i = 0; i < 16; i++) CHECK_NEAR(counts[i], ids * 2, 1940);
}

static void test_request_id_sources_differ(void **state)
{
    (void)state;
    struct server_request_id_source a, b;
    char of_a[SERVER_REQUEST_ID_MADE_CHARS], of_b[SERVER_REQUEST_ID_MADE_CHARS];
    server_request_id_seed(&a);
    server_request_id_seed(&b);
    server_request_id_make(&a, of_a);
    server_request_id_make(&b, of_b);
    assert_memory_not_equal(of_a, of_b, sizeof of_a);
}

static void test_request_id_accepts_harmless_ids_only(void **state)
{
    (void)state;
    char longest[SERVER_REQUEST_ID_MAX_CHARS + 2];
    memset(longest, 'a', sizeof longest);
    longest[SERVER_REQUEST_ID_MAX_CHARS + 1] = '\0';
    assert_true(
        server_request_id_is_valid((struct base_text){longest, SERVER_REQUEST_ID_MAX_CHARS}));
    assert_false(server_request_id_is_valid(base_text_of(longest)));
    static const char *const good[] = {"01234567", "Root=1-67891233-abcdef012345678912345678",
                                       "a/b+c==:@._-"};
    static const char *const bad[] = {"",          "0123456",   "01234567 ",       "0123456\"",
                                      "0123456\\", "0123456\n", "0123456\xC3\xA9", "<script>"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(server_request_id_is_valid(base_text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(server_request_id_is_valid(base_text_of(bad[i])));
    assert_false(server_request_id_is_valid((struct base_text){"01234567\0", 9}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_id_is_32_hexadecimal_digits_each_as_often),
        cmocka_unit_test(test_request_id_sources_differ),
        cmocka_unit_test(test_request_id_accepts_harmless_ids_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
