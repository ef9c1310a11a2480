/* libcurl's multi interface on a libuv loop: its sockets, its timer, the end of each transfer.
 *
 * Everything happens on the loop's thread. No function here may be called from a callback of
 * libcurl (write, header); net_curl_loop_done is not one of those.
 */
#ifndef NET_CURL_LOOP_H
#define NET_CURL_LOOP_H

#include "base/err.h"
#include "net/curl_load.h"

#include <uv.h>

/* Called when a transfer has ended and has been removed. */
typedef void net_curl_loop_done(void *argument, CURLcode code);

struct net_curl_loop;

/* Given  uv           borrowed until closed
 *        connections  to keep open for later transfers
 * Fails  MEMORY, SYSTEM
 * Owns   the caller passes it to net_curl_loop_close
 */
BASE_ERR_CHECKED
enum base_err net_curl_loop_open(uv_loop_t *uv, unsigned connections, struct net_curl_loop **loop);

/* Takes the loop and closes its connections; its memory is freed after one turn of libuv's loop. It
 * must have no transfer. */
void net_curl_loop_close(struct net_curl_loop *loop);

struct net_curl_loop_transfer {
    CURL *easy;
    net_curl_loop_done *done;
    void *argument;
};

/* Starts a transfer at the loop's next turn. Borrows it until done is called or it is removed.
 *
 * Fails  MEMORY, SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_curl_loop_add(struct net_curl_loop *loop,
                                struct net_curl_loop_transfer *transfer);

/* Aborts a transfer; done is not called. */
void net_curl_loop_remove(struct net_curl_loop *loop, struct net_curl_loop_transfer *transfer);

#endif
