/* A search day by day. Each function is sampled at the edges of the day; a change of sign, of the
 * function itself or of its slope, brackets an event, which a root search then finds. The events of
 * a day are sorted and returned before the next day is searched.
 *
 * The functions are in sky/event_function, the root search in sky/root_find.
 */
#include "sky/events.h"

#include "sky/const.h"
#include "sky/root_find.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

struct base_text sky_events_name(enum sky_events_kind kind)
{
#define ROW(name, text) {text, sizeof(text) - 1},
    static const struct base_text names[SKY_EVENTS_KIND_COUNT] = {SKY_EVENTS_KIND_LIST(ROW)};
#undef ROW
    assert((unsigned)kind < SKY_EVENTS_KIND_COUNT);
    return names[kind];
}

enum sky_events_kind sky_events_named(struct base_text name)
{
    for (enum sky_events_kind kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++)
        if (base_text_equals(name, sky_events_name(kind))) return kind;
    return SKY_EVENTS_KIND_COUNT;
}

/* ---- families: the kinds of a function's crossings or extremes ---- */

enum family {
    PHASE,
    SEASON,
    SUN,
    SUN_RA,
    PAIR,
    PAIR_RA,
    ELONGATION,
    STATION,
    STATION_RA,
    APSIS,
    MOON_APSIS,
    APPROACH,
    FAMILY_COUNT
};

/* `marks` in a circle: events are where the function is a multiple of 360 deg / marks; 0 when
 * events are its extremes. The kinds from `first` on: of the marks in order; superior, inferior,
 * opposition; east, west; retrograde (a greatest value), direct; least, greatest distance. */
static const struct {
    enum sky_event_function_quantity quantity;
    int marks;
    enum sky_events_kind first;
    int kinds;
} FAMILIES[FAMILY_COUNT] = {
    [PHASE] = {SKY_EVENT_FUNCTION_LONGITUDE, 4, SKY_EVENTS_NEW_MOON, 4},
    [SEASON] = {SKY_EVENT_FUNCTION_LONGITUDE, 4, SKY_EVENTS_MARCH_EQUINOX, 4},
    [SUN] = {SKY_EVENT_FUNCTION_LONGITUDE, 2, SKY_EVENTS_SUPERIOR_CONJUNCTION, 3},
    [SUN_RA] = {SKY_EVENT_FUNCTION_RA, 2, SKY_EVENTS_SUPERIOR_CONJUNCTION_RA, 3},
    [PAIR] = {SKY_EVENT_FUNCTION_LONGITUDE, 1, SKY_EVENTS_CONJUNCTION, 1},
    [PAIR_RA] = {SKY_EVENT_FUNCTION_RA, 1, SKY_EVENTS_CONJUNCTION_RA, 1},
    [ELONGATION] = {SKY_EVENT_FUNCTION_SEPARATION, 0, SKY_EVENTS_ELONGATION_EAST, 2},
    [STATION] = {SKY_EVENT_FUNCTION_LONGITUDE, 0, SKY_EVENTS_STATION_RETROGRADE, 2},
    [STATION_RA] = {SKY_EVENT_FUNCTION_RA, 0, SKY_EVENTS_STATION_RETROGRADE_RA, 2},
    [APSIS] = {SKY_EVENT_FUNCTION_DISTANCE, 0, SKY_EVENTS_PERIHELION, 2},
    [MOON_APSIS] = {SKY_EVENT_FUNCTION_DISTANCE, 0, SKY_EVENTS_PERIGEE, 2},
    [APPROACH] = {SKY_EVENT_FUNCTION_SEPARATION, 0, SKY_EVENTS_APPROACH, 1},
};

/* A bit for each kind that a family has. */
static uint32_t kinds_of_families(void)
{
    uint32_t kinds = 0;
    for (enum family family = 0; family < FAMILY_COUNT; family++)
        kinds |= (SKY_EVENTS_BIT(FAMILIES[family].kinds) - 1) << FAMILIES[family].first;
    return kinds;
}

static bool has_body(const struct sky_events *search, enum sky_body body)
{
    return search->query.bodies >> body & 1u;
}

static void add_function(struct sky_events *search, enum family family, enum sky_body body,
                         enum sky_body other)
{
    uint32_t kinds = SKY_EVENTS_BIT(FAMILIES[family].kinds) - 1;
    if (!(search->query.kinds >> FAMILIES[family].first & kinds)) return;
    assert(search->function_count < SKY_EVENTS_FUNCTIONS_MAX);
    search->functions[search->function_count++] = (struct sky_events_function){
        .family = (int)family, .function = {FAMILIES[family].quantity, body, other}};
}

static void add_planet(struct sky_events *search, enum sky_body planet)
{
    add_function(search, SUN, planet, SKY_BODY_SUN);
    add_function(search, SUN_RA, planet, SKY_BODY_SUN);
    add_function(search, STATION, planet, SKY_BODY_COUNT);
    add_function(search, STATION_RA, planet, SKY_BODY_COUNT);
    add_function(search, APSIS, planet, SKY_BODY_COUNT);
    if (planet <= SKY_BODY_VENUS) add_function(search, ELONGATION, planet, SKY_BODY_SUN);
}

static void add_functions(struct sky_events *search)
{
    if (has_body(search, SKY_BODY_SUN)) {
        add_function(search, SEASON, SKY_BODY_SUN, SKY_BODY_COUNT);
        add_function(search, APSIS, SKY_BODY_SUN, SKY_BODY_COUNT);
    }
    if (has_body(search, SKY_BODY_MOON)) {
        add_function(search, PHASE, SKY_BODY_MOON, SKY_BODY_SUN);
        add_function(search, MOON_APSIS, SKY_BODY_MOON, SKY_BODY_COUNT);
    }
    for (enum sky_body a = 0; a < SKY_BODY_COUNT; a++) {
        if (!has_body(search, a)) continue;
        if (a >= SKY_BODY_MERCURY) add_planet(search, a);
        for (enum sky_body b = a + 1; b < SKY_BODY_COUNT; b++) {
            if (!has_body(search, b)) continue;
            /* The Moon or a planet comes first, the Sun second, as in all events. */
            if (a == SKY_BODY_SUN) {
                add_function(search, APPROACH, b, a);
                continue;
            }
            add_function(search, PAIR, a, b);
            add_function(search, PAIR_RA, a, b);
            add_function(search, APPROACH, a, b);
        }
    }
}

/* ---- the edges of a day ---- */

/* Samples at and around an instant, shared by all functions. */
struct samples {
    struct sky_event_function_sample here, fine[2], coarse[2];
};

/* The bodies that each of the three kinds of sample must have. */
struct needs {
    unsigned here, fine, coarse;
};

static struct needs needs_of(const struct sky_events *search)
{
    struct needs needs = {0};
    for (int i = 0; i < search->function_count; i++) {
        const struct sky_events_function *t = &search->functions[i];
        unsigned bodies = sky_event_function_bodies(&t->function);
        bool is_separation = t->function.quantity == SKY_EVENT_FUNCTION_SEPARATION;
        if (FAMILIES[t->family].marks > 0 || is_separation) needs.here |= bodies;
        if (FAMILIES[t->family].marks > 1) continue;
        bool is_fine =
            sky_event_function_half_span_days(&t->function) == SKY_EVENT_FUNCTION_FINE_DAYS;
        *(is_fine ? &needs.fine : &needs.coarse) |= bodies;
    }
    return needs;
}

/* Samples half a span before and after an instant, for the slopes there. */
static enum base_err sample_sides(const struct sky_context *context, const double days[2],
                                  unsigned bodies, struct sky_event_function_sample sides[2],
                                  struct sky_fault *fault)
{
    assert(days[0] < days[1]);
    enum base_err err = BASE_ERR_OK;
    for (int i = 0; bodies != 0 && err == BASE_ERR_OK && i < 2; i++) {
        struct sky_tt when = {days[i]};
        err = sky_event_function_sample(context, when, bodies, &sides[i], fault);
    }
    return err;
}

static enum base_err sample_all(const struct sky_events *search, double days,
                                struct samples *samples, struct sky_fault *fault)
{
    const double fine = SKY_EVENT_FUNCTION_FINE_DAYS, coarse = SKY_EVENT_FUNCTION_COARSE_DAYS;
    const double fine_days[2] = {days - fine, days + fine};
    const double coarse_days[2] = {days - coarse, days + coarse};
    const struct sky_context *context = search->context;
    struct needs needs = needs_of(search);
    enum base_err err = BASE_ERR_OK;
    if (needs.here != 0)
        err = sky_event_function_sample(context, (struct sky_tt){days}, needs.here, &samples->here,
                                        fault);
    if (err == BASE_ERR_OK)
        err = sample_sides(context, fine_days, needs.fine, samples->fine, fault);
    if (err == BASE_ERR_OK)
        err = sample_sides(context, coarse_days, needs.coarse, samples->coarse, fault);
    return err;
}

/* Value, slope and curvature of every function at an instant; those that its family does not need
 * stay 0. */
static enum base_err edges_at(const struct sky_events *search, double days,
                              struct sky_events_edge *edges, struct sky_fault *fault)
{
    struct samples samples;
    enum base_err err = sample_all(search, days, &samples, fault);
    for (int i = 0; err == BASE_ERR_OK && i < search->function_count; i++) {
        const struct sky_event_function *function = &search->functions[i].function;
        int marks = FAMILIES[search->functions[i].family].marks;
        edges[i] = (struct sky_events_edge){0};
        if (function->quantity == SKY_EVENT_FUNCTION_DISTANCE) {
            err = sky_event_function_slope_at(search->context, function, (struct sky_tt){days},
                                              &edges[i].slope, fault);
            continue;
        }
        if (marks > 0) edges[i].value = sky_event_function_value(function, &samples.here);
        if (marks > 1) continue;
        bool is_fine = sky_event_function_half_span_days(function) == SKY_EVENT_FUNCTION_FINE_DAYS;
        const struct sky_event_function_sample *sides = is_fine ? samples.fine : samples.coarse;
        edges[i].slope = sky_event_function_slope(function, &sides[0], &sides[1]);
        if (function->quantity == SKY_EVENT_FUNCTION_SEPARATION)
            edges[i].curvature =
                sky_event_function_curvature(function, &sides[0], &samples.here, &sides[1]);
    }
    return err;
}

enum base_err sky_events_init(struct sky_events *search, const struct sky_context *context,
                              const struct sky_events_query *query, struct sky_fault *fault)
{
    const double farthest_days = 1e7;
    assert(query->from.days <= query->until.days);
    assert(query->from.days >= -farthest_days && query->until.days <= farthest_days);
    assert(query->bodies >> SKY_BODY_COUNT == 0 && !isnan(query->approach_max_deg));
    assert(kinds_of_families() == SKY_EVENTS_ALL_KINDS);
    search->context = context;
    search->query = *query;
    search->day = (int64_t)floor(query->from.days);
    search->last_day = (int64_t)ceil(query->until.days) - 1;
    search->function_count = search->pending_count = search->pending_next = 0;
    add_functions(search);
    struct sky_events_edge edges[SKY_EVENTS_FUNCTIONS_MAX];
    /* The far end is sampled only to report at once that it lies outside the ephemeris. */
    enum base_err err = edges_at(search, (double)(search->last_day + 1), edges, fault);
    if (err == BASE_ERR_OK) err = edges_at(search, (double)search->day, edges, fault);
    for (int i = 0; i < search->function_count; i++) search->functions[i].edge = edges[i];
    return err;
}

/* ---- one day ---- */

/* What the functions of the root search work on. */
struct target {
    const struct sky_context *context;
    const struct sky_event_function *function;
    double mark_rad;
};

/* How far the function is from its mark. */
static enum base_err beyond_mark(const void *context, struct sky_tt when, double *value,
                                 struct sky_fault *fault)
{
    const struct target *target = context;
    struct sky_event_function_sample sample;
    enum base_err err = sky_event_function_sample(
        target->context, when, sky_event_function_bodies(target->function), &sample, fault);
    if (err != BASE_ERR_OK) return err;
    *value = sky_event_function_around_rad(sky_event_function_value(target->function, &sample) -
                                           target->mark_rad);
    return BASE_ERR_OK;
}

static enum base_err slope(const void *context, struct sky_tt when, double *value,
                           struct sky_fault *fault)
{
    const struct target *target = context;
    return sky_event_function_slope_at(target->context, target->function, when, value, fault);
}

static enum base_err curvature(const void *context, struct sky_tt when, double *value,
                               struct sky_fault *fault)
{
    const struct target *target = context;
    return sky_event_function_curvature_at(target->context, target->function, when, value, fault);
}

static void add_pending(struct sky_events *search, struct sky_tt when, enum sky_events_kind kind,
                        int function)
{
    assert((unsigned)kind < SKY_EVENTS_KIND_COUNT);
    if (!(search->query.kinds & SKY_EVENTS_BIT(kind))) return;
    assert(search->pending_count < SKY_EVENTS_PENDING_MAX);
    int at = search->pending_count++;
    for (; at > 0 && search->pending[at - 1].when.days > when.days; at--)
        search->pending[at] = search->pending[at - 1];
    search->pending[at] = (struct sky_events_pending){when, kind, function};
}

/* Adds the event where a function passes its mark, the turn-th of the circle. */
static enum base_err add_crossing(struct sky_events *search, int index, struct sky_tt when,
                                  int turn, struct sky_fault *fault)
{
    const struct sky_events_function *t = &search->functions[index];
    enum sky_events_kind first = FAMILIES[t->family].first;
    int offset = turn;
    assert(turn >= 0 && turn < FAMILIES[t->family].marks);
    if (FAMILIES[t->family].marks == 2) {
        enum { SUPERIOR, INFERIOR, OPPOSITION };
        struct sky_event_function_sample sample;
        unsigned bodies = sky_event_function_bodies(&t->function);
        enum base_err err =
            sky_event_function_sample(search->context, when, bodies, &sample, fault);
        if (err != BASE_ERR_OK) return err;
        bool is_nearer = sample.bodies[t->function.body].distance_au <
                         sample.bodies[t->function.other].distance_au;
        offset = turn == 1 ? OPPOSITION : is_nearer ? INFERIOR : SUPERIOR;
    }
    add_pending(search, when, first + (enum sky_events_kind)offset, index);
    return BASE_ERR_OK;
}

static enum base_err find_crossings(struct sky_events *search, int index,
                                    const struct sky_events_edge edges[2], struct sky_fault *fault)
{
    const double near_rad = 5.0 * SKY_RAD_PER_DEG; /* Mercury and Venus differ by 3.5 deg a day */
    const struct sky_events_function *t = &search->functions[index];
    int marks = FAMILIES[t->family].marks;
    assert(marks > 0);
    double step_rad = SKY_TWO_PI / marks;
    int turn = (int)lround(edges[0].value / step_rad);
    struct target target = {search->context, &t->function, turn * step_rad};
    struct sky_root_find_edge day[2];
    for (int i = 0; i < 2; i++)
        day[i] = (struct sky_root_find_edge){
            {(double)(search->day + i)},
            sky_event_function_around_rad(edges[i].value - target.mark_rad),
            edges[i].slope};
    /* No function changes by half a step (45 deg or more) in a day: this is the jump from pi to
     * -pi. */
    if (fabs(day[1].value - day[0].value) > 0.5 * step_rad) return BASE_ERR_OK;
    bool may_return = marks == 1 && fabs(day[0].value) < near_rad;
    struct sky_tt roots[2];
    int count = 0;
    const struct sky_root_find_problem problem = {beyond_mark, may_return ? slope : NULL, &target,
                                                  SKY_EVENTS_TOLERANCE_DAYS};
    enum base_err err = sky_root_find_crossings(&problem, day, roots, &count, fault);
    for (int i = 0; err == BASE_ERR_OK && i < count; i++)
        err = add_crossing(search, index, roots[i], (turn % marks + marks) % marks, fault);
    return err;
}

/* An instant where a function has an extreme. */
struct extreme {
    const struct sky_events_function *of;
    struct sky_tt when;
    bool is_greatest;
};

/* Whether the extremes of a separation are events: the greatest of elongations, the least of
 * approaches. */
static bool is_wanted_separation(const struct extreme *extreme)
{
    return extreme->is_greatest == (extreme->of->family == ELONGATION);
}

static enum base_err kind_of_separation(const struct sky_events *search,
                                        const struct extreme *extreme, enum sky_events_kind *kind,
                                        struct sky_fault *fault)
{
    const struct sky_event_function *function = &extreme->of->function;
    const enum sky_events_kind first = FAMILIES[extreme->of->family].first;
    struct sky_event_function_sample sample;
    enum base_err err = sky_event_function_sample(
        search->context, extreme->when, sky_event_function_bodies(function), &sample, fault);
    if (err != BASE_ERR_OK) return err;
    if (extreme->of->family == ELONGATION) {
        double east_rad = sky_event_function_around_rad(sample.bodies[function->body].lon_rad -
                                                        sample.bodies[function->other].lon_rad);
        *kind = first + (east_rad > 0.0 ? 0 : 1);
    } else if (sky_event_function_separation_rad(&sample, function->body, function->other) <=
               search->query.approach_max_deg * SKY_RAD_PER_DEG) {
        *kind = first;
    }
    return BASE_ERR_OK;
}

/* The sidereal periods of the planets, rounded; row SUN is the Earth's. A row of 0 has no ripples
 * that could be taken for apsides: the Moon. */
static const double REVOLUTION_DAYS[SKY_BODY_COUNT] = {
    [SKY_BODY_SUN] = 365.26,    [SKY_BODY_MERCURY] = 87.97,   [SKY_BODY_VENUS] = 224.70,
    [SKY_BODY_MARS] = 686.98,   [SKY_BODY_JUPITER] = 4332.6,  [SKY_BODY_SATURN] = 10759.0,
    [SKY_BODY_URANUS] = 30687., [SKY_BODY_NEPTUNE] = 60190.0, [SKY_BODY_PLUTO] = 90560.0,
};
/* The steps of a quarter of a revolution. An extreme between two of Neptune's, 118 days apart, is
 * computed to 1e-8 au. */
#define QUARTER_STEPS 128

/* Whether a distance between two instants exceeds a limit; the extreme between them is that of the
 * parabola through their slopes. */
static bool is_beyond(const struct sky_event_function_distance ends[2], double step_days,
                      double sign, double limit_au)
{
    if (ends[0].au_per_day * ends[1].au_per_day < 0.0) {
        double part = ends[0].au_per_day / (ends[0].au_per_day - ends[1].au_per_day);
        double turn_au = ends[0].au + 0.5 * ends[0].au_per_day * part * step_days;
        if (sign * (turn_au - limit_au) > 0.0) return true;
    }
    return sign * (ends[1].au - limit_au) > 0.0;
}

/* Whether no distance within a quarter of a revolution on one side exceeds an extreme. Ends early
 * where the ephemeris does. */
static enum base_err compare_quarter(const struct sky_events *search, const struct extreme *extreme,
                                     double step_days, bool *is_apsis, struct sky_fault *fault)
{
    enum sky_body body = extreme->of->function.body;
    double sign = extreme->is_greatest ? 1.0 : -1.0;
    struct sky_event_function_distance ends[2];
    enum base_err err =
        sky_event_function_distance(search->context, body, extreme->when, &ends[0], fault);
    double limit_au = err == BASE_ERR_OK ? ends[0].au : 0.0;
    for (int i = 1; err == BASE_ERR_OK && *is_apsis && i <= QUARTER_STEPS; i++) {
        struct sky_tt when = {extreme->when.days + i * step_days};
        struct sky_fault end = {0};
        err = sky_event_function_distance(search->context, body, when, &ends[1], &end);
        if (err == BASE_ERR_RANGE) return BASE_ERR_OK;
        if (err != BASE_ERR_OK)
            *fault = end;
        else if (is_beyond(ends, step_days, sign, limit_au))
            *is_apsis = false;
        ends[0] = ends[1];
    }
    return err;
}

/* Whether an extreme of a distance is an apsis, by the rule in the header. */
static enum base_err apsis_or_ripple(const struct sky_events *search, const struct extreme *extreme,
                                     bool *is_apsis, struct sky_fault *fault)
{
    assert(extreme->of->function.quantity == SKY_EVENT_FUNCTION_DISTANCE);
    double step_days = REVOLUTION_DAYS[extreme->of->function.body] / 4.0 / QUARTER_STEPS;
    *is_apsis = true;
    if (step_days == 0.0) return BASE_ERR_OK;
    enum base_err err = compare_quarter(search, extreme, step_days, is_apsis, fault);
    if (err == BASE_ERR_OK) err = compare_quarter(search, extreme, -step_days, is_apsis, fault);
    return err;
}

/* The kind of an extreme; SKY_EVENTS_KIND_COUNT when it is not an event. */
static enum base_err kind_of_extreme(const struct sky_events *search, const struct extreme *extreme,
                                     enum sky_events_kind *kind, struct sky_fault *fault)
{
    enum sky_event_function_quantity quantity = extreme->of->function.quantity;
    *kind = SKY_EVENTS_KIND_COUNT;
    if (quantity == SKY_EVENT_FUNCTION_SEPARATION) {
        if (!is_wanted_separation(extreme)) return BASE_ERR_OK;
        return kind_of_separation(search, extreme, kind, fault);
    }
    /* Of distances the least comes first in the list of kinds, of angles the greatest. */
    bool is_distance = quantity == SKY_EVENT_FUNCTION_DISTANCE;
    bool is_apsis = true;
    if (is_distance) {
        enum base_err err = apsis_or_ripple(search, extreme, &is_apsis, fault);
        if (err != BASE_ERR_OK || !is_apsis) return err;
    }
    bool is_second = is_distance ? extreme->is_greatest : !extreme->is_greatest;
    *kind = FAMILIES[extreme->of->family].first + (is_second ? 1 : 0);
    return BASE_ERR_OK;
}

static enum base_err find_extremes(struct sky_events *search, int index,
                                   const struct sky_events_edge edges[2], struct sky_fault *fault)
{
    const struct sky_event_function *function = &search->functions[index].function;
    struct target target = {search->context, function, 0.0};
    struct sky_root_find_edge day[2];
    for (int i = 0; i < 2; i++)
        day[i] = (struct sky_root_find_edge){
            {(double)(search->day + i)}, edges[i].slope, edges[i].curvature};
    struct sky_tt roots[2];
    int count = 0;
    bool has_curvature = function->quantity == SKY_EVENT_FUNCTION_SEPARATION;
    const struct sky_root_find_problem problem = {slope, has_curvature ? curvature : NULL, &target,
                                                  SKY_EVENTS_TOLERANCE_DAYS};
    enum base_err err = sky_root_find_crossings(&problem, day, roots, &count, fault);
    bool is_greatest = sky_root_find_sign(edges[0].slope) > 0;
    for (int i = 0; err == BASE_ERR_OK && i < count; i++, is_greatest = !is_greatest) {
        const struct extreme extreme = {&search->functions[index], roots[i], is_greatest};
        enum sky_events_kind kind;
        err = kind_of_extreme(search, &extreme, &kind, fault);
        if (err == BASE_ERR_OK && kind != SKY_EVENTS_KIND_COUNT)
            add_pending(search, roots[i], kind, index);
    }
    return err;
}

/* Finds the events of a day and moves on to the next day; on error the search does not move. */
static enum base_err search_day(struct sky_events *search, struct sky_fault *fault)
{
    struct sky_events_edge ends[SKY_EVENTS_FUNCTIONS_MAX];
    assert(search->day <= search->last_day);
    search->pending_count = search->pending_next = 0;
    enum base_err err = edges_at(search, (double)(search->day + 1), ends, fault);
    for (int i = 0; err == BASE_ERR_OK && i < search->function_count; i++) {
        struct sky_events_edge edges[2] = {search->functions[i].edge, ends[i]};
        err = FAMILIES[search->functions[i].family].marks > 0
                  ? find_crossings(search, i, edges, fault)
                  : find_extremes(search, i, edges, fault);
    }
    if (err != BASE_ERR_OK) {
        search->pending_count = 0;
        return err;
    }
    for (int i = 0; i < search->function_count; i++) search->functions[i].edge = ends[i];
    search->day++;
    return BASE_ERR_OK;
}

/* ---- geometry ---- */

static struct sky_events_place place_of(const struct sky_event_function_sample *sample,
                                        enum sky_body body)
{
    double east_rad = sky_event_function_around_rad(sample->bodies[body].lon_rad -
                                                    sample->bodies[SKY_BODY_SUN].lon_rad);
    double elongation_rad = sky_event_function_separation_rad(sample, body, SKY_BODY_SUN);
    return (struct sky_events_place){
        .lon_deg = sample->bodies[body].lon_rad * SKY_DEG_PER_RAD,
        .lat_deg = sample->bodies[body].lat_rad * SKY_DEG_PER_RAD,
        .ra_deg = sample->bodies[body].ra_rad * SKY_DEG_PER_RAD,
        .dec_deg = sample->bodies[body].dec_rad * SKY_DEG_PER_RAD,
        .distance_au = sample->bodies[body].distance_au,
        .elongation_deg = (east_rad < 0.0 ? -elongation_rad : elongation_rad) * SKY_DEG_PER_RAD,
    };
}

static enum base_err complete(const struct sky_events *search,
                              const struct sky_events_pending *found,
                              struct sky_events_event *event, struct sky_fault *fault)
{
    assert(found->function >= 0 && found->function < search->function_count);
    const struct sky_event_function *function = &search->functions[found->function].function;
    struct sky_events_event whole = {
        .kind = found->kind, .body = function->body, .other = function->other, .when = found->when};
    unsigned bodies = 1u << function->body | 1u << SKY_BODY_SUN;
    if (function->other != SKY_BODY_COUNT) bodies |= 1u << function->other;
    struct sky_event_function_sample sample;
    enum base_err err =
        sky_event_function_sample(search->context, found->when, bodies, &sample, fault);
    if (err != BASE_ERR_OK) return err;
    whole.place = place_of(&sample, function->body);
    if (function->other != SKY_BODY_COUNT) {
        whole.other_place = place_of(&sample, function->other);
        whole.separation_deg =
            sky_event_function_separation_rad(&sample, function->body, function->other) *
            SKY_DEG_PER_RAD;
    }
    if (function->quantity == SKY_EVENT_FUNCTION_DISTANCE) {
        struct sky_event_function_distance distance;
        err = sky_event_function_distance(search->context, function->body, found->when, &distance,
                                          fault);
        if (err != BASE_ERR_OK) return err;
        whole.apsis_au = distance.au;
    }
    *event = whole;
    return BASE_ERR_OK;
}

enum base_err sky_events_next(struct sky_events *search, struct sky_events_event *event,
                              struct sky_fault *fault)
{
    assert(search->pending_next <= search->pending_count);
    for (;;) {
        while (search->pending_next < search->pending_count) {
            const struct sky_events_pending *found = &search->pending[search->pending_next];
            if (found->when.days > search->query.until.days) return BASE_ERR_END;
            if (found->when.days > search->query.from.days) {
                enum base_err err = complete(search, found, event, fault);
                if (err == BASE_ERR_OK) search->pending_next++;
                return err;
            }
            search->pending_next++;
        }
        if (search->day > search->last_day) return BASE_ERR_END;
        enum base_err err = search_day(search, fault);
        if (err != BASE_ERR_OK) return err;
    }
}
