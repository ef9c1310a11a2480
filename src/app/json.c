/* JSON text. Numbers go through base/num; strings are escaped here. */
#include "app/json.h"

#include "base/num.h"

void app_json_append_string(struct base_buf *out, struct base_text text)
{
    base_buf_append(out, "\"", 1);
    for (size_t i = 0; i < text.length;) {
        size_t length = base_text_utf8_length((struct base_text){text.at + i, text.length - i});
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
