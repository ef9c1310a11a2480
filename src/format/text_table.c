/* Cells padded to widths, and cards. */
#include "format/text_table.h"

#include "format/cell.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define INSTANT_CHARS 27 /* 2026-10-30T21:00:00.000000Z */
#define WORD_CHARS    9  /* the longest name of a body, and a blank */
#define TITLE_CHARS   22 /* the longest title of a line, and a blank */

/* Characters of a text: a letter of UTF-8 counts once. */
static int characters(struct base_text text)
{
    int count = 0;
    for (size_t i = 0; i < text.length; i++) count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

static void append_blanks(struct base_buf *out, int count)
{
    if (count > 0) base_buf_append_format(out, "%*s", count, "");
}

/* Given  width  as of a column; 0: the length of the text */
static void append_padded(struct base_buf *out, struct base_text text, int width)
{
    if (width > 0) append_blanks(out, width - characters(text));
    base_buf_append_text(out, text);
    if (width < 0) append_blanks(out, -width - characters(text));
}

void format_text_table_append_header(struct base_buf *out,
                                     const struct format_text_table_column *columns, int count)
{
    assert(columns != NULL && count >= 0);
    for (int i = 0; i < count; i++) {
        append_blanks(out, columns[i].gap);
        append_padded(out, columns[i].heading, columns[i].width);
    }
    base_buf_append_string(out, "\n");
}

static void append_like_printf(struct base_buf *out, const struct format_text_table_column *column,
                               double number)
{
    const int decimals = column->value.decimals;
    assert(decimals >= 0);
    if (column->value.kind == FORMAT_DOCUMENT_TURN) number = format_document_turn(number, decimals);
    base_buf_append_format(out, column->number == FORMAT_TEXT_TABLE_SIGNED ? "%+.*f" : "%.*f",
                           decimals, number);
}

/* The text of a cell.
 *
 * Given  room  for a number
 */
static struct base_text text_of(const struct format_text_table_column *column, const void *row,
                                char room[FORMAT_DOCUMENT_WORD_MAX_BYTES])
{
    const struct format_document_column *value = &column->value;
    const void *at = format_document_at(value, row);
    struct base_buf out = {.bytes = room,
                           .room = FORMAT_DOCUMENT_WORD_MAX_BYTES,
                           .max = FORMAT_DOCUMENT_WORD_MAX_BYTES};
    if (format_cell_is_missing(value, row)) return BASE_TEXT("-");
    switch (value->kind) {
    case FORMAT_DOCUMENT_WORD:
    case FORMAT_DOCUMENT_TEXT:
    case FORMAT_DOCUMENT_PROSE:
    case FORMAT_DOCUMENT_NUMERAL:
        return *(const struct base_text *)at;
    case FORMAT_DOCUMENT_CODE:
        return base_text_of(at);
    case FORMAT_DOCUMENT_NUMBER:
    case FORMAT_DOCUMENT_TURN:
        if (column->number != FORMAT_TEXT_TABLE_FIXED) {
            append_like_printf(&out, column, *(const double *)at);
            break;
        }
        /* fallthrough */
    default:
        out.used = (size_t)(format_cell_append_value(room, value, row) - room);
        break;
    }
    assert(out.used <= FORMAT_DOCUMENT_WORD_MAX_BYTES);
    return (struct base_text){room, out.used};
}

void format_text_table_append_row(struct base_buf *out,
                                  const struct format_text_table_column *columns, int count,
                                  const void *row)
{
    assert(count >= 0);
    char room[FORMAT_DOCUMENT_WORD_MAX_BYTES];
    while (count > 0 && text_of(&columns[count - 1], row, room).length == 0) count--;
    for (int i = 0; i < count; i++) {
        append_blanks(out, columns[i].gap);
        append_padded(out, text_of(&columns[i], row, room), columns[i].width);
    }
    base_buf_append_string(out, "\n");
}

/* ---- columns without a layout ------------------------------------------------------------ */

static struct format_text_table_column lay_out(const struct format_document_column *column)
{
    const struct base_text name = format_document_name(column);
    const bool is_instant = strncmp(column->ucd, "time.epoch", 10) == 0;
    const bool is_right = column->decimals >= 0 || (column->in & FORMAT_DOCUMENT_RIGHT) != 0;
    const int least = is_instant              ? INSTANT_CHARS
                      : column->decimals >= 0 ? column->decimals + 6
                                              : WORD_CHARS;
    const int width = (int)name.length > least ? (int)name.length : least;
    return (struct format_text_table_column){
        .heading = name, .value = *column, .width = is_right ? width : -width};
}

void format_text_table_append_view_header(struct base_buf *out,
                                          const struct format_document_view *view)
{
    for (int i = 0; i < view->count; i++) {
        const struct format_text_table_column column = lay_out(view->columns[i]);
        if (i > 0) append_blanks(out, 1);
        append_padded(out, column.heading, column.width);
    }
    base_buf_append_string(out, "\n");
}

void format_text_table_append_view_row(struct base_buf *out,
                                       const struct format_document_view *view, const void *row)
{
    char room[FORMAT_DOCUMENT_WORD_MAX_BYTES];
    for (int i = 0; i < view->count; i++) {
        const struct format_text_table_column column = lay_out(view->columns[i]);
        const struct base_text text = text_of(&column, row, room);
        if (i > 0) append_blanks(out, 1);
        append_padded(out, text.length > 0 ? text : BASE_TEXT("-"), column.width);
    }
    base_buf_append_string(out, "\n");
}

/* ---- cards ------------------------------------------------------------------------------- */

void format_text_table_append_card(struct base_buf *out,
                                   const struct format_text_table_value *values, int count,
                                   const void *row)
{
    assert(count > 0 && values[0].column.heading.at != NULL);
    char room[FORMAT_DOCUMENT_WORD_MAX_BYTES];
    bool is_shown = false;
    for (int i = 0; i < count; i++) {
        const struct format_text_table_column *column = &values[i].column;
        if (column->heading.at != NULL) {
            if (is_shown) base_buf_append_string(out, "\n");
            is_shown = !format_cell_is_missing(&column->value, row);
            if (is_shown && column->heading.length > 0)
                append_padded(out, column->heading, -TITLE_CHARS);
        }
        if (!is_shown) continue;
        base_buf_append_string(out, values[i].before);
        base_buf_append_text(out, text_of(column, row, room));
        base_buf_append_string(out, values[i].after);
    }
    if (is_shown) base_buf_append_string(out, "\n");
}
