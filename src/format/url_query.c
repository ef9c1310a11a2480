/* Percent-encoding. Most requests encode nothing, and then nothing is copied. */
#include "format/url_query.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The byte of the escape that a text begins with; -1 when it is none. */
static int escaped(struct base_text text)
{
    assert(text.length > 0 && text.at[0] == '%');
    if (text.length < 3) return -1;
    int high = hex_digit(text.at[1]), low = hex_digit(text.at[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool is_encoded(struct base_text text)
{
    return text.length > 0 &&
           (memchr(text.at, '%', text.length) != NULL || memchr(text.at, '+', text.length) != NULL);
}

static enum base_err decode(struct base_text *text, struct base_buf *scratch)
{
    if (!is_encoded(*text)) return BASE_ERR_OK;
    if (text->length > scratch->room - scratch->used)
        return BASE_ERR_LIMIT; /* growing would move what was given out */
    char *out = scratch->bytes + scratch->used;
    size_t length = 0;
    for (size_t i = 0; i < text->length; i++) {
        char c = text->at[i];
        if (c == '%') {
            int byte = escaped((struct base_text){text->at + i, text->length - i});
            if (byte < 0) return BASE_ERR_FORMAT;
            c = (char)byte;
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        out[length++] = c;
    }
    assert(length <= text->length); /* decoding never lengthens */
    scratch->used += length;
    *text = (struct base_text){out, length};
    return BASE_ERR_OK;
}

enum base_err format_url_query_next(struct base_text *rest, struct base_buf *scratch,
                                    struct base_text *name, struct base_text *value)
{
    struct base_text pair;
    do {
        if (rest->length == 0) return BASE_ERR_END;
        pair = base_text_cut(rest, '&');
    } while (pair.length == 0);
    /* Room for all that is left, at once: pairs that were given do not move. */
    if (scratch->used == 0 && base_buf_reserve(scratch, pair.length + rest->length) == NULL)
        return BASE_ERR_LIMIT;
    struct base_text from_pair = {pair.at, (size_t)(rest->at + rest->length - pair.at)};
    const bool has_escapes = is_encoded(pair);
    struct base_text key = base_text_cut(&pair, '=');
    enum base_err err = has_escapes ? decode(&key, scratch) : BASE_ERR_OK;
    if (err == BASE_ERR_OK && has_escapes) err = decode(&pair, scratch);
    if (err != BASE_ERR_OK) {
        *rest = from_pair;
        return err;
    }
    *name = key;
    *value = pair;
    return BASE_ERR_OK;
}

struct base_text format_url_query_path(struct base_text path, char *out, size_t room)
{
    if (path.length == 0 || path.length > room || memchr(path.at, '%', path.length) == NULL)
        return path;
    size_t length = 0;
    for (size_t i = 0; i < path.length; i++) {
        char c = path.at[i];
        if (c == '%') {
            int byte = escaped((struct base_text){path.at + i, path.length - i});
            if (byte <= 0 || byte == '/') return path;
            c = (char)byte;
            i += 2;
        }
        out[length++] = c;
    }
    return (struct base_text){out, length};
}
