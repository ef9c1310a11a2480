/* A request of the API as its handler gets it: everything read, checked and settled. */
#ifndef APP_ASK_H
#define APP_ASK_H

#include "app/params.h"
#include "base/buf.h"
#include "net/http.h"

#define APP_ASK_PROBLEMS_MAX 16

struct app_ask {
    const struct net_http_request *request; /* borrowed */
    const struct app_route *route;          /* constant */
    struct base_text rest;                  /* of the path, behind the route's */
    struct app_params params;
    enum app_params_format format;
    struct app_problem problems[APP_ASK_PROBLEMS_MAX]; /* all that is wrong with it */
    int problem_count;
    uint64_t unreadable; /* APP_PARAMS_BIT of each that is given, but cannot be read */
    bool is_cut_short;   /* a part of the query cannot be read: what it gives is not known */
};

/* What a route lets one ask. */
struct app_ask_rules {
    uint64_t known;   /* APP_PARAMS_BIT of each parameter it takes */
    bool needs_place; /* lat and lon, or place */
    unsigned formats; /* a bit for each enum app_params_format; the lowest is the default */
};

/* Reads a request's query and its Accept header.
 *
 * Given  scratch  receives decoded text, which *ask borrows until it is cleared
 *        zones    the thread's own
 *        ask      request, route and rest are set; all else is filled in
 * Gives  whether it can be answered; if not, every problem that was found is in ask->problems
 */
bool app_ask_read(const struct app_store *store, struct app_zones *zones,
                  const struct app_ask_rules *rules, struct base_buf *scratch, struct app_ask *ask);

/* Settles where the observer is: lat and lon of a place.
 *
 * Fails  MISSING, FORMAT or RANGE with *problem
 */
BASE_ERR_CHECKED
enum base_err app_ask_settle_place(struct app_params *params, struct app_problem *problem);

/* Whether the answer stands for the moment of asking, not for an instant that was named. */
bool app_ask_is_now(const struct app_ask *ask);

/* The media type of a format. */
struct base_text app_ask_type(enum app_params_format format);

/* Adds a problem that a handler found. One that is there already is not added, and more than there
 * is room for are dropped. */
void app_ask_add(struct app_ask *ask, const struct app_problem *problem);

/* Adds what is wrong with a parameter that could not be set: with each item of a list.
 *
 * Given  value    as app_params_set got it
 *        problem  as app_params_set left it
 */
void app_ask_add_faults(const struct app_store *store, struct app_ask *ask,
                        enum app_params_name name, struct base_text value,
                        const struct app_problem *problem);

#endif
