/* Barycentric states of bodies from a kernel's segments, and the offsets of the giants' centres. */
#ifndef SKY_EPHEM_H
#define SKY_EPHEM_H

#include "base/err.h"
#include "sky/body.h"
#include "sky/spk.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <stdbool.h>

/* Which body an instant could not be had for, and what is covered. */
struct sky_fault {
    enum base_err code;                     /* RANGE or MISSING */
    int naif_id;                            /* of the body asked for */
    struct sky_tdb valid_from, valid_until; /* when code is RANGE */
};

#define SKY_EPHEM_EARTH_ID 399

/* The solar-system barycentric state of a NAIF id: the chain target, centre, ..., 0 summed.
 *
 * Given  earth  the Earth's barycentric state then, to end chains at 399 early; or NULL
 *
 * Fails  RANGE when the chain has no segment at that instant (sky_ephem_limits says more),
 *        and for a sum that is no number, beyond 4000 au or faster than 10 au a day
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

/* Completes a fault: from when until when a kernel gives a NAIF id, every link to the barycentre
 * counted; gaps between segments are not told.
 *
 * Gives  fault->code: RANGE with the limits, or MISSING when no chain leads from the id to 0;
 *        returns it
 */
enum base_err sky_ephem_limits(const struct sky_spk *spk, int naif_id, struct sky_fault *fault);

/* Narrows the limits of a fault to the time that another body is covered, and leaves the code. */
void sky_ephem_narrow(const struct sky_spk *spk, int naif_id, struct sky_fault *fault);

/* Which bodies a kernel has, at any time.
 *
 * Gives  a bit for each enum sky_body; 0 when the Earth is missing, without which there is no sky
 */
unsigned sky_ephem_bodies(const struct sky_spk *spk);

/* Centre of a planet minus the barycentre of its system, moved there by its large moons.
 *
 * Gives     ICRF axes, au; 0 for bodies other than Jupiter, Saturn, Uranus, Neptune and Pluto
 * Accuracy  with the embedded kernel 1.3 mas at most seen from Earth (Jupiter), 1900 to 2099;
 *           outside the amplitudes are those of 1900 or 2100 and the phases drift away, so that the
 *           offset itself (Jupiter 77 mas, Saturn 53, Uranus 4, Neptune 5 from the Earth) is the
 *           error to expect a few centuries on
 * Source    data/barycentre-offsets.csv, fitted to JPL Horizons vectors 1900-2099; Pluto a
 *           circle in the plane of its equator (IAU WGCCRE 2015), its phase and radius fitted to
 *           Horizons
 * Cost      some 40 ns
 */
struct sky_vec sky_ephem_offset_au(enum sky_body body, struct sky_tdb when);

/* How fast that offset changes as the moons turn; their slow changes, 1e-4 of it, are left out. */
struct sky_vec sky_ephem_offset_vel_au_per_day(enum sky_body body, struct sky_tdb when);

#endif
