/* Delta T far from measurements: published values, and no step anywhere. */
#include "check.h"
#include "data/dataset.h"
#include "sky/delta_t.h"
#include "sky/earth_orientation.h"

static struct data_dataset dataset;

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK;
}

/* Stephenson, Morrison & Hohenkerk 2016, table 2, rounded there to 10 s (and to 100 s before 0);
 * the addendum of 2021 moved none of them by more than its error. */
static void test_delta_t_agrees_with_the_published_table(void **state)
{
    (void)state;
    const struct {
        double year, delta_t_s;
    } rows[] = {{-720, 20370}, {0, 10440}, {500, 5590}, {1000, 1650}, {1500, 292}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR(sky_delta_t_past_s(rows[i].year), rows[i].delta_t_s,
                   fmax(5.0, 2.0 * sky_delta_t_sigma_s(rows[i].year)));
}

/* The parabola that the paper fits to all of it, -320 + 32.5 t^2: the curve swings about it by some
 * hundred seconds in the past that was observed and by a part in twenty far beyond. */
static void test_delta_t_stays_by_the_parabola(void **state)
{
    (void)state;
    for (double year = -13000.0; year < 1600.0; year += 10.0) {
        double t = (year - 1825.0) / 100.0, parabola_s = -320.0 + 32.5 * t * t;
        CHECK_NEAR(sky_delta_t_past_s(year), parabola_s, 450.0 + 0.05 * parabola_s);
    }
}

static double delta_t_s(double days)
{
    return -sky_earth_orientation_spin(&dataset.sky.orient, (struct sky_tt){days}).ut1_minus_tt_s;
}

static void test_earth_orientation_delta_t_has_no_steps(void **state)
{
    (void)state;
    /* The day grows by less than 60 ms (in 200 centuries, at 1.8 ms a century, twice over): Delta T
     * moves by less than that in a day. 1962 alone is steeper: a straight line of 0.39 s in 13
     * days. */
    const double step_days = 0.5;
    double before = delta_t_s(-4.0e6);
    for (double days = -4.0e6 + step_days; days < 4.0e6; days += step_days) {
        double now = delta_t_s(days);
        if (!(fabs(now - before) < 0.4 * step_days)) CHECK_NEAR(now, before, 0.4 * step_days);
        before = now;
        if (days < -8e5 || days > 3e5) days += 37.0, before = delta_t_s(days);
    }
}

static void test_earth_orientation_names_where_ut1_is_from(void **state)
{
    (void)state;
    const struct {
        double days;
        enum sky_earth_orientation_source source;
    } rows[] = {
        {-900000.0, SKY_EARTH_ORIENTATION_MODEL},   {-20000.0, SKY_EARTH_ORIENTATION_HISTORIC},
        {-16072.0, SKY_EARTH_ORIENTATION_HISTORIC}, /* 1955-12-31, the day before IERS C01 begins */
        {-16071.0, SKY_EARTH_ORIENTATION_MEASURED}, {0.0, SKY_EARTH_ORIENTATION_MEASURED},
        {9800.0, SKY_EARTH_ORIENTATION_PREDICTED},  {10200.0, SKY_EARTH_ORIENTATION_HELD},
        {30000.0, SKY_EARTH_ORIENTATION_MODEL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(
            sky_earth_orientation_spin(&dataset.sky.orient, (struct sky_tt){rows[i].days}).source,
            rows[i].source);
}

/* UTC stays at its 37 leap seconds, because later ones are unknown, while UT1 falls behind. */
static void test_time_survives_days_between_ut1_and_utc(void **state)
{
    (void)state;
    const int years[] = {1963, 2025, 2100, 3000, 6000, 9998};
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        struct sky_civil civil = {years[i], 3, 1, 0, 0, 7.0};
        struct sky_tt tt;
        assert_int_equal(sky_civil_tt(&dataset.sky.leaps, &dataset.sky.orient, civil, &tt), 0);
        struct sky_civil again = sky_civil_of_tt(&dataset.sky.leaps, &dataset.sky.orient, tt, 0);
        assert_int_equal(again.year, civil.year);
        assert_int_equal(again.month, 3);
        assert_int_equal(again.day, 1);
        assert_int_equal(again.minute, 0);
        CHECK_NEAR(again.second, 7.0, 0.0); /* rounded to whole seconds */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_delta_t_agrees_with_the_published_table),
        cmocka_unit_test(test_delta_t_stays_by_the_parabola),
        cmocka_unit_test(test_earth_orientation_delta_t_has_no_steps),
        cmocka_unit_test(test_earth_orientation_names_where_ut1_is_from),
        cmocka_unit_test(test_time_survives_days_between_ut1_and_utc),
    };
    return cmocka_run_group_tests(tests, open_store, NULL);
}
