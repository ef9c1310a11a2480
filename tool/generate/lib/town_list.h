/* The towns and countries of data/, merged: what src/data/town_table.h describes, before it becomes
 * tables of C.
 */
#ifndef TOOL_GENERATE_TOWN_LIST_H
#define TOOL_GENERATE_TOWN_LIST_H

#include <stdint.h>

#define TOWN_LIST_MAX           20000
#define TOWN_LIST_COUNTRIES_MAX 300

/* All texts are terminated and live until the program ends; keys are folded names with | between. */
struct town_list_country {
    const char *code, *name, *keys;
};

struct town_list_town {
    const char *id, *name, *keys, *aliases;
    const char *division, *division_keys; /* empty without a division; keys begin with its name */
    const char *zone;
    int country; /* index of countries */
    uint32_t people;
    int32_t lat_1e4, lon_1e4;
};

struct town_list {
    struct town_list_country countries[TOWN_LIST_COUNTRIES_MAX];
    struct town_list_town towns[TOWN_LIST_MAX]; /* the most people first, then by folded name */
    int country_count, count;
};

/* Reads the five tables and merges them, or ends the program with the file and line at fault.
 *
 * Given  paths  of place-names.tab, iso3166.tab, towns.tsv, zone.tab, zone1970.tab
 */
void town_list_read(struct town_list *list, const char *const paths[5]);

#endif
