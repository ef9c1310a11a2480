/* Compression of content on its way out: gzip, by zlib.
 *
 * One deflate state a thread serves all whole bodies; a streamed reply has a smaller one of its
 * own.
 */
#ifndef SERVER_GZIP_H
#define SERVER_GZIP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <zlib.h>

#define SERVER_GZIP_MIN_BYTES 1024u /* smaller content leaves as it is */

/* Measured with zlib 1.2.13, part of the size that is left and time: seven planets in JSON, 10.8
 * KB: level 1 32 % in 38 us, 3 31 % in 41, 6 28 % in 79, 9 28 % in 131; 2.5 MB of CSV: 1 45 % in 22
 * ms, 3 43 % in 54, 6 40 % in 136. The first level takes most of what there is. */
#define SERVER_GZIP_LEVEL 1

/* Of pages of HTML: 31 KB to 10.1 KB at level 1, to 9.0 KB at 6. They are few, and people wait for them
 * on phones. */
#define SERVER_GZIP_PAGE_LEVEL 6

/* Of a stream: some 40 KiB instead of 270, for 46 % of the same CSV instead of 45. */
#define SERVER_GZIP_STREAM_WINDOW_BITS 12
#define SERVER_GZIP_STREAM_MEMORY      5

/* Whether a client wants gzip, by its Accept-Encoding: named with a weight above 0 that is not
 * below that of "identity". Source: RFC 9110, section 12.5.3. */
bool server_gzip_is_accepted(struct base_text accept_encoding);

/* Whether content of a type gets smaller: text, JSON, SVG; not what is compressed already, and not
 * an event stream, whose events are small and whose readers are many. */
bool server_gzip_is_compressible(struct base_text content_type);

/* One thread's state. A struct of zeros is a valid start; memory is taken with the first body. */
struct server_gzip {
    z_stream deflate;
    bool is_open;
    int level; /* of the bodies that follow; 0 is SERVER_GZIP_LEVEL */
    struct base_buf spare;
};

/* Frees what the thread has taken; as {0} after. */
void server_gzip_fini(struct server_gzip *encode);

/* The level that content of a type is worth. */
int server_gzip_level(struct base_text content_type);

/* Compresses a body in its place.
 *
 * Fails  MEMORY, LIMIT (it did not get smaller): the body is as before
 */
BASE_ERR_CHECKED
enum base_err server_gzip_body(struct server_gzip *encode, struct base_buf *body);

/* A stream that is compressed piece by piece. */
struct server_gzip_stream {
    z_stream deflate;
};

/* Fails  MEMORY; there is nothing to end then */
BASE_ERR_CHECKED
enum base_err server_gzip_stream_init(struct server_gzip_stream *stream);
void server_gzip_stream_fini(struct server_gzip_stream *stream);

enum server_gzip_flush {
    SERVER_GZIP_MORE,  /* soon: bytes may be held back */
    SERVER_GZIP_PAUSE, /* the reader gets all there is */
    SERVER_GZIP_END
};

/* Compresses the next piece.
 *
 * Given  out  compressed bytes are appended; none with MORE, perhaps
 * Fails  MEMORY when out is full
 */
BASE_ERR_CHECKED
enum base_err server_gzip_stream_add(struct server_gzip_stream *stream, struct base_text piece,
                                     enum server_gzip_flush flush, struct base_buf *out);

#endif
