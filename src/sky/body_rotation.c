/* Rotation elements of the working group of the IAU (WGCCRE 2015): for each body a drifting pole, a
 * rotating meridian, and small periodic terms.
 *
 * Anchors: at J2000.0 Saturn's pole is at 40.589, +83.537 deg, Jupiter's W is 284.95 deg.
 */
#include "sky/body_rotation.h"

#include "sky/const.h"
#include "sky/trig.h"

#include <assert.h>
#include <stdbool.h>

/* alpha0 = ra + ra_rate T, delta0 likewise, W = w + w_rate d + w_rate2 d^2; T in centuries, d in
 * days from J2000.0 TDB */
struct drift {
    double ra_deg, ra_rate, dec_deg, dec_rate, w_deg, w_rate, w_rate2;
    bool counts_west; /* planetographic longitudes */
};

static const struct drift DRIFTS[SKY_BODY_COUNT] = {
    [SKY_BODY_SUN] = {286.13, 0.0, 63.87, 0.0, 84.176, 14.18440, 0.0, false},
    [SKY_BODY_MOON] = {269.9949, 0.0031, 66.5392, 0.0130, 38.3213, 13.17635815, -1.4e-12, false},
    [SKY_BODY_MERCURY] = {281.0103, -0.0328, 61.4155, -0.0049, 329.5988, 6.1385108, 0.0, true},
    [SKY_BODY_VENUS] = {272.76, 0.0, 67.16, 0.0, 160.20, -1.4813688, 0.0, false},
    [SKY_BODY_MARS] = {317.269202, -0.10927547, 54.432516, -0.05827105, 176.049863,
                       350.891982443297, 0.0, true},
    [SKY_BODY_JUPITER] = {268.056595, -0.006499, 64.495303, 0.002413, 284.95, 870.5360000, 0.0,
                          true},
    [SKY_BODY_SATURN] = {40.589, -0.036, 83.537, -0.004, 38.90, 810.7939024, 0.0, true},
    [SKY_BODY_URANUS] = {257.311, 0.0, -15.175, 0.0, 203.81, -501.1600928, 0.0, false},
    [SKY_BODY_NEPTUNE] = {299.36, 0.0, 43.46, 0.0, 249.978, 541.1397757, 0.0, true},
    [SKY_BODY_PLUTO] = {132.993, 0.0, -6.163, 0.0, 302.695, 56.3625225, 0.0, false},
};

/* alpha0 += ra sin(angle), delta0 += dec cos(angle), W += w sin(angle) */
struct wobble {
    double angle_deg, rate; /* rate in deg a century */
    double ra_deg, dec_deg, w_deg;
};

/* E1 to E13 */
static const struct wobble MOON[] = {
    {125.045, -1935.5364525, -3.8787, 1.5419, 3.5610},
    {250.089, -3871.072905, -0.1204, 0.0239, 0.1208},
    {260.008, 475263.3328725, 0.0700, -0.0278, -0.0642},
    {176.625, 487269.629985, -0.0172, 0.0068, 0.0158},
    {357.529, 35999.0509575, 0.0, 0.0, 0.0252},
    {311.589, 964468.49931, 0.0072, -0.0029, -0.0066},
    {134.963, 477198.869325, 0.0, 0.0009, -0.0047},
    {276.617, 12006.300765, 0.0, 0.0, -0.0046},
    {34.226, 63863.5132425, 0.0, 0.0, 0.0028},
    {15.134, -5806.6093575, -0.0052, 0.0008, 0.0052},
    {119.743, 131.84064, 0.0, 0.0, 0.0040},
    {239.961, 6003.1503825, 0.0, 0.0, 0.0019},
    {25.053, 473327.79642, 0.0043, -0.0009, -0.0044},
};

/* M1 to M5 */
static const struct wobble MERCURY[] = {
    {174.7910857, 149472.535875, 0.0, 0.0, 0.01067257},
    {349.5821714, 298945.07175, 0.0, 0.0, -0.00112309},
    {164.3732571, 448417.607625, 0.0, 0.0, -0.00011040},
    {339.1643429, 597890.1435, 0.0, 0.0, -0.00002539},
    {153.9554286, 747362.679375, 0.0, 0.0, -0.00000571},
};

static const struct wobble MARS[] = {
    {198.991226, 19139.4819985, 0.000068, 0.0, 0.0},
    {226.292679, 38280.8511281, 0.000238, 0.0, 0.0},
    {249.663391, 57420.7251593, 0.000052, 0.0, 0.0},
    {266.183510, 76560.6367950, 0.000009, 0.0, 0.0},
    {79.398797, 0.5042615, 0.419057, 0.0, 0.0},
    {122.433576, 19139.9407476, 0.0, 0.000051, 0.0},
    {43.058401, 38280.8753272, 0.0, 0.000141, 0.0},
    {57.663379, 57420.7517205, 0.0, 0.000031, 0.0},
    {79.476401, 76560.6495004, 0.0, 0.000005, 0.0},
    {166.325722, 0.5042615, 0.0, 1.591274, 0.0},
    {129.071773, 19140.0328244, 0.0, 0.0, 0.000145},
    {36.352167, 38281.0473591, 0.0, 0.0, 0.000157},
    {56.668646, 57420.9295360, 0.0, 0.0, 0.000040},
    {67.364003, 76560.2552215, 0.0, 0.0, 0.000001},
    {104.792680, 95700.4387578, 0.0, 0.0, 0.000001},
    {95.391654, 0.5042615, 0.0, 0.0, 0.584542},
};

/* Ja to Je */
static const struct wobble JUPITER[] = {
    {99.360714, 4850.4046, 0.000117, 0.000050, 0.0},
    {175.895369, 1191.9605, 0.000938, 0.000404, 0.0},
    {300.323162, 262.5475, 0.001432, 0.000617, 0.0},
    {114.012305, 6070.2476, 0.000030, -0.000013, 0.0},
    {49.511251, 64.3000, 0.002150, 0.000926, 0.0},
};

/* N */
static const struct wobble NEPTUNE[] = {{357.85, 52.316, 0.70, -0.51, -0.48}};

struct wobbles {
    const struct wobble *terms;
    int count;
};
#define WOBBLES(terms)                                                                             \
    {                                                                                              \
        terms, sizeof(terms) / sizeof *(terms)                                                     \
    }

static const struct wobbles WOBBLES_OF[SKY_BODY_COUNT] = {
    [SKY_BODY_MOON] = WOBBLES(MOON),       [SKY_BODY_MERCURY] = WOBBLES(MERCURY),
    [SKY_BODY_MARS] = WOBBLES(MARS),       [SKY_BODY_JUPITER] = WOBBLES(JUPITER),
    [SKY_BODY_NEPTUNE] = WOBBLES(NEPTUNE),
};

/* Adds the first four of some terms, or as many as there are. */
static void wobble(const struct wobble *terms, int count, double centuries,
                   struct sky_body_rotation_elements *elements)
{
    if (count > 4) count = 4;
    sky_trig_lanes turns = {0.0, 0.0, 0.0, 0.0}, sine, cosine;
    for (int i = 0; i < count; i++)
        turns[i] = (terms[i].angle_deg + terms[i].rate * centuries) / 360.0;
    sky_trig_circle(&turns, &sine, &cosine);
    for (int i = 0; i < count; i++) {
        elements->ra_deg += terms[i].ra_deg * sine[i];
        elements->dec_deg += terms[i].dec_deg * cosine[i];
        elements->meridian_deg += terms[i].w_deg * sine[i];
    }
}

struct sky_body_rotation_elements sky_body_rotation_elements(enum sky_body body,
                                                             struct sky_tdb when)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    const struct drift *drift = &DRIFTS[body];
    assert(drift->w_rate != 0.0); /* the body has a row */
    double d = when.days, centuries = d / SKY_CENTURY_DAYS;
    struct sky_body_rotation_elements elements = {
        drift->ra_deg + drift->ra_rate * centuries,
        drift->dec_deg + drift->dec_rate * centuries,
        drift->w_deg + d * (drift->w_rate + drift->w_rate2 * d),
    };
    for (int i = 0; i < WOBBLES_OF[body].count; i += 4)
        wobble(&WOBBLES_OF[body].terms[i], WOBBLES_OF[body].count - i, centuries, &elements);
    return elements;
}

struct sky_mat sky_body_rotation_axes(struct sky_body_rotation_elements elements)
{
    sky_trig_lanes turns = {elements.ra_deg / 360.0, elements.dec_deg / 360.0,
                            elements.meridian_deg / 360.0, 0.0};
    sky_trig_lanes sine, cosine;
    sky_trig_circle(&turns, &sine, &cosine);
    double sin_ra = sine[0], cos_ra = cosine[0], sin_dec = sine[1], cos_dec = cosine[1];
    double sin_w = sine[2], cos_w = cosine[2];
    struct sky_vec pole = {cos_dec * cos_ra, cos_dec * sin_ra, sin_dec};
    struct sky_vec node = {-sin_ra, cos_ra, 0.0}; /* of the equator on the ICRF's, ascending */
    struct sky_vec beyond = sky_vec_cross(pole, node);
    return (struct sky_mat){{
        sky_vec_plus_scaled(sky_vec_scaled(node, cos_w), sin_w, beyond),
        sky_vec_plus_scaled(sky_vec_scaled(beyond, cos_w), -sin_w, node),
        pole,
    }};
}

struct sky_body_rotation_point
sky_body_rotation_point(enum sky_body body, const struct sky_mat *axes, struct sky_vec dir_icrs)
{
    const struct sky_body_info *info = sky_body_info(body);
    double ratio = info->equatorial_radius_km / info->polar_radius_km;
    struct sky_vec dir = sky_vec_rotated(axes, dir_icrs);
    struct sky_vec vertical = {dir.x, dir.y, dir.z * ratio * ratio};
    if (DRIFTS[body].counts_west) dir.y = -dir.y;
    struct sky_vec_angles angles = sky_vec_angles(dir);
    return (struct sky_body_rotation_point){
        angles.lon_rad * SKY_DEG_PER_RAD,
        sky_vec_latitude_rad(vertical) * SKY_DEG_PER_RAD,
        angles.lat_rad * SKY_DEG_PER_RAD,
    };
}
