/* HTTP/1.1 as bytes: parses requests, and formats the replies that handlers fill in.
 *
 * Uses neither sockets nor clocks: net/conn supplies the bytes and sends them. The grammar is
 * checked twice: llhttp parses each byte as it arrives, and when a head is complete net/http_head
 * parses its lines again, strictly, because a proxy in front of us may read a malformed line
 * differently. Spec: RFC 9110 and RFC 9112.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "net/http_head.h"

#include <llhttp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_HTTP_HEAD_MAX_BYTES       16384u    /* request line and headers together; else 431 */
#define NET_HTTP_TARGET_MAX_BYTES     8192u     /* else 414 */
#define NET_HTTP_BODY_MAX_BYTES       65536u    /* without chunk framing; else 413 */
#define NET_HTTP_FRAMING_MAX_BYTES    16384u    /* chunk sizes, extensions and trailers, plus ... */
#define NET_HTTP_FRAMING_PER_BYTE     8u        /* ... this for each byte of content; else 413 */
#define NET_HTTP_REPLY_MAX_BYTES      67108864u /* content a handler may append to one reply */
#define NET_HTTP_REPLY_HEAD_MAX_BYTES 16384u    /* header lines a handler may append to one reply */
#define NET_HTTP_TURN_BYTES           65536u    /* what a stream should append in one turn */

/* The largest request that is accepted. */
struct net_http_limits {
    size_t head_bytes;   /* at most 65535 */
    size_t target_bytes; /* of the request target */
    size_t body_bytes;   /* of the content */
};

/* The limits named above. */
struct net_http_limits net_http_limits_default(void);

/* The value of a header, without white space around it.
 *
 * Given  name  compared case-insensitively
 * Gives  the value of the first line of that name; .at is NULL when there is no such line
 */
struct base_text net_http_header(const struct net_http_request *request, struct base_text name);

/* Bytes of a connection that no request has consumed yet. */
struct net_http_bytes {
    char *at; /* modified: chunked content is joined in place */
    size_t length;
};

/* The parser of one connection. Other rooms only read its fields. */
struct net_http_parser {
    struct net_http_request request; /* valid after net_http_parse gave OK */
    unsigned status;                 /* of the refusal, after FORMAT or LIMIT */
    bool wants_continue;             /* after AGAIN: send "100 Continue", then clear this */
    bool has_head;                   /* the head is complete, content is expected */
    /* private */
    const struct net_http_limits *limits; /* borrowed for the parser's life */
    char *bytes;                          /* first byte of the request, during a call */
    size_t given;                         /* number of bytes from there, during a call */
    size_t seen;                          /* bytes of this request kept from earlier calls */
    size_t head_length;
    size_t body_length;
    size_t framing_length; /* bytes after the head that are not content */
    bool expects_continue;
    llhttp_t machine;
    struct net_http_field fields[NET_HTTP_HEADERS_MAX];
};

/* Fills in the caller's struct. The parser never allocates, so there is nothing to free.
 *
 * Given  limits  borrowed for the parser's life
 */
void net_http_parser_init(struct net_http_parser *parser, const struct net_http_limits *limits);

/* Reads one request.
 *
 * Given  input  the connection's bytes not consumed yet. After AGAIN the next call passes the bytes
 *               which that call left in input, followed by new ones; they may have moved.
 * Gives  OK     parser->request is complete; input is what follows it, perhaps the next request
 *        AGAIN  more bytes are needed; input is what the caller must keep
 * Fails  FORMAT, LIMIT: refuse with parser->status and close, because what follows cannot be
 *        parsed; input is then undefined and the parser must not be used again
 * Cost   each byte is read once; only chunked content is copied
 * Test   test_http_reads_the_same_however_the_bytes_are_split
 */
BASE_ERR_CHECKED
enum base_err net_http_parse(struct net_http_parser *parser, struct net_http_bytes *input);

/* One call of a stream's producer: its arguments and its result. */
struct net_http_turn {
    struct base_buf *out; /* empty; receives the next piece of the content: the producer returns as
                             soon as it holds NET_HTTP_TURN_BYTES */
    int64_t now_us;       /* POSIX microseconds */
    int64_t wake_us;      /* result, with AGAIN: when to call again, later than now_us */
    bool is_ending;       /* the server drains: send what the client should know, give END */
};

/* Content that is produced while it is sent. One piece is requested at a time, when the client has
 * accepted the one before: a slow client delays its own stream and no other.
 *
 * produce  gives OK     call again as soon as the client has accepted this piece, if there is one
 *                AGAIN  call again at turn->wake_us, or when the server starts to drain
 *                END    this piece was the last; the connection continues with the next request
 *                else   it failed: the connection is reset, so that the client sees an error
 * release  called once, after the last call of produce: at the end, when the client has gone, or
 *          when the reply turns out to have no content; may be NULL
 * Calls back  both on the loop's thread; must not block
 */
struct net_http_stream {
    enum base_err (*produce)(void *state, struct net_http_turn *turn);
    void (*release)(void *state);
    void *state;
};

/* Calls release if there is a stream, and empties the struct. */
void net_http_stream_release(struct net_http_stream *stream);

/* What a handler replies. There is one per thread, cleared before each request. */
struct net_http_reply {
    unsigned status; /* 200 unless the handler sets another */
    struct base_text
        content_type;          /* borrowed until the handler's next call; empty: no Content-Type */
    struct base_buf headers;   /* further lines, see net_http_reply_header */
    struct base_buf body;      /* the content, appended by the handler */
    struct base_text borrowed; /* the content instead of body, when .at is not NULL; must outlive
                                      the server, as embedded files do */
    struct net_http_stream
        stream;  /* the content instead of both, when .produce is not NULL; taken */
    bool closes; /* close the connection after this reply */
};

/* Fills in the caller's struct; net_http_reply_fini frees its memory. */
void net_http_reply_init(struct net_http_reply *reply);
void net_http_reply_fini(struct net_http_reply *reply);

/* Makes it an empty 200; keeps the allocations. Releases a stream that was not started. */
void net_http_reply_clear(struct net_http_reply *reply);

/* Adds a header line. Copies. Control characters in the value become spaces, so that a value cannot
 * start a new line. */
void net_http_reply_header(struct net_http_reply *reply, struct base_text name,
                           struct base_text value);

/* Makes the reply a refusal whose content names the status (RFC 9457, type about:blank). */
void net_http_reply_refuse(struct net_http_reply *reply, unsigned status);

/* The Date line of one second. */
struct net_http_date {
    int64_t unix_s;
    char line[37]; /* "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", unterminated */
};

/* Formats the line again when the second has changed. The first struct may be all zeros. */
void net_http_date_update(struct net_http_date *date, int64_t unix_s);

enum net_http_ending {
    NET_HTTP_STAYS_OPEN,         /* HTTP/1.1: no Connection line */
    NET_HTTP_STAYS_OPEN_FOR_1_0, /* Connection: keep-alive */
    NET_HTTP_CLOSES,             /* Connection: close */
    NET_HTTP_CLOSES_AT_END       /* the same, and marks the end of a stream: HTTP/1.0 */
};

/* Appends the head of a reply, up to the empty line.
 *
 * Given  reply  its content determines Content-Length; 204 and 304 have none; a stream is chunked
 *        out    has_overflowed is set when there is no room
 */
void net_http_reply_write_head(const struct net_http_reply *reply, const struct net_http_date *date,
                               enum net_http_ending ending, struct base_buf *out);

/* The bytes that follow the head: none for HEAD, 204 and 304. Points into the reply. */
struct base_text net_http_reply_content(const struct net_http_reply *reply,
                                        enum net_http_method method);

/* Whether a stream follows the head: never for HEAD, 204 and 304. */
bool net_http_reply_streams(const struct net_http_reply *reply, enum net_http_method method);

/* Makes a piece of a stream a chunk (RFC 9112, section 7.1).
 *
 * Given  head   the line before the piece is appended; nothing for an empty piece, because an empty
 *               chunk marks the end
 *        piece  the end of the line after it is appended
 */
void net_http_chunk(struct base_buf *head, struct base_buf *piece);

/* Appends the chunk that marks the end. */
void net_http_chunk_end(struct base_buf *out);

#endif
