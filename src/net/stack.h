/* Stacks for tasks: address space by the slab, memory by the page and only when it is touched.
 *
 * A stack that overflows meets a page that may not be touched, and the program ends there. Such a
 * guard page costs nothing where the kernel has MADV_GUARD_INSTALL (Linux 6.13). Elsewhere it
 * splits a mapping in two, and Linux allows a process 65,530 (vm.max_map_count): the first
 * NET_STACK_GUARDED_MAX stacks of the process have a guard page each; after them there is one below
 * every slab, and net_stack_is_sound() tells whether a stack has been used to its last bytes.
 */
#ifndef NET_STACK_H
#define NET_STACK_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define NET_STACK_SLAB_STACKS 64u    /* stacks of one mapping */
#define NET_STACK_GUARDED_MAX 16384u /* 2 mappings each: half of what Linux allows */
#define NET_STACK_MIN_BYTES   16384u
#define NET_STACK_PROBE_BYTES 64u /* at the low end: still zero unless the stack was used up */

struct net_stack {
    char *low; /* first byte that may be used */
    size_t bytes;
    bool is_guarded;
};

struct net_stack_slab;

struct net_stack_pool {
    size_t stack_bytes; /* with the guard page */
    struct net_stack_slab *slabs;
    unsigned next; /* of the newest slab, not yet taken */
};

/* Empties the caller's struct.
 *
 * Given  stack_bytes  of address space for each; rounded up to pages
 */
void net_stack_pool_init(struct net_stack_pool *pool, size_t stack_bytes);

/* Unmaps every stack. None is in use. */
void net_stack_pool_fini(struct net_stack_pool *pool);

/* A stack nobody has used, until net_stack_pool_fini: who needs it no more keeps it for the next.
 *
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_stack_allocate(struct net_stack_pool *pool, struct net_stack *stack);

/* Gives the memory below `from` back to the system; the stack reads as zeros there. */
void net_stack_trim(struct net_stack stack, const void *from);

/* Whether the low end is untouched. Of use for stacks without a guard page. */
bool net_stack_is_sound(struct net_stack stack);

/* Forgets what AddressSanitizer knows of frames that were left without a return. */
void net_stack_forget(struct net_stack stack);

#endif
