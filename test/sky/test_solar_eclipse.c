/* Eclipses of the Sun against NASA's predictions. */
#include "check.h"
#include "data/dataset.h"
#include "sky/solar_eclipse.h"

static struct data_dataset dataset;

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK ? 0 : -1;
}

static struct sky_tt utc(const char *text)
{
    struct sky_civil c = {0};
    struct sky_tt tt;
    assert_int_equal(sscanf(text, "%d-%d-%d %d:%d:%lf", &c.year, &c.month, &c.day, &c.hour,
                            &c.minute, &c.second),
                     6);
    assert_int_equal(sky_civil_tt(&dataset.sky.leaps, &dataset.sky.orient, c, &tt), BASE_ERR_OK);
    return tt;
}

/* Dynamical time of a printed date and time. */
static struct sky_tt td(const char *text)
{
    int year, month, day, hour, minute, second;
    assert_int_equal(
        sscanf(text, "%d-%d-%d %d:%d:%d", &year, &month, &day, &hour, &minute, &second), 6);
    return (struct sky_tt){sky_civil_day(year, month, day) - 0.5 +
                           ((hour * 60 + minute) * 60 + second) / SKY_DAY_S};
}

static struct sky_solar_eclipse_search search;

static struct sky_solar_eclipse next_after(struct sky_tt from)
{
    struct sky_solar_eclipse eclipse;
    struct sky_fault fault;
    struct sky_tt until = {from.days + 200.0};
    assert_int_equal(sky_solar_eclipse_init(&search, &dataset.sky, from, until, &fault),
                     BASE_ERR_OK);
    assert_int_equal(sky_solar_eclipse_next(&search, &eclipse, &fault), BASE_ERR_OK);
    return eclipse;
}

/* NASA's Five Millennium Catalog of Solar Eclipses, 2001 to 2100 (SEcat5/SE2001-2100): TD of the
 * greatest eclipse, type, gamma, magnitude, place; every row from 2013 to 2021. */
static void test_solar_eclipse_eclipses_of_2013_to_2021_are_those_of_the_catalogue(void **state)
{
    (void)state;
    static const struct {
        const char *td;
        enum sky_solar_eclipse_type type;
        double gamma, magnitude, lat_deg, lon_deg;
    } rows[] = {
        {"2013-05-10 00:26:20", SKY_SOLAR_ECLIPSE_ANNULAR, -0.2694, 0.9544, 2.2, 175.5},
        {"2013-11-03 12:47:36", SKY_SOLAR_ECLIPSE_HYBRID, 0.3272, 1.0159, 3.5, -11.7},
        {"2014-04-29 06:04:33", SKY_SOLAR_ECLIPSE_ANNULAR, -1.0000, 0.9868, -70.6, 131.3},
        {"2014-10-23 21:45:39", SKY_SOLAR_ECLIPSE_PARTIAL, 1.0908, 0.8114, 71.2, -97.2},
        {"2015-03-20 09:46:47", SKY_SOLAR_ECLIPSE_TOTAL, 0.9454, 1.0445, 64.4, -6.6},
        {"2015-09-13 06:55:19", SKY_SOLAR_ECLIPSE_PARTIAL, -1.1004, 0.7875, -72.1, -2.3},
        {"2016-03-09 01:58:19", SKY_SOLAR_ECLIPSE_TOTAL, 0.2609, 1.0450, 10.1, 148.8},
        {"2016-09-01 09:08:02", SKY_SOLAR_ECLIPSE_ANNULAR, -0.3330, 0.9736, -10.7, 37.8},
        {"2017-02-26 14:54:33", SKY_SOLAR_ECLIPSE_ANNULAR, -0.4578, 0.9922, -34.7, -31.2},
        {"2017-08-21 18:26:40", SKY_SOLAR_ECLIPSE_TOTAL, 0.4367, 1.0306, 37.0, -87.7},
        {"2018-02-15 20:52:33", SKY_SOLAR_ECLIPSE_PARTIAL, -1.2116, 0.5991, -71.0, 0.6},
        {"2018-07-13 03:02:16", SKY_SOLAR_ECLIPSE_PARTIAL, -1.3542, 0.3365, -67.9, 127.4},
        {"2018-08-11 09:47:28", SKY_SOLAR_ECLIPSE_PARTIAL, 1.1476, 0.7368, 70.4, 174.5},
        {"2019-01-06 01:42:38", SKY_SOLAR_ECLIPSE_PARTIAL, 1.1417, 0.7145, 67.4, 153.6},
        {"2019-07-02 19:24:08", SKY_SOLAR_ECLIPSE_TOTAL, -0.6466, 1.0459, -17.4, -109.0},
        {"2019-12-26 05:18:53", SKY_SOLAR_ECLIPSE_ANNULAR, 0.4135, 0.9701, 1.0, 102.3},
        {"2020-06-21 06:41:15", SKY_SOLAR_ECLIPSE_ANNULAR, 0.1209, 0.9940, 30.5, 79.7},
        {"2020-12-14 16:14:39", SKY_SOLAR_ECLIPSE_TOTAL, -0.2939, 1.0254, -40.3, -67.9},
        {"2021-06-10 10:43:07", SKY_SOLAR_ECLIPSE_ANNULAR, 0.9152, 0.9435, 80.8, -66.8},
        {"2021-12-04 07:34:38", SKY_SOLAR_ECLIPSE_TOTAL, -0.9526, 1.0367, -76.8, -46.2},
    };
    struct sky_tt from = td("2013-01-01 00:00:00");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_solar_eclipse got = next_after(from);
        from = got.greatest;
        assert_int_equal(got.type, rows[i].type);
        assert_int_equal(got.is_central, fabs(rows[i].gamma) < 0.9972);
        /* whole seconds, from VSOP87 and ELP-2000/85, some 0.5 arcsec of the Moon */
        CHECK_NEAR((got.greatest.days - td(rows[i].td).days) * SKY_DAY_S, 0.0, 3.0);
        CHECK_NEAR(got.gamma, rows[i].gamma, 2e-4);         /* the same */
        CHECK_NEAR(got.magnitude, rows[i].magnitude, 2e-4); /* printed digit and the same */
        CHECK_NEAR(got.lat_deg, rows[i].lat_deg, 0.16); /* printed tenths; flat where the axis */
        CHECK_NEAR(remainder(got.lon_deg - rows[i].lon_deg, 360.0) *
                       cos(got.lat_deg * SKY_RAD_PER_DEG),
                   0.0, 0.16); /* grazes, and Delta T of the print */
    }
}

/* The same catalogue: 224 eclipses from 2001 to 2100, 77 partial, 72 annular, 68 total, 7 hybrid;
 * one annular and one total are in 2100, after the embedded kernel's last full year. */
static void test_solar_eclipse_eclipses_of_a_century_number_as_in_the_catalogue(void **state)
{
    (void)state;
    struct sky_solar_eclipse eclipse;
    struct sky_fault fault;
    int count[5] = {0};
    enum base_err err = sky_solar_eclipse_init(&search, &dataset.sky, (struct sky_tt){366.5},
                                               (struct sky_tt){36524.5}, &fault);
    while (err == BASE_ERR_OK &&
           (err = sky_solar_eclipse_next(&search, &eclipse, &fault)) == BASE_ERR_OK)
        count[eclipse.type]++;
    assert_int_equal(err, BASE_ERR_END);
    assert_int_equal(count[SKY_SOLAR_ECLIPSE_PARTIAL], 77);
    assert_int_equal(count[SKY_SOLAR_ECLIPSE_ANNULAR], 71);
    assert_int_equal(count[SKY_SOLAR_ECLIPSE_TOTAL], 67);
    assert_int_equal(count[SKY_SOLAR_ECLIPSE_HYBRID], 7);
}

/* eclipsewise.com (F. Espenak), local circumstances of 2017, 2023 and 2024: UT1 to a second,
 * altitudes to 0.1 deg (2017: 1 deg); C2 and C3 empty where the eclipse is partial. */
static void test_solar_eclipse_local_circumstances_agree_with_eclipsewise(void **state)
{
    (void)state;
    static const struct {
        double lat_deg, lon_deg;
        enum sky_solar_eclipse_type type;
        const char *contacts[SKY_SOLAR_ECLIPSE_CONTACTS];
        double alt_deg[SKY_SOLAR_ECLIPSE_CONTACTS];
    } rows[] = {
        {28.553160,
         -81.364510,
         SKY_SOLAR_ECLIPSE_PARTIAL,
         {"2017-08-21 17:19:28", NULL, "2017-08-21 18:51:17", NULL, "2017-08-21 20:14:57"},
         {73, 0, 64, 0, 48}},
        {29.0181,
         -80.9481,
         SKY_SOLAR_ECLIPSE_PARTIAL,
         {"2024-04-08 17:48:08", NULL, "2024-04-08 19:04:48", NULL, "2024-04-08 20:18:34"},
         {67.9, 0, 58.3, 0, 44.0}},
        {41.0341,
         -83.6523,
         SKY_SOLAR_ECLIPSE_TOTAL,
         {"2024-04-08 17:55:52", "2024-04-08 19:10:42", "2024-04-08 19:12:34",
          "2024-04-08 19:14:27", "2024-04-08 20:26:37"},
         {56.3, 50.5, 50.3, 50.1, 39.6}},
        {32.3066,
         -64.7503,
         SKY_SOLAR_ECLIPSE_PARTIAL,
         {"2024-04-08 18:26:16", NULL, "2024-04-08 19:34:26", NULL, "2024-04-08 20:37:34"},
         {51.8, 0, 38.8, 0, 25.8}},
        {-48.2051,
         -70.6549,
         SKY_SOLAR_ECLIPSE_ANNULAR,
         {"2024-10-02 19:00:27", "2024-10-02 20:22:16", "2024-10-02 20:25:26",
          "2024-10-02 20:28:35", "2024-10-02 21:42:37"},
         {35.6, 24.1, 23.6, 23.1, 11.2}},
        {4.6622,
         170.8101,
         SKY_SOLAR_ECLIPSE_PARTIAL,
         {"2023-04-20 04:42:21", NULL, "2023-04-20 05:54:27", NULL, "2023-04-20 06:57:32"},
         {28.7, 0, 11.0, 0, -4.4}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_observer observer = sky_horizon_observer(rows[i].lat_deg, rows[i].lon_deg, 0.0);
        struct sky_fault fault;
        struct sky_solar_eclipse_local got;
        struct sky_solar_eclipse eclipse =
            next_after((struct sky_tt){utc(rows[i].contacts[0]).days - 1.0});
        assert_int_equal(
            sky_solar_eclipse_local(&dataset.sky, eclipse.greatest, &observer, &got, &fault),
            BASE_ERR_OK);
        assert_int_equal(got.type, rows[i].type);
        for (int c = 0; c < SKY_SOLAR_ECLIPSE_CONTACTS; c++) {
            assert_int_equal(got.contacts[c].has, rows[i].contacts[c] != NULL);
            if (rows[i].contacts[c] == NULL) continue;
            /* 7 s: a Delta T predicted years ahead (2 to 4 s too large), the Moon of ELP, the sea
             * level of the map; the maximum of a partial eclipse is flat */
            CHECK_NEAR((got.contacts[c].when.days - utc(rows[i].contacts[c]).days) * SKY_DAY_S, 0.0,
                       7.0);
            CHECK_NEAR(got.contacts[c].alt_deg, rows[i].alt_deg[c], i == 0 ? 0.6 : 0.1);
        }
    }
}

/* Where the axis meets the ground at the greatest instant, a place sees the eclipse at its best. */
static void test_solar_eclipse_local_is_central_where_the_axis_meets_the_ground(void **state)
{
    (void)state;
    struct sky_tt from = td("2001-01-01 00:00:00");
    for (int i = 0; i < 40; i++) {
        struct sky_solar_eclipse eclipse = next_after(from);
        from = eclipse.greatest;
        struct sky_solar_eclipse_local got;
        struct sky_fault fault;
        struct sky_observer there = sky_horizon_observer(eclipse.lat_deg, eclipse.lon_deg, 0.0);
        assert_int_equal(
            sky_solar_eclipse_local(&dataset.sky, eclipse.greatest, &there, &got, &fault),
            BASE_ERR_OK);
        if (eclipse.is_central) {
            enum sky_solar_eclipse_type want =
                eclipse.type == SKY_SOLAR_ECLIPSE_HYBRID ? SKY_SOLAR_ECLIPSE_TOTAL : eclipse.type;
            assert_int_equal(got.type, want);
            /* polar motion and the Moon's light time leave some 0.1 km of the axis: 1 s */
            CHECK_NEAR((got.contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].when.days - eclipse.greatest.days) *
                           SKY_DAY_S,
                       0.0, 240.0); /* the maximum there is not the least distance to the centre */
            assert_true(got.contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].alt_deg > -1.0);
        } else if (eclipse.type == SKY_SOLAR_ECLIPSE_PARTIAL) {
            assert_int_equal(got.type, SKY_SOLAR_ECLIPSE_PARTIAL);
            /* two ways to one number: cones on the ground, discs in the sky. The place is on the
             * horizon, and the local maximum is a little later or earlier and deeper. */
            CHECK_NEAR(got.magnitude, eclipse.magnitude, 0.003);
            CHECK_NEAR(got.contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].alt_deg, 0.0, 1.0);
        }
        if (got.type == SKY_SOLAR_ECLIPSE_TOTAL) CHECK_NEAR(got.obscuration, 1.0, 0.0);
        assert_true(got.obscuration > 0.0 && got.obscuration <= 1.0);
    }
}

static void test_solar_eclipse_is_none_far_from_the_shadow(void **state)
{
    (void)state;
    struct sky_solar_eclipse_local local;
    struct sky_solar_eclipse eclipse;
    struct sky_fault fault;
    /* Sydney saw nothing of 2017 August 21; the new moon of 2017 June 24 eclipsed nothing (NASA) */
    struct sky_observer sydney = sky_horizon_observer(-33.86, 151.21, 0.0);
    assert_int_equal(
        sky_solar_eclipse_local(&dataset.sky, utc("2017-08-21 18:30:00"), &sydney, &local, &fault),
        BASE_ERR_OK);
    assert_int_equal(local.type, SKY_SOLAR_ECLIPSE_NONE);
    assert_int_equal(
        sky_solar_eclipse_at(&dataset.sky, utc("2017-06-24 02:31:00"), &eclipse, &fault),
        BASE_ERR_OK);
    assert_int_equal(eclipse.type, SKY_SOLAR_ECLIPSE_NONE);
}

/* The figures of annular eclipses are those of one radius of the Moon: values by the ratio of the
 * diameters with k = 0.272281. */
static void test_solar_eclipse_local_figures_never_contradict_each_other(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        double lat_deg, lon_deg, obscuration;
    } annular[] = {{"2023-10-14 00:00:00", 11.3683, -83.1017, 0.9064},
                   {"2024-10-02 00:00:00", -21.9533, -114.5083, 0.8698},
                   {"1948-05-08 12:00:00", 39.8187, 131.2241, 0.9999}};
    struct sky_fault fault;
    for (size_t i = 0; i < sizeof annular / sizeof *annular; i++) {
        struct sky_solar_eclipse eclipse = next_after(utc(annular[i].day));
        struct sky_observer observer =
            sky_horizon_observer(annular[i].lat_deg, annular[i].lon_deg, 0.0);
        struct sky_solar_eclipse_local got;
        assert_int_equal(
            sky_solar_eclipse_local(&dataset.sky, eclipse.greatest, &observer, &got, &fault),
            BASE_ERR_OK);
        assert_int_equal(got.type, SKY_SOLAR_ECLIPSE_ANNULAR);
        /* the outer radius would give 0.0014 more */
        CHECK_NEAR(got.obscuration, annular[i].obscuration, 0.0002);
        assert_true(got.magnitude < 1.0 && got.obscuration < 1.0);
    }
    /* across the edges of the paths of a total, a hybrid and an annular eclipse, instant by instant
     */
    static const char *const days[] = {"2017-08-21 00:00:00", "2023-04-19 12:00:00",
                                       "2023-10-14 00:00:00", "1948-05-08 12:00:00"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct sky_solar_eclipse eclipse = next_after(utc(days[i]));
        for (int step = -3000; step <= 3000; step++) {
            struct sky_observer observer =
                sky_horizon_observer(eclipse.lat_deg + step * 0.0005, eclipse.lon_deg, 0.0);
            struct sky_solar_eclipse_phase p;
            assert_int_equal(
                sky_solar_eclipse_phase_at(&dataset.sky, &observer, eclipse.greatest, &p, &fault),
                BASE_ERR_OK);
            assert_true(p.type != SKY_SOLAR_ECLIPSE_NONE);
            assert_int_equal(p.magnitude > 1.0, p.type == SKY_SOLAR_ECLIPSE_TOTAL);
            assert_int_equal(p.obscuration >= 1.0, p.type == SKY_SOLAR_ECLIPSE_TOTAL);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_solar_eclipse_eclipses_of_2013_to_2021_are_those_of_the_catalogue),
        cmocka_unit_test(test_solar_eclipse_eclipses_of_a_century_number_as_in_the_catalogue),
        cmocka_unit_test(test_solar_eclipse_local_circumstances_agree_with_eclipsewise),
        cmocka_unit_test(test_solar_eclipse_local_figures_never_contradict_each_other),
        cmocka_unit_test(test_solar_eclipse_local_is_central_where_the_axis_meets_the_ground),
        cmocka_unit_test(test_solar_eclipse_is_none_far_from_the_shadow),
    };
    return cmocka_run_group_tests_name("solar", tests, open_store, NULL);
}
