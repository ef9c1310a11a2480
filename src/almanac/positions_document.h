/* GET /api/v1/positions: one instant at once, a range as a stream. */
#ifndef ALMANAC_POSITIONS_DOCUMENT_H
#define ALMANAC_POSITIONS_DOCUMENT_H

#include "server/dispatch.h"

#define ALMANAC_POSITIONS_DOCUMENT_ROWS_MAX 1000000 /* of one request; a batch may have more */

/* Checks the range of a request, if it has one; of /api/v1/positions/{body} sets its bodies. */
server_dispatch_check almanac_positions_document_check;
server_dispatch_check almanac_positions_document_check_body;

/* Answers /api/v1/positions, and /api/v1/positions/{body}. */
server_dispatch_answer almanac_positions_document_open;

#endif
