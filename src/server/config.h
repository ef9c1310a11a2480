/* Settings of the server: flags over environment over defaults, read once into one struct. */
#ifndef SERVER_CONFIG_H
#define SERVER_CONFIG_H

#include "base/err.h"
#include "base/text.h"
#include "server/middleware/pipeline.h"

#include <stdbool.h>

#define SERVER_CONFIG_HOST_MAX      255
#define SERVER_CONFIG_BASE_PATH_MAX 200

struct server_config {
    char host[SERVER_CONFIG_HOST_MAX + 1];
    unsigned port;         /* 0: any free one */
    const char *unix_path; /* listen there instead of host and port, or NULL */
    unsigned threads;
    unsigned streams_max;     /* event streams at once */
    const char *web_root;     /* or NULL: the embedded page */
    const char *leap_seconds; /* a file, or NULL: the embedded list */
    const char *data_dir;     /* or NULL: see data/dir */
    const char *ephemeris;    /* a kernel, or NULL: the embedded one; PLANETTRACKER_EPHEMERIS */
    struct server_pipeline_wishes
        front; /* log on standard output, no limit, no proxies unless told */
};

/* What went wrong with a setting; texts are borrowed from the arguments or constant. */
struct server_config_fault {
    const char *name; /* "--port", "PORT" */
    const char *got;  /* NULL: nothing follows the flag */
    const char *expected;
    bool is_unknown;          /* name is no option at all */
    const char *did_you_mean; /* the nearest option, or NULL */
};

/* Reads the settings of `serve`.
 *
 * Given  argv  the words after "serve", count of them
 *        env   looks up an environment variable, NULL when it is not set: getenv outside of tests
 * Gives  *config; 127.0.0.1:8000 and one thread a processor unless told otherwise
 * Fails  FORMAT with *fault; END when --help or -h was among the words
 */
BASE_ERR_CHECKED
enum base_err server_config_parse(int count, char *const *argv, char *(*env)(const char *name),
                                  struct server_config *config, struct server_config_fault *fault);

#endif
