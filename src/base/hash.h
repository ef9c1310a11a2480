/* SHA-1 and SHA-256 of bytes. SHA-1 is here because IERS puts one into leap-seconds.list: it tells
 * accidents, not forgers. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/bytes.h"

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

#endif
