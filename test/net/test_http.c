/* net/http and net/http_head: bytes to requests, refusals, replies to bytes.
 *
 * Every text is parsed whole, split in two at every offset, and byte by byte; the transcript must
 * be the same each time.
 */
#include "net/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define HOST "Host: a\r\n"
#define ROOM 262144u

/* ---- transcripts ------------------------------------------------------------------------ */

static const struct net_http_limits SMALL = {200, 40, 20};

struct feeder {
    struct net_http_parser parser;
    char *bytes; /* what a connection would hold */
    struct net_http_bytes kept;
    struct base_buf transcript;
    bool has_failed;
};

static void feeder_init(struct feeder *feeder, const struct net_http_limits *limits)
{
    net_http_parser_init(&feeder->parser, limits);
    feeder->bytes = malloc(ROOM);
    assert_non_null(feeder->bytes);
    feeder->kept = (struct net_http_bytes){feeder->bytes, 0};
    feeder->has_failed = false;
    base_buf_init(&feeder->transcript, ROOM);
}

static void feeder_fini(struct feeder *feeder)
{
    free(feeder->bytes);
    base_buf_fini(&feeder->transcript);
}

static void describe(struct feeder *feeder)
{
    const struct net_http_request *request = &feeder->parser.request;
    struct base_buf *out = &feeder->transcript;
    base_buf_append_format(out, "%.*s %.*s", (int)request->method_text.length,
                           request->method_text.at, (int)request->path.length, request->path.at);
    if (request->query.length > 0)
        base_buf_append_format(out, " ?%.*s", (int)request->query.length, request->query.at);
    base_buf_append_format(out, " 1.%u %s", request->minor, request->keeps_open ? "open" : "close");
    for (unsigned i = 0; i < request->field_count; i++) {
        const struct net_http_field *field = &request->fields[i];
        base_buf_append_format(out, " [%.*s=%.*s]", field->name_length, request->head + field->name,
                               field->value_length, request->head + field->value);
    }
    if (request->body.length > 0)
        base_buf_append_format(out, " (%.*s)", (int)request->body.length, request->body.at);
    base_buf_append_string(out, "\n");
}

/* Moves what is kept to a new place, as a connection may, so that stale pointers show. */
static void feed(struct feeder *feeder, const char *bytes, size_t count)
{
    if (feeder->has_failed) return;
    char *fresh = malloc(ROOM);
    assert_non_null(fresh);
    assert_true(feeder->kept.length + count <= ROOM);
    memcpy(fresh, feeder->kept.at, feeder->kept.length);
    memcpy(fresh + feeder->kept.length, bytes, count);
    free(feeder->bytes);
    feeder->bytes = fresh;
    feeder->kept = (struct net_http_bytes){fresh, feeder->kept.length + count};
    enum base_err err;
    while ((err = net_http_parse(&feeder->parser, &feeder->kept)) == BASE_ERR_OK) describe(feeder);
    if (err == BASE_ERR_AGAIN) return;
    base_buf_append_format(&feeder->transcript, "refused %u\n", feeder->parser.status);
    feeder->has_failed = true;
}

static void assert_transcript(struct feeder *feeder, const char *want, size_t split)
{
    base_buf_append(&feeder->transcript, "", 1);
    if (strcmp(feeder->transcript.bytes, want) != 0) print_error("split at %zu\n", split);
    assert_string_equal(feeder->transcript.bytes, want);
    feeder_fini(feeder);
}

static void check_within(const char *text, size_t length, const char *want,
                         const struct net_http_limits *limits)
{
    struct feeder feeder;
    for (size_t split = 0; split < length; split++) {
        feeder_init(&feeder, limits);
        if (split > 0) feed(&feeder, text, split);
        feed(&feeder, text + split, length - split);
        assert_transcript(&feeder, want, split);
    }
    feeder_init(&feeder, limits);
    for (size_t i = 0; i < length; i++) feed(&feeder, text + i, 1);
    assert_transcript(&feeder, want, SIZE_MAX);
}

static void check(const char *text, const char *want)
{
    struct net_http_limits limits = net_http_limits_default();
    check_within(text, strlen(text), want, &limits);
}

static void check_refused(const char *text, unsigned status)
{
    char want[32];
    snprintf(want, sizeof want, "refused %u\n", status);
    check(text, want);
}

/* ---- what is accepted ------------------------------------------------------------------- */

static void test_http_reads_the_same_however_the_bytes_are_split(void **state)
{
    (void)state;
    check("GET /planets/mars?lat=1&lon=2 HTTP/1.1\r\nHost: a.example:80\r\nAccept:  x/y \t\r\n"
          "Empty:\r\n\r\n",
          "GET /planets/mars ?lat=1&lon=2 1.1 open [Host=a.example:80] [Accept=x/y] [Empty=]\n");
}

static void test_http_reads_pipelines(void **state)
{
    (void)state;
    check("GET /1 HTTP/1.1\r\n" HOST "\r\nHEAD /2 HTTP/1.1\r\n" HOST "\r\n"
          "POST /3 HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"
          "OPTIONS * HTTP/1.1\r\n" HOST "\r\nDELETE /5 HTTP/1.1\r\n" HOST "\r\n",
          "GET /1 1.1 open [Host=a]\nHEAD /2 1.1 open [Host=a]\n"
          "POST /3 1.1 open [Host=a] [Content-Length=3] (abc)\n"
          "OPTIONS * 1.1 open [Host=a]\nDELETE /5 1.1 open [Host=a]\n");
}

static void test_http_joins_chunks(void **state)
{
    (void)state;
    check("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n\r\n"
          "3;x=y\r\nabc\r\n00a\r\n0123456789\r\n0\r\nTrailer: t\r\nHost: b\r\n\r\n"
          "GET /2 HTTP/1.1\r\n" HOST "\r\n",
          "POST / 1.1 open [Host=a] [Transfer-Encoding=Chunked] (abc0123456789)\n"
          "GET /2 1.1 open [Host=a]\n");
    check("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
          "GET /2 HTTP/1.1\r\n" HOST "\r\n",
          "POST / 1.1 open [Host=a] [Transfer-Encoding=chunked]\nGET /2 1.1 open [Host=a]\n");
}

static void test_http_follows_the_keep_alive_rules(void **state)
{
    (void)state;
    check("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n",
          "GET / 1.1 close [Host=a] [Connection=close]\n");
    check("GET / HTTP/1.1\r\n" HOST "Connection: x, Close\r\n\r\n",
          "GET / 1.1 close [Host=a] [Connection=x, Close]\n");
    check("GET / HTTP/1.0\r\n\r\n", "GET / 1.0 close\n");
    check("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
          "GET / 1.0 open [Connection=Keep-Alive]\n");
}

static void test_http_reads_the_path_of_an_absolute_target(void **state)
{
    (void)state;
    check("GET http://b.example:8/x?y=/z HTTP/1.1\r\n" HOST "\r\n",
          "GET /x ?y=/z 1.1 open [Host=a]\n");
    check("GET HTTPS://[::1] HTTP/1.1\r\n" HOST "\r\n", "GET / 1.1 open [Host=a]\n");
    check("GET http://b?q HTTP/1.1\r\n" HOST "\r\n", "GET / ?q 1.1 open [Host=a]\n");
}

static void test_http_gives_connect_an_empty_path(void **state)
{
    (void)state;
    check("CONNECT b:443 HTTP/1.1\r\n" HOST "\r\n", "CONNECT  1.1 close [Host=a]\n");
}

static void test_http_declines_upgrades_by_continuing(void **state)
{
    (void)state;
    check("GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
          "GET /2 HTTP/1.1\r\n" HOST "\r\n",
          "GET / 1.1 open [Host=a] [Connection=Upgrade] [Upgrade=h2c]\n"
          "GET /2 1.1 open [Host=a]\n");
}

static void test_http_ignores_empty_lines_before_a_request(void **state)
{
    (void)state;
    check("\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n\r\nGET /2 HTTP/1.1\r\n" HOST "\r\n",
          "GET / 1.1 open [Host=a]\nGET /2 1.1 open [Host=a]\n");
}

static void test_http_leaves_bytes_above_ascii_in_targets_to_the_application(void **state)
{
    (void)state;
    check("GET /?q=Z\xc3\xbcrich HTTP/1.1\r\n" HOST "\r\n",
          "GET / ?q=Z\xc3\xbcrich 1.1 open [Host=a]\n");
}

static void test_http_finds_headers_in_any_case(void **state)
{
    (void)state;
    struct feeder feeder;
    struct net_http_limits limits = net_http_limits_default();
    static const char text[] = "GET / HTTP/1.1\r\n" HOST "ACCEPT: 1\r\naccept: 2\r\nE:\r\n\r\n";
    feeder_init(&feeder, &limits);
    feed(&feeder, text, sizeof text - 1);
    const struct net_http_request *request = &feeder.parser.request;
    assert_true(base_text_equals(net_http_header(request, BASE_TEXT("Accept")), BASE_TEXT("1")));
    assert_non_null(net_http_header(request, BASE_TEXT("e")).at);
    assert_null(net_http_header(request, BASE_TEXT("Cookie")).at);
    feeder_fini(&feeder);
}

static void test_http_asks_for_the_body_only_while_the_client_waits(void **state)
{
    (void)state;
    struct feeder feeder;
    struct net_http_limits limits = net_http_limits_default();
    static const char head[] =
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\nExpect: 100-Continue\r\n\r\n";
    feeder_init(&feeder, &limits);
    feed(&feeder, head, sizeof head - 2);
    assert_false(feeder.parser.wants_continue);
    feed(&feeder, "\n", 1);
    assert_true(feeder.parser.wants_continue && feeder.parser.has_head);
    feed(&feeder, "ab", 2);
    assert_false(feeder.parser.wants_continue);
    feed(&feeder, head, sizeof head - 1);
    feeder_fini(&feeder);

    feeder_init(&feeder, &limits); /* part of the body is there: no need to ask */
    feed(&feeder, head, sizeof head - 2);
    feed(&feeder, "\na", 2);
    assert_false(feeder.parser.wants_continue);
    feed(&feeder, "b", 1);
    assert_transcript(
        &feeder, "POST / 1.1 open [Host=a] [Content-Length=2] [Expect=100-Continue] (ab)\n", 0);
}

/* ---- what is refused -------------------------------------------------------------------- */

static void test_http_refuses_a_missing_or_doubled_host(void **state)
{
    (void)state;
    check_refused("GET / HTTP/1.1\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400);
    check_refused("GET / HTTP/1.0\r\n" HOST HOST "\r\n", 400);
    check_refused("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
}

static void test_http_refuses_two_lengths(void **state)
{
    (void)state;
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
                  400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
                  400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\na", 400);
}

static void test_http_refuses_lengths_that_are_not_digits(void **state)
{
    (void)state;
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\na", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\na", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\na", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 1 1\r\n\r\na", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\na", 400);
}

static void test_http_refuses_a_coding_beside_a_length(void **state)
{
    (void)state;
    check_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"
                  "\r\n0\r\n\r\n",
                  400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"
                  "\r\n0\r\n\r\n",
                  400);
}

static void test_http_refuses_codings_other_than_chunked(void **state)
{
    (void)state;
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                  501);
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, gzip\r\n\r\n", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n", 400);
    check_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                  400);
    check_refused("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
}

static void test_http_refuses_broken_chunks(void **state)
{
    (void)state;
#define CHUNKED "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
    check_refused(CHUNKED "x\r\n", 400);
    check_refused(CHUNKED "-1\r\n", 400);
    check_refused(CHUNKED "1\r\nab\r\n", 400);
    check_refused(CHUNKED "fffffffffffffffff\r\n", 400);
    check_refused(CHUNKED "1\r\na\n0\r\n\r\n", 400);
    check_refused(CHUNKED "1\na\r\n0\r\n\r\n", 400);
}

static void test_http_refuses_blanks_in_header_names(void **state)
{
    (void)state;
    check_refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "Content-Length : 0\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "A B: c\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST ": c\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "word\r\n\r\n", 400);
}

static void test_http_refuses_folded_lines(void **state)
{
    (void)state;
    check_refused("GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "A: b\r\n\tc\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "A:\r\n b\r\n\r\n", 400);
}

static void test_http_refuses_bare_cr_and_lf(void **state)
{
    (void)state;
    check_refused("GET / HTTP/1.1\n" HOST "\r\n", 400);
    check_refused("GET / HTTP/1.1\r\nHost: a\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "\n", 400);
    check_refused("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400);
    check_refused("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", 400);
    check_refused("\nGET / HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("\rGET / HTTP/1.1\r\n" HOST "\r\n", 400);
}

static void test_http_refuses_control_bytes(void **state)
{
    (void)state;
    struct net_http_limits limits = net_http_limits_default();
    static const char nul[] = "GET /\0 HTTP/1.1\r\n" HOST "\r\n";
    static const char value[] = "GET / HTTP/1.1\r\n" HOST "A: \0b\r\n\r\n";
    check_within(nul, sizeof nul - 1, "refused 400\n", &limits);
    check_within(value, sizeof value - 1, "refused 400\n", &limits);
    check_refused("GET /\t HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET /\x01 HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET /\x7f HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET /\f HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET / HTTP/1.1\r\n" HOST "A: \x7f\r\n\r\n", 400);
}

static void test_http_refuses_targets_of_no_known_form(void **state)
{
    (void)state;
    check_refused("GET x HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET * HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET /#f HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET http:///x HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET http://u@b/x HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET ftp://b/x HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET  / HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET /  HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET / HTTP/1.1 \r\n" HOST "\r\n", 400);
}

static void test_http_refuses_other_versions(void **state)
{
    (void)state;
    check_refused("GET /\r\n\r\n", 400);
    check_refused("GET / HTTP/0.9\r\n" HOST "\r\n", 400);
    check_refused("GET / HTTP/2.0\r\n" HOST "\r\n", 505);
    check_refused("GET / HTTP/3.0\r\n" HOST "\r\n", 505);
    check_refused("GET / HTTP/1.2\r\n" HOST "\r\n", 505);
    check_refused("GET / HTTP/1.x\r\n" HOST "\r\n", 400);
    check_refused("GET / HTTP/1.10\r\n" HOST "\r\n", 400);
    check_refused("GET / http/1.1\r\n" HOST "\r\n", 400);
    check_refused("GET / RTSP/1.0\r\n" HOST "\r\n", 400);
    check_refused("DESCRIBE / RTSP/1.0\r\n" HOST "\r\n", 400);
    check_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400);
}

static void test_http_refuses_what_is_not_http(void **state)
{
    (void)state;
    check_refused("\x16\x03\x01\x02", 400);
    check_refused("hello\r\n", 400);
    check_refused("get / HTTP/1.1\r\n" HOST "\r\n", 400);
    check_refused("HTTP/1.1 200 OK\r\n\r\n", 400);
}

static void test_http_refuses_unknown_expectations(void **state)
{
    (void)state;
    check_refused("GET / HTTP/1.1\r\n" HOST "Expect: tea\r\n\r\n", 417);
    check("GET / HTTP/1.0\r\nExpect: tea\r\n\r\n", "GET / 1.0 close [Expect=tea]\n");
}

static void test_http_reads_the_requests_before_a_bad_one(void **state)
{
    (void)state;
    check("GET /1 HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n\r\n",
          "GET /1 1.1 open [Host=a]\nrefused 400\n");
}

/* ---- limits, at the limit and one beyond ------------------------------------------------ */

static void check_filled(const char *before, size_t fill, const char *after, const char *want_part)
{
    struct feeder feeder;
    char text[512];
    char want[512];
    int length = snprintf(text, sizeof text, "%s%0*d%s", before, (int)fill, 0, after);
    assert_true(length > 0 && (size_t)length < sizeof text);
    if (strncmp(want_part, "refused", 7) == 0) {
        check_within(text, (size_t)length, want_part, &SMALL);
        return;
    }
    feeder_init(&feeder, &SMALL);
    feed(&feeder, text, (size_t)length);
    base_buf_append(&feeder.transcript, "", 1);
    snprintf(want, sizeof want, "%s", feeder.transcript.bytes);
    assert_non_null(strstr(want, want_part));
    feeder_fini(&feeder);
    check_within(text, (size_t)length, want, &SMALL);
}

static void test_http_limits_the_head(void **state)
{
    (void)state;
    /* "GET / HTTP/1.1\r\n" 16, "Host: a\r\n" 9, "A: " 3, end 4: 32 with no value */
    check_filled("GET / HTTP/1.1\r\n" HOST "A: ", 168, "\r\n\r\n", "GET / 1.1");
    check_filled("GET / HTTP/1.1\r\n" HOST "A: ", 169, "\r\n\r\n", "refused 431\n");
    check_filled("GET / HTTP/1.1\r\n" HOST "A: ", 300, "", "refused 431\n");
    check_filled("POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nA: ", 148, "\r\n\r\nabcde",
                 "(abcde)");
}

static void test_http_limits_the_target(void **state)
{
    (void)state;
    check_filled("GET /", 39, " HTTP/1.1\r\n" HOST "\r\n", "GET /");
    check_filled("GET /", 40, " HTTP/1.1\r\n" HOST "\r\n", "refused 414\n");
    check_filled("GET /", 300, "", "refused 414\n");
}

static void test_http_limits_the_body(void **state)
{
    (void)state;
    check_filled("POST / HTTP/1.1\r\n" HOST "Content-Length: 20\r\n\r\n", 20, "", "(0");
    check_filled("POST / HTTP/1.1\r\n" HOST "Content-Length: 21\r\n\r\n", 21, "", "refused 413\n");
    check_filled(CHUNKED "14\r\n", 20, "\r\n0\r\n\r\n", "(0");
    check_filled(CHUNKED "15\r\n", 21, "\r\n0\r\n\r\n", "refused 413\n");
    check_filled(CHUNKED "15\r\n", 0, "", "refused 413\n"); /* it need not even come */
    check_filled(CHUNKED "ffffffffffffffff\r\n", 0, "", "refused 413\n");
}

static void test_http_limits_the_number_of_headers(void **state)
{
    (void)state;
    char text[2048];
    for (unsigned count = NET_HTTP_HEADERS_MAX; count <= NET_HTTP_HEADERS_MAX + 1; count++) {
        struct feeder feeder;
        struct net_http_limits limits = net_http_limits_default();
        size_t length = (size_t)snprintf(text, sizeof text, "GET / HTTP/1.1\r\n" HOST);
        for (unsigned i = 1; i < count; i++)
            length += (size_t)snprintf(text + length, sizeof text - length, "A: b\r\n");
        length += (size_t)snprintf(text + length, sizeof text - length, "\r\n");
        feeder_init(&feeder, &limits);
        feed(&feeder, text, length);
        assert_int_equal(feeder.has_failed, count > NET_HTTP_HEADERS_MAX);
        if (feeder.has_failed) assert_int_equal(feeder.parser.status, 431);
        feeder_fini(&feeder);
    }
}

static void test_http_limits_chunk_framing(void **state)
{
    (void)state;
    struct feeder feeder;
    struct net_http_limits limits = net_http_limits_default();
    static const char endless[] = ";extension";
    feeder_init(&feeder, &limits);
    feed(&feeder, CHUNKED "1", sizeof CHUNKED);
    for (int i = 0; i < 2000 && !feeder.has_failed; i++) feed(&feeder, endless, sizeof endless - 1);
    assert_true(feeder.has_failed);
    assert_int_equal(feeder.parser.status, 413);
    feeder_fini(&feeder);
}

static void test_http_dates_any_day(void **state)
{
    (void)state;
    static const struct { /* as `date -u -d @seconds` of GNU coreutils writes them */
        int64_t unix_s;
        const char *text;
    } days[] = {
        {0, "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"},
        {951782399, "Date: Mon, 28 Feb 2000 23:59:59 GMT\r\n"},
        {951782400, "Date: Tue, 29 Feb 2000 00:00:00 GMT\r\n"},
        {1735689599, "Date: Tue, 31 Dec 2024 23:59:59 GMT\r\n"},
        {1735689600, "Date: Wed, 01 Jan 2025 00:00:00 GMT\r\n"},
        {4107542400, "Date: Mon, 01 Mar 2100 00:00:00 GMT\r\n"},
        {253402300799, "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n"},
    };
    struct net_http_date date = {0};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        net_http_date_update(&date, days[i].unix_s);
        assert_memory_equal(date.line, days[i].text, sizeof date.line);
    }
}

/* ---- replies ---------------------------------------------------------------------------- */

static void check_reply(const struct net_http_reply *reply, enum net_http_method method,
                        enum net_http_ending ending, const char *want)
{
    struct base_buf out;
    struct net_http_date date = {0};
    net_http_date_update(&date, 784111777); /* RFC 9110's own example */
    base_buf_init(&out, 4096);
    net_http_reply_write_head(reply, &date, ending, &out);
    base_buf_append_text(&out, net_http_reply_content(reply, method));
    base_buf_append(&out, "", 1);
    assert_string_equal(out.bytes, want);
    base_buf_fini(&out);
}

#define DATE "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

static void test_http_writes_a_reply(void **state)
{
    (void)state;
    struct net_http_reply reply;
    net_http_reply_init(&reply);
    check_reply(&reply, NET_HTTP_GET, NET_HTTP_STAYS_OPEN,
                "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 0\r\n\r\n");
    reply.content_type = BASE_TEXT("text/plain");
    base_buf_append_string(&reply.body, "0123456789");
    net_http_reply_header(&reply, BASE_TEXT("A"), BASE_TEXT("b\r\nC: d"));
    check_reply(&reply, NET_HTTP_GET, NET_HTTP_CLOSES,
                "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 10\r\nContent-Type: text/plain\r\n"
                "Connection: close\r\nA: b  C: d\r\n\r\n0123456789");
    check_reply(&reply, NET_HTTP_HEAD, NET_HTTP_STAYS_OPEN_FOR_1_0,
                "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 10\r\nContent-Type: text/plain\r\n"
                "Connection: keep-alive\r\nA: b  C: d\r\n\r\n");
    net_http_reply_clear(&reply);
    reply.status = 304;
    reply.borrowed = BASE_TEXT("embedded");
    check_reply(&reply, NET_HTTP_GET, NET_HTTP_STAYS_OPEN,
                "HTTP/1.1 304 Not Modified\r\n" DATE "\r\n");
    reply.status = 200;
    check_reply(&reply, NET_HTTP_POST, NET_HTTP_STAYS_OPEN,
                "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 8\r\n\r\nembedded");
    net_http_reply_fini(&reply);
}

static void test_http_names_the_status_in_a_refusal(void **state)
{
    (void)state;
    struct net_http_reply reply;
    net_http_reply_init(&reply);
    net_http_reply_refuse(&reply, 414);
    check_reply(&reply, NET_HTTP_GET, NET_HTTP_CLOSES,
                "HTTP/1.1 414 URI Too Long\r\n" DATE "Content-Length: 59\r\n"
                "Content-Type: application/problem+json\r\nConnection: close\r\n\r\n"
                "{\"type\":\"about:blank\",\"title\":\"URI Too Long\",\"status\":414}\n");
    net_http_reply_fini(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http_reads_the_same_however_the_bytes_are_split),
        cmocka_unit_test(test_http_reads_pipelines),
        cmocka_unit_test(test_http_joins_chunks),
        cmocka_unit_test(test_http_follows_the_keep_alive_rules),
        cmocka_unit_test(test_http_reads_the_path_of_an_absolute_target),
        cmocka_unit_test(test_http_gives_connect_an_empty_path),
        cmocka_unit_test(test_http_declines_upgrades_by_continuing),
        cmocka_unit_test(test_http_ignores_empty_lines_before_a_request),
        cmocka_unit_test(test_http_leaves_bytes_above_ascii_in_targets_to_the_application),
        cmocka_unit_test(test_http_finds_headers_in_any_case),
        cmocka_unit_test(test_http_asks_for_the_body_only_while_the_client_waits),
        cmocka_unit_test(test_http_refuses_a_missing_or_doubled_host),
        cmocka_unit_test(test_http_refuses_two_lengths),
        cmocka_unit_test(test_http_refuses_lengths_that_are_not_digits),
        cmocka_unit_test(test_http_refuses_a_coding_beside_a_length),
        cmocka_unit_test(test_http_refuses_codings_other_than_chunked),
        cmocka_unit_test(test_http_refuses_broken_chunks),
        cmocka_unit_test(test_http_refuses_blanks_in_header_names),
        cmocka_unit_test(test_http_refuses_folded_lines),
        cmocka_unit_test(test_http_refuses_bare_cr_and_lf),
        cmocka_unit_test(test_http_refuses_control_bytes),
        cmocka_unit_test(test_http_refuses_targets_of_no_known_form),
        cmocka_unit_test(test_http_refuses_other_versions),
        cmocka_unit_test(test_http_refuses_what_is_not_http),
        cmocka_unit_test(test_http_refuses_unknown_expectations),
        cmocka_unit_test(test_http_reads_the_requests_before_a_bad_one),
        cmocka_unit_test(test_http_limits_the_head),
        cmocka_unit_test(test_http_limits_the_target),
        cmocka_unit_test(test_http_limits_the_body),
        cmocka_unit_test(test_http_limits_the_number_of_headers),
        cmocka_unit_test(test_http_limits_chunk_framing),
        cmocka_unit_test(test_http_dates_any_day),
        cmocka_unit_test(test_http_writes_a_reply),
        cmocka_unit_test(test_http_names_the_status_in_a_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
