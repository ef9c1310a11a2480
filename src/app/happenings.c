/* The document of events. A row is first a list of values by column, then written in a format. */
#include "app/happenings.h"

#include "app/captions.h"
#include "app/feed.h"
#include "app/json.h"
#include "app/rows.h"
#include "app/time.h"

#include <stdlib.h>

static const struct {
    struct base_text name;
    int decimals;
    bool is_of_place;
} COLUMNS[APP_HAPPENINGS_COLUMN_COUNT] = {
#define ROW(enumerator, name, decimals, of_place) {{name, sizeof(name) - 1}, decimals, of_place},
    APP_HAPPENINGS_COLUMNS(ROW)
#undef ROW
};

struct app_happenings {
    struct app_happenings_request request;
    struct sky_observer observer;
    struct app_agenda *agenda;
    bool has_begun, has_ended;
    int64_t count; /* of events written */
    char types[APP_HAPPENINGS_TYPES_MAX_BYTES];
};

/* ---- the request ---- */

enum base_err app_happenings_types(struct base_text types, struct app_agenda_query *query,
                                   struct app_problem *problem)
{
    struct base_text names[APP_AGENDA_TYPE_NAMES_MAX], rest = types;
    *problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_INVALID,
                                    .parameter = BASE_TEXT("types"),
                                    .got = types,
                                    .expected = BASE_TEXT(APP_AGENDA_EXPECTED),
                                    .example = BASE_TEXT("phases,eclipses")};
    if (types.length >= APP_HAPPENINGS_TYPES_MAX_BYTES) return BASE_ERR_FORMAT;
    do {
        struct base_text type = base_text_cut(&rest, ',');
        while (type.length > 0 && type.at[0] == ' ') type.at++, type.length--;
        enum base_err err = app_agenda_type(type, query);
        if (err == BASE_ERR_OK) continue;
        if (memchr(type.at, ':', type.length) != NULL)
            problem->note = "altitude:-90..90 and azimuth:0..360 are in degrees";
        else
            problem->did_you_mean = app_problem_nearest(type, names, app_agenda_type_names(names));
        if (err == BASE_ERR_LIMIT) problem->note = "at most 4 altitudes and 4 azimuths";
        return BASE_ERR_FORMAT;
    } while (rest.length > 0);
    return BASE_ERR_OK;
}

static enum base_err conflict(struct app_problem *problem, struct base_text parameter,
                              const char *note, enum base_err err)
{
    *problem = (struct app_problem){
        .kind = APP_PROBLEM_PARAMETER_CONFLICT, .parameter = parameter, .note = note};
    return err;
}

enum base_err app_happenings_check(const struct app_happenings_request *r, bool is_served,
                                   struct app_problem *problem)
{
    const struct app_agenda_query *q = &r->query;
    const bool is_local = app_agenda_needs_place(q);
    const double span_days = q->until.days - q->from.days;
    if (is_local && !r->has_place) {
        *problem = app_params_missing(APP_PARAMS_LAT);
        problem->note = "these types of events are those of a place";
        return BASE_ERR_MISSING;
    }
    if (!(span_days >= 0.0))
        return conflict(problem, BASE_TEXT("stop"), "is before start", BASE_ERR_RANGE);
    if (is_served &&
        span_days > (is_local ? APP_HAPPENINGS_PLACE_MAX_DAYS : APP_HAPPENINGS_SKY_MAX_DAYS))
        return conflict(problem, BASE_TEXT("stop"),
                        is_local ? "is more than ten years from start, for events of a place"
                                 : "is more than a century from start",
                        BASE_ERR_RANGE);
    if (r->format != APP_PARAMS_ICS) return BASE_ERR_OK;
    const struct sky_context *sky = &r->clock.store->sky;
    if (sky_time_civil(&sky->leaps, &sky->orient, q->from, 0).year >= 1 &&
        sky_time_civil(&sky->leaps, &sky->orient, q->until, 0).year <= 9999)
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
static void stand(const struct app_happenings *h, const struct app_agenda_event *e,
                  struct value *values)
{
    struct sky_frame frame;
    struct sky_fault fault;
    const struct sky_context *sky = &h->request.clock.store->sky;
    if (sky_frame_of(sky, e->when, 1u << e->body, &frame, &fault) != BASE_ERR_OK) return;
    const struct sky_viewpoint view =
        sky_place_viewpoint(&frame, &h->observer, SKY_PLACE_TRUE_POLE);
    const struct sky_observation seen = sky_observe_horizon(&view, e->body, &h->request.query.air);
    values[APP_HAPPENINGS_AZ] = number(app_rows_turn(seen.az_deg, 5));
    values[APP_HAPPENINGS_ALT] = number(seen.alt_deg);
    values[APP_HAPPENINGS_ALT_TRUE] = number(seen.alt_true_deg);
}

static void fill_local(const struct app_happenings *h, const struct app_agenda_event *e,
                       struct value *values)
{
    const double alt_deg = e->local.alt_true_deg;
    values[APP_HAPPENINGS_AZ] = number(app_rows_turn(e->local.az_deg, 5));
    values[APP_HAPPENINGS_ALT] =
        number(alt_deg + sky_refract_lift_deg(&h->request.query.air, alt_deg));
    values[APP_HAPPENINGS_ALT_TRUE] = number(alt_deg);
}

static void fill_sky(const struct app_agenda_event *e, struct value *values)
{
    const bool is_apsis = e->sky.kind >= SKY_EVENTS_PERIHELION && e->sky.kind <= SKY_EVENTS_APOGEE;
    if (e->other != SKY_BODY_COUNT)
        values[APP_HAPPENINGS_SEPARATION] = number(e->sky.separation_deg);
    values[APP_HAPPENINGS_ELONGATION] = number(e->sky.place.elongation_deg);
    values[APP_HAPPENINGS_ECL_LON] = number(app_rows_turn(e->sky.place.lon_deg, 6));
    values[APP_HAPPENINGS_DISTANCE] = number(is_apsis ? e->sky.apsis_au : e->sky.place.distance_au);
}

static void fill_lunar(const struct app_happenings *h, const struct app_agenda_event *e,
                       struct value *values)
{
    values[APP_HAPPENINGS_ECLIPSE] = text(app_captions_lunar_type(e->lunar.type));
    values[APP_HAPPENINGS_ECLIPSE_MAGNITUDE] = number(e->lunar.umbral_magnitude);
    values[APP_HAPPENINGS_GAMMA] = number(e->lunar.gamma);
    if (h->request.has_place)
        values[APP_HAPPENINGS_SEEN_ALT] = number(e->lunar_alt_deg[SKY_LUNAR_GREATEST]);
}

static void fill_solar(const struct app_happenings *h, const struct app_agenda_event *e,
                       struct value *values)
{
    const struct sky_solar_local *seen = &e->solar_local;
    values[APP_HAPPENINGS_ECLIPSE] = text(app_captions_solar_type(e->solar.type));
    values[APP_HAPPENINGS_ECLIPSE_MAGNITUDE] = number(e->solar.magnitude);
    values[APP_HAPPENINGS_GAMMA] = number(e->solar.gamma);
    values[APP_HAPPENINGS_GREATEST_LAT] = number(e->solar.lat_deg);
    values[APP_HAPPENINGS_GREATEST_LON] = number(e->solar.lon_deg);
    if (!h->request.has_place) return;
    values[APP_HAPPENINGS_SEEN] = text(app_captions_solar_type(seen->type));
    if (seen->type == SKY_SOLAR_NONE) return;
    values[APP_HAPPENINGS_SEEN_TIME] = instant(seen->contacts[SKY_SOLAR_MAXIMUM].when);
    values[APP_HAPPENINGS_SEEN_MAGNITUDE] = number(seen->magnitude);
    values[APP_HAPPENINGS_SEEN_OBSCURATION] = number(seen->obscuration);
    values[APP_HAPPENINGS_SEEN_ALT] = number(seen->contacts[SKY_SOLAR_MAXIMUM].alt_deg);
}

static void fill(const struct app_happenings *h, const struct app_agenda_event *e,
                 struct value values[APP_HAPPENINGS_COLUMN_COUNT])
{
    memset(values, 0, sizeof *values * APP_HAPPENINGS_COLUMN_COUNT);
    values[APP_HAPPENINGS_TIME] = instant(e->when);
    values[APP_HAPPENINGS_EVENT] = text(e->kind);
    values[APP_HAPPENINGS_BODY] = text(sky_body_info(e->body)->name.at);
    values[APP_HAPPENINGS_NAIF_ID] = number(sky_body_info(e->body)->naif_id);
    if (e->other != SKY_BODY_COUNT)
        values[APP_HAPPENINGS_OTHER] = text(sky_body_info(e->other)->name.at);
    if (e->sort == APP_AGENDA_SKY) fill_sky(e, values);
    if (e->sort == APP_AGENDA_LUNAR) fill_lunar(h, e, values);
    if (e->sort == APP_AGENDA_SOLAR) fill_solar(h, e, values);
    if (e->sort == APP_AGENDA_LOCAL)
        fill_local(h, e, values);
    else if (h->request.has_place)
        stand(h, e, values);
}

/* ---- JSON and CSV ---- */

static bool is_wanted(const struct app_happenings *h, int column)
{
    return !COLUMNS[column].is_of_place || h->request.has_place;
}

static bool is_instant(int column)
{
    return column == APP_HAPPENINGS_TIME || column == APP_HAPPENINGS_SEEN_TIME;
}

static void append_json_value(struct base_buf *out, const struct app_happenings *h, int column,
                              const struct value *value)
{
    const char *name = COLUMNS[column].name.at;
    switch (value->is) {
    case NOTHING:
        base_buf_append(out, "\"", 1);
        base_buf_append_text(out, COLUMNS[column].name);
        base_buf_append_string(out, "\": null");
        if (is_instant(column) && app_parts_has_zone(&h->request.clock))
            base_buf_append_format(out, ", \"%s_local\": null", name);
        break;
    case TEXT:
        base_buf_append_format(out, "\"%s\": \"%s\"", name, value->text);
        break;
    case NUMBER:
        app_parts_append_number(out, name, value->number, COLUMNS[column].decimals);
        break;
    case INSTANT:
        app_parts_append_time(out, &h->request.clock, name, value->when, COLUMNS[column].decimals);
        break;
    }
}

static void append_json(struct base_buf *out, const struct app_happenings *h,
                        const struct value *values)
{
    const char *between = "{";
    for (int i = 0; i < APP_HAPPENINGS_COLUMN_COUNT; i++) {
        if (!is_wanted(h, i)) continue;
        base_buf_append_string(out, between);
        append_json_value(out, h, i, &values[i]);
        between = ", ";
    }
    base_buf_append_string(out, "}");
}

static void append_csv_value(struct base_buf *out, const struct app_happenings *h, int column,
                             const struct value *value)
{
    const struct app_parts_clock *clock = &h->request.clock;
    if (value->is == TEXT) base_buf_append_string(out, value->text);
    if (value->is == NUMBER) app_json_append_number(out, value->number, COLUMNS[column].decimals);
    if (value->is == INSTANT)
        app_time_append(out, clock->store, value->when, COLUMNS[column].decimals);
    if (!is_instant(column) || !app_parts_has_zone(clock)) return;
    base_buf_append_string(out, ",");
    if (value->is == INSTANT) app_time_append_local(out, clock->store, clock->zone, value->when);
}

static void append_csv(struct base_buf *out, const struct app_happenings *h,
                       const struct value *values)
{
    const char *between = "";
    for (int i = 0; i < APP_HAPPENINGS_COLUMN_COUNT; i++) {
        if (!is_wanted(h, i)) continue;
        base_buf_append_string(out, between);
        append_csv_value(out, h, i, &values[i]);
        between = ",";
    }
    base_buf_append_string(out, "\r\n");
}

static void append_csv_header(struct base_buf *out, const struct app_happenings *h)
{
    const char *between = "";
    for (int i = 0; i < APP_HAPPENINGS_COLUMN_COUNT; i++) {
        if (!is_wanted(h, i)) continue;
        base_buf_append_format(out, "%s%s", between, COLUMNS[i].name.at);
        if (is_instant(i) && app_parts_has_zone(&h->request.clock))
            base_buf_append_format(out, ",%s_local", COLUMNS[i].name.at);
        between = ",";
    }
    base_buf_append_string(out, "\r\n");
}

/* ---- text ---- */

static void append_text(struct base_buf *out, const struct app_happenings *h,
                        const struct app_agenda_event *e)
{
    static const struct app_zone utc;
    const struct app_parts_clock *clock = &h->request.clock;
    const size_t first = out->used;
    app_time_append_local(out, clock->store, clock->zone != NULL ? clock->zone : &utc, e->when);
    base_buf_append_format(out, "%*s %-23s %-8s %-8s ", (int)(first + 26) - (int)out->used, "",
                           e->kind, sky_body_info(e->body)->name.at,
                           e->other != SKY_BODY_COUNT ? sky_body_info(e->other)->name.at : "");
    app_captions_append_detail(out, clock, e, h->request.has_place);
    base_buf_append_string(out, "\n");
}

/* ---- the document around the rows ---- */

static void append_header(struct base_buf *out, const struct app_happenings *h)
{
    if (h->request.format == APP_PARAMS_CSV) append_csv_header(out, h);
    if (h->request.format == APP_PARAMS_ICS) app_feed_append_header(out);
    if (h->request.format != APP_PARAMS_JSON) return;
    base_buf_append_string(out, "{");
    if (h->request.has_place) {
        app_parts_append_observer(out, &h->request.place);
        base_buf_append_string(out, ", ");
    }
    base_buf_append_string(out, "\"events\": [");
}

static void append_warnings(struct base_buf *out, const struct app_happenings *h)
{
    const struct sky_orient *orient = &h->request.clock.store->sky.orient;
    const struct sky_tt ends[] = {h->request.query.from, h->request.query.until};
    unsigned sources = 0;
    for (int i = 0; i < 2; i++) sources |= 1u << sky_orient_spin(orient, ends[i]).source;
    int count = 0;
    base_buf_append_string(out, "\n], \"warnings\": [");
    if (sources >> SKY_ORIENT_HELD & 1u)
        app_parts_append_warning(out, &count, "ut1-held", NULL,
                                 "After the table of the Earth's rotation its last UT1-UTC is "
                                 "kept: rises, sets and transits come as many seconds early or "
                                 "late as it has moved since.");
    if (sources >> SKY_ORIENT_MODEL & 1u)
        app_parts_append_warning(out, &count, "delta-t-model", NULL,
                                 "Nobody measured the Earth's rotation in a part of the range: "
                                 "Delta T is a model's, and times of UTC are as uncertain.");
    base_buf_append_string(out, "]");
}

static void append_bodies(struct base_buf *out, const struct app_happenings *h)
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

static void append_self(struct base_buf *out, const struct app_happenings *h)
{
    const struct app_happenings_request *r = &h->request;
    base_buf_append_string(out, ", \"links\": {\"self\": \"/api/v1/events?types=");
    app_parts_append_escaped(out, h->types);
    append_bodies(out, h);
    base_buf_append_string(out, "&start=");
    app_time_append(out, r->clock.store, r->query.from, 6);
    base_buf_append_string(out, "&stop=");
    app_time_append(out, r->clock.store, r->query.until, 6);
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
        if (numbers[i].is_given) app_parts_append_query(out, numbers[i].name, numbers[i].value);
    if (r->has_place) app_parts_append_air(out, &r->query.air, r->place.elevation_m);
    if (app_parts_has_zone(&r->clock)) app_parts_append_zone(out, "&tz", r->clock.zone);
    base_buf_append_string(out, "\"}}\n");
}

static void append_meta(struct base_buf *out, const struct app_happenings *h)
{
    const struct app_happenings_request *r = &h->request;
    base_buf_append_string(out, ", \"meta\": {");
    app_parts_append_made(out, r->clock.store);
    base_buf_append_format(out, ", \"count\": %lld, \"from\": \"", (long long)h->count);
    app_time_append(out, r->clock.store, r->query.from, 6);
    base_buf_append_string(out, "\", \"until\": \"");
    app_time_append(out, r->clock.store, r->query.until, 6);
    base_buf_append_format(out, "\", \"definition\": \"%s\", ",
                           sky_rise_definition_name(SKY_RISE_ALMANAC).at);
    app_parts_append_horizontal(out, &r->query.air);
    base_buf_append_string(out, "}");
}

static void append_footer(struct base_buf *out, const struct app_happenings *h)
{
    if (h->request.format == APP_PARAMS_ICS) app_feed_append_footer(out);
    if (h->request.format != APP_PARAMS_JSON) return;
    append_warnings(out, h);
    append_meta(out, h);
    append_self(out, h);
}

/* ---- the stream ---- */

/* Searches of a place's events do not look at the end of the ephemeris before they are there. */
static enum base_err check_ends(const struct app_happenings *h, struct sky_fault *fault)
{
    const struct app_agenda_query *q = &h->request.query;
    unsigned bodies = q->local != 0 || q->altitude_count + q->azimuth_count > 0 ? q->bodies : 0u;
    if (q->wants_twilight) bodies |= 1u << SKY_BODY_SUN;
    return app_parts_check_span(h->request.clock.store, q->from, q->until, bodies, fault);
}

enum base_err app_happenings_open(const struct app_happenings_request *request,
                                  struct app_happenings **happenings, struct sky_fault *fault)
{
    struct app_happenings *h = calloc(1, sizeof *h);
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
        err = app_agenda_open(request->clock.store, &h->request.query, &h->agenda, fault);
    if (err == BASE_ERR_OK)
        *happenings = h;
    else
        free(h);
    return err;
}

static void append_event(struct base_buf *out, struct app_happenings *h,
                         const struct app_agenda_event *event)
{
    const enum app_params_format format = h->request.format;
    struct value values[APP_HAPPENINGS_COLUMN_COUNT];
    if (format == APP_PARAMS_JSON) base_buf_append_string(out, h->count > 0 ? ",\n" : "\n");
    h->count++;
    if (format == APP_PARAMS_TEXT) {
        append_text(out, h, event);
    } else if (format == APP_PARAMS_ICS) {
        app_feed_append_event(out, &h->request.clock,
                              h->request.has_place ? &h->request.place : NULL,
                              &h->request.query.air, event);
    } else {
        fill(h, event, values);
        if (format == APP_PARAMS_CSV)
            append_csv(out, h, values);
        else
            append_json(out, h, values);
        if (format == APP_PARAMS_NDJSON) base_buf_append_string(out, "\n");
    }
}

enum base_err app_happenings_append(struct app_happenings *h, struct base_buf *out, size_t enough,
                                    struct sky_fault *fault)
{
    const size_t first = out->used;
    struct app_agenda_event event;
    if (h->has_ended) return BASE_ERR_END;
    if (!h->has_begun) append_header(out, h);
    h->has_begun = true;
    while (out->used - first < enough && !out->has_overflowed) {
        enum base_err err = app_agenda_next(h->agenda, &event, fault);
        if (err == BASE_ERR_END) {
            append_footer(out, h);
            h->has_ended = true;
        }
        if (err != BASE_ERR_OK) return err;
        append_event(out, h, &event);
    }
    return BASE_ERR_OK;
}

void app_happenings_close(struct app_happenings *h)
{
    if (h == NULL) return;
    app_agenda_close(h->agenda);
    free(h);
}
