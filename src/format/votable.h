/* VOTable: the document that TOPCAT, Aladin and astropy read, around rows made elsewhere.
 *
 *     open -> info ... -> begin_table -> fields and params -> begin_rows -> rows -> end_rows ->
 *     info ... -> close; or break_off in the midst of rows
 *
 * Source  IVOA Recommendation VOTable Format Definition 1.4 (2019); INFO QUERY_STATUS as DALI 1.1,
 *         section 4.4. Version 1.4 because older readers refuse 1.5, and nothing here needs it
 */
#ifndef FORMAT_VOTABLE_H
#define FORMAT_VOTABLE_H

#include "base/buf.h"

enum format_votable_type {
    FORMAT_VOTABLE_GIVEN, /* what clients named: any Unicode */
    FORMAT_VOTABLE_TEXT,  /* ASCII */
    FORMAT_VOTABLE_WHOLE,
    FORMAT_VOTABLE_TRUTH,
    FORMAT_VOTABLE_NUMBER
};

/* A column, or a value that all rows share. Texts are ours: nothing in them wants escaping. */
struct format_votable_field {
    const char *name;
    enum format_votable_type type;
    const char *unit;  /* of VOUnits; or "" */
    const char *ucd;   /* of UCD1+; or "" */
    const char *frame; /* an ID of begin_table: utc, icrs, galactic, apparent; or "" */
    const char *about;
};

/* Appends what XML wants escaped; characters that it cannot hold, and bytes that are no UTF-8,
 * become U+FFFD. At most six bytes for one. */
void format_votable_append_escaped(struct base_buf *out, struct base_text text);

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

/* Appends a FIELD.
 *
 * Given  decimals  of its numbers; -1: none are stated
 */
void format_votable_append_field(struct base_buf *out, const struct format_votable_field *field,
                                 int decimals);

/* Appends a PARAM of a number with a fixed number of decimals. */
void format_votable_append_number(struct base_buf *out, const struct format_votable_field *field,
                                  double value, int decimals);

/* Appends a PARAM of a text. */
void format_votable_append_text(struct base_buf *out, const struct format_votable_field *field,
                                struct base_text value);

void format_votable_begin_rows(struct base_buf *out);
void format_votable_end_rows(struct base_buf *out);
void format_votable_close(struct base_buf *out);

/* Ends a document in the midst of its rows: QUERY_STATUS ERROR, so that nobody takes them for all.
 */
void format_votable_break_off(struct base_buf *out, const char *why);

#endif
