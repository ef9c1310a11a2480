/* VOTable: the document that TOPCAT, Aladin and astropy read, around rows made elsewhere.
 *
 *     open -> info ... -> begin_table -> fields and params -> begin_rows -> rows -> end_rows ->
 *     info ... -> close; or break_off in the midst of rows
 *
 * Source  IVOA Recommendation VOTable Format Definition 1.4 (2019); INFO QUERY_STATUS as DALI 1.1,
 *         section 4.4. Version 1.4 because older readers refuse 1.5, and nothing here needs it
 */
#ifndef APP_VOTABLE_H
#define APP_VOTABLE_H

#include "base/buf.h"

enum app_votable_type {
    APP_VOTABLE_GIVEN, /* what clients named: any Unicode */
    APP_VOTABLE_TEXT,  /* ASCII */
    APP_VOTABLE_WHOLE,
    APP_VOTABLE_TRUTH,
    APP_VOTABLE_NUMBER
};

/* A column, or a value that all rows share. Texts are ours: nothing in them wants escaping. */
struct app_votable_field {
    const char *name;
    enum app_votable_type type;
    const char *unit;  /* of VOUnits; or "" */
    const char *ucd;   /* of UCD1+; or "" */
    const char *frame; /* an ID of begin_table: utc, icrs, galactic, apparent; or "" */
    const char *about;
};

/* Appends what XML wants escaped; characters that it cannot hold, and bytes that are no UTF-8,
 * become U+FFFD. At most six bytes for one. */
void app_votable_append_escaped(struct base_buf *out, struct base_text text);

/* Appends the beginning of the document, with QUERY_STATUS OK. */
void app_votable_open(struct base_buf *out, const char *about);

/* Appends an INFO; text of any characters.
 *
 * Given  note  its content, or NULL
 */
void app_votable_append_info(struct base_buf *out, const char *name, struct base_text value,
                             const char *note);

/* Appends the frames that columns refer to, and the beginning of the table. */
void app_votable_begin_table(struct base_buf *out, const char *name);

/* Appends a FIELD.
 *
 * Given  decimals  of its numbers; -1: none are stated
 */
void app_votable_append_field(struct base_buf *out, const struct app_votable_field *field,
                              int decimals);

/* Appends a PARAM of a number with a fixed number of decimals. */
void app_votable_append_number(struct base_buf *out, const struct app_votable_field *field,
                               double value, int decimals);

/* Appends a PARAM of a text. */
void app_votable_append_text(struct base_buf *out, const struct app_votable_field *field,
                             struct base_text value);

void app_votable_begin_rows(struct base_buf *out);
void app_votable_end_rows(struct base_buf *out);
void app_votable_close(struct base_buf *out);

/* Ends a document in the midst of its rows: QUERY_STATUS ERROR, so that nobody takes them for all.
 */
void app_votable_break_off(struct base_buf *out, const char *why);

#endif
