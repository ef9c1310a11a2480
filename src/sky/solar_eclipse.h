/* Eclipses of the Sun: for the Earth as a whole, and at a place. */
#ifndef SKY_SOLAR_ECLIPSE_H
#define SKY_SOLAR_ECLIPSE_H

#include "base/err.h"
#include "sky/ephem.h"
#include "sky/events.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/time.h"

#include <stdbool.h>

enum sky_solar_eclipse_type {
    SKY_SOLAR_ECLIPSE_NONE,
    SKY_SOLAR_ECLIPSE_PARTIAL,
    SKY_SOLAR_ECLIPSE_ANNULAR,
    SKY_SOLAR_ECLIPSE_TOTAL,
    SKY_SOLAR_ECLIPSE_HYBRID, /* annular at an end of the central path, total elsewhere; never at a place */
};

/* An eclipse for the Earth as a whole. */
struct sky_solar_eclipse {
    enum sky_solar_eclipse_type type;
    bool is_central;        /* the shadow's axis meets the Earth */
    struct sky_tt greatest; /* the axis is nearest to the Earth's centre */
    double gamma;           /* that distance in equatorial radii, positive when it passes north */
    double magnitude; /* there: central, the Moon's diameter by the Sun's; else the part of the
                         Sun's diameter covered at the place nearest to the axis */
    double lat_deg,
        lon_deg; /* where the axis meets the ellipsoid at the greatest instant; where the
                    Earth is nearest to it when it does not; geodetic, east positive */
};

/* The eclipse at a new moon. Public for programs that use the library.
 *
 * Given  new_moon  as from sky_events, or within an hour of it
 * Gives  *eclipse, of type NONE with all other fields 0 when the shadow misses the Earth
 * Fails  RANGE or MISSING with *fault when the ephemeris ends within a quarter day
 * Accuracy  greatest 1 s, gamma 0.0002, magnitude 0.001 of NASA's catalogue (which uses
 *           another k), the limb taken as a circle; the longitude depends on UT1
 * Source    geometry of cones and the ellipsoid; Explanatory Supplement 1992, section 8.3 for the
 *           names and the classes
 */
BASE_ERR_CHECKED
enum base_err sky_solar_eclipse_at(const struct sky_context *context, struct sky_tt new_moon,
                                   struct sky_solar_eclipse *eclipse, struct sky_fault *fault);

struct sky_solar_eclipse_search {
    struct sky_events new_moons;
    struct sky_tt from, until;
};

/* Begins a search for eclipses whose greatest instant is after `from` and not after `until`.
 *
 * Fails  as sky_events_init; the ephemeris must reach another quarter day beyond the range
 * Owns   borrows context for the life of the search
 */
BASE_ERR_CHECKED
enum base_err sky_solar_eclipse_init(struct sky_solar_eclipse_search *search,
                                     const struct sky_context *context, struct sky_tt from,
                                     struct sky_tt until, struct sky_fault *fault);

/* The next eclipse, or END. */
BASE_ERR_CHECKED
enum base_err sky_solar_eclipse_next(struct sky_solar_eclipse_search *search,
                                     struct sky_solar_eclipse *eclipse, struct sky_fault *fault);

/* In order of time: outer touch, inner touch, maximum, inner, outer. */
enum sky_solar_eclipse_contact {
    SKY_SOLAR_ECLIPSE_C1,
    SKY_SOLAR_ECLIPSE_C2,
    SKY_SOLAR_ECLIPSE_MAXIMUM,
    SKY_SOLAR_ECLIPSE_C3,
    SKY_SOLAR_ECLIPSE_C4,
    SKY_SOLAR_ECLIPSE_CONTACTS
};

/* An eclipse at a place, also when the Sun is below the horizon: see the altitudes. */
struct sky_solar_eclipse_local {
    enum sky_solar_eclipse_type type; /* NONE, PARTIAL, ANNULAR or TOTAL */
    struct {
        bool has; /* C1, maximum, C4 always; C2, C3 when annular or total */
        struct sky_tt when;
        double alt_deg;         /* of the Sun's centre, airless */
        double position_deg;    /* where the limbs touch on the Sun's limb, from the celestial north
                                   through east, [0, 360); at maximum, toward the Moon's centre */
        double from_zenith_deg; /* the same from the zenith, counterclockwise */
    } contacts[SKY_SOLAR_ECLIPSE_CONTACTS];
    double magnitude;   /* at maximum: part of the Sun's diameter covered; above 1 when total */
    double obscuration; /* at maximum: part of the Sun's disc covered */
};

/* How the Sun stands behind the Moon at an instant, at a place. */
struct sky_solar_eclipse_phase {
    enum sky_solar_eclipse_type type; /* NONE, PARTIAL, ANNULAR or TOTAL */
    double magnitude, obscuration;    /* 0 for NONE */
    double alt_deg;                   /* of the Sun's centre, airless */
};

/* Circumstances at a place.
 *
 * Given  new_moon  as sky_solar_eclipse_at
 * Gives  *local, of type NONE with all other fields 0 when the Moon misses the Sun
 * Fails  RANGE or MISSING with *fault when the ephemeris ends within half a day
 * Accuracy  contacts 1 s where UT1 is measured, limbs as circles; the Moon's mountains move C2 and
 *           C3 by some seconds. Two radii of the Moon, as NASA's predictions: k = 0.2725076 (IAU
 *           1982) for outer touches, 0.272281 for inner ones
 * Laws      type, magnitude and obscuration come from one radius: 0.272281 for annular and total
 *           eclipses, and for a partial one that the other radius would make total
 */
BASE_ERR_CHECKED
enum base_err sky_solar_eclipse_local(const struct sky_context *context, struct sky_tt new_moon,
                                      const struct sky_observer *observer,
                                      struct sky_solar_eclipse_local *local,
                                      struct sky_fault *fault);

/* What is covered at an instant, by the laws of sky_solar_eclipse_local.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_solar_eclipse_phase_at(const struct sky_context *context,
                                         const struct sky_observer *observer, struct sky_tt when,
                                         struct sky_solar_eclipse_phase *phase,
                                         struct sky_fault *fault);

#endif
