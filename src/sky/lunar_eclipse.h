/* Eclipses of the Moon: the Moon in the Earth's shadow, seen from the Earth's centre, and the
 * altitude of the Moon at a place during them.
 */
#ifndef SKY_LUNAR_ECLIPSE_H
#define SKY_LUNAR_ECLIPSE_H

#include "base/err.h"
#include "sky/ephem.h"
#include "sky/events.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/time.h"

#include <stdbool.h>

/* Models of how much the air enlarges the shadow; their magnitudes differ by some 0.005. */
enum sky_lunar_eclipse_shadow {
    SKY_LUNAR_ECLIPSE_DANJON, /* the Moon's parallax times 1.01; as in NASA's Five Millennium Canon */
    SKY_LUNAR_ECLIPSE_CHAUVENET, /* the shadow times 1.02; as in almanacs and NASA's older tables */
};

enum sky_lunar_eclipse_type {
    SKY_LUNAR_ECLIPSE_NONE,
    SKY_LUNAR_ECLIPSE_PENUMBRAL,
    SKY_LUNAR_ECLIPSE_PARTIAL,
    SKY_LUNAR_ECLIPSE_TOTAL
};

/* In order of time. P: edge of the penumbra, U: edge of the umbra, outer and inner touch. */
enum sky_lunar_eclipse_contact {
    SKY_LUNAR_ECLIPSE_P1,
    SKY_LUNAR_ECLIPSE_U1,
    SKY_LUNAR_ECLIPSE_U2,
    SKY_LUNAR_ECLIPSE_GREATEST, /* the centre nearest to the shadow's axis */
    SKY_LUNAR_ECLIPSE_U3,
    SKY_LUNAR_ECLIPSE_U4,
    SKY_LUNAR_ECLIPSE_P4,
    SKY_LUNAR_ECLIPSE_CONTACTS
};

struct sky_lunar_eclipse {
    enum sky_lunar_eclipse_type type;
    enum sky_lunar_eclipse_shadow shadow; /* the model that it was computed with */
    /* P1, greatest, P4 always; U1, U4 unless penumbral; U2, U3 when total */
    bool has[SKY_LUNAR_ECLIPSE_CONTACTS];
    struct sky_tt contacts[SKY_LUNAR_ECLIPSE_CONTACTS];
    double umbral_magnitude; /* part of the Moon's diameter in the umbra; negative when outside */
    double penumbral_magnitude;
    double gamma; /* distance from the axis in Earth radii, positive when the Moon passes north */
};

/* The eclipse at a full moon. Public for programs that use the library.
 *
 * Given  full_moon  as from sky_events, or within 2 hours of it
 * Gives  *eclipse, of type NONE with all other fields 0 when the Moon misses the shadow
 * Fails  RANGE or MISSING with *fault when the ephemeris ends within a quarter day
 * Accuracy  contacts 1 s by this model of the shadow; the edge of the real shadow is diffuse by a
 *           minute
 * Source    Explanatory Supplement 1992, section 8.4 (Chauvenet 1891); Danjon 1951, as Espenak &
 *           Meeus, Five Millennium Canon of Lunar Eclipses, 2009, section 1.7
 */
BASE_ERR_CHECKED
enum base_err sky_lunar_eclipse_at(const struct sky_context *context, struct sky_tt full_moon,
                                   enum sky_lunar_eclipse_shadow shadow,
                                   struct sky_lunar_eclipse *eclipse, struct sky_fault *fault);

/* Eclipses whose greatest instant is after `from` and not after `until`. */
struct sky_lunar_eclipse_query {
    struct sky_tt from, until;
    enum sky_lunar_eclipse_shadow shadow;
};

struct sky_lunar_eclipse_search {
    struct sky_events full_moons;
    struct sky_lunar_eclipse_query query;
};

/* Begins a search.
 *
 * Given  query  copied
 * Fails  as sky_events_init; the ephemeris must reach another quarter day beyond the range
 * Owns   borrows context for the life of the search
 */
BASE_ERR_CHECKED
enum base_err sky_lunar_eclipse_init(struct sky_lunar_eclipse_search *search,
                                     const struct sky_context *context,
                                     const struct sky_lunar_eclipse_query *query,
                                     struct sky_fault *fault);

/* The next eclipse, or END. */
BASE_ERR_CHECKED
enum base_err sky_lunar_eclipse_next(struct sky_lunar_eclipse_search *search,
                                     struct sky_lunar_eclipse *eclipse, struct sky_fault *fault);

/* The Moon at a contact, at a place. */
struct sky_lunar_eclipse_local {
    double alt_deg;      /* of the Moon's centre, airless */
    double position_deg; /* where the edge of the shadow touches the Moon's limb, from the celestial
                               north through east, [0, 360); at greatest, toward the axis. Seen from
                               the Earth's centre: a place differs by up to a degree */
    double from_zenith_deg; /* the same from the zenith, counterclockwise */
};

/* The Moon at a place at each contact; 0 for contacts that do not occur.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err
sky_lunar_eclipse_local(const struct sky_context *context, const struct sky_lunar_eclipse *eclipse,
                        const struct sky_observer *observer,
                        struct sky_lunar_eclipse_local local[SKY_LUNAR_ECLIPSE_CONTACTS],
                        struct sky_fault *fault);

/* How deep the Moon is in the shadow at an instant. */
struct sky_lunar_eclipse_phase {
    enum sky_lunar_eclipse_type type;
    double umbral_magnitude, penumbral_magnitude; /* as of an eclipse; negative when outside */
};

/* The phase of an eclipse at an instant, by its model of the shadow.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err sky_lunar_eclipse_phase_at(const struct sky_context *context,
                                         const struct sky_lunar_eclipse *eclipse,
                                         struct sky_tt when, struct sky_lunar_eclipse_phase *phase,
                                         struct sky_fault *fault);

#endif
