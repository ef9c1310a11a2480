/* Server-sent events: a line parser whose input may be split anywhere, and the loop that
 * reconnects. Spec: WHATWG HTML, section 9.2 (server-sent events).
 */
#include "net/sse.h"

#include "net/task.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define STREAM_TYPE "text/event-stream"

void net_sse_init(struct net_sse_parser *parser)
{
    *parser = (struct net_sse_parser){.retry_ms = NET_SSE_RETRY_MS};
    base_buf_init(&parser->line, NET_SSE_LINE_MAX_BYTES);
    base_buf_init(&parser->type, NET_SSE_LINE_MAX_BYTES);
    base_buf_init(&parser->data, NET_SSE_DATA_MAX_BYTES);
    base_buf_init(&parser->id, NET_SSE_LINE_MAX_BYTES);
}

void net_sse_fini(struct net_sse_parser *parser)
{
    base_buf_fini(&parser->line);
    base_buf_fini(&parser->type);
    base_buf_fini(&parser->data);
    base_buf_fini(&parser->id);
}

void net_sse_begin(struct net_sse_parser *parser)
{
    base_buf_clear(&parser->line);
    base_buf_clear(&parser->type);
    base_buf_clear(&parser->data);
    base_buf_clear(&parser->id);
    base_buf_append_string(&parser->id, parser->last_id);
    parser->bom = 0;
    parser->is_after_cr = false;
}

static struct base_text text_of(const struct base_buf *buf)
{
    return (struct base_text){buf->bytes, buf->used};
}

static void set_retry(struct net_sse_parser *parser, struct base_text value)
{
    unsigned ms = 0;
    if (value.length == 0) return;
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] < '0' || value.at[i] > '9') return;
        ms = ms * 10 + (unsigned)(value.at[i] - '0');
        if (ms > NET_SSE_RETRY_MAX_MS) ms = NET_SSE_RETRY_MAX_MS;
    }
    parser->retry_ms = ms;
}

static void set_buf(struct base_buf *buf, struct base_text value)
{
    base_buf_clear(buf);
    base_buf_append_text(buf, value);
}

static void read_field(struct net_sse_parser *parser, struct base_text line)
{
    struct base_text value = line;
    struct base_text name = base_text_cut(&value, ':'); /* without a colon: all of it */
    if (value.length > 0 && value.at[0] == ' ') value.at++, value.length--;
    if (base_text_equals(name, BASE_TEXT("data"))) {
        base_buf_append_text(&parser->data, value);
        base_buf_append(&parser->data, "\n", 1);
    } else if (base_text_equals(name, BASE_TEXT("event"))) {
        set_buf(&parser->type, value);
    } else if (base_text_equals(name, BASE_TEXT("id"))) {
        bool has_nul = value.length > 0 && memchr(value.at, '\0', value.length) != NULL;
        if (!has_nul) set_buf(&parser->id, value);
    } else if (base_text_equals(name, BASE_TEXT("retry"))) {
        set_retry(parser, value);
    }
}

/* The id of an event becomes the last one even when the event has no data. */
static void store_id(struct net_sse_parser *parser)
{
    if (parser->id.used > NET_SSE_ID_MAX_BYTES) return;
    if (parser->id.used > 0) memcpy(parser->last_id, parser->id.bytes, parser->id.used);
    parser->last_id[parser->id.used] = '\0';
}

static enum base_err dispatch(struct net_sse_parser *parser, net_sse_receive *receive,
                              void *argument)
{
    enum base_err err = BASE_ERR_OK;
    store_id(parser);
    if (parser->data.used > 0) {
        struct net_sse_event event = {
            parser->type.used > 0 ? text_of(&parser->type) : BASE_TEXT("message"),
            {parser->data.bytes, parser->data.used - 1},
            text_of(&parser->id),
        };
        err = receive(argument, &event);
    }
    base_buf_clear(&parser->type);
    base_buf_clear(&parser->data);
    return err;
}

static enum base_err end_line(struct net_sse_parser *parser, net_sse_receive *receive,
                              void *argument)
{
    struct base_text line = text_of(&parser->line);
    if (line.length == 0) return dispatch(parser, receive, argument);
    if (line.at[0] != ':') read_field(parser, line);
    base_buf_clear(&parser->line);
    return parser->data.has_overflowed ? BASE_ERR_LIMIT : BASE_ERR_OK;
}

/* Skips a byte order mark at the start of the stream. Gives the number of bytes consumed. */
static size_t skip_bom(struct net_sse_parser *parser, const char *bytes, size_t count)
{
    static const char BOM[3] = {'\xef', '\xbb', '\xbf'};
    size_t i = 0;
    assert(parser->bom < (int)sizeof BOM);
    while (parser->bom >= 0 && i < count) {
        if (bytes[i] != BOM[parser->bom]) {
            base_buf_append(&parser->line, BOM, (size_t)parser->bom); /* it was not a mark */
            parser->bom = -1;
            return i;
        }
        i++;
        if (++parser->bom == 3) parser->bom = -1;
    }
    return i;
}

enum base_err net_sse_parse(struct net_sse_parser *parser, const char *bytes, size_t count,
                            net_sse_receive *receive, void *argument)
{
    assert(receive != NULL && (bytes != NULL || count == 0));
    size_t i = skip_bom(parser, bytes, count);
    while (i < count) {
        if (parser->is_after_cr && bytes[i] == '\n') {
            parser->is_after_cr = false;
            i++;
            continue;
        }
        parser->is_after_cr = false;
        size_t end = i;
        while (end < count && bytes[end] != '\n' && bytes[end] != '\r') end++;
        base_buf_append(&parser->line, bytes + i, end - i);
        if (parser->line.has_overflowed) return BASE_ERR_LIMIT;
        if (end == count) return BASE_ERR_OK;
        parser->is_after_cr = bytes[end] == '\r';
        enum base_err err = end_line(parser, receive, argument);
        if (err != BASE_ERR_OK) return err;
        i = end + 1;
    }
    return BASE_ERR_OK;
}

/* ---- following a stream ---- */

struct net_client_config net_sse_config(void)
{
    struct net_client_config config = net_client_config_default();
    config.total_ms = UINT32_MAX; /* 49 days, and then a new connection */
    config.stall_ms = NET_SSE_STALL_MS;
    config.tries = 1;
    return config;
}

struct following {
    const struct net_sse_source *source;
    struct net_sse_parser parser;
    struct net_client_reply *reply;
    unsigned failures; /* consecutive connections without an event */
    bool has_ended;
};

static bool is_stream(const char *content_type)
{
    size_t length = sizeof STREAM_TYPE - 1;
    return strncasecmp(content_type, STREAM_TYPE, length) == 0 &&
           (content_type[length] == '\0' || strchr("; \t", content_type[length]) != NULL);
}

static enum base_err on_event(void *argument, const struct net_sse_event *event)
{
    struct following *f = argument;
    f->failures = 0;
    enum base_err err = f->source->receive(f->source->argument, event);
    f->has_ended = err == BASE_ERR_END;
    return err;
}

static enum base_err on_bytes(void *argument, uint64_t at, const char *bytes, size_t count)
{
    struct following *f = argument;
    if (at == 0 && !is_stream(f->reply->content_type)) return BASE_ERR_FORMAT;
    return net_sse_parse(&f->parser, bytes, count, on_event, f);
}

static enum base_err connect_once(struct following *f, struct net_client *client)
{
    char last_id[NET_SSE_ID_MAX_BYTES + 32];
    const char *headers[] = {"Accept: " STREAM_TYPE, "Cache-Control: no-store", NULL, NULL};
    snprintf(last_id, sizeof last_id, "Last-Event-ID: %s", f->parser.last_id);
    if (f->parser.last_id[0] != '\0') headers[2] = last_id;
    net_sse_begin(&f->parser);
    const struct net_client_request request = {
        .url = f->source->url,
        .headers = headers,
        .write = on_bytes,
        .argument = f,
        .max_bytes = INT64_MAX,
    };
    return net_client_fetch(client, &request, f->reply);
}

static bool is_worth_retrying(int status)
{
    return status == 200 || status == 408 || status == 429 || status >= 500;
}

/* What the end of a connection means: AGAIN to open another one. */
static enum base_err result_of(const struct following *f, enum base_err err)
{
    if (f->has_ended) return BASE_ERR_OK;
    if (err == BASE_ERR_NETWORK || err == BASE_ERR_LATE) {
        bool is_over = f->source->tries > 0 && f->failures >= f->source->tries;
        enum base_err cancelled = net_task_check();
        return cancelled != BASE_ERR_OK ? cancelled : is_over ? err : BASE_ERR_AGAIN;
    }
    if (err != BASE_ERR_OK) return err;
    if (f->reply->status == 204) return BASE_ERR_OK;
    if (!is_worth_retrying(f->reply->status)) return BASE_ERR_FORMAT;
    if (f->reply->status == 200 && !is_stream(f->reply->content_type)) return BASE_ERR_FORMAT;
    if (f->source->tries > 0 && f->failures >= f->source->tries) return BASE_ERR_NETWORK;
    return BASE_ERR_AGAIN;
}

static uint64_t pause_ms(const struct following *f)
{
    uint64_t pause = f->parser.retry_ms, random = 0;
    assert(pause <= NET_SSE_RETRY_MAX_MS);
    if (pause < NET_SSE_RETRY_MIN_MS) pause = NET_SSE_RETRY_MIN_MS;
    for (unsigned i = 1; i < f->failures && pause < NET_SSE_RETRY_MAX_MS; i++) pause *= 2;
    if (pause > NET_SSE_RETRY_MAX_MS) pause = NET_SSE_RETRY_MAX_MS;
    if (uv_random(NULL, NULL, &random, sizeof random, 0, NULL) != 0) random = uv_hrtime();
    pause -= random % (pause / 2 + 1);
    if (f->reply->retry_after_ms > pause) pause = f->reply->retry_after_ms;
    return pause < NET_SSE_RETRY_MAX_MS ? pause : NET_SSE_RETRY_MAX_MS;
}

static const char *reason_of(const struct following *f, enum base_err err, char *text, size_t room)
{
    if (err == BASE_ERR_LATE) return net_client_phase_text(f->reply->phase);
    if (err != BASE_ERR_OK) return f->reply->note;
    snprintf(text, room, f->reply->status == 200 ? "the server ended the stream" : "status %d",
             f->reply->status);
    return text;
}

enum base_err net_sse_follow(struct net_client *client, const struct net_sse_source *source,
                             struct net_client_reply *reply)
{
    assert(source->url != NULL && source->receive != NULL);
    struct following f = {.source = source, .reply = reply};
    char text[64];
    net_sse_init(&f.parser);
    if (source->last_id != NULL && strlen(source->last_id) <= NET_SSE_ID_MAX_BYTES)
        snprintf(f.parser.last_id, sizeof f.parser.last_id, "%s", source->last_id);
    enum base_err err;
    for (;;) {
        f.failures++;
        enum base_err ended = connect_once(&f, client);
        err = result_of(&f, ended);
        if (err != BASE_ERR_AGAIN) break;
        uint64_t wait_ms = pause_ms(&f);
        if (source->on_pause != NULL)
            source->on_pause(source->argument, ended, reason_of(&f, ended, text, sizeof text),
                             wait_ms);
        err = net_task_sleep_ms(wait_ms);
        if (err != BASE_ERR_OK) break;
    }
    net_sse_fini(&f.parser);
    return err;
}
