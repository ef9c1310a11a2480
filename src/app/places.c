/* Towns by name and by distance. A search looks at every row; which letters its names have and begin
 * with, kept in the row, spare it most of them.
 *
 * Anchors: the poles are 20015.1 km apart, half of 2 pi 6371.0088 km.
 */
#include "app/places.h"

#include "app/fold.h"

#include <math.h>
#include <stdio.h>

#define SHORT_MIN_LETTERS 4 /* of a name that may have one misspelling */
#define LONG_MIN_LETTERS  8 /* two */
#define SHORT_FORM_MAX    3 /* letters of "MO", "NSW" */
#define EDITS_MAX         2
#define RAD_PER_DEG       0.017453292519943295
#define KM_PER_DEG        (APP_PLACES_EARTH_KM * RAD_PER_DEG)
#define SPLITS_MAX        (APP_FOLD_MAX / 2)
#define LANDMARK_SOFT_KM  10.0
#define NO_MATCH          ((enum app_places_match)(APP_PLACES_MISSPELT + 1))

/* A part of a query that may be a name, and the rest, which then says what it lies in. */
struct split {
    struct base_text name, area;
    uint32_t letters; /* which the name has */
};

/* A query, and all that is the same for every row. */
struct question {
    struct app_towns towns;
    struct base_text words;
    struct split splits[SPLITS_MAX];
    int split_count;
    uint32_t initial, first_letters;            /* of the first word */
    uint8_t countries[APP_TOWNS_COUNTRIES_MAX]; /* how each answers the whole query */
    uint8_t divisions[APP_TOWNS_DIVISIONS_MAX];
};

static enum app_places_match better(enum app_places_match a, enum app_places_match b)
{
    return a < b ? a : b;
}

static enum app_places_match worse(enum app_places_match a, enum app_places_match b)
{
    return a > b ? a : b;
}

/* A letter as a bit; all that is neither a to z nor a digit is one that no row has. */
static uint32_t bit_of(char c)
{
    if (c >= 'a' && c <= 'z') return 1u << (c - 'a');
    return c >= '0' && c <= '9' ? APP_TOWNS_DIGIT : APP_TOWNS_DIGIT << 1;
}

static uint32_t letters_of(struct base_text text)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] != ' ') letters |= bit_of(text.at[i]);
    return letters;
}

/* NAME, PREFIX or WORD: the best that one of the keys answers. */
static enum app_places_match match_keys(struct base_text keys, struct base_text name)
{
    enum app_places_match best = NO_MATCH;
    const char *const end = keys.at + keys.length;
    for (const char *at = keys.at; (size_t)(end - at) >= name.length; at++) {
        at = memchr(at, name.at[0], (size_t)(end - at) - name.length + 1);
        if (at == NULL) break;
        const char before = at == keys.at ? '|' : at[-1];
        if ((before != '|' && before != ' ') || memcmp(at, name.at, name.length) != 0) continue;
        if (before == ' ')
            best = better(best, APP_PLACES_WORD);
        else if (at + name.length == end || at[name.length] == '|')
            return APP_PLACES_NAME;
        else
            best = better(best, APP_PLACES_PREFIX);
    }
    return best;
}

/* ---- what a town lies in -------------------------------------------------------------------- */

/* NAME when words are all of a country's name or its code, PREFIX when they are its beginning. */
static enum app_places_match match_country(const struct app_towns_country *country,
                                           struct base_text words)
{
    if (base_text_equals_any_case(country->code, words)) return APP_PLACES_NAME;
    enum app_places_match match = match_keys(country->keys, words);
    return match == APP_PLACES_WORD ? NO_MATCH : match;
}

static struct base_text division_keys(const struct app_towns *towns, int division)
{
    const struct app_towns_division *d = &towns->divisions[division];
    return (struct base_text){towns->texts + d->at + d->name_length + 1, d->keys_length};
}

/* As for a country; OTHER_NAME for a short form, which a country's code goes before. */
static enum app_places_match match_division(const struct app_towns *towns, int division,
                                            struct base_text words)
{
    if (division == 0) return NO_MATCH;
    enum app_places_match match = match_keys(division_keys(towns, division), words);
    if (match == APP_PLACES_NAME && words.length <= SHORT_FORM_MAX) return APP_PLACES_OTHER_NAME;
    return match == APP_PLACES_WORD ? NO_MATCH : match;
}

/* The country, the division, or the division and then the country. */
static enum app_places_match match_area(const struct app_towns *towns,
                                        const struct app_towns_row *row, struct base_text words)
{
    const struct app_towns_country *country = &towns->countries[row->country];
    enum app_places_match best =
        better(match_country(country, words), match_division(towns, row->division, words));
    const size_t longest = towns->divisions[row->division].keys_length;
    for (size_t i = 1; best == NO_MATCH && i <= longest && i + 1 < words.length; i++) {
        if (words.at[i] != ' ') continue;
        enum app_places_match inner =
            match_division(towns, row->division, (struct base_text){words.at, i});
        if (inner > APP_PLACES_OTHER_NAME) continue;
        const struct base_text rest = {words.at + i + 1, words.length - i - 1};
        enum app_places_match outer = match_country(country, rest);
        if (outer != NO_MATCH) best = worse(inner, outer);
    }
    return best;
}

/* What a whole query is to those who lie in an area: COUNTRY, AREA or nothing. Two letters are
 * rather the beginning of a name than a code. */
static uint8_t area_alone(enum app_places_match match, bool is_short)
{
    if (match == NO_MATCH) return NO_MATCH;
    return match == APP_PLACES_NAME && !is_short ? APP_PLACES_COUNTRY : APP_PLACES_AREA;
}

static void match_areas(struct question *q)
{
    for (int i = 0; i < q->towns.country_count; i++) {
        const struct app_towns_country *country = &q->towns.countries[i];
        q->countries[i] = area_alone(match_country(country, q->words),
                                     base_text_equals_any_case(country->code, q->words));
    }
    for (int i = 0; i < q->towns.division_count; i++)
        q->divisions[i] = area_alone(match_division(&q->towns, i, q->words), false);
}

/* ---- the question --------------------------------------------------------------------------- */

/* Cuts the query after each of its words. */
static void ask(struct question *q, struct base_text words)
{
    q->towns = app_towns_all();
    q->words = words;
    q->split_count = 0;
    for (size_t end = 1; end <= words.length && q->split_count < SPLITS_MAX; end++) {
        if (end < words.length && words.at[end] != ' ') continue;
        const size_t next = end < words.length ? end + 1 : end;
        struct split *split = &q->splits[q->split_count++];
        split->name = (struct base_text){words.at, end};
        split->area = (struct base_text){words.at + next, words.length - next};
        split->letters = letters_of(split->name);
    }
    q->initial = bit_of(words.at[0]);
    q->first_letters = q->splits[0].letters;
}

/* How a name answers: its own before those of other languages. */
static enum app_places_match match_name(const struct question *q, const struct app_towns_row *row,
                                        struct base_text name)
{
    enum app_places_match match = match_keys(app_towns_keys(&q->towns, row), name);
    if (match <= APP_PLACES_OTHER_NAME || row->aliases_length == 0) return match;
    enum app_places_match other = match_keys(app_towns_aliases(&q->towns, row), name);
    if (other == APP_PLACES_NAME) return APP_PLACES_OTHER_NAME;
    return other == APP_PLACES_PREFIX ? better(match, APP_PLACES_OTHER_PREFIX) : match;
}

/* How the names of a row answer a query as it is spelt. */
static enum app_places_match match_names(const struct question *q, const struct app_towns_row *row)
{
    enum app_places_match best = NO_MATCH;
    if ((row->initials & q->initial) == 0 || (q->first_letters & ~row->letters) != 0) return best;
    for (int i = 0; i < q->split_count; i++) {
        const struct split *split = &q->splits[i];
        if ((split->letters & ~row->letters) != 0) break; /* so have all longer ones */
        enum app_places_match match = match_name(q, row, split->name);
        if (match == NO_MATCH) break;
        if (split->area.length > 0) {
            enum app_places_match where = match_area(&q->towns, row, split->area);
            match = where == NO_MATCH ? NO_MATCH : worse(match, where);
        }
        best = better(best, match);
    }
    return best;
}

/* Its names, or all that it lies in. */
static enum app_places_match spelt(const struct question *q, const struct app_towns_row *row,
                                   int *edits)
{
    *edits = 0;
    return better(match_names(q, row), better((enum app_places_match)q->countries[row->country],
                                              (enum app_places_match)q->divisions[row->division]));
}

/* How a row answers one of its own names, whole, alone or with what it lies in. */
static enum app_places_match named(const struct question *q, const struct app_towns_row *row,
                                   int *edits)
{
    enum app_places_match best = NO_MATCH;
    *edits = 0;
    if ((row->initials & q->initial) == 0 || (q->first_letters & ~row->letters) != 0) return best;
    for (int i = 0; i < q->split_count; i++) {
        const struct split *split = &q->splits[i];
        if ((split->letters & ~row->letters) != 0) break;
        enum app_places_match match = match_keys(app_towns_keys(&q->towns, row), split->name);
        if (match != APP_PLACES_NAME) continue;
        if (split->area.length > 0) match = match_area(&q->towns, row, split->area);
        best = better(best, match);
    }
    return best <= APP_PLACES_OTHER_NAME ? best : NO_MATCH;
}

/* The same for names in other languages. */
static enum app_places_match named_otherwise(const struct question *q,
                                             const struct app_towns_row *row, int *edits)
{
    enum app_places_match match = match_names(q, row);
    *edits = 0;
    return match <= APP_PLACES_OTHER_NAME ? match : NO_MATCH;
}

/* ---- misspellings --------------------------------------------------------------------------- */

static int edits_allowed(size_t letters)
{
    return letters >= LONG_MIN_LETTERS ? EDITS_MAX : letters >= SHORT_MIN_LETTERS ? 1 : 0;
}

/* Whether more than `most` letters of a text are none of some: so many edits there are at least. */
static bool lacks(uint32_t letters, struct base_text text, int most)
{
    for (size_t i = 0; i < text.length && most >= 0; i++)
        most -= text.at[i] != ' ' && (bit_of(text.at[i]) & letters) == 0;
    return most < 0;
}

/* Letters between a name and the nearest of the keys; more than `most` when all are farther. */
static int edits_of(struct base_text keys, const struct split *split, int most)
{
    const struct base_text name = split->name;
    int least = most + 1;
    while (keys.length > 0) {
        const struct base_text key = base_text_cut(&keys, '|');
        if (key.length > name.length + (size_t)most || name.length > key.length + (size_t)most)
            continue;
        if (key.length > APP_PROBLEM_DISTANCE_MAX || lacks(split->letters, key, most) ||
            lacks(letters_of(key), name, most))
            continue;
        int edits = app_problem_distance(key, name);
        if (edits < least) least = edits;
    }
    return least;
}

static enum app_places_match misspelt(const struct question *q, const struct app_towns_row *row,
                                      int *edits)
{
    enum app_places_match match = NO_MATCH;
    for (int i = 0; i < q->split_count; i++) {
        const struct split *split = &q->splits[i];
        int most = match == NO_MATCH ? edits_allowed(split->name.length) : *edits - 1;
        if (split->name.length > APP_PROBLEM_DISTANCE_MAX ||
            __builtin_popcount(split->letters & ~row->letters) > EDITS_MAX)
            break; /* so are all longer ones */
        if (most <= 0 || __builtin_popcount(split->letters & ~row->letters) > most ||
            lacks(row->letters, split->name, most))
            continue;
        int least = edits_of(app_towns_keys(&q->towns, row), split, most);
        if (least > 1 && row->aliases_length > 0) {
            int other = edits_of(app_towns_aliases(&q->towns, row), split, most);
            least = other < least ? other : least;
        }
        if (least > most) continue;
        if (split->area.length > 0 && match_area(&q->towns, row, split->area) == NO_MATCH) continue;
        match = APP_PLACES_MISSPELT;
        *edits = least;
    }
    return match;
}

/* ---- distance ------------------------------------------------------------------------------- */

double app_places_distance_km(double lat_deg, double lon_deg, double other_lat_deg,
                              double other_lon_deg)
{
    const double north = sin((other_lat_deg - lat_deg) * RAD_PER_DEG / 2.0);
    const double east = sin((other_lon_deg - lon_deg) * RAD_PER_DEG / 2.0);
    const double haversine =
        north * north + cos(lat_deg * RAD_PER_DEG) * cos(other_lat_deg * RAD_PER_DEG) * east * east;
    return 2.0 * APP_PLACES_EARTH_KM * asin(sqrt(fmin(haversine, 1.0)));
}

static double distance_km(const struct app_towns_row *row, double lat_deg, double lon_deg)
{
    return app_places_distance_km(lat_deg, lon_deg, row->lat_1e4 / 1e4, row->lon_1e4 / 1e4);
}

/* No point of that latitude is nearer. */
static double least_km(const struct app_towns_row *row, double lat_deg)
{
    return fabs(row->lat_1e4 / 1e4 - lat_deg) * KM_PER_DEG * (1.0 - 1e-9); /* rounding */
}

void app_places_landmark(double lat_deg, double lon_deg, struct app_places_hit *hit)
{
    const struct app_towns towns = app_towns_all();
    const struct app_places_query query = {
        .has_near = true, .near_lat_deg = lat_deg, .near_lon_deg = lon_deg};
    double most = 0.0;
    app_places_find(&query, hit, 1);
    if (hit->distance_km > APP_PLACES_LANDMARK_KM) return;
    for (int i = 0; i < towns.count; i++) {
        const struct app_towns_row *row = &towns.rows[i];
        if (least_km(row, lat_deg) > APP_PLACES_LANDMARK_KM) continue;
        const double km = distance_km(row, lat_deg, lon_deg);
        const double pull = row->people / (km * km + LANDMARK_SOFT_KM * LANDMARK_SOFT_KM);
        if (km > APP_PLACES_LANDMARK_KM || pull <= most) continue;
        most = pull;
        hit->row = i;
        hit->distance_km = km;
    }
}

/* ---- the best of many ----------------------------------------------------------------------- */

static bool is_before(const struct app_places_hit *a, const struct app_places_hit *b)
{
    if (a->match != b->match) return a->match < b->match;
    if (a->edits != b->edits) return a->edits < b->edits;
    if (a->distance_km != b->distance_km) return a->distance_km < b->distance_km;
    return a->row < b->row; /* the table has the most people first */
}

static void swap(struct app_places_hit *a, struct app_places_hit *b)
{
    const struct app_places_hit kept = *a;
    *a = *b;
    *b = kept;
}

/* hits[0] is the worst of a heap: puts hits[at], which may be too good, where it belongs. */
static void sink(struct app_places_hit *hits, int count, int at)
{
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && is_before(&hits[child], &hits[child + 1])) child++;
        if (!is_before(&hits[at], &hits[child])) return;
        swap(&hits[at], &hits[child]);
        at = child;
    }
}

/* Keeps a hit among the best, or forgets the worst. */
static void keep(struct app_places_hit *hits, int *kept, int max, const struct app_places_hit *hit)
{
    if (*kept == max) {
        if (max == 0 || !is_before(hit, &hits[0])) return;
        hits[0] = *hit;
        sink(hits, max, 0);
        return;
    }
    int at = (*kept)++;
    hits[at] = *hit;
    for (; at > 0 && is_before(&hits[(at - 1) / 2], &hits[at]); at = (at - 1) / 2)
        swap(&hits[at], &hits[(at - 1) / 2]);
}

/* The best first. */
static void sort(struct app_places_hit *hits, int kept)
{
    while (kept-- > 1) {
        swap(&hits[0], &hits[kept]);
        sink(hits, kept, 0);
    }
}

typedef enum app_places_match matcher(const struct question *q, const struct app_towns_row *row,
                                      int *edits);

static enum app_places_match any(const struct question *q, const struct app_towns_row *row,
                                 int *edits)
{
    (void)q;
    (void)row;
    *edits = 0;
    return APP_PLACES_ID;
}

/* What one way of matching finds. */
static int collect(matcher *match, const struct question *q, const struct app_places_query *query,
                   struct app_places_hit *hits, int max)
{
    const struct app_towns towns = app_towns_all();
    int found = 0, kept = 0;
    for (int i = 0; i < towns.count; i++) {
        const struct app_towns_row *row = &towns.rows[i];
        struct app_places_hit hit = {.row = i, .has_distance = query->has_near};
        hit.match = match(q, row, &hit.edits);
        if (hit.match == NO_MATCH) continue;
        found++;
        if (hit.has_distance) {
            hit.distance_km = least_km(row, query->near_lat_deg);
            if (kept == max && (max == 0 || !is_before(&hit, &hits[0]))) continue;
            hit.distance_km = distance_km(row, query->near_lat_deg, query->near_lon_deg);
        }
        keep(hits, &kept, max, &hit);
    }
    sort(hits, kept);
    return found;
}

/* ---- ids ------------------------------------------------------------------------------------ */

/* The row of an id in any case; or of a zone's of former times: same first part, and a name for its
 * last. -1: none. */
static int row_of_id(struct base_text text)
{
    const struct app_towns towns = app_towns_all();
    struct base_text last = text, area = base_text_cut(&last, '/');
    if (last.length == 0) return -1;
    for (int i = 0; i < towns.count; i++) {
        const struct base_text id = {towns.texts + towns.rows[i].at, towns.rows[i].id_length};
        if (base_text_equals_any_case(id, text)) return i;
    }
    while (memchr(last.at, '/', last.length) != NULL) base_text_cut(&last, '/');
    const struct app_fold folded = app_fold_name(last);
    const struct base_text name = {folded.letters, folded.length};
    for (int i = 0; i < towns.count && folded.is_whole && name.length > 0; i++) {
        const struct app_towns_row *row = &towns.rows[i];
        struct base_text id = {towns.texts + row->at, row->id_length};
        if (row->zone == i && base_text_equals_any_case(base_text_cut(&id, '/'), area) &&
            match_keys(app_towns_keys(&towns, row), name) == APP_PLACES_NAME)
            return i;
    }
    return -1;
}

/* For an id there is one answer. */
static int find_row(int row, const struct app_places_query *query, struct app_places_hit *hits,
                    int max)
{
    if (max == 0) return 1;
    hits[0] = (struct app_places_hit){
        .row = row, .match = APP_PLACES_ID, .has_distance = query->has_near};
    if (query->has_near)
        hits[0].distance_km =
            distance_km(&app_towns_all().rows[row], query->near_lat_deg, query->near_lon_deg);
    return 1;
}

int app_places_find(const struct app_places_query *query, struct app_places_hit *hits, int max)
{
    if (query->text.length == 0) return collect(any, NULL, query, hits, max);
    const int row = row_of_id(query->text);
    if (row >= 0) return find_row(row, query, hits, max);
    const struct app_fold folded = app_fold_name(query->text);
    if (!folded.is_whole || folded.length == 0) return 0;
    struct question q;
    ask(&q, (struct base_text){folded.letters, folded.length});
    match_areas(&q);
    int found = collect(spelt, &q, query, hits, max);
    return found > 0 ? found : collect(misspelt, &q, query, hits, max);
}

/* ---- the one that is meant ------------------------------------------------------------------ */

/* "America/Argentina/San_Juan, America/Puerto_Rico" */
static void list_ids(const struct app_places_hit *hits, int count, char *text, size_t size)
{
    size_t used = 0;
    for (int i = 0; i < count && used < size; i++) {
        const struct app_towns_town town = app_towns_town(hits[i].row);
        if (used + town.id.length + 3 > size) return; /* half an id is none */
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "", town.id.at);
    }
}

/* The name to suggest: one that begins like the text, else the first. */
static struct base_text nearest_name(struct base_text text, const struct app_places_hit *hits,
                                     int found)
{
    for (int i = 0; i < found && i <= APP_PLACES_NAMESAKES_MAX; i++) {
        const struct base_text name = app_towns_town(hits[i].row).name;
        const struct base_text beginning = {name.at, text.length};
        if (name.length >= text.length && base_text_equals_any_case(beginning, text)) return name;
    }
    return app_towns_town(hits[0].row).name;
}

static bool is_of_zone(const struct app_places_hit *hit)
{
    return app_towns_all().rows[hit->row].zone == hit->row;
}

/* Whether the first is so well known beside a namesake that nobody means that. */
static bool is_clear_of(const struct app_places_hit *first, const struct app_places_hit *namesake)
{
    const struct app_towns_row *rows = app_towns_all().rows;
    double times = APP_PLACES_DOMINANT;
    if (is_of_zone(namesake))
        times = APP_PLACES_DOMINANT_ZONE;
    else if (is_of_zone(first))
        times = 1.0;
    return rows[first->row].people > 0 &&
           rows[first->row].people >= times * rows[namesake->row].people;
}

/* How many of the hits are as good as the first; 1 when that is meant all the same. */
static int count_meant(const struct app_places_hit *hits, int held)
{
    int count = 0;
    bool is_clear = true;
    for (; count < held && hits[count].match <= APP_PLACES_OTHER_NAME; count++) {
        if (hits[count].match != hits[0].match) break;
        if (count > 0 && !is_clear_of(&hits[0], &hits[count])) is_clear = false;
    }
    return is_clear && count > 1 ? 1 : count;
}

/* As app_places_find, but for ids and whole names alone. */
static int find_named(const struct app_places_query *query, struct app_places_hit *hits, int max)
{
    const int row = row_of_id(query->text);
    if (row >= 0) return find_row(row, query, hits, max);
    const struct app_fold folded = app_fold_name(query->text);
    if (!folded.is_whole || folded.length == 0) return 0;
    struct question q;
    ask(&q, (struct base_text){folded.letters, folded.length});
    int found = collect(named, &q, query, hits, max);
    return found > 0 ? found : collect(named_otherwise, &q, query, hits, max);
}

enum base_err app_places_resolve(struct base_text text, struct app_towns_town *town,
                                 struct app_problem *problem)
{
    struct app_places_hit hits[APP_PLACES_NAMESAKES_MAX + 1];
    const struct app_places_query query = {.text = text};
    int found = text.length > 0 ? find_named(&query, hits, APP_PLACES_NAMESAKES_MAX + 1) : 0;
    int held = found < APP_PLACES_NAMESAKES_MAX + 1 ? found : APP_PLACES_NAMESAKES_MAX + 1;
    int count = count_meant(hits, held);
    if (count == 1) {
        *town = app_towns_town(hits[0].row);
        return BASE_ERR_OK;
    }
    *problem = (struct app_problem){.kind = APP_PROBLEM_PLACE_UNKNOWN,
                                    .parameter = BASE_TEXT("place"),
                                    .got = text,
                                    .expected = BASE_TEXT(APP_PLACES_EXPECTED),
                                    .example = BASE_TEXT("Paris")};
    if (count == 0 && text.length > 0)
        found = app_places_find(&query, hits, APP_PLACES_NAMESAKES_MAX + 1);
    if (count == 0 && found > 0) problem->did_you_mean = nearest_name(text, hits, found);
    if (count > 1) {
        problem->kind = APP_PROBLEM_PLACE_AMBIGUOUS;
        problem->expected = (struct base_text){NULL, 0};
        problem->example = app_towns_town(hits[0].row).id;
        list_ids(hits, count < APP_PLACES_NAMESAKES_MAX ? count : APP_PLACES_NAMESAKES_MAX,
                 problem->choices, sizeof problem->choices);
    }
    return BASE_ERR_MISSING;
}
