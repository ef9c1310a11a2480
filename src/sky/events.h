/* Events of the sky in order of time: phases, seasons, conjunctions, oppositions, elongations,
 * stations, apsides, closest approaches. All are geocentric. Places are apparent; times, longitudes
 * and right ascensions neglect the deflection of light by the Sun, separations count it (see
 * sky/event_function). Longitudes and right ascensions refer to
 * the true equinox of date.
 *
 *     struct sky_events search;                             some 12 KiB, on the stack
 *     err = sky_events_init(&search, context, &query, &fault);
 *     while (err == BASE_ERR_OK && (err = sky_events_next(&search, &event, &fault)) == BASE_ERR_OK)
 *         use(&event);
 *     err is BASE_ERR_END if nothing failed
 *
 * The range is searched day by day, in whole days of TT. So the memory is constant, an event has
 * the same bits in every range that contains it, and adjacent ranges share no event.
 */
#ifndef SKY_EVENTS_H
#define SKY_EVENTS_H

#include "base/err.h"
#include "base/text.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/event_function.h"
#include "sky/frame.h"
#include "sky/time.h"

#include <stdint.h>

/* enumerator, name. `body` of the event is the first body named below, `other` the second.
 *
 *   phases           Moon, Sun: longitudes differ by 0, 90, 180, 270 degrees
 *   seasons          Sun: longitude 0, 90, 180, 270 degrees
 *   superior, inferior conjunction, opposition
 *                    planet, Sun: equal or opposite longitudes (or right ascensions); inferior:
 *                    nearer than the Sun. The conjunctions of Mars to Pluto are superior
 *   conjunction      two bodies, neither the Sun: equal longitudes (or right ascensions)
 *   elongation       Mercury or Venus, Sun: the separation is greatest, east or west
 *   station          planet: its longitude (or right ascension) stops growing, or decreasing
 *   perihelion, aphelion
 *                    planet: least, greatest distance from the Sun without light time, of the
 *                    barycentre of its system. Body SUN stands for the Earth. An extreme
 *                    counts when no distance within a quarter of a revolution before and after
 *                    is less (or greater). So each revolution has one of each, in turn; the
 *                    other extremes of Neptune are ripples, because the Sun moves by more than
 *                    the distance changes. Where the ephemeris ends within that quarter, only
 *                    the distances that it has are compared
 *   perigee, apogee  Moon: least, greatest distance of the centres without light time
 *   approach         any two bodies: the separation is least
 */
#define SKY_EVENTS_KIND_LIST(X)                                                                    \
    X(NEW_MOON, "new_moon")                                                                        \
    X(FIRST_QUARTER, "first_quarter")                                                              \
    X(FULL_MOON, "full_moon")                                                                      \
    X(LAST_QUARTER, "last_quarter")                                                                \
    X(MARCH_EQUINOX, "march_equinox")                                                              \
    X(JUNE_SOLSTICE, "june_solstice")                                                              \
    X(SEPTEMBER_EQUINOX, "september_equinox")                                                      \
    X(DECEMBER_SOLSTICE, "december_solstice")                                                      \
    X(SUPERIOR_CONJUNCTION, "superior_conjunction")                                                \
    X(INFERIOR_CONJUNCTION, "inferior_conjunction")                                                \
    X(OPPOSITION, "opposition")                                                                    \
    X(SUPERIOR_CONJUNCTION_RA, "superior_conjunction_ra")                                          \
    X(INFERIOR_CONJUNCTION_RA, "inferior_conjunction_ra")                                          \
    X(OPPOSITION_RA, "opposition_ra")                                                              \
    X(CONJUNCTION, "conjunction")                                                                  \
    X(CONJUNCTION_RA, "conjunction_ra")                                                            \
    X(ELONGATION_EAST, "elongation_east")                                                          \
    X(ELONGATION_WEST, "elongation_west")                                                          \
    X(STATION_RETROGRADE, "station_retrograde")                                                    \
    X(STATION_DIRECT, "station_direct")                                                            \
    X(STATION_RETROGRADE_RA, "station_retrograde_ra")                                              \
    X(STATION_DIRECT_RA, "station_direct_ra")                                                      \
    X(PERIHELION, "perihelion")                                                                    \
    X(APHELION, "aphelion")                                                                        \
    X(PERIGEE, "perigee")                                                                          \
    X(APOGEE, "apogee")                                                                            \
    X(APPROACH, "approach")

#define SKY_EVENTS_ENUM(name, text) SKY_EVENTS_##name,
enum sky_events_kind { SKY_EVENTS_KIND_LIST(SKY_EVENTS_ENUM) SKY_EVENTS_KIND_COUNT };
#undef SKY_EVENTS_ENUM

#define SKY_EVENTS_BIT(kind)  (UINT32_C(1) << (kind))
#define SKY_EVENTS_ALL_KINDS  (SKY_EVENTS_BIT(SKY_EVENTS_KIND_COUNT) - 1)
#define SKY_EVENTS_ALL_BODIES ((1u << SKY_BODY_COUNT) - 1u)
#define SKY_EVENTS_PHASES                                                                          \
    (SKY_EVENTS_BIT(SKY_EVENTS_NEW_MOON) | SKY_EVENTS_BIT(SKY_EVENTS_FIRST_QUARTER) |              \
     SKY_EVENTS_BIT(SKY_EVENTS_FULL_MOON) | SKY_EVENTS_BIT(SKY_EVENTS_LAST_QUARTER))
#define SKY_EVENTS_SEASONS                                                                         \
    (SKY_EVENTS_BIT(SKY_EVENTS_MARCH_EQUINOX) | SKY_EVENTS_BIT(SKY_EVENTS_JUNE_SOLSTICE) |         \
     SKY_EVENTS_BIT(SKY_EVENTS_SEPTEMBER_EQUINOX) | SKY_EVENTS_BIT(SKY_EVENTS_DECEMBER_SOLSTICE))

/* The name of a kind, lower case with underscores. */
struct base_text sky_events_name(enum sky_events_kind kind);

/* The kind of a name, or SKY_EVENTS_KIND_COUNT when no kind has this name. */
enum sky_events_kind sky_events_named(struct base_text name);

struct sky_events_query {
    struct sky_tt from, until; /* events after `from`, up to and including `until` */
    uint32_t kinds;            /* SKY_EVENTS_BIT of each kind wanted */
    unsigned bodies; /* 1 << body: an event of two bodies needs both; the Sun is implied where
                                  the list above names it */
    double approach_max_deg; /* closest approaches wider than this are not events; 180 allows all */
};

struct sky_events_place {
    double lon_deg, lat_deg; /* true ecliptic and equinox of date, lon in [0, 360) */
    double ra_deg, dec_deg;  /* true equator and equinox of date, ra in [0, 360) */
    double distance_au;      /* from the Earth's centre along the path of the light */
    double elongation_deg;   /* from the Sun, east positive, (-180, 180]; the Sun's own is 0 */
};

struct sky_events_event {
    enum sky_events_kind kind;
    enum sky_body body, other; /* other is SKY_BODY_COUNT for kinds of one body */
    struct sky_tt when;
    struct sky_events_place place, other_place; /* other_place only with an `other` */
    double separation_deg;                      /* of the two bodies; 0 without an `other` */
    double apsis_au; /* the least or greatest distance; 0 for other kinds than apsides */
};

/* The number of functions for all kinds and bodies. With ten bodies: 1 phase, 1 season, 8 planets
 * with the Sun and 8 stations in 2 coordinates each, 36 pairs without the Sun likewise, 2
 * elongations, 10 apsides, 45 approaches. */
#define SKY_EVENTS_PAIRS(bodies) ((bodies) * ((bodies)-1) / 2)
#define SKY_EVENTS_FUNCTIONS_MAX                                                                   \
    (1 + 1 + 4 * (SKY_BODY_COUNT - 2) + 2 * SKY_EVENTS_PAIRS(SKY_BODY_COUNT - 1) + 2 +             \
     SKY_BODY_COUNT + SKY_EVENTS_PAIRS(SKY_BODY_COUNT))
/* A function crosses its mark at most twice a day (see sky_events_next). */
#define SKY_EVENTS_PENDING_MAX (2 * SKY_EVENTS_FUNCTIONS_MAX)
/* How far the ephemeris must reach beyond both ends of the range. */
#define SKY_EVENTS_MARGIN_DAYS (1.0 + SKY_EVENT_FUNCTION_COARSE_DAYS)
/* The tolerance of roots, 1 ms; the accuracy of the events is stated at sky_events_next. */
#define SKY_EVENTS_TOLERANCE_DAYS 1e-8

struct sky_events {
    const struct sky_context *context;
    struct sky_events_query query;
    int64_t day, last_day; /* the next day of the search, and the last one */
    int function_count;
    struct sky_events_function {
        int family; /* an enum of events.c: the kinds of its events */
        struct sky_event_function function;
        struct sky_events_edge {
            double value, slope, curvature;
        } edge; /* at the beginning of `day` */
    } functions[SKY_EVENTS_FUNCTIONS_MAX];
    int pending_count, pending_next;
    struct sky_events_pending {
        struct sky_tt when;
        enum sky_events_kind kind;
        int function;
    } pending[SKY_EVENTS_PENDING_MAX]; /* of the last day searched, in order of time */
};

/* Begins a search.
 *
 * Given  query  from <= until, both finite, within 10 million days of J2000.0
 * Gives  *search, for sky_events_next; there is nothing to release
 * Fails  RANGE or MISSING with *fault when the ephemeris does not reach SKY_EVENTS_MARGIN_DAYS
 *        beyond the range for each body of the query
 * Owns   borrows context for the life of the search; copies the query
 */
BASE_ERR_CHECKED
enum base_err sky_events_init(struct sky_events *search, const struct sky_context *context,
                              const struct sky_events_query *query, struct sky_fault *fault);

/* The next event.
 *
 * Gives     *event; events come in order of time
 * Fails     END when no event remains in the range, also for every later call; RANGE or MISSING
 *           with *fault
 * Accuracy  a second for phases, seasons and conjunctions, apart from the caller's Delta T. Against
 *           ERFA's full nutation and the deflection by the Sun, 1958-2032: stations 0.2 s for
 *           Mercury to Mars, 8 s for Jupiter to Pluto, which turn slowly. Against JPL Horizons'
 *           vectors: perigee and apogee 0.1 s, apsides of Mars 2 s
 * Complete  no event lies hidden between two samples a day apart:
 *           phases, seasons, and planets with the Sun: the difference is monotone at its mark
 *           (elongations stop within 48 deg and never near 0 or 180), 15.5 deg a day at most;
 *           Moon with planet: the Moon gains 9 to 18 deg a day, once a month;
 *           planet with planet: where the difference reverses within the day, the extreme is found
 *           too and with it both crossings, so the pair of a triple conjunction is found however
 *           close it is;
 *           stations, elongations, apsides, approaches: slopes change sign at extremes, which are
 *           at least some 6 days (Moon) or three weeks (Mercury's stations) apart; faster ripples
 *           (nutation of 5 to 14 days 0.1 arcsec/day^2, Jupiter's centre moved by Io 0.4) have less
 *           curvature than the slowest station (Neptune 2 arcsec/day^2, Jupiter 11);
 *           approaches of a planet near another's station come in pairs, found as the crossings are
 *           by the extreme of their slope.
 *           Three conjunctions or two approaches of a pair within a day may be taken for one; they
 *           differ by less than an arcsecond in longitude or separation
 * Cost      a day with all kinds and bodies some 40 microseconds, phases alone some 2
 */
BASE_ERR_CHECKED
enum base_err sky_events_next(struct sky_events *search, struct sky_events_event *event,
                              struct sky_fault *fault);

#endif
