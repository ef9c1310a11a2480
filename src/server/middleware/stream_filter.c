/* A stream around the handler's own. Base paths and compression have their own rooms. */
#include "server/middleware/stream_filter.h"

#include "server/middleware/base_path.h"

#include <stdlib.h>
#include <string.h>

struct wrapped {
    struct net_http_stream inner;
    struct server_pipeline *front;
    struct server_gzip_stream zip;
    bool is_zipped;
    struct base_text base; /* put before addresses; or empty */
    struct base_buf piece; /* of the inner stream, before it is compressed */
    uint64_t start_ns, bytes;
    unsigned route, status;
    struct base_text parts[6]; /* for the log, in the order of the entry; they lie in text */
    char text[];
};

enum { PART_ID, PART_METHOD, PART_PATH, PART_QUERY, PART_PEER, PART_AGENT };

static enum base_err produce_zipped(struct wrapped *stream, struct net_http_turn *turn)
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
    struct base_text piece = {stream->piece.bytes, stream->piece.used};
    if (piece.length == 0 && flush == SERVER_GZIP_PAUSE) return err;
    if (stream->base.length > 0) {
        server_base_path_document(stream->base, &stream->piece);
        piece = (struct base_text){stream->piece.bytes, stream->piece.used};
    }
    enum base_err zip_err = server_gzip_stream_add(&stream->zip, piece, flush, turn->out);
    return zip_err == BASE_ERR_OK ? err : zip_err;
}

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    struct wrapped *stream = state;
    enum base_err err;
    if (stream->is_zipped) {
        err = produce_zipped(stream, turn);
    } else {
        err = stream->inner.produce(stream->inner.state, turn);
        if (stream->base.length > 0) server_base_path_document(stream->base, turn->out);
    }
    stream->bytes += turn->out->used;
    return err;
}

static void release(void *state)
{
    struct wrapped *stream = state;
    struct server_pipeline *front = stream->front;
    struct server_access_log_entry entry = {
        .request_id = stream->parts[PART_ID],
        .method = stream->parts[PART_METHOD],
        .path = stream->parts[PART_PATH],
        .query = stream->parts[PART_QUERY],
        .peer = stream->parts[PART_PEER],
        .user_agent = stream->parts[PART_AGENT],
        .status = stream->status,
        .bytes = stream->bytes,
        .duration_us = server_pipeline_elapsed_us(stream->start_ns),
    };
    server_pipeline_account(front, &entry, stream->route);
    if (front->counters != NULL) server_metrics_add(&front->counters->streams_open, (uint64_t)-1);
    if (stream->is_zipped) {
        server_gzip_stream_fini(&stream->zip);
        front->zipped--;
    }
    base_buf_fini(&stream->piece);
    net_http_stream_release(&stream->inner);
    free(stream);
}

/* Copies what the log will say: the request is gone by then. */
static struct wrapped *wrap(const struct server_pipeline *front)
{
    const struct base_text parts[] = {front->id,     front->request->method_text,
                                      front->path,   front->request->query,
                                      front->client, front->user_agent};
    const size_t count = sizeof parts / sizeof *parts;
    bool has_log = front->shared != NULL && front->shared->log.fd >= 0;
    size_t lengths[sizeof parts / sizeof *parts] = {0}, sum = 0;
    for (size_t i = 0; i < count && has_log; i++)
        sum += lengths[i] = parts[i].length < SERVER_ACCESS_LOG_PATH_BYTES
                                ? parts[i].length
                                : SERVER_ACCESS_LOG_PATH_BYTES;
    struct wrapped *stream = calloc(1, sizeof *stream + sum);
    if (stream == NULL) return NULL;
    char *at = stream->text;
    for (size_t i = 0; i < count; i++) {
        stream->parts[i] = (struct base_text){at, lengths[i]};
        if (lengths[i] == 0) continue;
        memcpy(at, parts[i].at, lengths[i]);
        at += lengths[i];
    }
    return stream;
}

enum server_stream_filter_coding
server_stream_filter_stream(struct server_pipeline *front, struct net_http_reply *reply,
                            unsigned route, enum server_stream_filter_coding coding)
{
    struct wrapped *stream = wrap(front);
    if (stream == NULL) return SERVER_STREAM_FILTER_PLAIN;
    stream->front = front;
    stream->route = route;
    stream->status = reply->status;
    stream->start_ns = front->start_ns;
    if (front->shared != NULL &&
        server_base_path_is_for(front->shared->base_path, reply->content_type))
        stream->base = front->shared->base_path;
    base_buf_init(&stream->piece, 16 * NET_HTTP_TURN_BYTES);
    if (coding == SERVER_STREAM_FILTER_GZIP &&
        server_gzip_stream_init(&stream->zip) == BASE_ERR_OK) {
        stream->is_zipped = true;
        front->zipped++;
    }
    stream->inner = reply->stream;
    reply->stream = (struct net_http_stream){produce, release, stream};
    if (front->counters != NULL) {
        server_metrics_add(&front->counters->streams_open, 1);
        server_metrics_add(&front->counters->streams_opened, 1);
    }
    return stream->is_zipped ? SERVER_STREAM_FILTER_GZIP : SERVER_STREAM_FILTER_PLAIN;
}
