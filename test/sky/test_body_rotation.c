/* Poles and meridians. */
#include "sky/body_rotation.h"

#include "check.h"
#include "sky/const.h"
#include "sky/ephem.h"

/* JPL Horizons' tables of pole directions (2021), ICRF, to 1e-5 deg; TT of 0h UT. */
static void test_body_rotation_directions_are_those_of_horizons(void **state)
{
    (void)state;
    static const struct {
        enum sky_body body;
        double jd_ut, ra_deg, dec_deg;
    } rows[] = {
        {SKY_BODY_SUN, 2440647.5, 286.13000, 63.87000},
        {SKY_BODY_VENUS, 2440647.5, 272.76000, 67.16000},
        {SKY_BODY_JUPITER, 2440587.5, 268.05885, 64.49452},
        {SKY_BODY_JUPITER, 2441007.5, 268.05846, 64.49454},
        {SKY_BODY_SATURN, 2440647.5, 40.59974, 83.53819},
        {SKY_BODY_SATURN, 2469807.5, 40.57100, 83.53500},
        {SKY_BODY_URANUS, 2440647.5, 257.31100, -15.17500},
        {SKY_BODY_NEPTUNE, 2440647.5, 299.14649, 42.97430},
        {SKY_BODY_NEPTUNE, 2469807.5, 299.64480, 42.99412},
        {SKY_BODY_PLUTO, 2440647.5, 132.99300, -6.16300},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_body_rotation_elements got =
            sky_body_rotation_elements(rows[i].body, (struct sky_tdb){rows[i].jd_ut - 2451545.0});
        CHECK_NEAR(got.ra_deg, rows[i].ra_deg, 1.1e-5); /* their rounding is 0.5e-5 */
        CHECK_NEAR(got.dec_deg, rows[i].dec_deg, 1.1e-5);
    }
}

/* JPL Horizons from the integrated libration of DE441; the IAU's series stays within 0.005 deg. */
static void test_body_rotation_of_the_moon_follows_its_libration(void **state)
{
    (void)state;
    static const double rows[][3] = {
        {2440587.5, 270.94328, 68.05519}, {2440597.5, 271.07613, 68.02168},
        {2440607.5, 271.10479, 68.06998}, {2440617.5, 271.05967, 68.03275},
        {2440627.5, 271.21900, 68.01814}, {2440657.5, 271.33876, 68.01965},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_body_rotation_elements got =
            sky_body_rotation_elements(SKY_BODY_MOON, (struct sky_tdb){rows[i][0] - 2451545.0});
        CHECK_NEAR(got.ra_deg, rows[i][1], 0.012); /* 0.0045 deg over the cosine of 68 deg */
        CHECK_NEAR(got.dec_deg, rows[i][2], 0.005);
    }
}

static void test_body_rotation_axes_are_a_rotation(void **state)
{
    (void)state;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct sky_mat m =
            sky_body_rotation_axes(sky_body_rotation_elements(body, (struct sky_tdb){8765.4321}));
        struct sky_vec third = sky_vec_cross(m.row[0], m.row[1]);
        /* sines and cosines of three angles, rounded */
        CHECK_NEAR(sky_vec_length(sky_vec_difference(third, m.row[2])), 0.0, 1e-15);
        CHECK_NEAR(sky_vec_length(m.row[0]), 1.0, 1e-15);
        CHECK_NEAR(sky_vec_dot(m.row[0], m.row[1]), 0.0, 1e-15);
    }
}

/* A body seen from one direction of the stars: its central meridian grows for the planets. */
static void test_body_rotation_longitudes_of_planets_grow_with_time(void **state)
{
    (void)state;
    const struct sky_vec from = {1.0, 0.0, 0.0};
    for (enum sky_body body = SKY_BODY_MERCURY; body <= SKY_BODY_NEPTUNE; body++) {
        struct sky_mat now =
            sky_body_rotation_axes(sky_body_rotation_elements(body, (struct sky_tdb){100.0}));
        struct sky_mat later =
            sky_body_rotation_axes(sky_body_rotation_elements(body, (struct sky_tdb){100.01}));
        double grown = sky_body_rotation_point(body, &later, from).lon_deg -
                       sky_body_rotation_point(body, &now, from).lon_deg;
        assert_true(grown - 360.0 * floor(grown / 360.0) < 90.0);
    }
}

/* On Saturn a planetocentric latitude of 26.73 deg is a planetographic one of 31.75: the greatest
 * of the Sun there (Mallama & Hilton 2018, eq. 18). */
static void test_body_rotation_latitudes_are_planetographic(void **state)
{
    (void)state;
    const struct sky_mat axes = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
    double lat_rad = 26.73 * SKY_RAD_PER_DEG;
    struct sky_body_rotation_point point = sky_body_rotation_point(
        SKY_BODY_SATURN, &axes, (struct sky_vec){cos(lat_rad), 0.0, sin(lat_rad)});
    CHECK_NEAR(point.lat_deg, 31.75, 0.01);                 /* as printed there */
    CHECK_NEAR(point.lat_planetocentric_deg, 26.73, 1e-12); /* the same angle back */
    CHECK_NEAR(point.lon_deg, 0.0, 1e-12);
}

/* Pluto goes about the barycentre in its equator's plane, always on the side away from its prime
 * meridian, which faces Charon. */
static void test_body_rotation_of_pluto_is_that_of_its_orbit(void **state)
{
    (void)state;
    for (double days = -20000.0; days < 20000.0; days += 777.7) {
        struct sky_tdb when = {days};
        struct sky_mat axes =
            sky_body_rotation_axes(sky_body_rotation_elements(SKY_BODY_PLUTO, when));
        struct sky_vec offset = sky_ephem_offset_au(SKY_BODY_PLUTO, when);
        struct sky_vec km = sky_vec_scaled(sky_vec_rotated(&axes, offset), SKY_AU_KM);
        CHECK_NEAR(km.z, 0.0, 0.01); /* the coefficients' rounding, 1 m each */
        /* 2130 km (New Horizons); the meridian of the IAU is 1.5 deg off Charon */
        CHECK_NEAR(km.x, -2130.0, 15.0);
        CHECK_NEAR(km.y, 0.0, 60.0);
    }
}

static void test_body_rotation_is_known_for_every_body(void **state)
{
    (void)state;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const double day = sky_body_rotation_elements(body, (struct sky_tdb){0.0}).meridian_deg;
        const double next = sky_body_rotation_elements(body, (struct sky_tdb){1.0}).meridian_deg;
        if (day == next) fail_msg("%s does not turn", sky_body_info(body)->name.at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_body_rotation_directions_are_those_of_horizons),
        cmocka_unit_test(test_body_rotation_is_known_for_every_body),
        cmocka_unit_test(test_body_rotation_of_the_moon_follows_its_libration),
        cmocka_unit_test(test_body_rotation_axes_are_a_rotation),
        cmocka_unit_test(test_body_rotation_longitudes_of_planets_grow_with_time),
        cmocka_unit_test(test_body_rotation_latitudes_are_planetographic),
        cmocka_unit_test(test_body_rotation_of_pluto_is_that_of_its_orbit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
