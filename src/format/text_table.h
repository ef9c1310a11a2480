/* Tables for people at a terminal: columns padded with blanks. */
#ifndef FORMAT_TEXT_TABLE_H
#define FORMAT_TEXT_TABLE_H

#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"

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

#endif
