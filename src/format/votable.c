/* The frame of a VOTable. Rows and columns are almanac/position_columns'. */
#include "format/votable.h"

#include "base/num.h"

/* ---- text ---------------------------------------------------------------------------------- */

#define REPLACEMENT "\xEF\xBF\xBD"

/* What stands for a character; NULL: itself. XML 1.0, section 2.2: of those below U+0020 only
 * tab, line feed and carriage return are characters, U+FFFE and U+FFFF are none. */
static const char *instead_of(struct base_text text, size_t length)
{
    if (length == 0) return REPLACEMENT;
    if (length == 3 && memcmp(text.at, "\xEF\xBF", 2) == 0)
        return (unsigned char)text.at[2] >= 0xBE ? REPLACEMENT : NULL;
    switch (text.at[0]) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return (unsigned char)text.at[0] < ' ' ? REPLACEMENT : NULL;
    }
}

void format_votable_append_escaped(struct base_buf *out, struct base_text text)
{
    while (text.length > 0) {
        size_t length = base_text_utf8_length(text);
        const char *instead = instead_of(text, length);
        if (instead != NULL)
            base_buf_append_string(out, instead);
        else
            base_buf_append(out, text.at, length);
        if (length == 0) length = 1;
        text.at += length;
        text.length -= length;
    }
}

/* ---- elements ------------------------------------------------------------------------------ */

void format_votable_append_info(struct base_buf *out, const char *name, struct base_text value,
                                const char *note)
{
    base_buf_append_format(out, "<INFO name=\"%s\" value=\"", name);
    format_votable_append_escaped(out, value);
    base_buf_append_string(out, note != NULL ? "\">" : "\"/>\n");
    if (note == NULL) return;
    format_votable_append_escaped(out, base_text_of(note));
    base_buf_append_string(out, "</INFO>\n");
}

static void append_attribute(struct base_buf *out, const char *name, const char *value)
{
    if (value[0] != '\0') base_buf_append_format(out, " %s=\"%s\"", name, value);
}

/* `<FIELD` or `<PARAM` with all attributes of a field; still open. */
static void begin_element(struct base_buf *out, const char *element,
                          const struct format_votable_field *field)
{
    static const char *const types[] = {
        [FORMAT_VOTABLE_GIVEN] = "unicodeChar\" arraysize=\"*",
        [FORMAT_VOTABLE_TEXT] = "char\" arraysize=\"*",
        [FORMAT_VOTABLE_WHOLE] = "int",
        [FORMAT_VOTABLE_TRUTH] = "boolean",
        [FORMAT_VOTABLE_NUMBER] = "double",
    };
    base_buf_append_format(out, "<%s name=\"%s\" datatype=\"%s\"", element, field->name,
                           types[field->type]);
    append_attribute(out, "unit", field->unit);
    append_attribute(out, "ucd", field->ucd);
    append_attribute(out, "ref", field->frame);
}

static void end_element(struct base_buf *out, const char *element, const char *about)
{
    base_buf_append_format(out, "><DESCRIPTION>%s</DESCRIPTION></%s>\n", about, element);
}

void format_votable_append_field(struct base_buf *out, const struct format_votable_field *field,
                                 int decimals)
{
    begin_element(out, "FIELD", field);
    if (decimals >= 0) base_buf_append_format(out, " precision=\"F%d\"", decimals);
    if (strcmp(field->frame, "utc") == 0) append_attribute(out, "xtype", "timestamp");
    end_element(out, "FIELD", field->about);
}

void format_votable_append_number(struct base_buf *out, const struct format_votable_field *field,
                                  double value, int decimals)
{
    char digits[BASE_NUM_MAX_CHARS];
    format_votable_append_text(out, field,
                               (struct base_text){digits, base_num_fixed(digits, value, decimals)});
}

void format_votable_append_text(struct base_buf *out, const struct format_votable_field *field,
                                struct base_text value)
{
    begin_element(out, "PARAM", field);
    base_buf_append_string(out, " value=\"");
    format_votable_append_escaped(out, value);
    base_buf_append_string(out, "\"");
    end_element(out, "PARAM", field->about);
}

/* ---- the document -------------------------------------------------------------------------- */

void format_votable_open(struct base_buf *out, const char *about)
{
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
    format_votable_end_rows(out);
    format_votable_append_info(out, "QUERY_STATUS", BASE_TEXT("ERROR"), why);
    format_votable_close(out);
}
