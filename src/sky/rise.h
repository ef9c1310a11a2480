/* Rise, set, transit, and every other time when a body reaches an altitude or an azimuth.
 *
 *     struct sky_rise_search search = {
 *         .context = context, .body = SKY_BODY_MOON, .observer = &observer,
 *         .horizon = sky_rise_almanac(SKY_BODY_MOON, 0.0, 0.0),
 *         .wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN };
 *     struct sky_rise_sweep sweep;
 *     sky_rise_sweep(&sweep, &search, from, until);
 *     while ((err = sky_rise_step(&sweep, &event, &fault)) == BASE_ERR_OK) ...   END when done
 *
 * An altitude is reached at UP and DOWN of sky_rise_centre or sky_rise_lifted_centre, an azimuth at
 * AZIMUTH with az_deg.
 *
 * Intervals are half-open, [from, until): however a span of time is divided, each event belongs to
 * exactly one of the parts and has the same instant to the last bit. A search without an event is
 * a normal result. sky/day has complete days and nights.
 */
#ifndef SKY_RISE_H
#define SKY_RISE_H

#include "base/err.h"
#include "base/text.h"
#include "sky/bernstein.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/frame_interp.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/sky.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <stdbool.h>

/* The length of a search for a next event. The Sun and the Moon rise and set within a year
 * everywhere. Near a pole an outer planet stays up or down for years (Jupiter for six), and such a
 * search finds nothing. */
#define SKY_RISE_AHEAD_MAX_DAYS 400.0

/* enumerator, name, what happens at the instant */
#define SKY_RISE_KIND_LIST(X)                                                                      \
    X(UP, "rise")                 /* the limb or the centre ascends through the horizon */         \
    X(DOWN, "set")                /* it descends through the horizon */                            \
    X(TRANSIT, "transit")         /* the centre crosses the meridian on the side of the zenith */  \
    X(ANTITRANSIT, "antitransit") /* the centre crosses it beyond the pole */                      \
    X(HIGHEST, "highest")         /* the altitude is greatest */                                   \
    X(LOWEST, "lowest")           /* the altitude is least */                                      \
    X(AZIMUTH, "azimuth")         /* the centre has the azimuth of the search */

#define SKY_RISE_KIND_ENUM(name, text) SKY_RISE_##name,
enum sky_rise_kind { SKY_RISE_KIND_LIST(SKY_RISE_KIND_ENUM) SKY_RISE_KINDS };
#undef SKY_RISE_KIND_ENUM

/* The name of a kind in documents. */
struct base_text sky_rise_kind_name(enum sky_rise_kind kind);

/* enumerator, name, what rises, and through which air */
#define SKY_RISE_DEFINITION_LIST(X)                                                                \
    X(ALMANAC, "almanac") /* 34' of air; the Sun's centre at -50', the Moon's true upper limb */   \
    X(LIMB,                                                                                        \
      "limb") /* 34' of air; true upper limbs of the Sun and the Moon, as in USNO's tables */      \
    X(PHYSICAL, "physical") /* the given air, the true upper limb of every body */                 \
    X(CENTRE,                                                                                      \
      "centre") /* the centre at an airless altitude, for twilights and any other altitude */

#define SKY_RISE_DEFINITION_ENUM(name, text) SKY_RISE_##name,
enum sky_rise_definition {
    SKY_RISE_DEFINITION_LIST(SKY_RISE_DEFINITION_ENUM) SKY_RISE_DEFINITIONS
};
#undef SKY_RISE_DEFINITION_ENUM

/* The name of a definition in documents. */
struct base_text sky_rise_definition_name(enum sky_rise_definition definition);

/* The altitude that is the horizon of a search.
 *
 * The body is up while its centre's airless altitude + asin(radius_km / distance) >= airless_deg.
 */
struct sky_rise_horizon {
    enum sky_rise_definition definition;
    double skyline_deg; /* apparent altitude of the skyline, minus the dip */
    bool is_upper_limb; /* of the upper limb, not of the centre */
    double
        horizon_arcmin; /* airless altitude of the limb or centre that rises: -34 by the almanac */
    double airless_deg; /* the same for the point radius_km above the centre */
    double radius_km;   /* 0 for a centre, and for a limb that is by definition 16' above it */
    double uncertainty_deg; /* of the altitude, by the air; an extreme within it is grazing */
};

/* Arcminutes for each root of a metre of the eye's height: by how much the sea horizon appears
 * below the horizontal, and by how much the light of a body that grazes it comes from below, apart
 * from the refraction of a flat horizon. Without air both are 1.926'. Air that bends a ray by the
 * part k of the angle at the Earth's centre makes the first sqrt(1 - k) times that and the angle at
 * the Earth's centre, which is the second, 1 / sqrt(1 - k) times; 1.76' means k = 1/6. */
#define SKY_RISE_DIP_ARCMIN       1.76
#define SKY_RISE_LIGHT_DIP_ARCMIN 2.11

/* The dip of the sea horizon for an elevated eye, as it appears.
 *
 * Given   eye_height_m  above the surrounding ground, 0..100 000
 * Gives   degrees, positive
 * Source  dip = 1.76' sqrt(height in m), average terrestrial refraction included: The Nautical
 *         Almanac, explanation of the altitude correction tables
 */
double sky_rise_dip_deg(double eye_height_m);

/* The almanac's horizon.
 *
 * Given     horizon_deg   apparent altitude of the skyline, [-90, 90]; 0 is a flat horizon
 *           eye_height_m  as sky_rise_dip_deg
 * Gives     a planet's centre at -34', the Sun's centre at -50', the Moon's upper limb at -34' with
 *           its true radius, all lowered by the dip, for the light of a body (2.11'). On a raised skyline the 34' decrease as
 *           Bennett's refraction does
 * Source    USNO, Rise, Set, and Twilight Definitions; Urban & Seidelmann 2013, chapter 12;
 *           Bennett 1982 for raised skylines; radius IAU WGCCRE (Archinal et al. 2018)
 * Accuracy  of the air at the flat horizon 0.175 deg, the standard deviation of 379 sunrises and
 *           sunsets: Sampson et al. 2003, PASP 115, 1256. Above it this program assumes that it
 *           decreases as the square of the lift, to 6 % at 10 deg
 */
struct sky_rise_horizon sky_rise_almanac(enum sky_body body, double horizon_deg,
                                         double eye_height_m);

/* The almanac's horizon with the true semidiameter of the Sun, 15' 59.63" at 1 au, instead of 16'.
 * Public for programs that use the library.
 *
 * Given   as sky_rise_almanac
 * Source  USNO's tables, as comparisons show: at the poles, where the altitude changes by an
 *         arcsecond a minute, they agree with the true semidiameter and not with 16'
 */
struct sky_rise_horizon sky_rise_limb(enum sky_body body, double horizon_deg, double eye_height_m);

/* The physical horizon: the upper limb of the true disc, lifted by the given air. Public for
 * programs that use the library.
 *
 * Given   air                        at the eye
 *         horizon_deg, eye_height_m  as sky_rise_almanac
 * Gives   the dip as that air bends it. The ray that grazes the sea horizon is followed from the
 *         eye down to it and out of the air: it is bent on both sides of its lowest point as at a
 *         flat horizon there, less the part of one side that lies above the eye. The air below the
 *         eye is the given one changed as the standard atmosphere changes, not below -500 m of it
 * Source  radii IAU WGCCRE (Archinal et al. 2018), equatorial; n r cos(altitude) is constant along
 *         a ray: Auer & Standish 2000, AJ 119, 2472
 */
struct sky_rise_horizon sky_rise_physical(enum sky_body body, const struct sky_air *air,
                                          double horizon_deg, double eye_height_m);

/* An airless altitude of the centre.
 *
 * Given  alt_deg  [-90, 90]; SKY_RISE_CIVIL_DEG and its neighbours for the Sun
 */
struct sky_rise_horizon sky_rise_centre(double alt_deg);

/* What a request may choose of a horizon. */
struct sky_rise_choice {
    enum sky_rise_definition definition;
    struct sky_air air; /* of PHYSICAL, at the eye */
    double horizon_deg, eye_height_m;
};

/* The horizon of a definition.
 *
 * Given   horizon_deg, eye_height_m  as sky_rise_almanac
 * Gives   as the function of that name; of CENTRE the centre on the skyline without air, which the
 *         eye's height lowers by the geometric dip
 */
struct sky_rise_horizon sky_rise_chosen(enum sky_body body, const struct sky_rise_choice *choice);

/* An apparent altitude of the centre, lifted by the given air.
 *
 * Given  alt_deg  apparent, [-90, 90]
 */
struct sky_rise_horizon sky_rise_lifted_centre(const struct sky_air *air, double alt_deg);

/* Airless altitudes of the Sun's centre. Source: USNO, Rise, Set, and Twilight Definitions; the
 * golden hour as photographers define it. */
#define SKY_RISE_AIR_ARCMIN       34.0 /* of refraction at a flat horizon */
#define SKY_RISE_SUN_ARCMIN       16.0 /* of the radius of the Sun */
#define SKY_RISE_SUNSET_DEG       (-(SKY_RISE_AIR_ARCMIN + SKY_RISE_SUN_ARCMIN) / 60.0)
#define SKY_RISE_CIVIL_DEG        (-6.0)
#define SKY_RISE_NAUTICAL_DEG     (-12.0)
#define SKY_RISE_ASTRONOMICAL_DEG (-18.0)
#define SKY_RISE_GOLDEN_LOW_DEG   (-4.0)
#define SKY_RISE_GOLDEN_HIGH_DEG  6.0

/* What is searched for. */
struct sky_rise_search {
    const struct sky_context *context;
    enum sky_body body;
    const struct sky_observer *observer;
    struct sky_rise_horizon horizon; /* for UP, DOWN, HIGHEST, LOWEST */
    double az_deg;                   /* for AZIMUTH */
    unsigned wanted;                 /* bits 1 << kind */
};

struct sky_rise_event {
    struct sky_tt tt;
    enum sky_rise_kind kind;
    double az_deg;
    double alt_true_deg; /* of the centre, airless */
    double margin_deg;   /* of the limb or centre that rises, above the horizon */
};

#define SKY_RISE_PIECE_EVENTS_MAX 64

/* A search in progress. Time is divided into pieces of half a day on a fixed grid. In each the
 * altitude is one polynomial, whose roots are isolated and then found, and so is the azimuth. */
struct sky_rise_sweep {
    struct sky_rise_search search;
    struct sky_tt from, until;
    bool is_beyond_time; /* from or until is outside of every ephemeris */
    double piece;        /* number of the next one, whole */
    struct sky_frame_interp interp;
    bool has_last; /* the next fields describe the piece before */
    bool was_climbing;
    struct sky_rise_point {
        struct sky_vec local; /* unit: north, east, up */
        double distance_au;
    } last;
    int count, given; /* events of the current piece, in order of time; how many were returned */
    struct {
        double tt_days;
        enum sky_rise_kind kind;
    } events[SKY_RISE_PIECE_EVENTS_MAX];
};

/* Begins a search over [from, until).
 *
 * Owns  copies the search, borrows its context and observer for the life of the sweep
 * Cost  some 3 microseconds
 */
void sky_rise_sweep(struct sky_rise_sweep *sweep, const struct sky_rise_search *search,
                    struct sky_tt from, struct sky_tt until);

/* The next event.
 *
 * Gives     OK with *event, or END when no further event lies before until
 * Fails     RANGE when the half days (of TT) that overlap [from, until) are not all in the
 *           ephemeris, or for a NaN; MISSING when it lacks the body; *fault says which
 * Accuracy  the polynomials are within 0.001 arcsec of sky_observe_horizon, over cos(altitude),
 *           so an event is within a millisecond of the instant by that function unless the body
 *           grazes. Within 1 deg of the Sun 1 arcsec, because the deflection has a kink behind its
 *           disc; around 1962-01-01 0.002 arcsec (sky/earth_orientation). Real air differs by
 *           minutes. HIGHEST and LOWEST of a limb are the extremes of sin(altitude) minus the sine
 *           of the limb's horizon, within 1 s of those of the altitude
 * Laws      rises and sets alternate; the instants do not depend on from and until
 * Limits    12 observations in half a day, up to SKY_BERNSTEIN_DEGREE crossings and as many
 *           extremes, 26 halvings and 60 steps for each, however the body moves
 * Cost      some 7 microseconds a half day: 5 ms for a year of rise, transit and set
 * Test      test_rise_agrees_with_dense_sampling
 */
BASE_ERR_CHECKED
enum base_err sky_rise_step(struct sky_rise_sweep *sweep, struct sky_rise_event *event,
                            struct sky_fault *fault);

/* The next event of one kind at or after an instant.
 *
 * Given  search  its `wanted` is ignored
 * Gives  OK with *event, or END when no event lies within SKY_RISE_AHEAD_MAX_DAYS. The event after
 *        it is found by a search from the next double on
 * Fails  as sky_rise_step, when the ephemeris ends before the event is found
 */
BASE_ERR_CHECKED
enum base_err sky_rise_next(const struct sky_rise_search *search, enum sky_rise_kind kind,
                            struct sky_tt from, struct sky_rise_event *event,
                            struct sky_fault *fault);

/* The body at an instant: its altitude and its margin above the horizon.
 *
 * Gives  the fields of *event except kind, which stays
 * Fails  as sky_rise_step, for this instant alone
 */
BASE_ERR_CHECKED
enum base_err sky_rise_at(const struct sky_rise_search *search, struct sky_tt when,
                          struct sky_rise_event *event, struct sky_fault *fault);

/* Checks whether the ephemeris covers what a search over a range reads: whole half days of TT.
 * A search does not notice the end of the ephemeris before it reaches it.
 *
 * Given  bodies  a bit for each; none: nothing is checked
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_rise_check_span(const struct sky_context *sky, struct sky_tt from,
                                  struct sky_tt until, unsigned bodies, struct sky_fault *fault);

#endif
