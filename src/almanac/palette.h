/* The colours of the pictures, one table for each theme. */
#ifndef ALMANAC_PALETTE_H
#define ALMANAC_PALETTE_H

#include "sky/body.h"

enum almanac_palette_theme { ALMANAC_PALETTE_DARK, ALMANAC_PALETTE_LIGHT, ALMANAC_PALETTE_RED };

/* How bright the sky is, by the Sun's altitude. */
enum almanac_palette_light {
    ALMANAC_PALETTE_DAY,
    ALMANAC_PALETTE_CIVIL,        /* twilight: to 6 deg below the horizon */
    ALMANAC_PALETTE_NAUTICAL,     /* to 12 */
    ALMANAC_PALETTE_ASTRONOMICAL, /* to 18 */
    ALMANAC_PALETTE_NIGHT,
    ALMANAC_PALETTE_LIGHTS
};

/* Colours as SVG has them. Labels have a contrast of at least 4.5 to 1 with every sky
 * (WCAG 2.2, 1.4.3), also the names of stars and of bodies below the horizon. */
struct almanac_palette {
    const char *paper, *skies[ALMANAC_PALETTE_LIGHTS];
    const char *rim, *grid, *text, *dim, *star, *line, *shade; /* shade: the Moon's dark side */
    const char *bodies[SKY_BODY_COUNT], *edge;                 /* edge: about the discs */
};

/* The colours of a theme; constant. */
const struct almanac_palette *almanac_palette_of(enum almanac_palette_theme theme);

/* The light of the Sun at an airless altitude. */
enum almanac_palette_light almanac_palette_light(double sun_alt_deg);

/* "day", "civil", ... */
const char *almanac_palette_light_name(enum almanac_palette_light light);

#endif
