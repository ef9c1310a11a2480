/* The document of events. A row is first filled with values, then written in a format. */
#include "almanac/events_report.h"

#include "almanac/events_ical.h"
#include "almanac/events_text.h"
#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/provenance.h"
#include "almanac/self_link.h"
#include "almanac/time_columns.h"
#include "base/spelling.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "format/votable.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/earth_orientation.h"
#include "sky/eclipse_view.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/lunar_eclipse.h"
#include "sky/refract.h"
#include "sky/rise.h"
#include "sky/sky.h"
#include "sky/solar_eclipse.h"
#include "sky/time.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TIME_DECIMALS 3 /* of a second, in UTC */

struct almanac_events_report {
    struct almanac_events_report_request request;
    struct sky_observer observer;
    struct almanac_events_merge *merge;
    bool has_begun, has_ended;
    int64_t count; /* of events written */
    struct format_rows written;
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
    assert(r->clock.dataset != NULL && q->bodies >> SKY_BODY_COUNT == 0);
    const bool is_local = almanac_events_merge_needs_place(q);
    const double span_days = q->until.days - q->from.days;
    if (is_local && !r->has_place) {
        *problem = almanac_params_missing(ALMANAC_PARAMS_LAT);
        problem->note = "these types of events need a place";
        return BASE_ERR_MISSING;
    }
    if (!(span_days >= 0.0))
        return conflict(problem, BASE_TEXT("stop"), "is before start", BASE_ERR_RANGE);
    if (is_served && span_days > (is_local ? ALMANAC_EVENTS_REPORT_PLACE_MAX_DAYS
                                           : ALMANAC_EVENTS_REPORT_SKY_MAX_DAYS))
        return conflict(problem, BASE_TEXT("stop"),
                        is_local
                            ? "is more than ten years after start, the limit for events of a place"
                            : "is more than a century after start",
                        BASE_ERR_RANGE);
    if (r->format != ALMANAC_PARAMS_ICS) return BASE_ERR_OK;
    const struct sky_context *sky = &r->clock.dataset->sky;
    if (sky_civil_of_tt(&sky->leaps, &sky->orient, q->from, 0).year >= 1 &&
        sky_civil_of_tt(&sky->leaps, &sky->orient, q->until, 0).year <= 9999)
        return BASE_ERR_OK;
    return conflict(problem, BASE_TEXT("start"),
                    "is outside the years 1 to 9999, which a calendar can have", BASE_ERR_FORMAT);
}

/* ---- a row ---- */

/* A number that a kind of events may not have. */
struct cell_number {
    bool has;
    double value;
};

/* A contact of an eclipse at the place. */
struct cell_contact {
    bool has;
    struct almanac_time_columns_instant time;
    struct cell_number alt_deg, position_deg, from_zenith_deg;
};

/* In the order of the columns. */
enum contact { C1, C2, C3, C4, P1, U1, U2, U3, U4, P4, CONTACTS };

/* An event as the writers read it. */
struct cells {
    struct almanac_time_columns_instant time, seen_time, seen_from, seen_until;
    struct base_text event, body, other, eclipse_type, seen_type, seen_moment;
    bool has_contacts;
    struct cell_contact contacts[CONTACTS];
    int naif_id;
    struct cell_number az_deg, alt_deg, alt_true_deg, separation_deg, elongation_deg, ecl_lon_deg,
        distance_au, eclipse_magnitude, gamma, greatest_lat_deg, greatest_lon_deg, seen_magnitude,
        seen_obscuration, seen_alt_deg;
    char when[80], detail[500]; /* for people */
    struct base_text detail_text, when_text, other_shown;
};

#define AT(member) offsetof(struct cells, member)
#define WORD(name, in, member, ucd, about)                                                         \
    FORMAT_DOCUMENT_COLUMN(name, WORD, in, AT(member), FORMAT_DOCUMENT_ALWAYS, -1, "", ucd, "",    \
                           about)
#define NUMBER(name, in, decimals, unit, ucd, about)                                               \
    FORMAT_DOCUMENT_COLUMN(#name, NUMBER, in, AT(name.value), AT(name.has), decimals, unit, ucd,   \
                           "", about)
#define NESTED (FORMAT_DOCUMENT_NESTED | FORMAT_DOCUMENT_OPTIONAL)
#define CONTACT(name, i)                                                                           \
    FORMAT_DOCUMENT_COLUMN(name, OPEN, NESTED, 0, AT(contacts[i].has), -1, "", "", "", ""),        \
        ALMANAC_TIME_COLUMNS("time", NESTED, AT(contacts[i].time), ""),                            \
        CONTACT_NUMBER(alt_deg, i), CONTACT_NUMBER(position_deg, i),                               \
        CONTACT_NUMBER(from_zenith_deg, i), NESTED_END
#define CONTACT_NUMBER(name, i)                                                                    \
    FORMAT_DOCUMENT_COLUMN(#name, NUMBER, NESTED, AT(contacts[i].name.value),                      \
                           AT(contacts[i].name.has), 2, "", "", "", "")
#define NESTED_END                                                                                 \
    FORMAT_DOCUMENT_COLUMN("", CLOSE, NESTED, 0, FORMAT_DOCUMENT_ALWAYS, -1, "", "", "", "")
#define SKY   FORMAT_DOCUMENT_BOTH
#define PLACE (FORMAT_DOCUMENT_BOTH | FORMAT_DOCUMENT_OPTIONAL) /* only with a place */

/* Every row has every column, null where it has no meaning. New ones are added at the end. */
static const struct format_document_column COLUMNS[] = {
    ALMANAC_TIME_COLUMNS("time", SKY, AT(time), "the instant"),
    WORD("event", SKY, event, "meta.code;meta.main", "what happens"),
    WORD("body", SKY, body, "meta.id", "Sun, Moon or planet, in lower case"),
    FORMAT_DOCUMENT_COLUMN("naif_id", WHOLE, SKY, AT(naif_id), FORMAT_DOCUMENT_ALWAYS, -1, "",
                           "meta.id.cross", "", "its number in NAIF SPICE"),
    WORD("other", SKY, other, "meta.id", "the second body of an event that has two"),
    NUMBER(az_deg, PLACE, 5, "deg", "pos.az.azi",
           "azimuth of the body at that instant, from north through east"),
    NUMBER(alt_deg, PLACE, 5, "deg", "pos.az.alt", "apparent altitude then, lifted by the air"),
    NUMBER(alt_true_deg, PLACE, 5, "deg", "pos.az.alt", "airless altitude then"),
    NUMBER(separation_deg, SKY, 6, "deg", "pos.angDistance",
           "angle between the two bodies, from the centre of the Earth"),
    NUMBER(elongation_deg, SKY, 6, "deg", "pos.angDistance",
           "angle from the Sun, east positive, from the centre of the Earth"),
    NUMBER(ecl_lon_deg, SKY, 6, "deg", "pos.ecliptic.lon",
           "apparent longitude, of the true ecliptic and equinox of date"),
    NUMBER(distance_au, SKY, 9, "AU", "pos.distance",
           "distance from the centre of the Earth; for an apsis, the extreme value"),
    WORD("eclipse_type", SKY, eclipse_type, "meta.code", "kind of eclipse"),
    NUMBER(eclipse_magnitude, SKY, 4, "", "phys.angSize;arith.ratio",
           "magnitude of the eclipse; for the Moon, the umbral magnitude"),
    NUMBER(gamma, SKY, 4, "", "pos.distance",
           "least distance of the axis of the shadow, in radii of the Earth"),
    NUMBER(greatest_lat_deg, SKY, 4, "deg", "pos.earth.lat",
           "where an eclipse of the Sun is greatest, north positive"),
    NUMBER(greatest_lon_deg, SKY, 4, "deg", "pos.earth.lon",
           "where an eclipse of the Sun is greatest, east positive"),
    WORD("seen_type", PLACE, seen_type, "meta.code",
         "kind of eclipse that is seen at the place, none where the body is down"),
    ALMANAC_TIME_COLUMNS("seen_time", PLACE, AT(seen_time),
                         "best moment of the eclipse while the body is up at the place"),
    NUMBER(seen_magnitude, PLACE, 4, "", "phys.angSize;arith.ratio",
           "magnitude then; of the penumbra where the Moon is only in it"),
    NUMBER(seen_obscuration, PLACE, 4, "", "phys.angArea;arith.ratio",
           "part of the Sun's disc that is covered then"),
    NUMBER(seen_alt_deg, PLACE, 4, "deg", "pos.az.alt",
           "airless altitude of the eclipsed body then"),
    WORD("seen_moment", PLACE, seen_moment, "meta.code",
         "what the best moment is: maximum, sunrise, sunset, moonrise or moonset"),
    ALMANAC_TIME_COLUMNS("seen_from", PLACE, AT(seen_from),
                         "begin of what is seen: first contact, or the rise"),
    ALMANAC_TIME_COLUMNS("seen_until", PLACE, AT(seen_until),
                         "end of what is seen: last contact, or the set"),
    FORMAT_DOCUMENT_COLUMN("contacts", OPEN, NESTED, 0, AT(has_contacts), -1, "", "", "", ""),
    CONTACT("c1", C1),
    CONTACT("c2", C2),
    CONTACT("c3", C3),
    CONTACT("c4", C4),
    CONTACT("p1", P1),
    CONTACT("u1", U1),
    CONTACT("u2", U2),
    CONTACT("u3", U3),
    CONTACT("u4", U4),
    CONTACT("p4", P4),
    NESTED_END,
};

static const struct format_text_table_column LAYOUT[] = {
    FORMAT_TEXT_TABLE_COLUMN("", TEXT, AT(when_text), -1, 0, 0),
    FORMAT_TEXT_TABLE_COLUMN("", WORD, AT(event), -1, -23, 1),
    FORMAT_TEXT_TABLE_COLUMN("", WORD, AT(body), -1, -8, 1),
    FORMAT_TEXT_TABLE_COLUMN("", WORD, AT(other_shown), -1, -8, 1),
    FORMAT_TEXT_TABLE_COLUMN("", TEXT, AT(detail_text), -1, 0, 1),
};

static struct cell_number number(double value)
{
    return (struct cell_number){true, value};
}

/* The position of the body of an event of the sky at that instant; none outside the ephemeris. */
static void fill_place(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct cells *cells)
{
    assert(e->sort != ALMANAC_EVENTS_MERGE_LOCAL && h->request.has_place);
    struct sky_frame frame;
    struct sky_fault fault;
    const struct sky_context *sky = &h->request.clock.dataset->sky;
    if (sky_frame_of(sky, e->when, 1u << e->body, &frame, &fault) != BASE_ERR_OK) return;
    const struct sky_viewpoint view =
        sky_apparent_viewpoint(&frame, &h->observer, SKY_APPARENT_TRUE_POLE);
    const struct sky_observation seen = sky_observe_horizon(&view, e->body, &h->request.query.air);
    cells->az_deg = number(format_document_turn(seen.az_deg, 5));
    cells->alt_deg = number(seen.alt_deg);
    cells->alt_true_deg = number(seen.alt_true_deg);
}

static void fill_local(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct cells *cells)
{
    assert(e->sort == ALMANAC_EVENTS_MERGE_LOCAL);
    const double alt_deg = e->local.alt_true_deg;
    cells->az_deg = number(format_document_turn(e->local.az_deg, 5));
    cells->alt_deg = number(alt_deg + sky_refract_lift_deg(&h->request.query.air, alt_deg));
    cells->alt_true_deg = number(alt_deg);
}

static void fill_sky(const struct almanac_events_merge_event *e, struct cells *cells)
{
    assert(e->sort == ALMANAC_EVENTS_MERGE_SKY);
    const bool is_apsis = e->sky.kind >= SKY_EVENTS_PERIHELION && e->sky.kind <= SKY_EVENTS_APOGEE;
    if (e->other != SKY_BODY_COUNT) cells->separation_deg = number(e->sky.separation_deg);
    cells->elongation_deg = number(e->sky.place.elongation_deg);
    cells->ecl_lon_deg = number(format_document_turn(e->sky.place.lon_deg, 6));
    cells->distance_au = number(is_apsis ? e->sky.apsis_au : e->sky.place.distance_au);
}

/* When an eclipse is seen from the place, and what its best moment is. */
static void fill_view(const struct almanac_events_report *h,
                      const struct almanac_events_merge_event *e, struct cells *cells)
{
    const struct almanac_time_columns_clock *clock = &h->request.clock;
    const bool has = e->view.moment != SKY_ECLIPSE_VIEW_NONE;
    assert(h->request.has_place);
    cells->has_contacts = true;
    if (has) cells->seen_moment = base_text_of(almanac_events_text_moment(e));
    almanac_time_columns_fill(&cells->seen_time, clock, has, e->view.best, TIME_DECIMALS);
    almanac_time_columns_fill(&cells->seen_from, clock, has, e->view.first, TIME_DECIMALS);
    almanac_time_columns_fill(&cells->seen_until, clock, has, e->view.last, TIME_DECIMALS);
}

static struct cell_contact contact_of(const struct almanac_events_report *h, struct sky_tt when,
                                      const double angles_deg[3])
{
    struct cell_contact contact = {.has = true,
                                   .alt_deg = number(angles_deg[0]),
                                   .position_deg = number(format_document_turn(angles_deg[1], 2)),
                                   .from_zenith_deg =
                                       number(format_document_turn(angles_deg[2], 2))};
    almanac_time_columns_fill(&contact.time, &h->request.clock, true, when, TIME_DECIMALS);
    return contact;
}

static void fill_lunar_place(const struct almanac_events_report *h,
                             const struct almanac_events_merge_event *e, struct cells *cells)
{
    static const struct {
        enum sky_lunar_eclipse_contact from;
        enum contact to;
    } pairs[] = {{SKY_LUNAR_ECLIPSE_P1, P1}, {SKY_LUNAR_ECLIPSE_U1, U1},
                 {SKY_LUNAR_ECLIPSE_U2, U2}, {SKY_LUNAR_ECLIPSE_U3, U3},
                 {SKY_LUNAR_ECLIPSE_U4, U4}, {SKY_LUNAR_ECLIPSE_P4, P4}};
    const enum sky_lunar_eclipse_type type = e->lunar_seen.type;
    assert(e->sort == ALMANAC_EVENTS_MERGE_LUNAR);
    fill_view(h, e, cells);
    cells->seen_type = base_text_of(almanac_events_text_lunar_type(type));
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct sky_lunar_eclipse_local *at = &e->lunar_local[pairs[i].from];
        const double angles_deg[] = {at->alt_deg, at->position_deg, at->from_zenith_deg};
        if (e->lunar.has[pairs[i].from])
            cells->contacts[pairs[i].to] =
                contact_of(h, e->lunar.contacts[pairs[i].from], angles_deg);
    }
    if (type == SKY_LUNAR_ECLIPSE_NONE) return;
    cells->seen_magnitude =
        number(type == SKY_LUNAR_ECLIPSE_PENUMBRAL ? e->lunar_seen.penumbral_magnitude
                                                   : e->lunar_seen.umbral_magnitude);
}

static void fill_lunar(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct cells *cells)
{
    assert(e->sort == ALMANAC_EVENTS_MERGE_LUNAR);
    cells->eclipse_type = base_text_of(almanac_events_text_lunar_type(e->lunar.type));
    cells->eclipse_magnitude = number(e->lunar.umbral_magnitude);
    cells->gamma = number(e->lunar.gamma);
    if (!h->request.has_place) return;
    fill_lunar_place(h, e, cells);
    if (e->view.moment != SKY_ECLIPSE_VIEW_NONE) cells->seen_alt_deg = cells->alt_true_deg;
}

static void fill_solar_place(const struct almanac_events_report *h,
                             const struct almanac_events_merge_event *e, struct cells *cells)
{
    static const struct {
        enum sky_solar_eclipse_contact from;
        enum contact to;
    } pairs[] = {{SKY_SOLAR_ECLIPSE_C1, C1},
                 {SKY_SOLAR_ECLIPSE_C2, C2},
                 {SKY_SOLAR_ECLIPSE_C3, C3},
                 {SKY_SOLAR_ECLIPSE_C4, C4}};
    assert(e->sort == ALMANAC_EVENTS_MERGE_SOLAR);
    fill_view(h, e, cells);
    cells->seen_type = base_text_of(almanac_events_text_solar_type(e->solar_seen.type));
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const size_t from = (size_t)pairs[i].from;
        const double angles_deg[] = {e->solar_local.contacts[from].alt_deg,
                                     e->solar_local.contacts[from].position_deg,
                                     e->solar_local.contacts[from].from_zenith_deg};
        if (e->solar_local.contacts[from].has)
            cells->contacts[pairs[i].to] =
                contact_of(h, e->solar_local.contacts[from].when, angles_deg);
    }
    if (e->view.moment == SKY_ECLIPSE_VIEW_NONE) return;
    cells->seen_magnitude = number(e->solar_seen.magnitude);
    cells->seen_obscuration = number(e->solar_seen.obscuration);
    cells->seen_alt_deg = number(e->solar_seen.alt_deg);
}

static void fill_solar(const struct almanac_events_report *h,
                       const struct almanac_events_merge_event *e, struct cells *cells)
{
    assert(e->sort == ALMANAC_EVENTS_MERGE_SOLAR);
    cells->eclipse_type = base_text_of(almanac_events_text_solar_type(e->solar.type));
    cells->eclipse_magnitude = number(e->solar.magnitude);
    cells->gamma = number(e->solar.gamma);
    cells->greatest_lat_deg = number(e->solar.lat_deg);
    cells->greatest_lon_deg = number(e->solar.lon_deg);
    if (h->request.has_place) fill_solar_place(h, e, cells);
}

/* What only people read: the zone's time, and what there is to tell in words. */
static void fill_text(const struct almanac_events_report *h,
                      const struct almanac_events_merge_event *e, struct cells *cells)
{
    const struct almanac_time_columns_clock *clock = &h->request.clock;
    struct base_buf when = {
        .bytes = cells->when, .room = sizeof cells->when, .max = sizeof cells->when};
    struct base_buf detail = {
        .bytes = cells->detail, .room = sizeof cells->detail, .max = sizeof cells->detail};
    almanac_time_columns_append_text(&when, clock, e->when);
    base_buf_append_format(&when, "%*s", 26 - (int)when.used, "");
    almanac_events_text_append_detail(&detail, clock, e, h->request.has_place);
    cells->when_text = (struct base_text){cells->when, when.used};
    cells->detail_text = (struct base_text){cells->detail, detail.used};
    assert(!when.has_overflowed && !detail.has_overflowed);
}

static void fill(const struct almanac_events_report *h, const struct almanac_events_merge_event *e,
                 struct cells *cells)
{
    const struct sky_body_info *info = sky_body_info(e->body);
    memset(cells, 0, offsetof(struct cells, when));
    almanac_time_columns_fill(&cells->time, &h->request.clock, true, e->when, TIME_DECIMALS);
    cells->event = base_text_of(e->kind);
    cells->body = info->name;
    cells->naif_id = info->naif_id;
    if (e->other != SKY_BODY_COUNT) cells->other = sky_body_info(e->other)->name;
    cells->other_shown = cells->other.at != NULL ? cells->other : BASE_TEXT("");
    if (h->written.format == FORMAT_ROWS_TEXT) {
        fill_text(h, e, cells);
        return;
    }
    if (e->sort == ALMANAC_EVENTS_MERGE_LOCAL)
        fill_local(h, e, cells);
    else if (h->request.has_place)
        fill_place(h, e, cells);
    if (e->sort == ALMANAC_EVENTS_MERGE_SKY) fill_sky(e, cells);
    if (e->sort == ALMANAC_EVENTS_MERGE_LUNAR) fill_lunar(h, e, cells);
    if (e->sort == ALMANAC_EVENTS_MERGE_SOLAR) fill_solar(h, e, cells);
}

/* ---- the document around the rows ---- */

static void append_warnings(struct almanac_provenance_warnings *warnings, const void *document)
{
    const struct almanac_events_report *h = document;
    const struct sky_earth_orientation *orient = &h->request.clock.dataset->sky.orient;
    const struct sky_tt ends[] = {h->request.query.from, h->request.query.until};
    unsigned sources = 0;
    for (int i = 0; i < 2; i++) sources |= 1u << sky_earth_orientation_spin(orient, ends[i]).source;
    if (sources >> SKY_EARTH_ORIENTATION_HELD & 1u)
        almanac_provenance_warn(warnings, "ut1-held", NULL,
                                "After the end of the table of the Earth's rotation its last "
                                "UT1-UTC is held: rises, sets and transits are early or late by "
                                "as many seconds as UT1-UTC has changed since.");
    if (sources >> SKY_EARTH_ORIENTATION_MODEL & 1u)
        almanac_provenance_warn(warnings, "delta-t-model", NULL,
                                "The Earth's rotation was not measured in a part of the range: "
                                "Delta T comes from a model, and times in UTC are as uncertain.");
}

static void append_bodies(struct base_buf *out, const struct almanac_events_report *h)
{
    const unsigned bodies = h->request.query.bodies;
    const char *between = "&bodies=";
    if (bodies == h->request.clock.dataset->bodies) return;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        base_buf_append_format(out, "%s%s", between, sky_body_info(body)->name.at);
        between = ",";
    }
}

static void append_self(struct base_buf *out, const void *document)
{
    const struct almanac_events_report *h = document;
    const struct almanac_events_report_request *r = &h->request;
    base_buf_append_string(out, "/api/v1/events?types=");
    almanac_self_link_append_text(out, h->types);
    append_bodies(out, h);
    base_buf_append_string(out, "&start=");
    data_time_text_append(out, r->clock.dataset, r->query.from, 6);
    base_buf_append_string(out, "&stop=");
    data_time_text_append(out, r->clock.dataset, r->query.until, 6);
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
            almanac_self_link_append_number(out, numbers[i].name, numbers[i].value);
    if (r->has_place && r->query.definition != SKY_RISE_ALMANAC)
        base_buf_append_format(out, "&definition=%s",
                               sky_rise_definition_name(r->query.definition).at);
    if (r->has_place) almanac_self_link_append_air(out, &r->query.air, r->place.elevation_m);
    if (almanac_time_columns_has_zone(&r->clock))
        almanac_self_link_append_zone(out, "&tz", r->clock.zone);
}

static void append_meta(struct base_buf *out, const void *document)
{
    const struct almanac_events_report *h = document;
    const struct almanac_events_report_request *r = &h->request;
    almanac_provenance_append_source(out, r->clock.dataset);
    base_buf_append_format(out, ", \"count\": %lld, \"from\": \"", (long long)h->count);
    data_time_text_append(out, r->clock.dataset, r->query.from, 6);
    base_buf_append_string(out, "\", \"until\": \"");
    data_time_text_append(out, r->clock.dataset, r->query.until, 6);
    base_buf_append_format(out, "\", \"definition\": \"%s\", ",
                           sky_rise_definition_name(r->query.definition).at);
    almanac_provenance_append_horizontal(out, &r->query.air);
}

static struct almanac_provenance provenance(const struct almanac_events_report *h)
{
    return (struct almanac_provenance){
        .document = h,
        .append_warnings = append_warnings,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = h->request.clock.base_path,
        .about = "Events of the sky and of a place, by PlanetTracker",
        .name = "events",
        .source = h->request.clock.dataset->source,
    };
}

static void append_header(struct base_buf *out, const struct almanac_events_report *h)
{
    if (h->request.format == ALMANAC_PARAMS_ICS) {
        almanac_events_ical_append_header(out);
        return;
    }
    const struct almanac_provenance from = provenance(h);
    const bool is_json = h->written.format == FORMAT_ROWS_JSON;
    if (h->written.format == FORMAT_ROWS_VOTABLE) almanac_provenance_open_votable(out, &from);
    if (is_json) base_buf_append_string(out, "{");
    if (h->request.has_place) {
        const struct almanac_observer_columns observer =
            almanac_observer_columns_in_air(h->request.place, &h->request.query.air);
        almanac_observer_columns_append(out, h->written.format, &observer);
        if (is_json) base_buf_append_string(out, ", ");
    }
    if (h->written.format != FORMAT_ROWS_TEXT) format_rows_begin(out, &h->written);
    if (is_json) base_buf_append_string(out, "\"events\": [");
}

static void append_footer(struct base_buf *out, const struct almanac_events_report *h)
{
    if (h->request.format == ALMANAC_PARAMS_ICS) {
        almanac_events_ical_append_footer(out);
        return;
    }
    const struct almanac_provenance from = provenance(h);
    if (h->written.format == FORMAT_ROWS_VOTABLE) almanac_provenance_close_votable(out, &from);
    if (h->written.format != FORMAT_ROWS_JSON) return;
    base_buf_append_string(out, "\n], ");
    almanac_provenance_append_json(out, &from);
    base_buf_append_string(out, "}\n");
}

/* ---- the stream ---- */

/* Searches for events of a place do not notice the end of the ephemeris before they reach it. */
static enum base_err check_ends(const struct almanac_events_report *h, struct sky_fault *fault)
{
    const struct almanac_events_merge_query *q = &h->request.query;
    unsigned bodies = q->local != 0 || q->altitude_count + q->azimuth_count > 0 ? q->bodies : 0u;
    if (q->wants_twilight) bodies |= 1u << SKY_BODY_SUN;
    return sky_rise_check_span(&h->request.clock.dataset->sky, q->from, q->until, bodies, fault);
}

enum base_err almanac_events_report_open(const struct almanac_events_report_request *request,
                                         struct almanac_events_report **report,
                                         struct sky_fault *fault)
{
    struct almanac_events_report *h = calloc(1, sizeof *h);
    if (h == NULL) return BASE_ERR_MEMORY;
    h->request = *request;
    const size_t length = request->types.length;
    assert(length < sizeof h->types); /* as almanac_events_report_types has checked */
    if (length > 0) memcpy(h->types, request->types.at, length);
    h->request.query.observer = NULL;
    h->written = (struct format_rows){.format = almanac_params_rows_format(request->format),
                                      .layout = LAYOUT,
                                      .layout_count = sizeof LAYOUT / sizeof *LAYOUT,
                                      .between = ",\n"};
    h->written.view = format_document_view_of(
        COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, format_rows_way(h->written.format),
        (request->has_place ? FORMAT_DOCUMENT_OPTIONAL : 0u) |
            (almanac_time_columns_has_zone(&request->clock) ? FORMAT_DOCUMENT_LOCAL : 0u));
    if (request->has_place) {
        h->observer = sky_horizon_observer(request->place.lat_deg, request->place.lon_deg,
                                           request->place.elevation_m);
        h->request.query.observer = &h->observer;
    }
    enum base_err err = check_ends(h, fault);
    if (err == BASE_ERR_OK)
        err =
            almanac_events_merge_open(request->clock.dataset, &h->request.query, &h->merge, fault);
    if (err == BASE_ERR_OK)
        *report = h;
    else
        free(h);
    return err;
}

static void append_event(struct base_buf *out, struct almanac_events_report *h,
                         const struct almanac_events_merge_event *event)
{
    struct cells cells;
    h->count++;
    if (h->request.format == ALMANAC_PARAMS_ICS) {
        almanac_events_ical_append_event(out, &h->request.clock,
                                         h->request.has_place ? &h->request.place : NULL,
                                         &h->request.query.air, event);
        return;
    }
    fill(h, event, &cells);
    if (h->written.format == FORMAT_ROWS_JSON && h->count == 1) base_buf_append_string(out, "\n");
    format_rows_append(out, &h->written, &cells);
}

enum base_err almanac_events_report_append(struct almanac_events_report *h, struct base_buf *out,
                                           size_t enough, struct sky_fault *fault)
{
    assert(enough > 0 && h->merge != NULL);
    const size_t first = out->used;
    struct almanac_events_merge_event event;
    if (h->has_ended) return BASE_ERR_END;
    if (!h->has_begun) append_header(out, h);
    h->has_begun = true;
    while (out->used - first < enough && !out->has_overflowed) {
        enum base_err err = almanac_events_merge_next(h->merge, &event, fault);
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
    almanac_events_merge_close(h->merge);
    free(h);
}
