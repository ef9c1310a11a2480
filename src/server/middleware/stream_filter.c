/* A stream that contains the stream of the handler. Base paths and compression have their own
 * rooms. */
#include "server/middleware/stream_filter.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "server/frontend.h"
#include "server/middleware/access_log.h"
#include "server/middleware/accounting.h"
#include "server/middleware/gzip.h"
#include "server/middleware/metrics.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PART_ID, PART_METHOD, PART_PATH, PART_QUERY, PART_PEER, PART_AGENT, PARTS };

#define PIECE_MAX_BYTES (16 * NET_HTTP_TURN_BYTES)

struct filtered {
    struct net_http_stream inner;
    struct server_worker *worker;
    struct server_gzip_stream gzip;
    bool is_compressed;
    struct base_buf piece; /* of the inner stream, before it is compressed */
    uint64_t start_ns, bytes;
    unsigned route_row, status;
    struct base_text parts[PARTS]; /* for the log; they point into text */
    char text[];
};

static enum base_err produce_compressed(struct filtered *stream, struct net_http_turn *turn)
{
    struct net_http_turn inner = *turn;
    base_buf_clear(&stream->piece);
    inner.out = &stream->piece;
    enum base_err err = stream->inner.produce(stream->inner.state, &inner);
    turn->wake_us = inner.wake_us;
    if (err != BASE_ERR_OK && err != BASE_ERR_AGAIN && err != BASE_ERR_END) return err;
    if (stream->piece.has_overflowed) return BASE_ERR_MEMORY;
    enum server_gzip_flush flush = err == BASE_ERR_END     ? SERVER_GZIP_END
                                   : err == BASE_ERR_AGAIN ? SERVER_GZIP_PAUSE
                                                           : SERVER_GZIP_MORE;
    const struct base_text piece = {stream->piece.bytes, stream->piece.used};
    if (piece.length == 0 && flush == SERVER_GZIP_PAUSE) return err;
    enum base_err gzip_err = server_gzip_stream_add(&stream->gzip, piece, flush, turn->out);
    return gzip_err == BASE_ERR_OK ? err : gzip_err;
}

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    struct filtered *stream = state;
    enum base_err err = stream->is_compressed ? produce_compressed(stream, turn)
                                              : stream->inner.produce(stream->inner.state, turn);
    stream->bytes += turn->out->used;
    return err;
}

static void release(void *state)
{
    struct filtered *stream = state;
    struct server_worker *worker = stream->worker;
    struct server_access_log_entry entry = {
        .request_id = stream->parts[PART_ID],
        .method = stream->parts[PART_METHOD],
        .path = stream->parts[PART_PATH],
        .query = stream->parts[PART_QUERY],
        .peer = stream->parts[PART_PEER],
        .user_agent = stream->parts[PART_AGENT],
        .status = stream->status,
        .bytes = stream->bytes,
        .duration_us = server_accounting_elapsed_us(stream->start_ns),
    };
    server_accounting_record(worker, &entry, stream->route_row);
    if (worker->counters != NULL) server_metrics_add(&worker->counters->streams_open, (uint64_t)-1);
    if (stream->is_compressed) {
        assert(worker->compressed_streams > 0);
        server_gzip_stream_fini(&stream->gzip);
        worker->compressed_streams--;
    }
    base_buf_fini(&stream->piece);
    net_http_stream_release(&stream->inner);
    free(stream);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Copies what the log will need, because the request is gone by then. */
static struct filtered *create(const struct server_worker *worker)
{
    const struct server_exchange *exchange = &worker->exchange;
    const struct base_text parts[PARTS] = {
        [PART_ID] = exchange->id,       [PART_METHOD] = exchange->request->method_text,
        [PART_PATH] = exchange->path,   [PART_QUERY] = exchange->request->query,
        [PART_PEER] = exchange->client, [PART_AGENT] = exchange->user_agent,
    };
    const struct server_frontend *frontend = worker->shared->frontend;
    bool has_log = frontend != NULL && frontend->log.fd >= 0;
    size_t lengths[PARTS] = {0}, sum = 0;
    for (int i = 0; i < PARTS && has_log; i++)
        sum += lengths[i] = smaller(parts[i].length, SERVER_ACCESS_LOG_PATH_BYTES);
    struct filtered *stream = calloc(1, sizeof *stream + sum);
    if (stream == NULL) return NULL;
    char *at = stream->text;
    for (int i = 0; i < PARTS; i++) {
        stream->parts[i] = (struct base_text){at, lengths[i]};
        if (lengths[i] == 0) continue;
        memcpy(at, parts[i].at, lengths[i]);
        at += lengths[i];
    }
    assert((size_t)(at - stream->text) == sum);
    return stream;
}

enum server_stream_filter_coding server_stream_filter_start(struct server_worker *worker,
                                                            struct net_http_reply *reply,
                                                            enum server_stream_filter_coding coding)
{
    assert(reply->stream.produce != NULL);
    struct filtered *stream = create(worker);
    if (stream == NULL) return SERVER_STREAM_FILTER_PLAIN;
    stream->worker = worker;
    stream->route_row = worker->exchange.route_row;
    stream->status = reply->status;
    stream->start_ns = worker->exchange.start_ns;
    base_buf_init(&stream->piece, PIECE_MAX_BYTES);
    if (coding == SERVER_STREAM_FILTER_GZIP &&
        server_gzip_stream_init(&stream->gzip) == BASE_ERR_OK) {
        stream->is_compressed = true;
        worker->compressed_streams++;
    }
    stream->inner = reply->stream;
    reply->stream = (struct net_http_stream){produce, release, stream};
    if (worker->counters != NULL) {
        server_metrics_add(&worker->counters->streams_open, 1);
        server_metrics_add(&worker->counters->streams_opened, 1);
    }
    return stream->is_compressed ? SERVER_STREAM_FILTER_GZIP : SERVER_STREAM_FILTER_PLAIN;
}
