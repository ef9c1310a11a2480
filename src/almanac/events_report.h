/* The document of /api/v1/events and `planettracker events`: what happens in the sky over a range,
 * in order of time, written piece by piece so that memory does not grow with the range.
 *
 *     err = almanac_events_report_open(&request, &report, &fault);
 *     while (err == BASE_ERR_OK) {
 *         err = almanac_events_report_append(report, &out, 65536, &fault);
 *         send(&out), base_buf_clear(&out);          with END comes the last piece
 *     }
 *     almanac_events_report_close(report);
 */
#ifndef ALMANAC_EVENTS_REPORT_H
#define ALMANAC_EVENTS_REPORT_H

#include "almanac/events_merge.h"
#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/time_columns.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "sky/ephem.h"

#include <stdbool.h>
#include <stddef.h>

/* Limits of the server; the command line is limited only by the ephemeris. */
#define ALMANAC_EVENTS_REPORT_SKY_MAX_DAYS   36525.0 /* a century of the sky's own events */
#define ALMANAC_EVENTS_REPORT_PLACE_MAX_DAYS 3652.5  /* ten years of a place's */
#define ALMANAC_EVENTS_REPORT_DEFAULT_DAYS   365.0
#define ALMANAC_EVENTS_REPORT_DEFAULT_TYPES                                                        \
    "phases,seasons,oppositions,conjunctions,elongations,stations,apsides,eclipses"

#define ALMANAC_EVENTS_REPORT_TYPES_MAX_BYTES 480

struct almanac_events_report_request {
    struct almanac_time_columns_clock clock;
    enum almanac_params_format format;
    struct almanac_events_merge_query query; /* its observer is ignored: place is used */
    bool has_place;
    struct almanac_observer_columns_place place;
    struct base_text types; /* as it was read, for links */
};

/* Reads types with commas between into a query.
 *
 * Fails  FORMAT with *problem: PARAMETER_INVALID of `types`, with the nearest known type
 */
BASE_ERR_CHECKED
enum base_err almanac_events_report_types(struct base_text types,
                                          struct almanac_events_merge_query *query,
                                          struct almanac_problem *problem);

/* Checks whether a request can be answered.
 *
 * Given  is_served  the server's limits count too
 * Fails  MISSING for types that need a place without one; RANGE for an end before its start or a
 *        range longer than allowed; FORMAT for a calendar outside of the years 1 to 9999; with
 *        *problem
 */
BASE_ERR_CHECKED
enum base_err almanac_events_report_check(const struct almanac_events_report_request *request,
                                          bool is_served, struct almanac_problem *problem);

struct almanac_events_report;

/* Begins a document.
 *
 * Given  request  copied with its types; its clock's dataset and zone are borrowed for the life of
 *                 *report
 * Gives  *report, to be closed
 * Fails  RANGE or MISSING with *fault when the ephemeris does not cover the range; MEMORY
 */
BASE_ERR_CHECKED
enum base_err almanac_events_report_open(const struct almanac_events_report_request *request,
                                         struct almanac_events_report **report,
                                         struct sky_fault *fault);

/* Appends the next piece.
 *
 * Given  enough  bytes: rows are appended until the piece has this length; it is longer by less
 *                than a row and the document's frame (4 KiB)
 * Fails  END with the last piece; RANGE or MISSING with *fault when the ephemeris turns out to
 *        have a gap: the document is then not closed
 * Cost   1 ms for each 20 KiB of local events; for a rare type the search takes up to
 *        40 microseconds per day of the range
 */
BASE_ERR_CHECKED
enum base_err almanac_events_report_append(struct almanac_events_report *report,
                                           struct base_buf *out, size_t enough,
                                           struct sky_fault *fault);

void almanac_events_report_close(struct almanac_events_report *report);

#endif
