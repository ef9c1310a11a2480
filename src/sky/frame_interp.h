/* Frames of one body at many instants near each other, at a third of the cost of computing each.
 *
 * Quantities that change over days (the direction of the body from the Earth's centre, the velocity
 * of the Earth, the Sun) are interpolated over cells of SKY_FRAME_INTERP_CELL_DAYS on a fixed grid.
 * Quantities that change over hours (the rotation of the Earth, the observer) are computed for each
 * instant, as in any frame.
 */
#ifndef SKY_FRAME_INTERP_H
#define SKY_FRAME_INTERP_H

#include "base/err.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <stdbool.h>

#define SKY_FRAME_INTERP_CELL_DAYS 4.0
#define SKY_FRAME_INTERP_DEGREE    10
#define SKY_FRAME_INTERP_NODES     (SKY_FRAME_INTERP_DEGREE + 1)

/* The interpolated quantities, on the axes of the true equator of date (CIRS). */
struct sky_frame_interp_state {
    struct sky_vec pos_au; /* of the body from the Earth's centre, moved on by the light time */
    struct sky_vec vel_au_per_day;   /* of the body, barycentric */
    struct sky_vec earth_au_per_day; /* barycentric velocity of the Earth */
    struct sky_vec sun_au;           /* the Sun from the Earth's centre */
};

struct sky_frame_interp {
    const struct sky_context *context;
    enum sky_body body;
    bool has_cell;
    double cell; /* whole: it spans cell * SKY_FRAME_INTERP_CELL_DAYS and one cell more, TT */
    double cosine[2 * SKY_FRAME_INTERP_DEGREE]; /* of pi i / SKY_FRAME_INTERP_DEGREE */
    struct sky_frame_interp_state terms[SKY_FRAME_INTERP_NODES]; /* Chebyshev series of the cell */
};

/* Begins the interpolation for a body, without a cell.
 *
 * Owns  borrows the context for the life of *interp
 */
void sky_frame_interp_init(struct sky_frame_interp *interp, const struct sky_context *context,
                           enum sky_body body);

/* The frame of an instant, on CIRS axes about the Earth's centre, with the body and the Sun in it.
 *
 * Gives     *frame for sky_apparent_viewpoint, sky_apparent_place and sky_apparent_itrs of this
 *           body. Its directions "on GCRS axes" are on CIRS axes; eo_rad is 0
 * Fails     RANGE or MISSING, with *fault, when an instant of the cell is outside the ephemeris
 * Accuracy  0.001 arcsec of azimuth and altitude against the frame from sky_frame_of
 * Laws      the frame does not depend on earlier calls
 * Cost      some 0.15 microseconds, and 10 for a new cell
 * Test      test_frame_interp_agrees_with_a_frame_of_its_own
 */
BASE_ERR_CHECKED
enum base_err sky_frame_interp_frame(struct sky_frame_interp *interp, struct sky_tt when,
                                     struct sky_frame *frame, struct sky_fault *fault);

#endif
