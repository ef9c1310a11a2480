/* The data inside the program, as spans of memory. */
#ifndef APP_EMBED_H
#define APP_EMBED_H

#include "base/bytes.h"

/* data/sky-1900-2100.bsp */
struct base_span app_embed_kernel(void);
/* data/cip-1900-2100.bin */
struct base_span app_embed_cip(void);
/* data/earth-rotation.bin */
struct base_span app_embed_earth_rotation(void);
/* data/leap-seconds.list */
struct base_span app_embed_leap_seconds(void);

#endif
