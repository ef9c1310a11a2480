/* VOTable: the document that TOPCAT, Aladin and astropy read.
 *
 *     open -> info ... -> begin_table -> params, fields -> begin_rows -> rows -> end_rows ->
 *     info ... -> close; or break_off in the midst of rows
 *
 * Source  IVOA Recommendation VOTable Format Definition 1.4 (2019); INFO QUERY_STATUS as DALI 1.1,
 *         section 4.4. Version 1.4 because older readers refuse 1.5, and nothing here needs 1.5
 */
#ifndef FORMAT_VOTABLE_H
#define FORMAT_VOTABLE_H

#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"

/* Appends the beginning of the document, with QUERY_STATUS OK. */
void format_votable_open(struct base_buf *out, const char *about);

/* Appends an INFO; text of any characters.
 *
 * Given  note  its content, or NULL
 */
void format_votable_append_info(struct base_buf *out, const char *name, struct base_text value,
                                const char *note);

/* Appends the frames that columns refer to, and the beginning of the table. */
void format_votable_begin_table(struct base_buf *out, const char *name);

/* Appends a FIELD for each column of a flat view. */
void format_votable_append_fields(struct base_buf *out, const struct format_document_view *view);

/* Appends a PARAM for each value of a row: what all rows of the table share. Missing ones are left
 * out. */
void format_votable_append_params(struct base_buf *out, const struct format_document_view *view,
                                  const void *row);

/* Appends a row as a TR of TABLEDATA; a missing value is an empty cell. */
void format_votable_append_row(struct base_buf *out, const struct format_document_view *view,
                               const void *row);

void format_votable_begin_rows(struct base_buf *out);
void format_votable_end_rows(struct base_buf *out);
void format_votable_close(struct base_buf *out);

/* Ends a document in the middle of its rows with QUERY_STATUS ERROR, so that no reader takes them
 * for all.
 */
void format_votable_break_off(struct base_buf *out, const char *why);

#endif
