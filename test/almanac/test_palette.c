/* almanac/palette: the colours of the themes. */
#include "almanac/palette.h"

#include "check.h"

#include <string.h>

static void test_palette_has_a_colour_for_every_body_in_every_theme(void **state)
{
    (void)state;
    for (int theme = ALMANAC_PALETTE_DARK; theme <= ALMANAC_PALETTE_RED; theme++)
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            const char *colour =
                almanac_palette_of((enum almanac_palette_theme)theme)->bodies[body];
            if (colour == NULL) fail_msg("%s has no colour", sky_body_info(body)->name.at);
            assert_int_equal(strlen(colour), 7);
            assert_int_equal(strspn(colour, "#0123456789abcdef"), 7);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_palette_has_a_colour_for_every_body_in_every_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
