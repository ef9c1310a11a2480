/* SipHash with 2 rounds for each word and 4 at the end. Anchor: the example of the paper's appendix
 * A, in the test. */
#include "base/siphash.h"

#include <assert.h>
#include <string.h>

struct state {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotated(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void mix(struct state *s, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        s->v0 += s->v1, s->v1 = rotated(s->v1, 13) ^ s->v0, s->v0 = rotated(s->v0, 32);
        s->v2 += s->v3, s->v3 = rotated(s->v3, 16) ^ s->v2;
        s->v0 += s->v3, s->v3 = rotated(s->v3, 21) ^ s->v0;
        s->v2 += s->v1, s->v1 = rotated(s->v1, 17) ^ s->v2, s->v2 = rotated(s->v2, 32);
    }
}

static void add_word(struct state *s, uint64_t word)
{
    s->v3 ^= word;
    mix(s, 2);
    s->v0 ^= word;
}

/* Eight little-endian bytes. */
static uint64_t word_of(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

uint64_t base_siphash_of(struct base_siphash_key key, const void *bytes, size_t count)
{
    assert(bytes != NULL || count == 0);
    const unsigned char *at = bytes;
    size_t left = count;
    struct state s = {
        key.low ^ 0x736f6d6570736575u, /* "somepseudorandomlygeneratedbytes" */
        key.high ^ 0x646f72616e646f6du,
        key.low ^ 0x6c7967656e657261u,
        key.high ^ 0x7465646279746573u,
    };
    for (; left >= 8; left -= 8, at += 8) add_word(&s, word_of(at));
    unsigned char last[8] = {0};
    if (left > 0) memcpy(last, at, left);
    add_word(&s, word_of(last) | (uint64_t)count << 56);
    s.v2 ^= 0xff;
    mix(&s, 4);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
