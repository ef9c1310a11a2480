/* sky/earth_orientation: the Earth's attitude, with ERFA and printed IERS figures as
 * the oracles. */
#include "sky/earth_orientation.h"

#include "check.h"
#include "data.h"
#include "data/embedded.h"
#include "random.h"
#include "sky/const.h"
#include "sky/precession.h"

#include <erfa.h>
#include <erfam.h>
#include <string.h>

#define MAS (SKY_RAD_PER_ARCSEC / 1000.0)

static const struct sky_earth_orientation *orient(void)
{
    return &data_sky()->orient;
}

static void test_earth_orientation_cip_agrees_with_erfa(void **state)
{
    (void)state;
    struct random_source random = random_seeded(2006);
    for (int i = 0; i < 3000; i++) {
        double tt = random_between(&random, -36524.5, 36524.5); /* 1900 to 2100 */
        double x, y, s, bpn[3][3];
        eraXys06a(ERFA_DJ00, tt, &x, &y, &s);
        eraPnm06a(ERFA_DJ00, tt, bpn);
        struct sky_cip cip;
        assert_int_equal(sky_earth_orientation_pole(orient(), (struct sky_tt){tt}, &cip),
                         BASE_ERR_OK);
        /* the door's 0.06 mas: a count of the table is 0.004, its series are cut after 9 terms */
        CHECK_NEAR(hypot(cip.x - x, cip.y - y) / MAS, 0.0, 0.06);
        CHECK_NEAR(cip.s_rad / MAS, s / MAS, 0.06);
        CHECK_NEAR(cip.eo_rad / MAS, eraEors(bpn, s) / MAS, 0.06);
    }
}

/* Law: no steps where one cell ends and the next begins. */
static void test_earth_orientation_cip_is_continuous_over_cells(void **state)
{
    (void)state;
    const double step = 1e-6; /* days; the pole moves by 0.1 mas a minute at most */
    for (int cell = 1; cell < orient()->cip.cells; cell++) {
        double seam = orient()->cip.from_days + cell * orient()->cip.cell_days;
        struct sky_cip a, b;
        assert_int_equal(sky_earth_orientation_pole(orient(), (struct sky_tt){seam - step}, &a),
                         BASE_ERR_OK);
        assert_int_equal(sky_earth_orientation_pole(orient(), (struct sky_tt){seam + step}, &b),
                         BASE_ERR_OK);
        CHECK_NEAR((a.x - b.x) / MAS, 0.0, 0.06); /* the accuracy of either side */
        CHECK_NEAR((a.y - b.y) / MAS, 0.0, 0.06);
        CHECK_NEAR((a.s_rad - b.s_rad) / MAS, 0.0, 0.06);
        CHECK_NEAR((a.eo_rad - b.eo_rad) / MAS, 0.0, 0.06);
    }
}

/* The table has 1900 to 2100; the formulas of sky/precession have what is outside. */
static void test_earth_orientation_pole_ends_where_its_formulas_end(void **state)
{
    (void)state;
    double from = orient()->cip.from_days,
           until = from + orient()->cip.cells * orient()->cip.cell_days;
    assert_true(from < -36524.5 && until > 36524.5); /* 1900-01-01 to 2100-01-01 */
    const double inside[] = {from - 1e-6,  from,  -SKY_PRECESSION_MAX_DAYS,
                             until + 1e-6, until, SKY_PRECESSION_MAX_DAYS};
    const double outside[] = {-SKY_PRECESSION_MAX_DAYS - 1e-6,
                              SKY_PRECESSION_MAX_DAYS + 1e-6,
                              -1e300,
                              1e300,
                              INFINITY,
                              -INFINITY,
                              NAN};
    struct sky_cip cip;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        assert_int_equal(sky_earth_orientation_pole(orient(), (struct sky_tt){inside[i]}, &cip),
                         BASE_ERR_OK);
    cip.x = 42.0;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct sky_tt tt = {outside[i]};
        assert_int_equal(sky_earth_orientation_pole(orient(), tt, &cip), BASE_ERR_RANGE);
        assert_true(cip.x == 42.0);
    }
}

static void test_earth_orientation_era_agrees_with_erfa(void **state)
{
    (void)state;
    struct random_source random = random_seeded(2000);
    CHECK_NEAR(sky_earth_orientation_era_rad((struct sky_ut1){0.0}) * SKY_DEG_PER_RAD,
               280.46061837504,
               1e-11); /* IAU 2000 Resolution B1.8: 0.7790572732640 turns, 13 digits */
    for (int i = 0; i < 50000; i++) {
        double ut1 = random_between(&random, -700000.0, 400000.0);
        double got = sky_earth_orientation_era_rad((struct sky_ut1){ut1});
        assert_true(got >= 0.0 && got < SKY_TWO_PI);
        /* rounding of the excess rotation: 2000 turns at the far end */
        CHECK_NEAR(remainder(got - eraEra00(ERFA_DJ00, ut1), SKY_TWO_PI), 0.0, 6e-12);
    }
}

/* UT1-UTC and the pole as published, at 0h UTC: IERS 14 C04 to MJD 59912, then Bulletin A of
 * 2026-08-21. */
static const struct {
    int32_t mjd;
    double ut1_utc_s, xp_arcsec, yp_arcsec;
} PUBLISHED[] = {
    {37666, 0.0320547, -0.015900, 0.214100},   {38333, -0.1264278, -0.069117, -0.019317},
    {38334, -0.0283989, -0.073017, -0.018517}, {39126, -0.0472656, 0.055200, 0.018800},
    {41316, -0.1533590, 0.033899, 0.019499},   {41317, -0.0454859, 0.030400, 0.018700},
    {41498, -0.6349935, -0.057151, 0.371249},  {41499, 0.3621956, -0.054050, 0.372950},
    {42500, 0.4550297, 0.034224, 0.339124},    {44239, 0.6450414, 0.141700, 0.256100},
    {45700, 0.3957414, -0.133145, 0.088674},   {47161, 0.3644819, -0.024227, 0.413366},
    {49123, -0.3005837, 0.012568, 0.169089},   {51544, 0.3553880, 0.043282, 0.377909},
    {53736, 0.3388662, 0.052618, 0.383669},    {54832, 0.4071435, -0.017053, 0.146181},
    {57753, -0.4077492, 0.081284, 0.263013},   {57754, 0.5912977, 0.080406, 0.263110},
    {58405, 0.0350913, 0.202237, 0.315398},    {58422, 0.0203477, 0.186298, 0.298764},
    {59912, -0.0192085, 0.149881, 0.189736},   {60000, -0.0151470, -0.039677, 0.305150},
    {60900, 0.0720369, 0.218698, 0.413155},    {61272, 0.0067184, 0.219625, 0.349589},
};

static void test_earth_orientation_spin_gives_the_published_figures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PUBLISHED / sizeof *PUBLISHED; i++) {
        struct sky_civil c = sky_civil_date(PUBLISHED[i].mjd - 51544);
        struct sky_tt tt = data_tt(c.year, c.month, c.day, 0, 0, 0.0);
        struct sky_earth_orientation_spin spin = sky_earth_orientation_spin(orient(), tt);
        /* The room takes 69.184 s for TT - UTC everywhere: 35 s early in 1962, in which UT1 moves
         * by 2 us; a count is 0.1 us. */
        CHECK_NEAR(sky_civil_ut1_utc_s(&data_sky()->leaps, orient(), tt), PUBLISHED[i].ut1_utc_s,
                   3e-6);
        /* A count is 0.02 mas. The pole moves by 3 microarcseconds in the 35 s. */
        CHECK_NEAR(spin.xp_rad / SKY_RAD_PER_ARCSEC, PUBLISHED[i].xp_arcsec, 1.5e-5);
        CHECK_NEAR(spin.yp_rad / SKY_RAD_PER_ARCSEC, PUBLISHED[i].yp_arcsec, 1.5e-5);
        assert_int_equal(spin.source, SKY_EARTH_ORIENTATION_MEASURED);
    }
}

/* Before 1962 IERS C01 gives UT1 - TAI and the pole every 18 days. The first row, of 1956-01-01, is
 * good to 3 ms: Delta T 31.331 s. Cubics between the rows, rounded to whole days. */
static void test_earth_orientation_spin_gives_ut1_as_measured_from_1956_on(void **state)
{
    (void)state;
    static const struct {
        double mjd, ut1_tai_s, xp_arcsec, yp_arcsec;
    } rows[] = {
        {35473.352, 0.8530000, 0.026620, 0.459115},
        {35528.138, 0.7910597, 0.099615, 0.433196},
        {35619.449, 0.6857663, 0.202792, 0.249534},
        {37719.590, -1.8839863, -0.037163, 0.251850},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_tt tt = {rows[i].mjd - SKY_J2000_MJD + 69.184 / SKY_DAY_S};
        struct sky_earth_orientation_spin spin = sky_earth_orientation_spin(orient(), tt);
        CHECK_NEAR(spin.ut1_minus_tt_s + SKY_TT_TAI_S, rows[i].ut1_tai_s, 1e-3);
        CHECK_NEAR(spin.xp_rad / SKY_RAD_PER_ARCSEC, rows[i].xp_arcsec, 0.01);
        CHECK_NEAR(spin.yp_rad / SKY_RAD_PER_ARCSEC, rows[i].yp_arcsec, 0.01);
        assert_int_equal(spin.source, SKY_EARTH_ORIENTATION_MEASURED);
    }
}

/* TDB - UT as JPL Horizons printed it, yearly; the scale of its UT is UT1. */
static void test_earth_orientation_spin_gives_the_historic_delta_t(void **state)
{
    (void)state;
    static const struct {
        double jd_ut, tdb_minus_ut_s;
    } rows[] = {
        {2268932.5, 201.941},    /* 1500-01-01 */
        {2287432.5, 157.173234}, /* 1550-08-26 */
        {2305932.5, 111.505476}, /* 1601-04-30 */
        {2324432.5, 43.226629},  /* 1651-12-24 */
        {2342932.5, 13.272743},  /* 1702-08-19 */
        {2361432.5, 17.754597},  /* 1753-04-13 */
        {2379932.5, 16.954773},  /* 1803-12-08 */
        {2398432.5, 10.375958},  /* 1854-08-02 */
        {2416932.5, 5.241709},   /* 1905-03-28 */
        {2431732.5, 27.401698},  /* 1945-10-04 */
        {2433212.5, 28.859907},  /* 1949-10-23 */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_tt tt = {rows[i].jd_ut - 2451545.0 + rows[i].tdb_minus_ut_s / SKY_DAY_S};
        struct sky_earth_orientation_spin spin = sky_earth_orientation_spin(orient(), tt);
        double tdb_minus_tt_s = (sky_time_tdb(tt).days - tt.days) * SKY_DAY_S;
        /* 69 s of TT - UT stand for the true 0 to 200 s: 0.3 s a year, 1 us; doubles of days */
        CHECK_NEAR(-spin.ut1_minus_tt_s + tdb_minus_tt_s, rows[i].tdb_minus_ut_s, 60e-6);
        assert_true(spin.xp_rad == 0.0 && spin.yp_rad == 0.0);
        assert_int_equal(spin.source, SKY_EARTH_ORIENTATION_HISTORIC);
    }
}

/* Law: UT1 - TT has no steps, not where the tables join either, nor where the last value is held or
 * let go. Each source follows once, in its order. */
static void test_earth_orientation_spin_is_continuous(void **state)
{
    (void)state;
    static const enum sky_earth_orientation_source order[] = {
        SKY_EARTH_ORIENTATION_MODEL,    SKY_EARTH_ORIENTATION_HISTORIC,
        SKY_EARTH_ORIENTATION_MEASURED, SKY_EARTH_ORIENTATION_PREDICTED,
        SKY_EARTH_ORIENTATION_HELD,     SKY_EARTH_ORIENTATION_MODEL,
    };
    size_t stage = 0;
    struct sky_earth_orientation_spin last =
        sky_earth_orientation_spin(orient(), (struct sky_tt){-190000.0});
    for (double tt = -190000.0 + 0.25; tt < 40000.0; tt += 0.25) {
        struct sky_earth_orientation_spin spin =
            sky_earth_orientation_spin(orient(), (struct sky_tt){tt});
        /* 3 ms a day anywhere, but 31 ms a day on the line that joins 1961-12-19 to 1962 */
        double tol_s = tt > -13900.0 && tt < -13878.0 ? 0.009 : 0.002;
        CHECK_NEAR(spin.ut1_minus_tt_s, last.ut1_minus_tt_s, tol_s);
        if (spin.source != SKY_EARTH_ORIENTATION_MEASURED ||
            last.source != SKY_EARTH_ORIENTATION_HISTORIC) {
            /* 15 mas a day is the most; the pole was not measured before 1962 */
            CHECK_NEAR(spin.xp_rad / MAS, last.xp_rad / MAS, 4.0);
            CHECK_NEAR(spin.yp_rad / MAS, last.yp_rad / MAS, 4.0);
        }
        if (spin.source != order[stage]) stage++;
        assert_true(stage < sizeof order / sizeof *order && spin.source == order[stage]);
        last = spin;
    }
    assert_int_equal(stage, sizeof order / sizeof *order - 1);
}

static void test_earth_orientation_holds_the_last_ut1_as_long_as_asked(void **state)
{
    (void)state;
    struct sky_earth_orientation holding = *orient();
    double last_days = holding.spin.first_mjd + holding.spin.days - 1 - SKY_J2000_MJD;
    struct sky_earth_orientation_spin last = sky_earth_orientation_spin(
                                          orient(), (struct sky_tt){last_days + 0.01}),
                                      late = sky_earth_orientation_spin(
                                          orient(), (struct sky_tt){last_days + 3652.0});
    assert_true(late.ut1_minus_tt_s == last.ut1_minus_tt_s &&
                late.source == SKY_EARTH_ORIENTATION_HELD);
    holding.spin.hold_days = INFINITY; /* as JPL Horizons does */
    struct sky_earth_orientation_spin far =
        sky_earth_orientation_spin(&holding, (struct sky_tt){1e6});
    assert_true(far.ut1_minus_tt_s == last.ut1_minus_tt_s &&
                far.source == SKY_EARTH_ORIENTATION_HELD);
    far = sky_earth_orientation_spin(orient(), (struct sky_tt){1e6});
    assert_true(far.ut1_minus_tt_s < last.ut1_minus_tt_s &&
                far.source == SKY_EARTH_ORIENTATION_MODEL);
    far = sky_earth_orientation_spin(orient(), (struct sky_tt){-1e6});
    assert_true(isfinite(far.ut1_minus_tt_s) && far.source == SKY_EARTH_ORIENTATION_MODEL);
}

static enum base_err open_spin(struct base_span spin, struct base_fault *fault)
{
    struct sky_earth_orientation opened;
    return sky_earth_orientation_open(data_embedded_cip(), spin, &opened, fault);
}

static void test_earth_orientation_refuses_tables_of_another_size(void **state)
{
    (void)state;
    struct base_span cip = data_embedded_cip(), spin = data_embedded_earth_rotation();
    struct base_fault fault;
    struct sky_earth_orientation opened;
    const size_t cuts[] = {0, 1, 7, 8, 39, 40, 47, 48, 1000, cip.size - 1};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct base_span cut = {cip.bytes, cuts[i]};
        assert_int_equal(sky_earth_orientation_open(cut, spin, &opened, &fault), BASE_ERR_FORMAT);
        cut = (struct base_span){spin.bytes, cuts[i] < spin.size ? cuts[i] : spin.size - 1};
        assert_int_equal(open_spin(cut, &fault), BASE_ERR_FORMAT);
    }
    assert_int_equal(sky_earth_orientation_open(spin, cip, &opened, &fault),
                     BASE_ERR_FORMAT); /* swapped */
    assert_int_equal(fault.offset, 0);
}

static void test_earth_orientation_refuses_headers_that_contradict_the_size(void **state)
{
    (void)state;
    static const int32_t wrong[] = {0, -1, 3, 1000000000, INT32_MAX, INT32_MIN};
    struct base_span good = data_embedded_earth_rotation(), good_cip = data_embedded_cip();
    unsigned char *copy = malloc(good.size), *cip = malloc(good_cip.size);
    struct base_fault fault;
    struct sky_earth_orientation opened;
    assert_true(copy != NULL && cip != NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        for (size_t at = 12; at < 36; at += 4) { /* days, pole rows, Delta T rows */
            if (at == 16 || at == 20 || (at == 24 && wrong[i] > 0)) continue; /* dates, the step */
            memcpy(copy, good.bytes, good.size);
            memcpy(copy + at, &wrong[i], 4);
            assert_int_equal(open_spin((struct base_span){copy, good.size}, &fault),
                             BASE_ERR_FORMAT);
        }
        memcpy(cip, good_cip.bytes, good_cip.size);
        memcpy(cip + 32, &wrong[i], 4);
        assert_int_equal(sky_earth_orientation_open((struct base_span){cip, good_cip.size}, good,
                                                    &opened, &fault),
                         BASE_ERR_FORMAT);
        assert_int_equal(fault.offset, 32);
    }
    free(copy);
    free(cip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_earth_orientation_cip_agrees_with_erfa),
        cmocka_unit_test(test_earth_orientation_cip_is_continuous_over_cells),
        cmocka_unit_test(test_earth_orientation_pole_ends_where_its_formulas_end),
        cmocka_unit_test(test_earth_orientation_era_agrees_with_erfa),
        cmocka_unit_test(test_earth_orientation_spin_gives_the_published_figures),
        cmocka_unit_test(test_earth_orientation_spin_gives_ut1_as_measured_from_1956_on),
        cmocka_unit_test(test_earth_orientation_spin_gives_the_historic_delta_t),
        cmocka_unit_test(test_earth_orientation_spin_is_continuous),
        cmocka_unit_test(test_earth_orientation_holds_the_last_ut1_as_long_as_asked),
        cmocka_unit_test(test_earth_orientation_refuses_tables_of_another_size),
        cmocka_unit_test(test_earth_orientation_refuses_headers_that_contradict_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
