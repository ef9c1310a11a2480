#include "server/streamed_reply.h"

#include <stdlib.h>

/* A stream under way. What the first piece left in the reply is sent before all else. */
struct stream {
    struct server_streamed_reply flow;
    struct base_buf first;
    struct data_dataset_live *stock;  /* or NULL */
    const struct data_dataset *store; /* held */
};

static void release(void *state)
{
    struct stream *stream = state;
    stream->flow.free(stream->flow.state);
    if (stream->stock != NULL) data_dataset_live_give_back(stream->stock, stream->store);
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
    return stream->flow.append(stream->flow.state, turn->out, NET_HTTP_TURN_BYTES);
}

enum base_err server_streamed_reply_start(struct server_dispatch *api,
                                          struct server_streamed_reply flow,
                                          struct net_http_reply *reply)
{
    enum base_err err =
        flow.append(flow.state, &reply->body, SERVER_STREAMED_REPLY_WHOLE_MAX_BYTES);
    struct stream *stream = err == BASE_ERR_OK ? calloc(1, sizeof *stream) : NULL;
    if (stream == NULL) {
        flow.free(flow.state);
        if (err == BASE_ERR_END) return BASE_ERR_OK;
        return err == BASE_ERR_OK ? BASE_ERR_MEMORY : err;
    }
    stream->flow = flow;
    stream->stock = api->stock;
    stream->store = api->store;
    if (api->stock != NULL) data_dataset_live_hold(api->stock, api->store);
    base_buf_init(&stream->first, NET_HTTP_REPLY_MAX_BYTES);
    base_buf_append(&stream->first, reply->body.bytes, reply->body.used);
    base_buf_clear(&reply->body);
    reply->stream = (struct net_http_stream){produce, release, stream};
    return BASE_ERR_OK;
}
