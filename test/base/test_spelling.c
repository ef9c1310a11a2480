/* base/spelling: the known name nearest to a misspelt one. */
#include "base/spelling.h"
#include "check.h"

/* People used to other services write capitals, leave units out or add them. */
static void test_spelling_nearest_forgives_case_and_units(void **state)
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
        struct base_text nearest = base_spelling_nearest(base_text_of(cases[i][0]), names, 4);
        if (!base_text_equals(nearest, base_text_of(cases[i][1])))
            fail_msg("%s gives %.*s", cases[i][0], (int)nearest.length, nearest.at);
    }
}

static void test_spelling_nearest_is_at_most_two_slips_away(void **state)
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
        struct base_text nearest = base_spelling_nearest(base_text_of(cases[i][0]), names, 6);
        if (!base_text_equals(nearest, base_text_of(cases[i][1])))
            fail_msg("%s gives %.*s", cases[i][0], (int)nearest.length, nearest.at);
    }
}

static void test_spelling_distance_counts_a_swap_of_neighbours_once(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int distance;
    } cases[] = {{"", "", 0},        {"", "mars", 4},     {"mars", "mars", 0}, {"mras", "mars", 1},
                 {"mar", "mars", 1}, {"mbrs", "mars", 1}, {"smar", "mars", 2}, {"ca", "abc", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct base_text a = base_text_of(cases[i].a), b = base_text_of(cases[i].b);
        assert_int_equal(base_spelling_distance(a, b), cases[i].distance);
        assert_int_equal(base_spelling_distance(b, a), cases[i].distance);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelling_nearest_forgives_case_and_units),
        cmocka_unit_test(test_spelling_nearest_is_at_most_two_slips_away),
        cmocka_unit_test(test_spelling_distance_counts_a_swap_of_neighbours_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
