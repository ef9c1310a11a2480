/* The route table and the handlers that are not the original application's.
 *
 * Every handler: typed request from text, sky value structs, rows, bytes. No handler touches a
 * socket.
 */
#include "server/dispatch.h"

#include "almanac/answer.h"
#include "almanac/limits.h"
#include "format/header_list.h"
#include "server/assets.h"
#include "server/page.h"
#include "server/routes.h"
#include "server/static_files.h"
#include "server/streamed_reply.h"

#include <stdio.h>
#include <stdlib.h>

#define STREAM_DATA_MAX_BYTES 65536u

#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

void *server_dispatch_create(void *shared, unsigned thread)
{
    (void)thread;
    struct server_dispatch_shared *given = shared;
    struct server_dispatch *api = calloc(1, sizeof *api);
    if (api == NULL) return NULL;
    api->web_root = given->web_root;
    api->streams = &given->streams;
    api->streams_max = given->streams_max;
    api->stock = given->stock;
    almanac_workspace_init(&api->work, api->stock != NULL
                                           ? data_dataset_live_acquire(api->stock, &api->generation)
                                           : given->store);
    base_buf_init(&api->last_data.text, STREAM_DATA_MAX_BYTES);
    if (server_pipeline_init(&api->front, given->front, api->work.store) != BASE_ERR_OK) {
        server_dispatch_free(api);
        return NULL;
    }
    if (api->front.counters != NULL) api->work.frame.rows = &api->front.counters->rows;
    return api;
}

void server_dispatch_free(void *state)
{
    struct server_dispatch *api = state;
    server_pipeline_fini(&api->front);
    if (api->stock != NULL) data_dataset_live_release(api->stock, api->work.store);
    almanac_workspace_fini(&api->work);
    base_buf_fini(&api->last_data.text);
    free(api);
}

/* Takes up new data, when there are any, and forgets what was made of the old. Between requests. */
static void refresh(struct server_dispatch *api)
{
    if (api->stock == NULL || data_dataset_live_generation(api->stock) == api->generation) return;
    const struct data_dataset *before = api->work.store;
    almanac_workspace_use(&api->work, data_dataset_live_acquire(api->stock, &api->generation));
    server_pipeline_use(&api->front, api->work.store);
    base_buf_clear(&api->last_data.text);
    data_dataset_live_release(api->stock, before);
}

void server_dispatch_tick(void *state)
{
    struct server_dispatch *api = state;
    refresh(api);
    server_pipeline_tick(&api->front);
}

static void allow_every_origin(struct net_http_reply *reply)
{
    net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Origin"), BASE_TEXT("*"));
}

void server_dispatch_json(struct net_http_reply *reply)
{
    reply->content_type = BASE_TEXT("application/json; charset=utf-8");
    allow_every_origin(reply);
}

void server_dispatch_refuse(struct net_http_reply *reply, const struct almanac_problem *problem)
{
    net_http_reply_clear(reply);
    reply->status = (unsigned)almanac_problem_status(problem);
    reply->content_type = BASE_TEXT("application/problem+json");
    allow_every_origin(reply);
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-store"));
    almanac_problem_append_json(&reply->body, problem, 1);
}

void server_dispatch_refuse_request(void *state, unsigned status, struct net_http_reply *reply)
{
    struct server_dispatch *api = state;
    static const struct {
        enum almanac_problem_kind kind;
        struct base_text expected;
    } refusals[] = {
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
    _Static_assert(NET_HTTP_BODY_MAX_BYTES == ALMANAC_LIMITS_BODY_MAX_BYTES &&
                       NET_HTTP_TARGET_MAX_BYTES == ALMANAC_LIMITS_TARGET_MAX_BYTES &&
                       NET_HTTP_HEAD_MAX_BYTES == ALMANAC_LIMITS_HEAD_MAX_BYTES &&
                       NET_HTTP_HEADERS_MAX == ALMANAC_LIMITS_HEADERS_MAX,
                   "the document of conventions prints the almanac's");
    _Static_assert(NET_HTTP_BODY_MAX_BYTES == 64 * 1024 && NET_HTTP_TARGET_MAX_BYTES == 8 * 1024 &&
                       NET_HTTP_HEAD_MAX_BYTES == 16 * 1024 && NET_HTTP_HEADERS_MAX == 64,
                   "the texts above name these limits");
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct almanac_problem candidate = {.kind = refusals[i].kind,
                                            .expected = refusals[i].expected};
        if ((unsigned)almanac_problem_status(&candidate) == status) problem = candidate;
    }
    server_dispatch_refuse(reply, &problem);
    reply->status = status;
    server_pipeline_refused(&api->front, reply);
}

static void offer_download(struct net_http_reply *reply, const char *name, const char *ending)
{
    char line[80];
    snprintf(line, sizeof line, "attachment; filename=\"%s%s\"", name, ending);
    net_http_reply_header(reply, BASE_TEXT("Content-Disposition"), base_text_of(line));
}

void server_dispatch_head(const struct server_dispatch *api, struct net_http_reply *reply,
                          const char *name)
{
    const struct almanac_request *ask = &api->work.ask;
    char ending[16];
    allow_every_origin(reply);
    reply->content_type = almanac_answer_content_type(ask->format);
    if (ask->params.download == 0) return;
    snprintf(ending, sizeof ending, ".%s", almanac_answer_file_ending(ask->format));
    offer_download(reply, name, ending);
}

static bool answer_embedded_file(const struct net_http_request *request,
                                 struct net_http_reply *reply)
{
    struct server_assets_file file;
    if (!server_assets_find(request->path, &file)) return false;
    bool is_gzip = server_gzip_is_wanted(net_http_header(request, BASE_TEXT("Accept-Encoding")));
    struct base_text etag = is_gzip ? file.gzip_etag : file.etag;
    net_http_reply_header(reply, BASE_TEXT("ETag"), etag);
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-cache"));
    net_http_reply_header(reply, BASE_TEXT("Vary"), BASE_TEXT("Accept-Encoding"));
    if (format_header_list_matches_etag(net_http_header(request, BASE_TEXT("If-None-Match")),
                                        etag)) {
        reply->status = 304;
        return true;
    }
    if (is_gzip) net_http_reply_header(reply, BASE_TEXT("Content-Encoding"), BASE_TEXT("gzip"));
    net_http_reply_header(reply, BASE_TEXT("Content-Security-Policy"), server_assets_policy());
    net_http_reply_header(reply, BASE_TEXT("X-Content-Type-Options"), BASE_TEXT("nosniff"));
    reply->content_type = file.content_type;
    reply->borrowed = is_gzip ? file.gzip : file.content;
    return true;
}

static bool answer_users_file(const struct server_dispatch *api,
                              const struct net_http_request *request, struct net_http_reply *reply)
{
    if (server_static_files_read(api->web_root, request->path, &reply->body) != BASE_ERR_OK)
        return false;
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-cache"));
    net_http_reply_header(reply, BASE_TEXT("Vary"), BASE_TEXT("Accept-Encoding"));
    reply->content_type = server_static_files_content_type(request->path);
    return true;
}

/* The page itself is made for its reader; it has the headers of its other files. */
static void answer_page(struct server_dispatch *api, const struct net_http_request *request,
                        struct net_http_reply *reply)
{
    net_http_reply_header(reply, BASE_TEXT("Content-Security-Policy"), server_assets_policy());
    net_http_reply_header(reply, BASE_TEXT("X-Content-Type-Options"), BASE_TEXT("nosniff"));
    server_page_answer(api, request, reply);
}

void server_dispatch_answer_file(struct server_dispatch *api,
                                 const struct net_http_request *request,
                                 struct net_http_reply *reply)
{
    bool is_page = base_text_equals(request->path, BASE_TEXT("/")) ||
                   base_text_equals(request->path, BASE_TEXT("/index.html"));
    if (is_page && api->web_root < 0) {
        answer_page(api, request, reply);
        return;
    }
    bool is_found = api->web_root >= 0 ? answer_users_file(api, request, reply)
                                       : answer_embedded_file(request, reply);
    if (is_found) return;
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_ROUTE_UNKNOWN, .got = request->path};
    server_dispatch_refuse(reply, &problem);
}

/* ---- requests ------------------------------------------------------------------------------- */

static void refuse_method(const struct net_http_request *request,
                          const struct server_routes_route *route, struct net_http_reply *reply)
{
    const struct base_text allow = route->document->method == ALMANAC_DOCUMENTS_POST
                                       ? BASE_TEXT("POST, OPTIONS")
                                       : BASE_TEXT("GET, HEAD, OPTIONS");
    if (request->method ==
        NET_HTTP_OPTIONS) { /* what a browser asks before a request from another origin */
        reply->status = 204;
        allow_every_origin(reply);
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Methods"), allow);
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Headers"), BASE_TEXT("*"));
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Max-Age"), BASE_TEXT("86400"));
    } else {
        struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_METHOD_NOT_ALLOWED,
                                          .got = request->method_text,
                                          .expected = allow};
        server_dispatch_refuse(reply, &problem);
    }
    net_http_reply_header(reply, BASE_TEXT("Allow"), allow);
}

/* Whether the same question has the same answer for a second. Routes that read their requests by
 * themselves may look at more of it than server/middleware/response_cache knows of. */
static bool lasts_a_second(const struct server_routes_route *route)
{
    const struct almanac_documents_row *document = route->document;
    return document->rules.formats != 0 &&
           (document->caching == NULL || strcmp(document->caching, "no-store") != 0);
}

static void set_caching(struct net_http_reply *reply, const char *caching)
{
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), base_text_of(caching));
}

/* Sends what the almanac answered; a long answer goes on as a stream. */
static void send_answer(struct server_dispatch *api, enum base_err err,
                        struct almanac_answer *answer, struct net_http_reply *reply)
{
    reply->status = (unsigned)answer->status;
    reply->content_type = answer->content_type;
    allow_every_origin(reply);
    if (answer->file_name[0] != '\0') offer_download(reply, answer->file_name, "");
    set_caching(reply, answer->caching);
    if (err == BASE_ERR_END ||
        server_streamed_reply_start(api, &answer->content, reply) == BASE_ERR_OK)
        return;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
    server_dispatch_refuse(reply, &problem);
}

/* Answers a request that was read with what only a server has, or with its problems. */
static void answer_own(struct server_dispatch *api, const struct server_routes_route *route,
                       const struct net_http_request *request, struct net_http_reply *reply)
{
    const struct almanac_request *ask = &api->work.ask;
    struct almanac_answer refusal;
    if (ask->problem_count == 0) route->answer(api, request, reply);
    if (ask->problem_count == 0) {
        set_caching(reply, almanac_answer_caching(&api->work, route->document));
        return;
    }
    net_http_reply_clear(reply);
    almanac_answer_refuse(ask->problems, ask->problem_count, &reply->body, &refusal);
    send_answer(api, BASE_ERR_END, &refusal, reply);
    if (ask->problems[0].kind == ALMANAC_PROBLEM_OVERLOADED)
        net_http_reply_header(reply, BASE_TEXT("Retry-After"), BASE_TEXT("5"));
}

static void answer_route(struct server_dispatch *api, const struct server_routes_route *route,
                         struct base_text rest, const struct net_http_request *request,
                         struct net_http_reply *reply)
{
    const struct almanac_documents_row *document = route->document;
    api->work.ask.rest = rest;
    if (document->rules.formats == 0) { /* the route reads its request by itself */
        route->answer(api, request, reply);
        return;
    }
    const struct almanac_request_text text = {
        .path = request->path,
        .query = request->query,
        .body = request->body,
        .accept = net_http_header(request, BASE_TEXT("Accept")),
    };
    struct almanac_answer answer;
    if (almanac_answer_read(&api->work, document, rest, &text) &&
        almanac_answer_is_fixed(&api->work, document) &&
        server_pipeline_is_known(&api->front, api->work.ask.format, reply))
        set_caching(reply, almanac_answer_caching(&api->work, document));
    else if (route->answer != NULL)
        answer_own(api, route, request, reply);
    else
        send_answer(api, almanac_answer_begin(&api->work, document, &reply->body, &answer), &answer,
                    reply);
}

void server_dispatch_handle(void *state, const struct net_http_request *request,
                            struct net_http_reply *reply)
{
    struct server_dispatch *api = state;
    struct base_text rest;
    refresh(api);
    const struct net_http_request *inside = server_pipeline_begin(&api->front, request, reply);
    const struct server_routes_route *route = server_routes_find(api->front.request->path, &rest);
    const enum net_http_method method =
        route->document->method == ALMANAC_DOCUMENTS_POST ? NET_HTTP_POST : NET_HTTP_GET;
    const bool is_allowed =
        request->method == method || (method == NET_HTTP_GET && request->method == NET_HTTP_HEAD);
    if (inside == NULL)
        ; /* it is answered already */
    else if (!is_allowed)
        refuse_method(request, route, reply);
    else if (!lasts_a_second(route) || !server_pipeline_recalls(&api->front, reply))
        answer_route(api, route, rest, inside, reply);
    server_pipeline_end(&api->front, reply, server_routes_row(route));
}
