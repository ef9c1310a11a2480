/* Random names. A thread has its own generator, so no two threads meet. */
#include "app/request_id.h"

#include <sys/random.h>
#include <time.h>

static uint64_t turned(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static uint64_t next(uint64_t s[4])
{
    uint64_t value = turned(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turned(s[3], 45);
    return value;
}

void app_request_id_seed(struct app_request_id_source *source)
{
    size_t got = 0;
    while (got < sizeof source->state) {
        ssize_t count = getrandom((char *)source->state + got, sizeof source->state - got, 0);
        if (count <= 0) break;
        got += (size_t)count;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    /* Never all zeros, and different each time also where the system refuses. */
    source->state[0] ^=
        got < sizeof source->state ? (uint64_t)now.tv_nsec << 20 ^ (uintptr_t)source : 0;
    source->state[3] |= 1;
}

static char *put_hex(char *at, uint64_t bits)
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 60; i >= 0; i -= 4) *at++ = digits[bits >> i & 15];
    return at;
}

void app_request_id_make(struct app_request_id_source *source, char *out)
{
    put_hex(put_hex(out, next(source->state)), next(source->state));
}

bool app_request_id_is_sane(struct base_text name)
{
    if (name.length < APP_REQUEST_ID_MIN_CHARS || name.length > APP_REQUEST_ID_MAX_CHARS)
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_plain && (c == '\0' || strchr("-_.:/+=@", c) == NULL)) return false;
    }
    return true;
}
