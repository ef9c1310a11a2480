/* The ecliptic of date against ERFA, and laws of the true equinox. */
#include "check.h"
#include "data/dataset.h"
#include "sky/ecliptic.h"
#include "sky/vec.h"

#include <erfa.h>
#include <erfam.h>

static struct data_dataset dataset;

/* A hundred instants from 1901 to 2098, at no round step. */
#define INSTANTS 100
static struct sky_tt instant(int i)
{
    return (struct sky_tt){-36000.3 + 719.71 * i};
}

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK ? 0 : -1;
}

static struct sky_frame frame_of(struct sky_tt when)
{
    struct sky_frame frame;
    struct sky_fault fault;
    assert_int_equal(sky_frame_init(&dataset.sky, when, &frame, &fault), BASE_ERR_OK);
    return frame;
}

static void test_ecliptic_pole_agrees_with_erfa(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANTS; i++) {
        double to_ecliptic[3][3];
        eraEcm06(ERFA_DJ00, instant(i).days, to_ecliptic);
        struct sky_vec pole = sky_ecliptic_pole_gcrs(instant(i));
        /* eraEcm06 adds the frame bias as a rotation of its own: 1e-13 is rounding alone. */
        CHECK_NEAR(pole.x, to_ecliptic[2][0], 1e-13);
        CHECK_NEAR(pole.y, to_ecliptic[2][1], 1e-13);
        CHECK_NEAR(pole.z, to_ecliptic[2][2], 1e-13);
    }
}

static void test_ecliptic_mean_obliquity_agrees_with_erfa(void **state)
{
    (void)state;
    /* 84381.406 arcsec at J2000.0: IAU 2006; the same double apart from one rounding */
    CHECK_NEAR(sky_ecliptic_mean_obliquity_rad((struct sky_tt){0.0}) / SKY_RAD_PER_ARCSEC,
               84381.406, 1e-9);
    for (int i = 0; i < INSTANTS; i++) /* the same polynomial: rounding alone */
        CHECK_NEAR(sky_ecliptic_mean_obliquity_rad(instant(i)),
                   eraObl06(ERFA_DJ00, instant(i).days), 1e-15);
}

/* ERFA: GCRS to the true equator and equinox (nutation series and all), then about x by the true
 * obliquity. */
static void erfa_true_ecliptic(double tt_days, double matrix[3][3], double *obliquity_rad)
{
    double dpsi, deps;
    eraPnm06a(ERFA_DJ00, tt_days, matrix);
    eraNut06a(ERFA_DJ00, tt_days, &dpsi, &deps);
    *obliquity_rad = eraObl06(ERFA_DJ00, tt_days) + deps;
    eraRx(*obliquity_rad, matrix);
}

static void test_ecliptic_matrix_agrees_with_erfa(void **state)
{
    (void)state;
    /* 0.1 mas: our table of the pole is good to 0.05 mas, and a displaced pole moves the equinox
     * by up to 1 / sin(obliquity) = 2.5 times as much; that of the table's rms stays within. */
    const double tol = 0.1e-3 * SKY_RAD_PER_ARCSEC;
    for (int i = 0; i < INSTANTS; i++) {
        double want[3][3], obliquity_rad;
        erfa_true_ecliptic(instant(i).days, want, &obliquity_rad);
        struct sky_frame frame = frame_of(instant(i));
        struct sky_mat got = sky_ecliptic_matrix(&frame);
        for (int row = 0; row < 3; row++) {
            CHECK_NEAR(got.row[row].x, want[row][0], tol);
            CHECK_NEAR(got.row[row].y, want[row][1], tol);
            CHECK_NEAR(got.row[row].z, want[row][2], tol);
        }
        CHECK_NEAR(sky_ecliptic_obliquity_rad(&frame), obliquity_rad, tol);
    }
}

static void test_ecliptic_matrix_is_a_rotation(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANTS; i++) {
        struct sky_frame frame = frame_of(instant(i));
        struct sky_mat m = sky_ecliptic_matrix(&frame);
        struct sky_vec third = sky_vec_cross(m.row[0], m.row[1]);
        /* a few roundings */
        CHECK_NEAR(sky_vec_length(sky_vec_difference(third, m.row[2])), 0.0, 1e-15);
        CHECK_NEAR(sky_vec_length(m.row[0]), 1.0, 1e-15);
    }
}

/* The equinox of the equation of the origins (ERFA's series) is the one of the geometry. */
static void test_ecliptic_equinox_has_right_ascension_zero(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANTS; i++) {
        struct sky_frame frame = frame_of(instant(i));
        struct sky_mat m = sky_ecliptic_matrix(&frame);
        struct sky_vec cirs = sky_vec_rotated(&frame.gcrs_to_cirs, m.row[0]);
        double ra_rad = sky_vec_longitude_rad(cirs) - frame.eo_rad;
        CHECK_NEAR(sin(ra_rad), 0.0, 0.2e-3 * SKY_RAD_PER_ARCSEC); /* twice the pole's table */
        CHECK_NEAR(cirs.z, 0.0, 1e-15);                            /* on the equator: rounding */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ecliptic_pole_agrees_with_erfa),
        cmocka_unit_test(test_ecliptic_mean_obliquity_agrees_with_erfa),
        cmocka_unit_test(test_ecliptic_matrix_agrees_with_erfa),
        cmocka_unit_test(test_ecliptic_matrix_is_a_rotation),
        cmocka_unit_test(test_ecliptic_equinox_has_right_ascension_zero),
    };
    return cmocka_run_group_tests_name("ecliptic", tests, open_store, NULL);
}
