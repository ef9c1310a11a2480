/* sky/frame: what depends on the instant alone. */
#include "sky/frame.h"

#include "check.h"
#include "data.h"
#include "random.h"
#include "sky/const.h"

#include <erfa.h>
#include <erfam.h>

static void test_frame_turns_as_erfa_does(void **state)
{
    (void)state;
    struct random_source random = random_seeded(2003);
    struct sky_fault fault;
    for (int i = 0; i < 500; i++) {
        struct sky_tt tt = {random_between(&random, -36524.0, 36524.0)};
        struct sky_frame frame;
        double x, y, s, c2i[3][3];
        assert_int_equal(sky_frame_init(data_sky(), tt, &frame, &fault), BASE_ERR_OK);
        eraXys06a(ERFA_DJ00, tt.days, &x, &y, &s);
        eraC2ixys(x, y, s, c2i);
        for (int row = 0; row < 3; row++) {
            const struct sky_vec got = frame.gcrs_to_cirs.row[row];
            const struct sky_vec want = {c2i[row][0], c2i[row][1], c2i[row][2]};
            /* 0.06 mas of the pole table */
            CHECK_NEAR(sky_vec_length(sky_vec_difference(got, want)) / SKY_RAD_PER_ARCSEC * 1e3,
                       0.0, 0.06);
            for (int other = 0; other < 3; other++) /* orthonormal; rounding */
                CHECK_NEAR(sky_vec_dot(got, frame.gcrs_to_cirs.row[other]), row == other, 5e-16);
        }
        CHECK_NEAR(frame.sin_era, sin(frame.era_rad), 1.5e-15); /* era_rad is rounded at 6 */
        CHECK_NEAR(frame.cos_era, cos(frame.era_rad), 1.5e-15);
        assert_int_equal(frame.has, 0);
    }
}

static void test_frame_adds_a_body_once(void **state)
{
    (void)state;
    struct sky_frame frame, before;
    struct sky_fault fault;
    assert_int_equal(sky_frame_init(data_sky(), (struct sky_tt){6878.6}, &frame, &fault),
                     BASE_ERR_OK);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        assert_int_equal(sky_frame_add(data_sky(), body, &frame, &fault), BASE_ERR_OK);
        assert_int_equal(frame.has, (1u << (body + 1)) - 1);
    }
    before = frame;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        assert_int_equal(sky_frame_add(data_sky(), body, &frame, &fault), BASE_ERR_OK);
    assert_memory_equal(&frame, &before, sizeof frame);
}

/* Law: the order in which bodies are added does not matter. */
static void test_frame_bodies_do_not_depend_on_their_order(void **state)
{
    (void)state;
    struct sky_frame up, down;
    struct sky_fault fault;
    const struct sky_tt when = {-12345.678};
    assert_int_equal(sky_frame_init(data_sky(), when, &up, &fault), BASE_ERR_OK);
    assert_int_equal(sky_frame_init(data_sky(), when, &down, &fault), BASE_ERR_OK);
    for (int i = 0; i < SKY_BODY_COUNT; i++) {
        assert_int_equal(sky_frame_add(data_sky(), (enum sky_body)i, &up, &fault), BASE_ERR_OK);
        enum sky_body other = (enum sky_body)(SKY_BODY_COUNT - 1 - i);
        assert_int_equal(sky_frame_add(data_sky(), other, &down, &fault), BASE_ERR_OK);
    }
    assert_memory_equal(up.bodies, down.bodies, sizeof up.bodies);
}

/* Law: a body's velocity and acceleration are the slope and the bend of its path. */
static void test_frame_bodies_move_as_they_say(void **state)
{
    (void)state;
    static const enum sky_body bodies[] = {SKY_BODY_MERCURY, SKY_BODY_VENUS, SKY_BODY_MARS};
    const double step = 1.0 / 24.0; /* days */
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct sky_frame frames[3];
        struct sky_fault fault;
        for (int k = 0; k < 3; k++) {
            struct sky_tt when = {5000.0 + (k - 1) * step};
            assert_int_equal(sky_frame_init(data_sky(), when, &frames[k], &fault), BASE_ERR_OK);
            assert_int_equal(sky_frame_add(data_sky(), bodies[i], &frames[k], &fault), BASE_ERR_OK);
        }
        const struct sky_frame_body *before = &frames[0].bodies[bodies[i]],
                                    *at = &frames[1].bodies[bodies[i]],
                                    *after = &frames[2].bodies[bodies[i]];
        struct sky_vec slope =
            sky_vec_scaled(sky_vec_difference(after->pos_icrs_au, before->pos_icrs_au), 0.5 / step);
        struct sky_vec bend = sky_vec_scaled(
            sky_vec_difference(after->vel_icrs_au_per_day, before->vel_icrs_au_per_day),
            0.5 / step);
        /* the third derivative of Mercury's path is 6e-5 au/day^3: times step^2 / 6 */
        CHECK_NEAR(sky_vec_length(sky_vec_difference(slope, at->vel_icrs_au_per_day)), 0.0, 3e-8);
        /* by the Sun alone: others and the barycentre's motion are 1e-3 of it */
        CHECK_NEAR(sky_vec_length(sky_vec_difference(bend, at->acc_icrs_au_per_day2)), 0.0,
                   2e-3 * sky_vec_length(bend));
    }
}

static void test_frame_refuses_instants_outside_with_the_limits(void **state)
{
    (void)state;
    static const double outside[] = {-36544.6, 36600.0, -1e6, 1e300, -INFINITY, NAN};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct sky_frame frame;
        struct sky_fault fault = {0};
        assert_int_equal(sky_frame_init(data_sky(), (struct sky_tt){outside[i]}, &frame, &fault),
                         BASE_ERR_RANGE);
        assert_int_equal(fault.code, BASE_ERR_RANGE);
        assert_int_equal(fault.naif_id, SKY_EPHEM_EARTH_ID);
        assert_true(fault.valid_from.days == -36544.5); /* 1899-12-12 */
        assert_true(fault.valid_until.days == 36559.5); /* 2100-02-04 */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame_turns_as_erfa_does),
        cmocka_unit_test(test_frame_adds_a_body_once),
        cmocka_unit_test(test_frame_bodies_do_not_depend_on_their_order),
        cmocka_unit_test(test_frame_bodies_move_as_they_say),
        cmocka_unit_test(test_frame_refuses_instants_outside_with_the_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
