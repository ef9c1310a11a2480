/* Events of every sort in one stream, in order of time: the sky's own, eclipses, and what one place
 * sees rise, set, culminate or reach an altitude or azimuth.
 */
#ifndef APP_AGENDA_H
#define APP_AGENDA_H

#include "app/store.h"
#include "sky/day.h"
#include "sky/events.h"
#include "sky/lunar.h"
#include "sky/solar.h"

#define APP_AGENDA_MARKS_MAX 4 /* altitudes, and azimuths, in one query */
#define APP_AGENDA_EXPECTED                                                                        \
    "phases, seasons, oppositions, conjunctions, elongations, stations, apsides, approaches, "     \
    "eclipses, rise, set, "                                                                        \
    "transit, antitransit, twilight, altitude:DEG, azimuth:DEG, or a kind such as full_moon; "     \
    "or day alone"

struct app_agenda_query {
    struct sky_tt from, until;
    unsigned bodies;
    uint32_t kinds; /* SKY_EVENTS_BIT of each kind of the sky's own */
    bool wants_lunar, wants_solar;
    unsigned local; /* 1 << SKY_RISE_UP and so on: needs a place */
    bool wants_twilight;
    int altitude_count, azimuth_count;
    double altitudes_deg[APP_AGENDA_MARKS_MAX], azimuths_deg[APP_AGENDA_MARKS_MAX];
    const struct sky_observer *observer; /* NULL: no place */
    struct sky_air air;
    double horizon_deg, eye_height_m;
};

enum app_agenda_sort { APP_AGENDA_SKY, APP_AGENDA_LUNAR, APP_AGENDA_SOLAR, APP_AGENDA_LOCAL };

struct app_agenda_event {
    enum app_agenda_sort sort;
    struct sky_tt when;
    const char *kind;                   /* "full_moon", "rise", "civil_dusk", "lunar_eclipse" ... */
    enum sky_body body, other;          /* other: SKY_BODY_COUNT where there is none */
    struct sky_events_event sky;        /* of APP_AGENDA_SKY */
    struct sky_lunar_eclipse lunar;     /* of APP_AGENDA_LUNAR */
    struct sky_solar_eclipse solar;     /* of APP_AGENDA_SOLAR */
    struct sky_solar_local solar_local; /* with an observer */
    double lunar_alt_deg[SKY_LUNAR_CONTACTS]; /* with an observer */
    struct sky_rise_event local;              /* of APP_AGENDA_LOCAL */
};

/* Adds one type of APP_AGENDA_EXPECTED to a query.
 *
 * Fails  FORMAT when there is no such type; LIMIT for too many altitudes or azimuths
 */
BASE_ERR_CHECKED
enum base_err app_agenda_type(struct base_text type, struct app_agenda_query *query);

#define APP_AGENDA_TYPE_NAMES_MAX (SKY_EVENTS_KIND_COUNT + 16)

/* Every name that app_agenda_type knows, for "did you mean" and documents; gives their count. */
size_t app_agenda_type_names(struct base_text names[APP_AGENDA_TYPE_NAMES_MAX]);

/* Whether a query asks for something that only a place has. */
bool app_agenda_needs_place(const struct app_agenda_query *query);

struct app_agenda;

/* Begins a stream.
 *
 * Given  query  copied; its observer is borrowed for the life of the stream
 * Gives  *agenda, to be closed
 * Fails  RANGE or MISSING with *fault; MEMORY
 */
BASE_ERR_CHECKED
enum base_err app_agenda_open(const struct app_store *store, const struct app_agenda_query *query,
                              struct app_agenda **agenda, struct sky_fault *fault);

/* The next event in order of time.
 *
 * Fails  END when none is left; RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err app_agenda_next(struct app_agenda *agenda, struct app_agenda_event *event,
                              struct sky_fault *fault);
void app_agenda_close(struct app_agenda *agenda);

#endif
