/* Whole answers about a day and a night: what rises and sets when, or that it does not. */
#ifndef SKY_DAY_H
#define SKY_DAY_H

#include "base/err.h"
#include "base/text.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/rise.h"
#include "sky/time.h"

#include <stdbool.h>

/* enumerator, name, what happens in the interval */
#define SKY_DAY_STATUS_LIST(X)                                                                     \
    X(NORMAL, "normal")       /* one rise, one set */                                              \
    X(RISE_ONLY, "rise_only") /* one rise, no set */                                               \
    X(SET_ONLY, "set_only")   /* one set, no rise */                                               \
    X(ALWAYS_UP, "always_up") /* neither, and the body is up */                                    \
    X(NEVER_UP, "never_up")   /* neither, and the body is down */                                  \
    X(MULTIPLE, "multiple")   /* two rises or two sets, or more */                                 \
    X(GRAZING, "grazing")     /* a highest or lowest point lies nearer to the horizon than its     \
                                 uncertainty: real air may make any of the others of it */

#define SKY_DAY_STATUS_ENUM(name, text) SKY_DAY_##name,
enum sky_day_status { SKY_DAY_STATUS_LIST(SKY_DAY_STATUS_ENUM) SKY_DAY_STATUSES };
#undef SKY_DAY_STATUS_ENUM

/* The name of a status, for answers. */
struct base_text sky_day_status_name(enum sky_day_status status);

/* One body over one interval. Each event stands beside its has_, and is all 0 without it. */
struct sky_day {
    enum sky_body body;
    struct sky_tt from, until;       /* [from, until) */
    struct sky_rise_horizon horizon; /* the definition of the answer */
    enum sky_day_status status;
    enum sky_day_status nominal; /* as if the horizon were exact: never GRAZING */
    bool is_up_at_start;
    double up_days; /* how long it is up within the interval */
    int rises, sets;
    bool has_rise, has_set, has_transit, has_antitransit;
    struct sky_rise_event rise, set;            /* the first of each */
    struct sky_rise_event transit, antitransit; /* the first of each */
    struct sky_rise_event highest, lowest;      /* of the interval, its ends included */
    /* Looked for only where the interval itself has none, from its end on. */
    struct sky_day_next {
        bool has;
        double days_ahead; /* after `from` */
        struct sky_rise_event event;
    } next_rise, next_set;
    bool is_next_cut; /* the ephemeris ended before SKY_RISE_AHEAD_MAX_DAYS: a next is unknown */
};

/* The answer for one body and one interval, such as a local day.
 *
 * Given  search  its `wanted` and az_deg are not looked at
 * Gives  *day; a day without a rise is an answer
 * Fails  as sky_rise_step, for [from, until) alone
 * Cost   some 40 microseconds for a normal day; up to 0.5 ms where none comes for months
 * Test   test_day_*, test_gallery_*
 */
BASE_ERR_CHECKED
enum base_err sky_day_with_next(const struct sky_rise_search *search, struct sky_tt from,
                                struct sky_tt until, struct sky_day *day, struct sky_fault *fault);

/* The same without what comes after the interval: next_rise and next_set stay empty.
 *
 * Fails  as sky_day_with_next
 * Cost   some 30 microseconds for a day, wherever one stands
 */
BASE_ERR_CHECKED
enum base_err sky_day_within(const struct sky_rise_search *search, struct sky_tt from,
                             struct sky_tt until, struct sky_day *day, struct sky_fault *fault);

/* The levels that the Sun passes at dusk and at dawn: enumerator, names, in order of dusk. */
#define SKY_DAY_LEVEL_LIST(X)                                                                      \
    X(GOLDEN_HIGH, "golden_begin", "golden_end_morning")      /* centre at +6 deg */               \
    X(SUN, "sunset", "sunrise")                               /* by the horizon asked for */       \
    X(GOLDEN_LOW, "golden_end", "golden_begin_morning")       /* centre at -4 deg */               \
    X(CIVIL, "civil_dusk", "civil_dawn")                      /* centre at -6 deg */               \
    X(NAUTICAL, "nautical_dusk", "nautical_dawn")             /* centre at -12 deg */              \
    X(ASTRONOMICAL, "astronomical_dusk", "astronomical_dawn") /* centre at -18 deg */

#define SKY_DAY_LEVEL_ENUM(name, dusk, dawn) SKY_DAY_LEVEL_##name,
enum sky_day_level { SKY_DAY_LEVEL_LIST(SKY_DAY_LEVEL_ENUM) SKY_DAY_LEVELS };
#undef SKY_DAY_LEVEL_ENUM

/* The names of a level's two events, for answers. */
struct base_text sky_day_dusk_name(enum sky_day_level level);
struct base_text sky_day_dawn_name(enum sky_day_level level);

/* A night: from one upper transit of the Sun to the next. */
struct sky_day_night {
    struct sky_tt from, until;      /* noon to noon */
    struct sky_rise_event midnight; /* the Sun's lower transit */
    struct sky_rise_event lowest;   /* the Sun's lowest point: how dark it becomes */
    struct {
        bool has_dusk, has_dawn;
        struct sky_rise_event dusk, dawn; /* first sinking, last climbing through the level */
        bool is_above_at_lowest;          /* without dusk: the Sun stays above (white night) */
    } levels[SKY_DAY_LEVELS];
};

/* The night around an instant, or the one to come: by day and in polar day's morning the coming
 * night, else the present one.
 *
 * Given  search  body is the Sun; its horizon is that of SKY_DAY_LEVEL_SUN
 * Fails  as sky_rise_step, within 3 days of `when`
 * Cost   some 0.3 ms
 * Test   test_night_*
 */
BASE_ERR_CHECKED
enum base_err sky_day_night(const struct sky_rise_search *search, struct sky_tt when,
                            struct sky_day_night *night, struct sky_fault *fault);

#endif
