/* Compresses content with gzip, by zlib.
 *
 * A thread has one deflate state for all complete bodies; each streamed reply has a smaller one.
 */
#ifndef SERVER_GZIP_H
#define SERVER_GZIP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <zlib.h>

#define SERVER_GZIP_MIN_BYTES 1024u /* smaller content is not compressed */

/* Measured with zlib 1.2.13, remaining size and time. Seven planets in JSON, 10.8 KB: level 1 32 %
 * in 38 us, 3 31 % in 41, 6 28 % in 79, 9 28 % in 131. 2.5 MB of CSV: 1 45 % in 22 ms, 3 43 % in
 * 54, 6 40 % in 136. Level 1 has most of the gain. */
#define SERVER_GZIP_LEVEL 1

/* For HTML: 31 KB become 10.1 KB at level 1, 9.0 KB at level 6. Pages are few, and people wait for
 * them on phones. */
#define SERVER_GZIP_PAGE_LEVEL 6

/* For a stream: about 40 KiB of memory instead of 270; the same CSV shrinks to 46 % instead of
 * 45. */
#define SERVER_GZIP_STREAM_WINDOW_BITS 12
#define SERVER_GZIP_STREAM_MEMORY      5

/* Whether Accept-Encoding accepts gzip: named with a weight above 0 that is not below that of
 * "identity". Source: RFC 9110, section 12.5.3. */
bool server_gzip_is_accepted(struct base_text accept_encoding);

/* Whether content of a type is worth compressing: text, JSON and SVG are. What is compressed
 * already is not; nor is an event stream, whose events are small and whose readers are many. */
bool server_gzip_is_compressible(struct base_text content_type);

/* The state of one thread. A struct of zeros is valid; memory is allocated for the first body. */
struct server_gzip {
    z_stream deflate;
    bool is_open;
    int level; /* of the bodies that follow; 0 is SERVER_GZIP_LEVEL */
    struct base_buf spare;
};

/* Frees the memory; the struct is all zeros again. */
void server_gzip_fini(struct server_gzip *encode);

/* The compression level for content of a type. */
int server_gzip_level(struct base_text content_type);

/* Compresses a body in place.
 *
 * Fails  MEMORY, LIMIT (it did not become smaller): the body is unchanged
 */
BASE_ERR_CHECKED
enum base_err server_gzip_body(struct server_gzip *encode, struct base_buf *body);

/* A stream that is compressed piece by piece. */
struct server_gzip_stream {
    z_stream deflate;
};

/* Starts a stream.
 *
 * Fails  MEMORY: there is nothing to free then
 */
BASE_ERR_CHECKED
enum base_err server_gzip_stream_init(struct server_gzip_stream *stream);
void server_gzip_stream_fini(struct server_gzip_stream *stream);

enum server_gzip_flush {
    SERVER_GZIP_MORE,  /* more follows soon: bytes may be held back */
    SERVER_GZIP_PAUSE, /* the reader receives everything up to here */
    SERVER_GZIP_END
};

/* Compresses the next piece.
 *
 * Given  out  compressed bytes are appended; with MORE possibly none
 * Fails  MEMORY when out is full
 */
BASE_ERR_CHECKED
enum base_err server_gzip_stream_add(struct server_gzip_stream *stream, struct base_text piece,
                                     enum server_gzip_flush flush, struct base_buf *out);

#endif
