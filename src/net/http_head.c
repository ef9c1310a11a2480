/* The head of a request, from its bytes. llhttp has accepted them, but it is lenient: this room
 * splits them into lines again and refuses what RFC 9112 does not allow (bare LF or CR, "Host :",
 * folded lines, repeated lengths, RTSP, versions other than 1.0 and 1.1). Content and its framing
 * are the business of net/http.
 */
#include "net/http_head.h"

#include <assert.h>
#include <string.h>

#define VERSION_CHARS 8u /* "HTTP/1.1" */

/* ---- the bytes of RFC 9110 and RFC 3986 ------------------------------------------------- */

enum { TOKEN = 1, HOST = 2 };

#define ALNUM(kinds) ['0' ... '9'] = (kinds), ['A' ... 'Z'] = (kinds), ['a' ... 'z'] = (kinds)

__extension__ static const unsigned char KINDS[256] = {
    ALNUM(TOKEN | HOST),  ['!'] = TOKEN | HOST, ['#'] = TOKEN,         ['$'] = TOKEN | HOST,
    ['%'] = TOKEN | HOST, ['&'] = TOKEN | HOST, ['\''] = TOKEN | HOST, ['*'] = TOKEN | HOST,
    ['+'] = TOKEN | HOST, ['-'] = TOKEN | HOST, ['.'] = TOKEN | HOST,  ['^'] = TOKEN,
    ['_'] = TOKEN | HOST, ['`'] = TOKEN,        ['|'] = TOKEN,         ['~'] = TOKEN | HOST,
    ['('] = HOST,         [')'] = HOST,         [','] = HOST,          [';'] = HOST,
    ['='] = HOST,         [':'] = HOST,         ['['] = HOST,          [']'] = HOST,
};

/* The number of bytes at the start that are of a kind. */
static size_t span_of(struct base_text text, unsigned kind)
{
    size_t n = 0;
    while (n < text.length && (KINDS[(unsigned char)text.at[n]] & kind) != 0) n++;
    return n;
}

static struct base_text skip(struct base_text text, size_t count)
{
    return (struct base_text){text.at + count, text.length - count};
}

static bool starts_with_any_case(struct base_text text, struct base_text start)
{
    return text.length >= start.length &&
           base_text_equals_any_case((struct base_text){text.at, start.length}, start);
}

/* ---- the request line; each step returns 0 or the status of a refusal ------------------- */

static enum net_http_method method_of(struct base_text text)
{
    if (base_text_equals(text, BASE_TEXT("GET"))) return NET_HTTP_GET;
    if (base_text_equals(text, BASE_TEXT("HEAD"))) return NET_HTTP_HEAD;
    if (base_text_equals(text, BASE_TEXT("POST"))) return NET_HTTP_POST;
    if (base_text_equals(text, BASE_TEXT("OPTIONS"))) return NET_HTTP_OPTIONS;
    return NET_HTTP_OTHER;
}

/* Removes scheme and authority from a target in absolute form. */
static unsigned cut_authority(struct base_text *target)
{
    struct base_text rest = *target;
    if (starts_with_any_case(rest, BASE_TEXT("http://")))
        rest = skip(rest, 7);
    else if (starts_with_any_case(rest, BASE_TEXT("https://")))
        rest = skip(rest, 8);
    else
        return 400;
    size_t host = span_of(rest, HOST);
    if (host == 0) return 400;
    *target = skip(rest, host);
    return 0;
}

/* Eight bytes at a time: "has a byte below n" and "has a zero byte" of a word, after Mycroft. */
#define EVERY_BYTE(c)   (0x0101010101010101u * (c))
#define HAS_BELOW(w, n) (((w)-EVERY_BYTE(n)) & ~(w)&EVERY_BYTE(0x80u))
#define HAS_BYTE(w, c)  HAS_BELOW((w) ^ EVERY_BYTE(c), 1u)
#define IS_FORBIDDEN(c) ((c) <= ' ' || (c) == 0x7f || (c) == '#')

static bool has_forbidden_byte(struct base_text target)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= target.length; i += sizeof word) {
        memcpy(&word, target.at + i, sizeof word);
        if ((HAS_BELOW(word, 0x21u) | HAS_BYTE(word, 0x7fu) | HAS_BYTE(word, (unsigned)'#')) != 0)
            return true;
    }
    for (; i < target.length; i++)
        if (IS_FORBIDDEN((unsigned char)target.at[i])) return true;
    return false;
}

/* Bytes above 0x7f are accepted: their meaning is left to the application, as in other servers. */
static unsigned read_target(struct net_http_request *request)
{
    struct base_text rest = request->target;
    if (has_forbidden_byte(rest)) return 400;
    if (base_text_equals(request->method_text, BASE_TEXT("CONNECT"))) {
        request->keeps_open = false; /* what follows may be meant for the tunnel */
        return 0;
    }
    if (request->method == NET_HTTP_OPTIONS && base_text_equals(rest, BASE_TEXT("*"))) {
        request->path = rest;
        return 0;
    }
    if (rest.length == 0 || rest.at[0] != '/') {
        unsigned refusal = cut_authority(&rest);
        if (refusal != 0) return refusal;
    }
    struct base_text path = base_text_cut(&rest, '?');
    if (path.length > 0 && path.at[0] != '/') return 400;
    request->path = path.length > 0 ? path : BASE_TEXT("/");
    request->query = rest;
    return 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static unsigned read_version(struct base_text version, unsigned *minor)
{
    if (version.length != VERSION_CHARS || memcmp(version.at, "HTTP/", 5) != 0) return 400;
    const char *number = version.at + 5;
    if (!is_digit(number[0]) || number[1] != '.' || !is_digit(number[2])) return 400;
    if (number[0] == '0') return 400;
    if (number[0] != '1' || number[2] > '1') return 505;
    *minor = (unsigned)(number[2] - '0');
    return 0;
}

static unsigned read_request_line(struct net_http_request *request, struct base_text line,
                                  size_t target_max)
{
    request->method_text = base_text_cut(&line, ' ');
    request->target = base_text_cut(&line, ' ');
    if (request->method_text.length == 0 || request->target.length == 0) return 400;
    if (span_of(request->method_text, TOKEN) != request->method_text.length) return 400;
    if (request->target.length > target_max) return 414;
    unsigned refusal = read_version(line, &request->minor);
    if (refusal != 0) return refusal;
    request->method = method_of(request->method_text);
    return read_target(request);
}

/* ---- the header lines ------------------------------------------------------------------- */

static unsigned read_host(struct net_http_head *head, struct base_text value)
{
    if (head->has_host || span_of(value, HOST) != value.length) return 400;
    head->has_host = true;
    return 0;
}

/* llhttp reads the number; this checks its form only: one line of digits. */
static unsigned read_length(struct net_http_head *head, struct base_text value)
{
    if (head->has_length || value.length == 0) return 400;
    for (size_t i = 0; i < value.length; i++)
        if (!is_digit(value.at[i])) return 400;
    head->has_length = true;
    return 0;
}

static unsigned read_coding(struct net_http_head *head, struct base_text value)
{
    struct base_text last = value;
    while (memchr(last.at, ',', last.length) != NULL) {
        struct base_text inner = base_text_trimmed(base_text_cut(&last, ','));
        if (base_text_equals_any_case(inner, BASE_TEXT("chunked"))) return 400;
    }
    if (head->has_chunks) return 400;
    if (!base_text_equals_any_case(base_text_trimmed(last), BASE_TEXT("chunked"))) return 400;
    if (last.length != value.length) return 501; /* another coding under chunked */
    head->has_chunks = true;
    return 0;
}

static unsigned read_expectation(struct net_http_head *head, struct base_text value)
{
    if (head->request->minor == 0) return 0; /* RFC 9110, 10.1.1 */
    if (!base_text_equals_any_case(value, BASE_TEXT("100-continue"))) return 417;
    head->expects_continue = true;
    return 0;
}

/* Compares lengths first: most headers are none of these. llhttp reads Connection. */
static unsigned read_known_header(struct net_http_head *head, struct base_text name,
                                  struct base_text value)
{
    switch (name.length) {
    case 4:
        if (base_text_equals_any_case(name, BASE_TEXT("host"))) return read_host(head, value);
        return 0;
    case 6:
        if (base_text_equals_any_case(name, BASE_TEXT("expect")))
            return read_expectation(head, value);
        return 0;
    case 14:
        if (base_text_equals_any_case(name, BASE_TEXT("content-length")))
            return read_length(head, value);
        return 0;
    case 17:
        if (base_text_equals_any_case(name, BASE_TEXT("transfer-encoding")))
            return read_coding(head, value);
        return 0;
    default:
        return 0;
    }
}

/* A folded line starts with a space and "Host :" has one before the colon: neither is a token. */
static unsigned read_header(struct net_http_head *head, struct base_text line)
{
    struct net_http_request *request = head->request;
    struct base_text name = {line.at, span_of(line, TOKEN)};
    if (name.length == 0 || name.length == line.length || line.at[name.length] != ':') return 400;
    if (request->field_count == NET_HTTP_HEADERS_MAX) return 431;
    assert(line.at + line.length - request->head <= UINT16_MAX); /* offsets have 16 bits */
    struct base_text value = base_text_trimmed(skip(line, name.length + 1));
    head->fields[request->field_count++] = (struct net_http_field){
        .name = (uint16_t)(name.at - request->head),
        .name_length = (uint16_t)name.length,
        .value = (uint16_t)(value.at - request->head),
        .value_length = (uint16_t)value.length,
    };
    return read_known_header(head, name, value);
}

/* ---- the head as a whole ---------------------------------------------------------------- */

static unsigned check_framing(const struct net_http_head *head)
{
    bool is_1_0 = head->request->minor == 0;
    if (!head->has_host && !is_1_0) return 400;
    if (head->has_chunks && (head->has_length || is_1_0)) return 400;
    return 0;
}

/* Splits off the next line, without its CRLF. *rest then starts after the line. */
static unsigned cut_line(struct base_text *rest, struct base_text *line)
{
    const char *feed = rest->length > 0 ? memchr(rest->at, '\n', rest->length) : NULL;
    if (feed == NULL || feed == rest->at || feed[-1] != '\r') return 400;
    size_t length = (size_t)(feed - 1 - rest->at);
    if (length > 0 && memchr(rest->at, '\r', length) != NULL) return 400;
    *line = (struct base_text){rest->at, length};
    *rest = skip(*rest, length + 2);
    return 0;
}

unsigned net_http_head_read(struct base_text bytes, size_t target_max, struct net_http_head *head)
{
    assert(head->request != NULL && head->fields != NULL && head->request->field_count == 0);
    struct base_text rest = bytes;
    struct base_text line;
    unsigned refusal = cut_line(&rest, &line);
    head->request->head = bytes.at;
    head->request->fields = head->fields;
    if (refusal == 0) refusal = read_request_line(head->request, line, target_max);
    while (refusal == 0) {
        refusal = cut_line(&rest, &line);
        if (refusal != 0 || line.length == 0) break;
        refusal = read_header(head, line);
    }
    head->bytes = (size_t)(rest.at - bytes.at);
    return refusal != 0 ? refusal : check_framing(head);
}

unsigned net_http_head_refuse_version(struct base_text bytes)
{
    unsigned minor;
    base_text_cut(&bytes, ' ');
    base_text_cut(&bytes, ' ');
    if (bytes.length < VERSION_CHARS) return 400;
    unsigned status = read_version((struct base_text){bytes.at, VERSION_CHARS}, &minor);
    return status == 505 ? 505 : 400;
}
