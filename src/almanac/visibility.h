/* Whether a body can be seen, and if not, why: one set of rules for an instant and for a whole
 * night.
 *
 * A reason is a code and numbers, so that a page can express it in any language; the English text
 * is written here.
 */
#ifndef ALMANAC_VISIBILITY_H
#define ALMANAC_VISIBILITY_H

#include "almanac/time_columns.h"
#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"
#include "sky/body.h"
#include "sky/day.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stddef.h>

/* enumerator, name; the better ones come last */
#define ALMANAC_VISIBILITY_GRADE_LIST(X)                                                           \
    X(HIDDEN, "hidden")                                                                            \
    X(DIFFICULT, "difficult")                                                                      \
    X(TELESCOPE, "telescope")                                                                      \
    X(VISIBLE, "visible")

#define ALMANAC_VISIBILITY_GRADE_ENUM(name, text) ALMANAC_VISIBILITY_##name,
enum almanac_visibility_grade {
    ALMANAC_VISIBILITY_GRADE_LIST(ALMANAC_VISIBILITY_GRADE_ENUM) ALMANAC_VISIBILITY_GRADES
};
#undef ALMANAC_VISIBILITY_GRADE_ENUM

/* enumerator, code, which numbers it has */
#define ALMANAC_VISIBILITY_CODE_LIST(X)                                                            \
    X(NAKED_EYE, "naked_eye", NONE)                                                                \
    X(SUN, "sun", NONE)               /* the Sun itself, up */                                     \
    X(BELOW, "below_horizon", ALT)    /* alt_deg: now, or at its highest of the night */           \
    X(SETS_EARLY, "sets_early", TIME) /* before it is dark enough to look */                       \
    X(RISES_LATE, "rises_late", TIME) /* when it is too light to look */                           \
    X(SUN_CLOSE, "sun_close", FROM_SUN)                                                            \
    X(SUN_UP, "sun_up", NONE) /* all night */                                                      \
    X(DAYLIGHT, "daylight", SUN_ALT)                                                               \
    X(BRIGHT_SKY, "bright_sky", SUN_ALT) /* twilight outshines it */                               \
    X(LOW, "low", ALT)                                                                             \
    X(DUSK, "dusk", TIME_AND_ALT) /* it sets at this time; its altitude at dusk */                 \
    X(DAWN, "dawn", TIME_AND_ALT) /* it rises at this time; its altitude at dawn */                \
    X(BINOCULARS, "binoculars", MAGNITUDE)                                                         \
    X(FAINT, "telescope", MAGNITUDE)

#define ALMANAC_VISIBILITY_CODE_ENUM(name, text, numbers) ALMANAC_VISIBILITY_CODE_##name,
enum almanac_visibility_code {
    ALMANAC_VISIBILITY_CODE_LIST(ALMANAC_VISIBILITY_CODE_ENUM) ALMANAC_VISIBILITY_CODES
};
#undef ALMANAC_VISIBILITY_CODE_ENUM

struct almanac_visibility {
    enum almanac_visibility_grade grade;
    enum almanac_visibility_code code;
    bool is_of_night;            /* the reason is about a whole night */
    double alt_deg, sun_alt_deg; /* apparent; airless */
    double elongation_deg;       /* from the Sun, [0, 180] */
    double magnitude;            /* of BINOCULARS and FAINT */
    struct sky_tt when;          /* of SETS_EARLY, RISES_LATE, DUSK, DAWN */
};

/* What a body looks like at one instant. */
struct almanac_visibility_sight {
    enum sky_body body;
    double skyline_deg; /* of the horizon: 0 where it is flat */
    double alt_deg;     /* apparent */
    double sun_alt_deg; /* of the Sun's centre, airless */
    double elongation_deg;
    bool has_magnitude; /* without one a body counts as bright enough */
    double magnitude;
};

/* The verdict of an instant.
 *
 * Source  naked eyes see to magnitude 6 once the Sun is 18 deg down and "the brightest stars" when
 *         it is 6 deg down (USNO, Rise, Set, and Twilight Definitions). Between the two, and on to
 *         daylight, the limit here is a line: 1 at -6 deg, 6 at -18 deg, -3.8 by day, where
 *         only Venus is left; once the Sun is 12 deg down binoculars reach what the eye
 *         does not. The Moon is never seen within 7 deg of the Sun (Danjon 1932,
 *         L'Astronomie 46, 57); planets within 10 deg, below 5 deg of altitude count as lost or
 *         difficult by the experience of observers
 */
struct almanac_visibility almanac_visibility_now(const struct almanac_visibility_sight *sight);

/* A body over a night. */
struct almanac_visibility_night {
    const struct sky_day_night *night;
    const struct sky_day *dark;     /* the body while it is dark enough to look at planets */
    const struct sky_day *whole;    /* the body from noon to noon */
    struct almanac_visibility best; /* the verdict of the instant it is seen best, */
    struct sky_tt best_tt;          /* which is this one, within `dark` */
};

/* The verdict of a night: that of the best instant, with the reason why it is not better. */
struct almanac_visibility almanac_visibility_tonight(const struct almanac_visibility_night *night);

/* The names of a grade and of a code, for answers. */
struct base_text almanac_visibility_grade_name(enum almanac_visibility_grade grade);
struct base_text almanac_visibility_code_name(enum almanac_visibility_code code);

/* Appends the reason in English, "too close to the Sun, 8 deg"; no quotes, and no comma except this
 * one. */
void almanac_visibility_append_reason(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      const struct almanac_visibility *verdict);

/* A verdict as columns of a row. */
struct almanac_visibility_cells {
    struct base_text verdict, reason, reason_code, reason_values;
    struct base_text judged; /* for people: "good: 34 deg high" */
    char reason_bytes[160], values_bytes[240], judged_bytes[200];
};

void almanac_visibility_fill(struct almanac_visibility_cells *cells,
                             const struct almanac_time_columns_clock *clock,
                             const struct almanac_visibility *verdict);

/* The columns of a verdict.
 *
 * Given  offset  of the struct almanac_visibility_cells
 */
#define ALMANAC_VISIBILITY_COLUMNS(offset)                                                         \
    ALMANAC_VISIBILITY_COLUMN("verdict", WORD, FORMAT_DOCUMENT_BOTH, offset, verdict,              \
                              "meta.code.qual", "how well it can be seen"),                        \
        ALMANAC_VISIBILITY_COLUMN("reason", PROSE, FORMAT_DOCUMENT_BOTH, offset, reason,           \
                                  "meta.note", "why, in words"),                                   \
        ALMANAC_VISIBILITY_COLUMN("reason_code", WORD, FORMAT_DOCUMENT_BOTH, offset, reason_code,  \
                                  "meta.code", "why, as a code")
#define ALMANAC_VISIBILITY_VALUES(offset)                                                          \
    ALMANAC_VISIBILITY_COLUMN("reason_values", MADE, FORMAT_DOCUMENT_NESTED, offset,               \
                              reason_values, "", "")
#define ALMANAC_VISIBILITY_COLUMN(name, kind, in, offset, member, ucd, about)                      \
    FORMAT_DOCUMENT_COLUMN(name, kind, in,                                                         \
                           (offset) + offsetof(struct almanac_visibility_cells, member),           \
                           FORMAT_DOCUMENT_ALWAYS, -1, "", ucd, "", about)

#endif
