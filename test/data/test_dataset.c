/* data/dataset: a kernel that the user names, from the file to the answer, over thousands of years.
 */
#include "almanac/positions.h"
#include "check.h"
#include "data/time_text.h"
#include "sky/const.h"

#include <erfa.h>
#include <erfam.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FIRST_DAYS (-5.4e6) /* -12785 */
#define LAST_DAYS  5.4e6    /* +16784 */
#define SUN_AU     1.0

/* A kernel in which the Earth is always at the barycentre and the Sun one au from it, so that
 * directions show only precession and nutation. */
static void write_kernel(const char *path, double ra_rad, double dec_rad)
{
    static unsigned char bytes[3 * 1024 + 2 * 72];
    const double from_s = FIRST_DAYS * 86400.0, until_s = LAST_DAYS * 86400.0,
                 r = SUN_AU * SKY_AU_KM;
    const double points[2][3] = {
        {0.0, 0.0, 0.0},
        {r * cos(dec_rad) * cos(ra_rad), r * cos(dec_rad) * sin(ra_rad), r * sin(dec_rad)}};
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, "DAF/SPK \2\0\0\0\6\0\0\0STANDING STILL", 30);
    memset(bytes + 30, ' ', 46);
    memcpy(bytes + 76, "\2\0\0\0\2\0\0\0\1\0\0\0LTL-IEEE", 20);
    const double count = 2.0;
    memcpy(bytes + 1024 + 16, &count, 8);
    for (int i = 0; i < 2; i++) {
        const double times[2] = {from_s, until_s};
        const int words[6] = {i == 0 ? 399 : 10, 0, 1, 2, 385 + 9 * i, 393 + 9 * i};
        const double record[9] = {(from_s + until_s) / 2,
                                  (until_s - from_s) / 2,
                                  points[i][0],
                                  points[i][1],
                                  points[i][2],
                                  from_s,
                                  until_s - from_s,
                                  5.0,
                                  1.0};
        memcpy(bytes + 1024 + 24 + 40 * i, times, 16);
        memcpy(bytes + 1024 + 40 + 40 * i, words, 24);
        memcpy(bytes + 3072 + 72 * i, record, 72);
    }
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, sizeof bytes), sizeof bytes);
    close(file);
}

static struct data_dataset dataset;
static char folder[] = "/tmp/planettracker-XXXXXX", path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) return 1;
    snprintf(path, sizeof path, "%s/still.bsp", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void open_still(double ra_rad, double dec_rad)
{
    struct data_dataset_files files = {.ephemeris = path};
    struct data_dataset_fault fault;
    write_kernel(path, ra_rad, dec_rad);
    assert_int_equal(data_dataset_open_files(&files, &dataset, &fault), BASE_ERR_OK);
}

static void test_dataset_names_the_kernel_and_lists_its_bodies(void **state)
{
    (void)state;
    open_still(1.0, 0.2);
    assert_string_equal(dataset.source, "still.bsp (STANDING STILL)");
    assert_int_equal(dataset.bodies, 1u << SKY_BODY_SUN);
    data_dataset_close(&dataset);
}

/* Right ascension and declination of date against ERFA's long-term precession and full nutation. */
static void test_dataset_of_a_long_kernel_reaches_other_millennia(void **state)
{
    (void)state;
    const double ra_rad = 2.0, dec_rad = -0.3;
    const struct {
        struct base_text time;
        double tol_arcsec;
    } rows[] = {
        /* 10 mas of shortened nutation in the pole, a little more in right ascension */
        {BASE_TEXT("-003000-01-01T00:00:00Z"), 0.02},
        {BASE_TEXT("0500-07-01T12:00:00Z"), 0.02},
        {BASE_TEXT("1700-07-01T12:00:00Z"), 0.02},
        {BASE_TEXT("+008000-01-01T00:00:00Z"), 0.02},
    };
    open_still(ra_rad, dec_rad);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sky_tt when;
        struct base_fault fault;
        struct sky_fault sky_fault;
        static struct sky_frame frame;
        bool is_now;
        assert_int_equal(data_time_text_parse(&dataset, rows[i].time, &when, &is_now, &fault), 0);
        assert_int_equal(sky_frame_init(&dataset.sky, when, &frame, &sky_fault), 0);
        assert_int_equal(sky_frame_add(&dataset.sky, SKY_BODY_SUN, &frame, &sky_fault), 0);
        struct sky_viewpoint view = sky_apparent_geocentre(&frame);
        struct sky_apparent place = sky_apparent_place(&view, SKY_BODY_SUN);
        struct sky_vec dir = sky_vec_rotated(&frame.gcrs_to_cirs, place.dir_apparent_gcrs);
        double got_ra = sky_vec_longitude_rad(dir) - frame.eo_rad;

        double precession[3][3], nutation[3][3], both[3][3], dpsi, deps, ecl[3], equ[3];
        double year = 2000.0 + when.days / 365.25, gcrs[3], date[3], want_ra, want_dec;
        eraLtpb(year, precession);
        eraLtpecl(year, ecl);
        eraLtpequ(year, equ);
        eraNut06a(ERFA_DJ00, when.days, &dpsi, &deps);
        eraNumat(eraSepp(ecl, equ), dpsi, deps, nutation);
        eraRxr(nutation, precession, both);
        eraS2c(ra_rad, dec_rad, gcrs);
        eraRxp(both, gcrs, date);
        eraC2s(date, &want_ra, &want_dec);
        CHECK_NEAR(remainder(got_ra - want_ra, SKY_TWO_PI) / SKY_RAD_PER_ARCSEC, 0.0,
                   rows[i].tol_arcsec);
        CHECK_NEAR((sky_vec_latitude_rad(dir) - want_dec) / SKY_RAD_PER_ARCSEC, 0.0,
                   rows[i].tol_arcsec);
    }
    data_dataset_close(&dataset);
}

static void test_dataset_far_from_now_marks_delta_t_as_a_model(void **state)
{
    (void)state;
    open_still(2.0, -0.3);
    struct almanac_params params = {.given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON)};
    struct almanac_problem problem;
    static struct almanac_positions_frame frame;
    static struct almanac_positions positions;
    assert_int_equal(almanac_params_set(&dataset, BASE_TEXT("time"),
                                        BASE_TEXT("-000500-03-01T00:00:00Z"), &params, &problem),
                     0);
    assert_int_equal(
        almanac_params_set(&dataset, BASE_TEXT("bodies"), BASE_TEXT("sun"), &params, &problem), 0);
    assert_int_equal(almanac_positions_open(&dataset, &frame, &params, &positions, &problem), 0);
    struct base_buf out;
    base_buf_init(&out, 65536);
    struct sky_fault fault;
    assert_int_equal(
        almanac_positions_append(&positions, ALMANAC_PARAMS_JSON, &out, SIZE_MAX, &fault),
        BASE_ERR_END);
    base_buf_append(&out, "", 1);
    assert_non_null(strstr(out.bytes, "\"source\": \"still.bsp (STANDING STILL)\""));
    assert_non_null(strstr(out.bytes, "\"ut1_source\": \"delta-t-model\""));
    assert_non_null(strstr(out.bytes, "\"code\": \"delta-t-model\""));
    assert_non_null(strstr(out.bytes, "\"cause\": \"earth-rotation\""));
    assert_non_null(strstr(out.bytes, "time=-000500-03-01T00:00:00Z\""));
    base_buf_fini(&out);
    data_dataset_close(&dataset);
}

/* Limits in problems are those of the kernel in use, and years have six digits where four end. */
static void test_dataset_has_the_limits_of_its_kernel(void **state)
{
    (void)state;
    open_still(2.0, -0.3);
    struct almanac_params params = {.given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) |
                                             ALMANAC_PARAMS_BIT(BODIES),
                                    .bodies = 1};
    struct almanac_problem problem;
    static struct almanac_positions_frame frame;
    static struct almanac_positions positions;
    assert_int_equal(almanac_params_set(&dataset, BASE_TEXT("time"),
                                        BASE_TEXT("+018000-03-01T00:00:00Z"), &params, &problem),
                     0);
    assert_int_equal(almanac_positions_open(&dataset, &frame, &params, &positions, &problem),
                     BASE_ERR_RANGE);
    assert_string_equal(problem.source, "still.bsp (STANDING STILL)");
    assert_memory_equal(problem.valid_from, "-012", 4); /* FIRST_DAYS */
    assert_memory_equal(problem.valid_until, "+016", 4);
    assert_int_equal(almanac_params_set(&dataset, BASE_TEXT("bodies"), BASE_TEXT("mars"),
                                        &(struct almanac_params){0}, &problem),
                     0);
    params = (struct almanac_params){.given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) |
                                              ALMANAC_PARAMS_BIT(BODIES),
                                     .bodies = 1u << SKY_BODY_MARS};
    assert_int_not_equal(almanac_positions_open(&dataset, &frame, &params, &positions, &problem),
                         0);
    assert_int_equal(problem.kind, ALMANAC_PROBLEM_BODY_MISSING);
    data_dataset_close(&dataset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dataset_names_the_kernel_and_lists_its_bodies),
        cmocka_unit_test(test_dataset_of_a_long_kernel_reaches_other_millennia),
        cmocka_unit_test(test_dataset_far_from_now_marks_delta_t_as_a_model),
        cmocka_unit_test(test_dataset_has_the_limits_of_its_kernel),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
