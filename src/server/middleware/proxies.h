/* The address of the client: that of the peer, or the one that trusted proxies report. */
#ifndef SERVER_PROXIES_H
#define SERVER_PROXIES_H

#include "base/err.h"
#include "base/text.h"
#include "net/http.h"
#include "net/http_head.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define SERVER_PROXIES_MAX      64u
#define SERVER_PROXIES_TEXT_MAX 46u /* INET6_ADDRSTRLEN */
#define SERVER_PROXIES_EXPECTED                                                                    \
    "networks such as 10.0.0.0/8,::1/128, or \"unix\" for clients of a Unix socket"

/* An IP address; IPv4 as ::ffff:a.b.c.d. */
struct server_proxies_address {
    bool is_known; /* false: no IP address, such as on a Unix socket */
    unsigned char bytes[16];
};

/* Whether a known address is one of IPv4. */
bool server_proxies_is_ipv4(const struct server_proxies_address *address);

/* Reads an address: IPv4 or IPv6, also in brackets, also with a port. Gives false when the text is
 * not an address. */
bool server_proxies_read(struct base_text text, struct server_proxies_address *address);

/* Writes an address.
 *
 * Given  out  SERVER_PROXIES_TEXT_MAX bytes
 * Gives  its length; 0 when the address is not known
 */
size_t server_proxies_write(const struct server_proxies_address *address, char *out);

/* The proxies that are trusted. A struct of zeros trusts none. */
struct server_proxies {
    struct {
        unsigned char bytes[16];
        unsigned bits; /* of the 128 */
    } networks[SERVER_PROXIES_MAX];
    size_t count;
    bool trusts_unix;
};

/* Reads a comma-separated list of networks, each "address/bits" or an address.
 *
 * Fails  FORMAT; LIMIT for too many
 */
BASE_ERR_CHECKED
enum base_err server_proxies_parse(struct base_text text, struct server_proxies *proxies);

/* The client of a request.
 *
 * Given   peer  the other end of the connection
 * Gives   the peer, unless it is trusted: then the last address in X-Forwarded-For or Forwarded
 *         that is not trusted itself, or the first one when all are. Addresses before it were
 *         written by the client. When an address is unreadable ("unknown", "_hidden"), the proxy
 *         that wrote it is the client. When both headers are present and disagree, a trusted proxy
 *         has passed on one that it did not write: then the peer is the client.
 * Source  RFC 7239, sections 4 to 7; X-Forwarded-For is the older habit
 * Test    test_proxies_never_trust_what_a_client_wrote
 */
struct server_proxies_address server_proxies_client(const struct server_proxies *proxies,
                                                    const struct server_proxies_address *peer,
                                                    const struct net_http_request *request);

#endif
