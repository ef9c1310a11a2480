/* Towns with coordinates, countries and time zones, searched offline.
 *
 * The list is that of the time-zone database: every row of zone.tab, and of zone1970.tab those
 * whose zone is not in zone.tab (today there is none). zone1970.tab alone has no Oslo, Amsterdam or
 * Stockholm any more: it names one town for all countries whose clocks have agreed since 1970.
 * A name is what follows the last / of the zone's id, with the accents of data/place-names.tab,
 * which also has names in other languages. Made into constant tables when the program is built.
 *
 * Coordinates are those of the tables (whole minutes or seconds of arc) in degrees with 4 decimals,
 * so that what is shown is what is computed with. The elevation is not known.
 */
#ifndef APP_PLACES_H
#define APP_PLACES_H

#include "app/problem.h"
#include "base/err.h"
#include "base/text.h"

#define APP_PLACES_FOLDED_MAX    64  /* letters of a query; a longer one is nobody's name */
#define APP_PLACES_MAX           512 /* no search finds more */
#define APP_PLACES_LIMIT         10  /* how many are given unless more or fewer are asked for */
#define APP_PLACES_NAMESAKES_MAX 4   /* listed when a name is not the only one */
#define APP_PLACES_EXPECTED                                                                        \
    "a town of the time-zone database, \"name,CC\" or a zone such as Europe/Paris"
#define APP_PLACES_NEAR_EXPECTED "degrees north, a comma, degrees east, such as 48.86,2.35"

struct app_places_country {
    struct base_text code, name; /* "FR", "France": ISO 3166 as iso3166.tab has it */
    struct base_text keys;       /* folded names with | between */
};

/* A row of the list, constant. */
struct app_places_place {
    struct base_text id, name; /* "America/Argentina/San_Juan", "San Juan"; both terminated */
    struct base_text keys;     /* folded names with | between, the one to show first */
    struct base_text region;   /* folded middle of the id, "argentina"; mostly empty */
    const struct app_places_country *country;
    double lat_deg, lon_deg;
};

/* How a place answers a query, best first. */
enum app_places_match {
    APP_PLACES_ID,      /* its id, in any case, or one that the database had formerly */
    APP_PLACES_NAME,    /* one of its names */
    APP_PLACES_COUNTRY, /* a name of its country, or the middle of its id */
    APP_PLACES_PREFIX,  /* one of its names begins so */
    APP_PLACES_WORD,    /* a later word of a name begins so */
    APP_PLACES_AREA,    /* its country's code, or the beginning of what COUNTRY is */
    APP_PLACES_MISSPELT /* a name is a few letters away */
};

struct app_places_hit {
    const struct app_places_place *place;
    enum app_places_match match;
    int edits; /* of a misspelling */
    bool has_distance;
    double distance_km;
};

struct app_places_query {
    struct base_text text; /* empty: every place */
    bool has_near;
    double near_lat_deg, near_lon_deg; /* [-90, 90]; any finite longitude */
};

/* How many places there are, and one of them, in order of names. */
int app_places_count(void);
const struct app_places_place *app_places_row(int index);

/* A name as names are compared. */
struct app_places_folded {
    char letters[APP_PLACES_FOLDED_MAX]; /* not terminated */
    size_t length;
    bool is_whole; /* false: the rest did not fit */
};

/* Forgives case, accents and punctuation: a to z, digits, and one blank between words.
 *
 * Latin letters lose what is above, below and across them (U+00C0 to U+024F, U+1E00 to U+1EFF, and
 * combining marks), with ss for the German sharp s, ae, oe, th for those letters; a stop, an
 * apostrophe and the like fall away, & is "and", all other punctuation parts words. Other letters
 * stay as they are.
 */
struct app_places_folded app_places_fold(struct base_text text);

/* Searches by name, by country, by distance.
 *
 * A query is a name, or a name and what it lies in: the country's code, its name or the beginning
 * of that, or the middle of the zone's id ("paris, fr", "paris france", "louisville kentucky").
 * Misspellings are looked for when nothing else is found: a name of 4 to 7 letters may be 1
 * insertion, deletion, exchange or swap of neighbours away, a longer one 2, a shorter one none.
 * The order is that of enum app_places_match, then edits, then distance, then names.
 *
 * Gives  how many are found; the best of them, at most max, in hits
 * Cost   some 10 microseconds; 0.1 ms for several words when misspellings are looked for, 0.4 ms
 *        for many
 */
int app_places_find(const struct app_places_query *query, struct app_places_hit *hits, int max);

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
 *              with its country or region as for a search. No beginning, no misspelling is taken
 * Gives  *place
 * Fails  MISSING with *problem: PLACE_UNKNOWN with the nearest name, PLACE_AMBIGUOUS with the ids
 *        to choose from. The problem borrows text
 */
BASE_ERR_CHECKED
enum base_err app_places_resolve(struct base_text text, const struct app_places_place **place,
                                 struct app_problem *problem);

/* Reads "lat,lon" into a query.
 *
 * Fails  FORMAT with *problem, PARAMETER_INVALID of `near`
 */
BASE_ERR_CHECKED
enum base_err app_places_read_near(struct base_text text, struct app_places_query *query,
                                   struct app_problem *problem);

/* What a search answers. */
struct app_places_list {
    struct app_places_query query; /* its text is borrowed */
    int limit;
    int found; /* in all; the first limit of them are below */
    struct app_places_hit hits[APP_PLACES_MAX];
};

/* Searches.
 *
 * Given  limit  1 and more
 */
void app_places_search(const struct app_places_query *query, int limit,
                       struct app_places_list *list);

/* Appends the document of /api/v1/places: places, found, warnings, meta, links. distance_km is
 * there when the query has a point to be near to. */
void app_places_append_json(struct base_buf *out, const struct app_places_list *list);

/* Appends its rows, one JSON object a line. */
void app_places_append_ndjson(struct base_buf *out, const struct app_places_list *list);

/* Appends its rows as CSV with a header line (RFC 4180). */
void app_places_append_csv(struct base_buf *out, const struct app_places_list *list);

/* Appends its rows as columns for a terminal. */
void app_places_append_text(struct base_buf *out, const struct app_places_list *list);

/* Answers /api/v1/places: q, near, limit. */
struct app_api;
struct app_ask;
struct net_http_reply;
void app_places_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

#endif
