/* Settings of the server: a struct with defaults, and a reader for the text of each. */
#ifndef SERVER_CONFIG_H
#define SERVER_CONFIG_H

#include "base/err.h"
#include "base/text.h"
#include "server/frontend.h"
#include "server/middleware/proxies.h"
#include "server/middleware/rate_limit.h"

#include <stdbool.h>

#define SERVER_CONFIG_HOST_MAX      255
#define SERVER_CONFIG_BASE_PATH_MAX 200

#define SERVER_CONFIG_LISTEN_EXPECTED                                                              \
    "host:port, such as 127.0.0.1:8000 or [::1]:8000, or unix:/path"
#define SERVER_CONFIG_HOST_EXPECTED       "an address or a host name"
#define SERVER_CONFIG_PORT_EXPECTED       "a port, 0..65535"
#define SERVER_CONFIG_THREADS_EXPECTED    "a number of threads, 1..256"
#define SERVER_CONFIG_ACCESS_LOG_EXPECTED "a file, - for the standard output, or off"
#define SERVER_CONFIG_BASE_PATH_EXPECTED                                                           \
    "a path such as /sky: letters, digits and -._~ between slashes"
#define SERVER_CONFIG_MAX_STREAMS_EXPECTED "a whole number, 0..1000000"

/* enumerator, what is expected of its text */
#define SERVER_CONFIG_SETTINGS(X)                                                                  \
    X(LISTEN, SERVER_CONFIG_LISTEN_EXPECTED)                                                       \
    X(HOST, SERVER_CONFIG_HOST_EXPECTED)                                                           \
    X(PORT, SERVER_CONFIG_PORT_EXPECTED)                                                           \
    X(THREADS, SERVER_CONFIG_THREADS_EXPECTED)                                                     \
    X(WEB_ROOT, "a folder")                                                                        \
    X(ACCESS_LOG, SERVER_CONFIG_ACCESS_LOG_EXPECTED)                                               \
    X(RATE, SERVER_RATE_LIMIT_EXPECTED)                                                            \
    X(TRUSTED_PROXIES, SERVER_PROXIES_EXPECTED)                                                    \
    X(BASE_PATH, SERVER_CONFIG_BASE_PATH_EXPECTED)                                                 \
    X(MAX_STREAMS, SERVER_CONFIG_MAX_STREAMS_EXPECTED)

#define SERVER_CONFIG_ENUM(id, expected) SERVER_CONFIG_##id,
enum server_config_setting { SERVER_CONFIG_SETTINGS(SERVER_CONFIG_ENUM) SERVER_CONFIG_COUNT };
#undef SERVER_CONFIG_ENUM

struct server_config {
    char host[SERVER_CONFIG_HOST_MAX + 1];
    unsigned port;         /* 0: any free one */
    const char *unix_path; /* listen there instead of host and port, or NULL */
    unsigned threads;
    unsigned streams_max;                   /* event streams at once */
    const char *web_root;                   /* or NULL: the embedded page */
    struct server_frontend_config frontend; /* default: the log on standard output, nothing else */
};

/* 127.0.0.1:8000 and one thread a processor. */
struct server_config server_config_default(void);

/* Sets one setting from its text; a later one replaces an earlier one.
 *
 * Given  text  borrowed for the life of *config
 * Fails  FORMAT when it is not what server_config_expected says; *config as before
 */
BASE_ERR_CHECKED
enum base_err server_config_set(struct server_config *config, enum server_config_setting setting,
                                const char *text);

/* What is expected of a setting's text, in words. */
const char *server_config_expected(enum server_config_setting setting);

#endif
