/* What a search for towns answers, as documents, and the route that asks. */
#ifndef APP_LISTING_H
#define APP_LISTING_H

#include "app/places.h"

#define APP_LISTING_MAX   1000 /* no answer has more */
#define APP_LISTING_LIMIT 10   /* how many are given unless more or fewer are asked for */

struct app_listing {
    struct app_places_query query; /* its text is borrowed */
    int limit;
    int found; /* in all; the first limit of them are below */
    bool has_landmark;
    struct app_places_hit landmark; /* what the point alone is near to */
    struct app_places_hit hits[APP_LISTING_MAX];
};

/* Reads "lat,lon" into a query.
 *
 * Fails  FORMAT with *problem, PARAMETER_INVALID of `near`
 */
BASE_ERR_CHECKED
enum base_err app_listing_read_near(struct base_text text, struct app_places_query *query,
                                    struct app_problem *problem);

/* Searches.
 *
 * Given  limit  1 and more
 */
void app_listing_search(const struct app_places_query *query, int limit, struct app_listing *list);

/* Appends the document of /api/v1/places: places, found, warnings, meta, links. distance_km is
 * there when the query has a point to be near to, landmark when it has nothing else. */
void app_listing_append_json(struct base_buf *out, const struct app_listing *list);

/* Appends its rows, one JSON object a line. */
void app_listing_append_ndjson(struct base_buf *out, const struct app_listing *list);

/* Appends its rows as CSV with a header line (RFC 4180). */
void app_listing_append_csv(struct base_buf *out, const struct app_listing *list);

/* Appends its rows as columns for a terminal. */
void app_listing_append_text(struct base_buf *out, const struct app_listing *list);

struct app_api;
struct app_ask;
struct app_store;
struct net_http_reply;

/* Checks near of a request. */
void app_listing_check(const struct app_store *store, struct app_ask *ask);

/* Answers /api/v1/places: q, near, limit. */
void app_listing_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

#endif
