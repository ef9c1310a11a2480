/* A night at a place: dusk and dawn, what can be seen between them or why not, and the altitude
 * of every body from noon to noon.
 */
#ifndef ALMANAC_TONIGHT_H
#define ALMANAC_TONIGHT_H

#include "almanac/instant_report.h"
#include "almanac/moon_phase.h"
#include "almanac/params.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "almanac/visibility.h"
#include "base/buf.h"
#include "base/err.h"
#include "data/dataset.h"
#include "data/time_range.h"
#include "data/zone.h"
#include "sky/day.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <stdbool.h>

#define ALMANAC_TONIGHT_STEP_S 600
/* Noon to noon is 24 h and 30 s at most: 144 steps, the one begun, and both ends. */
#define ALMANAC_TONIGHT_SAMPLES_MAX 148

/* enumerator, name: what the Sun does in this night */
#define ALMANAC_TONIGHT_SUN_LIST(X)                                                                \
    X(SETS, "sets")                                                                                \
    X(DOES_NOT_SET, "does_not_set")                                                                \
    X(DOES_NOT_RISE, "does_not_rise")

#define ALMANAC_TONIGHT_SUN_ENUM(name, text) ALMANAC_TONIGHT_SUN_##name,
enum almanac_tonight_sun {
    ALMANAC_TONIGHT_SUN_LIST(ALMANAC_TONIGHT_SUN_ENUM) ALMANAC_TONIGHT_SUNS
};
#undef ALMANAC_TONIGHT_SUN_ENUM

/* What a body does tonight. */
struct almanac_tonight_body {
    struct sky_day day;          /* from civil dusk to civil dawn, as far as these exist */
    struct sky_tt best;          /* when it is seen best within these hours */
    struct sky_observation seen; /* then */
    struct almanac_visibility verdict;
    double curve_alt_deg[ALMANAC_TONIGHT_SAMPLES_MAX]; /* apparent, at the instants of the curve */
};

struct almanac_tonight {
    struct almanac_instant_report instant;
    struct sky_day_night night;
    enum almanac_tonight_sun sun;
    struct sky_tt from, until; /* the hours when planets show */
    bool has_darkness;         /* the Sun 18 deg down or more */
    struct sky_tt dark_from, dark_until;
    struct almanac_moon_phase phase; /* at the Sun's lowest, as are the Moon's next two */
    double moon_illuminated, moon_elongation_deg;
    int samples;
    struct data_time_range
        curve; /* whole ten minutes of UTC: the last before noon to the first after */
    double sun_alt_deg[ALMANAC_TONIGHT_SAMPLES_MAX]; /* airless */
    int count;
    struct almanac_tonight_body bodies[SKY_BODY_COUNT]; /* in the order of the table of bodies */
};

/* Computes the night around an instant, or the next one.
 *
 * Given     params  a place; no time means now, no bodies means all
 *           cache   the thread's own
 *                   its zone and the dataset are borrowed for the life of *tonight
 * Gives     *tonight, some 40 KiB
 * Fails     RANGE or MISSING with *problem
 * Cost      some 1.5 ms for ten bodies, half of it the curves
 * Test      test_tonight_*
 */
BASE_ERR_CHECKED
enum base_err almanac_tonight_compute(const struct data_dataset *dataset,
                                      struct almanac_positions_frame *cache,
                                      const struct almanac_params *params,
                                      struct almanac_tonight *tonight,
                                      struct almanac_problem *problem);

/* Appends the document: of JSON with the night as a whole, of the other formats a row for each
 * body; NDJSON with curves, the others without.
 *
 * Given  format  JSON, NDJSON, CSV, TEXT or VOTABLE
 */
void almanac_tonight_append(struct base_buf *out, const struct almanac_tonight *tonight,
                            enum almanac_params_format format);

#endif
