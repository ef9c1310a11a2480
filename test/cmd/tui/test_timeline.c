/* cmd/tui/timeline: which instant a live display shows. */
#include "cmd/tui/timeline.h"

#include "check.h"

#define S   CMD_TIMELINE_SECOND_US
#define NOW (INT64_C(1793739845) * S) /* 2026-11-03T21:04:05Z */

static void test_timeline_live_is_now_to_the_second(void **state)
{
    (void)state;
    struct cmd_timeline travel = cmd_timeline_live();
    assert_true(cmd_timeline_shown_us(&travel, NOW + 999999) == NOW);
    assert_true(cmd_timeline_shown_us(&travel, NOW + S) == NOW + S);
    assert_int_equal(cmd_timeline_wait_ms(&travel, NOW + 250000), 751); /* just past the second */
    assert_true(cmd_timeline_shown_us(&travel, -1) == -S);              /* before 1970 as well */
}

static void test_timeline_runs_at_its_speed(void **state)
{
    (void)state;
    struct cmd_timeline travel = cmd_timeline_from(NOW, 100 * S, 60);
    assert_true(cmd_timeline_shown_us(&travel, 100 * S) == NOW);
    assert_true(cmd_timeline_shown_us(&travel, 110 * S) == NOW + 600 * S);
    assert_int_equal(cmd_timeline_wait_ms(&travel, 100 * S), CMD_TIMELINE_FRAME_MS);
    travel = cmd_timeline_from(NOW, 100 * S, 1);
    assert_int_equal(cmd_timeline_wait_ms(&travel, 100 * S), 1001);
}

static void test_timeline_change_of_speed_does_not_jump(void **state)
{
    (void)state;
    struct cmd_timeline travel = cmd_timeline_live();
    const int speeds[] = {10, 60, 600, 3600, 21600, 86400, 604800, 604800};
    int64_t now = NOW, shown = NOW;
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        cmd_timeline_faster(&travel, now);
        assert_int_equal(travel.speed, speeds[i]);
        assert_true(cmd_timeline_shown_us(&travel, now) == shown);
        now += S;
        shown += speeds[i] * S;
        assert_true(cmd_timeline_shown_us(&travel, now) == shown);
    }
    for (int i = 0; i < 9; i++) cmd_timeline_slower(&travel, now);
    assert_int_equal(travel.speed, 1);
    assert_true(cmd_timeline_shown_us(&travel, now) == shown);
}

static void test_timeline_pauses_and_goes_on(void **state)
{
    (void)state;
    struct cmd_timeline travel = cmd_timeline_live();
    cmd_timeline_pause(&travel, NOW);
    assert_true(cmd_timeline_shown_us(&travel, NOW + 100 * S) == NOW);
    assert_int_equal(cmd_timeline_wait_ms(&travel, NOW), -1);
    cmd_timeline_pause(&travel, NOW + 100 * S);
    assert_true(travel.is_live); /* it was live before, so it is live again */

    cmd_timeline_pause(&travel, NOW);
    cmd_timeline_move(&travel, NOW + 5 * S, 3600 * S);
    assert_true(cmd_timeline_shown_us(&travel, NOW + 9 * S) == NOW + 3600 * S);
    cmd_timeline_pause(&travel, NOW + 10 * S);
    assert_false(travel.is_live || travel.is_paused); /* it was moved: it continues from there */
    assert_true(cmd_timeline_shown_us(&travel, NOW + 12 * S) == NOW + 3602 * S);
}

static void test_timeline_moves_while_it_runs(void **state)
{
    (void)state;
    struct cmd_timeline travel = cmd_timeline_live();
    cmd_timeline_move(&travel, NOW, -86400 * S);
    assert_false(travel.is_live);
    assert_true(cmd_timeline_shown_us(&travel, NOW + 3 * S) == NOW - 86397 * S);
}

static void test_timeline_stays_within_the_years_that_can_be_written(void **state)
{
    (void)state;
    struct cmd_timeline travel = cmd_timeline_from(NOW, 0, CMD_TIMELINE_SPEED_MAX);
    assert_true(cmd_timeline_shown_us(&travel, INT64_MAX / 2) == CMD_TIMELINE_SHOWN_MAX_US);
    for (int i = 0; i < 5; i++) cmd_timeline_move(&travel, 0, CMD_TIMELINE_SHOWN_MAX_US);
    assert_true(cmd_timeline_shown_us(&travel, 0) == CMD_TIMELINE_SHOWN_MAX_US);
    for (int i = 0; i < 5; i++) cmd_timeline_move(&travel, 0, -CMD_TIMELINE_SHOWN_MAX_US);
    assert_true(cmd_timeline_shown_us(&travel, 0) == -CMD_TIMELINE_SHOWN_MAX_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timeline_live_is_now_to_the_second),
        cmocka_unit_test(test_timeline_runs_at_its_speed),
        cmocka_unit_test(test_timeline_change_of_speed_does_not_jump),
        cmocka_unit_test(test_timeline_pauses_and_goes_on),
        cmocka_unit_test(test_timeline_moves_while_it_runs),
        cmocka_unit_test(test_timeline_stays_within_the_years_that_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
