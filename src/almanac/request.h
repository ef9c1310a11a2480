/* A request of the API as its handler gets it: everything read, checked and settled. */
#ifndef ALMANAC_REQUEST_H
#define ALMANAC_REQUEST_H

#include "almanac/params.h"
#include "base/buf.h"
#include "net/http.h"

#define ALMANAC_REQUEST_PROBLEMS_MAX 16

struct almanac_request {
    const struct net_http_request *request;  /* borrowed */
    const struct server_routes_route *route; /* constant */
    struct base_text rest;                   /* of the path, behind the route's */
    struct almanac_params params;
    enum almanac_params_format format;
    struct almanac_problem problems[ALMANAC_REQUEST_PROBLEMS_MAX]; /* all that is wrong with it */
    int problem_count;
    uint64_t unreadable; /* ALMANAC_PARAMS_BIT of each that is given, but cannot be read */
    bool is_cut_short;   /* a part of the query cannot be read: what it gives is not known */
};

/* What a route lets one ask. */
struct almanac_request_rules {
    uint64_t known;   /* ALMANAC_PARAMS_BIT of each parameter it takes */
    bool needs_place; /* lat and lon, or place */
    unsigned formats; /* a bit for each enum almanac_params_format; the lowest is the default */
};

/* Reads a request's query and its Accept header.
 *
 * Given  scratch  receives decoded text, which *ask borrows until it is cleared
 *        zones    the thread's own
 *        ask      request, route and rest are set; all else is filled in
 * Gives  whether it can be answered; if not, every problem that was found is in ask->problems
 */
bool almanac_request_read(const struct data_dataset *store, struct data_zone_cache *zones,
                          const struct almanac_request_rules *rules, struct base_buf *scratch,
                          struct almanac_request *ask);

/* Settles where the observer is: lat and lon of a place.
 *
 * Fails  MISSING, FORMAT or RANGE with *problem
 */
BASE_ERR_CHECKED
enum base_err almanac_request_settle_place(struct almanac_params *params,
                                           struct almanac_problem *problem);

/* Whether the answer stands for the moment of asking, not for an instant that was named. */
bool almanac_request_is_now(const struct almanac_request *ask);

/* The media type of a format. */
struct base_text almanac_request_type(enum almanac_params_format format);

/* Adds a problem that a handler found. One that is there already is not added, and more than there
 * is room for are dropped. */
void almanac_request_add(struct almanac_request *ask, const struct almanac_problem *problem);

/* Adds what is wrong with a parameter that could not be set: with each item of a list.
 *
 * Given  value    as almanac_params_set got it
 *        problem  as almanac_params_set left it
 */
void almanac_request_add_faults(const struct data_dataset *store, struct almanac_request *ask,
                                enum almanac_params_name name, struct base_text value,
                                const struct almanac_problem *problem);

#endif
