/* The growing buffer: one allocation that doubles up to its maximum. */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_ROOM_BYTES 256u

void base_buf_init(struct base_buf *buf, size_t max)
{
    *buf = (struct base_buf){.max = max};
}

void base_buf_fini(struct base_buf *buf)
{
    assert(buf->used <= buf->room);
    free(buf->bytes);
    base_buf_init(buf, buf->max);
}

void base_buf_clear(struct base_buf *buf)
{
    buf->used = 0;
    buf->has_overflowed = false;
}

char *base_buf_reserve(struct base_buf *buf, size_t count)
{
    if (buf->has_overflowed) return NULL;
    if (count <= buf->room - buf->used) return buf->bytes + buf->used;
    assert(buf->used <= buf->room && buf->used <= buf->max);
    if (count > buf->max - buf->used) {
        buf->has_overflowed = true;
        return NULL;
    }
    size_t room = buf->room > 0 ? buf->room : FIRST_ROOM_BYTES;
    while (room - buf->used < count) room = room > buf->max / 2 ? buf->max : room * 2;
    if (room > buf->max) room = buf->max;
    assert(room - buf->used >= count);
    char *bytes = realloc(buf->bytes, room);
    if (bytes == NULL) {
        buf->has_overflowed = true;
        return NULL;
    }
    buf->bytes = bytes;
    buf->room = room;
    return bytes + buf->used;
}

void base_buf_append(struct base_buf *buf, const void *bytes, size_t count)
{
    if (count == 0) return;
    char *at = base_buf_reserve(buf, count);
    if (at == NULL) return;
    memcpy(at, bytes, count);
    buf->used += count;
}

void base_buf_append_text(struct base_buf *buf, struct base_text text)
{
    base_buf_append(buf, text.at, text.length);
}

void base_buf_append_format(struct base_buf *buf, const char *format, ...)
{
    va_list args;
    size_t room = buf->has_overflowed ? 0 : buf->room - buf->used;
    va_start(args, format); /* usually there is room: then once is enough */
    int length = vsnprintf(room > 0 ? buf->bytes + buf->used : NULL, room, format, args);
    va_end(args);
    assert(length >= 0);
    if ((size_t)length >= room) {
        char *at = base_buf_reserve(buf, (size_t)length + 1); /* a terminator is written too */
        if (at == NULL) return;
        va_start(args, format);
        vsnprintf(at, (size_t)length + 1, format, args);
        va_end(args);
    }
    buf->used += (size_t)length;
    assert(buf->used <= buf->room);
}
