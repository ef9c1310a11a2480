/* almanac/moon_phase: names and ages against the phases that USNO publishes. */
#include "almanac/moon_phase.h"

#include "almanac/place.h"

static struct almanac_moon_phase phase_at(struct sky_tt when)
{
    struct almanac_moon_phase phase;
    struct sky_fault fault;
    assert_int_equal(almanac_moon_phase_at(data_sky(), when, &phase, &fault), BASE_ERR_OK);
    return phase;
}

/* USNO, "Phases of the Moon", 2026, to a minute. */
static void test_moon_phase_names_are_those_of_usno_2026(void **state)
{
    (void)state;
    const struct {
        struct sky_tt when;
        const char *name;
        double lead_deg;
    } phases[] = {
        {data_tt(2026, 2, 17, 12, 1, 0.0), "new_moon", 0.0},
        {data_tt(2026, 2, 24, 12, 27, 0.0), "first_quarter", 90.0},
        {data_tt(2026, 3, 3, 11, 38, 0.0), "full_moon", 180.0},
        {data_tt(2026, 3, 11, 9, 38, 0.0), "last_quarter", 270.0},
    };
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        const struct almanac_moon_phase phase = phase_at(phases[i].when);
        assert_string_equal(almanac_moon_phase_text(phase.name).at, phases[i].name);
        double off_deg = phase.lead_deg - phases[i].lead_deg;
        if (off_deg > 180.0) off_deg -= 360.0;
        CHECK_NEAR(off_deg, 0.0, 0.02); /* two minutes at 0.51 deg an hour */
        const struct almanac_moon_phase before =
            phase_at((struct sky_tt){phases[i].when.days - 1.0});
        const struct almanac_moon_phase after =
            phase_at((struct sky_tt){phases[i].when.days + 1.0});
        assert_int_equal((int)before.name, ((int)phase.name + 7) % 8);
        assert_int_equal((int)after.name, (int)phase.name + 1);
    }
}

static void test_moon_phase_age_counts_from_the_new_moon(void **state)
{
    (void)state;
    const struct sky_tt new_moon = data_tt(2026, 2, 17, 12, 1, 0.0);
    for (double days = 0.01; days < 29.5; days += 0.37) {
        const struct almanac_moon_phase phase = phase_at((struct sky_tt){new_moon.days + days});
        assert_true(phase.has_age);
        CHECK_NEAR(phase.age_days, days, 0.001); /* USNO's minute */
    }
    /* the next one: 2026-03-19 01:23; two rounded minutes */
    CHECK_NEAR(phase_at(data_tt(2026, 3, 19, 1, 22, 0.0)).age_days, 29.556, 0.002);
}

static void test_moon_phase_age_is_unknown_before_the_first_new_moon_of_the_ephemeris(void **state)
{
    (void)state;
    struct almanac_moon_phase phase = {0};
    struct sky_fault fault;
    struct sky_tt when = {-36700.0}; /* 1899-07-07; the ephemeris begins within months */
    while (almanac_moon_phase_at(data_sky(), when, &phase, &fault) != BASE_ERR_OK) when.days += 1.0;
    assert_true(!phase.has_age || phase.age_days < 1.0); /* it began in the day before */
    when.days -= 60.0;
    assert_int_equal(almanac_moon_phase_at(data_sky(), when, &phase, &fault), BASE_ERR_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moon_phase_names_are_those_of_usno_2026),
        cmocka_unit_test(test_moon_phase_age_counts_from_the_new_moon),
        cmocka_unit_test(test_moon_phase_age_is_unknown_before_the_first_new_moon_of_the_ephemeris),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
