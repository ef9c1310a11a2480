/* Reads the texts of settings. */
#include "server/config.h"

#include "base/num.h"
#include "net/server.h"
#include "server/handle_stream.h"

#include <assert.h>
#include <string.h>

struct server_config server_config_default(void)
{
    return (struct server_config){.host = "127.0.0.1",
                                  .port = 8000,
                                  .threads = net_server_processors(),
                                  .streams_max = SERVER_HANDLE_STREAM_OPEN_MAX,
                                  .frontend = {.access_log = "-"}};
}

const char *server_config_expected(enum server_config_setting setting)
{
#define EXPECTED(id, expected) expected,
    static const char *const texts[] = {SERVER_CONFIG_SETTINGS(EXPECTED)};
#undef EXPECTED
    assert(setting < SERVER_CONFIG_COUNT);
    return texts[setting];
}

static enum base_err set_whole(const char *text, unsigned least, unsigned most, unsigned *value)
{
    assert(least <= most);
    unsigned parsed;
    struct base_fault fault;
    if (base_num_parse_whole(base_text_of(text), most, &parsed, &fault) != BASE_ERR_OK ||
        parsed < least)
        return BASE_ERR_FORMAT;
    *value = parsed;
    return BASE_ERR_OK;
}

static enum base_err set_host(struct base_text text, struct server_config *config)
{
    if (text.length == 0 || text.length > SERVER_CONFIG_HOST_MAX) return BASE_ERR_FORMAT;
    assert(text.length < sizeof config->host);
    memcpy(config->host, text.at, text.length);
    config->host[text.length] = '\0';
    return BASE_ERR_OK;
}

/* "host:port", "[::1]:port", ":port" or "host". */
static enum base_err set_address(const char *text, struct server_config *config)
{
    const char *bracket = strrchr(text, ']'), *colon = strrchr(text, ':');
    if (bracket == NULL && colon != NULL && strchr(text, ':') != colon) return BASE_ERR_FORMAT;
    const bool has_port = colon != NULL && (bracket == NULL || colon > bracket);
    const struct base_text host = {text, has_port ? (size_t)(colon - text) : strlen(text)};
    if (has_port && set_whole(colon + 1, 0, 65535, &config->port) != BASE_ERR_OK)
        return BASE_ERR_FORMAT;
    if (host.length == 0) return has_port ? BASE_ERR_OK : BASE_ERR_FORMAT;
    return set_host(host, config);
}

/* An address, or "unix:path". */
static enum base_err set_listen(const char *text, struct server_config *config)
{
    config->unix_path = strncmp(text, "unix:", 5) == 0 ? text + 5 : NULL;
    if (config->unix_path == NULL) return set_address(text, config);
    return *config->unix_path != '\0' ? BASE_ERR_OK : BASE_ERR_FORMAT;
}

/* "/sky", "/a/b"; "/" means no base path. */
static enum base_err set_base_path(const char *text, struct server_config *config)
{
    static const char ALLOWED[] = "0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ/-._~";
    const size_t length = strlen(text);
    if (text[0] != '/') return BASE_ERR_FORMAT; /* such as no text at all */
    bool has_parts = length == 1 || (text[length - 1] != '/' && strstr(text, "//") == NULL);
    if (length > SERVER_CONFIG_BASE_PATH_MAX || !has_parts || strstr(text, "/.") != NULL ||
        strspn(text, ALLOWED) != length)
        return BASE_ERR_FORMAT;
    config->frontend.base_path = length > 1 ? text : NULL;
    return BASE_ERR_OK;
}

static enum base_err set(struct server_config *config, enum server_config_setting setting,
                         const char *text)
{
    switch (setting) {
    case SERVER_CONFIG_LISTEN:
        return set_listen(text, config);
    case SERVER_CONFIG_HOST:
        return set_host(base_text_of(text), config);
    case SERVER_CONFIG_PORT:
        return set_whole(text, 0, 65535, &config->port);
    case SERVER_CONFIG_THREADS:
        return set_whole(text, 1, NET_SERVER_THREADS_MAX, &config->threads);
    case SERVER_CONFIG_WEB_ROOT:
        config->web_root = text;
        return BASE_ERR_OK;
    case SERVER_CONFIG_ACCESS_LOG:
        config->frontend.access_log = text;
        return *text != '\0' ? BASE_ERR_OK : BASE_ERR_FORMAT;
    case SERVER_CONFIG_RATE:
        return server_rate_limit_parse(base_text_of(text), &config->frontend.rate);
    case SERVER_CONFIG_TRUSTED_PROXIES:
        return server_proxies_parse(base_text_of(text), &config->frontend.proxies);
    case SERVER_CONFIG_BASE_PATH:
        return set_base_path(text, config);
    case SERVER_CONFIG_MAX_STREAMS:
        return set_whole(text, 0, 1000000, &config->streams_max);
    case SERVER_CONFIG_COUNT:
        break;
    }
    assert(false && "a setting");
    return BASE_ERR_FORMAT;
}

enum base_err server_config_set(struct server_config *config, enum server_config_setting setting,
                                const char *text)
{
    assert((unsigned)setting < SERVER_CONFIG_COUNT && text != NULL);
    struct server_config changed = *config;
    if (set(&changed, setting, text) != BASE_ERR_OK) return BASE_ERR_FORMAT;
    *config = changed;
    return BASE_ERR_OK;
}
