/* The table of bodies: names, NAIF ids and radii. */
#ifndef SKY_BODY_H
#define SKY_BODY_H

#include "base/text.h"

/* enumerator, name in documents */
#define SKY_BODY_KIND_LIST(X)                                                                      \
    X(STAR, "star")                                                                                \
    X(MOON, "moon")                                                                                \
    X(PLANET, "planet")                                                                            \
    X(DWARF_PLANET, "dwarf_planet")

#define SKY_BODY_KIND_ENUM(name, text) SKY_BODY_KIND_##name,
enum sky_body_kind { SKY_BODY_KIND_LIST(SKY_BODY_KIND_ENUM) SKY_BODY_KINDS };
#undef SKY_BODY_KIND_ENUM

/* enumerator, name, kind, symbol, NAIF id of the body's centre, id of its system's barycentre (0
 * without one), equatorial and polar radius in km. The centres of Mercury, Venus and (to
 * 0.2 m) Mars are their barycentres. The order is the usual one of listings. Symbols: as in
 * Unicode. Ids: NAIF Integer ID codes. Radii: Archinal et al. 2018 (IAU WGCCRE 2015), tables 4 to
 * 6; for Mars the mean of north and south, for the giants at a pressure of 1 bar. */
#define SKY_BODY_LIST(X)                                                                           \
    X(SUN, "sun", STAR, "\u2609", 10, 0, 695700.0, 695700.0)                                       \
    X(MOON, "moon", MOON, "\u263E", 301, 0, 1737.4, 1737.4)                                        \
    X(MERCURY, "mercury", PLANET, "\u263F", 199, 1, 2440.53, 2438.26)                              \
    X(VENUS, "venus", PLANET, "\u2640", 299, 2, 6051.8, 6051.8)                                    \
    X(MARS, "mars", PLANET, "\u2642", 499, 4, 3396.19, 3376.20)                                    \
    X(JUPITER, "jupiter", PLANET, "\u2643", 599, 5, 71492.0, 66854.0)                              \
    X(SATURN, "saturn", PLANET, "\u2644", 699, 6, 60268.0, 54364.0)                                \
    X(URANUS, "uranus", PLANET, "\u26E2", 799, 7, 25559.0, 24973.0)                                \
    X(NEPTUNE, "neptune", PLANET, "\u2646", 899, 8, 24764.0, 24341.0)                              \
    X(PLUTO, "pluto", DWARF_PLANET, "\u2647", 999, 9, 1188.3, 1188.3)

#define SKY_BODY_ENUM(name, ...) SKY_BODY_##name,
enum sky_body { SKY_BODY_LIST(SKY_BODY_ENUM) SKY_BODY_COUNT };
#undef SKY_BODY_ENUM

/* A bit for each planet. */
#define SKY_BODY_PLANET_BIT(name, text, kind, ...)                                                 \
    | (SKY_BODY_KIND_##kind == SKY_BODY_KIND_PLANET ? 1u << SKY_BODY_##name : 0u)
#define SKY_BODY_PLANETS (0u SKY_BODY_LIST(SKY_BODY_PLANET_BIT))

struct sky_body_info {
    struct base_text name; /* lower case */
    enum sky_body_kind kind;
    const char *symbol; /* one character of UTF-8 */
    int naif_id;
    int barycentre_id; /* 0 without one */
    double equatorial_radius_km, polar_radius_km;
};

/* The row of a body. */
const struct sky_body_info *sky_body_info(enum sky_body body);

/* "star", "dwarf_planet" and so on. */
const char *sky_body_kind_name(enum sky_body_kind kind);

/* The body of a lower-case name.
 *
 * Gives  the body, or SKY_BODY_COUNT when no body has this name
 */
enum sky_body sky_body_named(struct base_text name);

#endif
