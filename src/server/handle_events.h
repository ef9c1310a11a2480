/* GET /api/v1/events: the sky's and a place's events over a range, or with types=day whole days. */
#ifndef SERVER_HANDLE_EVENTS_H
#define SERVER_HANDLE_EVENTS_H

#include "server/dispatch.h"

#define SERVER_HANDLE_EVENTS_DAYS_MAX 3653 /* dates of types=day in one request */

/* Checks place, range and types. */
server_dispatch_check server_handle_events_check;

/* Answers /api/v1/events. */
server_dispatch_answer server_handle_events_answer;

#endif
