/* The independent witness of rises and sets: the altitude itself, sampled densely through
 * sky_observe_horizon. It knows no polynomials; what it sees is what is there.
 */
#ifndef TEST_SKY_DENSE_H
#define TEST_SKY_DENSE_H

#include "check.h"
#include "data/dataset.h"
#include "sky/day.h"

#include <string.h>
#include <time.h>

#define DENSE_EVENTS_MAX 64

/* What sky/rise promises of its polynomials: 0.001 arcsec over cos(altitude), but near the Sun. */
#define DENSE_TOL_DEG 3e-7

struct dense_event {
    double tt_days;
    bool is_up;
};

struct dense_list {
    int count;
    struct dense_event at[DENSE_EVENTS_MAX];
    double nearest_deg; /* the extreme that came nearest to the horizon: its margin, signed */
};

/* Seeds rand() with another seed in each run and prints it; SEED in the environment repeats
 * a run. */
static inline void dense_seed(void)
{
    const char *given = getenv("SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    print_message("SEED=%u\n", seed);
    srand(seed);
}

static inline double dense_uniform(double low, double high)
{
    return low + (high - low) * (rand() / ((double)RAND_MAX + 1.0));
}

static inline const struct sky_context *dense_sky(void)
{
    static struct data_dataset dataset;
    static bool is_open;
    struct base_fault fault;
    if (!is_open && data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) abort();
    is_open = true;
    return &dataset.sky;
}

static inline struct sky_tt dense_utc(int year, int month, int day, int hour, int minute,
                                      double second)
{
    const struct sky_context *sky = dense_sky();
    struct sky_tt tt;
    struct sky_civil civil = {year, month, day, hour, minute, second};
    if (sky_civil_tt(&sky->leaps, &sky->orient, civil, &tt) != BASE_ERR_OK) abort();
    return tt;
}

/* The search of a body from a place, for everything. */
static inline struct sky_rise_search dense_search(enum sky_body body,
                                                  const struct sky_observer *observer)
{
    return (struct sky_rise_search){
        .context = dense_sky(),
        .body = body,
        .observer = observer,
        .horizon = sky_rise_almanac(body, 0.0, 0.0),
        .wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN,
    };
}

static inline struct sky_observation dense_seen(const struct sky_rise_search *search,
                                                double tt_days)
{
    const struct sky_air none = {SKY_REFRACT_NONE, 0.0, 0.0};
    struct sky_frame frame;
    struct sky_fault fault;
    if (sky_frame_init(search->context, (struct sky_tt){tt_days}, &frame, &fault) != BASE_ERR_OK ||
        sky_frame_add(search->context, search->body, &frame, &fault) != BASE_ERR_OK)
        abort();
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&frame, search->observer, SKY_APPARENT_TRUE_POLE);
    return sky_observe_horizon(&view, search->body, &none);
}

/* How far the point that rises is above the horizon, in degrees. */
static inline double dense_margin(const struct sky_rise_search *search, double tt_days)
{
    struct sky_observation seen = dense_seen(search, tt_days);
    double radius_rad = asin(search->horizon.radius_km / (seen.distance_au * SKY_AU_KM));
    return seen.alt_true_deg + radius_rad * SKY_DEG_PER_RAD - search->horizon.airless_deg;
}

/* The sign change between two instants, by halving down to neighbouring doubles. */
static inline double dense_crossing(const struct sky_rise_search *search, double low, double high)
{
    bool is_up = dense_margin(search, high) >= 0.0;
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (low + high);
        if ((dense_margin(search, middle) >= 0.0) == is_up)
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* The extreme between two instants, by thirds. */
static inline double dense_extreme(const struct sky_rise_search *search, double low, double high,
                                   double sign)
{
    while (high - low > 1e-8) { /* 1 ms: the margin is then flat to 1e-11 deg */
        double a = low + (high - low) / 3.0, b = high - (high - low) / 3.0;
        if (sign * dense_margin(search, a) < sign * dense_margin(search, b))
            low = a;
        else
            high = b;
    }
    return 0.5 * (low + high);
}

static inline void dense_keep(struct dense_list *list, const struct sky_rise_search *search,
                              double low, double high, double from, double until)
{
    double at = dense_crossing(search, low, high);
    if (at < from || at >= until || list->count == DENSE_EVENTS_MAX) return;
    list->at[list->count++] = (struct dense_event){at, dense_margin(search, high) >= 0.0};
}

/* All crossings in [from, until). Samples every step_days; every extreme among them is looked at
 * closely, so that a pair of crossings between two samples is seen too. */
static inline struct dense_list dense_events(const struct sky_rise_search *search, double from,
                                             double until, double step_days)
{
    struct dense_list list = {.nearest_deg = INFINITY};
    double t = from - 2.0 * step_days;
    double before = dense_margin(search, t - step_days), here = dense_margin(search, t);
    for (; t < until + 2.0 * step_days; t += step_days) {
        double after = dense_margin(search, t + step_days);
        if ((here >= before) != (after > here)) {
            double sign = here >= before ? 1.0 : -1.0;
            double top = dense_extreme(search, t - step_days, t + step_days, sign);
            double margin = dense_margin(search, top);
            if (top >= from && top < until && fabs(margin) < fabs(list.nearest_deg))
                list.nearest_deg = margin;
            bool is_hidden = (margin >= 0.0) != (here >= 0.0) &&
                             (margin >= 0.0) != (after >= 0.0) &&
                             (margin >= 0.0) != (before >= 0.0);
            if (is_hidden && top < t) {
                /* between the sample before and this one, which that step took for no change */
                dense_keep(&list, search, t - step_days, top, from, until);
                dense_keep(&list, search, top, t, from, until);
            } else if (is_hidden) {
                dense_keep(&list, search, t, top, from, until);
                dense_keep(&list, search, top, t + step_days, from, until);
            }
        }
        if ((here >= 0.0) != (after >= 0.0))
            dense_keep(&list, search, t, t + step_days, from, until);
        before = here;
        here = after;
    }
    return list;
}

/* What the sweep under test gives, of kinds UP and DOWN. */
static inline struct dense_list dense_swept(const struct sky_rise_search *search, double from,
                                            double until)
{
    struct dense_list list = {0};
    struct sky_rise_sweep sweep;
    struct sky_rise_event event;
    struct sky_fault fault;
    enum base_err err;
    sky_rise_sweep(&sweep, search, (struct sky_tt){from}, (struct sky_tt){until});
    while ((err = sky_rise_step(&sweep, &event, &fault)) == BASE_ERR_OK &&
           list.count < DENSE_EVENTS_MAX)
        list.at[list.count++] = (struct dense_event){event.tt.days, event.kind == SKY_RISE_UP};
    assert_int_equal(err, BASE_ERR_END);
    return list;
}

/* Where the promise does not hold: within 1 deg of the Sun, whose bending of light has a kink
 * behind its disc (3 deg here, for no planet goes further in 1.5 days), and about 1962-01-01, where
 * two tables of UT1 are joined (sky/earth_orientation.h). */
static inline bool dense_has_kink(const struct sky_rise_search *search, double tt_days)
{
    if (fabs(tt_days + 13886.0) < 15.0) return true;
    struct sky_rise_search sun = *search;
    sun.body = SKY_BODY_SUN;
    struct sky_observation a = dense_seen(search, tt_days), b = dense_seen(&sun, tt_days);
    double off_az_deg = remainder(a.az_deg - b.az_deg, 360.0);
    return search->body != SKY_BODY_SUN && search->body != SKY_BODY_MOON &&
           fabs(a.alt_true_deg - b.alt_true_deg) < 3.0 &&
           fabs(off_az_deg) * cos(a.alt_true_deg * SKY_RAD_PER_DEG) < 3.0;
}

/* Sweep and samples agree: as many events, of the same kinds, at the same instants. In time the
 * tolerance is the promised altitude over the slope: 1 ms where the body climbs by 0.1 deg a minute
 * and more, and as much as the altitude between the two allows where it grazes. */
static inline void dense_agree(const struct sky_rise_search *search, double from, double until,
                               double step_days)
{
    if (dense_has_kink(search, from) || dense_has_kink(search, until)) return;
    struct dense_list want = dense_events(search, from, until, step_days);
    struct dense_list got = dense_swept(search, from, until);
    if (got.count != want.count)
        print_error("%s lat %.9g lon %.9g TT %.9f to %.9f, horizon %.12g: nearest %.3g deg\n",
                    sky_body_info(search->body)->name.at,
                    search->observer->lat_rad * SKY_DEG_PER_RAD,
                    search->observer->lon_rad * SKY_DEG_PER_RAD, from, until,
                    search->horizon.airless_deg, want.nearest_deg);
    assert_int_equal(got.count, want.count);
    double tol_deg = DENSE_TOL_DEG / cos(search->horizon.airless_deg * SKY_RAD_PER_DEG);
    for (int i = 0; i < got.count; i++) {
        assert_int_equal(got.at[i].is_up, want.at[i].is_up);
        CHECK_NEAR(dense_margin(search, got.at[i].tt_days), 0.0, tol_deg);
        double apart_s = fabs(got.at[i].tt_days - want.at[i].tt_days) * 86400.0;
        if (apart_s <= 1e-3) continue;
        double middle = 0.5 * (got.at[i].tt_days + want.at[i].tt_days);
        CHECK_NEAR(dense_margin(search, middle), 0.0, tol_deg);
    }
}

#endif
