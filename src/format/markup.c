/* One walk over the characters of a text; what stands for them depends on the reader. */
#include "format/markup.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

/* What stands for a character in any markup; NULL: the reader decides. */
static const char *reference(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

/* What stands for a character of these bytes otherwise; NULL: itself. */
typedef const char *instead(const char *at, size_t length);

static const char *instead_of_shown(const char *at, size_t length)
{
    (void)length;
    if (*at == '\'') return "&#39;";
    return (unsigned char)*at < ' ' || *at == 0x7F ? " " : NULL;
}

static const char *instead_of_data(const char *at, size_t length)
{
    if (length == 3 && memcmp(at, "\xEF\xBF", 2) == 0)
        return (unsigned char)at[2] >= 0xBE ? REPLACEMENT : NULL;
    switch (*at) {
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return (unsigned char)*at < ' ' ? REPLACEMENT : NULL;
    }
}

static void append(struct base_buf *out, struct base_text text, instead *of_reader)
{
    while (text.length > 0) {
        size_t length = base_text_utf8_length(text);
        assert(length <= text.length);
        const char *other = length == 0 ? REPLACEMENT : reference(*text.at);
        if (other == NULL) other = of_reader(text.at, length);
        if (other != NULL)
            base_buf_append_string(out, other);
        else
            base_buf_append(out, text.at, length);
        if (length == 0) length = 1;
        text.at += length;
        text.length -= length;
    }
}

void format_markup_append_shown(struct base_buf *out, struct base_text text)
{
    append(out, text, instead_of_shown);
}

void format_markup_append_data(struct base_buf *out, struct base_text text)
{
    append(out, text, instead_of_data);
}
