/* Long answers as replies that are produced while they are sent. */
#ifndef SERVER_STREAMED_REPLY_H
#define SERVER_STREAMED_REPLY_H

#include "almanac/content.h"
#include "base/err.h"
#include "net/http.h"
#include "server/worker.h"

/* Makes the rest of a content the rest of a reply. The stream keeps the present dataset until it
 * ends, even if the worker changes to another one.
 *
 * Given  content  after its first piece, which is the reply's body; taken
 * Fails  MEMORY: the content is closed
 */
BASE_ERR_CHECKED
enum base_err server_streamed_reply_start(struct server_worker *worker,
                                          const struct almanac_content *content,
                                          struct net_http_reply *reply);

#endif
