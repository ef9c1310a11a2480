/* The frame of an instant: everything that depends on the instant alone. It is computed once and
 * shared by bodies and observers. */
#ifndef SKY_FRAME_H
#define SKY_FRAME_H

#include "base/err.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/spk.h"
#include "sky/time.h"
#include "sky/vec.h"

/* The constant data: kernel, Earth orientation, leap seconds. Shared by threads, never written. */
struct sky_context {
    struct sky_spk spk;
    struct sky_earth_orientation orient;
    struct sky_leaps leaps;
};

/* The motion of a body around the instant, for the light-time correction by a Taylor series. */
struct sky_frame_body {
    /* Barycentric, at the instant; the offset of the centre is that of when the light left. */
    struct sky_vec pos_icrs_au;
    struct sky_vec vel_icrs_au_per_day;
    struct sky_vec acc_icrs_au_per_day2; /* by the Sun alone */
};

struct sky_frame {
    struct sky_tt tt;
    struct sky_tdb tdb;
    struct sky_earth_orientation_spin spin;
    double era_rad, sin_era, cos_era;
    double eo_rad; /* equation of the origins */
    struct sky_mat gcrs_to_cirs;
    struct sky_state earth, sun; /* barycentric */
    unsigned has;                /* bit of each body that is in bodies[] */
    unsigned has_offset;         /* bit of each that the kernel has as a barycentre (sky/ephem) */
    struct sky_frame_body bodies[SKY_BODY_COUNT];
};

/* The frame of an instant, with no bodies yet.
 *
 * Fails  RANGE outside the kernel or the formulas of the pole, MISSING when the kernel lacks the
 *        Earth or the Sun; *fault then has the body (399 or 10) and the limits
 * Cost   some 0.3 microseconds
 */
BASE_ERR_CHECKED
enum base_err sky_frame_init(const struct sky_context *context, struct sky_tt when,
                             struct sky_frame *frame, struct sky_fault *fault);

/* Sets what depends on the rotation of the Earth at the instant of the frame: spin, era_rad and its
 * sine and cosine. */
void sky_frame_turn(const struct sky_earth_orientation *orient, struct sky_frame *frame);

/* Adds a body to the frame, unless it is in it.
 *
 * Given  frame  made by sky_frame_init with the same context
 * Fails  RANGE or MISSING, with *fault; the frame is then unchanged
 * Cost   some 0.1 microseconds the first time, nothing after it
 */
BASE_ERR_CHECKED
enum base_err sky_frame_add(const struct sky_context *context, enum sky_body body,
                            struct sky_frame *frame, struct sky_fault *fault);

/* The frame of an instant with some bodies: sky_frame_init and sky_frame_add in one.
 *
 * Given  bodies  a bit for each, 1u << enum sky_body
 * Fails  as these; *frame is then undefined
 */
BASE_ERR_CHECKED
enum base_err sky_frame_of(const struct sky_context *context, struct sky_tt when, unsigned bodies,
                           struct sky_frame *frame, struct sky_fault *fault);

#endif
