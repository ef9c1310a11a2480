/* The table of towns. tool/generate/data_town_table_rows.c makes its rows and texts.
 *
 * Anchors: Europe/Paris +4852+00220 is 48.8667, 2.3333; GeoNames has Munich at 48.1374, 11.5755.
 */
#include "data/town_table.h"

#include "data/embedded.h"

#include <assert.h>

#define T(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#include "gen/data_town_table_rows.h"
#undef T

DATA_EMBEDDED_BYTES(towns_texts, TEXTS_FILE)

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))
_Static_assert(sizeof ROWS / sizeof *ROWS <= UINT16_MAX, "rows are numbered with 16 bits");
_Static_assert(sizeof DIVISIONS / sizeof *DIVISIONS <= DATA_TOWN_TABLE_DIVISIONS_MAX,
               "every division fits");
_Static_assert(sizeof COUNTRIES / sizeof *COUNTRIES <= DATA_TOWN_TABLE_COUNTRIES_MAX,
               "every country fits");

struct data_town_table data_town_table_all(void)
{
    return (struct data_town_table){
        ROWS,        DIVISIONS,        COUNTRIES,       (const char *)towns_texts_first,
        COUNT(ROWS), COUNT(DIVISIONS), COUNT(COUNTRIES)};
}

static struct base_text id_of(int row)
{
    return (struct base_text){(const char *)towns_texts_first + ROWS[row].at, ROWS[row].id_length};
}

struct data_town_table_town data_town_table_town(int row)
{
    assert(row >= 0 && row < COUNT(ROWS));
    const struct data_town_table towns = data_town_table_all();
    const struct data_town_table_row *r = &ROWS[row];
    const struct data_town_table_division *division = &DIVISIONS[r->division];
    const struct base_text id = id_of(row);
    return (struct data_town_table_town){
        .row = row,
        .id = id,
        .name = {id.at + id.length + 1, r->name_length},
        .zone = id_of(r->zone),
        .division = {towns.texts + division->at, division->name_length},
        .keys = data_town_table_keys(&towns, r),
        .aliases = data_town_table_aliases(&towns, r),
        .country = &COUNTRIES[r->country],
        .people = r->people,
        .lat_deg = r->lat_1e4 / 1e4,
        .lon_deg = r->lon_1e4 / 1e4,
    };
}
