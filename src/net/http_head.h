/* The head of a request: bytes to request line and header lines, strictly. Used by net/http only.
 */
#ifndef NET_HTTP_HEAD_H
#define NET_HTTP_HEAD_H

#include "net/http.h"

/* What the header lines say about the content. */
struct net_http_head {
    struct net_http_request *request; /* filled; borrowed */
    struct net_http_field *fields;    /* NET_HTTP_HEADERS_MAX of them, filled; borrowed */
    size_t bytes;                     /* of the whole head with its empty line */
    bool has_host;
    bool has_length;
    bool has_chunks;       /* Transfer-Encoding: chunked, alone */
    bool expects_continue; /* Expect: 100-continue */
};

/* Reads a head.
 *
 * Given  bytes   from the first byte of the request line to the empty line or beyond
 *        limits  of which target_bytes counts here
 *        head    request and fields set, all else zero
 * Gives  0, and *head and *head->request but for body and keeps_open (which is turned off for
 *        CONNECT and otherwise left alone); or the status of the refusal, and both half filled
 */
unsigned net_http_head_read(struct base_text bytes, const struct net_http_limits *limits,
                            struct net_http_head *head);

/* What is wrong with the version in a request line: 505 for a well-formed one, otherwise 400.
 *
 * Given  bytes  from the first byte of the request line, perhaps cut anywhere behind the version
 */
unsigned net_http_head_refuse_version(struct base_text bytes);

#endif
