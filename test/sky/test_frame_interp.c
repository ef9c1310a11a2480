/* Interpolated frames against frames of the instant's own. */
#include "sky/dense.h"
#include "sky/frame_interp.h"

static const struct sky_air NO_AIR = {SKY_REFRACT_NONE, 0.0, 0.0};

static struct sky_observation tracked(struct sky_frame_interp *track,
                                      const struct sky_observer *observer, double tt_days)
{
    struct sky_frame frame;
    struct sky_fault fault;
    assert_int_equal(sky_frame_interp_frame(track, (struct sky_tt){tt_days}, &frame, &fault),
                     BASE_ERR_OK);
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, observer, SKY_APPARENT_TRUE_POLE);
    return sky_observe_horizon(&view, track->body, &NO_AIR);
}

static void test_frame_interp_agrees_with_a_frame_of_its_own(void **state)
{
    (void)state;
    dense_seed();
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_frame_interp track;
        sky_frame_interp_init(&track, dense_sky(), body);
        for (int trial = 0; trial < 1500; trial++) {
            double tt_days = dense_uniform(-36000.0, 36000.0);
            struct sky_observer observer =
                sky_horizon_observer(dense_uniform(-90.0, 90.0), dense_uniform(0.0, 360.0), 0.0);
            struct sky_rise_search search = dense_search(body, &observer);
            struct sky_observation want = dense_seen(&search, tt_days);
            struct sky_observation got = tracked(&track, &observer, tt_days);
            double cos_alt = cos(want.alt_true_deg * SKY_RAD_PER_DEG);
            /* 0.001 arcsec, promised */
            CHECK_NEAR((got.alt_true_deg - want.alt_true_deg) * 3600.0, 0.0, 1e-3);
            CHECK_NEAR(remainder(got.az_deg - want.az_deg, 360.0) * 3600.0 * cos_alt, 0.0, 1e-3);
            /* 0.001 arcsec of a direction is 5e-9 of a distance */
            CHECK_NEAR(got.distance_au / want.distance_au, 1.0, 5e-9);
        }
    }
}

static void test_frame_interp_does_not_depend_on_what_was_asked_before(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(45.0, 9.0, 0.0);
    struct sky_frame_interp walked, fresh;
    sky_frame_interp_init(&walked, dense_sky(), SKY_BODY_MOON);
    for (double tt_days = 9000.0; tt_days < 9020.0; tt_days += 0.7) {
        sky_frame_interp_init(&fresh, dense_sky(), SKY_BODY_MOON);
        struct sky_observation a = tracked(&walked, &observer, tt_days);
        struct sky_observation b = tracked(&fresh, &observer, tt_days);
        assert_true(a.az_deg == b.az_deg && a.alt_true_deg == b.alt_true_deg);
    }
}

static void test_frame_interp_ends_with_the_ephemeris(void **state)
{
    (void)state;
    struct sky_frame_interp track;
    struct sky_frame frame;
    const double beyond[] = {-40000.0, 40000.0};
    for (int i = 0; i < 2; i++) {
        struct sky_fault fault = {0};
        sky_frame_interp_init(&track, dense_sky(), SKY_BODY_MARS);
        assert_int_equal(sky_frame_interp_frame(&track, (struct sky_tt){beyond[i]}, &frame, &fault),
                         BASE_ERR_RANGE);
        assert_int_equal(fault.code, BASE_ERR_RANGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame_interp_agrees_with_a_frame_of_its_own),
        cmocka_unit_test(test_frame_interp_does_not_depend_on_what_was_asked_before),
        cmocka_unit_test(test_frame_interp_ends_with_the_ephemeris),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
