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

/* RFC 9457, section 3: type, title, status, detail; ours adds the code and what was wrong. */
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
                                          .note = "a \"note\"",
                                          .source = "a \"source\"",
                                          .rows = 2,
                                          .limit = 1};
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
                                          .got = {longest, sizeof longest},
                                          .note = "a note",
                                          .source = "a source",
                                          .rows = 2,
                                          .limit = 1};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problem_is_an_rfc_9457_document),
        cmocka_unit_test(test_problem_of_every_kind_is_json_and_has_a_status),
        cmocka_unit_test(test_problem_shortens_what_it_got),
        cmocka_unit_test(test_problem_sentences_hold_no_codes_for_terminals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
