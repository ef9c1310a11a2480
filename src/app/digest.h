/* SHA-256 of data in memory, a slice at a time, so that a large file does not stop the loop. */
#ifndef APP_DIGEST_H
#define APP_DIGEST_H

#include "base/bytes.h"

#include <stdbool.h>

#define APP_DIGEST_HEX         64
#define APP_DIGEST_SLICE_BYTES 8388608u /* some 5 ms with SHA instructions, 20 without */

/* Starts as {0}; libcrypto's state is private. */
struct app_digest {
    struct base_span bytes;
    size_t done;
    void *context;
    bool is_known;
    char hex[APP_DIGEST_HEX + 1];
};

/* Begins with the bytes; borrowed until the hash is known or the digest is ended. */
void app_digest_begin(struct app_digest *digest, struct base_span bytes);

/* Hashes the next slice. Gives whether the hash is known. */
bool app_digest_step(struct app_digest *digest);

/* Gives up what is half done; as {0} after. */
void app_digest_end(struct app_digest *digest);

#endif
