/* The way in and the way out. */
#include "server/middleware/pipeline.h"

#include "format/header_list.h"
#include "format/url_query.h"
#include "server/middleware/base_path.h"
#include "server/middleware/stream_filter.h"
#include "server/routes.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define EXPOSED                                                                                    \
    "ETag, Retry-After, RateLimit, RateLimit-Policy, Link, Request-Id, PlanetTracker-Location"
#define HEADERS_MAX_BYTES 512u

/* ---- life --------------------------------------------------------------------------------- */

enum base_err server_pipeline_open(struct server_pipeline_shared *shared,
                                   const struct server_pipeline_wishes *wishes)
{
    size_t count;
    const struct server_routes_route *routes = server_routes_all(&count);
    *shared = (struct server_pipeline_shared){.proxies = wishes->proxies};
    for (size_t i = 0; i < count; i++) shared->routes[i] = routes[i].document->path;
    shared->routes[count] = BASE_TEXT("(refused)");
    shared->metrics = (struct server_metrics){
        .routes = shared->routes, .route_count = count + 1, .start_unix_s = (int64_t)time(NULL)};
    if (wishes->base_path != NULL) shared->base_path = base_text_of(wishes->base_path);
    enum base_err err = server_access_log_open(
        &shared->log, wishes->access_log != NULL ? wishes->access_log : "off");
    if (err != BASE_ERR_OK || wishes->rate.count == 0) return err;
    shared->limit = server_rate_limit_create(wishes->rate);
    if (shared->limit != NULL) return BASE_ERR_OK;
    server_access_log_close(&shared->log);
    return BASE_ERR_MEMORY;
}

void server_pipeline_close(struct server_pipeline_shared *shared)
{
    server_metrics_fini(&shared->metrics);
    server_rate_limit_free(shared->limit);
    server_access_log_close(&shared->log);
}

bool server_pipeline_wants_peers(const struct server_pipeline_shared *shared)
{
    return shared->log.fd >= 0 || shared->limit != NULL;
}

enum base_err server_pipeline_init(struct server_pipeline *front,
                                   struct server_pipeline_shared *shared,
                                   const struct data_dataset *store)
{
    *front = (struct server_pipeline){.shared = shared};
    server_request_id_seed(&front->ids);
    server_pipeline_use(front, store);
    if (shared == NULL) return BASE_ERR_OK;
    front->counters = server_metrics_join(&shared->metrics);
    if (front->counters == NULL) return BASE_ERR_MEMORY;
    server_access_log_init(&front->log, &shared->log);
    front->counters->log_dropped = &front->log.dropped;
    return BASE_ERR_OK;
}

void server_pipeline_fini(struct server_pipeline *front)
{
    if (front->shared != NULL) server_access_log_fini(&front->log);
    server_gzip_fini(&front->encode);
    server_response_cache_fini(&front->recent);
    for (size_t i = 0; i < sizeof front->digests / sizeof *front->digests; i++)
        data_sha256_steps_end(&front->digests[i]);
    if (front->counters != NULL) front->counters->log_dropped = NULL;
}

void server_pipeline_use(struct server_pipeline *front, const struct data_dataset *store)
{
    front->store = store;
    front->seed = server_etag_seed_of(store);
    front->ready = almanac_self_test_check(store);
    server_response_cache_forget(&front->recent);
    for (size_t i = 0; i < sizeof front->digests / sizeof *front->digests; i++)
        data_sha256_steps_end(&front->digests[i]);
}

void server_pipeline_tick(struct server_pipeline *front)
{
    for (size_t i = 0; i < sizeof front->digests / sizeof *front->digests; i++)
        data_sha256_steps_step(&front->digests[i]);
    if (front->shared != NULL) server_access_log_flush(&front->log);
}

/* ---- the way in --------------------------------------------------------------------------- */

static uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t server_pipeline_elapsed_us(uint64_t start_ns)
{
    return (clock_ns() - start_ns) / 1000;
}

/* The headers that are of use here, in one walk: their lengths tell most of them apart. */
static void read_headers(struct server_pipeline *front, const struct net_http_request *request)
{
    const struct {
        struct base_text name;
        char first; /* in lower case */
        struct base_text *value;
    } wanted[] = {
        {BASE_TEXT("Request-Id"), 'r', &front->id},
        {BASE_TEXT("X-Request-Id"), 'x', &front->id},
        {BASE_TEXT("Accept-Encoding"), 'a', &front->accept_encoding},
        {BASE_TEXT("If-None-Match"), 'i', &front->if_none_match},
        {BASE_TEXT("User-Agent"), 'u', &front->user_agent},
    };
    for (unsigned i = 0; i < request->field_count; i++) {
        const struct net_http_field *field = &request->fields[i];
        struct base_text name = {request->head + field->name, field->name_length};
        /* Lengths and first letters tell the five from nearly all others. */
        if (name.length < 10 || name.length > 15 || strchr("RrXxAaIiUu", name.at[0]) == NULL)
            continue;
        for (size_t j = 0; j < sizeof wanted / sizeof *wanted; j++)
            if (name.length == wanted[j].name.length && (name.at[0] | 0x20) == wanted[j].first &&
                base_text_equals_any_case(name, wanted[j].name))
                *wanted[j].value =
                    (struct base_text){request->head + field->value, field->value_length};
    }
}

static void forget_request(struct server_pipeline *front)
{
    const struct base_text none = {"", 0};
    front->id = front->accept_encoding = front->if_none_match = front->user_agent = none;
    front->client = none;
    front->has_verdict = front->has_etag = false;
    front->recalled = SERVER_RESPONSE_CACHE_NEW;
    front->start_ns = clock_ns();
}

static void name_request(struct server_pipeline *front)
{
    if (server_request_id_is_sane(front->id)) return;
    server_request_id_make(&front->ids, front->id_bytes);
    front->id = (struct base_text){front->id_bytes, sizeof front->id_bytes};
}

/* Who asks, and as text for the log: an address, or "unix". */
static struct server_proxies_address find_client(struct server_pipeline *front,
                                                 const struct net_http_request *request)
{
    struct server_proxies_address peer = {.is_known = false};
    front->client = request->peer;
    bool is_address = server_proxies_read(request->peer, &peer);
    if (request->peer.length == 0) return peer;
    struct server_proxies_address client =
        server_proxies_client(&front->shared->proxies, &peer, request);
    if (!client.is_known || (is_address && memcmp(&client, &peer, sizeof peer) == 0)) return client;
    front->client =
        (struct base_text){front->client_bytes, server_proxies_write(&client, front->client_bytes)};
    return client;
}

static bool begins_with(struct base_text text, struct base_text beginning)
{
    return text.length >= beginning.length && memcmp(text.at, beginning.at, beginning.length) == 0;
}

/* What computes: not the page's own files, not the probes. */
static bool is_limited(struct base_text path)
{
    return begins_with(path, BASE_TEXT("/api/")) || begins_with(path, BASE_TEXT("/planets/")) ||
           base_text_equals(path, BASE_TEXT("/geo_location"));
}

static bool is_of_api(struct base_text path)
{
    return begins_with(path, BASE_TEXT("/api/")) ||
           base_text_equals(path, BASE_TEXT("/openapi.json"));
}

static bool take_token(struct server_pipeline *front, const struct server_proxies_address *client,
                       struct net_http_reply *reply)
{
    struct server_pipeline_shared *shared = front->shared;
    if (!client->is_known || front->request->method == NET_HTTP_OPTIONS ||
        !is_limited(front->request->path))
        return true;
    front->verdict = server_rate_limit_take(shared->limit, client, front->start_ns);
    front->has_verdict = true;
    if (front->verdict.is_allowed) return true;
    char expected[100];
    struct server_rate_limit_rate rate = server_rate_limit_rate_of(shared->limit);
    int length = snprintf(expected, sizeof expected, "at most %u requests a %s, and %u at once",
                          rate.count, rate.period_s == 1 ? "second" : "minute", rate.burst);
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_RATE_LIMITED,
                                      .expected = {expected, (size_t)length}};
    server_dispatch_refuse(reply, &problem);
    server_metrics_add(&front->counters->limited, 1);
    return false;
}

/* Undoes the encoding of the path, before anything is decided by it. */
static void decode_path(struct server_pipeline *front)
{
    struct base_text path =
        format_url_query_path(front->request->path, front->path_bytes, sizeof front->path_bytes);
    if (path.at == front->request->path.at) return;
    front->moved = *front->request;
    front->moved.path = path;
    front->request = &front->moved;
}

/* Takes the base path off; what lies outside is not here. */
static bool enter_base(struct server_pipeline *front, struct net_http_reply *reply)
{
    struct base_text base = front->shared->base_path;
    struct net_http_request *request = &front->moved;
    if (front->request != request) front->moved = *front->request;
    front->request = request;
    bool is_base = base_text_equals(request->path, base);
    if (is_base) { /* so that the page's relative addresses are right */
        char location[NET_HTTP_TARGET_MAX_BYTES + 2];
        int length = snprintf(location, sizeof location, "%.*s/%s%.*s", (int)base.length, base.at,
                              request->query.length > 0 ? "?" : "", (int)request->query.length,
                              request->query.at);
        reply->status = 308;
        net_http_reply_header(reply, BASE_TEXT("Location"),
                              (struct base_text){location, (size_t)length});
        return false;
    }
    if (begins_with(request->path, base) && request->path.at[base.length] == '/') {
        request->path.at += base.length;
        request->path.length -= base.length;
        return true;
    }
    struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_ROUTE_UNKNOWN, .got = request->path};
    server_dispatch_refuse(reply, &problem);
    return false;
}

const struct net_http_request *server_pipeline_begin(struct server_pipeline *front,
                                                     const struct net_http_request *request,
                                                     struct net_http_reply *reply)
{
    struct server_pipeline_shared *shared = front->shared;
    forget_request(front);
    read_headers(front, request);
    name_request(front);
    front->request = request;
    front->path = request->path;
    decode_path(front);
    if (shared == NULL) return front->request;
    struct server_proxies_address client = {.is_known = false};
    if (server_pipeline_wants_peers(shared)) client = find_client(front, request);
    if (shared->base_path.length > 0 && !enter_base(front, reply)) return NULL;
    bool is_allowed = shared->limit == NULL || take_token(front, &client, reply);
    return is_allowed ? front->request : NULL;
}

/* ---- the answers of this second ------------------------------------------------------------ */

static int64_t unix_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool server_pipeline_recalls(struct server_pipeline *front, struct net_http_reply *reply)
{
    const struct net_http_request *request = front->request;
    struct base_text accept = net_http_header(request, BASE_TEXT("Accept"));
    /* An empty Accept is another question than none, and has no answer. */
    if ((request->method != NET_HTTP_GET && request->method != NET_HTTP_HEAD) ||
        front->if_none_match.length > 0 || (accept.at != NULL && accept.length == 0))
        return false;
    front->asked =
        (struct server_response_cache_asked){request->target, accept, front->accept_encoding};
    front->recalled =
        server_response_cache_find(&front->recent, &front->asked, unix_ms() / 1000, reply);
    if (front->recalled != SERVER_RESPONSE_CACHE_KEPT) return false;
    if (front->counters != NULL) server_metrics_add(&front->counters->recalled, 1);
    return true;
}

/* ---- entity tags -------------------------------------------------------------------------- */

/* "*" is no tag of ours: whether there is an answer at all is known when it is computed. */
static bool has_tag(struct base_text list, struct base_text tag)
{
    return list.length >= tag.length && !base_text_equals(list, BASE_TEXT("*")) &&
           format_header_list_matches_etag(list, tag);
}

bool server_pipeline_is_known(struct server_pipeline *front, unsigned format,
                              struct net_http_reply *reply)
{
    enum net_http_method method = front->request->method;
    if (method != NET_HTTP_GET && method != NET_HTTP_HEAD) return false;
    server_etag_make(&front->seed, front->request->target, format, front->etag);
    front->has_etag = true;
    if (front->if_none_match.length == 0) return false;
    char zipped[SERVER_ETAG_CHARS + 3];
    struct base_text plain_tag = {front->etag, SERVER_ETAG_CHARS},
                     zipped_tag = {zipped, sizeof zipped};
    server_etag_make_gzip(front->etag, zipped);
    bool has_zipped =
        server_gzip_is_wanted(front->accept_encoding) && has_tag(front->if_none_match, zipped_tag);
    if (!has_zipped && !has_tag(front->if_none_match, plain_tag)) return false;
    reply->status = 304;
    net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Origin"), BASE_TEXT("*"));
    net_http_reply_header(reply, BASE_TEXT("ETag"), has_zipped ? zipped_tag : plain_tag);
    if (front->counters != NULL) server_metrics_add(&front->counters->not_modified, 1);
    return true;
}

/* ---- the way out -------------------------------------------------------------------------- */

/* A problem's last member: its name, which the log has too. */
static void sign_problem(const struct server_pipeline *front, struct net_http_reply *reply)
{
    struct base_buf *body = &reply->body;
    if (!base_text_equals(reply->content_type, BASE_TEXT("application/problem+json"))) return;
    if (body->used < 2 || memcmp(body->bytes + body->used - 2, "}\n", 2) != 0) return;
    body->used -= 2;
    base_buf_append_string(body, ", \"request_id\": \"");
    base_buf_append_text(body, front->id); /* plain characters only */
    base_buf_append_string(body, "\"}\n");
}

static void add_etag(const struct server_pipeline *front, struct net_http_reply *reply,
                     bool is_zipped)
{
    char zipped[SERVER_ETAG_CHARS + 3];
    struct base_text tag = {front->etag, SERVER_ETAG_CHARS};
    if (!front->has_etag || reply->status != 200) return;
    if (is_zipped) {
        server_etag_make_gzip(front->etag, zipped);
        tag = (struct base_text){zipped, sizeof zipped};
    }
    net_http_reply_header(reply, BASE_TEXT("ETag"), tag);
}

/* Whether the content is to be compressed: there is enough of it, of the right kind, not done
 * yet. */
static bool is_to_zip(const struct server_pipeline *front, const struct net_http_reply *reply)
{
    bool is_stream = reply->stream.produce != NULL;
    if (reply->borrowed.at != NULL || (!is_stream && reply->body.used < SERVER_GZIP_MIN_BYTES))
        return false;
    if (is_stream && front->zipped >= SERVER_PIPELINE_ZIPPED_MAX) return false;
    return server_gzip_is_wanted(front->accept_encoding) &&
           server_gzip_is_worth(reply->content_type);
}

static char *put(char *at, const void *bytes, size_t count)
{
    memcpy(at, bytes, count);
    return at + count;
}

#define PUT(at, literal) put(at, literal, sizeof(literal) - 1)

/* Milliseconds with three decimals. */
static char *put_ms(char *at, uint64_t us)
{
    char digits[20];
    size_t from = sizeof digits;
    for (int i = 0; i < 4 || us > 0; i++, us /= 10) {
        if (i == 3) digits[--from] = '.';
        digits[--from] = (char)('0' + us % 10);
    }
    return put(at, digits + from, sizeof digits - from);
}

/* What every answer of the API has, in one piece. */
static void add_api_headers(const struct server_pipeline *front, struct net_http_reply *reply,
                            uint64_t duration_us)
{
    char *start = base_buf_reserve(&reply->headers, HEADERS_MAX_BYTES), *at = start;
    if (start == NULL) return;
    at = PUT(at, "Request-Id: ");
    at = put(at, front->id.at, front->id.length);
    at = PUT(at, "\r\nServer-Timing: app;dur=");
    at = put_ms(at, duration_us);
    at = PUT(at, "\r\nVary: Accept, Accept-Encoding\r\nX-Content-Type-Options: nosniff\r\n"
                 "Access-Control-Expose-Headers: " EXPOSED "\r\n");
    reply->headers.used += (size_t)(at - start);
}

static void add_limit_headers(const struct server_pipeline *front, struct net_http_reply *reply)
{
    char line[80];
    struct server_rate_limit_rate rate = server_rate_limit_rate_of(front->shared->limit);
    unsigned window_s =
        (unsigned)(((uint64_t)rate.burst * rate.period_s + rate.count - 1) / rate.count);
    snprintf(line, sizeof line, "\"client\";q=%u;w=%u", rate.burst, window_s);
    net_http_reply_header(reply, BASE_TEXT("RateLimit-Policy"), base_text_of(line));
    snprintf(line, sizeof line, "\"client\";r=%u;t=%u", front->verdict.remaining,
             front->verdict.full_s);
    net_http_reply_header(reply, BASE_TEXT("RateLimit"), base_text_of(line));
    if (front->verdict.is_allowed) return;
    snprintf(line, sizeof line, "%u", front->verdict.retry_after_s);
    net_http_reply_header(reply, BASE_TEXT("Retry-After"), base_text_of(line));
}

void server_pipeline_account(struct server_pipeline *front, struct server_access_log_entry *entry,
                             unsigned route)
{
    if (front->counters == NULL) return;
    server_metrics_request(front->counters, route, entry->status, entry->bytes, entry->duration_us);
    if (front->shared->log.fd < 0) return;
    entry->unix_ms = unix_ms();
    entry->route = front->shared->routes[route];
    server_access_log_request(&front->log, entry);
}

/* ---- the end ------------------------------------------------------------------------------ */

static void finish_content(struct server_pipeline *front, struct net_http_reply *reply,
                           unsigned route)
{
    bool is_stream = reply->stream.produce != NULL, is_zipped = is_to_zip(front, reply);
    if (!is_stream && front->shared != NULL &&
        server_base_path_is_for(front->shared->base_path, reply->content_type))
        server_base_path_document(front->shared->base_path, &reply->body);
    if (is_stream)
        is_zipped = server_stream_filter_stream(front, reply, route,
                                                is_zipped ? SERVER_STREAM_FILTER_GZIP
                                                          : SERVER_STREAM_FILTER_PLAIN) ==
                    SERVER_STREAM_FILTER_GZIP;
    else if (is_zipped) {
        front->encode.level = server_gzip_level(reply->content_type);
        is_zipped = server_gzip_body(&front->encode, &reply->body) == BASE_ERR_OK;
    }
    if (is_zipped) {
        net_http_reply_header(reply, BASE_TEXT("Content-Encoding"), BASE_TEXT("gzip"));
        if (front->counters != NULL) server_metrics_add(&front->counters->compressed, 1);
    }
    add_etag(front, reply, is_zipped);
}

void server_pipeline_end(struct server_pipeline *front, struct net_http_reply *reply,
                         unsigned route)
{
    const struct net_http_request *request = front->request;
    bool is_problem = base_text_equals(reply->content_type, BASE_TEXT("application/problem+json"));
    if (is_problem) sign_problem(front, reply);
    if (front->recalled != SERVER_RESPONSE_CACHE_KEPT) finish_content(front, reply, route);
    if (front->recalled == SERVER_RESPONSE_CACHE_AGAIN)
        server_response_cache_keep(&front->recent, &front->asked, reply);
    uint64_t duration_us = server_pipeline_elapsed_us(front->start_ns);
    if (is_problem || is_of_api(request->path)) add_api_headers(front, reply, duration_us);
    if (front->has_verdict) add_limit_headers(front, reply);
    if (reply->stream.produce != NULL || front->counters == NULL) return;
    struct server_access_log_entry entry = {
        .request_id = front->id,
        .method = request->method_text,
        .path = front->path,
        .query = request->query,
        .peer = front->client,
        .user_agent = front->user_agent,
        .status = reply->status,
        .bytes = net_http_reply_content(reply, request->method).length,
        .duration_us = duration_us,
    };
    server_pipeline_account(front, &entry, route);
}

void server_pipeline_refused(struct server_pipeline *front, struct net_http_reply *reply)
{
    forget_request(front);
    name_request(front);
    sign_problem(front, reply);
    add_api_headers(front, reply, 0);
    if (front->counters == NULL) return;
    struct server_access_log_entry entry = {
        .request_id = front->id, .status = reply->status, .bytes = reply->body.used};
    server_pipeline_account(front, &entry, (unsigned)front->shared->metrics.route_count - 1);
}
