/* A value as plain characters: what CSV, VOTable and JSON write alike. */
#ifndef FORMAT_CELL_H
#define FORMAT_CELL_H

#include "base/num.h"
#include "base/text.h"
#include "format/document.h"

#include <stdbool.h>
#include <string.h>

static inline char *format_cell_append(char *at, const void *bytes, size_t count)
{
    if (count > 0) memcpy(at, bytes, count);
    return at + count;
}

/* A constant text. */
#define FORMAT_CELL_PUT(at, literal) format_cell_append(at, literal, sizeof(literal) - 1)

static inline char *format_cell_append_text(char *at, struct base_text text)
{
    return format_cell_append(at, text.at, text.length);
}

/* Whether there is a text: an empty span at NULL means a missing one. */
static inline bool format_cell_is_missing(const struct format_document_column *column,
                                          const void *row)
{
    if (column->kind <= FORMAT_DOCUMENT_PROSE)
        return ((const struct base_text *)format_document_at(column, row))->at == NULL;
    return !format_document_has(column, row);
}

/* Whether a column has numbers or turns; most have. */
static inline bool format_cell_is_number(const struct format_document_column *column)
{
    return column->kind == FORMAT_DOCUMENT_NUMBER || column->kind == FORMAT_DOCUMENT_TURN;
}

/* Writes the value of a column of numbers or turns. */
static inline char *format_cell_put_number(char *at, const struct format_document_column *column,
                                           const void *row)
{
    double number = *(const double *)format_document_at(column, row);
    if (column->kind == FORMAT_DOCUMENT_TURN && number >= 359.0) /* only these may round to 360 */
        number = format_document_turn(number, column->decimals);
    return at + base_num_fixed(at, number, column->decimals);
}

/* Writes the value of a column that is neither a long text nor an object.
 *
 * Given  at  room for FORMAT_DOCUMENT_WORD_MAX_BYTES
 * Gives  the end
 */
static inline char *format_cell_append_value(char *at, const struct format_document_column *column,
                                             const void *row)
{
    const void *value = format_document_at(column, row);
    switch (column->kind) {
    case FORMAT_DOCUMENT_NUMBER:
    case FORMAT_DOCUMENT_TURN:
        return format_cell_put_number(at, column, row);
    case FORMAT_DOCUMENT_WHOLE:
        return at + base_num_fixed(at, *(const int *)value, 0);
    case FORMAT_DOCUMENT_TRUTH:
        return *(const bool *)value ? FORMAT_CELL_PUT(at, "true") : FORMAT_CELL_PUT(at, "false");
    case FORMAT_DOCUMENT_CODE:
        return format_cell_append(at, value, strlen(value));
    default:
        return format_cell_append_text(at, *(const struct base_text *)value);
    }
}

#endif
