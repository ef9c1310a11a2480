/* almanac/day_table: days of a place, with their status and the next rise and set. */
#include "almanac/day_table.h"

#include "data.h"
#include "format/grammar.h"

static struct base_buf out;

static const char *text(void)
{
    base_buf_append(&out, "", 1);
    assert_false(out.has_overflowed);
    return out.bytes;
}

/* Polar night of Utqiagvik (Barrow), by days of its own zone. */
static struct almanac_day_table_query barrow(const struct data_zone *zone)
{
    return (struct almanac_day_table_query){
        .clock = {.dataset = data_store(), .zone = zone},
        .bodies = 1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON,
        .place = {71.2906, -156.7886, 0.0},
        .from = data_tt(2022, 11, 20, 21, 0, 0.0),
        .count = 2,
    };
}

static void append_all(enum almanac_params_format format,
                       const struct almanac_day_table_query *query)
{
    struct almanac_day_table days;
    struct sky_fault fault;
    enum base_err err;
    base_buf_init(&out, 1u << 20);
    almanac_day_table_begin(&days, query, format);
    while ((err = almanac_day_table_write(&days, &out, 1000, &fault)) == BASE_ERR_OK) continue;
    assert_int_equal(err, BASE_ERR_END);
}

/* A second sunset is a member of its own in JSON, and in the last columns elsewhere. */
static void test_day_table_has_the_second_set(void **state)
{
    (void)state;
    const struct almanac_day_table_query query = {
        .clock = {.dataset = data_store()},
        .bodies = 1u << SKY_BODY_SUN,
        .place = {-30.0, -100.0, 0.0},
        .from = data_tt(2024, 5, 7, 0, 0, 0.0),
        .count = 1,
    };
    append_all(ALMANAC_PARAMS_NDJSON, &query);
    assert_non_null(strstr(text(), "\"set\": {\"time\": \"2024-05-07T00:00:1"));
    assert_non_null(strstr(out.bytes, ", \"second_rise\": null, \"second_set\": {\"time\": "
                                      "\"2024-05-07T23:59:2"));
    base_buf_fini(&out);
    append_all(ALMANAC_PARAMS_CSV, &query);
    assert_non_null(strstr(text(), ",second_rise,second_set,second_rise_az_deg,"
                                   "second_rise_alt_true_deg,second_set_az_deg,"
                                   "second_set_alt_true_deg"));
    assert_non_null(strstr(out.bytes, ",,2024-05-07T23:59:2"));
    base_buf_fini(&out);
    append_all(ALMANAC_PARAMS_TEXT, &query);
    assert_non_null(strstr(text(), "  second set 2024-05-07T23:59:2"));
    base_buf_fini(&out);
    append_all(ALMANAC_PARAMS_VOTABLE, &query);
    assert_non_null(strstr(text(), "second_set_alt_true_deg"));
    assert_non_null(strstr(out.bytes, "2024-05-07T23:59:2"));
    base_buf_fini(&out);
}

/* The town's own calendar: the Sun sets on 18 November and rises on 23 January. */
static void test_day_table_of_polar_night_has_the_next_rise(void **state)
{
    (void)state;
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("America/Anchorage"), &zone), BASE_ERR_OK);
    const struct almanac_day_table_query query = barrow(&zone);
    struct almanac_day_table days;
    struct almanac_day_table_row row;
    struct sky_fault fault;
    almanac_day_table_begin(&days, &query, ALMANAC_PARAMS_NDJSON);
    assert_int_equal(almanac_day_table_next(&days, &row, &fault), BASE_ERR_OK);
    assert_string_equal(row.span.date, "2022-11-20");
    assert_int_equal(row.day.status, SKY_DAY_NEVER_UP);
    append_all(ALMANAC_PARAMS_NDJSON, &query);
    assert_non_null(strstr(text(), "\"rise\": null, "));
    assert_non_null(strstr(out.bytes, "\"next_rise\": {\"time\": \"2023-01-23T2"));
    assert_non_null(strstr(out.bytes, "\"time_local\": \"2023-01-23T13:0")); /* the zone's noon */
    assert_non_null(strstr(out.bytes, "\"days_ahead\": 64."));
    base_buf_fini(&out);
    data_zone_close(&zone);
}

static void test_day_table_is_json_in_both_forms(void **state)
{
    (void)state;
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("America/Anchorage"), &zone), BASE_ERR_OK);
    const struct data_zone *const zones[] = {NULL, &zone};
    for (int i = 0; i < 2; i++) {
        const struct almanac_day_table_query query = barrow(zones[i]);
        append_all(ALMANAC_PARAMS_NDJSON, &query);
        int count = 0;
        for (char *line = strtok((char *)(uintptr_t)text(), "\n"); line != NULL;
             line = strtok(NULL, "\n"), count++) {
            assert_true(grammar_is_json(line));
            assert_int_equal(strstr(line, "time_local") != NULL, i == 1);
        }
        assert_int_equal(count, 4);
        base_buf_fini(&out);
    }
    data_zone_close(&zone);
}

static int count_of(const char *line, char c)
{
    int count = 0;
    for (; *line != '\0' && *line != '\r'; line++) count += *line == c;
    return count;
}

static void test_day_table_csv_lines_have_the_headers_fields(void **state)
{
    (void)state;
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("America/Anchorage"), &zone), BASE_ERR_OK);
    const struct data_zone *const zones[] = {NULL, &zone};
    for (int i = 0; i < 2; i++) {
        const struct almanac_day_table_query query = barrow(zones[i]);
        append_all(ALMANAC_PARAMS_CSV, &query);
        const char *at = text();
        const int fields = count_of(at, ',');
        int lines = 0;
        for (; *at != '\0'; at = strstr(at, "\r\n") + 2, lines++)
            assert_int_equal(count_of(at, ','), fields);
        assert_int_equal(lines, 5);
        base_buf_fini(&out);
    }
    data_zone_close(&zone);
}

/* Samoa left out 30 December 2011; Sao Paulo skipped midnight each spring. */
static void test_day_table_follows_the_zones_calendar(void **state)
{
    (void)state;
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("Pacific/Apia"), &zone), BASE_ERR_OK);
    struct almanac_day_table_query query = barrow(&zone);
    query.bodies = 1u << SKY_BODY_SUN;
    query.from = data_tt(2011, 12, 29, 20, 0, 0.0);
    query.count = 3;
    append_all(ALMANAC_PARAMS_TEXT, &query);
    assert_non_null(strstr(text(), "2011-12-29"));
    assert_null(strstr(out.bytes, "2011-12-30"));
    assert_non_null(strstr(out.bytes, "2011-12-31"));
    base_buf_fini(&out);
    data_zone_close(&zone);
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("America/Sao_Paulo"), &zone), BASE_ERR_OK);
    /* 2018-11-04 began at 01:00: 23 hours. Tolerance: what a double of days resolves. */
    struct almanac_day_table_span span =
        almanac_day_table_span(data_store(), &zone, data_tt(2018, 11, 4, 15, 0, 0.0), 0);
    assert_string_equal(span.date, "2018-11-04");
    CHECK_NEAR((span.until.days - span.from.days) * 24.0, 23.0, 1e-6);
    data_zone_close(&zone);
}

static int count_of_params(void)
{
    int count = 0;
    for (const char *at = text(); (at = strstr(at, "<PARAM ")) != NULL; at++) count++;
    return count;
}

static void test_day_table_votable_has_the_observer_and_the_air_that_counts(void **state)
{
    (void)state;
    struct almanac_day_table_query query = barrow(NULL);
    query.air = sky_refract_standard_air(0.0);
    append_all(ALMANAC_PARAMS_VOTABLE, &query);
    assert_int_equal(count_of_params(), 3); /* the almanac's horizon depends on no air */
    assert_non_null(strstr(out.bytes, "<PARAM name=\"lat_deg\" datatype=\"double\" unit=\"deg\" "
                                      "ucd=\"pos.earth.lat\" value=\"71.290600000\">"));
    assert_non_null(strstr(out.bytes, "<PARAM name=\"lon_deg\" datatype=\"double\" unit=\"deg\" "
                                      "ucd=\"pos.earth.lon\" value=\"-156.788600000\">"));
    assert_non_null(strstr(out.bytes, " value=\"0.000\"><DESCRIPTION>of the observer above"));
    assert_true(strstr(out.bytes, "<PARAM ") < strstr(out.bytes, "<FIELD "));
    base_buf_fini(&out);
    query.definition = SKY_RISE_PHYSICAL;
    append_all(ALMANAC_PARAMS_VOTABLE, &query);
    assert_int_equal(count_of_params(), 6);
    assert_non_null(strstr(out.bytes,
                           "<PARAM name=\"refraction\" datatype=\"char\" arraysize=\"*\" "
                           "ucd=\"meta.code;obs.atmos\" value=\"standard\">"));
    assert_non_null(strstr(out.bytes, "<PARAM name=\"pressure_hpa\""));
    assert_non_null(strstr(out.bytes, "<PARAM name=\"temperature_c\""));
    base_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_table_has_the_second_set),
        cmocka_unit_test(test_day_table_of_polar_night_has_the_next_rise),
        cmocka_unit_test(test_day_table_is_json_in_both_forms),
        cmocka_unit_test(test_day_table_csv_lines_have_the_headers_fields),
        cmocka_unit_test(test_day_table_follows_the_zones_calendar),
        cmocka_unit_test(test_day_table_votable_has_the_observer_and_the_air_that_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
