/* A request, and the strict reader of its head: bytes to request line and header lines. Whole
 * requests are read by net/http.
 */
#ifndef NET_HTTP_HEAD_H
#define NET_HTTP_HEAD_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_HTTP_HEADERS_MAX 64u /* header lines; else 431 */

enum net_http_method {
    NET_HTTP_GET,
    NET_HTTP_HEAD,
    NET_HTTP_POST,
    NET_HTTP_OPTIONS,
    NET_HTTP_OTHER /* see method_text */
};

/* One header line, as offsets from the first byte of the request. */
struct net_http_field {
    uint16_t name;
    uint16_t name_length;
    uint16_t value;
    uint16_t value_length;
};

/* A complete request. All spans point into the bytes passed to net_http_parse and are valid as long
 * as those are; nothing is decoded. */
struct net_http_request {
    enum net_http_method method;
    struct base_text method_text;
    struct base_text target; /* as received */
    struct base_text path;   /* "/..." in origin and absolute form; "*"; empty for CONNECT */
    struct base_text query;  /* without the question mark */
    struct base_text body;
    struct base_text peer;               /* the client: "127.0.0.1", "2001:db8::1", "unix"; set by
                                            net/conn, empty unless net_conn_config.wants_peers */
    const char *head;                    /* first byte of the request */
    const struct net_http_field *fields; /* in the order received */
    unsigned field_count;
    unsigned minor;  /* 1 for HTTP/1.1, 0 for HTTP/1.0 */
    bool keeps_open; /* the client wants the connection to stay open */
};

/* A head, and what its header lines say about the content. */
struct net_http_head {
    struct net_http_request *request; /* filled in; borrowed */
    struct net_http_field *fields;    /* room for NET_HTTP_HEADERS_MAX, filled in; borrowed */
    size_t bytes;                     /* length of the head with its empty line */
    bool has_host;
    bool has_length;
    bool has_chunks;       /* Transfer-Encoding: chunked and nothing else */
    bool expects_continue; /* Expect: 100-continue */
};

/* Reads a head.
 *
 * Given  bytes       from the first byte of the request line to the empty line or beyond
 *        target_max  length of the longest request target; beyond: 414
 *        head        request and fields set, everything else zero
 * Gives  0 and *head and *head->request, except body; keeps_open is cleared for CONNECT and
 *        otherwise unchanged. Or the status of the refusal; then both are incomplete.
 */
unsigned net_http_head_read(struct base_text bytes, size_t target_max, struct net_http_head *head);

/* The status for a version that is refused: 505 for a well-formed version, otherwise 400.
 *
 * Given  bytes  from the first byte of the request line; may end anywhere after the version
 */
unsigned net_http_head_refuse_version(struct base_text bytes);

#endif
