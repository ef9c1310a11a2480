/* Events of a decade against dense sampling that shares nothing with the search but the apparent
 * XX None may be missing, none invented.
 */
#include "check.h"
#include "data/dataset.h"
#include "sky/apparent.h"
#include "sky/events.h"

#include <erfa.h>
#include <erfam.h>

#define STEP_DAYS  0.125
#define SAMPLES    (3653 * 8)
#define FROM_DAYS  5479.07 /* 2015-01-01, off the search's own grid */
#define EVENTS_MAX 8000

static struct data_dataset dataset;

static struct sample {
    struct sky_vec dir[SKY_BODY_COUNT]; /* true equator and equinox of date */
    double lon_rad[SKY_BODY_COUNT], ra_rad[SKY_BODY_COUNT];
    double seen_au[SKY_BODY_COUNT];  /* along the light's way */
    double apsis_au[SKY_BODY_COUNT]; /* what apsides are of */
} samples[SAMPLES];

/* An event seen between two samples. */
struct sighting {
    enum sky_events_kind kind;
    enum sky_body body, other;
    double from_days, until_days;
    bool is_met;
    bool is_at_an_end; /* of the samples: the event may lie outside the search's range */
};
static struct sighting sightings[EVENTS_MAX];
static int sighting_count;

/* The samples between which the search is asked for events. */
#define RANGE_FROM  4
#define RANGE_UNTIL (SAMPLES - 4)

static struct sky_events_event events[EVENTS_MAX];
static int event_count;

static double days_of(int i)
{
    return FROM_DAYS + STEP_DAYS * i;
}

static struct sky_vec position(int naif_id, double tt_days)
{
    struct sky_state state;
    struct sky_tdb when = sky_time_tdb((struct sky_tt){tt_days});
    assert_int_equal(sky_ephem_state(&dataset.sky.spk, naif_id, when, NULL, &state), BASE_ERR_OK);
    return state.pos_icrs_au;
}

/* Planets from the Sun (systems with moons by their barycentres 4 to 9), Moon and Sun from the
 * Earth. */
static double apsis_distance_au(enum sky_body body, double tt_days)
{
    static const int ids[SKY_BODY_COUNT] = {10, 301, 199, 299, 4, 5, 6, 7, 8, 9};
    int centre = body <= SKY_BODY_MOON ? 399 : 10;
    return sky_vec_length(
        sky_vec_difference(position(ids[body], tt_days), position(centre, tt_days)));
}

static void take_sample(int i)
{
    struct sky_frame frame;
    struct sky_fault fault;
    struct sky_tt when = {days_of(i)};
    double to_date[3][3], dpsi, deps;
    eraPnm06a(ERFA_DJ00, when.days, to_date);
    eraNut06a(ERFA_DJ00, when.days, &dpsi, &deps);
    double obliquity = eraObl06(ERFA_DJ00, when.days) + deps;
    assert_int_equal(sky_frame_init(&dataset.sky, when, &frame, &fault), BASE_ERR_OK);
    for (enum sky_body b = 0; b < SKY_BODY_COUNT; b++)
        assert_int_equal(sky_frame_add(&dataset.sky, b, &frame, &fault), BASE_ERR_OK);
    struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    for (enum sky_body b = 0; b < SKY_BODY_COUNT; b++) {
        struct sky_apparent place = sky_apparent_place(&view, b);
        struct sky_vec gcrs = place.dir_astrometric_gcrs, v = view.vel_c;
        double in[3] = {gcrs.x, gcrs.y, gcrs.z}, vel_c[3] = {v.x, v.y, v.z}, shifted[3], out[3];
        eraAb(in, vel_c, view.from_sun_au, view.lorentz, shifted);
        eraRxp(to_date, shifted, out);
        samples[i].dir[b] = (struct sky_vec){out[0], out[1], out[2]};
        samples[i].ra_rad[b] = atan2(out[1], out[0]);
        samples[i].lon_rad[b] = atan2(out[1] * cos(obliquity) + out[2] * sin(obliquity), out[0]);
        samples[i].seen_au[b] = place.distance_au;
        samples[i].apsis_au[b] = apsis_distance_au(b, when.days);
    }
}

static int take_samples(void **state)
{
    (void)state;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return -1;
    for (int i = 0; i < SAMPLES; i++) take_sample(i);
    return 0;
}

/* ---- what the samples show ---- */

static void sight(enum sky_events_kind kind, enum sky_body body, enum sky_body other, int from,
                  int until)
{
    assert_in_range(sighting_count, 0, EVENTS_MAX - 1);
    sightings[sighting_count++] = (struct sighting){kind,
                                                    body,
                                                    other,
                                                    days_of(from),
                                                    days_of(until),
                                                    false,
                                                    from < RANGE_FROM || until > RANGE_UNTIL};
}

static double angle(int i, enum sky_body body, enum sky_body other, bool in_ra)
{
    const double *of = in_ra ? samples[i].ra_rad : samples[i].lon_rad;
    return of[body] - (other == SKY_BODY_COUNT ? 0.0 : of[other]);
}

/* Whether the difference passes a mark between two samples. */
static bool passes(int i, enum sky_body body, enum sky_body other, bool in_ra, double mark_rad)
{
    double a = remainder(angle(i, body, other, in_ra) - mark_rad, SKY_TWO_PI);
    double b = remainder(angle(i + 1, body, other, in_ra) - mark_rad, SKY_TWO_PI);
    return (a < 0.0) != (b < 0.0) && fabs(a) < 1.0 && fabs(b) < 1.0;
}

static void sight_marks(int i)
{
    for (int quarter = 0; quarter < 4; quarter++) {
        double mark_rad = quarter * SKY_PI / 2.0;
        if (passes(i, SKY_BODY_MOON, SKY_BODY_SUN, false, mark_rad))
            sight(SKY_EVENTS_NEW_MOON + (enum sky_events_kind)quarter, SKY_BODY_MOON, SKY_BODY_SUN,
                  i, i + 1);
        if (passes(i, SKY_BODY_SUN, SKY_BODY_COUNT, false, mark_rad))
            sight(SKY_EVENTS_MARCH_EQUINOX + (enum sky_events_kind)quarter, SKY_BODY_SUN,
                  SKY_BODY_COUNT, i, i + 1);
    }
    for (enum sky_body b = SKY_BODY_MERCURY; b < SKY_BODY_COUNT; b++)
        for (int in_ra = 0; in_ra < 2; in_ra++) {
            bool is_inferior = samples[i].seen_au[b] < samples[i].seen_au[SKY_BODY_SUN];
            enum sky_events_kind kind =
                in_ra ? SKY_EVENTS_SUPERIOR_CONJUNCTION_RA : SKY_EVENTS_SUPERIOR_CONJUNCTION;
            if (passes(i, b, SKY_BODY_SUN, in_ra, 0.0))
                sight(is_inferior ? kind + 1 : kind, b, SKY_BODY_SUN, i, i + 1);
            if (passes(i, b, SKY_BODY_SUN, in_ra, SKY_PI))
                sight(kind + 2, b, SKY_BODY_SUN, i, i + 1);
        }
    for (enum sky_body a = SKY_BODY_MOON; a < SKY_BODY_COUNT; a++)
        for (enum sky_body b = a + 1; b < SKY_BODY_COUNT; b++) {
            if (passes(i, a, b, false, 0.0)) sight(SKY_EVENTS_CONJUNCTION, a, b, i, i + 1);
            if (passes(i, a, b, true, 0.0)) sight(SKY_EVENTS_CONJUNCTION_RA, a, b, i, i + 1);
        }
}

/* 1 when the middle of three is the greatest, -1 the least, 0 neither. */
static int extreme(double before, double here, double after)
{
    if (here > before && here >= after) return 1;
    if (here < before && here <= after) return -1;
    return 0;
}

static int turns(int i, enum sky_body b, bool in_ra)
{
    double before = remainder(
        angle(i - 1, b, SKY_BODY_COUNT, in_ra) - angle(i, b, SKY_BODY_COUNT, in_ra), SKY_TWO_PI);
    double after = remainder(
        angle(i + 1, b, SKY_BODY_COUNT, in_ra) - angle(i, b, SKY_BODY_COUNT, in_ra), SKY_TWO_PI);
    return extreme(before, 0.0, after);
}

static double chord(int i, enum sky_body a, enum sky_body b)
{
    return sky_vec_length(sky_vec_difference(samples[i].dir[a], samples[i].dir[b]));
}

static int chord_extreme(int i, enum sky_body a, enum sky_body b)
{
    return extreme(chord(i - 1, a, b), chord(i, a, b), chord(i + 1, a, b));
}

static void sight_extremes(int i)
{
    for (enum sky_body b = 0; b < SKY_BODY_COUNT; b++) {
        int apsis =
            extreme(samples[i - 1].apsis_au[b], samples[i].apsis_au[b], samples[i + 1].apsis_au[b]);
        enum sky_events_kind least =
            b == SKY_BODY_MOON ? SKY_EVENTS_PERIGEE : SKY_EVENTS_PERIHELION;
        if (apsis != 0) sight(apsis < 0 ? least : least + 1, b, SKY_BODY_COUNT, i - 1, i + 1);
        if (b < SKY_BODY_MERCURY) continue;
        for (int in_ra = 0; in_ra < 2; in_ra++) {
            int turn = turns(i, b, in_ra);
            enum sky_events_kind kind =
                in_ra ? SKY_EVENTS_STATION_RETROGRADE_RA : SKY_EVENTS_STATION_RETROGRADE;
            if (turn != 0) sight(turn > 0 ? kind : kind + 1, b, SKY_BODY_COUNT, i - 1, i + 1);
        }
        if (b <= SKY_BODY_VENUS && chord_extreme(i, b, SKY_BODY_SUN) > 0) {
            bool is_east = remainder(angle(i, b, SKY_BODY_SUN, false), SKY_TWO_PI) > 0.0;
            sight(is_east ? SKY_EVENTS_ELONGATION_EAST : SKY_EVENTS_ELONGATION_WEST, b,
                  SKY_BODY_SUN, i - 1, i + 1);
        }
    }
    for (enum sky_body a = 0; a < SKY_BODY_COUNT; a++)
        for (enum sky_body b = a + 1; b < SKY_BODY_COUNT; b++)
            if (chord_extreme(i, a, b) < 0)
                sight(SKY_EVENTS_APPROACH, a == SKY_BODY_SUN ? b : a, a == SKY_BODY_SUN ? a : b,
                      i - 1, i + 1);
}

/* ---- both lists together ---- */

static void list_events(void)
{
    static struct sky_events search;
    struct sky_fault fault;
    struct sky_events_query query = {.from = {days_of(RANGE_FROM)},
                                     .until = {days_of(RANGE_UNTIL)},
                                     .kinds = SKY_EVENTS_ALL_KINDS,
                                     .bodies = SKY_EVENTS_ALL_BODIES,
                                     .approach_max_deg = 180.0};
    enum base_err err = sky_events_init(&search, &dataset.sky, &query, &fault);
    while (err == BASE_ERR_OK) {
        assert_in_range(event_count, 0, EVENTS_MAX - 1);
        err = sky_events_next(&search, &events[event_count], &fault);
        if (err == BASE_ERR_OK) event_count++;
    }
    assert_int_equal(err, BASE_ERR_END);
}

static bool meets(struct sighting *s, const struct sky_events_event *e)
{
    if (s->is_met || s->kind != e->kind || s->body != e->body || s->other != e->other) return false;
    if (e->when.days < s->from_days || e->when.days > s->until_days) return false;
    s->is_met = true;
    return true;
}

static void complain(const char *what, enum sky_events_kind kind, enum sky_body body,
                     enum sky_body other, double days)
{
    print_error("%s: %s of %s, %s near %.4f\n", what, sky_events_name(kind).at,
                sky_body_info(body)->name.at,
                other == SKY_BODY_COUNT ? "alone" : sky_body_info(other)->name.at, days);
}

static void test_events_are_those_of_dense_sampling(void **state)
{
    (void)state;
    for (int i = 1; i + 1 < SAMPLES; i++) {
        sight_marks(i);
        sight_extremes(i);
    }
    list_events();
    int wrong = 0;
    for (int k = 0; k < event_count; k++) {
        int s = 0;
        while (s < sighting_count && !meets(&sightings[s], &events[k])) s++;
        if (s < sighting_count) continue;
        complain("invented", events[k].kind, events[k].body, events[k].other, events[k].when.days);
        wrong++;
    }
    for (int s = 0; s < sighting_count; s++)
        if (!sightings[s].is_met && !sightings[s].is_at_an_end) {
            complain("missing", sightings[s].kind, sightings[s].body, sightings[s].other,
                     sightings[s].from_days);
            wrong++;
        }
    assert_int_equal(wrong, 0);
    assert_true(event_count > 5500); /* some 600 a year: the comparison was not empty */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_are_those_of_dense_sampling),
    };
    return cmocka_run_group_tests_name("events_sampled", tests, take_samples, NULL);
}
