/* Numbers to text and back. Writing with fixed decimals is the hot path of every answer: the number
 * is scaled to an integer, whose digits are made eight at a time. Reading uses one correctly
 * rounded operation for up to 15 digits and a power of ten up to 22 (Clinger 1990), and strtod
 * otherwise.
 *
 * Anchors: fixed(2.675, 2) is "2.68" (the product rounds to 267.5), shortest(0.1) is "0.1".
 */
#include "base/num.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMALS_MAX         12
#define LONGEST_NUMBER_CHARS 400 /* far beyond what a client writes; bounds the copy for strtod */

static const double POWER_OF_TEN[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
static const uint64_t WHOLE_POWER_OF_TEN[DECIMALS_MAX + 1] = {
    1,        10,        100,        1000,        10000,        100000,       1000000,
    10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000};

/* Eight digits as the bytes of a word, each 0 to 9, the first digit in the lowest byte. All lanes
 * are divided at once: 10486 / 2^20 and 103 / 2^10 stand for 1/100 and 1/10, which is exact enough
 * below 10,000 and 100. */
static inline uint64_t eight_values(uint32_t n)
{
    uint64_t x = n / 10000 | (uint64_t)(n % 10000) << 32;
    uint64_t hundreds = x * 10486 >> 20 & 0x0000007f0000007fu;
    x = hundreds | (x - 100 * hundreds) << 16;
    uint64_t tens = x * 103 >> 10 & 0x000f000f000f000fu;
    return tens | (x - 10 * tens) << 8;
}

#define EIGHT_ZEROS 0x3030303030303030u

/* Writes eight digits with their leading zeros. */
static inline void put_eight(char *out, uint32_t n)
{
    const uint64_t digits = eight_values(n) | EIGHT_ZEROS;
    memcpy(out, &digits, 8);
}

/* Writes a whole number from 1000 to 10^16 without leading zeros; up to 8 bytes after it are
 * overwritten. The zeros are shifted out of a register, because a load that spans two recent stores
 * would wait for both. */
static __attribute__((noinline)) char *put_long_whole(char *at, uint64_t n)
{
    assert(n >= 1000 && n < WHOLE_POWER_OF_TEN[8] * WHOLE_POWER_OF_TEN[8]);
    const bool has_two_words = n >= WHOLE_POWER_OF_TEN[8];
    const uint64_t values = eight_values((uint32_t)(has_two_words ? n / WHOLE_POWER_OF_TEN[8] : n));
    const int zeros = __builtin_ctzll(values) / 8;
    const uint64_t digits = (values | EIGHT_ZEROS) >> 8 * zeros;
    memcpy(at, &digits, 8);
    at += 8 - zeros;
    if (!has_two_words) return at;
    put_eight(at, (uint32_t)(n % WHOLE_POWER_OF_TEN[8]));
    return at + 8;
}

/* The same from 0 on: most numbers are degrees. 41 / 2^12 stands for 1/100, exact enough below
 * 1000. */
static inline char *put_whole(char *at, uint64_t n)
{
    if (n >= 1000) return put_long_whole(at, n);
    uint32_t rest = (uint32_t)n;
    if (n >= 100) {
        const uint32_t hundreds = rest * 41 >> 12;
        *at++ = (char)('0' + hundreds);
        rest -= 100 * hundreds;
    }
    const uint32_t tens = rest * 103 >> 10;
    *at = (char)('0' + tens);
    at += n >= 10;
    *at = (char)('0' + rest - 10 * tens);
    return at + 1;
}

/* The scaled number n has at most 16 digits. The whole part of the value is that of n, or one less
 * when rounding carries: neither needs a division. The copies have fixed lengths, which is faster;
 * the bytes written after them overwrite the surplus. */
size_t base_num_fixed(char *out, double value, int decimals)
{
    assert(decimals >= 0 && decimals <= DECIMALS_MAX);
    const double size = fabs(value), scaled = size * POWER_OF_TEN[decimals] + 0.5;
    assert(scaled < 9.1e15);
    const uint64_t n = (uint64_t)(int64_t)scaled, unit = WHOLE_POWER_OF_TEN[decimals];
    char *at = out;
    *at = '-';
    at += value < 0 && n > 0;
    if (decimals == 0) return (size_t)(put_whole(at, n) - out);
    uint64_t whole = (uint64_t)(int64_t)size, part = n - whole * unit;
    if (part >= unit) {
        whole++;
        part -= unit;
    }
    assert(part < unit);
    at = put_whole(at, whole);
    *at++ = '.';
    if (decimals > 8) {
        put_eight(at, (uint32_t)(part / WHOLE_POWER_OF_TEN[decimals - 8]));
        part %= WHOLE_POWER_OF_TEN[decimals - 8];
        put_eight(at + 8, (uint32_t)(part * WHOLE_POWER_OF_TEN[16 - decimals]));
    } else {
        put_eight(at, (uint32_t)(part * WHOLE_POWER_OF_TEN[8 - decimals]));
    }
    return (size_t)(at + decimals - out);
}

size_t base_num_trimmed(char *out, double value, int decimals)
{
    assert(decimals >= 0 && decimals <= DECIMALS_MAX);
    double unit = POWER_OF_TEN[decimals];
    if (fabs(value) < 1e-4) return base_num_shortest(out, round(value * unit) / unit);
    size_t length = base_num_fixed(out, value, decimals);
    if (decimals == 0) {
        memcpy(out + length, ".0", 2);
        return length + 2;
    }
    while (out[length - 1] == '0' && out[length - 2] != '.') length--;
    return length;
}

/* The least number of decimals that read back to the same number, up to nine; -1 if nine are not
 * enough. The quotient of two exact numbers is the double nearest to the decimal, which is also
 * what reading the text gives. A product that is further from a whole number than its last bits
 * cannot be such a decimal. */
static int few_decimals(double value)
{
    if (!(fabs(value) >= 1e-4 && fabs(value) < 1e6)) return -1;
    for (int decimals = 0; decimals <= 9; decimals++) {
        double scaled = value * POWER_OF_TEN[decimals], whole = rint(scaled);
        if (fabs(scaled - whole) <= 1e-15 * fabs(scaled) && whole / POWER_OF_TEN[decimals] == value)
            return decimals;
    }
    return -1;
}

/* The shortest run of digits that reads back to a number: d.ddd times ten to the exponent. */
struct shortest {
    char digits[BASE_NUM_MAX_CHARS];
    int count;
    int exponent;
};

/* The digits of a number that is written with a precision; of those after the first, zeros at the
 * end are left out. Gives whether they read back to the number. */
static bool read_back(double value, int precision, struct shortest *s)
{
    char text[BASE_NUM_MAX_CHARS];
    snprintf(text, sizeof text, "%.*e", precision, value);
    s->count = 0;
    const char *p = text;
    for (; *p != 'e'; p++)
        if (*p >= '0' && *p <= '9') s->digits[s->count++] = *p;
    s->exponent = atoi(p + 1);
    while (s->count > 1 && s->digits[s->count - 1] == '0') s->count--;
    return strtod(text, NULL) == value;
}

/* Any DBL_DIG digits read to a double that is written with the same digits. If that many are enough,
 * then, without the zeros at the end, they are the shortest; subnormal numbers have fewer. */
static struct shortest shortest_digits(double value)
{
    struct shortest s;
    int precision = fabs(value) < DBL_MIN ? 0 : DBL_DIG - 1;
    while (!read_back(value, precision, &s) && ++precision < 17) continue;
    assert(s.count >= 1 && s.count <= 18);
    return s;
}

/* "1.5e-05" */
static char *put_scientific(char *at, const struct shortest *s)
{
    assert(s->exponent >= -324 && s->exponent <= 308); /* those of doubles */
    *at++ = s->digits[0];
    if (s->count > 1) {
        *at++ = '.';
        memcpy(at, s->digits + 1, (size_t)s->count - 1);
        at += s->count - 1;
    }
    return at + snprintf(at, 8, "e%c%02d", s->exponent < 0 ? '-' : '+', abs(s->exponent));
}

/* "0.00012", "1500.0": at least one digit on either side of the point */
static char *put_positional(char *at, const struct shortest *s)
{
    assert(s->exponent >= -4 && s->exponent <= 15);
    if (s->exponent < 0) *at++ = '0';
    for (int i = 0; i <= s->exponent; i++) *at++ = i < s->count ? s->digits[i] : '0';
    *at++ = '.';
    for (int i = s->exponent + 1; i < 0; i++) *at++ = '0';
    int first = s->exponent < 0 ? 0 : s->exponent + 1;
    if (first >= s->count) *at++ = '0';
    for (int i = first; i < s->count; i++) *at++ = s->digits[i];
    return at;
}

size_t base_num_shortest(char *out, double value)
{
    assert(isfinite(value));
    int decimals = few_decimals(value);
    if (decimals >= 0) {
        size_t length = base_num_fixed(out, value, decimals);
        if (decimals == 0) memcpy(out + length, ".0", 2);
        return decimals == 0 ? length + 2 : length;
    }
    struct shortest s = shortest_digits(value);
    char *at = out;
    if (signbit(value)) *at++ = '-';
    bool is_positional = s.exponent >= -4 && s.exponent <= 15; /* as Python's repr() decides */
    at = is_positional ? put_positional(at, &s) : put_scientific(at, &s);
    assert(at - out <= BASE_NUM_MAX_CHARS);
    return (size_t)(at - out);
}

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

/* A number as written: mantissa times ten to the exponent. */
struct decimal {
    uint64_t mantissa; /* of the first 18 significant digits */
    int digits;        /* significant ones, leading zeros not counted */
    int exponent;      /* of ten, for the mantissa as a whole number */
    bool is_negative;
};

static bool is_digit_at(struct base_text text, size_t i)
{
    return i < text.length && text.at[i] >= '0' && text.at[i] <= '9';
}

/* Passes over a sign, if there is one. Gives whether it is a minus. */
static bool scan_sign(struct base_text text, size_t *i)
{
    if (*i == text.length || (text.at[*i] != '+' && text.at[*i] != '-')) return false;
    return text.at[(*i)++] == '-';
}

/* Digits with at most one point among them. Gives whether there is a digit. */
static bool scan_mantissa(struct base_text text, size_t *i, struct decimal *d)
{
    bool has_point = false, has_digit = false;
    for (; *i < text.length; (*i)++) {
        char c = text.at[*i];
        if (c == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        has_digit = true;
        if (d->digits > 0 || c != '0') d->digits++;
        if (d->digits <= 18) {
            d->mantissa = d->mantissa * 10 + (uint64_t)(c - '0');
            d->exponent -= has_point;
        }
    }
    return has_digit;
}

/* An exponent, if there is one. Gives false for one without digits. */
static bool scan_exponent(struct base_text text, size_t *i, struct decimal *d)
{
    if (*i == text.length || (text.at[*i] != 'e' && text.at[*i] != 'E')) return true;
    ++*i;
    bool is_negative = scan_sign(text, i);
    if (!is_digit_at(text, *i)) return false;
    int exponent = 0;
    for (; is_digit_at(text, *i); ++*i)
        if (exponent < 10000) exponent = exponent * 10 + (text.at[*i] - '0');
    d->exponent += is_negative ? -exponent : exponent;
    return true;
}

static enum base_err scan(struct base_text text, struct decimal *found, struct base_fault *fault)
{
    struct decimal d = {0};
    size_t i = 0;
    d.is_negative = scan_sign(text, &i);
    if (!scan_mantissa(text, &i, &d)) return reject(fault, BASE_ERR_FORMAT, i, "not a number");
    if (!scan_exponent(text, &i, &d))
        return reject(fault, BASE_ERR_FORMAT, i, "an exponent without digits");
    if (i < text.length) return reject(fault, BASE_ERR_FORMAT, i, "not part of a number");
    *found = d;
    return BASE_ERR_OK;
}

enum base_err base_num_parse(struct base_text text, double *value, struct base_fault *fault)
{
    if (text.length > LONGEST_NUMBER_CHARS)
        return reject(fault, BASE_ERR_FORMAT, LONGEST_NUMBER_CHARS, "the number is too long");
    struct decimal d;
    enum base_err err = scan(text, &d, fault);
    if (err != BASE_ERR_OK) return err;
    double v;
    if (d.digits <= 15 && d.exponent >= -22 && d.exponent <= 22) {
        assert(d.mantissa < 1000000000000000u); /* 15 digits: exact in a double */
        v = (double)d.mantissa;
        v = d.exponent < 0 ? v / POWER_OF_TEN[-d.exponent] : v * POWER_OF_TEN[d.exponent];
        if (d.is_negative) v = -v;
    } else {
        char terminated[LONGEST_NUMBER_CHARS + 1];
        memcpy(terminated, text.at, text.length);
        terminated[text.length] = '\0';
        v = strtod(terminated, NULL);
        if (!isfinite(v)) return reject(fault, BASE_ERR_RANGE, 0, "the number is too large");
    }
    *value = v;
    return BASE_ERR_OK;
}

enum base_err base_num_parse_whole(struct base_text text, unsigned max, unsigned *value,
                                   struct base_fault *fault)
{
    if (text.length == 0) return reject(fault, BASE_ERR_FORMAT, 0, "not a whole number");
    uint64_t n = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return reject(fault, BASE_ERR_FORMAT, i, "not a whole number");
        if (i == 10) return reject(fault, BASE_ERR_FORMAT, i, "too many digits");
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    }
    if (n > max) return reject(fault, BASE_ERR_RANGE, 0, "the number is too large");
    *value = (unsigned)n;
    return BASE_ERR_OK;
}
