/* Numbers to text and back. Writing with fixed decimals is the hot path of every answer: it scales
 * to an integer and writes digits two at a time. Reading takes the exact short way (Clinger 1990:
 * up to 15 digits and a power of ten up to 22 are one correctly rounded operation) and strtod
 * otherwise.
 *
 * Anchors: fixed(2.675, 2) is "2.68" (the product rounds to 267.5), shortest(0.1) is "0.1".
 */
#include "base/num.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LONGEST_NUMBER_CHARS                                                                       \
    400 /* a double written out needs at most 1074 decimals, nobody sends that */

static const double POWER_OF_TEN[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Writes `digits` digits of n, leading zeros included, ending before `end`. */
static void write_digits(char *end, uint64_t n, int digits)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    for (; digits >= 2; digits -= 2) {
        end -= 2;
        memcpy(end, pairs + 2 * (n % 100), 2);
        n /= 100;
    }
    if (digits == 1) *--end = (char)('0' + n % 10);
}

static int count_digits(uint64_t n)
{
    int count = 1;
    while (n >= 10) {
        n /= 10;
        count++;
    }
    return count;
}

size_t base_num_fixed(char *out, double value, int decimals)
{
    assert(decimals >= 0 && decimals <= 12);
    double scaled = fabs(value) * POWER_OF_TEN[decimals] + 0.5;
    assert(scaled < 9.1e15);
    uint64_t n = (uint64_t)scaled;
    uint64_t unit = (uint64_t)POWER_OF_TEN[decimals];
    uint64_t whole = n / unit;
    char *at = out;
    if (value < 0 && n > 0) *at++ = '-';
    int digits = count_digits(whole);
    at += digits;
    write_digits(at, whole, digits);
    if (decimals > 0) {
        *at++ = '.';
        at += decimals;
        write_digits(at, n % unit, decimals);
    }
    return (size_t)(at - out);
}

size_t base_num_trimmed(char *out, double value, int decimals)
{
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

/* How few decimals give the very number, if nine are enough; else -1. The quotient of two exact
 * numbers is the double nearest to the decimal, which is what reading the text gives. */
static int few_decimals(double value)
{
    if (!(fabs(value) >= 1e-4 && fabs(value) < 1e6)) return -1;
    for (int decimals = 0; decimals <= 9; decimals++)
        if (rint(value * POWER_OF_TEN[decimals]) / POWER_OF_TEN[decimals] == value) return decimals;
    return -1;
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
    char sci[BASE_NUM_MAX_CHARS];
    int precision = 0;
    do snprintf(sci, sizeof sci, "%.*e", precision, value);
    while (strtod(sci, NULL) != value && ++precision < 17);

    /* d.ddde[+-]xx into Python's form: positional for exponents -4..15, else scientific */
    char *exponent_at = strchr(sci, 'e');
    int exponent = atoi(exponent_at + 1);
    char digits[BASE_NUM_MAX_CHARS] = {0};
    int count = 0;
    for (const char *p = sci; p < exponent_at; p++)
        if (*p >= '0' && *p <= '9') digits[count++] = *p;
    char *at = out;
    if (signbit(value)) *at++ = '-';
    if (exponent < -4 || exponent > 15) {
        *at++ = digits[0];
        if (count > 1) {
            *at++ = '.';
            memcpy(at, digits + 1, (size_t)count - 1);
            at += count - 1;
        }
        at += snprintf(at, 8, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        return (size_t)(at - out);
    }
    if (exponent < 0) *at++ = '0';
    for (int i = 0; i <= exponent; i++) *at++ = i < count ? digits[i] : '0';
    *at++ = '.';
    for (int i = exponent + 1; i < 0; i++) *at++ = '0';
    int first = exponent < 0 ? 0 : exponent + 1;
    if (first >= count) *at++ = '0';
    for (int i = first; i < count; i++) *at++ = digits[i];
    return (size_t)(at - out);
}

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

/* What a scan of the text found; the digits are gathered in mantissa while they are at most 19. */
struct decimal {
    uint64_t mantissa;
    int digits;   /* significant ones, leading zeros not counted */
    int exponent; /* of ten, for the mantissa as a whole number */
    bool is_negative;
};

static enum base_err scan(struct base_text text, struct decimal *found, struct base_fault *fault)
{
    struct decimal d = {0};
    size_t i = 0;
    if (i < text.length && (text.at[i] == '+' || text.at[i] == '-'))
        d.is_negative = text.at[i++] == '-';
    bool has_point = false, has_digit = false;
    for (; i < text.length; i++) {
        char c = text.at[i];
        if (c == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        has_digit = true;
        if (d.digits > 0 || c != '0') d.digits++;
        if (d.digits <= 18) {
            d.mantissa = d.mantissa * 10 + (uint64_t)(c - '0');
            d.exponent -= has_point;
        }
    }
    if (!has_digit) return reject(fault, BASE_ERR_FORMAT, i, "not a number");
    if (i < text.length && (text.at[i] == 'e' || text.at[i] == 'E')) {
        i++;
        bool is_negative = false;
        if (i < text.length && (text.at[i] == '+' || text.at[i] == '-'))
            is_negative = text.at[i++] == '-';
        if (i == text.length || text.at[i] < '0' || text.at[i] > '9')
            return reject(fault, BASE_ERR_FORMAT, i, "an exponent without digits");
        int exponent = 0;
        for (; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++)
            if (exponent < 10000) exponent = exponent * 10 + (text.at[i] - '0');
        d.exponent += is_negative ? -exponent : exponent;
    }
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
