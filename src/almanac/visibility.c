/* What is to be seen. The thresholds stand together at the top; every rule is one line below. */
#include "almanac/visibility.h"

#include "almanac/time_columns.h"
#include "format/json.h"
#include "sky/rise.h"

#include <assert.h>
#include <math.h>

static const double LOW_DEG = 5.0, NEAR_SUN_DEG = 10.0, MOON_NEAR_SUN_DEG = 7.0;
static const double NAKED_EYE_MAG = 6.0, BINOCULARS_MAG = 10.0, VENUS_MAG = -3.8;
/* Twilight outshines what is fainter than its limit; by this much more, beyond finding. */
static const double LOST_MAG = 2.0;

enum numbers { NONE, ALT, SUN_ALT, FROM_SUN, MAGNITUDE, TIME, TIME_AND_ALT };

static const struct {
    struct base_text name;
    enum numbers numbers;
} CODES[ALMANAC_VISIBILITY_CODES] = {
#define ROW(name, text, has) {{text, sizeof(text) - 1}, (has)},
    ALMANAC_VISIBILITY_CODE_LIST(ROW)
#undef ROW
};

struct base_text almanac_visibility_grade_name(enum almanac_visibility_grade grade)
{
#define NAME(enumerator, text) {text, sizeof(text) - 1},
    static const struct base_text names[ALMANAC_VISIBILITY_GRADES] = {
        ALMANAC_VISIBILITY_GRADE_LIST(NAME)};
#undef NAME
    assert((unsigned)grade < ALMANAC_VISIBILITY_GRADES);
    return names[grade];
}

struct base_text almanac_visibility_code_name(enum almanac_visibility_code code)
{
    assert((unsigned)code < ALMANAC_VISIBILITY_CODES);
    return CODES[code].name;
}

/* ---- the rules ---- */

/* The faintest magnitude that the eye finds beside the Sun's glow. */
static double limit_of(double sun_alt_deg)
{
    double limit = 1.0 - (sun_alt_deg - SKY_RISE_CIVIL_DEG) * 5.0 / 12.0;
    return fmax(fmin(limit, NAKED_EYE_MAG), VENUS_MAG);
}

static void grade(struct almanac_visibility *verdict, enum almanac_visibility_grade of,
                  enum almanac_visibility_code why)
{
    verdict->grade = of;
    verdict->code = why;
}

/* The Sun's own glare set aside: is the sky dark enough. False when it is the sky that decides. */
static bool is_dark_enough(const struct almanac_visibility_sight *sight,
                           struct almanac_visibility *verdict)
{
    if (sight->body == SKY_BODY_MOON || !sight->has_magnitude) return true;
    const double beyond = sight->magnitude - limit_of(sight->sun_alt_deg);
    const bool is_day = sight->sun_alt_deg > SKY_RISE_SUNSET_DEG;
    if (!is_day && (beyond <= 0.0 || sight->sun_alt_deg <= SKY_RISE_NAUTICAL_DEG)) return true;
    const bool is_found = beyond <= (is_day ? 0.0 : LOST_MAG);
    grade(verdict, is_found ? ALMANAC_VISIBILITY_DIFFICULT : ALMANAC_VISIBILITY_HIDDEN,
          is_day ? ALMANAC_VISIBILITY_CODE_DAYLIGHT : ALMANAC_VISIBILITY_CODE_BRIGHT_SKY);
    return false;
}

static bool is_lost_in_glare(const struct almanac_visibility_sight *sight)
{
    const double near_deg = sight->body == SKY_BODY_MOON ? MOON_NEAR_SUN_DEG : NEAR_SUN_DEG;
    return sight->body != SKY_BODY_SUN && fabs(sight->elongation_deg) < near_deg;
}

struct almanac_visibility almanac_visibility_now(const struct almanac_visibility_sight *sight)
{
    assert(!isnan(sight->alt_deg) && !isnan(sight->sun_alt_deg));
    struct almanac_visibility verdict = {
        .alt_deg = sight->alt_deg,
        .sun_alt_deg = sight->sun_alt_deg,
        .elongation_deg = fabs(sight->elongation_deg),
        .magnitude = sight->has_magnitude ? sight->magnitude : 0.0,
    };
    if (!(sight->alt_deg > sight->skyline_deg))
        grade(&verdict, ALMANAC_VISIBILITY_HIDDEN, ALMANAC_VISIBILITY_CODE_BELOW);
    else if (sight->body == SKY_BODY_SUN)
        grade(&verdict, ALMANAC_VISIBILITY_VISIBLE, ALMANAC_VISIBILITY_CODE_SUN);
    else if (is_lost_in_glare(sight))
        grade(&verdict, ALMANAC_VISIBILITY_HIDDEN, ALMANAC_VISIBILITY_CODE_SUN_CLOSE);
    else if (!is_dark_enough(sight, &verdict))
        return verdict;
    else if (sight->alt_deg < LOW_DEG)
        grade(&verdict, ALMANAC_VISIBILITY_DIFFICULT, ALMANAC_VISIBILITY_CODE_LOW);
    else if (sight->has_magnitude && sight->magnitude > BINOCULARS_MAG)
        grade(&verdict, ALMANAC_VISIBILITY_TELESCOPE, ALMANAC_VISIBILITY_CODE_FAINT);
    else if (sight->has_magnitude && sight->magnitude > limit_of(sight->sun_alt_deg) &&
             sight->body != SKY_BODY_MOON)
        grade(&verdict, ALMANAC_VISIBILITY_TELESCOPE, ALMANAC_VISIBILITY_CODE_BINOCULARS);
    else
        grade(&verdict, ALMANAC_VISIBILITY_VISIBLE, ALMANAC_VISIBILITY_CODE_NAKED_EYE);
    return verdict;
}

static bool is_midnight_sun(const struct sky_day_night *night)
{
    return !night->levels[SKY_DAY_LEVEL_SUN].has_dusk &&
           night->levels[SKY_DAY_LEVEL_SUN].is_above_at_lowest;
}

/* A body that is down while it is dark: it may have set in the evening, or rise in the morning;
 * what is nearer to the dark is said; of the Sun, that it sets. */
static void below_all_night(const struct almanac_visibility_night *of,
                            struct almanac_visibility *verdict)
{
    assert(verdict->code == ALMANAC_VISIBILITY_CODE_BELOW);
    const struct sky_day *whole = of->whole, *dark = of->dark;
    const bool sets = whole->has_set && whole->set.tt.days <= dark->from.days;
    const bool rises = whole->has_rise && whole->rise.tt.days >= dark->until.days &&
                       !(sets && dark->body == SKY_BODY_SUN);
    grade(verdict, ALMANAC_VISIBILITY_HIDDEN, ALMANAC_VISIBILITY_CODE_BELOW);
    const double before_days = sets ? dark->from.days - whole->set.tt.days : INFINITY;
    const double after_days = rises ? whole->rise.tt.days - dark->until.days : INFINITY;
    if (sets && before_days <= after_days) {
        verdict->code = ALMANAC_VISIBILITY_CODE_SETS_EARLY;
        verdict->when = whole->set.tt;
    } else if (rises) {
        verdict->code = ALMANAC_VISIBILITY_CODE_RISES_LATE;
        verdict->when = whole->rise.tt;
    }
}

/* Low or outshone in the evening and then gone, or up only with the day. */
static void name_the_glow(const struct almanac_visibility_night *of,
                          struct almanac_visibility *verdict)
{
    if (verdict->sun_alt_deg <= SKY_RISE_ASTRONOMICAL_DEG) return; /* low in the dark */
    const bool is_evening = of->best_tt.days < of->night->midnight.tt.days;
    const struct sky_day *dark = of->dark;
    if (is_evening && dark->has_set && dark->set.tt.days >= of->best_tt.days) {
        verdict->code = ALMANAC_VISIBILITY_CODE_DUSK;
        verdict->when = dark->set.tt;
    } else if (!is_evening && dark->has_rise && dark->rise.tt.days <= of->best_tt.days) {
        verdict->code = ALMANAC_VISIBILITY_CODE_DAWN;
        verdict->when = dark->rise.tt;
    }
}

struct almanac_visibility almanac_visibility_tonight(const struct almanac_visibility_night *of)
{
    assert(of->dark->from.days <= of->dark->until.days && of->dark->body == of->whole->body);
    struct almanac_visibility verdict = of->best;
    verdict.is_of_night = true;
    if (is_midnight_sun(of->night))
        grade(&verdict, ALMANAC_VISIBILITY_HIDDEN, ALMANAC_VISIBILITY_CODE_SUN_UP);
    else if (is_lost_in_glare(&(struct almanac_visibility_sight){
                 .body = of->dark->body, .elongation_deg = verdict.elongation_deg}))
        grade(&verdict, ALMANAC_VISIBILITY_HIDDEN, ALMANAC_VISIBILITY_CODE_SUN_CLOSE);
    else if (verdict.code == ALMANAC_VISIBILITY_CODE_BELOW)
        below_all_night(of, &verdict);
    else if (verdict.code == ALMANAC_VISIBILITY_CODE_LOW ||
             verdict.code == ALMANAC_VISIBILITY_CODE_BRIGHT_SKY)
        name_the_glow(of, &verdict);
    return verdict;
}

/* ---- the words ---- */

static void append_sun(struct base_buf *out, double sun_alt_deg)
{
    base_buf_append_format(out, "the Sun is %.0f deg %s the horizon", fabs(sun_alt_deg),
                           sun_alt_deg < 0.0 ? "below" : "above");
}

static void append_timed(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                         const struct almanac_visibility *verdict)
{
    assert(CODES[verdict->code].numbers == TIME || CODES[verdict->code].numbers == TIME_AND_ALT);
    const enum almanac_visibility_code code = verdict->code;
    const bool sets =
        code == ALMANAC_VISIBILITY_CODE_SETS_EARLY || code == ALMANAC_VISIBILITY_CODE_DUSK;
    base_buf_append_string(out, sets ? "sets at " : "rises at ");
    almanac_time_columns_append_minute(out, clock, verdict->when);
    if (code == ALMANAC_VISIBILITY_CODE_SETS_EARLY) base_buf_append_string(out, ", before dusk");
    if (code == ALMANAC_VISIBILITY_CODE_RISES_LATE) base_buf_append_string(out, ", after dawn");
    if (code == ALMANAC_VISIBILITY_CODE_DUSK || code == ALMANAC_VISIBILITY_CODE_DAWN)
        base_buf_append_format(out, ", at most %.0f deg in %s", verdict->alt_deg,
                               sets ? "dusk" : "dawn");
}

static void append_below(struct base_buf *out, const struct almanac_visibility *verdict)
{
    assert(verdict->code == ALMANAC_VISIBILITY_CODE_BELOW);
    if (verdict->is_of_night)
        base_buf_append_string(out, "below the horizon all night");
    else
        base_buf_append_format(out,
                               verdict->alt_deg > 0.0 ? "below the skyline, %.0f deg high"
                                                      : "below the horizon, %.0f deg",
                               fabs(verdict->alt_deg));
}

void almanac_visibility_append_reason(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      const struct almanac_visibility *verdict)
{
    const bool all = verdict->is_of_night;
    switch (verdict->code) {
    case ALMANAC_VISIBILITY_CODE_NAKED_EYE:
        base_buf_append_string(out, "to the naked eye");
        return;
    case ALMANAC_VISIBILITY_CODE_SUN:
        base_buf_append_string(out, "never look at it without a filter");
        return;
    case ALMANAC_VISIBILITY_CODE_BELOW:
        append_below(out, verdict);
        return;
    case ALMANAC_VISIBILITY_CODE_SUN_CLOSE:
        base_buf_append_format(out, "too close to the Sun, %.0f deg", verdict->elongation_deg);
        return;
    case ALMANAC_VISIBILITY_CODE_SUN_UP:
        base_buf_append_string(out, "the Sun does not set");
        return;
    case ALMANAC_VISIBILITY_CODE_DAYLIGHT:
        base_buf_append_string(out, "daylight, ");
        append_sun(out, verdict->sun_alt_deg);
        return;
    case ALMANAC_VISIBILITY_CODE_BRIGHT_SKY:
        base_buf_append_string(out, all ? "the sky stays too bright, " : "twilight, ");
        append_sun(out, verdict->sun_alt_deg);
        return;
    case ALMANAC_VISIBILITY_CODE_LOW:
        base_buf_append_format(out, all ? "never higher than %.0f deg" : "only %.0f deg high",
                               verdict->alt_deg);
        return;
    case ALMANAC_VISIBILITY_CODE_BINOCULARS:
        base_buf_append_format(out, "needs binoculars, magnitude %.1f", verdict->magnitude);
        return;
    case ALMANAC_VISIBILITY_CODE_FAINT:
        base_buf_append_format(out, "needs a telescope, magnitude %.1f", verdict->magnitude);
        return;
    default:
        append_timed(out, clock, verdict);
    }
}

static void append_value(struct base_buf *out, const char *name, double value, int decimals)
{
    base_buf_append_format(out, "\"%s\": ", name);
    format_json_append_number(out, value, decimals);
}

static void append_members(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                           const struct almanac_visibility *verdict)
{
    assert((unsigned)verdict->code < ALMANAC_VISIBILITY_CODES);
    switch (CODES[verdict->code].numbers) {
    case NONE:
        return;
    case ALT:
        append_value(out, "alt_deg", verdict->alt_deg, 2);
        return;
    case SUN_ALT:
        append_value(out, "sun_alt_deg", verdict->sun_alt_deg, 2);
        return;
    case FROM_SUN:
        append_value(out, "elongation_deg", verdict->elongation_deg, 2);
        return;
    case MAGNITUDE:
        append_value(out, "magnitude", verdict->magnitude, 2);
        return;
    case TIME:
        almanac_time_columns_append_member(out, clock, "time", verdict->when, 0);
        return;
    case TIME_AND_ALT:
        almanac_time_columns_append_member(out, clock, "time", verdict->when, 0);
        base_buf_append_string(out, ", ");
        append_value(out, "alt_deg", verdict->alt_deg, 2);
    }
}

/* Appends the numbers of a reason as an object of JSON; {} for one without numbers. */
static void append_values(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                          const struct almanac_visibility *verdict)
{
    base_buf_append_string(out, "{");
    append_members(out, clock, verdict);
    base_buf_append_string(out, "}");
}

void almanac_visibility_fill(struct almanac_visibility_cells *cells,
                             const struct almanac_time_columns_clock *clock,
                             const struct almanac_visibility *verdict)
{
    struct base_buf reason = {.bytes = cells->reason_bytes,
                              .room = sizeof cells->reason_bytes,
                              .max = sizeof cells->reason_bytes};
    struct base_buf values = {.bytes = cells->values_bytes,
                              .room = sizeof cells->values_bytes,
                              .max = sizeof cells->values_bytes};
    struct base_buf judged = {.bytes = cells->judged_bytes,
                              .room = sizeof cells->judged_bytes,
                              .max = sizeof cells->judged_bytes};
    cells->verdict = almanac_visibility_grade_name(verdict->grade);
    cells->reason_code = almanac_visibility_code_name(verdict->code);
    almanac_visibility_append_reason(&reason, clock, verdict);
    append_values(&values, clock, verdict);
    cells->reason = (struct base_text){reason.bytes, reason.used};
    cells->reason_values = (struct base_text){values.bytes, values.used};
    base_buf_append_text(&judged, cells->verdict);
    base_buf_append_string(&judged, ": ");
    base_buf_append_text(&judged, cells->reason);
    cells->judged = (struct base_text){judged.bytes, judged.used};
    assert(!reason.has_overflowed && !values.has_overflowed && !judged.has_overflowed);
}
