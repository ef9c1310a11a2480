/* The document of events. A row is first a list of values by column, then written in a format. */
#include "almanac/events_report.h"

#include "almanac/events_ical.h"
#include "almanac/events_text.h"
#include "almanac/position_columns.h"
#include "base/spelling.h"
#include "data/time_text.h"
#include "format/json.h"

#include <stdlib.h>

static const struct {
    struct base_text name;
    int decimals;
    bool is_of_place;
} COLUMNS[ALMANAC_EVENTS_REPORT_COLUMN_COUNT] = {
#define ROW(enumerator, name, decimals, of_place) {{name, sizeof(name) - 1}, decimals, of_place},
    ALMANAC_EVENTS_REPORT_COLUMNS(ROW)
#undef ROW
};

struct almanac_events_report {
    struct almanac_events_report_request request;
    struct sky_observer observer;
    struct almanac_events_merge *agenda;
    bool has_begun, has_ended;
    int64_t count; /* of events written */
    char types[ALMANAC_EVENTS_REPORT_TYPES_MAX_BYTES];
};

/* ---- the request ---- */

enum base_err almanac_events_report_types(struct base_text types,
                                          struct almanac_events_merge_query *query,
                                          struct almanac_problem *problem)
{
    struct base_text names[ALMANAC_EVENTS_MERGE_TYPE_NAMES_MAX], rest = types;
    *problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
                                        .parameter = BASE_TEXT("types"),
                                        .got = types,
                                        .expected = BASE_TEXT(ALMANAC_EVENTS_MERGE_EXPECTED),
                                        .example = BASE_TEXT("phases,eclipses")};
    if (types.length >= ALMANAC_EVENTS_REPORT_TYPES_MAX_BYTES) return BASE_ERR_FORMAT;
    do {
        struct base_text type = base_text_cut(&rest, ',');
        while (type.length > 0 && type.at[0] == ' ') type.at++, type.length--;
        enum base_err err = almanac_events_merge_type(type, query);
        if (err == BASE_ERR_OK) continue;
        if (memchr(type.at, ':', type.length) != NULL)
            problem->note = "altitude:-90..90 and azimuth:0..360 are in degrees";
        else
            problem->did_you_mean =
                base_spelling_nearest(type, names, almanac_events_merge_type_names(names));
        if (err == BASE_ERR_LIMIT) problem->note = "at most 4 altitudes and 4 azimuths";
        return BASE_ERR_FORMAT;
    } while (rest.length > 0);
    return BASE_ERR_OK;
}

static enum base_err conflict(struct almanac_problem *problem, struct base_text parameter,
                              const char *note, enum base_err err)
{
    *problem = (struct almanac_problem){
        .kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT, .parameter = parameter, .note = note};
    return err;
}

enum base_err almanac_events_report_check(const struct almanac_events_report_request *r,
                                          bool is_served, struct almanac_problem *problem)
{
    const struct almanac_events_merge_query *q = &r->query;
    const bool is_local = almanac_events_merge_needs_place(q);
    const double span_days = q->until.days - q->from.days;
    if (is_local && !r->has_place) {
        *problem = almanac_params_missing(ALMANAC_PARAMS_LAT);
        problem->note = "these types of events are those of a place";
        return BASE_ERR_MISSING;
    }
    if (!(span_days >= 0.0))
        return conflict(problem, BASE_TEXT("stop"), "is before start", BASE_ERR_RANGE);
    if (is_served && span_days > (is_local ? ALMANAC_EVENTS_REPORT_PLACE_MAX_DAYS
                                           : ALMANAC_EVENTS_REPORT_SKY_MAX_DAYS))
        return conflict(problem, BASE_TEXT("stop"),
                        is_local ? "is more than ten years from start, for events of a place"
                                 : "is more than a century from start",
                        BASE_ERR_RANGE);
    if (r->format != ALMANAC_PARAMS_ICS) return BASE_ERR_OK;
    const struct sky_context *sky = &r->clock.store->sky;
    if (sky_civil_of_tt(&sky->leaps, &sky->orient, q->from, 0).year >= 1 &&
        sky_civil_of_tt(&sky->leaps, &sky->orient, q->until, 0).year <= 9999)
        return BASE_ERR_OK;
    return conflict(problem, BASE_TEXT("start"),
                    "is outside of the years 1 to 9999, which a calendar has", BASE_ERR_FORMAT);
}

/* ---- a row ---- */

struct value {
    enum { NOTHING, TEXT, NUMBER, INSTANT } is;
    const char *text;
    double number;
    struct sky_tt when;
};

static struct value text(const char *t)
{
    return (struct value){.is = TEXT, .text = t};
}

static struct value number(double n)
{
    return (struct value){.is = NUMBER, .number = n};
}

static struct value instant(struct sky_tt when)
{
    return (struct value){.is = INSTANT, .when = when};
}

/* Where the body of an event that is no local one stands at that instant; nothing when the
 * ephemeris does not tell. */
static void stand(const struct almanac_events_report *h, const struct almanac_events_merge_event *e,
                  struct value *values)
{
    struct sky_frame frame;
    struct sky_fault fault;
    const struct sky_context *sky = &h->request.clock.store->sky;
    if (sky_frame_of(sky, e->when, 1u << e->body, &frame, &fault) != BASE_ERR_OK) return;
    const struct sky_viewpoint view =
        sky_apparent_viewpoint(&frame, &h->observer, SKY_APPARENT_TRUE_POLE);
    const struct sky_observation seen = sky_observe_horizon(&view, e->body, &h->request.query.air);
    values[ALMANAC_EVENTS_REPORT_AZ] = number(format_document_turn(seen.az_deg, 5));
    values[ALMANAC_EVENTS_REPORT_ALT] = number(seen.alt_deg);
    values[ALMANAC_EVENTS_REPORT_ALT_TRUE] = number(seen.alt_true_deg);
}

static void fill_local(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct value *values)
{
    const double alt_deg = e->local.alt_true_deg;
    values[ALMANAC_EVENTS_REPORT_AZ] = number(format_document_turn(e->local.az_deg, 5));
    values[ALMANAC_EVENTS_REPORT_ALT] =
        number(alt_deg + sky_refract_lift_deg(&h->request.query.air, alt_deg));
    values[ALMANAC_EVENTS_REPORT_ALT_TRUE] = number(alt_deg);
}

static void fill_sky(const struct almanac_events_merge_event *e, struct value *values)
{
    const bool is_apsis = e->sky.kind >= SKY_EVENTS_PERIHELION && e->sky.kind <= SKY_EVENTS_APOGEE;
    if (e->other != SKY_BODY_COUNT)
        values[ALMANAC_EVENTS_REPORT_SEPARATION] = number(e->sky.separation_deg);
    values[ALMANAC_EVENTS_REPORT_ELONGATION] = number(e->sky.place.elongation_deg);
    values[ALMANAC_EVENTS_REPORT_ECL_LON] =
        number(format_document_turn(e->sky.place.lon_deg, 6));
    values[ALMANAC_EVENTS_REPORT_DISTANCE] =
        number(is_apsis ? e->sky.apsis_au : e->sky.place.distance_au);
}

static void fill_lunar(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct value *values)
{
    values[ALMANAC_EVENTS_REPORT_ECLIPSE] = text(almanac_events_text_lunar_type(e->lunar.type));
    values[ALMANAC_EVENTS_REPORT_ECLIPSE_MAGNITUDE] = number(e->lunar.umbral_magnitude);
    values[ALMANAC_EVENTS_REPORT_GAMMA] = number(e->lunar.gamma);
    if (h->request.has_place)
        values[ALMANAC_EVENTS_REPORT_SEEN_ALT] =
            number(e->lunar_alt_deg[SKY_LUNAR_ECLIPSE_GREATEST]);
}

static void fill_solar(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct value *values)
{
    const struct sky_solar_eclipse_local *seen = &e->solar_local;
    values[ALMANAC_EVENTS_REPORT_ECLIPSE] = text(almanac_events_text_solar_type(e->solar.type));
    values[ALMANAC_EVENTS_REPORT_ECLIPSE_MAGNITUDE] = number(e->solar.magnitude);
    values[ALMANAC_EVENTS_REPORT_GAMMA] = number(e->solar.gamma);
    values[ALMANAC_EVENTS_REPORT_GREATEST_LAT] = number(e->solar.lat_deg);
    values[ALMANAC_EVENTS_REPORT_GREATEST_LON] = number(e->solar.lon_deg);
    if (!h->request.has_place) return;
    values[ALMANAC_EVENTS_REPORT_SEEN] = text(almanac_events_text_solar_type(seen->type));
    if (seen->type == SKY_SOLAR_ECLIPSE_NONE) return;
    values[ALMANAC_EVENTS_REPORT_SEEN_TIME] =
        instant(seen->contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].when);
    values[ALMANAC_EVENTS_REPORT_SEEN_MAGNITUDE] = number(seen->magnitude);
    values[ALMANAC_EVENTS_REPORT_SEEN_OBSCURATION] = number(seen->obscuration);
    values[ALMANAC_EVENTS_REPORT_SEEN_ALT] =
        number(seen->contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].alt_deg);
}

static void fill(const struct almanac_events_report *h, const struct almanac_events_merge_event *e,
                 struct value values[ALMANAC_EVENTS_REPORT_COLUMN_COUNT])
{
    memset(values, 0, sizeof *values * ALMANAC_EVENTS_REPORT_COLUMN_COUNT);
    values[ALMANAC_EVENTS_REPORT_TIME] = instant(e->when);
    values[ALMANAC_EVENTS_REPORT_EVENT] = text(e->kind);
    values[ALMANAC_EVENTS_REPORT_BODY] = text(sky_body_info(e->body)->name.at);
    values[ALMANAC_EVENTS_REPORT_NAIF_ID] = number(sky_body_info(e->body)->naif_id);
    if (e->other != SKY_BODY_COUNT)
        values[ALMANAC_EVENTS_REPORT_OTHER] = text(sky_body_info(e->other)->name.at);
    if (e->sort == ALMANAC_EVENTS_MERGE_SKY) fill_sky(e, values);
    if (e->sort == ALMANAC_EVENTS_MERGE_LUNAR) fill_lunar(h, e, values);
    if (e->sort == ALMANAC_EVENTS_MERGE_SOLAR) fill_solar(h, e, values);
    if (e->sort == ALMANAC_EVENTS_MERGE_LOCAL)
        fill_local(h, e, values);
    else if (h->request.has_place)
        stand(h, e, values);
}

/* ---- JSON and CSV ---- */

static bool is_wanted(const struct almanac_events_report *h, int column)
{
    return !COLUMNS[column].is_of_place || h->request.has_place;
}

static bool is_instant(int column)
{
    return column == ALMANAC_EVENTS_REPORT_TIME || column == ALMANAC_EVENTS_REPORT_SEEN_TIME;
}

static void append_json_value(struct base_buf *out, const struct almanac_events_report *h,
                              int column, const struct value *value)
{
    const char *name = COLUMNS[column].name.at;
    switch (value->is) {
    case NOTHING:
        base_buf_append(out, "\"", 1);
        base_buf_append_text(out, COLUMNS[column].name);
        base_buf_append_string(out, "\": null");
        if (is_instant(column) && almanac_report_parts_has_zone(&h->request.clock))
            base_buf_append_format(out, ", \"%s_local\": null", name);
        break;
    case TEXT:
        base_buf_append_format(out, "\"%s\": \"%s\"", name, value->text);
        break;
    case NUMBER:
        almanac_report_parts_append_number(out, name, value->number, COLUMNS[column].decimals);
        break;
    case INSTANT:
        almanac_report_parts_append_time(out, &h->request.clock, name, value->when,
                                         COLUMNS[column].decimals);
        break;
    }
}

static void append_json(struct base_buf *out, const struct almanac_events_report *h,
                        const struct value *values)
{
    const char *between = "{";
    for (int i = 0; i < ALMANAC_EVENTS_REPORT_COLUMN_COUNT; i++) {
        if (!is_wanted(h, i)) continue;
        base_buf_append_string(out, between);
        append_json_value(out, h, i, &values[i]);
        between = ", ";
    }
    base_buf_append_string(out, "}");
}

static void append_csv_value(struct base_buf *out, const struct almanac_events_report *h,
                             int column, const struct value *value)
{
    const struct almanac_report_parts_clock *clock = &h->request.clock;
    if (value->is == TEXT) base_buf_append_string(out, value->text);
    if (value->is == NUMBER)
        format_json_append_number(out, value->number, COLUMNS[column].decimals);
    if (value->is == INSTANT)
        data_time_text_append(out, clock->store, value->when, COLUMNS[column].decimals);
    if (!is_instant(column) || !almanac_report_parts_has_zone(clock)) return;
    base_buf_append_string(out, ",");
    if (value->is == INSTANT)
        data_time_text_append_local(out, clock->store, clock->zone, value->when);
}

static void append_csv(struct base_buf *out, const struct almanac_events_report *h,
                       const struct value *values)
{
    const char *between = "";
    for (int i = 0; i < ALMANAC_EVENTS_REPORT_COLUMN_COUNT; i++) {
        if (!is_wanted(h, i)) continue;
        base_buf_append_string(out, between);
        append_csv_value(out, h, i, &values[i]);
        between = ",";
    }
    base_buf_append_string(out, "\r\n");
}

static void append_csv_header(struct base_buf *out, const struct almanac_events_report *h)
{
    const char *between = "";
    for (int i = 0; i < ALMANAC_EVENTS_REPORT_COLUMN_COUNT; i++) {
        if (!is_wanted(h, i)) continue;
        base_buf_append_format(out, "%s%s", between, COLUMNS[i].name.at);
        if (is_instant(i) && almanac_report_parts_has_zone(&h->request.clock))
            base_buf_append_format(out, ",%s_local", COLUMNS[i].name.at);
        between = ",";
    }
    base_buf_append_string(out, "\r\n");
}

/* ---- text ---- */

static void append_text(struct base_buf *out, const struct almanac_events_report *h,
                        const struct almanac_events_merge_event *e)
{
    static const struct data_zone utc;
    const struct almanac_report_parts_clock *clock = &h->request.clock;
    const size_t first = out->used;
    data_time_text_append_local(out, clock->store, clock->zone != NULL ? clock->zone : &utc,
                                e->when);
    base_buf_append_format(out, "%*s %-23s %-8s %-8s ", (int)(first + 26) - (int)out->used, "",
                           e->kind, sky_body_info(e->body)->name.at,
                           e->other != SKY_BODY_COUNT ? sky_body_info(e->other)->name.at : "");
    almanac_events_text_append_detail(out, clock, e, h->request.has_place);
    base_buf_append_string(out, "\n");
}

/* ---- the document around the rows ---- */

static void append_header(struct base_buf *out, const struct almanac_events_report *h)
{
    if (h->request.format == ALMANAC_PARAMS_CSV) append_csv_header(out, h);
    if (h->request.format == ALMANAC_PARAMS_ICS) almanac_events_ical_append_header(out);
    if (h->request.format != ALMANAC_PARAMS_JSON) return;
    base_buf_append_string(out, "{");
    if (h->request.has_place) {
        almanac_report_parts_append_observer(out, &h->request.place);
        base_buf_append_string(out, ", ");
    }
    base_buf_append_string(out, "\"events\": [");
}

static void append_warnings(struct base_buf *out, const struct almanac_events_report *h)
{
    const struct sky_earth_orientation *orient = &h->request.clock.store->sky.orient;
    const struct sky_tt ends[] = {h->request.query.from, h->request.query.until};
    unsigned sources = 0;
    for (int i = 0; i < 2; i++) sources |= 1u << sky_earth_orientation_spin(orient, ends[i]).source;
    int count = 0;
    base_buf_append_string(out, "\n], \"warnings\": [");
    if (sources >> SKY_EARTH_ORIENTATION_HELD & 1u)
        almanac_report_parts_append_warning(
            out, &count, "ut1-held", NULL,
            "After the table of the Earth's rotation its last UT1-UTC is "
            "kept: rises, sets and transits come as many seconds early or "
            "late as it has moved since.");
    if (sources >> SKY_EARTH_ORIENTATION_MODEL & 1u)
        almanac_report_parts_append_warning(
            out, &count, "delta-t-model", NULL,
            "Nobody measured the Earth's rotation in a part of the range: "
            "Delta T is a model's, and times of UTC are as uncertain.");
    base_buf_append_string(out, "]");
}

static void append_bodies(struct base_buf *out, const struct almanac_events_report *h)
{
    const unsigned bodies = h->request.query.bodies;
    const char *between = "&bodies=";
    if (bodies == h->request.clock.store->bodies) return;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        base_buf_append_format(out, "%s%s", between, sky_body_info(body)->name.at);
        between = ",";
    }
}

static void append_self(struct base_buf *out, const struct almanac_events_report *h)
{
    const struct almanac_events_report_request *r = &h->request;
    base_buf_append_string(out, ", \"links\": {\"self\": \"/api/v1/events?types=");
    almanac_report_parts_append_escaped(out, h->types);
    append_bodies(out, h);
    base_buf_append_string(out, "&start=");
    data_time_text_append(out, r->clock.store, r->query.from, 6);
    base_buf_append_string(out, "&stop=");
    data_time_text_append(out, r->clock.store, r->query.until, 6);
    const struct {
        const char *name;
        double value;
        bool is_given;
    } numbers[] = {
        {"&lat", r->place.lat_deg, r->has_place},
        {"&lon", r->place.lon_deg, r->has_place},
        {"&elevation", r->place.elevation_m, r->has_place && r->place.elevation_m != 0.0},
        {"&horizon", r->query.horizon_deg, r->has_place && r->query.horizon_deg != 0.0},
        {"&eye_height", r->query.eye_height_m, r->has_place && r->query.eye_height_m != 0.0},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].is_given)
            almanac_report_parts_append_query(out, numbers[i].name, numbers[i].value);
    if (r->has_place) almanac_report_parts_append_air(out, &r->query.air, r->place.elevation_m);
    if (almanac_report_parts_has_zone(&r->clock))
        almanac_report_parts_append_zone(out, "&tz", r->clock.zone);
    base_buf_append_string(out, "\"}}\n");
}

static void append_meta(struct base_buf *out, const struct almanac_events_report *h)
{
    const struct almanac_events_report_request *r = &h->request;
    base_buf_append_string(out, ", \"meta\": {");
    almanac_report_parts_append_made(out, r->clock.store);
    base_buf_append_format(out, ", \"count\": %lld, \"from\": \"", (long long)h->count);
    data_time_text_append(out, r->clock.store, r->query.from, 6);
    base_buf_append_string(out, "\", \"until\": \"");
    data_time_text_append(out, r->clock.store, r->query.until, 6);
    base_buf_append_format(out, "\", \"definition\": \"%s\", ",
                           sky_rise_definition_name(SKY_RISE_ALMANAC).at);
    almanac_report_parts_append_horizontal(out, &r->query.air);
    base_buf_append_string(out, "}");
}

static void append_footer(struct base_buf *out, const struct almanac_events_report *h)
{
    if (h->request.format == ALMANAC_PARAMS_ICS) almanac_events_ical_append_footer(out);
    if (h->request.format != ALMANAC_PARAMS_JSON) return;
    append_warnings(out, h);
    append_meta(out, h);
    append_self(out, h);
}

/* ---- the stream ---- */

/* Searches of a place's events do not look at the end of the ephemeris before they are there. */
static enum base_err check_ends(const struct almanac_events_report *h, struct sky_fault *fault)
{
    const struct almanac_events_merge_query *q = &h->request.query;
    unsigned bodies = q->local != 0 || q->altitude_count + q->azimuth_count > 0 ? q->bodies : 0u;
    if (q->wants_twilight) bodies |= 1u << SKY_BODY_SUN;
    return almanac_report_parts_check_span(h->request.clock.store, q->from, q->until, bodies,
                                           fault);
}

enum base_err almanac_events_report_open(const struct almanac_events_report_request *request,
                                         struct almanac_events_report **happenings,
                                         struct sky_fault *fault)
{
    struct almanac_events_report *h = calloc(1, sizeof *h);
    if (h == NULL) return BASE_ERR_MEMORY;
    h->request = *request;
    size_t length = request->types.length;
    if (length >= sizeof h->types) length = sizeof h->types - 1;
    if (length > 0) memcpy(h->types, request->types.at, length);
    h->request.query.observer = NULL;
    if (request->has_place) {
        h->observer = sky_horizon_observer(request->place.lat_deg, request->place.lon_deg,
                                           request->place.elevation_m);
        h->request.query.observer = &h->observer;
    }
    enum base_err err = check_ends(h, fault);
    if (err == BASE_ERR_OK)
        err = almanac_events_merge_open(request->clock.store, &h->request.query, &h->agenda, fault);
    if (err == BASE_ERR_OK)
        *happenings = h;
    else
        free(h);
    return err;
}

static void append_event(struct base_buf *out, struct almanac_events_report *h,
                         const struct almanac_events_merge_event *event)
{
    const enum almanac_params_format format = h->request.format;
    struct value values[ALMANAC_EVENTS_REPORT_COLUMN_COUNT];
    if (format == ALMANAC_PARAMS_JSON) base_buf_append_string(out, h->count > 0 ? ",\n" : "\n");
    h->count++;
    if (format == ALMANAC_PARAMS_TEXT) {
        append_text(out, h, event);
    } else if (format == ALMANAC_PARAMS_ICS) {
        almanac_events_ical_append_event(out, &h->request.clock,
                                         h->request.has_place ? &h->request.place : NULL,
                                         &h->request.query.air, event);
    } else {
        fill(h, event, values);
        if (format == ALMANAC_PARAMS_CSV)
            append_csv(out, h, values);
        else
            append_json(out, h, values);
        if (format == ALMANAC_PARAMS_NDJSON) base_buf_append_string(out, "\n");
    }
}

enum base_err almanac_events_report_append(struct almanac_events_report *h, struct base_buf *out,
                                           size_t enough, struct sky_fault *fault)
{
    const size_t first = out->used;
    struct almanac_events_merge_event event;
    if (h->has_ended) return BASE_ERR_END;
    if (!h->has_begun) append_header(out, h);
    h->has_begun = true;
    while (out->used - first < enough && !out->has_overflowed) {
        enum base_err err = almanac_events_merge_next(h->agenda, &event, fault);
        if (err == BASE_ERR_END) {
            append_footer(out, h);
            h->has_ended = true;
        }
        if (err != BASE_ERR_OK) return err;
        append_event(out, h, &event);
    }
    return BASE_ERR_OK;
}

void almanac_events_report_close(struct almanac_events_report *h)
{
    if (h == NULL) return;
    almanac_events_merge_close(h->agenda);
    free(h);
}
