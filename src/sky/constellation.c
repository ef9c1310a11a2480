/* Constellations: zones of right ascension above a declination, in the coordinates of 1875. The
 * rows are in order of decreasing declination; the first one that contains a direction names it.
 */
#include "sky/constellation.h"

#include "sky/const.h"

#include <assert.h>

struct zone {
    double ra_lower_h, ra_upper_h, dec_lower_deg;
    char name[4];
};

static const struct zone ZONES[] = {
#include "gen/sky_constellation_rows.h"
};
enum { ZONES_COUNT = sizeof ZONES / sizeof *ZONES };

/* From ICRS to the mean equator and equinox of B1875.0, JD 2405889.25855. Source: IAU 2006
 * precession with frame bias (eraPmat06). */
static const struct sky_mat ICRS_TO_B1875 = {{
    {0.99953592803959956, 0.027935235948032204, 0.012147063453534978},
    {-0.027935234880521558, 0.99960972075234267, -0.00016979279517725931},
    {-0.012147065908544641, -0.00016961707158125172, 0.9999262072872489},
}};

/* The first zone that begins at a declination or below it. */
static int first_below(double dec_deg)
{
    int from = 0, until = ZONES_COUNT - 1; /* the last one, Octans, begins at the south pole */
    while (from < until) {
        int middle = (from + until) / 2;
        if (ZONES[middle].dec_lower_deg <= dec_deg)
            until = middle;
        else
            from = middle + 1;
    }
    return from;
}

const char *sky_constellation_name(struct sky_vec dir_icrs)
{
    struct sky_vec dir = sky_vec_rotated(&ICRS_TO_B1875, dir_icrs);
    struct sky_vec_angles angles = sky_vec_angles(dir);
    double ra_h = angles.lon_rad * (SKY_DEG_PER_RAD / 15.0);
    assert(ra_h >= 0.0); /* also not NaN */
    int i = first_below(angles.lat_rad * SKY_DEG_PER_RAD);
    while (i < ZONES_COUNT - 1 && !(ra_h >= ZONES[i].ra_lower_h && ra_h < ZONES[i].ra_upper_h)) i++;
    return ZONES[i].name;
}
