/* Files inside the program, as spans of memory: the assembler takes them as they are, without a
 * copy in C. */
#ifndef APP_EMBED_H
#define APP_EMBED_H

#include "base/bytes.h"

/* Defines name_first and name_last around the bytes of a file, private to the object. */
#define APP_EMBED_BYTES(name, file)                                                                \
    __asm__(".section .rodata\n"                                                                   \
            ".balign 64\n" #name "_first: .incbin \"" file "\"\n" #name "_last:\n"                 \
            ".byte 0\n"                                                                            \
            ".text\n");                                                                            \
    extern const unsigned char name##_first[] __attribute__((visibility("hidden")));               \
    extern const unsigned char name##_last[] __attribute__((visibility("hidden")));

/* data/sky-1900-2100.bsp */
struct base_span app_embed_kernel(void);
/* data/cip-1900-2100.bin */
struct base_span app_embed_cip(void);
/* data/earth-rotation.bin */
struct base_span app_embed_earth_rotation(void);
/* data/leap-seconds.list */
struct base_span app_embed_leap_seconds(void);

#endif
