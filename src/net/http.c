/* Bytes to requests and replies to bytes.
 *
 * llhttp parses each byte once and finds the ends of the head, the content and the message. It is
 * lenient in some points, so net/http_head checks each complete head again. Anchors: the shortest
 * valid request is "GET / HTTP/1.1\r\nHost: a\r\n\r\n" with 27 bytes; an HTTP date has 29
 * characters.
 */
#include "net/http.h"

#include "base/units.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct net_http_limits net_http_limits_default(void)
{
    return (struct net_http_limits){NET_HTTP_HEAD_MAX_BYTES, NET_HTTP_TARGET_MAX_BYTES,
                                    NET_HTTP_BODY_MAX_BYTES};
}

/* ---- llhttp's callbacks ------------------------------------------------------------------ */

static int refuse(struct net_http_parser *parser, unsigned status)
{
    assert(status >= 400 && status <= 599);
    parser->status = status;
    return -1;
}

static unsigned read_head(struct net_http_parser *parser, struct net_http_head *head)
{
    bool keeps_open = parser->request.keeps_open;
    parser->request = (struct net_http_request){.keeps_open = keeps_open};
    *head = (struct net_http_head){.request = &parser->request, .fields = parser->fields};
    return net_http_head_read((struct base_text){parser->bytes, parser->given},
                              parser->limits->target_bytes, head);
}

static int on_head(llhttp_t *machine)
{
    struct net_http_parser *parser = machine->data;
    struct net_http_head head;
    parser->request.keeps_open = llhttp_should_keep_alive(machine) != 0;
    unsigned refusal = read_head(parser, &head);
    if (refusal != 0) return refuse(parser, refusal);
    if (head.has_chunks != ((machine->flags & F_CHUNKED) != 0)) return refuse(parser, 400);
    if (head.has_length && machine->content_length > parser->limits->body_bytes)
        return refuse(parser, 413);
    parser->head_length = head.bytes;
    parser->expects_continue = head.expects_continue;
    parser->has_head = true;
    machine->upgrade = 0; /* an upgrade is an offer; we decline it by continuing */
    return 0;
}

/* Refuses a chunk by its size, before its content arrives. */
static int on_chunk(llhttp_t *machine)
{
    struct net_http_parser *parser = machine->data;
    bool is_too_large = machine->content_length > parser->limits->body_bytes - parser->body_length;
    return is_too_large ? refuse(parser, 413) : 0;
}

/* Moves the content so that it follows the head without the chunk sizes between. */
static int on_content(llhttp_t *machine, const char *at, size_t length)
{
    struct net_http_parser *parser = machine->data;
    if (length > parser->limits->body_bytes - parser->body_length) return refuse(parser, 413);
    char *end = parser->bytes + parser->head_length + parser->body_length;
    if (end != at) memmove(end, at, length);
    parser->body_length += length;
    return 0;
}

static int on_whole(llhttp_t *machine)
{
    (void)machine;
    return HPE_PAUSED; /* makes llhttp_execute stop where the request ends */
}

static const llhttp_settings_t SETTINGS = {
    .on_headers_complete = on_head,
    .on_chunk_header = on_chunk,
    .on_body = on_content,
    .on_message_complete = on_whole,
};

/* ---- parsing ---------------------------------------------------------------------------- */

static void expect_request(struct net_http_parser *parser)
{
    assert(parser->body_length <= parser->limits->body_bytes);
    llhttp_reset(&parser->machine);
    parser->has_head = parser->expects_continue = parser->wants_continue = false;
    parser->seen = parser->head_length = parser->body_length = parser->framing_length = 0;
}

void net_http_parser_init(struct net_http_parser *parser, const struct net_http_limits *limits)
{
    assert(limits->head_bytes <= UINT16_MAX);
    assert(limits->target_bytes > 0 && limits->head_bytes > 0);
    *parser = (struct net_http_parser){.limits = limits};
    llhttp_init(&parser->machine, HTTP_REQUEST, &SETTINGS);
    parser->machine.data = parser;
}

/* RFC 9112, 2.2: a server ignores empty lines before a request. */
static void skip_empty_lines(struct net_http_bytes *input)
{
    while (input->length >= 2 && input->at[0] == '\r' && input->at[1] == '\n') {
        input->at += 2;
        input->length -= 2;
    }
}

/* The status when llhttp has stopped: 505 if the version is well-formed but not supported. */
static unsigned status_of_fault(const struct net_http_parser *parser)
{
    if (parser->status != 0) return parser->status;
    if (llhttp_get_errno(&parser->machine) != HPE_INVALID_VERSION) return 400;
    return net_http_head_refuse_version((struct base_text){parser->bytes, parser->given});
}

/* The status when the head has reached its limit and is incomplete. */
static unsigned status_of_long_head(const struct net_http_parser *parser)
{
    return memchr(parser->bytes, '\n', parser->limits->head_bytes) == NULL ? 414 : 431;
}

static enum base_err fail(struct net_http_parser *parser, unsigned status)
{
    assert(status >= 400 && status <= 599);
    parser->status = status;
    return status == 413 || status == 414 || status == 431 ? BASE_ERR_LIMIT : BASE_ERR_FORMAT;
}

static enum base_err finish_request(struct net_http_parser *parser, struct net_http_bytes *input)
{
    size_t used = (size_t)(llhttp_get_error_pos(&parser->machine) - parser->bytes);
    assert(used >= parser->head_length + parser->body_length && used <= input->length);
    if (parser->request.head !=
        parser->bytes) { /* the head was read in an earlier call and has moved since */
        struct net_http_head head;
        parser->given = parser->head_length;
        if (read_head(parser, &head) != 0) return fail(parser, 400);
    }
    parser->request.body =
        (struct base_text){parser->bytes + parser->head_length, parser->body_length};
    input->at += used;
    input->length -= used;
    expect_request(parser);
    return BASE_ERR_OK;
}

static enum base_err wait_for_more(struct net_http_parser *parser, struct net_http_bytes *input)
{
    bool is_bare = input->length == parser->head_length;
    if (parser->has_head) {
        size_t kept = parser->head_length + parser->body_length;
        assert(kept <= input->length);
        parser->framing_length += input->length - kept;
        if (parser->framing_length >
            NET_HTTP_FRAMING_MAX_BYTES + NET_HTTP_FRAMING_PER_BYTE * parser->body_length)
            return fail(parser, 413);
        input->length = kept;
        parser->wants_continue = parser->expects_continue && is_bare;
        parser->expects_continue = false;
    }
    parser->seen = input->length;
    return BASE_ERR_AGAIN;
}

enum base_err net_http_parse(struct net_http_parser *parser, struct net_http_bytes *input)
{
    assert(parser->seen <= input->length); /* what was kept is passed again */
    if (parser->seen == 0) skip_empty_lines(input);
    if (input->length == 0 || (input->length == 1 && input->at[0] == '\r')) return BASE_ERR_AGAIN;
    parser->bytes = input->at;
    size_t fed = parser->seen;
    while (fed < input->length) {
        size_t head_max = parser->limits->head_bytes;
        bool is_cut = !parser->has_head && input->length > head_max;
        parser->given = is_cut ? head_max : input->length;
        llhttp_errno_t err =
            llhttp_execute(&parser->machine, parser->bytes + fed, parser->given - fed);
        if (err == HPE_PAUSED) return finish_request(parser, input);
        if (err != HPE_OK) return fail(parser, status_of_fault(parser));
        if (is_cut && !parser->has_head) return fail(parser, status_of_long_head(parser));
        fed = parser->given;
    }
    return wait_for_more(parser, input);
}

struct base_text net_http_header(const struct net_http_request *request, struct base_text name)
{
    for (unsigned i = 0; i < request->field_count; i++) {
        const struct net_http_field *field = &request->fields[i];
        struct base_text have = {request->head + field->name, field->name_length};
        if (base_text_equals_any_case(have, name))
            return (struct base_text){request->head + field->value, field->value_length};
    }
    return (struct base_text){NULL, 0};
}

/* ---- replies ---------------------------------------------------------------------------- */

/* The statuses we send. The list makes both the status line and the title of a refusal. */
#define STATUS_LIST(X)                                                                             \
    X(200, "OK")                                                                                   \
    X(201, "Created")                                                                              \
    X(202, "Accepted")                                                                             \
    X(204, "No Content")                                                                           \
    X(206, "Partial Content")                                                                      \
    X(301, "Moved Permanently")                                                                    \
    X(302, "Found")                                                                                \
    X(303, "See Other")                                                                            \
    X(304, "Not Modified")                                                                         \
    X(307, "Temporary Redirect")                                                                   \
    X(308, "Permanent Redirect")                                                                   \
    X(400, "Bad Request")                                                                          \
    X(401, "Unauthorized")                                                                         \
    X(403, "Forbidden")                                                                            \
    X(404, "Not Found")                                                                            \
    X(405, "Method Not Allowed")                                                                   \
    X(406, "Not Acceptable")                                                                       \
    X(408, "Request Timeout")                                                                      \
    X(409, "Conflict")                                                                             \
    X(410, "Gone")                                                                                 \
    X(411, "Length Required")                                                                      \
    X(412, "Precondition Failed")                                                                  \
    X(413, "Content Too Large")                                                                    \
    X(414, "URI Too Long")                                                                         \
    X(415, "Unsupported Media Type")                                                               \
    X(416, "Range Not Satisfiable")                                                                \
    X(417, "Expectation Failed")                                                                   \
    X(422, "Unprocessable Content")                                                                \
    X(429, "Too Many Requests")                                                                    \
    X(431, "Request Header Fields Too Large")                                                      \
    X(500, "Internal Server Error")                                                                \
    X(501, "Not Implemented")                                                                      \
    X(502, "Bad Gateway")                                                                          \
    X(503, "Service Unavailable")                                                                  \
    X(504, "Gateway Timeout")                                                                      \
    X(505, "HTTP Version Not Supported")

#define STATUS_START_CHARS (sizeof "HTTP/1.1 200 " - 1)

static struct base_text status_line(unsigned status)
{
#define STATUS_LINE(code, title)                                                                   \
    case code:                                                                                     \
        return BASE_TEXT("HTTP/1.1 " #code " " title "\r\n");
    switch (status) {
        STATUS_LIST(STATUS_LINE)
    default:
        assert(status == 500); /* a status missing in the list is a caller's bug */
        return BASE_TEXT("HTTP/1.1 500 Internal Server Error\r\n");
    }
#undef STATUS_LINE
}

static struct base_text status_title(unsigned status)
{
    struct base_text line = status_line(status);
    return (struct base_text){line.at + STATUS_START_CHARS, line.length - STATUS_START_CHARS - 2};
}

static bool has_content(unsigned status)
{
    return status != 204 && status != 304;
}

void net_http_reply_init(struct net_http_reply *reply)
{
    *reply = (struct net_http_reply){.status = 200};
    base_buf_init(&reply->headers, NET_HTTP_REPLY_HEAD_MAX_BYTES);
    base_buf_init(&reply->body, NET_HTTP_REPLY_MAX_BYTES);
}

void net_http_reply_fini(struct net_http_reply *reply)
{
    net_http_stream_release(&reply->stream);
    base_buf_fini(&reply->headers);
    base_buf_fini(&reply->body);
}

void net_http_reply_clear(struct net_http_reply *reply)
{
    reply->status = 200;
    reply->content_type = reply->borrowed = (struct base_text){NULL, 0};
    reply->closes = false;
    if (reply->stream.produce != NULL) net_http_stream_release(&reply->stream);
    base_buf_clear(&reply->headers);
    base_buf_clear(&reply->body);
}

void net_http_stream_release(struct net_http_stream *stream)
{
    struct net_http_stream taken = *stream;
    *stream = (struct net_http_stream){NULL, NULL, NULL};
    if (taken.produce != NULL && taken.release != NULL) taken.release(taken.state);
}

void net_http_reply_header(struct net_http_reply *reply, struct base_text name,
                           struct base_text value)
{
    assert(name.length > 0);
    char *at = base_buf_reserve(&reply->headers, name.length + value.length + 4);
    if (at == NULL) return;
    memcpy(at, name.at, name.length);
    at += name.length;
    *at++ = ':';
    *at++ = ' ';
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        *at++ = c < ' ' || c == 0x7f ? ' ' : value.at[i];
    }
    memcpy(at, "\r\n", 2);
    reply->headers.used += name.length + value.length + 4;
}

void net_http_reply_refuse(struct net_http_reply *reply, unsigned status)
{
    assert(status >= 400 && status <= 599);
    struct base_text title = status_title(status);
    net_http_reply_clear(reply);
    reply->status = status;
    reply->content_type = BASE_TEXT("application/problem+json");
    base_buf_append_format(&reply->body,
                           "{\"type\":\"about:blank\",\"title\":\"%.*s\",\"status\":%u}\n",
                           (int)title.length, title.at, status);
}

/* Converts days since 1970-01-01 to a date. gmtime_r is not used: it would open /etc/localtime.
 *
 * Source  Richards 2013, Explanatory Supplement to the Astronomical Almanac, 3rd ed., 15.11.3, for
 *         the Gregorian calendar; anchor: day 0 is Julian day number 2440588
 */
static void date_of(int64_t day, int *year, int *month, int *month_day)
{
    int64_t j = day + 2440588;
    int64_t f = j + 1401 + (4 * j + 274277) / 146097 * 3 / 4 - 38;
    int64_t e = 4 * f + 3;
    int64_t h = 5 * (e % 1461 / 4) + 2;
    *month_day = (int)(h % 153 / 5) + 1;
    *month = (int)((h / 153 + 2) % 12) + 1;
    *year = (int)(e / 1461 - 4716 + (14 - *month) / 12);
}

void net_http_date_update(struct net_http_date *date, int64_t unix_s)
{
    if (date->unix_s == unix_s && date->line[0] != '\0') return;
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[64];
    if (unix_s < 0) return;
    int year, month, month_day;
    int64_t day = unix_s / BASE_DAY_S;
    int second = (int)(unix_s % BASE_DAY_S);
    date_of(day, &year, &month, &month_day);
    int length = snprintf(text, sizeof text, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n",
                          days + 3 * ((day + 4) % 7), month_day, months + 3 * (month - 1), year,
                          second / 3600, second / 60 % 60, second % 60);
    if (length != sizeof date->line) return; /* beyond the year 9999 */
    memcpy(date->line, text, sizeof date->line);
    date->unix_s = unix_s;
}

static char *append(char *at, const char *bytes, size_t length)
{
    memcpy(at, bytes, length);
    return at + length;
}

#define APPEND(at, literal) append(at, literal, sizeof(literal) - 1)

static char *append_number(char *at, size_t number)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) *at++ = digits[--count];
    return at;
}

static struct base_text content_of(const struct net_http_reply *reply)
{
    if (reply->borrowed.at != NULL) return reply->borrowed;
    return (struct base_text){reply->body.bytes, reply->body.used};
}

static char *append_ending(char *at, enum net_http_ending ending)
{
    switch (ending) {
    case NET_HTTP_STAYS_OPEN:
        return at;
    case NET_HTTP_STAYS_OPEN_FOR_1_0:
        return APPEND(at, "Connection: keep-alive\r\n");
    case NET_HTTP_CLOSES:
    case NET_HTTP_CLOSES_AT_END:
        return APPEND(at, "Connection: close\r\n");
    }
    return at;
}

static char *append_framing(char *at, const struct net_http_reply *reply,
                            enum net_http_ending ending)
{
    if (reply->stream.produce == NULL) {
        at = APPEND(at, "Content-Length: ");
        at = append_number(at, content_of(reply).length);
        return APPEND(at, "\r\n");
    }
    return ending == NET_HTTP_CLOSES_AT_END ? at : APPEND(at, "Transfer-Encoding: chunked\r\n");
}

/* Content-Length, Content-Type and Connection with their numbers, and the empty line. */
#define FIXED_MAX_CHARS 128u

void net_http_reply_write_head(const struct net_http_reply *reply, const struct net_http_date *date,
                               enum net_http_ending ending, struct base_buf *out)
{
    struct base_text line = status_line(reply->status);
    char *start = base_buf_reserve(out, line.length + sizeof date->line + FIXED_MAX_CHARS +
                                            reply->content_type.length + reply->headers.used);
    if (start == NULL) return;
    char *at = append(start, line.at, line.length);
    at = append(at, date->line, sizeof date->line);
    if (has_content(reply->status)) {
        at = append_framing(at, reply, ending);
        if (reply->content_type.length > 0) {
            at = APPEND(at, "Content-Type: ");
            at = append(at, reply->content_type.at, reply->content_type.length);
            at = APPEND(at, "\r\n");
        }
    }
    at = append_ending(at, ending);
    if (reply->headers.used > 0) at = append(at, reply->headers.bytes, reply->headers.used);
    at = APPEND(at, "\r\n");
    assert((size_t)(at - start) <= out->room - out->used);
    out->used += (size_t)(at - start);
}

struct base_text net_http_reply_content(const struct net_http_reply *reply,
                                        enum net_http_method method)
{
    if (method == NET_HTTP_HEAD || !has_content(reply->status)) return (struct base_text){NULL, 0};
    return content_of(reply);
}

bool net_http_reply_streams(const struct net_http_reply *reply, enum net_http_method method)
{
    return reply->stream.produce != NULL && method != NET_HTTP_HEAD && has_content(reply->status);
}

void net_http_chunk(struct base_buf *head, struct base_buf *piece)
{
    static const char digits[] = "0123456789abcdef";
    char line[18] = "";
    char *at = line + sizeof line;
    if (piece->used == 0) return;
    *--at = '\n';
    *--at = '\r';
    for (size_t rest = piece->used; rest > 0; rest /= 16) *--at = digits[rest % 16];
    assert(at >= line);
    base_buf_append(head, at, (size_t)(line + sizeof line - at));
    base_buf_append_string(piece, "\r\n");
}

void net_http_chunk_end(struct base_buf *out)
{
    base_buf_append_string(out, "0\r\n\r\n");
}
