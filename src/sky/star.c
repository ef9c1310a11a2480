/* Fixed stars: proper motion along a straight line, then the aberration of sky/apparent.
 *
 * Anchor: a star at right ascension 0 and declination 0 without motion is (1, 0, 0).
 */
#include "sky/star.h"

#include "sky/const.h"
#include "sky/trig.h"

#include <assert.h>
#include <math.h>

static const double MAS_PER_YEAR = SKY_RAD_PER_ARCSEC / 1000.0 / 365.25; /* radians a day */

struct sky_star_motion sky_star_motion(const struct sky_star *star)
{
    assert(fabs(star->dec_icrs_deg) <= 90.0 && fabs(star->ra_icrs_deg) <= 360.0);
    sky_trig_lanes turns = {star->ra_icrs_deg / 360.0, star->dec_icrs_deg / 360.0, 0.0, 0.0};
    sky_trig_lanes sine, cosine;
    sky_trig_circle(&turns, &sine, &cosine);
    double sin_ra = sine[0], cos_ra = cosine[0], sin_dec = sine[1], cos_dec = cosine[1];
    struct sky_vec east = {-sin_ra, cos_ra, 0.0};
    struct sky_vec north = {-sin_dec * cos_ra, -sin_dec * sin_ra, cos_dec};
    return (struct sky_star_motion){
        {cos_dec * cos_ra, cos_dec * sin_ra, sin_dec},
        sky_vec_plus_scaled(sky_vec_scaled(east, star->pm_ra_mas_per_year * MAS_PER_YEAR),
                            star->pm_dec_mas_per_year * MAS_PER_YEAR, north),
    };
}

struct sky_vec sky_star_apparent(const struct sky_viewpoint *view,
                                 const struct sky_star_motion *star)
{
    struct sky_vec dir =
        sky_vec_plus_scaled(star->dir_icrs, view->frame->tt.days, star->dir_icrs_rad_per_day);
    return sky_apparent_aberrated(view, sky_vec_unit(dir));
}
