/* The table of towns. It is made when the program is built, and holds no pointers that the start of
 * the program would have to relocate.
 *
 * It merges two lists. From the time-zone database come all rows of zone.tab, and those of
 * zone1970.tab whose zone zone.tab lacks (today there is no such zone); the name of a town is the
 * last part of the zone's id, with the accents and names of data/place-names.tab. From GeoNames
 * (data/towns.tsv) come towns of 50,000 people or more, capitals of countries, and seats of
 * first-order divisions with 10,000 people or more. A town that is in both lists has the id, the
 * name and the coordinates of zone.tab, and the people, the division and the other names of
 * GeoNames.
 *
 * Coordinates have 4 decimals of a degree, so that the program computes with the values that it
 * shows. Elevations are not known.
 */
#ifndef DATA_TOWN_TABLE_H
#define DATA_TOWN_TABLE_H

#include "base/text.h"

#include <stdint.h>

struct data_town_table_country {
    struct base_text code, name; /* "FR", "France": those of iso3166.tab, and XK, Kosovo */
    struct base_text keys;       /* folded names with | between */
};

/* A state or province: where its texts are, one after the other, each terminated. */
struct data_town_table_division {
    uint32_t at; /* of its name; then its folded names with | between */
    uint8_t name_length;
    uint8_t keys_length;
};

/* A town: where its texts are, each terminated. */
struct data_town_table_row {
    uint16_t zone; /* the row whose id is that of its time zone */
    uint32_t at;   /* of its id; its name, keys and aliases follow */
    uint8_t id_length, name_length;
    uint16_t keys_length, aliases_length;
    uint16_t division, country;
    uint32_t people;          /* 0 if not known */
    int32_t lat_1e4, lon_1e4; /* ten-thousandths of a degree */
    uint32_t initials,
        letters; /* a bit for each letter that begins a word of its names, or is in them */
};

#define DATA_TOWN_TABLE_COUNTRIES_MAX 256
#define DATA_TOWN_TABLE_DIVISIONS_MAX 4096
#define DATA_TOWN_TABLE_DIGIT         (1u << 26) /* in initials and letters */

/* The whole table, for searches: in order of people, the largest town first, then by name. */
struct data_town_table {
    const struct data_town_table_row *rows;
    const struct data_town_table_division *divisions;
    const struct data_town_table_country *countries;
    const char *texts;
    int count, division_count, country_count;
};
struct data_town_table data_town_table_all(void);

/* A row with its texts, which are constant and terminated. */
struct data_town_table_town {
    int row;
    struct base_text id, name;      /* "America/Argentina/San_Juan", "San Juan" */
    struct base_text zone;          /* "America/Argentina/San_Juan" */
    struct base_text division;      /* "San Juan"; empty if not known */
    struct base_text keys, aliases; /* folded names with | between: its own, the shown one first;
                                        * those in other languages, which rank behind */
    const struct data_town_table_country *country;
    uint32_t people; /* 0 if not known */
    double lat_deg, lon_deg;
};

/* A town of the table.
 *
 * Given  row  0 .. count - 1
 */
struct data_town_table_town data_town_table_town(int row);

/* The folded names of a town, with | between. */
static inline struct base_text data_town_table_keys(const struct data_town_table *towns,
                                                    const struct data_town_table_row *row)
{
    return (struct base_text){towns->texts + row->at + row->id_length + 1 + row->name_length + 1,
                              row->keys_length};
}

/* Its folded names in other languages, with | between. */
static inline struct base_text data_town_table_aliases(const struct data_town_table *towns,
                                                       const struct data_town_table_row *row)
{
    const struct base_text keys = data_town_table_keys(towns, row);
    return (struct base_text){keys.at + keys.length + 1, row->aliases_length};
}

#endif
