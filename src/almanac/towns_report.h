/* The document of a search for towns. */
#ifndef ALMANAC_TOWNS_REPORT_H
#define ALMANAC_TOWNS_REPORT_H

#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/town_search.h"

#include <stdbool.h>

#define ALMANAC_TOWNS_REPORT_MAX 1000 /* the most that an answer has */
#define ALMANAC_TOWNS_REPORT_NEAR_EXPECTED                                                         \
    "degrees north, a comma, degrees east, such as 48.86,2.35"
#define ALMANAC_TOWNS_REPORT_LIMIT 10 /* how many are given unless the request has a limit */

struct almanac_towns_report {
    struct data_town_search_query query; /* its text is borrowed */
    struct base_text base_path;          /* before the address of each link; or empty; borrowed */
    int limit;
    int found; /* in all; the first limit of them are below */
    bool has_landmark;
    struct data_town_search_hit landmark; /* near the point, without a name in the query */
    struct data_town_search_hit hits[ALMANAC_TOWNS_REPORT_MAX];
};

/* Reads "lat,lon" into a query.
 *
 * Fails  FORMAT with *problem, PARAMETER_INVALID of `near`
 */
BASE_ERR_CHECKED
enum base_err almanac_towns_report_read_near(struct base_text text,
                                             struct data_town_search_query *query,
                                             struct almanac_problem *problem);

/* Searches.
 *
 * Given  limit  1 to ALMANAC_TOWNS_REPORT_MAX
 */
void almanac_towns_report_search(const struct data_town_search_query *query, int limit,
                                 struct almanac_towns_report *list);

/* Appends the document: of JSON places, found, warnings, meta, links; of the other formats a row
 * for each town. distance_km is present when the query has a point, landmark when it has nothing
 * else.
 *
 * Given  format  JSON, NDJSON, CSV, TEXT or VOTABLE
 */
void almanac_towns_report_append(struct base_buf *out, const struct almanac_towns_report *list,
                                 enum almanac_params_format format);

/* Checks near of a request. */
void almanac_towns_report_check(const struct data_dataset *dataset, struct almanac_request *ask);

#endif
