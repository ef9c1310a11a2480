/* A content of the almanac as a stream of net/http. */
#include "server/streamed_reply.h"

#include "base/buf.h"
#include "data/dataset.h"
#include "data/dataset_live.h"

#include <assert.h>
#include <stdlib.h>

/* A reply in progress. Its first piece is sent first. */
struct stream {
    struct almanac_content content;
    struct base_buf first;
    struct data_dataset_live *live;     /* or NULL */
    const struct data_dataset *dataset; /* held */
};

static void release(void *state)
{
    struct stream *stream = state;
    if (stream->content.close != NULL) stream->content.close(stream->content.state);
    if (stream->live != NULL) data_dataset_live_release(stream->live, stream->dataset);
    base_buf_fini(&stream->first);
    free(stream);
}

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    struct stream *stream = state;
    if (stream->first.used > 0) {
        base_buf_append(turn->out, stream->first.bytes, stream->first.used);
        base_buf_fini(&stream->first);
        return BASE_ERR_OK;
    }
    return stream->content.append(stream->content.state, turn->out, NET_HTTP_TURN_BYTES);
}

enum base_err server_streamed_reply_start(struct server_worker *worker,
                                          const struct almanac_content *content,
                                          struct net_http_reply *reply)
{
    assert(content->append != NULL && reply->stream.produce == NULL);
    struct stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        if (content->close != NULL) content->close(content->state);
        return BASE_ERR_MEMORY;
    }
    stream->content = *content;
    stream->live = worker->shared->live;
    stream->dataset = worker->work.dataset;
    if (worker->shared->live != NULL)
        data_dataset_live_retain(worker->shared->live, worker->work.dataset);
    base_buf_init(&stream->first, NET_HTTP_REPLY_MAX_BYTES);
    base_buf_append(&stream->first, reply->body.bytes, reply->body.used);
    base_buf_clear(&reply->body);
    reply->stream = (struct net_http_stream){produce, release, stream};
    return BASE_ERR_OK;
}
