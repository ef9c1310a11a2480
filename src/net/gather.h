/* Runs many tasks at once and waits for all of them. Uses net/task only.
 *
 * All three functions start the jobs in order, at most at_once of them at a time, and return when
 * all jobs that were started have ended. When the caller is cancelled or late, the jobs are
 * cancelled; those that have not started never do, and their result is CANCELLED.
 */
#ifndef NET_GATHER_H
#define NET_GATHER_H

#include "base/err.h"
#include "net/task.h"

#include <stddef.h>

struct net_gather_job {
    net_task_function *function;
    void *argument;       /* borrowed until the job has ended */
    enum base_err result; /* the value of the function */
};

/* Runs all jobs to their end, even when some fail.
 *
 * Given  jobs     each result is filled in
 *        at_once  at least 1
 * Gives  OK, or the first error in time
 * Fails  MEMORY too
 */
BASE_ERR_CHECKED
enum base_err net_gather_all(struct net_gather_job *jobs, size_t count, size_t at_once);

/* Runs all jobs; at the first error the others are cancelled. Otherwise as net_gather_all.
 * Public for programs that use the library. */
BASE_ERR_CHECKED
enum base_err net_gather_or_cancel(struct net_gather_job *jobs, size_t count, size_t at_once);

/* Runs jobs until one has ended; the others are cancelled.
 * Public for programs that use the library.
 *
 * Gives  the result of the job that ended first; *first is its index, or count when the caller was
 *        cancelled or late before
 */
BASE_ERR_CHECKED
enum base_err net_gather_any(struct net_gather_job *jobs, size_t count, size_t at_once,
                             size_t *first);

#endif
