/* The elements of a VOTable; format/markup escapes what may need it. */
#include "format/votable.h"

#include "format/cell.h"
#include "format/markup.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

void format_votable_append_info(struct base_buf *out, const char *name, struct base_text value,
                                const char *note)
{
    assert(name[0] != '\0');
    base_buf_append_format(out, "<INFO name=\"%s\" value=\"", name);
    format_markup_append_data(out, value);
    base_buf_append_string(out, note != NULL ? "\">" : "\"/>\n");
    if (note == NULL) return;
    format_markup_append_data(out, base_text_of(note));
    base_buf_append_string(out, "</INFO>\n");
}

static void append_attribute(struct base_buf *out, const char *name, const char *value)
{
    if (value[0] != '\0') base_buf_append_format(out, " %s=\"%s\"", name, value);
}

/* The datatype of a column. */
static const char *type_of(const struct format_document_column *column)
{
    switch (column->kind) {
    case FORMAT_DOCUMENT_TEXT:
    case FORMAT_DOCUMENT_PROSE:
        return "unicodeChar\" arraysize=\"*";
    case FORMAT_DOCUMENT_WHOLE:
        return "int";
    case FORMAT_DOCUMENT_TRUTH:
        return "boolean";
    case FORMAT_DOCUMENT_NUMBER:
    case FORMAT_DOCUMENT_TURN:
    case FORMAT_DOCUMENT_NUMERAL:
        return "double";
    default:
        return "char\" arraysize=\"*";
    }
}

/* `<FIELD` or `<PARAM` with all attributes of a column; still open. */
static void begin_element(struct base_buf *out, const char *element,
                          const struct format_document_column *column)
{
    const struct base_text name = format_document_name(column);
    base_buf_append_format(out, "<%s name=\"%.*s\" datatype=\"%s\"", element, (int)name.length,
                           name.at, type_of(column));
    append_attribute(out, "unit", column->unit);
    append_attribute(out, "ucd", column->ucd);
    append_attribute(out, "ref", column->frame);
}

static void end_element(struct base_buf *out, const char *element, const char *about)
{
    base_buf_append_format(out, "><DESCRIPTION>%s</DESCRIPTION></%s>\n", about, element);
}

void format_votable_append_fields(struct base_buf *out, const struct format_document_view *view)
{
    for (int i = 0; i < view->count; i++) {
        const struct format_document_column *column = view->columns[i];
        assert((column->in & FORMAT_DOCUMENT_FLAT) != 0);
        begin_element(out, "FIELD", column);
        if (column->decimals >= 0)
            base_buf_append_format(out, " precision=\"F%d\"", column->decimals);
        if (strcmp(column->frame, "utc") == 0) append_attribute(out, "xtype", "timestamp");
        end_element(out, "FIELD", column->about);
    }
}

static bool is_any_text(const struct format_document_column *column)
{
    return column->kind == FORMAT_DOCUMENT_TEXT || column->kind == FORMAT_DOCUMENT_PROSE;
}

static char *put_cell(char *at, const struct format_document_column *column, const void *row)
{
    if (format_cell_is_number(column))
        return format_document_has(column, row) ? format_cell_put_number(at, column, row) : at;
    if (format_cell_is_missing(column, row)) return at;
    if (!is_any_text(column)) return format_cell_append_value(at, column, row);
    const struct base_text text = *(const struct base_text *)format_document_at(column, row);
    const size_t room = FORMAT_MARKUP_BYTES_OF_ONE * text.length;
    struct base_buf out = {.bytes = at, .room = room, .max = room};
    format_markup_append_data(&out, text);
    return at + out.used;
}

void format_votable_append_params(struct base_buf *out, const struct format_document_view *view,
                                  const void *row)
{
    const size_t room = FORMAT_DOCUMENT_WORD_MAX_BYTES + format_document_long_bytes(view, row);
    for (int i = 0; i < view->count; i++) {
        const struct format_document_column *column = view->columns[i];
        if (format_cell_is_missing(column, row)) continue;
        begin_element(out, "PARAM", column);
        base_buf_append_string(out, " value=\"");
        char *at = base_buf_reserve(out, room);
        if (at == NULL) return;
        out->used += (size_t)(put_cell(at, column, row) - at);
        base_buf_append_string(out, "\"");
        end_element(out, "PARAM", column->about);
    }
}

void format_votable_append_row(struct base_buf *out, const struct format_document_view *view,
                               const void *row)
{
    const size_t room =
        format_document_fixed_bytes(view) + format_document_long_bytes(view, row) + 16;
    char *start = base_buf_reserve(out, room);
    if (start == NULL) return;
    char *at = FORMAT_CELL_PUT(start, "<TR>");
    for (int i = 0; i < view->count; i++) {
        at = FORMAT_CELL_PUT(at, "<TD>");
        at = put_cell(at, view->columns[i], row);
        at = FORMAT_CELL_PUT(at, "</TD>");
    }
    at = FORMAT_CELL_PUT(at, "</TR>\n");
    assert((size_t)(at - start) <= room);
    out->used += (size_t)(at - start);
}

/* ---- the document -------------------------------------------------------------------------- */

void format_votable_open(struct base_buf *out, const char *about)
{
    assert(strpbrk(about, "<>&") == NULL); /* it is not escaped */
    base_buf_append_format(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
        "<RESOURCE type=\"results\">\n<DESCRIPTION>%s</DESCRIPTION>\n",
        about);
    format_votable_append_info(out, "QUERY_STATUS", BASE_TEXT("OK"), NULL);
}

/* geo_app is what the schema of 1.4 calls geocentric apparent places; it has no name for those of
 * an observer, nor for the horizon, which UCDs tell. */
void format_votable_begin_table(struct base_buf *out, const char *name)
{
    assert(name[0] != '\0' && strpbrk(name, "<>&\"") == NULL); /* it is not escaped */
    base_buf_append_format(out,
                           "<COOSYS ID=\"icrs\" system=\"ICRS\"/>\n"
                           "<COOSYS ID=\"galactic\" system=\"galactic\"/>\n"
                           "<COOSYS ID=\"apparent\" system=\"geo_app\"/>\n"
                           "<TIMESYS ID=\"utc\" timescale=\"UTC\" refposition=\"TOPOCENTER\"/>\n"
                           "<TABLE name=\"%s\">\n",
                           name);
}

void format_votable_begin_rows(struct base_buf *out)
{
    base_buf_append_string(out, "<DATA><TABLEDATA>\n");
}

void format_votable_end_rows(struct base_buf *out)
{
    base_buf_append_string(out, "</TABLEDATA></DATA>\n</TABLE>\n");
}

void format_votable_close(struct base_buf *out)
{
    base_buf_append_string(out, "</RESOURCE>\n</VOTABLE>\n");
}

void format_votable_break_off(struct base_buf *out, const char *why)
{
    assert(why != NULL);
    format_votable_end_rows(out);
    format_votable_append_info(out, "QUERY_STATUS", BASE_TEXT("ERROR"), why);
    format_votable_close(out);
}
