/* almanac/problem: what was wrong, as a document and as a sentence. */
#include "almanac/problem.h"

#include "check.h"
#include "format/grammar.h"

#include <string.h>

static void append_alone(struct base_buf *out, const struct almanac_problem *problem)
{
    almanac_problem_append_json(out, problem, 1);
}

static char text[8192];

static const char *written(void (*append)(struct base_buf *, const struct almanac_problem *),
                           const struct almanac_problem *problem)
{
    struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    append(&out, problem);
    assert_false(out.has_overflowed);
    text[out.used] = '\0';
    return text;
}

/* RFC 9457, section 3: type, title, status, detail; ours adds code and what was wrong. */
static void test_problem_is_an_rfc_9457_document(void **state)
{
    (void)state;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
                                            .parameter = BASE_TEXT("lat"),
                                            .got = BASE_TEXT("91"),
                                            .expected = BASE_TEXT("-90..90"),
                                            .example = BASE_TEXT("48.93")};
    assert_int_equal(almanac_problem_status(&problem), 400);
    assert_string_equal(
        written(append_alone, &problem),
        "{\"type\": \"https://planettracker.example/problems/parameter-invalid\", "
        "\"title\": \"Parameter is not valid\", \"status\": 400, "
        "\"detail\": \"lat is \\\"91\\\"; expected -90..90\", \"code\": \"parameter-invalid\", "
        "\"parameter\": \"lat\", \"got\": \"91\", \"expected\": \"-90..90\", "
        "\"example\": \"48.93\", \"errors\": [{"
        "\"detail\": \"lat is \\\"91\\\"; expected -90..90\", \"code\": \"parameter-invalid\", "
        "\"parameter\": \"lat\", \"got\": \"91\", \"expected\": \"-90..90\", "
        "\"example\": \"48.93\"}]}\n");
}

static void test_problem_of_every_kind_is_json_and_has_a_status(void **state)
{
    (void)state;
    for (int kind = ALMANAC_PROBLEM_NONE + 1; kind < ALMANAC_PROBLEM_COUNT; kind++) {
        struct almanac_problem problem = {.kind = (enum almanac_problem_kind)kind,
                                          .parameter = BASE_TEXT("x\"\\\x01"),
                                          .got = BASE_TEXT("<\"\xFF\xC3\xA9\x1B[31m\n>"),
                                          .note = "a \"note\""};
        assert_true(almanac_problem_status(&problem) >= 400 &&
                    almanac_problem_status(&problem) < 600);
        assert_true(grammar_is_json(written(append_alone, &problem)));
        const char *sentence = written(almanac_problem_append_sentence, &problem);
        assert_null(strchr(sentence, '\x1B'));
        assert_true(strlen(sentence) > 5);
    }
}

/* A long parameter is cut, whatever is in it; the document stays whole. */
static void test_problem_shortens_what_it_got(void **state)
{
    (void)state;
    char longest[4096];
    memset(longest, '"', sizeof longest);
    for (int kind = ALMANAC_PROBLEM_NONE + 1; kind < ALMANAC_PROBLEM_COUNT; kind++) {
        struct almanac_problem problem = {.kind = (enum almanac_problem_kind)kind,
                                          .parameter = BASE_TEXT("time"),
                                          .got = {longest, sizeof longest}};
        assert_true(strlen(written(append_alone, &problem)) < 2400);
        assert_true(grammar_is_json(text));
        problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_UNKNOWN,
                                           .parameter = {longest, sizeof longest}};
        assert_true(strlen(written(append_alone, &problem)) < 2400);
        assert_true(grammar_is_json(text));
    }
}

static void test_problem_sentences_hold_no_codes_for_terminals(void **state)
{
    (void)state;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_BODY_UNKNOWN,
                                            .got = BASE_TEXT("\x1B[2J\x7F\xC2\x9Bm\r\n"),
                                            .did_you_mean = BASE_TEXT("mars")};
    assert_string_equal(written(almanac_problem_append_sentence, &problem),
                        "there is no body \"?[2J??m??\"; did you mean \"mars\"?");
}

/* The habits of those who come from other services: capitals, units left out or added. */
static void test_problem_nearest_forgives_case_and_units(void **state)
{
    (void)state;
    const struct base_text names[] = {BASE_TEXT("alt_true_deg"), BASE_TEXT("az_deg"),
                                      BASE_TEXT("lat"), BASE_TEXT("Europe/Paris")};
    static const char *const cases[][2] = {{"LAT", "lat"},
                                           {"lat_deg", "lat"},
                                           {"az", "az_deg"},
                                           {"Az", "az_deg"},
                                           {"alt_true", "alt_true_deg"},
                                           {"a", ""},
                                           {"europe/pariss", "Europe/Paris"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_text nearest = almanac_problem_nearest(base_text_of(cases[i][0]), names, 4);
        if (!base_text_equals(nearest, base_text_of(cases[i][1])))
            fail_msg("%s gives %.*s", cases[i][0], (int)nearest.length, nearest.at);
    }
}

static void test_problem_nearest_is_at_most_two_slips_away(void **state)
{
    (void)state;
    static const char *const known[] = {"lat", "lon", "elevation", "time", "mars", "venus"};
    struct base_text names[6];
    for (int i = 0; i < 6; i++) names[i] = base_text_of(known[i]);
    static const char *const cases[][2] = {{"mras", "mars"},
                                           {"mar", "mars"},
                                           {"marss", "mars"},
                                           {"maxs", "mars"},
                                           {"m", ""},
                                           {"vensu", "venus"},
                                           {"veuns", "venus"},
                                           {"elevaton", "elevation"},
                                           {"elvatoin", "elevation"},
                                           {"elevationnn", "elevation"},
                                           {"elevationnnn", ""},
                                           {"tmie", "time"},
                                           {"latitude", ""},
                                           {"lat", "lat"},
                                           {"", ""},
                                           {"abcdefghijklmnopqrstuvwxyzabcdefghij", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_text nearest = almanac_problem_nearest(base_text_of(cases[i][0]), names, 6);
        if (!base_text_equals(nearest, base_text_of(cases[i][1])))
            fail_msg("%s gives %.*s", cases[i][0], (int)nearest.length, nearest.at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problem_is_an_rfc_9457_document),
        cmocka_unit_test(test_problem_of_every_kind_is_json_and_has_a_status),
        cmocka_unit_test(test_problem_shortens_what_it_got),
        cmocka_unit_test(test_problem_sentences_hold_no_codes_for_terminals),
        cmocka_unit_test(test_problem_nearest_forgives_case_and_units),
        cmocka_unit_test(test_problem_nearest_is_at_most_two_slips_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
