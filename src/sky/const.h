/* Named constants with unit and source. Coefficients of one model stay beside the function that
 * uses them. */
#ifndef SKY_CONST_H
#define SKY_CONST_H

#include "base/units.h"

#define SKY_PI             3.14159265358979323846
#define SKY_TWO_PI         (2.0 * SKY_PI)
#define SKY_RAD_PER_DEG    (SKY_PI / 180.0)
#define SKY_DEG_PER_RAD    (180.0 / SKY_PI)
#define SKY_RAD_PER_ARCSEC (SKY_RAD_PER_DEG / 3600.0)

#define SKY_DAY_S        ((double)BASE_DAY_S)
#define SKY_CENTURY_DAYS 36525.0 /* Julian century, exact */
#define SKY_J2000_MJD    51544.5 /* MJD of J2000.0; J2000.0 is JD 2451545.0 */
#define SKY_TT_TAI_S     32.184  /* TT - TAI, exact, IAU 1991 Recommendation IV */

#define SKY_AU_KM             149597870.7 /* exact, IAU 2012 Resolution B2 */
#define SKY_LIGHT_KM_PER_S    299792.458  /* exact, SI */
#define SKY_LIGHT_AU_PER_DAY  (SKY_LIGHT_KM_PER_S * SKY_DAY_S / SKY_AU_KM)
#define SKY_LIGHT_DAYS_PER_AU (SKY_AU_KM / (SKY_LIGHT_KM_PER_S * SKY_DAY_S))

#define SKY_SUN_GM_KM3_PER_S2 132712440041.93938 /* DE440/441, Park et al. 2021 */
#define SKY_SUN_GM_AU3_PER_DAY2                                                                    \
    (SKY_SUN_GM_KM3_PER_S2 * SKY_DAY_S * SKY_DAY_S / (SKY_AU_KM * SKY_AU_KM * SKY_AU_KM))
/* 2 GM / c^2 of the Sun */
#define SKY_SUN_SCHWARZSCHILD_AU                                                                   \
    (2.0 * SKY_SUN_GM_KM3_PER_S2 / (SKY_LIGHT_KM_PER_S * SKY_LIGHT_KM_PER_S) / SKY_AU_KM)

#define SKY_EARTH_RADIUS_KM  6378.137              /* WGS84 equatorial, exact */
#define SKY_EARTH_FLATTENING (1.0 / 298.257223563) /* WGS84, exact */
/* Earth rotation angle: turns at J2000.0, and turns in a UT1 day, as the excess over one turn and
 * in full; IAU 2000 Resolution B1.8. The excess is typed out, because a difference would lose three
 * digits. */
#define SKY_ERA_J2000_TURNS          0.7790572732640
#define SKY_ERA_EXCESS_TURNS_PER_DAY 0.00273781191135448
#define SKY_ERA_TURNS_PER_DAY        (1.0 + SKY_ERA_EXCESS_TURNS_PER_DAY)

#endif
