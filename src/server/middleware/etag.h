/* Entity tags that are known before the answer is: what it will be made of, hashed.
 *
 * Two answers of one address have the same bytes when the program, its data, the target as it came
 * and the format chosen are the same. So a strong tag of these needs no body, and a client that has
 * the answer gets its 304 for the price of a hash.
 */
#ifndef SERVER_ETAG_H
#define SERVER_ETAG_H

#include "base/siphash.h"
#include "base/text.h"
#include "data/dataset.h"

#include <stdbool.h>

#define SERVER_ETAG_CHARS 18 /* 16 hexadecimal digits in quotes */

/* What stays the same for all requests: program and data. */
struct server_etag_seed {
    struct base_siphash_key key;
};

/* The seed of a program with its data.
 *
 * Gives  the hash of the version, of the program's build id (the linker's hash of code and embedded
 *        data), of leap seconds, UT1 and pole, and of a kernel's size, first and last 64 KiB and 64
 *        bytes in each megabyte. The same on every machine that runs the same program with the same
 *        files
 */
struct server_etag_seed server_etag_seed_of(const struct data_dataset *store);

/* The tag of a request, by SipHash-2-4 of 64 bits.
 *
 * Given  target  path and query as they came: two spellings of a query are two addresses to a cache
 *        format  what was chosen by Accept, any number
 *        out     SERVER_ETAG_CHARS bytes
 */
void server_etag_make(const struct server_etag_seed *seed, struct base_text target, unsigned format,
                      char *out);

/* The tag of the same content, compressed: "-gz" before the closing quote.
 *
 * Given  out  SERVER_ETAG_CHARS + 3 bytes
 */
void server_etag_make_gzip(const char *etag, char *out);

#endif
