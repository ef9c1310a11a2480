/* almanac/tonight: curves compared with sky/sky, dusk and dawn with published times, verdicts of
 * known nights, and the grammar of what is written.
 */
#include "almanac/tonight.h"

#include "almanac/place.h"
#include "format/grammar.h"
#include "random.h"

#define MINUTE_DAYS (1.0 / 1440.0)

static struct almanac_tonight tonight;
static struct almanac_positions_frame cache;

static void look(double lat_deg, double lon_deg, struct sky_tt when)
{
    const struct almanac_params params = place_at(lat_deg, lon_deg, when);
    struct almanac_problem problem;
    assert_int_equal(almanac_tonight_compute(data_store(), &cache, &params, &tonight, &problem),
                     BASE_ERR_OK);
    assert_int_equal(tonight.count, SKY_BODY_COUNT);
}

static const struct almanac_tonight_body *body_of(enum sky_body body)
{
    return &tonight.bodies[body]; /* all are there, in order */
}

static void check_verdict(enum sky_body body, const char *grade, const char *code)
{
    const struct almanac_visibility *verdict = &body_of(body)->verdict;
    assert_string_equal(almanac_visibility_grade_name(verdict->grade).at, grade);
    assert_string_equal(almanac_visibility_code_name(verdict->code).at, code);
}

/* ---- curves ---- */

static void test_tonight_curves_are_what_is_observed_at_those_instants(void **state)
{
    (void)state;
    look(-33.87, 151.21, data_tt(2026, 7, 1, 12, 0, 0.0));
    const struct sky_observer observer = sky_horizon_observer(-33.87, 151.21, 0.0);
    const struct sky_air air = sky_refract_standard_air(0.0);
    for (int i = 0; i < tonight.samples; i += 7) {
        struct sky_fault fault;
        const struct sky_tt when = data_time_range_at(data_store(), &tonight.curve, i);
        assert_int_equal(
            almanac_positions_frame(data_store(), &cache, when, data_store()->bodies, &fault),
            BASE_ERR_OK);
        const struct sky_viewpoint view =
            sky_apparent_viewpoint(&cache.frame, &observer, SKY_APPARENT_TRUE_POLE);
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
            /* the same arithmetic by a shorter way: rounding */
            CHECK_NEAR(body_of(body)->curve_alt_deg[i], sky_observe(&view, body, &air).alt_deg,
                       1e-10);
    }
}

static void test_tonight_curve_spans_the_night_in_whole_ten_minutes(void **state)
{
    (void)state;
    struct random_source random = random_seeded(7);
    for (int trial = 0; trial < 40; trial++) {
        look(random_between(&random, -90.0, 90.0), random_between(&random, -180.0, 180.0),
             (struct sky_tt){random_between(&random, -36000.0, 36000.0)});
        const struct sky_tt first = data_time_range_at(data_store(), &tonight.curve, 0);
        const struct sky_tt last =
            data_time_range_at(data_store(), &tonight.curve, tonight.samples - 1);
        assert_true(tonight.samples >= 144 && tonight.samples <= ALMANAC_TONIGHT_SAMPLES_MAX);
        assert_int_equal(tonight.curve.start_us % 600000000, 0);
        /* an interval of ten minutes holds each end; before 1962 a civil second is not TT's */
        assert_true(first.days <= tonight.night.from.days + 1e-6);
        assert_true(first.days > tonight.night.from.days - 10.01 * MINUTE_DAYS);
        assert_true(last.days >= tonight.night.until.days - 1e-6);
        assert_true(last.days < tonight.night.until.days + 10.01 * MINUTE_DAYS);
    }
}

/* The highest point of the window is nowhere below the curve. */
static void test_tonight_no_sample_of_the_window_is_above_the_highest(void **state)
{
    (void)state;
    look(48.93, 2.45, data_tt(2026, 11, 22, 20, 0, 0.0));
    for (enum sky_body body = SKY_BODY_MOON; body < SKY_BODY_COUNT; body++)
        for (int i = 0; i < tonight.samples; i++) {
            const double days = data_time_range_at(data_store(), &tonight.curve, i).days;
            if (days < tonight.from.days || days > tonight.until.days) continue;
            const struct sky_rise_event *highest = &body_of(body)->day.highest;
            /* the highest is airless, and the Moon's is its limb's: 0.27 deg, 0.5 deg of air */
            assert_true(body_of(body)->curve_alt_deg[i] < highest->alt_true_deg + 0.8);
        }
}

/* ---- the night ---- */

/* USNO, rise/set tables: 60 S 150 W, 2019-06-20 and 21; to the minute. */
static void test_tonight_sunset_and_sunrise_are_usnos(void **state)
{
    (void)state;
    look(-60.0, -150.0, data_tt(2019, 6, 21, 5, 0, 0.0));
    assert_int_equal(tonight.sun, ALMANAC_TONIGHT_SUN_SETS);
    CHECK_NEAR(tonight.night.levels[SKY_DAY_LEVEL_SUN].dusk.tt.days,
               data_tt(2019, 6, 21, 0, 58, 0.0).days, MINUTE_DAYS);
    CHECK_NEAR(tonight.night.levels[SKY_DAY_LEVEL_SUN].dawn.tt.days,
               data_tt(2019, 6, 21, 19, 6, 0.0).days, MINUTE_DAYS);
    assert_true(tonight.has_darkness);
    assert_true(tonight.dark_from.days ==
                tonight.night.levels[SKY_DAY_LEVEL_ASTRONOMICAL].dusk.tt.days);
}

/* It gets dark where the Sun's lowest point is below -18 deg: 90 - lat - 23.44 at midsummer. */
static void test_tonight_has_no_darkness_north_of_48_6_at_midsummer(void **state)
{
    (void)state;
    look(48.3, 2.45, data_tt(2026, 6, 21, 12, 0, 0.0));
    assert_true(tonight.has_darkness);
    look(48.93, 2.45, data_tt(2026, 6, 21, 12, 0, 0.0));
    assert_false(tonight.has_darkness);
    assert_non_null(strstr(PLACE_TEXT(almanac_tonight_append, &tonight, ALMANAC_PARAMS_JSON),
                           "\"darkness\": null"));
}

static void test_tonight_at_the_poles(void **state)
{
    (void)state;
    look(90.0, 0.0, data_tt(2026, 12, 21, 0, 0, 0.0));
    assert_int_equal(tonight.sun, ALMANAC_TONIGHT_SUN_DOES_NOT_RISE);
    assert_true(tonight.has_darkness); /* from noon to noon: the Sun is 23 deg down */
    CHECK_NEAR(tonight.dark_until.days - tonight.dark_from.days, 1.0, 0.001);
    check_verdict(SKY_BODY_JUPITER, "visible", "naked_eye");
    check_verdict(SKY_BODY_VENUS, "hidden", "below_horizon");
    look(-90.0, 0.0, data_tt(2026, 12, 21, 0, 0, 0.0));
    assert_int_equal(tonight.sun, ALMANAC_TONIGHT_SUN_DOES_NOT_SET);
    assert_false(tonight.has_darkness);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        check_verdict(body, "hidden", "sun_up");
}

/* USNO: full moon 2026-03-03 11:38 UTC. */
static void test_tonight_moon_of_a_total_eclipse_is_full(void **state)
{
    (void)state;
    look(21.3, -157.86, data_tt(2026, 3, 3, 8, 0, 0.0));
    assert_string_equal(almanac_moon_phase_text(tonight.phase.name).at, "full_moon");
    CHECK_NEAR(tonight.moon_illuminated, 1.0, 0.001);
    CHECK_NEAR(fabs(tonight.moon_elongation_deg), 180.0, 1.5); /* and parallax of 1 deg */
}

/* ---- verdicts ---- */

static void test_tonight_planets_behind_the_sun_are_too_close(void **state)
{
    (void)state;
    look(48.93, 2.45, data_tt(2026, 3, 25, 20, 0, 0.0)); /* Saturn's conjunction */
    check_verdict(SKY_BODY_SATURN, "hidden", "sun_close");
    assert_true(body_of(SKY_BODY_SATURN)->verdict.elongation_deg < 3.0); /* its latitude is -2 */
    look(48.93, 2.45, data_tt(2026, 1, 10, 20, 0, 0.0));                 /* Jupiter's opposition */
    check_verdict(SKY_BODY_JUPITER, "visible", "naked_eye");
    assert_true(body_of(SKY_BODY_JUPITER)->day.status == SKY_DAY_ALWAYS_UP);
    check_verdict(SKY_BODY_NEPTUNE, "telescope", "binoculars");
    check_verdict(SKY_BODY_SUN, "hidden", "sets_early");
}

/* The instant of a twilight code is the body's own rise or set, and its altitude that of
 * the best. */
static void test_tonight_dusk_and_dawn_have_the_bodys_own_times(void **state)
{
    (void)state;
    int seen = 0;
    for (int day = 0; day < 365; day += 5) {
        look(55.0, 10.0, (struct sky_tt){data_tt(2026, 1, 1, 20, 0, 0.0).days + day});
        for (enum sky_body body = SKY_BODY_MOON; body < SKY_BODY_COUNT; body++) {
            const struct almanac_tonight_body *row = body_of(body);
            const struct almanac_visibility *verdict = &row->verdict;
            const bool is_dusk = verdict->code == ALMANAC_VISIBILITY_CODE_DUSK;
            if (!is_dusk && verdict->code != ALMANAC_VISIBILITY_CODE_DAWN) continue;
            seen++;
            assert_true(verdict->when.days == (is_dusk ? row->day.set : row->day.rise).tt.days);
            assert_true(is_dusk ? verdict->when.days >= row->best.days
                                : verdict->when.days <= row->best.days);
            assert_true(verdict->alt_deg == row->seen.alt_deg);
            assert_true(verdict->sun_alt_deg > -18.0);
            assert_true(verdict->grade <= ALMANAC_VISIBILITY_DIFFICULT);
        }
    }
    assert_true(seen > 20); /* Mercury alone comes and goes six times a year */
}

/* The best instant is within the hours of planets, and no instant of the curve is graded better. */
static void test_tonight_best_is_the_best_of_the_night(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        look(58.0, -4.0, data_tt(2026, month, 15, 20, 0, 0.0));
        for (enum sky_body body = SKY_BODY_MERCURY; body < SKY_BODY_COUNT; body++) {
            const struct almanac_tonight_body *row = body_of(body);
            assert_true(row->best.days >= tonight.from.days);
            assert_true(row->best.days <= tonight.until.days);
            if (row->verdict.code == ALMANAC_VISIBILITY_CODE_SUN_CLOSE) continue;
            for (int i = 0; i < tonight.samples; i++) {
                const double days = data_time_range_at(data_store(), &tonight.curve, i).days;
                if (days < tonight.from.days || days > tonight.until.days) continue;
                const struct almanac_visibility then = almanac_visibility_now(
                    &(struct almanac_visibility_sight){.body = body,
                                                       .alt_deg = row->curve_alt_deg[i],
                                                       .sun_alt_deg = tonight.sun_alt_deg[i],
                                                       .elongation_deg = row->seen.elongation_deg,
                                                       .has_magnitude = row->seen.has_magnitude,
                                                       .magnitude = row->seen.magnitude});
                if (then.grade >= ALMANAC_VISIBILITY_TELESCOPE)
                    assert_true(row->verdict.grade >= ALMANAC_VISIBILITY_TELESCOPE);
                else
                    assert_true(then.grade <= row->verdict.grade);
            }
        }
    }
}

/* ---- what is written ---- */

static void test_tonight_json_is_json_everywhere(void **state)
{
    (void)state;
    struct random_source random = random_seeded(20261122);
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("America/St_Johns"), &zone), BASE_ERR_OK);
    for (int trial = 0; trial < 60; trial++) {
        struct almanac_params params =
            place_at(trial % 7 == 0 ? -90.0 : random_between(&random, -90.0, 90.0),
                     random_between(&random, -180.0, 180.0),
                     (struct sky_tt){random_between(&random, -36000.0, 36000.0)});
        struct almanac_problem problem;
        params.zone = trial % 2 ? &zone : NULL;
        assert_int_equal(almanac_tonight_compute(data_store(), &cache, &params, &tonight, &problem),
                         BASE_ERR_OK);
        const char *text = PLACE_TEXT(almanac_tonight_append, &tonight, ALMANAC_PARAMS_JSON);
        assert_true(grammar_is_json(text));
        assert_null(strstr(text, "nan"));
        const int times = place_count(text, "\"time\": "), locals = place_count(text, "_local\": ");
        if (trial % 2)
            assert_true(locals > times); /* from, until and start have local times too */
        else
            assert_int_equal(locals, 0);
        text = PLACE_TEXT(almanac_tonight_append, &tonight, ALMANAC_PARAMS_CSV);
        assert_int_equal(place_count(text, "\r\n"), SKY_BODY_COUNT + 1);
        text = PLACE_TEXT(almanac_tonight_append, &tonight, ALMANAC_PARAMS_NDJSON);
        assert_int_equal(place_count(text, "\n"), SKY_BODY_COUNT);
    }
    data_zone_close(&zone);
}

static void test_tonight_of_two_bodies_asks_for_them_again(void **state)
{
    (void)state;
    const struct almanac_params params = place_of(48.93, 2.45, data_tt(2026, 11, 22, 20, 0, 0.0),
                                                  1u << SKY_BODY_SATURN | 1u << SKY_BODY_MOON);
    struct almanac_problem problem;
    assert_int_equal(almanac_tonight_compute(data_store(), &cache, &params, &tonight, &problem),
                     BASE_ERR_OK);
    assert_int_equal(tonight.count, 2);
    assert_non_null(strstr(PLACE_TEXT(almanac_tonight_append, &tonight, ALMANAC_PARAMS_JSON),
                           "\"links\": {\"self\": \"/api/v1/tonight?bodies=moon,saturn&lat=48.93&"
                           "lon=2.45&time=2026-11-22T20:00:00Z\"}}\n"));
}

static void test_tonight_outside_the_ephemeris_is_a_problem(void **state)
{
    (void)state;
    const struct almanac_params params = place_at(0.0, 0.0, data_tt(2150, 1, 1, 0, 0, 0.0));
    struct almanac_problem problem;
    assert_int_equal(almanac_tonight_compute(data_store(), &cache, &params, &tonight, &problem),
                     BASE_ERR_RANGE);
    assert_int_equal(problem.kind, ALMANAC_PROBLEM_TIME_OUT_OF_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tonight_curves_are_what_is_observed_at_those_instants),
        cmocka_unit_test(test_tonight_curve_spans_the_night_in_whole_ten_minutes),
        cmocka_unit_test(test_tonight_no_sample_of_the_window_is_above_the_highest),
        cmocka_unit_test(test_tonight_sunset_and_sunrise_are_usnos),
        cmocka_unit_test(test_tonight_has_no_darkness_north_of_48_6_at_midsummer),
        cmocka_unit_test(test_tonight_at_the_poles),
        cmocka_unit_test(test_tonight_moon_of_a_total_eclipse_is_full),
        cmocka_unit_test(test_tonight_planets_behind_the_sun_are_too_close),
        cmocka_unit_test(test_tonight_dusk_and_dawn_have_the_bodys_own_times),
        cmocka_unit_test(test_tonight_best_is_the_best_of_the_night),
        cmocka_unit_test(test_tonight_json_is_json_everywhere),
        cmocka_unit_test(test_tonight_of_two_bodies_asks_for_them_again),
        cmocka_unit_test(test_tonight_outside_the_ephemeris_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
