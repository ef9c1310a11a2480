/* The whole path of a request: bytes through net/http into server_pipeline_handle, and streams for
 * a few turns. Whatever the input, no answer is a failure of the server, a refusal is a problem
 * document that states its status, and JSON is valid. */
#include "server/handle_stream.h"
#include "server/middleware/pipeline.h"
#include "server/worker.h"

#include "fuzz.h"

#include <jansson.h>

#define TURNS_MAX 3

static struct server_worker *open_api(void)
{
    static struct data_dataset dataset;
    static struct server_shared shared;
    struct base_fault fault;
    FUZZ_REQUIRE(data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK);
    shared = (struct server_shared){
        .dataset = &dataset, .web_root = -1, .streams_max = SERVER_HANDLE_STREAM_OPEN_MAX};
    return server_pipeline_create(&shared, 0);
}

static bool has_header(const struct net_http_reply *reply, const char *name)
{
    return reply->headers.used > 0 &&
           memmem(reply->headers.bytes, reply->headers.used, name, strlen(name)) != NULL;
}

static void check_json(struct base_text content, unsigned refusal)
{
    json_error_t error;
    json_t *document =
        json_loadb(content.at, content.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    FUZZ_REQUIRE(json_is_object(document));
    if (refusal != 0) {
        FUZZ_REQUIRE(json_integer_value(json_object_get(document, "status")) == refusal);
        FUZZ_REQUIRE(json_array_size(json_object_get(document, "errors")) > 0);
    }
    json_decref(document);
}

/* A few pieces of a stream, as a client that goes away takes them. */
static void take_turns(struct net_http_stream *stream)
{
    struct base_buf piece;
    base_buf_init(&piece, 1u << 20);
    struct net_http_turn turn = {.out = &piece, .now_us = INT64_C(1793394000000000)};
    for (int i = 0; i < TURNS_MAX; i++) {
        turn.is_ending = i == TURNS_MAX - 1;
        enum base_err err = stream->produce(stream->state, &turn);
        FUZZ_REQUIRE(!piece.has_overflowed);
        FUZZ_REQUIRE(err == BASE_ERR_OK || err == BASE_ERR_AGAIN || err == BASE_ERR_END);
        if (err == BASE_ERR_END) break;
        if (err == BASE_ERR_AGAIN && turn.wake_us > turn.now_us) turn.now_us = turn.wake_us;
        base_buf_clear(&piece);
    }
    base_buf_fini(&piece);
}

static void check_reply(const struct net_http_request *request, struct net_http_reply *reply)
{
    static const struct base_text types[] = {{"application/json; charset=utf-8", 31},
                                             {"application/problem+json", 24}};
    const bool is_json = base_text_equals(reply->content_type, types[0]);
    const bool is_problem = base_text_equals(reply->content_type, types[1]);
    FUZZ_REQUIRE(reply->status >= 200 && !reply->headers.has_overflowed);
    FUZZ_REQUIRE(reply->status < 500 || base_text_equals(request->path, BASE_TEXT("/readyz")));
    FUZZ_REQUIRE(reply->status < 400 || reply->status >= 500 || is_problem);
    if (reply->stream.produce != NULL) {
        FUZZ_REQUIRE(reply->status == 200);
        take_turns(&reply->stream);
    } else if ((is_json || is_problem) && !has_header(reply, "Content-Encoding: ")) {
        struct base_text content = net_http_reply_content(reply, NET_HTTP_GET);
        if (reply->status != 304 && content.length > 0)
            check_json(content, is_problem ? reply->status : 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct server_worker *worker;
    static struct net_http_reply reply;
    if (worker == NULL) {
        worker = open_api();
        net_http_reply_init(&reply);
    }
    struct net_http_limits limits = net_http_limits_default();
    struct net_http_parser parser;
    char *kept = malloc(size + 1); /* of exactly this size, so that reading beyond it is found */
    FUZZ_REQUIRE(kept != NULL);
    memcpy(kept, bytes, size);
    struct net_http_bytes input = {kept, size};
    enum base_err err;
    net_http_parser_init(&parser, &limits);
    while ((err = net_http_parse(&parser, &input)) == BASE_ERR_OK) {
        net_http_reply_clear(&reply);
        server_pipeline_handle(worker, &parser.request, &reply);
        check_reply(&parser.request, &reply);
        net_http_reply_clear(&reply);
    }
    if (err != BASE_ERR_AGAIN) {
        server_pipeline_refuse(worker, parser.status, &reply);
        FUZZ_REQUIRE(reply.status == parser.status);
        check_json(net_http_reply_content(&reply, NET_HTTP_GET), parser.status);
        net_http_reply_clear(&reply);
    }
    free(kept);
    return 0;
}
