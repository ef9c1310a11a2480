/* The choice of a writer, made in one place. */
#include "format/rows.h"

#include "format/csv.h"
#include "format/json.h"
#include "format/votable.h"

#include <assert.h>
#include <stddef.h>

void format_rows_append_fields(struct base_buf *out, enum format_rows_format format,
                               const struct format_rows_fields *fields, unsigned allowed)
{
    if (format == FORMAT_ROWS_TEXT && fields->card != NULL)
        format_text_table_append_card(out, fields->card, fields->card_count, fields->values);
    if (format != FORMAT_ROWS_JSON && format != FORMAT_ROWS_VOTABLE) return;
    const struct format_document_view view =
        format_document_view_of(fields->columns, fields->count, format_rows_way(format), allowed);
    if (format == FORMAT_ROWS_JSON)
        format_json_append_members(out, &view, fields->values);
    else
        format_votable_append_params(out, &view, fields->values);
}

static void begin_text(struct base_buf *out, const struct format_rows *rows)
{
    if (rows->layout != NULL)
        format_text_table_append_header(out, rows->layout, rows->layout_count);
    else
        format_text_table_append_view_header(out, &rows->view);
}

static void append_text(struct base_buf *out, const struct format_rows *rows, const void *row)
{
    if (rows->layout != NULL)
        format_text_table_append_row(out, rows->layout, rows->layout_count, row);
    else
        format_text_table_append_view_row(out, &rows->view, row);
}

void format_rows_begin(struct base_buf *out, const struct format_rows *rows)
{
    switch (rows->format) {
    case FORMAT_ROWS_JSON:
    case FORMAT_ROWS_NDJSON:
        break;
    case FORMAT_ROWS_CSV:
        format_csv_append_header(out, &rows->view);
        break;
    case FORMAT_ROWS_TEXT:
        begin_text(out, rows);
        break;
    case FORMAT_ROWS_VOTABLE:
        format_votable_append_fields(out, &rows->view);
        format_votable_begin_rows(out);
        break;
    }
}

void format_rows_append(struct base_buf *out, struct format_rows *rows, const void *row)
{
    switch (rows->format) {
    case FORMAT_ROWS_JSON:
        assert(rows->between != NULL);
        if (rows->has_rows) base_buf_append_string(out, rows->between);
        format_json_append_object(out, &rows->view, row);
        break;
    case FORMAT_ROWS_NDJSON:
        format_json_append_object(out, &rows->view, row);
        base_buf_append(out, "\n", 1);
        break;
    case FORMAT_ROWS_CSV:
        format_csv_append_row(out, &rows->view, row);
        break;
    case FORMAT_ROWS_TEXT:
        append_text(out, rows, row);
        break;
    case FORMAT_ROWS_VOTABLE:
        format_votable_append_row(out, &rows->view, row);
        break;
    }
    rows->has_rows = true;
}
