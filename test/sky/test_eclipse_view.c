/* sky/eclipse_view: what of an eclipse is seen, by printed values and by dense sampling. */
#include "check.h"
#include "data.h"
#include "random.h"
#include "sky/body.h"
#include "sky/eclipse_view.h"

#include <math.h>

static struct sky_solar_eclipse_search solar_search;
static struct sky_lunar_eclipse_search lunar_search;

struct solar_view {
    struct sky_solar_eclipse_local local;
    struct sky_eclipse_view view;
    struct sky_solar_eclipse_phase phase;
};

static struct sky_rise_search place_of(enum sky_body body, const struct sky_observer *observer)
{
    return (struct sky_rise_search){.context = &data_store()->sky,
                                    .body = body,
                                    .observer = observer,
                                    .horizon = sky_rise_almanac(body, 0.0, 0.0)};
}

/* The next eclipse of the Sun after an instant. */
static struct solar_view solar_after(struct sky_tt from, const struct sky_observer *observer)
{
    struct sky_fault fault;
    struct sky_solar_eclipse eclipse;
    struct solar_view got;
    const struct sky_context *sky = &data_store()->sky;
    const struct sky_rise_search place = place_of(SKY_BODY_SUN, observer);
    assert_int_equal(sky_solar_eclipse_init(&solar_search, sky, from,
                                            (struct sky_tt){from.days + 400.0}, &fault),
                     BASE_ERR_OK);
    assert_int_equal(sky_solar_eclipse_next(&solar_search, &eclipse, &fault), BASE_ERR_OK);
    assert_int_equal(sky_solar_eclipse_local(sky, eclipse.greatest, observer, &got.local, &fault),
                     BASE_ERR_OK);
    assert_int_equal(sky_eclipse_view_solar(&place, &got.local, &got.view, &got.phase, &fault),
                     BASE_ERR_OK);
    return got;
}

static struct sky_lunar_eclipse lunar_after(struct sky_tt from)
{
    struct sky_fault fault;
    struct sky_lunar_eclipse eclipse;
    const struct sky_lunar_eclipse_query query = {
        from, {from.days + 400.0}, SKY_LUNAR_ECLIPSE_DANJON};
    assert_int_equal(sky_lunar_eclipse_init(&lunar_search, &data_store()->sky, &query, &fault),
                     BASE_ERR_OK);
    assert_int_equal(sky_lunar_eclipse_next(&lunar_search, &eclipse, &fault), BASE_ERR_OK);
    return eclipse;
}

static void test_eclipse_view_of_the_sun_is_that_of_other_computations(void **state)
{
    (void)state;
    /* Swiss Ephemeris; its sunrise is 14 to 19 s before that of 34' and the true upper limb, in which
     * the magnitude falls by up to 0.006 */
    static const struct {
        int year, month, day;
        double lat_deg, lon_deg;
        enum sky_eclipse_view_moment moment;
        int hour, minute, second;
        double magnitude, obscuration;
    } rows[] = {
        {2025, 3, 29, 40.7, -74.0, SKY_ECLIPSE_VIEW_RISE, 10, 43, 40, 0.387, 0.274},
        {2025, 3, 29, 46.8, -71.2, SKY_ECLIPSE_VIEW_RISE, 10, 29, 10, 0.822, NAN},
        {2027, 8, 2, 36.14, -5.35, SKY_ECLIPSE_VIEW_MAXIMUM, 8, 47, 49, 1.021, 1.0},
        {2026, 8, 12, 35.7, 139.7, SKY_ECLIPSE_VIEW_NONE, 0, 0, 0, 0.0, 0.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sky_observer observer =
            sky_horizon_observer(rows[i].lat_deg, rows[i].lon_deg, 0.0);
        const struct solar_view got =
            solar_after(data_tt(rows[i].year, rows[i].month, rows[i].day, 0, 0, 0.0), &observer);
        assert_int_equal(got.view.moment, rows[i].moment);
        CHECK_NEAR(got.phase.magnitude, rows[i].magnitude, 0.006);
        if (!isnan(rows[i].obscuration))
            CHECK_NEAR(got.phase.obscuration, rows[i].obscuration, 0.006);
        if (rows[i].moment == SKY_ECLIPSE_VIEW_NONE) continue;
        const struct sky_tt best = data_tt(rows[i].year, rows[i].month, rows[i].day, rows[i].hour,
                                           rows[i].minute, rows[i].second);
        CHECK_NEAR((got.view.best.days - best.days) * 86400.0, 0.0,
                   rows[i].moment == SKY_ECLIPSE_VIEW_MAXIMUM ? 1.0 : 20.0);
    }
}

static void test_eclipse_view_of_the_moon_begins_at_moonrise_in_london(void **state)
{
    (void)state;
    struct sky_fault fault;
    struct sky_eclipse_view view;
    struct sky_lunar_eclipse_phase phase;
    const struct sky_observer london = sky_horizon_observer(51.5, -0.1, 0.0);
    const struct sky_observer lima = sky_horizon_observer(-12.0, -77.0, 0.0);
    const struct sky_lunar_eclipse eclipse = lunar_after(data_tt(2025, 9, 7, 0, 0, 0.0));
    struct sky_rise_search place = place_of(SKY_BODY_MOON, &london);
    assert_int_equal(sky_eclipse_view_lunar(&place, &eclipse, &view, &phase, &fault), BASE_ERR_OK);
    assert_int_equal(view.moment, SKY_ECLIPSE_VIEW_RISE);
    assert_int_equal(phase.type, SKY_LUNAR_ECLIPSE_TOTAL);
    const double minute = 1.0 / 1440.0;
    CHECK_NEAR(view.first.days, data_tt(2025, 9, 7, 18, 30, 0.0).days, minute);
    CHECK_NEAR(view.best.days, view.first.days, 0.0);
    CHECK_NEAR(eclipse.contacts[SKY_LUNAR_ECLIPSE_U3].days, data_tt(2025, 9, 7, 18, 53, 0.0).days,
               minute);
    CHECK_NEAR(eclipse.contacts[SKY_LUNAR_ECLIPSE_U4].days, data_tt(2025, 9, 7, 19, 56, 0.0).days,
               minute);
    CHECK_NEAR(view.last.days, eclipse.contacts[SKY_LUNAR_ECLIPSE_P4].days, 0.0);
    place.observer = &lima;
    assert_int_equal(sky_eclipse_view_lunar(&place, &eclipse, &view, &phase, &fault), BASE_ERR_OK);
    assert_int_equal(view.moment, SKY_ECLIPSE_VIEW_NONE);
    assert_int_equal(phase.type, SKY_LUNAR_ECLIPSE_NONE);
}

#define STEP_DAYS (5.0 / 86400.0)

/* What samples every 5 s show of an eclipse of the Sun, the Sun's centre at -50' or higher. */
static void check_solar(const struct solar_view *got, const struct sky_observer *observer)
{
    const double from = got->local.contacts[SKY_SOLAR_ECLIPSE_C1].when.days;
    const double until = got->local.contacts[SKY_SOLAR_ECLIPSE_C4].when.days;
    double best = 0.0, first = NAN, last = NAN;
    for (double t = from + 1e-6; t < until; t += STEP_DAYS) {
        struct sky_solar_eclipse_phase phase;
        struct sky_fault fault;
        assert_int_equal(sky_solar_eclipse_phase_at(&data_store()->sky, observer,
                                                    (struct sky_tt){t}, &phase, &fault),
                         BASE_ERR_OK);
        if (phase.alt_deg < -50.0 / 60.0) continue;
        if (isnan(first)) first = t;
        last = t;
        best = fmax(best, phase.magnitude);
    }
    if (got->view.moment == SKY_ECLIPSE_VIEW_NONE) {
        assert_true(first != first);
        return;
    }
    assert_true(!isnan(first));
    CHECK_NEAR(got->view.first.days, first, 1.1 * STEP_DAYS);
    CHECK_NEAR(got->view.last.days, last, 1.1 * STEP_DAYS);
    CHECK_NEAR(got->phase.magnitude, best, 0.003);
    /* The smaller radius of the Moon counts from second contact on, 0.0005 of the magnitude. The
     * maximum is the least distance of the centres. */
    assert_true(got->phase.magnitude >= best - (got->view.moment == SKY_ECLIPSE_VIEW_MAXIMUM ||
                                                        got->phase.type > SKY_SOLAR_ECLIPSE_PARTIAL
                                                    ? 0.0005
                                                    : 1e-9));
}

static void test_eclipse_view_agrees_with_dense_sampling(void **state)
{
    (void)state;
    struct random_source source = random_seeded(11);
    int cut = 0, hidden = 0;
    for (int tries = 0; tries < 4000 && cut < 100; tries++) {
        const struct sky_observer observer =
            sky_horizon_observer(asin(random_between(&source, -1.0, 1.0)) * 180.0 / acos(-1.0),
                                 random_between(&source, -180.0, 180.0), 0.0);
        const struct solar_view got =
            solar_after((struct sky_tt){random_between(&source, -30000.0, 36000.0)}, &observer);
        if (got.local.type == SKY_SOLAR_ECLIPSE_NONE) continue;
        if (got.view.moment == SKY_ECLIPSE_VIEW_NONE && hidden++ >= 20) continue;
        const bool is_cut =
            got.view.moment != SKY_ECLIPSE_VIEW_NONE &&
            (got.view.first.days > got.local.contacts[SKY_SOLAR_ECLIPSE_C1].when.days ||
             got.view.last.days < got.local.contacts[SKY_SOLAR_ECLIPSE_C4].when.days);
        if (!is_cut && got.view.moment != SKY_ECLIPSE_VIEW_NONE) continue;
        check_solar(&got, &observer);
        cut += is_cut;
    }
    assert_int_equal(cut, 100);
    assert_true(hidden > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eclipse_view_of_the_sun_is_that_of_other_computations),
        cmocka_unit_test(test_eclipse_view_of_the_moon_begins_at_moonrise_in_london),
        cmocka_unit_test(test_eclipse_view_agrees_with_dense_sampling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
