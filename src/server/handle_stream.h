/* GET /api/v1/stream: positions and the rises, sets and transits between them, as server-sent
 * events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * The server keeps nothing for a reader who has gone: the id of an event is its instant, and
 * Last-Event-ID goes on from there.
 */
#ifndef SERVER_HANDLE_STREAM_H
#define SERVER_HANDLE_STREAM_H

#include "almanac/limits.h"
#include "server/route.h"

#define SERVER_HANDLE_STREAM_RETRY_MS 3000u /* what browsers wait before they connect again */
/* A comment is sent when nothing else was for so long. */
#define SERVER_HANDLE_STREAM_HEARTBEAT_S ALMANAC_LIMITS_HEARTBEAT_S
/* Open at once in a server, unless --max-streams gives another number. */
#define SERVER_HANDLE_STREAM_OPEN_MAX ALMANAC_LIMITS_STREAMS_MAX
#define SERVER_HANDLE_STREAM_CATCH_UP_MAX                                                          \
    60 /* instants sent again to a reader who was away or is slow */

/* The reason that "bye" gives when the server comes back, perhaps; the others are for good. */
#define SERVER_HANDLE_STREAM_STOPS "the server stops"

/* Answers /api/v1/stream. */
server_route_handler server_handle_stream_answer;

#endif
