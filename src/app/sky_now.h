/* The whole sky of an instant, for displays: one sentence, how light it is, the Sun, the Moon,
 * every body in words, and what each does next.
 */
#ifndef APP_SKY_NOW_H
#define APP_SKY_NOW_H

#include "app/envelope.h"
#include "app/phase.h"
#include "app/positions.h"
#include "app/verdict.h"

/* enumerator, name: by the altitude of the Sun's centre without air, day from -50' on */
#define APP_SKY_NOW_LIGHT_LIST(X)                                                                  \
    X(DAY, "day")                                                                                  \
    X(CIVIL, "civil_twilight")                                                                     \
    X(NAUTICAL, "nautical_twilight")                                                               \
    X(ASTRONOMICAL, "astronomical_twilight")                                                       \
    X(NIGHT, "night")

#define APP_SKY_NOW_LIGHT_ENUM(name, text) APP_SKY_NOW_LIGHT_##name,
enum app_sky_now_light { APP_SKY_NOW_LIGHT_LIST(APP_SKY_NOW_LIGHT_ENUM) APP_SKY_NOW_LIGHTS };
#undef APP_SKY_NOW_LIGHT_ENUM

enum app_sky_now_event_kind {
    APP_SKY_NOW_RISE,
    APP_SKY_NOW_TRANSIT,
    APP_SKY_NOW_SET,
    APP_SKY_NOW_EVENTS
};

struct app_sky_now_event {
    bool has; /* false: not within SKY_RISE_AHEAD_MAX_DAYS, or the ephemeris ends before */
    struct sky_rise_event at;
    double alt_deg; /* apparent */
};

struct app_sky_now_body {
    enum sky_body body;
    struct sky_observation seen;
    struct app_verdict verdict;
    enum sky_day_status status; /* of the 24 hours to come */
    struct app_sky_now_event next[APP_SKY_NOW_EVENTS];
    int first; /* which of them comes first; APP_SKY_NOW_EVENTS: none */
};

/* What the sentence says, as numbers: planets, or where none is asked for all bodies asked for. */
struct app_sky_now_summary {
    bool is_of_planets;
    int count, up;
    int highest; /* of those up, as a place in bodies[]; -1 when none is up */
    int next;    /* which of those up sets next within a day, or with none up rises next; -1 */
};

struct app_sky_now {
    struct app_envelope envelope;
    enum app_sky_now_light light;
    struct sky_observation sun, moon;
    struct app_phase phase;
    int count;
    struct app_sky_now_body bodies[SKY_BODY_COUNT]; /* in the order of the table of bodies */
    struct app_sky_now_summary summary;
};

/* Computes the sky of an instant.
 *
 * Given     params  a place; no time means now to the second, no bodies all there are
 *           cache   the thread's own
 *           zone    of local times, or NULL; borrowed with the store for the life of *sky
 * Fails     RANGE or MISSING with *problem
 * Cost      some 0.6 ms for ten bodies; more near a pole, where the next rise is months ahead
 * Test      test_sky_now_*
 */
BASE_ERR_CHECKED
enum base_err app_sky_now_compute(const struct app_store *store, struct app_positions_frame *cache,
                                  const struct app_params *params, const struct app_zone *zone,
                                  struct app_sky_now *sky, struct app_problem *problem);

/* How light it is.
 *
 * Given  sun_alt_deg  of the Sun's centre, without air
 */
enum app_sky_now_light app_sky_now_light_of(double sun_alt_deg);

/* Counts what is up among the bodies computed, finds the highest and the next to set or rise. */
struct app_sky_now_summary app_sky_now_summarise(const struct app_sky_now *sky);

/* Appends the summary in English: "4 planets are up. Jupiter is highest, 34 deg in the
 * east-south-east. Saturn sets at 02:41." */
void app_sky_now_append_sentence(struct base_buf *out, const struct app_sky_now *sky);

/* Append the sky: as the document of /api/v1/sky, its bodies a line each, as RFC 4180, or for
 * people. */
void app_sky_now_append_json(struct base_buf *out, const struct app_sky_now *sky);
void app_sky_now_append_ndjson(struct base_buf *out, const struct app_sky_now *sky);
void app_sky_now_append_csv(struct base_buf *out, const struct app_sky_now *sky);
void app_sky_now_append_text(struct base_buf *out, const struct app_sky_now *sky);

#endif
