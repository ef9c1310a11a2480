/* The one table of bodies: names, numbers, where a kernel keeps them. */
#ifndef SKY_BODY_H
#define SKY_BODY_H

#include "base/text.h"

/* enumerator, name, NAIF id of the body's centre, id of its system's barycentre (0: has none of its
 * own), equatorial and polar radius in km. The centres of Mercury, Venus and (to 0.2 m) Mars are
 * their barycentres. Order: as people list them. Ids: NAIF Integer ID codes. Radii: Archinal et
 * al. 2018 (IAU WGCCRE 2015), tables 4 to 6, means of north and south for Mars; the giants' at 1
 * bar. */
#define SKY_BODY_LIST(X)                                                                           \
    X(SUN, "sun", 10, 0, 695700.0, 695700.0)                                                       \
    X(MOON, "moon", 301, 0, 1737.4, 1737.4)                                                        \
    X(MERCURY, "mercury", 199, 1, 2440.53, 2438.26)                                                \
    X(VENUS, "venus", 299, 2, 6051.8, 6051.8)                                                      \
    X(MARS, "mars", 499, 4, 3396.19, 3376.20)                                                      \
    X(JUPITER, "jupiter", 599, 5, 71492.0, 66854.0)                                                \
    X(SATURN, "saturn", 699, 6, 60268.0, 54364.0)                                                  \
    X(URANUS, "uranus", 799, 7, 25559.0, 24973.0)                                                  \
    X(NEPTUNE, "neptune", 899, 8, 24764.0, 24341.0)                                                \
    X(PLUTO, "pluto", 999, 9, 1188.3, 1188.3)

#define SKY_BODY_ENUM(name, text, naif_id, barycentre_id, equatorial_km, polar_km) SKY_BODY_##name,
enum sky_body { SKY_BODY_LIST(SKY_BODY_ENUM) SKY_BODY_COUNT };
#undef SKY_BODY_ENUM

struct sky_body_info {
    struct base_text name; /* lower case */
    int naif_id;
    int barycentre_id; /* 0 when the body has no system of its own */
    double equatorial_radius_km, polar_radius_km;
};

/* The row of a body. */
const struct sky_body_info *sky_body_info(enum sky_body body);

/* The body of a lower-case name.
 *
 * Gives  the body, or SKY_BODY_COUNT when no body is called so
 */
enum sky_body sky_body_named(struct base_text name);

#endif
