/* Magnitudes by Mallama & Hilton 2018, with the equation numbers of the paper, and formulas for
 * discs. The magnitude of a planet is 5 log10(r d) plus a polynomial of the phase angle and terms
 * of its own.
 */
#include "sky/light.h"

#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* c[0] + c[1] x + ... */
static double polynomial(const double *c, int count, double x)
{
    double sum = 0.0;
    while (count-- > 0) sum = sum * x + c[count];
    return sum;
}
#define POLYNOMIAL(x, ...)                                                                         \
    polynomial((const double[]){__VA_ARGS__},                                                      \
               (int)(sizeof((const double[]){__VA_ARGS__}) / sizeof(double)), x)

static enum sky_light_trust trust_within(double phase_deg, double from_deg, double until_deg)
{
    return phase_deg >= from_deg && phase_deg <= until_deg ? SKY_LIGHT_OBSERVED
                                                           : SKY_LIGHT_EXTRAPOLATED;
}

static enum sky_light_trust mercury(const struct sky_light_conditions *c, double *v)
{
    *v = POLYNOMIAL(c->phase_deg, -0.613, 6.3280e-2, -1.6336e-3, 3.3644e-5, -3.4265e-7, 1.6893e-9,
                    -3.0334e-12); /* eq. 2 */
    return trust_within(c->phase_deg, 2.0, 170.0);
}

static enum sky_light_trust venus(const struct sky_light_conditions *c, double *v)
{
    *v =
        c->phase_deg < 163.7
            ? POLYNOMIAL(c->phase_deg, -4.384, -1.044e-3, 3.687e-4, -2.814e-6, 8.938e-9) /* eq. 3 */
            : POLYNOMIAL(c->phase_deg, 236.05828, -2.81914, 8.39034e-3);                 /* eq. 4 */
    return trust_within(c->phase_deg, 2.0, 179.0);
}

/* A table of 36 values every 10 deg of a circle, by Stirling's formula with four differences. */
static double interpolated(const double table[36], double angle_deg)
{
    double steps = angle_deg / 10.0 - 36.0 * floor(angle_deg / 360.0);
    int at = (int)steps; /* 36 when rounding gave a whole turn: reduced below */
    assert(at >= 0 && at <= 36);
    double p = steps - at;
    double f[5];
    for (int i = 0; i < 5; i++) f[i] = table[(at + i + 34) % 36];
    double second = f[1] - 2.0 * f[2] + f[3];
    double third = (f[4] - f[0]) / 2.0 - (f[3] - f[1]);
    double fourth = f[0] - 4.0 * (f[1] + f[3]) + 6.0 * f[2] + f[4];
    double a4 = fourth / 24.0, a3 = third / 6.0;
    return POLYNOMIAL(p, f[2], (f[3] - f[1]) / 2.0 - a3, second / 2.0 - a4, a3, a4);
}

/* Dark and bright regions of the surface and the weather of the seasons. Source: Mallama 2007,
 * tables 6 and 8, as the authors' program of 2018 has them. */
static double mars_face(const struct sky_light_conditions *c)
{
    static const double rotation[36] = {
        0.036,  0.045,  0.038,  0.023,  0.015,  0.011,  0.000,  -0.012, -0.018,
        -0.036, -0.044, -0.059, -0.060, -0.055, -0.043, -0.041, -0.041, -0.036,
        -0.036, -0.018, -0.038, -0.011, 0.002,  0.004,  0.018,  0.019,  0.035,
        0.050,  0.035,  0.027,  0.037,  0.048,  0.025,  0.022,  0.024,  0.034,
    };
    static const double season[36] = {
        -0.029, -0.017, -0.014, -0.006, -0.018, -0.020, -0.014, -0.030, -0.008,
        -0.040, -0.024, -0.037, -0.036, -0.032, 0.010,  0.010,  -0.001, 0.044,
        0.025,  -0.004, -0.016, -0.008, 0.029,  -0.054, -0.033, 0.055,  0.017,
        0.052,  0.006,  0.087,  0.006,  0.064,  0.030,  0.019,  -0.030, -0.017,
    };
    static const double EQUINOX_ECL_LON_DEG = 85.0; /* where Mars' northern spring begins */
    double middle_deg = (c->sub_observer_lon_deg + c->sub_solar_lon_deg) / 2.0;
    if (fabs(c->sub_observer_lon_deg - c->sub_solar_lon_deg) > 180.0) middle_deg += 180.0;
    return interpolated(rotation, middle_deg) +
           interpolated(season, c->sun_ecl_lon_deg - EQUINOX_ECL_LON_DEG);
}

static enum sky_light_trust mars(const struct sky_light_conditions *c, double *v)
{
    *v = mars_face(c) + (c->phase_deg <= 50.0
                             ? POLYNOMIAL(c->phase_deg, -1.601, 2.267e-2, -1.302e-4)  /* eq. 6 */
                             : POLYNOMIAL(c->phase_deg, -0.367, -0.02573, 3.445e-4)); /* eq. 7 */
    return trust_within(c->phase_deg, 0.0, 120.0);
}

static enum sky_light_trust jupiter(const struct sky_light_conditions *c, double *v)
{
    *v = c->phase_deg <= 12.0
             ? POLYNOMIAL(c->phase_deg, -9.395, -3.7e-4, 6.16e-4) /* eq. 8 */
             : -9.428 - 2.5 * log10(POLYNOMIAL(c->phase_deg / 180.0, 1.0, -1.507, -0.363, -0.062,
                                               2.809, -1.876)); /* eq. 9 */
    return trust_within(c->phase_deg, 0.0, 130.0);
}

/* Globe and rings as seen from the Earth, eq. 10; from elsewhere there is no formula with rings. */
static enum sky_light_trust saturn(const struct sky_light_conditions *c, double *v)
{
    double product_deg2 =
        c->sub_observer_lat_planetocentric_deg * c->sub_solar_lat_planetocentric_deg;
    double tilt_deg = product_deg2 > 0.0 ? sqrt(product_deg2) : 0.0; /* unlit side: no rings */
    if (c->phase_deg > 6.5 || tilt_deg > 27.0) return SKY_LIGHT_NONE;
    double sin_tilt = sin(tilt_deg * SKY_RAD_PER_DEG);
    *v = -8.914 - 1.825 * sin_tilt + 0.026 * c->phase_deg -
         0.378 * sin_tilt * exp(-2.25 * c->phase_deg);
    return SKY_LIGHT_OBSERVED;
}

static enum sky_light_trust uranus(const struct sky_light_conditions *c, double *v)
{
    double lat_deg = (fabs(c->sub_observer_lat_deg) + fabs(c->sub_solar_lat_deg)) / 2.0;
    *v = -7.110 - 8.4e-4 * lat_deg;                                                  /* eq. 14 */
    if (c->phase_deg > 3.2) *v += POLYNOMIAL(c->phase_deg, 0.0, 6.587e-3, 1.045e-4); /* eq. 15 */
    return trust_within(c->phase_deg, 0.0, 154.0);
}

/* It brightened from 1980 to 2000: eq. 16. */
static enum sky_light_trust neptune(const struct sky_light_conditions *c, double *v)
{
    bool is_earthly = c->phase_deg <= 2.0;
    if (!is_earthly && c->year < 2000.0) return SKY_LIGHT_NONE;
    *v = c->year < 1980.0 ? -6.89 : c->year > 2000.0 ? -7.00 : -6.89 - 0.0054 * (c->year - 1980.0);
    if (!is_earthly) *v += POLYNOMIAL(c->phase_deg, 0.0, 7.944e-3, 9.617e-5); /* eq. 17 */
    return trust_within(c->phase_deg, 0.0, 133.14);
}

static enum sky_light_trust moon(const struct sky_light_conditions *c, double *v)
{
    double phase4 = c->phase_deg * c->phase_deg * c->phase_deg * c->phase_deg;
    *v = 0.23 + 0.026 * c->phase_deg + 4.0e-9 * phase4;
    return trust_within(c->phase_deg, 0.0, 173.0);
}

static enum sky_light_trust pluto(const struct sky_light_conditions *c, double *v)
{
    *v = -1.00 + 0.041 * c->phase_deg;
    return trust_within(c->phase_deg, 0.0, 2.0);
}

enum sky_light_trust sky_light_magnitude(enum sky_body body, const struct sky_light_conditions *c,
                                         double *magnitude)
{
    static enum sky_light_trust (*const models[SKY_BODY_COUNT])(const struct sky_light_conditions *,
                                                                double *) = {
        [SKY_BODY_MOON] = moon,     [SKY_BODY_MERCURY] = mercury, [SKY_BODY_VENUS] = venus,
        [SKY_BODY_MARS] = mars,     [SKY_BODY_JUPITER] = jupiter, [SKY_BODY_SATURN] = saturn,
        [SKY_BODY_URANUS] = uranus, [SKY_BODY_NEPTUNE] = neptune, [SKY_BODY_PLUTO] = pluto,
    };
    assert((unsigned)body < SKY_BODY_COUNT && c->distance_au > 0.0);
    if (body == SKY_BODY_SUN) {
        *magnitude = -26.74 + 5.0 * log10(c->distance_au);
        return SKY_LIGHT_OBSERVED;
    }
    if (models[body] == NULL) return SKY_LIGHT_NONE;
    assert(c->sun_au > 0.0 && c->phase_deg <= 180.0);
    double at_1_au;
    enum sky_light_trust trust = models[body](c, &at_1_au);
    if (trust != SKY_LIGHT_NONE) *magnitude = at_1_au + 5.0 * log10(c->sun_au * c->distance_au);
    return trust;
}

double sky_light_illuminated(double phase_rad)
{
    double c = cos(0.5 * phase_rad);
    return c * c;
}

double sky_light_diameter_rad(enum sky_body body, double distance_au)
{
    assert(distance_au > 0.0);
    return 2.0 * asin(sky_body_info(body)->equatorial_radius_km / (distance_au * SKY_AU_KM));
}

double sky_light_airmass(double alt_deg)
{
    assert(alt_deg >= 0.0 && alt_deg <= 91.0); /* 90 and its rounding */
    double lifted_deg = alt_deg + 244.0 / (165.0 + 47.0 * pow(alt_deg, 1.1));
    return 1.0 / sin(lifted_deg * SKY_RAD_PER_DEG);
}
