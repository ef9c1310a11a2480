/* HTTP/1.1 as bytes: what arrives becomes requests, what a handler fills in becomes a reply.
 *
 * No sockets and no clocks here: the connection (net/conn/conn) brings the bytes and carries them away.
 * The grammar is checked twice: llhttp runs over every byte as it comes, and when a head is whole
 * its lines are cut and judged again here, because proxies in front of us may read a sloppy line
 * differently. Spec: RFC 9110 and RFC 9112.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <llhttp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_HTTP_HEAD_MAX_BYTES       16384u /* request line and headers together; else 431 */
#define NET_HTTP_TARGET_MAX_BYTES     8192u  /* else 414 */
#define NET_HTTP_BODY_MAX_BYTES       65536u /* without chunk framing; else 413 */
#define NET_HTTP_HEADERS_MAX          64u    /* header lines; else 431 */
#define NET_HTTP_FRAMING_MAX_BYTES    16384u /* chunk sizes, extensions and trailers, beyond ... */
#define NET_HTTP_FRAMING_PER_BYTE     8u     /* ... these for each byte of content; else 413 */
#define NET_HTTP_REPLY_MAX_BYTES      67108864u /* content a handler may append to one reply */
#define NET_HTTP_REPLY_HEAD_MAX_BYTES 16384u    /* header lines a handler may append to one reply */
#define NET_HTTP_TURN_BYTES           65536u    /* what a stream should append in one turn */

enum net_http_method {
    NET_HTTP_GET,
    NET_HTTP_HEAD,
    NET_HTTP_POST,
    NET_HTTP_OPTIONS,
    NET_HTTP_OTHER /* see method_text */
};

/* What a request may be at most. */
struct net_http_limits {
    size_t head_bytes;   /* at most 65535 */
    size_t target_bytes; /* of the request target */
    size_t body_bytes;   /* of the content */
};

/* The limits named above. */
struct net_http_limits net_http_limits_default(void);

/* One header line, as offsets from the first byte of the request. */
struct net_http_field {
    uint16_t name;
    uint16_t name_length;
    uint16_t value;
    uint16_t value_length;
};

/* A whole request. All spans lie in the bytes given to net_http_parse and live as long as those
 * stay where they are; nothing is decoded. */
struct net_http_request {
    enum net_http_method method;
    struct base_text method_text;
    struct base_text target; /* as it came */
    struct base_text path;   /* "/..." of origin and absolute form; "*"; empty for CONNECT */
    struct base_text query;  /* without the question mark */
    struct base_text body;
    struct base_text peer;               /* who asks: "127.0.0.1", "2001:db8::1", "unix"; set by
                                            net/conn/conn, empty unless net_conn_config.wants_peers */
    const char *head;                    /* first byte of the request */
    const struct net_http_field *fields; /* in their order */
    unsigned field_count;
    unsigned minor;  /* 1 for HTTP/1.1, 0 for HTTP/1.0 */
    bool keeps_open; /* the client lets the connection live on */
};

/* The value of a header, without white space around it.
 *
 * Given  name  compared without case
 * Gives  the first line of that name; .at is NULL when there is none
 */
struct base_text net_http_header(const struct net_http_request *request, struct base_text name);

/* Bytes of a connection that no request has used up yet. */
struct net_http_bytes {
    char *at; /* written: chunked content is put together in place */
    size_t length;
};

/* The parser of one connection. The fields are read by net/conn/conn and by tests, written here only. */
struct net_http_parser {
    struct net_http_request request; /* valid after net_http_parse said OK */
    unsigned status;                 /* what to answer after FORMAT or LIMIT */
    bool wants_continue;             /* after AGAIN: send "100 Continue", then turn this off */
    bool has_head;                   /* the head is whole, content is awaited */
    /* private */
    const struct net_http_limits *limits; /* borrowed for the parser's life */
    char *bytes;                          /* first byte of the request, during a call */
    size_t given;                         /* bytes from there on, during a call */
    size_t seen;                          /* bytes of this request kept from earlier calls */
    size_t head_length;
    size_t body_length;
    size_t framing_length; /* bytes after the head that were not content */
    bool expects_continue;
    llhttp_t machine;
    struct net_http_field fields[NET_HTTP_HEADERS_MAX];
};

/* Fills the caller's struct. Allocates nothing, now or later; there is nothing to give back.
 *
 * Given  limits  borrowed for the parser's life
 */
void net_http_parser_init(struct net_http_parser *parser, const struct net_http_limits *limits);

/* Reads one request.
 *
 * Given  input  what is unused of the connection's bytes. After AGAIN the next call starts with the
 *               bytes that call left in input, and new ones behind them; they may have moved.
 * Gives  OK     parser->request is whole; input is what follows it, perhaps the next request
 *        AGAIN  more bytes are needed; input is what has to be kept
 * Fails  FORMAT, LIMIT: answer parser->status and close, for what follows cannot be understood;
 *        input is then meaningless and the parser is used up
 * Cost   each byte is looked at once; nothing is copied but chunked content
 * Test   test_http_reads_the_same_however_the_bytes_are_split
 */
BASE_ERR_CHECKED
enum base_err net_http_parse(struct net_http_parser *parser, struct net_http_bytes *input);

/* One turn of a stream: what it is given and what it says. */
struct net_http_turn {
    struct base_buf *out; /* empty; the next piece of the content is appended: as soon as it holds
                             NET_HTTP_TURN_BYTES the producer returns */
    int64_t now_us;       /* POSIX microseconds */
    int64_t wake_us;      /* out, with AGAIN: when to be called again, later than now_us */
    bool is_ending;       /* the server drains: say goodbye and END */
};

/* Content that is made while it is sent. It is asked for a piece at a time, each when the client
 * has taken what came before: a slow client holds back its own stream and nothing else.
 *
 * produce  gives OK     call again as soon as the client has taken this piece, if there is one
 *                AGAIN  call again at turn->wake_us, or when the server begins to drain
 *                END    this piece was the last; the connection goes on with the next request
 *                else   it failed: the connection is reset, so that the client sees a torso
 * release  called once, when nobody will call again: after the end, when the client has gone, when
 *          the reply turns out to have no content; may be NULL
 * Calls back  both on the loop's thread; must not block
 */
struct net_http_stream {
    enum base_err (*produce)(void *state, struct net_http_turn *turn);
    void (*release)(void *state);
    void *state;
};

/* Gives the state back, if there is any; the struct is then empty. */
void net_http_stream_release(struct net_http_stream *stream);

/* What a handler answers. It lives in the thread and is cleared before every request. */
struct net_http_reply {
    unsigned status;               /* 200 unless the handler says otherwise */
    struct base_text content_type; /* borrowed until the handler's next call; empty: no such line */
    struct base_buf headers;       /* further lines, see net_http_reply_header */
    struct base_buf body;          /* content, appended by the handler; or: */
    struct base_text borrowed;     /* content instead of body, when .at is not NULL; it must outlive
                                      the server, as embedded files do */
    struct net_http_stream stream; /* content instead of both, when .produce is not NULL; the reply
                                      takes it */
    bool closes;                   /* close the connection after this reply */
};

/* Fills the caller's struct. net_http_reply_fini gives its memory back. */
void net_http_reply_init(struct net_http_reply *reply);
void net_http_reply_fini(struct net_http_reply *reply);

/* An empty 200; keeps the allocations. Releases a stream that nobody took over. */
void net_http_reply_clear(struct net_http_reply *reply);

/* Adds a header line. Copies. Control bytes in the value become spaces: no value starts a new line.
 */
void net_http_reply_header(struct net_http_reply *reply, struct base_text name,
                           struct base_text value);

/* Turns the reply into a refusal whose content names the status (RFC 9457, type about:blank). */
void net_http_reply_refuse(struct net_http_reply *reply, unsigned status);

/* The Date line of this second. */
struct net_http_date {
    int64_t unix_s;
    char line[37]; /* "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", unterminated */
};

/* Formats the line when the second has changed. A struct of zeros is a valid start. */
void net_http_date_update(struct net_http_date *date, int64_t unix_s);

enum net_http_ending {
    NET_HTTP_STAYS_OPEN,         /* HTTP/1.1: no Connection line */
    NET_HTTP_STAYS_OPEN_FOR_1_0, /* Connection: keep-alive */
    NET_HTTP_CLOSES,             /* Connection: close */
    NET_HTTP_CLOSES_AT_END       /* the same, and the end of a stream is known by it: HTTP/1.0 */
};

/* Appends the head of a reply, up to the empty line.
 *
 * Given  reply   its content decides Content-Length; 204 and 304 have none; a stream is chunked
 *        out     borrowed; looks overflowed when there was no room
 */
void net_http_reply_write_head(const struct net_http_reply *reply, const struct net_http_date *date,
                               enum net_http_ending ending, struct base_buf *out);

/* The bytes that follow the head: none for HEAD, 204 and 304. Borrows from the reply. */
struct base_text net_http_reply_content(const struct net_http_reply *reply,
                                        enum net_http_method method);

/* Whether a stream follows the head. None does for HEAD, 204 and 304. */
bool net_http_reply_streams(const struct net_http_reply *reply, enum net_http_method method);

/* Makes a piece of a stream a chunk (RFC 9112, section 7.1).
 *
 * Given  head   gets the line before the piece; nothing for an empty one, which would be the end
 *        piece  gets what follows it
 */
void net_http_chunk(struct base_buf *head, struct base_buf *piece);

/* Appends the last chunk. */
void net_http_chunk_end(struct base_buf *out);

#endif
