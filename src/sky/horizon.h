/* The observer on the ellipsoid, and directions in the observer's own sky. */
#ifndef SKY_HORIZON_H
#define SKY_HORIZON_H

#include "sky/vec.h"

/* A place on (or above) the Earth. */
struct sky_observer {
    double lat_rad; /* geodetic, north positive, [-pi/2, pi/2] */
    double lon_rad; /* east positive */
    double sin_lat, cos_lat, sin_lon, cos_lon;
    struct sky_vec pos_itrs_au;
};

/* A place prepared for any number of instants.
 *
 * Given  lat_deg      geodetic (WGS84), north positive, [-90, 90]
 *        lon_deg      east positive, any turn
 *        elevation_m  above the ellipsoid, above -6 000 000
 * Gives  the observer; a NaN or a latitude of 91 is the caller's bug and asserted
 * Source WGS84, NIMA TR8350.2
 */
struct sky_observer sky_horizon_observer(double lat_deg, double lon_deg, double elevation_m);

/* A direction on the observer's own axes: x north, y east, z up; of the same length. */
struct sky_vec sky_horizon_local(const struct sky_observer *observer, struct sky_vec dir_itrs);

struct sky_horizon {
    double az_rad;  /* from north through east, [0, 2 pi) */
    double alt_rad; /* above the plane square to the local vertical, airless */
};

/* Azimuth and altitude of a direction.
 *
 * Given  dir_itrs  any length
 * Gives  at the zenith an azimuth of 0
 */
struct sky_horizon sky_horizon_coordinates(const struct sky_observer *observer,
                                           struct sky_vec dir_itrs);

#endif
