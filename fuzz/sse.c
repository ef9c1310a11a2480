/* Any bytes as an event stream give the same events, whether cut at two places or not at all. */
#include "net/sse.h"

#include "fuzz.h"

#include <string.h>

#define SEEN_MAX 8192

struct seen {
    size_t used;
    char bytes[SEEN_MAX];
};

static void see_text(struct seen *seen, struct base_text text)
{
    FUZZ_REQUIRE(text.length == 0 || text.at != NULL);
    for (size_t i = 0; i < text.length && seen->used < SEEN_MAX; i++)
        seen->bytes[seen->used++] = text.at[i];
    if (seen->used < SEEN_MAX) seen->bytes[seen->used++] = '\n';
}

static enum base_err see(void *argument, const struct net_sse_event *event)
{
    struct seen *seen = argument;
    FUZZ_REQUIRE(event->type.length > 0);
    see_text(seen, event->type);
    see_text(seen, event->data);
    see_text(seen, event->id);
    return BASE_ERR_OK;
}

static enum base_err parse(const uint8_t *bytes, size_t size, size_t first, size_t step,
                           struct seen *seen, unsigned *retry_ms, char *last_id)
{
    struct net_sse_parser parser;
    enum base_err err = BASE_ERR_OK;
    net_sse_init(&parser);
    seen->used = 0;
    for (size_t at = 0, piece = first; at < size && err == BASE_ERR_OK; at += piece, piece = step) {
        if (piece > size - at) piece = size - at;
        err = net_sse_parse(&parser, (const char *)bytes + at, piece, see, seen);
    }
    *retry_ms = parser.retry_ms;
    memcpy(last_id, parser.last_id, sizeof parser.last_id);
    net_sse_fini(&parser);
    return err;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct seen whole, cut;
    static char whole_id[NET_SSE_ID_MAX_BYTES + 1], cut_id[NET_SSE_ID_MAX_BYTES + 1];
    unsigned whole_ms, cut_ms;
    if (size < 2) return 0;
    size_t first = bytes[0] + 1u, step = bytes[1] + 1u;
    bytes += 2, size -= 2;
    enum base_err a = parse(bytes, size, size + 1, 1, &whole, &whole_ms, whole_id);
    enum base_err b = parse(bytes, size, first, step, &cut, &cut_ms, cut_id);
    FUZZ_REQUIRE(a == b);
    FUZZ_REQUIRE(whole.used == cut.used && memcmp(whole.bytes, cut.bytes, cut.used) == 0);
    FUZZ_REQUIRE(whole_ms == cut_ms && whole_ms <= NET_SSE_RETRY_MAX_MS);
    FUZZ_REQUIRE(strcmp(whole_id, cut_id) == 0 && strlen(whole_id) <= NET_SSE_ID_MAX_BYTES);
    return 0;
}
