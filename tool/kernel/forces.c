/* The forces of the solar system, to some 1e-12 of the Sun's. */
#include "forces.h"

#include <math.h>
#include <string.h>

#define LIGHT_2    (299792.458 * 299792.458)
#define SUN_J2     2.1961391516529825e-07 /* DE440 */
#define SUN_RADIUS 696000.0               /* km, to which the J2 refers */
#define SUN_SPIN                                                                                   \
    (1.90e41 / 1.98841e30 * 1e-6) /* angular momentum over mass, km^2/s: Park et al. 2021 */
/* What the Sun loses of its mass in a year, as a share: light alone takes 0.68e-13, the wind some 0.2 to 0.7e-13. This
 * value makes Mercury and Venus agree with DE441 along their orbits, where without it they were up to 0.25 km ahead
 * after 35 years, growing with the square of time. */
#define SUN_LOSS_PER_YEAR 1.0e-13
#define YEAR_S            (365.25 * 86400.0)
#define JUPITER           5
#define SATURN            6
#define LAST_INNER        4 /* Mars */
/* Axis of the Sun: right ascension 286.13 deg, declination 63.87 deg. */
static const double sun_axis[3] = {0.1223534934723, -0.4230720836163, 0.8977971010607};

/* What a mass adds to the acceleration of a body at `d` from it: GM d / |d|^3. */
static double pull(const double from[3], const double to[3], double d[3])
{
    for (int k = 0; k < 3; k++) d[k] = to[k] - from[k];
    double square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    return 1.0 / (square * sqrt(square));
}

static void attract(const struct forces *f, const double *pos, int i, int j, double *acc)
{
    double d[3], s = pull(pos + 3 * i, pos + 3 * j, d);
    double to_i = f->gm_km3_s2[j] * s, to_j = f->gm_km3_s2[i] * s;
    for (int k = 0; k < 3; k++) {
        acc[3 * i + k] += to_i * d[k];
        acc[3 * j + k] -= to_j * d[k];
    }
}

void forces_asteroids(const struct forces *f, const double pos[FORCES_AXES],
                      double acc[FORCES_AXES])
{
    memset(acc, 0, 3 * (size_t)f->bodies * sizeof *acc);
    for (int i = 0; i < FORCES_PLANETS; i++)
        for (int j = FORCES_PLANETS; j < f->bodies; j++) attract(f, pos, i, j, acc);
}

/* Earth and Moon, each where it is: the barycentre feels the mean. */
static void attract_earth_and_moon(const struct forces *f, double tdb_s, const double *pos,
                                   double *acc)
{
    struct series_state moon;
    f->moon.state(f->moon.context, tdb_s, &moon);
    const double share[2] = {1.0 - f->moon_share, f->moon_share};
    const double offset[2] = {-f->moon_share, 1.0 - f->moon_share};
    const double gm = f->gm_km3_s2[FORCES_EMB];
    for (int part = 0; part < 2; part++) {
        double at[3];
        for (int k = 0; k < 3; k++) at[k] = pos[3 * FORCES_EMB + k] + offset[part] * moon.pos_km[k];
        for (int j = 0; j < FORCES_PLANETS; j++) {
            if (j == FORCES_EMB) continue;
            double d[3], s = share[part] * pull(at, pos + 3 * j, d);
            for (int k = 0; k < 3; k++) {
                acc[3 * FORCES_EMB + k] += f->gm_km3_s2[j] * s * d[k];
                acc[3 * j + k] -= gm * s * d[k];
            }
        }
    }
}

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* Oblateness of the Sun, and the frame that its rotation drags. */
static void sun_figure(const struct forces *f, const double *pos, const double *vel, double *acc)
{
    for (int i = 1; i <= LAST_INNER; i++) {
        double d[3], v[3];
        double s3 = pull(pos, pos + 3 * i, d);
        for (int k = 0; k < 3; k++) v[k] = vel[3 * i + k] - vel[k];
        double r2 = dot(d, d), z = dot(d, sun_axis);
        double j2 = -1.5 * SUN_J2 * SUN_RADIUS * SUN_RADIUS * f->gm_km3_s2[0] * s3 / r2;
        double drag = 2.0 * f->gm_km3_s2[0] * SUN_SPIN * s3 / LIGHT_2;
        double r_cross_v[3] = {d[1] * v[2] - d[2] * v[1], d[2] * v[0] - d[0] * v[2],
                               d[0] * v[1] - d[1] * v[0]};
        double v_cross_axis[3] = {v[1] * sun_axis[2] - v[2] * sun_axis[1],
                                  v[2] * sun_axis[0] - v[0] * sun_axis[2],
                                  v[0] * sun_axis[1] - v[1] * sun_axis[0]};
        for (int k = 0; k < 3; k++)
            acc[3 * i + k] += j2 * ((1.0 - 5.0 * z * z / r2) * d[k] + 2.0 * z * sun_axis[k]) +
                              drag * (3.0 * z / r2 * r_cross_v[k] + v_cross_axis[k]);
    }
}

/* What the table of pairs holds for the Einstein-Infeld-Hoffmann terms. */
struct pairs {
    double distance[FORCES_PLANETS][FORCES_PLANETS];
    double potential[FORCES_PLANETS]; /* sum of GM / r of the others */
    double speed_2[FORCES_PLANETS];
};

static void measure_pairs(const struct forces *f, const double *pos, const double *vel,
                          struct pairs *pairs)
{
    for (int i = 0; i < FORCES_PLANETS; i++) {
        pairs->potential[i] = 0.0;
        pairs->speed_2[i] = dot(vel + 3 * i, vel + 3 * i);
        for (int j = 0; j < FORCES_PLANETS; j++) {
            if (j == i) continue;
            double d[3] = {pos[3 * i] - pos[3 * j], pos[3 * i + 1] - pos[3 * j + 1],
                           pos[3 * i + 2] - pos[3 * j + 2]};
            pairs->distance[i][j] = sqrt(dot(d, d));
            pairs->potential[i] += f->gm_km3_s2[j] / pairs->distance[i][j];
        }
    }
}

/* The relativistic part that body j adds to body i. */
static void bend(const struct forces *f, const struct pairs *pairs, const double *state[3], int i,
                 int j, double *acc)
{
    const double *x_i = state[0] + 3 * i, *x_j = state[0] + 3 * j;
    const double *v_i = state[1] + 3 * i, *v_j = state[1] + 3 * j, *newton_j = state[2] + 3 * j;
    const double r = pairs->distance[i][j], gm = f->gm_km3_s2[j];
    double d[3], dv[3], along = 0.0;
    for (int k = 0; k < 3; k++) {
        d[k] = x_i[k] - x_j[k];
        dv[k] = v_i[k] - v_j[k];
        along += d[k] * (4.0 * v_i[k] - 3.0 * v_j[k]);
    }
    double radial = dot(d, v_j) / r;
    double bracket = -4.0 * pairs->potential[i] - pairs->potential[j] + pairs->speed_2[i] +
                     2.0 * pairs->speed_2[j] - 4.0 * dot(v_i, v_j) - 1.5 * radial * radial -
                     0.5 * dot(d, newton_j);
    double s = gm / (r * r * r);
    for (int k = 0; k < 3; k++)
        acc[3 * i + k] +=
            (-s * bracket * d[k] + s * along * dv[k] + 3.5 * gm / r * newton_j[k]) / LIGHT_2;
}

/* The pull of the Sun that is missing, or too much, since J2000.0. */
static void lose_mass(const struct forces *f, double tdb_s, const double *pos, double *acc)
{
    const double lost = f->gm_km3_s2[0] * SUN_LOSS_PER_YEAR * tdb_s / YEAR_S;
    for (int i = 1; i < FORCES_PLANETS; i++) {
        double d[3], s = lost * pull(pos, pos + 3 * i, d);
        for (int k = 0; k < 3; k++) acc[3 * i + k] += s * d[k];
    }
}

void forces_planets(const struct forces *f, double tdb_s, const double pos[FORCES_AXES],
                    const double vel[FORCES_AXES], double acc[FORCES_AXES])
{
    double newton[3 * FORCES_PLANETS];
    struct pairs pairs;
    for (int i = 0; i < FORCES_PLANETS; i++)
        for (int j = i + 1; j < FORCES_PLANETS; j++)
            if (i != FORCES_EMB && j != FORCES_EMB) attract(f, pos, i, j, acc);
    attract_earth_and_moon(f, tdb_s, pos, acc);
    lose_mass(f, tdb_s, pos, acc);
    memcpy(newton, acc, sizeof newton);
    sun_figure(f, pos, vel, acc);
    measure_pairs(f, pos, vel, &pairs);
    const double *state[3] = {pos, vel, newton};
    for (int i = 0; i < FORCES_PLANETS; i++)
        for (int j = 0; j < FORCES_PLANETS; j++)
            if (j != i && (i == 0 || j == 0 || j == JUPITER || j == SATURN))
                bend(f, &pairs, state, i, j, acc);
}

void forces_centre(const struct forces *f, double pos[FORCES_AXES], double vel[FORCES_AXES])
{
    struct pairs pairs;
    double mass = 0.0, at[3] = {0}, speed[3] = {0};
    measure_pairs(f, pos, vel, &pairs);
    for (int i = 0; i < f->bodies; i++) {
        double factor = i < FORCES_PLANETS
                            ? 1.0 + (pairs.speed_2[i] - pairs.potential[i]) / 2.0 / LIGHT_2
                            : 1.0;
        mass += factor * f->gm_km3_s2[i];
        for (int k = 0; k < 3; k++) {
            at[k] += factor * f->gm_km3_s2[i] * pos[3 * i + k];
            speed[k] += factor * f->gm_km3_s2[i] * vel[3 * i + k];
        }
    }
    for (int i = 0; i < 3 * f->bodies; i++) {
        pos[i] -= at[i % 3] / mass;
        vel[i] -= speed[i % 3] / mass;
    }
}
