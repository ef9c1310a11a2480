/* Refusals, from problems to replies. */
#include "server/refusals.h"

#include "almanac/documents.h"
#include "almanac/limits.h"
#include "server/reply.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

void server_refusals_write(struct net_http_reply *reply, const struct almanac_problem *problem)
{
    net_http_reply_clear(reply);
    reply->status = (unsigned)almanac_problem_status(problem);
    assert(reply->status >= 400 && reply->status <= 599);
    server_reply_set_type(reply, BASE_TEXT(SERVER_REPLY_TYPE_PROBLEM));
    server_reply_set_caching(reply, "no-store");
    almanac_problem_append_json(&reply->body, problem, 1);
}

_Static_assert(NET_HTTP_BODY_MAX_BYTES == ALMANAC_LIMITS_BODY_MAX_BYTES &&
                   NET_HTTP_TARGET_MAX_BYTES == ALMANAC_LIMITS_TARGET_MAX_BYTES &&
                   NET_HTTP_HEAD_MAX_BYTES == ALMANAC_LIMITS_HEAD_MAX_BYTES &&
                   NET_HTTP_HEADERS_MAX == ALMANAC_LIMITS_HEADERS_MAX,
               "the document of conventions prints the almanac's limits");
_Static_assert(NET_HTTP_BODY_MAX_BYTES == 64 * 1024 && NET_HTTP_TARGET_MAX_BYTES == 8 * 1024 &&
                   NET_HTTP_HEAD_MAX_BYTES == 16 * 1024 && NET_HTTP_HEADERS_MAX == 64,
               "the texts below name these limits");

void server_refusals_write_status(struct net_http_reply *reply, unsigned status)
{
    static const struct {
        enum almanac_problem_kind kind;
        struct base_text expected;
    } REFUSALS[] = {
        {ALMANAC_PROBLEM_REQUEST_MALFORMED, LITERAL("HTTP/1.1 as RFC 9112 has it, with one Host")},
        {ALMANAC_PROBLEM_REQUEST_TIMEOUT,
         LITERAL("the whole head, or the whole body, within seconds")},
        {ALMANAC_PROBLEM_BODY_TOO_LARGE, LITERAL("a body of 64 KiB at most")},
        {ALMANAC_PROBLEM_URI_TOO_LONG, LITERAL("a target of 8 KiB at most")},
        {ALMANAC_PROBLEM_EXPECTATION_FAILED, LITERAL("100-continue or nothing")},
        {ALMANAC_PROBLEM_HEAD_TOO_LARGE, LITERAL("16 KiB and 64 header lines at most")},
        {ALMANAC_PROBLEM_CODING_UNKNOWN, LITERAL("chunked alone")},
        {ALMANAC_PROBLEM_OVERLOADED, LITERAL("another try in a second")},
        {ALMANAC_PROBLEM_VERSION_UNKNOWN, LITERAL("HTTP/1.1 or HTTP/1.0")},
    };
    assert(status >= 400 && status <= 599);
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
    for (size_t i = 0; i < sizeof REFUSALS / sizeof *REFUSALS; i++) {
        struct almanac_problem candidate = {.kind = REFUSALS[i].kind,
                                            .expected = REFUSALS[i].expected};
        if ((unsigned)almanac_problem_status(&candidate) == status) problem = candidate;
    }
    server_refusals_write(reply, &problem);
    reply->status = status;
}

void server_refusals_write_unknown_path(struct net_http_reply *reply, struct base_text path)
{
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_ROUTE_UNKNOWN, .got = path};
    server_refusals_write(reply, &problem);
}

void server_refusals_write_method(struct net_http_reply *reply,
                                  const struct net_http_request *request,
                                  const struct server_route *route)
{
    assert(route->document->method != ALMANAC_DOCUMENTS_POST || request->method != NET_HTTP_POST);
    const struct base_text allow = route->document->method == ALMANAC_DOCUMENTS_POST
                                       ? BASE_TEXT("POST, OPTIONS")
                                       : BASE_TEXT("GET, HEAD, OPTIONS");
    if (request->method == NET_HTTP_OPTIONS) {
        reply->status = 204;
        server_reply_allow_every_origin(reply);
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Methods"), allow);
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Headers"), BASE_TEXT("*"));
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Max-Age"), BASE_TEXT("86400"));
    } else {
        const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_METHOD_NOT_ALLOWED,
                                                .got = request->method_text,
                                                .expected = allow};
        server_refusals_write(reply, &problem);
    }
    net_http_reply_header(reply, BASE_TEXT("Allow"), allow);
}
