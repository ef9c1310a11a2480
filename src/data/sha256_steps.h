/* SHA-256 of data in memory, a slice at a time, so that a large file does not stop the loop. */
#ifndef DATA_SHA256_STEPS_H
#define DATA_SHA256_STEPS_H

#include "base/hash.h"

#include <stdbool.h>

#define DATA_SHA256_STEPS_HEX           BASE_HASH_SHA256_HEX
#define DATA_SHA256_STEPS_SLICE_BYTES   1048576u /* some 4 ms */
#define DATA_SHA256_STEPS_AT_ONCE_BYTES 8388608u /* for whoever waits: 35 ms, once */

/* Starts as {0}. */
struct data_sha256_steps {
    struct base_span bytes;
    size_t done;
    struct base_hash_pieces pieces;
    bool is_begun, is_known;
    char hex[DATA_SHA256_STEPS_HEX + 1];
};

/* Begins with the bytes; borrowed until the hash is known or the digest is ended. */
void data_sha256_steps_begin(struct data_sha256_steps *digest, struct base_span bytes);

/* Hashes the next slice. Gives whether the hash is known. */
bool data_sha256_steps_step(struct data_sha256_steps *digest);

/* Gives up what is half done; as {0} after. */
void data_sha256_steps_end(struct data_sha256_steps *digest);

#endif
