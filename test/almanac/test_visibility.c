/* almanac/visibility: the rules, applied to invented sights, and the words. */
#include "almanac/time_columns.h"
#include "almanac/visibility.h"

#include "almanac/place.h"

static const struct almanac_visibility_sight DARK = {.body = SKY_BODY_SATURN,
                                                     .alt_deg = 40.0,
                                                     .sun_alt_deg = -30.0,
                                                     .elongation_deg = 120.0,
                                                     .has_magnitude = true,
                                                     .magnitude = 0.7};

static void check(struct almanac_visibility_sight sight, const char *grade, const char *code,
                  const char *reason)
{
    const struct almanac_time_columns_clock clock = {.dataset = data_store(), .zone = NULL};
    const struct almanac_visibility verdict = almanac_visibility_now(&sight);
    assert_string_equal(almanac_visibility_grade_name(verdict.grade).at, grade);
    assert_string_equal(almanac_visibility_code_name(verdict.code).at, code);
    assert_string_equal(PLACE_TEXT(almanac_visibility_append_reason, &clock, &verdict), reason);
}

static void test_visibility_of_a_dark_sky(void **state)
{
    (void)state;
    struct almanac_visibility_sight sight = DARK;
    check(sight, "visible", "naked_eye", "to the naked eye");
    sight.alt_deg = 4.9;
    check(sight, "difficult", "low", "only 5 deg high");
    sight.alt_deg = -0.4;
    check(sight, "hidden", "below_horizon", "below the horizon, 0 deg");
    sight.alt_deg = 12.0;
    sight.skyline_deg = 20.0; /* a mountain */
    check(sight, "hidden", "below_horizon", "below the skyline, 12 deg high");
}

static void test_visibility_asks_for_glass_beyond_magnitude_6_and_10(void **state)
{
    (void)state;
    struct almanac_visibility_sight sight = DARK;
    sight.magnitude = 5.9;
    check(sight, "visible", "naked_eye", "to the naked eye");
    sight.magnitude = 7.8;
    check(sight, "telescope", "binoculars", "needs binoculars, magnitude 7.8");
    sight.magnitude = 14.4;
    check(sight, "telescope", "telescope", "needs a telescope, magnitude 14.4");
    sight.has_magnitude = false; /* unknown: not counted against the body */
    check(sight, "visible", "naked_eye", "to the naked eye");
}

static void test_visibility_near_the_sun(void **state)
{
    (void)state;
    struct almanac_visibility_sight sight = DARK;
    sight.sun_alt_deg = -8.0;
    sight.alt_deg = 6.0;
    sight.elongation_deg = -8.2; /* west of it: the morning sky */
    check(sight, "hidden", "sun_close", "too close to the Sun, 8 deg");
    sight.body = SKY_BODY_MOON; /* Danjon's limit is 7 deg */
    check(sight, "visible", "naked_eye", "to the naked eye");
    sight.elongation_deg = 6.0;
    check(sight, "hidden", "sun_close", "too close to the Sun, 6 deg");
}

static void test_visibility_by_day_and_in_twilight(void **state)
{
    (void)state;
    struct almanac_visibility_sight sight = DARK;
    sight.sun_alt_deg = 23.0;
    check(sight, "hidden", "daylight", "daylight, the Sun is 23 deg above the horizon");
    sight.body = SKY_BODY_VENUS;
    sight.magnitude = -4.4;
    check(sight, "difficult", "daylight", "daylight, the Sun is 23 deg above the horizon");
    sight.sun_alt_deg = -5.0; /* "the brightest stars" show at -6 deg (USNO) */
    check(sight, "visible", "naked_eye", "to the naked eye");
    sight.magnitude = 2.0;
    check(sight, "difficult", "bright_sky", "twilight, the Sun is 5 deg below the horizon");
    sight.magnitude = 5.7;
    check(sight, "hidden", "bright_sky", "twilight, the Sun is 5 deg below the horizon");
    sight.sun_alt_deg = -13.0; /* binoculars reach it before the eye does */
    check(sight, "telescope", "binoculars", "needs binoculars, magnitude 5.7");
    sight.body = SKY_BODY_MOON;
    sight.sun_alt_deg = 50.0;
    check(sight, "visible", "naked_eye", "to the naked eye");
}

static void test_visibility_of_the_sun_itself_warns(void **state)
{
    (void)state;
    const struct almanac_visibility_sight sight = {
        .body = SKY_BODY_SUN, .alt_deg = 20.0, .sun_alt_deg = 20.0, .magnitude = -26.7};
    check(sight, "visible", "sun", "never look at it without a filter");
}

/* A darker sky, a higher or brighter body, a greater elongation: none makes a verdict worse. */
static void test_visibility_never_gets_worse_as_the_sky_gets_darker(void **state)
{
    (void)state;
    for (double magnitude = -4.5; magnitude < 15.0; magnitude += 0.5) {
        enum almanac_visibility_grade before = ALMANAC_VISIBILITY_HIDDEN;
        for (double sun_deg = 40.0; sun_deg > -40.0; sun_deg -= 0.25) {
            struct almanac_visibility_sight sight = DARK;
            sight.magnitude = magnitude;
            sight.sun_alt_deg = sun_deg;
            const enum almanac_visibility_grade grade = almanac_visibility_now(&sight).grade;
            assert_true(grade >= before);
            before = grade;
        }
    }
}

static void test_visibility_json_has_the_numbers_of_its_reason(void **state)
{
    (void)state;
    const struct almanac_time_columns_clock clock = {.dataset = data_store(), .zone = NULL};
    struct almanac_visibility_sight sight = DARK;
    sight.elongation_deg = 8.06;
    struct almanac_visibility verdict = almanac_visibility_now(&sight);
    struct almanac_visibility_cells cells;
    almanac_visibility_fill(&cells, &clock, &verdict);
    assert_true(base_text_equals(cells.verdict, BASE_TEXT("hidden")));
    assert_true(base_text_equals(cells.reason, BASE_TEXT("too close to the Sun, 8 deg")));
    assert_true(base_text_equals(cells.reason_code, BASE_TEXT("sun_close")));
    assert_true(base_text_equals(cells.reason_values, BASE_TEXT("{\"elongation_deg\": 8.06}")));
    assert_true(base_text_equals(cells.judged, BASE_TEXT("hidden: too close to the Sun, 8 deg")));
    verdict.code = ALMANAC_VISIBILITY_CODE_DAWN;
    verdict.alt_deg = 12.3;
    verdict.when = data_tt(2026, 5, 1, 4, 11, 40.0); /* minutes are rounded, as in almanacs */
    assert_string_equal(PLACE_TEXT(almanac_visibility_append_reason, &clock, &verdict),
                        "rises at 04:12 UTC, at most 12 deg in dawn");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visibility_of_a_dark_sky),
        cmocka_unit_test(test_visibility_asks_for_glass_beyond_magnitude_6_and_10),
        cmocka_unit_test(test_visibility_near_the_sun),
        cmocka_unit_test(test_visibility_by_day_and_in_twilight),
        cmocka_unit_test(test_visibility_of_the_sun_itself_warns),
        cmocka_unit_test(test_visibility_never_gets_worse_as_the_sky_gets_darker),
        cmocka_unit_test(test_visibility_json_has_the_numbers_of_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
