/* 3-vectors and rotations, passed by value. Axes are right-handed; a matrix is stored by rows. */
#ifndef SKY_VEC_H
#define SKY_VEC_H

#include "sky/const.h"
#include "sky/trig.h"

#include <math.h>

struct sky_vec {
    double x, y, z;
};

struct sky_mat {
    struct sky_vec row[3];
};

static inline struct sky_vec sky_vec_sum(struct sky_vec a, struct sky_vec b)
{
    return (struct sky_vec){a.x + b.x, a.y + b.y, a.z + b.z};
}

static inline struct sky_vec sky_vec_difference(struct sky_vec a, struct sky_vec b)
{
    return (struct sky_vec){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline struct sky_vec sky_vec_scaled(struct sky_vec a, double factor)
{
    return (struct sky_vec){a.x * factor, a.y * factor, a.z * factor};
}

/* a + factor * b */
static inline struct sky_vec sky_vec_plus_scaled(struct sky_vec a, double factor, struct sky_vec b)
{
    return (struct sky_vec){a.x + factor * b.x, a.y + factor * b.y, a.z + factor * b.z};
}

static inline double sky_vec_dot(struct sky_vec a, struct sky_vec b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline struct sky_vec sky_vec_cross(struct sky_vec a, struct sky_vec b)
{
    return (struct sky_vec){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static inline double sky_vec_length(struct sky_vec a)
{
    return sqrt(sky_vec_dot(a, a));
}

/* The angle between two directions of any length, in [0, pi]; accurate near 0 and pi too. */
static inline double sky_vec_angle_rad(struct sky_vec a, struct sky_vec b)
{
    return atan2(sky_vec_length(sky_vec_cross(a, b)), sky_vec_dot(a, b));
}

/* The direction of a second point of the sphere from a first, from the side of the pole through east
 * (counterclockwise as seen from the centre), of a right-handed system; in (-pi, pi]. */
static inline double sky_vec_turn_rad(struct sky_vec pole, struct sky_vec first,
                                      struct sky_vec second)
{
    struct sky_vec east = sky_vec_cross(pole, first);
    struct sky_vec north = sky_vec_cross(first, east);
    return atan2(sky_vec_dot(second, east), sky_vec_dot(second, north));
}

static inline struct sky_vec sky_vec_unit(struct sky_vec a)
{
    return sky_vec_scaled(a, 1.0 / sky_vec_length(a));
}

/* m times v: the components of v along the rows of m */
static inline struct sky_vec sky_vec_rotated(const struct sky_mat *m, struct sky_vec v)
{
    return (struct sky_vec){sky_vec_dot(m->row[0], v), sky_vec_dot(m->row[1], v),
                            sky_vec_dot(m->row[2], v)};
}

/* m transposed times v: the inverse rotation */
static inline struct sky_vec sky_vec_rotated_back(const struct sky_mat *m, struct sky_vec v)
{
    struct sky_vec sum = sky_vec_scaled(m->row[0], v.x);
    sum = sky_vec_plus_scaled(sum, v.y, m->row[1]);
    return sky_vec_plus_scaled(sum, v.z, m->row[2]);
}

/* Longitude and latitude of a direction. */
struct sky_vec_angles {
    double lon_rad; /* in the x-y plane from x towards y, [0, 2 pi); 0 for the pole */
    double lat_rad; /* above the x-y plane, [-pi/2, pi/2]; accurate near the poles too */
};

static inline struct sky_vec_angles sky_vec_angles(struct sky_vec v)
{
    sky_trig_pair angles = sky_trig_angles((sky_trig_pair){v.y, v.z},
                                           (sky_trig_pair){v.x, sqrt(v.x * v.x + v.y * v.y)});
    double lon_rad = angles[0] < 0.0 ? angles[0] + SKY_TWO_PI : angles[0];
    if (lon_rad >= SKY_TWO_PI)
        lon_rad = 0.0; /* an angle just below 0 plus a turn may round to the whole turn */
    return (struct sky_vec_angles){lon_rad, angles[1]};
}

static inline double sky_vec_longitude_rad(struct sky_vec v)
{
    return sky_vec_angles(v).lon_rad;
}

static inline double sky_vec_latitude_rad(struct sky_vec v)
{
    return sky_vec_angles(v).lat_rad;
}

#endif
