/* Both hashes share their shape: blocks of 64 bytes, the last padded with a one bit, zeros and the
 * length in bits. Spec: FIPS 180-4, sections 5 and 6.
 *
 * Anchors: "abc" gives a9993e36... and ba7816bf...
 */
#include "base/hash.h"

#include <stdio.h>

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
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++) w[i] = word(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (right(a, 7) ^ right(a, 18) ^ a >> 3) + w[i - 7] +
               (right(b, 17) ^ right(b, 19) ^ b >> 10);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t one =
            s[7] + (right(s[4], 6) ^ right(s[4], 11) ^ right(s[4], 25)) + choice + K[i] + w[i];
        uint32_t two = (right(s[0], 2) ^ right(s[0], 13) ^ right(s[0], 22)) + most;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

static void run(struct base_span bytes, mix *mix_block, uint32_t *state)
{
    size_t whole = bytes.size / BLOCK_BYTES * BLOCK_BYTES, rest = bytes.size - whole;
    for (size_t at = 0; at < whole; at += BLOCK_BYTES) mix_block(state, bytes.bytes + at);
    unsigned char last[2 * BLOCK_BYTES] = {0};
    if (rest > 0) memcpy(last, bytes.bytes + whole, rest);
    last[rest] = 0x80;
    size_t size = rest + 9 <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    uint64_t bits = (uint64_t)bytes.size * 8;
    for (int i = 0; i < 8; i++) last[size - 1 - (size_t)i] = (unsigned char)(bits >> (8 * i));
    for (size_t at = 0; at < size; at += BLOCK_BYTES) mix_block(state, last + at);
}

static void write_hex(const uint32_t *state, int words, char *hex)
{
    for (int i = 0; i < words; i++) snprintf(hex + 8 * i, 9, "%08x", (unsigned)state[i]);
}

void base_hash_sha1(struct base_span bytes, char hex[BASE_HASH_SHA1_HEX + 1])
{
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    run(bytes, mix_sha1, state);
    write_hex(state, 5, hex);
}

void base_hash_sha256(struct base_span bytes, char hex[BASE_HASH_SHA256_HEX + 1])
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    run(bytes, mix_sha256, state);
    write_hex(state, 8, hex);
}
