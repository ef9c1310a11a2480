/* The routes that operators' programs ask: alive? ready? how much? And what answers are made of. */
#ifndef APP_PROBES_H
#define APP_PROBES_H

#include "app/api.h"

/* GET /healthz: "ok" as long as the loop turns. */
void app_probes_healthz(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

/* GET /readyz: 200, or 503 with reasons when the self-test failed or the server drains. */
void app_probes_readyz(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

/* GET /metrics: for Prometheus. */
void app_probes_metrics(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

/* GET /api/v1/status: version, data files with source, hash, range and age, counts. */
void app_probes_status(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

#endif
