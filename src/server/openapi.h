/* The OpenAPI document (https://spec.openapis.org/oas/v3.1.0), made from the tables by which the
 * server reads requests: routes, parameters, columns, problems.
 */
#ifndef SERVER_OPENAPI_H
#define SERVER_OPENAPI_H

#include "server/route.h"

/* Answers /openapi.json. */
server_route_handler server_openapi_answer;

/* Answers /api/v1: the list of routes as data. */
server_route_handler server_openapi_answer_discovery;

#endif
