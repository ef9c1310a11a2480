/* A binary heap in an array. The times stand beside the pointers, so that sifting stays in it.
 *
 * Source  Williams 1964, Algorithm 232: Heapsort
 */
#include "net/conn/timer_heap.h"

#include <assert.h>
#include <stdlib.h>

#define FIRST_ROOM 64u

static void put(struct net_timer_heap *wake, size_t at, struct net_timer_heap_slot slot)
{
    wake->slots[at] = slot;
    slot.entry->at = at;
}

/* Finds the place of a slot from `at` towards the first. */
static void sift_up(struct net_timer_heap *wake, size_t at, struct net_timer_heap_slot slot)
{
    while (at > 0 && slot.due_us < wake->slots[(at - 1) / 2].due_us) {
        put(wake, at, wake->slots[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(wake, at, slot);
}

/* Finds the place of a slot from `at` towards the last. */
static void sift_down(struct net_timer_heap *wake, size_t at, struct net_timer_heap_slot slot)
{
    for (size_t child; (child = 2 * at + 1) < wake->count; at = child) {
        if (child + 1 < wake->count && wake->slots[child + 1].due_us < wake->slots[child].due_us)
            child++;
        if (slot.due_us <= wake->slots[child].due_us) break;
        put(wake, at, wake->slots[child]);
    }
    put(wake, at, slot);
}

enum base_err net_timer_heap_add(struct net_timer_heap *wake, struct net_timer_heap_entry *entry,
                                 int64_t due_us)
{
    if (wake->count == wake->room) {
        size_t room = wake->room > 0 ? wake->room * 2 : FIRST_ROOM;
        struct net_timer_heap_slot *slots = realloc(wake->slots, room * sizeof *slots);
        if (slots == NULL) return BASE_ERR_MEMORY;
        wake->slots = slots;
        wake->room = room;
    }
    sift_up(wake, wake->count++, (struct net_timer_heap_slot){due_us, entry});
    return BASE_ERR_OK;
}

void net_timer_heap_remove(struct net_timer_heap *wake, struct net_timer_heap_entry *entry)
{
    size_t at = entry->at;
    assert(at < wake->count && wake->slots[at].entry == entry);
    struct net_timer_heap_slot last = wake->slots[--wake->count];
    if (at == wake->count) return;
    if (at > 0 && last.due_us < wake->slots[(at - 1) / 2].due_us)
        sift_up(wake, at, last);
    else
        sift_down(wake, at, last);
}

const struct net_timer_heap_slot *net_timer_heap_first(const struct net_timer_heap *wake)
{
    return wake->count > 0 ? wake->slots : NULL;
}

void net_timer_heap_fini(struct net_timer_heap *wake)
{
    free(wake->slots);
    *wake = (struct net_timer_heap){NULL, 0, 0};
}
