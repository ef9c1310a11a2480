/* GET /api/v1/stream: positions and the rises, sets and transits between them, as server-sent
 * events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * The server keeps nothing for a reader who has gone: the id of an event is its instant, and
 * Last-Event-ID goes on from there.
 */
#ifndef SERVER_HANDLE_STREAM_H
#define SERVER_HANDLE_STREAM_H

#include "server/dispatch.h"

#define SERVER_HANDLE_STREAM_RETRY_MS    3000u /* what browsers wait before they connect again */
#define SERVER_HANDLE_STREAM_HEARTBEAT_S 15u /* a comment, when nothing else was sent for so long */
/* Open streams of the server, unless it is configured otherwise. */
#define SERVER_HANDLE_STREAM_OPEN_MAX 16384
#define SERVER_HANDLE_STREAM_CATCH_UP_MAX                                                          \
    60 /* instants sent again to a reader who was away or is slow */

/* The reason that "bye" gives when the server comes back, perhaps; the others are for good. */
#define SERVER_HANDLE_STREAM_STOPS "the server stops"

/* Answers /api/v1/stream. */
server_dispatch_answer server_handle_stream_answer;

#endif
