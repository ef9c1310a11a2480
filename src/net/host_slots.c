/* Slots: a queue of waiting tasks for each host. A released slot is assigned to a waiting task at
 * once, so that no later task can take it. Fairness among hosts: a host that received a slot moves
 * to the end of the list.
 */
#include "net/host_slots.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct waiter {
    struct net_task *task;
    struct waiter *next;
    bool has_slot;
};

struct net_host_slots_host {
    struct net_host_slots_host *next;
    unsigned taken;
    struct waiter *first, *last;
    size_t length;
    char name[];
};

void net_host_slots_init(struct net_host_slots *slots, unsigned max, unsigned host_max)
{
    *slots =
        (struct net_host_slots){.max = max > 0 ? max : 1, .host_max = host_max > 0 ? host_max : 1};
}

static struct net_host_slots_host *host_of(struct net_host_slots *slots, struct base_text name)
{
    struct net_host_slots_host **at = &slots->hosts;
    for (; *at != NULL; at = &(*at)->next)
        if (base_text_equals_any_case(name, (struct base_text){(*at)->name, (*at)->length}))
            return *at;
    struct net_host_slots_host *host = calloc(1, sizeof *host + name.length);
    if (host == NULL) return NULL;
    memcpy(host->name, name.at, name.length);
    host->length = name.length;
    return *at = host;
}

static struct net_host_slots_host **pointer_to(struct net_host_slots *slots,
                                               const struct net_host_slots_host *host)
{
    struct net_host_slots_host **at = &slots->hosts;
    while (*at != host) at = &(*at)->next;
    return at;
}

static void free_if_idle(struct net_host_slots *slots, struct net_host_slots_host *host)
{
    if (host->taken > 0 || host->first != NULL) return;
    *pointer_to(slots, host) = host->next;
    free(host);
}

static void move_to_end(struct net_host_slots *slots, struct net_host_slots_host *host)
{
    *pointer_to(slots, host) = host->next;
    host->next = NULL;
    *pointer_to(slots, NULL) = host;
}

static void assign_slots(struct net_host_slots *slots)
{
    while (slots->taken < slots->max) {
        struct net_host_slots_host *host = slots->hosts;
        while (host != NULL && (host->first == NULL || host->taken >= slots->host_max))
            host = host->next;
        if (host == NULL) return;
        struct waiter *waiter = host->first;
        host->first = waiter->next;
        waiter->has_slot = true;
        assert(host->taken < slots->host_max);
        host->taken++;
        slots->taken++;
        net_task_wake(waiter->task);
        move_to_end(slots, host);
    }
}

static void leave_queue(struct net_host_slots_host *host, struct waiter *waiter)
{
    struct waiter **at = &host->first, *before = NULL;
    while (*at != waiter) {
        before = *at;
        at = &before->next;
    }
    *at = waiter->next;
    if (host->last == waiter) host->last = before;
}

enum base_err net_host_slots_acquire(struct net_host_slots *slots, struct base_text name,
                                     struct net_host_slots_host **taken)
{
    struct net_host_slots_host *host = host_of(slots, name);
    if (host == NULL) return BASE_ERR_MEMORY;
    struct waiter waiter = {.task = net_task_self()};
    if (host->first == NULL)
        host->first = &waiter;
    else
        host->last->next = &waiter;
    host->last = &waiter;
    assign_slots(slots);
    while (!waiter.has_slot) {
        enum base_err err = net_task_wait_ms(NET_TASK_FOREVER); /* limited by the task's deadline */
        if (err == BASE_ERR_OK) continue;
        if (waiter.has_slot) {
            net_host_slots_release(slots, host);
            return err;
        }
        leave_queue(host, &waiter);
        free_if_idle(slots, host);
        return err;
    }
    *taken = host;
    return BASE_ERR_OK;
}

void net_host_slots_release(struct net_host_slots *slots, struct net_host_slots_host *host)
{
    assert(host->taken > 0 && slots->taken > 0);
    host->taken--;
    slots->taken--;
    assign_slots(slots);
    free_if_idle(slots, host);
}
