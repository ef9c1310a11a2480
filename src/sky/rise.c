/* Rises, sets and transits by polynomials: half a day of sin(altitude) is one polynomial of degree
 * 12 through 13 observations. Its roots and its extremes are isolated before they are searched
 * for, so that none is missed and none is found twice. This also holds near the poles, where the
 * extremes are due to the motion of the body and not to the rotation of the Earth.
 *
 * Anchors: in half a day the Earth turns by 3.14 rad, and 2 (3.14 / 4)^13 / 13! is 1.4e-11 rad of
 * interpolation error; the Sun's centre rises 34' + 16' below the horizon.
 */
#include "sky/rise.h"

#include "sky/apparent.h"
#include "sky/const.h"
#include "sky/spk.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define PIECE_DAYS 0.5
/* Beyond any ephemeris, and so far that doubles still resolve seconds. */
#define TIME_MAX_DAYS 1e8

struct base_text sky_rise_kind_name(enum sky_rise_kind kind)
{
#define NAME(enumerator, text) {text, sizeof(text) - 1},
    static const struct base_text names[SKY_RISE_KINDS] = {SKY_RISE_KIND_LIST(NAME)};
#undef NAME
    assert((unsigned)kind < SKY_RISE_KINDS);
    return names[kind];
}

struct base_text sky_rise_definition_name(enum sky_rise_definition definition)
{
#define NAME(enumerator, text) {text, sizeof(text) - 1},
    static const struct base_text names[SKY_RISE_DEFINITIONS] = {SKY_RISE_DEFINITION_LIST(NAME)};
#undef NAME
    assert((unsigned)definition < SKY_RISE_DEFINITIONS);
    return names[definition];
}

/* ---- horizons ---- */

#define MINUTE_DEG       (1.0 / 60.0)
#define ALMANAC_LIFT_DEG (SKY_RISE_AIR_ARCMIN * MINUTE_DEG)
#define ALMANAC_SUN_DEG  (SKY_RISE_SUN_ARCMIN * MINUTE_DEG)
#define AIR_SCATTER_DEG  0.175 /* at the horizon: Sampson et al. 2003 */
/* Of the altitude without air: ephemeris, UT1 and the neglected deflection of the vertical. */
#define PLACE_UNCERTAINTY_DEG (1.0 / 3600.0)

double sky_rise_dip_deg(double eye_height_m)
{
    assert(eye_height_m >= 0.0 && eye_height_m <= 1e5);
    return SKY_RISE_DIP_ARCMIN * MINUTE_DEG * sqrt(eye_height_m);
}

/* By how much more than its dip the sea horizon lowers the light that grazes it: the air between
 * the horizon and the eye bends this light too. */
static double bend_below_eye_deg(double skyline_deg, double dip_deg)
{
    double down_deg = fmin(fmax(-skyline_deg, 0.0), dip_deg);
    return down_deg * (SKY_RISE_LIGHT_DIP_ARCMIN / SKY_RISE_DIP_ARCMIN - 1.0);
}

/* The lift at an apparent altitude as a fraction of that at 0, by Bennett's formula; 1 below 0.
 * Source: Bennett 1982, as Meeus, Astronomical Algorithms 2nd ed., eq. 16.3. */
static double lift_part(double apparent_deg)
{
    double h = fmax(apparent_deg, 0.0);
    double at_0 = 1.0 / tan(7.31 / 4.4 * SKY_RAD_PER_DEG);
    return fmax(1.0 / tan((h + 7.31 / (h + 4.4)) * SKY_RAD_PER_DEG) / at_0, 0.0);
}

/* The scatter of real air at an apparent altitude. */
static double uncertainty_deg(double apparent_deg)
{
    double part = lift_part(apparent_deg);
    return AIR_SCATTER_DEG * part * part + PLACE_UNCERTAINTY_DEG;
}

struct sky_rise_horizon sky_rise_almanac(enum sky_body body, double horizon_deg,
                                         double eye_height_m)
{
    assert(horizon_deg >= -90.0 && horizon_deg <= 90.0);
    double dip_deg = sky_rise_dip_deg(eye_height_m);
    double skyline_deg = horizon_deg - dip_deg;
    double limb_deg = skyline_deg - ALMANAC_LIFT_DEG * lift_part(skyline_deg) -
                      bend_below_eye_deg(skyline_deg, dip_deg);
    return (struct sky_rise_horizon){
        .definition = SKY_RISE_ALMANAC,
        .skyline_deg = skyline_deg,
        .is_upper_limb = body == SKY_BODY_SUN || body == SKY_BODY_MOON,
        .horizon_arcmin = limb_deg * 60.0,
        .airless_deg = body == SKY_BODY_SUN ? limb_deg - ALMANAC_SUN_DEG : limb_deg,
        .radius_km = body == SKY_BODY_MOON ? sky_body_info(body)->equatorial_radius_km : 0.0,
        .uncertainty_deg = uncertainty_deg(skyline_deg),
    };
}

struct sky_rise_horizon sky_rise_limb(enum sky_body body, double horizon_deg, double eye_height_m)
{
    assert(horizon_deg >= -90.0 && horizon_deg <= 90.0);
    const double sun_arcsec = 15.0 * 60.0 + 59.63; /* at 1 au: Auwers 1891, as almanacs use it */
    struct sky_rise_horizon horizon = sky_rise_almanac(body, horizon_deg, eye_height_m);
    horizon.definition = SKY_RISE_LIMB;
    if (body != SKY_BODY_SUN) return horizon;
    horizon.airless_deg += ALMANAC_SUN_DEG;
    horizon.radius_km = sin(sun_arcsec * SKY_RAD_PER_ARCSEC) * SKY_AU_KM;
    return horizon;
}

/* The airless altitude that air lifts to an apparent one. */
static double airless_deg(const struct sky_air *air, double apparent_deg)
{
    /* Every model lifts by less than 10 deg; 44 halvings leave 1e-12 deg. */
    double low = apparent_deg - 10.0, high = apparent_deg;
    for (int halving = 0; halving < 44; halving++) {
        double middle = 0.5 * (low + high);
        if (middle + sky_refract_lift_deg(air, fmax(middle, -90.0)) < apparent_deg)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

static bool has_air(const struct sky_air *air)
{
    return air->model != SKY_REFRACT_NONE && air->pressure_hpa > 0.0;
}

static double air_uncertainty_deg(const struct sky_air *air, double apparent_deg)
{
    return has_air(air) ? uncertainty_deg(apparent_deg) : PLACE_UNCERTAINTY_DEG;
}

/* ---- the ray that grazes the sea horizon ---- */

#define MEAN_RADIUS_M 6371008.8 /* of the Earth: GRS 80 */
#define LOWEST_AIR_M  (-500.0)  /* of the standard atmosphere */
#define HIGHEST_AIR_M 1e5
#define KELVIN_OF_0_C 273.15

/* Refractivity of dry air in yellow light. Source: Ciddor 1996, 2.77e-4 at 1013.25 hPa and 15 C. */
static double refractivity(const struct sky_air *air)
{
    const double standard = 2.77e-4, hpa = 1013.25, kelvin = 288.15;
    if (!has_air(air)) return 0.0;
    return standard * air->pressure_hpa / hpa * kelvin / (air->temp_c + KELVIN_OF_0_C);
}

/* The height at which the standard atmosphere has a pressure, between its bounds. */
static double pressure_height_m(double pressure_hpa)
{
    double low = LOWEST_AIR_M, high = HIGHEST_AIR_M;
    for (int halving = 0; halving < 40; halving++) {
        double middle = 0.5 * (low + high);
        if (sky_refract_standard_air(middle).pressure_hpa > pressure_hpa)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

/* The air below an eye: pressure changes by the factor of the standard atmosphere, temperature by
 * its difference, and neither below the lowest height of that atmosphere. */
static struct sky_air air_below(const struct sky_air *air, double below_m)
{
    assert(below_m >= 0.0);
    if (!has_air(air)) return *air;
    double height_m = pressure_height_m(air->pressure_hpa);
    struct sky_air here = sky_refract_standard_air(height_m);
    struct sky_air there = sky_refract_standard_air(fmax(height_m - below_m, LOWEST_AIR_M));
    return (struct sky_air){air->model, air->pressure_hpa * there.pressure_hpa / here.pressure_hpa,
                            air->temp_c + there.temp_c - here.temp_c};
}

/* Radius of the Earth times index of refraction, in units of those at the eye: the cosine of the
 * angle below the eye's horizontal at which a ray leaves that has its lowest point here (the law
 * of refraction in spherical layers). */
static double ray_cosine(const struct sky_air *air, double below_m)
{
    struct sky_air there = air_below(air, below_m);
    double index = (1.0 + refractivity(&there)) / (1.0 + refractivity(air));
    return fmin(index * (1.0 - below_m / (MEAN_RADIUS_M + below_m)), 1.0);
}

/* How far below the eye a ray has its lowest point that leaves the eye downwards. */
static double lowest_point_m(const struct sky_air *air, double down_deg, double eye_height_m)
{
    double low = 0.0, high = eye_height_m, wanted = cos(down_deg * SKY_RAD_PER_DEG);
    for (int halving = 0; halving < 40; halving++) {
        double middle = 0.5 * (low + high);
        if (ray_cosine(air, middle) > wanted)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

static double apparent_lift_deg(const struct sky_air *air, double apparent_deg)
{
    return apparent_deg - airless_deg(air, apparent_deg);
}

/* The airless altitude of what appears on the skyline. A ray from below the horizontal passes its
 * lowest point, where the air bends it on both sides as at a flat horizon; the part of one side that
 * lies above the eye is not passed. A skyline below the sea horizon has the lift of that. */
static double skyline_airless_deg(const struct sky_air *air, double skyline_deg, double dip_deg,
                                  double eye_height_m)
{
    if (skyline_deg >= 0.0) return airless_deg(air, skyline_deg);
    double down_deg = fmin(-skyline_deg, dip_deg);
    struct sky_air lowest = air_below(air, lowest_point_m(air, down_deg, eye_height_m));
    double lift_deg = 2.0 * apparent_lift_deg(&lowest, 0.0) - apparent_lift_deg(air, down_deg);
    assert(lift_deg >= 0.0);
    return skyline_deg - lift_deg;
}

struct sky_rise_horizon sky_rise_physical(enum sky_body body, const struct sky_air *air,
                                          double horizon_deg, double eye_height_m)
{
    assert(horizon_deg >= -90.0 && horizon_deg <= 90.0);
    assert(eye_height_m >= 0.0 && eye_height_m <= 1e5);
    double dip_deg = acos(ray_cosine(air, eye_height_m)) * SKY_DEG_PER_RAD;
    double skyline_deg = horizon_deg - dip_deg;
    double limb_deg = skyline_airless_deg(air, skyline_deg, dip_deg, eye_height_m);
    return (struct sky_rise_horizon){
        .definition = SKY_RISE_PHYSICAL,
        .skyline_deg = skyline_deg,
        .is_upper_limb = true,
        .horizon_arcmin = limb_deg * 60.0,
        .airless_deg = limb_deg,
        .radius_km = sky_body_info(body)->equatorial_radius_km,
        .uncertainty_deg = air_uncertainty_deg(air, skyline_deg),
    };
}

/* The centre at an airless altitude, which appears at another. */
static struct sky_rise_horizon centre(double apparent_deg, double centre_deg,
                                      double uncertainty_deg)
{
    assert(centre_deg <= apparent_deg + 1e-9 && uncertainty_deg > 0.0); /* air never lowers */
    return (struct sky_rise_horizon){
        .definition = SKY_RISE_CENTRE,
        .skyline_deg = apparent_deg,
        .horizon_arcmin = centre_deg * 60.0,
        .airless_deg = centre_deg,
        .uncertainty_deg = uncertainty_deg,
    };
}

struct sky_rise_horizon sky_rise_centre(double alt_deg)
{
    assert(alt_deg >= -90.0 && alt_deg <= 90.0);
    return centre(alt_deg, alt_deg, PLACE_UNCERTAINTY_DEG);
}

struct sky_rise_horizon sky_rise_lifted_centre(const struct sky_air *air, double alt_deg)
{
    assert(alt_deg >= -90.0 && alt_deg <= 90.0);
    return centre(alt_deg, airless_deg(air, alt_deg), air_uncertainty_deg(air, alt_deg));
}

/* The centre on the skyline, without air. */
static struct sky_rise_horizon airless_centre(const struct sky_rise_choice *choice)
{
    const struct sky_air none = {.model = SKY_REFRACT_NONE};
    double dip_deg = acos(ray_cosine(&none, choice->eye_height_m)) * SKY_DEG_PER_RAD;
    return sky_rise_centre(fmax(choice->horizon_deg - dip_deg, -90.0));
}

struct sky_rise_horizon sky_rise_chosen(enum sky_body body, const struct sky_rise_choice *choice)
{
    assert((unsigned)choice->definition < SKY_RISE_DEFINITIONS);
    switch (choice->definition) {
    case SKY_RISE_LIMB:
        return sky_rise_limb(body, choice->horizon_deg, choice->eye_height_m);
    case SKY_RISE_PHYSICAL:
        return sky_rise_physical(body, &choice->air, choice->horizon_deg, choice->eye_height_m);
    case SKY_RISE_CENTRE:
        return airless_centre(choice);
    default:
        return sky_rise_almanac(body, choice->horizon_deg, choice->eye_height_m);
    }
}

/* ---- one instant ---- */

static void see(const struct sky_rise_search *search, const struct sky_frame *frame,
                struct sky_rise_point *point)
{
    struct sky_viewpoint view =
        sky_apparent_viewpoint(frame, search->observer, SKY_APPARENT_TRUE_POLE);
    struct sky_apparent place = sky_apparent_place(&view, search->body);
    struct sky_vec dir_itrs = sky_apparent_itrs(&view, place.dir_apparent_gcrs);
    point->local = sky_horizon_local(search->observer, dir_itrs);
    point->distance_au = place.distance_au;
}

static enum base_err observe_alone(const struct sky_rise_search *search, struct sky_tt when,
                                   struct sky_rise_point *point, struct sky_fault *fault)
{
    struct sky_frame frame;
    enum base_err err = sky_frame_of(search->context, when, 1u << search->body, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    see(search, &frame, point);
    return BASE_ERR_OK;
}

/* As observe_alone, with an interpolated frame where its cell lies within the ephemeris. */
static enum base_err observe(struct sky_rise_sweep *sweep, struct sky_tt when,
                             struct sky_rise_point *point, struct sky_fault *fault)
{
    struct sky_frame frame;
    struct sky_fault beyond;
    enum base_err err = sky_frame_interp_frame(&sweep->interp, when, &frame, &beyond);
    if (err != BASE_ERR_OK) return observe_alone(&sweep->search, when, point, fault);
    see(&sweep->search, &frame, point);
    return BASE_ERR_OK;
}

/* Sine of the disc's radius as seen. */
static double sin_radius(const struct sky_rise_horizon *horizon, const struct sky_rise_point *point)
{
    return fmin(horizon->radius_km / (SKY_AU_KM * point->distance_au), 1.0);
}

static void complete(const struct sky_rise_search *search, const struct sky_rise_point *point,
                     struct sky_rise_event *event)
{
    event->az_deg = sky_vec_longitude_rad(point->local) * SKY_DEG_PER_RAD;
    event->alt_true_deg = sky_vec_latitude_rad(point->local) * SKY_DEG_PER_RAD;
    event->margin_deg = event->alt_true_deg +
                        asin(sin_radius(&search->horizon, point)) * SKY_DEG_PER_RAD -
                        search->horizon.airless_deg;
}

static bool is_instant(struct sky_tt when)
{
    return fabs(when.days) <= TIME_MAX_DAYS;
}

static enum base_err beyond_time(const struct sky_rise_search *search, struct sky_fault *fault)
{
    const struct sky_spk *spk = &search->context->spk;
    fault->naif_id = SKY_EPHEM_EARTH_ID;
    return sky_ephem_limits(spk, SKY_EPHEM_EARTH_ID, fault);
}

enum base_err sky_rise_at(const struct sky_rise_search *search, struct sky_tt when,
                          struct sky_rise_event *event, struct sky_fault *fault)
{
    assert(search->context != NULL && search->observer != NULL);
    if (!is_instant(when)) return beyond_time(search, fault);
    struct sky_rise_point point;
    enum base_err err = observe_alone(search, when, &point, fault);
    if (err != BASE_ERR_OK) return err;
    event->tt = when;
    complete(search, &point, event);
    return BASE_ERR_OK;
}

/* ---- one piece ---- */

#define BIT(kind)     (1u << SKY_RISE_##kind)
#define TURN_BITS     (BIT(HIGHEST) | BIT(LOWEST))
#define ALTITUDE_BITS (BIT(UP) | BIT(DOWN) | TURN_BITS)
#define MERIDIAN_BITS (BIT(TRANSIT) | BIT(ANTITRANSIT))

static void add(struct sky_rise_sweep *sweep, double x, enum sky_rise_kind kind)
{
    double tt_days = (sweep->piece + x) * PIECE_DAYS;
    bool is_inside = tt_days >= sweep->from.days && tt_days < sweep->until.days;
    if (!is_inside || (sweep->search.wanted >> kind & 1u) == 0) return;
    if (sweep->count == SKY_RISE_PIECE_EVENTS_MAX) return; /* more than the polynomials can have */
    int i = sweep->count++;
    for (; i > 0 && sweep->events[i - 1].tt_days > tt_days; i--)
        sweep->events[i] = sweep->events[i - 1];
    sweep->events[i].tt_days = tt_days;
    sweep->events[i].kind = kind;
}

/* sin(altitude) minus its value when the limb or centre that rises is on the horizon. */
static double height(const struct sky_rise_horizon *horizon, double sin_edge, double cos_edge,
                     const struct sky_rise_point *point)
{
    double s = sin_radius(horizon, point);
    return point->local.z - (sin_edge * sqrt(1.0 - s * s) - cos_edge * s);
}

/* The polynomial of the height over the piece. */
static struct sky_bernstein
height_polynomial(const struct sky_rise_sweep *sweep,
                  const struct sky_rise_point points[SKY_BERNSTEIN_NODES])
{
    const struct sky_rise_horizon *horizon = &sweep->search.horizon;
    double edge_rad = horizon->airless_deg * SKY_RAD_PER_DEG;
    double sin_edge = sin(edge_rad), cos_edge = cos(edge_rad);
    double samples[SKY_BERNSTEIN_NODES];
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++)
        samples[i] = height(horizon, sin_edge, cos_edge, &points[i]);
    return sky_bernstein_through(samples);
}

static void find_altitudes(struct sky_rise_sweep *sweep,
                           const struct sky_rise_point points[SKY_BERNSTEIN_NODES])
{
    struct sky_bernstein polynomial = height_polynomial(sweep, points);
    struct sky_bernstein_roots crossings = sky_bernstein_crossings(&polynomial);
    for (int i = 0; i < crossings.count; i++)
        add(sweep, crossings.x[i], crossings.is_upward[i] ? SKY_RISE_UP : SKY_RISE_DOWN);
    if ((sweep->search.wanted & TURN_BITS) == 0) return;
    /* An extreme on the border of two pieces appears only as a change of the slope across it. */
    if (sweep->has_last && sweep->was_climbing != sky_bernstein_climbs_first(&polynomial))
        add(sweep, 0.0, sweep->was_climbing ? SKY_RISE_HIGHEST : SKY_RISE_LOWEST);
    sweep->was_climbing = sky_bernstein_climbs_last(&polynomial);
    struct sky_bernstein_roots turns = sky_bernstein_turns(&polynomial);
    for (int i = 0; i < turns.count; i++)
        add(sweep, turns.x[i], turns.is_upward[i] ? SKY_RISE_LOWEST : SKY_RISE_HIGHEST);
}

/* Where the body crosses the vertical plane of an azimuth, on either side of the zenith. */
static struct sky_bernstein_roots
plane_crossings(const struct sky_rise_point points[SKY_BERNSTEIN_NODES], double sin_az,
                double cos_az)
{
    double samples[SKY_BERNSTEIN_NODES];
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++)
        samples[i] = points[i].local.y * cos_az - points[i].local.x * sin_az;
    struct sky_bernstein polynomial = sky_bernstein_through(samples);
    return sky_bernstein_crossings(&polynomial);
}

/* On the side of the zenith the body crosses the plane of the meridian westward: its east component
 * changes from positive to negative there, and from negative to positive beyond the pole. */
static void find_transits(struct sky_rise_sweep *sweep,
                          const struct sky_rise_point points[SKY_BERNSTEIN_NODES])
{
    struct sky_bernstein_roots plane = plane_crossings(points, 0.0, 1.0);
    for (int i = 0; i < plane.count; i++)
        add(sweep, plane.x[i], plane.is_upward[i] ? SKY_RISE_ANTITRANSIT : SKY_RISE_TRANSIT);
}

static enum base_err find_azimuths(struct sky_rise_sweep *sweep,
                                   const struct sky_rise_point points[SKY_BERNSTEIN_NODES],
                                   struct sky_fault *fault)
{
    double az_rad = sweep->search.az_deg * SKY_RAD_PER_DEG;
    double sin_az = sin(az_rad), cos_az = cos(az_rad);
    struct sky_bernstein_roots plane = plane_crossings(points, sin_az, cos_az);
    for (int i = 0; i < plane.count; i++) {
        struct sky_rise_point there;
        struct sky_tt when = {(sweep->piece + plane.x[i]) * PIECE_DAYS};
        enum base_err err = observe(sweep, when, &there, fault);
        if (err != BASE_ERR_OK) return err;
        if (there.local.x * cos_az + there.local.y * sin_az > 0.0)
            add(sweep, plane.x[i], SKY_RISE_AZIMUTH);
    }
    return BASE_ERR_OK;
}

static enum base_err search_piece(struct sky_rise_sweep *sweep, struct sky_fault *fault)
{
    struct sky_rise_point points[SKY_BERNSTEIN_NODES];
    points[0] = sweep->last;
    for (int i = sweep->has_last; i < SKY_BERNSTEIN_NODES; i++) {
        struct sky_tt when = {(sweep->piece + sky_bernstein_basis.node[i]) * PIECE_DAYS};
        enum base_err err = observe(sweep, when, &points[i], fault);
        if (err != BASE_ERR_OK) return err;
    }
    sweep->count = sweep->given = 0;
    if (sweep->search.wanted & ALTITUDE_BITS) find_altitudes(sweep, points);
    if (sweep->search.wanted & MERIDIAN_BITS) find_transits(sweep, points);
    if (sweep->search.wanted & BIT(AZIMUTH)) {
        enum base_err err = find_azimuths(sweep, points, fault);
        if (err != BASE_ERR_OK) return err;
    }
    sweep->last = points[SKY_BERNSTEIN_DEGREE];
    sweep->has_last = true;
    sweep->piece += 1.0;
    return BASE_ERR_OK;
}

/* ---- the sweep ---- */

void sky_rise_sweep(struct sky_rise_sweep *sweep, const struct sky_rise_search *search,
                    struct sky_tt from, struct sky_tt until)
{
    assert(isfinite(search->horizon.airless_deg) && isfinite(search->az_deg));
    assert(search->context != NULL && search->observer != NULL);
    assert((unsigned)search->body < SKY_BODY_COUNT && search->wanted >> SKY_RISE_KINDS == 0);
    sweep->search = *search;
    sweep->from = from;
    sweep->until = until;
    sweep->is_beyond_time = !is_instant(from) || !is_instant(until);
    /* An event on a border belongs to the piece that ends there: begin with that piece. */
    sweep->piece = ceil(from.days / PIECE_DAYS) - 1.0;
    sweep->has_last = false;
    sweep->count = sweep->given = 0;
    sky_frame_interp_init(&sweep->interp, search->context, search->body);
}

enum base_err sky_rise_step(struct sky_rise_sweep *sweep, struct sky_rise_event *event,
                            struct sky_fault *fault)
{
    assert(sweep->given <= sweep->count && sweep->count <= SKY_RISE_PIECE_EVENTS_MAX);
    if (sweep->is_beyond_time) return beyond_time(&sweep->search, fault);
    while (sweep->given == sweep->count) {
        if (!(sweep->piece * PIECE_DAYS < sweep->until.days)) return BASE_ERR_END;
        enum base_err err = search_piece(sweep, fault);
        if (err != BASE_ERR_OK) return err;
    }
    struct sky_tt when = {sweep->events[sweep->given].tt_days};
    assert(when.days >= sweep->from.days && when.days < sweep->until.days);
    struct sky_rise_point point;
    enum base_err err = observe(sweep, when, &point, fault);
    if (err != BASE_ERR_OK) return err;
    *event = (struct sky_rise_event){.tt = when, .kind = sweep->events[sweep->given++].kind};
    complete(&sweep->search, &point, event);
    return BASE_ERR_OK;
}

enum base_err sky_rise_next(const struct sky_rise_search *search, enum sky_rise_kind kind,
                            struct sky_tt from, struct sky_rise_event *event,
                            struct sky_fault *fault)
{
    assert((unsigned)kind < SKY_RISE_KINDS);
    struct sky_rise_search only = *search;
    only.wanted = 1u << kind;
    struct sky_rise_sweep sweep;
    sky_rise_sweep(&sweep, &only, from, (struct sky_tt){from.days + SKY_RISE_AHEAD_MAX_DAYS});
    return sky_rise_step(&sweep, event, fault);
}

enum base_err sky_rise_check_span(const struct sky_context *sky, struct sky_tt from,
                                  struct sky_tt until, unsigned bodies, struct sky_fault *fault)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    const double ends[] = {floor(2.0 * from.days) / 2.0, ceil(2.0 * until.days) / 2.0};
    for (int i = 0; i < 2 && bodies != 0; i++) {
        struct sky_frame frame;
        enum base_err err = sky_frame_of(sky, (struct sky_tt){ends[i]}, bodies, &frame, fault);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}
