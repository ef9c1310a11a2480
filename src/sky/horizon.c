/* The observer's local axes: east, north and up on the WGS84 ellipsoid.
 *
 * Anchor: latitude 0, longitude 0, elevation 0 is (6378.137 km, 0, 0).
 */
#include "sky/horizon.h"

#include "sky/const.h"
#include "sky/trig.h"

#include <assert.h>
#include <math.h>

struct sky_observer sky_horizon_observer(double lat_deg, double lon_deg, double elevation_m)
{
    assert(lat_deg >= -90.0 && lat_deg <= 90.0 && isfinite(lon_deg) && elevation_m > -6e6);
    struct sky_observer o = {.lat_rad = lat_deg * SKY_RAD_PER_DEG,
                             .lon_rad = lon_deg * SKY_RAD_PER_DEG};
    sky_trig_lanes turns = {lat_deg / 360.0, lon_deg / 360.0, 0.0, 0.0}, sine, cosine;
    sky_trig_circle(&turns, &sine, &cosine);
    o.sin_lat = sine[0];
    o.cos_lat = cosine[0];
    o.sin_lon = sine[1];
    o.cos_lon = cosine[1];
    const double polar_ratio2 = (1.0 - SKY_EARTH_FLATTENING) * (1.0 - SKY_EARTH_FLATTENING);
    double normal_km =
        SKY_EARTH_RADIUS_KM / sqrt(o.cos_lat * o.cos_lat + polar_ratio2 * o.sin_lat * o.sin_lat);
    double height_km = elevation_m / 1000.0;
    double equatorial_km = (normal_km + height_km) * o.cos_lat;
    double polar_km = (polar_ratio2 * normal_km + height_km) * o.sin_lat;
    o.pos_itrs_au = sky_vec_scaled(
        (struct sky_vec){equatorial_km * o.cos_lon, equatorial_km * o.sin_lon, polar_km},
        1.0 / SKY_AU_KM);
    return o;
}

struct sky_vec sky_horizon_local(const struct sky_observer *observer, struct sky_vec dir_itrs)
{
    double outward = dir_itrs.x * observer->cos_lon + dir_itrs.y * observer->sin_lon;
    double east = dir_itrs.y * observer->cos_lon - dir_itrs.x * observer->sin_lon;
    double north = dir_itrs.z * observer->cos_lat - outward * observer->sin_lat;
    double up = outward * observer->cos_lat + dir_itrs.z * observer->sin_lat;
    return (struct sky_vec){north, east, up};
}

struct sky_horizon sky_horizon_coordinates(const struct sky_observer *observer,
                                           struct sky_vec dir_itrs)
{
    struct sky_vec local = sky_horizon_local(observer, dir_itrs);
    struct sky_vec_angles angles = sky_vec_angles(local);
    return (struct sky_horizon){angles.lon_rad, angles.lat_rad};
}

struct sky_horizon_rates sky_horizon_rates(const struct sky_observer *observer,
                                           struct sky_vec dir_itrs,
                                           struct sky_vec dir_itrs_rad_per_s)
{
    static const double LEAST2 = 1e-12; /* square of the sine of the distance from the zenith */
    struct sky_vec dir = sky_horizon_local(observer, dir_itrs);
    struct sky_vec rate = sky_horizon_local(observer, dir_itrs_rad_per_s);
    double level2 = dir.x * dir.x + dir.y * dir.y;
    assert(fabs(level2 + dir.z * dir.z - 1.0) < 1e-5); /* a unit vector */
    struct sky_horizon_rates rates = {.has_az = level2 > LEAST2};
    if (!rates.has_az) return rates;
    rates.az_rad_per_s = (dir.x * rate.y - dir.y * rate.x) / level2;
    rates.alt_rad_per_s = rate.z / sqrt(level2);
    return rates;
}

struct sky_horizon_hour sky_horizon_hour(const struct sky_observer *observer,
                                         struct sky_vec dir_itrs)
{
    double outward = dir_itrs.x * observer->cos_lon + dir_itrs.y * observer->sin_lon;
    double west = dir_itrs.x * observer->sin_lon - dir_itrs.y * observer->cos_lon;
    double equatorial2 = outward * outward + west * west;
    return (struct sky_horizon_hour){
        atan2(west, outward),
        atan2(west * observer->cos_lat,
              observer->sin_lat * equatorial2 - observer->cos_lat * dir_itrs.z * outward),
    };
}
