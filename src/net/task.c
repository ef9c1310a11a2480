/* Tasks on a libuv loop. A task's struct is at the top of its stack, so one page holds a sleeping
 * task; ended tasks are kept with stack and timer for the next ones. Ready tasks wait in a queue,
 * which an idle handle empties before libuv polls its sockets; the handle is active only while the
 * queue is not empty, so an idle loop blocks. net/stack allocates stacks, net/switch changes them.
 */
#include "net/task.h"

#include "net/stack.h"
#include "net/switch.h"

#include <assert.h>
#include <stdlib.h>

#define TASK_ALIGN 64u /* a cache line, and more than any register */
#ifdef NET_SWITCH_UCONTEXT
#define STACK_FACTOR 2u
#else
#define STACK_FACTOR 1u
#endif

enum state { STATE_READY, STATE_RUNNING, STATE_WAITING, STATE_ENDED };

struct net_task {
    struct net_switch context;
    struct net_task_loop *loop;
    struct net_task *next; /* in the queue, or of the spares */
    enum state state;
    enum base_err result;
    bool is_woken;
    bool is_cancelled;
    unsigned children;
    uint64_t deadline_ms; /* on the loop's clock */
    net_task_function *function;
    void *argument;
    net_task_ended *ended;
    struct net_task *parent;
    uv_timer_t timer;
    struct net_stack stack;
};

struct net_task_loop {
    uv_loop_t *uv;
    uv_idle_t idle;
    struct net_switch context; /* the thread's own */
    struct net_stack_pool stacks;
    struct net_task *first, *last; /* ready */
    struct net_task *spares;
    unsigned ready;
    unsigned alive; /* tasks whose function has not returned, or that have not been joined */
    unsigned spare_count;
    unsigned closing; /* handles */
};

static _Thread_local struct net_task *running;

struct net_task *net_task_self(void)
{
    return running;
}

uv_loop_t *net_task_uv(void)
{
    return running == NULL ? NULL : running->loop->uv;
}

/* ---- the queue ---- */

static void on_idle(uv_idle_t *idle);

static void push_ready(struct net_task *task)
{
    struct net_task_loop *loop = task->loop;
    task->state = STATE_READY;
    task->next = NULL;
    if (loop->first == NULL)
        loop->first = task;
    else
        loop->last->next = task;
    loop->last = task;
    if (loop->ready++ == 0) uv_idle_start(&loop->idle, on_idle);
}

static struct net_task *pop_ready(struct net_task_loop *loop)
{
    assert(loop->ready > 0);
    struct net_task *task = loop->first;
    loop->first = task->next;
    loop->ready--;
    return task;
}

static void release(struct net_task *task);

static void resume(struct net_task_loop *loop, struct net_task *task)
{
    assert(running == NULL); /* a task must not run a loop */
    assert(task->state == STATE_READY);
    task->state = STATE_RUNNING;
    running = task;
    net_switch_to(&loop->context, &task->context);
    running = NULL;
    assert(task->stack.is_guarded || net_stack_is_sound(task->stack));
    if (task->state != STATE_ENDED || task->parent != NULL) return;
    net_task_ended *ended = task->ended;
    void *argument = task->argument;
    enum base_err result = task->result;
    release(task);
    if (ended != NULL) ended(argument, result);
}

/* Runs all tasks that are ready now, and those that become ready while the turn is short. */
static void on_idle(uv_idle_t *idle)
{
    struct net_task_loop *loop = idle->data;
    unsigned left = loop->ready > NET_TASK_TURN_RESUMES ? loop->ready : NET_TASK_TURN_RESUMES;
    for (; left > 0 && loop->ready > 0; left--) resume(loop, pop_ready(loop));
    if (loop->ready == 0) uv_idle_stop(idle);
}

/* ---- waiting ---- */

static void on_timer(uv_timer_t *timer)
{
    struct net_task *task = timer->data;
    if (task->state == STATE_WAITING) push_ready(task);
}

/* Runs other tasks until this one is put into the queue again, at the latest at until_ms. */
static void park(struct net_task *self, uint64_t until_ms)
{
    self->state = STATE_WAITING;
    if (until_ms != NET_TASK_FOREVER) {
        uint64_t now_ms = uv_now(self->loop->uv);
        uv_timer_start(&self->timer, on_timer, until_ms > now_ms ? until_ms - now_ms : 0, 0);
    }
    net_switch_to(&self->context, &self->loop->context);
    if (until_ms != NET_TASK_FOREVER) uv_timer_stop(&self->timer);
}

static enum base_err status_of_wait(const struct net_task *self)
{
    /* LATE first: a parent with the same deadline may notice it first and cancel this child. */
    if (self->deadline_ms <= uv_now(self->loop->uv)) return BASE_ERR_LATE;
    return self->is_cancelled ? BASE_ERR_CANCELLED : BASE_ERR_OK;
}

enum base_err net_task_check(void)
{
    assert(running != NULL);
    uv_update_time(running->loop->uv);
    return status_of_wait(running);
}

static uint64_t after_ms(uint64_t ms)
{
    assert(running != NULL); /* only tasks wait */
    uv_update_time(running->loop->uv);
    uint64_t now_ms = uv_now(running->loop->uv);
    return ms < NET_TASK_FOREVER - now_ms ? now_ms + ms : NET_TASK_FOREVER;
}

static enum base_err wait_until(struct net_task *self, uint64_t until_ms)
{
    enum base_err err = status_of_wait(self);
    if (err == BASE_ERR_OK && !self->is_woken)
        park(self, until_ms < self->deadline_ms ? until_ms : self->deadline_ms);
    bool is_woken = self->is_woken;
    self->is_woken = false;
    err = status_of_wait(self);
    if (err != BASE_ERR_OK || is_woken) return err;
    return BASE_ERR_LATE;
}

enum base_err net_task_wait_ms(uint64_t ms)
{
    uint64_t until_ms = ms == NET_TASK_FOREVER ? ms : after_ms(ms);
    assert(running != NULL);
    return wait_until(running, until_ms);
}

enum base_err net_task_sleep_ms(uint64_t ms)
{
    if (ms == 0) return net_task_yield();
    uint64_t until_ms = after_ms(ms);
    struct net_task *self = running;
    while (uv_now(self->loop->uv) < until_ms) {
        (void)wait_until(self, until_ms);
        enum base_err err = status_of_wait(self);
        if (err != BASE_ERR_OK) return err;
    }
    return status_of_wait(self);
}

enum base_err net_task_yield(void)
{
    struct net_task *self = running;
    assert(self != NULL);
    enum base_err err = status_of_wait(self);
    if (err != BASE_ERR_OK) return err;
    push_ready(self);
    net_switch_to(&self->context, &self->loop->context);
    return status_of_wait(self);
}

void net_task_wake(struct net_task *task)
{
    task->is_woken = true;
    if (task->state == STATE_WAITING) push_ready(task);
}

void net_task_cancel(struct net_task *task)
{
    task->is_cancelled = true;
    if (task->state == STATE_WAITING) push_ready(task);
}

uint64_t net_task_deadline_begin(uint64_t ms)
{
    uint64_t at_ms = after_ms(ms), before = running->deadline_ms;
    if (at_ms < before) running->deadline_ms = at_ms;
    return before;
}

void net_task_deadline_end(uint64_t before)
{
    assert(running != NULL && before >= running->deadline_ms); /* begin never moves it back */
    running->deadline_ms = before;
}

/* ---- creation and end ---- */

static void entry(void)
{
    struct net_task *self = running;
    net_switch_arrive(&self->context);
    self->result = self->function(self->argument);
    assert(self->children == 0); /* rule 3: each child has been joined */
    self->state = STATE_ENDED;
    if (self->parent != NULL) net_task_wake(self->parent);
    net_switch_leave(&self->context, &self->loop->context);
}

/* Reuses an ended task, or makes one at the top of a new stack. */
static struct net_task *allocate(struct net_task_loop *loop)
{
    struct net_task *task = loop->spares;
    if (task != NULL) {
        loop->spares = task->next;
        loop->spare_count--;
        return task;
    }
    struct net_stack stack;
    if (net_stack_allocate(&loop->stacks, &stack) != BASE_ERR_OK) return NULL;
    size_t bytes = (sizeof *task + TASK_ALIGN - 1) / TASK_ALIGN * TASK_ALIGN;
    task = (struct net_task *)(void *)(stack.low + stack.bytes - bytes);
    task->loop = loop;
    task->stack = stack;
    task->stack.bytes -= bytes;
    uv_timer_init(loop->uv, &task->timer);
    task->timer.data = task;
    return task;
}

static void release(struct net_task *task)
{
    struct net_task_loop *loop = task->loop;
    assert(loop->alive > 0);
    loop->alive--;
    net_stack_unpoison(task->stack);
    if (loop->spare_count >= NET_TASK_SPARES_MAX) net_stack_trim(task->stack, task);
    task->next = loop->spares;
    loop->spares = task;
    loop->spare_count++;
}

static enum base_err create(struct net_task_loop *loop, net_task_function *function, void *argument,
                            struct net_task **created)
{
    assert(function != NULL);
    struct net_task *task = allocate(loop);
    if (task == NULL) return BASE_ERR_MEMORY;
    loop->alive++;
    net_switch_prepare(&task->context, task->stack.low, task->stack.bytes, entry);
    task->is_woken = task->is_cancelled = false;
    task->children = 0;
    task->deadline_ms = NET_TASK_FOREVER;
    task->function = function;
    task->argument = argument;
    task->ended = NULL;
    task->parent = NULL;
    push_ready(task);
    *created = task;
    return BASE_ERR_OK;
}

enum base_err net_task_start(struct net_task_loop *loop, net_task_function *function,
                             void *argument, net_task_ended *ended, struct net_task **task)
{
    enum base_err err = create(loop, function, argument, task);
    if (err == BASE_ERR_OK) (*task)->ended = ended;
    return err;
}

enum base_err net_task_spawn(net_task_function *function, void *argument, struct net_task **task)
{
    struct net_task *self = running;
    assert(self != NULL);
    enum base_err err = create(self->loop, function, argument, task);
    if (err != BASE_ERR_OK) return err;
    (*task)->parent = self;
    (*task)->deadline_ms = self->deadline_ms;
    self->children++;
    return BASE_ERR_OK;
}

bool net_task_has_ended(const struct net_task *task)
{
    return task->state == STATE_ENDED;
}

enum base_err net_task_join(struct net_task *task)
{
    struct net_task *self = running;
    assert(task->parent == self);
    bool has_cancelled = false;
    while (task->state != STATE_ENDED) {
        if (!has_cancelled && status_of_wait(self) != BASE_ERR_OK) {
            net_task_cancel(task);
            has_cancelled = true;
        }
        park(self, has_cancelled ? NET_TASK_FOREVER : self->deadline_ms);
        self->is_woken = false;
    }
    enum base_err result = task->result;
    assert(self->children > 0);
    self->children--;
    release(task);
    return result;
}

/* ---- the loop ---- */

enum base_err net_task_loop_open(uv_loop_t *uv, size_t stack_bytes, struct net_task_loop **opened)
{
    assert(stack_bytes > 0);
    struct net_task_loop *loop = calloc(1, sizeof *loop);
    if (loop == NULL) return BASE_ERR_MEMORY;
    loop->uv = uv;
    net_stack_pool_init(&loop->stacks, stack_bytes * STACK_FACTOR);
    uv_idle_init(uv, &loop->idle);
    loop->idle.data = loop;
    *opened = loop;
    return BASE_ERR_OK;
}

static void on_closed(struct net_task_loop *loop)
{
    assert(loop->closing > 0);
    if (--loop->closing > 0) return;
    net_stack_pool_fini(&loop->stacks);
    free(loop);
}

static void on_idle_closed(uv_handle_t *handle)
{
    on_closed(handle->data);
}

static void on_timer_closed(uv_handle_t *handle)
{
    on_closed(((struct net_task *)handle->data)->loop);
}

void net_task_loop_close(struct net_task_loop *loop)
{
    assert(loop->alive == 0);
    loop->closing = loop->spare_count + 1;
    for (struct net_task *task = loop->spares; task != NULL; task = task->next)
        uv_close((uv_handle_t *)&task->timer, on_timer_closed);
    uv_close((uv_handle_t *)&loop->idle, on_idle_closed);
}

struct main_task {
    net_task_function *function;
    void *argument;
    enum base_err result;
};

static enum base_err run_main(void *argument)
{
    struct main_task *program = argument;
    program->result = program->function(program->argument);
    return program->result;
}

enum base_err net_task_run(net_task_function *function, void *argument)
{
    uv_loop_t uv;
    struct net_task_loop *loop;
    struct net_task *task;
    struct main_task program = {function, argument, BASE_ERR_MEMORY};
    assert(running == NULL); /* a task must not run a loop */
    if (uv_loop_init(&uv) != 0) return BASE_ERR_SYSTEM;
    if (net_task_loop_open(&uv, NET_TASK_STACK_BYTES, &loop) != BASE_ERR_OK) goto close_uv;
    if (net_task_start(loop, run_main, &program, NULL, &task) == BASE_ERR_OK)
        uv_run(&uv, UV_RUN_DEFAULT);
    net_task_loop_close(loop);
    uv_run(&uv, UV_RUN_DEFAULT);
close_uv:
    (void)uv_loop_close(&uv);
    return program.result;
}
