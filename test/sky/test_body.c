/* sky/body: the table of bodies. */
#include "sky/body.h"

#include "check.h"

/* NAIF Integer ID codes. */
static void test_body_ids_are_naifs(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int naif_id, barycentre_id;
    } rows[SKY_BODY_COUNT] = {{"sun", 10, 0},     {"moon", 301, 0},   {"mercury", 199, 1},
                              {"venus", 299, 2},  {"mars", 499, 4},   {"jupiter", 599, 5},
                              {"saturn", 699, 6}, {"uranus", 799, 7}, {"neptune", 899, 8},
                              {"pluto", 999, 9}};
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const struct sky_body_info *info = sky_body_info(body);
        if (rows[body].name == NULL) fail_msg("%s has no row here", info->name.at);
        assert_true(base_text_equals(info->name, base_text_of(rows[body].name)));
        assert_int_equal(info->naif_id, rows[body].naif_id);
        assert_int_equal(info->barycentre_id, rows[body].barycentre_id);
        assert_int_equal(sky_body_named(info->name), body);
    }
}

static void test_body_names_are_lower_case_and_whole(void **state)
{
    (void)state;
    static const char *const others[] = {"",      "Mars",  "MARS", "mar",    "marss",
                                         "mars ", "earth", "499",  "planets"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(sky_body_named(base_text_of(others[i])), SKY_BODY_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_body_ids_are_naifs),
        cmocka_unit_test(test_body_names_are_lower_case_and_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
