/* The colours of the pictures, one table for each theme. */
#ifndef APP_PALETTE_H
#define APP_PALETTE_H

#include "sky/body.h"

enum app_palette_theme { APP_PALETTE_DARK, APP_PALETTE_LIGHT, APP_PALETTE_RED };

/* How bright the sky is, by the Sun's altitude. */
enum app_palette_light {
    APP_PALETTE_DAY,
    APP_PALETTE_CIVIL,        /* twilight: to 6 deg below the horizon */
    APP_PALETTE_NAUTICAL,     /* to 12 */
    APP_PALETTE_ASTRONOMICAL, /* to 18 */
    APP_PALETTE_NIGHT,
    APP_PALETTE_LIGHTS
};

/* Colours as SVG has them. Labels stand out from every sky by 4.5 to 1 or more (WCAG 2.2, 1.4.3),
 * names of stars and of sunken bodies too. */
struct app_palette {
    const char *paper, *skies[APP_PALETTE_LIGHTS];
    const char *rim, *grid, *text, *dim, *star, *line, *shade; /* shade: the Moon's dark side */
    const char *bodies[SKY_BODY_COUNT], *edge;                 /* edge: about the discs */
};

/* The colours of a theme; constant. */
const struct app_palette *app_palette_of(enum app_palette_theme theme);

/* The light of the Sun at an airless altitude. */
enum app_palette_light app_palette_light(double sun_alt_deg);

/* "day", "civil", ... */
const char *app_palette_light_name(enum app_palette_light light);

#endif
