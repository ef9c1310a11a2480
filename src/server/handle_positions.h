/* GET /api/v1/positions: one instant at once, a range as a stream. */
#ifndef SERVER_HANDLE_POSITIONS_H
#define SERVER_HANDLE_POSITIONS_H

#include "server/dispatch.h"

#define SERVER_HANDLE_POSITIONS_ROWS_MAX 1000000 /* of one request; a batch may have more */

/* Checks the range of a request, if it has one; of /api/v1/positions/{body} sets its bodies. */
server_dispatch_check server_handle_positions_check;
server_dispatch_check server_handle_positions_check_body;

/* Answers /api/v1/positions, and /api/v1/positions/{body}. */
server_dispatch_answer server_handle_positions_answer;

#endif
