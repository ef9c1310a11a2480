/* A slot for each job that runs; when its task has ended, the next job uses the slot. */
#include "net/gather.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

enum policy { POLICY_ALL, POLICY_CANCEL_ON_ERROR, POLICY_ANY };

struct gathering;

struct slot {
    struct gathering *gathering;
    struct net_gather_job *job;
    struct net_task *task;
    struct slot *next; /* in the list of free slots, or of those whose job has ended */
};

struct gathering {
    struct net_gather_job *jobs;
    size_t count;
    size_t begun;
    enum policy policy;
    struct net_task *parent;
    struct slot *slots;
    size_t slot_count;
    size_t running;
    struct slot *free;
    struct slot *ended, *last_ended; /* in the order in which they ended */
    enum base_err first_err;
    size_t first; /* index of the job that ended first */
    bool is_stopping;
};

static enum base_err run_job(void *argument)
{
    struct slot *slot = argument;
    struct gathering *gathering = slot->gathering;
    slot->job->result = slot->job->function(slot->job->argument);
    slot->next = NULL;
    if (gathering->ended == NULL)
        gathering->ended = slot;
    else
        gathering->last_ended->next = slot;
    gathering->last_ended = slot;
    return slot->job->result; /* the end of a task wakes its parent */
}

static void record_error(struct gathering *gathering, enum base_err err)
{
    if (gathering->first_err == BASE_ERR_OK) gathering->first_err = err;
}

static void stop(struct gathering *gathering)
{
    if (gathering->is_stopping) return;
    gathering->is_stopping = true;
    for (size_t i = 0; i < gathering->slot_count; i++)
        if (gathering->slots[i].task != NULL) net_task_cancel(gathering->slots[i].task);
}

static void start_jobs(struct gathering *gathering)
{
    while (!gathering->is_stopping && gathering->begun < gathering->count &&
           gathering->free != NULL) {
        struct slot *slot = gathering->free;
        slot->job = &gathering->jobs[gathering->begun];
        enum base_err err = net_task_spawn(run_job, slot, &slot->task);
        if (err != BASE_ERR_OK) {
            record_error(gathering, err);
            stop(gathering);
            return;
        }
        gathering->free = slot->next;
        gathering->running++;
        gathering->begun++;
    }
}

static void join_ended(struct gathering *gathering)
{
    while (gathering->ended != NULL) {
        struct slot *slot = gathering->ended;
        gathering->ended = slot->next;
        enum base_err err = net_task_join(slot->task);
        slot->task = NULL;
        slot->next = gathering->free;
        gathering->free = slot;
        assert(gathering->running > 0);
        gathering->running--;
        if (gathering->first == gathering->count && !gathering->is_stopping)
            gathering->first = (size_t)(slot->job - gathering->jobs);
        if (!gathering->is_stopping) record_error(gathering, err);
        if (gathering->policy == POLICY_ANY ||
            (gathering->policy == POLICY_CANCEL_ON_ERROR && err != 0))
            stop(gathering);
    }
}

/* Waits for the end of a job. When this task is cancelled or late, joins all jobs. */
static void wait_for_end(struct gathering *gathering)
{
    enum base_err err = net_task_wait_ms(NET_TASK_FOREVER);
    if (err == BASE_ERR_OK) return;
    record_error(gathering, err);
    stop(gathering);
    for (size_t i = 0; i < gathering->slot_count; i++) {
        struct slot *slot = &gathering->slots[i];
        if (slot->task == NULL) continue;
        (void)net_task_join(slot->task);
        slot->task = NULL;
    }
    gathering->ended = NULL;
    gathering->running = 0;
}

static enum base_err run(struct gathering *gathering, size_t at_once)
{
    assert(at_once > 0 && (gathering->jobs != NULL || gathering->count == 0));
    if (gathering->count == 0) return BASE_ERR_OK;
    gathering->slot_count = at_once < gathering->count ? at_once : gathering->count;
    gathering->slots = calloc(gathering->slot_count, sizeof *gathering->slots);
    if (gathering->slots == NULL) return BASE_ERR_MEMORY;
    gathering->parent = net_task_self();
    gathering->first = gathering->count;
    for (size_t i = gathering->slot_count; i-- > 0;) {
        gathering->slots[i] = (struct slot){.gathering = gathering, .next = gathering->free};
        gathering->free = &gathering->slots[i];
    }
    for (size_t i = 0; i < gathering->count; i++) gathering->jobs[i].result = BASE_ERR_CANCELLED;
    for (;;) {
        join_ended(gathering);
        start_jobs(gathering);
        if (gathering->running == 0) break;
        if (gathering->ended == NULL) wait_for_end(gathering);
    }
    free(gathering->slots);
    return gathering->first_err;
}

enum base_err net_gather_all(struct net_gather_job *jobs, size_t count, size_t at_once)
{
    struct gathering gathering = {.jobs = jobs, .count = count, .policy = POLICY_ALL};
    return run(&gathering, at_once);
}

enum base_err net_gather_or_cancel(struct net_gather_job *jobs, size_t count, size_t at_once)
{
    struct gathering gathering = {.jobs = jobs, .count = count, .policy = POLICY_CANCEL_ON_ERROR};
    return run(&gathering, at_once);
}

enum base_err net_gather_any(struct net_gather_job *jobs, size_t count, size_t at_once,
                             size_t *first)
{
    struct gathering gathering = {.jobs = jobs, .count = count, .policy = POLICY_ANY};
    enum base_err err = run(&gathering, at_once);
    *first = gathering.first;
    return err;
}
