/* Towns as documents, and their route. */
#include "almanac/towns_report.h"

#include "almanac/params.h"
#include "almanac/provenance.h"
#include "base/num.h"
#include "base/version.h"
#include "data/town_table.h"
#include "format/document.h"
#include "format/json.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "format/votable.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define SOURCE "tzdata 2026f; GeoNames, https://www.geonames.org/, CC BY 4.0"

enum base_err almanac_towns_report_read_near(struct base_text text,
                                             struct data_town_search_query *query,
                                             struct almanac_problem *problem)
{
    struct base_text rest = text, lat = base_text_cut(&rest, ',');
    double lat_deg, lon_deg;
    struct base_fault fault;
    while (rest.length > 0 && rest.at[0] == ' ') rest.at++, rest.length--;
    if (almanac_params_degrees(lat, &lat_deg, &fault) == BASE_ERR_OK &&
        almanac_params_degrees(rest, &lon_deg, &fault) == BASE_ERR_OK && fabs(lat_deg) <= 90.0 &&
        fabs(lon_deg) <= 360.0) {
        query->has_near = true;
        query->near_lat_deg = lat_deg;
        query->near_lon_deg = lon_deg;
        return BASE_ERR_OK;
    }
    *problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
                                        .parameter = BASE_TEXT("near"),
                                        .got = text,
                                        .expected = BASE_TEXT(ALMANAC_TOWNS_REPORT_NEAR_EXPECTED),
                                        .example = BASE_TEXT("48.86,2.35")};
    return BASE_ERR_FORMAT;
}

void almanac_towns_report_search(const struct data_town_search_query *query, int limit,
                                 struct almanac_towns_report *list)
{
    assert(limit >= 1 && limit <= ALMANAC_TOWNS_REPORT_MAX);
    list->query = *query;
    list->limit = limit;
    list->has_landmark = query->has_near && query->text.length == 0;
    if (list->has_landmark)
        data_town_search_landmark(query->near_lat_deg, query->near_lon_deg, &list->landmark);
    list->found = data_town_search_find(query, list->hits, limit);
}

/* How many hits a list holds. */
static int held(const struct almanac_towns_report *list)
{
    return list->found < list->limit ? list->found : list->limit;
}

/* A town as the writers read it. */
struct cells {
    struct base_text id, name, country, country_name, tz, division;
    double lat_deg, lon_deg, distance_km;
    int population;
    bool has_distance, has_population;
};

#define AT(member) offsetof(struct cells, member)
#define VALUE(name, kind, in, member, decimals, ...)                                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, in, AT(member), FORMAT_DOCUMENT_ALWAYS, decimals,           \
                           __VA_ARGS__)
#define BOTH FORMAT_DOCUMENT_BOTH

/* OPTIONAL: of a search near a point. */
static const struct format_document_column COLUMNS[] = {
    VALUE("id", TEXT, BOTH, id, -1, "", "meta.id;meta.main", "", "accepted as `place`"),
    VALUE("name", TEXT, BOTH, name, -1, "", "meta.id", "", "name of the town"),
    VALUE("country", TEXT, BOTH, country, -1, "", "meta.code", "", "country, ISO 3166-1 alpha-2"),
    VALUE("country_name", TEXT, BOTH, country_name, -1, "", "meta.id", "", "country, in English"),
    VALUE("lat_deg", NUMBER, BOTH, lat_deg, 4, "deg", "pos.earth.lat", "",
          "north positive (WGS84)"),
    VALUE("lon_deg", NUMBER, BOTH, lon_deg, 4, "deg", "pos.earth.lon", "", "east positive (WGS84)"),
    VALUE("tz", TEXT, BOTH, tz, -1, "", "meta.id", "", "time zone, of the IANA database"),
    FORMAT_DOCUMENT_COLUMN("distance_km", NUMBER, BOTH | FORMAT_DOCUMENT_OPTIONAL, AT(distance_km),
                           AT(has_distance), 1, "km", "pos.distance", "",
                           "along a great circle from the requested point"),
    VALUE("division", TEXT, BOTH, division, -1, "", "meta.id", "",
          "first-order division of the country"),
    FORMAT_DOCUMENT_COLUMN("population", WHOLE, BOTH, AT(population), AT(has_population), -1, "",
                           "meta.number", "", "people who live there; null where unknown"),
};

#define TOWN                                                                                       \
    FORMAT_TEXT_TABLE_COLUMN("name", TEXT, AT(name), -1, -22, 0),                                  \
        FORMAT_TEXT_TABLE_COLUMN("cc", TEXT, AT(country), -1, -2, 1),                              \
        FORMAT_TEXT_TABLE_COLUMN("lat_deg", NUMBER, AT(lat_deg), 4, 9, 1),                         \
        FORMAT_TEXT_TABLE_COLUMN("lon_deg", NUMBER, AT(lon_deg), 4, 9, 1)
#define ZONE                                                                                       \
    FORMAT_TEXT_TABLE_COLUMN("tz", TEXT, AT(tz), -1, -20, 1),                                      \
        FORMAT_TEXT_TABLE_COLUMN("id", TEXT, AT(id), -1, 0, 1)
static const struct format_text_table_column LAYOUT[] = {TOWN, ZONE};
static const struct format_text_table_column LAYOUT_NEAR[] = {
    TOWN, FORMAT_TEXT_TABLE_COLUMN("km", NUMBER, AT(distance_km), 0, 7, 1), ZONE};

static void fill(const struct data_town_search_hit *hit, struct cells *cells)
{
    const struct data_town_table_town town = data_town_table_town(hit->row);
    *cells = (struct cells){
        .id = town.id,
        .name = town.name,
        .country = town.country->code,
        .country_name = town.country->name,
        .lat_deg = town.lat_deg,
        .lon_deg = town.lon_deg,
        .tz = town.zone,
        .has_distance = hit->has_distance,
        .distance_km = hit->distance_km,
        .division = town.division.length > 0 ? town.division : (struct base_text){NULL, 0},
        .has_population = town.people > 0,
        .population = (int)town.people,
    };
}

static struct format_document_view view_of(unsigned way, bool has_distance)
{
    return format_document_view_of(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, way,
                                   has_distance ? FORMAT_DOCUMENT_OPTIONAL : 0u);
}

/* A value of a query string, all but letters and digits percent-encoded. */
static void append_encoded(struct base_buf *out, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                              (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
        base_buf_append_format(out, is_plain ? "%c" : "%%%02X", c);
    }
}

static void append_self(struct base_buf *out, const void *document)
{
    const struct almanac_towns_report *list = document;
    char number[BASE_NUM_MAX_CHARS];
    const struct data_town_search_query *query = &list->query;
    base_buf_append_string(out, "/api/v1/places?");
    if (query->text.length > 0) {
        base_buf_append_string(out, "q=");
        append_encoded(out, query->text);
        base_buf_append_string(out, "&");
    }
    if (query->has_near) {
        base_buf_append_string(out, "near=");
        base_buf_append(out, number, base_num_shortest(number, query->near_lat_deg));
        base_buf_append_string(out, ",");
        base_buf_append(out, number, base_num_shortest(number, query->near_lon_deg));
        base_buf_append_string(out, "&");
    }
    base_buf_append_format(out, "limit=%d", list->limit);
}

static void append_meta(struct base_buf *out, const void *document)
{
    (void)document;
    base_buf_append_format(out, "\"source\": \"%s\", \"places\": %d, \"earth_radius_km\": %.4f",
                           SOURCE, data_town_table_all().count, DATA_TOWN_SEARCH_EARTH_KM);
}

static struct almanac_provenance provenance(const struct almanac_towns_report *list)
{
    return (struct almanac_provenance){
        .document = list,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = list->base_path,
        .about = "Towns with their places and time zones, by PlanetTracker",
        .name = "places",
        .source = SOURCE,
        .source_note = "of the towns",
        .self_note = "this request again",
    };
}

/* What follows the list of JSON. */
static void append_tail(struct base_buf *out, const struct almanac_towns_report *list)
{
    struct cells cells;
    base_buf_append_format(out, "], \"found\": %d, ", list->found);
    if (list->has_landmark) {
        const struct format_document_view view =
            view_of(FORMAT_DOCUMENT_NESTED, list->landmark.has_distance);
        fill(&list->landmark, &cells);
        base_buf_append_string(out, "\"landmark\": ");
        format_json_append_object(out, &view, &cells);
        base_buf_append_string(out, ", ");
    }
    const struct almanac_provenance from = provenance(list);
    almanac_provenance_append_json(out, &from);
    base_buf_append_string(out, "}\n");
}

void almanac_towns_report_append(struct base_buf *out, const struct almanac_towns_report *list,
                                 enum almanac_params_format format)
{
    assert(almanac_params_has_rows(format));
    const bool is_near = list->query.has_near;
    struct format_rows rows = {
        .format = almanac_params_rows_format(format),
        .layout = is_near ? LAYOUT_NEAR : LAYOUT,
        .layout_count =
            is_near ? sizeof LAYOUT_NEAR / sizeof *LAYOUT_NEAR : sizeof LAYOUT / sizeof *LAYOUT,
        .between = ", ",
    };
    struct cells cells;
    rows.view = view_of(format_rows_way(rows.format), is_near);
    if (rows.format == FORMAT_ROWS_JSON) base_buf_append_string(out, "{\"places\": [");
    const struct almanac_provenance from = provenance(list);
    if (rows.format == FORMAT_ROWS_VOTABLE) almanac_provenance_open_votable(out, &from);
    format_rows_begin(out, &rows);
    for (int i = 0; i < held(list); i++) {
        assert(list->hits[i].has_distance == is_near);
        fill(&list->hits[i], &cells);
        format_rows_append(out, &rows, &cells);
    }
    if (rows.format == FORMAT_ROWS_VOTABLE) almanac_provenance_close_votable(out, &from);
    if (rows.format == FORMAT_ROWS_JSON) append_tail(out, list);
}

void almanac_towns_report_check(const struct data_dataset *dataset, struct almanac_request *ask)
{
    (void)dataset;
    struct data_town_search_query query;
    struct almanac_problem problem;
    struct base_text near = ask->params.near; /* empty: none, or one that cannot be read */
    if (near.length > 0 && almanac_towns_report_read_near(near, &query, &problem) != BASE_ERR_OK)
        almanac_request_add(ask, &problem);
}
