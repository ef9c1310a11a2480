/* The routes that operators' programs ask: alive? ready? how much? And what answers are made of. */
#ifndef SERVER_HEALTH_H
#define SERVER_HEALTH_H

#include "server/dispatch.h"

/* GET /healthz: "ok" as long as the loop turns. */
void server_health_healthz(struct server_dispatch *api, const struct net_http_request *request,
                           struct net_http_reply *reply);

/* GET /readyz: 200, or 503 with reasons when the self-test failed or the server drains. */
void server_health_readyz(struct server_dispatch *api, const struct net_http_request *request,
                          struct net_http_reply *reply);

/* GET /metrics: for Prometheus. */
void server_health_metrics(struct server_dispatch *api, const struct net_http_request *request,
                           struct net_http_reply *reply);

/* GET /api/v1/status: version, data files with source, hash, range and age, counts. */
void server_health_status(struct server_dispatch *api, const struct net_http_request *request,
                          struct net_http_reply *reply);

#endif
