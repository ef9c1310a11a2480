/* sky/horizon: places on the ellipsoid, azimuth and altitude. */
#include "sky/horizon.h"

#include "check.h"
#include "random.h"

#include <erfa.h>
#include <erfam.h>

#define AU_M (SKY_AU_KM * 1000.0)

static void test_horizon_observer_agrees_with_erfa(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1984);
    for (int i = 0; i < 20000; i++) {
        double lat = random_between(&random, -90.0, 90.0),
               lon = random_between(&random, -360.0, 360.0),
               elevation = random_between(&random, -11000.0, 100000.0), xyz[3];
        if (i < 16) lat = i & 1 ? 90.0 : -90.0, lon = (i >> 1) * 90.0 - 360.0;
        assert_int_equal(
            eraGd2gc(ERFA_WGS84, lon * SKY_RAD_PER_DEG, lat * SKY_RAD_PER_DEG, elevation, xyz), 0);
        struct sky_observer o = sky_horizon_observer(lat, lon, elevation);
        /* 10 nm: rounding of 6.4e6 m a few times */
        CHECK_NEAR(o.pos_itrs_au.x * AU_M, xyz[0], 1e-8);
        CHECK_NEAR(o.pos_itrs_au.y * AU_M, xyz[1], 1e-8);
        CHECK_NEAR(o.pos_itrs_au.z * AU_M, xyz[2], 1e-8);
    }
}

static void test_horizon_observer_has_its_anchors(void **state)
{
    (void)state;
    struct sky_observer o = sky_horizon_observer(0.0, 0.0, 0.0);
    CHECK_NEAR(o.pos_itrs_au.x * SKY_AU_KM, 6378.137, 1e-11); /* WGS84's a; rounding */
    assert_true(o.pos_itrs_au.y == 0.0 && o.pos_itrs_au.z == 0.0);
    o = sky_horizon_observer(-90.0, 123.0, 0.0);
    CHECK_NEAR(o.pos_itrs_au.z * SKY_AU_KM, -6356.7523142, 1e-7); /* NIMA TR8350.2: b, 11 digits */
    /* Meeus, ch. 11, Palomar: rho sin phi' = 0.546861, rho cos phi' = 0.836339 at 1706 m */
    o = sky_horizon_observer(33.0 + 21.0 / 60.0 + 22.0 / 3600.0, 0.0, 1706.0);
    CHECK_NEAR(o.pos_itrs_au.x * SKY_AU_KM / 6378.14, 0.836339, 1e-6);
    CHECK_NEAR(o.pos_itrs_au.z * SKY_AU_KM / 6378.14, 0.546861, 1e-6);
}

static void test_horizon_a_turn_of_longitude_changes_nothing(void **state)
{
    (void)state;
    for (double lon = -360.0; lon <= 0.0; lon += 7.5) {
        struct sky_observer a = sky_horizon_observer(-39.754, lon, 12.0),
                            b = sky_horizon_observer(-39.754, lon + 360.0, 12.0);
        /* sin and cos of angles that differ by a rounded turn: 1e-15 of 6378 km */
        CHECK_NEAR((a.pos_itrs_au.x - b.pos_itrs_au.x) * AU_M, 0.0, 2e-8);
        CHECK_NEAR((a.pos_itrs_au.y - b.pos_itrs_au.y) * AU_M, 0.0, 2e-8);
        assert_true(a.pos_itrs_au.z == b.pos_itrs_au.z);
    }
}

/* From the local axes to a direction on the Earth's: the inverse, written out. */
static struct sky_vec direction(double lat, double lon, double az, double alt)
{
    double n = cos(alt) * cos(az), e = cos(alt) * sin(az), u = sin(alt);
    double out = u * cos(lat) - n * sin(lat), up = u * sin(lat) + n * cos(lat);
    return (struct sky_vec){out * cos(lon) - e * sin(lon), out * sin(lon) + e * cos(lon), up};
}

static void test_horizon_finds_back_what_was_pointed_at(void **state)
{
    (void)state;
    struct random_source random = random_seeded(360);
    for (int i = 0; i < 20000; i++) {
        double lat = random_between(&random, -90.0, 90.0), lon = random_between(&random, -180, 180),
               az = random_between(&random, 0.0, SKY_TWO_PI),
               alt = random_between(&random, -1.5, 1.5);
        struct sky_observer o = sky_horizon_observer(lat, lon, 0.0);
        struct sky_vec dir = direction(o.lat_rad, o.lon_rad, az, alt);
        struct sky_horizon got =
            sky_horizon_coordinates(&o, sky_vec_scaled(dir, random_between(&random, 0.1, 50.0)));
        assert_true(got.az_rad >= 0.0 && got.az_rad < SKY_TWO_PI);
        CHECK_NEAR(remainder(got.az_rad - az, SKY_TWO_PI) * cos(alt), 0.0, 2e-15); /* rounding */
        CHECK_NEAR(got.alt_rad, alt, 2e-15);
    }
}

/* Law: what is mirrored at the meridian is mirrored in azimuth. */
static void test_horizon_east_mirrors_west(void **state)
{
    (void)state;
    struct sky_observer o = sky_horizon_observer(48.93, 0.0, 0.0);
    for (double y = 0.01; y < 1.0; y += 0.07) {
        struct sky_horizon east = sky_horizon_coordinates(&o, (struct sky_vec){0.3, y, 0.5}),
                           west = sky_horizon_coordinates(&o, (struct sky_vec){0.3, -y, 0.5});
        assert_true(east.alt_rad == west.alt_rad);
        assert_true(east.az_rad < SKY_PI && west.az_rad > SKY_PI);
        CHECK_NEAR(east.az_rad + west.az_rad, SKY_TWO_PI, 1e-15); /* rounding */
    }
}

static void test_horizon_names_the_winds(void **state)
{
    (void)state;
    struct sky_observer o = sky_horizon_observer(0.0, 0.0, 0.0); /* up is x, east y, north z */
    static const struct {
        struct sky_vec dir;
        double az_deg, alt_deg;
    } rows[] = {{{0, 0, 1}, 0.0, 0.0},    {{0, 1, 0}, 90.0, 0.0}, {{0, 0, -1}, 180.0, 0.0},
                {{0, -1, 0}, 270.0, 0.0}, {{1, 0, 0}, 0.0, 90.0}, {{-1, 0, 0}, 0.0, -90.0},
                {{1, 1, 0}, 90.0, 45.0},  {{1, 0, 1}, 0.0, 45.0}, {{-1, -1, 0}, 270.0, -45.0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_horizon got = sky_horizon_coordinates(&o, rows[i].dir);
        CHECK_NEAR(got.az_rad * SKY_DEG_PER_RAD, rows[i].az_deg, 1e-13); /* rounding */
        CHECK_NEAR(got.alt_rad * SKY_DEG_PER_RAD, rows[i].alt_deg, 1e-13);
    }
}

/* Seen from a pole, altitude is declination, and longitude alone turns the azimuth. */
static void test_horizon_works_at_the_poles(void **state)
{
    (void)state;
    struct sky_vec dir = {0.6, 0.0, 0.8};
    for (double lon = -180.0; lon <= 180.0; lon += 30.0) {
        struct sky_observer north = sky_horizon_observer(90.0, lon, 0.0),
                            south = sky_horizon_observer(-90.0, lon, 0.0);
        struct sky_horizon n = sky_horizon_coordinates(&north, dir),
                           s = sky_horizon_coordinates(&south, dir);
        CHECK_NEAR(n.alt_rad, atan2(0.8, 0.6), 1e-15); /* cos 90 deg is 6e-17 */
        CHECK_NEAR(s.alt_rad, -atan2(0.8, 0.6), 1e-15);
        /* North of the north pole's site is the meridian lon + 180, of the south pole's lon. */
        CHECK_NEAR(remainder(n.az_rad - SKY_PI - lon * SKY_RAD_PER_DEG, SKY_TWO_PI), 0.0, 1e-14);
        CHECK_NEAR(remainder(s.az_rad + lon * SKY_RAD_PER_DEG, SKY_TWO_PI), 0.0, 1e-14);
    }
}

static void test_horizon_azimuth_never_is_a_whole_turn(void **state)
{
    (void)state;
    struct sky_observer o = sky_horizon_observer(0.0, 0.0, 0.0);
    for (int power = -1074; power < -2; power++) {
        struct sky_horizon got =
            sky_horizon_coordinates(&o, (struct sky_vec){0.0, -ldexp(1.0, power), 1.0});
        assert_true(got.az_rad >= 0.0 && got.az_rad < SKY_TWO_PI);
        assert_true(got.az_rad * SKY_DEG_PER_RAD < 360.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_horizon_observer_agrees_with_erfa),
        cmocka_unit_test(test_horizon_observer_has_its_anchors),
        cmocka_unit_test(test_horizon_a_turn_of_longitude_changes_nothing),
        cmocka_unit_test(test_horizon_finds_back_what_was_pointed_at),
        cmocka_unit_test(test_horizon_east_mirrors_west),
        cmocka_unit_test(test_horizon_names_the_winds),
        cmocka_unit_test(test_horizon_works_at_the_poles),
        cmocka_unit_test(test_horizon_azimuth_never_is_a_whole_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
