/* Makes requests as a connection does: bytes through net/http into server_pipeline_handle. */
#ifndef TEST_SERVER_ASKING_H
#define TEST_SERVER_ASKING_H

#include "data.h"
#include "server/handle_stream.h"
#include "server/middleware/pipeline.h"
#include "server/worker.h"

#include <string.h>

struct ask {
    struct server_worker *worker;
    struct net_http_limits limits;
    struct net_http_parser parser;
    struct net_http_reply reply;
    char bytes[16384];
    char body[262144]; /* of the last reply, terminated */
};

static inline void ask_init(struct ask *ask, int web_root)
{
    static struct server_shared shared;
    shared = (struct server_shared){.dataset = data_store(),
                                    .web_root = web_root,
                                    .streams_max = SERVER_HANDLE_STREAM_OPEN_MAX};
    ask->worker = server_pipeline_create(&shared, 0);
    assert_non_null(ask->worker);
    ask->limits = net_http_limits_default();
    net_http_reply_init(&ask->reply);
}

static inline void ask_fini(struct ask *ask)
{
    server_worker_free(ask->worker);
    net_http_reply_fini(&ask->reply);
}

/* Sends a whole request; the reply stays in ask->reply, what would be sent of it in ask->body. */
static inline unsigned ask_raw(struct ask *ask, const char *request)
{
    struct net_http_bytes input = {ask->bytes, strlen(request)};
    assert_true(input.length < sizeof ask->bytes);
    memcpy(ask->bytes, request, input.length);
    net_http_parser_init(&ask->parser, &ask->limits);
    net_http_reply_clear(&ask->reply);
    assert_int_equal(net_http_parse(&ask->parser, &input), BASE_ERR_OK);
    server_pipeline_handle(ask->worker, &ask->parser.request, &ask->reply);
    struct base_text content = net_http_reply_content(&ask->reply, ask->parser.request.method);
    assert_true(content.length < sizeof ask->body);
    if (content.length > 0) memcpy(ask->body, content.at, content.length);
    ask->body[content.length] = '\0';
    return ask->reply.status;
}

/* A request of a method for a target with further header lines, each ended by CRLF. */
static inline unsigned ask_with(struct ask *ask, const char *method, const char *target,
                                const char *lines)
{
    static char request[16000];
    int length = snprintf(request, sizeof request,
                          "%s %s HTTP/1.1\r\nHost: a\r\nRequest-Id: unit-test\r\n%s\r\n", method,
                          target, lines);
    assert_true(length > 0 && (size_t)length < sizeof request);
    return ask_raw(ask, request);
}

static inline unsigned ask_get(struct ask *ask, const char *target)
{
    return ask_with(ask, "GET", target, "");
}

static inline unsigned ask_post(struct ask *ask, const char *target, const char *form)
{
    static char request[16000];
    snprintf(request, sizeof request,
             "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             target, strlen(form), form);
    return ask_raw(ask, request);
}

/* Whether the reply has this header line, "Name: value". */
static inline bool ask_has_header(const struct ask *ask, const char *line)
{
    char wanted[640], *headers = calloc(1, ask->reply.headers.used + 3);
    assert_non_null(headers);
    memcpy(headers, "\r\n", 2);
    if (ask->reply.headers.used > 0)
        memcpy(headers + 2, ask->reply.headers.bytes, ask->reply.headers.used);
    snprintf(wanted, sizeof wanted, "\r\n%s\r\n", line);
    bool has = strstr(headers, wanted) != NULL;
    free(headers);
    return has;
}

static inline bool ask_has_type(const struct ask *ask, const char *type)
{
    return base_text_equals(ask->reply.content_type, base_text_of(type));
}

/* The reply is a problem document of this code that any origin may read. */
static inline void ask_expect_problem(const struct ask *ask, unsigned status, const char *code)
{
    char member[64];
    assert_int_equal(ask->reply.status, status);
    assert_true(ask_has_type(ask, "application/problem+json"));
    assert_true(ask_has_header(ask, "Access-Control-Allow-Origin: *"));
    assert_true(ask_has_header(ask, "Cache-Control: no-store"));
    snprintf(member, sizeof member, "\"code\": \"%s\"", code);
    if (strstr(ask->body, member) == NULL) fail_msg("no %s in %s", member, ask->body);
    snprintf(member, sizeof member, "\"status\": %u", status);
    assert_non_null(strstr(ask->body, member));
}

/* One for all the tests of a program: their group's setup and teardown. */
static struct ask ask;

static inline int ask_open(void **state)
{
    (void)state;
    ask_init(&ask, -1);
    return 0;
}

static inline int ask_close(void **state)
{
    (void)state;
    ask_fini(&ask);
    return 0;
}

#endif
