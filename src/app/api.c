/* The route table and the handlers that are not the original application's.
 *
 * Every handler: typed request from text, sky value structs, rows, bytes. No handler touches a
 * socket.
 */
#include "app/api.h"

#include "app/assets.h"
#include "app/files.h"
#include "app/page.h"
#include "app/routes.h"
#include "app/token.h"

#include <stdio.h>
#include <stdlib.h>

#define SCRATCH_MAX_BYTES     131072u
#define STREAM_DATA_MAX_BYTES 65536u

#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

void *app_api_create(void *shared, unsigned thread)
{
    (void)thread;
    struct app_api_shared *given = shared;
    struct app_api *api = calloc(1, sizeof *api);
    if (api == NULL) return NULL;
    api->store = given->store;
    api->web_root = given->web_root;
    api->streams = &given->streams;
    api->streams_max = given->streams_max;
    api->stock = given->stock;
    if (api->stock != NULL) api->store = app_stock_take(api->stock, &api->generation);
    base_buf_init(&api->scratch, SCRATCH_MAX_BYTES);
    base_buf_init(&api->last_data.text, STREAM_DATA_MAX_BYTES);
    if (app_front_init(&api->front, given->front, api->store) != BASE_ERR_OK) {
        app_api_free(api);
        return NULL;
    }
    if (api->front.counters != NULL) api->frame.rows = &api->front.counters->rows;
    return api;
}

void app_api_free(void *state)
{
    struct app_api *api = state;
    app_front_fini(&api->front);
    if (api->stock != NULL) app_stock_give_back(api->stock, api->store);
    base_buf_fini(&api->scratch);
    base_buf_fini(&api->last_data.text);
    app_zones_close(&api->zones);
    free(api);
}

/* Takes up new data, when there are any, and forgets what was made of the old. Between requests. */
static void refresh(struct app_api *api)
{
    if (api->stock == NULL || app_stock_generation(api->stock) == api->generation) return;
    const struct app_store *before = api->store;
    api->store = app_stock_take(api->stock, &api->generation);
    app_front_use(&api->front, api->store);
    api->frame.has_frame = api->frame.has_instant = false;
    base_buf_clear(&api->last_data.text);
    app_stock_give_back(api->stock, before);
}

void app_api_tick(void *state)
{
    struct app_api *api = state;
    refresh(api);
    app_front_tick(&api->front);
}

static void allow_every_origin(struct net_http_reply *reply)
{
    net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Origin"), BASE_TEXT("*"));
}

void app_api_json(struct net_http_reply *reply)
{
    reply->content_type = BASE_TEXT("application/json; charset=utf-8");
    allow_every_origin(reply);
}

void app_api_refuse(struct net_http_reply *reply, const struct app_problem *problem)
{
    net_http_reply_clear(reply);
    reply->status = (unsigned)app_problem_status(problem);
    reply->content_type = BASE_TEXT("application/problem+json");
    allow_every_origin(reply);
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-store"));
    app_problem_append_json(&reply->body, problem, 1);
}

void app_api_refuse_request(void *state, unsigned status, struct net_http_reply *reply)
{
    struct app_api *api = state;
    static const struct {
        enum app_problem_kind kind;
        struct base_text expected;
    } refusals[] = {
        {APP_PROBLEM_REQUEST_MALFORMED, LITERAL("HTTP/1.1 as RFC 9112 has it, with one Host")},
        {APP_PROBLEM_REQUEST_TIMEOUT, LITERAL("the whole head, or the whole body, within seconds")},
        {APP_PROBLEM_BODY_TOO_LARGE, LITERAL("a body of 64 KiB at most")},
        {APP_PROBLEM_URI_TOO_LONG, LITERAL("a target of 8 KiB at most")},
        {APP_PROBLEM_EXPECTATION_FAILED, LITERAL("100-continue or nothing")},
        {APP_PROBLEM_HEAD_TOO_LARGE, LITERAL("16 KiB and 64 header lines at most")},
        {APP_PROBLEM_CODING_UNKNOWN, LITERAL("chunked alone")},
        {APP_PROBLEM_OVERLOADED, LITERAL("another try in a second")},
        {APP_PROBLEM_VERSION_UNKNOWN, LITERAL("HTTP/1.1 or HTTP/1.0")},
    };
    _Static_assert(NET_HTTP_BODY_MAX_BYTES == 64 * 1024 && NET_HTTP_TARGET_MAX_BYTES == 8 * 1024 &&
                       NET_HTTP_HEAD_MAX_BYTES == 16 * 1024 && NET_HTTP_HEADERS_MAX == 64,
                   "the texts above name these limits");
    struct app_problem problem = {.kind = APP_PROBLEM_INTERNAL};
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct app_problem candidate = {.kind = refusals[i].kind, .expected = refusals[i].expected};
        if ((unsigned)app_problem_status(&candidate) == status) problem = candidate;
    }
    app_api_refuse(reply, &problem);
    reply->status = status;
    app_front_refused(&api->front, reply);
}

/* The problem document of all that is wrong with a request: the first decides the status. */
static void refuse_all(struct net_http_reply *reply, const struct app_ask *ask)
{
    app_api_refuse(reply, ask->problems);
    base_buf_clear(&reply->body);
    app_problem_append_json(&reply->body, ask->problems, ask->problem_count);
    if (ask->problems[0].kind == APP_PROBLEM_OVERLOADED)
        net_http_reply_header(reply, BASE_TEXT("Retry-After"), BASE_TEXT("5"));
}

void app_api_head(struct net_http_reply *reply, const struct app_ask *ask, const char *name)
{
    static const struct {
        struct base_text type;
        const char *ending;
    } formats[APP_PARAMS_FORMATS] = {
        [APP_PARAMS_JSON] = {LITERAL("application/json; charset=utf-8"), "json"},
        [APP_PARAMS_NDJSON] = {LITERAL("application/x-ndjson; charset=utf-8"), "ndjson"},
        [APP_PARAMS_CSV] = {LITERAL("text/csv; charset=utf-8; header=present"), "csv"},
        [APP_PARAMS_TEXT] = {LITERAL("text/plain; charset=utf-8"), "txt"},
        [APP_PARAMS_ICS] = {LITERAL("text/calendar; charset=utf-8"), "ics"},
        [APP_PARAMS_SVG] = {LITERAL("image/svg+xml"), "svg"},
        [APP_PARAMS_EVENT_STREAM] = {LITERAL("text/event-stream; charset=utf-8"), "txt"},
        [APP_PARAMS_VOTABLE] =
            {LITERAL("application/x-votable+xml; charset=utf-8; serialization=TABLEDATA"), "vot"},
    };
    allow_every_origin(reply);
    reply->content_type = formats[ask->format].type;
    if (ask->format == APP_PARAMS_CSV && ask->params.bom != 0)
        base_buf_append_string(&reply->body, "\xEF\xBB\xBF");
    if (ask->params.download == 0) return;
    char line[80];
    snprintf(line, sizeof line, "attachment; filename=\"%s.%s\"", name,
             formats[ask->format].ending);
    net_http_reply_header(reply, BASE_TEXT("Content-Disposition"), base_text_of(line));
}

static bool answer_embedded_file(const struct net_http_request *request,
                                 struct net_http_reply *reply)
{
    struct app_assets_file file;
    if (!app_assets_find(request->path, &file)) return false;
    bool is_gzip = app_encode_is_wanted(net_http_header(request, BASE_TEXT("Accept-Encoding")));
    struct base_text etag = is_gzip ? file.gzip_etag : file.etag;
    net_http_reply_header(reply, BASE_TEXT("ETag"), etag);
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-cache"));
    net_http_reply_header(reply, BASE_TEXT("Vary"), BASE_TEXT("Accept-Encoding"));
    if (app_token_matches_etag(net_http_header(request, BASE_TEXT("If-None-Match")), etag)) {
        reply->status = 304;
        return true;
    }
    if (is_gzip) net_http_reply_header(reply, BASE_TEXT("Content-Encoding"), BASE_TEXT("gzip"));
    net_http_reply_header(reply, BASE_TEXT("Content-Security-Policy"), app_assets_policy());
    net_http_reply_header(reply, BASE_TEXT("X-Content-Type-Options"), BASE_TEXT("nosniff"));
    reply->content_type = file.content_type;
    reply->borrowed = is_gzip ? file.gzip : file.content;
    return true;
}

static bool answer_users_file(const struct app_api *api, const struct net_http_request *request,
                              struct net_http_reply *reply)
{
    if (app_files_read(api->web_root, request->path, &reply->body) != BASE_ERR_OK) return false;
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-cache"));
    net_http_reply_header(reply, BASE_TEXT("Vary"), BASE_TEXT("Accept-Encoding"));
    reply->content_type = app_files_content_type(request->path);
    return true;
}

/* The page itself is made for its reader; it has the headers of its other files. */
static void answer_page(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    net_http_reply_header(reply, BASE_TEXT("Content-Security-Policy"), app_assets_policy());
    net_http_reply_header(reply, BASE_TEXT("X-Content-Type-Options"), BASE_TEXT("nosniff"));
    app_page_answer(api, ask, reply);
}

void app_api_answer_file(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    bool is_page = base_text_equals(ask->request->path, BASE_TEXT("/")) ||
                   base_text_equals(ask->request->path, BASE_TEXT("/index.html"));
    if (is_page && api->web_root < 0) {
        answer_page(api, ask, reply);
        return;
    }
    bool is_found = api->web_root >= 0 ? answer_users_file(api, ask->request, reply)
                                       : answer_embedded_file(ask->request, reply);
    if (is_found) return;
    struct app_problem problem = {.kind = APP_PROBLEM_ROUTE_UNKNOWN, .got = ask->request->path};
    app_api_refuse(reply, &problem);
}

/* ---- requests ------------------------------------------------------------------------------- */

static void refuse_method(const struct net_http_request *request, const struct app_route *route,
                          struct net_http_reply *reply)
{
    const struct base_text allow = route->method == NET_HTTP_POST ? BASE_TEXT("POST, OPTIONS")
                                                                  : BASE_TEXT("GET, HEAD, OPTIONS");
    if (request->method ==
        NET_HTTP_OPTIONS) { /* what a browser asks before a request from another origin */
        reply->status = 204;
        allow_every_origin(reply);
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Methods"), allow);
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Headers"), BASE_TEXT("*"));
        net_http_reply_header(reply, BASE_TEXT("Access-Control-Max-Age"), BASE_TEXT("86400"));
    } else {
        struct app_problem problem = {
            .kind = APP_PROBLEM_METHOD_NOT_ALLOWED, .got = request->method_text, .expected = allow};
        app_api_refuse(reply, &problem);
    }
    net_http_reply_header(reply, BASE_TEXT("Allow"), allow);
}

/* Whether the same question has the same answer for a second. Routes that read their requests by
 * themselves may look at more of it than app/recent knows of. */
static bool lasts_a_second(const struct app_route *route)
{
    return route->rules.formats != 0 &&
           (route->caching == NULL || strcmp(route->caching, "no-store") != 0);
}

/* The answer of a route of the API: what is the same for all of them is done here. */
static void answer_ask(struct app_api *api, struct net_http_reply *reply)
{
    struct app_ask *ask = &api->ask;
    if (ask->route->rules.formats == 0) {
        ask->route->answer(api, ask, reply);
        return;
    }
    /* An answer that is the same whenever it is asked for; a stream is none. */
    const bool has_tag = ask->route->caching == NULL;
    bool is_read = app_ask_read(api->store, &api->zones, &ask->route->rules, &api->scratch, ask);
    if (ask->route->check != NULL && !ask->is_cut_short) {
        ask->route->check(api->store, ask);
        is_read = ask->problem_count == 0;
    }
    if (is_read &&
        (!has_tag || app_ask_is_now(ask) || !app_front_is_known(&api->front, ask->format, reply)))
        ask->route->answer(api, ask, reply);
    if (ask->problem_count > 0) {
        refuse_all(reply, ask);
        return;
    }
    const char *caching = ask->route->caching;
    if (caching == NULL)
        caching = app_ask_is_now(ask) ? "public, max-age=1" : "public, max-age=86400";
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), base_text_of(caching));
}

void app_api_handle(void *state, const struct net_http_request *request,
                    struct net_http_reply *reply)
{
    struct app_api *api = state;
    refresh(api);
    struct app_ask *ask = &api->ask;
    ask->request = app_front_begin(&api->front, request, reply);
    ask->route = app_routes_find(api->front.request->path, &ask->rest);
    bool is_allowed = request->method == ask->route->method ||
                      (ask->route->method == NET_HTTP_GET && request->method == NET_HTTP_HEAD);
    if (ask->request == NULL)
        ; /* it is answered already */
    else if (!is_allowed)
        refuse_method(request, ask->route, reply);
    else if (!lasts_a_second(ask->route) || !app_front_recalls(&api->front, reply))
        answer_ask(api, reply);
    app_front_end(&api->front, reply, app_routes_row(ask->route));
}
