/* sky/civil: the calendar and civil time, checked against ERFA. */
#include "sky/civil.h"

#include "check.h"
#include "data.h"
#include "random.h"
#include "sky/const.h"

#include <erfa.h>
#include <erfam.h>

/* Seconds from b to a. */
static double apart_s(struct sky_tt a, struct sky_tt b)
{
    return (a.days - b.days) * SKY_DAY_S;
}

static enum base_err tt_of(struct sky_civil civil, struct sky_tt *tt)
{
    return sky_civil_tt(&data_sky()->leaps, &data_sky()->orient, civil, tt);
}

static struct sky_civil civil_of(struct sky_tt tt, int decimals)
{
    return sky_civil_of_tt(&data_sky()->leaps, &data_sky()->orient, tt, decimals);
}

/* Days since J2000.0 TT of a UTC that ERFA knows. */
static struct sky_tt erfa_tt(int year, int month, int day, int hour, int minute, double second)
{
    double utc1, utc2, tai1, tai2, tt1, tt2;
    assert_true(eraDtf2d("UTC", year, month, day, hour, minute, second, &utc1, &utc2) >= 0);
    assert_true(eraUtctai(utc1, utc2, &tai1, &tai2) >= 0);
    assert_int_equal(eraTaitt(tai1, tai2, &tt1, &tt2), 0);
    return (struct sky_tt){tt1 - ERFA_DJ00 + tt2};
}

static void test_civil_day_has_its_anchors(void **state)
{
    (void)state;
    assert_int_equal(sky_civil_day(2000, 1, 1), 0);
    assert_int_equal(sky_civil_day(1970, 1, 1), -10957);    /* POSIX: JD 2440587.5 */
    assert_int_equal(sky_civil_day(1858, 11, 17), -51544);  /* MJD 0: JD 2400000.5 */
    assert_int_equal(sky_civil_day(1957, 10, 4), -15429);   /* Meeus, ch. 7: JD 2436115.5 */
    assert_int_equal(sky_civil_day(1987, 6, 19), -4579);    /* Meeus, ch. 7: JD 2446965.5 */
    assert_int_equal(sky_civil_day(2000, 3, 0), 59);        /* counts on: 2000-02-29 */
    assert_int_equal(sky_civil_day(1582, 10, 15), -152384); /* first Gregorian day: JD 2299160.5 */
}

/* Law: days count on, dates follow each other. ERFA's eraJd2cal knows the same calendar. */
static void test_civil_dates_follow_each_other(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t day = sky_civil_day(-9999, 1, 1);
    for (int year = -9999; year <= 9999; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && is_leap);
            assert_int_equal(sky_civil_day(year, month, 1), day);
            struct sky_civil first = sky_civil_date(day), last = sky_civil_date(day + length - 1);
            assert_true(first.year == year && first.month == month && first.day == 1);
            assert_true(last.year == year && last.month == month && last.day == length);
            day += length;
        }
    }
    struct random_source random = random_seeded(1582);
    for (int i = 0; i < 20000; i++) {
        int32_t any = (int32_t)random_between(&random, -1.5e6, 2.9e6);
        int year, month, of_month;
        double fraction;
        assert_int_equal(eraJd2cal(2451544.5, any, &year, &month, &of_month, &fraction), 0);
        struct sky_civil c = sky_civil_date(any);
        assert_true(c.year == year && c.month == month && c.day == of_month);
    }
}

static void test_civil_agrees_with_erfa(void **state)
{
    (void)state;
    for (int month = 0; month < (2018 - 1962) * 12; month++) {
        struct sky_civil c = {1962 + month / 12, month % 12 + 1, 1, 0, 0, 0.0};
        double tai_utc_s;
        struct sky_tt tt;
        assert_int_equal(eraDat(c.year, c.month, c.day, 0.0, &tai_utc_s), 0);
        assert_int_equal(tt_of(c, &tt), BASE_ERR_OK);
        double tt_utc_s = (tt.days - (sky_civil_day(c.year, c.month, 1) - 0.5)) * SKY_DAY_S;
        CHECK_NEAR(tt_utc_s, tai_utc_s + 32.184, 4e-7); /* a double of days holds 0.16 us then */
    }
}

static void test_civil_agrees_with_erfa_at_random_instants(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1962);
    for (int i = 0; i < 20000; i++) {
        struct sky_civil c = sky_civil_date((int32_t)random_between(&random, -13879.0, 9000.0));
        c.hour = (int)random_below(&random, 24);
        c.minute = (int)random_below(&random, 60);
        c.second = random_between(&random, 0.0, 59.8); /* 1968-01-31 ended at 23:59:59.9 */
        struct sky_tt tt;
        assert_int_equal(tt_of(c, &tt), BASE_ERR_OK);
        CHECK_NEAR(apart_s(tt, erfa_tt(c.year, c.month, c.day, c.hour, c.minute, c.second)), 0.0,
                   6e-7); /* two doubles of days */
    }
}

/* Every leap second of Bulletin C, walked through in steps of 0.1 s. */
static void test_civil_knows_the_leap_second(void **state)
{
    (void)state;
    const struct sky_leaps *leaps = &data_sky()->leaps;
    assert_int_equal(leaps->count, 28); /* 1972-01-01 and the 27 since, to 2017-01-01 */
    for (int i = 1; i < leaps->count; i++) {
        struct sky_civil c = sky_civil_date(leaps->rows[i].day - 1);
        struct sky_tt last = {-1e9}, tt;
        c.hour = 23, c.minute = 59;
        for (int tenth = 580; tenth < 610; tenth++) {
            c.second = tenth / 10.0;
            assert_int_equal(tt_of(c, &tt), BASE_ERR_OK);
            assert_true(tt.days > last.days);
            struct sky_tt want = erfa_tt(c.year, c.month, c.day, 23, 59, c.second);
            CHECK_NEAR(apart_s(tt, want), 0.0, 6e-7); /* two doubles of days */
            struct sky_civil again = civil_of(tt, 1);
            assert_true(again.day == c.day && again.hour == 23 && again.minute == 59);
            CHECK_NEAR(again.second, c.second, 1e-9); /* decimal to binary */
            last = tt;
        }
        c.second = 61.0;
        assert_int_equal(tt_of(c, &tt), BASE_ERR_FORMAT);
        struct sky_civil next = sky_civil_date(leaps->rows[i].day);
        assert_int_equal(tt_of(next, &tt), BASE_ERR_OK);
        CHECK_NEAR(apart_s(tt, last), 0.1, 6e-7); /* two doubles of days */
    }
}

static void test_civil_refuses_leap_seconds_that_were_not(void **state)
{
    (void)state;
    static const struct sky_civil cases[] = {
        {2017, 12, 31, 23, 59, 60.0}, {2016, 12, 31, 23, 58, 60.0}, {2016, 12, 31, 22, 59, 60.0},
        {2016, 12, 30, 23, 59, 60.0}, {2030, 6, 30, 23, 59, 60.5},  {1955, 12, 31, 23, 59, 60.0},
        {1968, 1, 31, 23, 59, 59.95}, /* a day of 86399.9 s */
        {1971, 12, 31, 23, 59, 60.2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sky_tt tt = {42.0};
        assert_int_equal(tt_of(cases[i], &tt), BASE_ERR_FORMAT);
        assert_true(tt.days == 42.0);
    }
}

static void test_civil_refuses_what_is_in_no_calendar(void **state)
{
    (void)state;
    static const struct sky_civil cases[] = {
        {2021, 2, 29, 0, 0, 0.0},  {1900, 2, 29, 0, 0, 0.0},  {2020, 2, 30, 0, 0, 0.0},
        {2020, 4, 31, 0, 0, 0.0},  {2020, 0, 1, 0, 0, 0.0},   {2020, 13, 1, 0, 0, 0.0},
        {2020, 1, 0, 0, 0, 0.0},   {2020, 1, 32, 0, 0, 0.0},  {2020, 1, 1, 24, 0, 0.0},
        {2020, 1, 1, -1, 0, 0.0},  {2020, 1, 1, 0, 60, 0.0},  {2020, 1, 1, 0, -1, 0.0},
        {2020, 1, 1, 0, 0, 60.0},  {2020, 1, 1, 0, 0, -1e-9}, {2020, 1, 1, 0, 0, NAN},
        {2020, 1, 1, 0, 0, 1e300},
    };
    struct sky_tt tt;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(tt_of(cases[i], &tt), BASE_ERR_FORMAT);
    assert_int_equal(tt_of((struct sky_civil){20001, 1, 1, 0, 0, 0.0}, &tt), BASE_ERR_RANGE);
    assert_int_equal(tt_of((struct sky_civil){-20001, 1, 1, 0, 0, 0.0}, &tt), BASE_ERR_RANGE);
    assert_int_equal(tt_of((struct sky_civil){20000, 12, 31, 23, 59, 59.9}, &tt), BASE_ERR_OK);
    assert_int_equal(tt_of((struct sky_civil){-20000, 1, 1, 0, 0, 0.0}, &tt), BASE_ERR_OK);
}

/* UT1 - UTC jumps by the leap second at midnight, which a double of days may miss by 0.2 us. */
static void test_civil_a_midnight_belongs_to_the_new_day(void **state)
{
    (void)state;
    const struct sky_context *sky = data_sky();
    for (int i = 1; i < sky->leaps.count; i++) {
        struct sky_civil c = sky_civil_date(sky->leaps.rows[i].day);
        struct sky_tt midnight = data_tt(c.year, c.month, 1, 0, 0, 0.0);
        struct sky_tt before = {midnight.days - 1e-3 / SKY_DAY_S};
        double jump_s = sky_civil_ut1_utc_s(&sky->leaps, &sky->orient, midnight) -
                        sky_civil_ut1_utc_s(&sky->leaps, &sky->orient, before);
        CHECK_NEAR(jump_s, 1.0, 1e-6); /* UT1 - TAI moves by 3 ms a day, 3e-11 s in a millisecond */
    }
}

/* Law: civil to TT and back. A double of days resolves 0.3 microseconds around 2050 and 20 at the
 * ends of this span; three roundings of it are allowed, and one of the text's microseconds. */
static void test_civil_comes_back_from_tt(void **state)
{
    (void)state;
    struct random_source random = random_seeded(-1000 + 4000);
    for (int i = 0; i < 50000; i++) {
        double reach = i % 2 ? 1095000.0 : 16000.0; /* years -998 to 2998, or 1956 to 2043 */
        struct sky_civil c = sky_civil_date((int32_t)random_between(&random, -reach, reach / 3.0));
        c.hour = (int)random_below(&random, 24);
        c.minute = (int)random_below(&random, 60);
        c.second = random_below(&random, 59000000) / 1e6;
        struct sky_tt tt, again;
        assert_int_equal(tt_of(c, &tt), BASE_ERR_OK);
        struct sky_civil back = civil_of(tt, 6);
        double tol_s =
            3.0 * (nextafter(fabs(tt.days), INFINITY) - fabs(tt.days)) * SKY_DAY_S + 1e-6;
        assert_int_equal(tt_of(back, &again), BASE_ERR_OK);
        CHECK_NEAR(apart_s(again, tt), 0.0, tol_s);
        if (fabs(tt.days) < 16384.0) { /* a unit in the last place is 0.16 us */
            assert_true(back.year == c.year && back.month == c.month && back.day == c.day);
            assert_true(back.hour == c.hour && back.minute == c.minute);
            CHECK_NEAR(back.second, c.second, 1e-9); /* decimal to binary */
        }
    }
}

/* Civil time rises, and TT with it: through every day's end from 1962 on that was special. */
static void test_civil_rises_where_utc_was_changed(void **state)
{
    (void)state;
    static const int32_t days[][3] = {{1963, 11, 1}, {1964, 1, 1}, {1965, 1, 1}, {1966, 1, 1},
                                      {1968, 2, 1},  {1972, 1, 1}, {1972, 7, 1}, {2017, 1, 1}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct sky_tt midnight = data_tt(days[i][0], days[i][1], days[i][2], 0, 0, 0.0);
        struct sky_civil last = {0};
        for (int ms = -2500; ms < 1500; ms++) {
            struct sky_tt tt = {midnight.days + ms / 1000.0 / SKY_DAY_S}, again;
            struct sky_civil c = civil_of(tt, 6);
            assert_int_equal(c.day == days[i][2], ms >= 0);
            assert_int_equal(tt_of(c, &again), BASE_ERR_OK);
            CHECK_NEAR(apart_s(again, tt), 0.0, 1.1e-6); /* the text's microsecond, and rounding */
            if (ms > -2500 && c.day == last.day)
                assert_true(c.minute > last.minute || c.second > last.second);
            last = c;
        }
    }
}

/* On 1962-01-01 the name UT passes from UT1 to UTC, which were 0.03 s apart. */
static void test_civil_begins_utc_on_1962_01_01(void **state)
{
    (void)state;
    struct sky_tt midnight = data_tt(1962, 1, 1, 0, 0, 0.0);
    CHECK_NEAR(apart_s(midnight, erfa_tt(1962, 1, 1, 0, 0, 0.0)), 0.0, 4e-7); /* two doubles */
    struct sky_civil c = civil_of(midnight, 6);
    assert_true(c.year == 1962 && c.month == 1 && c.day == 1 && c.hour == 0 && c.second == 0.0);
    /* UT1 - UTC was 0.0326338 s (IERS C04): UT1 came to 0h before UTC began there. The line that
     * joins Delta T to it falls by 31 ms a day and is read 35 s early (sky/earth_orientation.h). */
    CHECK_NEAR(apart_s(midnight, data_tt(1961, 12, 31, 23, 59, 59.0)), 1.0326338, 2e-5);
    CHECK_NEAR(apart_s(data_tt(1962, 1, 1, 0, 0, 1.0), midnight), 1.0, 4e-7);
    c = civil_of((struct sky_tt){midnight.days - 0.05 / SKY_DAY_S}, 6);
    assert_true(c.year == 1961 && c.day == 31 && c.hour == 23 && c.minute == 59);
    double last_s = -1.0;
    for (int ms = -100; ms < 100; ms++) { /* never back, however near */
        c = civil_of((struct sky_tt){midnight.days + ms / 1000.0 / SKY_DAY_S}, 6);
        double s = c.second + (c.day == 1 ? 60.0 : 0.0);
        assert_true(s >= last_s);
        last_s = s;
    }
    for (int hour = -48; hour < 48; hour++) { /* and there and back before and after */
        struct sky_tt a = {midnight.days + hour / 24.0}, again;
        assert_int_equal(tt_of(civil_of(a, 6), &again), BASE_ERR_OK);
        CHECK_NEAR(apart_s(again, a), 0.0, 1.1e-6); /* the text's microsecond, and rounding */
    }
}

static void test_civil_rounds_to_the_decimals_asked_for(void **state)
{
    (void)state;
    struct sky_tt tt = data_tt(2018, 12, 31, 23, 59, 59.9996);
    struct sky_civil c = civil_of(tt, 3);
    assert_true(c.year == 2019 && c.month == 1 && c.day == 1 && c.second == 0.0);
    c = civil_of(tt, 4);
    assert_true(c.year == 2018 && c.day == 31 && c.hour == 23);
    CHECK_NEAR(c.second, 59.9996, 1e-12); /* decimal to binary */
    tt = data_tt(2016, 12, 31, 23, 59, 59.6);
    c = civil_of(tt, 0);
    assert_true(c.day == 31 && c.minute == 59 && c.second == 60.0); /* a leap second */
    tt = data_tt(2016, 12, 31, 23, 59, 60.6);
    c = civil_of(tt, 0);
    assert_true(c.year == 2017 && c.day == 1 && c.second == 0.0);
}

static void test_civil_of_posix_counts_no_leap_seconds(void **state)
{
    (void)state;
    const struct sky_context *sky = data_sky();
    static const struct {
        int64_t posix;
        struct sky_civil civil;
    } cases[] = {{0, {1970, 1, 1, 0, 0, 0.0}},
                 {951782400, {2000, 2, 29, 0, 0, 0.0}},
                 {1000000000, {2001, 9, 9, 1, 46, 40.0}},
                 {1483228799, {2016, 12, 31, 23, 59, 59.0}},
                 {1483228800, {2017, 1, 1, 0, 0, 0.0}},
                 {-1, {1969, 12, 31, 23, 59, 59.0}},
                 {-86401, {1969, 12, 30, 23, 59, 59.0}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sky_tt got, want;
        assert_int_equal(sky_civil_tt_of_posix(&sky->leaps, &sky->orient, cases[i].posix, 0, &got),
                         BASE_ERR_OK);
        assert_int_equal(tt_of(cases[i].civil, &want), BASE_ERR_OK);
        assert_true(got.days == want.days);
    }
    struct sky_tt got;
    assert_int_equal(sky_civil_tt_of_posix(&sky->leaps, &sky->orient, INT64_MAX, 999999999, &got),
                     BASE_ERR_RANGE);
    assert_int_equal(sky_civil_tt_of_posix(&sky->leaps, &sky->orient, INT64_MIN, 0, &got),
                     BASE_ERR_RANGE);
    assert_int_equal(sky_civil_tt_of_posix(&sky->leaps, &sky->orient, 1483228799, 999000000, &got),
                     BASE_ERR_OK);
    CHECK_NEAR(apart_s(got, data_tt(2016, 12, 31, 23, 59, 59.999)), 0.0,
               3e-7); /* a double's step */
}

/* A double of days resolves 1.3 microseconds from 2179 on, 40 in the year 9999: of the seconds that
 * it stands for, the one with the fewest decimals is given back. */
static void test_civil_keeps_whole_milliseconds_in_far_centuries(void **state)
{
    (void)state;
    struct random_source random = random_seeded(2200);
    for (int i = 0; i < 20000; i++) {
        struct sky_civil c = sky_civil_date((int32_t)random_between(&random, -2.2e6, 2.9e6));
        struct sky_tt tt;
        c.hour = (int)random_below(&random, 24);
        c.minute = (int)random_below(&random, 60);
        c.second = random_below(&random, 60000) / 1e3;
        assert_int_equal(tt_of(c, &tt), BASE_ERR_OK);
        struct sky_civil back = civil_of(tt, 6);
        assert_int_equal(back.day, c.day);
        assert_int_equal(back.hour * 60 + back.minute, c.hour * 60 + c.minute);
        CHECK_NEAR(back.second, c.second, 1e-9); /* decimals of a double */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_civil_day_has_its_anchors),
        cmocka_unit_test(test_civil_dates_follow_each_other),
        cmocka_unit_test(test_civil_agrees_with_erfa),
        cmocka_unit_test(test_civil_agrees_with_erfa_at_random_instants),
        cmocka_unit_test(test_civil_keeps_whole_milliseconds_in_far_centuries),
        cmocka_unit_test(test_civil_knows_the_leap_second),
        cmocka_unit_test(test_civil_refuses_leap_seconds_that_were_not),
        cmocka_unit_test(test_civil_refuses_what_is_in_no_calendar),
        cmocka_unit_test(test_civil_a_midnight_belongs_to_the_new_day),
        cmocka_unit_test(test_civil_comes_back_from_tt),
        cmocka_unit_test(test_civil_rises_where_utc_was_changed),
        cmocka_unit_test(test_civil_begins_utc_on_1962_01_01),
        cmocka_unit_test(test_civil_rounds_to_the_decimals_asked_for),
        cmocka_unit_test(test_civil_of_posix_counts_no_leap_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
