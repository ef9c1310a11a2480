/* The embedded kernel is smooth: neighbouring records of a body meet. */
#include "check.h"
#include "data/embedded.h"
#include "sky/chebyshev.h"
#include "sky/spk.h"

#include <math.h>

/* The motion that a record has at one of its ends, km and km/s. */
struct end {
    struct sky_vec pos, vel;
};

static struct end end_of(const struct sky_spk_segment *s, int interval, double u)
{
    struct end end;
    const unsigned char *record = s->records + (size_t)interval * s->record_bytes;
    sky_chebyshev_sum(record + 2 * sizeof(double), s->terms, u, &end.pos, &end.vel);
    end.vel = sky_vec_scaled(end.vel, 2.0 * s->per_interval_s);
    return end;
}

/* The bounds are the rounding of coefficients, some 1e-16 of the distance for each term, and the rounding of the times of
 * boundaries, some 1e-7 s of the motion. Before there were such bounds the Earth's records left each other by up to 6.1 m and
 * 1.3 mm/s. */
static const struct {
    int target;
    double step_m, step_mm_s;
} bounds[] = {{10, 0.001, 1e-5}, {199, 0.01, 1e-3}, {299, 0.01, 1e-3}, {399, 0.01, 1e-3},
              {4, 0.01, 1e-3},   {5, 0.02, 1e-4},   {6, 0.03, 1e-4},   {7, 0.05, 1e-4},
              {8, 0.05, 1e-4},   {9, 0.05, 1e-4},   {301, 1e-4, 1e-5}};

static void test_embedded_records_of_each_body_meet_at_every_boundary(void **state)
{
    (void)state;
    struct sky_spk spk;
    struct base_fault fault;
    assert_int_equal(sky_spk_open(data_embedded_kernel(), &spk, &fault), BASE_ERR_OK);
    assert_int_equal(spk.count, (int)(sizeof bounds / sizeof bounds[0]));
    for (int body = 0; body < spk.count; body++) {
        const struct sky_spk_segment *s =
            sky_spk_find(&spk, bounds[body].target, (struct sky_tdb){0.0});
        assert_non_null(s);
        double step_m = 0.0, step_mm_s = 0.0;
        for (int i = 0; i + 1 < s->intervals; i++) {
            struct end before = end_of(s, i, 1.0), after = end_of(s, i + 1, -1.0);
            step_m = fmax(step_m, 1e3 * sky_vec_length(sky_vec_difference(before.pos, after.pos)));
            step_mm_s =
                fmax(step_mm_s, 1e6 * sky_vec_length(sky_vec_difference(before.vel, after.vel)));
        }
        if (step_m > bounds[body].step_m || step_mm_s > bounds[body].step_mm_s)
            fail_msg("body %d: steps of %g m and %g mm/s", s->target, step_m, step_mm_s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_embedded_records_of_each_body_meet_at_every_boundary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
