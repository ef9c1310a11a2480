/* Finds the addresses in documents and puts the base path before them. */
#include "server/middleware/base_path.h"

#include <string.h>

bool server_base_path_is_for(struct base_text base, struct base_text content_type)
{
    return base.length > 0 && content_type.length > 0 &&
           memmem(content_type.at, content_type.length, "json", 4) != NULL;
}

/* Whether a member has an address on this server as its value. */
static bool is_address_name(const char *quote, const char *start)
{
    static const char *const names[] = {"\"self", "\"path", "\"example", "\"url"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if ((size_t)(quote - start) >= length && memcmp(quote - length, names[i], length) == 0)
            return true;
    }
    return false;
}

void server_base_path_document(struct base_text base, struct base_buf *body)
{
    static const char mark[] = "\": \"/";
    size_t at = 0;
    if (body->used == 0) return;
    char *found;
    while ((found = memmem(body->bytes + at, body->used - at, mark, sizeof mark - 1)) != NULL) {
        at = (size_t)(found - body->bytes) + 4;
        if (!is_address_name(found, body->bytes)) continue;
        if (base_buf_reserve(body, base.length) == NULL) return;
        memmove(body->bytes + at + base.length, body->bytes + at, body->used - at);
        memcpy(body->bytes + at, base.at, base.length);
        body->used += base.length;
        at += base.length;
        if (at + 1 >= body->used || body->bytes[at + 1] != '"') continue;
        memmove(body->bytes + at, body->bytes + at + 1, body->used - at - 1);
        body->used--;
    }
}
