/* One row for each body: the same columns, names and digits in JSON, CSV, VOTable and plain
 * text. */
#ifndef ALMANAC_POSITION_COLUMNS_H
#define ALMANAC_POSITION_COLUMNS_H

#include "base/buf.h"
#include "base/text.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

struct almanac_position_columns_row {
    struct base_text observer; /* of a batch: as its client named it; else unused */
    enum sky_body body;
    struct base_text time;       /* RFC 3339 UTC */
    struct base_text time_local; /* where there is a zone; else empty */
    struct sky_observation seen;
    struct sky_uncertainty doubt;
};

/* Which columns are written, and so what has to be computed. */
struct almanac_position_columns_shape {
    uint64_t fields;        /* a bit for each column */
    bool is_of_the_horizon; /* sky_observe_horizon is enough */
    bool has_doubt;         /* the uncertainty is among them */
};

/* The place of a column in the list; -1 when there is none of this name. */
int almanac_position_columns_column(struct base_text name);

/* The names of all columns, in their order.
 *
 * Gives  how many; *names holds them
 */
int almanac_position_columns_columns(struct base_text names[64]);

enum almanac_position_columns_type {
    ALMANAC_POSITION_COLUMNS_TEXT,
    ALMANAC_POSITION_COLUMNS_WHOLE,
    ALMANAC_POSITION_COLUMNS_TRUTH,
    ALMANAC_POSITION_COLUMNS_NUMBER,
    ALMANAC_POSITION_COLUMNS_MAYBE, /* a number or null */
    ALMANAC_POSITION_COLUMNS_DOUBT  /* the object of the uncertainty */
};

/* The type of a column, for documents.
 *
 * Given  column  from 0 to one below how many there are
 */
enum almanac_position_columns_type almanac_position_columns_column_type(int column);

/* What a column is, in words; without a full stop at the end. */
const char *almanac_position_columns_column_about(int column);

/* The shape of columns that were chosen.
 *
 * Given  fields     a bit for each; 0: all
 *        has_local, has_observer  whether rows have time_local and observer at all
 */
struct almanac_position_columns_shape
almanac_position_columns_shape(uint64_t fields, bool has_local, bool has_observer);

/* The nearest of the 16 winds to an azimuth, as "ESE". */
const char *almanac_position_columns_direction(double az_deg);

/* An angle of [0, 360) as it is to be written with some decimals: 0 when it would be rounded up to
 * 360, and for 360 itself, which is what floating point makes of a turn less next to nothing.
 *
 * Given  decimals  1..12
 */
double format_document_turn(double deg, int decimals);

/* The room that a row takes at once, however short it turns out; its observer's name has more. */
#define ALMANAC_POSITION_COLUMNS_ROOM_BYTES 4096u

/* Appends a row as a JSON object. */
void almanac_position_columns_append_json(struct base_buf *out,
                                          const struct almanac_position_columns_shape *shape,
                                          const struct almanac_position_columns_row *row);

/* Appends the names of the columns as a line of CSV (RFC 4180). */
void almanac_position_columns_append_csv_header(struct base_buf *out,
                                                const struct almanac_position_columns_shape *shape);

/* Appends a row as a line of CSV; quoted where it must be. */
void almanac_position_columns_append_csv(struct base_buf *out,
                                         const struct almanac_position_columns_shape *shape,
                                         const struct almanac_position_columns_row *row);

/* Appends what the columns of a VOTable are, a FIELD each. */
void almanac_position_columns_append_votable_fields(
    struct base_buf *out, const struct almanac_position_columns_shape *shape);

/* Appends a row as a TR of TABLEDATA; null is an empty cell. */
void almanac_position_columns_append_votable(struct base_buf *out,
                                             const struct almanac_position_columns_shape *shape,
                                             const struct almanac_position_columns_row *row);

/* The same for people who chose no columns: a few, always these. */
void almanac_position_columns_append_text_header(struct base_buf *out);
void almanac_position_columns_append_text(struct base_buf *out,
                                          const struct almanac_position_columns_row *row);

/* Appends a row as a line of a table for people, of the columns that were chosen; what cannot be
 * computed is "-".
 *
 * Given  shape  without the observer's name, which may hold commas; nor has the row one
 *        row    NULL: the names of the columns
 */
void almanac_position_columns_append_table(struct base_buf *out,
                                           const struct almanac_position_columns_shape *shape,
                                           const struct almanac_position_columns_row *row);

#endif
