/* Both hashes work on blocks of 64 bytes, the last padded with a one bit, zeros and the length in
 * bits. Source: FIPS 180-4, sections 5 and 6.
 *
 * Anchors: "abc" gives a9993e36... and ba7816bf...
 */
#include "base/hash.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define BLOCK_BYTES 64

typedef void mix(uint32_t *state, const unsigned char *block);

static uint32_t left(uint32_t x, int bits)
{
    return x << bits | x >> (32 - bits);
}

static uint32_t right(uint32_t x, int bits)
{
    return x >> bits | x << (32 - bits);
}

static uint32_t word(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void mix_sha1(uint32_t *state, const unsigned char *block)
{
    static const uint32_t K[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 16; i++) w[i] = word(block + 4 * i);
    for (int i = 16; i < 80; i++) w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? (b & c) | (~b & d) : b ^ c ^ d;
        if (i >= 40 && i < 60) f = (b & c) | (b & d) | (c & d);
        uint32_t next = left(a, 5) + f + e + K[i / 20] + w[i];
        e = d, d = c, c = left(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* A round rotates the eight words by one; the arguments are rotated instead, so that no
 * word moves. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                           \
    do {                                                                                           \
        uint32_t one =                                                                             \
            h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];  \
        d += one;                                                                                  \
        h = one + (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));     \
    } while (0)

static void mix_sha256(uint32_t *state, const unsigned char *block)
{
    static const uint32_t K[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2};
    uint32_t w[64];
    for (int i = 0; i < 16; i++) w[i] = word(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (right(x, 7) ^ right(x, 18) ^ x >> 3) + w[i - 7] +
               (right(y, 17) ^ right(y, 19) ^ y >> 10);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i += 8) {
        ROUND(a, b, c, d, e, f, g, h, i);
        ROUND(h, a, b, c, d, e, f, g, i + 1);
        ROUND(g, h, a, b, c, d, e, f, i + 2);
        ROUND(f, g, h, a, b, c, d, e, i + 3);
        ROUND(e, f, g, h, a, b, c, d, i + 4);
        ROUND(d, e, f, g, h, a, b, c, i + 5);
        ROUND(c, d, e, f, g, h, a, b, i + 6);
        ROUND(b, c, d, e, f, g, h, a, i + 7);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

/* The last block or two: the rest of the bytes, a one bit, zeros, the length. */
static void finish(const unsigned char *left_over, uint64_t size, mix *mix_block, uint32_t *state)
{
    unsigned char last[2 * BLOCK_BYTES] = {0};
    size_t rest = size % BLOCK_BYTES, bytes = rest + 9 <= BLOCK_BYTES ? BLOCK_BYTES : sizeof last;
    uint64_t bits = size * 8;
    assert(rest == 0 || left_over != NULL);
    assert(rest + 9 <= bytes); /* a one bit and the length fit */
    if (rest > 0) memcpy(last, left_over, rest);
    last[rest] = 0x80;
    for (int i = 0; i < 8; i++) last[bytes - 1 - (size_t)i] = (unsigned char)(bits >> (8 * i));
    for (size_t at = 0; at < bytes; at += BLOCK_BYTES) mix_block(state, last + at);
}

static size_t mix_whole(struct base_span bytes, mix *mix_block, uint32_t *state)
{
    size_t whole = bytes.size / BLOCK_BYTES * BLOCK_BYTES;
    for (size_t at = 0; at < whole; at += BLOCK_BYTES) mix_block(state, bytes.bytes + at);
    return whole;
}

static void write_hex(const uint32_t *state, int words, char *hex)
{
    for (int i = 0; i < words; i++) snprintf(hex + 8 * i, 9, "%08x", (unsigned)state[i]);
}

void base_hash_sha1(struct base_span bytes, char hex[BASE_HASH_SHA1_HEX + 1])
{
    assert(bytes.bytes != NULL || bytes.size == 0);
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    size_t whole = mix_whole(bytes, mix_sha1, state);
    finish(bytes.size > whole ? bytes.bytes + whole : NULL, bytes.size, mix_sha1, state);
    write_hex(state, 5, hex);
}

void base_hash_pieces_begin(struct base_hash_pieces *pieces)
{
    *pieces = (struct base_hash_pieces){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void base_hash_pieces_add(struct base_hash_pieces *pieces, struct base_span bytes)
{
    assert(bytes.bytes != NULL || bytes.size == 0);
    size_t have = pieces->size % BLOCK_BYTES;
    pieces->size += bytes.size;
    if (bytes.size == 0) return;
    if (have > 0) {
        size_t count = bytes.size < BLOCK_BYTES - have ? bytes.size : BLOCK_BYTES - have;
        memcpy(pieces->part + have, bytes.bytes, count);
        bytes = (struct base_span){bytes.bytes + count, bytes.size - count};
        if (have + count < BLOCK_BYTES) return;
        mix_sha256(pieces->state, pieces->part);
    }
    size_t whole = mix_whole(bytes, mix_sha256, pieces->state);
    assert(bytes.size - whole < BLOCK_BYTES);
    memcpy(pieces->part, bytes.bytes + whole, bytes.size - whole);
}

void base_hash_pieces_end(struct base_hash_pieces *pieces, char hex[BASE_HASH_SHA256_HEX + 1])
{
    finish(pieces->part, pieces->size, mix_sha256, pieces->state);
    write_hex(pieces->state, 8, hex);
}

void base_hash_sha256(struct base_span bytes, char hex[BASE_HASH_SHA256_HEX + 1])
{
    struct base_hash_pieces pieces;
    base_hash_pieces_begin(&pieces);
    base_hash_pieces_add(&pieces, bytes);
    base_hash_pieces_end(&pieces, hex);
}
