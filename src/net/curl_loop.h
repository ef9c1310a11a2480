/* libcurl's multi interface on a libuv loop: sockets, timer, and who wants to know of the end.
 *
 * Everything happens on the loop's thread. Nothing here may be called from within a callback of
 * libcurl (write, header); net_curl_loop_done is none.
 */
#ifndef NET_CURL_LOOP_H
#define NET_CURL_LOOP_H

#include "base/err.h"
#include "net/curl_load.h"

#include <uv.h>

/* One transfer is over; it was taken off before. */
typedef void net_curl_loop_done(void *argument, CURLcode code);

struct net_curl_loop;

/* Given  uv           borrowed until closed
 *        connections  kept open for later transfers
 * Fails  MEMORY, SYSTEM
 * Owns   the caller gives it to net_curl_loop_close
 */
BASE_ERR_CHECKED
enum base_err net_curl_loop_open(uv_loop_t *uv, unsigned connections, struct net_curl_loop **multi);

/* Takes the multi: closes its connections; its memory is freed after a turn of the loop. No
 * transfer is on it. */
void net_curl_loop_close(struct net_curl_loop *multi);

struct net_curl_loop_transfer {
    CURL *easy;
    net_curl_loop_done *done;
    void *argument;
};

/* Begins a transfer at the loop's next turn. Borrows it until done is called or it is removed.
 *
 * Fails  MEMORY, SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_curl_loop_add(struct net_curl_loop *multi,
                                struct net_curl_loop_transfer *transfer);

/* Breaks a transfer off; done is not called. */
void net_curl_loop_remove(struct net_curl_loop *multi, struct net_curl_loop_transfer *transfer);

#endif
