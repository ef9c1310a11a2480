/* HTTP requests in one line of code, from a task (net/task): the call returns with the reply, and
 * other tasks run meanwhile. libcurl implements HTTP/1.1 and 2, TLS with verification, proxies from
 * the environment, and connections that are kept for later requests.
 *
 *     struct base_buf body;
 *     struct net_client_reply reply;
 *     base_buf_init(&body, 1 << 20);
 *     enum base_err err = net_client_get(client, "https://example.org/", &body, &reply);
 *
 * OK means that a reply arrived; reply.status has its status. A GET is repeated after a network
 * failure and after the statuses 408, 429, 502, 503 and 504, following a pause that doubles each
 * time or is given by Retry-After. Bytes that have arrived are not fetched again if the server sent
 * a validator (Range, If-Range). A program that writes to sockets should ignore SIGPIPE.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "net/task.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_CLIENT_AT_ONCE       100u   /* requests */
#define NET_CLIENT_AT_ONCE_HOST  100u   /* of them to one scheme, host and port */
#define NET_CLIENT_CONNECT_MS    10000u /* name resolution, TCP, TLS */
#define NET_CLIENT_FIRST_BYTE_MS 30000u /* from then to the first byte of the reply */
#define NET_CLIENT_STALL_MS      30000u /* without receiving a byte */
#define NET_CLIENT_TOTAL_MS      600000u
#define NET_CLIENT_REDIRECTS_MAX 10u
#define NET_CLIENT_TRIES         4u
#define NET_CLIENT_BACK_OFF_MS                                                                     \
    250u /* before the second try; doubles, minus a random part up to half */
#define NET_CLIENT_BACK_OFF_MAX_MS    10000u
#define NET_CLIENT_RETRY_AFTER_MAX_MS 60000u /* a longer Retry-After ends the request */
#define NET_CLIENT_BODY_MAX_BYTES     1073741824u

struct net_client_config {
    unsigned at_once;
    unsigned at_once_host;
    unsigned connect_ms;
    unsigned first_byte_ms;
    unsigned stall_ms; /* after a redirect also for the next connect and first byte */
    unsigned total_ms; /* of a request: time in the queue and all tries */
    unsigned redirects_max;
    unsigned tries; /* 1: no repetition */
    unsigned back_off_ms;
    unsigned back_off_max_ms;
    unsigned retry_after_max_ms;
    const char *ca_file; /* certificates to trust instead of the system's, or NULL */
    const char *agent;   /* User-Agent, or NULL for none */
};

/* The limits named above. */
struct net_client_config net_client_config_default(void);

/* The deadline that has passed. */
#define NET_CLIENT_PHASE_LIST(X)                                                                   \
    X(NONE, "none")                                                                                \
    X(QUEUE, "waiting for its turn")                                                               \
    X(CONNECT, "connect")                                                                          \
    X(FIRST_BYTE, "first byte")                                                                    \
    X(STALL, "stall")                                                                              \
    X(TOTAL, "total")
#define NET_CLIENT_PHASE_ENUM(name, text) NET_CLIENT_PHASE_##name,
enum net_client_phase { NET_CLIENT_PHASE_LIST(NET_CLIENT_PHASE_ENUM) NET_CLIENT_PHASES };
#undef NET_CLIENT_PHASE_ENUM
const char *net_client_phase_text(enum net_client_phase phase);

/* Receives a piece of the body of a reply with a status of 200 to 299.
 *
 * Given       at  offset of the piece in the body; 0 again when a retry starts over: discard what
 *                 came before
 * Fails       any error ends the request, which then fails with it
 * Calls back  on the loop's thread, outside of any task: must not wait
 */
typedef enum base_err net_client_write(void *argument, uint64_t at, const char *bytes,
                                       size_t count);

/* Called as net_client_write is. total is 0 while it is unknown. */
typedef void net_client_progress(void *argument, uint64_t have, uint64_t total);

/* A request. Everything is borrowed until the reply. Unset fields are zero. */
struct net_client_request {
    const char *url;            /* http or https */
    struct base_text post;      /* the body to send: the method is POST when .at is not NULL */
    const char *content_type;   /* of post */
    const char *const *headers; /* "Name: value", the last NULL */
    struct base_buf *body;      /* receives the body, also that of an error page */
    net_client_write *write;    /* receives the body instead; with both NULL it is discarded */
    void *argument;             /* of write and progress */
    net_client_progress *progress;
    uint64_t max_bytes;   /* of the body; 0: NET_CLIENT_BODY_MAX_BYTES */
    uint64_t from;        /* number of bytes that the caller has already: resume there */
    const char *if_range; /* ETag or Last-Modified of those bytes */
};

#define NET_CLIENT_FIELD_MAX 127
#define NET_CLIENT_NOTE_MAX  127

/* The reply. After an error it holds what had arrived. */
struct net_client_reply {
    int status;
    uint64_t from; /* offset where the body starts: 0, or request.from when the server resumed */
    uint64_t body_bytes; /* of the whole body, including what the caller had */
    char content_type[NET_CLIENT_FIELD_MAX + 1];
    char etag[NET_CLIENT_FIELD_MAX + 1];
    char last_modified[NET_CLIENT_FIELD_MAX + 1];
    uint64_t retry_after_ms; /* of the last reply; 0: none */
    unsigned tries;
    unsigned redirects;
    unsigned connections;               /* opened for the request; 0 when one was reused */
    unsigned http_version;              /* 11, 20 */
    uint64_t first_byte_us;             /* of the last try */
    uint64_t total_us;                  /* of the last try */
    enum net_client_phase phase;        /* with LATE */
    char note[NET_CLIENT_NOTE_MAX + 1]; /* the message of libcurl or of this room for an error */
};

struct net_client;

/* Opens a client.
 *
 * Given  uv      borrowed until closed
 *        config  copied, its texts borrowed until closed
 * Fails  MEMORY, SYSTEM
 * Owns   the caller passes the client to net_client_close
 */
BASE_ERR_CHECKED
enum base_err net_client_open(uv_loop_t *uv, const struct net_client_config *config,
                              struct net_client **client);

/* Takes the client; the loop must turn once more to close its handles. No request may be in
 * progress. */
void net_client_close(struct net_client *client);

/* Makes one request. Called by a task.
 *
 * Gives  *reply, also after errors
 * Fails  NETWORK; LATE (reply->phase); LIMIT: too many redirects or too large a body; FORMAT: an
 *        invalid URL or reply; what request->write gave; CANCELLED, MEMORY, SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_client_fetch(struct net_client *client, const struct net_client_request *request,
                               struct net_client_reply *reply);

/* Makes a GET request with the defaults of net_client_fetch. */
BASE_ERR_CHECKED
enum base_err net_client_get(struct net_client *client, const char *url, struct base_buf *body,
                             struct net_client_reply *reply);

#endif
