/* A span of borrowed bytes, and bounded reads from it. Numbers are little-endian. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "numbers are copied as they lie in memory, little-endian");

struct base_span {
    const unsigned char *bytes; /* may be NULL when size is 0 */
    size_t size;                /* bytes */
};

/* The int32 at a byte offset. The caller has checked that offset + 4 <= span.size. */
static inline int32_t base_bytes_i32(struct base_span span, size_t offset)
{
    int32_t value;
    assert(offset <= span.size && span.size - offset >= sizeof value);
    memcpy(&value, span.bytes + offset, sizeof value);
    return value;
}

/* The double at a byte offset. The caller has checked that offset + 8 <= span.size. */
static inline double base_bytes_f64(struct base_span span, size_t offset)
{
    double value;
    assert(offset <= span.size && span.size - offset >= sizeof value);
    memcpy(&value, span.bytes + offset, sizeof value);
    return value;
}

#endif
