/* The whole sky of an instant, for displays: one sentence, how light it is, the Sun, the Moon,
 * every body in words, and what each does next.
 */
#ifndef ALMANAC_SKY_NOW_H
#define ALMANAC_SKY_NOW_H

#include "almanac/instant_report.h"
#include "almanac/moon_phase.h"
#include "almanac/params.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "almanac/visibility.h"
#include "base/buf.h"
#include "base/err.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "sky/body.h"
#include "sky/day.h"
#include "sky/rise.h"
#include "sky/sky.h"

#include <stdbool.h>

/* enumerator, name: by the altitude of the Sun's centre without air, day from -50' on */
#define ALMANAC_SKY_NOW_LIGHT_LIST(X)                                                              \
    X(DAY, "day")                                                                                  \
    X(CIVIL, "civil_twilight")                                                                     \
    X(NAUTICAL, "nautical_twilight")                                                               \
    X(ASTRONOMICAL, "astronomical_twilight")                                                       \
    X(NIGHT, "night")

#define ALMANAC_SKY_NOW_LIGHT_ENUM(name, text) ALMANAC_SKY_NOW_LIGHT_##name,
enum almanac_sky_now_light {
    ALMANAC_SKY_NOW_LIGHT_LIST(ALMANAC_SKY_NOW_LIGHT_ENUM) ALMANAC_SKY_NOW_LIGHTS
};
#undef ALMANAC_SKY_NOW_LIGHT_ENUM

enum almanac_sky_now_event_kind {
    ALMANAC_SKY_NOW_RISE,
    ALMANAC_SKY_NOW_TRANSIT,
    ALMANAC_SKY_NOW_SET,
    ALMANAC_SKY_NOW_EVENTS
};

struct almanac_sky_now_event {
    bool has; /* false: not within SKY_RISE_AHEAD_MAX_DAYS, or the ephemeris ends before */
    struct sky_rise_event at;
    double alt_deg; /* apparent */
};

struct almanac_sky_now_body {
    enum sky_body body;
    struct sky_observation seen;
    struct almanac_visibility verdict;
    enum sky_day_status status; /* of the next 24 hours */
    struct almanac_sky_now_event next[ALMANAC_SKY_NOW_EVENTS];
    int first; /* which of them comes first; ALMANAC_SKY_NOW_EVENTS: none */
};

/* What the sentence says, as numbers: about the planets, or when none is requested about all
 * requested bodies. */
struct almanac_sky_now_summary {
    bool is_of_planets;
    int count, up;
    int highest; /* of those up, as an index of bodies[]; -1 when none is up */
    int next;    /* which of those up sets next within a day, or with none up rises next; -1 */
};

struct almanac_sky_now {
    struct almanac_instant_report instant;
    enum almanac_sky_now_light light;
    struct sky_observation sun, moon;
    struct almanac_moon_phase phase;
    int count;
    struct almanac_sky_now_body bodies[SKY_BODY_COUNT]; /* in the order of the table of bodies */
    struct almanac_sky_now_summary summary;
};

/* Computes the sky of an instant.
 *
 * Given     params  a place; no time means now to the second, no bodies means all
 *           cache   the thread's own
 *                   its zone and the dataset are borrowed for the life of *sky
 * Fails     RANGE or MISSING with *problem
 * Cost      some 0.6 ms for ten bodies; more near a pole, where the next rise is months ahead
 * Test      test_sky_now_*
 */
BASE_ERR_CHECKED
enum base_err almanac_sky_now_compute(const struct data_dataset *dataset,
                                      struct almanac_positions_frame *cache,
                                      const struct almanac_params *params,
                                      struct almanac_sky_now *sky, struct almanac_problem *problem);

/* How light it is. Public for its test.
 *
 * Given  sun_alt_deg  of the Sun's centre, without air
 */
enum almanac_sky_now_light almanac_sky_now_light_of(double sun_alt_deg);

/* Counts what is up among the bodies computed, finds the highest and the next to set or rise.
 * Public for its test. */
struct almanac_sky_now_summary almanac_sky_now_summarise(const struct almanac_sky_now *sky);

/* Appends the summary in English: "4 planets are up. Jupiter is highest, 34 deg in the
 * east-south-east. Saturn sets at 02:41." Public for its test. */
void almanac_sky_now_append_sentence(struct base_buf *out, const struct almanac_sky_now *sky);

/* Appends the document: of JSON with the sky as a whole, of the other formats a row for each body.
 *
 * Given  format  JSON, NDJSON, CSV, TEXT or VOTABLE
 */
void almanac_sky_now_append(struct base_buf *out, const struct almanac_sky_now *sky,
                            enum almanac_params_format format);

#endif
