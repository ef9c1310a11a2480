/* cmd/api_client: targets for a server, and the reading of its answers, valid or not. */
#include "cmd/api_client.h"

#include "check.h"
#include "data.h"

#include <string.h>

static void test_api_client_recognises_an_address(void **state)
{
    (void)state;
    static const char *const good[] = {"http://localhost:8000", "https://example.org/sky/",
                                       "HTTP://[::1]:8000", "http://a"};
    static const char *const bad[] = {"",           "localhost:8000", "ftp://a",    "http://",
                                      "http:///a",  "http://a?b",     "http://a#b", "http://a b",
                                      "http://a\n", "http://:80",     "https://\"a"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(cmd_api_client_is_address(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(cmd_api_client_is_address(bad[i]));
    char long_one[CMD_API_CLIENT_URL_MAX + 9] = "http://";
    memset(long_one + 7, 'a', sizeof long_one - 8);
    assert_false(cmd_api_client_is_address(long_one));
}

static void check_stream(const struct almanac_params *params,
                         const struct cmd_api_client_course *course, const char *begins,
                         const char *ends)
{
    struct base_buf url;
    base_buf_init(&url, 4096);
    cmd_api_client_append_stream(&url, data_store(), "http://a/sky/", params, course);
    base_buf_append(&url, "", 1);
    assert_int_equal(strncmp(url.bytes, begins, strlen(begins)), 0);
    assert_string_equal(url.bytes + url.used - 1 - strlen(ends), ends);
    base_buf_fini(&url);
}

static void test_api_client_asks_for_instants_and_the_sun_beside_the_bodies(void **state)
{
    (void)state;
    struct almanac_params params = {.given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON),
                                    .lat_deg = -33.5,
                                    .lon_deg = 151.25};
    const struct cmd_api_client_course live = {.is_live = true};
    check_stream(&params, &live, "http://a/sky/api/v1/stream?lat=-33.5&lon=151.25&bodies=all&",
                 "alt_rate_arcsec_per_s");
    params.given |= ALMANAC_PARAMS_BIT(BODIES) | ALMANAC_PARAMS_BIT(REFRACTION);
    params.bodies = 1u << SKY_BODY_MARS;
    params.refraction = 1;
    const struct cmd_api_client_course run = {.speed = 60,
                                              .from = data_tt(2026, 10, 30, 4, 4, 0.0)};
    check_stream(&params, &run,
                 "http://a/sky/api/v1/stream?lat=-33.5&lon=151.25&refraction=none&bodies=sun,mars&",
                 "&start=2026-10-30T04:04:00Z&speed=60&interval=0.1");
    const struct cmd_api_client_course still = {.is_still = true, .from = run.from};
    check_stream(&params, &still, "http://a/sky/api/v1/stream?",
                 "&start=2026-10-30T04:04:00Z&count=1");
}

static void test_api_client_escapes_the_plus_of_a_far_year(void **state)
{
    (void)state;
    const struct almanac_params params = {.lat_deg = 1.0};
    struct base_buf url;
    base_buf_init(&url, 4096);
    cmd_api_client_append_sky(&url, data_store(), "http://a", &params,
                              data_tt(12026, 1, 1, 0, 0, 0.0));
    base_buf_append(&url, "", 1);
    assert_non_null(strstr(url.bytes, "&time=%2B012026-01-01T00:00:00"));
    base_buf_fini(&url);
}

#define ROW(body, more)                                                                            \
    "{\"body\": \"" body "\", \"az_deg\": 120.5, \"alt_deg\": 45.25, \"alt_true_deg\": 45, "       \
    "\"distance_au\": 1.5, \"magnitude\": null, \"angular_diameter_arcsec\": 6, "                  \
    "\"illuminated_fraction\": 0.5, \"elongation_deg\": -79, \"constellation\": \"Cnc\", "         \
    "\"alt_rate_arcsec_per_s\": 8.5" more "}"
#define ROWS(rows) "{\"time\": \"2026-10-30T04:04:00Z\", \"positions\": [" rows "]}"

static enum base_err read_rows(const char *json, struct cmd_api_client_rows *rows)
{
    return cmd_api_client_read_rows(data_store(), base_text_of(json), rows);
}

static void test_api_client_reads_positions(void **state)
{
    (void)state;
    struct cmd_api_client_rows rows;
    assert_int_equal(
        read_rows(ROWS(ROW("mars", "") ", {\"body\": \"vulcan\"}, " ROW("sun", "")), &rows),
        BASE_ERR_OK);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.bodies[0], SKY_BODY_MARS);
    assert_int_equal(rows.bodies[1], SKY_BODY_SUN);
    const struct sky_observation *mars = &rows.seen[0];
    /* Numbers that binary holds exactly. */
    CHECK_NEAR(mars->az_deg, 120.5, 0.0);
    CHECK_NEAR(mars->alt_deg, 45.25, 0.0);
    CHECK_NEAR(mars->alt_rate_arcsec_per_s, 8.5, 0.0);
    CHECK_NEAR(rows.sun_alt_deg, 45.0, 0.0);
    CHECK_NEAR(rows.when.days, data_tt(2026, 10, 30, 4, 4, 0.0).days, 0.0);
    assert_true(mars->has_phase && mars->has_rates && !mars->has_magnitude);
    assert_string_equal(mars->constellation, "Cnc");
}

static void test_api_client_refuses_positions_that_cannot_be(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"time\": \"now\", \"positions\": []}",
        "{\"time\": 1, \"positions\": [" ROW("sun", "") "]}",
        ROWS(""),
        ROWS(ROW("mars", "")), /* no Sun */
        ROWS(ROW("sun", "") ", " ROW("sun", "")),
        ROWS(ROW("sun", "") ", 1"),
        ROWS(ROW("sun", ", \"az_deg\": 360.1")), /* the last of a name counts */
        ROWS(ROW("sun", ", \"az_deg\": null")),
        ROWS(ROW("sun", ", \"alt_deg\": \"45\"")),
        ROWS(ROW("sun", ", \"magnitude\": 1e300")),
        ROWS(ROW("sun", ", \"constellation\": \"Long\"")),
        ROWS(ROW("sun", ", \"constellation\": \"\\u001b[2\"")),
        ROWS(ROW("sun", "")) "x",
    };
    struct cmd_api_client_rows rows = {.count = 77};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(read_rows(bad[i], &rows), BASE_ERR_FORMAT);
        assert_int_equal(rows.count, 77);
    }
}

static void test_api_client_reads_what_comes_next(void **state)
{
    (void)state;
    static const char json[] =
        "{\"bodies\": [{\"body\": \"mars\", \"next_rise\": {\"time\": \"2026-10-30T23:11:45Z\"}, "
        "\"next_transit\": null, \"next_set\": {\"time\": \"2026-10-30T14:03:46Z\"}}]}";
    struct cmd_api_client_nexts nexts = {.bodies = 77};
    assert_int_equal(cmd_api_client_read_nexts(data_store(), base_text_of(json), &nexts),
                     BASE_ERR_OK);
    assert_int_equal(nexts.bodies, 1u << SKY_BODY_MARS);
    assert_true(nexts.next[SKY_BODY_MARS][CMD_API_CLIENT_RISE].has);
    assert_false(nexts.next[SKY_BODY_MARS][CMD_API_CLIENT_TRANSIT].has);
    /* An exact text of the same instant. */
    CHECK_NEAR(nexts.next[SKY_BODY_MARS][CMD_API_CLIENT_SET].tt.days,
               data_tt(2026, 10, 30, 14, 3, 46.0).days, 0.0);
    static const char *const bad[] = {"", "{}", "{\"bodies\": 1}", "{\"bodies\": [1]}",
                                      "{\"bodies\": [{\"body\": \"mars\"}]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(cmd_api_client_read_nexts(data_store(), base_text_of(bad[i]), &nexts),
                         BASE_ERR_FORMAT);
    assert_int_equal(nexts.bodies, 1u << SKY_BODY_MARS);
}

static void test_api_client_texts_reach_the_terminal_without_control(void **state)
{
    (void)state;
    char text[CMD_API_CLIENT_TEXT_MAX + 1];
    cmd_api_client_sanitise(BASE_TEXT("a\x1b[2Jb\nc\x7f\xc2\x9b"
                                      "31m\xff\xc3\xa9"),
                            text);
    assert_string_equal(text, "a [2Jb c  31m?\xc3\xa9");
    char long_one[2 * CMD_API_CLIENT_TEXT_MAX];
    for (size_t i = 0; i < sizeof long_one; i += 2) memcpy(long_one + i, "\xc3\xa9", 2);
    cmd_api_client_sanitise((struct base_text){long_one, sizeof long_one}, text);
    assert_int_equal(strlen(text), CMD_API_CLIENT_TEXT_MAX); /* even: whole characters */
    assert_true(
        cmd_api_client_read_problem(BASE_TEXT("{\"detail\": \"lon\\nis \\u0007missing\"}"), text));
    assert_string_equal(text, "lon is  missing");
    assert_false(cmd_api_client_read_problem(BASE_TEXT("{\"detail\": 1}"), text));
    assert_string_equal(text, "");
}

static void test_api_client_bye_is_final_except_when_the_server_stops(void **state)
{
    (void)state;
    char text[CMD_API_CLIENT_TEXT_MAX + 1];
    assert_false(cmd_api_client_read_bye(BASE_TEXT("{\"reason\": \"the server stops\"}"), text));
    assert_true(cmd_api_client_read_bye(BASE_TEXT("{\"reason\": \"the end of the range\"}"), text));
    assert_string_equal(text, "the end of the range");
    assert_true(cmd_api_client_read_bye(BASE_TEXT("the server stops"), text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_client_recognises_an_address),
        cmocka_unit_test(test_api_client_asks_for_instants_and_the_sun_beside_the_bodies),
        cmocka_unit_test(test_api_client_escapes_the_plus_of_a_far_year),
        cmocka_unit_test(test_api_client_reads_positions),
        cmocka_unit_test(test_api_client_refuses_positions_that_cannot_be),
        cmocka_unit_test(test_api_client_reads_what_comes_next),
        cmocka_unit_test(test_api_client_texts_reach_the_terminal_without_control),
        cmocka_unit_test(test_api_client_bye_is_final_except_when_the_server_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
