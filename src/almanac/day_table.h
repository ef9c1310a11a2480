/* Days of a place: for each body and date its status, rise, transit and set, a second rise or set of
 * the date, and when the day has no rise or set, the next one. One row for each body and day, the same for `planettracker rise`
 * and /api/v1/events?types=day.
 *
 *     almanac_day_table_begin(&days, &query, format);
 *     while ((err = almanac_day_table_write(&days, &out, 65536, &fault)) == BASE_ERR_OK)
 *         send(&out), base_buf_clear(&out);
 *     send(&out);                                    with END comes the last piece
 */
#ifndef ALMANAC_DAY_TABLE_H
#define ALMANAC_DAY_TABLE_H

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/time_columns.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "format/rows.h"
#include "sky/body.h"
#include "sky/day.h"
#include "sky/ephem.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/rise.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stddef.h>

#define ALMANAC_DAY_TABLE_MAX 36525 /* dates in one request: a century */

/* One day of a zone's calendar: from one local midnight to the next. */
struct almanac_day_table_span {
    char date[16]; /* "2026-10-30" */
    struct sky_tt from, until;
};

/* The day `index` days after the one that an instant belongs to.
 *
 * Given  zone  an open one, or one whose name is empty, or NULL: days of UTC
 * Gives  the end of the skip where clocks skip midnight; from equal to until where the
 *        date line moved and the date has no hours; NaN beyond the calendar
 */
struct almanac_day_table_span almanac_day_table_span(const struct data_dataset *dataset,
                                                     const struct data_zone *zone,
                                                     struct sky_tt when, int index);

struct almanac_day_table_query {
    struct almanac_time_columns_clock clock; /* days begin at midnight in its zone */
    unsigned bodies;
    struct almanac_observer_columns_place place;
    enum sky_rise_definition definition;
    struct sky_air air;               /* of PHYSICAL */
    double horizon_deg, eye_height_m; /* as sky_rise_almanac */
    struct sky_tt from;               /* an instant of the first day */
    int count;                        /* of dates, 1..ALMANAC_DAY_TABLE_MAX */
};

struct almanac_day_table_row {
    struct almanac_day_table_span span;
    struct sky_day day;
};

struct almanac_day_table {
    const struct almanac_day_table_query *query;
    struct sky_observer observer;
    struct almanac_day_table_span span;
    int index;                 /* of the date */
    enum sky_body body;        /* the next one */
    bool has_begun, has_ended; /* of writing */
    struct format_rows written;
};

/* Begins.
 *
 * Given  format  JSON, NDJSON, CSV, TEXT or VOTABLE
 * Owns   borrows the query for the life of *days
 */
void almanac_day_table_begin(struct almanac_day_table *days,
                             const struct almanac_day_table_query *query,
                             enum almanac_params_format format);

/* The next body, in the order of the table of bodies, of the present date, or the first of the
 * next; dates without hours are left out. Public for its test.
 *
 * Fails  END when none is left; RANGE or MISSING with *fault
 * Cost   as sky_day_with_next
 */
BASE_ERR_CHECKED
enum base_err almanac_day_table_next(struct almanac_day_table *days,
                                     struct almanac_day_table_row *row, struct sky_fault *fault);

/* Appends the next piece of the document: head, rows, and at the end what the format ends with.
 *
 * Fields  body, naif_id, date, status, rise, transit, set, antitransit, next_rise, next_set,
 *         definition, nominal_status, up_s, second_rise, second_set. In JSON an event is null or {"time", "time_local" with
 *         a zone, "az_deg", "alt_true_deg"}, of next_rise and next_set with "days_ahead"; these two
 *         are given only when the day has no rise or set of its own
 * Given   enough_bytes  rows are appended until the piece has this length
 * Fails   END with the last piece; RANGE or MISSING with *fault: the document is then not closed
 */
BASE_ERR_CHECKED
enum base_err almanac_day_table_write(struct almanac_day_table *days, struct base_buf *out,
                                      size_t enough_bytes, struct sky_fault *fault);

#endif
