/* Limits how many requests run at once, for each host and in total; others wait in a queue. */
#ifndef NET_HOST_SLOTS_H
#define NET_HOST_SLOTS_H

#include "base/err.h"
#include "base/text.h"
#include "net/task.h"

struct net_host_slots_host;

struct net_host_slots {
    unsigned max;
    unsigned host_max;
    unsigned taken;
    struct net_host_slots_host *hosts; /* those that have a slot taken or a task waiting */
};

/* Makes an empty struct. A limit of 0 counts as 1. */
void net_host_slots_init(struct net_host_slots *slots, unsigned max, unsigned host_max);

/* Waits for a slot; first come, first served within a host. Called by a task.
 *
 * Given  name   of the host, case-insensitive; copied
 * Fails  MEMORY, CANCELLED, LATE
 * Owns   the caller passes *host to net_host_slots_release
 */
BASE_ERR_CHECKED
enum base_err net_host_slots_acquire(struct net_host_slots *slots, struct base_text name,
                                     struct net_host_slots_host **host);
void net_host_slots_release(struct net_host_slots *slots, struct net_host_slots_host *host);

#endif
