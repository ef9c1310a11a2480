/* The client side of event streams: bytes to events, and a stream that is followed across broken
 * connections.
 */
#ifndef NET_SSE_H
#define NET_SSE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "net/client.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_SSE_LINE_MAX_BYTES 1048576u
#define NET_SSE_DATA_MAX_BYTES 4194304u /* of one event */
#define NET_SSE_ID_MAX_BYTES   1000u    /* longer ones are ignored: a header must hold them */
#define NET_SSE_RETRY_MS       3000u    /* until the server sets another */
#define NET_SSE_RETRY_MIN_MS   100u     /* the shortest pause, whatever the server sets */
#define NET_SSE_RETRY_MAX_MS   60000u   /* the longest pause, however often it fails */
#define NET_SSE_STALL_MS       45000u   /* three heartbeats of our server */

/* One event. Borrowed until the callback returns. */
struct net_sse_event {
    struct base_text type; /* "message" unless the server sends one */
    struct base_text data; /* lines joined by LF, none at the end */
    struct base_text id;   /* of this event or of the last one that had an id */
};

/* Receives an event. Any error ends the call that parses or follows, which fails with it; END ends
 * it without an error. */
typedef enum base_err net_sse_receive(void *argument, const struct net_sse_event *event);

struct net_sse_parser {
    struct base_buf line; /* the beginning of a line */
    struct base_buf type, data;
    struct base_buf id;                     /* of the next event */
    char last_id[NET_SSE_ID_MAX_BYTES + 1]; /* of the last event, for Last-Event-ID */
    unsigned retry_ms;
    int bom;          /* bytes of a byte order mark seen; -1: past it */
    bool is_after_cr; /* an LF now belongs to that CR */
};

/* Makes an empty parser in the caller's struct. Public for its test. */
void net_sse_init(struct net_sse_parser *parser);
/* Frees its memory. Public for its test. */
void net_sse_fini(struct net_sse_parser *parser);

/* Starts a new connection: discards incomplete lines and events, keeps last_id and retry_ms.
 * Public for its test. */
void net_sse_begin(struct net_sse_parser *parser);

/* Reads bytes, wherever the stream was split. Public for its test.
 *
 * Fails  LIMIT for a line or an event that is too long; what receive gives
 * Source WHATWG HTML, 9.2.5 and 9.2.6: lines end with LF, CR or CRLF; a leading BOM is dropped; a
 *        line without a colon is a name; an id with NUL is ignored; an event without data is not
 *        delivered
 * Test   test_sse_*, fuzz/sse.c: any split gives the same events
 */
BASE_ERR_CHECKED
enum base_err net_sse_parse(struct net_sse_parser *parser, const char *bytes, size_t count,
                            net_sse_receive *receive, void *argument);

/* A stream to follow. Unset fields are zero. */
struct net_sse_source {
    const char *url;
    const char *last_id; /* id of the last event of an earlier run, or NULL */
    unsigned tries; /* consecutive connections without an event until it gives up; 0: no limit */
    net_sse_receive *receive; /* called on the loop's thread, outside of any task: must not wait */
    void *argument;
    /* Called before each pause, with the reason for it; or NULL. */
    void (*on_pause)(void *argument, enum base_err err, const char *why, uint64_t wait_ms);
};

/* The client's settings for a stream: no deadline for the whole, one for silence, one try. */
struct net_client_config net_sse_config(void);

/* Follows a stream until receive gives END, the server replies that the stream is over (204), or
 * the tries are used up. Called by a task. When a connection ends, it is opened again with
 * Last-Event-ID, after the pause that the server has set (retry:, Retry-After), doubled for each
 * consecutive connection without an event, minus a random part up to half.
 *
 * Given  client  made with net_sse_config
 * Gives  *reply of the last connection; OK when receive or the server ended it
 * Fails  FORMAT when the status or content type is not that of a stream; NETWORK, LATE after the
 *        tries; LIMIT; what receive gives except END; CANCELLED, MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_sse_follow(struct net_client *client, const struct net_sse_source *source,
                             struct net_client_reply *reply);

#endif
