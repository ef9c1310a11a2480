/* almanac/params: the one table of parameters. */
#include "almanac/params.h"

#include "check.h"
#include "data.h"

#include <string.h>

static enum base_err set(struct almanac_params *params, const char *name, const char *value,
                         struct almanac_problem *problem)
{
    return almanac_params_set(data_store(), base_text_of(name), base_text_of(value), params,
                              problem);
}

static void test_params_degrees_reads_decimals_and_sexagesimals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double deg;
    } cases[] = {
        {"0", 0.0},       {"-0", -0.0},          {"48.93", 48.93},
        {"+2.45", 2.45},  {"-0.0005", -0.0005},  {"51:28:36.8", 51.0 + 28.0 / 60.0 + 36.8 / 3600.0},
        {"-0:30", -0.5},  {"-0:0:1.8", -0.0005}, {"-1:30:00", -1.5},
        {"10:15", 10.25}, {"005:06", 5.1},       {"1e1", 10.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double deg = NAN;
        struct base_fault fault;
        assert_int_equal(almanac_params_degrees(base_text_of(cases[i].text), &deg, &fault),
                         BASE_ERR_OK);
        CHECK_NEAR(deg, cases[i].deg, 1e-14); /* three roundings of 51 degrees */
        assert_int_equal(signbit(deg) != 0, cases[i].text[0] == '-');
    }
}

static void test_params_degrees_refuses_the_rest_and_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t offset;
    } cases[] = {{"", 0},         {":", 0},    {"5:", 2},     {":5", 0},      {"5:60", 2},
                 {"5:-1", 2},     {"5:+1", 2}, {"5:1:60", 4}, {"5:1:1:1", 4}, {"5.5:30", 0},
                 {"5:1x", 3},     {"5 30", 1}, {"nan", 0},    {"5:nan", 2},   {"5::1", 2},
                 {"5:5.5:30", 2}, {"12N", 2},  {"1,5", 1},    {"5:1:", 4},    {"1e400", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double deg = 42.0;
        struct base_fault fault = {0};
        if (almanac_params_degrees(base_text_of(cases[i].text), &deg, &fault) == BASE_ERR_OK)
            fail_msg("%s", cases[i].text);
        if (fault.offset != cases[i].offset) fail_msg("%s: %zu", cases[i].text, fault.offset);
        assert_true(deg == 42.0);
    }
}

static void test_params_keep_their_ranges(void **state)
{
    (void)state;
    static const struct {
        const char *name, *inside[2], *outside[2];
    } cases[] = {
        {"lat", {"-90", "90"}, {"-90.00000000001", "90:00:00.1"}},
        {"lon", {"-360", "360"}, {"-360.001", "361"}},
        {"elevation", {"-500", "100000"}, {"-500.1", "100000.1"}},
        {"pressure", {"0", "1200"}, {"-0.001", "1200.1"}},
        {"temperature", {"-100", "70"}, {"-100.1", "70.1"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int k = 0; k < 2; k++) {
            struct almanac_params params = {0};
            struct almanac_problem problem;
            assert_int_equal(set(&params, cases[i].name, cases[i].inside[k], &problem),
                             BASE_ERR_OK);
            params = (struct almanac_params){0};
            assert_int_equal(set(&params, cases[i].name, cases[i].outside[k], &problem),
                             BASE_ERR_FORMAT);
            assert_int_equal(problem.kind, ALMANAC_PROBLEM_PARAMETER_INVALID);
            assert_true(base_text_equals(problem.parameter, base_text_of(cases[i].name)));
            assert_true(base_text_equals(problem.got, base_text_of(cases[i].outside[k])));
            assert_true(problem.expected.length > 0);
        }
    }
}

/* The table cannot drift from what is accepted: each example is accepted once, and refused a second
 * time. */
static void test_params_accept_their_own_examples_once(void **state)
{
    (void)state;
    struct data_zone_cache zones = {0};
    struct almanac_params params = {.zones = &zones};
    struct almanac_problem problem;
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++) {
        const struct almanac_params_row *row = &almanac_params_rows()[i];
        struct base_text example = base_text_of(row->example);
        assert_int_equal(almanac_params_set(data_store(), row->name, example, &params, &problem),
                         BASE_ERR_OK);
        assert_int_equal(almanac_params_set(data_store(), row->name, example, &params, &problem),
                         BASE_ERR_FORMAT);
        assert_int_equal(problem.kind, ALMANAC_PROBLEM_PARAMETER_CONFLICT);
        assert_true(base_text_equals(problem.parameter, row->name));
    }
    assert_int_equal(almanac_params_require_place(&params, &problem), BASE_ERR_OK);
    data_zone_cache_close(&zones);
    assert_int_equal(params.bodies, 1u << SKY_BODY_MARS | 1u << SKY_BODY_JUPITER);
    assert_true(params.lat_deg == 48.93 && params.lon_deg == 2.45 && params.elevation_m == 35.0);
}

/* A row that is copied and keeps the field of its model would change the value of another
 * parameter. */
static void test_params_have_fields_of_their_own(void **state)
{
    (void)state;
    struct data_zone_cache zones = {0};
    int owners[sizeof(struct almanac_params)] = {0};
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++) {
        const struct almanac_params_row *row = &almanac_params_rows()[i];
        struct almanac_params before, after;
        struct almanac_problem problem;
        memset(&before, 0xA5, sizeof before);
        before.given = 0, before.zones = &zones, before.zone = NULL;
        before.if_ambiguous = before.if_nonexistent = 0;
        memcpy(&after, &before, sizeof after);
        assert_int_equal(set(&after, row->name.at, row->example, &problem), BASE_ERR_OK);
        assert_true(after.given == UINT64_C(1) << i);
        after.given = 0;
        int changed = 0;
        for (size_t k = 0; k < sizeof after; k++) {
            if (((const char *)&after)[k] == ((const char *)&before)[k]) continue;
            if (owners[k] != 0)
                fail_msg("%s changes %s", row->name.at,
                         almanac_params_rows()[owners[k] - 1].name.at);
            changed++;
            owners[k] = i + 1;
        }
        if (changed == 0) fail_msg("%s changes nothing", row->name.at);
    }
    data_zone_cache_close(&zones);
}

static void test_params_guess_what_was_meant(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"elevaton", "elevation"},     {"lta", "lat"},      {"lonn", "lon"}, {"latt", "lat"},
        {"temprature", "temperature"}, {"bodis", "bodies"}, {"xyzzy", ""},   {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct almanac_params params = {0};
        struct almanac_problem problem;
        assert_int_equal(set(&params, cases[i][0], "1", &problem), BASE_ERR_FORMAT);
        assert_int_equal(problem.kind, ALMANAC_PROBLEM_PARAMETER_UNKNOWN);
        assert_true(base_text_equals(problem.did_you_mean, base_text_of(cases[i][1])));
    }
}

static void test_params_bodies_are_names_in_any_case_or_ids(void **state)
{
    (void)state;
    assert_int_equal(almanac_params_body(BASE_TEXT("mars")), SKY_BODY_MARS);
    assert_int_equal(almanac_params_body(BASE_TEXT("MaRs")), SKY_BODY_MARS);
    assert_int_equal(almanac_params_body(BASE_TEXT("499")), SKY_BODY_MARS);
    assert_int_equal(almanac_params_body(BASE_TEXT("10")), SKY_BODY_SUN);
    assert_int_equal(almanac_params_body(BASE_TEXT("999")), SKY_BODY_PLUTO);
    static const char *const others[] = {"",     "4",    "399", "0",    "1000",
                                         "-499", "499 ", "mar", "earth"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(almanac_params_body(base_text_of(others[i])), SKY_BODY_COUNT);
}

static void test_params_air_is_the_standard_atmosphere_unless_said(void **state)
{
    (void)state;
    struct almanac_params params = {.elevation_m = 1000.0};
    struct sky_air air = almanac_params_air(&params);
    CHECK_NEAR(air.pressure_hpa, 898.75, 0.01); /* ISO 2533 at 1000 m, to its digits */
    CHECK_NEAR(air.temp_c, 8.5, 1e-9);
    assert_int_equal(air.model, SKY_REFRACT_STANDARD);
    params.refraction = SKY_REFRACT_PYEPHEM;
    air = almanac_params_air(&params);
    assert_true(air.pressure_hpa == 1010.0 && air.temp_c == 15.0); /* its defaults anywhere */
    params.given |= ALMANAC_PARAMS_BIT(PRESSURE) | ALMANAC_PARAMS_BIT(TEMPERATURE);
    params.pressure_hpa = 0.0, params.temp_c = -40.0;
    air = almanac_params_air(&params);
    assert_true(air.pressure_hpa == 0.0 && air.temp_c == -40.0);
    assert_int_equal(air.model, SKY_REFRACT_PYEPHEM);
}

static void test_params_require_both_of_a_place(void **state)
{
    (void)state;
    struct almanac_problem problem;
    struct almanac_params params = {0};
    assert_int_equal(almanac_params_require_place(&params, &problem), BASE_ERR_MISSING);
    assert_true(base_text_equals(problem.parameter, BASE_TEXT("lat")));
    assert_int_equal(set(&params, "lat", "0", &problem), BASE_ERR_OK);
    assert_int_equal(almanac_params_require_place(&params, &problem), BASE_ERR_MISSING);
    assert_true(base_text_equals(problem.parameter, BASE_TEXT("lon")));
    assert_int_equal(set(&params, "lon", "0", &problem), BASE_ERR_OK);
    assert_int_equal(almanac_params_require_place(&params, &problem), BASE_ERR_OK);
}

static void test_params_tell_each_bad_item_of_a_list(void **state)
{
    (void)state;
    static const struct {
        enum almanac_params_name name;
        const char *value, *faults;
    } cases[] = {
        {ALMANAC_PARAMS_BODIES, "marz,mars, venux ,499,4", "marz|venux|4|"},
        {ALMANAC_PARAMS_BODIES, ",mars,,", "||"}, /* a comma at the end closes the last item */
        {ALMANAC_PARAMS_BODIES, "planets,all", ""},
        {ALMANAC_PARAMS_BODIES, "", ""},
        {ALMANAC_PARAMS_FIELDS, "az,time,alt", "az|alt|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char all[64] = "";
        struct base_buf got = {.bytes = all, .room = sizeof all - 1, .max = sizeof all - 1};
        struct base_text rest = base_text_of(cases[i].value);
        struct almanac_problem problem;
        while (almanac_params_next_fault(data_store(), cases[i].name, &rest, &problem)) {
            base_buf_append_text(&got, problem.got);
            base_buf_append_string(&got, "|");
        }
        all[got.used] = '\0';
        assert_string_equal(all, cases[i].faults);
    }
    assert_true(almanac_params_is_list(ALMANAC_PARAMS_BODIES) &&
                !almanac_params_is_list(ALMANAC_PARAMS_BODY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_params_degrees_reads_decimals_and_sexagesimals),
        cmocka_unit_test(test_params_degrees_refuses_the_rest_and_says_where),
        cmocka_unit_test(test_params_keep_their_ranges),
        cmocka_unit_test(test_params_accept_their_own_examples_once),
        cmocka_unit_test(test_params_have_fields_of_their_own),
        cmocka_unit_test(test_params_guess_what_was_meant),
        cmocka_unit_test(test_params_bodies_are_names_in_any_case_or_ids),
        cmocka_unit_test(test_params_air_is_the_standard_atmosphere_unless_said),
        cmocka_unit_test(test_params_require_both_of_a_place),
        cmocka_unit_test(test_params_tell_each_bad_item_of_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
