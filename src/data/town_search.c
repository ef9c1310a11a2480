/* Searches for towns by name and by distance. All rows are compared, and a heap holds the best.
 *
 * Anchors: the poles are 20015.1 km apart, half of 2 pi 6371.0088 km.
 */
#include "data/town_search.h"

#include "data/name_fold.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#define RAD_PER_DEG      0.017453292519943295
#define KM_PER_DEG       (DATA_TOWN_SEARCH_EARTH_KM * RAD_PER_DEG)
#define LANDMARK_SOFT_KM 10.0
#define HITS_MAX         (DATA_TOWN_SEARCH_NAMESAKES_MAX + 1)

/* ---- distance ------------------------------------------------------------------------------- */

double data_town_search_distance_km(double lat_deg, double lon_deg, double other_lat_deg,
                                    double other_lon_deg)
{
    assert(fabs(lat_deg) <= 90.0 && fabs(other_lat_deg) <= 90.0);
    const double north = sin((other_lat_deg - lat_deg) * RAD_PER_DEG / 2.0);
    const double east = sin((other_lon_deg - lon_deg) * RAD_PER_DEG / 2.0);
    const double haversine =
        north * north + cos(lat_deg * RAD_PER_DEG) * cos(other_lat_deg * RAD_PER_DEG) * east * east;
    return 2.0 * DATA_TOWN_SEARCH_EARTH_KM * asin(sqrt(fmin(haversine, 1.0)));
}

static double distance_km(const struct data_town_table_row *row, double lat_deg, double lon_deg)
{
    return data_town_search_distance_km(lat_deg, lon_deg, row->lat_1e4 / 1e4, row->lon_1e4 / 1e4);
}

/* A lower bound of the distance: the difference in latitude. */
static double least_km(const struct data_town_table_row *row, double lat_deg)
{
    return fabs(row->lat_1e4 / 1e4 - lat_deg) * KM_PER_DEG *
           (1.0 - 1e-9); /* less than any rounding error */
}

void data_town_search_landmark(double lat_deg, double lon_deg, struct data_town_search_hit *hit)
{
    const struct data_town_table towns = data_town_table_all();
    const struct data_town_search_query query = {
        .has_near = true, .near_lat_deg = lat_deg, .near_lon_deg = lon_deg};
    double most = 0.0;
    assert(fabs(lat_deg) <= 90.0 && isfinite(lon_deg));
    data_town_search_find(&query, hit, 1);
    if (hit->distance_km > DATA_TOWN_SEARCH_LANDMARK_KM) return;
    for (int i = 0; i < towns.count; i++) {
        const struct data_town_table_row *row = &towns.rows[i];
        if (least_km(row, lat_deg) > DATA_TOWN_SEARCH_LANDMARK_KM) continue;
        const double km = distance_km(row, lat_deg, lon_deg);
        const double pull = row->people / (km * km + LANDMARK_SOFT_KM * LANDMARK_SOFT_KM);
        if (km > DATA_TOWN_SEARCH_LANDMARK_KM || pull <= most) continue;
        most = pull;
        hit->row = i;
        hit->distance_km = km;
    }
}

/* ---- the best matches ------------------------------------------------------------------------ */

static bool is_before(const struct data_town_search_hit *a, const struct data_town_search_hit *b)
{
    if (a->match != b->match) return a->match < b->match;
    if (a->edits != b->edits) return a->edits < b->edits;
    if (a->distance_km != b->distance_km) return a->distance_km < b->distance_km;
    return a->row < b->row; /* the table has the most people first */
}

static void swap(struct data_town_search_hit *a, struct data_town_search_hit *b)
{
    const struct data_town_search_hit held = *a;
    *a = *b;
    *b = held;
}

/* Restores the order of a heap, whose worst hit comes first, after hits[at] has become better. */
static void sink(struct data_town_search_hit *hits, int count, int at)
{
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && is_before(&hits[child], &hits[child + 1])) child++;
        if (!is_before(&hits[at], &hits[child])) return;
        swap(&hits[at], &hits[child]);
        at = child;
    }
}

/* Adds a hit to the best ones; when there are max of them, the worst is dropped. */
static void add_hit(struct data_town_search_hit *hits, int *held, int max,
                    const struct data_town_search_hit *hit)
{
    assert(*held <= max);
    if (*held == max) {
        if (max == 0 || !is_before(hit, &hits[0])) return;
        hits[0] = *hit;
        sink(hits, max, 0);
        return;
    }
    int at = (*held)++;
    hits[at] = *hit;
    for (; at > 0 && is_before(&hits[(at - 1) / 2], &hits[at]); at = (at - 1) / 2)
        swap(&hits[at], &hits[(at - 1) / 2]);
}

/* Sorts a heap, the best hit first. */
static void sort(struct data_town_search_hit *hits, int held)
{
    while (held-- > 1) {
        swap(&hits[0], &hits[held]);
        sink(hits, held, 0);
    }
}

static enum data_town_match_kind any(const struct data_town_match *q,
                                     const struct data_town_table_row *row, int *edits)
{
    (void)q;
    (void)row;
    *edits = 0;
    return DATA_TOWN_MATCH_ID;
}

/* Collects the hits of one way of matching. */
static int collect(data_town_match_matcher *match, const struct data_town_match *q,
                   const struct data_town_search_query *query, struct data_town_search_hit *hits,
                   int max)
{
    const struct data_town_table towns = data_town_table_all();
    int found = 0, held = 0;
    for (int i = 0; i < towns.count; i++) {
        const struct data_town_table_row *row = &towns.rows[i];
        struct data_town_search_hit hit = {.row = i, .has_distance = query->has_near};
        hit.match = match(q, row, &hit.edits);
        if (hit.match == DATA_TOWN_MATCH_NONE) continue;
        found++;
        if (hit.has_distance) {
            hit.distance_km = least_km(row, query->near_lat_deg);
            if (held == max && (max == 0 || !is_before(&hit, &hits[0]))) continue;
            hit.distance_km = distance_km(row, query->near_lat_deg, query->near_lon_deg);
        }
        add_hit(hits, &held, max, &hit);
    }
    sort(hits, held);
    return found;
}

/* ---- ids ------------------------------------------------------------------------------------ */

/* The row of an id in any case, or of a former id of a zone, which has the same first part and one
 * of the town's names as its last part; -1 if there is no such row. */
static int row_of_id(struct base_text text)
{
    const struct data_town_table towns = data_town_table_all();
    struct base_text last = text, area = base_text_cut(&last, '/');
    if (last.length == 0) return -1;
    for (int i = 0; i < towns.count; i++) {
        const struct base_text id = {towns.texts + towns.rows[i].at, towns.rows[i].id_length};
        if (base_text_equals_any_case(id, text)) return i;
    }
    while (memchr(last.at, '/', last.length) != NULL) base_text_cut(&last, '/');
    const struct data_name_fold folded = data_name_fold_name(last);
    const struct base_text name = {folded.letters, folded.length};
    for (int i = 0; i < towns.count && folded.is_whole && name.length > 0; i++) {
        const struct data_town_table_row *row = &towns.rows[i];
        struct base_text id = {towns.texts + row->at, row->id_length};
        if (row->zone == i && base_text_equals_any_case(base_text_cut(&id, '/'), area) &&
            data_town_match_keys(data_town_table_keys(&towns, row), name) == DATA_TOWN_MATCH_NAME)
            return i;
    }
    return -1;
}

/* Gives the one hit of an id. */
static int find_row(int row, const struct data_town_search_query *query,
                    struct data_town_search_hit *hits, int max)
{
    assert(row >= 0 && row < data_town_table_all().count);
    if (max == 0) return 1;
    hits[0] = (struct data_town_search_hit){
        .row = row, .match = DATA_TOWN_MATCH_ID, .has_distance = query->has_near};
    if (query->has_near)
        hits[0].distance_km =
            distance_km(&data_town_table_all().rows[row], query->near_lat_deg, query->near_lon_deg);
    return 1;
}

int data_town_search_find(const struct data_town_search_query *query,
                          struct data_town_search_hit *hits, int max)
{
    assert(max >= 0 && (!query->has_near || fabs(query->near_lat_deg) <= 90.0));
    if (query->text.length == 0) return collect(any, NULL, query, hits, max);
    const int row = row_of_id(query->text);
    if (row >= 0) return find_row(row, query, hits, max);
    const struct data_name_fold folded = data_name_fold_name(query->text);
    if (!folded.is_whole || folded.length == 0) return 0;
    struct data_town_match q;
    data_town_match_init(&q, (struct base_text){folded.letters, folded.length});
    data_town_match_init_areas(&q);
    int found = collect(data_town_match_spelt, &q, query, hits, max);
    return found > 0 ? found : collect(data_town_match_misspelt, &q, query, hits, max);
}

/* ---- the town that is meant ------------------------------------------------------------------ */

/* The name to suggest: the first that begins with the text, or else the name of the first hit. */
static struct base_text nearest_name(struct base_text text, const struct data_town_search_hit *hits,
                                     int found)
{
    for (int i = 0; i < found && i <= DATA_TOWN_SEARCH_NAMESAKES_MAX; i++) {
        const struct base_text name = data_town_table_town(hits[i].row).name;
        const struct base_text beginning = {name.at, text.length};
        if (name.length >= text.length && base_text_equals_any_case(beginning, text)) return name;
    }
    return data_town_table_town(hits[0].row).name;
}

static bool is_of_zone(const struct data_town_search_hit *hit)
{
    return data_town_table_all().rows[hit->row].zone == hit->row;
}

/* Whether the first town is so much better known than a namesake that it must be meant. */
static bool is_clear_of(const struct data_town_search_hit *first,
                        const struct data_town_search_hit *namesake)
{
    const struct data_town_table_row *rows = data_town_table_all().rows;
    double times = DATA_TOWN_SEARCH_DOMINANT;
    if (is_of_zone(namesake))
        times = DATA_TOWN_SEARCH_DOMINANT_ZONE;
    else if (is_of_zone(first))
        times = 1.0;
    return rows[first->row].people > 0 &&
           rows[first->row].people >= times * rows[namesake->row].people;
}

/* How many hits match as well as the first; 1 if the first is still meant. */
static int count_meant(const struct data_town_search_hit *hits, int held)
{
    int count = 0;
    bool is_clear = true;
    for (; count < held && hits[count].match <= DATA_TOWN_MATCH_OTHER_NAME; count++) {
        if (hits[count].match != hits[0].match) break;
        if (count > 0 && !is_clear_of(&hits[0], &hits[count])) is_clear = false;
    }
    return is_clear && count > 1 ? 1 : count;
}

/* Like data_town_search_find, but finds only ids and whole names. */
static int find_named(const struct data_town_search_query *query, struct data_town_search_hit *hits,
                      int max)
{
    const int row = row_of_id(query->text);
    if (row >= 0) return find_row(row, query, hits, max);
    const struct data_name_fold folded = data_name_fold_name(query->text);
    if (!folded.is_whole || folded.length == 0) return 0;
    struct data_town_match q;
    data_town_match_init(&q, (struct base_text){folded.letters, folded.length});
    int found = collect(data_town_match_named, &q, query, hits, max);
    return found > 0 ? found : collect(data_town_match_named_otherwise, &q, query, hits, max);
}

/* The name to suggest for a text that means no town, or an empty text. */
static struct base_text suggestion(const struct data_town_search_query *query)
{
    struct data_town_search_hit hits[HITS_MAX];
    if (query->text.length == 0) return (struct base_text){NULL, 0};
    const int found = data_town_search_find(query, hits, HITS_MAX);
    return found > 0 ? nearest_name(query->text, hits, found) : (struct base_text){NULL, 0};
}

struct data_town_search_result data_town_search_resolve(struct base_text text)
{
    struct data_town_search_result result = {.outcome = DATA_TOWN_SEARCH_UNKNOWN};
    struct data_town_search_hit hits[HITS_MAX] = {{0}};
    const struct data_town_search_query query = {.text = text};
    const int found = text.length > 0 ? find_named(&query, hits, HITS_MAX) : 0;
    const int count = count_meant(hits, found < HITS_MAX ? found : HITS_MAX);
    if (count == 1) {
        result.outcome = DATA_TOWN_SEARCH_FOUND;
        result.town = data_town_table_town(hits[0].row);
    } else if (count > 1) {
        result.outcome = DATA_TOWN_SEARCH_AMBIGUOUS;
        for (int i = 0; i < count && i < DATA_TOWN_SEARCH_NAMESAKES_MAX; i++)
            result.namesakes[result.namesake_count++] = hits[i].row;
    } else {
        result.suggestion = suggestion(&query);
    }
    return result;
}
