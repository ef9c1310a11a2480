/* Long answers as replies that are made while they are sent. */
#ifndef SERVER_STREAMED_REPLY_H
#define SERVER_STREAMED_REPLY_H

#include "almanac/content.h"
#include "server/dispatch.h"

/* Makes the rest of a content the rest of a reply. Until it ends the store of now stays as it is, whatever
 * data the thread changes to meanwhile.
 *
 * Given  content  after its first piece, which is the reply's body; taken
 * Fails  MEMORY, the content is closed
 */
BASE_ERR_CHECKED
enum base_err server_streamed_reply_start(struct server_dispatch *api,
                                          const struct almanac_content *content,
                                          struct net_http_reply *reply);

#endif
