/* Data files inside the program, as spans of memory. The assembler includes the bytes, so the
 * compiler does not have to read them as an array. */
#ifndef DATA_EMBEDDED_H
#define DATA_EMBEDDED_H

#include "base/bytes.h"

/* Defines name_first and name_last around the bytes of a file; both are private to the object. */
#define DATA_EMBEDDED_BYTES(name, file)                                                            \
    __asm__(".section .rodata\n"                                                                   \
            ".balign 64\n" #name "_first: .incbin \"" file "\"\n" #name "_last:\n"                 \
            ".byte 0\n"                                                                            \
            ".text\n");                                                                            \
    extern const unsigned char name##_first[] __attribute__((visibility("hidden")));               \
    extern const unsigned char name##_last[] __attribute__((visibility("hidden")));

/* data/sky-1900-2100.bsp */
struct base_span data_embedded_kernel(void);
/* data/cip-1900-2100.bin */
struct base_span data_embedded_cip(void);
/* data/earth-rotation.bin */
struct base_span data_embedded_earth_rotation(void);
/* data/leap-seconds.list */
struct base_span data_embedded_leap_seconds(void);

#endif
