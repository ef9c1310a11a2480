/* sky/refract: how far air lifts, model by model. */
#include "sky/refract.h"

#include "air_integral.h"
#include "check.h"

static const struct sky_air STANDARD = {SKY_REFRACT_STANDARD, 1010.0, 10.0};

/* Saemundsson 1986 as Meeus, Astronomical Algorithms 2nd ed., eq. 16.4, in arcminutes. */
static double meeus_arcmin(double alt_deg)
{
    double angle_deg = alt_deg + 10.3 / (alt_deg + 5.11);
    return 1.02 / tan(angle_deg * acos(-1.0) / 180.0);
}

static void test_refract_standard_is_the_integral_through_the_standard_atmosphere(void **state)
{
    (void)state;
    for (double pressure = 500.0; pressure <= 1050.0; pressure += 50.0) {
        for (double temp = -40.0; temp <= 45.0; temp += 8.5) {
            const struct sky_air air = {SKY_REFRACT_STANDARD, pressure, temp};
            const struct air_integral integral = {pressure, temp + 273.15,
                                                  air_integral_ciddor(0.56)};
            for (double root = 0.0; root < 9.48; root += 0.37) {
                double apparent = root * root, lift = air_integral_lift_deg(&integral, apparent);
                double limit = apparent - lift >= 15.0 ? 0.3 : apparent - lift >= 5.0 ? 2.0 : 10.0;
                CHECK_NEAR(sky_refract_lift_deg(&air, apparent - lift) * 3600.0, lift * 3600.0,
                           limit);
            }
        }
    }
}

/* The series of the integral for high bodies, which no profile of temperature changes: with the
 * refractivity a = 2.7765e-4 and the scale height b = 8434 m / 6371 km, the lift of an apparent
 * zenith distance z is a (1 - b) tan z - a (b - a / 2) tan^3 z (Green 1985, Spherical Astronomy,
 * p. 87). */
static void test_refract_integral_is_its_series_at_45_degrees(void **state)
{
    (void)state;
    const struct air_integral integral = {1013.25, 288.15, air_integral_ciddor(0.56)};
    const double a = integral.refractivity_15c, b = 287.05287 * 288.15 / 9.80665 / 6371000.0;
    CHECK_NEAR(a, 2.7765e-4, 1e-8);
    for (double z_deg = 5.0; z_deg < 61.0; z_deg += 5.0) {
        double tangent = tan(z_deg * acos(-1.0) / 180.0);
        double series = (a * (1.0 - b) - a * (b - a / 2.0) * tangent * tangent) * tangent;
        CHECK_NEAR(air_integral_lift_deg(&integral, 90.0 - z_deg) * 3600.0,
                   series * 180.0 / acos(-1.0) * 3600.0, 0.02);
    }
}

static void test_refract_lifts_45_degrees_by_57_arcsec_and_the_horizon_by_33_arcmin(void **state)
{
    (void)state;
    const struct sky_air air = {SKY_REFRACT_STANDARD, 1013.25, 15.0};
    CHECK_NEAR(sky_refract_lift_deg(&air, 45.0) * 3600.0, 57.3, 0.3);
    /* an apparent altitude of 0; the almanacs' mean is 34' */
    CHECK_NEAR(sky_refract_lift_deg(&air, -33.0 / 60.0) * 60.0, 33.0, 10.0 / 60.0);
}

static void test_refract_is_0_at_the_zenith_and_below_minus_3(void **state)
{
    (void)state;
    assert_true(sky_refract_lift_deg(&STANDARD, 90.0) < 1e-8);
    for (double alt = -90.0; alt <= -3.0; alt += 0.25)
        assert_true(sky_refract_lift_deg(&STANDARD, alt) == 0.0);
    assert_true(sky_refract_lift_deg(&STANDARD, -2.99) > 0.0);
}

static void test_refract_is_0_without_air(void **state)
{
    (void)state;
    const struct sky_air none = {SKY_REFRACT_NONE, 1010.0, 15.0},
                         vacuum = {SKY_REFRACT_STANDARD, 0.0, 15.0},
                         pyephem_vacuum = {SKY_REFRACT_PYEPHEM, 0.0, 15.0};
    for (double alt = -90.0; alt <= 90.0; alt += 0.5) {
        assert_true(sky_refract_lift_deg(&none, alt) == 0.0);
        assert_true(sky_refract_lift_deg(&vacuum, alt) == 0.0);
        assert_true(sky_refract_lift_deg(&pyephem_vacuum, alt) == 0.0);
    }
}

/* Law, for any air that a request can ask for: no body overtakes a higher one. */
static void test_refract_keeps_the_order_of_altitudes(void **state)
{
    (void)state;
    for (double pressure = 0.0; pressure <= 1200.0; pressure += 100.0) {
        for (double temp = -100.0; temp <= 70.0; temp += 17.0) {
            const struct sky_air air = {SKY_REFRACT_STANDARD, pressure, temp};
            double last = -91.0;
            for (double alt = -90.0; alt <= 90.0; alt += 0.01) {
                double lift = sky_refract_lift_deg(&air, alt);
                assert_true(lift >= 0.0 && lift < 2.0);
                assert_true(alt + lift > last);
                last = alt + lift;
            }
        }
    }
}

static void check_smooth_at(double alt)
{
    const double h = 1e-4;
    double before = sky_refract_lift_deg(&STANDARD, alt - h),
           at = sky_refract_lift_deg(&STANDARD, alt),
           after = sky_refract_lift_deg(&STANDARD, alt + h);
    CHECK_NEAR(at - before, 0.0, h); /* no step: the lift changes by less than the altitude */
    /* no kink: two slopes apart by h differ by h times a curvature of at most 2 */
    CHECK_NEAR((after - at) / h, (at - before) / h, 2.0 * h);
}

static void test_refract_slope_has_no_step_at_minus_1_and_minus_3(void **state)
{
    (void)state;
    check_smooth_at(-1.0);
    check_smooth_at(-3.0);
    for (double alt = -4.0; alt < 20.0; alt += 0.013) check_smooth_at(alt);
}

/* ASTRONOMY of JPL Horizons' refracted tables: R = 0.0019279 + 1.02 / tan(h + 10.3 / (h + 5.11))
 * arcmin, h held at -1; its air does not change. */
static void test_refract_horizons_is_its_tables_formula(void **state)
{
    (void)state;
    const struct sky_air air = {SKY_REFRACT_HORIZONS, 1010.0, 10.0},
                         other = {SKY_REFRACT_HORIZONS, 500.0, 40.0};
    for (double alt = -90.0; alt < 89.0; alt += 0.7) {
        double want = meeus_arcmin(fmax(alt, -1.0)) + 0.0019279;
        CHECK_NEAR(sky_refract_lift_deg(&air, alt) * 60.0, want, 1e-12); /* rounding */
        assert_true(sky_refract_lift_deg(&other, alt) == sky_refract_lift_deg(&air, alt));
    }
}

/* Debian's python3-ephem 4.1.4: Observer at 40 N 0 E, a FixedBody at 6h +10 deg, the instant found
 * by bisection at which alt with pressure 0 is the third column; the fourth is alt with the
 * pressure (hPa) and temperature (C) of the first two. libastro keeps altitudes as floats. */
static const struct {
    double pressure_hpa, temp_c, airless_deg, apparent_deg;
} PYEPHEM[] = {
    {1010, 15, -9.000000250, -9.000000250},  {1010, 15, -6.000000167, -5.826250400},
    {1010, 15, -5.000000281, -4.350535523},  {1010, 15, -4.200000288, -2.719013572},
    {1010, 15, -4.000000396, -2.534512873},  {1010, 15, -3.000000083, -1.804161599},
    {1010, 15, -2.000000198, -1.111287146},  {1010, 15, -1.000000099, -0.356548868},
    {1010, 15, -0.500000049, 0.048740483},   {1010, 15, -0.000000001, 0.470684024},
    {1010, 15, 0.499999996, 0.906823405},    {1010, 15, 0.999999992, 1.354644865},
    {1010, 15, 1.999999985, 2.276641215},    {1010, 15, 4.999999855, 5.156426128},
    {1010, 15, 9.999999709, 10.085737366},   {1010, 15, 13.999999251, 14.062048105},
    {1010, 15, 14.999998710, 15.058504403},  {1010, 15, 15.999999876, 16.055080229},
    {1010, 15, 19.999999418, 20.043449667},  {1010, 15, 39.999998836, 40.018877479},
    {1010, 15, 58.999993673, 59.009514957},  {1010, -20, -9.000000250, -9.000000250},
    {1010, -20, -6.000000167, -5.796644091}, {1010, -20, -5.000000281, -4.080950090},
    {1010, -20, -4.200000288, -2.532237993}, {1010, -20, -4.000000396, -2.373874508},
    {1010, -20, -3.000000083, -1.696388684}, {1010, -20, -2.000000198, -1.025797937},
    {1010, -20, -1.000000099, -0.287672067}, {1010, -20, -0.500000049, 0.110337717},
    {1010, -20, -0.000000001, 0.525671476},  {1010, -20, 0.499999996, 0.955916457},
    {1010, -20, 0.999999992, 1.398559886},   {1010, -20, 1.999999985, 2.312165243},
    {1010, -20, 4.999999855, 5.177466098},   {1010, -20, 9.999999709, 10.097489560},
    {1010, -20, 13.999999251, 14.070589256}, {1010, -20, 14.999998710, 15.066570856},
    {1010, -20, 15.999999876, 16.062670277}, {1010, -20, 19.999999418, 20.049443158},
    {1010, -20, 39.999998836, 40.021490027}, {1010, -20, 58.999993673, 59.010833183},
    {850, 30, -9.000000250, -9.000000250},   {850, 30, -6.000000167, -5.866136997},
    {850, 30, -5.000000281, -4.567975875},   {850, 30, -4.200000288, -3.065156460},
    {850, 30, -4.000000396, -2.819743494},   {850, 30, -3.000000083, -1.978861830},
    {850, 30, -2.000000198, -1.245612421},   {850, 30, -1.000000099, -0.462428780},
    {850, 30, -0.500000049, -0.045044194},   {850, 30, -0.000000001, 0.387667397},
    {850, 30, 0.499999996, 0.833240924},     {850, 30, 0.999999992, 1.289221151},
    {850, 30, 1.999999985, 2.224194754},     {850, 30, 4.999999855, 5.125747479},
    {850, 30, 9.999999709, 10.068694337},    {850, 30, 13.999999251, 14.049676071},
    {850, 30, 14.999998710, 15.046828194},   {850, 30, 15.999999876, 16.044092162},
    {850, 30, 19.999999418, 20.034771911},   {850, 30, 39.999998836, 40.015103800},
    {850, 30, 58.999993673, 59.007616164},
};

static void test_refract_pyephem_is_libastros_curve(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PYEPHEM / sizeof *PYEPHEM; i++) {
        const struct sky_air air = {SKY_REFRACT_PYEPHEM, PYEPHEM[i].pressure_hpa,
                                    PYEPHEM[i].temp_c};
        double alt = PYEPHEM[i].airless_deg, lift = sky_refract_lift_deg(&air, alt);
        /* libastro stops its iteration at 0.1 arcsec and rounds to a float */
        CHECK_NEAR(alt + lift, PYEPHEM[i].apparent_deg, 3e-5);
    }
}

/* libastro's curve is that of the Nautical Almanac, which is flatter at the horizon. */
static void test_refract_standard_is_within_4_arcsec_of_pyephem_above_5_degrees(void **state)
{
    (void)state;
    const struct sky_air smooth = {SKY_REFRACT_STANDARD, 1010.0, 15.0},
                         pyephem = {SKY_REFRACT_PYEPHEM, 1010.0, 15.0};
    for (double alt = 0.0; alt <= 90.0; alt += 0.01)
        CHECK_NEAR(sky_refract_lift_deg(&smooth, alt) * 3600.0,
                   sky_refract_lift_deg(&pyephem, alt) * 3600.0, alt >= 5.0 ? 4.0 : 24.0);
}

/* ISO 2533:1975, tables: pressure in hPa and temperature in C. */
static void test_refract_standard_air_is_the_standard_atmosphere(void **state)
{
    (void)state;
    static const struct {
        double elevation_m, pressure_hpa, temp_c;
    } rows[] = {{-500.0, 1074.78, 18.25}, {0.0, 1013.25, 15.0},     {1000.0, 898.75, 8.5},
                {5000.0, 540.20, -17.5},  {11000.0, 226.32, -56.5}, {15000.0, 120.446, -56.5},
                {20000.0, 54.749, -56.5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_air air = sky_refract_standard_air(rows[i].elevation_m);
        /* the tables' geopotential altitude, five digits and more */
        CHECK_NEAR(air.pressure_hpa, rows[i].pressure_hpa, rows[i].pressure_hpa * 2e-5);
        CHECK_NEAR(air.temp_c, rows[i].temp_c, 1e-9);
        assert_int_equal(air.model, SKY_REFRACT_STANDARD);
    }
    struct sky_air high = sky_refract_standard_air(100000.0);
    assert_true(high.pressure_hpa > 0.0 && high.pressure_hpa < 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refract_standard_is_the_integral_through_the_standard_atmosphere),
        cmocka_unit_test(test_refract_integral_is_its_series_at_45_degrees),
        cmocka_unit_test(test_refract_lifts_45_degrees_by_57_arcsec_and_the_horizon_by_33_arcmin),
        cmocka_unit_test(test_refract_is_0_at_the_zenith_and_below_minus_3),
        cmocka_unit_test(test_refract_is_0_without_air),
        cmocka_unit_test(test_refract_keeps_the_order_of_altitudes),
        cmocka_unit_test(test_refract_slope_has_no_step_at_minus_1_and_minus_3),
        cmocka_unit_test(test_refract_horizons_is_its_tables_formula),
        cmocka_unit_test(test_refract_pyephem_is_libastros_curve),
        cmocka_unit_test(test_refract_standard_is_within_4_arcsec_of_pyephem_above_5_degrees),
        cmocka_unit_test(test_refract_standard_air_is_the_standard_atmosphere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
