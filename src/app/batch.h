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

/* Answers /api/v1/batch. */
app_api_answer app_batch_answer;

#endif
