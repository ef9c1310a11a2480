/* Offline searches for towns: by name, by country, by distance, or for the one town that a text
 * means. The table is data/town_table, documents and the route are almanac/towns_report. */
#ifndef DATA_TOWN_SEARCH_H
#define DATA_TOWN_SEARCH_H

#include "base/err.h"
#include "base/text.h"
#include "data/town_match.h"
#include "data/town_table.h"

#include <stdbool.h>

#define DATA_TOWN_SEARCH_NAMESAKES_MAX 4 /* how many towns of an ambiguous name are listed */

/* A town is meant rather than a namesake if it has this many times its people. */
#define DATA_TOWN_SEARCH_DOMINANT      3.0
#define DATA_TOWN_SEARCH_DOMINANT_ZONE 10.0 /* a namesake that has a time zone called after it */

struct data_town_search_hit {
    int row; /* of data_town_table_town */
    enum data_town_match_kind match;
    int edits; /* of a misspelling */
    bool has_distance;
    double distance_km;
};

struct data_town_search_query {
    struct base_text text; /* empty for all towns */
    bool has_near;
    double near_lat_deg, near_lon_deg; /* [-90, 90]; any finite longitude */
};

/* Searches by name, by country, by distance.
 *
 * A query is a name, or a name and what it lies in: the country's code, its name or the beginning
 * of that, a division or its short form, a division and the country, or the middle of the zone's id
 * ("paris, fr", "paris france", "springfield, missouri", "springfield mo", "louisville kentucky").
 * Misspellings are searched if nothing else is found: a name of 4 to 7 letters may be 1
 * insertion, deletion, exchange or swap of neighbours away, a longer one 2, a shorter one none. The
 * order is that of enum data_town_match_kind, then edits, then distance, then people, most first,
 * then names.
 *
 * Gives  how many are found; the best of them, at most max, in hits
 * Cost   0.03 to 0.2 ms; 0.7 ms when misspellings are searched, 3 ms for one of 26 words
 */
int data_town_search_find(const struct data_town_search_query *query,
                          struct data_town_search_hit *hits, int max);

/* The town by which people would describe a point: not the nearest, but a well-known one.
 *
 * That with the most people for the square of its distance, 10 km added in quadrature, among those
 * within DATA_TOWN_SEARCH_LANDMARK_KM; the nearest if there is none: so 48.93, 2.45 is near Paris
 * and not near Drancy, while Oakland stays Oakland beside San Francisco.
 *
 * Gives  *hit, its distance too
 */
void data_town_search_landmark(double lat_deg, double lon_deg, struct data_town_search_hit *hit);
#define DATA_TOWN_SEARCH_LANDMARK_KM 60.0

/* The distance between two points on a sphere. Public for its test.
 *
 * Accuracy  0.5 % of the distance on the ellipsoid, and towns are wider than their coordinates
 * Source    haversine formula; radius (2 a + b) / 3 of WGS84 (IUGG mean radius R1)
 */
double data_town_search_distance_km(double lat_deg, double lon_deg, double other_lat_deg,
                                    double other_lon_deg);
#define DATA_TOWN_SEARCH_EARTH_KM 6371.0088 /* (2 * 6378.137 + 6356.752314) / 3 */

enum data_town_search_outcome {
    DATA_TOWN_SEARCH_FOUND,
    DATA_TOWN_SEARCH_AMBIGUOUS, /* several towns have the name */
    DATA_TOWN_SEARCH_UNKNOWN
};

struct data_town_search_result {
    enum data_town_search_outcome outcome;
    struct data_town_table_town town; /* when FOUND */
    /* When AMBIGUOUS: the rows of the namesakes, the most populous first. */
    int namesakes[DATA_TOWN_SEARCH_NAMESAKES_MAX];
    int namesake_count;          /* 2 or more when AMBIGUOUS, else 0 */
    struct base_text suggestion; /* when UNKNOWN: the name of the nearest town, or empty */
};

/* Finds the one town that a text means.
 *
 * Given  text  an id in any case, also a former one ("Asia/Calcutta"); or a whole name, alone or
 *              followed by its country or division, as for a search. Beginnings of names and
 *              misspellings do not count. Of several towns the largest is meant if it has
 *              DATA_TOWN_SEARCH_DOMINANT times the people of any other, or if it alone has a zone
 *              of the time-zone database; names in other languages count only if the text is the
 *              own name of no town
 */
struct data_town_search_result data_town_search_resolve(struct base_text text);

#endif
