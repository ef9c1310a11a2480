/* app/travel: which instant a live display shows. */
#include "app/travel.h"

#include "check.h"

#define S   APP_TRAVEL_SECOND_US
#define NOW (INT64_C(1793739845) * S) /* 2026-11-03T21:04:05Z */

static void test_travel_live_is_now_to_the_second(void **state)
{
    (void)state;
    struct app_travel travel = app_travel_live();
    assert_true(app_travel_shown_us(&travel, NOW + 999999) == NOW);
    assert_true(app_travel_shown_us(&travel, NOW + S) == NOW + S);
    assert_int_equal(app_travel_wait_ms(&travel, NOW + 250000), 751); /* just past the second */
    assert_true(app_travel_shown_us(&travel, -1) == -S);              /* before 1970 as well */
}

static void test_travel_runs_at_its_speed(void **state)
{
    (void)state;
    struct app_travel travel = app_travel_from(NOW, 100 * S, 60);
    assert_true(app_travel_shown_us(&travel, 100 * S) == NOW);
    assert_true(app_travel_shown_us(&travel, 110 * S) == NOW + 600 * S);
    assert_int_equal(app_travel_wait_ms(&travel, 100 * S), APP_TRAVEL_FRAME_MS);
    travel = app_travel_from(NOW, 100 * S, 1);
    assert_int_equal(app_travel_wait_ms(&travel, 100 * S), 1001);
}

static void test_travel_change_of_speed_does_not_jump(void **state)
{
    (void)state;
    struct app_travel travel = app_travel_live();
    const int speeds[] = {10, 60, 600, 3600, 21600, 86400, 604800, 604800};
    int64_t now = NOW, shown = NOW;
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        app_travel_faster(&travel, now);
        assert_int_equal(travel.speed, speeds[i]);
        assert_true(app_travel_shown_us(&travel, now) == shown);
        now += S;
        shown += speeds[i] * S;
        assert_true(app_travel_shown_us(&travel, now) == shown);
    }
    for (int i = 0; i < 9; i++) app_travel_slower(&travel, now);
    assert_int_equal(travel.speed, 1);
    assert_true(app_travel_shown_us(&travel, now) == shown);
}

static void test_travel_pauses_and_goes_on(void **state)
{
    (void)state;
    struct app_travel travel = app_travel_live();
    app_travel_pause(&travel, NOW);
    assert_true(app_travel_shown_us(&travel, NOW + 100 * S) == NOW);
    assert_int_equal(app_travel_wait_ms(&travel, NOW), -1);
    app_travel_pause(&travel, NOW + 100 * S);
    assert_true(travel.is_live); /* it was live, so it is again */

    app_travel_pause(&travel, NOW);
    app_travel_move(&travel, NOW + 5 * S, 3600 * S);
    assert_true(app_travel_shown_us(&travel, NOW + 9 * S) == NOW + 3600 * S);
    app_travel_pause(&travel, NOW + 10 * S);
    assert_false(travel.is_live || travel.is_paused); /* it was moved: it goes on from there */
    assert_true(app_travel_shown_us(&travel, NOW + 12 * S) == NOW + 3602 * S);
}

static void test_travel_moves_and_keeps_running(void **state)
{
    (void)state;
    struct app_travel travel = app_travel_live();
    app_travel_move(&travel, NOW, -86400 * S);
    assert_false(travel.is_live);
    assert_true(app_travel_shown_us(&travel, NOW + 3 * S) == NOW - 86397 * S);
}

static void test_travel_stays_within_what_time_can_say(void **state)
{
    (void)state;
    struct app_travel travel = app_travel_from(NOW, 0, APP_TRAVEL_SPEED_MAX);
    assert_true(app_travel_shown_us(&travel, INT64_MAX / 2) == APP_TRAVEL_SHOWN_MAX_US);
    for (int i = 0; i < 5; i++) app_travel_move(&travel, 0, APP_TRAVEL_SHOWN_MAX_US);
    assert_true(app_travel_shown_us(&travel, 0) == APP_TRAVEL_SHOWN_MAX_US);
    for (int i = 0; i < 5; i++) app_travel_move(&travel, 0, -APP_TRAVEL_SHOWN_MAX_US);
    assert_true(app_travel_shown_us(&travel, 0) == -APP_TRAVEL_SHOWN_MAX_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_travel_live_is_now_to_the_second),
        cmocka_unit_test(test_travel_runs_at_its_speed),
        cmocka_unit_test(test_travel_change_of_speed_does_not_jump),
        cmocka_unit_test(test_travel_pauses_and_goes_on),
        cmocka_unit_test(test_travel_moves_and_keeps_running),
        cmocka_unit_test(test_travel_stays_within_what_time_can_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
