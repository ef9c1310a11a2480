/* GET /api/v1/positions: one instant at once, a range as a stream. */
#ifndef APP_SERIES_H
#define APP_SERIES_H

#include "app/api.h"

#define APP_SERIES_ROWS_MAX 1000000 /* of one request; a batch may have more */

/* Checks the range of a request, if it has one; of /api/v1/positions/{body} sets its bodies. */
app_api_check app_series_check;
app_api_check app_series_check_body;

/* Answers /api/v1/positions, and /api/v1/positions/{body}. */
app_api_answer app_series_answer;

#endif
