/* Barycentric states of bodies from the segments of a kernel, and the offsets of the centres of the
 * giant planets from the barycentres of their systems. */
#ifndef SKY_EPHEM_H
#define SKY_EPHEM_H

#include "base/err.h"
#include "sky/body.h"
#include "sky/spk.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <stdbool.h>

/* The body for which there is no position at an instant, and the time that is covered. */
struct sky_fault {
    enum base_err code;                     /* RANGE or MISSING */
    int naif_id;                            /* of the body asked for */
    struct sky_tdb valid_from, valid_until; /* when code is RANGE */
};

#define SKY_EPHEM_EARTH_ID 399

/* The solar-system barycentric state of a NAIF id: the chain target, centre, ..., 0 summed.
 *
 * Given  earth  the Earth's barycentric state at that instant, to end chains at 399 early; or NULL
 * Fails  RANGE when the chain has no segment at that instant (see sky_ephem_limits), and for a sum
 *        that is not finite, beyond 4000 au or faster than 10 au a day
 */
BASE_ERR_CHECKED
enum base_err sky_ephem_state(const struct sky_spk *spk, int naif_id, struct sky_tdb when,
                              const struct sky_state *earth, struct sky_state *state);

/* A kernel at an instant. */
struct sky_ephem {
    const struct sky_spk *spk;
    struct sky_tdb when;
    const struct sky_state
        *earth; /* the Earth's barycentric state then, to end chains early; or NULL */
};

/* The barycentric state of a body. */
struct sky_ephem_body {
    struct sky_state state;
    bool is_barycentre; /* of the body's system, not of its centre: see sky_ephem_offset_au */
};

/* The barycentric state of a body's centre, or of the barycentre of its system when the kernel has
 * only that.
 *
 * Fails  RANGE or MISSING; *fault then has the body and the limits
 */
BASE_ERR_CHECKED
enum base_err sky_ephem_body(const struct sky_ephem *ephem, enum sky_body body,
                             struct sky_ephem_body *found, struct sky_fault *fault);

/* Completes a fault with the time that a kernel covers for a NAIF id, including every link of the
 * chain to the barycentre. Gaps between segments are not reported.
 *
 * Gives  fault->code, which is also returned: RANGE with the limits, or MISSING when no chain leads
 *        from the id to 0
 */
enum base_err sky_ephem_limits(const struct sky_spk *spk, int naif_id, struct sky_fault *fault);

/* Narrows the limits of a fault to the time that another body is covered; the code stays. */
void sky_ephem_narrow(const struct sky_spk *spk, int naif_id, struct sky_fault *fault);

/* The bodies that a kernel has at any time.
 *
 * Gives  a bit for each enum sky_body; 0 when the Earth is missing
 */
unsigned sky_ephem_bodies(const struct sky_spk *spk);

/* Centre of a planet minus the barycentre of its system, as its large moons move it.
 *
 * Gives     ICRF axes, au; 0 for bodies other than Jupiter, Saturn, Uranus, Neptune and Pluto
 * Accuracy  with the embedded kernel at most 0.8 mas seen from the Earth (Jupiter), 1900 to 2099.
 *           Outside of these years the amplitudes are those of 1900 or 2100 and the phases drift,
 *           so that after a few centuries the error is as large as the offset itself (seen from the
 *           Earth Jupiter 77 mas, Saturn 53, Uranus 4, Neptune 5)
 * Source    data/barycentre-offsets.csv, fitted to JPL Horizons vectors 1900-2099; Pluto a
 *           circle in the plane of its equator (IAU WGCCRE 2015), its phase and radius fitted to
 *           Horizons
 * Cost      some 40 ns
 */
struct sky_vec sky_ephem_offset_au(enum sky_body body, struct sky_tdb when);

/* The rate of that offset as the moons revolve; the slow changes of their orbits, 1e-4 of it, are
 * neglected. */
struct sky_vec sky_ephem_offset_vel_au_per_day(enum sky_body body, struct sky_tdb when);

#endif
