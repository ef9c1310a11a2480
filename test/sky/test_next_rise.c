/* Rises and sets in the far future; the whole search of sky/rise is the reference. */
#include "sky/next_rise.h"

#include "sky/dense.h"

/* Everything agrees, bit for bit, or fails alike. */
static void check_as_whole(const struct sky_rise_search *search, enum sky_rise_kind kind,
                           struct sky_tt from)
{
    struct sky_rise_event whole = {0}, ahead = {0};
    struct sky_fault fault;
    enum base_err want = sky_rise_next(search, kind, from, &whole, &fault);
    enum base_err got = sky_next_rise_after(search, kind, from, &ahead, &fault);
    assert_int_equal(got, want);
    assert_true(ahead.tt.days == whole.tt.days);
    assert_true(ahead.az_deg == whole.az_deg && ahead.margin_deg == whole.margin_deg);
}

static void test_next_rise_is_what_a_whole_search_finds(void **state)
{
    (void)state;
    dense_seed();
    for (int trial = 0; trial < 1500; trial++) {
        const enum sky_body body = (enum sky_body)(rand() % SKY_BODY_COUNT);
        const double pole = rand() % 2 ? 1.0 : -1.0;
        const double lat_deg = trial % 10 == 0 ? 90.0 * pole : dense_uniform(55.0, 90.0) * pole;
        struct sky_observer observer =
            sky_horizon_observer(lat_deg, dense_uniform(-180.0, 180.0), 0.0);
        struct sky_rise_search search = dense_search(body, &observer);
        if (trial % 5 == 1) search.horizon = sky_rise_almanac(body, dense_uniform(0.0, 60.0), 0.0);
        if (trial % 5 == 2) search.horizon = sky_rise_centre(dense_uniform(-40.0, 0.0));
        struct sky_tt from = {dense_uniform(-36000.0, 36000.0)};
        if (trial % 15 == 3) from.days = dense_uniform(36000.0, 36530.0); /* the ephemeris ends */
        check_as_whole(&search, SKY_RISE_UP, from);
        check_as_whole(&search, SKY_RISE_DOWN, from);
    }
}

static void test_next_rise_finds_the_first_sunrise_after_the_polar_night(void **state)
{
    (void)state;
    /* Utqiagvik: the Sun sets on 18 November 2022 and is next up on 22 or 23 January (its own
     * calendar; skyfield#221) */
    struct sky_observer observer = sky_horizon_observer(71.2906, -156.7886, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_rise_event event;
    struct sky_fault fault;
    const struct sky_tt from = dense_utc(2022, 11, 19, 12, 0, 0.0);
    assert_int_equal(sky_next_rise_after(&search, SKY_RISE_UP, from, &event, &fault), BASE_ERR_OK);
    CHECK_NEAR(event.tt.days - from.days, 65.4, 0.5); /* 2023-01-23, about 13:00 local */
}

static void test_next_rise_says_never_for_what_stays_up(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(90.0, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_URANUS, &observer);
    struct sky_rise_event event;
    struct sky_fault fault;
    const struct sky_tt from = dense_utc(2026, 11, 22, 0, 0, 0.0); /* declination +20 deg */
    assert_int_equal(sky_next_rise_after(&search, SKY_RISE_DOWN, from, &event, &fault),
                     BASE_ERR_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next_rise_is_what_a_whole_search_finds),
        cmocka_unit_test(test_next_rise_finds_the_first_sunrise_after_the_polar_night),
        cmocka_unit_test(test_next_rise_says_never_for_what_stays_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
