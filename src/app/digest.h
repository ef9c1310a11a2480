/* SHA-256 of data in memory, a slice at a time, so that a large file does not stop the loop. */
#ifndef APP_DIGEST_H
#define APP_DIGEST_H

#include "base/hash.h"

#include <stdbool.h>

#define APP_DIGEST_HEX           BASE_HASH_SHA256_HEX
#define APP_DIGEST_SLICE_BYTES   1048576u /* some 4 ms */
#define APP_DIGEST_AT_ONCE_BYTES 8388608u /* for whoever waits: 35 ms, once */

/* Starts as {0}. */
struct app_digest {
    struct base_span bytes;
    size_t done;
    struct base_hash_pieces pieces;
    bool is_begun, is_known;
    char hex[APP_DIGEST_HEX + 1];
};

/* Begins with the bytes; borrowed until the hash is known or the digest is ended. */
void app_digest_begin(struct app_digest *digest, struct base_span bytes);

/* Hashes the next slice. Gives whether the hash is known. */
bool app_digest_step(struct app_digest *digest);

/* Gives up what is half done; as {0} after. */
void app_digest_end(struct app_digest *digest);

#endif
