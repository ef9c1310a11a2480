/* Positions of several bodies from one place, at one instant or over a range: computed instant by
 * instant and written at once, so that memory does not grow with the range.
 *
 *     open (checks both ends, computes the first instant) -> append until END
 */
#ifndef ALMANAC_POSITIONS_H
#define ALMANAC_POSITIONS_H

#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "data/dataset.h"
#include "data/time_range.h"
#include "format/rows.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One thread's last frame and last instant, so that all requests of one instant share them. */
struct almanac_positions_frame {
    bool has_frame;
    bool has_common;  /* of the frame */
    bool has_instant; /* the rest of what depends on the instant alone: */
    struct sky_frame frame;
    struct sky_common common;
    struct sky_tt asked; /* the instant as requested */
    struct sky_tt when;  /* the same to the microsecond, as its text reads */
    char time[40];       /* RFC 3339 UTC */
    double ut1_utc_s;
    _Atomic uint64_t *rows; /* counts the rows computed with it, for the metrics; or NULL */
};

/* The frame of an instant with the requested bodies.
 *
 * Given  cache   the thread's own; starts as {0}
 *        bodies  a bit for each enum sky_body
 * Gives  cache->frame, good until the next call with this cache
 * Fails  RANGE or MISSING, with *fault
 * Cost   0.4 microseconds and 0.15 a body for a new instant; nothing for the last one
 */
BASE_ERR_CHECKED
enum base_err almanac_positions_frame(const struct data_dataset *dataset,
                                      struct almanac_positions_frame *cache, struct sky_tt when,
                                      unsigned bodies, struct sky_fault *fault);

struct almanac_positions {
    const struct data_dataset *dataset;    /* borrowed */
    struct almanac_positions_frame *cache; /* borrowed */
    struct almanac_params request;         /* with place and bodies resolved */
    struct almanac_position_columns_shape shape;
    struct sky_observer observer;
    struct sky_air air;
    bool is_range;
    struct data_time_range range; /* of a single instant: count is 1 and the rest unused */
    int64_t index;                /* instants computed so far */
    /* For the end of the document. */
    struct sky_earth_orientation_spin spin; /* of the last instant */
    double ut1_utc_s;                       /* of the first */
    unsigned faint;                         /* bodies whose magnitude was unknown at an instant */
    struct format_rows written;             /* by almanac_positions_append */
    /* The present instant. */
    struct sky_tt when;
    char time[40];       /* RFC 3339 UTC, to the microsecond: what was computed for */
    char time_local[48]; /* of the request's zone, or empty */
    int count;
    struct almanac_position_columns_row
        rows[SKY_BODY_COUNT]; /* in the order of the table of bodies; their times
                                                 borrow from above */
};

/* Checks that the parameters of a range agree; without any of them there is nothing to check.
 *
 * Given  unreadable  ALMANAC_PARAMS_BIT of each that is given but has no value
 * Fails  FORMAT with *problem: PARAMETER_MISSING, PARAMETER_CONFLICT or PARAMETER_INVALID
 */
BASE_ERR_CHECKED
enum base_err almanac_positions_check_range(const struct data_dataset *dataset,
                                            const struct almanac_params *params,
                                            uint64_t unreadable, struct almanac_problem *problem);

/* Resolves a request, and computes its first instant.
 *
 * Given     params  a place; no time means now, rounded down to the second; no bodies means the
 *                   planets; start means a range, of stop or days, and step or count
 *           cache   for the frames; shared by all requests for instants, its own for a range
 * Gives     *positions; its rows borrow from it, so it must not be copied or moved. The texts of
 *           params are no longer needed afterwards
 * Fails     RANGE or FORMAT with *problem: TIME_OUT_OF_RANGE when either end of the range is
 *           outside the ephemeris, PARAMETER_MISSING, PARAMETER_CONFLICT or PARAMETER_INVALID for a
 *           range whose parameters disagree
 */
BASE_ERR_CHECKED
enum base_err almanac_positions_open(const struct data_dataset *dataset,
                                     struct almanac_positions_frame *cache,
                                     const struct almanac_params *params,
                                     struct almanac_positions *positions,
                                     struct almanac_problem *problem);

/* Computes the bodies of an instant for the observer of *positions: fills the present rows.
 *
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err almanac_positions_observe(struct almanac_positions *positions, struct sky_tt when,
                                        struct sky_fault *fault);

/* Appends a piece of the answer: head, rows time-major, and finally the end of the document.
 *
 * Given  format        JSON, NDJSON, CSV, TEXT or VOTABLE; the same in every call
 *        enough_bytes  in out: return when they are passed
 * Fails  END with the last piece; RANGE with *fault for an instant that cannot be computed; a
 *        VOTable has its end then, with the error in it
 */
BASE_ERR_CHECKED
enum base_err almanac_positions_append(struct almanac_positions *positions,
                                       enum almanac_params_format format, struct base_buf *out,
                                       size_t enough_bytes, struct sky_fault *fault);

#endif
