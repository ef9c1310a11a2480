/* Requests to replies. The almanac reads parameters and makes documents; routes that only a server
 * has come with a handler. Neither uses a socket. */
#include "server/dispatch.h"

#include "almanac/answer.h"
#include "almanac/documents.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "base/err.h"
#include "base/text.h"
#include "net/http_head.h"
#include "server/middleware/etag.h"
#include "server/middleware/gzip.h"
#include "server/middleware/metrics.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/route.h"
#include "server/streamed_reply.h"

#include <assert.h>
#include <stddef.h>

#define OVERLOADED_RETRY_S "5"

bool server_dispatch_has_method(const struct server_exchange *exchange)
{
    const enum net_http_method method = exchange->request->method;
    if (exchange->route->document->method == ALMANAC_DOCUMENTS_POST) return method == NET_HTTP_POST;
    return method == NET_HTTP_GET || method == NET_HTTP_HEAD;
}

/* ---- 304 ---------------------------------------------------------------------------------- */

/* For answers that are the same whenever they are requested: gives the exchange its entity tag, and
 * makes the reply a 304 if the client has the answer. */
static bool is_not_modified(struct server_worker *worker, struct net_http_reply *reply)
{
    struct server_exchange *exchange = &worker->exchange;
    assert(worker->work.ask.problem_count == 0 && !exchange->has_etag);
    if (exchange->request->method == NET_HTTP_POST) return false;
    server_etag_make(&worker->seed, exchange->request->target, worker->work.ask.format,
                     exchange->etag);
    exchange->has_etag = true;
    if (exchange->if_none_match.length == 0) return false;
    char gzip_tag[SERVER_ETAG_GZIP_CHARS];
    struct server_etag_offer offer = {.tags = {[1] = {exchange->etag, SERVER_ETAG_CHARS}}};
    if (server_gzip_is_accepted(exchange->accept_encoding)) {
        server_etag_make_gzip(exchange->etag, gzip_tag);
        offer.tags[0] = (struct base_text){gzip_tag, sizeof gzip_tag};
    }
    struct base_text tag = server_etag_decide(exchange->if_none_match, &offer, reply);
    if (tag.at == NULL) return false;
    server_reply_allow_every_origin(reply);
    net_http_reply_header(reply, BASE_TEXT("ETag"), tag);
    if (worker->counters != NULL) server_metrics_add(&worker->counters->not_modified, 1);
    return true;
}

/* ---- answers ------------------------------------------------------------------------------ */

/* Sends what the almanac answered; a long answer continues as a stream. */
static void send_answer(struct server_worker *worker, enum base_err err,
                        struct almanac_answer *answer, struct net_http_reply *reply)
{
    assert((err == BASE_ERR_END) == (answer->content.append == NULL));
    reply->status = (unsigned)answer->status;
    server_reply_set_type(reply, answer->content_type);
    if (answer->file_name[0] != '\0') server_reply_offer_download(reply, answer->file_name, "");
    server_reply_set_caching(reply, answer->caching);
    if (err == BASE_ERR_END ||
        server_streamed_reply_start(worker, &answer->content, reply) == BASE_ERR_OK)
        return;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
    server_refusals_write(reply, &problem);
}

/* Sends the problems of the request. */
static void send_problems(struct server_worker *worker, struct net_http_reply *reply)
{
    const struct almanac_request *ask = &worker->work.ask;
    struct almanac_answer refusal;
    assert(ask->problem_count > 0);
    net_http_reply_clear(reply);
    almanac_answer_refuse(ask->problems, ask->problem_count, &reply->body, &refusal);
    send_answer(worker, BASE_ERR_END, &refusal, reply);
    if (ask->problems[0].kind == ALMANAC_PROBLEM_OVERLOADED)
        net_http_reply_header(reply, BASE_TEXT("Retry-After"), BASE_TEXT(OVERLOADED_RETRY_S));
}

/* Calls the handler of a route for a request that was read, unless it has problems. */
static void call_handler(struct server_worker *worker, struct net_http_reply *reply)
{
    const struct server_route *route = worker->exchange.route;
    const struct almanac_request *ask = &worker->work.ask;
    assert(route->handler != NULL);
    if (ask->problem_count == 0) route->handler(worker, worker->exchange.request, reply);
    if (ask->problem_count > 0)
        send_problems(worker, reply);
    else
        server_reply_set_caching(reply, almanac_answer_caching(&worker->work, route->document));
}

void server_dispatch_answer(struct server_worker *worker, struct net_http_reply *reply)
{
    const struct server_exchange *exchange = &worker->exchange;
    const struct server_route *route = exchange->route;
    const struct almanac_documents_row *document = route->document;
    const struct net_http_request *request = exchange->request;
    assert(server_dispatch_has_method(exchange));
    assert(route->handler != NULL || document->open != NULL);
    worker->work.ask.rest = exchange->rest;
    if (document->rules.formats == 0) { /* the handler reads the request itself */
        route->handler(worker, request, reply);
        return;
    }
    const struct almanac_request_text text = {
        .path = request->path,
        .query = request->query,
        .body = request->body,
        .accept = net_http_header(request, BASE_TEXT("Accept")),
    };
    struct almanac_answer answer;
    if (almanac_answer_read(&worker->work, document, exchange->rest, &text) &&
        almanac_answer_is_fixed(&worker->work, document) && is_not_modified(worker, reply))
        server_reply_set_caching(reply, almanac_answer_caching(&worker->work, document));
    else if (route->handler != NULL)
        call_handler(worker, reply);
    else
        send_answer(worker, almanac_answer_begin(&worker->work, document, &reply->body, &answer),
                    &answer, reply);
}
