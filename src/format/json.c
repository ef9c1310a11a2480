/* JSON text. Numbers go through base/num; strings are escaped here. */
#include "format/json.h"

#include "base/num.h"

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
