/* net/task and net/gather: waiting, cancelling, deadlines, many at once. */
#include "check.h"
#include "net/gather.h"
#include "net/task.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY     1000
#define SLEEPERS 20000 /* bench/task.c has 100,000 */

static char diary[256];

static void note(const char *word)
{
    strncat(diary, word, sizeof diary - strlen(diary) - 1);
}

static enum base_err run(net_task_function *function)
{
    diary[0] = '\0';
    return net_task_run(function, NULL);
}

static uint64_t now_ms(void)
{
    return uv_hrtime() / 1000000;
}

static enum base_err sleep_argument(void *ms)
{
    return net_task_sleep_ms(*(const uint64_t *)ms);
}

/* ---- one task ---- */

static enum base_err give_range(void *argument)
{
    assert_ptr_equal(argument, diary);
    return BASE_ERR_RANGE;
}

static void test_task_run_gives_what_the_function_gives(void **state)
{
    (void)state;
    assert_null(net_task_self());
    assert_int_equal(net_task_run(give_range, diary), BASE_ERR_RANGE);
    assert_null(net_task_self());
}

static enum base_err sleep_50(void *argument)
{
    (void)argument;
    uint64_t from = now_ms();
    assert_int_equal(net_task_sleep_ms(50), BASE_ERR_OK);
    assert_true(now_ms() - from >= 49); /* the loop's clock ticks in ms */
    return BASE_ERR_OK;
}

static void test_task_sleep_lasts_as_long_as_asked(void **state)
{
    (void)state;
    assert_int_equal(run(sleep_50), BASE_ERR_OK);
}

static enum base_err write_letters(void *letters)
{
    for (const char *at = letters; *at != '\0'; at++) {
        note((char[]){*at, '\0'});
        enum base_err err = net_task_yield();
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

static enum base_err take_turns(void *argument)
{
    (void)argument;
    struct net_task *a, *b;
    assert_int_equal(net_task_spawn(write_letters, "ace", &a), BASE_ERR_OK);
    assert_int_equal(net_task_spawn(write_letters, "bdf", &b), BASE_ERR_OK);
    note("-");
    assert_int_equal(net_task_join(a), BASE_ERR_OK);
    assert_true(diary[1] == 'a');
    return net_task_join(b);
}

static void test_task_yield_takes_turns_in_order(void **state)
{
    (void)state;
    assert_int_equal(run(take_turns), BASE_ERR_OK);
    assert_string_equal(diary, "-abcdef");
}

static enum base_err fill_registers(void *argument)
{
    double sum = 0, x = *(const double *)argument;
    for (int i = 0; i < 100; i++) {
        double before = x * i;
        assert_int_equal(net_task_yield(), BASE_ERR_OK);
        sum += x * i - before;
        x += 1e-3;
    }
    /* Both products come from the same registers or not; the sum is exactly zero if so. */
    CHECK_NEAR(sum, 0.0, 0.0);
    CHECK_NEAR(x, *(const double *)argument + 0.1, 1e-5); /* 100 roundings of 1e9: 1e-7 each */
    return BASE_ERR_OK;
}

static enum base_err compute_between(void *argument)
{
    (void)argument;
    double x[3] = {1.5, 1e9, -7.25};
    struct net_gather_job jobs[3];
    for (int i = 0; i < 3; i++) jobs[i] = (struct net_gather_job){fill_registers, &x[i], 0};
    return net_gather_all(jobs, 3, 3);
}

static void test_task_numbers_survive_a_switch(void **state)
{
    (void)state;
    assert_int_equal(run(compute_between), BASE_ERR_OK);
}

/* ---- cancel ---- */

static enum base_err own_something(void *argument)
{
    (void)argument;
    char *owned = malloc(100);
    assert_non_null(owned);
    enum base_err err = net_task_sleep_ms(60000);
    if (err != BASE_ERR_OK) goto done;
    note("slept ");
done:
    free(owned);
    note("released ");
    assert_int_equal(net_task_sleep_ms(60000), err); /* no further wait */
    return err;
}

static enum base_err cancel_it(void *argument)
{
    (void)argument;
    struct net_task *task;
    assert_int_equal(net_task_spawn(own_something, NULL, &task), BASE_ERR_OK);
    assert_int_equal(net_task_sleep_ms(1), BASE_ERR_OK);
    note("cancel ");
    net_task_cancel(task);
    assert_false(net_task_has_ended(task));
    return net_task_join(task);
}

static void test_task_cancelled_unwinds_at_its_wait(void **state)
{
    (void)state;
    assert_int_equal(run(cancel_it), BASE_ERR_CANCELLED);
    assert_string_equal(diary, "cancel released ");
}

static enum base_err cancel_before_it_begins(void *argument)
{
    (void)argument;
    struct net_task *task;
    assert_int_equal(net_task_spawn(own_something, NULL, &task), BASE_ERR_OK);
    net_task_cancel(task);
    return net_task_join(task);
}

static void test_task_cancelled_early_starts_nevertheless(void **state)
{
    (void)state;
    assert_int_equal(run(cancel_before_it_begins), BASE_ERR_CANCELLED);
    assert_string_equal(diary, "released ");
}

static enum base_err have_a_child(void *argument)
{
    struct net_task *child;
    assert_int_equal(net_task_spawn(own_something, argument, &child), BASE_ERR_OK);
    enum base_err err = net_task_join(child);
    note("joined ");
    return err;
}

static enum base_err cancel_a_parent(void *argument)
{
    struct net_task *parent;
    assert_int_equal(net_task_spawn(have_a_child, argument, &parent), BASE_ERR_OK);
    assert_int_equal(net_task_sleep_ms(1), BASE_ERR_OK);
    net_task_cancel(parent);
    return net_task_join(parent);
}

static void test_task_cancel_is_passed_on_to_children(void **state)
{
    (void)state;
    assert_int_equal(run(cancel_a_parent), BASE_ERR_CANCELLED);
    assert_string_equal(diary, "released joined ");
}

/* ---- deadline ---- */

static enum base_err late_then_fine(void *argument)
{
    (void)argument;
    uint64_t from = now_ms();
    uint64_t outer = net_task_deadline_begin(60000);
    uint64_t inner = net_task_deadline_begin(20);
    uint64_t longer = net_task_deadline_begin(90000); /* does not lengthen */
    assert_int_equal(net_task_sleep_ms(30000), BASE_ERR_LATE);
    assert_int_equal(net_task_yield(), BASE_ERR_LATE);
    assert_true(now_ms() - from >= 19);
    net_task_deadline_end(longer);
    assert_int_equal(net_task_yield(), BASE_ERR_LATE);
    net_task_deadline_end(inner);
    assert_int_equal(net_task_sleep_ms(1), BASE_ERR_OK);
    net_task_deadline_end(outer);
    return BASE_ERR_OK;
}

static void test_task_deadlines_nest(void **state)
{
    (void)state;
    assert_int_equal(run(late_then_fine), BASE_ERR_OK);
}

static enum base_err child_under_deadline(void *argument)
{
    uint64_t before = net_task_deadline_begin(20);
    struct net_task *child;
    assert_int_equal(net_task_spawn(own_something, argument, &child), BASE_ERR_OK);
    enum base_err err = net_task_join(child);
    net_task_deadline_end(before);
    assert_int_equal(net_task_yield(), BASE_ERR_OK);
    return err;
}

static void test_task_children_inherit_the_deadline(void **state)
{
    (void)state;
    assert_int_equal(run(child_under_deadline), BASE_ERR_LATE);
    assert_string_equal(diary, "released ");
}

/* ---- gather ---- */

static enum base_err fail_after(void *ms)
{
    enum base_err err = net_task_sleep_ms(*(const uint64_t *)ms);
    return err != BASE_ERR_OK ? err : BASE_ERR_RANGE;
}

static enum base_err sleep_aloud(void *ms)
{
    note("sleeps ");
    enum base_err err = net_task_sleep_ms(*(const uint64_t *)ms);
    note("woke ");
    return err;
}

static enum base_err gather_sleeps(void *argument)
{
    (void)argument;
    uint64_t ms[3] = {60, 30, 90}, from = now_ms();
    struct net_gather_job jobs[3];
    for (int i = 0; i < 3; i++) jobs[i] = (struct net_gather_job){sleep_aloud, &ms[i], 0};
    assert_int_equal(net_gather_all(jobs, 3, 3), BASE_ERR_OK);
    assert_true(now_ms() - from >= 89);
    assert_string_equal(
        diary, "sleeps sleeps sleeps woke woke woke "); /* all at once: the longest, not the sum */
    return BASE_ERR_OK;
}

static void test_gather_takes_as_long_as_the_longest(void **state)
{
    (void)state;
    assert_int_equal(run(gather_sleeps), BASE_ERR_OK);
}

static enum base_err gather_failures(void *argument)
{
    (void)argument;
    uint64_t ms[3] = {40, 5, 20};
    struct net_gather_job jobs[] = {
        {sleep_argument, &ms[0], 0}, {fail_after, &ms[1], 0}, {give_range, diary, 0}};
    assert_int_equal(net_gather_all(jobs, 3, 3), BASE_ERR_RANGE);
    assert_int_equal(jobs[0].result, BASE_ERR_OK); /* ran to its end */
    assert_int_equal(jobs[1].result, BASE_ERR_RANGE);
    ms[0] = 60000;
    jobs[2] = (struct net_gather_job){sleep_argument, &ms[2], 0};
    assert_int_equal(net_gather_or_cancel(jobs, 3, 2), BASE_ERR_RANGE);
    assert_int_equal(jobs[0].result, BASE_ERR_CANCELLED);
    assert_int_equal(jobs[1].result, BASE_ERR_RANGE);
    assert_int_equal(jobs[2].result, BASE_ERR_CANCELLED); /* never begun: two at a time */
    return BASE_ERR_OK;
}

static void test_gather_gives_all_results_and_the_first_error(void **state)
{
    (void)state;
    assert_int_equal(run(gather_failures), BASE_ERR_OK);
}

static enum base_err gather_any(void *argument)
{
    (void)argument;
    uint64_t ms[3] = {60000, 10, 60000};
    struct net_gather_job jobs[3];
    for (int i = 0; i < 3; i++) jobs[i] = (struct net_gather_job){sleep_argument, &ms[i], 0};
    size_t first;
    assert_int_equal(net_gather_any(jobs, 3, 3, &first), BASE_ERR_OK);
    assert_int_equal(first, 1);
    assert_int_equal(jobs[0].result, BASE_ERR_CANCELLED);
    assert_int_equal(jobs[2].result, BASE_ERR_CANCELLED);
    return BASE_ERR_OK;
}

static void test_gather_any_ends_with_the_first(void **state)
{
    (void)state;
    assert_int_equal(run(gather_any), BASE_ERR_OK);
}

static enum base_err gather_late(void *argument)
{
    (void)argument;
    uint64_t ms[3] = {60000, 60000, 60000};
    struct net_gather_job jobs[3];
    for (int i = 0; i < 3; i++) jobs[i] = (struct net_gather_job){sleep_argument, &ms[i], 0};
    uint64_t before = net_task_deadline_begin(10);
    enum base_err err = net_gather_all(jobs, 3, 2);
    net_task_deadline_end(before);
    assert_int_equal(jobs[0].result, BASE_ERR_LATE);
    assert_int_equal(jobs[2].result, BASE_ERR_CANCELLED);
    return err;
}

static void test_gather_ends_with_its_callers_deadline(void **state)
{
    (void)state;
    assert_int_equal(run(gather_late), BASE_ERR_LATE);
}

struct turnstile {
    int inside, most, passed;
};

static enum base_err pass(void *argument)
{
    struct turnstile *turnstile = argument;
    if (++turnstile->inside > turnstile->most) turnstile->most = turnstile->inside;
    enum base_err err = net_task_sleep_ms(1);
    turnstile->inside--;
    turnstile->passed++;
    return err;
}

static enum base_err gather_many(void *argument)
{
    struct net_gather_job jobs[MANY];
    for (int i = 0; i < MANY; i++) jobs[i] = (struct net_gather_job){pass, argument, 0};
    return net_gather_all(jobs, MANY, 7);
}

static void test_gather_keeps_to_its_limit(void **state)
{
    (void)state;
    struct turnstile turnstile = {0};
    assert_int_equal(net_task_run(gather_many, &turnstile), BASE_ERR_OK);
    assert_int_equal(turnstile.passed, MANY);
    assert_int_equal(turnstile.most, 7);
    assert_int_equal(turnstile.inside, 0);
}

/* ---- many, and the edges ---- */

static enum base_err sleepers(void *argument)
{
    (void)argument;
    static uint64_t ms = 300;
    struct net_gather_job *jobs = calloc(SLEEPERS, sizeof *jobs);
    assert_non_null(jobs);
    for (int i = 0; i < SLEEPERS; i++) jobs[i] = (struct net_gather_job){sleep_argument, &ms, 0};
    enum base_err err = net_gather_all(jobs, SLEEPERS, SLEEPERS);
    free(jobs);
    return err;
}

static void test_task_thousands_sleep_at_once(void **state)
{
    (void)state;
    assert_int_equal(run(sleepers), BASE_ERR_OK);
}

static int dig(volatile char *above, int depth)
{
    volatile char room[1024];
    room[0] = above == NULL ? 0 : above[0];
    return depth == 0 ? room[0] : dig(room, depth - 1) + room[0];
}

static enum base_err overflow(void *argument)
{
    (void)argument;
    (void)!write(STDOUT_FILENO, "", dig(NULL, 1000) > 0);
    return BASE_ERR_OK;
}

static void test_task_overflow_meets_the_guard_page(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        fclose(stderr);
        close(STDERR_FILENO); /* AddressSanitizer would tell at length */
        (void)net_task_run(overflow, NULL);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
}

static enum base_err wake_early(void *argument)
{
    (void)argument;
    net_task_wake(net_task_self());
    assert_int_equal(net_task_wait_ms(60000), BASE_ERR_OK); /* the wake before it counts */
    net_task_wake(net_task_self());
    uint64_t from = now_ms();
    assert_int_equal(net_task_sleep_ms(20), BASE_ERR_OK); /* sleeping does not heed it */
    assert_true(now_ms() - from >= 19);
    return net_task_wait_ms(1);
}

static void test_task_wake_before_the_wait_ends_it(void **state)
{
    (void)state;
    assert_int_equal(run(wake_early), BASE_ERR_LATE);
}

static void on_ended(void *argument, enum base_err result)
{
    (void)argument;
    assert_null(net_task_self());
    assert_int_equal(result, BASE_ERR_OK);
    note("ended ");
}

static void test_task_starts_on_a_loop_of_the_callers(void **state)
{
    (void)state;
    uv_loop_t uv;
    struct net_task_loop *loop;
    struct net_task *task;
    diary[0] = '\0';
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(net_task_loop_open(&uv, 100000, &loop), BASE_ERR_OK);
    assert_int_equal(net_task_start(loop, write_letters, "ab", on_ended, &task), BASE_ERR_OK);
    assert_int_equal(net_task_start(loop, write_letters, "cd", NULL, &task), BASE_ERR_OK);
    uv_run(&uv, UV_RUN_DEFAULT);
    assert_string_equal(diary, "acbdended ");
    net_task_loop_close(loop);
    uv_run(&uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&uv), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_task_run_gives_what_the_function_gives),
        cmocka_unit_test(test_task_sleep_lasts_as_long_as_asked),
        cmocka_unit_test(test_task_yield_takes_turns_in_order),
        cmocka_unit_test(test_task_numbers_survive_a_switch),
        cmocka_unit_test(test_task_cancelled_unwinds_at_its_wait),
        cmocka_unit_test(test_task_cancelled_early_starts_nevertheless),
        cmocka_unit_test(test_task_cancel_is_passed_on_to_children),
        cmocka_unit_test(test_task_deadlines_nest),
        cmocka_unit_test(test_task_children_inherit_the_deadline),
        cmocka_unit_test(test_gather_takes_as_long_as_the_longest),
        cmocka_unit_test(test_gather_gives_all_results_and_the_first_error),
        cmocka_unit_test(test_gather_any_ends_with_the_first),
        cmocka_unit_test(test_gather_ends_with_its_callers_deadline),
        cmocka_unit_test(test_gather_keeps_to_its_limit),
        cmocka_unit_test(test_task_thousands_sleep_at_once),
        cmocka_unit_test(test_task_overflow_meets_the_guard_page),
        cmocka_unit_test(test_task_wake_before_the_wait_ends_it),
        cmocka_unit_test(test_task_starts_on_a_loop_of_the_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
