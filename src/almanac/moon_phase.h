/* The common name of the Moon's phase, and its age. */
#ifndef ALMANAC_MOON_PHASE_H
#define ALMANAC_MOON_PHASE_H

#include "base/err.h"
#include "base/text.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/time.h"

#include <stdbool.h>

/* enumerator, name: in the order of a lunation */
#define ALMANAC_MOON_PHASE_LIST(X)                                                                 \
    X(NEW, "new_moon")                                                                             \
    X(WAXING_CRESCENT, "waxing_crescent")                                                          \
    X(FIRST_QUARTER, "first_quarter")                                                              \
    X(WAXING_GIBBOUS, "waxing_gibbous")                                                            \
    X(FULL, "full_moon")                                                                           \
    X(WANING_GIBBOUS, "waning_gibbous")                                                            \
    X(LAST_QUARTER, "last_quarter")                                                                \
    X(WANING_CRESCENT, "waning_crescent")

#define ALMANAC_MOON_PHASE_ENUM(name, text) ALMANAC_MOON_PHASE_##name,
enum almanac_moon_phase_name {
    ALMANAC_MOON_PHASE_LIST(ALMANAC_MOON_PHASE_ENUM) ALMANAC_MOON_PHASES
};
#undef ALMANAC_MOON_PHASE_ENUM

struct almanac_moon_phase {
    enum almanac_moon_phase_name name;
    double lead_deg; /* geocentric apparent longitude, Moon less Sun, [0, 360) */
    bool has_age;    /* false when the last new moon is before the ephemeris */
    double age_days; /* since the last new moon */
};

/* The phase at an instant. New, quarters and full last while the longitudes are within 6.1 deg of
 * theirs: half a day to either side.
 *
 * Fails  RANGE or MISSING with *fault
 * Cost   some 8 microseconds
 */
BASE_ERR_CHECKED
enum base_err almanac_moon_phase_at(const struct sky_context *context, struct sky_tt when,
                                    struct almanac_moon_phase *phase, struct sky_fault *fault);

/* The name for answers. */
struct base_text almanac_moon_phase_text(enum almanac_moon_phase_name name);

#endif
