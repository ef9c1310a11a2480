/* Towns as documents, and their route. */
#include "almanac/towns_report.h"

#include "base/num.h"
#include "format/json.h"

#include <math.h>

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
    list->query = *query;
    list->limit = limit;
    list->has_landmark = query->has_near && query->text.length == 0;
    if (list->has_landmark)
        data_town_search_landmark(query->near_lat_deg, query->near_lon_deg, &list->landmark);
    list->found = data_town_search_find(
        query, list->hits, limit < ALMANAC_TOWNS_REPORT_MAX ? limit : ALMANAC_TOWNS_REPORT_MAX);
}

/* How many hits a list holds. */
static int held(const struct almanac_towns_report *list)
{
    return list->found < list->limit ? list->found : list->limit;
}

static void append_string(struct base_buf *out, const char *name, struct base_text value)
{
    base_buf_append_format(out, "\"%s\": ", name);
    format_json_append_string(out, value);
    base_buf_append_string(out, ", ");
}

static void append_object(struct base_buf *out, const struct data_town_search_hit *hit)
{
    const struct data_town_table_town town = data_town_table_town(hit->row);
    base_buf_append_string(out, "{");
    append_string(out, "id", town.id);
    append_string(out, "name", town.name);
    append_string(out, "country", town.country->code);
    append_string(out, "country_name", town.country->name);
    base_buf_append_string(out, "\"lat_deg\": ");
    format_json_append_number(out, town.lat_deg, 4);
    base_buf_append_string(out, ", \"lon_deg\": ");
    format_json_append_number(out, town.lon_deg, 4);
    base_buf_append_string(out, ", \"tz\": ");
    format_json_append_string(out, town.zone);
    if (hit->has_distance) {
        base_buf_append_string(out, ", \"distance_km\": ");
        format_json_append_number(out, hit->distance_km, 1);
    }
    base_buf_append_string(out, ", \"division\": ");
    if (town.division.length > 0)
        format_json_append_string(out, town.division);
    else
        base_buf_append_string(out, "null");
    if (town.people > 0)
        base_buf_append_format(out, ", \"population\": %u}", (unsigned)town.people);
    else
        base_buf_append_string(out, ", \"population\": null}");
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

static void append_links(struct base_buf *out, const struct almanac_towns_report *list)
{
    char number[BASE_NUM_MAX_CHARS];
    const struct data_town_search_query *query = &list->query;
    base_buf_append_string(out, "\"links\": {\"self\": \"/api/v1/places?");
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
    base_buf_append_format(out, "limit=%d\"}}\n", list->limit);
}

void almanac_towns_report_append_json(struct base_buf *out, const struct almanac_towns_report *list)
{
    base_buf_append_string(out, "{\"places\": [");
    for (int i = 0; i < held(list); i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        append_object(out, &list->hits[i]);
    }
    base_buf_append_format(out, "], \"found\": %d, ", list->found);
    if (list->has_landmark) {
        base_buf_append_string(out, "\"landmark\": ");
        append_object(out, &list->landmark);
        base_buf_append_string(out, ", ");
    }
    base_buf_append_format(out,
                           "\"warnings\": [], \"meta\": {\"source\": \"%s\", \"places\": %d, "
                           "\"earth_radius_km\": %.4f}, ",
                           SOURCE, data_town_table_all().count, DATA_TOWN_SEARCH_EARTH_KM);
    append_links(out, list);
}

void almanac_towns_report_append_ndjson(struct base_buf *out,
                                        const struct almanac_towns_report *list)
{
    for (int i = 0; i < held(list); i++) {
        append_object(out, &list->hits[i]);
        base_buf_append_string(out, "\n");
    }
}

static void append_csv_row(struct base_buf *out, const struct data_town_search_hit *hit)
{
    const struct data_town_table_town town = data_town_table_town(hit->row);
    const struct base_text texts[] = {town.id, town.name, town.country->code, town.country->name};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) { /* none needs quotes */
        base_buf_append_text(out, texts[k]);
        base_buf_append_string(out, ",");
    }
    format_json_append_number(out, town.lat_deg, 4);
    base_buf_append_string(out, ",");
    format_json_append_number(out, town.lon_deg, 4);
    base_buf_append_string(out, ",");
    base_buf_append_text(out, town.zone);
    if (hit->has_distance) {
        base_buf_append_string(out, ",");
        format_json_append_number(out, hit->distance_km, 1);
    }
    base_buf_append_string(out, ",");
    base_buf_append_text(out, town.division);
    base_buf_append_string(out, ",");
    if (town.people > 0) base_buf_append_format(out, "%u", (unsigned)town.people);
    base_buf_append_string(out, "\r\n");
}

void almanac_towns_report_append_csv(struct base_buf *out, const struct almanac_towns_report *list)
{
    base_buf_append_string(out, "id,name,country,country_name,lat_deg,lon_deg,tz");
    base_buf_append_string(out, list->query.has_near ? ",distance_km" : "");
    base_buf_append_string(out, ",division,population\r\n");
    for (int i = 0; i < held(list); i++) append_csv_row(out, &list->hits[i]);
}

/* A column of some characters: a letter of UTF-8 counts once. */
static void append_padded(struct base_buf *out, struct base_text text, int columns)
{
    base_buf_append_text(out, text);
    for (size_t i = 0; i < text.length; i++) columns -= ((unsigned char)text.at[i] & 0xC0) != 0x80;
    base_buf_append_format(out, "%*s", columns > 0 ? columns + 1 : 1, "");
}

void almanac_towns_report_append_text(struct base_buf *out, const struct almanac_towns_report *list)
{
    base_buf_append_format(out, "%-22s %-2s %9s %9s %s%-20s %s\n", "name", "cc", "lat_deg",
                           "lon_deg", list->query.has_near ? "     km " : "", "tz", "id");
    for (int i = 0; i < held(list); i++) {
        const struct data_town_search_hit *hit = &list->hits[i];
        const struct data_town_table_town town = data_town_table_town(hit->row);
        append_padded(out, town.name, 22);
        append_padded(out, town.country->code, 2);
        base_buf_append_format(out, "%9.4f %9.4f ", town.lat_deg, town.lon_deg);
        if (hit->has_distance) base_buf_append_format(out, "%7.0f ", hit->distance_km);
        append_padded(out, town.zone, 20);
        base_buf_append_text(out, town.id);
        base_buf_append_string(out, "\n");
    }
}

void almanac_towns_report_check(const struct data_dataset *store, struct almanac_request *ask)
{
    (void)store;
    struct data_town_search_query query;
    struct almanac_problem problem;
    struct base_text near = ask->params.near; /* empty: none, or one that cannot be read */
    if (near.length > 0 && almanac_towns_report_read_near(near, &query, &problem) != BASE_ERR_OK)
        almanac_request_add(ask, &problem);
}
