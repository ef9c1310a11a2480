/* Entity tags, and the decision between a content and 304, for the API, files and the page alike.
 *
 * The tag of an API answer is known before the answer is computed. Two answers of one address have
 * the same bytes when the program, its data, the target as received and the chosen format are the
 * same. So a strong tag of these needs no body, and a client that has the answer receives its 304
 * at the cost of a hash.
 */
#ifndef SERVER_ETAG_H
#define SERVER_ETAG_H

#include "base/siphash.h"
#include "base/text.h"
#include "data/dataset.h"
#include "net/http.h"

#include <stdbool.h>

#define SERVER_ETAG_CHARS      18 /* 16 hexadecimal digits in quotes */
#define SERVER_ETAG_GZIP_CHARS 21 /* the same with "-gz" */
#define SERVER_ETAG_WEAK_CHARS 20 /* the same with "W/" */

/* What stays the same for all requests: program and data. */
struct server_etag_seed {
    struct base_siphash_key key;
};

/* The seed of a program with its data.
 *
 * Gives  a hash of the version, the program's build id (the linker's hash of code and embedded
 *        data), leap seconds, UT1, pole, and of a kernel's size, first and last 64 KiB and 64 bytes
 *        in each megabyte. It is the same on all machines that run the same program with the same
 *        files.
 */
struct server_etag_seed server_etag_seed_of(const struct data_dataset *dataset);

/* The tag of a request: SipHash-2-4, 64 bits.
 *
 * Given  target  path and query as received: to a cache two spellings of a query are two addresses
 *        format  the format chosen by Accept, as any number
 *        out     SERVER_ETAG_CHARS bytes
 */
void server_etag_make(const struct server_etag_seed *seed, struct base_text target, unsigned format,
                      char *out);

/* The tag of the same content, compressed: "-gz" before the closing quote.
 *
 * Given  out  SERVER_ETAG_GZIP_CHARS bytes
 */
void server_etag_make_gzip(const char *etag, char *out);

/* A weak tag of finished content: it stays the same when the content is compressed.
 *
 * Given   out  SERVER_ETAG_WEAK_CHARS bytes
 * Source  FNV-1a, 64 bits: Fowler, Noll & Vo, draft-eastlake-fnv
 */
void server_etag_make_weak(struct base_text content, char *out);

/* The content that a client may have already. */
struct server_etag_offer {
    struct base_text tags[2]; /* of its representations, the preferred one first; .at may be NULL */
    bool exists;              /* it is known that there is a content: "*" matches it */
};

/* Decides whether the client has the content already. If so, the reply becomes a 304 without
 * content; its header lines stay.
 *
 * Given   if_none_match  the header's value; may be empty
 * Gives   the tag that the client has; .at is NULL when it has none of them
 * Source  RFC 9110, sections 8.8.3.2 (weak comparison) and 13.1.2
 */
struct base_text server_etag_decide(struct base_text if_none_match,
                                    const struct server_etag_offer *offer,
                                    struct net_http_reply *reply);

#endif
