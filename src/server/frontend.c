/* Opening and closing of what the threads share. */
#include "server/frontend.h"

#include <assert.h>
#include <stdint.h>
#include <time.h>

enum base_err server_frontend_open(struct server_frontend *frontend,
                                   const struct server_frontend_config *config,
                                   const struct server_route_table *routes)
{
    assert(routes->count + 1 <= SERVER_METRICS_ROUTES_MAX);
    assert(config->base_path == NULL || config->base_path[0] == '/');
    *frontend = (struct server_frontend){.proxies = config->proxies};
    for (size_t i = 0; i < routes->count; i++) frontend->routes[i] = routes->rows[i].document->path;
    frontend->routes[routes->count] = BASE_TEXT("(refused)");
    frontend->metrics = (struct server_metrics){.routes = frontend->routes,
                                                .route_count = routes->count + 1,
                                                .start_unix_s = (int64_t)time(NULL)};
    if (config->base_path != NULL) frontend->base_path = base_text_of(config->base_path);
    enum base_err err = server_access_log_open(
        &frontend->log, config->access_log != NULL ? config->access_log : "off");
    if (err != BASE_ERR_OK || config->rate.count == 0) return err;
    frontend->limit = server_rate_limit_create(config->rate);
    if (frontend->limit != NULL) return BASE_ERR_OK;
    server_access_log_close(&frontend->log);
    return BASE_ERR_MEMORY;
}

void server_frontend_close(struct server_frontend *frontend)
{
    server_metrics_fini(&frontend->metrics);
    server_rate_limit_free(frontend->limit);
    server_access_log_close(&frontend->log);
}

bool server_frontend_wants_peers(const struct server_frontend *frontend)
{
    return frontend->log.fd >= 0 || frontend->limit != NULL;
}

unsigned server_frontend_refused_row(const struct server_frontend *frontend)
{
    assert(frontend->metrics.route_count > 0);
    return (unsigned)frontend->metrics.route_count - 1;
}
