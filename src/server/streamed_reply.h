/* Answers that are made piece by piece: short ones go out whole, long ones as streams that are made
 * while they are sent.
 */
#ifndef SERVER_STREAMED_REPLY_H
#define SERVER_STREAMED_REPLY_H

#include "server/dispatch.h"

#define SERVER_STREAMED_REPLY_WHOLE_MAX_BYTES 65536u /* what ends before is sent with its length */

struct server_streamed_reply {
    /* Appends the next piece: OK when more follows, END with the last one, else the answer breaks
     * off. Returns as soon as out holds enough_bytes. */
    enum base_err (*append)(void *state, struct base_buf *out, size_t enough_bytes);
    void (*free)(void *state);
    void *state;
};

/* Begins an answer whose head is made; takes the state. Until it ends the store of now stays as it
 * is, whatever the thread takes up meanwhile.
 *
 * Fails  MEMORY, the state is freed; what append fails with in its first piece
 */
BASE_ERR_CHECKED
enum base_err server_streamed_reply_start(struct server_dispatch *api,
                                          struct server_streamed_reply flow,
                                          struct net_http_reply *reply);

#endif
