/* The part of an eclipse that can be seen at a place: while the body is above the horizon.
 *
 * The horizon is that of a search of sky/rise, so that the first and the last instant of an eclipse
 * that the horizon cuts are a rise or a set of the same definition to the millisecond.
 */
#ifndef SKY_ECLIPSE_VIEW_H
#define SKY_ECLIPSE_VIEW_H

#include "base/err.h"
#include "sky/ephem.h"
#include "sky/lunar_eclipse.h"
#include "sky/rise.h"
#include "sky/solar_eclipse.h"
#include "sky/time.h"

/* What the best moment of a view is. */
enum sky_eclipse_view_moment {
    SKY_ECLIPSE_VIEW_NONE,    /* nothing is seen */
    SKY_ECLIPSE_VIEW_MAXIMUM, /* the maximum itself, which is above the horizon */
    SKY_ECLIPSE_VIEW_RISE,    /* the body rises after the maximum */
    SKY_ECLIPSE_VIEW_SET      /* it sets before the maximum */
};

struct sky_eclipse_view {
    enum sky_eclipse_view_moment moment;
    struct sky_tt first, best, last; /* 0 for NONE; between first and last the body may be down
                                        for a time where nights are short */
};

/* What of an eclipse of the Sun is seen.
 *
 * Given  search  of the Sun: its context, observer and horizon; `wanted` is ignored
 *        local   of the same observer
 * Gives  *view, and *phase at its best moment; both zero when the eclipse is not seen
 * Fails  RANGE or MISSING with *fault when the ephemeris does not cover the half days of the eclipse
 * Laws   the best moment has the greatest magnitude of all instants at which the body is up
 * Test   test_eclipse_view_agrees_with_dense_sampling
 */
BASE_ERR_CHECKED
enum base_err sky_eclipse_view_solar(const struct sky_rise_search *search,
                                     const struct sky_solar_eclipse_local *local,
                                     struct sky_eclipse_view *view,
                                     struct sky_solar_eclipse_phase *phase,
                                     struct sky_fault *fault);

/* What of an eclipse of the Moon is seen, the penumbral phase included; as sky_eclipse_view_solar.
 */
BASE_ERR_CHECKED
enum base_err sky_eclipse_view_lunar(const struct sky_rise_search *search,
                                     const struct sky_lunar_eclipse *eclipse,
                                     struct sky_eclipse_view *view,
                                     struct sky_lunar_eclipse_phase *phase,
                                     struct sky_fault *fault);

#endif
