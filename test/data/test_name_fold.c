/* data/name_fold: names in the form in which they are compared. */
#include "data/name_fold.h"

#include "check.h"
#include "data/town_table.h"

#include <string.h>

static void test_name_fold_removes_the_diacritics_of_european_letters(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"ß", "ss"},
        {"ø", "o"},
        {"Æ", "ae"},
        {"œ", "oe"},
        {"Þór", "thor"},
        {"Łódź", "lodz"},
        {"Đà Nẵng", "da nang"},
        {"ĳ", "ij"},
        {"ı", "i"},
        {"ŵ", "w"},
        {"ẞ", "ss"},
        {"Å", "a"},
        {"Ʊ", "Ʊ"},
        {"東京", "東京"},
        {"a—b", "a b"},
        {"a\xFFz", "a z"},
        {"", ""},
        {"...", ""},
        {" - ", ""},
        {"A&B", "a and b"},
        {"ÿ", "y"},
        {"\xC2\xA0x\xC2\xA0", "x"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct data_name_fold folded = data_name_fold_name(base_text_of(pairs[i][0]));
        if (folded.length != strlen(pairs[i][1]) ||
            memcmp(folded.letters, pairs[i][1], folded.length) != 0)
            fail_msg("%s folds to %.*s", pairs[i][0], (int)folded.length, folded.letters);
    }
}

/* The keys in the table begin with the folded name of their town. */
static void test_name_fold_made_the_keys_of_towns(void **state)
{
    (void)state;
    for (int i = 0; i < data_town_table_all().count; i++) {
        const struct data_town_table_town place = data_town_table_town(i);
        struct base_text lists[] = {place.keys, place.aliases};
        const struct data_name_fold name = data_name_fold_name(place.name);
        assert_true(place.keys.length >= name.length &&
                    memcmp(place.keys.at, name.letters, name.length) == 0);
        for (int k = 0; k < 2; k++) {
            while (lists[k].length > 0) {
                struct base_text key = base_text_cut(&lists[k], '|');
                const struct data_name_fold again = data_name_fold_name(key);
                assert_true(again.is_whole);
                assert_true(base_text_equals((struct base_text){again.letters, again.length}, key));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_fold_removes_the_diacritics_of_european_letters),
        cmocka_unit_test(test_name_fold_made_the_keys_of_towns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
