/* The page's files: included by the assembler, listed by tool/generate/server_assets.c. */
#include "server/assets.h"

#include "data/embedded.h"

#define SERVER_ASSETS_ROW(id, path, file, gzip_file, etag, type)                                   \
    DATA_EMBEDDED_BYTES(id, file)                                                                  \
    DATA_EMBEDDED_BYTES(id##_gz, gzip_file)
#include "gen/server_assets.h"
#undef SERVER_ASSETS_ROW

/* Lengths of embedded bytes are differences of addresses: known to the linker, no constants in C.
 */
struct row {
    struct server_assets_file file; /* content and gzip not filled in */
    const unsigned char *first, *last, *gzip_first, *gzip_last;
};

#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
#define SERVER_ASSETS_ROW(id, path, file, gzip_file, etag, type)                                   \
    {{LITERAL(path),                                                                               \
      LITERAL(type),                                                                               \
      LITERAL("\"" etag "\""),                                                                     \
      LITERAL("\"" etag "-gz\""),                                                                  \
      {0},                                                                                         \
      {0}},                                                                                        \
     id##_first,                                                                                   \
     id##_last,                                                                                    \
     id##_gz_first,                                                                                \
     id##_gz_last},
static const struct row ROWS[] = {
#include "gen/server_assets.h"

#include <assert.h>
#include <stddef.h>
};

bool server_assets_find(struct base_text path, struct server_assets_file *file)
{
    if (base_text_equals(path, BASE_TEXT("/"))) path = BASE_TEXT("/index.html");
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const struct row *row = &ROWS[i];
        if (!base_text_equals(path, row->file.path)) continue;
        assert(row->last > row->first && row->gzip_last > row->gzip_first);
        *file = row->file;
        file->content =
            (struct base_text){(const char *)row->first, (size_t)(row->last - row->first)};
        file->gzip = (struct base_text){(const char *)row->gzip_first,
                                        (size_t)(row->gzip_last - row->gzip_first)};
        return true;
    }
    return false;
}

struct base_text server_assets_policy(void)
{
    return BASE_TEXT("default-src 'none'; script-src 'self' '" SERVER_ASSETS_SCRIPT_HASH
                     "'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src "
                     "'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
                     "frame-ancestors 'none'; require-trusted-types-for 'script'; "
                     "trusted-types worker");
}
