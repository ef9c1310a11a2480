/* Towns searched offline: by name, by country, by distance, as one that is meant. The table is
 * data/town_table, documents and the route are almanac/towns_report. */
#ifndef DATA_TOWN_SEARCH_H
#define DATA_TOWN_SEARCH_H

#include "almanac/problem.h"
#include "base/err.h"
#include "base/text.h"
#include "data/town_match.h"
#include "data/town_table.h"

#define DATA_TOWN_SEARCH_NAMESAKES_MAX 4 /* listed when a name is not the only one */
#define DATA_TOWN_SEARCH_DOMINANT      3.0 /* times the people of a namesake: that is not asked for; */
#define DATA_TOWN_SEARCH_DOMINANT_ZONE 10.0 /* when it is a town of the time-zone database */
#define DATA_TOWN_SEARCH_EXPECTED                                                                  \
    "a town, \"name,CC\", \"name,division\" or a zone such as Europe/Paris"
#define DATA_TOWN_SEARCH_NEAR_EXPECTED "degrees north, a comma, degrees east, such as 48.86,2.35"

struct data_town_search_hit {
    int row; /* of data_town_table_town */
    enum data_town_match_match match;
    int edits; /* of a misspelling */
    bool has_distance;
    double distance_km;
};

struct data_town_search_query {
    struct base_text text; /* empty: every town */
    bool has_near;
    double near_lat_deg, near_lon_deg; /* [-90, 90]; any finite longitude */
};

/* Searches by name, by country, by distance.
 *
 * A query is a name, or a name and what it lies in: the country's code, its name or the beginning
 * of that, a division or its short form, a division and the country, or the middle of the zone's id
 * ("paris, fr", "paris france", "springfield, missouri", "springfield mo", "louisville kentucky").
 * Misspellings are looked for when nothing else is found: a name of 4 to 7 letters may be 1
 * insertion, deletion, exchange or swap of neighbours away, a longer one 2, a shorter one none.
 * The order is that of enum data_town_match_match, then edits, then distance, then people, most first,
 * then names.
 *
 * Gives  how many are found; the best of them, at most max, in hits
 * Cost   0.03 to 0.2 ms; 0.7 ms when a misspelling is looked for, 3 ms for one of 26 words
 */
int data_town_search_find(const struct data_town_search_query *query,
                          struct data_town_search_hit *hits, int max);

/* The town that a point is called after: not the nearest, but one that people know.
 *
 * That with the most people for the square of its distance, 10 km added in quadrature, among those
 * within DATA_TOWN_SEARCH_LANDMARK_KM; the nearest when there is none: so 48.93, 2.45 is near Paris and
 * not near Drancy, while Oakland stays Oakland beside San Francisco.
 *
 * Gives  *hit, its distance too
 */
void data_town_search_landmark(double lat_deg, double lon_deg, struct data_town_search_hit *hit);
#define DATA_TOWN_SEARCH_LANDMARK_KM 60.0

/* The great circle between two points on a sphere.
 *
 * Accuracy  0.5 % of the distance on the ellipsoid, and towns are wider than their coordinates
 * Source    haversine formula; radius (2 a + b) / 3 of WGS84 (IUGG mean radius R1)
 */
double data_town_search_distance_km(double lat_deg, double lon_deg, double other_lat_deg,
                                    double other_lon_deg);
#define DATA_TOWN_SEARCH_EARTH_KM 6371.0088 /* (2 * 6378.137 + 6356.752314) / 3 */

/* The one place that is meant: for the parameter `place`.
 *
 * Given  text  an id in any case, also a former one ("Asia/Calcutta"); or a whole name, alone or
 *              with what it lies in, as for a search. No beginning, no misspelling is taken. Of
 *              several towns the largest is meant when it has DATA_TOWN_SEARCH_DOMINANT times the
 *              people of any other, or is the only one of the time-zone database; names in other languages count when no town's own name is that
 * Gives  *town
 * Fails  MISSING with *problem: PLACE_UNKNOWN with the nearest name, PLACE_AMBIGUOUS with the ids
 *        to choose from. The problem borrows text
 */
BASE_ERR_CHECKED
enum base_err data_town_search_resolve(struct base_text text, struct data_town_table_town *town,
                                       struct almanac_problem *problem);

#endif
