/* Random ids. Each thread has its own generator, so that threads share nothing. */
#include "server/middleware/request_id.h"

#include <assert.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static uint64_t rotated(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static uint64_t next(uint64_t s[4])
{
    uint64_t value = rotated(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 45);
    return value;
}

void server_request_id_seed(struct server_request_id_source *source)
{
    size_t got = 0;
    while (got < sizeof source->state) {
        ssize_t count = getrandom((char *)source->state + got, sizeof source->state - got, 0);
        if (count <= 0) break;
        got += (size_t)count;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    /* Never all zeros; and different each time even when the system gives no random bytes. */
    source->state[0] ^=
        got < sizeof source->state ? (uint64_t)now.tv_nsec << 20 ^ (uintptr_t)source : 0;
    source->state[3] |= 1;
}

/* Eight hexadecimal digits at a time: each nibble is spread to a byte, then becomes a digit or a
 * letter. Adding 6 to a nibble of 10 or more carries into bit 4. */
static uint64_t hex_of(uint32_t bits)
{
    uint64_t x = bits;
    x = (x << 16 | x) & 0x0000ffff0000ffffu;
    x = (x << 8 | x) & 0x00ff00ff00ff00ffu;
    x = (x << 4 | x) & 0x0f0f0f0f0f0f0f0fu;
    uint64_t is_letter = (x + 0x0606060606060606u) >> 4 & 0x0101010101010101u;
    return x + 0x3030303030303030u + is_letter * ('a' - '0' - 10);
}

/* The order of the digits does not matter: they are random. */
static char *put_hex(char *at, uint64_t bits)
{
    uint64_t digits[2] = {hex_of((uint32_t)(bits >> 32)), hex_of((uint32_t)bits)};
    memcpy(at, digits, sizeof digits);
    return at + sizeof digits;
}

void server_request_id_make(struct server_request_id_source *source, char *out)
{
    const uint64_t *s = source->state;
    assert((s[0] | s[1] | s[2] | s[3]) != 0); /* zeros give only zeros */
    put_hex(put_hex(out, next(source->state)), next(source->state));
}

bool server_request_id_is_valid(struct base_text name)
{
    if (name.length < SERVER_REQUEST_ID_MIN_CHARS || name.length > SERVER_REQUEST_ID_MAX_CHARS)
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_plain && (c == '\0' || strchr("-_.:/+=@", c) == NULL)) return false;
    }
    return true;
}
