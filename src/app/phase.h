/* The Moon's phase as people name it, and its age. */
#ifndef APP_PHASE_H
#define APP_PHASE_H

#include "sky/frame.h"

/* enumerator, name: in the order of a lunation */
#define APP_PHASE_LIST(X)                                                                          \
    X(NEW, "new_moon")                                                                             \
    X(WAXING_CRESCENT, "waxing_crescent")                                                          \
    X(FIRST_QUARTER, "first_quarter")                                                              \
    X(WAXING_GIBBOUS, "waxing_gibbous")                                                            \
    X(FULL, "full_moon")                                                                           \
    X(WANING_GIBBOUS, "waning_gibbous")                                                            \
    X(LAST_QUARTER, "last_quarter")                                                                \
    X(WANING_CRESCENT, "waning_crescent")

#define APP_PHASE_ENUM(name, text) APP_PHASE_##name,
enum app_phase_name { APP_PHASE_LIST(APP_PHASE_ENUM) APP_PHASES };
#undef APP_PHASE_ENUM

struct app_phase {
    enum app_phase_name name;
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
enum base_err app_phase_at(const struct sky_context *context, struct sky_tt when,
                           struct app_phase *phase, struct sky_fault *fault);

/* The name for answers. */
struct base_text app_phase_text(enum app_phase_name name);

#endif
