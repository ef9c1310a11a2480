/* The data inside the program. */
#include "data/embedded.h"

#include <stddef.h>

#define EMBED(name, file)                                                                          \
    DATA_EMBEDDED_BYTES(name, file)                                                                \
    struct base_span data_embedded_##name(void)                                                    \
    {                                                                                              \
        return (struct base_span){name##_first, (size_t)(name##_last - name##_first)};             \
    }

EMBED(kernel, "data/sky-1900-2100.bsp")
EMBED(cip, "data/cip-1900-2100.bin")
EMBED(earth_rotation, "data/earth-rotation.bin")
EMBED(leap_seconds, "data/leap-seconds.list")
