/* The framing of event streams: the examples of the specification, and every split of a stream. */
#include "check.h"
#include "net/sse.h"

#include <string.h>

#define SAID_MAX 4000

static char said[SAID_MAX];

static enum base_err say(void *argument, const struct net_sse_event *event)
{
    (void)argument;
    size_t used = strlen(said);
    snprintf(said + used, sizeof said - used, "[%.*s|%.*s|%.*s]", (int)event->type.length,
             event->type.at, (int)event->data.length, event->data.at, (int)event->id.length,
             event->id.at);
    return BASE_ERR_OK;
}

/* In pieces of `step` bytes, the first of `first`. */
static void parse(struct net_sse_parser *parser, const char *bytes, size_t count, size_t first,
                  size_t step)
{
    said[0] = '\0';
    net_sse_init(parser);
    for (size_t at = 0, piece = first; at < count; at += piece, piece = step) {
        if (piece > count - at) piece = count - at;
        char copy[256]; /* so that reading beyond a piece is found */
        assert_true(piece <= sizeof copy);
        memcpy(copy, bytes + at, piece);
        assert_int_equal(net_sse_parse(parser, copy, piece, say, NULL), BASE_ERR_OK);
    }
}

static const struct {
    const char *stream, *events;
} ROWS[] = {
    /* the three examples of WHATWG HTML, 9.2.6 */
    {"data: YHOO\ndata: +2\ndata: 10\n\n", "[message|YHOO\n+2\n10|]"},
    {": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event",
     "[message|first event|1][message|second event|]"},
    {"data\n\ndata\ndata\n\ndata:", "[message||][message|\n|]"},
    {"data:test\n\ndata: test\n\n", "[message|test|][message|test|]"},
    /* line ends of all three kinds, and types */
    {"event: rise\r\ndata: a\r\n\r\nevent: set\rdata: b\r\rdata: c\n\n",
     "[rise|a|][set|b|][message|c|]"},
    {"\xef\xbb\xbf"
     "data: after a mark\n\n",
     "[message|after a mark|]"},
    {"\xef\xbb\xbf\xef\xbb\xbf"
     "data: a second mark is part of a name\n\n",
     ""},
    {"\xef\xbb"
     "data: half a mark is, too\n\ndata: x\n\n",
     "[message|x|]"},
    {"event: x\n\ndata: the type was that of an event without data\n\n",
     "[message|the type was that of an event without data|]"},
    {"id: 7\n\ndata: the id was not\n\n", "[message|the id was not|7]"},
    {"Data: names have their case\ndatas: or others\n data: x\n\n", ""},
    {"data: a:b: c\n\n", "[message|a:b: c|]"},
    {"data: cut off in the middle\n", ""},
    {"", ""},
};

static void test_sse_gives_the_specifications_events_however_they_are_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        size_t count = strlen(ROWS[i].stream);
        struct net_sse_parser parser;
        for (size_t first = 1; first <= count + 1; first++) {
            for (size_t step = 1; step <= 256; step += 255) {
                parse(&parser, ROWS[i].stream, count, first, step);
                assert_string_equal(said, ROWS[i].events);
                net_sse_fini(&parser);
            }
        }
    }
}

static void test_sse_retry_is_digits_alone_and_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *stream;
        unsigned retry_ms;
    } rows[] = {
        {"retry: 10\n", 10},
        {"retry:0\n", 0},
        {"retry: -1\n", 3000},
        {"retry: 1s\n", 3000},
        {"retry\n", 3000},
        {"retry: 99999999999999999999\n", NET_SSE_RETRY_MAX_MS},
        {"retry: 10\nretry: x\n", 10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct net_sse_parser parser;
        parse(&parser, rows[i].stream, strlen(rows[i].stream), 256, 256);
        assert_int_equal(parser.retry_ms, rows[i].retry_ms);
        net_sse_fini(&parser);
    }
}

static void test_sse_ignores_an_id_with_nul_and_keeps_ids_across_connections(void **state)
{
    (void)state;
    static const char STREAM[] = "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n";
    struct net_sse_parser parser;
    parse(&parser, STREAM, sizeof STREAM - 1, 5, 1);
    assert_string_equal(said, "[message|a|1][message|b|1]");
    assert_string_equal(parser.last_id, "1");
    assert_int_equal(net_sse_parse(&parser, "id: 3\ndata: cut", 15, say, NULL), BASE_ERR_OK);
    net_sse_begin(&parser); /* the event was not complete: its id does not count */
    said[0] = '\0';
    assert_int_equal(net_sse_parse(&parser, "data: c\n\n", 9, say, NULL), BASE_ERR_OK);
    assert_string_equal(said, "[message|c|1]");
    net_sse_fini(&parser);
}

static void test_sse_lines_and_events_have_limits(void **state)
{
    (void)state;
    static char piece[65536];
    memset(piece, 'x', sizeof piece);
    struct net_sse_parser parser;
    enum base_err err = BASE_ERR_OK;
    net_sse_init(&parser);
    for (int i = 0; i < 100 && err == BASE_ERR_OK; i++)
        err = net_sse_parse(&parser, piece, sizeof piece, say, NULL);
    assert_int_equal(err, BASE_ERR_LIMIT);
    net_sse_fini(&parser);
    net_sse_init(&parser);
    memcpy(piece, "data:", 5);
    piece[sizeof piece - 1] = '\n';
    err = BASE_ERR_OK;
    for (int i = 0; i < 100 && err == BASE_ERR_OK; i++)
        err = net_sse_parse(&parser, piece, sizeof piece, say, NULL);
    assert_int_equal(err, BASE_ERR_LIMIT);
    net_sse_fini(&parser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sse_gives_the_specifications_events_however_they_are_split),
        cmocka_unit_test(test_sse_retry_is_digits_alone_and_bounded),
        cmocka_unit_test(test_sse_ignores_an_id_with_nul_and_keeps_ids_across_connections),
        cmocka_unit_test(test_sse_lines_and_events_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
