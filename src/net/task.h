/* Tasks: functions that wait without holding up each other, many on one thread.
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
 * net_task_join, and in what is built on them (net/gather, net/client). No lock is needed between
 * tasks of a thread; who computes for long holds up all of them. Five rules:
 *
 *   1. Every wait gives an enum base_err. OK: go on. CANCELLED: somebody called net_task_cancel.
 *      LATE: the task's deadline has passed. After these two every further wait fails at
 *      once, so release what you own (`goto done`) and return.
 *   2. Nothing else ends a task. It is never torn off its stack; what it owns it releases itself.
 *   3. Who spawns, joins: each task exactly once, before its own function returns. So a child may
 *      use what lies on its parent's stack.
 *   4. Being cancelled is passed on: who waits in net_task_join cancels the child it waits for.
 *   5. A task begins even when it was cancelled before: only its waits fail.
 *
 * docs/internals/tasks.md draws one turn of the loop.
 */
#ifndef NET_TASK_H
#define NET_TASK_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#define NET_TASK_STACK_BYTES  65536u /* address space of a task; a sleeping one uses a page */
#define NET_TASK_SPARES_MAX   1024u  /* ended tasks whose stacks stay as they are for the next */
#define NET_TASK_TURN_RESUMES 256u   /* tasks that run before the loop looks at its sockets again */
#define NET_TASK_FOREVER      UINT64_MAX

/* What a task does. Its value is what net_task_join gives. */
typedef enum base_err net_task_function(void *argument);

/* Calls back on the loop's thread, outside of any task, with what the function gave. */
typedef void net_task_ended(void *argument, enum base_err result);

struct net_task_loop; /* the tasks of one libuv loop */
struct net_task;

/* Runs a function as a task, on a loop of its own, until it returns. For main().
 *
 * Gives  what the function gives
 * Fails  MEMORY, SYSTEM: then the function was not called
 */
enum base_err net_task_run(net_task_function *function, void *argument);

/* Lets tasks run on a libuv loop.
 *
 * Given  uv           borrowed until closed
 *        stack_bytes  of every task: NET_TASK_STACK_BYTES, or what deeper functions need
 * Fails  MEMORY
 * Owns   the caller gives it to net_task_loop_close
 */
BASE_ERR_CHECKED
enum base_err net_task_loop_open(uv_loop_t *uv, size_t stack_bytes, struct net_task_loop **loop);

/* Takes the loop: its memory is freed once uv has closed the handles, which takes a turn. No task
 * is left. */
void net_task_loop_close(struct net_task_loop *loop);

/* Begins a task that has no parent. Nobody joins it.
 *
 * Given  ended  called when it is over, or NULL
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_task_start(struct net_task_loop *loop, net_task_function *function,
                             void *argument, net_task_ended *ended, struct net_task **task);

/* Begins a child of the running task; it runs when the parent waits. It inherits the deadline.
 *
 * Fails  MEMORY
 * Owns   the parent gives the task to net_task_join
 */
BASE_ERR_CHECKED
enum base_err net_task_spawn(net_task_function *function, void *argument, struct net_task **task);

/* Waits until a child is over and frees it. This one wait does end only then: when the parent is
 * cancelled or late meanwhile, the child is cancelled, and has to obey.
 *
 * Given  task  taken
 * Gives  what the child's function gave
 */
enum base_err net_task_join(struct net_task *task);

/* Whether its function has returned: net_task_join would not wait. */
bool net_task_has_ended(const struct net_task *task);

/* Makes the task's present wait, if any, and all later ones give CANCELLED. From any task or
 * callback of the loop's thread; the task is not over. */
void net_task_cancel(struct net_task *task);

/* Waits so many milliseconds. 0 is net_task_yield.
 *
 * Fails  CANCELLED, LATE
 */
BASE_ERR_CHECKED
enum base_err net_task_sleep_ms(uint64_t ms);

/* Lets all tasks run that are ready, sockets and timers at times too.
 *
 * Fails  CANCELLED, LATE
 */
BASE_ERR_CHECKED
enum base_err net_task_yield(void);

/* Gives all that follows in this task at most so many milliseconds, or less where less was given
 * before.
 *
 * Gives  the deadline before, for net_task_deadline_end: they nest
 */
uint64_t net_task_deadline_begin(uint64_t ms);
void net_task_deadline_end(uint64_t before);

/* What a wait would give without waiting: OK, CANCELLED or LATE. For long computations. */
BASE_ERR_CHECKED
enum base_err net_task_check(void);

/* For rooms that make something new to wait for: parks the running task until net_task_wake.
 *
 * A wake that comes before the wait counts. Wakes may come without a reason (the end of a child is
 * one): ask your condition in a loop.
 *
 * Given  ms  at most; NET_TASK_FOREVER for a wait that is bounded by something else
 * Fails  CANCELLED; LATE after ms and when the deadline has passed
 */
BASE_ERR_CHECKED
enum base_err net_task_wait_ms(uint64_t ms);
void net_task_wake(struct net_task *task);

/* The running task and libuv's loop under it; outside of any task, NULL. */
struct net_task *net_task_self(void);
uv_loop_t *net_task_uv(void);

#endif
