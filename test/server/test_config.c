/* server/config: settings and their texts. */
#include "server/config.h"

#include "check.h"

#include <string.h>

struct setting {
    enum server_config_setting setting;
    const char *text;
};

static enum base_err set(struct server_config *config, struct setting setting)
{
    return server_config_set(config, setting.setting, setting.text);
}

static void test_config_has_defaults(void **state)
{
    (void)state;
    const struct server_config config = server_config_default();
    assert_string_equal(config.host, "127.0.0.1");
    assert_int_equal(config.port, 8000);
    assert_true(config.threads >= 1 && config.threads <= 256);
    assert_null(config.web_root);
    assert_null(config.unix_path);
    assert_string_equal(config.frontend.access_log, "-");
}

static void test_config_reads_every_form_of_address(void **state)
{
    (void)state;
    static const struct {
        struct setting settings[2];
        const char *host;
        unsigned port;
    } cases[] = {
        {{{SERVER_CONFIG_LISTEN, "0.0.0.0:9000"}}, "0.0.0.0", 9000},
        {{{SERVER_CONFIG_LISTEN, ":9000"}}, "127.0.0.1", 9000},
        {{{SERVER_CONFIG_LISTEN, "localhost"}}, "localhost", 8000},
        {{{SERVER_CONFIG_LISTEN, "[::1]:9000"}}, "[::1]", 9000},
        {{{SERVER_CONFIG_LISTEN, "[::]"}}, "[::]", 8000},
        {{{SERVER_CONFIG_HOST, "0.0.0.0"}}, "0.0.0.0", 8000},
        {{{SERVER_CONFIG_PORT, "0"}}, "127.0.0.1", 0},
        {{{SERVER_CONFIG_PORT, "65535"}}, "127.0.0.1", 65535},
        {{{SERVER_CONFIG_PORT, "1"}, {SERVER_CONFIG_PORT, "2"}}, "127.0.0.1", 2},
        {{{SERVER_CONFIG_LISTEN, "a:1"}, {SERVER_CONFIG_PORT, "2"}}, "a", 2},
        {{{SERVER_CONFIG_PORT, "2"}, {SERVER_CONFIG_LISTEN, "a:1"}}, "a", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server_config config = server_config_default();
        for (int k = 0; k < 2 && cases[i].settings[k].text != NULL; k++)
            assert_int_equal(set(&config, cases[i].settings[k]), BASE_ERR_OK);
        assert_string_equal(config.host, cases[i].host);
        assert_int_equal(config.port, cases[i].port);
    }
}

static void test_config_reads_the_path_of_a_unix_socket(void **state)
{
    (void)state;
    struct server_config config = server_config_default();
    assert_int_equal(server_config_set(&config, SERVER_CONFIG_LISTEN, "unix:/run/x.sock"),
                     BASE_ERR_OK);
    assert_string_equal(config.unix_path, "/run/x.sock");
    assert_int_equal(server_config_set(&config, SERVER_CONFIG_LISTEN, ":1"), BASE_ERR_OK);
    assert_null(config.unix_path);
    assert_int_equal(server_config_set(&config, SERVER_CONFIG_LISTEN, "unix:"), BASE_ERR_FORMAT);
}

static void test_config_refuses_other_texts_and_stays_as_it_was(void **state)
{
    (void)state;
    static const struct setting cases[] = {
        {SERVER_CONFIG_PORT, "65536"},
        {SERVER_CONFIG_PORT, "-1"},
        {SERVER_CONFIG_PORT, ""},
        {SERVER_CONFIG_PORT, "80a"},
        {SERVER_CONFIG_LISTEN, "::1"},
        {SERVER_CONFIG_LISTEN, "a:b"},
        {SERVER_CONFIG_LISTEN, "b:"},
        {SERVER_CONFIG_LISTEN, ""},
        {SERVER_CONFIG_HOST, ""},
        {SERVER_CONFIG_THREADS, "0"},
        {SERVER_CONFIG_THREADS, "257"},
        {SERVER_CONFIG_ACCESS_LOG, ""},
        {SERVER_CONFIG_RATE, "fast"},
        {SERVER_CONFIG_TRUSTED_PROXIES, "10.0.0.0/33"},
        {SERVER_CONFIG_BASE_PATH, ""},
        {SERVER_CONFIG_BASE_PATH, "sky"},
        {SERVER_CONFIG_BASE_PATH, "/sky/"},
        {SERVER_CONFIG_BASE_PATH, "/a//b"},
        {SERVER_CONFIG_BASE_PATH, "/../etc"},
        {SERVER_CONFIG_MAX_STREAMS, "1000001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server_config config = server_config_default();
        config.port = 42;
        struct server_config before = config;
        assert_int_equal(set(&config, cases[i]), BASE_ERR_FORMAT);
        assert_memory_equal(&config, &before, sizeof config);
        assert_true(strlen(server_config_expected(cases[i].setting)) > 0);
    }
}

static void test_config_reads_a_host_name_up_to_its_limit(void **state)
{
    (void)state;
    char longest[SERVER_CONFIG_HOST_MAX + 2];
    struct server_config config = server_config_default();
    memset(longest, 'a', sizeof longest);
    longest[SERVER_CONFIG_HOST_MAX + 1] = '\0';
    assert_int_equal(server_config_set(&config, SERVER_CONFIG_LISTEN, longest), BASE_ERR_FORMAT);
    longest[SERVER_CONFIG_HOST_MAX] = '\0';
    assert_int_equal(server_config_set(&config, SERVER_CONFIG_LISTEN, longest), BASE_ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_config_has_defaults),
        cmocka_unit_test(test_config_reads_every_form_of_address),
        cmocka_unit_test(test_config_reads_the_path_of_a_unix_socket),
        cmocka_unit_test(test_config_refuses_other_texts_and_stays_as_it_was),
        cmocka_unit_test(test_config_reads_a_host_name_up_to_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
