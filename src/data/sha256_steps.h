/* SHA-256 of data in memory, computed one slice at a time, so that a large file does not block the
 * event loop. */
#ifndef DATA_SHA256_STEPS_H
#define DATA_SHA256_STEPS_H

#include "base/bytes.h"
#include "base/hash.h"

#include <stdbool.h>
#include <stddef.h>

#define DATA_SHA256_STEPS_HEX           BASE_HASH_SHA256_HEX
#define DATA_SHA256_STEPS_SLICE_BYTES   1048576u  /* some 4 ms */
#define DATA_SHA256_STEPS_AT_ONCE_BYTES 10485760u /* for a client that waits: 45 ms, once */

/* Starts as {0}. */
struct data_sha256_steps {
    struct base_span bytes;
    size_t done;
    struct base_hash_pieces pieces;
    bool is_begun, is_known;
    char hex[DATA_SHA256_STEPS_HEX + 1];
};

/* Begins to hash bytes, which must stay until the hash is known or data_sha256_steps_end. */
void data_sha256_steps_begin(struct data_sha256_steps *digest, struct base_span bytes);

/* Hashes the next slice.
 *
 * Gives  whether the hash is complete: it is in digest->hex then
 */
bool data_sha256_steps_step(struct data_sha256_steps *digest);

/* Abandons the hash: the digest is as {0} afterwards. */
void data_sha256_steps_end(struct data_sha256_steps *digest);

#endif
