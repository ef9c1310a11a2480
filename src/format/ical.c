/* Lines of iCalendar (RFC 5545). Anchor: a line of 76 octets becomes 75 and a blank with one. */
#include "format/ical.h"

#include <assert.h>
#include <stddef.h>

void format_ical_append_line(struct base_buf *out, struct base_text line)
{
    size_t on_line = 0;
    assert(line.length <= FORMAT_ICAL_CONTENT_MAX_OCTETS);
    while (line.length > 0) {
        size_t length = base_text_utf8_length(line);
        if (length == 0) length = 1; /* no UTF-8: octet by octet */
        if (on_line + length > FORMAT_ICAL_LINE_MAX_OCTETS) {
            base_buf_append_string(out, "\r\n ");
            on_line = 1;
        }
        base_buf_append(out, line.at, length);
        assert(on_line + length <= FORMAT_ICAL_LINE_MAX_OCTETS);
        on_line += length;
        line.at += length;
        line.length -= length;
    }
    base_buf_append_string(out, "\r\n");
}

void format_ical_append_text(struct base_buf *out, const char *name, struct base_text value)
{
    char bytes[FORMAT_ICAL_CONTENT_MAX_OCTETS];
    struct base_buf line = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    assert(name[0] != '\0');
    base_buf_append_format(&line, "%s:", name);
    for (size_t i = 0; i < value.length; i++) {
        char c = value.at[i];
        if (c == '\r') continue;
        if (c == '\\' || c == ';' || c == ',' || c == '\n') base_buf_append(&line, "\\", 1);
        base_buf_append(&line, c == '\n' ? "n" : &value.at[i], 1);
    }
    format_ical_append_line(out, (struct base_text){bytes, line.used});
}
