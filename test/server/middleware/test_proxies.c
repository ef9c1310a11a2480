/* server/middleware/proxies: who the client is, whatever a client writes. Addresses are those of RFC 5737 and 3849. */
#include "server/middleware/proxies.h"

#include "check.h"

#include <string.h>

static struct server_proxies_address address(const char *text)
{
    struct server_proxies_address read = {.is_known = false};
    if (strcmp(text, "unix") != 0) assert_true(server_proxies_read(base_text_of(text), &read));
    return read;
}

/* The client's address as text, "" when it is not known. */
static const char *client(const char *trusted, const char *peer, const char *lines)
{
    static char out[SERVER_PROXIES_TEXT_MAX + 1], bytes[4096];
    struct server_proxies proxies = {.count = 0};
    if (*trusted != '\0')
        assert_int_equal(server_proxies_parse(base_text_of(trusted), &proxies), BASE_ERR_OK);
    struct net_http_limits limits = net_http_limits_default();
    struct net_http_parser parser;
    net_http_parser_init(&parser, &limits);
    int length = snprintf(bytes, sizeof bytes, "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n", lines);
    struct net_http_bytes input = {bytes, (size_t)length};
    assert_int_equal(net_http_parse(&parser, &input), BASE_ERR_OK);
    struct server_proxies_address from = address(peer);
    struct server_proxies_address found = server_proxies_client(&proxies, &from, &parser.request);
    out[server_proxies_write(&found, out)] = '\0';
    return out;
}

#define XFF(list) "X-Forwarded-For: " list "\r\n"
#define FWD(list) "Forwarded: " list "\r\n"
#define OURS      "10.0.0.0/8,2001:db8::/32"

static void test_proxies_find_the_client_behind_trusted_ones(void **state)
{
    (void)state;
    static const struct {
        const char *trusted, *peer, *lines, *client;
    } cases[] = {
        {"", "192.0.2.1", "", "192.0.2.1"},
        {OURS, "10.0.0.1", "", "10.0.0.1"},
        {OURS, "10.0.0.1", XFF("192.0.2.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("192.0.2.1, 10.1.1.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("192.0.2.1") XFF("10.1.1.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("192.0.2.1:4711"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("[2001:db9::7]:4711"), "2001:db9::7"},
        {OURS, "2001:db8::1", XFF("2001:db9::7"), "2001:db9::7"},
        {OURS, "10.0.0.1", XFF("10.2.2.2, 10.1.1.1"), "10.2.2.2"},
        {OURS, "::ffff:10.0.0.1", XFF("192.0.2.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", FWD("for=192.0.2.1;proto=https;by=10.0.0.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", FWD("For=\"[2001:db9::7]:4711\""), "2001:db9::7"},
        {OURS, "10.0.0.1", FWD("for=192.0.2.1, for=10.1.1.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", FWD("host=\"a,b;for=198.51.100.9\";for=192.0.2.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", FWD("for=192.0.2.1") XFF("192.0.2.1"), "192.0.2.1"},
        {"unix", "unix", XFF("192.0.2.1"), "192.0.2.1"},
        {"unix, 10.0.0.0/8", "unix", XFF("192.0.2.1, 10.1.1.1"), "192.0.2.1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(client(cases[i].trusted, cases[i].peer, cases[i].lines),
                            cases[i].client);
}

static void test_proxies_never_trust_what_a_client_wrote(void **state)
{
    (void)state;
    static const struct {
        const char *trusted, *peer, *lines, *client;
    } cases[] = {
        {"", "192.0.2.1", XFF("198.51.100.9"), "192.0.2.1"},
        {OURS, "192.0.2.1", XFF("198.51.100.9"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("198.51.100.9, 192.0.2.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("10.9.9.9, 192.0.2.1"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("198.51.100.9, unknown"), "10.0.0.1"},
        {OURS, "10.0.0.1", XFF("198.51.100.9, _hidden, 10.1.1.1"), "10.1.1.1"},
        {OURS, "10.0.0.1", XFF("192.0.2.1,"), "192.0.2.1"},
        {OURS, "10.0.0.1", XFF("198.51.100.9, ,10.1.1.1"), "10.1.1.1"},
        {OURS, "10.0.0.1", FWD("for=198.51.100.9") XFF("192.0.2.1"), "10.0.0.1"},
        {OURS, "10.0.0.1", FWD("for=\"10.1.1.1, for=198.51.100.9"), "10.0.0.1"},
        {OURS, "10.0.0.1", FWD("for=\"192.0.2.1\\\"\""), "10.0.0.1"},
        {OURS, "unix", XFF("198.51.100.9"), ""},
        {"10.0.0.0/9", "10.128.0.1", XFF("198.51.100.9"), "10.128.0.1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(client(cases[i].trusted, cases[i].peer, cases[i].lines),
                            cases[i].client);
}

static void test_proxies_read_only_the_end_of_a_long_chain(void **state)
{
    (void)state;
    char lines[3000] = "X-Forwarded-For: 192.0.2.1";
    for (int i = 0; i < 200; i++) strcat(lines, ",10.1.1.1");
    strcat(lines, "\r\n");
    assert_string_equal(client(OURS, "10.0.0.1", lines), "10.1.1.1");
}

static void test_proxies_refuse_texts_that_are_not_networks(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",  "10.0.0.0/33", "10.0.0/8",  "::/129",       "10.0.0.1/",
        "a", "10.0.0.1,",   "[::1]/128", "10.0.0.0/8/8", "10.0.0.0/-1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct server_proxies proxies = {.count = 7};
        if (server_proxies_parse(base_text_of(bad[i]), &proxies) != BASE_ERR_FORMAT)
            fail_msg("\"%s\" was taken", bad[i]);
        assert_int_equal(proxies.count, 7);
    }
    char many[65 * 9 + 1] = "";
    for (int i = 0; i < 65; i++) strcat(many, "10.0.0.1,");
    many[strlen(many) - 1] = '\0';
    struct server_proxies proxies;
    assert_int_equal(server_proxies_parse(base_text_of(many), &proxies), BASE_ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proxies_find_the_client_behind_trusted_ones),
        cmocka_unit_test(test_proxies_never_trust_what_a_client_wrote),
        cmocka_unit_test(test_proxies_read_only_the_end_of_a_long_chain),
        cmocka_unit_test(test_proxies_refuse_texts_that_are_not_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
