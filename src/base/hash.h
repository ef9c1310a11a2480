/* SHA-1 and SHA-256 of bytes. SHA-1 serves leap-seconds.list alone, in which IERS puts one: it
 * detects accidental damage, not forgery. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/bytes.h"

#include <stdint.h>

#define BASE_HASH_SHA1_HEX   40
#define BASE_HASH_SHA256_HEX 64

/* The hash of a span as lower-case hexadecimal digits, terminated.
 *
 * Source  FIPS 180-4
 * Cost    some 5 ns a byte
 * Test    test_hash_gives_the_standards_own_examples
 */
void base_hash_sha1(struct base_span bytes, char hex[BASE_HASH_SHA1_HEX + 1]);
void base_hash_sha256(struct base_span bytes, char hex[BASE_HASH_SHA256_HEX + 1]);

/* SHA-256 of bytes that come in pieces: begin, add each, end. */
struct base_hash_pieces {
    uint32_t state[8];
    uint64_t size;          /* of all pieces so far */
    unsigned char part[64]; /* the bytes of the last, incomplete block */
};
void base_hash_pieces_begin(struct base_hash_pieces *pieces);
void base_hash_pieces_add(struct base_hash_pieces *pieces, struct base_span bytes);
void base_hash_pieces_end(struct base_hash_pieces *pieces, char hex[BASE_HASH_SHA256_HEX + 1]);

#endif
