/* Accelerations of Sun, planets and asteroids. */
#ifndef TOOL_KERNEL_FORCES_H
#define TOOL_KERNEL_FORCES_H

#include "series.h"

#define FORCES_PLANETS 10 /* the Sun first; the third planet is the Earth-Moon barycentre */
#define FORCES_EMB     3
#define FORCES_MOST    80
#define FORCES_AXES    (3 * FORCES_MOST)

struct forces {
    int bodies; /* FORCES_PLANETS, then asteroids, which neither attract nor are attracted by each other */
    double gm_km3_s2[FORCES_MOST];
    double moon_share;       /* mass of the Moon over that of Earth and Moon */
    struct series_path moon; /* of the Moon relative to the Earth: it is given, not integrated */
};

/* Accelerations in km/s^2 between asteroids and the ten others, to each other, as point masses.
 *
 * Given  pos  in km, 3 values a body, of one inertial frame
 * Gives  acc  of all bodies
 */
void forces_asteroids(const struct forces *forces, const double pos[FORCES_AXES],
                      double acc[FORCES_AXES]);

/* Accelerations in km/s^2 of the ten bodies by each other: point masses, where Earth and Moon attract and are
 * attracted apart; the Einstein-Infeld-Hoffmann terms of Sun, Jupiter and Saturn for planets, and of all planets
 * for the Sun; oblateness and rotation (Lense-Thirring) of the Sun for Mercury to Mars; the mass that the Sun loses.
 *
 * Given   pos, vel  in km and km/s
 * Gives   what is added to acc; that of asteroids stays
 * Source  Folkner et al. 2014, IPN Progress Report 42-196, eq. 27 (EIH) and 28 (figure); Park et al. 2021
 *         for the constants of the Sun
 */
void forces_planets(const struct forces *forces, double tdb_s, const double pos[FORCES_AXES],
                    const double vel[FORCES_AXES], double acc[FORCES_AXES]);

/* Moves the barycentre of all bodies to rest at 0, with the relativistic masses of Folkner et al., eq. 3. */
void forces_centre(const struct forces *forces, double pos[FORCES_AXES], double vel[FORCES_AXES]);

#endif
