/* JSON text. Numbers go through base/num; strings are escaped here. */
#include "format/json.h"

#include "base/num.h"
#include "format/cell.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes at the start that stand for themselves: printable ASCII but quote and backslash. */
static size_t plain_length(struct base_text text)
{
    size_t length = 0;
    while (length < text.length && text.at[length] >= ' ' && text.at[length] < 0x7f &&
           text.at[length] != '"' && text.at[length] != '\\')
        length++;
    return length;
}

/* The first character of a text that is not plain; gives its bytes. */
static size_t append_character(struct base_buf *out, struct base_text text)
{
    assert(text.length > 0);
    size_t length = base_text_utf8_length(text);
    unsigned char first = (unsigned char)text.at[0];
    unsigned char second = length == 2 ? (unsigned char)text.at[1] : 0xff;
    if (length == 0) {
        base_buf_append_string(out, "\\ufffd");
        return 1;
    }
    if (first == '"' || first == '\\') {
        base_buf_append(out, "\\", 1);
        base_buf_append(out, text.at, 1);
    } else if (length == 1 ||
               (first == 0xC2 && second < 0xA0)) { /* no escape codes to a terminal */
        base_buf_append_format(out, "\\u%04x", length == 1 ? (unsigned)first : (unsigned)second);
    } else {
        base_buf_append(out, text.at, length);
    }
    return length;
}

void format_json_append_string(struct base_buf *out, struct base_text text)
{
    base_buf_append(out, "\"", 1);
    while (text.length > 0) {
        size_t length = plain_length(text);
        base_buf_append(out, text.at, length);
        if (length < text.length)
            length +=
                append_character(out, (struct base_text){text.at + length, text.length - length});
        text.at += length;
        text.length -= length;
    }
    base_buf_append(out, "\"", 1);
}

void format_json_append_number(struct base_buf *out, double value, int decimals)
{
    char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
    if (at != NULL) out->used += base_num_fixed(at, value, decimals);
}

/* ---- rows: room for a whole row at once, then straight into it ------------------------------ */

/* The most that format_json_append_string makes of a byte is "\u001f". */
static char *put_string(char *at, struct base_text text)
{
    const size_t room = 6 * text.length + 2;
    struct base_buf out = {.bytes = at, .room = room, .max = room};
    format_json_append_string(&out, text);
    return at + out.used;
}

static char *put_series(char *at, const struct format_document_series *series, int decimals)
{
    assert(series->count >= 0);
    at = FORMAT_CELL_PUT(at, "[");
    for (int i = 0; i < series->count; i++) {
        if (i > 0) at = FORMAT_CELL_PUT(at, ", ");
        at += base_num_fixed(at, series->values[i], decimals);
    }
    return FORMAT_CELL_PUT(at, "]");
}

/* A word in quotes. */
static char *put_word(char *at, const char *word, size_t length)
{
    assert(length <= FORMAT_DOCUMENT_WORD_MAX_BYTES);
    *at++ = '"';
    at = format_cell_append(at, word, length);
    *at++ = '"';
    return at;
}

/* A value that is not a number, or null. */
static char *put_other(char *at, const struct format_document_column *column, const void *row)
{
    const void *value = format_document_at(column, row);
    const struct base_text *text = value;
    if (format_cell_is_missing(column, row)) return FORMAT_CELL_PUT(at, "null");
    switch (column->kind) {
    case FORMAT_DOCUMENT_WORD:
        return put_word(at, text->at, text->length);
    case FORMAT_DOCUMENT_CODE:
        return put_word(at, value, strlen(value));
    case FORMAT_DOCUMENT_TEXT:
    case FORMAT_DOCUMENT_PROSE:
        return put_string(at, *text);
    case FORMAT_DOCUMENT_SERIES:
        return put_series(at, value, column->decimals);
    default:
        return format_cell_append_value(at, column, row);
    }
}

/* A number, or null. */
static inline char *put_number(char *at, const struct format_document_column *column,
                               const void *row)
{
    if (!format_document_has(column, row)) return FORMAT_CELL_PUT(at, "null");
    return format_cell_put_number(at, column, row);
}

/* The place of the CLOSE that belongs to the OPEN at a place. */
static int end_of_object(const struct format_document_view *view, int open)
{
    int depth = 1, i = open;
    assert(view->columns[open]->kind == FORMAT_DOCUMENT_OPEN);
    while (depth > 0) {
        assert(i + 1 < view->count); /* every OPEN has its CLOSE */
        i++;
        if (view->columns[i]->kind == FORMAT_DOCUMENT_OPEN) depth++;
        if (view->columns[i]->kind == FORMAT_DOCUMENT_CLOSE) depth--;
    }
    return i;
}

/* A comma and a blank follow each member; the last one's are taken back. */
static char *put_members(char *at, const struct format_document_view *view, const void *row)
{
    const char *first = at;
    const int count = view->count;
    for (int i = 0; i < count; i++) {
        const struct format_document_column *column = view->columns[i];
        memcpy(at, column->key, FORMAT_DOCUMENT_KEY_MAX_BYTES); /* of a known length: quick */
        if (format_cell_is_number(column)) {
            at = FORMAT_CELL_PUT(put_number(at + column->key_length, column, row), ", ");
        } else if (column->kind == FORMAT_DOCUMENT_CLOSE) {
            at = FORMAT_CELL_PUT(at - 2, "}, ");
        } else if (column->kind != FORMAT_DOCUMENT_OPEN) {
            at = FORMAT_CELL_PUT(put_other(at + column->key_length, column, row), ", ");
        } else if (format_document_has(column, row)) {
            at = FORMAT_CELL_PUT(at + column->key_length, "{");
        } else {
            at = FORMAT_CELL_PUT(at + column->key_length, "null, ");
            i = end_of_object(view, i);
        }
    }
    return at > first ? at - 2 : at;
}

void format_json_append_members(struct base_buf *out, const struct format_document_view *view,
                                const void *row)
{
    char *start = base_buf_reserve(out, format_document_fixed_bytes(view) +
                                            format_document_long_bytes(view, row) + 2);
    if (start != NULL) out->used += (size_t)(put_members(start, view, row) - start);
}

void format_json_append_object(struct base_buf *out, const struct format_document_view *view,
                               const void *row)
{
    const size_t room =
        format_document_fixed_bytes(view) + format_document_long_bytes(view, row) + 4;
    char *start = base_buf_reserve(out, room);
    if (start == NULL) return;
    char *at = start;
    *at++ = '{';
    at = put_members(at, view, row);
    *at++ = '}';
    assert((size_t)(at - start) <= room);
    out->used += (size_t)(at - start);
}
