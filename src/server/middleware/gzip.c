/* gzip by zlib: a window of 2^15 bytes for bodies, a small one for streams; 16 more is zlib's way
 * to ask for gzip's head and tail (zlib.h, deflateInit2).
 */
#include "server/middleware/gzip.h"

#include "format/header_list.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#define GZIP           16
#define BODY_MEMORY    8
#define KEPT_MAX_BYTES 1048576u
#define STEP_MIN_BYTES 512u

bool server_gzip_is_accepted(struct base_text accept_encoding)
{
    if (accept_encoding.length == 0) return false;
    int gzip = format_header_list_weight(accept_encoding, BASE_TEXT("gzip"));
    if (gzip <= 0) return false;
    struct format_header_list item;
    while (format_header_list_next(&accept_encoding, &item))
        if (base_text_equals_any_case(item.name, BASE_TEXT("identity"))) return gzip >= item.weight;
    return true;
}

bool server_gzip_is_compressible(struct base_text content_type)
{
    static const char *const parts[] = {"json", "svg", "javascript", "xml"};
    if (content_type.length == 0) return false;
    struct base_text type = base_text_cut(&content_type, ';');
    if (base_text_equals(type, BASE_TEXT("text/event-stream"))) return false;
    if (type.length >= 5 && memcmp(type.at, "text/", 5) == 0) return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memmem(type.at, type.length, parts[i], strlen(parts[i])) != NULL) return true;
    return false;
}

int server_gzip_level(struct base_text content_type)
{
    struct base_text type = base_text_cut(&content_type, ';');
    return base_text_equals(type, BASE_TEXT("text/html")) ? SERVER_GZIP_PAGE_LEVEL
                                                          : SERVER_GZIP_LEVEL;
}

static enum base_err open_deflate(z_stream *deflate_state, int window_bits, int memory)
{
    *deflate_state = (z_stream){0};
    int err = deflateInit2(deflate_state, SERVER_GZIP_LEVEL, Z_DEFLATED, window_bits + GZIP, memory,
                           Z_DEFAULT_STRATEGY);
    return err == Z_OK ? BASE_ERR_OK : BASE_ERR_MEMORY;
}

static void give(z_stream *deflate_state, struct base_text bytes)
{
    assert(bytes.length <= UINT_MAX);
    /* zlib's input is not const, but zlib only reads it. */
    deflate_state->next_in = (Bytef *)(uintptr_t)bytes.at;
    deflate_state->avail_in = (uInt)bytes.length;
}

/* ---- whole bodies ------------------------------------------------------------------------- */

void server_gzip_fini(struct server_gzip *encode)
{
    if (encode->is_open) deflateEnd(&encode->deflate);
    base_buf_fini(&encode->spare);
    encode->is_open = false;
}

static enum base_err prepare(struct server_gzip *encode, const struct base_buf *body)
{
    if (encode->spare.room > KEPT_MAX_BYTES) base_buf_fini(&encode->spare);
    encode->spare.max = body->max;
    base_buf_clear(&encode->spare);
    if (encode->is_open)
        return deflateReset(&encode->deflate) == Z_OK ? BASE_ERR_OK : BASE_ERR_MEMORY;
    enum base_err err = open_deflate(&encode->deflate, MAX_WBITS, BODY_MEMORY);
    encode->is_open = err == BASE_ERR_OK;
    return err;
}

enum base_err server_gzip_body(struct server_gzip *encode, struct base_buf *body)
{
    assert(body->used > 0 && encode->level >= 0 && encode->level <= Z_BEST_COMPRESSION);
    if (body->used > UINT_MAX / 2) return BASE_ERR_LIMIT;
    enum base_err err = prepare(encode, body);
    if (err != BASE_ERR_OK) return err;
    /* Room for less than the body: content that does not become smaller is not compressed. */
    char *at = base_buf_reserve(&encode->spare, body->used);
    if (at == NULL) return BASE_ERR_MEMORY;
    encode->deflate.next_out = (Bytef *)at;
    encode->deflate.avail_out = (uInt)body->used;
    int level = encode->level == 0 ? SERVER_GZIP_LEVEL : encode->level;
    if (deflateParams(&encode->deflate, level, Z_DEFAULT_STRATEGY) != Z_OK) return BASE_ERR_MEMORY;
    give(&encode->deflate, (struct base_text){body->bytes, body->used});
    if (deflate(&encode->deflate, Z_FINISH) != Z_STREAM_END) return BASE_ERR_LIMIT;
    assert(encode->deflate.total_out <= body->used);
    encode->spare.used = encode->deflate.total_out;
    struct base_buf kept = *body;
    *body = encode->spare;
    encode->spare = kept;
    return BASE_ERR_OK;
}

/* ---- streams ------------------------------------------------------------------------------ */

enum base_err server_gzip_stream_init(struct server_gzip_stream *stream)
{
    return open_deflate(&stream->deflate, SERVER_GZIP_STREAM_WINDOW_BITS,
                        SERVER_GZIP_STREAM_MEMORY);
}

void server_gzip_stream_fini(struct server_gzip_stream *stream)
{
    deflateEnd(&stream->deflate);
}

enum base_err server_gzip_stream_add(struct server_gzip_stream *stream, struct base_text piece,
                                     enum server_gzip_flush flush, struct base_buf *out)
{
    static const int flushes[] = {Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH};
    assert((unsigned)flush < sizeof flushes / sizeof *flushes);
    if (piece.length > UINT_MAX) return BASE_ERR_LIMIT;
    give(&stream->deflate, piece);
    do {
        char *at = base_buf_reserve(out, STEP_MIN_BYTES);
        if (at == NULL) return BASE_ERR_MEMORY;
        size_t room = out->room - out->used;
        stream->deflate.next_out = (Bytef *)at;
        stream->deflate.avail_out = room > UINT_MAX ? UINT_MAX : (uInt)room;
        size_t before = stream->deflate.avail_out;
        deflate(&stream->deflate, flushes[flush]); /* avail_out shows whether there was room */
        out->used += before - stream->deflate.avail_out;
    } while (stream->deflate.avail_out == 0);
    return BASE_ERR_OK;
}
