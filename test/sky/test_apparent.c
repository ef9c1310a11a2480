/* sky/apparent: apparent directions and horizons against the same steps made with ERFA. */
#include "sky/apparent.h"

#include "check.h"
#include "data.h"
#include "random.h"
#include "sky/const.h"

#include <erfa.h>
#include <erfam.h>

#define MAS (SKY_RAD_PER_ARCSEC / 1000.0)

struct case_ {
    struct sky_frame frame;
    struct sky_observer observer;
    double lat_deg, lon_deg, elevation_m;
    enum sky_body body;
};

static void random_case(struct random_source *random, double from, double until, struct case_ *c)
{
    struct sky_fault fault;
    struct sky_tt when = {random_between(random, from, until)};
    c->body = (enum sky_body)random_below(random, SKY_BODY_COUNT);
    c->lat_deg = random_between(random, -90.0, 90.0);
    c->lon_deg = random_between(random, -180.0, 180.0);
    c->elevation_m = random_between(random, -400.0, 9000.0);
    c->observer = sky_horizon_observer(c->lat_deg, c->lon_deg, c->elevation_m);
    assert_int_equal(sky_frame_init(data_sky(), when, &c->frame, &fault), BASE_ERR_OK);
    assert_int_equal(sky_frame_add(data_sky(), c->body, &c->frame, &fault), BASE_ERR_OK);
}

static void into(struct sky_vec v, double out[3])
{
    out[0] = v.x, out[1] = v.y, out[2] = v.z;
}

/* Barycentric position of a body's centre at an instant, from the kernel, with no Taylor series. */
static void position(enum sky_body body, struct sky_tdb when, double pos_au[3])
{
    const struct sky_ephem ephem = {&data_sky()->spk, when, NULL};
    struct sky_ephem_body found;
    struct sky_fault fault;
    assert_int_equal(sky_ephem_body(&ephem, body, &found, &fault), BASE_ERR_OK);
    struct sky_vec pos = found.state.pos_icrs_au;
    if (found.is_barycentre) pos = sky_vec_sum(pos, sky_ephem_offset_au(body, when));
    into(pos, pos_au);
}

struct oracle {
    double astrometric[3], apparent[3]; /* GCRS */
    double az_rad, alt_rad;
    double distance_au;
};

/* Light time by iteration on the kernel itself. Gives the vector from observer to body. */
static double light_time(const struct case_ *c, const double eye[3], double ray[3], double body[3])
{
    double light_days = 0.0;
    for (int pass = 0; pass < 8; pass++) {
        struct sky_tdb then = {c->frame.tdb.days - light_days};
        position(c->body, then, body);
        eraPmp(body, (double *)eye, ray);
        light_days = eraPm(ray) / SKY_LIGHT_AU_PER_DAY;
    }
    return light_days;
}

/* The chain of eraAtco13 with our Earth and Earth rotation: eraApco, eraLd, eraAb, eraAtioq. */
static void ask_erfa(const struct case_ *c, struct oracle *o)
{
    double x, y, s, earth[2][3], from_sun[3], sun[3], tt = c->frame.tt.days;
    eraASTROM astrom;
    eraXys06a(ERFA_DJ00, tt, &x, &y, &s);
    into(c->frame.earth.pos_icrs_au, earth[0]);
    into(c->frame.earth.vel_icrs_au_per_day, earth[1]);
    position(SKY_BODY_SUN, c->frame.tdb, sun);
    eraPmp(earth[0], sun, from_sun);
    double ut1 = tt + c->frame.spin.ut1_minus_tt_s / SKY_DAY_S;
    eraApco(ERFA_DJ00, tt, earth, from_sun, x, y, s, eraEra00(ERFA_DJ00, ut1),
            c->lon_deg * SKY_RAD_PER_DEG, c->lat_deg * SKY_RAD_PER_DEG, c->elevation_m,
            c->frame.spin.xp_rad, c->frame.spin.yp_rad, eraSp00(ERFA_DJ00, tt), 0.0, 0.0, &astrom);

    double ray[3], body[3], sun_to_body[3], unit[3], bent[3];
    double light_days = light_time(c, astrom.eb, ray, body);
    eraPn(ray, &o->distance_au, o->astrometric);
    eraCp(o->astrometric, bent);
    if (c->body != SKY_BODY_SUN) {
        double length;
        position(SKY_BODY_SUN, (struct sky_tdb){c->frame.tdb.days - light_days}, sun);
        eraPmp(body, sun, sun_to_body);
        eraPn(sun_to_body, &length, unit);
        eraLd(1.0, o->astrometric, unit, astrom.eh, astrom.em, 1e-6, bent);
    }
    eraAb(bent, astrom.v, astrom.em, astrom.bm1, o->apparent);
    double cirs[3], ra, dec, zenith_distance, hour_angle, dec_observed, ra_observed;
    eraRxp(astrom.bpn, o->apparent, cirs);
    eraC2s(cirs, &ra, &dec);
    eraAtioq(ra, dec, &astrom, &o->az_rad, &zenith_distance, &hour_angle, &dec_observed,
             &ra_observed);
    o->alt_rad = SKY_PI / 2.0 - zenith_distance;
}

static double apart_mas(struct sky_vec a, const double b[3])
{
    double v[3];
    into(a, v);
    return eraSepp(v, (double *)b) / MAS;
}

static void check_against_erfa(const struct case_ *c)
{
    struct oracle want;
    ask_erfa(c, &want);
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&c->frame, &c->observer, SKY_APPARENT_TRUE_POLE);
    struct sky_apparent got = sky_apparent_place(&view, c->body);
    /* Seen: 0.014 mas at most, of the Moon, where that is 3 cm: its acceleration is left out of the
     * Taylor series, as the Earth's own. */
    CHECK_NEAR(apart_mas(got.dir_astrometric_gcrs, want.astrometric), 0.0, 0.05);
    CHECK_NEAR(apart_mas(got.dir_apparent_gcrs, want.apparent), 0.0, 0.05);
    CHECK_NEAR(got.distance_au, want.distance_au, 1e-10); /* 15 m: Taylor's third order */
    struct sky_horizon seen =
        sky_horizon_coordinates(&c->observer, sky_apparent_itrs(&view, got.dir_apparent_gcrs));
    double daz = remainder(seen.az_rad - want.az_rad, SKY_TWO_PI) * cos(want.alt_rad);
    /* Seen: 0.057 mas at most; s', which we leave out, reaches 0.05 and the pole table adds 0.03.
     */
    CHECK_NEAR(daz / MAS, 0.0, 0.1);
    CHECK_NEAR((seen.alt_rad - want.alt_rad) / MAS, 0.0, 0.1);
}

static void test_apparent_agrees_with_erfa_from_1962_on(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1962);
    static struct case_ c;
    for (int i = 0; i < 3000; i++) {
        random_case(&random, -13878.0, 9800.0, &c);
        check_against_erfa(&c);
    }
}

static void test_apparent_agrees_with_erfa_from_1900_to_2100(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1900);
    static struct case_ c;
    for (int i = 0; i < 2000; i++) {
        random_case(&random, -36524.0, 36524.0, &c);
        check_against_erfa(&c);
    }
}

/* Every 10 minutes of a transit of Venus, 2012-06-06, whose rays pass within the Sun's disc. */
static void test_apparent_stays_calm_in_front_of_the_sun(void **state)
{
    (void)state;
    struct sky_fault fault;
    double last = NAN;
    for (double hours = 20.0; hours < 31.0; hours += 1.0 / 6.0) {
        struct sky_tt tt = {data_tt(2012, 6, 5, 0, 0, 0.0).days + hours / 24.0};
        struct sky_frame frame;
        assert_int_equal(sky_frame_init(data_sky(), tt, &frame, &fault), BASE_ERR_OK);
        assert_int_equal(sky_frame_add(data_sky(), SKY_BODY_VENUS, &frame, &fault), BASE_ERR_OK);
        assert_int_equal(sky_frame_add(data_sky(), SKY_BODY_SUN, &frame, &fault), BASE_ERR_OK);
        struct sky_viewpoint view = sky_apparent_geocentre(&frame);
        struct sky_vec venus = sky_apparent_place(&view, SKY_BODY_VENUS).dir_apparent_gcrs,
                       sun = sky_apparent_place(&view, SKY_BODY_SUN).dir_apparent_gcrs;
        double apart_arcsec = sky_vec_length(sky_vec_difference(venus, sun)) / SKY_RAD_PER_ARCSEC;
        /* Espenak, NASA TP: least distance 554.4" at 01:29:36 UT, contacts of 22:09 and 04:49 */
        assert_true(apart_arcsec > 554.0 && apart_arcsec < 1700.0);
        if (hours > 20.0) CHECK_NEAR(apart_arcsec, last, 45.0); /* 4 arcsec a minute */
        last = apart_arcsec;
    }
}

/* Law: the place moves as its own velocity says, over every seam of the data within a year. */
static void test_apparent_has_no_steps(void **state)
{
    (void)state;
    struct sky_fault fault;
    const double step = 0.5 / SKY_DAY_S;                      /* days */
    for (double days = 8000.0; days < 8400.0; days += 0.25) { /* seams fall on quarter days */
        struct sky_vec dir[3];
        for (int i = 0; i < 3; i++) {
            struct sky_frame frame;
            struct sky_tt tt = {days + (i - 1) * step};
            assert_int_equal(sky_frame_init(data_sky(), tt, &frame, &fault), BASE_ERR_OK);
            assert_int_equal(sky_frame_add(data_sky(), SKY_BODY_MOON, &frame, &fault), BASE_ERR_OK);
            struct sky_observer observer = sky_horizon_observer(48.93, 2.45, 35.0);
            struct sky_viewpoint view =
                sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
            dir[i] = sky_apparent_itrs(&view,
                                       sky_apparent_place(&view, SKY_BODY_MOON).dir_apparent_gcrs);
        }
        struct sky_vec bend =
            sky_vec_sum(sky_vec_difference(dir[0], dir[1]), sky_vec_difference(dir[2], dir[1]));
        /* The turning Earth bends the path by (7.3e-5 * 0.5)^2 rad = 0.28 mas; a rounding of the
         * instant by 0.3 us moves it by 0.005 mas. */
        CHECK_NEAR(sky_vec_length(bend) / MAS, 0.0, 0.35);
    }
}

/* The mean pole leaves the local vertical where Horizons has it: 0.1 to 0.6 arcsec away. */
static void test_apparent_mean_pole_differs_by_polar_motion_alone(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1898);
    static struct case_ c;
    for (int i = 0; i < 500; i++) {
        random_case(&random, -13878.0, 9600.0, &c);
        struct sky_viewpoint t = sky_apparent_viewpoint(&c.frame, &c.observer,
                                                        SKY_APPARENT_TRUE_POLE),
                             m = sky_apparent_viewpoint(&c.frame, &c.observer,
                                                        SKY_APPARENT_MEAN_POLE);
        struct sky_vec dir = sky_apparent_place(&t, c.body).dir_apparent_gcrs;
        assert_true(memcmp(&t.pos_icrs_au, &m.pos_icrs_au, sizeof t.pos_icrs_au) == 0);
        double apart = sky_vec_length(
            sky_vec_difference(sky_apparent_itrs(&t, dir), sky_apparent_itrs(&m, dir)));
        double pole = hypot(c.frame.spin.xp_rad, c.frame.spin.yp_rad);
        assert_true(apart <= pole * (1.0 + 1e-6)); /* second order */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apparent_agrees_with_erfa_from_1962_on),
        cmocka_unit_test(test_apparent_agrees_with_erfa_from_1900_to_2100),
        cmocka_unit_test(test_apparent_stays_calm_in_front_of_the_sun),
        cmocka_unit_test(test_apparent_has_no_steps),
        cmocka_unit_test(test_apparent_mean_pole_differs_by_polar_motion_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
