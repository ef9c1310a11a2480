/* A night at a place: dusk and dawn, what is to be seen between them and why not, and the altitude
 * of every body from noon to noon.
 */
#ifndef APP_TONIGHT_H
#define APP_TONIGHT_H

#include "app/envelope.h"
#include "app/phase.h"
#include "app/positions.h"
#include "app/range.h"
#include "app/verdict.h"

#define APP_TONIGHT_STEP_S 600
/* Noon to noon is 24 h and 30 s at most: 144 steps, the one begun, and both ends. */
#define APP_TONIGHT_SAMPLES_MAX 148

/* enumerator, name: what the Sun does in this night */
#define APP_TONIGHT_SUN_LIST(X)                                                                    \
    X(SETS, "sets")                                                                                \
    X(DOES_NOT_SET, "does_not_set")                                                                \
    X(DOES_NOT_RISE, "does_not_rise")

#define APP_TONIGHT_SUN_ENUM(name, text) APP_TONIGHT_SUN_##name,
enum app_tonight_sun { APP_TONIGHT_SUN_LIST(APP_TONIGHT_SUN_ENUM) APP_TONIGHT_SUNS };
#undef APP_TONIGHT_SUN_ENUM

/* What a body does tonight. */
struct app_tonight_body {
    struct sky_day day; /* while planets show: from civil dusk to civil dawn, or as there is */
    struct sky_tt best; /* when it is seen best within these hours */
    struct sky_observation seen; /* then */
    struct app_verdict verdict;
    double curve_alt_deg[APP_TONIGHT_SAMPLES_MAX]; /* apparent, at the instants of the curve */
};

struct app_tonight {
    struct app_envelope envelope;
    struct sky_day_night night;
    enum app_tonight_sun sun;
    struct sky_tt from, until; /* the hours when planets show */
    bool has_darkness;         /* the Sun 18 deg down or more */
    struct sky_tt dark_from, dark_until;
    struct app_phase phase; /* at the Sun's lowest, as are the Moon's next two */
    double moon_illuminated, moon_elongation_deg;
    int samples;
    struct app_range curve; /* whole ten minutes of UTC: the last before noon to the first after */
    double sun_alt_deg[APP_TONIGHT_SAMPLES_MAX]; /* airless */
    int count;
    struct app_tonight_body bodies[SKY_BODY_COUNT]; /* in the order of the table of bodies */
};

/* Computes the night around an instant, or the one to come.
 *
 * Given     params  a place; no time means now, no bodies all there are
 *           cache   the thread's own
 *           zone    of local times, or NULL; borrowed with the store for the life of *tonight
 * Gives     *tonight, some 40 KiB
 * Fails     RANGE or MISSING with *problem
 * Cost      some 1.5 ms for ten bodies, half of it the curves
 * Test      test_tonight_*
 */
BASE_ERR_CHECKED
enum base_err app_tonight_compute(const struct app_store *store, struct app_positions_frame *cache,
                                  const struct app_params *params, const struct app_zone *zone,
                                  struct app_tonight *tonight, struct app_problem *problem);

/* Append the night: as the document of /api/v1/tonight, its bodies a line each (with curves), as
 * RFC 4180 (without), or for people. */
void app_tonight_append_json(struct base_buf *out, const struct app_tonight *tonight);
void app_tonight_append_ndjson(struct base_buf *out, const struct app_tonight *tonight);
void app_tonight_append_csv(struct base_buf *out, const struct app_tonight *tonight);
void app_tonight_append_text(struct base_buf *out, const struct app_tonight *tonight);

#endif
