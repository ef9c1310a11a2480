/* Who is to be woken when: a heap, earliest first. Knows no clock and no streams.
 *
 * Ten thousand sleepers take 160 KB here and a few dozen bytes of theirs; to put one in or take any
 * one out costs some thirteen comparisons.
 */
#ifndef NET_TIMER_HEAP_H
#define NET_TIMER_HEAP_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Lies in whoever sleeps. Written here only. */
struct net_timer_heap_entry {
    size_t at; /* its place in the heap */
};

struct net_timer_heap_slot {
    int64_t due_us;
    struct net_timer_heap_entry *entry;
};

/* All zeros is an empty heap. */
struct net_timer_heap {
    struct net_timer_heap_slot *slots; /* each one not later than those at 2i+1 and 2i+2 */
    size_t count;
    size_t room;
};

/* Puts one in.
 *
 * Given  entry  in no heap; stays where it is until taken out
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_timer_heap_add(struct net_timer_heap *wake, struct net_timer_heap_entry *entry,
                                 int64_t due_us);

/* Takes one out, wherever it is. */
void net_timer_heap_remove(struct net_timer_heap *wake, struct net_timer_heap_entry *entry);

/* The earliest, which stays in; NULL when there is none. */
const struct net_timer_heap_slot *net_timer_heap_first(const struct net_timer_heap *wake);

/* Frees the memory; an empty heap again. */
void net_timer_heap_fini(struct net_timer_heap *wake);

#endif
