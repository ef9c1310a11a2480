/* Events against almanacs, laws of their order and geometry. The exhaustive comparison with dense
 * sampling is test_events_sampled.c.
 */
#include "check.h"
#include "data/dataset.h"
#include "sky/events.h"

#define MINUTE_DAYS (1.0 / 1440.0)
#define LISTED_MAX  4000

static struct data_dataset dataset;

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK ? 0 : -1;
}

/* ---- reading almanacs ---- */

/* "2018-01-03 05:35" or with seconds, UTC. */
static struct sky_tt utc(const char *text)
{
    struct sky_civil civil = {0};
    int fields = sscanf(text, "%d-%d-%d %d:%d:%lf", &civil.year, &civil.month, &civil.day,
                        &civil.hour, &civil.minute, &civil.second);
    struct sky_tt tt;
    assert_true(fields >= 5);
    assert_int_equal(sky_civil_tt(&dataset.sky.leaps, &dataset.sky.orient, civil, &tt),
                     BASE_ERR_OK);
    return tt;
}

/* The same text as dynamical time. */
static struct sky_tt tt(const char *text)
{
    int year, month, day, hour, minute;
    double second = 0.0;
    int fields = sscanf(text, "%d-%d-%d %d:%d:%lf", &year, &month, &day, &hour, &minute, &second);
    assert_true(fields >= 5);
    double of_day = ((hour * 60 + minute) * 60 + second) / SKY_DAY_S;
    return (struct sky_tt){sky_civil_day(year, month, day) - 0.5 + of_day};
}

static struct sky_events search;

static int list(struct sky_events_query query, struct sky_events_event *events)
{
    struct sky_fault fault;
    int count = 0;
    enum base_err err = sky_events_init(&search, &dataset.sky, &query, &fault);
    while (err == BASE_ERR_OK) {
        assert_in_range(count, 0, LISTED_MAX - 1);
        err = sky_events_next(&search, &events[count], &fault);
        if (err == BASE_ERR_OK) count++;
    }
    assert_int_equal(err, BASE_ERR_END);
    return count;
}

#define BODY(name) (1u << SKY_BODY_##name)
#define KIND(name) SKY_EVENTS_BIT(SKY_EVENTS_##name)

/* The one event of a kind within two days of an instant. */
static struct sky_events_event near(enum sky_events_kind kind, unsigned bodies, struct sky_tt when)
{
    static struct sky_events_event found[LISTED_MAX];
    struct sky_events_query query = {.from = {when.days - 2.0},
                                     .until = {when.days + 2.0},
                                     .kinds = SKY_EVENTS_BIT(kind),
                                     .bodies = bodies,
                                     .approach_max_deg = 180.0};
    assert_int_equal(list(query, found), 1);
    return found[0];
}

struct printed {
    const char *when;
    enum sky_events_kind kind;
    unsigned bodies;
    double value, other_value;
};

/* ---- anchors ---- */

/* USNO, "Earth's Seasons" (aa.usno.navy.mil/data/Earth_Seasons), to a minute. */
static void test_events_seasons_agree_with_usno(void **state)
{
    (void)state;
    static const struct printed rows[] = {
        {"2010-03-20 17:32", SKY_EVENTS_MARCH_EQUINOX, 0, 0, 0},
        {"2010-06-21 11:28", SKY_EVENTS_JUNE_SOLSTICE, 0, 0, 0},
        {"2010-09-23 03:09", SKY_EVENTS_SEPTEMBER_EQUINOX, 0, 0, 0},
        {"2010-12-21 23:38", SKY_EVENTS_DECEMBER_SOLSTICE, 0, 0, 0},
        {"2012-03-20 05:14", SKY_EVENTS_MARCH_EQUINOX, 0, 0, 0},
        {"2015-09-23 08:20", SKY_EVENTS_SEPTEMBER_EQUINOX, 0, 0, 0},
        {"2016-06-20 22:34", SKY_EVENTS_JUNE_SOLSTICE, 0, 0, 0},
        {"2018-03-20 16:15", SKY_EVENTS_MARCH_EQUINOX, 0, 0, 0},
        {"2018-06-21 10:07", SKY_EVENTS_JUNE_SOLSTICE, 0, 0, 0},
        {"2018-09-23 01:54", SKY_EVENTS_SEPTEMBER_EQUINOX, 0, 0, 0},
        {"2018-12-21 22:23", SKY_EVENTS_DECEMBER_SOLSTICE, 0, 0, 0},
        {"2020-03-20 03:50", SKY_EVENTS_MARCH_EQUINOX, 0, 0, 0},
        {"2020-12-21 10:02", SKY_EVENTS_DECEMBER_SOLSTICE, 0, 0, 0},
        {"2024-06-20 20:51", SKY_EVENTS_JUNE_SOLSTICE, 0, 0, 0},
        {"2025-12-21 15:03", SKY_EVENTS_DECEMBER_SOLSTICE, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_tt want = utc(rows[i].when);
        struct sky_events_event got = near(rows[i].kind, BODY(SUN), want);
        /* printed minutes, rounded: half a minute, and some seconds of models */
        CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 0.6);
    }
    /* Meeus, Astronomical Algorithms, example 27.a: 1962 June solstice 21h24m42s TD by VSOP87.
     * 5 s: his precession of 1976 differs from IAU 2006 by 0.1 arcsec by 1962, 3 s of the Sun. */
    struct sky_tt solstice = tt("1962-06-21 21:24:42");
    struct sky_events_event got = near(SKY_EVENTS_JUNE_SOLSTICE, BODY(SUN), solstice);
    CHECK_NEAR((got.when.days - solstice.days) * SKY_DAY_S, 0.0, 5.0);
}

/* USNO, "Phases of the Moon" (aa.usno.navy.mil/data/MoonPhases), the whole of 2020, to a minute. */
static void test_events_phases_agree_with_usno(void **state)
{
    (void)state;
    static const char *const rows[] = {
        /* from the first quarter of 2020-01-03 on, each phase the next of the four */
        "01-03 04:45", "01-10 19:21", "01-17 12:58", "01-24 21:42", "02-02 01:42", "02-09 07:33",
        "02-15 22:17", "02-23 15:32", "03-02 19:57", "03-09 17:48", "03-16 09:34", "03-24 09:28",
        "04-01 10:21", "04-08 02:35", "04-14 22:56", "04-23 02:26", "04-30 20:38", "05-07 10:45",
        "05-14 14:03", "05-22 17:39", "05-30 03:30", "06-05 19:12", "06-13 06:24", "06-21 06:41",
        "06-28 08:16", "07-05 04:44", "07-12 23:29", "07-20 17:33", "07-27 12:32", "08-03 15:59",
        "08-11 16:45", "08-19 02:42", "08-25 17:58", "09-02 05:22", "09-10 09:26", "09-17 11:00",
        "09-24 01:55", "10-01 21:05", "10-10 00:39", "10-16 19:31", "10-23 13:23", "10-31 14:49",
        "11-08 13:46", "11-15 05:07", "11-22 04:45", "11-30 09:30", "12-08 00:36", "12-14 16:16",
        "12-21 23:41", "12-30 03:28",
    };
    static struct sky_events_event got[LISTED_MAX];
    struct sky_events_query query = {.from = utc("2020-01-01 00:00"),
                                     .until = utc("2021-01-01 00:00"),
                                     .kinds = SKY_EVENTS_PHASES,
                                     .bodies = BODY(MOON)};
    int count = list(query, got);
    assert_int_equal(count, sizeof rows / sizeof *rows);
    for (int i = 0; i < count; i++) {
        char text[32];
        snprintf(text, sizeof text, "2020-%s", rows[i]);
        assert_int_equal(got[i].kind, (i + 1) % 4);
        /* printed minutes, rounded: half a minute; computed years ahead with a Delta T that came
         * out some 5 s smaller */
        CHECK_NEAR((got[i].when.days - utc(text).days) / MINUTE_DAYS, 0.0, 0.7);
    }
}

/* Meeus, Astronomical Algorithms, 2nd ed., worked examples; times are dynamical. */
static void test_events_agree_with_meeus(void **state)
{
    (void)state;
    /* 49.a, new moon 1977 February 18, 3h37m42s TD; 49.b, last quarter 2044 January 21,
     * 23h48m17s. His series are good to some 20 s. */
    struct sky_tt want = tt("1977-02-18 03:37:42");
    struct sky_events_event got = near(SKY_EVENTS_NEW_MOON, BODY(MOON), want);
    CHECK_NEAR((got.when.days - want.days) * SKY_DAY_S, 0.0, 20.0);
    want = tt("2044-01-21 23:48:17");
    got = near(SKY_EVENTS_LAST_QUARTER, BODY(MOON), want);
    CHECK_NEAR((got.when.days - want.days) * SKY_DAY_S, 0.0, 20.0);
    /* 50.a, apogee 1988 October 7 at 20h29m TD: printed minutes, his series good to 3 */
    want = tt("1988-10-07 20:29:00");
    got = near(SKY_EVENTS_APOGEE, BODY(MOON), want);
    CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 3.0);
    /* 36.a inferior conjunction of Mercury, JDE 2449297.645; 36.c its greatest western elongation,
     * JDE 2449314.14, 19.7506 deg; 36.d station of Mars, JDE 2450566.255. His series are good to
     * an hour; stations to two. */
    got = near(SKY_EVENTS_INFERIOR_CONJUNCTION, BODY(MERCURY), (struct sky_tt){-2247.355});
    CHECK_NEAR(got.when.days, -2247.355, 1.0 / 24.0);
    got = near(SKY_EVENTS_ELONGATION_WEST, BODY(MERCURY), (struct sky_tt){-2230.86});
    CHECK_NEAR(got.when.days, -2230.86, 1.0 / 24.0);
    CHECK_NEAR(got.separation_deg, 19.7506, 0.002); /* his series: 0.001 deg or two */
    got = near(SKY_EVENTS_STATION_DIRECT, BODY(MARS), (struct sky_tt){-978.745});
    CHECK_NEAR(got.when.days, -978.745, 2.0 / 24.0);
    /* Chapter 38: Venus at perihelion 1978 December 31 at 4h, Mars at aphelion 2032 October 24 at
     * 22h, hours cut off */
    want = tt("1978-12-31 04:30:00");
    got = near(SKY_EVENTS_PERIHELION, BODY(VENUS), want);
    CHECK_NEAR((got.when.days - want.days) * 24.0, 0.0, 0.6);
    want = tt("2032-10-24 22:30:00");
    got = near(SKY_EVENTS_APHELION, BODY(MARS), want);
    CHECK_NEAR((got.when.days - want.days) * 24.0, 0.0, 0.6);
}

/* The apsides of Neptune in two centuries: aphelion of 1959 July, perihelion of 2042 September. Its
 * distance has further extremes in 1965, 1968, 2049 and 2050. */
static void test_events_neptune_has_one_apsis_each_half_revolution(void **state)
{
    (void)state;
    static struct sky_events_event found[LISTED_MAX];
    struct sky_events_query query = {.from = tt("1905-01-01 00:00:00"),
                                     .until = tt("2095-01-01 00:00:00"),
                                     .kinds = KIND(PERIHELION) | KIND(APHELION),
                                     .bodies = BODY(NEPTUNE)};
    assert_int_equal(list(query, found), 2);
    assert_int_equal(found[0].kind, SKY_EVENTS_APHELION);
    CHECK_NEAR(found[0].when.days, tt("1959-07-17 12:00:00").days, 1.0);
    assert_int_equal(found[1].kind, SKY_EVENTS_PERIHELION);
    CHECK_NEAR(found[1].when.days, tt("2042-09-03 12:00:00").days, 1.0);
}

static void test_events_apsides_alternate(void **state)
{
    (void)state;
    static struct sky_events_event found[LISTED_MAX];
    for (enum sky_body body = SKY_BODY_JUPITER; body <= SKY_BODY_URANUS; body++) {
        struct sky_events_query query = {.from = tt("1905-01-01 00:00:00"),
                                         .until = tt("2095-01-01 00:00:00"),
                                         .kinds = KIND(PERIHELION) | KIND(APHELION),
                                         .bodies = 1u << body};
        int count = list(query, found);
        assert_true(count >= 4);
        for (int i = 1; i < count; i++) assert_int_not_equal(found[i].kind, found[i - 1].kind);
    }
}

/* 1999-01-22T08:22:11.667Z: the Sun and Neptune are 0.295618 deg apart, computed apart from this
 * program; the deflection is 1.6 arcsec at this distance from the Sun. */
static void test_events_separations_count_the_deflection_by_the_sun(void **state)
{
    (void)state;
    struct sky_events_event got =
        near(SKY_EVENTS_SUPERIOR_CONJUNCTION, BODY(NEPTUNE), tt("1999-01-22 08:23:16"));
    CHECK_NEAR(got.separation_deg, 0.295618, 2e-6);
}

/* Greatest elongations printed by skycaramba.com/greatest_elongations.shtml, minutes and tenths of
 * a degree, east positive. */
static void test_events_greatest_elongations_agree_with_print(void **state)
{
    (void)state;
    static const struct {
        const char *when;
        enum sky_body body;
        double east_deg;
    } rows[] = {
        {"2010-01-27 05:22", SKY_BODY_MERCURY, -24.8},
        {"2011-05-07 19:03", SKY_BODY_MERCURY, -26.6},
        {"2012-04-18 17:22", SKY_BODY_MERCURY, -27.5},
        {"2013-11-18 02:28", SKY_BODY_MERCURY, -19.5},
        {"2015-10-16 03:20", SKY_BODY_MERCURY, -18.1},
        {"2018-01-01 19:48", SKY_BODY_MERCURY, -22.7},
        {"2019-11-28 10:31", SKY_BODY_MERCURY, -20.1},
        {"2010-04-08 23:32", SKY_BODY_MERCURY, 19.4},
        {"2012-10-26 21:59", SKY_BODY_MERCURY, 24.1},
        {"2013-02-16 21:24", SKY_BODY_MERCURY, 18.1},
        {"2016-08-16 21:24", SKY_BODY_MERCURY, 27.4},
        {"2018-11-06 15:25", SKY_BODY_MERCURY, 23.3},
        {"2019-10-20 04:00", SKY_BODY_MERCURY, 24.6},
        {"2011-01-08 15:57", SKY_BODY_VENUS, -47.0},
        {"2012-08-15 08:59", SKY_BODY_VENUS, -45.8},
        {"2015-10-26 06:57", SKY_BODY_VENUS, -46.4},
        {"2019-01-06 04:24", SKY_BODY_VENUS, -47.0},
        {"2012-03-27 08:03", SKY_BODY_VENUS, 46.0},
        {"2015-06-06 18:46", SKY_BODY_VENUS, 45.4},
        {"2018-08-17 17:02", SKY_BODY_VENUS, 45.9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_tt want = utc(rows[i].when);
        enum sky_events_kind kind =
            rows[i].east_deg > 0.0 ? SKY_EVENTS_ELONGATION_EAST : SKY_EVENTS_ELONGATION_WEST;
        struct sky_events_event got = near(kind, 1u << rows[i].body, want);
        /* The maximum is flat: 0.1 arcsec moves Mercury's by 10 minutes and Venus' by 30. */
        CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 30.0);
        CHECK_NEAR(got.place.elongation_deg, rows[i].east_deg, 0.06); /* printed tenths */
    }
}

/* fourmilab.ch "Lunar Perigee and Apogee Calculator" and USNO "Earth's Seasons": minutes, km, au.
 */
static void test_events_apsides_agree_with_print(void **state)
{
    (void)state;
    static const struct printed moon[] = {
        {"2001-01-10 08:59", SKY_EVENTS_PERIGEE, 0, 357132, 0},
        {"2001-01-24 19:02", SKY_EVENTS_APOGEE, 0, 406565, 0},
        {"2004-09-22 21:12", SKY_EVENTS_PERIGEE, 0, 369600, 0},
        {"2008-12-12 21:37", SKY_EVENTS_PERIGEE, 0, 356568, 0},
        {"2016-10-31 19:29", SKY_EVENTS_APOGEE, 0, 406660, 0},
        {"2016-11-14 11:23", SKY_EVENTS_PERIGEE, 0, 356512, 0},
        {"2018-01-01 21:54", SKY_EVENTS_PERIGEE, 0, 356566, 0},
        {"2018-01-15 02:10", SKY_EVENTS_APOGEE, 0, 406461, 0},
    };
    for (size_t i = 0; i < sizeof moon / sizeof *moon; i++) {
        struct sky_tt want = utc(moon[i].when);
        struct sky_events_event got = near(moon[i].kind, BODY(MOON), want);
        /* from a truncated theory of some km, which is 20 minutes at the flat extreme */
        CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 20.0);
        CHECK_NEAR(got.apsis_au * SKY_AU_KM, moon[i].value, 12.0);
    }
    static const struct printed earth[] = {
        {"2018-01-03 05:35", SKY_EVENTS_PERIHELION, 0, 0.9832843, 0},
        {"2018-07-06 16:47", SKY_EVENTS_APHELION, 0, 1.0166961, 0},
        {"2019-07-04 22:11", SKY_EVENTS_APHELION, 0, 1.0167543, 0},
        {"2020-01-05 07:48", SKY_EVENTS_PERIHELION, 0, 0.9832436, 0},
        {"2012-01-05 00:32", SKY_EVENTS_PERIHELION, 0, 0.9832841, 0},
        {"2007-07-06 23:53", SKY_EVENTS_APHELION, 0, 1.0167059, 0},
    };
    for (size_t i = 0; i < sizeof earth / sizeof *earth; i++) {
        struct sky_tt want = utc(earth[i].when);
        struct sky_events_event got = near(earth[i].kind, BODY(SUN), want);
        CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 1.1); /* printed minutes, cut */
        CHECK_NEAR(got.apsis_au, earth[i].value, 1e-7);                  /* printed digits */
    }
}

/* JPL Horizons, vectors of the Moon from the Earth every 6 hours in 2020-2022 (TDB, ICRF, DE441):
 * where r.v = 0 by a polynomial through six rows. */
static void test_events_lunar_apsides_agree_with_horizons(void **state)
{
    (void)state;
    static const struct {
        enum sky_events_kind kind;
        double tdb_days, distance_km;
    } rows[] = {
        {SKY_EVENTS_APOGEE, 7305.5634506, 404580.192},
        {SKY_EVENTS_PERIGEE, 7317.3487530, 365958.484},
        {SKY_EVENTS_PERIGEE, 7566.0758074, 359081.844},
        {SKY_EVENTS_APOGEE, 7581.2246908, 406321.464},
        {SKY_EVENTS_APOGEE, 7911.5995782, 404099.868},
        {SKY_EVENTS_PERIGEE, 7923.9198761, 368461.354},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_events_event got =
            near(rows[i].kind, BODY(MOON), (struct sky_tt){rows[i].tdb_days});
        /* TDB and TT differ by 2 ms at most; the interpolation leaves 0.1 s */
        CHECK_NEAR((got.when.days - rows[i].tdb_days) * SKY_DAY_S, 0.0, 0.5);
        CHECK_NEAR(got.apsis_au * SKY_AU_KM, rows[i].distance_km, 0.01);
    }
}

/* A table of oppositions, and instants known well enough to be quoted. */
static void test_events_oppositions_and_conjunctions_agree_with_print(void **state)
{
    (void)state;
    /* Oppositions of 2018, the table that Astronomy Engine tests itself with (its
     * generate/longitude/opposition_2018.txt), of heliocentric longitudes */
    static const struct printed oppositions[] = {
        {"2018-05-09 00:28", SKY_EVENTS_OPPOSITION, BODY(JUPITER), 0, 0},
        {"2018-06-27 13:15", SKY_EVENTS_OPPOSITION, BODY(SATURN), 0, 0},
        {"2018-07-12 09:42", SKY_EVENTS_OPPOSITION, BODY(PLUTO), 0, 0},
        {"2018-07-27 05:07", SKY_EVENTS_OPPOSITION, BODY(MARS), 0, 0},
        {"2018-09-07 18:13", SKY_EVENTS_OPPOSITION, BODY(NEPTUNE), 0, 0},
        {"2018-10-24 00:33", SKY_EVENTS_OPPOSITION, BODY(URANUS), 0, 0},
    };
    for (size_t i = 0; i < sizeof oppositions / sizeof *oppositions; i++) {
        struct sky_tt want = utc(oppositions[i].when);
        struct sky_events_event got = near(oppositions[i].kind, oppositions[i].bodies, want);
        /* Aberration moves planet and Sun apart by some 41 arcsec, which is 17 minutes of the
         * Sun's gain; the light's way takes some of it back. */
        CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 11.5, 11.5);
    }
    /* Mars 2003, the closest for 60 000 years: opposition August 28, 17:58:49 UTC (as widely
     * printed); the date's Delta T and 0.1 arcsec of models make a minute */
    struct sky_tt want = utc("2003-08-28 17:58:49");
    struct sky_events_event got = near(SKY_EVENTS_OPPOSITION, BODY(MARS), want);
    CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 1.0);
    /* The great conjunction of 2020: December 21, 18:20 UTC, 6.1 arcmin apart */
    want = utc("2020-12-21 18:20:30");
    got = near(SKY_EVENTS_CONJUNCTION, BODY(JUPITER) | BODY(SATURN), want);
    CHECK_NEAR((got.when.days - want.days) / MINUTE_DAYS, 0.0, 1.0); /* printed minute */
    got = near(SKY_EVENTS_APPROACH, BODY(JUPITER) | BODY(SATURN), want);
    CHECK_NEAR(got.separation_deg * 60.0, 6.1, 0.05); /* printed tenths */
}

/* The triple conjunction of Jupiter and Saturn of 1980-81: dates in every list of great
 * conjunctions. */
static void test_events_triple_conjunction_of_1981_is_found(void **state)
{
    (void)state;
    static struct sky_events_event got[LISTED_MAX];
    struct sky_events_query query = {.from = utc("1979-01-01 00:00"),
                                     .until = utc("1999-01-01 00:00"),
                                     .kinds = KIND(CONJUNCTION),
                                     .bodies = BODY(JUPITER) | BODY(SATURN)};
    assert_int_equal(list(query, got), 3);
    static const char *const dates[] = {"1980-12-31 12:00", "1981-03-04 12:00", "1981-07-24 12:00"};
    for (int i = 0; i < 3; i++) CHECK_NEAR(got[i].when.days, utc(dates[i]).days, 0.5); /* dates */
}

/* ---- laws ---- */

static struct sky_events_query everything(struct sky_tt from, double days)
{
    return (struct sky_events_query){.from = from,
                                     .until = {from.days + days},
                                     .kinds = SKY_EVENTS_ALL_KINDS,
                                     .bodies = SKY_EVENTS_ALL_BODIES,
                                     .approach_max_deg = 180.0};
}

static bool same(const struct sky_events_event *a, const struct sky_events_event *b)
{
    return a->kind == b->kind && a->body == b->body && a->other == b->other &&
           a->when.days == b->when.days;
}

static void test_events_come_in_order_without_duplicates(void **state)
{
    (void)state;
    static struct sky_events_event got[LISTED_MAX];
    int count = list(everything(utc("1995-03-05 07:00"), 900.0), got);
    assert_true(count > 1200); /* some 600 a year */
    for (int i = 1; i < count; i++) {
        assert_true(got[i].when.days >= got[i - 1].when.days);
        for (int k = i - 1; k >= 0 && got[k].when.days > got[i].when.days - 1.0; k--)
            assert_false(got[k].kind == got[i].kind && got[k].body == got[i].body &&
                         got[k].other == got[i].other);
    }
}

static void test_events_a_search_from_an_event_gives_the_next_one(void **state)
{
    (void)state;
    static struct sky_events_event got[LISTED_MAX];
    struct sky_events_query query = everything(utc("2011-06-01 00:00"), 60.0);
    int count = list(query, got);
    for (int i = 0; i + 1 < count; i++) {
        struct sky_events_event next;
        struct sky_fault fault;
        query.from = got[i].when;
        assert_int_equal(sky_events_init(&search, &dataset.sky, &query, &fault), BASE_ERR_OK);
        assert_int_equal(sky_events_next(&search, &next, &fault), BASE_ERR_OK);
        assert_true(same(&next, &got[i + 1]));
    }
}

static void test_events_a_split_range_gives_the_same_list(void **state)
{
    (void)state;
    static struct sky_events_event whole[LISTED_MAX], parts[LISTED_MAX];
    struct sky_events_query query = everything((struct sky_tt){6100.123}, 400.0);
    int count = list(query, whole);
    const double at[] = {6100.123, 6200.0, 6200.5, whole[count / 2].when.days};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct sky_events_query first = query, second = query;
        first.until.days = second.from.days = at[i];
        int found = list(first, parts);
        found += list(second, parts + found);
        assert_int_equal(found, count);
        for (int k = 0; k < count; k++) assert_true(same(&whole[k], &parts[k]));
    }
}

static void test_events_of_one_kind_are_those_of_the_full_list(void **state)
{
    (void)state;
    static struct sky_events_event whole[LISTED_MAX], alone[LISTED_MAX];
    struct sky_events_query query = everything((struct sky_tt){-9000.4}, 200.0);
    int count = list(query, whole);
    for (enum sky_events_kind kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++) {
        query.kinds = SKY_EVENTS_BIT(kind);
        int found = list(query, alone), seen = 0;
        for (int i = 0; i < count; i++)
            if (whole[i].kind == kind) {
                assert_in_range(seen, 0, found - 1);
                assert_true(same(&whole[i], &alone[seen++]));
            }
        assert_int_equal(seen, found);
    }
}

/* Three years have all that repeats with the Moon, Mercury and Venus, and the yearly meetings. */
static void test_events_of_every_kind_happen(void **state)
{
    (void)state;
    struct sky_events_event event;
    struct sky_fault fault;
    const struct sky_events_query query = {.from = {9000.0},
                                           .until = {10100.0},
                                           .kinds = SKY_EVENTS_ALL_KINDS,
                                           .bodies = SKY_EVENTS_ALL_BODIES,
                                           .approach_max_deg = 180.0};
    uint32_t seen = 0;
    enum base_err err = sky_events_init(&search, &dataset.sky, &query, &fault);
    while (err == BASE_ERR_OK && (err = sky_events_next(&search, &event, &fault)) == BASE_ERR_OK)
        seen |= SKY_EVENTS_BIT(event.kind);
    assert_int_equal(err, BASE_ERR_END);
    for (enum sky_events_kind kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++)
        if (!(seen >> kind & 1u)) fail_msg("%s is never found", sky_events_name(kind).at);
}

/* Extreme lunations and anomalistic half months of 1900-2100: Meeus, Mathematical Astronomy
 * Morsels: 29.27 to 29.84 d; perigee to perigee 24.6 to 28.6 d. */
static void test_events_phases_and_lunar_apsides_alternate(void **state)
{
    (void)state;
    struct sky_events_event event;
    struct sky_fault fault;
    struct sky_events_query query = {.from = {-36500.0},
                                     .until = {36500.0},
                                     .kinds = SKY_EVENTS_PHASES | KIND(PERIGEE) | KIND(APOGEE),
                                     .bodies = BODY(MOON)};
    double last[SKY_EVENTS_KIND_COUNT] = {0}, phases = 0.0, perigees = 0.0;
    enum sky_events_kind phase = SKY_EVENTS_KIND_COUNT, apsis = SKY_EVENTS_KIND_COUNT;
    enum base_err err = sky_events_init(&search, &dataset.sky, &query, &fault);
    while (err == BASE_ERR_OK && (err = sky_events_next(&search, &event, &fault)) == BASE_ERR_OK) {
        bool is_phase = event.kind <= SKY_EVENTS_LAST_QUARTER;
        double since = event.when.days - last[event.kind];
        if (is_phase) {
            if (phase != SKY_EVENTS_KIND_COUNT) assert_int_equal(event.kind, (phase + 1) % 4);
            phase = event.kind;
            phases += phase == SKY_EVENTS_NEW_MOON;
            /* quarters vary more than new and full moons: 29.18 to 29.93 d */
            if (last[event.kind] != 0.0) CHECK_NEAR(since, 29.55, 0.4);
        } else {
            assert_int_not_equal(event.kind, apsis);
            apsis = event.kind;
            perigees += apsis == SKY_EVENTS_PERIGEE;
            if (last[event.kind] != 0.0) CHECK_NEAR(since, 26.7, 2.2);
        }
        last[event.kind] = event.when.days;
    }
    assert_int_equal(err, BASE_ERR_END);
    CHECK_NEAR(phases, 73000.0 / 29.530589, 1.0);   /* the mean synodic month, one at the ends */
    CHECK_NEAR(perigees, 73000.0 / 27.554550, 1.0); /* the mean anomalistic month */
}

static void test_events_stations_alternate(void **state)
{
    (void)state;
    struct sky_events_event event;
    struct sky_fault fault;
    struct sky_events_query query = {.from = {-18000.0},
                                     .until = {18000.0},
                                     .kinds = KIND(STATION_RETROGRADE) | KIND(STATION_DIRECT) |
                                              KIND(STATION_RETROGRADE_RA) | KIND(STATION_DIRECT_RA),
                                     .bodies = SKY_EVENTS_ALL_BODIES};
    enum sky_events_kind last[2][SKY_BODY_COUNT] = {{0}};
    int count[2][SKY_BODY_COUNT] = {{0}};
    enum base_err err = sky_events_init(&search, &dataset.sky, &query, &fault);
    while (err == BASE_ERR_OK && (err = sky_events_next(&search, &event, &fault)) == BASE_ERR_OK) {
        int in_ra = event.kind >= SKY_EVENTS_STATION_RETROGRADE_RA;
        assert_int_not_equal(event.kind, last[in_ra][event.body]);
        last[in_ra][event.body] = event.kind;
        count[in_ra][event.body]++;
    }
    assert_int_equal(err, BASE_ERR_END);
    /* two a synodic period; Explanatory Supplement 3rd ed., table 10.1 */
    static const double synodic_days[] = {115.88, 583.92, 779.94, 398.88,
                                          378.09, 369.66, 367.49, 366.73};
    for (int in_ra = 0; in_ra < 2; in_ra++)
        for (enum sky_body b = SKY_BODY_MERCURY; b < SKY_BODY_COUNT; b++)
            CHECK_NEAR(count[in_ra][b], 2.0 * 36000.0 / synodic_days[b - SKY_BODY_MERCURY],
                       3.0); /* one retrogradation at either end, periods vary */
}

/* Each event's numbers say what its kind claims. */
static void check_geometry(const struct sky_events_event *e)
{
    const double tol = 1e-6; /* deg; 1 ms of the Moon is 1.5e-7 */
    const struct sky_events_place *a = &e->place, *b = &e->other_place;
    double lon = remainder(a->lon_deg - b->lon_deg, 360.0);
    double ra = remainder(a->ra_deg - b->ra_deg, 360.0);
    switch (e->kind) {
    case SKY_EVENTS_NEW_MOON:
    case SKY_EVENTS_CONJUNCTION:
        CHECK_NEAR(lon, 0.0, tol);
        break;
    case SKY_EVENTS_FULL_MOON:
    case SKY_EVENTS_OPPOSITION:
        CHECK_NEAR(fabs(lon), 180.0, tol);
        break;
    case SKY_EVENTS_FIRST_QUARTER:
        CHECK_NEAR(lon, 90.0, tol);
        break;
    case SKY_EVENTS_LAST_QUARTER:
        CHECK_NEAR(lon, -90.0, tol);
        break;
    case SKY_EVENTS_MARCH_EQUINOX:
        CHECK_NEAR(remainder(a->lon_deg, 360.0), 0.0, tol);
        break;
    case SKY_EVENTS_JUNE_SOLSTICE:
        CHECK_NEAR(a->dec_deg, 23.44, 0.01);
        break; /* the obliquity */
    case SKY_EVENTS_CONJUNCTION_RA:
        CHECK_NEAR(ra, 0.0, tol);
        break;
    case SKY_EVENTS_OPPOSITION_RA:
        CHECK_NEAR(fabs(ra), 180.0, tol);
        break;
    case SKY_EVENTS_SUPERIOR_CONJUNCTION:
        CHECK_NEAR(lon, 0.0, tol);
        assert_true(a->distance_au > b->distance_au);
        break;
    case SKY_EVENTS_INFERIOR_CONJUNCTION:
        CHECK_NEAR(lon, 0.0, tol);
        assert_true(a->distance_au < b->distance_au && e->body <= SKY_BODY_VENUS);
        break;
    case SKY_EVENTS_ELONGATION_EAST:
        assert_true(lon > 0.0 && a->elongation_deg > 0.0);
        CHECK_NEAR(a->elongation_deg, e->separation_deg, tol);
        break;
    case SKY_EVENTS_ELONGATION_WEST:
        assert_true(lon < 0.0 && a->elongation_deg < 0.0);
        CHECK_NEAR(-a->elongation_deg, e->separation_deg, tol);
        break;
    default:
        break;
    }
}

static void test_events_carry_the_geometry_of_their_kind(void **state)
{
    (void)state;
    static struct sky_events_event got[LISTED_MAX];
    int count = list(everything((struct sky_tt){-20000.0}, 1200.0), got);
    for (int i = 0; i < count; i++) check_geometry(&got[i]);
}

static void test_events_approaches_keep_within_their_limit(void **state)
{
    (void)state;
    static struct sky_events_event wide[LISTED_MAX], narrow[LISTED_MAX];
    struct sky_events_query query = everything((struct sky_tt){0.0}, 1000.0);
    query.kinds = KIND(APPROACH);
    int count = list(query, wide), within = 0;
    for (int i = 0; i < count; i++) within += wide[i].separation_deg <= 2.0;
    query.approach_max_deg = 2.0;
    assert_int_equal(list(query, narrow), within);
    assert_true(within > 20 && within < count);
}

/* ---- bounds and names ---- */

static void test_events_outside_the_ephemeris_are_an_error_with_its_limits(void **state)
{
    (void)state;
    struct sky_fault fault = {0};
    struct sky_events_query query = everything((struct sky_tt){36000.0}, 3650.0);
    assert_int_equal(sky_events_init(&search, &dataset.sky, &query, &fault), BASE_ERR_RANGE);
    assert_true(fault.valid_until.days > 36000.0 && fault.valid_until.days < 39650.0);
    query = everything((struct sky_tt){-40000.0}, 10.0);
    assert_int_equal(sky_events_init(&search, &dataset.sky, &query, &fault), BASE_ERR_RANGE);
    assert_true(fault.valid_from.days > -40000.0);
}

static void test_events_end_stays_the_end(void **state)
{
    (void)state;
    struct sky_fault fault;
    struct sky_events_event event;
    struct sky_events_query query = everything((struct sky_tt){100.0}, 0.0);
    assert_int_equal(sky_events_init(&search, &dataset.sky, &query, &fault), BASE_ERR_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(sky_events_next(&search, &event, &fault), BASE_ERR_END);
    query = everything((struct sky_tt){100.2}, 30.1);
    query.kinds = 0;
    assert_int_equal(sky_events_init(&search, &dataset.sky, &query, &fault), BASE_ERR_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(sky_events_next(&search, &event, &fault), BASE_ERR_END);
}

static void test_events_names_lead_back_to_kinds(void **state)
{
    (void)state;
    for (enum sky_events_kind kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++)
        assert_int_equal(sky_events_named(sky_events_name(kind)), kind);
    assert_int_equal(sky_events_named((struct base_text){"full moon", 9}), SKY_EVENTS_KIND_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_seasons_agree_with_usno),
        cmocka_unit_test(test_events_phases_agree_with_usno),
        cmocka_unit_test(test_events_agree_with_meeus),
        cmocka_unit_test(test_events_greatest_elongations_agree_with_print),
        cmocka_unit_test(test_events_apsides_agree_with_print),
        cmocka_unit_test(test_events_lunar_apsides_agree_with_horizons),
        cmocka_unit_test(test_events_neptune_has_one_apsis_each_half_revolution),
        cmocka_unit_test(test_events_apsides_alternate),
        cmocka_unit_test(test_events_separations_count_the_deflection_by_the_sun),
        cmocka_unit_test(test_events_oppositions_and_conjunctions_agree_with_print),
        cmocka_unit_test(test_events_triple_conjunction_of_1981_is_found),
        cmocka_unit_test(test_events_come_in_order_without_duplicates),
        cmocka_unit_test(test_events_a_search_from_an_event_gives_the_next_one),
        cmocka_unit_test(test_events_a_split_range_gives_the_same_list),
        cmocka_unit_test(test_events_of_one_kind_are_those_of_the_full_list),
        cmocka_unit_test(test_events_of_every_kind_happen),
        cmocka_unit_test(test_events_phases_and_lunar_apsides_alternate),
        cmocka_unit_test(test_events_stations_alternate),
        cmocka_unit_test(test_events_carry_the_geometry_of_their_kind),
        cmocka_unit_test(test_events_approaches_keep_within_their_limit),
        cmocka_unit_test(test_events_outside_the_ephemeris_are_an_error_with_its_limits),
        cmocka_unit_test(test_events_end_stays_the_end),
        cmocka_unit_test(test_events_names_lead_back_to_kinds),
    };
    return cmocka_run_group_tests_name("events", tests, open_store, NULL);
}
