/* Gathering: a seat for each job at work, taken by the next when its task is over. */
#include "net/gather.h"

#include <assert.h>
#include <stdlib.h>

enum policy { POLICY_ALL, POLICY_CANCEL_ON_ERROR, POLICY_ANY };

struct crew;

struct seat {
    struct crew *crew;
    struct net_gather_job *job;
    struct net_task *task;
    struct seat *next; /* of the free ones, or of those whose job is over */
};

struct crew {
    struct net_gather_job *jobs;
    size_t count;
    size_t begun;
    enum policy policy;
    struct net_task *parent;
    struct seat *seats;
    size_t seat_count;
    size_t at_work;
    struct seat *free;
    struct seat *over, *over_last; /* in the order of their ends */
    enum base_err first_err;
    size_t first; /* the job that was over first */
    bool is_stopping;
};

static enum base_err work(void *argument)
{
    struct seat *seat = argument;
    struct crew *crew = seat->crew;
    seat->job->result = seat->job->function(seat->job->argument);
    seat->next = NULL;
    if (crew->over == NULL)
        crew->over = seat;
    else
        crew->over_last->next = seat;
    crew->over_last = seat;
    return seat->job->result; /* its end wakes the parent */
}

static void note(struct crew *crew, enum base_err err)
{
    if (crew->first_err == BASE_ERR_OK) crew->first_err = err;
}

static void stop(struct crew *crew)
{
    if (crew->is_stopping) return;
    crew->is_stopping = true;
    for (size_t i = 0; i < crew->seat_count; i++)
        if (crew->seats[i].task != NULL) net_task_cancel(crew->seats[i].task);
}

static void fill_seats(struct crew *crew)
{
    while (!crew->is_stopping && crew->begun < crew->count && crew->free != NULL) {
        struct seat *seat = crew->free;
        seat->job = &crew->jobs[crew->begun];
        enum base_err err = net_task_spawn(work, seat, &seat->task);
        if (err != BASE_ERR_OK) {
            note(crew, err);
            stop(crew);
            return;
        }
        crew->free = seat->next;
        crew->at_work++;
        crew->begun++;
    }
}

static void leave_seats(struct crew *crew)
{
    while (crew->over != NULL) {
        struct seat *seat = crew->over;
        crew->over = seat->next;
        enum base_err err = net_task_join(seat->task);
        seat->task = NULL;
        seat->next = crew->free;
        crew->free = seat;
        crew->at_work--;
        if (crew->first == crew->count && !crew->is_stopping)
            crew->first = (size_t)(seat->job - crew->jobs);
        if (!crew->is_stopping) note(crew, err);
        if (crew->policy == POLICY_ANY || (crew->policy == POLICY_CANCEL_ON_ERROR && err != 0))
            stop(crew);
    }
}

/* Once it stops, joining is the wait: it ends with the child only. */
static void wait_for_one(struct crew *crew)
{
    enum base_err err = net_task_wait_ms(NET_TASK_FOREVER);
    if (err == BASE_ERR_OK) return;
    note(crew, err);
    stop(crew);
    for (size_t i = 0; i < crew->seat_count; i++) {
        struct seat *seat = &crew->seats[i];
        if (seat->task == NULL) continue;
        (void)net_task_join(seat->task);
        seat->task = NULL;
    }
    crew->over = NULL;
    crew->at_work = 0;
}

static enum base_err run(struct crew *crew, size_t at_once)
{
    assert(at_once > 0);
    if (crew->count == 0) return BASE_ERR_OK;
    crew->seat_count = at_once < crew->count ? at_once : crew->count;
    crew->seats = calloc(crew->seat_count, sizeof *crew->seats);
    if (crew->seats == NULL) return BASE_ERR_MEMORY;
    crew->parent = net_task_self();
    crew->first = crew->count;
    for (size_t i = crew->seat_count; i-- > 0;) {
        crew->seats[i] = (struct seat){.crew = crew, .next = crew->free};
        crew->free = &crew->seats[i];
    }
    for (size_t i = 0; i < crew->count; i++) crew->jobs[i].result = BASE_ERR_CANCELLED;
    for (;;) {
        leave_seats(crew);
        fill_seats(crew);
        if (crew->at_work == 0) break;
        if (crew->over == NULL) wait_for_one(crew);
    }
    free(crew->seats);
    return crew->first_err;
}

enum base_err net_gather_all(struct net_gather_job *jobs, size_t count, size_t at_once)
{
    struct crew crew = {.jobs = jobs, .count = count, .policy = POLICY_ALL};
    return run(&crew, at_once);
}

enum base_err net_gather_or_cancel(struct net_gather_job *jobs, size_t count, size_t at_once)
{
    struct crew crew = {.jobs = jobs, .count = count, .policy = POLICY_CANCEL_ON_ERROR};
    return run(&crew, at_once);
}

enum base_err net_gather_any(struct net_gather_job *jobs, size_t count, size_t at_once,
                             size_t *first)
{
    struct crew crew = {.jobs = jobs, .count = count, .policy = POLICY_ANY};
    enum base_err err = run(&crew, at_once);
    *first = crew.first;
    return err;
}
