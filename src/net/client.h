/* HTTP requests in a line of code, from within a task (net/task): the call returns with the answer
 * while other tasks go on. libcurl does the talking: HTTP/1.1 and 2, TLS with verification,
 * proxies from the environment, connections kept for the next request.
 *
 *     struct base_buf body;
 *     struct net_client_reply reply;
 *     base_buf_init(&body, 1 << 20);
 *     enum base_err err = net_client_get(client, "https://example.org/", &body, &reply);
 *
 * OK means an answer came, whatever its status; reply.status tells which. A GET is tried again
 * after a failure of the network and the statuses 408, 429, 502, 503, 504: after a pause that
 * doubles, or as long as Retry-After asks; what had arrived already is not fetched twice where the
 * server gave a validator (Range, If-Range). A program that writes to sockets ignores SIGPIPE.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include "base/buf.h"
#include "base/err.h"
#include "net/task.h"

#include <stdbool.h>
#include <stdint.h>

#define NET_CLIENT_AT_ONCE            100u   /* requests */
#define NET_CLIENT_AT_ONCE_HOST       100u   /* of them to one scheme, host and port */
#define NET_CLIENT_CONNECT_MS         10000u /* name, TCP, TLS */
#define NET_CLIENT_FIRST_BYTE_MS      30000u /* from then to the first byte of the answer */
#define NET_CLIENT_STALL_MS           30000u /* without a single byte */
#define NET_CLIENT_TOTAL_MS           600000u
#define NET_CLIENT_REDIRECTS_MAX      10u
#define NET_CLIENT_TRIES              4u
#define NET_CLIENT_BACK_OFF_MS        250u /* before the second try; doubles, less up to a random half */
#define NET_CLIENT_BACK_OFF_MAX_MS    10000u
#define NET_CLIENT_RETRY_AFTER_MAX_MS 60000u /* who asks for more gets no second try */
#define NET_CLIENT_BODY_MAX_BYTES     1073741824u

struct net_client_config {
    unsigned at_once;
    unsigned at_once_host;
    unsigned connect_ms;
    unsigned first_byte_ms;
    unsigned stall_ms; /* after a redirect it covers the next connect and first byte, too */
    unsigned total_ms; /* of a request: time in line and all tries */
    unsigned redirects_max;
    unsigned tries; /* 1: none again */
    unsigned back_off_ms;
    unsigned back_off_max_ms;
    unsigned retry_after_max_ms;
    const char *ca_file; /* certificates to trust instead of the system's, or NULL */
    const char *agent;   /* User-Agent, or NULL for none */
};

/* The limits named above. */
struct net_client_config net_client_config_default(void);

/* Which deadline struck. */
#define NET_CLIENT_PHASE_LIST(X)                                                                   \
    X(NONE, "none")                                                                                \
    X(LINE, "waiting in line")                                                                     \
    X(CONNECT, "connect")                                                                          \
    X(FIRST_BYTE, "first byte")                                                                    \
    X(STALL, "stall")                                                                              \
    X(TOTAL, "total")
#define NET_CLIENT_PHASE_ENUM(name, text) NET_CLIENT_PHASE_##name,
enum net_client_phase { NET_CLIENT_PHASE_LIST(NET_CLIENT_PHASE_ENUM) NET_CLIENT_PHASES };
#undef NET_CLIENT_PHASE_ENUM
const char *net_client_phase_text(enum net_client_phase phase);

/* Takes a piece of the body of an answer with a status of 200 to 299.
 *
 * Given       at  where in the whole body it belongs; 0 again when a retry begins anew: forget what
 *                 came before
 * Fails       any error ends the request with it
 * Calls back  on the loop's thread, outside of any task: must not wait
 */
typedef enum base_err net_client_write(void *argument, uint64_t at, const char *bytes,
                                       size_t count);

/* Calls back as net_client_write. total is 0 while unknown. */
typedef void net_client_progress(void *argument, uint64_t have, uint64_t total);

/* What is asked for. All is borrowed until the answer. Unset fields are zero. */
struct net_client_request {
    const char *url;            /* http or https */
    struct base_text post;      /* a body to send: the method is POST when at is not NULL */
    const char *content_type;   /* of it */
    const char *const *headers; /* "Name: value", the last NULL */
    struct base_buf *body;      /* where the answer goes, an error page too; or */
    net_client_write *write;    /* who takes it; or both NULL: nowhere */
    void *argument;             /* of write and progress */
    net_client_progress *progress;
    uint64_t max_bytes;   /* of the body; 0: NET_CLIENT_BODY_MAX_BYTES */
    uint64_t from;        /* bytes of it that the caller has already: resume there */
    const char *if_range; /* ETag or Last-Modified they came with */
};

#define NET_CLIENT_FIELD_MAX 127
#define NET_CLIENT_NOTE_MAX  127

/* What came. Filled on errors too, as far as it came. */
struct net_client_reply {
    int status;
    uint64_t from;       /* where the body begins: 0, or request.from when the server resumed */
    uint64_t body_bytes; /* the whole body, what the caller had included */
    char content_type[NET_CLIENT_FIELD_MAX + 1];
    char etag[NET_CLIENT_FIELD_MAX + 1];
    char last_modified[NET_CLIENT_FIELD_MAX + 1];
    uint64_t retry_after_ms; /* what the last answer asked for; 0: nothing */
    unsigned tries;
    unsigned redirects;
    unsigned connections;               /* opened for it; 0 when one was used again */
    unsigned http_version;              /* 11, 20 */
    uint64_t first_byte_us;             /* of the last try */
    uint64_t total_us;                  /* of the last try */
    enum net_client_phase phase;        /* with LATE */
    char note[NET_CLIENT_NOTE_MAX + 1]; /* what libcurl or this room say of an error */
};

struct net_client;

/* Given  uv      borrowed until closed
 *        config  copied, its texts borrowed until closed
 * Fails  MEMORY, SYSTEM
 * Owns   the caller gives it to net_client_close
 */
BASE_ERR_CHECKED
enum base_err net_client_open(uv_loop_t *uv, const struct net_client_config *config,
                              struct net_client **client);

/* Takes the client; the loop turns once more to close its handles. No request is under way. */
void net_client_close(struct net_client *client);

/* One request, from within a task.
 *
 * Gives  *reply, also on errors
 * Fails  NETWORK; LATE (reply->phase); LIMIT: too many redirects, too large a body; FORMAT: an URL
 *        or an answer that cannot be; what request->write gave; CANCELLED, MEMORY, SYSTEM
 */
BASE_ERR_CHECKED
enum base_err net_client_fetch(struct net_client *client, const struct net_client_request *request,
                               struct net_client_reply *reply);

/* The two that are asked for most. As net_client_fetch. */
BASE_ERR_CHECKED
enum base_err net_client_get(struct net_client *client, const char *url, struct base_buf *body,
                             struct net_client_reply *reply);
BASE_ERR_CHECKED
enum base_err net_client_post(struct net_client *client, const char *url, const char *content_type,
                              struct base_text post, struct base_buf *body,
                              struct net_client_reply *reply);

#endif
