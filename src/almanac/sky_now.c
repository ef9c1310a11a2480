/* The sky of an instant. Places come from sky/sky, events from sky/day and sky/rise, reasons from
 * almanac/visibility; here they are joined, said in a sentence, and written.
 */
#include "almanac/sky_now.h"

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/provenance.h"
#include "almanac/time_columns.h"
#include "base/text.h"
#include "format/document.h"
#include "format/json.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "sky/apparent.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/next_rise.h"
#include "sky/refract.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

/* ---- computing ---- */

/* One computation: what its steps share. */
struct work {
    const struct data_dataset *dataset;
    struct sky_observer observer;
    struct sky_viewpoint view;
    struct almanac_sky_now *sky;
    struct sky_fault fault;
};

enum almanac_sky_now_light almanac_sky_now_light_of(double sun_alt_deg)
{
    assert(!isnan(sun_alt_deg));
    if (sun_alt_deg > SKY_RISE_SUNSET_DEG) return ALMANAC_SKY_NOW_LIGHT_DAY;
    if (sun_alt_deg > SKY_RISE_CIVIL_DEG) return ALMANAC_SKY_NOW_LIGHT_CIVIL;
    if (sun_alt_deg > SKY_RISE_NAUTICAL_DEG) return ALMANAC_SKY_NOW_LIGHT_NAUTICAL;
    if (sun_alt_deg > SKY_RISE_ASTRONOMICAL_DEG) return ALMANAC_SKY_NOW_LIGHT_ASTRONOMICAL;
    return ALMANAC_SKY_NOW_LIGHT_NIGHT;
}

static void take(struct work *work, struct almanac_sky_now_body *body,
                 enum almanac_sky_now_event_kind kind, const struct sky_rise_event *event)
{
    assert((unsigned)kind < ALMANAC_SKY_NOW_EVENTS && isfinite(event->alt_true_deg));
    const double lift = sky_refract_lift_deg(&work->sky->instant.air, event->alt_true_deg);
    body->next[kind] = (struct almanac_sky_now_event){true, *event, event->alt_true_deg + lift};
}

/* An event that the coming day does not have. That the ephemeris ends before it is not an error:
 * then it is not known. */
static enum base_err look_ahead(struct work *work, const struct sky_rise_search *search,
                                enum almanac_sky_now_event_kind kind, struct sky_tt from,
                                struct almanac_sky_now_body *body)
{
    static const enum sky_rise_kind kinds[ALMANAC_SKY_NOW_EVENTS] = {SKY_RISE_UP, SKY_RISE_TRANSIT,
                                                                     SKY_RISE_DOWN};
    assert((unsigned)kind < ALMANAC_SKY_NOW_EVENTS && work->sky->instant.when.days <= from.days);
    if (body->next[kind].has) return BASE_ERR_OK;
    struct sky_rise_event event;
    struct sky_fault beyond;
    enum base_err err = kind == ALMANAC_SKY_NOW_TRANSIT
                            ? sky_rise_next(search, kinds[kind], from, &event, &beyond)
                            : sky_next_rise_after(search, kinds[kind], from, &event, &beyond);
    if (err == BASE_ERR_RANGE || err == BASE_ERR_END) return BASE_ERR_OK;
    if (err != BASE_ERR_OK) work->fault = beyond;
    if (err == BASE_ERR_OK) take(work, body, kind, &event);
    return err;
}

static void find_first(struct almanac_sky_now_body *body)
{
    body->first = ALMANAC_SKY_NOW_EVENTS;
    for (int i = 0; i < ALMANAC_SKY_NOW_EVENTS; i++)
        if (body->next[i].has && (body->first == ALMANAC_SKY_NOW_EVENTS ||
                                  body->next[i].at.tt.days < body->next[body->first].at.tt.days))
            body->first = i;
}

static enum base_err find_events(struct work *work, struct almanac_sky_now_body *body)
{
    const struct sky_tt from = work->sky->instant.when, until = {from.days + 1.0};
    const struct sky_rise_search search =
        almanac_instant_report_search(&work->sky->instant, &work->observer, body->body);
    struct sky_day day;
    enum base_err err = sky_day_within(&search, from, until, &day, &work->fault);
    if (err != BASE_ERR_OK) return err;
    body->status = day.status;
    if (day.has_rise) take(work, body, ALMANAC_SKY_NOW_RISE, &day.rise);
    if (day.has_transit) take(work, body, ALMANAC_SKY_NOW_TRANSIT, &day.transit);
    if (day.has_set) take(work, body, ALMANAC_SKY_NOW_SET, &day.set);
    for (int i = 0; i < ALMANAC_SKY_NOW_EVENTS && err == BASE_ERR_OK; i++)
        err = look_ahead(work, &search, (enum almanac_sky_now_event_kind)i, until, body);
    find_first(body);
    return err;
}

static struct almanac_visibility judge(const struct almanac_sky_now *sky, enum sky_body body,
                                       const struct sky_observation *seen)
{
    return almanac_visibility_now(&(struct almanac_visibility_sight){
        .body = body,
        .skyline_deg = sky->instant.request.horizon_deg,
        .alt_deg = seen->alt_deg,
        .sun_alt_deg = sky->sun.alt_true_deg,
        .elongation_deg = seen->elongation_deg,
        .has_magnitude = seen->has_magnitude,
        .magnitude = seen->magnitude,
    });
}

static enum base_err compute(struct work *work, const struct sky_frame *frame, unsigned bodies)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    struct almanac_sky_now *sky = work->sky;
    const struct sky_air *air = &sky->instant.air;
    work->view = sky_apparent_viewpoint(frame, &work->observer, SKY_APPARENT_TRUE_POLE);
    sky->sun = sky_observe(&work->view, SKY_BODY_SUN, air);
    sky->moon = sky_observe(&work->view, SKY_BODY_MOON, air);
    sky->light = almanac_sky_now_light_of(sky->sun.alt_true_deg);
    sky->count = 0;
    enum base_err err =
        almanac_moon_phase_at(&work->dataset->sky, sky->instant.when, &sky->phase, &work->fault);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT && err == BASE_ERR_OK; body++) {
        if (!(bodies >> body & 1u)) continue;
        struct almanac_sky_now_body *row = &sky->bodies[sky->count++];
        *row = (struct almanac_sky_now_body){.body = body,
                                             .seen = sky_observe(&work->view, body, air)};
        row->verdict = judge(sky, body, &row->seen);
        err = find_events(work, row);
    }
    return err;
}

enum base_err almanac_sky_now_compute(const struct data_dataset *dataset,
                                      struct almanac_positions_frame *cache,
                                      const struct almanac_params *params,
                                      struct almanac_sky_now *sky, struct almanac_problem *problem)
{
    almanac_instant_report_init(&sky->instant, dataset, params);
    struct work work = {
        .dataset = dataset,
        .observer = sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m),
        .sky = sky,
    };
    const unsigned bodies = almanac_instant_report_bodies(&sky->instant);
    const unsigned always = 1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON;
    enum base_err err =
        almanac_positions_frame(dataset, cache, sky->instant.when, bodies | always, &work.fault);
    if (err == BASE_ERR_OK) err = compute(&work, &cache->frame, bodies);
    if (err != BASE_ERR_OK) {
        *problem = almanac_instant_report_out_of_range(&sky->instant, &work.fault);
        return err;
    }
    sky->summary = almanac_sky_now_summarise(sky);
    return BASE_ERR_OK;
}

/* ---- the sentence ---- */

static bool is_planet(enum sky_body body)
{
    return sky_body_info(body)->kind == SKY_BODY_KIND_PLANET;
}

static bool is_up(const struct almanac_sky_now_body *body)
{
    return body->seen.alt_deg > 0.0;
}

/* Sooner than the other one: the next set of what is up, the next rise of what is down. */
static bool is_sooner(const struct almanac_sky_now *sky, int index, int than,
                      enum almanac_sky_now_event_kind kind)
{
    assert(index >= 0 && index < sky->count && than < sky->count);
    const struct almanac_sky_now_event *event = &sky->bodies[index].next[kind];
    if (!event->has) return false;
    return than < 0 || event->at.tt.days < sky->bodies[than].next[kind].at.tt.days;
}

struct almanac_sky_now_summary almanac_sky_now_summarise(const struct almanac_sky_now *sky)
{
    assert(sky->count >= 0 && sky->count <= SKY_BODY_COUNT);
    struct almanac_sky_now_summary summary = {.highest = -1, .next = -1};
    for (int i = 0; i < sky->count; i++)
        summary.is_of_planets = summary.is_of_planets || is_planet(sky->bodies[i].body);
    int sets = -1, rises = -1;
    for (int i = 0; i < sky->count; i++) {
        if (summary.is_of_planets && !is_planet(sky->bodies[i].body)) continue;
        summary.count++;
        if (!is_up(&sky->bodies[i])) {
            if (is_sooner(sky, i, rises, ALMANAC_SKY_NOW_RISE)) rises = i;
            continue;
        }
        summary.up++;
        if (summary.highest < 0 ||
            sky->bodies[i].seen.alt_deg > sky->bodies[summary.highest].seen.alt_deg)
            summary.highest = i;
        if (is_sooner(sky, i, sets, ALMANAC_SKY_NOW_SET)) sets = i;
    }
    summary.next = summary.up > 0 ? sets : rises;
    return summary;
}

static void append_name(struct base_buf *out, const char *article, enum sky_body body)
{
    const struct base_text name = sky_body_info(body)->name;
    const char first = (char)(name.at[0] - ('a' - 'A'));
    if (body == SKY_BODY_SUN || body == SKY_BODY_MOON) base_buf_append_string(out, article);
    base_buf_append(out, &first, 1);
    base_buf_append(out, name.at + 1, name.length - 1);
}

static const char *wind_name(double az_deg)
{
    assert(az_deg >= 0.0 && az_deg <= 360.0);
    static const char *const names[16] = {
        "north", "north-north-east", "north-east", "east-north-east",
        "east",  "east-south-east",  "south-east", "south-south-east",
        "south", "south-south-west", "south-west", "west-south-west",
        "west",  "west-north-west",  "north-west", "north-north-west"};
    return names[(int)(az_deg / 22.5 + 0.5) % 16];
}

static void append_height(struct base_buf *out, const struct sky_observation *seen)
{
    base_buf_append_format(out, "%.0f deg in the %s.", seen->alt_deg, wind_name(seen->az_deg));
}

/* "4 planets are up", "No planet is up", "1 planet is up", "All 7 planets are up". */
static void append_count(struct base_buf *out, const struct almanac_sky_now *sky)
{
    const struct almanac_sky_now_summary *of = &sky->summary;
    const char *one = of->is_of_planets ? "planet" : "body";
    const char *many = of->is_of_planets ? "planets" : "bodies";
    if (of->up == 0)
        base_buf_append_format(out, "No %s is up", one);
    else if (of->up == 1)
        base_buf_append_format(out, "1 %s is up", one);
    else if (of->up == of->count)
        base_buf_append_format(out, "All %d %s are up", of->up, many);
    else
        base_buf_append_format(out, "%d %s are up", of->up, many);
    if (of->up > 0 && sky->light == ALMANAC_SKY_NOW_LIGHT_DAY)
        base_buf_append_string(out, " in daylight");
}

/* "Saturn sets at 02:41." Later than within a day its date is said too. */
static void append_next(struct base_buf *out, const struct almanac_sky_now *sky)
{
    const struct almanac_sky_now_summary *of = &sky->summary;
    if (of->next < 0) return;
    const struct almanac_sky_now_body *body = &sky->bodies[of->next];
    const enum almanac_sky_now_event_kind kind =
        of->up > 0 ? ALMANAC_SKY_NOW_SET : ALMANAC_SKY_NOW_RISE;
    assert(of->next < sky->count && sky->bodies[of->next].next[kind].has);
    const struct sky_tt when = body->next[kind].at.tt;
    base_buf_append_string(out, " ");
    if (of->up == 1)
        base_buf_append_string(out, "It");
    else
        append_name(out, "The ", body->body);
    base_buf_append_string(out, kind == ALMANAC_SKY_NOW_SET ? " sets " : " rises ");
    if (when.days - sky->instant.when.days > 1.0) {
        base_buf_append_string(out, "on ");
        almanac_time_columns_append_date(out, &sky->instant.clock, when);
        base_buf_append_string(out, " ");
    }
    base_buf_append_string(out, "at ");
    almanac_time_columns_append_minute(out, &sky->instant.clock, when);
    base_buf_append_string(out, ".");
}

void almanac_sky_now_append_sentence(struct base_buf *out, const struct almanac_sky_now *sky)
{
    const struct almanac_sky_now_summary *of = &sky->summary;
    assert(of->highest < sky->count && of->up <= of->count && of->count <= sky->count);
    append_count(out, sky);
    if (of->highest < 0) {
        base_buf_append_string(out, ".");
    } else {
        const struct almanac_sky_now_body *highest = &sky->bodies[of->highest];
        base_buf_append_string(out, of->up == 1 ? ": " : ". ");
        append_name(out, of->up == 1 ? "the " : "The ", highest->body);
        base_buf_append_string(out, of->up == 1 ? ", " : " is highest, ");
        append_height(out, &highest->seen);
    }
    append_next(out, sky);
}

/* ---- names ---- */

static const char *light_name(enum almanac_sky_now_light light)
{
    assert((unsigned)light < ALMANAC_SKY_NOW_LIGHTS);
#define NAME(enumerator, text) text,
    static const char *const names[ALMANAC_SKY_NOW_LIGHTS] = {ALMANAC_SKY_NOW_LIGHT_LIST(NAME)};
#undef NAME
    return names[light];
}

static const char *const EVENT_NAMES[ALMANAC_SKY_NOW_EVENTS] = {"rise", "transit", "set"};

/* ---- rows ---- */

/* "rising" or "sinking", or nothing at the zenith, where it is neither. */
static const char *motion_of(const struct sky_observation *seen)
{
    if (!seen->has_rates) return NULL;
    return seen->alt_rate_arcsec_per_s >= 0.0 ? "rising" : "sinking";
}

/* A body as the writers read it. */
struct cells {
    struct base_text body, direction, motion, status;
    struct base_text first; /* which event is the next */
    int naif_id;
    bool is_up, has_magnitude, has_first;
    double az_deg, alt_deg, magnitude, elongation_deg;
    char constellation[4];
    struct cell_event {
        struct almanac_time_columns_instant time;
        double az_deg, alt_deg;
        char clock[8]; /* for people: the nearest minute, or the date, or a dash */
    } next[ALMANAC_SKY_NOW_EVENTS], next_event;
    struct almanac_visibility_cells visibility;
};

#define AT(member) offsetof(struct cells, member)
#define VALUE(name, kind, in, member, decimals, ...)                                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), FORMAT_DOCUMENT_ALWAYS,   \
                           decimals, __VA_ARGS__)
#define EVENT(name, member)                                                                        \
    FORMAT_DOCUMENT_BEGIN(name, AT(member.time.has)), EVENT_MEMBERS(member), FORMAT_DOCUMENT_END
#define EVENT_MEMBERS(member)                                                                      \
    ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED, AT(member.time), ""),                     \
        VALUE("az_deg", TURN, NESTED, member.az_deg, 4, "", "", "", ""),                           \
        VALUE("alt_deg", NUMBER, NESTED, member.alt_deg, 4, "", "", "", "")

static const struct format_document_column COLUMNS[] = {
    VALUE("body", WORD, BOTH, body, -1, "", "meta.id;meta.main", "",
          "Sun, Moon or planet, in lower case"),
    VALUE("naif_id", WHOLE, BOTH, naif_id, -1, "", "meta.id.cross", "", "its number in NAIF SPICE"),
    VALUE("az_deg", TURN, BOTH, az_deg, 6, "deg", "pos.az.azi", "",
          "azimuth, from north through east"),
    VALUE("alt_deg", NUMBER, BOTH, alt_deg, 6, "deg", "pos.az.alt;meta.main", "",
          "apparent altitude, lifted by the air"),
    VALUE("direction", WORD, BOTH, direction, -1, "", "meta.code;pos.az.azi", "",
          "the nearest of the 16 compass points"),
    VALUE("above_horizon", TRUTH, BOTH, is_up, -1, "", "meta.code;pos.az.alt", "",
          "whether alt_deg is above 0"),
    VALUE("motion", WORD, BOTH, motion, -1, "", "meta.code;pos.az.alt", "",
          "rising or sinking; null at the zenith"),
    FORMAT_DOCUMENT_COLUMN(
        "magnitude", NUMBER, FORMAT_DOCUMENT_BOTH, AT(magnitude), AT(has_magnitude), 3, "mag",
        "phot.mag;em.opt.V", "",
        "V magnitude above the air; null outside the phase angles ever observed"),
    VALUE("constellation", CODE, BOTH, constellation, -1, "", "meta.code;pos", "",
          "IAU abbreviation of the constellation"),
    VALUE("elongation_deg", NUMBER, BOTH, elongation_deg, 6, "deg", "pos.angDistance", "",
          "apparent angle from the Sun; east of it, in the evening, positive"),
    ALMANAC_VISIBILITY_COLUMNS(AT(visibility)),
    ALMANAC_VISIBILITY_VALUES(AT(visibility)),
    VALUE("status", WORD, BOTH, status, -1, "", "meta.code", "",
          "rises, sets, both, or stays up or down for the next 24 hours"),
    EVENT("next_rise", next[ALMANAC_SKY_NOW_RISE]),
    EVENT("next_transit", next[ALMANAC_SKY_NOW_TRANSIT]),
    EVENT("next_set", next[ALMANAC_SKY_NOW_SET]),
    FORMAT_DOCUMENT_BEGIN("next_event", AT(has_first)),
    VALUE("event", WORD, NESTED, first, -1, "", "", "", ""),
    EVENT_MEMBERS(next_event),
    FORMAT_DOCUMENT_END,
    ALMANAC_TIME_COLUMNS("next_rise", FORMAT_DOCUMENT_FLAT, AT(next[ALMANAC_SKY_NOW_RISE].time),
                         "when it rises next"),
    ALMANAC_TIME_COLUMNS("next_transit", FORMAT_DOCUMENT_FLAT,
                         AT(next[ALMANAC_SKY_NOW_TRANSIT].time),
                         "when it crosses the meridian next, on the zenith's side of the pole"),
    ALMANAC_TIME_COLUMNS("next_set", FORMAT_DOCUMENT_FLAT, AT(next[ALMANAC_SKY_NOW_SET].time),
                         "when it sets next"),
};

static const struct format_text_table_column LAYOUT[] = {
    FORMAT_TEXT_TABLE_COLUMN("body", WORD, AT(body), -1, -9, 0),
    FORMAT_TEXT_TABLE_COLUMN("az_deg", TURN, AT(az_deg), 1, 7, 1),
    FORMAT_TEXT_TABLE_COLUMN("alt_deg", NUMBER, AT(alt_deg), 1, 8, 1),
    FORMAT_TEXT_TABLE_COLUMN("dir", WORD, AT(direction), -1, -4, 1),
    FORMAT_TEXT_TABLE_COLUMN("motion", WORD, AT(motion), -1, -8, 1),
    FORMAT_TEXT_TABLE_COLUMN("rise", CODE, AT(next[ALMANAC_SKY_NOW_RISE].clock), -1, -5, 1),
    FORMAT_TEXT_TABLE_COLUMN("set", CODE, AT(next[ALMANAC_SKY_NOW_SET].clock), -1, -5, 2),
    FORMAT_TEXT_TABLE_COLUMN("verdict", PROSE, AT(visibility.judged), -1, 0, 2),
};

static void fill_event(const struct almanac_instant_report *instant,
                       const struct almanac_sky_now_event *event, struct cell_event *cell)
{
    struct base_buf clock = {.bytes = cell->clock, .room = 7, .max = 7};
    almanac_time_columns_fill(&cell->time, &instant->clock, event->has, event->at.tt, 0);
    cell->az_deg = event->at.az_deg;
    cell->alt_deg = event->alt_deg;
    almanac_time_columns_append_column(&clock, &instant->clock, instant->when, event->has,
                                       event->at.tt);
    assert(!clock.has_overflowed);
    cell->clock[clock.used] = '\0';
}

static void fill(const struct almanac_sky_now *sky, const struct almanac_sky_now_body *body,
                 struct cells *cells)
{
    const struct sky_observation *seen = &body->seen;
    const struct sky_body_info *info = sky_body_info(body->body);
    const char *motion = motion_of(seen);
    cells->body = info->name;
    cells->naif_id = info->naif_id;
    cells->az_deg = seen->az_deg;
    cells->alt_deg = seen->alt_deg;
    cells->direction = base_text_of(almanac_position_columns_direction(seen->az_deg));
    cells->is_up = is_up(body);
    cells->motion = motion != NULL ? base_text_of(motion) : (struct base_text){NULL, 0};
    cells->has_magnitude = seen->has_magnitude;
    cells->magnitude = seen->magnitude;
    memcpy(cells->constellation, seen->constellation, sizeof cells->constellation);
    cells->elongation_deg = seen->elongation_deg;
    almanac_visibility_fill(&cells->visibility, &sky->instant.clock, &body->verdict);
    cells->status = sky_day_status_name(body->status);
    for (int i = 0; i < ALMANAC_SKY_NOW_EVENTS; i++)
        fill_event(&sky->instant, &body->next[i], &cells->next[i]);
    cells->has_first = body->first != ALMANAC_SKY_NOW_EVENTS;
    if (!cells->has_first) return;
    cells->first = base_text_of(EVENT_NAMES[body->first]);
    cells->next_event = cells->next[body->first];
}

/* ---- the fields of the whole sky ---- */

#define SENTENCE_MAX 256

/* The sky as the writers read it. */
struct head {
    struct almanac_observer_columns observer;
    struct almanac_time_columns_instant time;
    char shown[ALMANAC_TIME_COLUMNS_TEXT_MAX]; /* for people: the time in the zone, or in UTC */
    char sentence[SENTENCE_MAX];
    struct base_text light, summary, counted, highest, next, next_event, phase;
    struct almanac_sky_now_summary of;
    struct sky_observation sun, moon;
    bool has_age;
    double age_days;
};

#define HEAD_AT(member) offsetof(struct head, member)
#define FIELD(name, kind, member, decimals)                                                        \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_NESTED, HEAD_AT(member),                    \
                           FORMAT_DOCUMENT_ALWAYS, decimals, "", "", "", "")
#define OBJECT(name) FORMAT_DOCUMENT_BEGIN(name, FORMAT_DOCUMENT_ALWAYS)

static const struct format_document_column HEAD[] = {
    ALMANAC_OBSERVER_COLUMNS(HEAD_AT(observer)),
    ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED, HEAD_AT(time), ""),
    FIELD("light", WORD, light, -1),
    FIELD("summary", PROSE, summary, -1),
    OBJECT("summary_values"), /* the numbers behind the sentence, for other languages */
    FIELD("counted", WORD, counted, -1),
    FIELD("count", WHOLE, of.count, -1),
    FIELD("up", WHOLE, of.up, -1),
    FIELD("highest", WORD, highest, -1),
    FIELD("next", WORD, next, -1),
    FIELD("next_event", WORD, next_event, -1),
    FORMAT_DOCUMENT_END,
    OBJECT("sun"),
    FIELD("az_deg", TURN, sun.az_deg, 6),
    FIELD("alt_deg", NUMBER, sun.alt_deg, 6),
    FIELD("alt_true_deg", NUMBER, sun.alt_true_deg, 6),
    FORMAT_DOCUMENT_END,
    OBJECT("moon"),
    FIELD("az_deg", TURN, moon.az_deg, 6),
    FIELD("alt_deg", NUMBER, moon.alt_deg, 6),
    FIELD("illuminated_fraction", NUMBER, moon.illuminated_fraction, 6),
    FIELD("phase", WORD, phase, -1),
    FORMAT_DOCUMENT_COLUMN("age_days", NUMBER, FORMAT_DOCUMENT_NESTED, HEAD_AT(age_days),
                           HEAD_AT(has_age), 2, "", "", "", ""),
    FIELD("bright_limb_deg", TURN, moon.bright_limb_deg, 2),
    FIELD("parallactic_angle_deg", NUMBER, moon.parallactic_angle_deg, 2),
    FORMAT_DOCUMENT_END,
};

static const struct format_text_table_value CARD[] = {
    FORMAT_TEXT_TABLE_LINE("", "", CODE, HEAD_AT(shown), FORMAT_DOCUMENT_ALWAYS, -1, PRINTF, ""),
    FORMAT_TEXT_TABLE_LINE("", "", PROSE, HEAD_AT(summary), FORMAT_DOCUMENT_ALWAYS, -1, PRINTF, ""),
};

/* The name of a body of the list, or none. */
static struct base_text name_at(const struct almanac_sky_now *sky, int index)
{
    assert(index < sky->count);
    return index < 0 ? (struct base_text){NULL, 0} : sky_body_info(sky->bodies[index].body)->name;
}

static void fill_summary(const struct almanac_sky_now *sky, struct head *head)
{
    const struct almanac_sky_now_summary *of = &sky->summary;
    struct base_buf sentence = {.bytes = head->sentence, .room = SENTENCE_MAX, .max = SENTENCE_MAX};
    almanac_sky_now_append_sentence(&sentence, sky);
    assert(!sentence.has_overflowed);
    head->summary = (struct base_text){head->sentence, sentence.used};
    head->of = *of;
    head->counted = of->is_of_planets ? BASE_TEXT("planets") : BASE_TEXT("bodies");
    head->highest = name_at(sky, of->highest);
    head->next = name_at(sky, of->next);
    if (of->next >= 0) head->next_event = of->up > 0 ? BASE_TEXT("set") : BASE_TEXT("rise");
}

static void fill_head(const struct almanac_sky_now *sky, struct head *head)
{
    const struct almanac_instant_report *instant = &sky->instant;
    *head = (struct head){
        .observer = almanac_instant_report_observer(instant),
        .light = base_text_of(light_name(sky->light)),
        .sun = sky->sun,
        .moon = sky->moon,
        .phase = almanac_moon_phase_text(sky->phase.name),
        .has_age = sky->phase.has_age,
        .age_days = sky->phase.age_days,
    };
    almanac_time_columns_fill(&head->time, &instant->clock, true, instant->when, 6);
    _Static_assert(sizeof head->time.utc >= sizeof instant->time, "the text has room");
    memcpy(head->time.utc, instant->time, sizeof instant->time); /* as the link has it */
    almanac_time_columns_write_text(head->shown, &instant->clock, instant->when);
    fill_summary(sky, head);
}

/* ---- the document ---- */

/* The bodies of a sky, and those of them whose magnitude is unknown. */
static struct almanac_instant_report_bodies_of bodies_of(const struct almanac_sky_now *sky)
{
    struct almanac_instant_report_bodies_of of = {0, 0};
    for (int i = 0; i < sky->count; i++) {
        of.bodies |= 1u << sky->bodies[i].body;
        if (!sky->bodies[i].seen.has_magnitude) of.faint |= 1u << sky->bodies[i].body;
    }
    return of;
}

void almanac_sky_now_append(struct base_buf *out, const struct almanac_sky_now *sky,
                            enum almanac_params_format format)
{
    assert(almanac_params_has_rows(format));
    struct head head;
    fill_head(sky, &head);
    const struct almanac_instant_report_document document = {
        .path = "/api/v1/sky",
        .name = "sky",
        .about = "The sky of an instant in an observer's place, by PlanetTracker",
        .of = bodies_of(sky),
        .before = {HEAD, sizeof HEAD / sizeof *HEAD, CARD, sizeof CARD / sizeof *CARD, &head},
        .columns = COLUMNS,
        .count = sizeof COLUMNS / sizeof *COLUMNS,
        .layout = LAYOUT,
        .layout_count = sizeof LAYOUT / sizeof *LAYOUT,
    };
    struct format_rows rows;
    struct cells cells;
    almanac_instant_report_begin(out, &sky->instant, &document, format, &rows);
    for (int i = 0; i < sky->count; i++) {
        fill(sky, &sky->bodies[i], &cells);
        format_rows_append(out, &rows, &cells);
    }
    almanac_instant_report_end(out, &sky->instant, &document, &rows);
}
