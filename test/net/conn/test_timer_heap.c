/* net/conn/timer_heap: entries by their due time. */
#include "net/conn/timer_heap.h"

#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

#define SLEEPERS 2000
#define STEPS    20000

struct sleeper {
    struct net_timer_heap_entry entry; /* first: its address is the sleeper's */
    int64_t due_us;
    bool sleeps;
};

static struct sleeper sleepers[SLEEPERS];

static void add(struct net_timer_heap *heap, struct sleeper *sleeper, int64_t due_us)
{
    sleeper->due_us = due_us;
    sleeper->sleeps = true;
    assert_int_equal(net_timer_heap_add(heap, &sleeper->entry, due_us), BASE_ERR_OK);
}

static void take(struct net_timer_heap *heap, struct sleeper *sleeper)
{
    sleeper->sleeps = false;
    net_timer_heap_remove(heap, &sleeper->entry);
}

static void test_timer_heap_gives_the_earliest_after_any_removals(void **state)
{
    (void)state;
    struct net_timer_heap heap = {NULL, 0, 0};
    struct random_source random = random_seeded(20261122);
    assert_null(net_timer_heap_first(&heap));
    for (int step = 0; step < STEPS; step++) {
        struct sleeper *sleeper = &sleepers[random_bits(&random) % SLEEPERS];
        if (sleeper->sleeps)
            take(&heap, sleeper);
        else
            add(&heap, sleeper, (int64_t)(random_bits(&random) % 500)); /* many are equal */
        if (step % 100 != 0) continue;
        int64_t earliest_us = INT64_MAX;
        size_t count = 0;
        for (int i = 0; i < SLEEPERS; i++) {
            if (!sleepers[i].sleeps) continue;
            count++;
            if (sleepers[i].due_us < earliest_us) earliest_us = sleepers[i].due_us;
        }
        assert_int_equal(heap.count, count);
        if (count > 0) assert_int_equal(net_timer_heap_first(&heap)->due_us, earliest_us);
    }
    net_timer_heap_fini(&heap);
}

static void test_timer_heap_empties_in_order(void **state)
{
    (void)state;
    struct net_timer_heap heap = {NULL, 0, 0};
    struct random_source random = random_seeded(1);
    const struct net_timer_heap_slot *first;
    int64_t before_us = INT64_MIN;
    for (int i = 0; i < SLEEPERS; i++) {
        int64_t due_us = (int64_t)random_bits(&random); /* negative ones too */
        add(&heap, &sleepers[i], due_us);
    }
    for (int i = 0; i < SLEEPERS; i++) {
        first = net_timer_heap_first(&heap);
        assert_non_null(first);
        assert_true(first->due_us >= before_us);
        before_us = first->due_us;
        struct sleeper *sleeper = (struct sleeper *)first->entry;
        assert_int_equal(sleeper->due_us, first->due_us);
        take(&heap, sleeper);
    }
    assert_null(net_timer_heap_first(&heap));
    net_timer_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timer_heap_gives_the_earliest_after_any_removals),
        cmocka_unit_test(test_timer_heap_empties_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
