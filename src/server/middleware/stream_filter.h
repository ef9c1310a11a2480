/* A streamed answer on its way out: rebased, compressed, counted and logged as its pieces leave. */
#ifndef SERVER_STREAM_FILTER_H
#define SERVER_STREAM_FILTER_H

#include "server/middleware/pipeline.h"

enum server_stream_filter_coding { SERVER_STREAM_FILTER_PLAIN, SERVER_STREAM_FILTER_GZIP };

/* Puts a stream of ours around the handler's. Without memory it stays as it is, uncounted.
 *
 * Given  route   its row in the table
 *        coding  what is wished
 * Gives  the coding it has
 */
enum server_stream_filter_coding
server_stream_filter_stream(struct server_pipeline *front, struct net_http_reply *reply,
                            unsigned route, enum server_stream_filter_coding coding);

#endif
