/* The document of events: those of the sky and of a place over a range, or whole days with types=day. */
#ifndef ALMANAC_EVENTS_DOCUMENT_H
#define ALMANAC_EVENTS_DOCUMENT_H

#include "almanac/content.h"
#include "almanac/request.h"
#include "data/dataset.h"

#define ALMANAC_EVENTS_DOCUMENT_DAYS_MAX 3653 /* dates of types=day in one request */

/* Checks place, range and types. */
void almanac_events_document_check(const struct data_dataset *dataset, struct almanac_request *ask);

/* Opens the document. */
almanac_content_open almanac_events_document_open;

#endif
