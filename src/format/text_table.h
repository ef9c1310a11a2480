/* Tables and cards for people at a terminal: columns padded with blanks, and lines of a title and
 * values. */
#ifndef FORMAT_TEXT_TABLE_H
#define FORMAT_TEXT_TABLE_H

#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"

#include <stdint.h>

enum format_text_table_number {
    FORMAT_TEXT_TABLE_FIXED,  /* as in CSV: zero has no sign */
    FORMAT_TEXT_TABLE_PRINTF, /* as printf's %.*f: what is just below zero is "-0.0" */
    FORMAT_TEXT_TABLE_SIGNED  /* as printf's %+.*f */
};

/* A column as it is laid out: the value of a column of the document, or one that only text has. */
struct format_text_table_column {
    struct base_text heading;
    struct format_document_column value;
    int width; /* in characters, at least; negative: blanks follow the text, as with printf */
    int gap;   /* blanks before it */
    enum format_text_table_number number;
};

/* A column of a layout.
 *
 * Given  kind    of a value of a document, as FORMAT_DOCUMENT_COLUMN has it, with its offsets
 *        number  FIXED, PRINTF or SIGNED
 */
#define FORMAT_TEXT_TABLE_COLUMN_WITH(heading_, kind_, offset_, has_, decimals_, width_, gap_,     \
                                      number_)                                                     \
    {                                                                                              \
        .heading = {heading_, sizeof(heading_) - 1},                                               \
        .value = {.kind = FORMAT_DOCUMENT_##kind_,                                                 \
                  .decimals = decimals_,                                                           \
                  .offset = (uint16_t)(offset_),                                                   \
                  .has_offset = (uint16_t)(has_)},                                                 \
        .width = width_, .gap = gap_, .number = FORMAT_TEXT_TABLE_##number_                        \
    }

/* One that every row has, its numbers as printf writes them. */
#define FORMAT_TEXT_TABLE_COLUMN(heading, kind, offset, decimals, width, gap)                      \
    FORMAT_TEXT_TABLE_COLUMN_WITH(heading, kind, offset, FORMAT_DOCUMENT_ALWAYS, decimals, width,  \
                                  gap, PRINTF)

/* Appends the headings, as wide as their columns. */
void format_text_table_append_header(struct base_buf *out,
                                     const struct format_text_table_column *columns, int count);

/* Appends a row. A missing value is "-"; empty columns at the end of a row are left
 * out. */
void format_text_table_append_row(struct base_buf *out,
                                  const struct format_text_table_column *columns, int count,
                                  const void *row);

/* The same for a flat view without a layout: each column is as wide as its name and the longest
 * value that its kind may have, with a blank between. */
void format_text_table_append_view_header(struct base_buf *out,
                                          const struct format_document_view *view);
void format_text_table_append_view_row(struct base_buf *out,
                                       const struct format_document_view *view, const void *row);

/* A value of a card and the words around it. Its heading is the title of a line, which begins with
 * this value, or at NULL: the value follows on the line of the one before it. */
struct format_text_table_value {
    struct format_text_table_column column;
    const char *before, *after;
};

/* A line that begins with this value, and is left out where `has` holds false. */
#define FORMAT_TEXT_TABLE_LINE(title, before_, kind, offset, has, decimals, number, after_)        \
    {                                                                                              \
        .column = FORMAT_TEXT_TABLE_COLUMN_WITH(title, kind, offset, has, decimals, 0, 0, number), \
        .before = before_, .after = after_                                                         \
    }
/* A further value of a line. */
#define FORMAT_TEXT_TABLE_MORE(before_, kind_, offset_, decimals_, after_)                         \
    {                                                                                              \
        .column = {.value = {.kind = FORMAT_DOCUMENT_##kind_,                                      \
                             .decimals = decimals_,                                                \
                             .offset = (uint16_t)(offset_),                                        \
                             .has_offset = FORMAT_DOCUMENT_ALWAYS},                                \
                   .number = FORMAT_TEXT_TABLE_PRINTF},                                            \
        .before = before_, .after = after_                                                         \
    }

/* Appends the values of a row as a card: titles as wide as the longest of all cards, values at
 * their own length. A line whose first value is missing is left out. */
void format_text_table_append_card(struct base_buf *out,
                                   const struct format_text_table_value *values, int count,
                                   const void *row);

#endif
