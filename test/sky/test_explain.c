/* sky/explain: one position, cause by cause. */
#include "sky/explain.h"

#include "check.h"
#include "data/dataset.h"

static struct data_dataset dataset;

static int open_store(void **state)
{
    (void)state;
    struct base_fault fault;
    return (int)data_dataset_open(NULL, &dataset, &fault);
}

struct scene {
    struct sky_frame frame;
    struct sky_observer observer;
    struct sky_viewpoint view;
    struct sky_air air;
    struct sky_explain_step steps[SKY_EXPLAIN_COUNT];
};

static void explain(struct scene *s, enum sky_body body, double tt_days, double lat_deg,
                    double lon_deg)
{
    struct sky_fault fault;
    struct sky_tt tt = {tt_days};
    assert_int_equal(sky_frame_init(&dataset.sky, tt, &s->frame, &fault), BASE_ERR_OK);
    assert_int_equal(sky_frame_add(&dataset.sky, body, &s->frame, &fault), BASE_ERR_OK);
    s->observer = sky_horizon_observer(lat_deg, lon_deg, 100.0);
    s->view = sky_apparent_viewpoint(&s->frame, &s->observer, SKY_APPARENT_TRUE_POLE);
    s->air = sky_refract_standard_air(100.0);
    double ut1_utc_s = sky_civil_ut1_utc_s(&dataset.sky.leaps, &dataset.sky.orient, tt);
    sky_explain_steps(&s->view, body, &s->air, ut1_utc_s, s->steps);
}

/* Law: differences add up, and the end is what sky_observe says. Roundings of degrees: 1e-9 arcsec.
 */
static void test_explain_sums_to_the_whole_way(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct scene s;
        enum sky_body body = (enum sky_body)(i % SKY_BODY_COUNT);
        explain(&s, body, -13000.0 + 119.7 * i, -80.0 + 0.8 * i, 1.8 * i);
        double az_arcsec = 0.0, alt_arcsec = 0.0;
        for (int k = 0; k < SKY_EXPLAIN_COUNT; k++) {
            az_arcsec += s.steps[k].d_az_arcsec;
            alt_arcsec += s.steps[k].d_alt_arcsec;
        }
        const struct sky_explain_step *first = &s.steps[0], *last = &s.steps[SKY_EXPLAIN_COUNT - 1];
        double way_deg = last->az_deg - first->az_deg;
        CHECK_NEAR(remainder(az_arcsec - way_deg * 3600.0, 360.0 * 3600.0), 0.0, 1e-8);
        CHECK_NEAR(alt_arcsec, (last->alt_deg - first->alt_deg) * 3600.0, 1e-8);
        struct sky_observation seen = sky_observe(&s.view, body, &s.air);
        CHECK_NEAR(remainder(last->az_deg - seen.az_deg, 360.0), 0.0, 1e-11);
        CHECK_NEAR(last->alt_deg, seen.alt_deg, 1e-11);
    }
}

/* What textbooks say of each cause (Urban & Seidelmann 2013, chapter 7): an upper bound on the sky,
 * and that it is there. */
static void test_explain_gives_each_cause_its_size(void **state)
{
    (void)state;
    struct scene s;
    explain(&s, SKY_BODY_MOON, 9700.3, 10.0, 20.0);
    static const struct {
        enum sky_explain_cause cause;
        double least_arcsec, most_arcsec;
    } sizes[] = {
        {SKY_EXPLAIN_LIGHT_TIME, 0.3,
         22.0}, /* in 1.3 s it moves 38 km with the Earth around the Sun */
        {SKY_EXPLAIN_PARALLAX, 60.0, 3700.0},    /* up to 61 arcmin */
        {SKY_EXPLAIN_DEFLECTION, 0.0, 0.01},     /* nearly none for the Moon */
        {SKY_EXPLAIN_ABERRATION, 1.0, 21.0},     /* 20.5 and 0.3 diurnal */
        {SKY_EXPLAIN_PRECESSION, 100.0, 1600.0}, /* 50 arcsec a year since 2000 */
        {SKY_EXPLAIN_EARTH_ROTATION, 0.0, 13.5}, /* 15 arcsec a second, below 0.9 s */
        {SKY_EXPLAIN_POLAR_MOTION, 0.0, 0.7},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct sky_explain_step *step = &s.steps[sizes[i].cause];
        double size =
            hypot(step->d_az_arcsec * cos(step->alt_deg / 57.29577951308232), step->d_alt_arcsec);
        if (!(size >= sizes[i].least_arcsec && size <= sizes[i].most_arcsec)) {
            print_error("%s: %.4f arcsec\n", step->cause, size);
            fail();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explain_sums_to_the_whole_way),
        cmocka_unit_test(test_explain_gives_each_cause_its_size),
    };
    return cmocka_run_group_tests(tests, open_store, NULL);
}
