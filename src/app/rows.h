/* One row for each body: the same columns, names and digits in JSON, CSV and plain text. */
#ifndef APP_ROWS_H
#define APP_ROWS_H

#include "base/buf.h"
#include "base/text.h"
#include "sky/doubt.h"
#include "sky/sky.h"

struct app_rows_row {
    enum sky_body body;
    struct base_text time; /* RFC 3339 UTC */
    struct sky_observation seen;
    struct sky_doubt doubt;
};

/* The nearest of the 16 winds to an azimuth, as "ESE". */
const char *app_rows_direction(double az_deg);

/* An angle of [0, 360) as it is to be written with some decimals: 0 when it would be rounded up to
 * 360, and for 360 itself, which is what floating point makes of a turn less next to nothing.
 *
 * Given  decimals  1..12
 */
double app_rows_turn(double deg, int decimals);

/* Appends a row as a JSON object. */
void app_rows_append_json(struct base_buf *out, const struct app_rows_row *row);

/* Appends the names of the columns as a line of CSV (RFC 4180). */
void app_rows_append_csv_header(struct base_buf *out);

/* Appends a row as a line of CSV. No value needs quotes. */
void app_rows_append_csv(struct base_buf *out, const struct app_rows_row *row);

#endif
