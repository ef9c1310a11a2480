/* Eclipses of the Moon against NASA's predictions. */
#include "check.h"
#include "data/dataset.h"
#include "sky/lunar_eclipse.h"

static struct data_dataset dataset;

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK ? 0 : -1;
}

static struct sky_tt utc(int year, int month, int day, int hour, int minute, double second)
{
    struct sky_civil civil = {year, month, day, hour, minute, second};
    struct sky_tt tt;
    assert_int_equal(sky_civil_tt(&dataset.sky.leaps, &dataset.sky.orient, civil, &tt),
                     BASE_ERR_OK);
    return tt;
}

static struct sky_lunar_eclipse_search search;

static struct sky_lunar_eclipse next_after(struct sky_tt from, enum sky_lunar_eclipse_shadow shadow)
{
    struct sky_lunar_eclipse eclipse;
    struct sky_fault fault;
    struct sky_tt until = {from.days + 200.0};
    assert_int_equal(sky_lunar_eclipse_init(&search, &dataset.sky,
                                            &(struct sky_lunar_eclipse_query){from, until, shadow},
                                            &fault),
                     BASE_ERR_OK);
    assert_int_equal(sky_lunar_eclipse_next(&search, &eclipse, &fault), BASE_ERR_OK);
    return eclipse;
}

/* F. Espenak, NASA's GSFC, eclipse pages of 2018 and 2019 (Danjon's shadow). */
static void test_lunar_eclipse_contacts_agree_with_nasa(void **state)
{
    (void)state;
    static const struct {
        int date[3];
        double penumbral, umbral;
        int contacts[SKY_LUNAR_ECLIPSE_CONTACTS][3];
    } rows[] = {
        {{2018, 7, 27},
         2.6792,
         1.6087,
         {{17, 14, 49},
          {18, 24, 27},
          {19, 30, 15},
          {20, 21, 44},
          {21, 13, 12},
          {22, 19, 0},
          {23, 28, 37}}},
        {{2019, 1, 21},
         2.1684,
         1.1953,
         {{2, 36, 30},
          {3, 33, 54},
          {4, 41, 17},
          {5, 12, 16},
          {5, 43, 16},
          {6, 50, 39},
          {7, 48, 0}}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int *date = rows[i].date;
        struct sky_lunar_eclipse got =
            next_after(utc(date[0], date[1], date[2] - 1, 0, 0, 0.0), SKY_LUNAR_ECLIPSE_DANJON);
        assert_int_equal(got.type, SKY_LUNAR_ECLIPSE_TOTAL);
        for (int c = 0; c < SKY_LUNAR_ECLIPSE_CONTACTS; c++) {
            const int *at = rows[i].contacts[c];
            assert_true(got.has[c]);
            /* 6 s: his Moon is ELP's and his Sun's and Moon's radii are rounded; the penumbra's
             * shallow touches feel it most */
            CHECK_NEAR(
                (got.contacts[c].days - utc(date[0], date[1], date[2], at[0], at[1], at[2]).days) *
                    SKY_DAY_S,
                0.0, 6.0);
        }
        CHECK_NEAR(got.penumbral_magnitude, rows[i].penumbral, 3e-4); /* as the contacts */
        CHECK_NEAR(got.umbral_magnitude, rows[i].umbral, 3e-4);
    }
}

/* NASA's catalogue of lunar eclipses 2001-2100 of 2007 (LEcat/LE2001-2100, Chauvenet's shadow): UT
 * to a minute, gamma and magnitudes to 0.001. */
static void test_lunar_eclipse_eclipses_of_2001_to_2008_are_those_of_the_catalogue(void **state)
{
    (void)state;
    static const struct {
        int when[5];
        enum sky_lunar_eclipse_type type;
        double gamma, penumbral, umbral;
    } rows[] = {
        {{2001, 1, 9, 20, 21}, SKY_LUNAR_ECLIPSE_TOTAL, 0.372, 2.187, 1.194},
        {{2001, 7, 5, 14, 55}, SKY_LUNAR_ECLIPSE_PARTIAL, -0.729, 1.573, 0.499},
        {{2001, 12, 30, 10, 29}, SKY_LUNAR_ECLIPSE_PENUMBRAL, 1.073, 0.919, -0.110},
        {{2002, 5, 26, 12, 3}, SKY_LUNAR_ECLIPSE_PENUMBRAL, 1.176, 0.714, -0.283},
        {{2002, 6, 24, 21, 27}, SKY_LUNAR_ECLIPSE_PENUMBRAL, -1.444, 0.235, -0.787},
        {{2002, 11, 20, 1, 47}, SKY_LUNAR_ECLIPSE_PENUMBRAL, -1.113, 0.886, -0.222},
        {{2003, 5, 16, 3, 40}, SKY_LUNAR_ECLIPSE_TOTAL, 0.412, 2.100, 1.134},
        {{2003, 11, 9, 1, 19}, SKY_LUNAR_ECLIPSE_TOTAL, -0.432, 2.140, 1.022},
        {{2004, 5, 4, 20, 30}, SKY_LUNAR_ECLIPSE_TOTAL, -0.313, 2.288, 1.309},
        {{2004, 10, 28, 3, 4}, SKY_LUNAR_ECLIPSE_TOTAL, 0.285, 2.390, 1.313},
        {{2005, 4, 24, 9, 55}, SKY_LUNAR_ECLIPSE_PENUMBRAL, -1.089, 0.890, -0.138},
        {{2005, 10, 17, 12, 3}, SKY_LUNAR_ECLIPSE_PARTIAL, 0.980, 1.084, 0.068},
        {{2006, 3, 14, 23, 48}, SKY_LUNAR_ECLIPSE_PENUMBRAL, 1.021, 1.056, -0.056},
        {{2006, 9, 7, 18, 51}, SKY_LUNAR_ECLIPSE_PARTIAL, -0.926, 1.158, 0.190},
        {{2007, 3, 3, 23, 21}, SKY_LUNAR_ECLIPSE_TOTAL, 0.317, 2.345, 1.238},
        {{2007, 8, 28, 10, 37}, SKY_LUNAR_ECLIPSE_TOTAL, -0.214, 2.478, 1.481},
        {{2008, 2, 21, 3, 26}, SKY_LUNAR_ECLIPSE_TOTAL, -0.399, 2.171, 1.111},
        {{2008, 8, 16, 21, 10}, SKY_LUNAR_ECLIPSE_PARTIAL, 0.565, 1.862, 0.812},
    };
    struct sky_tt from = utc(2001, 1, 1, 0, 0, 0.0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int *at = rows[i].when;
        struct sky_lunar_eclipse got = next_after(from, SKY_LUNAR_ECLIPSE_CHAUVENET);
        from = got.contacts[SKY_LUNAR_ECLIPSE_GREATEST];
        assert_int_equal(got.type, rows[i].type);
        /* a printed minute, made with a predicted Delta T */
        CHECK_NEAR((from.days - utc(at[0], at[1], at[2], at[3], at[4], 0.0).days) * 1440.0, 0.0,
                   0.7);
        CHECK_NEAR(got.gamma, rows[i].gamma, 0.0011); /* printed digits, and an older Moon */
        CHECK_NEAR(got.umbral_magnitude, rows[i].umbral, 0.0011);
        CHECK_NEAR(got.penumbral_magnitude, rows[i].penumbral, 0.0011);
    }
}

/* NASA's Five Millennium Canon (Danjon): 228 eclipses from 2001 to 2100: 86 penumbral, 57 partial,
 * 85 total. Two penumbral ones are in 2100, after the embedded kernel's last full year. */
static void test_lunar_eclipse_eclipses_of_a_century_number_as_in_the_canon(void **state)
{
    (void)state;
    struct sky_lunar_eclipse eclipse;
    struct sky_fault fault;
    int count[4] = {0};
    enum base_err err = sky_lunar_eclipse_init(
        &search, &dataset.sky,
        &(struct sky_lunar_eclipse_query){{366.5}, {36524.5}, SKY_LUNAR_ECLIPSE_DANJON}, &fault);
    while (err == BASE_ERR_OK &&
           (err = sky_lunar_eclipse_next(&search, &eclipse, &fault)) == BASE_ERR_OK) {
        count[eclipse.type]++;
        /* contacts in order, P1 to P4 */
        double last = -1e9;
        for (int c = 0; c < SKY_LUNAR_ECLIPSE_CONTACTS; c++) {
            if (!eclipse.has[c]) continue;
            assert_true(eclipse.contacts[c].days > last);
            last = eclipse.contacts[c].days;
        }
        assert_true(eclipse.has[SKY_LUNAR_ECLIPSE_U1] ==
                    (eclipse.type >= SKY_LUNAR_ECLIPSE_PARTIAL));
        assert_true(eclipse.has[SKY_LUNAR_ECLIPSE_U3] == (eclipse.type == SKY_LUNAR_ECLIPSE_TOTAL));
    }
    assert_int_equal(err, BASE_ERR_END);
    assert_int_equal(count[SKY_LUNAR_ECLIPSE_PENUMBRAL], 84);
    assert_int_equal(count[SKY_LUNAR_ECLIPSE_PARTIAL], 57);
    assert_int_equal(count[SKY_LUNAR_ECLIPSE_TOTAL], 85);
}

static void test_lunar_eclipse_is_none_at_most_full_moons(void **state)
{
    (void)state;
    struct sky_lunar_eclipse eclipse;
    struct sky_fault fault;
    /* full moon of 2018-10-24 16:45 UT, none for NASA */
    assert_int_equal(sky_lunar_eclipse_at(&dataset.sky, utc(2018, 10, 24, 16, 45, 0.0),
                                          SKY_LUNAR_ECLIPSE_DANJON, &eclipse, &fault),
                     BASE_ERR_OK);
    assert_int_equal(eclipse.type, SKY_LUNAR_ECLIPSE_NONE);
}

/* NASA, 2018 July 27: at the greatest instant the Moon is in the zenith of 19.1 S, 56.2 E. */
static void test_lunar_eclipse_altitude_is_90_where_nasa_has_the_moon_in_the_zenith(void **state)
{
    (void)state;
    struct sky_lunar_eclipse eclipse =
        next_after(utc(2018, 7, 27, 0, 0, 0.0), SKY_LUNAR_ECLIPSE_DANJON);
    struct sky_lunar_eclipse_local local[SKY_LUNAR_ECLIPSE_CONTACTS];
    struct sky_fault fault;
    struct sky_observer observer = sky_horizon_observer(-19.1, 56.2, 0.0);
    assert_int_equal(sky_lunar_eclipse_local(&dataset.sky, &eclipse, &observer, local, &fault),
                     BASE_ERR_OK);
    CHECK_NEAR(local[SKY_LUNAR_ECLIPSE_GREATEST].alt_deg, 90.0,
               0.3); /* the place is printed to 0.1 deg */
    /* P1 and P4 are three hours away, 43 deg of the sky's turning */
    assert_true(local[SKY_LUNAR_ECLIPSE_P1].alt_deg < 60.0 &&
                local[SKY_LUNAR_ECLIPSE_P4].alt_deg < 60.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lunar_eclipse_contacts_agree_with_nasa),
        cmocka_unit_test(test_lunar_eclipse_eclipses_of_2001_to_2008_are_those_of_the_catalogue),
        cmocka_unit_test(test_lunar_eclipse_eclipses_of_a_century_number_as_in_the_canon),
        cmocka_unit_test(test_lunar_eclipse_is_none_at_most_full_moons),
        cmocka_unit_test(test_lunar_eclipse_altitude_is_90_where_nasa_has_the_moon_in_the_zenith),
    };
    return cmocka_run_group_tests_name("lunar", tests, open_store, NULL);
}
