/* A request for a document: from its text to checked parameters and a format. */
#ifndef ALMANAC_REQUEST_H
#define ALMANAC_REQUEST_H

#include "almanac/params.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone_cache.h"

#include <stdbool.h>
#include <stdint.h>

#define ALMANAC_REQUEST_PROBLEMS_MAX 16

/* The text of a request, as it arrives, before any of it is read. All of it is borrowed. */
struct almanac_request_text {
    struct base_text path;   /* percent-decoded: "/api/v1/positions" */
    struct base_text query;  /* encoded, without the "?" */
    struct base_text body;   /* of a POST */
    struct base_text accept; /* the value of Accept; .at is NULL without that header */
};

struct almanac_request {
    struct base_text rest; /* the path after that of the document: the "mars" of positions/mars */
    struct base_text body;
    struct almanac_params params;
    enum almanac_params_format format;
    struct almanac_problem problems[ALMANAC_REQUEST_PROBLEMS_MAX]; /* all that were found */
    int problem_count;
    uint64_t unreadable; /* ALMANAC_PARAMS_BIT of each that is given, but cannot be read */
    bool is_cut_short;   /* a part of the query cannot be read: its parameters are not known */
};

/* What requests for a document may hold. */
struct almanac_request_rules {
    uint64_t known;   /* ALMANAC_PARAMS_BIT of each parameter that is accepted */
    bool needs_place; /* lat and lon, or place */
    unsigned formats; /* a bit for each enum almanac_params_format; the lowest is the default */
};

/* What requests are read with. */
struct almanac_request_reader {
    const struct data_dataset *dataset; /* borrowed */
    struct data_zone_cache *zones;      /* the thread's own */
    struct base_buf *scratch;           /* receives decoded text; cleared before each request */
    struct base_text base_path;         /* before the address of each link; or empty */
};

/* Reads a request's query, body and Accept header.
 *
 * Given  ask  its rest is set; everything else is filled in. It borrows from text and from the
 *             scratch
 * Gives  whether it can be answered; if not, every problem that was found is in ask->problems
 */
bool almanac_request_read(const struct almanac_request_reader *reader,
                          const struct almanac_request_rules *rules,
                          const struct almanac_request_text *text, struct almanac_request *ask);

/* Determines where the observer is: lat and lon of a place.
 *
 * Fails  MISSING, FORMAT or RANGE with *problem
 */
BASE_ERR_CHECKED
enum base_err almanac_request_resolve_place(struct almanac_params *params,
                                            struct almanac_problem *problem);

/* Whether the answer is for the present, not for an instant that the request names. */
bool almanac_request_is_now(const struct almanac_request *ask);

/* Adds a problem that a handler found. A problem that is already there is not added, and those
 * beyond the limit are dropped. */
void almanac_request_add(struct almanac_request *ask, const struct almanac_problem *problem);

/* Adds the problems of a parameter that could not be set: one for each faulty item of a list.
 *
 * Given  value    as almanac_params_set received it
 *        problem  as almanac_params_set left it
 */
void almanac_request_add_faults(const struct data_dataset *dataset, struct almanac_request *ask,
                                enum almanac_params_name name, struct base_text value,
                                const struct almanac_problem *problem);

#endif
