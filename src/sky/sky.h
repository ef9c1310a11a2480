/* Where a body is in an observer's sky: the main door of the floor.
 *
 *     struct sky_frame frame;          what depends on the instant: once an instant
 *     sky_frame_init(context, when, &frame, &fault)
 *     sky_frame_add(context, body, &frame, &fault)
 *     struct sky_viewpoint view = sky_place_viewpoint(&frame, &observer, SKY_PLACE_TRUE_POLE);
 *     struct sky_observation seen = sky_observe(&view, body, &air);
 *
 * Nothing here allocates, reads a clock, opens a file or keeps state: the context is const and may
 * be shared by any number of threads. Everything that is borrowed must outlive what borrows it.
 */
#ifndef SKY_SKY_H
#define SKY_SKY_H

#include "sky/frame.h"
#include "sky/place.h"
#include "sky/refract.h"

struct sky_observation {
    double az_deg;                    /* from north through east, [0, 360) */
    double alt_deg;                   /* apparent: lifted by the air */
    double alt_true_deg;              /* airless */
    double refraction_deg;            /* alt_deg - alt_true_deg */
    double ra_deg, dec_deg;           /* apparent, true equator and equinox of date */
    double ra_icrs_deg, dec_icrs_deg; /* astrometric: light time only */
    double distance_au;
    double light_time_s;
};

/* Makes a context of data in memory.
 *
 * Given  kernel  a DAF/SPK file            cip, spin  the tables of sky/orient
 *        leaps   rows in order of time, the first on or before 1972-01-01
 * Gives  *context, ready to be shared
 * Fails  as sky_spk_open and sky_orient_open; *fault->note says which data
 * Owns   borrows kernel, cip and spin for the life of the context; copies leaps
 */
BASE_ERR_CHECKED
enum base_err sky_context_init(struct sky_context *context, struct base_span kernel,
                               struct base_span cip, struct base_span spin,
                               const struct sky_leaps *leaps, struct base_fault *fault);

/* Azimuth and altitudes alone, for those who need no more: half the cost of sky_observe.
 *
 * Gives  the fields az_deg to refraction_deg and distance_au, light_time_s; the others 0
 */
struct sky_observation sky_observe_horizon(const struct sky_viewpoint *view, enum sky_body body,
                                           const struct sky_air *air);

/* One body from one place at one instant.
 *
 * Given  view  of an observer (not the geocentre); its frame has the body
 * Accuracy  0.003 arcsec with measured Earth rotation and no air, Sun to Neptune 1962-2026; see
 * docs Source    the rooms it calls Cost      some 0.25 microseconds
 */
struct sky_observation sky_observe(const struct sky_viewpoint *view, enum sky_body body,
                                   const struct sky_air *air);

#endif
