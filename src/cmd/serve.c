/* planettracker serve: settings, data, server, until a signal. */
#include "app/api.h"
#include "app/config.h"
#include "cmd/cmd.h"
#include "net/server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_help(void)
{
    puts("planettracker serve --listen 0.0.0.0:8000\n"
         "\n"
         "Serves the page, the API and the routes GET /planets/{name} and POST /geo_location until "
         "SIGINT or\n"
         "SIGTERM; requests in flight are finished first.\n"
         "\n"
         "  --listen HOST:PORT   address to listen on           (127.0.0.1:8000; environment: "
         "HOST, PORT)\n"
         "  --port PORT          the port alone; 0: any free one\n"
         "  --threads N          event loops                    (one a processor)\n"
         "  --web-root DIR       serve the files of DIR instead of the page inside the program\n"
         "  --leap-seconds FILE  a newer leap-seconds.list than the one inside the program\n"
         "  -h, --help           this text");
}

static int say_usage(const struct app_config_fault *fault)
{
    fprintf(stderr, "planettracker serve: %s", fault->name);
    if (fault->got != NULL) fprintf(stderr, " is \"%s\"", fault->got);
    fprintf(stderr, "; expected %s\n", fault->expected);
    return CMD_EXIT_USAGE;
}

static int run_server(const struct app_config *config, struct app_api_shared *shared)
{
    struct net_server_config server_config = net_server_config_default(app_api_handle);
    server_config.host = config->host;
    server_config.port = config->port;
    server_config.threads = config->threads;
    server_config.signals = NET_SERVER_SIGNALS_CATCH;
    server_config.context = shared;
    server_config.conn.refuse = app_api_refuse_request;
    server_config.thread_state_create = app_api_create;
    server_config.thread_state_free = app_api_free;
    struct net_server *server;
    struct net_server_fault fault;
    if (net_server_open(&server_config, &server, &fault) != BASE_ERR_OK) {
        fprintf(stderr, "planettracker serve: cannot %s %s:%u: %s\n", fault.step, config->host,
                config->port, fault.cause);
        return CMD_EXIT_NETWORK;
    }
    const char *host = strcmp(config->host, "0.0.0.0") == 0 ? "localhost" : config->host;
    printf("listening on http://%s:%u\n", host, net_server_port(server));
    fflush(stdout);
    enum base_err err = net_server_run(server);
    net_server_close(server);
    if (err == BASE_ERR_OK) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker serve: %s\n", base_err_text(err));
    return CMD_EXIT_FAILURE;
}

int cmd_serve(int count, char **argv)
{
    struct app_config config;
    struct app_config_fault config_fault;
    enum base_err err = app_config_parse(count, argv, getenv, &config, &config_fault);
    if (err == BASE_ERR_END) {
        print_help();
        return CMD_EXIT_OK;
    }
    if (err != BASE_ERR_OK) return say_usage(&config_fault);

    static struct app_store store;
    struct base_fault fault;
    if (app_store_open(config.leap_seconds, &store, &fault) != BASE_ERR_OK)
        return cmd_data_failure(config.leap_seconds, fault.note, fault.offset);
    struct app_api_shared shared = {&store, -1};
    if (config.web_root != NULL) {
        shared.web_root = open(config.web_root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (shared.web_root < 0) {
            fprintf(stderr, "planettracker serve: --web-root %s: %s\n", config.web_root,
                    strerror(errno));
            return CMD_EXIT_USAGE;
        }
    }
    int code = run_server(&config, &shared);
    if (shared.web_root >= 0) close(shared.web_root);
    return code;
}
