/* almanac/sky_now: places and events compared with rooms that have their own tests, with USNO, and
 * with laws; the sentence for invented skies.
 */
#include "almanac/sky_now.h"

#include "almanac/place.h"
#include "format/grammar.h"
#include "random.h"

#define MINUTE_DAYS (1.0 / 1440.0)

static struct almanac_sky_now sky;
static struct almanac_positions_frame cache;

static void look(double lat_deg, double lon_deg, struct sky_tt when)
{
    const struct almanac_params params = place_at(lat_deg, lon_deg, when);
    struct almanac_problem problem;
    assert_int_equal(almanac_sky_now_compute(data_store(), &cache, &params, &sky, &problem),
                     BASE_ERR_OK);
    assert_int_equal(sky.count, SKY_BODY_COUNT);
}

static const struct almanac_sky_now_body *body_of(enum sky_body body)
{
    return &sky.bodies[body]; /* all are there, in order */
}

static void check_event(enum sky_body body, enum almanac_sky_now_event_kind kind,
                        struct sky_tt want, double tol_days)
{
    const struct almanac_sky_now_event *event = &body_of(body)->next[kind];
    assert_true(event->has);
    CHECK_NEAR(event->at.tt.days, want.days, tol_days);
}

/* ---- places and events ---- */

static void test_sky_now_places_are_what_is_observed(void **state)
{
    (void)state;
    const struct sky_tt when = data_tt(2026, 8, 10, 22, 30, 0.0);
    look(-33.87, 151.21, when);
    struct sky_fault fault;
    assert_int_equal(almanac_positions_frame(data_store(), &cache, sky.instant.when,
                                             data_store()->bodies, &fault),
                     BASE_ERR_OK);
    const struct sky_observer observer = sky_horizon_observer(-33.87, 151.21, 0.0);
    const struct sky_viewpoint view =
        sky_apparent_viewpoint(&cache.frame, &observer, SKY_APPARENT_TRUE_POLE);
    const struct sky_air air = sky_refract_standard_air(0.0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const struct sky_observation seen = sky_observe(&view, body, &air);
        assert_true(seen.az_deg == body_of(body)->seen.az_deg);
        assert_true(seen.alt_deg == body_of(body)->seen.alt_deg);
    }
    assert_true(sky.sun.alt_deg == body_of(SKY_BODY_SUN)->seen.alt_deg);
    assert_true(sky.moon.az_deg == body_of(SKY_BODY_MOON)->seen.az_deg);
}

/* The next of each kind is what a separate search finds, at any place. */
static void test_sky_now_next_events_are_the_next_ones(void **state)
{
    (void)state;
    static const enum sky_rise_kind kinds[] = {SKY_RISE_UP, SKY_RISE_TRANSIT, SKY_RISE_DOWN};
    const double lats_deg[] = {0.0, 48.93, 66.5, -69.65, 89.5, -90.0};
    for (size_t i = 0; i < sizeof lats_deg / sizeof *lats_deg; i++) {
        look(lats_deg[i], 18.95, data_tt(2026, 1 + 2 * (int)i, 11, 3, 0, 0.0));
        const struct sky_observer observer = sky_horizon_observer(lats_deg[i], 18.95, 0.0);
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            const struct almanac_sky_now_body *row = body_of(body);
            const struct sky_rise_search search =
                almanac_instant_report_search(&sky.instant, &observer, body);
            for (int kind = 0; kind < ALMANAC_SKY_NOW_EVENTS; kind++) {
                struct sky_rise_event event;
                struct sky_fault fault;
                enum base_err err =
                    sky_rise_next(&search, kinds[kind], sky.instant.when, &event, &fault);
                assert_int_equal(err, row->next[kind].has ? BASE_ERR_OK : BASE_ERR_END);
                if (err == BASE_ERR_END) continue;
                assert_true(row->next[kind].at.tt.days == event.tt.days);
                assert_true(event.tt.days >= row->next[row->first].at.tt.days);
            }
        }
    }
}

/* USNO's rise/set tables: Denver, Moon, 2015-11-04 13:31 and 11-05 00:51 MST, the day without a
 * moonrise (suncalc#56); 60 S 150 W, Sun, 2019-06-20 19:06 and 06-21 00:58 UT; 29 N 81 W, Moon,
 * 2019-06-15 09:07 and 22:57 UT. To the nearest minute, and the error of the almanac's 16'. */
static void test_sky_now_rises_and_sets_are_usnos(void **state)
{
    (void)state;
    look(39.7392, -104.9903, data_tt(2015, 11, 4, 12, 0, 0.0));
    check_event(SKY_BODY_MOON, ALMANAC_SKY_NOW_SET, data_tt(2015, 11, 4, 20, 31, 0.0), MINUTE_DAYS);
    check_event(SKY_BODY_MOON, ALMANAC_SKY_NOW_RISE, data_tt(2015, 11, 5, 7, 51, 0.0), MINUTE_DAYS);
    look(-60.0, -150.0, data_tt(2019, 6, 20, 12, 0, 0.0));
    check_event(SKY_BODY_SUN, ALMANAC_SKY_NOW_RISE, data_tt(2019, 6, 20, 19, 6, 0.0), MINUTE_DAYS);
    check_event(SKY_BODY_SUN, ALMANAC_SKY_NOW_SET, data_tt(2019, 6, 21, 0, 58, 0.0), MINUTE_DAYS);
    look(29.0, -81.0, data_tt(2019, 6, 15, 0, 0, 0.0));
    check_event(SKY_BODY_MOON, ALMANAC_SKY_NOW_SET, data_tt(2019, 6, 15, 9, 7, 0.0), MINUTE_DAYS);
    check_event(SKY_BODY_MOON, ALMANAC_SKY_NOW_RISE, data_tt(2019, 6, 15, 22, 57, 0.0),
                MINUTE_DAYS);
}

static void test_sky_now_motion_is_where_a_minute_takes_it(void **state)
{
    (void)state;
    const struct sky_tt when = data_tt(2026, 11, 22, 20, 0, 0.0);
    double before_deg[SKY_BODY_COUNT];
    look(48.93, 2.45, when);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        before_deg[body] = body_of(body)->seen.alt_deg;
    look(48.93, 2.45, (struct sky_tt){when.days + MINUTE_DAYS});
    const char *text = PLACE_TEXT(almanac_sky_now_append, &sky, ALMANAC_PARAMS_CSV);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const bool is_rising = body_of(body)->seen.alt_deg > before_deg[body];
        const char *row = strstr(text, sky_body_info(body)->name.at);
        const char *says = strstr(row, is_rising ? "rising" : "sinking");
        assert_true(says != NULL && says < strstr(row, "\r\n"));
    }
}

static void test_sky_now_light_is_by_the_suns_altitude(void **state)
{
    (void)state;
    assert_int_equal(almanac_sky_now_light_of(-0.83), ALMANAC_SKY_NOW_LIGHT_DAY);
    assert_int_equal(almanac_sky_now_light_of(-0.84), ALMANAC_SKY_NOW_LIGHT_CIVIL);
    assert_int_equal(almanac_sky_now_light_of(-6.01), ALMANAC_SKY_NOW_LIGHT_NAUTICAL);
    assert_int_equal(almanac_sky_now_light_of(-12.01), ALMANAC_SKY_NOW_LIGHT_ASTRONOMICAL);
    assert_int_equal(almanac_sky_now_light_of(-18.01), ALMANAC_SKY_NOW_LIGHT_NIGHT);
    look(48.93, 2.45, data_tt(2026, 6, 21, 12, 0, 0.0));
    assert_int_equal(sky.light, ALMANAC_SKY_NOW_LIGHT_DAY);
    look(48.93, 2.45, data_tt(2026, 12, 21, 0, 0, 0.0));
    assert_int_equal(sky.light, ALMANAC_SKY_NOW_LIGHT_NIGHT);
}

/* ---- a gallery of skies ---- */

static void test_sky_now_of_a_sun_that_does_not_set(void **state)
{
    (void)state;
    /* nothing but transits for weeks, then a set: never a sunrise first (skyfield#940) */
    look(69.65, 18.95, data_tt(2026, 6, 21, 12, 0, 0.0));
    const struct almanac_sky_now_body *sun = body_of(SKY_BODY_SUN);
    assert_int_equal(sun->status, SKY_DAY_ALWAYS_UP);
    assert_int_equal(sun->first, ALMANAC_SKY_NOW_TRANSIT);
    assert_true(sun->next[ALMANAC_SKY_NOW_SET].at.tt.days <
                sun->next[ALMANAC_SKY_NOW_RISE].at.tt.days);
    assert_int_equal(sky.light, ALMANAC_SKY_NOW_LIGHT_DAY);
    /* pyephem#248: Utqiagvik's polar night of 2022 ends on January 23 */
    look(71.2906, -156.7886, data_tt(2022, 11, 19, 12, 0, 0.0));
    assert_int_equal(body_of(SKY_BODY_SUN)->status, SKY_DAY_GRAZING); /* it set the day before */
    check_event(SKY_BODY_SUN, ALMANAC_SKY_NOW_RISE, data_tt(2023, 1, 23, 12, 0, 0.0), 0.6);
    look(71.2906, -156.7886, data_tt(2022, 12, 1, 12, 0, 0.0));
    assert_int_equal(body_of(SKY_BODY_SUN)->status, SKY_DAY_NEVER_UP);
}

static void test_sky_now_of_bodies_that_graze(void **state)
{
    (void)state;
    /* skyfield#998: after weeks up, Mercury's first event at 71 N is a set */
    look(71.0, 0.0, data_tt(2026, 6, 28, 0, 0, 0.0));
    const struct almanac_sky_now_body *mercury = body_of(SKY_BODY_MERCURY);
    assert_true(mercury->seen.alt_deg > 0.0);
    assert_true(mercury->next[ALMANAC_SKY_NOW_SET].at.tt.days <
                mercury->next[ALMANAC_SKY_NOW_RISE].at.tt.days);
    CHECK_NEAR(mercury->next[ALMANAC_SKY_NOW_SET].at.tt.days, data_tt(2026, 7, 1, 0, 0, 0.0).days,
               2.0); /* June 30 or July 1 at the report's longitude */
    /* skyfield#998: Mars' top is within an arcminute of the horizon at 11:54 UTC: air decides */
    look(67.0, 0.0, data_tt(1994, 1, 7, 11, 0, 0.0));
    assert_int_equal(body_of(SKY_BODY_MARS)->status, SKY_DAY_GRAZING);
    check_event(SKY_BODY_MARS, ALMANAC_SKY_NOW_TRANSIT, data_tt(1994, 1, 7, 11, 54, 0.0),
                MINUTE_DAYS);
    assert_true(body_of(SKY_BODY_MARS)->next[ALMANAC_SKY_NOW_RISE].has);
    /* CoordinateSharp#167: a shallow lower culmination */
    look(76.0, 45.0, data_tt(2021, 4, 24, 0, 0, 0.0));
    assert_true(body_of(SKY_BODY_SUN)->next[ALMANAC_SKY_NOW_SET].has);
}

static void test_sky_now_of_the_moon_near_the_poles(void **state)
{
    (void)state;
    look(89.5, 0.0, data_tt(2013, 11, 26, 18, 37, 0.0)); /* pyephem#32 */
    check_event(SKY_BODY_MOON, ALMANAC_SKY_NOW_SET, data_tt(2013, 11, 27, 7, 37, 20.0),
                10.0 * MINUTE_DAYS); /* its horizon is not the almanac's: 0.1 deg is 10 min */
    look(-90.0, -77.03, data_tt(1996, 11, 7, 12, 45, 0.0)); /* pyephem#255: endless */
    assert_true(body_of(SKY_BODY_MOON)->first < ALMANAC_SKY_NOW_EVENTS);
}

static void test_sky_now_asked_at_an_event_or_at_midnight_or_at_zero(void **state)
{
    (void)state;
    look(26.695512, 100.03105, data_tt(2019, 12, 14, 0, 0, 0.0)); /* ASCOM#24 */
    const double rise = body_of(SKY_BODY_SUN)->next[ALMANAC_SKY_NOW_RISE].at.tt.days;
    assert_true(rise >= sky.instant.when.days && rise < sky.instant.when.days + 1.01);
    look(0.0, 0.0, data_tt(2026, 3, 20, 0, 0, 0.0)); /* zero is a place */
    assert_int_equal(body_of(SKY_BODY_SUN)->status, SKY_DAY_NORMAL);
    CHECK_NEAR(body_of(SKY_BODY_SUN)->next[ALMANAC_SKY_NOW_RISE].at.az_deg, 90.0, 0.5);
}

static void test_sky_now_raised_skyline_delays_the_rise(void **state)
{
    (void)state;
    struct almanac_params params = place_at(24.143, 120.874, data_tt(2021, 3, 5, 20, 0, 0.0));
    struct almanac_problem problem;
    params.given |= ALMANAC_PARAMS_BIT(HORIZON);
    params.horizon_deg = 60.0; /* pyephem#204 */
    assert_int_equal(almanac_sky_now_compute(data_store(), &cache, &params, &sky, &problem),
                     BASE_ERR_OK);
    CHECK_NEAR(body_of(SKY_BODY_SUN)->next[ALMANAC_SKY_NOW_RISE].alt_deg, 60.0 - 16.0 / 60.0,
               0.02); /* the limb is on the skyline; air differs by less than an arcminute */
    assert_non_null(
        strstr(PLACE_TEXT(almanac_sky_now_append, &sky, ALMANAC_PARAMS_JSON), "&horizon=60.0&"));
}

static void test_sky_now_outside_the_ephemeris_is_a_problem(void **state)
{
    (void)state;
    const struct almanac_params params = place_at(0.0, 0.0, data_tt(2150, 1, 1, 0, 0, 0.0));
    struct almanac_problem problem;
    assert_int_equal(almanac_sky_now_compute(data_store(), &cache, &params, &sky, &problem),
                     BASE_ERR_RANGE);
    assert_int_equal(problem.kind, ALMANAC_PROBLEM_TIME_OUT_OF_RANGE);
}

/* ---- the sentence ---- */

/* A sky with planets at these altitudes, Mercury first, that set and rise hours after
 * the instant. */
static void paint(const double *alts_deg, int count, enum almanac_sky_now_light light)
{
    sky = (struct almanac_sky_now){.light = light, .count = count};
    sky.instant.clock.dataset = data_store();
    sky.instant.when = data_tt(2026, 11, 22, 20, 0, 0.0);
    for (int i = 0; i < count; i++) {
        struct almanac_sky_now_body *body = &sky.bodies[i];
        *body = (struct almanac_sky_now_body){
            .body = (enum sky_body)(SKY_BODY_MERCURY + i),
            .seen = {.alt_deg = alts_deg[i], .az_deg = 112.0, .has_horizon = true}};
        for (int kind = 0; kind < ALMANAC_SKY_NOW_EVENTS; kind++)
            body->next[kind] = (struct almanac_sky_now_event){
                .has = true, .at.tt = {sky.instant.when.days + (5 - i + 6 * kind) / 24.0}};
    }
    sky.summary = almanac_sky_now_summarise(&sky);
}

static void check_sentence(const char *want)
{
    assert_string_equal(PLACE_TEXT(almanac_sky_now_append_sentence, &sky), want);
}

static void test_sky_now_sentence_counts(void **state)
{
    (void)state;
    const double none[] = {-5, -10, 0, -30}, one[] = {-5, -10, 34.4, -30};
    const double some[] = {-5, 33.6, 20, -30}, all[] = {5, 10, 20, 30};
    paint(none, 4, ALMANAC_SKY_NOW_LIGHT_NIGHT);
    check_sentence("No planet is up. Jupiter rises at 22:00 UTC.");
    paint(one, 4, ALMANAC_SKY_NOW_LIGHT_NIGHT);
    check_sentence("1 planet is up: Mars, 34 deg in the east-south-east. It sets at 11:00 UTC.");
    paint(some, 4, ALMANAC_SKY_NOW_LIGHT_NIGHT);
    check_sentence(
        "2 planets are up. Venus is highest, 34 deg in the east-south-east. Mars sets at "
        "11:00 UTC.");
    paint(all, 4, ALMANAC_SKY_NOW_LIGHT_DAY);
    check_sentence("All 4 planets are up in daylight. Jupiter is highest, 30 deg in the "
                   "east-south-east. Jupiter sets at 10:00 UTC.");
}

static void test_sky_now_sentence_of_far_off_events_has_their_date_or_nothing(void **state)
{
    (void)state;
    const double one[] = {40};
    paint(one, 1, ALMANAC_SKY_NOW_LIGHT_NIGHT);
    sky.bodies[0].next[ALMANAC_SKY_NOW_SET].at.tt.days += 100.0;
    check_sentence(
        "1 planet is up: Mercury, 40 deg in the east-south-east. It sets on 2027-03-03 at "
        "13:00 UTC.");
    sky.bodies[0].next[ALMANAC_SKY_NOW_SET].has = false;
    sky.summary = almanac_sky_now_summarise(&sky);
    check_sentence("1 planet is up: Mercury, 40 deg in the east-south-east.");
    assert_int_equal(sky.summary.next, -1);
}

static void test_sky_now_sentence_without_planets_is_of_the_bodies_asked_for(void **state)
{
    (void)state;
    const struct almanac_params params =
        place_of(48.93, 2.45, data_tt(2026, 11, 22, 20, 0, 0.0), 1u << SKY_BODY_MOON);
    struct almanac_problem problem;
    assert_int_equal(almanac_sky_now_compute(data_store(), &cache, &params, &sky, &problem),
                     BASE_ERR_OK);
    check_sentence("1 body is up: the Moon, 51 deg in the south-east. It sets at 05:50 UTC.");
}

static void test_sky_now_sentence_says_the_zones_time(void **state)
{
    (void)state;
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("Europe/Paris"), &zone), BASE_ERR_OK);
    const double one[] = {40};
    paint(one, 1, ALMANAC_SKY_NOW_LIGHT_NIGHT);
    sky.instant.clock.zone = &zone;
    check_sentence("1 planet is up: Mercury, 40 deg in the east-south-east. It sets at 14:00.");
    data_zone_close(&zone);
}

/* ---- the document ---- */

static void test_sky_now_json_is_json_everywhere(void **state)
{
    (void)state;
    struct random_source random = random_seeded(20261122);
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("Asia/Kolkata"), &zone), BASE_ERR_OK);
    for (int trial = 0; trial < 60; trial++) {
        struct almanac_params params =
            place_at(trial % 7 == 0 ? 90.0 : random_between(&random, -90.0, 90.0),
                     random_between(&random, -180.0, 180.0),
                     (struct sky_tt){random_between(&random, -36400.0, 36400.0)});
        struct almanac_problem problem;
        params.zone = trial % 2 ? &zone : NULL;
        assert_int_equal(almanac_sky_now_compute(data_store(), &cache, &params, &sky, &problem),
                         BASE_ERR_OK);
        const char *text = PLACE_TEXT(almanac_sky_now_append, &sky, ALMANAC_PARAMS_JSON);
        assert_true(grammar_is_json(text));
        assert_string_equal(text + strlen(text) - 2, "}\n");
        assert_null(strstr(text, "nan"));
        const int times = place_count(text, "\"time\": "), locals = place_count(text, "_local\": ");
        assert_int_equal(locals, trial % 2 ? times : 0);
        text = PLACE_TEXT(almanac_sky_now_append, &sky, ALMANAC_PARAMS_NDJSON);
        assert_int_equal(place_count(text, "\n"), SKY_BODY_COUNT);
        text = PLACE_TEXT(almanac_sky_now_append, &sky, ALMANAC_PARAMS_CSV);
        assert_int_equal(place_count(text, "\r\n"), SKY_BODY_COUNT + 1);
    }
    data_zone_close(&zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sky_now_places_are_what_is_observed),
        cmocka_unit_test(test_sky_now_next_events_are_the_next_ones),
        cmocka_unit_test(test_sky_now_rises_and_sets_are_usnos),
        cmocka_unit_test(test_sky_now_motion_is_where_a_minute_takes_it),
        cmocka_unit_test(test_sky_now_light_is_by_the_suns_altitude),
        cmocka_unit_test(test_sky_now_of_a_sun_that_does_not_set),
        cmocka_unit_test(test_sky_now_of_bodies_that_graze),
        cmocka_unit_test(test_sky_now_of_the_moon_near_the_poles),
        cmocka_unit_test(test_sky_now_asked_at_an_event_or_at_midnight_or_at_zero),
        cmocka_unit_test(test_sky_now_raised_skyline_delays_the_rise),
        cmocka_unit_test(test_sky_now_outside_the_ephemeris_is_a_problem),
        cmocka_unit_test(test_sky_now_sentence_counts),
        cmocka_unit_test(test_sky_now_sentence_of_far_off_events_has_their_date_or_nothing),
        cmocka_unit_test(test_sky_now_sentence_without_planets_is_of_the_bodies_asked_for),
        cmocka_unit_test(test_sky_now_sentence_says_the_zones_time),
        cmocka_unit_test(test_sky_now_json_is_json_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
