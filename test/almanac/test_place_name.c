/* almanac/place_name: the problem of a place that means no town, or several. */
#include "almanac/place_name.h"

#include "check.h"
#include "data/town_search.h"
#include "format/grammar.h"

#include <string.h>

static void test_place_name_suggests_a_name_for_what_is_unknown(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Lodnon", "London"}, {"lond", "London"}, {"france", "Paris"},    {"qqqq", ""}, {"", ""},
        {"paris,DE", ""},     {"48.9,2.4", ""},   {"Yokoha", "Yokohama"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct data_town_table_town place = {.people = 1};
        struct almanac_problem problem;
        assert_int_equal(almanac_place_name_resolve(base_text_of(pairs[i][0]), &place, &problem),
                         BASE_ERR_MISSING);
        assert_int_equal(place.people, 1); /* untouched */
        assert_int_equal(problem.kind, ALMANAC_PROBLEM_PLACE_UNKNOWN);
        assert_int_equal(almanac_problem_status(&problem), 404);
        assert_true(base_text_equals(problem.parameter, BASE_TEXT("place")));
        assert_true(base_text_equals(problem.got, base_text_of(pairs[i][0])));
        if (!base_text_equals(problem.did_you_mean, base_text_of(pairs[i][1])))
            fail_msg("%s: %.*s", pairs[i][0], (int)problem.did_you_mean.length,
                     problem.did_you_mean.at);
    }
}

static void test_place_name_lists_namesakes(void **state)
{
    (void)state;
    static const char *const names[] = {"San Juan", "Springfield", "Springfield, US", "San José",
                                        "saint johns"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct data_town_table_town place;
        struct almanac_problem problem;
        char bytes[2048];
        struct base_buf out = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        assert_int_equal(almanac_place_name_resolve(base_text_of(names[i]), &place, &problem),
                         BASE_ERR_MISSING);
        assert_int_equal(problem.kind, ALMANAC_PROBLEM_PLACE_AMBIGUOUS);
        assert_int_equal(almanac_problem_status(&problem), 409);
        struct base_text ids = base_text_of(problem.choices);
        int count = 0;
        while (ids.length > 0) { /* each of them is an answer */
            struct base_text id = base_text_cut(&ids, ',');
            if (ids.length > 0) ids.at++, ids.length--;
            struct almanac_problem other;
            assert_int_equal(almanac_place_name_resolve(id, &place, &other), BASE_ERR_OK);
            count++;
        }
        assert_true(count >= 2 && count <= DATA_TOWN_SEARCH_NAMESAKES_MAX);
        almanac_problem_append_json(&out, &problem, 1);
        bytes[out.used] = '\0';
        assert_true(grammar_is_json(bytes));
        assert_non_null(strstr(bytes, problem.choices));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place_name_suggests_a_name_for_what_is_unknown),
        cmocka_unit_test(test_place_name_lists_namesakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
