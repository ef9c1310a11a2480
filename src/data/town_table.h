/* The table of towns, made into constants when the program is built: nothing of it is done at the
 * start, nothing in it is a pointer that the start would have to set.
 *
 * Two lists are one. That of the time-zone database: every row of zone.tab, and of zone1970.tab
 * those whose zone is not in zone.tab (today there is none); a name is what follows the last / of
 * the zone's id, with the accents and names of data/place-names.tab. And towns of GeoNames
 * (data/towns.tsv): those of 50,000 people and more, capitals of countries, and seats of first-order
 * divisions of 10,000 and more. A town that is in both has the id, the name and the coordinates of
 * zone.tab and the people, the division and the other names of GeoNames.
 *
 * Coordinates have 4 decimals of a degree, so that what is shown is what is computed with. The
 * elevation is not known.
 */
#ifndef DATA_TOWN_TABLE_H
#define DATA_TOWN_TABLE_H

#include "base/text.h"

#include <stdint.h>

struct data_town_table_country {
    struct base_text code,
        name;              /* "FR", "France": ISO 3166 as iso3166.tab has it; and XK, Kosovo */
    struct base_text keys; /* folded names with | between */
};

/* A state, a province: where its texts lie, one after the other, each terminated. */
struct data_town_table_division {
    uint32_t at; /* of its name; then its folded names with | between */
    uint8_t name_length;
    uint8_t keys_length;
};

/* A town: where its texts lie, each terminated. */
struct data_town_table_row {
    uint16_t zone; /* the row whose id is its zone */
    uint32_t at;   /* of its id; then its name, its keys, its aliases */
    uint8_t id_length, name_length;
    uint16_t keys_length, aliases_length;
    uint16_t division, country;
    uint32_t people;            /* 0: not known */
    int32_t lat_1e4, lon_1e4;   /* ten-thousandths of a degree */
    uint32_t initials, letters; /* which letters words of its names begin with, and have */
};

#define DATA_TOWN_TABLE_COUNTRIES_MAX 256
#define DATA_TOWN_TABLE_DIVISIONS_MAX 4096
#define DATA_TOWN_TABLE_DIGIT         (1u << 26) /* in initials and letters */

/* The table as it lies there, for those who look at all rows: the town of most people first, then
 * by name. */
struct data_town_table {
    const struct data_town_table_row *rows;
    const struct data_town_table_division *divisions;
    const struct data_town_table_country *countries;
    const char *texts;
    int count, division_count, country_count;
};
struct data_town_table data_town_table_all(void);

/* A row with its texts. They are constant and terminated. */
struct data_town_table_town {
    int row;
    struct base_text id, name;      /* "America/Argentina/San_Juan", "San Juan" */
    struct base_text zone;          /* "America/Argentina/San_Juan" */
    struct base_text division;      /* "San Juan"; empty when it is not known */
    struct base_text keys, aliases; /* folded names with | between: its own, the shown one first;
                                        * those in other languages, which rank behind */
    const struct data_town_table_country *country;
    uint32_t people; /* 0: not known */
    double lat_deg, lon_deg;
};

/* Given  row  0 .. count - 1 */
struct data_town_table_town data_town_table_town(int row);

/* Folded names of a row's town. */
static inline struct base_text data_town_table_keys(const struct data_town_table *towns,
                                                    const struct data_town_table_row *row)
{
    return (struct base_text){towns->texts + row->at + row->id_length + 1 + row->name_length + 1,
                              row->keys_length};
}

static inline struct base_text data_town_table_aliases(const struct data_town_table *towns,
                                                       const struct data_town_table_row *row)
{
    const struct base_text keys = data_town_table_keys(towns, row);
    return (struct base_text){keys.at + keys.length + 1, row->aliases_length};
}

#endif
