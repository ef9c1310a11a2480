/* almanac/time_report: one instant in every scale of time. */
#include "almanac/time_columns.h"
#include "almanac/time_report.h"
#include "sky/const.h"

#include "data.h"
#include "format/grammar.h"

#include <erfa.h>

static struct almanac_time_report at(struct sky_tt when, const double *lon_deg)
{
    struct almanac_time_report scales;
    struct sky_fault fault;
    const struct almanac_time_columns_clock clock = {.dataset = data_store(), .zone = NULL};
    assert_int_equal(almanac_time_report_compute(&clock, when, lon_deg, &scales, &fault),
                     BASE_ERR_OK);
    return scales;
}

static double turn(double deg)
{
    return remainder(deg, 360.0);
}

static void test_time_report_agrees_with_erfa(void **state)
{
    (void)state;
    for (int year = 1965; year < 2026; year += 3) {
        const struct almanac_time_report s = at(data_tt(year, 7, 9, 5, 43, 21.25), NULL);
        double utc1, utc2, tai1, tai2, ut11, ut12, tt1, tt2;
        assert_true(eraDtf2d("UTC", year, 7, 9, 5, 43, 21.25, &utc1, &utc2) >= 0);
        assert_true(eraUtctai(utc1, utc2, &tai1, &tai2) >= 0);
        assert_true(eraUtcut1(utc1, utc2, s.ut1_utc_s, &ut11, &ut12) >= 0);
        eraTaitt(tai1, tai2, &tt1, &tt2);
        const double want[][2] = {{utc1, utc2}, {ut11, ut12}, {tai1, tai2}, {tt1, tt2}};
        /* ERFA's UT1 leaves out how far the stretched seconds of before 1972 go in a part of a day.
         */
        for (int i = 0; i < 4; i++) /* a microsecond: a double of days holds 0.3 */
            CHECK_NEAR((s.julian[i].jd - want[i][0]) + (s.julian[i].fraction - want[i][1]), 0.0,
                       i == ALMANAC_TIME_REPORT_UT1 && year < 1972 ? 1e-8 : 1.2e-11);
        double dat;
        assert_true(eraDat(year, 7, 9, (5 * 60 + 43) / 1440.0, &dat) >= 0);
        CHECK_NEAR(s.tai_utc_s, dat, 1e-6); /* the same */
        CHECK_NEAR(
            turn(s.gmst_deg - eraGmst06(s.julian[ALMANAC_TIME_REPORT_UT1].jd,
                                        s.julian[ALMANAC_TIME_REPORT_UT1].fraction, tt1, tt2) *
                                  SKY_DEG_PER_RAD),
            0.0, 1e-8); /* a microsecond of UT1 is 4e-9 deg */
        CHECK_NEAR(
            turn(s.gast_deg - eraGst06a(s.julian[ALMANAC_TIME_REPORT_UT1].jd,
                                        s.julian[ALMANAC_TIME_REPORT_UT1].fraction, tt1, tt2) *
                                  SKY_DEG_PER_RAD),
            0.0, 3e-8); /* and 0.06 mas of the table of the pole */
    }
}

/* SOFA Time Scale and Calendar Tools, section 4: 2006 January 15 21:24:37.5 UTC. */
static void test_time_report_has_the_scales_of_sofas_example(void **state)
{
    (void)state;
    struct base_buf out;
    struct almanac_time_report s = at(data_tt(2006, 1, 15, 21, 24, 37.5), NULL);
    base_buf_init(&out, 65536);
    almanac_time_report_append(&out, &s, ALMANAC_PARAMS_JSON);
    base_buf_append(&out, "", 1);
    assert_true(grammar_is_json(out.bytes));
    assert_non_null(strstr(out.bytes, "\"text\": \"2006-01-15T21:24:37.5Z\""));
    assert_non_null(strstr(out.bytes, "\"2006-01-15T21:25:10.500000\""));
    assert_non_null(strstr(out.bytes, "\"2006-01-15T21:25:42.684000\""));
    assert_non_null(strstr(out.bytes, "\"2006-01-15T21:24:37.834"));   /* UT1-UTC 0.3341 */
    assert_non_null(strstr(out.bytes, "\"2006-01-15T21:25:42.68437")); /* TDB ...684373 */
    assert_non_null(strstr(out.bytes, "\"weekday\": \"sunday\""));
    base_buf_fini(&out);
}

/* Meeus, Astronomical Algorithms, example 12.a: 1987-04-10 0h UT, mean 13:10:46.3668 and apparent
 * 13:10:46.1351. Meeus uses UT1 and IAU 1982: within 0.01 s of IAU 2006 then. */
static void test_time_report_has_meeus_sidereal_time(void **state)
{
    (void)state;
    struct almanac_time_report s = at(data_tt(1987, 4, 10, 0, 0, 0.0), NULL);
    s = at((struct sky_tt){s.when.days - s.ut1_utc_s / SKY_DAY_S}, NULL); /* 0h UT1 */
    CHECK_NEAR(s.gmst_deg * 240.0, 13 * 3600 + 10 * 60 + 46.3668, 0.01);
    CHECK_NEAR(s.gast_deg * 240.0, 13 * 3600 + 10 * 60 + 46.1351, 0.01);
}

/* Meeus, example 28.b: 1992-10-13 0h TD, 3.427351 deg; his mean Sun keeps TD where ours keeps UT1,
 * which is 59 s of its 3.94 min a day. The Astronomical Almanac: +16 min 27 s early in November. */
static void test_time_report_has_the_equation_of_time(void **state)
{
    (void)state;
    const struct sky_tt when = {data_tt(1992, 10, 13, 0, 0, 0.0).days - 59.184 / SKY_DAY_S};
    CHECK_NEAR(at(when, NULL).equation_of_time_s, 3.427351 * 240.0 - 59.2 * 0.0027379,
               0.05); /* his Sun is good to some 0.5 arcsec */
    CHECK_NEAR(at(data_tt(2026, 11, 3, 12, 0, 0.0), NULL).equation_of_time_s, 987.0, 1.0);
    const int zeros[][2] = {{4, 15}, {6, 13}, {9, 1}, {12, 25}}; /* of any almanac, within a day */
    for (int i = 0; i < 4; i++) {
        const double days = data_tt(2026, zeros[i][0], zeros[i][1], 0, 0, 0.0).days;
        const double before_s = at((struct sky_tt){days - 1.0}, NULL).equation_of_time_s;
        const double after_s = at((struct sky_tt){days + 2.0}, NULL).equation_of_time_s;
        assert_true(before_s * after_s < 0.0);
    }
}

static void test_time_report_counts_gps_weeks(void **state)
{
    (void)state;
    /* The second rollover of ten bits: week 2048 began on 2019-04-06 at 23:59:42 UTC. */
    struct almanac_time_report s = at(data_tt(2019, 4, 6, 23, 59, 42.0), NULL);
    assert_true(s.has_gps);
    assert_true(fabs((double)s.gps_week * 604800.0 + s.gps_second - 2048.0 * 604800.0) < 1e-5);
    assert_true(at(data_tt(1980, 1, 6, 0, 0, 1.0), NULL).has_gps);
    assert_false(at(data_tt(1980, 1, 5, 23, 59, 59.0), NULL).has_gps);
}

static void test_time_report_counts_local_sidereal_time_east_positive(void **state)
{
    (void)state;
    const double lons[] = {0.0, 90.0, -90.0, 359.5};
    for (int i = 0; i < 4; i++) {
        struct almanac_time_report s = at(data_tt(2026, 10, 30, 21, 0, 0.0), &lons[i]);
        assert_true(s.local_mean_deg >= 0.0 && s.local_mean_deg < 360.0);
        CHECK_NEAR(turn(s.local_apparent_deg - s.gast_deg - lons[i]), 0.0, 1e-10); /* rounding */
    }
}

static void test_time_report_is_json_and_csv_at_any_time(void **state)
{
    (void)state;
    const double lon = 2.45;
    const double days[] = {-1.5e6, -182622.0, -13879.2, 0.0, 6209.49999, 9000.3, 60000.0, 2e6};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct base_buf out;
        struct almanac_time_report s = at((struct sky_tt){days[i]}, i % 2 ? &lon : NULL);
        base_buf_init(&out, 65536);
        almanac_time_report_append(&out, &s, ALMANAC_PARAMS_JSON);
        base_buf_append(&out, "", 1);
        assert_true(grammar_is_json(out.bytes));
        base_buf_clear(&out);
        almanac_time_report_append(&out, &s, ALMANAC_PARAMS_CSV);
        int commas[2] = {0, 0}, line = 0;
        for (size_t k = 0; k < out.used; k++) {
            if (out.bytes[k] == '\n') line++;
            if (out.bytes[k] == ',') commas[line]++;
        }
        assert_int_equal(line, 2);
        assert_int_equal(commas[0], commas[1]);
        base_buf_fini(&out);
    }
}

static void test_time_report_stretches_the_day_of_a_leap_second(void **state)
{
    (void)state;
    /* Its last second is 86400/86401 of the day: SOFA's quasi-JD. Anchor 2016-12-31 is JD
     * 2457753.5. */
    struct almanac_time_report s = at(data_tt(2016, 12, 31, 23, 59, 60.0), NULL);
    CHECK_NEAR(s.julian[ALMANAC_TIME_REPORT_UTC].jd - 2457754.0 +
                   s.julian[ALMANAC_TIME_REPORT_UTC].fraction,
               86400.0 / 86401.0 - 0.5, 1e-11); /* a microsecond */
    CHECK_NEAR(s.tai_utc_s, 36.0, 1e-6);
    CHECK_NEAR(at(data_tt(2017, 1, 1, 0, 0, 0.0), NULL).tai_utc_s, 37.0, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_report_agrees_with_erfa),
        cmocka_unit_test(test_time_report_has_the_scales_of_sofas_example),
        cmocka_unit_test(test_time_report_has_meeus_sidereal_time),
        cmocka_unit_test(test_time_report_has_the_equation_of_time),
        cmocka_unit_test(test_time_report_counts_gps_weeks),
        cmocka_unit_test(test_time_report_counts_local_sidereal_time_east_positive),
        cmocka_unit_test(test_time_report_is_json_and_csv_at_any_time),
        cmocka_unit_test(test_time_report_stretches_the_day_of_a_leap_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
