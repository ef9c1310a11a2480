/* What a document is made of: rows of values, described by a table of columns. The writers
 * (format/json, csv, text_table, votable; format/rows for any of them) loop over the table and do
 * not depend on what the values mean.
 *
 * The values of a row are members of a struct of the caller; a column holds their offsets. JSON may
 * nest: the columns between OPEN and CLOSE are the members of an object. CSV and VOTable are flat:
 * there such values have separate columns.
 */
#ifndef FORMAT_DOCUMENT_H
#define FORMAT_DOCUMENT_H

#include "base/text.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum format_document_kind {
    /* Spans of text come first: they are missing when they lie at NULL. */
    FORMAT_DOCUMENT_WORD, /* struct base_text: plain ASCII, at most FORMAT_DOCUMENT_WORD_MAX_BYTES */
    FORMAT_DOCUMENT_NUMERAL, /* struct base_text: the digits of a number, a word as well */
    FORMAT_DOCUMENT_TEXT,    /* struct base_text: any characters, quoted in CSV where it must be */
    FORMAT_DOCUMENT_PROSE,   /* struct base_text: any characters, always quoted in CSV */
    FORMAT_DOCUMENT_CODE,    /* char[]: plain ASCII like a word, terminated */
    FORMAT_DOCUMENT_WHOLE,   /* int */
    FORMAT_DOCUMENT_TRUTH,   /* bool */
    FORMAT_DOCUMENT_NUMBER,  /* double, written with the column's decimals */
    FORMAT_DOCUMENT_TURN,    /* double, degrees of [0, 360): never written as 360 */
    FORMAT_DOCUMENT_SERIES,  /* struct format_document_series, of JSON alone */
    FORMAT_DOCUMENT_MADE, /* struct base_text: an object that JSON writes unchanged; in JSON only */
    FORMAT_DOCUMENT_OPEN, /* the beginning of an object; null when its has_offset holds false */
    FORMAT_DOCUMENT_CLOSE
};

struct format_document_series {
    const double *values;
    int count;
};

/* Which writers have a column; and in which documents it may be absent. */
enum {
    FORMAT_DOCUMENT_NESTED = 1, /* JSON, NDJSON */
    FORMAT_DOCUMENT_FLAT = 2,   /* CSV, VOTable */
    FORMAT_DOCUMENT_BOTH = 3,
    FORMAT_DOCUMENT_LOCAL = 4,   /* only with a time zone */
    FORMAT_DOCUMENT_RIGHT = 16,  /* in text its words are aligned right, as numbers are */
    FORMAT_DOCUMENT_OPTIONAL = 8 /* only where the document chooses to have it */
};

#define FORMAT_DOCUMENT_KEY_MAX_BYTES  32u
#define FORMAT_DOCUMENT_WORD_MAX_BYTES 48u
#define FORMAT_DOCUMENT_ALWAYS         UINT16_MAX /* as has_offset: every row has the value */

/* One column. Texts are constant and need no escaping. */
struct format_document_column {
    char key[FORMAT_DOCUMENT_KEY_MAX_BYTES]; /* as JSON has it: `"az_deg": ` */
    uint8_t key_length;
    uint8_t kind;    /* enum format_document_kind */
    uint8_t in;      /* FORMAT_DOCUMENT_NESTED ... */
    int8_t decimals; /* of numbers; -1: none are stated */
    uint16_t offset; /* of the value in the struct of a row */
    uint16_t
        has_offset;   /* of a bool, false where the value is missing; or FORMAT_DOCUMENT_ALWAYS */
    const char *unit; /* of VOUnits; or "" */
    const char *ucd;  /* of UCD1+; or "" */
    const char
        *frame; /* an ID of format_votable_begin_table: utc, icrs, galactic, apparent; or "" */
    const char *about; /* in words, without a full stop at the end */
};

/* The key of a column and its length. */
#define FORMAT_DOCUMENT_KEY(name)                                                                  \
    .key = "\"" name "\": ", .key_length = sizeof("\"" name "\": ") - 1

/* A column of a table.
 *
 * Given  offset_, has_  of the struct of a row, as offsetof gives them
 *        ...            unit, UCD, frame, about
 */
#define FORMAT_DOCUMENT_COLUMN(name, kind_, in_, offset_, has_, decimals_, ...)                    \
    {                                                                                              \
        FORMAT_DOCUMENT_KEY(name), .kind = FORMAT_DOCUMENT_##kind_, .in = in_,                     \
                                   .decimals = decimals_, .offset = (uint16_t)(offset_),           \
                                   .has_offset = (uint16_t)(has_),                                 \
                                   FORMAT_DOCUMENT_WORDS(__VA_ARGS__)                              \
    }
#define FORMAT_DOCUMENT_WORDS(unit_, ucd_, frame_, about_)                                         \
    .unit = unit_, .ucd = ucd_, .frame = frame_, .about = about_

/* The beginning and the end of an object of JSON. */
#define FORMAT_DOCUMENT_BEGIN(name, has_)                                                          \
    FORMAT_DOCUMENT_COLUMN(name, OPEN, FORMAT_DOCUMENT_NESTED, 0, has_, -1, "", "", "", "")
#define FORMAT_DOCUMENT_END                                                                        \
    FORMAT_DOCUMENT_COLUMN("", CLOSE, FORMAT_DOCUMENT_NESTED, 0, FORMAT_DOCUMENT_ALWAYS, -1, "",   \
                           "", "", "")

/* The name of a column: the key without quotes and colon. */
static inline struct base_text format_document_name(const struct format_document_column *column)
{
    assert(column->key_length >= 4 && column->key_length < FORMAT_DOCUMENT_KEY_MAX_BYTES);
    return (struct base_text){column->key + 1, column->key_length - 4u};
}

/* Whether a row has a value in a column. */
static inline bool format_document_has(const struct format_document_column *column, const void *row)
{
    return column->has_offset == FORMAT_DOCUMENT_ALWAYS ||
           *(const bool *)((const char *)row + column->has_offset);
}

/* The address of the value. */
static inline const void *format_document_at(const struct format_document_column *column,
                                             const void *row)
{
    return (const char *)row + column->offset;
}

#define FORMAT_DOCUMENT_COLUMNS_MAX 128

/* The columns of a table that a document has in one way of writing, in their order. */
struct format_document_view {
    int count;
    bool has_long; /* some values are not */
    const struct format_document_column *columns[FORMAT_DOCUMENT_COLUMNS_MAX];
};

/* Whether values of a kind have no bound. */
static inline bool format_document_is_long(enum format_document_kind kind)
{
    return kind == FORMAT_DOCUMENT_TEXT || kind == FORMAT_DOCUMENT_PROSE ||
           kind == FORMAT_DOCUMENT_SERIES || kind == FORMAT_DOCUMENT_MADE;
}

/* Adds a column to a view. */
static inline void format_document_add(struct format_document_view *view,
                                       const struct format_document_column *column)
{
    assert(view->count < FORMAT_DOCUMENT_COLUMNS_MAX);
    view->columns[view->count++] = column;
    view->has_long |= format_document_is_long((enum format_document_kind)column->kind);
}

/* Room for all that is bounded in a row: keys, numbers, words, and what surrounds them, of which
 * "<TD></TD>" is the longest. */
static inline size_t format_document_fixed_bytes(const struct format_document_view *view)
{
    return (size_t)view->count *
           (FORMAT_DOCUMENT_KEY_MAX_BYTES + FORMAT_DOCUMENT_WORD_MAX_BYTES + 12u);
}

/* Makes a view of the columns of a table that one way of writing has.
 *
 * Given  way      FORMAT_DOCUMENT_NESTED or FORMAT_DOCUMENT_FLAT
 *        allowed  which of FORMAT_DOCUMENT_LOCAL and FORMAT_DOCUMENT_OPTIONAL the document has
 */
struct format_document_view format_document_view_of(const struct format_document_column *table,
                                                    size_t count, unsigned way, unsigned allowed);

/* Bytes of the values of a row that are not bounded, as a writer may have to escape them: at most
 * six for each. */
size_t format_document_long_bytes(const struct format_document_view *view, const void *row);

/* An angle of [0, 360) as it is to be written with some decimals: 0 when it would be rounded up to
 * 360, and for 360 itself, which floating point makes of a value just below a full turn.
 *
 * Given  decimals  0..12
 */
double format_document_turn(double deg, int decimals);

#endif
