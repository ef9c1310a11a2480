/* One row for each body: the same columns, names and digits in JSON, CSV, VOTable and plain
 * text. */
#ifndef ALMANAC_POSITION_COLUMNS_H
#define ALMANAC_POSITION_COLUMNS_H

#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"
#include "format/text_table.h"
#include "sky/body.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

#include <stdbool.h>
#include <stdint.h>

struct almanac_position_columns_row {
    struct base_text observer; /* of a batch: as its client named it; else unused */
    enum sky_body body;
    struct base_text time;       /* RFC 3339 UTC */
    struct base_text time_local; /* where there is a zone; else empty */
    struct base_text time_shown; /* to people: the local one, where there is one */
    struct sky_observation seen;
    struct sky_uncertainty uncertainty;
    /* These follow from the fields above: */
    struct base_text name; /* of the body */
    int naif_id;
    struct base_text direction; /* the wind of the azimuth */
    bool is_above;              /* the horizon */
    struct base_text cause;     /* of most of the uncertainty */
};

#define ALMANAC_POSITION_COLUMNS_BRIEF_COUNT 8

/* Which columns are written, and so what has to be computed. */
struct almanac_position_columns_shape {
    uint64_t fields;        /* a bit for each column */
    bool is_of_the_horizon; /* sky_observe_horizon is enough */
    bool has_uncertainty;   /* the uncertainty is among them */
};

/* The index of the column of this name; -1 when there is none. */
int almanac_position_columns_column(struct base_text name);

/* The names of all columns, in their order.
 *
 * Gives  how many; *names holds them
 */
int almanac_position_columns_columns(struct base_text names[64]);

/* A column that can be chosen, for documents about documents.
 *
 * Given  column  from 0 to one below how many there are
 */
const struct format_document_column *almanac_position_columns_at(int column);

/* The shape of columns that were chosen.
 *
 * Given  fields     a bit for each; 0: all
 *        has_local, has_observer  whether rows have time_local and observer at all
 */
struct almanac_position_columns_shape
almanac_position_columns_shape(uint64_t fields, bool has_local, bool has_observer);

/* The nearest of the 16 compass points to an azimuth, as "ESE". */
const char *almanac_position_columns_direction(double az_deg);

/* The columns of a shape that one way of writing has.
 *
 * Given  way  FORMAT_DOCUMENT_NESTED or FORMAT_DOCUMENT_FLAT
 */
void almanac_position_columns_view(const struct almanac_position_columns_shape *shape, unsigned way,
                                   struct format_document_view *view);

/* Fills the fields of a row that follow from its body and its observation, and from its
 * uncertainty. */
void almanac_position_columns_complete(struct almanac_position_columns_row *row);
void almanac_position_columns_complete_uncertainty(struct almanac_position_columns_row *row);

/* The table for people who chose no columns: a few, always these. */
extern const struct format_text_table_column
    almanac_position_columns_brief[ALMANAC_POSITION_COLUMNS_BRIEF_COUNT];

#endif
