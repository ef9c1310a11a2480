/* The document of a batch: many observers, times and bodies in one request, answered as a stream of
 * rows: time-major, then by observer, then by body.
 *
 *     {"observers": [{"id": "home", "lat": 48.93, "lon": 2.45}], "bodies": ["mars"],
 *      "times": {"start": "...", "stop": "...", "step": "PT1M"}, "fields": ["az_deg", "alt_deg"]}
 *
 * Its members are the parameters of the table, as text, number or list; times may also be a list of
 * instants.
 */
#ifndef ALMANAC_BATCH_H
#define ALMANAC_BATCH_H

#include "almanac/content.h"
#include "almanac/params.h"

#define ALMANAC_BATCH_ROWS_MAX      100000000 /* of one request */
#define ALMANAC_BATCH_OBSERVERS_MAX 1000
#define ALMANAC_BATCH_TIMES_MAX     10000 /* in a list; a range may have more */

#define ALMANAC_BATCH_FORMATS /* a bit for each */                                                 \
    (1u << ALMANAC_PARAMS_NDJSON | 1u << ALMANAC_PARAMS_CSV | 1u << ALMANAC_PARAMS_VOTABLE)

/* The parameters of the table that its document may have: beside observers and times, in each
 * observer (which may also have an id), and in times when it is a range. */
#define ALMANAC_BATCH_KNOWN                                                                        \
    (ALMANAC_PARAMS_BIT(BODIES) | ALMANAC_PARAMS_BIT(FIELDS) | ALMANAC_PARAMS_BIT(FORMAT) |        \
     ALMANAC_PARAMS_BIT(TZ) | ALMANAC_PARAMS_BIT(AMBIGUOUS) | ALMANAC_PARAMS_BIT(NONEXISTENT) |    \
     ALMANAC_BATCH_AIR_KNOWN)
#define ALMANAC_BATCH_OBSERVER_KNOWN                                                               \
    (ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) | ALMANAC_PARAMS_BIT(ELEVATION) |           \
     ALMANAC_PARAMS_BIT(PLACE) | ALMANAC_BATCH_AIR_KNOWN)
#define ALMANAC_BATCH_TIMES_KNOWN                                                                  \
    (ALMANAC_PARAMS_BIT(START) | ALMANAC_PARAMS_BIT(STOP) | ALMANAC_PARAMS_BIT(STEP) |             \
     ALMANAC_PARAMS_BIT(COUNT) | ALMANAC_PARAMS_BIT(DAYS))
#define ALMANAC_BATCH_AIR_KNOWN                                                                    \
    (ALMANAC_PARAMS_BIT(REFRACTION) | ALMANAC_PARAMS_BIT(PRESSURE) |                               \
     ALMANAC_PARAMS_BIT(TEMPERATURE))

/* Opens the document. Without memory it adds no problem and leaves *content alone. */
almanac_content_open almanac_batch_open;

#endif
