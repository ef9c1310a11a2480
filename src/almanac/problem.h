/* What was wrong with a request: one list of codes, written as RFC 9457 by the server and as a
 * sentence by the command line.
 */
#ifndef ALMANAC_PROBLEM_H
#define ALMANAC_PROBLEM_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* enumerator, HTTP status, code, title */
#define ALMANAC_PROBLEM_LIST(X)                                                                    \
    X(PARAMETER_MISSING, 400, "parameter-missing", "Parameter is missing")                         \
    X(PARAMETER_INVALID, 400, "parameter-invalid", "Parameter is not valid")                       \
    X(PARAMETER_UNKNOWN, 400, "parameter-unknown", "Parameter is not known")                       \
    X(PARAMETER_CONFLICT, 400, "parameter-conflict", "Parameters contradict each other")           \
    X(TIME_ZONE_MISSING, 400, "time-zone-missing", "Time has no zone")                             \
    X(LOCAL_TIME_AMBIGUOUS, 409, "local-time-ambiguous", "Local time occurs twice")                \
    X(LOCAL_TIME_NONEXISTENT, 400, "local-time-nonexistent", "Local time is skipped")              \
    X(TOO_MANY_ROWS, 422, "too-many-rows", "Answer would have too many rows")                      \
    X(NOT_ACCEPTABLE, 406, "not-acceptable", "None of the requested formats is available")         \
    X(BODY_UNKNOWN, 404, "body-unknown", "Body is not known")                                      \
    X(PLACE_UNKNOWN, 404, "place-unknown", "Place is not known")                                   \
    X(PLACE_AMBIGUOUS, 409, "place-ambiguous", "Place is ambiguous")                               \
    X(ROUTE_UNKNOWN, 404, "route-unknown", "Route is not known")                                   \
    X(METHOD_NOT_ALLOWED, 405, "method-not-allowed", "Method is not allowed")                      \
    X(BODY_MISSING, 422, "body-missing", "Body is not in the ephemeris")                           \
    X(TIME_OUT_OF_RANGE, 422, "time-out-of-range", "Time is outside the ephemeris")                \
    X(REQUEST_MALFORMED, 400, "request-malformed", "Request is not well-formed HTTP")              \
    X(REQUEST_TIMEOUT, 408, "request-timeout", "Request came too slowly")                          \
    X(BODY_TOO_LARGE, 413, "body-too-large", "Content is too large")                               \
    X(URI_TOO_LONG, 414, "uri-too-long", "Request target is too long")                             \
    X(EXPECTATION_FAILED, 417, "expectation-failed", "Expectation cannot be met")                  \
    X(HEAD_TOO_LARGE, 431, "head-too-large", "Request headers are too large")                      \
    X(RATE_LIMITED, 429, "rate-limited", "Too many requests from one client")                      \
    X(INTERNAL, 500, "internal", "The server failed")                                              \
    X(CODING_UNKNOWN, 501, "coding-unknown", "Transfer coding is not known")                       \
    X(OVERLOADED, 503, "overloaded", "Too many connections or streams")                            \
    X(VERSION_UNKNOWN, 505, "version-unknown", "HTTP version is not known")

#define ALMANAC_PROBLEM_ENUM(name, status, code, title) ALMANAC_PROBLEM_##name,
enum almanac_problem_kind {
    ALMANAC_PROBLEM_NONE,
    ALMANAC_PROBLEM_LIST(ALMANAC_PROBLEM_ENUM) ALMANAC_PROBLEM_COUNT
};
#undef ALMANAC_PROBLEM_ENUM

#define ALMANAC_PROBLEM_CHOICES_MAX 320

/* Texts are borrowed from the request or constant, and must outlive the problem. */
struct almanac_problem {
    enum almanac_problem_kind kind;
    struct base_text parameter;    /* its name; empty when the problem is not one parameter's */
    struct base_text got;          /* as received */
    struct base_text expected;     /* in words */
    struct base_text example;      /* a value that works */
    struct base_text did_you_mean; /* the nearest known name, or empty */
    const char *note;              /* a closer reason, or NULL */
    const char *source;            /* which ephemeris ends there, or NULL */
    bool is_around;                /* for TIME_OUT_OF_RANGE: got is inside, but too near */
    int64_t rows, limit;           /* for TOO_MANY_ROWS */
    char valid_from[40], valid_until[40]; /* RFC 3339, for TIME_OUT_OF_RANGE; else empty */
    /* expected is one of these, for PLACE_AMBIGUOUS; else empty */
    char choices[ALMANAC_PROBLEM_CHOICES_MAX];
};

/* The HTTP status of a problem. */
int almanac_problem_status(const struct almanac_problem *problem);

/* Appends one sentence for people: what is wrong, what was received, what is expected. */
void almanac_problem_append_sentence(struct base_buf *out, const struct almanac_problem *problem);

/* Appends problems as one application/problem+json document (RFC 9457): the members of the first,
 * and all of them in "errors".
 *
 * Given  count  1 or more
 */
void almanac_problem_append_json(struct base_buf *out, const struct almanac_problem *problems,
                                 int count);

#endif
