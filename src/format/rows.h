/* Rows in any of the formats that have rows: the choice of the writer, and the separator
 * of rows. */
#ifndef FORMAT_ROWS_H
#define FORMAT_ROWS_H

#include "base/buf.h"
#include "format/document.h"
#include "format/text_table.h"

#include <stdbool.h>
#include <stddef.h>

enum format_rows_format {
    FORMAT_ROWS_JSON, /* objects of a list, whose brackets are the caller's */
    FORMAT_ROWS_NDJSON,
    FORMAT_ROWS_CSV,
    FORMAT_ROWS_TEXT,
    FORMAT_ROWS_VOTABLE
};

/* The rows of a document under way. */
struct format_rows {
    enum format_rows_format format;
    struct format_document_view view;
    const struct format_text_table_column *layout; /* of text; NULL: of the view */
    int layout_count;
    const char *between; /* two objects of JSON */
    bool has_rows;
};

/* The fields of a document beside its rows. */
struct format_rows_fields {
    const struct format_document_column *columns;
    size_t count;
    const struct format_text_table_value *card; /* of text; NULL: text has none of them */
    int card_count;
    const void *values; /* the struct that holds them */
};

/* The part of a table that a format has: FORMAT_DOCUMENT_NESTED or FORMAT_DOCUMENT_FLAT. */
static inline unsigned format_rows_way(enum format_rows_format format)
{
    const bool is_nested = format == FORMAT_ROWS_JSON || format == FORMAT_ROWS_NDJSON;
    return is_nested ? FORMAT_DOCUMENT_NESTED : FORMAT_DOCUMENT_FLAT;
}

/* Appends fields: in JSON as members, without braces around them; in text as a card; in a VOTable as
 * PARAMs. NDJSON and CSV have rows alone.
 *
 * Given  allowed  which columns the document has, as for format_document_view_of
 */
void format_rows_append_fields(struct base_buf *out, enum format_rows_format format,
                               const struct format_rows_fields *fields, unsigned allowed);

/* Appends what precedes the first row: the names of columns, the FIELDs of a VOTable. */
void format_rows_begin(struct base_buf *out, const struct format_rows *rows);

/* Appends a row, and before it what separates it from the one before. */
void format_rows_append(struct base_buf *out, struct format_rows *rows, const void *row);

#endif
