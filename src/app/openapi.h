/* The OpenAPI document (https://spec.openapis.org/oas/v3.1.0), made of the tables that requests are
 * read by: routes, parameters, columns, problems.
 */
#ifndef APP_OPENAPI_H
#define APP_OPENAPI_H

#include "app/api.h"

/* Answers /openapi.json. */
app_api_answer app_openapi_answer;

/* Answers /api/v1: what is here, as data. */
app_api_answer app_openapi_answer_discovery;

#endif
