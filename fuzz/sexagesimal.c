/* Degrees as d:m:s are the sum of their parts, change sign with it, and have a fraction in the last
 * part only. */
#include "almanac/params.h"
#include "fuzz.h"

#include <math.h>

/* By strtod, part after part. */
static double expected_deg(const char *text)
{
    double sum = 0.0, unit = 1.0;
    const bool is_negative = *text == '-';
    for (;; unit *= 60.0) {
        char *end;
        double value = fabs(strtod(text, &end));
        FUZZ_REQUIRE(end > text && (unit == 1.0 || value < 60.0));
        sum += value / unit;
        if (*end == '\0') return is_negative ? -sum : sum;
        FUZZ_REQUIRE(*end == ':' && value == floor(value) && unit < 3600.0);
        text = end + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    double deg, opposite;
    struct base_fault fault;
    char text[1024] = "-";
    enum base_err err = almanac_params_degrees(fuzz_text(bytes, size), &deg, &fault);
    if (err != BASE_ERR_OK) {
        FUZZ_REQUIRE(fault.code == err && fault.offset <= size && fault.note != NULL);
        return 0;
    }
    FUZZ_REQUIRE(size > 0 && size + 2 < sizeof text && isfinite(deg));
    memcpy(text + 1, bytes, size);
    double expected = expected_deg(text + 1);
    FUZZ_REQUIRE(fabs(deg - expected) <= 1e-15 * fabs(expected)); /* a few roundings */
    FUZZ_REQUIRE(signbit(deg) == (bytes[0] == '-'));
    if (bytes[0] == '-' || bytes[0] == '+' || size >= 400) return 0;
    FUZZ_REQUIRE(almanac_params_degrees(base_text_of(text), &opposite, &fault) == BASE_ERR_OK);
    FUZZ_REQUIRE(opposite == -deg);
    return 0;
}
