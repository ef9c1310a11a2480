/* GET /api/v1/stream: positions and the rises, sets and transits between them, as server-sent
 * events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * The server stores nothing for a reader that has gone: the id of an event is its instant, and a
 * stream with Last-Event-ID continues from there.
 */
#ifndef SERVER_HANDLE_STREAM_H
#define SERVER_HANDLE_STREAM_H

#include "almanac/limits.h"
#include "server/route.h"

#define SERVER_HANDLE_STREAM_RETRY_MS 3000u /* how long browsers wait before they connect again */
/* A comment is sent when nothing else has been sent for this time. */
#define SERVER_HANDLE_STREAM_HEARTBEAT_S ALMANAC_LIMITS_HEARTBEAT_S
/* Streams open at once in a server; --max-streams sets another number. */
#define SERVER_HANDLE_STREAM_OPEN_MAX ALMANAC_LIMITS_STREAMS_MAX
#define SERVER_HANDLE_STREAM_CATCH_UP_MAX                                                          \
    60 /* instants sent later to a reader that was away or is slow */

/* The reason in "bye" after which a reader may connect again; the other reasons are final. */
#define SERVER_HANDLE_STREAM_STOPS "the server stops"

/* Answers /api/v1/stream. */
server_route_handler server_handle_stream_answer;

#endif
