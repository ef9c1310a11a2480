/* Entries with a due time in a heap, earliest first. Knows neither clocks nor streams.
 *
 * Ten thousand entries take 160 KB here and 8 bytes each in their owners; to add one or to remove
 * any of them costs about thirteen comparisons.
 */
#ifndef NET_TIMER_HEAP_H
#define NET_TIMER_HEAP_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* A member of the struct that waits. Written here only. */
struct net_timer_heap_entry {
    size_t at; /* its index in the heap */
};

struct net_timer_heap_slot {
    int64_t due_us;
    struct net_timer_heap_entry *entry;
};

/* A struct of zeros is an empty heap. */
struct net_timer_heap {
    struct net_timer_heap_slot *slots; /* none is later than those at 2i+1 and 2i+2 */
    size_t count;
    size_t capacity;
};

/* Adds an entry.
 *
 * Given  entry   in no heap; its address stays the same until it is removed
 *        due_us  on whatever clock the caller uses
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_timer_heap_add(struct net_timer_heap *heap, struct net_timer_heap_entry *entry,
                                 int64_t due_us);

/* Removes an entry, wherever it is in the heap. */
void net_timer_heap_remove(struct net_timer_heap *heap, struct net_timer_heap_entry *entry);

/* The earliest entry, which stays in the heap; NULL when the heap is empty. */
const struct net_timer_heap_slot *net_timer_heap_first(const struct net_timer_heap *heap);

/* Frees the memory; the heap is empty again. */
void net_timer_heap_fini(struct net_timer_heap *heap);

#endif
