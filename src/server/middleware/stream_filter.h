/* Filters a streamed reply on its way out: compresses, counts and logs, piece by piece. */
#ifndef SERVER_STREAM_FILTER_H
#define SERVER_STREAM_FILTER_H

#include "net/http.h"
#include "server/worker.h"

enum server_stream_filter_coding { SERVER_STREAM_FILTER_PLAIN, SERVER_STREAM_FILTER_GZIP };

/* Replaces the reply's stream by one that filters it. Without memory the stream stays as it is and
 * is not counted.
 *
 * Given  coding  the one that is wanted
 * Gives  the one that is used
 */
enum server_stream_filter_coding
server_stream_filter_start(struct server_worker *worker, struct net_http_reply *reply,
                           enum server_stream_filter_coding coding);

#endif
