/* planettracker serve: settings, data, server, until a signal. */
#include "base/err.h"
#include "cmd/commands.h"
#include "cmd/data_open.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "data/dataset_live.h"
#include "net/listen.h"
#include "net/server.h"
#include "net/systemd.h"
#include "server/config.h"
#include "server/frontend.h"
#include "server/middleware/access_log.h"
#include "server/middleware/pipeline.h"
#include "server/routes.h"
#include "server/worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- settings ---- */

static const struct {
    enum cmd_table_flag flag;
    enum server_config_setting setting;
} SETTINGS[] = {
    {CMD_TABLE_LISTEN, SERVER_CONFIG_LISTEN},
    {CMD_TABLE_PORT, SERVER_CONFIG_PORT},
    {CMD_TABLE_THREADS, SERVER_CONFIG_THREADS},
    {CMD_TABLE_WEB_ROOT, SERVER_CONFIG_WEB_ROOT},
    {CMD_TABLE_ACCESS_LOG, SERVER_CONFIG_ACCESS_LOG},
    {CMD_TABLE_RATE, SERVER_CONFIG_RATE},
    {CMD_TABLE_TRUSTED_PROXIES, SERVER_CONFIG_TRUSTED_PROXIES},
    {CMD_TABLE_BASE_PATH, SERVER_CONFIG_BASE_PATH},
    {CMD_TABLE_MAX_STREAMS, SERVER_CONFIG_MAX_STREAMS},
};

/* PORT and HOST in the environment are what platforms that run a Procfile set. -1 when all is
 * well. */
static int read_environment(const struct cmd_options *options, struct server_config *config)
{
    static const struct {
        enum cmd_table_flag flag;
        enum server_config_setting setting;
    } variables[] = {{CMD_TABLE_LISTEN, SERVER_CONFIG_HOST}, {CMD_TABLE_PORT, SERVER_CONFIG_PORT}};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        struct cmd_options_given given = {
            .option = cmd_table_option_of(options->table, options->command, variables[i].flag),
            .is_environment = true};
        assert(given.option != NULL && given.option->environment != NULL);
        given.value = getenv(given.option->environment);
        if (given.value == NULL || *given.value == '\0') continue;
        if (server_config_set(config, variables[i].setting, given.value) != BASE_ERR_OK)
            return cmd_options_invalid(options, &given,
                                       server_config_expected(variables[i].setting));
    }
    return -1;
}

/* Options win over the environment, and later ones over earlier ones. -1 when all is well. */
static int read_settings(const struct cmd_options *options, struct server_config *config)
{
    int code = read_environment(options, config);
    const char *data_dir = cmd_options_value(options, CMD_TABLE_DATA_DIR);
    if (code < 0 && data_dir != NULL && *data_dir == '\0')
        return cmd_options_invalid_flag(options, CMD_TABLE_DATA_DIR, "a folder, or none");
    for (int i = 0; i < options->given_count && code < 0; i++) {
        const struct cmd_options_given *given = &options->given[i];
        for (size_t k = 0; k < sizeof SETTINGS / sizeof *SETTINGS && code < 0; k++)
            if (SETTINGS[k].flag == given->option->flag &&
                server_config_set(config, SETTINGS[k].setting, given->value) != BASE_ERR_OK)
                code = cmd_options_invalid(options, given,
                                           server_config_expected(SETTINGS[k].setting));
    }
    return code;
}

/* ---- messages ---- */

static int print_refusal(const struct server_config *config, const struct net_listen_fault *fault)
{
    if (config->unix_path != NULL)
        fprintf(stderr, "planettracker serve: cannot listen on unix:%s: cannot %s: %s\n",
                config->unix_path, fault->step, fault->cause);
    else
        fprintf(stderr, "planettracker serve: cannot listen on %s, port %u: cannot %s: %s\n",
                config->host, config->port, fault->step, fault->cause);
    if (fault->system_errno == EADDRINUSE && config->unix_path == NULL)
        fputs("Another server is running there; --port 0 takes any port that is free.\n", stderr);
    return CMD_EXIT_NETWORK;
}

/* Where a browser on this machine finds the server. */
static void print_address(const struct server_config *config, unsigned port)
{
    const char *host = config->host, *base = config->frontend.base_path;
    if (config->unix_path != NULL) {
        printf("listening on unix:%s\n", config->unix_path);
        return;
    }
    bool is_any =
        strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0 || strcmp(host, "[::]") == 0;
    bool is_bare = strchr(host, ':') != NULL && host[0] != '[';
    printf(is_bare && !is_any ? "listening on http://[%s]:%u%s\n" : "listening on http://%s:%u%s\n",
           is_any ? "localhost" : host, port, base != NULL ? base : "");
}

/* Many systems allow 1024 open files unless asked for more; a connection takes one. */
static void raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); /* a refusal leaves what there was */
}

/* ---- systemd ---------------------------------------------------------------------------- */

static struct net_systemd systemd; /* the process has one supervisor */

static void notify_alive(void *context)
{
    (void)context;
    if (systemd.wants_watchdog) net_systemd_notify(&systemd, "WATCHDOG=1");
}

static void notify_stopping(void *context)
{
    const struct server_shared *shared = context;
    atomic_store(&shared->frontend->is_draining, true);
    net_systemd_notify(&systemd, "STOPPING=1");
}

static void follow_systemd(struct net_server_config *config)
{
    net_systemd_read(getenv, (long)getpid(), &systemd);
    config->listen.inherited = systemd.sockets;
    config->listen.inherited_count = systemd.socket_count;
    config->on_alive = notify_alive;
    config->on_stopping = notify_stopping;
}

/* ----------------------------------------------------------------------------------------- */

/* SIGHUP: the log has been moved away, perhaps data replaced. */
static void on_hangup(void *context)
{
    const struct server_shared *shared = context;
    if (server_access_log_reopen(&shared->frontend->log) != BASE_ERR_OK)
        fprintf(stderr, "planettracker serve: --access-log %s: %s\n", shared->frontend->log.path,
                strerror(errno));
    data_dataset_live_request_reload(shared->live);
}

static int serve_shared(const struct server_config *config, struct server_shared *shared)
{
    assert(shared->frontend != NULL && config->threads > 0);
    struct net_server_config server_config = net_server_config_default(server_pipeline_handle);
    server_config.listen.host = config->host;
    server_config.listen.port = config->port;
    server_config.listen.unix_path = config->unix_path;
    server_config.threads = config->threads;
    server_config.signals = NET_SERVER_SIGNALS_CATCH;
    server_config.context = shared;
    server_config.conn.refuse = server_pipeline_refuse;
    server_config.conn.wants_peers = server_frontend_wants_peers(shared->frontend);
    server_config.thread_state_create = server_pipeline_create;
    server_config.thread_state_free = server_worker_free;
    follow_systemd(&server_config);
    server_config.tick = server_worker_tick;
    server_config.on_hangup = on_hangup;
    struct net_server *server;
    struct net_listen_fault fault;
    if (net_server_open(&server_config, &server, &fault) != BASE_ERR_OK)
        return print_refusal(config, &fault);
    shared->frontend->server = server;
    if (systemd.socket_count > 0)
        puts("listening on sockets from systemd");
    else
        print_address(config, net_server_port(server));
    fflush(stdout);
    net_systemd_notify(&systemd, "READY=1");
    enum base_err err = net_server_run(server);
    net_server_close(server);
    if (err == BASE_ERR_OK) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker serve: %s\n", base_err_text(err));
    return CMD_EXIT_FAILURE;
}

static int run_server(const struct server_config *config, struct server_shared *shared)
{
    struct server_frontend frontend;
    if (server_frontend_open(&frontend, &config->frontend, server_routes_table()) != BASE_ERR_OK) {
        fprintf(stderr, "planettracker serve: --access-log %s: %s\n", config->frontend.access_log,
                strerror(errno));
        return CMD_EXIT_USAGE;
    }
    shared->frontend = &frontend;
    int code = serve_shared(config, shared);
    server_frontend_close(&frontend);
    return code;
}

static int open_stock(const struct cmd_options *options, struct data_dataset_live **stock)
{
    const struct data_dataset_live_config wishes = cmd_data_open_config(options);
    struct data_dataset_fault fault;
    if (data_dataset_live_open(&wishes, stock, &fault) != BASE_ERR_OK)
        return cmd_data_open_fault(options, &fault);
    unsigned generation;
    const struct data_dataset *dataset = data_dataset_live_acquire(*stock, &generation);
    cmd_data_open_skipped(dataset);
    data_dataset_live_release(*stock, dataset);
    return CMD_EXIT_OK;
}

static int open_web_root(const struct server_config *config, struct server_shared *shared)
{
    if (config->web_root == NULL) return CMD_EXIT_OK;
    shared->web_root = open(config->web_root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (shared->web_root >= 0) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker serve: --web-root %s: %s\n", config->web_root, strerror(errno));
    return CMD_EXIT_USAGE;
}

int cmd_serve(const struct cmd_options *options)
{
    struct server_config config = server_config_default();
    int code = read_settings(options, &config);
    if (code >= 0) return code;
    struct server_shared shared = {.web_root = -1, .streams_max = config.streams_max};
    code = open_stock(options, &shared.live);
    if (code != CMD_EXIT_OK) return code;
    code = open_web_root(&config, &shared);
    if (code != CMD_EXIT_OK) goto done;
    raise_open_files();
    code = CMD_EXIT_FAILURE;
    if (data_dataset_live_watch_begin(shared.live) != BASE_ERR_OK) goto done;
    code = run_server(&config, &shared);
    data_dataset_live_watch_end(shared.live);
done:
    data_dataset_live_close(shared.live);
    if (shared.web_root >= 0) close(shared.web_root);
    return code;
}
