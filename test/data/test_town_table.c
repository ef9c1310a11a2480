/* data/town_table: the contents of the table. */
#include "data/town_table.h"

#include "check.h"
#include "data/embedded.h"

#include <string.h>

DATA_EMBEDDED_BYTES(zone_tab, "data/zone.tab") /* unchanged from tzdata */

/* zone.tab lists the zones of a country; Kosovo, which it lacks, shares Serbia's. */
static bool has_zone(struct base_text code, struct base_text zone)
{
    struct base_text rest = {(const char *)zone_tab_first,
                             (size_t)(zone_tab_last - zone_tab_first)};
    if (base_text_equals(code, BASE_TEXT("XK"))) code = BASE_TEXT("RS");
    while (rest.length > 0) {
        struct base_text line = base_text_cut(&rest, '\n'), of = base_text_cut(&line, '\t');
        base_text_cut(&line, '\t');
        if (base_text_equals(of, code) && base_text_equals(base_text_cut(&line, '\t'), zone))
            return true;
    }
    return false;
}

static void test_town_table_zones_are_those_of_the_countries(void **state)
{
    (void)state;
    for (int i = 0; i < data_town_table_all().count; i++) {
        const struct data_town_table_town place = data_town_table_town(i);
        if (!has_zone(place.country->code, place.zone))
            fail_msg("%s: %s", place.id.at, place.zone.at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_town_table_zones_are_those_of_the_countries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
