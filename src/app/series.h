/* GET /api/v1/positions: one instant at once, a range as a stream. */
#ifndef APP_SERIES_H
#define APP_SERIES_H

#include "app/api.h"

#define APP_SERIES_ROWS_MAX 1000000 /* of one request; a batch may have more */

/* Answers /api/v1/positions. */
app_api_answer app_series_answer;

/* Answers /api/v1/positions/{body}. */
app_api_answer app_series_answer_body;

#endif
