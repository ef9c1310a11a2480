/* almanac/towns_report: points are read, lists of towns are written. */
#include "almanac/towns_report.h"

#include "check.h"
#include "format/grammar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_towns_report_reads_a_point(void **state)
{
    (void)state;
    struct data_town_search_query query = {0};
    struct almanac_problem problem;
    assert_int_equal(
        almanac_towns_report_read_near(BASE_TEXT("-39:45:14, 145.051"), &query, &problem),
        BASE_ERR_OK);
    CHECK_NEAR(query.near_lat_deg, -(39.0 + 45.0 / 60.0 + 14.0 / 3600.0), 1e-12); /* rounding */
    CHECK_NEAR(query.near_lon_deg, 145.051, 0.0);
    static const char *const bad[] = {"",      "1",     "1,",  ",1",  "91,0",
                                      "0,361", "1,2,3", "a,b", "1;2", "nan,0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct data_town_search_query untouched = {0};
        assert_int_equal(almanac_towns_report_read_near(base_text_of(bad[i]), &untouched, &problem),
                         BASE_ERR_FORMAT);
        assert_int_equal(problem.kind, ALMANAC_PROBLEM_PARAMETER_INVALID);
        assert_false(untouched.has_near);
    }
}

static char text[1 << 19];

static const char *written(enum almanac_params_format format, const char *words, bool has_near,
                           int limit)
{
    static struct almanac_towns_report list;
    const struct data_town_search_query query = {.text = base_text_of(words),
                                                 .has_near = has_near,
                                                 .near_lat_deg = 48.93,
                                                 .near_lon_deg = 2.45};
    struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    almanac_towns_report_search(&query, limit, &list);
    almanac_towns_report_append(&out, &list, format);
    assert_false(out.has_overflowed);
    text[out.used] = '\0';
    return text;
}

static void test_towns_report_is_written_as_documents(void **state)
{
    (void)state;
    char tail[512];
    snprintf(tail, sizeof tail,
             "\"warnings\": [], \"meta\": {\"source\": \"tzdata 2026f; GeoNames, "
             "https://www.geonames.org/, CC BY 4.0\", \"places\": %d, "
             "\"earth_radius_km\": 6371.0088}, "
             "\"links\": {\"self\": \"/api/v1/places?q=Paris%%2C%%20FR&limit=10\"}}\n",
             data_town_table_all().count);
    written(ALMANAC_PARAMS_JSON, "Paris, FR", false, 10);
    const char *people = strstr(text, "\"population\": ");
    assert_non_null(people);
    const int count = atoi(people + strlen("\"population\": "));
    assert_true(count > 2000000 && count < 2300000); /* Paris proper, any census since 1970 */
    snprintf(text + strlen(text) + 1, 400,
             "{\"places\": [{\"id\": \"Europe/Paris\", \"name\": \"Paris\", \"country\": \"FR\", "
             "\"country_name\": \"France\", \"lat_deg\": 48.8667, \"lon_deg\": 2.3333, "
             "\"tz\": \"Europe/Paris\", \"division\": \"Île-de-France\", \"population\": %d}], "
             "\"found\": 1, ",
             count);
    const char *head = text + strlen(text) + 1;
    assert_memory_equal(text, head, strlen(head));
    assert_string_equal(text + strlen(head), tail);
    written(ALMANAC_PARAMS_CSV, "", true, 1);
    assert_non_null(strstr(text, "id,name,country,country_name,lat_deg,lon_deg,tz,distance_km,"
                                 "division,population\r\n"));
    /* 0.0633 deg north, 0.1167 deg cos 48.9 deg east: 7.04 and 8.53 km, 11.06 km together */
    assert_non_null(
        strstr(written(ALMANAC_PARAMS_CSV, "Europe/Paris", true, 1),
               "\r\nEurope/Paris,Paris,FR,France,48.8667,2.3333,Europe/Paris,11.1,Île-de-France,"));
    assert_non_null(strstr(written(ALMANAC_PARAMS_JSON, "", true, 1),
                           "\"landmark\": {\"id\": \"Europe/Paris\""));
    assert_true(grammar_is_json(written(ALMANAC_PARAMS_JSON, "", true, 1000)));
    assert_true(grammar_is_json(written(ALMANAC_PARAMS_JSON, "q\"q\\q\xFF q", true, 5)));
    assert_non_null(strstr(text, "q=q%22q%5Cq%FF%20q&near=48.93,2.45&limit=5"));
    assert_non_null(strstr(text, "{\"places\": [], \"found\": 0"));
}

static void test_towns_report_has_a_row_for_each_town(void **state)
{
    (void)state;
    int lines = 0;
    for (const char *at = written(ALMANAC_PARAMS_NDJSON, "", false, 1000); *at != '\0'; at++)
        lines += *at == '\n';
    assert_int_equal(lines, ALMANAC_TOWNS_REPORT_MAX);
    lines = 0;
    for (const char *at = written(ALMANAC_PARAMS_CSV, "", true, 1000); *at != '\0'; at++) {
        lines += *at == '\n';
        assert_true(*at != '\n' || at[-1] == '\r');
    }
    assert_int_equal(lines, ALMANAC_TOWNS_REPORT_MAX + 1);
    assert_null(strchr(text, '"'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_towns_report_reads_a_point),
        cmocka_unit_test(test_towns_report_is_written_as_documents),
        cmocka_unit_test(test_towns_report_has_a_row_for_each_town),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
