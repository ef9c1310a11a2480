/* The observer on the ellipsoid, and directions relative to the observer's horizon. */
#ifndef SKY_HORIZON_H
#define SKY_HORIZON_H

#include "sky/vec.h"

#include <stdbool.h>

/* A place on or above the Earth. */
struct sky_observer {
    double lat_rad; /* geodetic, north positive, [-pi/2, pi/2] */
    double lon_rad; /* east positive */
    double sin_lat, cos_lat, sin_lon, cos_lon;
    struct sky_vec pos_itrs_au;
};

/* A place prepared for any number of instants.
 *
 * Given   lat_deg      geodetic (WGS84), north positive, [-90, 90]
 *         lon_deg      east positive, finite, of any number of turns
 *         elevation_m  above the ellipsoid, greater than -6 000 000
 * Source  WGS84, NIMA TR8350.2
 */
struct sky_observer sky_horizon_observer(double lat_deg, double lon_deg, double elevation_m);

/* A direction on local axes: x north, y east, z up. The length stays the same. */
struct sky_vec sky_horizon_local(const struct sky_observer *observer, struct sky_vec dir_itrs);

struct sky_horizon {
    double az_rad;  /* from north through east, [0, 2 pi) */
    double alt_rad; /* above the plane at right angles to the local vertical, airless */
};

/* Azimuth and altitude of a direction.
 *
 * Given  dir_itrs  of any length
 * Gives  an azimuth of 0 at the zenith
 */
struct sky_horizon sky_horizon_coordinates(const struct sky_observer *observer,
                                           struct sky_vec dir_itrs);

/* The rates of azimuth and altitude. */
struct sky_horizon_rates {
    bool has_az;         /* false within 0.2 arcsec of the zenith and nadir */
    double az_rad_per_s; /* of the azimuth itself, without the cosine of the altitude */
    double alt_rad_per_s;
};

/* The rates of azimuth and altitude of a moving direction.
 *
 * Given  dir_itrs            unit
 *        dir_itrs_rad_per_s  its rate
 */
struct sky_horizon_rates sky_horizon_rates(const struct sky_observer *observer,
                                           struct sky_vec dir_itrs,
                                           struct sky_vec dir_itrs_rad_per_s);

/* A direction relative to the meridian. */
struct sky_horizon_hour {
    double hour_angle_rad;  /* west of the meridian positive, (-pi, pi] */
    double parallactic_rad; /* at the body, from the celestial pole to the zenith; west positive */
};

/* Hour angle and parallactic angle of a direction, about the poles of ITRS.
 *
 * Given   dir_itrs  unit
 * Source  Meeus, Astronomical Algorithms 2nd ed., eq. 14.1, without its divisions
 */
struct sky_horizon_hour sky_horizon_hour(const struct sky_observer *observer,
                                         struct sky_vec dir_itrs);

#endif
