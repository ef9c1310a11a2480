/* Settings of the server. PORT and HOST in the environment are what platforms that run a Procfile
 * set. */
#include "server/config.h"

#include "almanac/problem.h"
#include "base/num.h"
#include "base/spelling.h"
#include "data/dataset.h"
#include "net/server.h"
#include "server/handle_stream.h"

#include <string.h>

#define LISTEN_EXPECTED    "host:port, such as 127.0.0.1:8000 or [::1]:8000, or unix:/path"
#define PORT_EXPECTED      "a port, 0..65535"
#define BASE_PATH_EXPECTED "a path such as /sky: letters, digits and -._~ between slashes"

static enum base_err reject(struct server_config_fault *fault, const char *name, const char *got,
                            const char *expected)
{
    *fault = (struct server_config_fault){.name = name, .got = got, .expected = expected};
    return BASE_ERR_FORMAT;
}

static enum base_err set_whole(const char *name, const char *text, unsigned least, unsigned most,
                               unsigned *value, const char *expected,
                               struct server_config_fault *fault)
{
    unsigned parsed;
    struct base_fault where;
    if (text == NULL ||
        base_num_parse_whole(base_text_of(text), most, &parsed, &where) != BASE_ERR_OK ||
        parsed < least)
        return reject(fault, name, text, expected);
    *value = parsed;
    return BASE_ERR_OK;
}

static enum base_err set_port(const char *name, const char *text, struct server_config *config,
                              struct server_config_fault *fault)
{
    return set_whole(name, text, 0, 65535, &config->port, PORT_EXPECTED, fault);
}

static enum base_err set_host(const char *name, const char *text, size_t length,
                              struct server_config *config, struct server_config_fault *fault)
{
    if (length == 0 || length > SERVER_CONFIG_HOST_MAX)
        return reject(fault, name, text, "an address or a host name");
    memcpy(config->host, text, length);
    config->host[length] = '\0';
    return BASE_ERR_OK;
}

/* "host:port", "[::1]:port", ":port", "host" or "unix:path". */
static enum base_err set_listen(const char *name, const char *text, struct server_config *config,
                                struct server_config_fault *fault)
{
    const char *expected = LISTEN_EXPECTED;
    config->unix_path = strncmp(text, "unix:", 5) == 0 ? text + 5 : NULL;
    if (config->unix_path != NULL)
        return *config->unix_path != '\0' ? BASE_ERR_OK : reject(fault, name, text, expected);
    const char *bracket = strrchr(text, ']'), *colon = strrchr(text, ':');
    if (bracket == NULL && colon != NULL && strchr(text, ':') != colon)
        return reject(fault, name, text, expected);
    bool has_port = colon != NULL && (bracket == NULL || colon > bracket);
    size_t host_length = has_port ? (size_t)(colon - text) : strlen(text);
    if (has_port && set_port(name, colon + 1, config, fault) != BASE_ERR_OK)
        return reject(fault, name, text, expected);
    if (host_length == 0) return has_port ? BASE_ERR_OK : reject(fault, name, text, expected);
    return set_host(name, text, host_length, config, fault);
}

static enum base_err read_environment(char *(*env)(const char *), struct server_config *config,
                                      struct server_config_fault *fault)
{
    const char *host = env("HOST"), *port = env("PORT");
    const char *ephemeris = env(DATA_DATASET_EPHEMERIS_ENV);
    if (ephemeris != NULL && *ephemeris != '\0') config->ephemeris = ephemeris;
    enum base_err err = BASE_ERR_OK;
    if (host != NULL && *host != '\0') err = set_host("HOST", host, strlen(host), config, fault);
    if (err == BASE_ERR_OK && port != NULL && *port != '\0')
        err = set_port("PORT", port, config, fault);
    return err;
}

/* A row for each option, in the order of the help. */
enum option {
    LISTEN,
    PORT,
    THREADS,
    WEB_ROOT,
    LEAP_SECONDS,
    EPHEMERIS,
    DATA_DIR,
    ACCESS_LOG,
    RATE,
    TRUSTED_PROXIES,
    BASE_PATH,
    MAX_STREAMS,
    OPTION_COUNT
};

static const struct {
    const char *name, *expected;
} OPTIONS[OPTION_COUNT] = {
    {"--listen", LISTEN_EXPECTED},
    {"--port", PORT_EXPECTED},
    {"--threads", "a number of threads, 1..256"},
    {"--web-root", "a folder"},
    {"--leap-seconds", "a leap-seconds.list"},
    {"--ephemeris", "a JPL kernel (.bsp)"},
    {"--data-dir", "a folder, or none"},
    {"--access-log", "a file, - for the standard output, or off"},
    {"--rate", SERVER_RATE_LIMIT_EXPECTED},
    {"--trusted-proxies", SERVER_PROXIES_EXPECTED},
    {"--base-path", BASE_PATH_EXPECTED},
    {"--max-streams", "how many event streams at once, 0..1000000"},
};

/* "/sky", "/a/b"; "/" is none. */
static enum base_err set_base_path(const char *name, const char *text, struct server_config *config,
                                   struct server_config_fault *fault)
{
    size_t length = strlen(text);
    bool is_good = text[0] == '/' && length <= SERVER_CONFIG_BASE_PATH_MAX &&
                   (length == 1 || text[length - 1] != '/') && strstr(text, "//") == NULL &&
                   strstr(text, "/.") == NULL;
    for (size_t i = 0; i < length && is_good; i++) {
        char c = text[i];
        is_good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  strchr("/-._~", c) != NULL;
    }
    if (!is_good) return reject(fault, name, text, BASE_PATH_EXPECTED);
    config->front.base_path = length > 1 ? text : NULL;
    return BASE_ERR_OK;
}

static enum base_err set_front(enum option option, const char *text, struct server_config *config,
                               struct server_config_fault *fault)
{
    const char *name = OPTIONS[option].name, *expected = OPTIONS[option].expected;
    struct server_pipeline_wishes *front = &config->front;
    switch (option) {
    case ACCESS_LOG:
        front->access_log = text;
        return *text != '\0' ? BASE_ERR_OK : reject(fault, name, text, expected);
    case RATE:
        if (server_rate_limit_parse(base_text_of(text), &front->rate) == BASE_ERR_OK)
            return BASE_ERR_OK;
        return reject(fault, name, text, expected);
    case TRUSTED_PROXIES:
        if (server_proxies_parse(base_text_of(text), &front->proxies) == BASE_ERR_OK)
            return BASE_ERR_OK;
        return reject(fault, name, text, expected);
    default:
        return set_base_path(name, text, config, fault);
    }
}

static enum base_err set_option(enum option option, const char *text, struct server_config *config,
                                struct server_config_fault *fault)
{
    const char *name = OPTIONS[option].name;
    if (text == NULL) return reject(fault, name, NULL, OPTIONS[option].expected);
    switch (option) {
    case LISTEN:
        return set_listen(name, text, config, fault);
    case PORT:
        return set_port(name, text, config, fault);
    case THREADS:
        return set_whole(name, text, 1, NET_SERVER_THREADS_MAX, &config->threads,
                         OPTIONS[option].expected, fault);
    case WEB_ROOT:
        config->web_root = text;
        break;
    case LEAP_SECONDS:
        config->leap_seconds = text;
        break;
    case EPHEMERIS:
        config->ephemeris = text;
        break;
    case DATA_DIR:
        if (*text == '\0') return reject(fault, name, text, OPTIONS[option].expected);
        config->data_dir = text;
        break;
    case ACCESS_LOG:
    case RATE:
    case TRUSTED_PROXIES:
    case BASE_PATH:
        return set_front(option, text, config, fault);
    case MAX_STREAMS:
        return set_whole(name, text, 0, 1000000, &config->streams_max, OPTIONS[option].expected,
                         fault);
    case OPTION_COUNT:
        break;
    }
    return BASE_ERR_OK;
}

static enum base_err reject_unknown(const char *word, struct base_text name,
                                    struct server_config_fault *fault)
{
    struct base_text names[OPTION_COUNT];
    for (int i = 0; i < OPTION_COUNT; i++) names[i] = base_text_of(OPTIONS[i].name);
    *fault = (struct server_config_fault){
        .name = word,
        .expected = "one of --listen, --port, --threads, --web-root, --leap-seconds, --ephemeris, "
                    "--data-dir, --access-log, --rate, --trusted-proxies, --base-path, "
                    "--max-streams, --help",
        .is_unknown = true,
        .did_you_mean = base_spelling_nearest(name, names, OPTION_COUNT).at,
    };
    return BASE_ERR_FORMAT;
}

/* "--name value" or "--name=value"; *at moves to the last word used. */
static enum base_err read_option(int count, char *const *argv, int *at,
                                 struct server_config *config, struct server_config_fault *fault)
{
    const char *word = argv[*at], *equals = strchr(word, '=');
    struct base_text name = {word, equals != NULL ? (size_t)(equals - word) : strlen(word)};
    for (enum option option = 0; option < OPTION_COUNT; option++) {
        if (!base_text_equals(name, base_text_of(OPTIONS[option].name))) continue;
        if (equals != NULL) return set_option(option, equals + 1, config, fault);
        return set_option(option, ++*at < count ? argv[*at] : NULL, config, fault);
    }
    return reject_unknown(word, name, fault);
}

enum base_err server_config_parse(int count, char *const *argv, char *(*env)(const char *name),
                                  struct server_config *config, struct server_config_fault *fault)
{
    struct server_config read = {.host = "127.0.0.1",
                                 .port = 8000,
                                 .threads = net_server_processors(),
                                 .streams_max = SERVER_HANDLE_STREAM_OPEN_MAX,
                                 .front = {.access_log = "-"}};
    for (int i = 0; i < count; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return BASE_ERR_END;
    enum base_err err = read_environment(env, &read, fault);
    for (int i = 0; i < count && err == BASE_ERR_OK; i++)
        err = read_option(count, argv, &i, &read, fault);
    if (err == BASE_ERR_OK) *config = read;
    return err;
}
