/* libcurl's multi interface on a libuv loop: sockets, timer, and who wants to know of the end.
 *
 * Everything happens on the loop's thread. Nothing here may be called from within a callback of
 * libcurl (write, header); net_multi_done is none.
 */
#ifndef NET_MULTI_H
#define NET_MULTI_H

#include "base/err.h"
#include "net/curl.h"

#include <uv.h>

/* One transfer is over; it was taken off before. */
typedef void net_multi_done(void *argument, CURLcode code);

struct net_multi;

/* Given  uv           borrowed until closed
 *        connections  kept open for later transfers
 * Fails  MEMORY, SYSTEM
 * Owns   the caller gives it to net_multi_close
 */
BASE_ERR_CHECKED
enum base_err net_multi_open(uv_loop_t *uv, unsigned connections, struct net_multi **multi);

/* Takes the multi: closes its connections; its memory is freed after a turn of the loop. No
 * transfer is on it. */
void net_multi_close(struct net_multi *multi);

struct net_multi_transfer {
    CURL *easy;
    net_multi_done *done;
    void *argument;
};

/* Begins a transfer at the loop's next turn. Borrows it until done is called or it is removed.
 *
 * Fails  MEMORY, SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_multi_add(struct net_multi *multi, struct net_multi_transfer *transfer);

/* Breaks a transfer off; done is not called. */
void net_multi_remove(struct net_multi *multi, struct net_multi_transfer *transfer);

#endif
