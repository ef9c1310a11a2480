/* GET /api/v1/events: the sky's and a place's events over a range, or with types=day whole days. */
#ifndef APP_EVENTS_H
#define APP_EVENTS_H

#include "app/api.h"

#define APP_EVENTS_DAYS_MAX 3653 /* dates of types=day in one request */

/* Checks place, range and types. */
app_api_check app_events_check;

/* Answers /api/v1/events. */
app_api_answer app_events_answer;

#endif
