/* Days and nights from the events of sky/rise, which are counted and classified here. No position
 * is computed here.
 */
#include "sky/day.h"

#include "sky/next_rise.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define BIT(kind) (1u << SKY_RISE_##kind)

struct base_text sky_day_status_name(enum sky_day_status status)
{
#define NAME(enumerator, text) {text, sizeof(text) - 1},
    static const struct base_text names[SKY_DAY_STATUSES] = {SKY_DAY_STATUS_LIST(NAME)};
#undef NAME
    assert((unsigned)status < SKY_DAY_STATUSES);
    return names[status];
}

/* ---- a day ---- */

static void first(const struct sky_rise_event *event, bool *has, struct sky_rise_event *kept)
{
    if (!*has) *kept = *event;
    *has = true;
}

/* Keeps the first two. */
static void first_two(const struct sky_rise_event *event, int number, struct sky_day *day)
{
    const bool is_rise = event->kind == SKY_RISE_UP;
    assert(number >= 1 && (is_rise || event->kind == SKY_RISE_DOWN));
    if (number == 1)
        first(event, is_rise ? &day->has_rise : &day->has_set, is_rise ? &day->rise : &day->set);
    if (number == 2)
        first(event, is_rise ? &day->has_second_rise : &day->has_second_set,
              is_rise ? &day->second_rise : &day->second_set);
}

static void extreme(struct sky_day *day, const struct sky_rise_event *event)
{
    if (event->margin_deg > day->highest.margin_deg) day->highest = *event;
    if (event->margin_deg < day->lowest.margin_deg) day->lowest = *event;
    if (fabs(event->margin_deg) <= day->horizon.uncertainty_deg) day->status = SKY_DAY_GRAZING;
}

static void count(struct sky_day *day, const struct sky_rise_event *event)
{
    switch (event->kind) {
    case SKY_RISE_UP:
        day->up_days += day->until.days - event->tt.days;
        first_two(event, ++day->rises, day);
        break;
    case SKY_RISE_DOWN:
        day->up_days -= day->until.days - event->tt.days;
        first_two(event, ++day->sets, day);
        break;
    case SKY_RISE_TRANSIT:
        first(event, &day->has_transit, &day->transit);
        break;
    case SKY_RISE_ANTITRANSIT:
        first(event, &day->has_antitransit, &day->antitransit);
        break;
    default:
        extreme(day, event);
    }
}

static enum sky_day_status nominal(const struct sky_day *day)
{
    if (day->rises > 1 || day->sets > 1) return SKY_DAY_MULTIPLE;
    if (day->has_rise) return day->has_set ? SKY_DAY_NORMAL : SKY_DAY_RISE_ONLY;
    if (day->has_set) return SKY_DAY_SET_ONLY;
    return day->is_up_at_start ? SKY_DAY_ALWAYS_UP : SKY_DAY_NEVER_UP;
}

static enum base_err begin(const struct sky_rise_search *search, struct sky_day *day,
                           struct sky_fault *fault)
{
    struct sky_rise_event at_from = {.kind = SKY_RISE_HIGHEST},
                          at_until = {.kind = SKY_RISE_HIGHEST};
    enum base_err err = sky_rise_at(search, day->from, &at_from, fault);
    if (err != BASE_ERR_OK) return err;
    err = sky_rise_at(search, day->until, &at_until, fault);
    if (err != BASE_ERR_OK) return err;
    day->is_up_at_start = at_from.margin_deg >= 0.0;
    day->highest = at_from.margin_deg >= at_until.margin_deg ? at_from : at_until;
    day->lowest = at_from.margin_deg < at_until.margin_deg ? at_from : at_until;
    day->highest.kind = SKY_RISE_HIGHEST;
    day->lowest.kind = SKY_RISE_LOWEST;
    return BASE_ERR_OK;
}

/* A body that rises at the very start was down before it. The first event decides, because a margin
 * there is 0 apart from rounding. */
static void start_state(struct sky_day *day)
{
    bool sets_first = day->has_set && (!day->has_rise || day->set.tt.days < day->rise.tt.days);
    if (day->has_rise || day->has_set) day->is_up_at_start = sets_first;
    if (day->is_up_at_start) day->up_days += day->until.days - day->from.days;
}

/* Everything except what comes after the interval. */
static enum base_err within(const struct sky_rise_search *search, struct sky_day *day,
                            struct sky_fault *fault)
{
    enum base_err err = begin(search, day, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_rise_search all = *search;
    all.wanted = BIT(UP) | BIT(DOWN) | BIT(TRANSIT) | BIT(ANTITRANSIT) | BIT(HIGHEST) | BIT(LOWEST);
    struct sky_rise_sweep sweep;
    struct sky_rise_event event;
    sky_rise_sweep(&sweep, &all, day->from, day->until);
    while ((err = sky_rise_step(&sweep, &event, fault)) == BASE_ERR_OK) count(day, &event);
    if (err != BASE_ERR_END) return err;
    assert(abs(day->rises - day->sets) <= 1); /* they alternate */
    start_state(day);
    day->nominal = nominal(day);
    if (day->status != SKY_DAY_GRAZING) day->status = day->nominal;
    return BASE_ERR_OK;
}

static enum base_err find_next(const struct sky_rise_search *search, enum sky_rise_kind kind,
                               struct sky_day *day, struct sky_fault *fault)
{
    struct sky_day_next next = {0};
    struct sky_fault beyond;
    struct sky_rise_event event;
    enum base_err err = sky_next_rise_after(search, kind, day->until, &event, &beyond);
    if (err == BASE_ERR_RANGE) day->is_next_cut = true;
    if (err != BASE_ERR_OK && err != BASE_ERR_END && err != BASE_ERR_RANGE) {
        *fault = beyond;
        return err;
    }
    if (err == BASE_ERR_OK) {
        next = (struct sky_day_next){true, event.tt.days - day->from.days, event};
        assert(next.days_ahead >= 0.0);
    }
    *(kind == SKY_RISE_UP ? &day->next_rise : &day->next_set) = next;
    return BASE_ERR_OK;
}

static struct sky_day empty_day(const struct sky_rise_search *search, struct sky_tt from,
                                struct sky_tt until)
{
    return (struct sky_day){.body = search->body,
                            .from = from,
                            .until = until,
                            .horizon = search->horizon,
                            .status = SKY_DAY_NORMAL};
}

enum base_err sky_day_within(const struct sky_rise_search *search, struct sky_tt from,
                             struct sky_tt until, struct sky_day *day, struct sky_fault *fault)
{
    assert(!(until.days < from.days));
    struct sky_day answer = empty_day(search, from, until);
    enum base_err err = within(search, &answer, fault);
    if (err == BASE_ERR_OK) *day = answer;
    return err;
}

enum base_err sky_day_with_next(const struct sky_rise_search *search, struct sky_tt from,
                                struct sky_tt until, struct sky_day *day, struct sky_fault *fault)
{
    assert(!(until.days < from.days));
    struct sky_day answer = empty_day(search, from, until);
    enum base_err err = within(search, &answer, fault);
    if (err == BASE_ERR_OK && !answer.has_rise)
        err = find_next(search, SKY_RISE_UP, &answer, fault);
    if (err == BASE_ERR_OK && !answer.has_set)
        err = find_next(search, SKY_RISE_DOWN, &answer, fault);
    if (err == BASE_ERR_OK) *day = answer;
    return err;
}

/* ---- a night ---- */

static struct sky_rise_horizon level_horizon(const struct sky_rise_search *search,
                                             enum sky_day_level level)
{
    static const double airless_deg[SKY_DAY_LEVELS] = {
        [SKY_DAY_LEVEL_GOLDEN_HIGH] = SKY_RISE_GOLDEN_HIGH_DEG,
        [SKY_DAY_LEVEL_GOLDEN_LOW] = SKY_RISE_GOLDEN_LOW_DEG,
        [SKY_DAY_LEVEL_CIVIL] = SKY_RISE_CIVIL_DEG,
        [SKY_DAY_LEVEL_NAUTICAL] = SKY_RISE_NAUTICAL_DEG,
        [SKY_DAY_LEVEL_ASTRONOMICAL] = SKY_RISE_ASTRONOMICAL_DEG,
    };
    return level == SKY_DAY_LEVEL_SUN ? search->horizon : sky_rise_centre(airless_deg[level]);
}

/* The noons around an instant, in order. */
struct noons {
    int count;
    struct sky_tt tt[5];
};

static enum base_err find_noons(const struct sky_rise_search *search, struct sky_tt when,
                                struct noons *noons, struct sky_fault *fault)
{
    /* Noons are at most 24 h and 30 s apart: at least one lies in the 1.1 days before, two in the
     * 2.2 days after. */
    struct sky_tt from = {when.days - 1.1}, until = {when.days + 2.2};
    struct sky_rise_search transits = *search;
    transits.wanted = BIT(TRANSIT);
    struct sky_rise_sweep sweep;
    struct sky_rise_event noon;
    sky_rise_sweep(&sweep, &transits, from, until);
    enum base_err err = BASE_ERR_OK;
    for (noons->count = 0; noons->count < 5; noons->tt[noons->count++] = noon.tt) {
        err = sky_rise_step(&sweep, &noon, fault);
        if (err != BASE_ERR_OK) break;
    }
    return err == BASE_ERR_END ? BASE_ERR_OK : err;
}

/* The noons that bound the night. */
static enum base_err find_bounds(const struct sky_rise_search *search, struct sky_tt when,
                                 struct sky_day_night *night, struct sky_fault *fault)
{
    struct sky_rise_event now = {.kind = SKY_RISE_UP};
    enum base_err err = sky_rise_at(search, when, &now, fault);
    if (err != BASE_ERR_OK) return err;
    struct noons noons;
    err = find_noons(search, when, &noons, fault);
    if (err != BASE_ERR_OK) return err;
    int i = 0;
    while (i + 1 < noons.count && noons.tt[i + 1].days <= when.days) i++;
    bool is_morning = now.margin_deg >= 0.0 && now.az_deg < 180.0;
    i += is_morning;
    assert(i + 1 < noons.count);
    night->from = noons.tt[i];
    night->until = noons.tt[i + 1];
    assert(night->from.days <= night->until.days);
    return BASE_ERR_OK;
}

static enum base_err find_level(const struct sky_rise_search *search, enum sky_day_level level,
                                struct sky_day_night *night, struct sky_fault *fault)
{
    struct sky_rise_search crossings = *search;
    crossings.horizon = level_horizon(search, level);
    crossings.wanted = BIT(UP) | BIT(DOWN);
    struct sky_rise_sweep sweep;
    struct sky_rise_event event;
    enum base_err err = sky_rise_at(&crossings, night->lowest.tt, &event, fault);
    if (err != BASE_ERR_OK) return err;
    assert(night->lowest.tt.days >= night->from.days && night->lowest.tt.days <= night->until.days);
    night->levels[level].is_above_at_lowest = event.margin_deg >= 0.0;
    sky_rise_sweep(&sweep, &crossings, night->from, night->until);
    while ((err = sky_rise_step(&sweep, &event, fault)) == BASE_ERR_OK) {
        if (event.kind == SKY_RISE_DOWN) {
            first(&event, &night->levels[level].has_dusk, &night->levels[level].dusk);
        } else {
            night->levels[level].has_dawn = true;
            night->levels[level].dawn = event;
        }
    }
    return err == BASE_ERR_END ? BASE_ERR_OK : err;
}

enum base_err sky_day_night(const struct sky_rise_search *search, struct sky_tt when,
                            struct sky_day_night *night, struct sky_fault *fault)
{
    assert(search->body == SKY_BODY_SUN);
    struct sky_day_night answer = {0};
    enum base_err err = find_bounds(search, when, &answer, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_day day = empty_day(search, answer.from, answer.until);
    err = within(search, &day, fault);
    if (err != BASE_ERR_OK) return err;
    answer.midnight = day.antitransit;
    answer.lowest = day.lowest;
    for (enum sky_day_level level = 0; level < SKY_DAY_LEVELS; level++) {
        err = find_level(search, level, &answer, fault);
        if (err != BASE_ERR_OK) return err;
    }
    *night = answer;
    return BASE_ERR_OK;
}
