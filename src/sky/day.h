/* Days and nights: when a body rises, sets and culminates in an interval, or that it does not. */
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
    X(GRAZING, "grazing")     /* an extreme lies nearer to the horizon than its uncertainty: in    \
                                 real air it may be any of the others */

#define SKY_DAY_STATUS_ENUM(name, text) SKY_DAY_##name,
enum sky_day_status { SKY_DAY_STATUS_LIST(SKY_DAY_STATUS_ENUM) SKY_DAY_STATUSES };
#undef SKY_DAY_STATUS_ENUM

/* The name of a status in documents. */
struct base_text sky_day_status_name(enum sky_day_status status);

/* A body in an interval. An event without its has_ flag is all 0. */
struct sky_day {
    enum sky_body body;
    struct sky_tt from, until;       /* [from, until) */
    struct sky_rise_horizon horizon; /* for which the rest holds */
    enum sky_day_status status;
    enum sky_day_status nominal; /* by the horizon without its uncertainty: never GRAZING */
    bool is_up_at_start;
    double up_days; /* the time that it is up within the interval */
    int rises, sets;
    bool has_rise, has_set, has_transit, has_antitransit;
    struct sky_rise_event rise, set;            /* the first of each */
    struct sky_rise_event transit, antitransit; /* the first of each */
    struct sky_rise_event highest, lowest;      /* of the interval, including its ends */
    bool has_second_rise, has_second_set;
    struct sky_rise_event second_rise, second_set; /* further ones are only counted */
    /* Searched for from the end of the interval on, and only if the interval has none itself. */
    struct sky_day_next {
        bool has;
        double days_ahead; /* after `from` */
        struct sky_rise_event event;
    } next_rise, next_set;
    bool
        is_next_cut; /* the ephemeris ends within SKY_RISE_AHEAD_MAX_DAYS: a next event is unknown */
};

/* One body in one interval, such as a local day, and its next rise and set after it.
 *
 * Given  search  its `wanted` and az_deg are ignored
 * Gives  *day; a day without a rise is a normal result
 * Fails  as sky_rise_step, for [from, until) alone
 * Cost   some 40 microseconds for a normal day; up to 0.5 ms when the next event is months away
 * Test   test_day_*
 */
BASE_ERR_CHECKED
enum base_err sky_day_with_next(const struct sky_rise_search *search, struct sky_tt from,
                                struct sky_tt until, struct sky_day *day, struct sky_fault *fault);

/* The same without next_rise and next_set, which stay empty.
 *
 * Fails  as sky_day_with_next
 * Cost   some 30 microseconds for a day at any place
 */
BASE_ERR_CHECKED
enum base_err sky_day_within(const struct sky_rise_search *search, struct sky_tt from,
                             struct sky_tt until, struct sky_day *day, struct sky_fault *fault);

/* The altitudes that the Sun passes at dusk and at dawn: enumerator, names of the two events. SUN is
 * the horizon of the search; the centre is at the others, +6, -4, -6, -12 and -18 deg. */
#define SKY_DAY_LEVEL_GOLDEN_HIGH_ROW(X)  X(GOLDEN_HIGH, "golden_begin", "golden_end_morning")
#define SKY_DAY_LEVEL_SUN_ROW(X)          X(SUN, "sunset", "sunrise")
#define SKY_DAY_LEVEL_GOLDEN_LOW_ROW(X)   X(GOLDEN_LOW, "golden_end", "golden_begin_morning")
#define SKY_DAY_LEVEL_CIVIL_ROW(X)        X(CIVIL, "civil_dusk", "civil_dawn")
#define SKY_DAY_LEVEL_NAUTICAL_ROW(X)     X(NAUTICAL, "nautical_dusk", "nautical_dawn")
#define SKY_DAY_LEVEL_ASTRONOMICAL_ROW(X) X(ASTRONOMICAL, "astronomical_dusk", "astronomical_dawn")

/* In order of dusk, and in order of dawn. */
#define SKY_DAY_LEVEL_LIST(X)                                                                      \
    SKY_DAY_LEVEL_GOLDEN_HIGH_ROW(X)                                                               \
    SKY_DAY_LEVEL_SUN_ROW(X)                                                                       \
    SKY_DAY_LEVEL_GOLDEN_LOW_ROW(X)                                                                \
    SKY_DAY_LEVEL_CIVIL_ROW(X)                                                                     \
    SKY_DAY_LEVEL_NAUTICAL_ROW(X)                                                                  \
    SKY_DAY_LEVEL_ASTRONOMICAL_ROW(X)
#define SKY_DAY_LEVEL_LIST_OF_DAWN(X)                                                              \
    SKY_DAY_LEVEL_ASTRONOMICAL_ROW(X)                                                              \
    SKY_DAY_LEVEL_NAUTICAL_ROW(X)                                                                  \
    SKY_DAY_LEVEL_CIVIL_ROW(X)                                                                     \
    SKY_DAY_LEVEL_GOLDEN_LOW_ROW(X)                                                                \
    SKY_DAY_LEVEL_SUN_ROW(X)                                                                       \
    SKY_DAY_LEVEL_GOLDEN_HIGH_ROW(X)

#define SKY_DAY_LEVEL_ENUM(name, dusk, dawn) SKY_DAY_LEVEL_##name,
enum sky_day_level { SKY_DAY_LEVEL_LIST(SKY_DAY_LEVEL_ENUM) SKY_DAY_LEVELS };
#undef SKY_DAY_LEVEL_ENUM

/* A night: from one upper transit of the Sun to the next. */
struct sky_day_night {
    struct sky_tt from, until;      /* noon to noon */
    struct sky_rise_event midnight; /* the Sun's lower transit */
    struct sky_rise_event lowest;   /* the lowest point of the Sun */
    struct {
        bool has_dusk, has_dawn;
        struct sky_rise_event dusk,
            dawn;                /* the first descent and the last ascent through the level */
        bool is_above_at_lowest; /* without dusk: the Sun stays above it (white night) */
    } levels[SKY_DAY_LEVELS];
};

/* The night around an instant, or the next one: by day, including the morning half of a polar day,
 * the next night, otherwise the current one.
 *
 * Given  search  body is the Sun; its horizon is that of SKY_DAY_LEVEL_SUN
 * Fails  as sky_rise_step, within 3 days of `when`
 * Cost   some 0.3 ms
 * Test   test_day_*
 */
BASE_ERR_CHECKED
enum base_err sky_day_night(const struct sky_rise_search *search, struct sky_tt when,
                            struct sky_day_night *night, struct sky_fault *fault);

#endif
