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
        rest->at += rest->length;
        rest->length = 0;
        return part;
    }
    part.length = (size_t)(found - rest->at);
    rest->at = found + 1;
    rest->length -= part.length + 1;
    return part;
}
