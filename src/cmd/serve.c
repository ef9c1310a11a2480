/* planettracker serve: settings, data, server, until a signal. */
#include "cmd/cmd.h"
#include "net/server.h"
#include "net/systemd.h"
#include "server/config.h"
#include "server/dispatch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void print_help(void)
{
    puts(
        "planettracker serve --listen 0.0.0.0:8000\n"
        "\n"
        "Serves the page, the API and the routes GET /planets/{name} and POST /geo_location until "
        "SIGINT or\n"
        "SIGTERM; requests in flight are finished first. Sockets that systemd hands over are "
        "used instead\n"
        "of an address; systemd is told when the server is ready, stopping, and alive. New data\n"
        "files are taken up as they come; SIGHUP reads them again at once.\n"
        "\n"
        "  --listen HOST:PORT   address to listen on           (127.0.0.1:8000; environment: "
        "HOST, PORT)\n"
        "  --listen unix:PATH   the same on a unix socket, for a proxy on this machine\n"
        "  --port PORT          the port alone; 0: any free one\n"
        "  --threads N          event loops                    (one a processor)\n"
        "  --web-root DIR       serve the files of DIR instead of the page inside the "
        "program\n"
        "  --access-log WHERE   a file, - or off; one JSON object a request, SIGHUP opens the file "
        "again  (-)\n"
        "  --rate N/s|N/m[,B]   requests of one client, and B at once                       (no "
        "limit)\n"
        "  --trusted-proxies L  networks whose X-Forwarded-For or Forwarded is believed, or "
        "\"unix\"\n"
        "  --base-path /PATH    everything lives below it\n"
        "  --max-streams N      event streams at once; beyond: 503                     "
        "(16384)\n" CMD_STORE_HELP "  -h, --help           this text");
}

static int say_usage(const struct server_config_fault *fault)
{
    fprintf(stderr, "planettracker serve: ");
    if (fault->is_unknown && fault->did_you_mean != NULL)
        fprintf(stderr, "there is no option \"%s\"; did you mean \"%s\"?\n", fault->name,
                fault->did_you_mean);
    else if (fault->is_unknown)
        fprintf(stderr, "there is no option \"%s\"; expected %s\n", fault->name, fault->expected);
    else if (fault->got == NULL)
        fprintf(stderr, "%s has no value; expected %s\n", fault->name, fault->expected);
    else
        fprintf(stderr, "%s is \"%s\"; expected %s\n", fault->name, fault->got, fault->expected);
    return CMD_EXIT_USAGE;
}

static int say_refusal(const struct server_config *config, const struct net_listen_fault *fault)
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
static void say_address(const struct server_config *config, unsigned port)
{
    const char *host = config->host, *base = config->front.base_path;
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

static void say_alive(void *context)
{
    (void)context;
    if (systemd.wants_watchdog) net_systemd_notify(&systemd, "WATCHDOG=1");
}

static void say_stopping(void *context)
{
    const struct server_dispatch_shared *shared = context;
    atomic_store(&shared->front->is_draining, true);
    net_systemd_notify(&systemd, "STOPPING=1");
}

static void follow_systemd(struct net_server_config *config)
{
    net_systemd_read(getenv, (long)getpid(), &systemd);
    config->listen.inherited = systemd.sockets;
    config->listen.inherited_count = systemd.socket_count;
    config->on_alive = say_alive;
    config->on_stopping = say_stopping;
}

/* ----------------------------------------------------------------------------------------- */

/* SIGHUP: the log has been moved away, perhaps data replaced. */
static void on_hangup(void *context)
{
    const struct server_dispatch_shared *shared = context;
    if (server_access_log_reopen(&shared->front->log) != BASE_ERR_OK)
        fprintf(stderr, "planettracker serve: --access-log %s: %s\n", shared->front->log.path,
                strerror(errno));
    data_dataset_live_request_reload(shared->stock);
}

static int serve_shared(const struct server_config *config, struct server_dispatch_shared *shared)
{
    struct net_server_config server_config = net_server_config_default(server_dispatch_handle);
    server_config.listen.host = config->host;
    server_config.listen.port = config->port;
    server_config.listen.unix_path = config->unix_path;
    server_config.threads = config->threads;
    server_config.signals = NET_SERVER_SIGNALS_CATCH;
    server_config.context = shared;
    server_config.conn.refuse = server_dispatch_refuse_request;
    server_config.conn.wants_peers = server_pipeline_wants_peers(shared->front);
    server_config.thread_state_create = server_dispatch_create;
    server_config.thread_state_free = server_dispatch_free;
    follow_systemd(&server_config);
    server_config.tick = server_dispatch_tick;
    server_config.on_hangup = on_hangup;
    struct net_server *server;
    struct net_listen_fault fault;
    if (net_server_open(&server_config, &server, &fault) != BASE_ERR_OK)
        return say_refusal(config, &fault);
    shared->front->server = server;
    if (systemd.socket_count > 0)
        puts("listening on what systemd handed over");
    else
        say_address(config, net_server_port(server));
    fflush(stdout);
    net_systemd_notify(&systemd, "READY=1");
    enum base_err err = net_server_run(server);
    net_server_close(server);
    if (err == BASE_ERR_OK) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker serve: %s\n", base_err_text(err));
    return CMD_EXIT_FAILURE;
}

static int run_server(const struct server_config *config, struct server_dispatch_shared *shared)
{
    struct server_pipeline_shared front;
    if (server_pipeline_open(&front, &config->front) != BASE_ERR_OK) {
        fprintf(stderr, "planettracker serve: --access-log %s: %s\n", config->front.access_log,
                strerror(errno));
        return CMD_EXIT_USAGE;
    }
    shared->front = &front;
    int code = serve_shared(config, shared);
    server_pipeline_close(&front);
    return code;
}

static int open_stock(const struct server_config *config, struct data_dataset_live **stock)
{
    struct cmd_store_options options = {config->ephemeris, config->leap_seconds, config->data_dir};
    const struct data_dataset_live_config wishes = cmd_store_wishes(&options);
    struct data_dataset_fault fault;
    if (data_dataset_live_open(&wishes, stock, &fault) != BASE_ERR_OK)
        return cmd_store_say("serve", &options, &fault);
    unsigned generation;
    const struct data_dataset *store = data_dataset_live_acquire(*stock, &generation);
    cmd_store_say_skipped(store);
    data_dataset_live_release(*stock, store);
    return CMD_EXIT_OK;
}

int cmd_serve(int count, char **argv)
{
    struct server_config config;
    struct server_config_fault config_fault;
    enum base_err err = server_config_parse(count, argv, getenv, &config, &config_fault);
    if (err == BASE_ERR_END) {
        print_help();
        return CMD_EXIT_OK;
    }
    if (err != BASE_ERR_OK) return say_usage(&config_fault);

    struct server_dispatch_shared shared = {.web_root = -1, .streams_max = config.streams_max};
    int opened = open_stock(&config, &shared.stock);
    if (opened != CMD_EXIT_OK) return opened;
    if (config.web_root != NULL) {
        shared.web_root = open(config.web_root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (shared.web_root < 0) {
            fprintf(stderr, "planettracker serve: --web-root %s: %s\n", config.web_root,
                    strerror(errno));
            data_dataset_live_close(shared.stock);
            return CMD_EXIT_USAGE;
        }
    }
    raise_open_files();
    int code = CMD_EXIT_FAILURE;
    if (data_dataset_live_watch_begin(shared.stock) == BASE_ERR_OK) {
        code = run_server(&config, &shared);
        data_dataset_live_watch_end(shared.stock);
    }
    data_dataset_live_close(shared.stock);
    if (shared.web_root >= 0) close(shared.web_root);
    return code;
}
