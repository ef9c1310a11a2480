/* Three bytes are four characters of six bits each. */
#include "base64.h"

void base64_append(struct base_buf *out, struct base_span bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.size; i += 3) {
        const size_t left = bytes.size - i;
        const unsigned second = left > 1 ? bytes.bytes[i + 1] : 0u;
        const unsigned third = left > 2 ? bytes.bytes[i + 2] : 0u;
        const unsigned bits = (unsigned)bytes.bytes[i] << 16 | second << 8 | third;
        const char four[] = {digits[bits >> 18], digits[bits >> 12 & 63u],
                             left > 1 ? digits[bits >> 6 & 63u] : '=',
                             left > 2 ? digits[bits & 63u] : '='};
        base_buf_append(out, four, sizeof four);
    }
}
