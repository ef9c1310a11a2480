/* POST /api/v1/batch: many observers, times and bodies in one request, answered as a stream of
 * rows: time-major, then by observer, then by body.
 *
 *     {"observers": [{"id": "home", "lat": 48.93, "lon": 2.45}], "bodies": ["mars"],
 *      "times": {"start": "...", "stop": "...", "step": "PT1M"}, "fields": ["az_deg", "alt_deg"]}
 *
 * Its members are the parameters of the table, as text, number or list; times may also be a list of
 * instants.
 */
#ifndef APP_BATCH_H
#define APP_BATCH_H

#include "app/api.h"

#define APP_BATCH_ROWS_MAX      100000000 /* of one request */
#define APP_BATCH_OBSERVERS_MAX 1000
#define APP_BATCH_TIMES_MAX     10000 /* in a list; a range may have more */

/* Which parameters of the table its document has: beside observers and times, in each observer (and
 * id), and in times where it is a range. */
#define APP_BATCH_KNOWN                                                                            \
    (APP_PARAMS_BIT(BODIES) | APP_PARAMS_BIT(FIELDS) | APP_PARAMS_BIT(FORMAT) |                    \
     APP_PARAMS_BIT(TZ) | APP_PARAMS_BIT(AMBIGUOUS) | APP_PARAMS_BIT(NONEXISTENT) |                \
     APP_BATCH_AIR_KNOWN)
#define APP_BATCH_OBSERVER_KNOWN                                                                   \
    (APP_PARAMS_BIT(LAT) | APP_PARAMS_BIT(LON) | APP_PARAMS_BIT(ELEVATION) |                       \
     APP_PARAMS_BIT(PLACE) | APP_BATCH_AIR_KNOWN)
#define APP_BATCH_TIMES_KNOWN                                                                      \
    (APP_PARAMS_BIT(START) | APP_PARAMS_BIT(STOP) | APP_PARAMS_BIT(STEP) | APP_PARAMS_BIT(COUNT) | \
     APP_PARAMS_BIT(DAYS))
#define APP_BATCH_AIR_KNOWN                                                                        \
    (APP_PARAMS_BIT(REFRACTION) | APP_PARAMS_BIT(PRESSURE) | APP_PARAMS_BIT(TEMPERATURE))

/* Answers /api/v1/batch. */
app_api_answer app_batch_answer;

#endif
