/* almanac/events_document, almanac/time_report, almanac/bodies and almanac/conventions as routes:
 * bytes in, documents out. */
#include "almanac/bodies.h"
#include "almanac/conventions.h"

#include "format/grammar.h"
#include "server/asking.h"
#include "sky/const.h"

#define PARIS  "lat=48.93&lon=2.45"
#define EVENTS "/api/v1/events?start=2026-08-01T00:00Z&"

static void expect_json(const char *target)
{
    assert_int_equal(ask_get(&ask, target), 200);
    assert_true(ask_has_type(&ask, "application/json; charset=utf-8"));
    assert_true(grammar_is_json(ask.body));
}

static void test_dispatch_events_answer_in_every_format(void **state)
{
    (void)state;
    expect_json(EVENTS "types=phases,eclipses&days=31");
    assert_non_null(strstr(ask.body, "\"event\": \"solar_eclipse\""));
    assert_null(strstr(ask.body, "\"observer\""));
    expect_json(EVENTS "types=rise&bodies=sun&days=3&tz=Europe/Paris&" PARIS);
    assert_non_null(strstr(ask.body, "\"observer\""));
    assert_non_null(strstr(ask.body, "+02:00\""));
    const struct {
        const char *format, *type, *begins;
    } formats[] = {
        {"ndjson", "application/x-ndjson; charset=utf-8", "{\"time\": \"2026-08-"},
        {"csv", "text/csv; charset=utf-8; header=present", "time,event,body,"},
        {"text", "text/plain; charset=utf-8", "2026-08-"},
        {"ics", "text/calendar; charset=utf-8", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char target[200];
        snprintf(target, sizeof target, EVENTS "types=phases&days=31&format=%s", formats[i].format);
        assert_int_equal(ask_get(&ask, target), 200);
        assert_true(ask_has_type(&ask, formats[i].type));
        assert_memory_equal(ask.body, formats[i].begins, strlen(formats[i].begins));
    }
}

static void test_dispatch_events_of_days_report_bodies_that_do_not_rise(void **state)
{
    (void)state;
    expect_json("/api/v1/events?types=day&bodies=sun&lat=71.29&lon=-156.79&"
                "start=2026-12-21T00:00Z&days=2");
    assert_non_null(strstr(ask.body, "\"date\": \"2026-12-22\", \"status\": \"never_up\""));
    assert_null(strstr(ask.body, "2026-12-23"));
    expect_json("/api/v1/events?types=day&" PARIS
                "&start=2026-03-01T12:00Z&stop=2026-03-03T12:00Z&tz=Europe/Paris");
    assert_non_null(strstr(ask.body, "\"date\": \"2026-03-03\""));
    assert_null(strstr(ask.body, "\"date\": \"2026-03-04\""));
}

static void test_dispatch_events_refuse_with_a_code(void **state)
{
    (void)state;
    const struct {
        const char *target, *code, *says;
        unsigned status;
    } cases[] = {
        {EVENTS "types=rise", "parameter-missing", "\"lat\"", 400},
        {EVENTS "types=day", "parameter-missing", "\"lat\"", 400},
        {EVENTS "types=phases&lat=1", "parameter-missing", "\"lon\"", 400},
        {EVENTS "types=phasse", "parameter-invalid", "\"did_you_mean\": \"phases\"", 400},
        {EVENTS "types=phases&stop=2026-07-01T00:00Z", "parameter-conflict", "before start", 400},
        {EVENTS "types=phases&stop=2026-09-01T00:00Z&days=3", "parameter-conflict", "\"days\"",
         400},
        {EVENTS "types=rise&days=4000&" PARIS, "parameter-conflict", "ten years", 400},
        {EVENTS "types=day&days=4000&" PARIS, "parameter-conflict", "3653", 400},
        {EVENTS "types=day&format=ics&" PARIS, "not-acceptable", "ics", 406},
        {EVENTS "types=phases&step=1h", "parameter-unknown", "step", 400},
        {"/api/v1/events?types=rise&start=2099-12-01T00:00Z&" PARIS, "time-out-of-range",
         "\"valid_to\"", 422},
        {"/api/v1/events?types=day&start=2100-01-01T00:00Z&days=60&" PARIS, "time-out-of-range",
         "\"valid_to\"", 422},
        {"/api/v1/bodies/jupitr", "body-unknown", "\"did_you_mean\": \"jupiter\"", 404},
        {"/api/v1/time?lat=3", "parameter-unknown", "a parameter of other routes", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask_get(&ask, cases[i].target);
        ask_expect_problem(&ask, cases[i].status, cases[i].code);
        if (strstr(ask.body, cases[i].says) == NULL)
            fail_msg("%s: no %s in %s", cases[i].target, cases[i].says, ask.body);
    }
    ask_get(&ask, EVENTS "types=rize&lat=1"); /* both are reported */
    assert_non_null(strstr(ask.body, "\"parameter\": \"lon\""));
    assert_non_null(strstr(ask.body, "\"did_you_mean\": \"rise\""));
}

static void test_dispatch_bodies_are_named_and_limited(void **state)
{
    (void)state;
    expect_json("/api/v1/bodies");
    int count = 0;
    for (const char *at = ask.body; (at = strstr(at, "\"naif_id\": ")) != NULL; at++) count++;
    assert_int_equal(count, SKY_BODY_COUNT);
    expect_json("/api/v1/bodies/499");
    assert_non_null(strstr(ask.body, "\"symbol\": \"\xE2\x99\x82\"")); /* U+2642 */
    assert_non_null(strstr(ask.body, "\"es\": \"Marte\""));
    char same[65536];
    strcpy(same, ask.body);
    expect_json("/api/v1/bodies/Mars");
    assert_string_equal(same, ask.body);
    assert_int_equal(ask_get(&ask, "/api/v1/bodies?format=csv"), 200);
    assert_non_null(strstr(ask.body, "\r\nmoon,301,moon,"));
}

/* The reported range is the range of valid requests: its ends are answered, a day beyond them is
 * not. */
static void test_dispatch_bodies_have_the_range_of_positions(void **state)
{
    (void)state;
    const struct sky_context *sky = data_sky();
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const struct almanac_bodies_body b = almanac_bodies_of(data_store(), body);
        const struct {
            double days;
            bool is_in;
        } cases[] = {{b.valid_from.days + 0.6 / SKY_DAY_S, true},
                     {b.valid_until.days - 0.6 / SKY_DAY_S, true},
                     {b.valid_from.days - 1.0, false},
                     {b.valid_until.days + 1.0, false}};
        assert_true(b.is_available);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct sky_frame frame;
            struct sky_fault fault;
            enum base_err err = sky_frame_init(sky, (struct sky_tt){cases[i].days}, &frame, &fault);
            if (err == BASE_ERR_OK) err = sky_frame_add(sky, body, &frame, &fault);
            assert_int_equal(err == BASE_ERR_OK, cases[i].is_in);
        }
    }
}

static void test_dispatch_has_a_route_for_time(void **state)
{
    (void)state;
    expect_json("/api/v1/time?time=2026-10-30T21:00:00Z&lon=2.45&tz=Europe/Paris");
    assert_non_null(strstr(ask.body, "\"time_local\": \"2026-10-30T22:00:00+01:00\""));
    assert_non_null(strstr(ask.body, "\"jd\": 2461344.375000000000"));
    expect_json("/api/v1/time");
    assert_int_equal(ask_get(&ask, "/api/v1/time?format=text&time=2026-10-30T21:00:00Z"), 200);
    assert_memory_equal(ask.body, "UTC ", 4);
}

static const struct almanac_conventions_row *row(const struct almanac_conventions_row *rows,
                                                 int count, const char *section, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].section, section) == 0 && strcmp(rows[i].name, name) == 0)
            return &rows[i];
    fail_msg("no %s.%s", section, name);
    return NULL;
}

static void test_dispatch_conventions_have_the_figures_of_the_code(void **state)
{
    (void)state;
    static struct almanac_conventions_row rows[ALMANAC_CONVENTIONS_MAX];
    const int count = almanac_conventions_list(data_store(), rows);
    assert_true(count > 80 && count < ALMANAC_CONVENTIONS_MAX); /* none was dropped */
    /* USNO's definitions; IAU 2012; the only tolerance is the last printed digit */
    CHECK_NEAR(row(rows, count, "rise_set", "almanac_sun")->number, -50.0, 1e-9);
    CHECK_NEAR(row(rows, count, "rise_set", "almanac_planets")->number, -34.0, 1e-9);
    CHECK_NEAR(row(rows, count, "rise_set", "almanac_moon_upper_limb")->number, -34.0, 1e-9);
    CHECK_NEAR(row(rows, count, "rise_set", "civil_twilight")->number, -6.0, 0.0);
    CHECK_NEAR(row(rows, count, "constants", "astronomical_unit")->number, 149597870.7, 0.0);
    CHECK_NEAR(row(rows, count, "time", "leap_seconds")->number, 37.0, 0.0);
    for (int i = 0; i < count; i++)
        for (int k = i + 1; k < count; k++) /* a repeated name would be lost in JSON */
            assert_false(strcmp(rows[i].section, rows[k].section) == 0 &&
                         strcmp(rows[i].name, rows[k].name) == 0);
    expect_json("/api/v1/conventions");
    assert_non_null(strstr(ask.body, "\"azimuth\": {\"value\": \"from north through east"));
    assert_int_equal(ask_get(&ask, "/api/v1/conventions?format=csv"), 200);
    assert_memory_equal(ask.body, "section,name,value,unit,source\r\n", 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dispatch_events_answer_in_every_format),
        cmocka_unit_test(test_dispatch_events_of_days_report_bodies_that_do_not_rise),
        cmocka_unit_test(test_dispatch_events_refuse_with_a_code),
        cmocka_unit_test(test_dispatch_bodies_are_named_and_limited),
        cmocka_unit_test(test_dispatch_bodies_have_the_range_of_positions),
        cmocka_unit_test(test_dispatch_has_a_route_for_time),
        cmocka_unit_test(test_dispatch_conventions_have_the_figures_of_the_code),
    };
    return cmocka_run_group_tests(tests, ask_open, ask_close);
}
