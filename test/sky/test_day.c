/* Days, nights, and the gallery of cases that have broken other programs. Wherever an instant or a
 * count is expected it comes from dense sampling (sky/dense.h) or from the report named.
 */
#include "sky/dense.h"

#define MINUTE_DAYS (1.0 / 1440.0)
#define STEP_DAYS   (5.0 * MINUTE_DAYS)

static struct sky_day day_of(const struct sky_rise_search *search, struct sky_tt from, double days)
{
    struct sky_day day;
    struct sky_fault fault;
    struct sky_tt until = {from.days + days};
    assert_int_equal(sky_day_with_next(search, from, until, &day, &fault), BASE_ERR_OK);
    return day;
}

static void check_status(const struct sky_day *day, enum sky_day_status want)
{
    assert_string_equal(sky_day_status_name(day->nominal).at, sky_day_status_name(want).at);
}

/* A UTC day's answer against the samples: how many of each, the first of each, the state. */
static struct sky_day day_agrees(const struct sky_rise_search *search, struct sky_tt from)
{
    struct sky_day day = day_of(search, from, 1.0);
    struct dense_list want = dense_events(search, from.days, from.days + 1.0, STEP_DAYS);
    int rises = 0, sets = 0;
    double up_days = dense_margin(search, from.days) >= 0.0 ? 1.0 : 0.0;
    for (int i = 0; i < want.count; i++) {
        const struct dense_event *event = &want.at[i];
        const struct sky_rise_event *first = event->is_up ? &day.rise : &day.set;
        up_days += (event->is_up ? 1.0 : -1.0) * (from.days + 1.0 - event->tt_days);
        int number = (event->is_up ? ++rises : ++sets);
        if (number > 2) continue;
        if (number == 2) first = event->is_up ? &day.second_rise : &day.second_set;
        CHECK_NEAR(first->tt.days, event->tt_days,
                   1e-3 / 86400.0); /* 1 ms: no case here grazes so */
    }
    assert_int_equal(day.rises, rises);
    assert_int_equal(day.sets, sets);
    assert_int_equal(day.has_rise, rises > 0);
    assert_int_equal(day.has_set, sets > 0);
    assert_int_equal(day.has_second_rise, rises > 1);
    assert_int_equal(day.has_second_set, sets > 1);
    assert_int_equal(day.is_up_at_start, dense_margin(search, from.days) >= 0.0);
    CHECK_NEAR(day.up_days, up_days, 1e-7); /* a few events of 1 ms */
    bool is_near = fabs(want.nearest_deg) <= search->horizon.uncertainty_deg;
    assert_int_equal(day.status == SKY_DAY_GRAZING, is_near);
    if (!is_near) assert_int_equal(day.status, day.nominal);
    return day;
}

static void test_day_counts_what_dense_sampling_sees(void **state)
{
    (void)state;
    const double lats[] = {0.0, 35.0, -52.0, 66.4, 78.0, -89.0};
    for (int i = 0; i < 6; i++)
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            struct sky_observer observer = sky_horizon_observer(lats[i], 0.0, 0.0);
            struct sky_rise_search search = dense_search(body, &observer);
            for (int month = 1; month <= 12; month += 2)
                day_agrees(&search, dense_utc(2026, month, 15, 0, 0, 0.0));
        }
}

/* The instants of the report, to the second. */
static void test_day_has_two_sunsets(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(-30.0, -100.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_tt from = dense_utc(2024, 5, 7, 0, 0, 0.0);
    struct sky_day day = day_agrees(&search, from);
    check_status(&day, SKY_DAY_MULTIPLE);
    assert_true(day.has_second_set && !day.has_second_rise);
    CHECK_NEAR((day.set.tt.days - from.days) * 86400.0, 13.0, 1.0);
    CHECK_NEAR((day.second_set.tt.days - from.days) * 86400.0, 86400.0 - 31.0, 1.0);
    assert_true(day.second_set.az_deg > 180.0 && day.second_set.alt_true_deg < 0.0);
}

/* The event of the day before is seconds behind midnight where events come earlier day by day: the
 * Sun's at many longitudes, the planets' everywhere. */
static void test_day_has_each_second_event_around_midnight(void **state)
{
    (void)state;
    int seconds = 0;
    for (int lon_deg = -180; lon_deg < 180; lon_deg += 15)
        for (int i = 0; i < 4; i++) {
            const enum sky_body bodies[] = {SKY_BODY_SUN, SKY_BODY_SUN, SKY_BODY_MARS,
                                            SKY_BODY_SATURN};
            struct sky_observer observer = sky_horizon_observer(i ? 47.0 : -30.0, lon_deg, 0.0);
            struct sky_rise_search search = dense_search(bodies[i], &observer);
            struct sky_tt from = dense_utc(2024, 1, 1, 0, 0, 0.0), until = {from.days + 366.0};
            search.wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN;
            struct sky_rise_sweep sweep;
            struct sky_rise_event event;
            struct sky_fault fault;
            sky_rise_sweep(&sweep, &search, from, until);
            while (sky_rise_step(&sweep, &event, &fault) == BASE_ERR_OK) {
                double after = event.tt.days - from.days;
                if (after - floor(after) > 240.0 / 86400.0) continue;
                struct sky_day day = day_agrees(&search, (struct sky_tt){from.days + floor(after)});
                seconds += day.has_second_rise + day.has_second_set;
            }
        }
    assert_true(seconds >= 40);
}

static void test_day_status_is_what_happens(void **state)
{
    (void)state;
    struct sky_observer paris = sky_horizon_observer(48.85, 2.35, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &paris);
    struct sky_tt noon = dense_utc(2026, 3, 1, 12, 0, 0.0);
    struct sky_day day = day_of(&search, (struct sky_tt){noon.days - 0.5}, 1.0);
    check_status(&day, SKY_DAY_NORMAL);
    day = day_of(&search, (struct sky_tt){noon.days - 0.5}, 0.5);
    check_status(&day, SKY_DAY_RISE_ONLY);
    assert_true(day.next_set.has && day.next_set.event.tt.days > noon.days);
    day = day_of(&search, noon, 0.5);
    check_status(&day, SKY_DAY_SET_ONLY);
    /* from sunset to the next sunrise it is 13 h in March: 0.54 days */
    assert_true(day.next_rise.has);
    CHECK_NEAR(day.next_rise.days_ahead, 0.78, 0.03);
    day = day_of(&search, noon, 0.1);
    check_status(&day, SKY_DAY_ALWAYS_UP);
    CHECK_NEAR(day.up_days, 0.1, 1e-9); /* all of it; 1e-9 is the rounding of the two ends */
    day = day_of(&search, (struct sky_tt){noon.days + 0.5}, 0.1);
    check_status(&day, SKY_DAY_NEVER_UP);
    assert_true(day.up_days == 0.0);
    day = day_of(&search, noon, 2.0);
    check_status(&day, SKY_DAY_MULTIPLE);
}

static void test_day_is_grazing_within_the_uncertainty_of_air(void **state)
{
    (void)state;
    struct sky_tt from = dense_utc(2026, 12, 21, 0, 0, 0.0);
    /* At the solstice the Sun's centre culminates at 90 - lat - 23.44: at -50' it is 67.40 N. */
    const double lats[] = {66.9, 67.3, 67.5, 67.9};
    const enum sky_day_status want[] = {SKY_DAY_NORMAL, SKY_DAY_GRAZING, SKY_DAY_GRAZING,
                                        SKY_DAY_NEVER_UP};
    for (int i = 0; i < 4; i++) {
        struct sky_observer observer = sky_horizon_observer(lats[i], 0.0, 0.0);
        struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
        struct sky_day day = day_agrees(&search, from);
        assert_int_equal(day.status, want[i]);
        check_status(&day, lats[i] < 67.4 ? SKY_DAY_NORMAL : SKY_DAY_NEVER_UP);
    }
}

static void test_day_has_a_transit_at_a_pole_too(void **state)
{
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2) {
        struct sky_observer pole = sky_horizon_observer(90.0 * sign, 0.0, 0.0);
        struct sky_rise_search search = dense_search(SKY_BODY_SUN, &pole);
        struct sky_day day = day_of(&search, dense_utc(2026, 6, 21, 0, 0, 0.0), 1.0);
        check_status(&day, sign > 0 ? SKY_DAY_ALWAYS_UP : SKY_DAY_NEVER_UP);
        assert_true(day.has_transit && day.has_antitransit);
        /* noon at Greenwich, the equation of time of -2 min on that day, TT 69 s ahead */
        CHECK_NEAR((day.transit.tt.days - day.from.days) * 1440.0, 722.0, 1.0);
        assert_int_equal(sign > 0 ? day.next_set.has : day.next_rise.has, 1);
    }
}

static void test_day_stands_where_the_next_event_is_beyond_the_ephemeris(void **state)
{
    (void)state;
    struct sky_observer pole = sky_horizon_observer(90.0, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &pole);
    struct sky_day day = day_of(&search, dense_utc(2099, 12, 20, 0, 0, 0.0), 1.0);
    check_status(&day, SKY_DAY_NEVER_UP);
    assert_true(day.is_next_cut && !day.next_rise.has && !day.next_set.has);
}

static void test_day_refuses_nan(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(0.0, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MARS, &observer);
    struct sky_day day;
    struct sky_day_night night;
    struct sky_fault fault;
    struct sky_tt nan = {NAN}, zero = {0.0};
    assert_int_equal(sky_day_with_next(&search, nan, zero, &day, &fault), BASE_ERR_RANGE);
    assert_int_equal(sky_day_with_next(&search, zero, nan, &day, &fault), BASE_ERR_RANGE);
    search.body = SKY_BODY_SUN;
    assert_int_equal(sky_day_night(&search, nan, &night, &fault), BASE_ERR_RANGE);
}

/* ---- the gallery: PRODUCT 2.2 ---- */

/* skyfield#998: after weeks always up the first event must be a set. */
static void test_day_mercury_sets_after_weeks_up_at_71_north(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(71.0, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MERCURY, &observer);
    struct sky_tt from = dense_utc(2026, 6, 10, 0, 0, 0.0),
                  until = dense_utc(2026, 7, 5, 0, 0, 0.0);
    struct dense_list want = dense_events(&search, from.days, until.days, MINUTE_DAYS);
    assert_true(want.count > 0 && !want.at[0].is_up);
    dense_agree(&search, from.days, until.days, MINUTE_DAYS);
    struct sky_day day = day_of(&search, from, 1.0);
    check_status(&day, SKY_DAY_ALWAYS_UP);
    assert_true(day.next_set.has && day.next_set.event.tt.days < day.next_rise.event.tt.days);
    CHECK_NEAR(day.next_set.event.tt.days, want.at[0].tt_days, 1.0 / 86400.0); /* 1 s: it grazes */
}

/* skyfield#998: a rise 2 or 3 seconds before the set, on 1994-01-07. */
static void test_day_mars_rises_for_seconds_at_67_north(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(67.0, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MARS, &observer);
    struct sky_tt from = dense_utc(1994, 1, 6, 0, 0, 0.0), until = dense_utc(1994, 1, 9, 0, 0, 0.0);
    dense_agree(&search, from.days, until.days, MINUTE_DAYS);
    /* The same to the second with a horizon that leaves 2.5 s: 0.0008 arcsec below that day's top.
     */
    struct sky_tt seventh = dense_utc(1994, 1, 7, 0, 0, 0.0);
    double top = dense_events(&search, seventh.days, seventh.days + 1.0, MINUTE_DAYS).nearest_deg;
    search.horizon.airless_deg += top - 1e-6;
    struct dense_list want = dense_events(&search, seventh.days, seventh.days + 1.0, MINUTE_DAYS);
    assert_int_equal(want.count, 2);
    dense_agree(&search, seventh.days, seventh.days + 1.0, MINUTE_DAYS);
    struct sky_day day = day_of(&search, seventh, 1.0);
    assert_int_equal(day.status, SKY_DAY_GRAZING);
    check_status(&day, SKY_DAY_NORMAL);
}

/* skyfield#940: the midnight sun's lowest points taken for sunrises. */
static void test_day_midnight_sun_at_67_4066_north(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(67.4066, 20.0997, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_tt from = dense_utc(2022, 5, 25, 0, 0, 0.0),
                  until = dense_utc(2022, 6, 5, 0, 0, 0.0);
    dense_agree(&search, from.days, until.days, MINUTE_DAYS);
    for (; from.days < until.days; from.days += 1.0) day_agrees(&search, from);
}

/* CoordinateSharp#167: a shallow lowest point, and the sunrise after it missed. */
static void test_day_shallow_midnight_at_76_north(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(76.0, 45.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    dense_agree(&search, dense_utc(2021, 4, 22, 0, 0, 0.0).days,
                dense_utc(2021, 4, 28, 0, 0, 0.0).days, MINUTE_DAYS);
    struct sky_day day = day_agrees(&search, dense_utc(2021, 4, 24, 0, 0, 0.0));
    assert_true(day.has_rise); /* what was missed */
}

/* ASCOM#24: the event falls on 00:00 of the day grid. */
static void test_day_event_on_the_day_grid(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(26.695512, 100.03105, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    for (int day = 12; day <= 16; day++) day_agrees(&search, dense_utc(2019, 12, day, 0, 0, 0.0));
    dense_agree(&search, dense_utc(2019, 12, 12, 0, 0, 0.0).days,
                dense_utc(2019, 12, 17, 0, 0, 0.0).days, MINUTE_DAYS);
}

/* pyephem#32: the set 13 h later, at 07:37:20Z, was not found. */
static void test_day_moonset_at_89_5_north(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(89.5, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MOON, &observer);
    struct sky_tt from = dense_utc(2013, 11, 26, 18, 37, 0.0);
    dense_agree(&search, from.days, from.days + 3.0, MINUTE_DAYS);
    struct sky_rise_event set;
    struct sky_fault fault;
    assert_int_equal(sky_rise_next(&search, SKY_RISE_DOWN, from, &set, &fault), BASE_ERR_OK);
    struct dense_list want = dense_events(&search, from.days, from.days + 3.0, MINUTE_DAYS);
    assert_true(want.count > 0 && !want.at[0].is_up);
    CHECK_NEAR(set.tt.days, want.at[0].tt_days,
               1.0 / 86400.0); /* the Moon sinks by 8 arcsec a minute */
}

/* pyephem#255: an endless loop. */
static void test_day_moon_at_the_south_pole(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(-90.0, -77.03, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MOON, &observer);
    struct sky_tt from = dense_utc(1996, 11, 7, 12, 45, 0.0);
    dense_agree(&search, from.days, from.days + 28.0, 10.0 * MINUTE_DAYS);
    struct sky_day day = day_of(&search, from, 1.0);
    assert_true(day.has_rise || day.next_rise.has);
    assert_true(day.has_set || day.next_set.has);
}

/* pyephem#204: a search above a horizon of 60 deg gave the same event again and again. */
static void test_day_sun_above_60_degrees(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(24.143, 120.874, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    search.horizon = sky_rise_almanac(SKY_BODY_SUN, 60.0, 0.0);
    struct sky_tt from = dense_utc(2021, 2, 25, 0, 0, 0.0),
                  until = dense_utc(2021, 4, 1, 0, 0, 0.0);
    dense_agree(&search, from.days, until.days, 5.0 * MINUTE_DAYS);
    double last = 0.0;
    for (int i = 0; i < 20; i++) {
        struct sky_rise_event rise;
        struct sky_fault fault;
        assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, from, &rise, &fault), 0);
        assert_true(rise.tt.days > last + 0.9);
        last = rise.tt.days;
        from.days = nextafter(last, INFINITY);
    }
}

/* pyephem#248, skyfield#221: the next sunrise is some 65 days away. */
static void test_day_polar_night_of_utqiagvik(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(71.2906, -156.7886, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_tt from = dense_utc(2022, 11, 19, 9, 0, 0.0); /* the local day */
    struct sky_day day = day_of(&search, from, 1.0);
    check_status(&day, SKY_DAY_NEVER_UP);
    assert_true(day.has_transit && day.next_rise.has);
    CHECK_NEAR(day.next_rise.days_ahead, 65.0, 2.0); /* the report */
    struct dense_list want = dense_events(&search, from.days, from.days + 70.0, STEP_DAYS);
    assert_true(want.count > 0 && want.at[0].is_up);
    CHECK_NEAR(day.next_rise.event.tt.days, want.at[0].tt_days, 0.1 / 86400.0); /* a flat arc */
}

/* pyephem#123: from exactly 00:00:00 UTC nothing was found. */
static void test_day_nothing_is_lost_from_midnight(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(51.5, 0.0, 0.0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_rise_search search = dense_search(body, &observer);
        for (int day = 1; day <= 28; day++) {
            struct sky_tt midnight = dense_utc(2026, 2, day, 0, 0, 0.0);
            struct sky_rise_event event;
            struct sky_fault fault;
            for (int kind = SKY_RISE_UP; kind <= SKY_RISE_ANTITRANSIT; kind++) {
                assert_int_equal(
                    sky_rise_next(&search, (enum sky_rise_kind)kind, midnight, &event, &fault), 0);
                assert_true(event.tt.days >= midnight.days);
                assert_true(event.tt.days < midnight.days + 1.1); /* the Moon's day is 1.035 */
            }
        }
        dense_agree(&search, dense_utc(2026, 2, 1, 0, 0, 0.0).days,
                    dense_utc(2026, 2, 4, 0, 0, 0.0).days, STEP_DAYS);
    }
}

/* suncalc#56: a day without moonrise is right. */
static void test_day_without_moonrise_in_denver(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(39.739, -104.985, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MOON, &observer);
    int without = 0;
    for (int date = 2; date <= 7; date++) /* local days, UTC-7 */
        without += !day_agrees(&search, dense_utc(2015, 11, date, 7, 0, 0.0)).has_rise;
    assert_int_equal(without, 1);
    struct sky_day day = day_of(&search, dense_utc(2015, 11, 4, 7, 0, 0.0), 1.0);
    check_status(&day, SKY_DAY_SET_ONLY); /* the report */
}

/* ---- nights ---- */

static struct sky_day_night night_at(double lat_deg, double lon_deg, struct sky_tt when)
{
    struct sky_observer observer = sky_horizon_observer(lat_deg, lon_deg, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_day_night night;
    struct sky_fault fault;
    assert_int_equal(sky_day_night(&search, when, &night, &fault), BASE_ERR_OK);
    return night;
}

static void test_day_levels_of_night_are_in_order_and_at_their_altitudes(void **state)
{
    (void)state;
    static const double alt_deg[SKY_DAY_LEVELS] = {6.0, -50.0 / 60.0, -4.0, -6.0, -12.0, -18.0};
    struct sky_day_night night = night_at(48.85, 2.35, dense_utc(2026, 10, 30, 20, 0, 0.0));
    struct sky_observer observer = sky_horizon_observer(48.85, 2.35, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    double dusk = night.from.days, dawn = night.until.days;
    for (enum sky_day_level level = 0; level < SKY_DAY_LEVELS; level++) {
        assert_true(night.levels[level].has_dusk && night.levels[level].has_dawn);
        assert_false(night.levels[level].is_above_at_lowest);
        assert_true(night.levels[level].dusk.tt.days > dusk);
        assert_true(night.levels[level].dawn.tt.days < dawn);
        dusk = night.levels[level].dusk.tt.days;
        dawn = night.levels[level].dawn.tt.days;
        CHECK_NEAR(dense_seen(&search, dusk).alt_true_deg, alt_deg[level], DENSE_TOL_DEG);
        CHECK_NEAR(dense_seen(&search, dawn).alt_true_deg, alt_deg[level], DENSE_TOL_DEG);
    }
    assert_true(dusk < night.midnight.tt.days && night.midnight.tt.days < dawn);
}

static void test_day_night_is_the_present_one_or_the_next(void **state)
{
    (void)state;
    /* Paris, 2026-10-30: sunrise 06:35, noon 11:34, sunset 16:33 UTC, each to a few minutes */
    struct sky_tt evening = dense_utc(2026, 10, 30, 11, 34, 0.0),
                  next = dense_utc(2026, 10, 31, 11, 34, 0.0);
    const int hours[] = {13, 18, 23, 26, 30, 31, 34, 36};
    for (int i = 0; i < 8; i++) {
        struct sky_tt when = {dense_utc(2026, 10, 30, 0, 0, 0.0).days + hours[i] / 24.0};
        double want = hours[i] < 31 ? evening.days : next.days;
        CHECK_NEAR(night_at(48.85, 2.35, when).from.days, want, 5.0 * MINUTE_DAYS);
    }
}

static void test_day_has_white_nights_and_polar_ones(void **state)
{
    (void)state;
    /* June at 60 N: the Sun sinks to 90 - 60 - 23.4 = 6.6 deg below: civil dusk, no nautical one */
    struct sky_day_night night = night_at(60.0, 25.0, dense_utc(2026, 6, 21, 20, 0, 0.0));
    assert_true(night.levels[SKY_DAY_LEVEL_CIVIL].has_dusk);
    assert_false(night.levels[SKY_DAY_LEVEL_NAUTICAL].has_dusk);
    assert_true(night.levels[SKY_DAY_LEVEL_NAUTICAL].is_above_at_lowest);
    CHECK_NEAR(night.lowest.alt_true_deg, -6.56, 0.01); /* obliquity 23.436 */
    /* December at 75 N: at noon it is 8.4 deg below: nautical twilight, never sunset */
    night = night_at(75.0, 25.0, dense_utc(2026, 12, 21, 20, 0, 0.0));
    assert_false(night.levels[SKY_DAY_LEVEL_SUN].has_dusk);
    assert_false(night.levels[SKY_DAY_LEVEL_SUN].is_above_at_lowest);
    assert_true(night.levels[SKY_DAY_LEVEL_NAUTICAL].has_dusk);
    assert_true(night.levels[SKY_DAY_LEVEL_NAUTICAL].has_dawn);
    /* June at the pole: no level but those above 23.4 deg */
    night = night_at(90.0, 0.0, dense_utc(2026, 6, 21, 20, 0, 0.0));
    for (enum sky_day_level level = 0; level < SKY_DAY_LEVELS; level++)
        assert_true(!night.levels[level].has_dusk && night.levels[level].is_above_at_lowest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_counts_what_dense_sampling_sees),
        cmocka_unit_test(test_day_has_two_sunsets),
        cmocka_unit_test(test_day_has_each_second_event_around_midnight),
        cmocka_unit_test(test_day_status_is_what_happens),
        cmocka_unit_test(test_day_is_grazing_within_the_uncertainty_of_air),
        cmocka_unit_test(test_day_has_a_transit_at_a_pole_too),
        cmocka_unit_test(test_day_stands_where_the_next_event_is_beyond_the_ephemeris),
        cmocka_unit_test(test_day_refuses_nan),
        cmocka_unit_test(test_day_mercury_sets_after_weeks_up_at_71_north),
        cmocka_unit_test(test_day_mars_rises_for_seconds_at_67_north),
        cmocka_unit_test(test_day_midnight_sun_at_67_4066_north),
        cmocka_unit_test(test_day_shallow_midnight_at_76_north),
        cmocka_unit_test(test_day_event_on_the_day_grid),
        cmocka_unit_test(test_day_moonset_at_89_5_north),
        cmocka_unit_test(test_day_moon_at_the_south_pole),
        cmocka_unit_test(test_day_sun_above_60_degrees),
        cmocka_unit_test(test_day_polar_night_of_utqiagvik),
        cmocka_unit_test(test_day_nothing_is_lost_from_midnight),
        cmocka_unit_test(test_day_without_moonrise_in_denver),
        cmocka_unit_test(test_day_levels_of_night_are_in_order_and_at_their_altitudes),
        cmocka_unit_test(test_day_night_is_the_present_one_or_the_next),
        cmocka_unit_test(test_day_has_white_nights_and_polar_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
