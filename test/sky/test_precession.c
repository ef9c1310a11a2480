/* The pole outside the table, against ERFA and against the definition of the origin. */
#include "check.h"
#include "data/dataset.h"
#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/precession.h"
#include "sky/vec.h"

#include <erfa.h>
#include <erfam.h>

static const double MAS = 1e-3 * SKY_RAD_PER_ARCSEC;

static struct sky_cip pole_at(double centuries)
{
    struct sky_cip cip;
    assert_int_equal(sky_precession_pole((struct sky_tt){centuries * SKY_CENTURY_DAYS}, &cip), 0);
    return cip;
}

/* ERFA's IAU 2006/2000A. */
static struct sky_cip erfa_at(double centuries)
{
    struct sky_cip cip;
    double days = centuries * SKY_CENTURY_DAYS;
    eraXys06a(ERFA_DJ00, days, &cip.x, &cip.y, &cip.s_rad);
    cip.eo_rad = eraEo06a(ERFA_DJ00, days);
    return cip;
}

static void test_precession_agrees_with_erfa(void **state)
{
    (void)state;
    const struct {
        double from, until, tol_mas;
    } spans[] = {
        /* 77 of 678 + 687 terms of the nutation leave 1 to 2 mas (McCarthy & Luzum 2003) */
        {-1.01, 1.01, 2.5},
        /* and precession 2011 leaves IAU 2006 slowly */
        {-4.0, 4.0, 8.0},
        {-20.0, 20.0, 2100.0},
    };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        for (double t = spans[i].from; t <= spans[i].until; t += 0.0037) {
            struct sky_cip got = pole_at(t), want = erfa_at(t);
            CHECK_NEAR(got.x / MAS, want.x / MAS, spans[i].tol_mas);
            CHECK_NEAR(got.y / MAS, want.y / MAS, spans[i].tol_mas);
            CHECK_NEAR(got.eo_rad / MAS, want.eo_rad / MAS, spans[i].tol_mas);
            CHECK_NEAR(got.s_rad / MAS, want.s_rad / MAS, spans[i].tol_mas);
        }
}

/* The same precession 2011 in ERFA, with its full nutation. */
static void test_precession_follows_the_long_term_pole(void **state)
{
    (void)state;
    for (double t = -199.0; t <= 199.0; t += 0.217) {
        double precession[3][3], nutation[3][3], both[3][3], dpsi, deps;
        double ecliptic[3], equator[3];
        double year = 2000.0 + 100.0 * t;
        eraLtpb(year, precession);
        eraLtpecl(year, ecliptic);
        eraLtpequ(year, equator);
        eraNut06a(ERFA_DJ00, t * SKY_CENTURY_DAYS, &dpsi, &deps);
        eraNumat(eraSepp(ecliptic, equator), dpsi, deps, nutation);
        eraRxr(nutation, precession, both);
        struct sky_cip got = pole_at(t);
        /* Terms left out, each with its growth in time, over 200 centuries. */
        CHECK_NEAR(got.x / MAS, both[2][0] / MAS, 25.0);
        CHECK_NEAR(got.y / MAS, both[2][1] / MAS, 25.0);
        double eo = eraEors(both, got.s_rad);
        CHECK_NEAR(remainder(got.eo_rad - eo, SKY_TWO_PI) / MAS, 0.0, 25.0);
    }
}

/* ds = -(X dY - Y dX) / (1 + Z) along the smoothed way: nutation is averaged out over 18.6 years.
 */
static void test_precession_origin_does_not_turn(void **state)
{
    (void)state;
    const double node_days = 6798.38; /* the node's turn, in which the large terms sum to nothing */
    const int steps = 1 << 14;
    const double starts[] = {-195.0, -120.0, -57.0, -20.0, 5.0, 30.0, 88.0, 150.0, 198.0};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct sky_cip before = pole_at(starts[i]), first = before;
        double turned = 0.0;
        for (int k = 1; k <= steps; k++) {
            struct sky_cip now = pole_at(starts[i] + k * (node_days / SKY_CENTURY_DAYS) / steps);
            double x = 0.5 * (now.x + before.x), y = 0.5 * (now.y + before.y);
            double z = sqrt(1.0 - x * x - y * y);
            turned -= (x * (now.y - before.y) - y * (now.x - before.x)) / (1.0 + z);
            before = now;
        }
        /* The classical equation of the equinoxes leaves some 0.1 mas of periodic terms out. */
        CHECK_NEAR(remainder(before.s_rad - first.s_rad, SKY_TWO_PI) / MAS, turned / MAS, 0.3);
    }
}

/* How far a star of J2000.0 is from the pole of a year; proper motion in arcsec a year. */
static double from_pole_deg(double ra_deg, double dec_deg, double pm_ra, double pm_dec, double year)
{
    struct sky_cip cip = pole_at((year - 2000.0) / 100.0);
    double dec = (dec_deg + pm_dec * (year - 2000.0) / 3600.0) * SKY_RAD_PER_DEG;
    double ra = (ra_deg + pm_ra / cos(dec) * (year - 2000.0) / 3600.0) * SKY_RAD_PER_DEG;
    double z = sqrt(1.0 - cip.x * cip.x - cip.y * cip.y);
    return acos(cip.x * cos(dec) * cos(ra) + cip.y * cos(dec) * sin(ra) + z * sin(dec)) *
           SKY_DEG_PER_RAD;
}

/* Thuban was the pole star when the pyramids were built, nearest in the 28th century BC. Its place,
 * proper motion: Hipparcos. */
static void test_precession_knows_the_pole_stars(void **state)
{
    (void)state;
    CHECK_NEAR(from_pole_deg(211.0973, 64.3758, -0.0565, 0.0172, -2786.0), 0.1, 0.15);
    assert_true(from_pole_deg(211.0973, 64.3758, -0.0565, 0.0172, -2000.0) > 3.0);
}

static void test_precession_joins_the_table(void **state)
{
    (void)state;
    static struct data_dataset dataset;
    struct base_fault fault;
    assert_int_equal(data_dataset_open(NULL, &dataset, &fault), 0);
    const struct sky_earth_orientation *orient = &dataset.sky.orient;
    const double ends[] = {orient->cip.from_days,
                           orient->cip.from_days + orient->cip.cells * orient->cip.cell_days};
    for (int i = 0; i < 2; i++) {
        struct sky_cip in, out;
        double outwards = i == 0 ? -1e-6 : 1e-6;
        assert_int_equal(sky_earth_orientation_pole(orient, (struct sky_tt){ends[i]}, &in), 0);
        assert_int_equal(
            sky_earth_orientation_pole(orient, (struct sky_tt){ends[i] + outwards}, &out), 0);
        /* What the shortened nutation leaves out. */
        CHECK_NEAR(out.x / MAS, in.x / MAS, 2.0);
        CHECK_NEAR(out.y / MAS, in.y / MAS, 2.0);
        CHECK_NEAR(out.eo_rad / MAS, in.eo_rad / MAS, 2.0);
        CHECK_NEAR(out.s_rad / MAS, in.s_rad / MAS, 2.0);
        print_message("joint %d: X %.3f, Y %.3f, EO %.3f mas\n", i, (out.x - in.x) / MAS,
                      (out.y - in.y) / MAS, (out.eo_rad - in.eo_rad) / MAS);
    }
}

static void test_precession_ends_after_200_centuries(void **state)
{
    (void)state;
    struct sky_cip cip;
    assert_int_equal(sky_precession_pole((struct sky_tt){-SKY_PRECESSION_MAX_DAYS}, &cip), 0);
    assert_int_equal(sky_precession_pole((struct sky_tt){SKY_PRECESSION_MAX_DAYS + 1.0}, &cip),
                     BASE_ERR_RANGE);
    assert_int_equal(sky_precession_pole((struct sky_tt){NAN}, &cip), BASE_ERR_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_precession_agrees_with_erfa),
        cmocka_unit_test(test_precession_follows_the_long_term_pole),
        cmocka_unit_test(test_precession_origin_does_not_turn),
        cmocka_unit_test(test_precession_knows_the_pole_stars),
        cmocka_unit_test(test_precession_joins_the_table),
        cmocka_unit_test(test_precession_ends_after_200_centuries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
