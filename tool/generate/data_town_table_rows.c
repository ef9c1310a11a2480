/* Towns, their divisions and countries as tables of C, the largest town first:
 * data_town_table_rows HEADER PLACE_NAMES ISO3166 TOWNS ZONES ZONES1970
 *
 * The texts lie in data_town_table_texts.bin beside the header, each terminated by a zero.
 * src/data/town_table.h describes which towns the table has, and where their texts come from.
 */
#include "data/town_table.h"
#include "lib/table.h"
#include "lib/town_list.h"

#include <stdint.h>
#include <stdlib.h>

#define GENERATOR "data_town_table_rows"

/* A division as the table of divisions has it: equal ones are one. */
struct division {
    int country;
    const char *name, *keys; /* terminated */
    size_t at;               /* of the name in the texts */
};

struct tables {
    struct division divisions[DATA_TOWN_TABLE_DIVISIONS_MAX];
    int division_count;
    struct base_buf texts, divisions_c, rows_c;
};

/* Appends a text and its terminator; gives where it begins. */
static size_t add_text(struct tables *tables, const char *text)
{
    const size_t at = tables->texts.used;
    base_buf_append(&tables->texts, text, strlen(text) + 1);
    return at;
}

/* The index of a town's division, which is new if no earlier town lies in it; 0 without one. */
static int division_of(struct tables *tables, const struct town_list_town *town)
{
    if (*town->division == '\0') return 0;
    for (int i = 1; i < tables->division_count; i++) {
        const struct division *d = &tables->divisions[i];
        if (d->country == town->country && strcmp(d->name, town->division) == 0 &&
            strcmp(d->keys, town->division_keys) == 0)
            return i;
    }
    if (tables->division_count == DATA_TOWN_TABLE_DIVISIONS_MAX)
        table_fail_path(GENERATOR, "more divisions than DATA_TOWN_TABLE_DIVISIONS_MAX");
    tables->divisions[tables->division_count] =
        (struct division){town->country, town->division, town->division_keys, tables->texts.used};
    add_text(tables, town->division);
    add_text(tables, town->division_keys);
    return tables->division_count++;
}

static uint32_t bit_of(char c)
{
    if (c >= 'a' && c <= 'z') return 1u << (c - 'a');
    return c >= '0' && c <= '9' ? DATA_TOWN_TABLE_DIGIT : 0;
}

/* Which letters folded names have. */
static uint32_t letters_of(const char *keys)
{
    uint32_t letters = 0;
    for (; *keys != '\0'; keys++) letters |= bit_of(*keys);
    return letters;
}

/* Which letters their words begin with. */
static uint32_t initials_of(const char *keys)
{
    uint32_t initials = 0;
    for (char before = '|'; *keys != '\0'; before = *keys++)
        if (before == '|' || before == ' ') initials |= bit_of(*keys);
    return initials;
}

static int row_of_zone(const struct town_list *list, const char *zone)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->towns[i].id, zone) == 0) return i;
    table_fail_path(zone, "is not the id of a town");
}

static void add_town(struct tables *tables, const struct town_list *list,
                     const struct town_list_town *town)
{
    const size_t at = add_text(tables, town->id);
    add_text(tables, town->name);
    add_text(tables, town->keys);
    add_text(tables, town->aliases);
    const int division = division_of(tables, town);
    base_buf_append_format(&tables->rows_c, "    {%d, %zu, %zu, %zu, %zu, %zu, %d, %d, ",
                           row_of_zone(list, town->zone), at, strlen(town->id), strlen(town->name),
                           strlen(town->keys), strlen(town->aliases), division, town->country);
    base_buf_append_format(&tables->rows_c, "%u, %d, %d, %u, %u},\n", town->people, town->lat_1e4,
                           town->lon_1e4, initials_of(town->keys) | initials_of(town->aliases),
                           letters_of(town->keys) | letters_of(town->aliases));
}

static void append_countries(struct base_buf *out, const struct town_list *list)
{
    base_buf_append_string(out, "static const struct data_town_table_country COUNTRIES[] = {\n");
    for (int i = 0; i < list->country_count; i++) {
        const struct town_list_country *country = &list->countries[i];
        const char *const texts[] = {country->code, country->name, country->keys};
        for (int k = 0; k < 3; k++) {
            base_buf_append_string(out, k == 0 ? "    {T(" : "), T(");
            table_append_literal(out, base_text_of(texts[k]));
        }
        base_buf_append_string(out, ")},\n");
    }
    base_buf_append_string(out, "};\n");
}

static void append_divisions(struct base_buf *out, const struct tables *tables)
{
    base_buf_append_string(out, "static const struct data_town_table_division DIVISIONS[] = {\n"
                                "    {0, 0, 0}, /* none */\n");
    for (int i = 1; i < tables->division_count; i++) {
        const struct division *division = &tables->divisions[i];
        base_buf_append_format(out, "    {%zu, %zu, %zu},\n", division->at, strlen(division->name),
                               strlen(division->keys));
    }
    base_buf_append_string(out, "};\n");
}

static void write_tables(const char *header, const struct town_list *list, struct tables *tables)
{
    char texts_path[TABLE_PATH_MAX];
    struct base_buf out;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_path_beside(header, "data_town_table_texts.bin", texts_path);
    table_append_notice(&out, GENERATOR, "data/");
    base_buf_append_string(&out, "#define TEXTS_FILE ");
    table_append_literal(&out, base_text_of(texts_path));
    base_buf_append_string(&out, "\n");
    append_countries(&out, list);
    append_divisions(&out, tables);
    base_buf_append_string(&out, "static const struct data_town_table_row ROWS[] = {\n");
    base_buf_append(&out, tables->rows_c.bytes, tables->rows_c.used);
    base_buf_append_string(&out, "};\n");
    table_write(texts_path, &tables->texts);
    table_write(header, &out);
}

int main(int argc, char **argv)
{
    static struct town_list list;
    static struct tables tables;
    if (argc != 7)
        table_fail_path(argv[0], "expects HEADER data/place-names.tab data/iso3166.tab "
                                 "data/towns.tsv data/zone.tab data/zone1970.tab");
    town_list_read(&list, (const char *const *)argv + 2);
    base_buf_init(&tables.texts, TABLE_OUTPUT_MAX_BYTES);
    base_buf_init(&tables.rows_c, TABLE_OUTPUT_MAX_BYTES);
    tables.division_count = 1;
    for (int i = 0; i < list.count; i++) add_town(&tables, &list, &list.towns[i]);
    write_tables(argv[1], &list, &tables);
    return 0;
}
