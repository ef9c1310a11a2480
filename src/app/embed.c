/* The data inside the program. */
#include "app/embed.h"

#define EMBED(name, file)                                                                          \
    APP_EMBED_BYTES(name, file)                                                                    \
    struct base_span app_embed_##name(void)                                                        \
    {                                                                                              \
        return (struct base_span){name##_first, (size_t)(name##_last - name##_first)};             \
    }

EMBED(kernel, "data/sky-1900-2100.bsp")
EMBED(cip, "data/cip-1900-2100.bin")
EMBED(earth_rotation, "data/earth-rotation.bin")
EMBED(leap_seconds, "data/leap-seconds.list")
