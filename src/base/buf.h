/* A growing byte buffer with a maximum.
 *
 * Appending reports no error. When the maximum is reached or memory is short, has_overflowed
 * becomes true, the bytes appended before stay, and every later append does nothing. The caller
 * checks has_overflowed once, after the last append.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct base_buf {
    char *bytes;         /* owned; NULL until the first append */
    size_t used;         /* bytes that hold content */
    size_t room;         /* bytes allocated */
    size_t max;          /* the most bytes it may hold */
    bool has_overflowed; /* bytes were dropped because they did not fit */
};

/* Makes the caller's struct an empty buffer. Allocates nothing.
 *
 * Given  max  the most bytes that the buffer may hold
 */
void base_buf_init(struct base_buf *buf, size_t max);

/* Frees the bytes. The buffer is then empty, as after init with the same max. */
void base_buf_fini(struct base_buf *buf);

/* Removes the content and clears has_overflowed; the allocation stays. */
void base_buf_clear(struct base_buf *buf);

/* Makes room for count more bytes. The caller writes them and then adds their number to `used`.
 *
 * Gives  where to write, or NULL when count bytes do not fit (has_overflowed is then true)
 * Cost   amortised constant: the allocation doubles
 */
char *base_buf_reserve(struct base_buf *buf, size_t count);

/* Appends bytes. Copies. */
void base_buf_append(struct base_buf *buf, const void *bytes, size_t count);

/* Appends a span. Copies. */
void base_buf_append_text(struct base_buf *buf, struct base_text text);

/* Appends a terminated string. Copies. Inline, so that compilers know the lengths of literals. */
static inline void base_buf_append_string(struct base_buf *buf, const char *string)
{
    base_buf_append(buf, string, strlen(string));
}

/* Appends text formatted as by printf. For cold paths; the hot path uses base/num. */
__attribute__((format(printf, 2, 3))) void base_buf_append_format(struct base_buf *buf,
                                                                  const char *format, ...);

#endif
