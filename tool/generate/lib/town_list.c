/* The list of the time-zone database and that of GeoNames become one. Every zone of zone.tab is a
 * town, and of zone1970.tab those that zone.tab lacks; towns.tsv adds what it knows of these, and
 * its own towns.
 */
#include "town_list.h"

#include "data/name_fold.h"
#include "table.h"

#include <stdio.h>
#include <stdlib.h>

#define NAMES_MAX     1000
#define KEYS_MAX      4000 /* bytes */
#define LENGTH_MAX    255  /* of an id, a name: kept in a byte */
#define ARC_S_PER_1E4 0.36 /* seconds of arc in a ten-thousandth of a degree */

/* A row of place-names.tab. */
struct place_name {
    struct base_text id, shown, others;
    int line;
    bool is_used;
};

/* A row of towns.tsv. */
struct source_town {
    struct base_text id, code, division, name, lat, lon, zone, people, others;
    int line;
};

struct sources {
    struct place_name names[NAMES_MAX];
    struct source_town towns[TOWN_LIST_MAX];
    int name_count, town_count;
    struct table_file places, file; /* place-names.tab; the file that is being merged */
    struct town_list *list;
};

static const char *copied(struct base_text text)
{
    char *copy = malloc(text.length + 1);
    if (copy == NULL) table_fail_path("town_list", "out of memory");
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return copy;
}

/* ---- keys: folded names with | between ------------------------------------------------------ */

static struct base_text folded(const struct table_file *file, struct base_text name,
                               struct data_name_fold *fold)
{
    *fold = data_name_fold_name(name);
    if (!fold->is_whole) table_fail(file, "the name %.*s is too long", (int)name.length, name.at);
    for (size_t i = 0; i < fold->length; i++)
        if ((unsigned char)fold->letters[i] >= 0x80)
            table_fail(file, "the name %.*s has a letter that does not fold to a to z",
                       (int)name.length, name.at);
    return (struct base_text){fold->letters, fold->length};
}

static bool has_key(const struct base_buf *keys, struct base_text key)
{
    struct base_text rest = {keys->bytes, keys->used};
    while (rest.length > 0)
        if (base_text_equals(base_text_cut(&rest, '|'), key)) return true;
    return false;
}

static void add_key(struct base_buf *keys, struct base_text key)
{
    if (key.length == 0 || has_key(keys, key)) return;
    if (keys->used > 0) base_buf_append_string(keys, "|");
    base_buf_append_text(keys, key);
}

/* Adds a name, and "saint ..." beside "st ...". */
static void add_name(const struct table_file *file, struct base_buf *keys, struct base_text name)
{
    static const char saint[] = "saint ", st[] = "st ";
    const size_t saint_length = sizeof saint - 1, st_length = sizeof st - 1;
    struct data_name_fold fold;
    const struct base_text key = folded(file, name, &fold);
    add_key(keys, key);
    if (key.length <= st_length || memcmp(key.at, st, st_length) != 0) return;
    char full[DATA_NAME_FOLD_MAX + sizeof saint];
    memcpy(full, saint, saint_length);
    memcpy(full + saint_length, key.at + st_length, key.length - st_length);
    add_key(keys, (struct base_text){full, saint_length + key.length - st_length});
}

static void add_names(const struct table_file *file, struct base_buf *keys, struct base_text names)
{
    while (names.length > 0) add_name(file, keys, base_text_cut(&names, ','));
}

static const char *finished(struct base_buf *keys)
{
    if (keys->has_overflowed) table_fail_path("town_list", "the names of a town are too long");
    const char *copy = copied((struct base_text){keys->bytes, keys->used});
    base_buf_fini(keys);
    return copy;
}

/* ---- names beside the tables ---------------------------------------------------------------- */

static struct place_name *name_of(struct sources *sources, struct base_text id)
{
    for (int i = 0; i < sources->name_count; i++) {
        struct place_name *name = &sources->names[i];
        if (!base_text_equals(name->id, id)) continue;
        name->is_used = true;
        return name;
    }
    return NULL;
}

static struct base_text others_of(struct sources *sources, struct base_text id)
{
    const struct place_name *name = name_of(sources, id);
    return name == NULL ? (struct base_text){NULL, 0} : name->others;
}

static void require_plain(const struct table_file *file, struct base_text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.at[i] == '"' || name.at[i] == ',')
            table_fail(file, "a name with a quote or a comma would need quotes in CSV");
    if (name.length > LENGTH_MAX) table_fail(file, "a name is longer than %d bytes", LENGTH_MAX);
}

/* ---- countries ------------------------------------------------------------------------------ */

static void add_country(struct sources *sources, struct base_text code, struct base_text name)
{
    struct town_list *list = sources->list;
    struct base_buf keys;
    require_plain(&sources->file, name);
    if (list->country_count == TOWN_LIST_COUNTRIES_MAX)
        table_fail(&sources->file, "more than %d countries", TOWN_LIST_COUNTRIES_MAX);
    base_buf_init(&keys, KEYS_MAX);
    add_name(&sources->file, &keys, name);
    add_names(&sources->file, &keys, others_of(sources, code));
    list->countries[list->country_count++] =
        (struct town_list_country){copied(code), copied(name), finished(&keys)};
}

static int country_of(const struct sources *sources, struct base_text code)
{
    for (int i = 0; i < sources->list->country_count; i++)
        if (base_text_equals(base_text_of(sources->list->countries[i].code), code)) return i;
    table_fail(&sources->file, "%.*s is not the code of a country", (int)code.length, code.at);
}

/* ---- towns ---------------------------------------------------------------------------------- */

static const char *division_keys(struct sources *sources, struct base_text code,
                                 struct base_text division, struct base_text middle)
{
    char id[2 * LENGTH_MAX];
    struct base_buf keys;
    base_buf_init(&keys, KEYS_MAX);
    require_plain(&sources->file, division);
    const int length = snprintf(id, sizeof id, "%.*s/%.*s", (int)code.length, code.at,
                                (int)division.length, division.at);
    add_name(&sources->file, &keys, division);
    add_names(&sources->file, &keys, others_of(sources, (struct base_text){id, (size_t)length}));
    add_name(&sources->file, &keys, middle);
    if (keys.used > LENGTH_MAX)
        table_fail(&sources->file, "the names of %s are longer than %d bytes", id, LENGTH_MAX);
    return finished(&keys);
}

/* Names in other languages that are not among the keys. */
static const char *aliases_of(const struct base_buf *keys, struct base_text names,
                              struct base_buf *aliases)
{
    while (names.length > 0) {
        const struct base_text name = base_text_cut(&names, '|');
        if (!has_key(keys, name)) add_key(aliases, name);
    }
    return finished(aliases);
}

/* What both lists give of a town, texts still borrowed. */
struct given_town {
    struct base_text id, code, spelt;  /* the name as the id or GeoNames spells it */
    struct base_text division, middle; /* the part of a zone's id between its area and its town */
    struct base_text other_name, other_names; /* unfolded; folded with | between */
    struct base_text zone;
    double lat_1e4, lon_1e4;
    uint32_t people;
};

static void add_town(struct sources *sources, const struct given_town *given)
{
    struct town_list *list = sources->list;
    const struct table_file *file = &sources->file;
    if (list->count == TOWN_LIST_MAX) table_fail(file, "more than %d towns", TOWN_LIST_MAX);
    struct town_list_town *town = &list->towns[list->count++];
    const struct place_name *own = name_of(sources, given->id);
    const bool is_shown = own != NULL && own->shown.length > 0;
    const struct base_text name = is_shown ? own->shown : given->spelt;
    struct data_name_fold fold;
    struct base_buf keys, aliases;
    base_buf_init(&keys, KEYS_MAX);
    base_buf_init(&aliases, KEYS_MAX);
    require_plain(file, name);
    if (given->id.length > LENGTH_MAX) table_fail(file, "the id is too long");
    add_name(file, &keys, name);
    add_name(file, &keys, given->spelt);
    if (own != NULL) add_names(file, &keys, own->others);
    const struct base_text other = folded(file, given->other_name, &fold);
    if (!has_key(&keys, other)) add_key(&aliases, other);
    *town = (struct town_list_town){
        .id = copied(given->id),
        .name = copied(name),
        .aliases = aliases_of(&keys, given->other_names, &aliases),
        .division = copied(given->division),
        .division_keys = division_keys(sources, given->code, given->division, given->middle),
        .zone = copied(given->zone),
        .country = country_of(sources, given->code),
        .people = given->people,
        .lat_1e4 = (int32_t)given->lat_1e4,
        .lon_1e4 = (int32_t)given->lon_1e4,
    };
    town->keys = finished(&keys);
}

/* The ten-thousandths of a degree of +DDMM, +DDMMSS, +DDDMM or +DDDMMSS, whose degrees have that
 * many digits. */
static double arc_1e4(const struct table_file *file, struct base_text text, size_t digits)
{
    if ((text.length != digits + 3 && text.length != digits + 5) ||
        strchr("+-", text.at[0]) == NULL)
        table_fail(file, "coordinates are not like +DDMM+DDDMM or +DDMMSS+DDDMMSS");
    const struct base_text degrees = {text.at + 1, digits}, minutes = {text.at + 1 + digits, 2};
    double arc_s = table_number(file, degrees, 0.0, 180.0) * 3600.0 +
                   table_number(file, minutes, 0.0, 59.0) * 60.0;
    if (text.length == digits + 5)
        arc_s += table_number(file, (struct base_text){minutes.at + 2, 2}, 0.0, 59.0);
    const double whole = (double)(int32_t)(arc_s / ARC_S_PER_1E4 + 0.5);
    return text.at[0] == '-' ? -whole : whole;
}

static double degrees_1e4(const struct table_file *file, struct base_text text, double most)
{
    const double degrees = table_number(file, text, -most, most);
    return (double)(int32_t)(degrees * 1e4 + (degrees < 0.0 ? -0.5 : 0.5));
}

static const struct town_list_town *town_of_id(const struct town_list *list, int count,
                                               struct base_text id)
{
    for (int i = 0; i < count; i++)
        if (base_text_equals(base_text_of(list->towns[i].id), id)) return &list->towns[i];
    return NULL;
}

static struct base_text spelt_with_blanks(struct base_text text)
{
    char *copy = strdup(copied(text));
    if (copy == NULL) table_fail_path("town_list", "out of memory");
    for (char *at = copy; *at != '\0'; at++)
        if (*at == '_') *at = ' ';
    return base_text_of(copy);
}

/* Fills in the parts of a zone's id: "America/Argentina/San_Juan" is San Juan in Argentina. */
static void split_id(struct base_text id, struct given_town *given)
{
    struct base_text middle = id, last;
    size_t from = 0, to = 0;
    for (size_t i = 0; i < id.length; i++) {
        if (id.at[i] != '/') continue;
        if (from == 0) from = i + 1;
        to = i;
    }
    last = (struct base_text){id.at + (to == 0 ? 0 : to + 1), id.length - (to == 0 ? 0 : to + 1)};
    middle = (struct base_text){id.at + from, to > from ? to - from : 0};
    given->spelt = spelt_with_blanks(last);
    given->middle = spelt_with_blanks(middle);
}

static void add_zone(struct sources *sources, struct base_text codes, struct base_text where,
                     struct base_text id)
{
    const struct table_file *file = &sources->file;
    if (town_of_id(sources->list, sources->list->count, id) != NULL) return;
    size_t cut = 1;
    while (cut < where.length && strchr("+-", where.at[cut]) == NULL) cut++;
    struct given_town given = {.id = id, .zone = id, .code = base_text_cut(&codes, ',')};
    split_id(id, &given);
    given.division = given.middle;
    given.lat_1e4 = arc_1e4(file, (struct base_text){where.at, cut}, 2);
    given.lon_1e4 = arc_1e4(file, (struct base_text){where.at + cut, where.length - cut}, 3);
    for (int i = 0; i < sources->town_count; i++) {
        const struct source_town *known = &sources->towns[i];
        if (!base_text_equals(known->id, id)) continue;
        given.division = known->division;
        given.other_name = known->name;
        given.other_names = known->others;
        given.people = (uint32_t)table_number(file, known->people, 0.0, 1e8);
    }
    add_town(sources, &given);
}

static void add_source_town(struct sources *sources, const struct source_town *source)
{
    const struct table_file *file = &sources->file;
    add_town(sources, &(struct given_town){
                          .id = source->id,
                          .code = source->code,
                          .spelt = source->name,
                          .division = source->division,
                          .other_names = source->others,
                          .zone = source->zone,
                          .lat_1e4 = degrees_1e4(file, source->lat, 90.0),
                          .lon_1e4 = degrees_1e4(file, source->lon, 180.0),
                          .people = (uint32_t)table_number(file, source->people, 0.0, 1e8),
                      });
}

/* ---- the five files ------------------------------------------------------------------------- */

static void read_place_names(struct sources *sources, const char *path)
{
    struct base_text line;
    sources->file = table_open(path);
    while (table_next_row(&sources->file, &line)) {
        if (sources->name_count == NAMES_MAX)
            table_fail(&sources->file, "more than %d names", NAMES_MAX);
        if (memchr(line.at, '\t', line.length) == NULL)
            table_fail(&sources->file, "fewer than two columns");
        const struct base_text id = base_text_cut(&line, '\t'), shown = base_text_cut(&line, '\t');
        if (name_of(sources, id) != NULL) table_fail(&sources->file, "the id comes twice");
        if (memchr(line.at, '\t', line.length) != NULL)
            table_fail(&sources->file, "more than three columns");
        sources->names[sources->name_count++] =
            (struct place_name){id, shown, line, sources->file.line, false};
        if (base_text_equals(id, BASE_TEXT("XK"))) add_country(sources, id, shown);
    }
    sources->places = sources->file;
    for (int i = 0; i < sources->name_count; i++) sources->names[i].is_used = false;
    (void)name_of(sources, BASE_TEXT("XK"));
}

static void read_countries(struct sources *sources, const char *path)
{
    struct base_text line, column[2];
    sources->file = table_open(path);
    while (table_next_row(&sources->file, &line)) {
        table_columns(&sources->file, line, '\t', column, 2);
        add_country(sources, column[0], column[1]);
    }
}

static void read_source_towns(struct sources *sources, const char *path)
{
    struct base_text line, c[10];
    sources->file = table_open(path);
    while (table_next_row(&sources->file, &line)) {
        if (sources->town_count == TOWN_LIST_MAX)
            table_fail(&sources->file, "more than %d towns", TOWN_LIST_MAX);
        table_columns(&sources->file, line, '\t', c, 10);
        sources->towns[sources->town_count++] = (struct source_town){
            c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[9], sources->file.line};
    }
}

static void read_zones(struct sources *sources, const char *path)
{
    struct base_text line;
    sources->file = table_open(path);
    while (table_next_row(&sources->file, &line)) {
        const struct base_text codes = base_text_cut(&line, '\t');
        const struct base_text where = base_text_cut(&line, '\t');
        const struct base_text id = base_text_cut(&line, '\t');
        if (id.length == 0) table_fail(&sources->file, "fewer than three columns");
        add_zone(sources, codes, where, id);
    }
}

/* The towns of GeoNames that are not towns of the time-zone database. */
static void merge_source_towns(struct sources *sources, const char *path)
{
    const int zones = sources->list->count;
    sources->file = (struct table_file){.path = path};
    for (int i = 0; i < sources->town_count; i++) {
        const struct source_town *source = &sources->towns[i];
        sources->file.line = source->line;
        if (town_of_id(sources->list, zones, source->id) != NULL) continue;
        if (town_of_id(sources->list, zones, source->zone) == NULL)
            table_fail(&sources->file, "the zone %.*s is not in the time-zone database",
                       (int)source->zone.length, source->zone.at);
        add_source_town(sources, source);
    }
}

static void require_all_used(struct sources *sources)
{
    for (int i = 0; i < sources->name_count; i++) {
        if (sources->names[i].is_used) continue;
        sources->places.line = sources->names[i].line;
        table_fail(&sources->places, "no other table has this id");
    }
}

static int compare(const void *a, const void *b)
{
    const struct town_list_town *one = a, *other = b;
    if (one->people != other->people) return one->people > other->people ? -1 : 1;
    const struct data_name_fold name = data_name_fold_name(base_text_of(one->name));
    const struct data_name_fold other_name = data_name_fold_name(base_text_of(other->name));
    const size_t shared = name.length < other_name.length ? name.length : other_name.length;
    const int order = memcmp(name.letters, other_name.letters, shared);
    if (order != 0) return order;
    if (name.length != other_name.length) return name.length < other_name.length ? -1 : 1;
    return strcmp(one->id, other->id);
}

void town_list_read(struct town_list *list, const char *const paths[5])
{
    static struct sources sources;
    sources = (struct sources){.list = list};
    read_place_names(&sources, paths[0]);
    read_countries(&sources, paths[1]);
    read_source_towns(&sources, paths[2]);
    read_zones(&sources, paths[3]);
    read_zones(&sources, paths[4]);
    merge_source_towns(&sources, paths[2]);
    require_all_used(&sources);
    qsort(list->towns, (size_t)list->count, sizeof *list->towns, compare);
}
