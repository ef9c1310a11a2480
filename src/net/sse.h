/* Event streams from the reader's side: bytes to events, and a stream that is followed across
 * broken connections.
 */
#ifndef NET_SSE_H
#define NET_SSE_H

#include "base/buf.h"
#include "net/client.h"

#define NET_SSE_LINE_MAX_BYTES 1048576u
#define NET_SSE_DATA_MAX_BYTES 4194304u /* of one event */
#define NET_SSE_ID_MAX_BYTES   1000u    /* longer ones are not kept: a header has to hold them */
#define NET_SSE_RETRY_MS       3000u    /* until the server says otherwise */
#define NET_SSE_RETRY_MIN_MS   100u     /* whatever the server says, */
#define NET_SSE_RETRY_MAX_MS   60000u   /* and however often it fails */
#define NET_SSE_STALL_MS       45000u   /* three heartbeats of ours: then the line is dead */

/* One event. Borrowed until the callback returns. */
struct net_sse_event {
    struct base_text type; /* "message" unless the server names one */
    struct base_text data; /* lines joined by LF, none at the end */
    struct base_text id;   /* the last that was said, of this event or an earlier one */
};

/* Takes an event. Any error ends the parsing, or the following, with it; END is for who has
 * enough. */
typedef enum base_err net_sse_receive(void *argument, const struct net_sse_event *event);

struct net_sse_parser {
    struct base_buf line; /* what has come of it */
    struct base_buf type, data;
    struct base_buf id;                     /* what the next event will have */
    char last_id[NET_SSE_ID_MAX_BYTES + 1]; /* of the last event, for Last-Event-ID */
    unsigned retry_ms;
    int bom;          /* bytes of a byte order mark seen; -1: past it */
    bool is_after_cr; /* an LF now ends nothing */
};

/* Empties the caller's struct. */
void net_sse_init(struct net_sse_parser *parser);
void net_sse_fini(struct net_sse_parser *parser);

/* A new connection: forgets what was incomplete, keeps last_id and retry_ms. */
void net_sse_begin(struct net_sse_parser *parser);

/* Reads some bytes, however the stream was cut.
 *
 * Fails  LIMIT for a line or an event that is too long; what take gives
 * Source WHATWG HTML, 9.2.5 and 9.2.6: lines end with LF, CR or CRLF; a leading BOM is dropped; a
 *        line without a colon is a name; an id with NUL is ignored; an event without data is none
 * Test   test_sse_*, fuzz/sse.c: any cut gives the same events
 */
BASE_ERR_CHECKED
enum base_err net_sse_parse(struct net_sse_parser *parser, const char *bytes, size_t count,
                            net_sse_receive *take, void *argument);

/* A stream to be followed. Unset fields are zero. */
struct net_sse_source {
    const char *url;
    const char *last_id; /* where an earlier run had come to, or NULL */
    unsigned tries;      /* connections in a row without an event, before it gives up; 0: no end */
    net_sse_receive
        *take; /* must not wait: it is called on the loop's thread, outside of any task */
    void *argument;
    void (*told)(void *argument, enum base_err err, const char *why,
                 uint64_t wait_ms); /* or NULL */
};

/* The client's settings that suit a stream: no deadline for all of it, one for silence, one try. */
struct net_client_config net_sse_config(void);

/* Follows a stream, from within a task, until the reader has enough, the server says that there is
 * no more (204), or nothing else will help. A connection that ends is made again, after the pause
 * the server asked for (retry:, Retry-After), doubled for each one in a row that gave no event, and
 * less up to a random half; with Last-Event-ID.
 *
 * Given  client  made with net_sse_config
 * Gives  *reply of the last connection; OK when the reader had enough or the server did
 * Fails  FORMAT for another status or content type than a stream's; NETWORK, LATE after the tries;
 *        LIMIT; what take gives but END; CANCELLED, MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_sse_follow(struct net_client *client, const struct net_sse_source *source,
                             struct net_client_reply *reply);

#endif
