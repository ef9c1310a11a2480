/* A span of characters that somebody else keeps: no terminator, no ownership, never written. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct base_text {
    const char *at; /* may be NULL when length is 0 */
    size_t length;  /* bytes */
};

/* A literal as a span, its length known to the compiler. */
#define BASE_TEXT(literal) ((struct base_text){"" literal, sizeof(literal) - 1})

/* A terminated string as a span. Borrows the string. */
static inline struct base_text base_text_of(const char *string)
{
    return (struct base_text){string, strlen(string)};
}

/* Whether two spans hold the same bytes. */
static inline bool base_text_equals(struct base_text a, struct base_text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

/* Whether two spans hold the same bytes, ASCII letters compared without case. */
bool base_text_equals_any_case(struct base_text a, struct base_text b);

/* The part before the first separator; what follows it stays in *rest.
 *
 * Given  rest       the text to cut; becomes what follows the separator, or empty at the end
 *        separator  one byte
 * Gives  the part before it, which may be empty
 */
struct base_text base_text_cut(struct base_text *rest, char separator);

/* A text without the blanks (space, tab) around it. */
struct base_text base_text_trimmed(struct base_text text);

/* Bytes of the character at the start of a text of at least one byte; 0 when it is no UTF-8.
 *
 * Source  RFC 3629, section 4: no surrogates, no overlong forms, nothing above U+10FFFF
 */
size_t base_text_utf8_length(struct base_text text);

#endif
