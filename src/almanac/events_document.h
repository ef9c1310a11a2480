/* GET /api/v1/events: the sky's and a place's events over a range, or with types=day whole days. */
#ifndef ALMANAC_EVENTS_DOCUMENT_H
#define ALMANAC_EVENTS_DOCUMENT_H

#include "server/dispatch.h"

#define ALMANAC_EVENTS_DOCUMENT_DAYS_MAX 3653 /* dates of types=day in one request */

/* Checks place, range and types. */
server_dispatch_check almanac_events_document_check;

/* Answers /api/v1/events. */
server_dispatch_answer almanac_events_document_open;

#endif
