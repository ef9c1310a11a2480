/* Prints web/app/lists.mjs: what the page's scripts know of the sky and of the API, from the
 * program's own lists and constants. `make web` runs it; test/web/build.test.mjs fails when the
 * committed file differs from what this prints.
 */
#include "almanac/i18n.h"
#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "server/page.h"
#include "sky/body.h"
#include "sky/const.h"
#include "sky/rise.h"

#include <assert.h>
#include <stdio.h>

#define COMPASS_POINTS 16

static const char HEAD[] = "// Made by tool/web/lists.c from the program's own lists and "
                           "constants: do not edit. `make web` makes it again.\n\n";

/* Prints the names of bodies as a list.
 *
 * Given  bodies  a bit for each
 */
static void print_bodies(const char *name, unsigned bodies)
{
    assert(bodies != 0 && bodies >> SKY_BODY_COUNT == 0);
    const char *separator = "";
    printf("export const %s = [", name);
    for (unsigned body = 0; body < SKY_BODY_COUNT; body++) {
        if ((bodies >> body & 1u) == 0) continue;
        struct base_text text = sky_body_info((enum sky_body)body)->name;
        printf("%s'%.*s'", separator, (int)text.length, text.at);
        separator = ", ";
    }
    printf("];\n");
}

static void print_languages(void)
{
    const char *separator = "";
    printf("export const LANGUAGES = { ");
    for (int language = 0; language < ALMANAC_I18N_LANGUAGES; language++) {
        struct base_text tag = almanac_i18n_tag((enum almanac_i18n_language)language);
        printf("%s%.*s: '%s'", separator, (int)tag.length, tag.at,
               almanac_i18n_own_name((enum almanac_i18n_language)language));
        separator = ", ";
    }
    printf(" };\n\n");
}

/* Those of the page with "auto", which follows the system, and those of the API's pictures. */
static void print_themes(void)
{
#define THEME(name) ", '" name "'"
    printf("// Themes of the page, and of the API's pictures.\n");
    printf("export const THEMES = ['auto'" SERVER_PAGE_THEMES(THEME) "];\n");
#undef THEME
    struct base_text names = base_text_of(almanac_params_rows()[ALMANAC_PARAMS_THEME].choices);
    const char *separator = "";
    printf("export const PICTURE_THEMES = [");
    while (names.length > 0) {
        struct base_text name = base_text_cut(&names, ',');
        printf("%s'%.*s'", separator, (int)name.length, name.at);
        separator = ", ";
    }
    printf("];\n\n");
}

static void print_compass(void)
{
    printf("// Compass points, from north through east.\nexport const COMPASS = [");
    for (int point = 0; point < COMPASS_POINTS; point++)
        printf("%s'%s'", point == 0 ? "" : ", ",
               almanac_position_columns_direction(point * 360.0 / COMPASS_POINTS));
    printf("];\n\n");
}

static void print_limits(void)
{
    static const enum almanac_params_name names[] = {ALMANAC_PARAMS_LAT, ALMANAC_PARAMS_LON,
                                                     ALMANAC_PARAMS_ELEVATION};
    const char *separator = "";
    printf(
        "// The least and the greatest value of parameters of the API.\nexport const LIMITS = { ");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct almanac_params_row *row = &almanac_params_rows()[names[i]];
        assert(row->least < row->most);
        printf("%s%.*s: [%.10g, %.10g]", separator, (int)row->name.length, row->name.at, row->least,
               row->most);
        separator = ", ";
    }
    printf(" };\n\n");
}

static void print_angles(void)
{
    printf("// Airless altitudes of the Sun's centre, degrees: at sunset and at the end of each "
           "twilight.\n");
    printf("export const SUNSET_DEG = %.4f, CIVIL_DEG = %g, NAUTICAL_DEG = %g, ",
           sky_rise_almanac(SKY_BODY_SUN, 0.0, 0.0).airless_deg, SKY_RISE_CIVIL_DEG,
           SKY_RISE_NAUTICAL_DEG);
    printf("ASTRONOMICAL_DEG = %g;\n\n", SKY_RISE_ASTRONOMICAL_DEG);
}

int main(void)
{
    fputs(HEAD, stdout);
    print_bodies("BODIES", (1u << SKY_BODY_COUNT) - 1);
    print_bodies("PLANETS", SKY_BODY_PLANETS);
    print_languages();
    print_themes();
    print_compass();
    print_limits();
    print_angles();
    printf("// Within these distances of a town's centre a place is in the town, or near it.\n");
    printf("export const IN_TOWN_KM = %.10g, NEAR_TOWN_KM = %.10g;\n\n", SERVER_PAGE_IN_TOWN_KM,
           SERVER_PAGE_NEAR_TOWN_KM);
    printf("export const DAY_S = %.0f, KM_PER_AU = %.10g;\n", SKY_DAY_S, SKY_AU_KM);
    return 0;
}
