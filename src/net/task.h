/* Tasks: functions that wait without blocking each other, many on one thread.
 *
 *     static enum base_err tick(void *name)
 *     {
 *         for (int i = 0; i < 3; i++) {
 *             printf("%s %d\n", (const char *)name, i);
 *             enum base_err err = net_task_sleep_ms(100);
 *             if (err != BASE_ERR_OK) return err;
 *         }
 *         return BASE_ERR_OK;
 *     }
 *     int main(void) { return net_task_run(tick, "a") != BASE_ERR_OK; }
 *
 * A task runs until it waits: in net_task_sleep_ms, net_task_yield, net_task_wait_ms,
 * net_task_join, and in functions that use these (net/gather, net/client). Tasks of one thread need
 * no locks between them; a task that computes for a long time delays all the others. Five rules:
 *
 *   1. Each wait gives an enum base_err. OK: continue. CANCELLED: net_task_cancel was called.
 *      LATE: the task's deadline has passed. After these two all further waits fail at once, so
 *      release what you own (`goto done`) and return.
 *   2. A task ends only when its function returns. It releases what it owns.
 *   3. A task joins each task it has spawned, exactly once, before its function returns. So a child
 *      may use variables on its parent's stack.
 *   4. Cancellation is passed on: a cancelled task that waits in net_task_join cancels the child.
 *   5. A task starts even when it was cancelled before: only its waits fail.
 *
 * docs/internals/tasks.md shows one turn of the loop.
 */
#ifndef NET_TASK_H
#define NET_TASK_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#define NET_TASK_STACK_BYTES  65536u /* address space of a task; a sleeping one uses one page */
#define NET_TASK_SPARES_MAX   1024u  /* ended tasks whose stacks keep their memory */
#define NET_TASK_TURN_RESUMES 256u   /* tasks that run before the loop polls its sockets again */
#define NET_TASK_FOREVER      UINT64_MAX

/* The function of a task. net_task_join gives its value. */
typedef enum base_err net_task_function(void *argument);

/* Called on the loop's thread, outside of any task, with the value of the task's function. */
typedef void net_task_ended(void *argument, enum base_err result);

struct net_task_loop; /* the tasks of one libuv loop */
struct net_task;

/* Runs a function as a task, on a loop of its own, until it returns. For main().
 *
 * Gives  the value of the function
 * Fails  MEMORY, SYSTEM: the function was not called
 */
enum base_err net_task_run(net_task_function *function, void *argument);

/* Prepares a libuv loop to run tasks.
 *
 * Given  uv           borrowed until closed
 *        stack_bytes  of each task: NET_TASK_STACK_BYTES, or what deeper functions need
 * Fails  MEMORY
 * Owns   the caller passes the loop to net_task_loop_close
 */
BASE_ERR_CHECKED
enum base_err net_task_loop_open(uv_loop_t *uv, size_t stack_bytes, struct net_task_loop **loop);

/* Takes the loop and frees it once libuv has closed the handles, which takes one turn. No task may
 * be left. */
void net_task_loop_close(struct net_task_loop *loop);

/* Starts a task without a parent. It is not joined.
 *
 * Given  ended  called when the task has ended, or NULL
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_task_start(struct net_task_loop *loop, net_task_function *function,
                             void *argument, net_task_ended *ended, struct net_task **task);

/* Starts a child of the running task; it runs when the parent waits. It inherits the deadline.
 *
 * Fails  MEMORY
 * Owns   the parent passes the task to net_task_join
 */
BASE_ERR_CHECKED
enum base_err net_task_spawn(net_task_function *function, void *argument, struct net_task **task);

/* Waits until a child has ended, and frees it. This wait is never cut short: when the parent is
 * cancelled or late, the child is cancelled, and the parent waits until the child returns.
 *
 * Given  task  taken
 * Gives  the value of the child's function
 */
enum base_err net_task_join(struct net_task *task);

/* Whether the task's function has returned: net_task_join would not wait.
 * Public for programs that use the library. */
bool net_task_has_ended(const struct net_task *task);

/* Makes the task's present wait, if any, and all later ones give CANCELLED. Called by any task or
 * callback on the loop's thread; the task must not have ended. */
void net_task_cancel(struct net_task *task);

/* Waits for a number of milliseconds. 0 is the same as net_task_yield.
 *
 * Fails  CANCELLED, LATE
 */
BASE_ERR_CHECKED
enum base_err net_task_sleep_ms(uint64_t ms);

/* Waits until all tasks that are ready have run; sometimes sockets and timers are served, too.
 * Public for programs that use the library.
 *
 * Fails  CANCELLED, LATE
 */
BASE_ERR_CHECKED
enum base_err net_task_yield(void);

/* Limits the time that the running task may spend until net_task_deadline_end. A deadline that is
 * already set and comes sooner stays in force.
 *
 * Gives  the previous deadline, for net_task_deadline_end: deadlines nest
 */
uint64_t net_task_deadline_begin(uint64_t ms);
void net_task_deadline_end(uint64_t before);

/* Gives what a wait would give now, without waiting: OK, CANCELLED or LATE. For long
 * computations. */
BASE_ERR_CHECKED
enum base_err net_task_check(void);

/* The building block of other waits: stops the running task until net_task_wake.
 *
 * A wake-up that comes before the wait ends it at once. A wait may also end without your wake-up
 * (the end of a child wakes its parent): test your condition in a loop.
 *
 * Given  ms  the longest wait; NET_TASK_FOREVER when something else limits it
 * Fails  CANCELLED; LATE after ms and when the deadline has passed
 */
BASE_ERR_CHECKED
enum base_err net_task_wait_ms(uint64_t ms);
void net_task_wake(struct net_task *task);

/* The running task and its libuv loop; NULL outside of any task. */
struct net_task *net_task_self(void);
uv_loop_t *net_task_uv(void);

#endif
