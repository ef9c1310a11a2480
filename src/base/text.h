/* A span of borrowed characters: not terminated, not owned, never written. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct base_text {
    const char *at; /* may be NULL when length is 0 */
    size_t length;  /* bytes */
};

/* A literal as a span; the compiler knows its length. */
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

/* Cuts a text at the first separator.
 *
 * Given  rest       the text to cut; becomes the part after the separator, or empty without one
 *        separator  one byte
 * Gives  the part before the separator, which may be empty; the whole text without one
 */
struct base_text base_text_cut(struct base_text *rest, char separator);

/* A text without the blanks (space, tab) around it. */
struct base_text base_text_trimmed(struct base_text text);

/* The number of bytes of the first character of a text.
 *
 * Given   text  at least one byte
 * Gives   1 to 4, or 0 when the text does not begin with UTF-8
 * Source  RFC 3629, section 4: no surrogates, no overlong forms, nothing above U+10FFFF
 */
size_t base_text_utf8_length(struct base_text text);

#endif
