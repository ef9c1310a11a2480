/* sky/star against ERFA's whole pipeline. */
#include "sky/star.h"

#include "data.h"
#include "random.h"

#include <erfa.h>

static double seen_apart_arcsec(const struct sky_star *star, double lat_deg, double lon_deg,
                                double utc_jd)
{
    /* days from J2000.0 in UTC to TT: 37 s of leap seconds since 2017, and 32.184 s */
    struct sky_tt tt = {utc_jd - 2451545.0 + 69.184 / 86400.0};
    struct sky_frame frame;
    struct sky_fault fault;
    assert_int_equal(sky_frame_init(data_sky(), tt, &frame, &fault), BASE_ERR_OK);
    struct sky_observer observer = sky_horizon_observer(lat_deg, lon_deg, 0.0);
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_star_motion motion = sky_star_motion(star);
    struct sky_vec local =
        sky_horizon_local(&observer, sky_apparent_itrs(&view, sky_star_apparent(&view, &motion)));

    double az, zd, ha, dec, ra, eo;
    double rad = SKY_RAD_PER_DEG, cos_dec = cos(star->dec_icrs_deg * rad);
    double year = SKY_RAD_PER_ARCSEC / 1000.0;
    assert_int_equal(eraAtco13(star->ra_icrs_deg * rad, star->dec_icrs_deg * rad,
                               star->pm_ra_mas_per_year * year / cos_dec,
                               star->pm_dec_mas_per_year * year, 0.0, 0.0, utc_jd, 0.0,
                               sky_civil_ut1_utc_s(&data_sky()->leaps, &data_sky()->orient, tt),
                               lon_deg * rad, lat_deg * rad, 0.0, frame.spin.xp_rad,
                               frame.spin.yp_rad, 0.0, 0.0, 0.0, 0.5, &az, &zd, &ha, &dec, &ra,
                               &eo),
                     0);
    struct sky_vec want = {cos(az) * sin(zd), sin(az) * sin(zd), cos(zd)};
    return sky_vec_angle_rad(local, want) / SKY_RAD_PER_ARCSEC;
}

/* ERFA bends light at the Sun, 0.004 arcsec a quarter of the sky away and more beside it; here the
 * stars within some 30 degrees of the Sun are left out. */
static void test_star_stands_where_erfa_has_it(void **state)
{
    (void)state;
    static const struct sky_star barnard = {269.452, 4.6933, -798.6, 10328.1};
    static const struct sky_star arcturus = {213.9153, 19.1824, -1093.45, -1999.4};
    static const struct sky_star still = {88.7929, -77.4071, 0.0, 0.0};
    /* Christmas 2025 at noon, the Sun at 18 h: 40 deg from Barnard's star */
    const double jd = 2461035.0;
    CHECK_NEAR(seen_apart_arcsec(&arcturus, 48.93, 2.45, jd), 0.0, 0.01);
    CHECK_NEAR(seen_apart_arcsec(&still, -33.0, 151.0, jd), 0.0, 0.01);
    CHECK_NEAR(seen_apart_arcsec(&barnard, 0.0, -120.0, jd - 100.0), 0.0, 0.015);
}

static void test_star_agrees_with_erfa_all_over_the_sky(void **state)
{
    (void)state;
    struct random_source source = random_seeded(4);
    for (int i = 0; i < 500; i++) {
        struct sky_star star = {
            random_between(&source, 0.0, 360.0), random_between(&source, -89.0, 89.0),
            random_between(&source, -2000.0, 2000.0), random_between(&source, -2000.0, 2000.0)};
        double lat_deg = random_between(&source, -90.0, 90.0);
        double lon_deg = random_between(&source, -180.0, 180.0);
        double jd = 2461035.0 + random_between(&source, -400.0, 0.0);
        /* 1.7 arcsec of deflection at the Sun's limb, the largest that is left out */
        CHECK_NEAR(seen_apart_arcsec(&star, lat_deg, lon_deg, jd), 0.0, 1.75);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_star_stands_where_erfa_has_it),
        cmocka_unit_test(test_star_agrees_with_erfa_all_over_the_sky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
