/* Numbers as text: the reader agrees with strtod on what it accepts, and what is written reads
 * back. */
#include "base/num.h"

#include "fuzz.h"

#include <math.h>

static double read_back(const char *chars, size_t length)
{
    double value;
    struct base_fault fault;
    FUZZ_REQUIRE(length <= BASE_NUM_MAX_CHARS);
    FUZZ_REQUIRE(base_num_parse((struct base_text){chars, length}, &value, &fault) == BASE_ERR_OK);
    return value;
}

static void write_and_read(double value)
{
    char chars[BASE_NUM_MAX_CHARS];
    double again = read_back(chars, base_num_shortest(chars, value));
    FUZZ_REQUIRE(memcmp(&again, &value, sizeof value) == 0);
    if (fabs(value) >= 9e5) return;
    for (int decimals = 0; decimals <= 9; decimals++) {
        /* Half a unit of the last decimal, and the rounding of the product in front of it. */
        double tolerance = 0.5 * pow(10.0, -decimals) * (1.0 + 1e-12) + 3e-16 * fabs(value);
        again = read_back(chars, base_num_fixed(chars, value, decimals));
        FUZZ_REQUIRE(fabs(again - value) <= tolerance);
        FUZZ_REQUIRE(again != 0.0 || !signbit(again));
        again = read_back(chars, base_num_trimmed(chars, value, decimals));
        FUZZ_REQUIRE(fabs(again - value) <= tolerance);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    double value, raw;
    struct base_fault fault;
    enum base_err err = base_num_parse(fuzz_text(bytes, size), &value, &fault);
    if (err == BASE_ERR_OK) {
        char terminated[512] = {0};
        FUZZ_REQUIRE(size < sizeof terminated);
        memcpy(terminated, bytes, size);
        char *end;
        double expected = strtod(terminated, &end);
        FUZZ_REQUIRE(*end == '\0' && memcmp(&expected, &value, sizeof value) == 0);
        write_and_read(value);
    } else {
        FUZZ_REQUIRE(fault.code == err && fault.offset <= size && fault.note != NULL);
    }
    if (size != sizeof raw) return 0;
    memcpy(&raw, bytes, sizeof raw);
    if (isfinite(raw)) write_and_read(raw);
    return 0;
}
