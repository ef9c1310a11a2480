/* Rises and sets: against dense sampling, and the laws they obey. */
#include "sky/dense.h"

#define MINUTE_DAYS (1.0 / 1440.0)

/* A latitude that is in the polar zones every other time. */
static double some_latitude(void)
{
    double lat_deg =
        rand() % 2 ? dense_uniform(-90.0, 90.0) : dense_uniform(60.0, 90.0) * (rand() % 2 ? 1 : -1);
    return rand() % 50 ? lat_deg : copysign(90.0, lat_deg);
}

static struct sky_rise_horizon some_horizon(enum sky_body body)
{
    struct sky_air air = sky_refract_standard_air(0.0);
    switch (rand() % 5) {
    case 0:
        return sky_rise_centre(dense_uniform(-40.0, 60.0));
    case 1:
        return sky_rise_physical(body, &air, dense_uniform(-1.0, 30.0), dense_uniform(0.0, 3000.0));
    case 2:
        return sky_rise_limb(body, 0.0, dense_uniform(0.0, 100.0));
    default:
        return sky_rise_almanac(body, 0.0, 0.0);
    }
}

static void test_rise_agrees_with_dense_sampling(void **state)
{
    (void)state;
    dense_seed();
    for (int trial = 0; trial < 4000; trial++) {
        enum sky_body body = (enum sky_body)(rand() % SKY_BODY_COUNT);
        struct sky_observer observer = sky_horizon_observer(
            some_latitude(), dense_uniform(-180.0, 360.0), dense_uniform(0.0, 4000.0));
        struct sky_rise_search search = dense_search(body, &observer);
        search.horizon = some_horizon(body);
        double from = dense_uniform(-36000.0, 36000.0);
        dense_agree(&search, from, from + dense_uniform(0.2, 1.5), 10.0 * MINUTE_DAYS);
    }
}

/* The horizon is put a hair above or below the day's own extreme: the events lie seconds apart. */
static void test_rise_agrees_with_dense_sampling_when_grazing(void **state)
{
    (void)state;
    dense_seed();
    for (int trial = 0; trial < 1000; trial++) {
        enum sky_body body = (enum sky_body)(rand() % SKY_BODY_COUNT);
        struct sky_observer observer =
            sky_horizon_observer(some_latitude(), dense_uniform(0.0, 360.0), 0.0);
        struct sky_rise_search search = dense_search(body, &observer);
        double from = dense_uniform(-36000.0, 36000.0), until = from + 1.0;
        double nearest = dense_events(&search, from, until, 10.0 * MINUTE_DAYS).nearest_deg;
        if (isinf(nearest)) continue;
        double airless_deg = search.horizon.airless_deg + nearest;
        if (fabs(airless_deg) > 89.0) continue;
        /* from three times what the polynomials may be off */
        double hair_deg = pow(10.0, dense_uniform(-6.0, -2.0)) / cos(airless_deg * SKY_RAD_PER_DEG);
        search.horizon.airless_deg = airless_deg + (rand() % 2 ? hair_deg : -hair_deg);
        dense_agree(&search, from, until, 10.0 * MINUTE_DAYS);
    }
}

static void test_rise_agrees_with_dense_sampling_at_poles_equator_and_greenwich(void **state)
{
    (void)state;
    const double places[][2] = {{0, 0},  {0, 180},    {0, -180},     {90, 0},         {-90, 0},
                                {51, 0}, {90, 135.5}, {89.9999, 10}, {-89.99999, 20}, {0, 100}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            struct sky_observer observer = sky_horizon_observer(places[i][0], places[i][1], 0.0);
            struct sky_rise_search search = dense_search(body, &observer);
            for (int season = 0; season < 4; season++) {
                double from = 8115.0 + 91.3 * season; /* 2022-03-20 and on */
                dense_agree(&search, from, from + 2.0, 10.0 * MINUTE_DAYS);
            }
        }
}

#define STAR_RECORD_BYTES 1024
#define STAR_DATA_RECORD  4
#define STAR_DOUBLES      9 /* a segment: middle, radius, x, y, z, start, interval, size, count */
#define STAR_FROM_S       (-1e10)
#define STAR_INTERVAL_S   2e10

/* A body at rest, as the segment of index i of a kernel. */
static void put_at_rest(unsigned char *kernel, int i, int naif_id, double x_au, double z_au)
{
    const double bounds[2] = {STAR_FROM_S, STAR_FROM_S + STAR_INTERVAL_S};
    const int32_t first = (STAR_DATA_RECORD - 1) * 128 + 1 + i * STAR_DOUBLES;
    const int32_t summary[6] = {naif_id, 0, 1, 2, first, first + STAR_DOUBLES - 1};
    const double data[STAR_DOUBLES] = {
        0.0, -STAR_FROM_S, x_au * SKY_AU_KM, 0.0, z_au * SKY_AU_KM, STAR_FROM_S, STAR_INTERVAL_S,
        5.0, 1.0};
    unsigned char *at = kernel + STAR_RECORD_BYTES + 24 + i * 40;
    memcpy(at, bounds, sizeof bounds);
    memcpy(at + 16, summary, sizeof summary);
    memcpy(kernel + (size_t)(first - 1) * 8, data, sizeof data);
}

/* A sky with the Sun, the Earth and, called Neptune, a star 41.3 deg north of the Earth, all at
 * rest; no further than sky_ephem_state believes. Layout: NAIF, DAF Required Reading. */
static struct sky_context sky_with_star(void)
{
    static unsigned char kernel[STAR_RECORD_BYTES * STAR_DATA_RECORD];
    const int32_t counts[2] = {2, 6}, chain[3] = {2, 2, 1024};
    const double summaries[3] = {0.0, 0.0, 3.0}, far_au = 3000.0, dec_rad = 41.3 * SKY_RAD_PER_DEG;
    memcpy(kernel, "DAF/SPK ", 8);
    memcpy(kernel + 8, counts, sizeof counts);
    memcpy(kernel + 76, chain, sizeof chain);
    memcpy(kernel + 88, "LTL-IEEE", 8);
    memcpy(kernel + STAR_RECORD_BYTES, summaries, sizeof summaries);
    put_at_rest(kernel, 0, 10, 0.0, 0.0);
    put_at_rest(kernel, 1, 399, 1.0, 0.0);
    put_at_rest(kernel, 2, 899, 1.0 + far_au * cos(dec_rad), far_au * sin(dec_rad));
    struct sky_context sky = *dense_sky();
    struct base_fault fault;
    assert_int_equal(sky_spk_open((struct base_span){kernel, sizeof kernel}, &sky.spk, &fault), 0);
    return sky;
}

static void test_rise_knows_a_circumpolar_star(void **state)
{
    (void)state;
    struct sky_context sky = sky_with_star();
    const double lats[] = {46.19, 48.85};
    for (int i = 0; i < 2; i++) {
        struct sky_observer observer = sky_horizon_observer(lats[i], 6.14, 0.0);
        struct sky_rise_search search = dense_search(SKY_BODY_NEPTUNE, &observer);
        search.context = &sky;
        search.horizon = sky_rise_centre(0.0);
        double from = dense_utc(2010, 6, 1, 0, 0, 0.0).days, until = from + 3.0;
        dense_agree(&search, from, until, 10.0 * MINUTE_DAYS);
        /* 90 - 41.3 = 48.7: at 48.85 it never sets, at 46.19 it sets once a sidereal day */
        int count = dense_swept(&search, from, until).count;
        assert_true(i == 1 ? count == 0 : count >= 5);
    }
}

static void test_rise_comes_before_transit_before_set(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(48.85, 2.35, 35.0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_rise_search search = dense_search(body, &observer);
        search.wanted |= 1u << SKY_RISE_TRANSIT | 1u << SKY_RISE_ANTITRANSIT;
        const enum sky_rise_kind order[] = {SKY_RISE_UP, SKY_RISE_TRANSIT, SKY_RISE_DOWN,
                                            SKY_RISE_ANTITRANSIT};
        struct sky_rise_sweep sweep;
        struct sky_rise_event event;
        struct sky_fault fault;
        double from = dense_utc(2026, 1, 1, 0, 0, 0.0).days, last = from;
        int turn = -1;
        sky_rise_sweep(&sweep, &search, (struct sky_tt){from}, (struct sky_tt){from + 365.0});
        while (sky_rise_step(&sweep, &event, &fault) == BASE_ERR_OK) {
            assert_true(event.tt.days >= last);
            last = event.tt.days;
            for (int i = 0; turn < 0; i++)
                if (order[i] == event.kind) turn = i;
            assert_int_equal(event.kind, order[turn % 4]);
            turn++;
        }
        assert_true(turn > 4 * 340); /* the Moon's days are the longest: 353 in a year */
    }
}

static void test_rise_transit_is_on_the_meridian_and_near_the_highest_point(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(-33.9, 18.4, 0.0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_rise_search search = dense_search(body, &observer);
        struct sky_tt from = dense_utc(2026, 11, 3, 0, 0, 0.0);
        for (int day = 0; day < 30; day++) {
            struct sky_rise_event transit, highest;
            struct sky_fault fault;
            assert_int_equal(sky_rise_next(&search, SKY_RISE_TRANSIT, from, &transit, &fault), 0);
            from.days = transit.tt.days - 0.2;
            assert_int_equal(sky_rise_next(&search, SKY_RISE_HIGHEST, from, &highest, &fault), 0);
            /* 0.001 arcsec over cos(altitude) */
            CHECK_NEAR(sin(transit.az_deg * SKY_RAD_PER_DEG), 0.0, 1e-8);
            assert_true(highest.alt_true_deg >= transit.alt_true_deg - 1e-9);
            /* the drift in declination over the speed of the sky, squared, over twice the
                 * curvature: 6 deg a day makes 0.1 deg for the Moon near the zenith, 0.7 makes
                 * 0.002 */
            double tol_deg = body == SKY_BODY_MOON ? 0.2 : 0.005;
            CHECK_NEAR(highest.alt_true_deg, transit.alt_true_deg, tol_deg);
            from.days = transit.tt.days + 0.5;
        }
    }
}

/* Highest and lowest points against samples a minute apart, over seams of pieces, near the poles.
 */
static void test_rise_highest_and_lowest_are_the_extremes_of_altitude(void **state)
{
    (void)state;
    const double lats[] = {0.0, 52.0, 89.5, -89.97, 90.0};
    const enum sky_body bodies[] = {SKY_BODY_SUN, SKY_BODY_MOON, SKY_BODY_MERCURY};
    for (int i = 0; i < 15; i++) {
        struct sky_observer observer = sky_horizon_observer(lats[i % 5], 77.0, 0.0);
        struct sky_rise_search search = dense_search(bodies[i / 5], &observer);
        search.horizon = sky_rise_centre(0.0);
        search.wanted = 1u << SKY_RISE_HIGHEST | 1u << SKY_RISE_LOWEST;
        struct sky_rise_sweep sweep;
        struct sky_rise_event event;
        struct sky_fault fault;
        double from = dense_utc(2026, 8, 1, 0, 0, 0.0).days, until = from + 30.0;
        sky_rise_sweep(&sweep, &search, (struct sky_tt){from}, (struct sky_tt){until});
        int got = 0, want = 0;
        while (sky_rise_step(&sweep, &event, &fault) == BASE_ERR_OK) {
            got++;
            double sign = event.kind == SKY_RISE_HIGHEST ? 1.0 : -1.0;
            for (int side = -1; side <= 1; side += 2) {
                double beside = dense_margin(&search, event.tt.days + side * MINUTE_DAYS);
                assert_true(sign * (event.margin_deg - beside) > 0.0);
            }
        }
        double before = dense_margin(&search, from - MINUTE_DAYS),
               here = dense_margin(&search, from);
        for (int minute = 0; minute < 30 * 1440; minute++) {
            double after = dense_margin(&search, from + (minute + 1) * MINUTE_DAYS);
            want += (here > before) != (after > here);
            before = here;
            here = after;
        }
        assert_true(abs(got - want) <= 1); /* one may lie within a minute of the ends */
    }
}

static void test_rise_moves_continuously_with_latitude(void **state)
{
    (void)state;
    double from = dense_utc(2026, 3, 10, 12, 0, 0.0).days, last = 0.0;
    for (double lat_deg = -60.0; lat_deg <= 60.0; lat_deg += 0.05) {
        struct sky_observer observer = sky_horizon_observer(lat_deg, 0.0, 0.0);
        struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
        struct sky_rise_event rise;
        struct sky_fault fault;
        assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, (struct sky_tt){from}, &rise, &fault),
                         0);
        /* dH = tan(dec) / cos^2(lat) dlat, dec 4 deg: 0.05 deg moves it by 3.4 s at 60 deg; the 50'
         * below the horizon add tan(lat) / cos(lat) of 0.015 rad, 4.2 s */
        if (last != 0.0) CHECK_NEAR((rise.tt.days - last) * 86400.0, 0.0, 8.0);
        last = rise.tt.days;
    }
}

static void test_rise_next_from_the_next_double_walks_the_same_events(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(64.1, -21.9, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_MOON, &observer);
    double from = dense_utc(2026, 1, 1, 0, 0, 0.0).days;
    struct dense_list list = dense_swept(&search, from, from + 30.0);
    struct sky_tt when = {from};
    for (int i = 0; i < list.count; i++) {
        if (!list.at[i].is_up) continue;
        struct sky_rise_event rise;
        struct sky_fault fault;
        assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, when, &rise, &fault), 0);
        assert_true(rise.tt.days == list.at[i].tt_days); /* to the last bit */
        when.days = nextafter(rise.tt.days, INFINITY);
    }
}

static void test_rise_does_not_depend_on_where_the_search_starts(void **state)
{
    (void)state;
    dense_seed();
    struct sky_observer observer = sky_horizon_observer(40.0, -105.0, 1600.0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_rise_search search = dense_search(body, &observer);
        double from = dense_utc(2026, 7, 4, 0, 0, 0.0).days;
        struct dense_list list = dense_swept(&search, from, from + 5.0);
        for (int i = 1; i < list.count; i++) {
            double low = nextafter(list.at[i - 1].tt_days, INFINITY), high = list.at[i].tt_days;
            for (int trial = 0; trial < 20; trial++) {
                struct sky_rise_event event;
                struct sky_fault fault;
                struct sky_tt start = {trial == 0   ? low
                                       : trial == 1 ? high
                                                    : dense_uniform(low, high)};
                enum sky_rise_kind kind = list.at[i].is_up ? SKY_RISE_UP : SKY_RISE_DOWN;
                assert_int_equal(sky_rise_next(&search, kind, start, &event, &fault), 0);
                assert_true(event.tt.days == list.at[i].tt_days); /* to the last bit */
            }
        }
    }
}

static void test_rise_falls_into_one_part_wherever_time_is_cut(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(59.9, 10.7, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    double from = dense_utc(2026, 4, 1, 0, 0, 0.0).days, until = from + 4.0;
    struct dense_list all = dense_swept(&search, from, until);
    for (int i = 0; i < all.count; i++)
        for (int step = -1; step <= 1; step++) {
            double cut = all.at[i].tt_days;
            if (step != 0) cut = nextafter(cut, step > 0 ? INFINITY : -INFINITY);
            int before = dense_swept(&search, from, cut).count;
            assert_int_equal(before, step == 1 ? i + 1 : i);
            assert_int_equal(before + dense_swept(&search, cut, until).count, all.count);
        }
    for (double cut = ceil(from); cut < until; cut += 0.25) /* the seams of the pieces */
        assert_int_equal(dense_swept(&search, from, cut).count +
                             dense_swept(&search, cut, until).count,
                         all.count);
    assert_int_equal(dense_swept(&search, until, from).count, 0);
    assert_int_equal(dense_swept(&search, from, from).count, 0);
}

static void test_rise_finds_when_an_azimuth_is_reached(void **state)
{
    (void)state;
    const double az_degs[] = {0.0, 37.0, 90.0, 180.0, 263.5, 300.0};
    const double lats[] = {48.0, 15.0, -89.0};
    for (int i = 0; i < 18; i++) {
        struct sky_observer observer = sky_horizon_observer(lats[i / 6], 30.0, 0.0);
        struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
        search.wanted = 1u << SKY_RISE_AZIMUTH;
        search.az_deg = az_degs[i % 6];
        double from = dense_utc(2026, 6, 1, 0, 0, 0.0).days, until = from + 3.0;
        int want = 0, got = 0;
        double last = NAN;
        for (double t = from; t < until; t += MINUTE_DAYS) {
            /* to (-180, 180]; passing 0 counts, passing 180 does not */
            double off = remainder(dense_seen(&search, t).az_deg - search.az_deg, 360.0);
            want += fabs(off) < 90.0 && fabs(last) < 90.0 && (off >= 0.0) != (last >= 0.0);
            last = off;
        }
        struct sky_rise_sweep sweep;
        struct sky_rise_event event;
        struct sky_fault fault;
        sky_rise_sweep(&sweep, &search, (struct sky_tt){from}, (struct sky_tt){until});
        while (sky_rise_step(&sweep, &event, &fault) == BASE_ERR_OK) {
            got++;
            double az_deg = dense_seen(&search, event.tt.days).az_deg;
            /* 0.001 arcsec over the cosine of at most 83 deg of altitude */
            CHECK_NEAR(remainder(az_deg - search.az_deg, 360.0), 0.0, 8.0 * DENSE_TOL_DEG);
        }
        assert_int_equal(got, want);
    }
}

static void test_rise_horizons_are_what_the_almanac_says(void **state)
{
    (void)state;
    /* the last bit of a degree */
    CHECK_NEAR(sky_rise_almanac(SKY_BODY_SUN, 0.0, 0.0).airless_deg * 60.0, -50.0, 1e-12);
    CHECK_NEAR(sky_rise_almanac(SKY_BODY_MOON, 0.0, 0.0).airless_deg * 60.0, -34.0, 1e-12);
    CHECK_NEAR(sky_rise_almanac(SKY_BODY_MARS, 0.0, 0.0).airless_deg * 60.0, -34.0, 1e-12);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_rise_horizon horizon = sky_rise_almanac(body, 0.0, 0.0);
        CHECK_NEAR(horizon.horizon_arcmin, -34.0, 1e-12);
        assert_int_equal(horizon.is_upper_limb, body == SKY_BODY_SUN || body == SKY_BODY_MOON);
        assert_int_equal(horizon.radius_km > 0.0, body == SKY_BODY_MOON);
    }
    /* Nautical Almanac, dip table: 10 m is 5.6', 21.4 m is 8.1' (to 0.1') */
    CHECK_NEAR(sky_rise_dip_deg(10.0) * 60.0, 5.6, 0.05);
    CHECK_NEAR(sky_rise_dip_deg(21.4) * 60.0, 8.1, 0.05);
    CHECK_NEAR(sky_rise_almanac(SKY_BODY_SUN, 0.0, 100.0).airless_deg * 60.0, -71.1, 1e-12);
    /* on a skyline 10 deg high air lifts by 5.3' (Saemundsson 5.4' of the airless 9.91) */
    CHECK_NEAR(sky_rise_almanac(SKY_BODY_MARS, 10.0, 0.0).airless_deg, 10.0 - 5.3 / 60.0,
               0.1 / 60.0);
}

static void test_rise_physical_limb_is_on_the_apparent_horizon(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(47.0, 8.0, 0.0);
    const enum sky_refract_model models[] = {SKY_REFRACT_STANDARD, SKY_REFRACT_NONE,
                                             SKY_REFRACT_PYEPHEM, SKY_REFRACT_HORIZONS};
    for (int i = 0; i < 4; i++)
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            struct sky_air air = {models[i], 980.0, -5.0};
            struct sky_rise_search search = dense_search(body, &observer);
            search.horizon = sky_rise_physical(body, &air, 0.5, 0.0);
            struct sky_rise_event rise;
            struct sky_fault fault;
            struct sky_tt from = dense_utc(2026, 2, 3, 4, 5, 6.0);
            assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, from, &rise, &fault), 0);
            struct sky_observation seen = dense_seen(&search, rise.tt.days);
            double limb_deg =
                seen.alt_true_deg +
                asin(search.horizon.radius_km / (seen.distance_au * SKY_AU_KM)) * SKY_DEG_PER_RAD;
            /* 0.0001 arcsec */
            CHECK_NEAR(limb_deg + sky_refract_lift_deg(&air, limb_deg), 0.5, 3e-8);
        }
}

/* The light of a body that grazes the sea horizon: 2.11' for each root of a metre, not 1.76'. */
static void test_rise_light_dips_further_than_the_horizon(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(48.9, 2.3, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_rise_event rise, as_if;
    struct sky_fault fault;
    struct sky_tt from = dense_utc(2026, 6, 21, 0, 0, 0.0);
    search.horizon = sky_rise_almanac(SKY_BODY_SUN, 0.0, 100.0);
    assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, from, &rise, &fault), 0);
    search.horizon.airless_deg = (-50.0 - 17.6) / 60.0;
    assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, from, &as_if, &fault), 0);
    CHECK_NEAR((as_if.tt.days - rise.tt.days) * SKY_DAY_S, 27.0, 3.0);
    for (double height_m = 0.0; height_m <= 1000.0; height_m += 50.0) {
        struct sky_rise_horizon h = sky_rise_almanac(SKY_BODY_MARS, 0.0, height_m);
        CHECK_NEAR(h.airless_deg * 60.0, -34.0 - 2.11 * sqrt(height_m), 1e-9);
    }
}

/* By the law of refraction, against the rule of thumb and without air against geometry. */
static void test_rise_physical_follows_the_ray_to_the_sea(void **state)
{
    (void)state;
    struct sky_air air = sky_refract_standard_air(8000.0);
    struct sky_observer observer = sky_horizon_observer(40.0, -95.0, 8000.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    struct sky_rise_event rise;
    struct sky_fault fault;
    search.horizon = sky_rise_physical(SKY_BODY_SUN, &air, 0.0, 8000.0);
    struct sky_tt from = dense_utc(2023, 3, 4, 6, 0, 0.0);
    assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, from, &rise, &fault), 0);
    /* 12:33 UTC, printed to the minute, rounded or cut */
    CHECK_NEAR((rise.tt.days - from.days) * 1440.0, 6.0 * 60.0 + 33.25, 0.75);
    for (double height_m = 0.0; height_m <= 3000.0; height_m += 100.0) {
        struct sky_air high = sky_refract_standard_air(height_m),
                       none = {SKY_REFRACT_NONE, 0.0, 0.0};
        struct sky_air sea = sky_refract_standard_air(0.0);
        struct sky_rise_horizon flat = sky_rise_physical(SKY_BODY_MARS, &sea, 0.0, 0.0);
        struct sky_rise_horizon h = sky_rise_physical(SKY_BODY_MARS, &high, 0.0, height_m);
        CHECK_NEAR(h.skyline_deg, -sky_rise_dip_deg(height_m), 0.01 * height_m / 1000.0 + 0.005);
        CHECK_NEAR(h.airless_deg, flat.airless_deg - 2.11 / 60.0 * sqrt(height_m), 0.06);
        h = sky_rise_physical(SKY_BODY_MARS, &none, 0.0, height_m);
        CHECK_NEAR(h.airless_deg, -acos(6371008.8 / (6371008.8 + height_m)) * SKY_DEG_PER_RAD,
                   1e-9);
        h = sky_rise_physical(SKY_BODY_MARS, &high, -h.airless_deg, height_m); /* a raised one */
        assert_true(h.airless_deg < h.skyline_deg);
    }
}

static void test_rise_chosen_is_the_horizon_of_that_name(void **state)
{
    (void)state;
    struct sky_rise_choice choice = {.air = sky_refract_standard_air(100.0), .eye_height_m = 100.0};
    const double want_arcmin[SKY_RISE_DEFINITIONS] = {-55.1, -55.1, -55.1, -19.26};
    for (int i = 0; i < SKY_RISE_DEFINITIONS; i++) {
        choice.definition = (enum sky_rise_definition)i;
        struct sky_rise_horizon h = sky_rise_chosen(SKY_BODY_SUN, &choice);
        assert_int_equal(h.definition, i);
        assert_int_equal(h.is_upper_limb, i != SKY_RISE_CENTRE);
        CHECK_NEAR(h.horizon_arcmin, want_arcmin[i], i == SKY_RISE_PHYSICAL ? 2.0 : 0.01);
    }
    choice = (struct sky_rise_choice){SKY_RISE_CENTRE, {0}, -90.0, 1e5};
    CHECK_NEAR(sky_rise_chosen(SKY_BODY_MOON, &choice).airless_deg, -90.0, 1e-12);
}

/* As the skyline passes the horizontal and the sea horizon. */
static void test_rise_horizon_has_no_step(void **state)
{
    (void)state;
    struct sky_air air = sky_refract_standard_air(2000.0);
    struct sky_rise_horizon last = sky_rise_physical(SKY_BODY_SUN, &air, -3.0, 2000.0);
    for (double horizon_deg = -3.0 + 0.001; horizon_deg < 5.0; horizon_deg += 0.001) {
        struct sky_rise_horizon h = sky_rise_physical(SKY_BODY_SUN, &air, horizon_deg, 2000.0);
        assert_true(h.airless_deg > last.airless_deg);
        CHECK_NEAR(h.airless_deg, last.airless_deg, 0.002);
        last = h;
    }
}

static void test_rise_reaches_an_apparent_altitude(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(28.0, -17.9, 2400.0);
    struct sky_air air = sky_refract_standard_air(2400.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SATURN, &observer);
    for (double alt_deg = -2.0; alt_deg <= 40.0; alt_deg += 7.0) {
        search.horizon = sky_rise_lifted_centre(&air, alt_deg);
        struct sky_rise_event set;
        struct sky_fault fault;
        struct sky_tt from = dense_utc(2026, 9, 9, 0, 0, 0.0);
        assert_int_equal(sky_rise_next(&search, SKY_RISE_DOWN, from, &set, &fault), 0);
        double true_deg = dense_seen(&search, set.tt.days).alt_true_deg;
        /* the promise, twice as much where the lift has a slope */
        CHECK_NEAR(true_deg + sky_refract_lift_deg(&air, true_deg), alt_deg, 2.0 * DENSE_TOL_DEG);
    }
}

static void test_rise_refuses_instants_outside_the_ephemeris(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(0.0, 0.0, 0.0);
    struct sky_rise_search search = dense_search(SKY_BODY_SUN, &observer);
    const double starts[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e9, 90000.0, -90000.0};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct sky_rise_event event;
        struct sky_fault fault = {0};
        struct sky_tt from = {starts[i]};
        assert_int_equal(sky_rise_next(&search, SKY_RISE_UP, from, &event, &fault), BASE_ERR_RANGE);
        assert_int_equal(fault.code, BASE_ERR_RANGE);
        assert_true(fault.valid_from.days < -36000.0 && fault.valid_until.days > 36000.0);
        struct sky_rise_sweep sweep;
        sky_rise_sweep(&sweep, &search, (struct sky_tt){0.0}, (struct sky_tt){NAN});
        assert_int_equal(sky_rise_step(&sweep, &event, &fault), BASE_ERR_RANGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rise_agrees_with_dense_sampling),
        cmocka_unit_test(test_rise_agrees_with_dense_sampling_when_grazing),
        cmocka_unit_test(test_rise_agrees_with_dense_sampling_at_poles_equator_and_greenwich),
        cmocka_unit_test(test_rise_knows_a_circumpolar_star),
        cmocka_unit_test(test_rise_comes_before_transit_before_set),
        cmocka_unit_test(test_rise_transit_is_on_the_meridian_and_near_the_highest_point),
        cmocka_unit_test(test_rise_highest_and_lowest_are_the_extremes_of_altitude),
        cmocka_unit_test(test_rise_moves_continuously_with_latitude),
        cmocka_unit_test(test_rise_next_from_the_next_double_walks_the_same_events),
        cmocka_unit_test(test_rise_does_not_depend_on_where_the_search_starts),
        cmocka_unit_test(test_rise_falls_into_one_part_wherever_time_is_cut),
        cmocka_unit_test(test_rise_finds_when_an_azimuth_is_reached),
        cmocka_unit_test(test_rise_horizons_are_what_the_almanac_says),
        cmocka_unit_test(test_rise_physical_limb_is_on_the_apparent_horizon),
        cmocka_unit_test(test_rise_light_dips_further_than_the_horizon),
        cmocka_unit_test(test_rise_physical_follows_the_ray_to_the_sea),
        cmocka_unit_test(test_rise_chosen_is_the_horizon_of_that_name),
        cmocka_unit_test(test_rise_horizon_has_no_step),
        cmocka_unit_test(test_rise_reaches_an_apparent_altitude),
        cmocka_unit_test(test_rise_refuses_instants_outside_the_ephemeris),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
