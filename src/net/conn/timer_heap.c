/* A binary heap in an array. The times are stored beside the pointers, so that sifting
 * reads no other memory.
 *
 * Source  Williams 1964, Algorithm 232: Heapsort
 */
#include "net/conn/timer_heap.h"

#include <assert.h>
#include <stdlib.h>

#define FIRST_CAPACITY 64u

static void place(struct net_timer_heap *heap, size_t at, struct net_timer_heap_slot slot)
{
    assert(at < heap->capacity);
    heap->slots[at] = slot;
    slot.entry->at = at;
}

/* Moves later slots down from `at` until the slot fits, and places it. */
static void sift_up(struct net_timer_heap *heap, size_t at, struct net_timer_heap_slot slot)
{
    while (at > 0 && slot.due_us < heap->slots[(at - 1) / 2].due_us) {
        place(heap, at, heap->slots[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(heap, at, slot);
}

/* Moves earlier slots up from `at` until the slot fits, and places it. */
static void sift_down(struct net_timer_heap *heap, size_t at, struct net_timer_heap_slot slot)
{
    for (size_t child; (child = 2 * at + 1) < heap->count; at = child) {
        if (child + 1 < heap->count && heap->slots[child + 1].due_us < heap->slots[child].due_us)
            child++;
        if (slot.due_us <= heap->slots[child].due_us) break;
        place(heap, at, heap->slots[child]);
    }
    place(heap, at, slot);
}

enum base_err net_timer_heap_add(struct net_timer_heap *heap, struct net_timer_heap_entry *entry,
                                 int64_t due_us)
{
    assert(heap->count <= heap->capacity);
    if (heap->count == heap->capacity) {
        size_t capacity = heap->capacity > 0 ? heap->capacity * 2 : FIRST_CAPACITY;
        struct net_timer_heap_slot *slots = realloc(heap->slots, capacity * sizeof *slots);
        if (slots == NULL) return BASE_ERR_MEMORY;
        heap->slots = slots;
        heap->capacity = capacity;
    }
    sift_up(heap, heap->count++, (struct net_timer_heap_slot){due_us, entry});
    assert(heap->slots[entry->at].entry == entry);
    return BASE_ERR_OK;
}

void net_timer_heap_remove(struct net_timer_heap *heap, struct net_timer_heap_entry *entry)
{
    size_t at = entry->at;
    assert(at < heap->count && heap->slots[at].entry == entry);
    struct net_timer_heap_slot last = heap->slots[--heap->count];
    if (at == heap->count) return;
    if (at > 0 && last.due_us < heap->slots[(at - 1) / 2].due_us)
        sift_up(heap, at, last);
    else
        sift_down(heap, at, last);
}

const struct net_timer_heap_slot *net_timer_heap_first(const struct net_timer_heap *heap)
{
    return heap->count > 0 ? heap->slots : NULL;
}

void net_timer_heap_fini(struct net_timer_heap *heap)
{
    free(heap->slots);
    *heap = (struct net_timer_heap){NULL, 0, 0};
}
