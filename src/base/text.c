/* Spans of characters: the comparisons and cuts that are too long for the door. */
#include "base/text.h"

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
            rest->at += rest->length; /* nothing may be added to NULL, not even 0 */
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

size_t base_text_utf8_length(struct base_text text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    unsigned char first = at[0];
    size_t length = first < 0x80                     ? 1
                    : first >= 0xC2 && first <= 0xDF ? 2
                    : first >= 0xE0 && first <= 0xEF ? 3
                    : first >= 0xF0 && first <= 0xF4 ? 4
                                                     : 0;
    if (length == 0 || length > text.length) return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    if ((first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F) ||
        (first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F))
        return 0;
    return length;
}
