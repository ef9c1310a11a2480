/* JSON text. Numbers go through base/num; strings are escaped here. */
#include "app/json.h"

#include "base/num.h"

/* Bytes of the UTF-8 sequence at the start of a text; 0 when it is none. Source: RFC 3629,
 * section 4. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    size_t length = first < 0x80                     ? 1
                    : first >= 0xC2 && first <= 0xDF ? 2
                    : first >= 0xE0 && first <= 0xEF ? 3
                    : first >= 0xF0 && first <= 0xF4 ? 4
                                                     : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    if ((first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F) ||
        (first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F))
        return 0;
    return length;
}

void app_json_append_string(struct base_buf *out, struct base_text text)
{
    base_buf_append(out, "\"", 1);
    for (size_t i = 0; i < text.length;) {
        size_t length = utf8_length((const unsigned char *)text.at + i, text.length - i);
        char c = text.at[i];
        if (length == 0) {
            base_buf_append_string(out, "\\ufffd");
            length = 1;
        } else if (c == '"' || c == '\\') {
            base_buf_append(out, "\\", 1);
            base_buf_append(out, &c, 1);
        } else if (length == 1 && (unsigned char)c < 0x20) {
            base_buf_append_format(out, "\\u%04x", (unsigned)c);
        } else {
            base_buf_append(out, text.at + i, length);
        }
        i += length;
    }
    base_buf_append(out, "\"", 1);
}

void app_json_append_number(struct base_buf *out, double value, int decimals)
{
    char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
    if (at != NULL) out->used += base_num_fixed(at, value, decimals);
}
