/* Stacks for tasks: address space is reserved by the slab; memory is used by the page, when it is
 * first touched.
 *
 * A stack that overflows reaches a guard page, and the program ends with SIGSEGV. A guard page
 * costs nothing where the kernel has MADV_GUARD_INSTALL (Linux 6.13). Elsewhere it splits a mapping
 * in two, and Linux allows 65,530 mappings per process (vm.max_map_count): the first
 * NET_STACK_GUARDED_MAX stacks of the process have a guard page each; later slabs have one at their
 * low end, and net_stack_is_sound() reports whether a stack has been used to its last bytes.
 */
#ifndef NET_STACK_H
#define NET_STACK_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define NET_STACK_SLAB_STACKS 64u    /* stacks of one mapping */
#define NET_STACK_GUARDED_MAX 16384u /* 2 mappings each: half of what Linux allows */
#define NET_STACK_MIN_BYTES   16384u
#define NET_STACK_PROBE_BYTES 64u /* at the low end: zero unless the stack was used up */

struct net_stack {
    char *low; /* lowest usable byte */
    size_t bytes;
    bool is_guarded;
};

struct net_stack_slab;

struct net_stack_pool {
    size_t stack_bytes; /* with the guard page */
    struct net_stack_slab *slabs;
    unsigned next; /* index in the newest slab of the first unused stack */
};

/* Makes an empty pool in the caller's struct.
 *
 * Given  stack_bytes  of address space for each stack; rounded up to pages
 */
void net_stack_pool_init(struct net_stack_pool *pool, size_t stack_bytes);

/* Unmaps all stacks. None may be in use. */
void net_stack_pool_fini(struct net_stack_pool *pool);

/* Allocates a new stack. It cannot be freed before net_stack_pool_fini: callers reuse it.
 *
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_stack_allocate(struct net_stack_pool *pool, struct net_stack *stack);

/* Returns the memory below `from` to the system; those bytes then read as zeros. */
void net_stack_trim(struct net_stack stack, const void *from);

/* Whether the low end is untouched. For stacks without a guard page. */
bool net_stack_is_sound(struct net_stack stack);

/* Clears what AddressSanitizer has recorded about frames that were left without returning. */
void net_stack_unpoison(struct net_stack stack);

#endif
