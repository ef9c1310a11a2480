/* The routes for operators' programs: liveness, readiness, counters, and the state of the data. */
#ifndef SERVER_HEALTH_H
#define SERVER_HEALTH_H

#include "server/route.h"

/* GET /healthz: "ok" while the loop runs. */
server_route_handler server_health_healthz;

/* GET /readyz: 200, or 503 with reasons when the self-test has failed or the server drains. */
server_route_handler server_health_readyz;

/* GET /metrics: for Prometheus. */
server_route_handler server_health_metrics;

/* GET /api/v1/status: version, data files with source, hash, range and age, counts. */
server_route_handler server_health_status;

#endif
