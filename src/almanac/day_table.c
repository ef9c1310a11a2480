/* Days of a place. The answer is sky/day's; here are the calendar of the zone and the writing. */
#include "almanac/day_table.h"

#include "almanac/position_columns.h"
#include "data/time_text.h"
#include "format/json.h"

#include <math.h>
#include <stdio.h>

/* ---- the calendar of a zone ---- */

static bool has_name(const struct data_zone *zone)
{
    return zone != NULL && zone->name[0] != '\0';
}

/* The instant at which clocks skip a local time.
 *
 * Given  inside_s  an instant that follows the skip by less than a day
 */
static int64_t skip_end(const struct data_zone *zone, int64_t local_s, int64_t inside_s)
{
    int64_t before_s = inside_s - 86400; /* clocks skip a day at most */
    while (inside_s - before_s > 1) {
        int64_t middle_s = before_s + (inside_s - before_s) / 2;
        if (middle_s + data_zone_at(zone, middle_s).offset_s < local_s)
            before_s = middle_s;
        else
            inside_s = middle_s;
    }
    return inside_s;
}

/* Midnight at the start of a day of a zone's calendar; where clocks skip it, the skip's end. */
static struct sky_tt midnight(const struct data_dataset *store, const struct data_zone *zone,
                              int64_t day)
{
    int64_t local_s = day * 86400, found[2] = {local_s, 0};
    if (has_name(zone) && data_zone_instants(zone, local_s, found) == 0)
        found[0] = skip_end(zone, local_s, found[0]);
    struct sky_tt when = {0.0};
    if (sky_civil_tt_of_posix(&store->sky.leaps, &store->sky.orient, found[0], 0, &when) !=
        BASE_ERR_OK)
        when.days = NAN; /* beyond the calendar: outside every ephemeris too */
    return when;
}

struct almanac_day_table_span almanac_day_table_span(const struct data_dataset *store,
                                                     const struct data_zone *zone,
                                                     struct sky_tt when, int index)
{
    int64_t posix_us = data_time_text_posix_us(store, when);
    int64_t posix_s = posix_us / 1000000 - (posix_us % 1000000 < 0);
    int64_t local_s = posix_s + (has_name(zone) ? data_zone_at(zone, posix_s).offset_s : 0);
    int64_t day = local_s / 86400 - (local_s % 86400 < 0) + index;
    struct sky_civil date = sky_civil_date((int32_t)(day + sky_civil_day(1970, 1, 1)));
    struct almanac_day_table_span span = {.from = midnight(store, zone, day),
                                          .until = midnight(store, zone, day + 1)};
    snprintf(span.date, sizeof span.date, "%04d-%02d-%02d", date.year % 100000, date.month % 100,
             date.day % 100);
    return span;
}

/* ---- rows ---- */

enum base_err almanac_day_table_definition(struct base_text name,
                                           enum sky_rise_definition *definition)
{
    const enum sky_rise_definition known[] = {SKY_RISE_ALMANAC, SKY_RISE_PHYSICAL};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (base_text_equals(name, sky_rise_definition_name(known[i]))) {
            *definition = known[i];
            return BASE_ERR_OK;
        }
    return BASE_ERR_FORMAT;
}

void almanac_day_table_begin(struct almanac_day_table *days,
                             const struct almanac_day_table_query *q)
{
    *days = (struct almanac_day_table){
        .query = q,
        .observer = sky_horizon_observer(q->place.lat_deg, q->place.lon_deg, q->place.elevation_m),
        .index = -1,
        .body = SKY_BODY_COUNT,
    };
}

/* Moves on to the next body that is asked for. */
static enum base_err advance(struct almanac_day_table *days)
{
    const struct almanac_day_table_query *q = days->query;
    for (;;) {
        while (days->body < SKY_BODY_COUNT && !(q->bodies >> days->body & 1u)) days->body++;
        if (days->body < SKY_BODY_COUNT) return BASE_ERR_OK;
        if (++days->index >= q->count || q->bodies == 0) return BASE_ERR_END;
        days->span = almanac_day_table_span(q->clock.store, q->clock.zone, q->from, days->index);
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
    const struct sky_rise_search search = {
        .context = &q->clock.store->sky,
        .body = days->body,
        .observer = &days->observer,
        .horizon = q->definition == SKY_RISE_PHYSICAL
                       ? sky_rise_physical(days->body, &q->air, q->horizon_deg, q->eye_height_m)
                       : sky_rise_almanac(days->body, q->horizon_deg, q->eye_height_m),
    };
    struct sky_day day;
    err = sky_day_with_next(&search, days->span.from, days->span.until, &day, fault);
    if (err != BASE_ERR_OK) return err;
    *row = (struct almanac_day_table_row){days->span, day};
    days->body++;
    return BASE_ERR_OK;
}

/* ---- writing ---- */

#define EVENTS 6

/* The events of a day in the order of the columns; days_ahead of the next ones. */
struct event {
    const char *name;
    bool has, is_next;
    const struct sky_rise_event *at;
    double days_ahead;
};

static void list_events(const struct sky_day *day, struct event events[EVENTS])
{
    const struct event list[EVENTS] = {
        {"rise", day->has_rise, false, &day->rise, 0.0},
        {"transit", day->has_transit, false, &day->transit, 0.0},
        {"set", day->has_set, false, &day->set, 0.0},
        {"antitransit", day->has_antitransit, false, &day->antitransit, 0.0},
        {"next_rise", day->next_rise.has, true, &day->next_rise.event, day->next_rise.days_ahead},
        {"next_set", day->next_set.has, true, &day->next_set.event, day->next_set.days_ahead},
    };
    memcpy(events, list, sizeof list);
}

static void append_json_event(struct base_buf *out, const struct almanac_day_table_query *q,
                              const struct event *event)
{
    base_buf_append_format(out, ", \"%s\": ", event->name);
    if (!event->has) {
        base_buf_append_string(out, "null");
        return;
    }
    base_buf_append_string(out, "{");
    almanac_report_parts_append_time(out, &q->clock, "time", event->at->tt, 0);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "az_deg",
                                       format_document_turn(event->at->az_deg, 4), 4);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "alt_true_deg", event->at->alt_true_deg, 4);
    if (event->is_next) {
        base_buf_append_string(out, ", ");
        almanac_report_parts_append_number(out, "days_ahead", event->days_ahead, 3);
    }
    base_buf_append_string(out, "}");
}

static void append_json(struct base_buf *out, const struct almanac_day_table_query *q,
                        const struct almanac_day_table_row *row)
{
    const struct sky_day *day = &row->day;
    const struct sky_body_info *info = sky_body_info(day->body);
    struct event events[EVENTS];
    list_events(day, events);
    base_buf_append_format(
        out, "{\"body\": \"%s\", \"naif_id\": %d, \"date\": \"%s\", \"status\": \"%s\"",
        info->name.at, info->naif_id, row->span.date, sky_day_status_name(day->status).at);
    for (int i = 0; i < EVENTS; i++) append_json_event(out, q, &events[i]);
    base_buf_append_format(out, ", \"definition\": {\"name\": \"%s\", ",
                           sky_rise_definition_name(day->horizon.definition).at);
    almanac_report_parts_append_number(out, "horizon_arcmin", day->horizon.horizon_arcmin, 2);
    base_buf_append_format(out, ", \"limb\": \"%s\", ",
                           day->horizon.is_upper_limb ? "upper" : "centre");
    almanac_report_parts_append_number(out, "uncertainty_arcmin",
                                       day->horizon.uncertainty_deg * 60.0, 2);
    base_buf_append_format(out, "}, \"nominal_status\": \"%s\", ",
                           sky_day_status_name(day->nominal).at);
    almanac_report_parts_append_number(out, "up_s", day->up_days * 86400.0, 0);
    base_buf_append_string(out, "}");
}

static void append_csv_time(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                            const struct event *event)
{
    base_buf_append_string(out, ",");
    if (event->has) data_time_text_append(out, clock->store, event->at->tt, 0);
    if (!almanac_report_parts_has_zone(clock)) return;
    base_buf_append_string(out, ",");
    if (event->has) data_time_text_append_local(out, clock->store, clock->zone, event->at->tt);
}

static void append_csv_number(struct base_buf *out, bool has, double value, int decimals)
{
    base_buf_append_string(out, ",");
    if (has) format_json_append_number(out, value, decimals);
}

static void append_csv(struct base_buf *out, const struct almanac_day_table_query *q,
                       const struct almanac_day_table_row *row)
{
    const struct sky_day *day = &row->day;
    struct event events[EVENTS];
    list_events(day, events);
    base_buf_append_format(out, "%s,%s,%s", sky_body_info(day->body)->name.at, row->span.date,
                           sky_day_status_name(day->status).at);
    for (int i = 0; i < EVENTS; i++) append_csv_time(out, &q->clock, &events[i]);
    for (int i = 0; i < EVENTS; i++) {
        append_csv_number(out, events[i].has,
                          format_document_turn(events[i].at->az_deg, 4), 4);
        append_csv_number(out, events[i].has, events[i].at->alt_true_deg, 4);
        if (events[i].is_next) append_csv_number(out, events[i].has, events[i].days_ahead, 3);
    }
    base_buf_append_format(out, ",%s", sky_rise_definition_name(day->horizon.definition).at);
    append_csv_number(out, true, day->horizon.horizon_arcmin, 2);
    base_buf_append_string(out, day->horizon.is_upper_limb ? ",upper" : ",centre");
    append_csv_number(out, true, day->horizon.uncertainty_deg * 60.0, 2);
    base_buf_append_format(out, ",%s", sky_day_status_name(day->nominal).at);
    append_csv_number(out, true, day->up_days * 86400.0, 0);
    base_buf_append_string(out, "\r\n");
}

static void append_csv_header(struct base_buf *out, const struct almanac_day_table_query *q)
{
    static const struct sky_day none;
    struct event events[EVENTS];
    list_events(&none, events);
    base_buf_append_string(out, "body,date,status");
    for (int i = 0; i < EVENTS; i++) {
        base_buf_append_format(out, ",%s", events[i].name);
        if (almanac_report_parts_has_zone(&q->clock))
            base_buf_append_format(out, ",%s_local", events[i].name);
    }
    for (int i = 0; i < EVENTS; i++) {
        base_buf_append_format(out, ",%s_az_deg,%s_alt_true_deg", events[i].name, events[i].name);
        if (events[i].is_next) base_buf_append_format(out, ",%s_days_ahead", events[i].name);
    }
    base_buf_append_string(out, ",definition,horizon_arcmin,limb,uncertainty_arcmin,"
                                "nominal_status,up_s\r\n");
}

/* "07:51:02" of the zone, or dashes. */
static void append_clock(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                         bool has, const struct sky_rise_event *event)
{
    static const struct data_zone utc;
    char text[40] = "";
    struct base_buf local = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    if (has)
        data_time_text_append_local(&local, clock->store, clock->zone != NULL ? clock->zone : &utc,
                                    event->tt);
    const char *letter = strchr(text, 'T');
    base_buf_append_format(out, "  %.8s", letter != NULL ? letter + 1 : "-       ");
}

static void append_next(struct base_buf *out, const struct almanac_report_parts_clock *clock,
                        const char *what, const struct sky_day_next *next)
{
    static const struct data_zone utc;
    if (!next->has) return;
    base_buf_append_format(out, "  next %s ", what);
    data_time_text_append_local(out, clock->store, clock->zone != NULL ? clock->zone : &utc,
                                next->event.tt);
}

static void append_text(struct base_buf *out, const struct almanac_day_table_query *q,
                        const struct almanac_day_table_row *row)
{
    const struct sky_day *day = &row->day;
    base_buf_append_format(out, "%s  %-8s", row->span.date, sky_body_info(day->body)->name.at);
    append_clock(out, &q->clock, day->has_rise, &day->rise);
    append_clock(out, &q->clock, day->has_transit, &day->transit);
    append_clock(out, &q->clock, day->has_set, &day->set);
    base_buf_append_format(out, "  %-9s", sky_day_status_name(day->status).at);
    append_next(out, &q->clock, "rise", &day->next_rise);
    append_next(out, &q->clock, "set", &day->next_set);
    base_buf_append_string(out, "\n");
}

void almanac_day_table_append_header(struct base_buf *out, enum almanac_params_format format,
                                     const struct almanac_day_table_query *query)
{
    if (format == ALMANAC_PARAMS_CSV) append_csv_header(out, query);
    if (format == ALMANAC_PARAMS_TEXT)
        base_buf_append_string(out, "date        body      rise      transit   set       status\n");
}

void almanac_day_table_append(struct base_buf *out, enum almanac_params_format format,
                              const struct almanac_day_table_query *query,
                              const struct almanac_day_table_row *row)
{
    if (format == ALMANAC_PARAMS_CSV)
        append_csv(out, query, row);
    else if (format == ALMANAC_PARAMS_TEXT)
        append_text(out, query, row);
    else
        append_json(out, query, row);
    if (format == ALMANAC_PARAMS_NDJSON) base_buf_append_string(out, "\n");
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

static void append_footer(struct base_buf *out, const struct almanac_day_table_query *q)
{
    base_buf_append_string(out, "\n], \"warnings\": [], \"meta\": {");
    almanac_report_parts_append_made(out, q->clock.store);
    base_buf_append_string(out, ", \"azimuth\": \"north-through-east\"}, \"links\": {\"self\": "
                                "\"/api/v1/events?types=day");
    append_bodies(out, q);
    almanac_report_parts_append_query(out, "&lat", q->place.lat_deg);
    almanac_report_parts_append_query(out, "&lon", q->place.lon_deg);
    if (q->place.elevation_m != 0.0)
        almanac_report_parts_append_query(out, "&elevation", q->place.elevation_m);
    if (q->horizon_deg != 0.0) almanac_report_parts_append_query(out, "&horizon", q->horizon_deg);
    if (q->eye_height_m != 0.0)
        almanac_report_parts_append_query(out, "&eye_height", q->eye_height_m);
    base_buf_append_string(out, "&start=");
    data_time_text_append(out, q->clock.store, q->from, 6);
    base_buf_append_format(out, "&days=%d", q->count);
    if (almanac_report_parts_has_zone(&q->clock))
        almanac_report_parts_append_zone(out, "&tz", q->clock.zone);
    base_buf_append_string(out, "\"}}\n");
}

enum base_err almanac_day_table_write(struct almanac_day_table *days,
                                      enum almanac_params_format format, struct base_buf *out,
                                      size_t enough, struct sky_fault *fault)
{
    const struct almanac_day_table_query *q = days->query;
    const size_t first = out->used;
    struct almanac_day_table_row row;
    if (days->has_ended) return BASE_ERR_END;
    if (!days->has_begun) almanac_day_table_append_header(out, format, q);
    if (!days->has_begun && format == ALMANAC_PARAMS_JSON) {
        base_buf_append_string(out, "{");
        almanac_report_parts_append_observer(out, &q->place);
        base_buf_append_string(out, ", \"days\": [\n");
    }
    days->has_begun = true;
    while (out->used - first < enough && !out->has_overflowed) {
        enum base_err err = almanac_day_table_next(days, &row, fault);
        days->has_ended = err == BASE_ERR_END;
        if (days->has_ended && format == ALMANAC_PARAMS_JSON) append_footer(out, q);
        if (err != BASE_ERR_OK) return err;
        if (days->written++ > 0 && format == ALMANAC_PARAMS_JSON)
            base_buf_append_string(out, ",\n");
        almanac_day_table_append(out, format, q, &row);
    }
    return BASE_ERR_OK;
}
