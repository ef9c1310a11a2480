/* Many tasks at once, and one wait for all of them. Built on net/task alone.
 *
 * All three begin the jobs in their order, at most at_once of them at a time, and return when every
 * job that was begun is over: nothing of them is left running. A caller that is cancelled or late
 * cancels the jobs; those not begun yet never are, their result is CANCELLED.
 */
#ifndef NET_GATHER_H
#define NET_GATHER_H

#include "net/task.h"

struct net_gather_job {
    net_task_function *function;
    void *argument;       /* borrowed until the gathering is over */
    enum base_err result; /* what the function gave */
};

/* Runs all jobs to their end, whatever becomes of the others.
 *
 * Given  jobs     each result is filled in
 *        at_once  at least 1
 * Gives  OK, or the first error in time
 * Fails  MEMORY too
 */
BASE_ERR_CHECKED
enum base_err net_gather_all(struct net_gather_job *jobs, size_t count, size_t at_once);

/* Runs all jobs; at the first error the others are cancelled. Given and gives as net_gather_all. */
BASE_ERR_CHECKED
enum base_err net_gather_or_cancel(struct net_gather_job *jobs, size_t count, size_t at_once);

/* Runs jobs until one is over; the others are cancelled.
 *
 * Gives  the result of the job that was over first, *first its index; count when the wait was
 *        ended before
 */
BASE_ERR_CHECKED
enum base_err net_gather_any(struct net_gather_job *jobs, size_t count, size_t at_once,
                             size_t *first);

#endif
