/* CSV (RFC 4180): a line of names, and a line for each row. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"

/* Appends the names of the columns of a flat view. */
void format_csv_append_header(struct base_buf *out, const struct format_document_view *view);

/* Appends the values of a row; a missing one is empty. */
void format_csv_append_row(struct base_buf *out, const struct format_document_view *view,
                           const void *row);

#endif
