/* How many may work at once, for one host and in all: who comes too late waits in line. */
#ifndef NET_HOST_SLOTS_H
#define NET_HOST_SLOTS_H

#include "base/text.h"
#include "net/task.h"

struct net_host_slots_host;

struct net_host_slots {
    unsigned max;
    unsigned host_max;
    unsigned taken;
    struct net_host_slots_host *hosts; /* those with somebody at work or in line */
};

/* Empties the caller's struct. At least one each. */
void net_host_slots_init(struct net_host_slots *slots, unsigned max, unsigned host_max);

/* Waits for a slot, first come first served within a host. From a task.
 *
 * Given  name   of the host, letters in any case; copied
 * Fails  MEMORY, CANCELLED, LATE
 * Owns   *host is given back to net_host_slots_release
 */
BASE_ERR_CHECKED
enum base_err net_host_slots_acquire(struct net_host_slots *slots, struct base_text name,
                                     struct net_host_slots_host **host);
void net_host_slots_release(struct net_host_slots *slots, struct net_host_slots_host *host);

#endif
