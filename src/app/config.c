/* Settings of the server. PORT and HOST in the environment are what platforms that run a Procfile
 * set. */
#include "app/config.h"

#include "base/num.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define THREADS_MAX 256u

static enum base_err reject(struct app_config_fault *fault, const char *name, const char *got,
                            const char *expected)
{
    *fault = (struct app_config_fault){name, got, expected};
    return BASE_ERR_FORMAT;
}

static enum base_err set_whole(const char *name, const char *text, unsigned least, unsigned most,
                               unsigned *value, const char *expected,
                               struct app_config_fault *fault)
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

static enum base_err set_port(const char *name, const char *text, struct app_config *config,
                              struct app_config_fault *fault)
{
    return set_whole(name, text, 0, 65535, &config->port, "a port, 0..65535", fault);
}

static enum base_err set_host(const char *name, const char *text, size_t length,
                              struct app_config *config, struct app_config_fault *fault)
{
    if (length == 0 || length > APP_CONFIG_HOST_MAX)
        return reject(fault, name, text, "an address or a host name");
    memcpy(config->host, text, length);
    config->host[length] = '\0';
    return BASE_ERR_OK;
}

/* "host:port", "[::1]:port", ":port" or "host". */
static enum base_err set_listen(const char *name, const char *text, struct app_config *config,
                                struct app_config_fault *fault)
{
    const char *expected = "host:port, such as 127.0.0.1:8000 or [::1]:8000";
    if (text == NULL) return reject(fault, name, text, expected);
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

static enum base_err read_environment(char *(*env)(const char *), struct app_config *config,
                                      struct app_config_fault *fault)
{
    const char *host = env("HOST"), *port = env("PORT");
    enum base_err err = BASE_ERR_OK;
    if (host != NULL && *host != '\0') err = set_host("HOST", host, strlen(host), config, fault);
    if (err == BASE_ERR_OK && port != NULL && *port != '\0')
        err = set_port("PORT", port, config, fault);
    return err;
}

static enum base_err set_option(const char *name, const char *text, struct app_config *config,
                                struct app_config_fault *fault)
{
    if (strcmp(name, "--listen") == 0) return set_listen(name, text, config, fault);
    if (strcmp(name, "--port") == 0) return set_port(name, text, config, fault);
    if (strcmp(name, "--threads") == 0)
        return set_whole(name, text, 1, THREADS_MAX, &config->threads,
                         "a number of threads, 1..256", fault);
    if (strcmp(name, "--web-root") == 0) {
        config->web_root = text;
        return text != NULL ? BASE_ERR_OK : reject(fault, name, text, "a folder");
    }
    if (strcmp(name, "--leap-seconds") == 0) {
        config->leap_seconds = text;
        return text != NULL ? BASE_ERR_OK : reject(fault, name, text, "a leap-seconds.list");
    }
    return reject(fault, name, NULL,
                  "one of --listen, --port, --threads, --web-root, --leap-seconds, --help");
}

enum base_err app_config_parse(int count, char *const *argv, char *(*env)(const char *name),
                               struct app_config *config, struct app_config_fault *fault)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    struct app_config read = {.host = "127.0.0.1", .port = 8000};
    read.threads = processors < 1                   ? 1
                   : processors > (long)THREADS_MAX ? THREADS_MAX
                                                    : (unsigned)processors;
    enum base_err err = read_environment(env, &read, fault);
    for (int i = 0; i < count && err == BASE_ERR_OK; i++) {
        char name[32];
        const char *equals = strchr(argv[i], '=');
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return BASE_ERR_END;
        if (equals != NULL && (size_t)(equals - argv[i]) < sizeof name && argv[i][0] == '-') {
            snprintf(name, sizeof name, "%.*s", (int)(equals - argv[i]), argv[i]);
            err = set_option(name, equals + 1, &read, fault);
            if (err != BASE_ERR_OK) fault->name = argv[i]; /* name is about to go */
        } else {
            const char *text = i + 1 < count ? argv[i + 1] : NULL;
            err = set_option(argv[i], text, &read, fault);
            i++;
        }
    }
    if (err == BASE_ERR_OK) *config = read;
    return err;
}
