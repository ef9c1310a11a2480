/* Days of a place. The answer is sky/day's; here are the calendar of the zone and the writing. */
#include "almanac/day_table.h"

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/provenance.h"
#include "almanac/self_link.h"
#include "almanac/time_columns.h"
#include "base/units.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/text_table.h"
#include "sky/civil.h"
#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- the calendar of a zone ---- */

static bool has_name(const struct data_zone *zone)
{
    return zone != NULL && zone->name[0] != '\0';
}

/* The first instant of a day of a zone's calendar. */
static struct sky_tt midnight(const struct data_dataset *dataset, const struct data_zone *zone,
                              int64_t day)
{
    const int64_t start_s = has_name(zone) ? data_zone_day_start(zone, day) : day * BASE_DAY_S;
    struct sky_tt when = {0.0};
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, start_s, 0, &when) !=
        BASE_ERR_OK)
        when.days = NAN; /* beyond the calendar: outside every ephemeris too */
    return when;
}

struct almanac_day_table_span almanac_day_table_span(const struct data_dataset *dataset,
                                                     const struct data_zone *zone,
                                                     struct sky_tt when, int index)
{
    int64_t posix_us = data_time_text_posix_us(dataset, when);
    int64_t posix_s = posix_us / 1000000 - (posix_us % 1000000 < 0);
    int64_t local_s = posix_s + (has_name(zone) ? data_zone_at(zone, posix_s).offset_s : 0);
    int64_t day = local_s / BASE_DAY_S - (local_s % BASE_DAY_S < 0) + index;
    struct sky_civil date = sky_civil_date((int32_t)(day + sky_civil_day(1970, 1, 1)));
    struct almanac_day_table_span span = {.from = midnight(dataset, zone, day),
                                          .until = midnight(dataset, zone, day + 1)};
    assert(!(span.until.days < span.from.days)); /* either may be NaN */
    snprintf(span.date, sizeof span.date, "%04d-%02d-%02d", date.year % 100000, date.month % 100,
             date.day % 100);
    return span;
}

/* ---- rows ---- */

static void begin(struct almanac_day_table *days, const struct almanac_day_table_query *q)
{
    assert(q->bodies >> SKY_BODY_COUNT == 0);
    *days = (struct almanac_day_table){
        .query = q,
        .observer = sky_horizon_observer(q->place.lat_deg, q->place.lon_deg, q->place.elevation_m),
        .index = -1,
        .body = SKY_BODY_COUNT,
    };
}

/* Moves to the next requested body. */
static enum base_err advance(struct almanac_day_table *days)
{
    const struct almanac_day_table_query *q = days->query;
    assert(days->body <= SKY_BODY_COUNT && days->index >= -1 && days->index < q->count);
    for (;;) {
        while (days->body < SKY_BODY_COUNT && !(q->bodies >> days->body & 1u)) days->body++;
        if (days->body < SKY_BODY_COUNT) return BASE_ERR_OK;
        if (++days->index >= q->count || q->bodies == 0) return BASE_ERR_END;
        days->span = almanac_day_table_span(q->clock.dataset, q->clock.zone, q->from, days->index);
        /* Where the date line moved, a date has no hours and no answer. */
        if (days->span.until.days != days->span.from.days) days->body = 0;
    }
}

enum base_err almanac_day_table_next(struct almanac_day_table *days,
                                     struct almanac_day_table_row *row, struct sky_fault *fault)
{
    const struct almanac_day_table_query *q = days->query;
    enum base_err err = advance(days);
    if (err != BASE_ERR_OK) return err;
    const struct sky_rise_choice choice = {q->definition, q->air, q->horizon_deg, q->eye_height_m};
    const struct sky_rise_search search = {
        .context = &q->clock.dataset->sky,
        .body = days->body,
        .observer = &days->observer,
        .horizon = sky_rise_chosen(days->body, &choice),
    };
    struct sky_day day;
    err = sky_day_with_next(&search, days->span.from, days->span.until, &day, fault);
    if (err != BASE_ERR_OK) return err;
    *row = (struct almanac_day_table_row){days->span, day};
    days->body++;
    return BASE_ERR_OK;
}

/* ---- writing ---- */

enum event {
    RISE,
    TRANSIT,
    SET,
    ANTITRANSIT,
    NEXT_RISE,
    NEXT_SET,
    SECOND_RISE,
    SECOND_SET,
    EVENTS
};

/* A row as the writers read it. */
struct cells {
    struct base_text body, status, nominal_status, definition, limb;
    int naif_id;
    char date[16];
    struct cell_event {
        struct almanac_time_columns_instant time;
        double az_deg, alt_true_deg, days_ahead;
        char clock[16]; /* for people: "07:51:02" of the zone, or a dash */
    } events[EVENTS];
    double horizon_arcmin, uncertainty_arcmin, up_s;
    /* for people: when it rises and sets a second time; when next, where the day has neither */
    char others[240];
};

#define AT(member) offsetof(struct cells, member)
#define HAS(i)     AT(events[i].time.has)
#define VALUE(name, kind, in, member, decimals, ...)                                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), FORMAT_DOCUMENT_ALWAYS,   \
                           decimals, __VA_ARGS__)
#define ANGLES(i, prefix, in)                                                                      \
    FORMAT_DOCUMENT_COLUMN(prefix "az_deg", TURN, FORMAT_DOCUMENT_##in, AT(events[i].az_deg),      \
                           HAS(i), 4, "deg", "pos.az.azi", "",                                     \
                           "azimuth at that instant, from north through east"),                    \
        FORMAT_DOCUMENT_COLUMN(prefix "alt_true_deg", NUMBER, FORMAT_DOCUMENT_##in,                \
                               AT(events[i].alt_true_deg), HAS(i), 4, "deg", "pos.az.alt", "",     \
                               "airless altitude of the centre at that instant")
#define AHEAD(i, prefix, in)                                                                       \
    FORMAT_DOCUMENT_COLUMN(prefix "days_ahead", NUMBER, FORMAT_DOCUMENT_##in,                      \
                           AT(events[i].days_ahead), HAS(i), 3, "d", "time.duration", "",          \
                           "days from the beginning of the date to that instant")
#define EVENT(i, name)                                                                             \
    FORMAT_DOCUMENT_BEGIN(name, HAS(i)),                                                           \
        ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED, AT(events[i].time), ""),              \
        ANGLES(i, "", NESTED)
#define TIMES(i, name, about)                                                                      \
    ALMANAC_TIME_COLUMNS(name, FORMAT_DOCUMENT_FLAT, AT(events[i].time), about)

/* An event is an object in JSON; elsewhere the instants of all events come first, then their
 * angles. */
static const struct format_document_column COLUMNS[] = {
    VALUE("body", WORD, BOTH, body, -1, "", "meta.id;meta.main", "",
          "Sun, Moon or planet, in lower case"),
    VALUE("naif_id", WHOLE, NESTED, naif_id, -1, "", "", "", ""),
    VALUE("date", CODE, BOTH, date, -1, "", "time.epoch", "",
          "the date, by the calendar of the zone"),
    VALUE("status", WORD, BOTH, status, -1, "", "meta.code", "",
          "rises, sets, both, or stays up or down the whole date"),
    EVENT(RISE, "rise"),
    FORMAT_DOCUMENT_END,
    EVENT(TRANSIT, "transit"),
    FORMAT_DOCUMENT_END,
    EVENT(SET, "set"),
    FORMAT_DOCUMENT_END,
    EVENT(ANTITRANSIT, "antitransit"),
    FORMAT_DOCUMENT_END,
    EVENT(NEXT_RISE, "next_rise"),
    AHEAD(NEXT_RISE, "", NESTED),
    FORMAT_DOCUMENT_END,
    EVENT(NEXT_SET, "next_set"),
    AHEAD(NEXT_SET, "", NESTED),
    FORMAT_DOCUMENT_END,
    TIMES(RISE, "rise", "when it rises"),
    TIMES(TRANSIT, "transit", "when it crosses the meridian on the zenith's side of the pole"),
    TIMES(SET, "set", "when it sets"),
    TIMES(ANTITRANSIT, "antitransit", "when it crosses the meridian on the other side"),
    TIMES(NEXT_RISE, "next_rise", "when it rises next, where the date has no rise"),
    TIMES(NEXT_SET, "next_set", "when it sets next, where the date has no set"),
    ANGLES(RISE, "rise_", FLAT),
    ANGLES(TRANSIT, "transit_", FLAT),
    ANGLES(SET, "set_", FLAT),
    ANGLES(ANTITRANSIT, "antitransit_", FLAT),
    ANGLES(NEXT_RISE, "next_rise_", FLAT),
    AHEAD(NEXT_RISE, "next_rise_", FLAT),
    ANGLES(NEXT_SET, "next_set_", FLAT),
    AHEAD(NEXT_SET, "next_set_", FLAT),
    FORMAT_DOCUMENT_BEGIN("definition", FORMAT_DOCUMENT_ALWAYS),
    VALUE("name", WORD, NESTED, definition, -1, "", "", "", ""),
    VALUE("definition", WORD, FLAT, definition, -1, "", "meta.code", "",
          "which definition of rise and set"),
    VALUE("horizon_arcmin", NUMBER, BOTH, horizon_arcmin, 2, "arcmin", "pos.az.alt", "",
          "altitude of the horizon of that definition"),
    VALUE("limb", WORD, BOTH, limb, -1, "", "meta.code", "",
          "the part of the disc that rises: the upper limb or the centre"),
    VALUE("uncertainty_arcmin", NUMBER, BOTH, uncertainty_arcmin, 2, "arcmin",
          "stat.error;pos.az.alt", "", "how far the air may move the horizon"),
    FORMAT_DOCUMENT_END,
    VALUE("nominal_status", WORD, BOTH, nominal_status, -1, "", "meta.code", "",
          "the status without that uncertainty"),
    VALUE("up_s", NUMBER, BOTH, up_s, 0, "s", "time.duration", "",
          "how long it is up on that date"),
    EVENT(SECOND_RISE, "second_rise"),
    FORMAT_DOCUMENT_END,
    EVENT(SECOND_SET, "second_set"),
    FORMAT_DOCUMENT_END,
    TIMES(SECOND_RISE, "second_rise", "when it rises for the second time on that date"),
    TIMES(SECOND_SET, "second_set", "when it sets for the second time on that date"),
    ANGLES(SECOND_RISE, "second_rise_", FLAT),
    ANGLES(SECOND_SET, "second_set_", FLAT),
};

static const struct format_text_table_column LAYOUT[] = {
    FORMAT_TEXT_TABLE_COLUMN("date", CODE, AT(date), -1, -10, 0),
    FORMAT_TEXT_TABLE_COLUMN("body", WORD, AT(body), -1, -8, 2),
    FORMAT_TEXT_TABLE_COLUMN("rise", CODE, AT(events[RISE].clock), -1, -8, 2),
    FORMAT_TEXT_TABLE_COLUMN("transit", CODE, AT(events[TRANSIT].clock), -1, -8, 2),
    FORMAT_TEXT_TABLE_COLUMN("set", CODE, AT(events[SET].clock), -1, -8, 2),
    FORMAT_TEXT_TABLE_COLUMN("status", WORD, AT(status), -1, 0, 2),
    FORMAT_TEXT_TABLE_COLUMN("", CODE, AT(others), -1, 0, 0),
};

/* The time of day to the second. */
static void write_clock(const struct almanac_time_columns_clock *clock, bool has,
                        struct sky_tt when, char out[16])
{
    char text[ALMANAC_TIME_COLUMNS_TEXT_MAX] = "";
    struct base_buf local = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    if (has) almanac_time_columns_append_text(&local, clock, when);
    const char *letter = strchr(text, 'T');
    snprintf(out, 16, "%.8s", letter != NULL ? letter + 1 : "-");
}

/* What follows the status, which is padded to nine characters. */
static void write_others(const struct almanac_time_columns_clock *clock, const struct sky_day *day,
                         const struct base_text status, char *out, size_t room)
{
    struct base_buf text = {.bytes = out, .room = room - 1, .max = room - 1};
    if (status.length < 9) base_buf_append_format(&text, "%*s", 9 - (int)status.length, "");
    const struct {
        const char *what;
        bool has;
        struct sky_tt when;
    } others[] = {{"second rise", day->has_second_rise, day->second_rise.tt},
                  {"second set", day->has_second_set, day->second_set.tt},
                  {"next rise", day->next_rise.has, day->next_rise.event.tt},
                  {"next set", day->next_set.has, day->next_set.event.tt}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!others[i].has) continue;
        base_buf_append_format(&text, "  %s ", others[i].what);
        almanac_time_columns_append_text(&text, clock, others[i].when);
    }
    assert(!text.has_overflowed);
    out[text.used] = '\0';
}

static void fill_event(const struct almanac_time_columns_clock *clock, bool has,
                       const struct sky_rise_event *event, struct cell_event *cell)
{
    almanac_time_columns_fill(&cell->time, clock, has, event->tt, 0);
    cell->az_deg = event->az_deg;
    cell->alt_true_deg = event->alt_true_deg;
    write_clock(clock, has, event->tt, cell->clock);
}

static void fill(const struct almanac_time_columns_clock *clock,
                 const struct almanac_day_table_row *row, struct cells *cells)
{
    const struct sky_day *day = &row->day;
    const struct sky_body_info *info = sky_body_info(day->body);
    struct cell_event *events = cells->events;
    cells->body = info->name;
    cells->naif_id = info->naif_id;
    memcpy(cells->date, row->span.date, sizeof cells->date);
    cells->status = sky_day_status_name(day->status);
    cells->nominal_status = sky_day_status_name(day->nominal);
    fill_event(clock, day->has_rise, &day->rise, &events[RISE]);
    fill_event(clock, day->has_transit, &day->transit, &events[TRANSIT]);
    fill_event(clock, day->has_set, &day->set, &events[SET]);
    fill_event(clock, day->has_antitransit, &day->antitransit, &events[ANTITRANSIT]);
    fill_event(clock, day->next_rise.has, &day->next_rise.event, &events[NEXT_RISE]);
    fill_event(clock, day->next_set.has, &day->next_set.event, &events[NEXT_SET]);
    fill_event(clock, day->has_second_rise, &day->second_rise, &events[SECOND_RISE]);
    fill_event(clock, day->has_second_set, &day->second_set, &events[SECOND_SET]);
    events[NEXT_RISE].days_ahead = day->next_rise.days_ahead;
    events[NEXT_SET].days_ahead = day->next_set.days_ahead;
    cells->definition = sky_rise_definition_name(day->horizon.definition);
    cells->horizon_arcmin = day->horizon.horizon_arcmin;
    cells->limb = day->horizon.is_upper_limb ? BASE_TEXT("upper") : BASE_TEXT("centre");
    cells->uncertainty_arcmin = day->horizon.uncertainty_deg * 60.0;
    cells->up_s = day->up_days * SKY_DAY_S;
    write_others(clock, day, cells->status, cells->others, sizeof cells->others);
}

/* ---- the document ---- */

static void append_bodies(struct base_buf *out, const struct almanac_day_table_query *q)
{
    const char *between = "&bodies=";
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(q->bodies >> body & 1u)) continue;
        base_buf_append_format(out, "%s%s", between, sky_body_info(body)->name.at);
        between = ",";
    }
}

static void append_self(struct base_buf *out, const void *document)
{
    const struct almanac_day_table_query *q = document;
    base_buf_append_string(out, "/api/v1/events?types=day");
    append_bodies(out, q);
    almanac_self_link_append_number(out, "&lat", q->place.lat_deg);
    almanac_self_link_append_number(out, "&lon", q->place.lon_deg);
    if (q->place.elevation_m != 0.0)
        almanac_self_link_append_number(out, "&elevation", q->place.elevation_m);
    if (q->horizon_deg != 0.0) almanac_self_link_append_number(out, "&horizon", q->horizon_deg);
    if (q->eye_height_m != 0.0)
        almanac_self_link_append_number(out, "&eye_height", q->eye_height_m);
    if (q->definition != SKY_RISE_ALMANAC)
        base_buf_append_format(out, "&definition=%s", sky_rise_definition_name(q->definition).at);
    if (q->definition == SKY_RISE_PHYSICAL)
        almanac_self_link_append_air(out, &q->air, q->place.elevation_m);
    base_buf_append_string(out, "&start=");
    data_time_text_append(out, q->clock.dataset, q->from, 6);
    base_buf_append_format(out, "&days=%d", q->count);
    if (almanac_time_columns_has_zone(&q->clock))
        almanac_self_link_append_zone(out, "&tz", q->clock.zone);
}

static void append_meta(struct base_buf *out, const void *document)
{
    const struct almanac_day_table_query *q = document;
    almanac_provenance_append_source(out, q->clock.dataset);
    base_buf_append_string(out, ", \"azimuth\": \"north-through-east\"");
}

static struct almanac_provenance provenance(const struct almanac_day_table_query *q)
{
    return (struct almanac_provenance){
        .document = q,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = q->clock.base_path,
        .about = "Rises, transits and sets of bodies of the solar system, date by date, by "
                 "PlanetTracker",
        .name = "days",
        .source = q->clock.dataset->source,
    };
}

void almanac_day_table_begin(struct almanac_day_table *days,
                             const struct almanac_day_table_query *query,
                             enum almanac_params_format format)
{
    assert(almanac_params_has_rows(format));
    assert(query->count >= 1 && query->count <= ALMANAC_DAY_TABLE_MAX);
    begin(days, query);
    days->written = (struct format_rows){
        .format = almanac_params_rows_format(format),
        .layout = LAYOUT,
        .layout_count = sizeof LAYOUT / sizeof *LAYOUT,
        .between = ",\n",
    };
    days->written.view = format_document_view_of(
        COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, format_rows_way(days->written.format),
        almanac_time_columns_has_zone(&query->clock) ? FORMAT_DOCUMENT_LOCAL : 0u);
}

static void append_header(struct base_buf *out, const struct almanac_day_table *days)
{
    const struct almanac_day_table_query *q = days->query;
    const struct almanac_provenance from = provenance(q);
    const struct almanac_observer_columns observer =
        q->definition == SKY_RISE_PHYSICAL ? almanac_observer_columns_in_air(q->place, &q->air)
                                           : (struct almanac_observer_columns){.place = q->place};
    if (days->written.format == FORMAT_ROWS_VOTABLE) almanac_provenance_open_votable(out, &from);
    if (days->written.format == FORMAT_ROWS_JSON) base_buf_append_string(out, "{");
    almanac_observer_columns_append(out, days->written.format, &observer);
    format_rows_begin(out, &days->written);
    if (days->written.format == FORMAT_ROWS_JSON) base_buf_append_string(out, ", \"days\": [\n");
}

static void append_footer(struct base_buf *out, const struct almanac_day_table *days)
{
    const struct almanac_provenance from = provenance(days->query);
    if (days->written.format == FORMAT_ROWS_VOTABLE) almanac_provenance_close_votable(out, &from);
    if (days->written.format != FORMAT_ROWS_JSON) return;
    base_buf_append_string(out, "\n], ");
    almanac_provenance_append_json(out, &from);
    base_buf_append_string(out, "}\n");
}

enum base_err almanac_day_table_write(struct almanac_day_table *days, struct base_buf *out,
                                      size_t enough_bytes, struct sky_fault *fault)
{
    assert(enough_bytes > 0 && days->query != NULL);
    const size_t first = out->used;
    struct almanac_day_table_row row;
    struct cells cells;
    if (days->has_ended) return BASE_ERR_END;
    if (!days->has_begun) append_header(out, days);
    days->has_begun = true;
    while (out->used - first < enough_bytes && !out->has_overflowed) {
        enum base_err err = almanac_day_table_next(days, &row, fault);
        days->has_ended = err == BASE_ERR_END;
        if (days->has_ended) append_footer(out, days);
        if (err != BASE_ERR_OK) return err;
        fill(&days->query->clock, &row, &cells);
        format_rows_append(out, &days->written, &cells);
    }
    return BASE_ERR_OK;
}
