/* Events of every sort in one stream, in order of time: those of the sky, eclipses, and for one
 * place what rises, sets, culminates or reaches an altitude or azimuth.
 */
#ifndef ALMANAC_EVENTS_MERGE_H
#define ALMANAC_EVENTS_MERGE_H

#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "sky/body.h"
#include "sky/day.h"
#include "sky/eclipse_view.h"
#include "sky/ephem.h"
#include "sky/events.h"
#include "sky/horizon.h"
#include "sky/lunar_eclipse.h"
#include "sky/refract.h"
#include "sky/rise.h"
#include "sky/solar_eclipse.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALMANAC_EVENTS_MERGE_MARKS_MAX 4 /* altitudes, and azimuths, in one query */
#define ALMANAC_EVENTS_MERGE_TYPES                                                                 \
    "phases, seasons, oppositions, conjunctions, elongations, stations, apsides, approaches, "     \
    "eclipses, rise, set, "                                                                        \
    "transit, antitransit, twilight, altitude:DEG, azimuth:DEG, or a kind such as full_moon"
#define ALMANAC_EVENTS_MERGE_EXPECTED ALMANAC_EVENTS_MERGE_TYPES "; or day alone"

struct almanac_events_merge_query {
    struct sky_tt from, until;
    unsigned bodies;
    uint32_t kinds; /* SKY_EVENTS_BIT of each kind of the sky's own */
    bool wants_lunar, wants_solar;
    unsigned local; /* 1 << SKY_RISE_UP and so on: needs a place */
    bool wants_twilight;
    int altitude_count, azimuth_count;
    double altitudes_deg[ALMANAC_EVENTS_MERGE_MARKS_MAX],
        azimuths_deg[ALMANAC_EVENTS_MERGE_MARKS_MAX];
    const struct sky_observer *observer; /* NULL: no place */
    struct sky_air air;
    enum sky_rise_definition definition; /* of rises and sets; the air of PHYSICAL is above */
    double horizon_deg, eye_height_m;
};

enum almanac_events_merge_sort {
    ALMANAC_EVENTS_MERGE_SKY,
    ALMANAC_EVENTS_MERGE_LUNAR,
    ALMANAC_EVENTS_MERGE_SOLAR,
    ALMANAC_EVENTS_MERGE_LOCAL
};

struct almanac_events_merge_event {
    enum almanac_events_merge_sort sort;
    struct sky_tt when;          /* of an eclipse that the observer sees, its best moment there */
    const char *kind;            /* "full_moon", "rise", "civil_dusk", "lunar_eclipse" ... */
    enum sky_body body, other;   /* other: SKY_BODY_COUNT where there is none */
    struct sky_events_event sky; /* of ALMANAC_EVENTS_MERGE_SKY */
    struct sky_lunar_eclipse lunar; /* of ALMANAC_EVENTS_MERGE_LUNAR */
    struct sky_solar_eclipse solar; /* of ALMANAC_EVENTS_MERGE_SOLAR */
    /* The next are of eclipses with an observer. */
    struct sky_solar_eclipse_local solar_local;
    struct sky_lunar_eclipse_local lunar_local[SKY_LUNAR_ECLIPSE_CONTACTS];
    struct sky_eclipse_view view; /* which part is seen; then the phase at its best moment */
    struct sky_solar_eclipse_phase solar_seen;
    struct sky_lunar_eclipse_phase lunar_seen;
    struct sky_rise_event local; /* of ALMANAC_EVENTS_MERGE_LOCAL */
};

/* Adds one type of ALMANAC_EVENTS_MERGE_EXPECTED to a query.
 *
 * Fails  FORMAT when there is no such type; LIMIT for too many altitudes or azimuths
 */
BASE_ERR_CHECKED
enum base_err almanac_events_merge_type(struct base_text type,
                                        struct almanac_events_merge_query *query);

#define ALMANAC_EVENTS_MERGE_GROUPS_MAX 16 /* names of types that are not kinds */
#define ALMANAC_EVENTS_MERGE_TYPE_NAMES_MAX                                                        \
    (SKY_EVENTS_KIND_COUNT + ALMANAC_EVENTS_MERGE_GROUPS_MAX)

/* Every name that almanac_events_merge_type knows, for "did you mean" and documents; gives their
 * count. */
size_t almanac_events_merge_type_names(struct base_text names[ALMANAC_EVENTS_MERGE_TYPE_NAMES_MAX]);

/* Whether a query needs a place. */
bool almanac_events_merge_needs_place(const struct almanac_events_merge_query *query);

struct almanac_events_merge;

/* Begins a stream.
 *
 * Given  query  copied; its observer is borrowed for the life of the stream
 * Gives  *merge, to be closed
 * Fails  RANGE or MISSING with *fault; MEMORY
 */
BASE_ERR_CHECKED
enum base_err almanac_events_merge_open(const struct data_dataset *dataset,
                                        const struct almanac_events_merge_query *query,
                                        struct almanac_events_merge **merge,
                                        struct sky_fault *fault);

/* The next event in order of time.
 *
 * Fails  END when none is left; RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err almanac_events_merge_next(struct almanac_events_merge *merge,
                                        struct almanac_events_merge_event *event,
                                        struct sky_fault *fault);
void almanac_events_merge_close(struct almanac_events_merge *merge);

#endif
