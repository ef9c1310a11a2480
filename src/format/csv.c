/* Lines of CSV. Only texts of other people's can hold a comma, a quote or a line break. */
#include "format/csv.h"

#include "format/cell.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool is_plain(struct base_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(",\"\r\n", text.at[i]) != NULL) return false;
    return true;
}

/* A quote is written twice: the room is twice the length, and 2. */
static char *put_quoted(char *at, struct base_text text)
{
    *at++ = '"';
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') *at++ = '"';
        *at++ = text.at[i];
    }
    *at++ = '"';
    return at;
}

void format_csv_append_header(struct base_buf *out, const struct format_document_view *view)
{
    for (int i = 0; i < view->count; i++) {
        if (i > 0) base_buf_append(out, ",", 1);
        base_buf_append_text(out, format_document_name(view->columns[i]));
    }
    base_buf_append_string(out, "\r\n");
}

static char *put_cell(char *at, const struct format_document_column *column, const void *row)
{
    if (format_cell_is_number(column))
        return format_document_has(column, row) ? format_cell_put_number(at, column, row) : at;
    if (format_cell_is_missing(column, row)) return at;
    if (column->kind == FORMAT_DOCUMENT_TEXT || column->kind == FORMAT_DOCUMENT_PROSE) {
        const struct base_text text = *(const struct base_text *)format_document_at(column, row);
        if (column->kind == FORMAT_DOCUMENT_PROSE || !is_plain(text)) return put_quoted(at, text);
    }
    return format_cell_append_value(at, column, row);
}

void format_csv_append_row(struct base_buf *out, const struct format_document_view *view,
                           const void *row)
{
    const size_t room =
        format_document_fixed_bytes(view) + format_document_long_bytes(view, row) + 2;
    char *start = base_buf_reserve(out, room);
    if (start == NULL) return;
    char *at = start;
    for (int i = 0; i < view->count; i++) {
        at = put_cell(at, view->columns[i], row);
        *at++ = ',';
    }
    if (view->count > 0) at--; /* the last one's comma */
    at = FORMAT_CELL_PUT(at, "\r\n");
    assert((size_t)(at - start) <= room);
    out->used += (size_t)(at - start);
}
