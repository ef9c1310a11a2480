/* Spans of characters: the functions that are too long to be inline. */
#include "base/text.h"

#include <assert.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool base_text_equals_any_case(struct base_text a, struct base_text b)
{
    if (a.length != b.length) return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    return true;
}

struct base_text base_text_cut(struct base_text *rest, char separator)
{
    const char *found = rest->length > 0 ? memchr(rest->at, separator, rest->length) : NULL;
    struct base_text part = *rest;
    if (found == NULL) {
        if (rest->length > 0)
            rest->at += rest->length; /* adding to NULL is undefined, even adding 0 */
        rest->length = 0;
        return part;
    }
    part.length = (size_t)(found - rest->at);
    rest->at = found + 1;
    rest->length -= part.length + 1;
    return part;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct base_text base_text_trimmed(struct base_text text)
{
    while (text.length > 0 && is_blank(text.at[0])) text.at++, text.length--;
    while (text.length > 0 && is_blank(text.at[text.length - 1])) text.length--;
    return text;
}

/* The length that the first byte of a character announces; 0 for a byte that begins none. */
static size_t announced_length(unsigned char first)
{
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first <= 0xDF) return 2;
    if (first <= 0xEF) return 3;
    return first <= 0xF4 ? 4 : 0;
}

/* Whether a second byte may follow the first: this excludes overlong forms, surrogates and what
 * lies beyond U+10FFFF. */
static bool may_follow(unsigned char first, unsigned char second)
{
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

size_t base_text_utf8_length(struct base_text text)
{
    assert(text.length > 0);
    const unsigned char *at = (const unsigned char *)text.at;
    size_t length = announced_length(at[0]);
    if (length == 0 || length > text.length) return 0;
    if (length > 1 && !may_follow(at[0], at[1])) return 0;
    assert(length <= 4);
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    return length;
}
