/* format/media: the list of formats. */
#include "format/media.h"

#include "almanac/params.h"
#include "check.h"

static void test_media_of_every_format_has_a_type_and_an_ending(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ALMANAC_PARAMS_FORMATS; i++) {
        const struct format_media_row *row = format_media_row(i);
        const struct base_text type = {row->content_type.at, row->type.length};
        assert_true(row->name.length > 0 && row->ending[0] != '\0' && row->ending[0] != '.');
        assert_non_null(memchr(row->type.at, '/', row->type.length));
        assert_true(base_text_equals(type, row->type)); /* parameters follow the type */
        for (unsigned k = 0; k < i; k++)
            assert_false(base_text_equals(row->name, format_media_row(k)->name));
    }
}

static void test_media_names_are_the_choices_of_format_in_the_same_order(void **state)
{
    (void)state;
    struct base_text names = base_text_of(almanac_params_rows()[ALMANAC_PARAMS_FORMAT].choices);
    for (unsigned i = 0; i < ALMANAC_PARAMS_FORMATS; i++)
        assert_true(base_text_equals(base_text_cut(&names, ','), format_media_row(i)->name));
    assert_int_equal(names.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_media_of_every_format_has_a_type_and_an_ending),
        cmocka_unit_test(test_media_names_are_the_choices_of_format_in_the_same_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
