/* The whole observation, on the data inside the program. */
#include "sky/sky.h"

#include "check.h"
#include "data/dataset.h"

#include <erfa.h>

static struct data_dataset dataset;

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK ? 0 : -1;
}

static struct sky_frame frame_of(struct sky_tt tt, enum sky_body body)
{
    struct sky_frame frame;
    struct sky_fault fault;
    assert_int_equal(sky_frame_init(&dataset.sky, tt, &frame, &fault), BASE_ERR_OK);
    assert_int_equal(sky_frame_add(&dataset.sky, body, &frame, &fault), BASE_ERR_OK);
    return frame;
}

static struct sky_observation from_ground(struct sky_tt tt, enum sky_body body)
{
    const struct sky_air air = {SKY_REFRACT_STANDARD, 1010.0, 10.0};
    struct sky_observer observer = sky_horizon_observer(48.93, 2.45, 100.0);
    struct sky_frame frame = frame_of(tt, body);
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
    return sky_observe(&view, body, &air);
}

static struct sky_observation from_geocentre(struct sky_tt tt, enum sky_body body)
{
    struct sky_frame frame = frame_of(tt, body);
    struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    return sky_observe(&view, body, NULL);
}

static struct sky_tt tt_of_jd(double jd)
{
    return (struct sky_tt){jd - 2451545.0};
}

static double around_deg(double difference_deg)
{
    return difference_deg - 360.0 * round(difference_deg / 360.0);
}

/* What is seen 5 s later minus 5 s earlier. */
static void test_sky_rates_are_the_slopes_of_the_places(void **state)
{
    (void)state;
    const double HALF_S = 5.0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        for (double days = -9000.3; days < 9000.0; days += 611.37) {
            struct sky_tt tt = {days}, before = {days - HALF_S / 86400.0},
                          after = {days + HALF_S / 86400.0};
            struct sky_observation seen = from_ground(tt, body), early = from_ground(before, body),
                                   late = from_ground(after, body);
            assert_true(seen.has_rates);
            double az = around_deg(late.az_deg - early.az_deg) * 3600.0 / (2.0 * HALF_S);
            double alt = (late.alt_deg - early.alt_deg) * 3600.0 / (2.0 * HALF_S);
            /* the third derivative over 5 s: 15 * (5 * 7.3e-5)^2 / 6, more towards the zenith and,
             * of the air's lift, towards the horizon: its curve bends at -1 deg */
            double cos_alt = cos(seen.alt_deg * SKY_RAD_PER_DEG);
            CHECK_NEAR(seen.az_rate_arcsec_per_s, az, 1e-4 / (cos_alt * cos_alt * cos_alt));
            CHECK_NEAR(seen.alt_rate_arcsec_per_s, alt, fabs(seen.alt_deg) < 3.0 ? 3e-2 : 2e-4);
        }
    }
}

static void test_sky_range_rate_is_the_slope_of_the_distance(void **state)
{
    (void)state;
    const double HALF_S = 60.0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        for (double days = -9000.3; days < 9000.0; days += 611.37) {
            struct sky_tt before = {days - HALF_S / 86400.0}, after = {days + HALF_S / 86400.0};
            struct sky_observation seen = from_ground((struct sky_tt){days}, body);
            double au =
                from_ground(after, body).distance_au - from_ground(before, body).distance_au;
            /* an instant is known to 0.6 microseconds: 20 m of way in 120 s, 5e-7 km/s; and the
             * third derivative: 0.46 km/s * (60 * 7.3e-5)^2 / 6. For the Moon the pulls of Sun and
             * Earth within its light time, 9e-6 km/s^2 * 1.28 s, for Mercury the change of its
             * acceleration, 5e-11 km/s^3 * (600 s)^2 / 2 */
            CHECK_NEAR(seen.range_rate_km_per_s, au * SKY_AU_KM / (2.0 * HALF_S),
                       body == SKY_BODY_MOON || body == SKY_BODY_MERCURY ? 1.5e-5 : 3e-6);
        }
    }
}

/* ERFA's spherical triangle from hour angle and declination. */
static void test_sky_hour_angle_azimuth_and_parallactic_angle_are_one_triangle(void **state)
{
    (void)state;
    const double lat_rad = 48.93 * SKY_RAD_PER_DEG;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_observation seen = from_ground((struct sky_tt){9500.5 + 0.07 * (int)body}, body);
        double ha = seen.hour_angle_deg * SKY_RAD_PER_DEG, dec = seen.dec_deg * SKY_RAD_PER_DEG;
        double az, alt, q = eraHd2pa(ha, dec, lat_rad);
        eraHd2ae(ha, dec, lat_rad, &az, &alt);
        /* dec is about the celestial pole, the rest about the ITRS': 0.5 arcsec of polar motion */
        CHECK_NEAR(around_deg(seen.az_deg - az * SKY_DEG_PER_RAD), 0.0, 3e-4);
        CHECK_NEAR(seen.alt_true_deg, alt * SKY_DEG_PER_RAD, 2e-4);
        CHECK_NEAR(seen.parallactic_angle_deg, q * SKY_DEG_PER_RAD, 3e-4);
    }
}

static void test_sky_galactic_places_are_erfas(void **state)
{
    (void)state;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_observation seen = from_ground((struct sky_tt){8000.25}, body);
        double lon, lat;
        eraIcrs2g(seen.ra_icrs_deg * SKY_RAD_PER_DEG, seen.dec_icrs_deg * SKY_RAD_PER_DEG, &lon,
                  &lat);
        /* rounding of degrees */
        CHECK_NEAR(seen.gal_lon_deg, lon * SKY_DEG_PER_RAD, 1e-11);
        CHECK_NEAR(seen.gal_lat_deg, lat * SKY_DEG_PER_RAD, 1e-11);
    }
}

/* ERFA's ecliptic of date counts from the mean equinox; nutation in longitude leads to the true. */
static void test_sky_ecliptic_places_are_erfas(void **state)
{
    (void)state;
    for (double days = -36000.0; days < 36000.0; days += 1234.5) {
        struct sky_frame frame = frame_of((struct sky_tt){days}, SKY_BODY_MARS);
        struct sky_viewpoint view = sky_apparent_geocentre(&frame);
        struct sky_observation seen = sky_observe(&view, SKY_BODY_MARS, NULL);
        struct sky_vec dir = sky_apparent_place(&view, SKY_BODY_MARS).dir_apparent_gcrs;
        double m[3][3], p[3] = {dir.x, dir.y, dir.z}, ecl[3], lon, lat, dpsi, deps;
        eraEcm06(2451545.0, days, m);
        eraRxp(m, p, ecl);
        eraC2s(ecl, &lon, &lat);
        eraNut06a(2451545.0, days, &dpsi, &deps);
        /* the pole's table: 0.06 mas, over the sine of the obliquity 0.15 mas */
        CHECK_NEAR(around_deg(seen.ecl_lon_deg - (lon + dpsi) * SKY_DEG_PER_RAD), 0.0, 5e-8);
        CHECK_NEAR(seen.ecl_lat_deg, lat * SKY_DEG_PER_RAD, 1e-10);
    }
}

/* ERFA's analytic Earth (eraEpv00, within some 5 mas) and its own aberration. */
static void test_sky_sun_stands_where_erfa_has_it(void **state)
{
    (void)state;
    for (double days = -30000.0; days < 30000.0; days += 1511.3) {
        const double c_au_per_day = 173.1446326742403;
        double helio[2][3], bary[2][3], dir[3], vel_c[3], seen_dir[3], m[3][3], ecl[3];
        double distance, lon, lat, dpsi, deps, v2 = 0.0;
        eraEpv00(2451545.0, days, helio, bary);
        double light_days = eraPm(helio[0]) / c_au_per_day;
        for (int i = 0; i < 3; i++) {
            dir[i] = -helio[0][i] - light_days * (bary[1][i] - helio[1][i]);
            vel_c[i] = bary[1][i] / c_au_per_day;
            v2 += vel_c[i] * vel_c[i];
        }
        eraPn(dir, &distance, dir);
        eraAb(dir, vel_c, distance, sqrt(1.0 - v2), seen_dir);
        eraEcm06(2451545.0, days, m);
        eraRxp(m, seen_dir, ecl);
        eraC2s(ecl, &lon, &lat);
        eraNut06a(2451545.0, days, &dpsi, &deps);
        struct sky_observation sun = from_geocentre((struct sky_tt){days}, SKY_BODY_SUN);
        CHECK_NEAR(around_deg(sun.ecl_lon_deg - (lon + dpsi) * SKY_DEG_PER_RAD), 0.0,
                   0.02 / 3600.0); /* its stated errors of the Earth: 4.6 km rms, 13.4 km max */
        CHECK_NEAR(sun.ecl_lat_deg, lat * SKY_DEG_PER_RAD, 0.01 / 3600.0);
        CHECK_NEAR(sun.distance_au, distance, 1e-7);
    }
}

/* Meeus, Astronomical Algorithms 2nd ed., example 47.a: the Moon on 1992-04-12, 0h TD. */
static void test_sky_moon_stands_where_meeus_has_it(void **state)
{
    (void)state;
    struct sky_observation moon = from_geocentre(tt_of_jd(2448724.5), SKY_BODY_MOON);
    CHECK_NEAR(moon.ecl_lon_deg, 133.167265, 10.0 / 3600.0); /* his series is good to 10 arcsec */
    CHECK_NEAR(moon.ecl_lat_deg, -3.229126, 4.0 / 3600.0);   /* and 4 */
    CHECK_NEAR(moon.distance_au * SKY_AU_KM, 368409.7,
               40.0); /* ours holds the Earth's way in 1.28 s */
}

/* Meeus, Astronomical Algorithms 2nd ed., examples 48.a (k, chi) and 53.a (librations, position
 * angle): the Moon on 1992-04-12. His librations are about the principal axes, 0.022 deg from the
 * mean ones of the IAU. */
static void test_sky_moon_turns_as_meeus_has_it(void **state)
{
    (void)state;
    struct sky_observation moon = from_geocentre(tt_of_jd(2448724.5), SKY_BODY_MOON);
    CHECK_NEAR(moon.illuminated_fraction, 0.6786, 0.0003); /* his places are good to 0.01 deg */
    CHECK_NEAR(moon.bright_limb_deg, 285.0, 0.1);          /* as printed */
    CHECK_NEAR(around_deg(moon.sub_observer_lon_deg), -1.23, 0.03);
    CHECK_NEAR(moon.sub_observer_lat_deg, 4.20, 0.03);
    CHECK_NEAR(moon.pole_angle_deg, 15.08, 0.03);
    CHECK_NEAR(around_deg(moon.sub_solar_lon_deg), 67.89, 0.03);
    CHECK_NEAR(moon.sub_solar_lat_deg, 1.46, 0.03);
}

/* Meeus, examples 42.a (Mars, 1992-11-09 0h UT), 43.a (Jupiter, 1992-12-16 0h UT) and 45.a (Saturn,
 * 1992-12-16 0h TD). His rotation elements are older: tenths of a degree in longitude. */
static void test_sky_discs_stand_as_meeus_has_them(void **state)
{
    (void)state;
    struct sky_observation mars = from_geocentre(tt_of_jd(2448935.50068), SKY_BODY_MARS);
    CHECK_NEAR(mars.sub_observer_lon_deg, 111.55, 0.5);
    CHECK_NEAR(mars.sub_observer_lat_deg, 12.44, 0.2); /* his is planetocentric */
    CHECK_NEAR(mars.sub_solar_lat_deg, -2.76, 0.1);
    CHECK_NEAR(mars.pole_angle_deg, 347.64, 0.1);
    CHECK_NEAR(mars.bright_limb_deg, 99.91, 0.05);         /* his Q, 279.91, is the dark side's */
    CHECK_NEAR(mars.illuminated_fraction, 0.9012, 0.0002); /* the aberration of the rays */
    CHECK_NEAR(mars.angular_diameter_arcsec, 10.75, 0.04);
    struct sky_observation jupiter = from_geocentre(tt_of_jd(2448972.50068), SKY_BODY_JUPITER);
    CHECK_NEAR(jupiter.pole_angle_deg, 24.80, 0.05);
    /* planetocentric there: over (66854 / 71492)^2 */
    CHECK_NEAR(jupiter.sub_observer_lat_deg, -2.48 * 1.1436, 0.02);
    CHECK_NEAR(jupiter.sub_solar_lat_deg, -2.20 * 1.1436, 0.02);
    struct sky_observation saturn = from_geocentre(tt_of_jd(2448972.5), SKY_BODY_SATURN);
    assert_true(saturn.has_rings);
    CHECK_NEAR(saturn.ring_tilt_deg, 16.442, 0.02);
    CHECK_NEAR(saturn.pole_angle_deg, 6.741, 0.05);
}

/* Meeus, example 29.a: the Sun on 1992-10-13 0h UT, by Carrington's own elements. */
static void test_sky_sun_turns_as_meeus_has_it(void **state)
{
    (void)state;
    struct sky_observation sun = from_geocentre(tt_of_jd(2448908.50068), SKY_BODY_SUN);
    CHECK_NEAR(sun.pole_angle_deg, 26.27, 0.05); /* an axis of 1863 against one of today */
    CHECK_NEAR(sun.sub_observer_lat_deg, 5.99, 0.05);
    CHECK_NEAR(sun.sub_observer_lon_deg, 238.63, 0.15);
}

/* JPL Horizons' latitudes of Uranus as Mallama & Hilton's test data hold them. */
static void test_sky_uranus_lies_on_its_side(void **state)
{
    (void)state;
    struct sky_observation uranus = from_geocentre(tt_of_jd(2440673.5), SKY_BODY_URANUS);
    CHECK_NEAR(uranus.sub_observer_lat_deg, -20.28, 0.02); /* 1970-03-28; rounding and rate */
    CHECK_NEAR(uranus.sub_solar_lat_deg, -20.29, 0.02);
    CHECK_NEAR(uranus.magnitude, 5.381, 0.001);
    uranus = from_geocentre(tt_of_jd(2454533.5), SKY_BODY_URANUS); /* 2008-03-08 */
    CHECK_NEAR(uranus.sub_observer_lat_deg, 0.97, 0.02);
    CHECK_NEAR(uranus.sub_solar_lat_deg, 1.02, 0.02);
    CHECK_NEAR(uranus.magnitude, 6.025, 0.001);
}

/* The geometry that JPL Horizons gave Mallama & Hilton for their test of Mars, at 0h UT. */
static void test_sky_mars_shows_horizons_the_same_face(void **state)
{
    (void)state;
    struct sky_observation mars =
        from_geocentre(tt_of_jd(2452879.5 + 64.2 / 86400.0), SKY_BODY_MARS);
    CHECK_NEAR(mars.sun_distance_au, 1.381191244505, 3e-9); /* DE431 against DE441 */
    CHECK_NEAR(mars.distance_au, 0.37274381097911, 3e-9);
    CHECK_NEAR(mars.phase_angle_deg, 4.8948, 1e-4);     /* twice their rounding */
    CHECK_NEAR(mars.sub_observer_lon_deg, 329.27, 0.3); /* elements of 2009 there */
    CHECK_NEAR(mars.sub_solar_lon_deg, 330.76, 0.3);
    assert_true(mars.has_magnitude);
    CHECK_NEAR(mars.magnitude, -2.862, 0.002);
}

/* Venus' greatest elongations of 2020: 46.1 deg east on March 24, 45.8 west on August 13. */
static void test_sky_elongation_is_east_in_the_evening(void **state)
{
    (void)state;
    struct sky_observation evening = from_geocentre(tt_of_jd(2458933.42), SKY_BODY_VENUS);
    CHECK_NEAR(evening.elongation_deg, 46.1, 0.05); /* as almanacs print it */
    struct sky_observation morning = from_geocentre(tt_of_jd(2459074.5), SKY_BODY_VENUS);
    CHECK_NEAR(morning.elongation_deg, -45.8, 0.05);
}

static void test_sky_what_cannot_be_said_is_not_said(void **state)
{
    (void)state;
    struct sky_observation sun = from_ground((struct sky_tt){7000.0}, SKY_BODY_SUN);
    assert_false(sun.has_phase);
    assert_true(sun.has_magnitude);
    CHECK_NEAR(sun.elongation_deg, 0.0, 0.0); /* from itself */
    struct sky_observation mars = from_ground((struct sky_tt){7000.0}, SKY_BODY_MARS);
    assert_false(mars.has_rings);
    assert_int_equal(mars.has_airmass, mars.alt_deg >= 0.0);
    struct sky_observation below = from_ground((struct sky_tt){7000.5}, SKY_BODY_MARS);
    assert_int_equal(below.has_airmass, below.alt_deg >= 0.0);
    assert_true(mars.has_airmass != below.has_airmass);
    /* 2003-05-07: Mercury before the Sun, 178.7 deg of phase (Mallama & Hilton's third row) */
    struct sky_observation transit = from_geocentre(tt_of_jd(2452766.5), SKY_BODY_MERCURY);
    assert_false(transit.has_magnitude);
}

static void test_sky_geocentric_places_are_those_of_the_geocentre(void **state)
{
    (void)state;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_observation ground = from_ground((struct sky_tt){6543.2}, body),
                               centre = from_geocentre((struct sky_tt){6543.2}, body);
        assert_false(centre.has_horizon);
        assert_true(ground.has_horizon);
        CHECK_NEAR(ground.geocentric.ra_deg, centre.ra_deg, 0.0); /* the same steps */
        CHECK_NEAR(ground.geocentric.dec_icrs_deg, centre.dec_icrs_deg, 0.0);
        CHECK_NEAR(ground.geocentric.ecl_lon_deg, centre.ecl_lon_deg, 0.0);
        CHECK_NEAR(ground.geocentric.distance_au, centre.distance_au, 0.0);
        CHECK_NEAR(ground.distance_au, centre.distance_au, 6380.0 / SKY_AU_KM); /* Earth's radius */
    }
}

/* The cheap one gives the same bits. */
static void test_sky_horizon_alone_is_the_same_horizon(void **state)
{
    (void)state;
    const struct sky_air air = {SKY_REFRACT_STANDARD, 1010.0, 10.0};
    struct sky_observer observer = sky_horizon_observer(-33.0, 151.0, 20.0);
    struct sky_frame frame = frame_of((struct sky_tt){9000.123}, SKY_BODY_JUPITER);
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_observation all = sky_observe(&view, SKY_BODY_JUPITER, &air),
                           some = sky_observe_horizon(&view, SKY_BODY_JUPITER, &air);
    CHECK_NEAR(some.az_deg, all.az_deg, 0.0);
    CHECK_NEAR(some.alt_deg, all.alt_deg, 0.0);
    CHECK_NEAR(some.light_time_s, all.light_time_s, 0.0);
}

static void test_sky_observes_the_same_with_what_observers_have_in_common(void **state)
{
    (void)state;
    const struct sky_air air = {SKY_REFRACT_STANDARD, 1010.0, 10.0};
    const struct sky_observer observers[] = {sky_horizon_observer(-33.0, 151.0, 20.0),
                                             sky_horizon_observer(48.93, 2.45, 0.0)};
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_frame frame = frame_of((struct sky_tt){9000.123}, body);
        struct sky_common common;
        sky_common_init(&frame, &common);
        for (int i = 0; i < 2; i++) { /* the second finds what the first has left */
            struct sky_viewpoint view =
                sky_apparent_viewpoint(&frame, &observers[i], SKY_APPARENT_TRUE_POLE);
            struct sky_observation alone = sky_observe(&view, body, &air),
                                   shared = sky_observe_common(&view, body, &air, &common);
            CHECK_NEAR(shared.az_deg, alone.az_deg, 0.0); /* the same steps */
            CHECK_NEAR(shared.ecl_lon_deg, alone.ecl_lon_deg, 0.0);
            CHECK_NEAR(shared.elongation_deg, alone.elongation_deg, 0.0);
            CHECK_NEAR(shared.magnitude, alone.magnitude, 0.0);
            assert_memory_equal(&shared.geocentric, &alone.geocentric, sizeof alone.geocentric);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sky_rates_are_the_slopes_of_the_places),
        cmocka_unit_test(test_sky_range_rate_is_the_slope_of_the_distance),
        cmocka_unit_test(test_sky_hour_angle_azimuth_and_parallactic_angle_are_one_triangle),
        cmocka_unit_test(test_sky_galactic_places_are_erfas),
        cmocka_unit_test(test_sky_ecliptic_places_are_erfas),
        cmocka_unit_test(test_sky_sun_stands_where_erfa_has_it),
        cmocka_unit_test(test_sky_moon_stands_where_meeus_has_it),
        cmocka_unit_test(test_sky_moon_turns_as_meeus_has_it),
        cmocka_unit_test(test_sky_discs_stand_as_meeus_has_them),
        cmocka_unit_test(test_sky_sun_turns_as_meeus_has_it),
        cmocka_unit_test(test_sky_uranus_lies_on_its_side),
        cmocka_unit_test(test_sky_mars_shows_horizons_the_same_face),
        cmocka_unit_test(test_sky_elongation_is_east_in_the_evening),
        cmocka_unit_test(test_sky_what_cannot_be_said_is_not_said),
        cmocka_unit_test(test_sky_geocentric_places_are_those_of_the_geocentre),
        cmocka_unit_test(test_sky_horizon_alone_is_the_same_horizon),
        cmocka_unit_test(test_sky_observes_the_same_with_what_observers_have_in_common),
    };
    return cmocka_run_group_tests(tests, open_store, NULL);
}
