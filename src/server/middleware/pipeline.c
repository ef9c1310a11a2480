/* The steps of a request, in the order of server_pipeline_handle at the end of this file. */
#include "server/middleware/pipeline.h"

#include "almanac/problem.h"
#include "base/buf.h"
#include "base/text.h"
#include "format/url_query.h"
#include "server/dispatch.h"
#include "server/frontend.h"
#include "server/middleware/access_log.h"
#include "server/middleware/accounting.h"
#include "server/middleware/etag.h"
#include "server/middleware/gzip.h"
#include "server/middleware/metrics.h"
#include "server/middleware/proxies.h"
#include "server/middleware/rate_limit.h"
#include "server/middleware/request_id.h"
#include "server/middleware/response_cache.h"
#include "server/middleware/stream_filter.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/route.h"
#include "server/routes.h"
#include "server/worker.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define COMPRESSED_STREAMS_MAX 64u /* of a thread at a time; further ones are not compressed */
#define API_HEADERS_MAX_BYTES  512u
#define EXPOSED_HEADERS                                                                            \
    "ETag, Retry-After, RateLimit, RateLimit-Policy, Link, Request-Id, PlanetTracker-Location"

static struct server_frontend *frontend_of(const struct server_worker *worker)
{
    return worker->shared->frontend;
}

/* ---- inward ------------------------------------------------------------------------------- */

static void begin(struct server_exchange *exchange, const struct net_http_request *request)
{
    const struct base_text none = {"", 0};
    exchange->request = request;
    exchange->id = exchange->accept_encoding = exchange->if_none_match = none;
    exchange->user_agent = exchange->client = none;
    exchange->client_address.is_known = false;
    exchange->has_verdict = exchange->has_etag = exchange->is_compressed = false;
    exchange->found = SERVER_RESPONSE_CACHE_MISS;
    exchange->start_ns = server_accounting_now_ns();
}

/* Finds the headers that the steps need, in one pass over all of them. */
static void read_headers(struct server_exchange *exchange)
{
    const struct net_http_request *request = exchange->request;
    const struct {
        struct base_text name;
        char first; /* in lower case */
        struct base_text *value;
    } wanted[] = {
        {BASE_TEXT("Request-Id"), 'r', &exchange->id},
        {BASE_TEXT("X-Request-Id"), 'x', &exchange->id},
        {BASE_TEXT("Accept-Encoding"), 'a', &exchange->accept_encoding},
        {BASE_TEXT("If-None-Match"), 'i', &exchange->if_none_match},
        {BASE_TEXT("User-Agent"), 'u', &exchange->user_agent},
    };
    for (unsigned i = 0; i < request->field_count; i++) {
        const struct net_http_field *field = &request->fields[i];
        struct base_text name = {request->head + field->name, field->name_length};
        /* Lengths and first letters distinguish the five from nearly all others. */
        if (name.length < 10 || name.length > 15 || strchr("RrXxAaIiUu", name.at[0]) == NULL)
            continue;
        for (size_t j = 0; j < sizeof wanted / sizeof *wanted; j++)
            if (name.length == wanted[j].name.length && (name.at[0] | 0x20) == wanted[j].first &&
                base_text_equals_any_case(name, wanted[j].name))
                *wanted[j].value =
                    (struct base_text){request->head + field->value, field->value_length};
    }
}

/* The request's own id if it is acceptable, otherwise a new one. */
static void assign_id(struct server_worker *worker)
{
    struct server_exchange *exchange = &worker->exchange;
    if (server_request_id_is_valid(exchange->id)) return;
    server_request_id_make(&worker->ids, exchange->id_bytes);
    exchange->id = (struct base_text){exchange->id_bytes, sizeof exchange->id_bytes};
}

/* Decodes the path before any step decides by it. */
static void decode_path(struct server_exchange *exchange)
{
    const struct net_http_request *request = exchange->request;
    exchange->path = request->path;
    struct base_text path =
        format_url_query_path(request->path, exchange->path_bytes, sizeof exchange->path_bytes);
    if (path.at == request->path.at) return;
    assert(path.length <= sizeof exchange->path_bytes);
    exchange->rewritten = *request;
    exchange->rewritten.path = path;
    exchange->request = &exchange->rewritten;
}

/* Finds the client: the peer, or the address that a trusted proxy gives for it. */
static void identify_client(struct server_worker *worker)
{
    const struct server_frontend *frontend = frontend_of(worker);
    struct server_exchange *exchange = &worker->exchange;
    const struct net_http_request *request = exchange->request;
    struct server_proxies_address peer = {.is_known = false};
    if (frontend == NULL || !server_frontend_wants_peers(frontend)) return;
    exchange->client = request->peer;
    bool is_address = server_proxies_read(request->peer, &peer);
    exchange->client_address = peer;
    if (request->peer.length == 0) return;
    exchange->client_address = server_proxies_client(&frontend->proxies, &peer, request);
    if (!exchange->client_address.is_known ||
        (is_address && memcmp(&exchange->client_address, &peer, sizeof peer) == 0))
        return;
    size_t length = server_proxies_write(&exchange->client_address, exchange->client_bytes);
    exchange->client = (struct base_text){exchange->client_bytes, length};
}

/* Redirects from the base path itself to its slash, so that the page's relative addresses work. */
static void redirect_to_base(struct base_text base, struct base_text query,
                             struct net_http_reply *reply)
{
    char location[NET_HTTP_TARGET_MAX_BYTES + 2];
    int length = snprintf(location, sizeof location, "%.*s/%s%.*s", (int)base.length, base.at,
                          query.length > 0 ? "?" : "", (int)query.length, query.at);
    assert(length > 0 && (size_t)length < sizeof location);
    reply->status = 308;
    net_http_reply_header(reply, BASE_TEXT("Location"),
                          (struct base_text){location, (size_t)length});
}

/* Removes the base path. Gives whether the path is below it; if not, the reply is complete. */
static bool remove_base_path(struct server_worker *worker, struct net_http_reply *reply)
{
    struct server_exchange *exchange = &worker->exchange;
    struct net_http_request *rewritten = &exchange->rewritten;
    if (frontend_of(worker) == NULL || frontend_of(worker)->base_path.length == 0) return true;
    const struct base_text base = frontend_of(worker)->base_path;
    assert(base.at[0] == '/');
    if (exchange->request != rewritten) *rewritten = *exchange->request;
    exchange->request = rewritten;
    struct base_text *path = &rewritten->path;
    if (base_text_equals(*path, base)) {
        redirect_to_base(base, rewritten->query, reply);
        return false;
    }
    if (path->length > base.length && memcmp(path->at, base.at, base.length) == 0 &&
        path->at[base.length] == '/') {
        path->at += base.length;
        path->length -= base.length;
        return true;
    }
    server_refusals_write_unknown_path(reply, *path);
    return false;
}

static void find_route(struct server_exchange *exchange)
{
    exchange->route = server_routes_find(exchange->request->path, &exchange->rest);
    exchange->route_row = server_routes_row(exchange->route);
}

static void refuse_rate(const struct server_frontend *frontend, struct net_http_reply *reply)
{
    char expected[100];
    struct server_rate_limit_rate rate = server_rate_limit_rate_of(frontend->limit);
    int length = snprintf(expected, sizeof expected, "at most %u requests a %s, and %u at once",
                          rate.count, rate.period_s == 1 ? "second" : "minute", rate.burst);
    assert(length > 0 && (size_t)length < sizeof expected);
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_RATE_LIMITED,
                                            .expected = {expected, (size_t)length}};
    server_refusals_write(reply, &problem);
}

/* Counts the request towards its client's limit. Gives whether it is within the limit; if not, the
 * reply is complete. */
static bool is_within_rate(struct server_worker *worker, struct net_http_reply *reply)
{
    struct server_frontend *frontend = frontend_of(worker);
    struct server_exchange *exchange = &worker->exchange;
    if (frontend == NULL || frontend->limit == NULL || !exchange->client_address.is_known ||
        exchange->request->method == NET_HTTP_OPTIONS ||
        (exchange->route->flags & SERVER_ROUTE_LIMITED) == 0)
        return true;
    exchange->verdict =
        server_rate_limit_check(frontend->limit, &exchange->client_address, exchange->start_ns);
    exchange->has_verdict = true;
    if (exchange->verdict.is_allowed) return true;
    refuse_rate(frontend, reply);
    assert(worker->counters != NULL); /* there is a frontend */
    server_metrics_add(&worker->counters->limited, 1);
    return false;
}

/* Gives whether the route has the request's method; if not, the reply is complete. */
static bool has_method(const struct server_exchange *exchange, struct net_http_reply *reply)
{
    if (server_dispatch_has_method(exchange)) return true;
    server_refusals_write_method(reply, exchange->request, exchange->route);
    return false;
}

/* Replies with the answer that the same request received in this second. Conditional requests are
 * not served from the cache. Gives whether there was none. */
static bool is_not_cached(struct server_worker *worker, struct net_http_reply *reply)
{
    struct server_exchange *exchange = &worker->exchange;
    const struct net_http_request *request = exchange->request;
    if ((exchange->route->flags & SERVER_ROUTE_CACHEABLE) == 0 ||
        request->method == NET_HTTP_POST || exchange->if_none_match.length > 0)
        return true;
    struct base_text accept = net_http_header(request, BASE_TEXT("Accept"));
    if (accept.at != NULL && accept.length == 0) return true; /* it differs from no Accept at all */
    exchange->asked =
        (struct server_response_cache_key){request->target, accept, exchange->accept_encoding};
    exchange->found = server_response_cache_find(&worker->cache, &exchange->asked,
                                                 server_accounting_unix_ms() / 1000, reply);
    if (exchange->found != SERVER_RESPONSE_CACHE_HIT) return true;
    if (worker->counters != NULL) server_metrics_add(&worker->counters->recalled, 1);
    return false;
}

/* ---- outward ------------------------------------------------------------------------------ */

/* Adds the last member of a problem document: the id, which the log has too. */
static void sign_problem(const struct server_exchange *exchange, struct net_http_reply *reply)
{
    struct base_buf *body = &reply->body;
    if (!server_reply_is_problem(reply)) return;
    if (body->used < 2 || memcmp(body->bytes + body->used - 2, "}\n", 2) != 0) return;
    body->used -= 2;
    base_buf_append_string(body, ", \"request_id\": \"");
    base_buf_append_text(body, exchange->id); /* needs no escapes */
    base_buf_append_string(body, "\"}\n");
}

/* Whether to compress: there is enough content, of a suitable type, not yet compressed. */
static bool is_worth_compressing(const struct server_worker *worker,
                                 const struct net_http_reply *reply)
{
    bool is_stream = reply->stream.produce != NULL;
    if (reply->borrowed.at != NULL || (!is_stream && reply->body.used < SERVER_GZIP_MIN_BYTES))
        return false;
    if (is_stream && worker->compressed_streams >= COMPRESSED_STREAMS_MAX) return false;
    return server_gzip_is_accepted(worker->exchange.accept_encoding) &&
           server_gzip_is_compressible(reply->content_type);
}

static bool compress_stream(struct server_worker *worker, struct net_http_reply *reply,
                            enum server_stream_filter_coding coding)
{
    return server_stream_filter_start(worker, reply, coding) == SERVER_STREAM_FILTER_GZIP;
}

static bool compress_body(struct server_worker *worker, struct net_http_reply *reply)
{
    worker->gzip.level = server_gzip_level(reply->content_type);
    return server_gzip_body(&worker->gzip, &reply->body) == BASE_ERR_OK;
}

static void compress_content(struct server_worker *worker, struct net_http_reply *reply)
{
    assert(reply->stream.produce == NULL || reply->body.used == 0);
    bool is_worth = is_worth_compressing(worker, reply);
    bool is_compressed = false;
    if (reply->stream.produce != NULL) /* it is filtered in any case */
        is_compressed = compress_stream(
            worker, reply, is_worth ? SERVER_STREAM_FILTER_GZIP : SERVER_STREAM_FILTER_PLAIN);
    else if (is_worth)
        is_compressed = compress_body(worker, reply);
    worker->exchange.is_compressed = is_compressed;
    if (!is_compressed) return;
    net_http_reply_header(reply, BASE_TEXT("Content-Encoding"), BASE_TEXT("gzip"));
    if (worker->counters != NULL) server_metrics_add(&worker->counters->compressed, 1);
}

static void add_etag(const struct server_exchange *exchange, struct net_http_reply *reply)
{
    char gzip_tag[SERVER_ETAG_GZIP_CHARS];
    struct base_text tag = {exchange->etag, SERVER_ETAG_CHARS};
    if (!exchange->has_etag || reply->status != 200) return;
    if (exchange->is_compressed) {
        server_etag_make_gzip(exchange->etag, gzip_tag);
        tag = (struct base_text){gzip_tag, sizeof gzip_tag};
    }
    net_http_reply_header(reply, BASE_TEXT("ETag"), tag);
}

/* Keeps the answer of a request that was made twice in this second. */
static void add_to_cache(struct server_worker *worker, const struct net_http_reply *reply)
{
    if (worker->exchange.found == SERVER_RESPONSE_CACHE_REPEATED)
        server_response_cache_store(&worker->cache, &worker->exchange.asked, reply);
}

static char *append(char *at, const void *bytes, size_t count)
{
    memcpy(at, bytes, count);
    return at + count;
}

#define APPEND(at, literal) append(at, literal, sizeof(literal) - 1)

/* Milliseconds with three decimals. */
static char *append_ms(char *at, uint64_t us)
{
    char digits[20];
    size_t from = sizeof digits;
    for (int i = 0; i < 4 || us > 0; i++, us /= 10) {
        if (i == 3) digits[--from] = '.';
        digits[--from] = (char)('0' + us % 10);
    }
    return append(at, digits + from, sizeof digits - from);
}

/* Adds what replies of the API and all problem documents have, in one piece. */
static void add_api_headers(const struct server_exchange *exchange, struct net_http_reply *reply,
                            uint64_t duration_us)
{
    assert(exchange->id.length > 0 && exchange->id.length <= SERVER_REQUEST_ID_MAX_CHARS);
    char *start = base_buf_reserve(&reply->headers, API_HEADERS_MAX_BYTES), *at = start;
    if (start == NULL) return;
    at = APPEND(at, "Request-Id: ");
    at = append(at, exchange->id.at, exchange->id.length);
    at = APPEND(at, "\r\nServer-Timing: app;dur=");
    at = append_ms(at, duration_us);
    at = APPEND(at, "\r\nVary: Accept, Accept-Encoding\r\nX-Content-Type-Options: nosniff\r\n"
                    "Access-Control-Expose-Headers: " EXPOSED_HEADERS "\r\n");
    assert((size_t)(at - start) <= API_HEADERS_MAX_BYTES);
    reply->headers.used += (size_t)(at - start);
}

static void add_limit_headers(const struct server_worker *worker, struct net_http_reply *reply)
{
    char value[80];
    const struct server_rate_limit_decision *verdict = &worker->exchange.verdict;
    if (!worker->exchange.has_verdict) return;
    assert(frontend_of(worker) != NULL && frontend_of(worker)->limit != NULL);
    struct server_rate_limit_rate rate = server_rate_limit_rate_of(frontend_of(worker)->limit);
    unsigned window_s =
        (unsigned)(((uint64_t)rate.burst * rate.period_s + rate.count - 1) / rate.count);
    snprintf(value, sizeof value, "\"client\";q=%u;w=%u", rate.burst, window_s);
    net_http_reply_header(reply, BASE_TEXT("RateLimit-Policy"), base_text_of(value));
    snprintf(value, sizeof value, "\"client\";r=%u;t=%u", verdict->remaining, verdict->full_s);
    net_http_reply_header(reply, BASE_TEXT("RateLimit"), base_text_of(value));
    if (verdict->is_allowed) return;
    snprintf(value, sizeof value, "%u", verdict->retry_after_s);
    net_http_reply_header(reply, BASE_TEXT("Retry-After"), base_text_of(value));
}

/* Counts and logs a complete reply. A stream is recorded when it ends. */
static void record(struct server_worker *worker, const struct net_http_reply *reply,
                   uint64_t duration_us)
{
    const struct server_exchange *exchange = &worker->exchange;
    if (reply->stream.produce != NULL || worker->counters == NULL) return;
    struct server_access_log_entry entry = {
        .request_id = exchange->id,
        .method = exchange->request->method_text,
        .path = exchange->path,
        .query = exchange->request->query,
        .peer = exchange->client,
        .user_agent = exchange->user_agent,
        .status = reply->status,
        .bytes = net_http_reply_content(reply, exchange->request->method).length,
        .duration_us = duration_us,
    };
    server_accounting_record(worker, &entry, exchange->route_row);
}

/* ---- the list ----------------------------------------------------------------------------- */

void *server_pipeline_create(void *shared, unsigned thread)
{
    assert(shared != NULL);
    (void)thread;
    return server_worker_create(shared, server_routes_table());
}

void server_pipeline_handle(void *state, const struct net_http_request *request,
                            struct net_http_reply *reply)
{
    assert(reply->body.used == 0 && reply->stream.produce == NULL);
    struct server_worker *worker = state;
    struct server_exchange *exchange = &worker->exchange;
    server_worker_refresh(worker);

    begin(exchange, request);
    read_headers(exchange);
    assign_id(worker);
    decode_path(exchange);
    identify_client(worker);
    bool is_inside = remove_base_path(worker, reply);
    find_route(exchange);
    if (is_inside && is_within_rate(worker, reply) && has_method(exchange, reply) &&
        is_not_cached(worker, reply))
        server_dispatch_answer(worker, reply); /* decides about 304, too */

    assert(reply->status >= 200 && reply->status <= 599);
    sign_problem(exchange, reply);
    if (exchange->found != SERVER_RESPONSE_CACHE_HIT) {
        compress_content(worker, reply);
        add_etag(exchange, reply);
        add_to_cache(worker, reply);
    }
    uint64_t duration_us = server_accounting_elapsed_us(exchange->start_ns);
    if ((exchange->route->flags & SERVER_ROUTE_API) != 0 || server_reply_is_problem(reply))
        add_api_headers(exchange, reply, duration_us);
    add_limit_headers(worker, reply);
    record(worker, reply, duration_us);
}

void server_pipeline_refuse(void *state, unsigned status, struct net_http_reply *reply)
{
    struct server_worker *worker = state;
    struct server_exchange *exchange = &worker->exchange;
    server_refusals_write_status(reply, status);
    begin(exchange, NULL);
    assign_id(worker);
    sign_problem(exchange, reply);
    add_api_headers(exchange, reply, 0);
    if (worker->counters == NULL) return;
    struct server_access_log_entry entry = {
        .request_id = exchange->id, .status = reply->status, .bytes = reply->body.used};
    server_accounting_record(worker, &entry, server_frontend_refused_row(frontend_of(worker)));
}
