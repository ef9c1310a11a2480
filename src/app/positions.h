/* Positions of several bodies from one place at one instant: computed, then written as a document.
 */
#ifndef APP_POSITIONS_H
#define APP_POSITIONS_H

#include "app/params.h"
#include "app/rows.h"
#include "app/store.h"

/* One thread's last frame, so that all requests of one instant share it. */
struct app_positions_frame {
    bool has_frame;
    struct sky_frame frame;
};

/* The frame of an instant with the bodies asked for.
 *
 * Given  cache   the thread's own; starts as {0}
 *        bodies  a bit for each enum sky_body
 * Gives  *frame, good until the next call with this cache
 * Fails  RANGE or MISSING, with *fault
 * Cost   0.4 microseconds and 0.15 a body for a new instant; nothing for the last one
 */
BASE_ERR_CHECKED
enum base_err app_positions_frame(const struct app_store *store, struct app_positions_frame *cache,
                                  struct sky_tt when, unsigned bodies,
                                  const struct sky_frame **frame, struct sky_fault *fault);

struct app_positions {
    char time[40]; /* RFC 3339 UTC, to the microsecond: what was computed for */
    struct sky_tt when;
    struct sky_orient_spin spin;
    double ut1_utc_s;
    const char *source;        /* of the store; borrowed */
    struct app_params request; /* with place, air and bodies resolved */
    struct sky_air air;
    int count;
    struct app_rows_row
        rows[SKY_BODY_COUNT]; /* in the order of the table of bodies; time borrows from above */
};

/* Computes what a request asks for.
 *
 * Given     params a place; no time means now, rounded down to the second; no bodies means the
 *           planets
 * Gives     *positions; its rows borrow from it, so it must not be copied
 * Fails     RANGE with *problem (TIME_OUT_OF_RANGE)
 */
BASE_ERR_CHECKED
enum base_err app_positions_compute(const struct app_store *store,
                                    struct app_positions_frame *cache,
                                    const struct app_params *params,
                                    struct app_positions *positions, struct app_problem *problem);

/* Appends the document of /api/v1/positions: observer, positions, warnings, meta, links. */
void app_positions_append_json(struct base_buf *out, const struct app_positions *positions);

/* Appends the rows as CSV with a header line. */
void app_positions_append_csv(struct base_buf *out, const struct app_positions *positions);

#endif
