/* Towns of the time-zone database. The tables are made by tool/places_rows.sh, whose fold() agrees
 * with app_places_fold: every key of a table is what its name folds to.
 *
 * Anchors: Europe/Paris +4852+00220 is 48.8667, 2.3333; the poles are 20015.1 km apart, half of
 * 2 pi 6371.0088 km.
 */
#include "app/places.h"

#include "app/api.h"
#include "app/json.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>

#define SOURCE            "tzdata 2026f"
#define SHORT_MIN_LETTERS 4 /* of a name that may have one misspelling */
#define LONG_MIN_LETTERS  8 /* two */
#define RAD_PER_DEG       0.017453292519943295

#define T(literal)                                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#include "gen/app_places_rows.h"
#undef T

#define COUNT ((int)(sizeof PLACES / sizeof *PLACES))
_Static_assert(COUNT <= APP_PLACES_MAX, "a search can find all");

int app_places_count(void)
{
    return COUNT;
}

const struct app_places_place *app_places_row(int index)
{
    return &PLACES[index];
}

/* What letters fold to, one character a letter: a capital stands for two letters, * for the letter
 * itself. From the decompositions of the Unicode Character Database 15. */
static const char LATIN[] = /* U+00C0 to U+024F */
    "aaaaaaAceeeeiiiidnooooo ouuuuyTSaaaaaaAceeeeiiiidnooooo ouuuuyTy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll"
    "lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "********************************oo*************uu***************"
    "****ZZZLLLNNNaaiioouuuuuuuuuu*aaaaAA**ggkkoooo**jZZZgg**nnaaAAoo"
    "aaaaeeeeiiiioooorrrruuuusstt**hh******aaeeooooooooyy************"
    "****************";
static const char LATIN_ADDITIONAL[] = /* U+1E00 to U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy*s**S*aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy******";

/* The two letters of a capital in the tables above. */
static const char *pair_of(char capital)
{
    switch (capital) {
    case 'A':
        return "ae";
    case 'I':
        return "ij";
    case 'L':
        return "lj";
    case 'N':
        return "nj";
    case 'O':
        return "oe";
    case 'S':
        return "ss";
    case 'T':
        return "th";
    default:
        return "dz";
    }
}

static void add_letters(struct app_places_folded *folded, const char *letters, size_t count)
{
    if (folded->length + count > APP_PLACES_FOLDED_MAX) {
        folded->is_whole = false;
        return;
    }
    memcpy(folded->letters + folded->length, letters, count);
    folded->length += count;
}

/* A blank, unless there is one or no word yet. */
static void end_word(struct app_places_folded *folded)
{
    if (folded->length > 0 && folded->letters[folded->length - 1] != ' ')
        add_letters(folded, " ", 1);
}

static void fold_ascii(struct app_places_folded *folded, char c)
{
    if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        add_letters(folded, &c, 1);
    else if (c == '&') {
        end_word(folded);
        add_letters(folded, "and ", 4);
    } else if (c != '.' && c != '\'' && c != '`')
        end_word(folded);
}

/* A character of two bytes of UTF-8 and more. */
static void fold_other(struct app_places_folded *folded, struct base_text character)
{
    const unsigned char *u = (const unsigned char *)character.at;
    unsigned point = character.length == 2 ? (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu)
                     : character.length == 3
                         ? (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu)
                         : 0x10000u;
    char to = '*';
    if (point >= 0xC0 && point < 0x250) to = LATIN[point - 0xC0];
    if (point >= 0x1E00 && point < 0x1F00) to = LATIN_ADDITIONAL[point - 0x1E00];
    if (point == 0xB4 || point == 0x2018 || point == 0x2019 || (point >= 0x2B0 && point < 0x370))
        return; /* apostrophes, modifiers, combining marks */
    if (to == ' ' || point < 0xC0 || (point >= 0x2000 && point < 0x2070) || point == 0x3000)
        end_word(folded); /* punctuation and blanks */
    else if (to == '*')
        add_letters(folded, character.at, character.length);
    else if (to < 'a')
        add_letters(folded, pair_of(to), 2);
    else
        add_letters(folded, &to, 1);
}

struct app_places_folded app_places_fold(struct base_text text)
{
    struct app_places_folded folded = {.is_whole = true};
    while (text.length > 0 && folded.is_whole) {
        size_t length = base_text_utf8_length(text);
        if (length == 0)
            end_word(&folded); /* no UTF-8 */
        else if (length == 1)
            fold_ascii(&folded, text.at[0]);
        else
            fold_other(&folded, (struct base_text){text.at, length});
        if (length == 0) length = 1;
        text.at += length;
        text.length -= length;
    }
    if (folded.length > 0 && folded.letters[folded.length - 1] == ' ') folded.length--;
    return folded;
}

#define NO_MATCH ((enum app_places_match)(APP_PLACES_MISSPELT + 1))

static enum app_places_match better(enum app_places_match a, enum app_places_match b)
{
    return a < b ? a : b;
}

/* NAME, PREFIX or WORD of one key. */
static enum app_places_match match_key(struct base_text key, struct base_text name)
{
    const size_t whole = key.length;
    while (key.length >= name.length && key.length > 0) {
        if (key.at[0] == name.at[0] && memcmp(key.at, name.at, name.length) == 0) {
            if (key.length < whole) return APP_PLACES_WORD;
            return whole == name.length ? APP_PLACES_NAME : APP_PLACES_PREFIX;
        }
        base_text_cut(&key, ' ');
    }
    return NO_MATCH;
}

static enum app_places_match match_keys(struct base_text keys, struct base_text name)
{
    enum app_places_match best = NO_MATCH;
    while (keys.length > 0) best = better(best, match_key(base_text_cut(&keys, '|'), name));
    return best;
}

static bool is_code(const struct app_places_place *place, struct base_text words)
{
    return base_text_equals_any_case(place->country->code, words);
}

/* NAME when words are all of what a place lies in, PREFIX when they are its beginning. */
static enum app_places_match match_area(const struct app_places_place *place,
                                        struct base_text words)
{
    if (is_code(place, words)) return APP_PLACES_NAME;
    enum app_places_match best = match_keys(place->country->keys, words);
    if (place->region.length > 0) best = better(best, match_key(place->region, words));
    return best == APP_PLACES_WORD ? NO_MATCH : best;
}

/* Letters between a name and the nearest of the keys; more than `most` when all are farther. */
static int edits_of(struct base_text keys, struct base_text name, int most)
{
    int least = most + 1;
    while (keys.length > 0) {
        struct base_text key = base_text_cut(&keys, '|');
        if (key.length > name.length + (size_t)most || name.length > key.length + (size_t)most)
            continue;
        if (key.length > APP_PROBLEM_DISTANCE_MAX || name.length > APP_PROBLEM_DISTANCE_MAX)
            continue;
        int edits = app_problem_distance(key, name);
        if (edits < least) least = edits;
    }
    return least;
}

static int edits_allowed(size_t letters)
{
    return letters >= LONG_MIN_LETTERS ? 2 : letters >= SHORT_MIN_LETTERS ? 1 : 0;
}

/* Cuts a folded query after its next word, starting with all of it being area.
 *
 * Gives  false when no word is left; else what may be the name and what may be the area
 */
static bool next_split(struct base_text query, struct base_text *name, struct base_text *area)
{
    if (name->length == query.length) return false;
    size_t end = name->length + (name->length > 0);
    while (end < query.length && query.at[end] != ' ') end++;
    *name = (struct base_text){query.at, end};
    size_t next = end < query.length ? end + 1 : end;
    *area = (struct base_text){query.at + next, query.length - next};
    return true;
}

/* How a place answers a folded query as it is spelt. */
static struct app_places_hit spelt(const struct app_places_place *place, struct base_text query)
{
    struct app_places_hit hit = {.place = place, .match = NO_MATCH};
    struct base_text name = {query.at, 0}, area;
    enum app_places_match all = match_area(place, query);
    if (all != NO_MATCH) /* two letters are rather the beginning of a name than a code */
        hit.match =
            all == APP_PLACES_NAME && !is_code(place, query) ? APP_PLACES_COUNTRY : APP_PLACES_AREA;
    while (next_split(query, &name, &area)) {
        enum app_places_match where = area.length == 0 ? APP_PLACES_NAME : match_area(place, area);
        if (where == NO_MATCH) continue;
        enum app_places_match match = match_keys(place->keys, name);
        if (match == APP_PLACES_NAME) match = where;
        hit.match = better(hit.match, match);
    }
    return hit;
}

static struct app_places_hit misspelt(const struct app_places_place *place, struct base_text query)
{
    struct app_places_hit hit = {.place = place, .match = NO_MATCH};
    struct base_text name = {query.at, 0}, area;
    while (next_split(query, &name, &area)) {
        if (area.length > 0 && match_area(place, area) == NO_MATCH) continue;
        int most = hit.match == NO_MATCH ? edits_allowed(name.length) : hit.edits - 1;
        int edits = most > 0 ? edits_of(place->keys, name, most) : most + 1;
        if (edits > most) continue;
        hit.match = APP_PLACES_MISSPELT;
        hit.edits = edits;
    }
    return hit;
}

double app_places_distance_km(double lat_deg, double lon_deg, double other_lat_deg,
                              double other_lon_deg)
{
    const double north = sin((other_lat_deg - lat_deg) * RAD_PER_DEG / 2.0);
    const double east = sin((other_lon_deg - lon_deg) * RAD_PER_DEG / 2.0);
    const double haversine =
        north * north + cos(lat_deg * RAD_PER_DEG) * cos(other_lat_deg * RAD_PER_DEG) * east * east;
    return 2.0 * APP_PLACES_EARTH_KM * asin(sqrt(fmin(haversine, 1.0)));
}

static bool is_before(const struct app_places_hit *a, const struct app_places_hit *b)
{
    if (a->match != b->match) return a->match < b->match;
    if (a->edits != b->edits) return a->edits < b->edits;
    return a->distance_km < b->distance_km; /* all 0 without a point to be near to */
}

/* Puts a hit where it belongs, behind its equals; the last one falls out when all are full. */
static void keep(struct app_places_hit *hits, int *kept, int max, const struct app_places_hit *hit)
{
    int at = *kept;
    while (at > 0 && is_before(hit, &hits[at - 1])) at--;
    if (at >= max) return;
    if (*kept < max) ++*kept;
    memmove(hits + at + 1, hits + at, (size_t)(*kept - 1 - at) * sizeof *hits);
    hits[at] = *hit;
}

/* An id in any case; or one of former times: same first part, and a name for its last. */
static const struct app_places_place *of_id(struct base_text text)
{
    struct base_text last = text, area = base_text_cut(&last, '/');
    if (last.length == 0) return NULL;
    for (int i = 0; i < COUNT; i++)
        if (base_text_equals_any_case(PLACES[i].id, text)) return &PLACES[i];
    while (memchr(last.at, '/', last.length) != NULL) base_text_cut(&last, '/');
    const struct app_places_folded folded = app_places_fold(last);
    const struct base_text name = {folded.letters, folded.length};
    for (int i = 0; i < COUNT && folded.is_whole && name.length > 0; i++) {
        struct base_text id = PLACES[i].id;
        if (base_text_equals_any_case(base_text_cut(&id, '/'), area) &&
            match_keys(PLACES[i].keys, name) == APP_PLACES_NAME)
            return &PLACES[i];
    }
    return NULL;
}

typedef struct app_places_hit matcher(const struct app_places_place *place, struct base_text query);

static struct app_places_hit any(const struct app_places_place *place, struct base_text query)
{
    (void)query;
    return (struct app_places_hit){.place = place, .match = APP_PLACES_ID};
}

/* What one way of matching finds. */
static int collect(matcher *match, const struct app_places_query *query, struct base_text words,
                   struct app_places_hit *hits, int max)
{
    int found = 0, kept = 0;
    for (int i = 0; i < COUNT; i++) {
        struct app_places_hit hit = match(&PLACES[i], words);
        if (hit.match == NO_MATCH) continue;
        hit.has_distance = query->has_near;
        if (hit.has_distance)
            hit.distance_km = app_places_distance_km(query->near_lat_deg, query->near_lon_deg,
                                                     PLACES[i].lat_deg, PLACES[i].lon_deg);
        found++;
        keep(hits, &kept, max, &hit);
    }
    return found;
}

/* For an id there is one answer. */
static struct app_places_hit by_id(const struct app_places_place *place, struct base_text text)
{
    return (struct app_places_hit){
        .place = place, .match = base_text_equals(place->id, text) ? APP_PLACES_ID : NO_MATCH};
}

int app_places_find(const struct app_places_query *query, struct app_places_hit *hits, int max)
{
    if (query->text.length == 0) return collect(any, query, query->text, hits, max);
    const struct app_places_place *place = of_id(query->text);
    if (place != NULL) return collect(by_id, query, place->id, hits, max);
    const struct app_places_folded folded = app_places_fold(query->text);
    if (!folded.is_whole || folded.length == 0) return 0;
    const struct base_text words = {folded.letters, folded.length};
    int found = collect(spelt, query, words, hits, max);
    return found > 0 ? found : collect(misspelt, query, words, hits, max);
}

/* "America/Argentina/San_Juan, America/Puerto_Rico" */
static void list_ids(const struct app_places_hit *hits, int count, char *text, size_t size)
{
    size_t used = 0;
    for (int i = 0; i < count && used < size; i++) {
        const struct base_text id = hits[i].place->id;
        used += (size_t)snprintf(text + used, size - used, "%s%.*s", i > 0 ? ", " : "",
                                 (int)id.length, id.at);
    }
}

/* The name to suggest: one that begins like the text, else the first. */
static struct base_text nearest_name(struct base_text text, const struct app_places_hit *hits,
                                     int found)
{
    for (int i = 0; i < found && i <= APP_PLACES_NAMESAKES_MAX; i++) {
        const struct base_text name = hits[i].place->name;
        const struct base_text beginning = {name.at, text.length};
        if (name.length >= text.length && base_text_equals_any_case(beginning, text)) return name;
    }
    return hits[0].place->name;
}

enum base_err app_places_resolve(struct base_text text, const struct app_places_place **place,
                                 struct app_problem *problem)
{
    struct app_places_hit hits[APP_PLACES_NAMESAKES_MAX + 1];
    const struct app_places_query query = {.text = text};
    int found = text.length > 0 ? app_places_find(&query, hits, APP_PLACES_NAMESAKES_MAX + 1) : 0;
    int count = 0;
    while (count < found && count <= APP_PLACES_NAMESAKES_MAX &&
           hits[count].match <= APP_PLACES_NAME)
        count++;
    if (count == 1) {
        *place = hits[0].place;
        return BASE_ERR_OK;
    }
    *problem = (struct app_problem){.kind = APP_PROBLEM_PLACE_UNKNOWN,
                                    .parameter = BASE_TEXT("place"),
                                    .got = text,
                                    .expected = BASE_TEXT(APP_PLACES_EXPECTED),
                                    .example = BASE_TEXT("Paris")};
    if (count == 0 && found > 0) problem->did_you_mean = nearest_name(text, hits, found);
    if (count > 1) {
        problem->kind = APP_PROBLEM_PLACE_AMBIGUOUS;
        problem->expected = (struct base_text){NULL, 0};
        problem->example = hits[0].place->id;
        list_ids(hits, count, problem->choices, sizeof problem->choices);
    }
    return BASE_ERR_MISSING;
}

enum base_err app_places_read_near(struct base_text text, struct app_places_query *query,
                                   struct app_problem *problem)
{
    struct base_text rest = text, lat = base_text_cut(&rest, ',');
    double lat_deg, lon_deg;
    struct base_fault fault;
    while (rest.length > 0 && rest.at[0] == ' ') rest.at++, rest.length--;
    if (app_params_degrees(lat, &lat_deg, &fault) == BASE_ERR_OK &&
        app_params_degrees(rest, &lon_deg, &fault) == BASE_ERR_OK && fabs(lat_deg) <= 90.0 &&
        fabs(lon_deg) <= 360.0) {
        query->has_near = true;
        query->near_lat_deg = lat_deg;
        query->near_lon_deg = lon_deg;
        return BASE_ERR_OK;
    }
    *problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_INVALID,
                                    .parameter = BASE_TEXT("near"),
                                    .got = text,
                                    .expected = BASE_TEXT(APP_PLACES_NEAR_EXPECTED),
                                    .example = BASE_TEXT("48.86,2.35")};
    return BASE_ERR_FORMAT;
}

void app_places_search(const struct app_places_query *query, int limit,
                       struct app_places_list *list)
{
    list->query = *query;
    list->limit = limit;
    list->found =
        app_places_find(query, list->hits, limit < APP_PLACES_MAX ? limit : APP_PLACES_MAX);
}

/* How many hits a list holds. */
static int held(const struct app_places_list *list)
{
    return list->found < list->limit ? list->found : list->limit;
}

static void append_string(struct base_buf *out, const char *name, struct base_text value)
{
    base_buf_append_format(out, "\"%s\": ", name);
    app_json_append_string(out, value);
    base_buf_append_string(out, ", ");
}

static void append_object(struct base_buf *out, const struct app_places_hit *hit)
{
    const struct app_places_place *place = hit->place;
    base_buf_append_string(out, "{");
    append_string(out, "id", place->id);
    append_string(out, "name", place->name);
    append_string(out, "country", place->country->code);
    append_string(out, "country_name", place->country->name);
    base_buf_append_string(out, "\"lat_deg\": ");
    app_json_append_number(out, place->lat_deg, 4);
    base_buf_append_string(out, ", \"lon_deg\": ");
    app_json_append_number(out, place->lon_deg, 4);
    base_buf_append_string(out, ", \"tz\": ");
    app_json_append_string(out, place->id);
    if (hit->has_distance) {
        base_buf_append_string(out, ", \"distance_km\": ");
        app_json_append_number(out, hit->distance_km, 1);
    }
    base_buf_append_string(out, "}");
}

/* A value of a query string, all but letters and digits percent-encoded. */
static void append_encoded(struct base_buf *out, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                              (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
        base_buf_append_format(out, is_plain ? "%c" : "%%%02X", c);
    }
}

static void append_links(struct base_buf *out, const struct app_places_list *list)
{
    char number[BASE_NUM_MAX_CHARS];
    const struct app_places_query *query = &list->query;
    base_buf_append_string(out, "\"links\": {\"self\": \"/api/v1/places?");
    if (query->text.length > 0) {
        base_buf_append_string(out, "q=");
        append_encoded(out, query->text);
        base_buf_append_string(out, "&");
    }
    if (query->has_near) {
        base_buf_append_string(out, "near=");
        base_buf_append(out, number, base_num_shortest(number, query->near_lat_deg));
        base_buf_append_string(out, ",");
        base_buf_append(out, number, base_num_shortest(number, query->near_lon_deg));
        base_buf_append_string(out, "&");
    }
    base_buf_append_format(out, "limit=%d\"}}\n", list->limit);
}

void app_places_append_json(struct base_buf *out, const struct app_places_list *list)
{
    base_buf_append_string(out, "{\"places\": [");
    for (int i = 0; i < held(list); i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        append_object(out, &list->hits[i]);
    }
    base_buf_append_format(out,
                           "], \"found\": %d, \"warnings\": [], \"meta\": {\"source\": \"%s\", "
                           "\"places\": %d, \"earth_radius_km\": %.4f}, ",
                           list->found, SOURCE, COUNT, APP_PLACES_EARTH_KM);
    append_links(out, list);
}

void app_places_append_ndjson(struct base_buf *out, const struct app_places_list *list)
{
    for (int i = 0; i < held(list); i++) {
        append_object(out, &list->hits[i]);
        base_buf_append_string(out, "\n");
    }
}

void app_places_append_csv(struct base_buf *out, const struct app_places_list *list)
{
    base_buf_append_string(out, "id,name,country,country_name,lat_deg,lon_deg,tz");
    base_buf_append_string(out, list->query.has_near ? ",distance_km\r\n" : "\r\n");
    for (int i = 0; i < held(list); i++) {
        const struct app_places_place *place = list->hits[i].place;
        const struct base_text texts[] = {place->id, place->name, place->country->code,
                                          place->country->name};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) { /* none needs quotes */
            base_buf_append_text(out, texts[k]);
            base_buf_append_string(out, ",");
        }
        app_json_append_number(out, place->lat_deg, 4);
        base_buf_append_string(out, ",");
        app_json_append_number(out, place->lon_deg, 4);
        base_buf_append_string(out, ",");
        base_buf_append_text(out, place->id);
        if (list->hits[i].has_distance) {
            base_buf_append_string(out, ",");
            app_json_append_number(out, list->hits[i].distance_km, 1);
        }
        base_buf_append_string(out, "\r\n");
    }
}

/* A column of some characters: a letter of UTF-8 counts once. */
static void append_padded(struct base_buf *out, struct base_text text, int columns)
{
    base_buf_append_text(out, text);
    for (size_t i = 0; i < text.length; i++) columns -= ((unsigned char)text.at[i] & 0xC0) != 0x80;
    base_buf_append_format(out, "%*s", columns > 0 ? columns + 1 : 1, "");
}

void app_places_append_text(struct base_buf *out, const struct app_places_list *list)
{
    base_buf_append_format(out, "%-22s %-2s %9s %9s %s%s\n", "name", "cc", "lat_deg", "lon_deg",
                           list->query.has_near ? "     km " : "", "tz");
    for (int i = 0; i < held(list); i++) {
        const struct app_places_hit *hit = &list->hits[i];
        append_padded(out, hit->place->name, 22);
        append_padded(out, hit->place->country->code, 2);
        base_buf_append_format(out, "%9.4f %9.4f ", hit->place->lat_deg, hit->place->lon_deg);
        if (hit->has_distance) base_buf_append_format(out, "%7.0f ", hit->distance_km);
        base_buf_append_text(out, hit->place->id);
        base_buf_append_string(out, "\n");
    }
}

void app_places_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    static void (*const writers[APP_PARAMS_FORMATS])(struct base_buf *,
                                                     const struct app_places_list *) = {
        [APP_PARAMS_JSON] = app_places_append_json,
        [APP_PARAMS_NDJSON] = app_places_append_ndjson,
        [APP_PARAMS_CSV] = app_places_append_csv,
        [APP_PARAMS_TEXT] = app_places_append_text,
    };
    const struct app_params *params = &ask->params;
    struct app_places_query query = {.text = params->q};
    struct app_problem problem;
    struct app_places_list list;
    (void)api;
    if (app_params_has(params, APP_PARAMS_NEAR) &&
        app_places_read_near(params->near, &query, &problem) != BASE_ERR_OK) {
        app_ask_add(ask, &problem);
        return;
    }
    const bool has_limit = app_params_has(params, APP_PARAMS_LIMIT);
    app_places_search(&query, has_limit ? (int)params->limit : APP_PLACES_LIMIT, &list);
    app_api_head(reply, ask, "places");
    writers[ask->format](&reply->body, &list);
}
