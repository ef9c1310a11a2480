/* Towns searched offline: by name, by country, by distance, as one that is meant. The table is
 * app/towns, documents and the route are app/listing. */
#ifndef APP_PLACES_H
#define APP_PLACES_H

#include "app/problem.h"
#include "app/spelling.h"
#include "app/towns.h"
#include "base/err.h"
#include "base/text.h"

#define APP_PLACES_NAMESAKES_MAX 4    /* listed when a name is not the only one */
#define APP_PLACES_DOMINANT      3.0  /* times the people of a namesake: that is not asked for; */
#define APP_PLACES_DOMINANT_ZONE 10.0 /* when it is a town of the time-zone database */
#define APP_PLACES_EXPECTED      "a town, \"name,CC\", \"name,division\" or a zone such as Europe/Paris"
#define APP_PLACES_NEAR_EXPECTED "degrees north, a comma, degrees east, such as 48.86,2.35"

struct app_places_hit {
    int row; /* of app_towns_town */
    enum app_spelling_match match;
    int edits; /* of a misspelling */
    bool has_distance;
    double distance_km;
};

struct app_places_query {
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
 * The order is that of enum app_spelling_match, then edits, then distance, then people, most first,
 * then names.
 *
 * Gives  how many are found; the best of them, at most max, in hits
 * Cost   0.03 to 0.2 ms; 0.7 ms when a misspelling is looked for, 3 ms for one of 26 words
 */
int app_places_find(const struct app_places_query *query, struct app_places_hit *hits, int max);

/* The town that a point is called after: not the nearest, but one that people know.
 *
 * That with the most people for the square of its distance, 10 km added in quadrature, among those
 * within APP_PLACES_LANDMARK_KM; the nearest when there is none: so 48.93, 2.45 is near Paris and
 * not near Drancy, while Oakland stays Oakland beside San Francisco.
 *
 * Gives  *hit, its distance too
 */
void app_places_landmark(double lat_deg, double lon_deg, struct app_places_hit *hit);
#define APP_PLACES_LANDMARK_KM 60.0

/* The great circle between two points on a sphere.
 *
 * Accuracy  0.5 % of the distance on the ellipsoid, and towns are wider than their coordinates
 * Source    haversine formula; radius (2 a + b) / 3 of WGS84 (IUGG mean radius R1)
 */
double app_places_distance_km(double lat_deg, double lon_deg, double other_lat_deg,
                              double other_lon_deg);
#define APP_PLACES_EARTH_KM 6371.0088 /* (2 * 6378.137 + 6356.752314) / 3 */

/* The one place that is meant: for the parameter `place`.
 *
 * Given  text  an id in any case, also a former one ("Asia/Calcutta"); or a whole name, alone or
 *              with what it lies in, as for a search. No beginning, no misspelling is taken. Of
 *              several towns the largest is meant when it has APP_PLACES_DOMINANT times the
 *              people of any other, or is the only one of the time-zone database; names in other languages count when no town's own name is that
 * Gives  *town
 * Fails  MISSING with *problem: PLACE_UNKNOWN with the nearest name, PLACE_AMBIGUOUS with the ids
 *        to choose from. The problem borrows text
 */
BASE_ERR_CHECKED
enum base_err app_places_resolve(struct base_text text, struct app_towns_town *town,
                                 struct app_problem *problem);

#endif
