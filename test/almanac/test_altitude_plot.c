/* almanac/altitude_plot: the night as a picture. The Sun of these tests is a straight line or a
 * cosine, so that every crossing is known without an ephemeris. */
#include "almanac/altitude_plot.h"

#include "check.h"
#include "random.h"

#include <string.h>

enum { COUNT = 97, STEP_S = 600 }; /* 16 hours */

static double sun[COUNT], moon[COUNT], alts[SKY_BODY_COUNT][COUNT];

/* From +20 deg down to -28 deg in the middle and up again: 1 deg each 10 minutes. */
static struct almanac_altitude_plot night(void)
{
    struct almanac_altitude_plot curves = {.start_posix_s = 1793376000, /* 2026-10-30 16:00 UTC */
                                           .step_s = STEP_S,
                                           .count = COUNT,
                                           .sun_alt_deg = sun,
                                           .moon_alt_deg = moon,
                                           .moon_illuminated = 0.5,
                                           .least_alt_deg = 10.0,
                                           .has_now = true,
                                           .now_s = 6.0 * 3600.0};
    for (int i = 0; i < COUNT; i++) {
        sun[i] = fabs(i - 48.0) - 28.0;
        moon[i] = i - 70.5;
    }
    return curves;
}

static void test_altitude_plot_finds_dusk_and_dawn_between_samples(void **state)
{
    (void)state;
    struct almanac_altitude_plot curves = night();
    struct almanac_altitude_plot_dusk civil = almanac_altitude_plot_dusk(&curves, -6.5);
    assert_true(civil.has_dusk && civil.has_dawn);
    CHECK_NEAR(civil.dusk_s, 26.5 * STEP_S, 1e-6); /* a straight line: exact except for rounding */
    CHECK_NEAR(civil.dawn_s, 69.5 * STEP_S, 1e-6);
    struct almanac_altitude_plot_dusk never = almanac_altitude_plot_dusk(&curves, -30.0);
    assert_false(never.has_dusk || never.has_dawn);
}

static void test_altitude_plot_runs_from_the_first_sample_to_the_last(void **state)
{
    (void)state;
    struct almanac_altitude_plot curves = night();
    CHECK_NEAR(almanac_altitude_plot_x(&curves, 0.0), ALMANAC_ALTITUDE_PLOT_LEFT, 1e-9);
    CHECK_NEAR(almanac_altitude_plot_x(&curves, 16.0 * 3600.0), ALMANAC_ALTITUDE_PLOT_RIGHT, 1e-9);
    CHECK_NEAR(almanac_altitude_plot_y(0.0), ALMANAC_ALTITUDE_PLOT_BOTTOM, 1e-9);
    CHECK_NEAR(almanac_altitude_plot_y(90.0), ALMANAC_ALTITUDE_PLOT_TOP, 1e-9);
}

static void draw(const struct almanac_altitude_plot *curves, struct base_buf *out)
{
    base_buf_clear(out);
    almanac_altitude_plot_append(out, curves);
    assert_false(out->has_overflowed);
    base_buf_append(out, "", 1);
}

static int count_of(const char *text, const char *part)
{
    int count = 0;
    for (; (text = strstr(text, part)) != NULL; text++) count++;
    return count;
}

static void test_altitude_plot_shades_every_twilight_twice(void **state)
{
    (void)state;
    struct base_buf out;
    base_buf_init(&out, 1 << 20);
    struct almanac_altitude_plot curves = night();
    draw(&curves, &out);
    assert_int_equal(count_of(out.bytes, "class=\"k-day\""), 2);
    assert_int_equal(count_of(out.bytes, "class=\"k-civil\""), 2);
    assert_int_equal(count_of(out.bytes, "class=\"k-nautical\""), 2);
    assert_int_equal(count_of(out.bytes, "class=\"k-astronomical\""), 2);
    assert_int_equal(count_of(out.bytes, "class=\"k-night\""), 1);
    assert_non_null(strstr(out.bytes, "class=\"k-now\""));
    /* sunset 20 5/6 deg, that is 208 1/3 minutes, after 16:00 UTC */
    static const char *const times[] = {"19:28", "22:20", "01:40", "04:32"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        assert_non_null(strstr(out.bytes, times[i]));
    for (int i = 0; i < COUNT; i++) sun[i] = 12.0 + i / 97.0;
    draw(&curves, &out);
    assert_int_equal(count_of(out.bytes, "<rect"), 1);
    assert_non_null(strstr(out.bytes, almanac_i18n_of(ALMANAC_I18N_EN, "sun_does_not_set").at));
    for (int i = 0; i < COUNT; i++) sun[i] = -30.0;
    curves.has_now = false;
    draw(&curves, &out);
    assert_non_null(strstr(out.bytes, almanac_i18n_of(ALMANAC_I18N_EN, "sun_does_not_rise").at));
    assert_null(strstr(out.bytes, "k-now"));
    base_buf_fini(&out);
}

static void test_altitude_plot_draws_nothing_below_the_horizon(void **state)
{
    (void)state;
    struct base_buf out;
    base_buf_init(&out, 1 << 20);
    struct almanac_altitude_plot curves = night();
    for (int i = 0; i < COUNT; i++) {
        alts[0][i] = 30.0 - fabs(i - 40.0); /* up from sample 10 to 70 */
        alts[1][i] = -5.0;
    }
    curves.line_count = 2;
    curves.lines[0] = (struct almanac_altitude_plot_line){SKY_BODY_SATURN, alts[0]};
    curves.lines[1] = (struct almanac_altitude_plot_line){SKY_BODY_MARS, alts[1]};
    draw(&curves, &out);
    assert_null(strstr(out.bytes, "mars"));
    char from[40];
    snprintf(from, sizeof from, "M%.1f %d", almanac_altitude_plot_x(&curves, 10.0 * STEP_S),
             ALMANAC_ALTITUDE_PLOT_BOTTOM);
    assert_non_null(strstr(out.bytes, from));
    base_buf_fini(&out);
}

static void test_altitude_plot_labels_never_overlap(void **state)
{
    (void)state;
    struct random_source source = random_seeded(144);
    struct almanac_altitude_plot curves = night();
    for (int n = 0; n < 500; n++) {
        curves.line_count = SKY_BODY_COUNT;
        curves.language = random_below(&source, ALMANAC_I18N_LANGUAGES);
        bool is_crowd = n % 2 == 0;
        for (int body = 0; body < SKY_BODY_COUNT; body++) {
            double top = is_crowd ? random_between(&source, 40.0, 45.0)
                                  : random_between(&source, -20.0, 90.0);
            double middle = random_between(&source, 0.0, is_crowd ? 8.0 : 96.0);
            for (int i = 0; i < COUNT; i++) alts[body][i] = top - fabs(i - middle) / 2.0;
            curves.lines[body] =
                (struct almanac_altitude_plot_line){(enum sky_body)body, alts[body]};
        }
        struct almanac_altitude_plot_plan plan;
        almanac_altitude_plot_arrange(&curves, &plan);
        for (int i = 0; i < SKY_BODY_COUNT; i++)
            for (int j = i + 1; j < SKY_BODY_COUNT; j++)
                assert_false(plan.labels[i].is_shown && plan.labels[j].is_shown &&
                             format_label_layout_overlaps(plan.labels[i].box, plan.labels[j].box));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_altitude_plot_finds_dusk_and_dawn_between_samples),
        cmocka_unit_test(test_altitude_plot_runs_from_the_first_sample_to_the_last),
        cmocka_unit_test(test_altitude_plot_shades_every_twilight_twice),
        cmocka_unit_test(test_altitude_plot_draws_nothing_below_the_horizon),
        cmocka_unit_test(test_altitude_plot_labels_never_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
