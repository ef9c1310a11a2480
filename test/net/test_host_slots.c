/* net/host_slots: limits in total and for each host, order, and leaving the queue. */
#include "check.h"
#include "net/gather.h"
#include "net/host_slots.h"

#include <string.h>

#define GUESTS 24

struct house {
    struct net_host_slots slots;
    int inside[2], most[2], most_in_all;
    char order[GUESTS * 2 + 1];
};

struct guest {
    struct house *house;
    int host;
    enum base_err err;
};

static const char *const HOSTS[] = {"http://a:1", "http://b:2"};

static enum base_err visit(void *argument)
{
    struct guest *guest = argument;
    struct house *house = guest->house;
    struct net_host_slots_host *host;
    guest->err = net_host_slots_acquire(&house->slots, base_text_of(HOSTS[guest->host]), &host);
    if (guest->err != BASE_ERR_OK) return guest->err;
    strcat(house->order, guest->host == 0 ? "a" : "b");
    if (++house->inside[guest->host] > house->most[guest->host]) house->most[guest->host]++;
    int all = house->inside[0] + house->inside[1];
    if (all > house->most_in_all) house->most_in_all = all;
    enum base_err err = net_task_sleep_ms(2);
    house->inside[guest->host]--;
    net_host_slots_release(&house->slots, host);
    return err;
}

static enum base_err run_house(struct house *house, const char *guests, uint64_t deadline_ms)
{
    struct guest list[GUESTS];
    struct net_gather_job jobs[GUESTS];
    size_t count = strlen(guests);
    assert_true(count <= GUESTS);
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct guest){house, guests[i] == 'b', BASE_ERR_OK};
        jobs[i] = (struct net_gather_job){.function = visit, .argument = &list[i]};
    }
    uint64_t before = net_task_deadline_begin(deadline_ms);
    enum base_err err = net_gather_all(jobs, count, count);
    net_task_deadline_end(before);
    assert_int_equal(house->slots.taken, 0);
    assert_null(house->slots.hosts); /* nothing is remembered of idle hosts */
    return err;
}

static enum base_err crowd(void *argument)
{
    struct house *house = argument;
    net_host_slots_init(&house->slots, 3, 2);
    return run_house(house, "aaaaaaaaaabbbbbbbbbb", 60000);
}

static void test_host_slots_stay_within_both_limits(void **state)
{
    (void)state;
    struct house house = {0};
    assert_int_equal(net_task_run(crowd, &house), BASE_ERR_OK);
    assert_int_equal(house.most[0], 2);
    assert_int_equal(house.most[1], 2);
    assert_int_equal(house.most_in_all, 3);
    assert_int_equal(strlen(house.order), 20);
}

static enum base_err two_hosts(void *argument)
{
    struct house *house = argument;
    net_host_slots_init(&house->slots, 1, 1);
    return run_house(house, "aaaabb", 60000);
}

/* The first was served before the second host came; a host that comes goes to the end. */
static void test_host_slots_serve_hosts_in_turn(void **state)
{
    (void)state;
    struct house house = {0};
    assert_int_equal(net_task_run(two_hosts, &house), BASE_ERR_OK);
    assert_string_equal(house.order, "aababa");
}

static enum base_err late_crowd(void *argument)
{
    struct house *house = argument;
    net_host_slots_init(&house->slots, 1, 1);
    return run_house(house, "aaaaaaaaaaaaaaaaaaaa", 5);
}

static void test_host_slots_queue_is_left_at_the_deadline(void **state)
{
    (void)state;
    struct house house = {0};
    assert_int_equal(net_task_run(late_crowd, &house), BASE_ERR_LATE);
    assert_in_range(strlen(house.order), 1, 4); /* 2 ms each, of 5 */
}

static enum base_err cancel_the_middle(void *argument)
{
    struct house *house = argument;
    struct guest list[4];
    struct net_task *tasks[4];
    net_host_slots_init(&house->slots, 1, 1);
    for (int i = 0; i < 4; i++) {
        list[i] = (struct guest){house, 0, BASE_ERR_OK};
        assert_int_equal(net_task_spawn(visit, &list[i], &tasks[i]), BASE_ERR_OK);
    }
    assert_int_equal(net_task_yield(), BASE_ERR_OK);
    net_task_cancel(tasks[1]); /* in line */
    net_task_cancel(tasks[3]); /* the last in line */
    const enum base_err want[] = {BASE_ERR_OK, BASE_ERR_CANCELLED, BASE_ERR_OK, BASE_ERR_CANCELLED};
    for (int i = 0; i < 4; i++) assert_int_equal(net_task_join(tasks[i]), want[i]);
    assert_int_equal(house->slots.taken, 0);
    assert_null(house->slots.hosts);
    return BASE_ERR_OK;
}

static void test_host_slots_queue_closes_up_after_a_cancelled_task(void **state)
{
    (void)state;
    struct house house = {0};
    assert_int_equal(net_task_run(cancel_the_middle, &house), BASE_ERR_OK);
    assert_string_equal(house.order, "aa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_host_slots_stay_within_both_limits),
        cmocka_unit_test(test_host_slots_serve_hosts_in_turn),
        cmocka_unit_test(test_host_slots_queue_is_left_at_the_deadline),
        cmocka_unit_test(test_host_slots_queue_closes_up_after_a_cancelled_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
