/* A growing byte buffer with a maximum.
 *
 * Appending never fails on the spot: when the maximum is reached or memory is short, has_overflowed
 * turns true, the bytes already there stay, and every later append does nothing. Whoever fills a
 * buffer looks once, at the end.
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
    size_t max;          /* bytes it may ever hold */
    bool has_overflowed; /* something did not fit and was dropped */
};

/* Empties the caller's struct. Allocates nothing.
 *
 * Given  max  bytes the buffer may ever hold
 */
void base_buf_init(struct base_buf *buf, size_t max);

/* Frees the bytes; the struct is as after init with the same max. */
void base_buf_fini(struct base_buf *buf);

/* Forgets the content and any overflow, keeps the allocation. */
void base_buf_clear(struct base_buf *buf);

/* Room for count more bytes at bytes + used, for a writer that then adds to used itself.
 *
 * Gives  where to write, or NULL when count bytes do not fit (has_overflowed is then true)
 * Cost   amortised constant: the allocation doubles
 */
char *base_buf_reserve(struct base_buf *buf, size_t count);

/* Appends bytes. Copies. */
void base_buf_append(struct base_buf *buf, const void *bytes, size_t count);

/* Appends a span. Copies. */
void base_buf_append_text(struct base_buf *buf, struct base_text text);

/* Appends a terminated string. Copies. Here so that compilers know the lengths of literals. */
static inline void base_buf_append_string(struct base_buf *buf, const char *string)
{
    base_buf_append(buf, string, strlen(string));
}

/* Appends formatted text, as printf. For cold paths: the hot path uses base/num. */
__attribute__((format(printf, 2, 3))) void base_buf_append_format(struct base_buf *buf,
                                                                  const char *format, ...);

#endif
