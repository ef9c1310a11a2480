/* A streamed answer on its way out: rebased, compressed, counted and logged as its pieces leave. */
#ifndef APP_WRAP_H
#define APP_WRAP_H

#include "app/front.h"

enum app_wrap_coding { APP_WRAP_PLAIN, APP_WRAP_GZIP };

/* Puts a stream of ours around the handler's. Without memory it stays as it is, uncounted.
 *
 * Given  route   its row in the table
 *        coding  what is wished
 * Gives  the coding it has
 */
enum app_wrap_coding app_wrap_stream(struct app_front *front, struct net_http_reply *reply,
                                     unsigned route, enum app_wrap_coding coding);

#endif
