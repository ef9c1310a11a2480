/* What the libFuzzer drivers share. Each driver states laws; a broken one aborts, and libFuzzer
 * writes the input that broke it to build/fuzz/found. Run all: make fuzz. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FUZZ_REQUIRE(law)                                                                          \
    do {                                                                                           \
        if (!(law)) {                                                                              \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #law);                      \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static inline struct base_text fuzz_text(const uint8_t *bytes, size_t size)
{
    return (struct base_text){(const char *)bytes, size};
}

#endif
