/* server/config: flags over environment over defaults. */
#include "server/config.h"

#include "check.h"

#include <string.h>

static char *env_host, *env_port;

static char *environment(const char *name)
{
    if (strcmp(name, "HOST") == 0) return env_host;
    if (strcmp(name, "PORT") == 0) return env_port;
    return NULL;
}

/* Parses words with blanks between. */
static enum base_err parse(const char *words, struct server_config *config,
                           struct server_config_fault *fault)
{
    static char copy[1024];
    char *argv[16];
    int count = 0;
    strcpy(copy, words);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        argv[count++] = word;
    return server_config_parse(count, argv, environment, config, fault);
}

static int forget_environment(void **state)
{
    (void)state;
    env_host = env_port = NULL;
    return 0;
}

static void test_config_has_defaults(void **state)
{
    (void)state;
    struct server_config config;
    struct server_config_fault fault;
    assert_int_equal(parse("", &config, &fault), BASE_ERR_OK);
    assert_string_equal(config.host, "127.0.0.1");
    assert_int_equal(config.port, 8000);
    assert_true(config.threads >= 1 && config.threads <= 256);
    assert_null(config.web_root);
    assert_null(config.leap_seconds);
}

static void test_config_reads_every_form_of_address(void **state)
{
    (void)state;
    static const struct {
        const char *words, *host;
        unsigned port;
    } cases[] = {
        {"--listen 0.0.0.0:9000", "0.0.0.0", 9000},
        {"--listen=0.0.0.0:9000", "0.0.0.0", 9000},
        {"--listen :9000", "127.0.0.1", 9000},
        {"--listen localhost", "localhost", 8000},
        {"--listen [::1]:9000", "[::1]", 9000},
        {"--listen [::]", "[::]", 8000},
        {"--port 0", "127.0.0.1", 0},
        {"--port=65535", "127.0.0.1", 65535},
        {"--port 1 --port 2", "127.0.0.1", 2},
        {"--listen a:1 --port 2", "a", 2},
        {"--port 2 --listen a:1", "a", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server_config config;
        struct server_config_fault fault;
        assert_int_equal(parse(cases[i].words, &config, &fault), BASE_ERR_OK);
        assert_string_equal(config.host, cases[i].host);
        assert_int_equal(config.port, cases[i].port);
    }
}

static void test_config_reads_the_path_of_a_unix_socket(void **state)
{
    (void)state;
    struct server_config config;
    struct server_config_fault fault;
    assert_int_equal(parse("--listen unix:/run/x.sock", &config, &fault), BASE_ERR_OK);
    assert_string_equal(config.unix_path, "/run/x.sock");
    assert_int_equal(parse("--listen unix:/x --listen :1", &config, &fault), BASE_ERR_OK);
    assert_null(config.unix_path);
    assert_int_equal(parse("--listen unix:", &config, &fault), BASE_ERR_FORMAT);
}

static void test_config_flags_win_over_the_environment(void **state)
{
    (void)state;
    struct server_config config;
    struct server_config_fault fault;
    char host[] = "0.0.0.0", port[] = "5000", empty[] = "", bad[] = "80a";
    env_host = host, env_port = port;
    assert_int_equal(parse("", &config, &fault), BASE_ERR_OK);
    assert_string_equal(config.host, "0.0.0.0");
    assert_int_equal(config.port, 5000);
    assert_int_equal(parse("--port 6000", &config, &fault), BASE_ERR_OK);
    assert_string_equal(config.host, "0.0.0.0");
    assert_int_equal(config.port, 6000);
    env_host = empty, env_port = empty; /* set to nothing is not set */
    assert_int_equal(parse("", &config, &fault), BASE_ERR_OK);
    assert_string_equal(config.host, "127.0.0.1");
    assert_int_equal(config.port, 8000);
    env_port = bad;
    assert_int_equal(parse("", &config, &fault), BASE_ERR_FORMAT);
    assert_string_equal(fault.name, "PORT");
    assert_string_equal(fault.got, "80a");
}

static void test_config_refuses_and_names_what_was_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *words, *name, *got;
    } cases[] = {
        {"--port", "--port", NULL},
        {"--port 65536", "--port", "65536"},
        {"--port -1", "--port", "-1"},
        {"--port=", "--port", ""},
        {"--listen", "--listen", NULL},
        {"--listen ::1", "--listen", "::1"},
        {"--listen a:b", "--listen", "a:b"},
        {"--listen a:", "--listen", "a:"},
        {"--threads 0", "--threads", "0"},
        {"--threads 257", "--threads", "257"},
        {"--web-root", "--web-root", NULL},
        {"--leap-seconds", "--leap-seconds", NULL},
        {"--prot 1", "--prot", NULL},
        {"--prot=1", "--prot=1", NULL},
        {"8000", "8000", NULL},
        {"--a-name-that-is-longer-than-any-of-ours=1", "--a-name-that-is-longer-than-any-of-ours=1",
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server_config config = {.port = 42};
        struct server_config_fault fault = {0};
        assert_int_equal(parse(cases[i].words, &config, &fault), BASE_ERR_FORMAT);
        assert_int_equal(config.port, 42); /* outs stay untouched */
        assert_string_equal(fault.name, cases[i].name);
        assert_non_null(fault.expected);
        if (cases[i].got == NULL)
            assert_null(fault.got);
        else
            assert_string_equal(fault.got, cases[i].got);
    }
    char longest[400];
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "--listen ", 9);
    longest[9 + SERVER_CONFIG_HOST_MAX + 1] = '\0';
    struct server_config config;
    struct server_config_fault fault;
    assert_int_equal(parse(longest, &config, &fault), BASE_ERR_FORMAT);
    longest[9 + SERVER_CONFIG_HOST_MAX] = '\0';
    assert_int_equal(parse(longest, &config, &fault), BASE_ERR_OK);
}

static void test_config_help_ends_the_reading(void **state)
{
    (void)state;
    struct server_config config;
    struct server_config_fault fault;
    assert_int_equal(parse("--help", &config, &fault), BASE_ERR_END);
    assert_int_equal(parse("--port 1 -h --bogus", &config, &fault), BASE_ERR_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_config_has_defaults, forget_environment),
        cmocka_unit_test_setup(test_config_reads_every_form_of_address, forget_environment),
        cmocka_unit_test_setup(test_config_reads_the_path_of_a_unix_socket, forget_environment),
        cmocka_unit_test_setup(test_config_flags_win_over_the_environment, forget_environment),
        cmocka_unit_test_setup(test_config_refuses_and_names_what_was_wrong, forget_environment),
        cmocka_unit_test_setup(test_config_help_ends_the_reading, forget_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
