/* The data inside the program: the assembler takes the files as they are, without a copy in C. */
#include "app/embed.h"

#define EMBED(name, file)                                                                          \
    __asm__(".section .rodata\n"                                                                   \
            ".balign 64\n" #name "_first: .incbin \"" file "\"\n" #name "_last:\n"                \
            ".byte 0\n"                                                                            \
            ".text\n");                                                                            \
    extern const unsigned char name##_first[] __attribute__((visibility("hidden")));               \
    extern const unsigned char name##_last[] __attribute__((visibility("hidden")));                \
    struct base_span app_embed_##name(void)                                                        \
    {                                                                                              \
        return (struct base_span){name##_first, (size_t)(name##_last - name##_first)};             \
    }

EMBED(kernel, "data/sky-1900-2100.bsp")
EMBED(cip, "data/cip-1900-2100.bin")
EMBED(earth_rotation, "data/earth-rotation.bin")
EMBED(leap_seconds, "data/leap-seconds.list")
