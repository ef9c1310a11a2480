/* Magnitudes, discs and air masses. */
#include "sky/light.h"

#include "check.h"
#include "sky/const.h"

/* Given to three decimals: 0.0005 is their rounding. */
static const double ROUNDING_MAG = 0.00051;

static void magnitude_is(enum sky_body body, struct sky_light_conditions conditions, double want,
                         double tolerance)
{
    double v;
    assert_true(sky_light_magnitude(body, &conditions, &v) != SKY_LIGHT_NONE);
    CHECK_NEAR(v, want, tolerance);
}

/* The test data of Mallama & Hilton's own program (Ap_Mag_Output_V3.txt): r, delta, phase angle. */
static void test_light_magnitudes_are_mallama_and_hiltons_own_test_values(void **state)
{
    (void)state;
    static const struct {
        enum sky_body body;
        double sun_au, distance_au, phase_deg, year, want;
    } rows[] = {
        {SKY_BODY_MERCURY, 0.310295423552, 1.32182643625754, 1.1677, 2006.4, -2.477},
        {SKY_BODY_MERCURY, 0.413629222334, 0.92644808718613, 90.1662, 2006.5, 0.181},
        {SKY_BODY_MERCURY, 0.448947624811, 0.56004973217883, 178.7284, 2003.4, 7.167},
        {SKY_BODY_VENUS, 0.722722540169, 1.71607489554051, 1.3232, 2006.8, -3.917},
        {SKY_BODY_VENUS, 0.721480714554, 0.37762511206278, 124.1348, 2006.0, -4.916},
        {SKY_BODY_VENUS, 0.726166592736, 0.28889582420642, 179.1845, 2004.4, -3.090},
        {SKY_BODY_JUPITER, 5.446231815414, 6.44985867459088, 0.2446, 2004.7, -1.667},
        {SKY_BODY_JUPITER, 4.957681473205, 3.95393078136013, 0.3431, 2010.7, -2.934},
        {SKY_BODY_JUPITER, 5.227587855371, 5.23501920009381, 147.0989, 2000.0, 0.790},
        {SKY_BODY_NEPTUNE, 30.322109867761, 31.3091610098214, 0.0549, 1970.9, 7.997},
        {SKY_BODY_NEPTUNE, 30.207767693725, 29.8172370857530, 1.7741, 1990.325, 7.827},
        {SKY_BODY_NEPTUNE, 30.028181709541, 29.0158521665744, 0.0381, 2009.6, 7.701},
        {SKY_BODY_NEPTUNE, 29.94386311956, 0.00940968942251, 88.4363, 2018.1, -8.296},
        {SKY_BODY_NEPTUNE, 29.94363797622, 0.01582757185680, 176.9965, 2018.2, -4.203},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        magnitude_is(rows[i].body,
                     (struct sky_light_conditions){.sun_au = rows[i].sun_au,
                                                   .distance_au = rows[i].distance_au,
                                                   .phase_deg = rows[i].phase_deg,
                                                   .year = rows[i].year},
                     rows[i].want, ROUNDING_MAG);
}

/* The same source, for the planets whose face counts. */
static void test_light_magnitudes_know_the_faces_of_mars_saturn_and_uranus(void **state)
{
    (void)state;
    static const struct sky_light_conditions mars[] = {
        {1.381191244505, 0.37274381097911, 4.8948, .sub_observer_lon_deg = 329.27,
         .sub_solar_lon_deg = 330.76, .sun_ecl_lon_deg = 334.4996},
        {1.664150453905, 2.58995164518460, 11.5877, .sub_observer_lon_deg = 76.84,
         .sub_solar_lon_deg = 64.66, .sun_ecl_lon_deg = 147.3485},
        {1.591952180003, 3.85882552272013, 167.9000, .sub_observer_lon_deg = 29.50,
         .sub_solar_lon_deg = 221.11, .sun_ecl_lon_deg = 212.8886},
    };
    /* The program reads one of the table's differences before it is filled: 0.001 at most. */
    const double MARS_MAG = 0.001;
    static const double mars_want[] = {-2.862, 1.788, 8.977};
    for (int i = 0; i < 3; i++) magnitude_is(SKY_BODY_MARS, mars[i], mars_want[i], MARS_MAG);
    static const struct sky_light_conditions uranus[] = {
        {18.321003215845, 17.3229728525108, 0.0410, .sub_observer_lat_deg = -20.28,
         .sub_solar_lat_deg = -20.29},
        {20.096361095266, 21.0888470145276, 0.0568, .sub_observer_lat_deg = 0.97,
         .sub_solar_lat_deg = 1.02},
        {19.38003071775, 11.1884243801383, 161.7728, .sub_observer_lat_deg = 55.11,
         .sub_solar_lat_deg = -71.16},
    };
    static const double uranus_want[] = {5.381, 6.025, 8.318};
    for (int i = 0; i < 3; i++)
        magnitude_is(SKY_BODY_URANUS, uranus[i], uranus_want[i], ROUNDING_MAG);
    magnitude_is(SKY_BODY_SATURN,
                 (struct sky_light_conditions){9.014989659493, 8.03160470546889, 0.1055,
                                               .sub_observer_lat_planetocentric_deg = 26.279,
                                               .sub_solar_lat_planetocentric_deg = 26.279},
                 -0.552, ROUNDING_MAG);
}

/* Rows of JPL Horizons' tables (magnitude_Moon.csv, _Sun, _Pluto), given to 0.01 mag. */
static void test_light_moon_sun_and_pluto_are_as_horizons_prints_them(void **state)
{
    (void)state;
    static const struct {
        enum sky_body body;
        double sun_au, distance_au, phase_deg, want;
    } rows[] = {
        {SKY_BODY_MOON, 0.985702102038, 0.00240220510392, 2.8785, -12.82},
        {SKY_BODY_MOON, 0.984588706004, 0.00245077485445, 58.2833, -11.30},
        {SKY_BODY_MOON, 0.981217650112, 0.00271692408680, 161.4738, -5.72},
        {SKY_BODY_SUN, 0.0, 0.98330291134092, 0.0, -26.78},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_light_conditions c = {.sun_au = rows[i].sun_au,
                                         .distance_au = rows[i].distance_au,
                                         .phase_deg = rows[i].phase_deg};
        double v;
        assert_int_equal(sky_light_magnitude(rows[i].body, &c, &v), SKY_LIGHT_OBSERVED);
        CHECK_NEAR(v, rows[i].want, 0.0051); /* their rounding */
    }
}

static void test_light_magnitude_is_absent_where_no_formula_holds(void **state)
{
    (void)state;
    double v = 99.0;
    struct sky_light_conditions from_beyond = {
        .sun_au = 9.5, .distance_au = 1.0, .phase_deg = 30.0};
    assert_int_equal(sky_light_magnitude(SKY_BODY_SATURN, &from_beyond, &v), SKY_LIGHT_NONE);
    struct sky_light_conditions before_2000 = {30.0, 1.0, 30.0, .year = 1990.0};
    assert_int_equal(sky_light_magnitude(SKY_BODY_NEPTUNE, &before_2000, &v), SKY_LIGHT_NONE);
    CHECK_NEAR(v, 99.0, 0.0); /* untouched */
    struct sky_light_conditions behind_the_sun = {
        .sun_au = 0.4, .distance_au = 1.4, .phase_deg = 1.0};
    assert_int_equal(sky_light_magnitude(SKY_BODY_MERCURY, &behind_the_sun, &v),
                     SKY_LIGHT_EXTRAPOLATED);
}

/* Saturn's rings vanish when Sun and observer stand on different sides. */
static void test_light_saturn_is_dimmest_with_its_rings_unlit(void **state)
{
    (void)state;
    double lit, unlit;
    struct sky_light_conditions c = {9.5, 9.0, 3.0, .sub_observer_lat_planetocentric_deg = 2.0,
                                     .sub_solar_lat_planetocentric_deg = 1.0};
    assert_int_equal(sky_light_magnitude(SKY_BODY_SATURN, &c, &lit), SKY_LIGHT_OBSERVED);
    c.sub_solar_lat_planetocentric_deg = -1.0;
    assert_int_equal(sky_light_magnitude(SKY_BODY_SATURN, &c, &unlit), SKY_LIGHT_OBSERVED);
    assert_true(unlit > lit);
}

static void test_light_mars_face_has_no_step_at_the_full_turn(void **state)
{
    (void)state;
    double before, after;
    struct sky_light_conditions c = {1.5,
                                     0.6,
                                     10.0,
                                     .sub_observer_lon_deg = 359.9999999,
                                     .sub_solar_lon_deg = 359.9999999,
                                     .sun_ecl_lon_deg = 84.9999999};
    assert_true(sky_light_magnitude(SKY_BODY_MARS, &c, &before));
    c.sub_observer_lon_deg = c.sub_solar_lon_deg = 0.0000001, c.sun_ecl_lon_deg = 85.0000001;
    assert_true(sky_light_magnitude(SKY_BODY_MARS, &c, &after));
    CHECK_NEAR(after, before, 1e-8); /* the tables' slope is below 0.01 mag a degree */
}

/* Kasten & Young 1989, Applied Optics 28, 4735, is another fit to the same air. */
static void test_light_airmass_agrees_with_kasten_and_young(void **state)
{
    (void)state;
    for (double h = 1.0; h <= 90.0; h += 1.0) {
        double other = 1.0 / (sin(h * SKY_RAD_PER_DEG) + 0.50572 * pow(h + 6.07995, -1.6364));
        /* the two differ by 1 % at 3 deg and 0.1 % above 20 */
        CHECK_NEAR(sky_light_airmass(h) / other, 1.0, h < 10.0 ? 0.02 : 0.003);
    }
    CHECK_NEAR(sky_light_airmass(90.0), 1.0, 1e-6);  /* by definition */
    CHECK_NEAR(sky_light_airmass(0.0), 38.75, 0.01); /* Pickering's own figure at the horizon */
}

static void test_light_discs_have_their_almanac_sizes(void **state)
{
    (void)state;
    /* The Sun's semidiameter at 1 au is 959.63 arcsec for 695 990 km (Auwers 1891); for the IAU's
     * 695 700 km that makes 959.23. */
    CHECK_NEAR(sky_light_diameter_rad(SKY_BODY_SUN, 1.0) / SKY_RAD_PER_ARCSEC / 2.0, 959.23, 0.01);
    /* Jupiter's equatorial semidiameter at 1 au: 98.57 arcsec (The Astronomical Almanac, E88) */
    CHECK_NEAR(sky_light_diameter_rad(SKY_BODY_JUPITER, 1.0) / SKY_RAD_PER_ARCSEC / 2.0, 98.57,
               0.01);
    CHECK_NEAR(sky_light_illuminated(SKY_PI / 2.0), 0.5, 1e-15); /* half, to rounding */
    CHECK_NEAR(sky_light_illuminated(0.0), 1.0, 1e-15);
    CHECK_NEAR(sky_light_illuminated(SKY_PI), 0.0, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_light_magnitudes_are_mallama_and_hiltons_own_test_values),
        cmocka_unit_test(test_light_magnitudes_know_the_faces_of_mars_saturn_and_uranus),
        cmocka_unit_test(test_light_moon_sun_and_pluto_are_as_horizons_prints_them),
        cmocka_unit_test(test_light_magnitude_is_absent_where_no_formula_holds),
        cmocka_unit_test(test_light_saturn_is_dimmest_with_its_rings_unlit),
        cmocka_unit_test(test_light_mars_face_has_no_step_at_the_full_turn),
        cmocka_unit_test(test_light_airmass_agrees_with_kasten_and_young),
        cmocka_unit_test(test_light_discs_have_their_almanac_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
