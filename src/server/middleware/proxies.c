/* Trusted networks, and the chain of addresses that they report. */
#include "server/middleware/proxies.h"

#include "base/num.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <string.h>

#define HOPS_MAX 32u /* addresses of a chain that are checked, from its end */

static const unsigned char IPV4_PREFIX[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/* ---- addresses ---------------------------------------------------------------------------- */

bool server_proxies_is_ipv4(const struct server_proxies_address *address)
{
    assert(address->is_known);
    return memcmp(address->bytes, IPV4_PREFIX, sizeof IPV4_PREFIX) == 0;
}

static struct server_proxies_address from_ipv4(const void *four)
{
    struct server_proxies_address address = {.is_known = true};
    memcpy(address.bytes, IPV4_PREFIX, sizeof IPV4_PREFIX);
    memcpy(address.bytes + sizeof IPV4_PREFIX, four, 4);
    return address;
}

/* Without the port: "[::1]:80", "192.0.2.1:80"; a bare IPv6 address has colons of its own. */
static struct base_text without_port(struct base_text text)
{
    if (text.length > 0 && text.at[0] == '[') {
        const char *end = memchr(text.at, ']', text.length);
        if (end == NULL) return (struct base_text){NULL, 0};
        return (struct base_text){text.at + 1, (size_t)(end - text.at) - 1};
    }
    const char *colon = memchr(text.at, ':', text.length);
    if (colon == NULL || memrchr(text.at, ':', text.length) != colon) return text;
    return (struct base_text){text.at, (size_t)(colon - text.at)};
}

bool server_proxies_read(struct base_text text, struct server_proxies_address *address)
{
    char terminated[SERVER_PROXIES_TEXT_MAX];
    unsigned char bytes[16];
    if (text.length == 0) return false;
    text = without_port(text);
    if (text.length == 0 || text.length >= sizeof terminated) return false;
    memcpy(terminated, text.at, text.length);
    terminated[text.length] = '\0';
    if (strlen(terminated) != text.length) return false;
    if (inet_pton(AF_INET, terminated, bytes) == 1) {
        *address = from_ipv4(bytes);
        return true;
    }
    if (inet_pton(AF_INET6, terminated, bytes) != 1) return false;
    address->is_known = true;
    memcpy(address->bytes, bytes, sizeof bytes);
    return true;
}

size_t server_proxies_write(const struct server_proxies_address *address, char *out)
{
    if (!address->is_known) return 0;
    bool is_ipv4 = server_proxies_is_ipv4(address);
    const char *text =
        inet_ntop(is_ipv4 ? AF_INET : AF_INET6, address->bytes + (is_ipv4 ? sizeof IPV4_PREFIX : 0),
                  out, SERVER_PROXIES_TEXT_MAX);
    assert(text != NULL); /* the longest address has room */
    return strlen(text);
}

/* ---- networks ----------------------------------------------------------------------------- */

static enum base_err add_network(struct base_text text, struct server_proxies *proxies)
{
    struct server_proxies_address address;
    struct base_fault fault;
    struct base_text bits_text = text, name = base_text_cut(&bits_text, '/');
    if (base_text_equals(text, BASE_TEXT("unix"))) {
        proxies->trusts_unix = true;
        return BASE_ERR_OK;
    }
    bool has_port = memchr(name.at, '[', name.length) != NULL;
    if (has_port || !server_proxies_read(name, &address)) return BASE_ERR_FORMAT;
    unsigned most = server_proxies_is_ipv4(&address) ? 32 : 128, bits = most;
    bool has_bits = name.length < text.length;
    if (has_bits && base_num_parse_whole(bits_text, most, &bits, &fault) != BASE_ERR_OK)
        return BASE_ERR_FORMAT;
    assert(bits <= most && proxies->count <= SERVER_PROXIES_MAX);
    if (proxies->count == SERVER_PROXIES_MAX) return BASE_ERR_LIMIT;
    memcpy(proxies->networks[proxies->count].bytes, address.bytes, sizeof address.bytes);
    proxies->networks[proxies->count++].bits = bits + (128 - most);
    return BASE_ERR_OK;
}

enum base_err server_proxies_parse(struct base_text text, struct server_proxies *proxies)
{
    struct server_proxies read = {.count = 0};
    if (text.length > 0 && text.at[text.length - 1] == ',') return BASE_ERR_FORMAT;
    do {
        enum base_err err = add_network(base_text_trimmed(base_text_cut(&text, ',')), &read);
        if (err != BASE_ERR_OK) return err;
    } while (text.length > 0);
    *proxies = read;
    return BASE_ERR_OK;
}

static bool is_within(const unsigned char *a, const unsigned char *b, unsigned bits)
{
    assert(bits <= 128);
    if (memcmp(a, b, bits / 8) != 0) return false;
    unsigned rest = bits % 8;
    return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) & (0xff00u >> rest & 0xff)) == 0;
}

static bool is_trusted(const struct server_proxies *proxies,
                       const struct server_proxies_address *address)
{
    if (!address->is_known) return proxies->trusts_unix;
    for (size_t i = 0; i < proxies->count; i++)
        if (is_within(address->bytes, proxies->networks[i].bytes, proxies->networks[i].bits))
            return true;
    return false;
}

/* ---- the chain ---------------------------------------------------------------------------- */

/* The last HOPS_MAX addresses of a chain, in their order. */
struct chain {
    struct base_text hops[HOPS_MAX];
    size_t count;
};

static void add_hop(struct chain *chain, struct base_text hop)
{
    assert(chain->count <= HOPS_MAX);
    if (chain->count == HOPS_MAX)
        memmove(chain->hops, chain->hops + 1, (HOPS_MAX - 1) * sizeof *chain->hops);
    else
        chain->count++;
    chain->hops[chain->count - 1] = hop;
}

/* The part before the next separator outside of quotes (RFC 9110, 5.6.4). */
static struct base_text cut_unquoted(struct base_text *rest, char separator)
{
    bool is_quoted = false;
    size_t length = 0;
    for (; length < rest->length; length++) {
        char c = rest->at[length];
        if (c == '"') is_quoted = !is_quoted;
        if (c == '\\' && is_quoted && length + 1 < rest->length) length++;
        if (c == separator && !is_quoted) break;
    }
    struct base_text part = {rest->at, length};
    size_t used = length < rest->length ? length + 1 : length;
    rest->at += used;
    rest->length -= used;
    return part;
}

/* The "for" of one element of Forwarded; empty when there is none. */
static struct base_text for_of(struct base_text element)
{
    while (element.length > 0) {
        struct base_text value = cut_unquoted(&element, ';');
        struct base_text name = base_text_trimmed(base_text_cut(&value, '='));
        if (!base_text_equals_any_case(name, BASE_TEXT("for"))) continue;
        value = base_text_trimmed(value);
        bool is_quoted =
            value.length >= 2 && value.at[0] == '"' && value.at[value.length - 1] == '"';
        if (is_quoted) value.at++, value.length -= 2;
        return value;
    }
    return (struct base_text){"", 0};
}

enum header { PLAIN, FORWARDED };

/* Several lines of a name are one list (RFC 9110, 5.3). */
static void read_chain(const struct net_http_request *request, struct base_text header_name,
                       enum header header, struct chain *chain)
{
    for (unsigned i = 0; i < request->field_count; i++) {
        const struct net_http_field *field = &request->fields[i];
        struct base_text name = {request->head + field->name, field->name_length};
        struct base_text list = {request->head + field->value, field->value_length};
        if (!base_text_equals_any_case(name, header_name)) continue;
        while (list.length > 0)
            add_hop(chain, header == PLAIN ? base_text_trimmed(base_text_cut(&list, ','))
                                           : for_of(cut_unquoted(&list, ',')));
    }
}

/* Goes from the end to the beginning while the proxy that wrote the address is trusted. */
static struct server_proxies_address client_of(const struct server_proxies *proxies,
                                               struct server_proxies_address speaker,
                                               const struct chain *chain)
{
    for (size_t i = chain->count; i > 0 && is_trusted(proxies, &speaker); i--)
        if (!server_proxies_read(chain->hops[i - 1], &speaker)) break;
    return speaker;
}

struct server_proxies_address server_proxies_client(const struct server_proxies *proxies,
                                                    const struct server_proxies_address *peer,
                                                    const struct net_http_request *request)
{
    assert(proxies->count <= SERVER_PROXIES_MAX);
    if ((proxies->count == 0 && !proxies->trusts_unix) || !is_trusted(proxies, peer)) return *peer;
    struct chain plain = {.count = 0}, forwarded = {.count = 0};
    read_chain(request, BASE_TEXT("X-Forwarded-For"), PLAIN, &plain);
    read_chain(request, BASE_TEXT("Forwarded"), FORWARDED, &forwarded);
    struct server_proxies_address a = client_of(proxies, *peer, &plain);
    struct server_proxies_address b = client_of(proxies, *peer, &forwarded);
    if (forwarded.count == 0) return a;
    if (plain.count == 0) return b;
    return memcmp(&a, &b, sizeof a) == 0 ? a : *peer;
}
