/* The refraction of the standard atmosphere, by numerical integration along the ray. */
#ifndef TEST_SKY_AIR_INTEGRAL_H
#define TEST_SKY_AIR_INTEGRAL_H

#include <math.h>

/* Dry air in hydrostatic balance above the observer: it cools by 6.5 K per km for 11 km, and is
 * isothermal above. */
struct air_integral {
    double pressure_hpa, temp_k; /* at the observer */
    double refractivity_15c;     /* n - 1 at 1013.25 hPa and 15 C */
};

#define AIR_INTEGRAL_RADIUS_M     6371000.0
#define AIR_INTEGRAL_TROPOPAUSE_M 11000.0
#define AIR_INTEGRAL_TOP_M        100000.0

/* Ciddor 1996, Applied Optics 35, 1566, equation 1: n - 1 of standard dry air (450 ppm of CO2). */
static inline double air_integral_ciddor(double wavelength_um)
{
    double s = 1.0 / (wavelength_um * wavelength_um);
    return 0.05792105 / (238.0185 - s) + 0.00167917 / (57.362 - s);
}

/* The gradient of the density has a step between the layers, so that a height near the border does
 * not say which gradient is meant. */
enum air_integral_layer { AIR_INTEGRAL_TROPOSPHERE, AIR_INTEGRAL_STRATOSPHERE };

/* n - 1 at a height above the observer, by the law of a layer, and its derivative, per metre. */
static inline double air_integral_refractivity(const struct air_integral *air,
                                               enum air_integral_layer layer, double height_m,
                                               double *slope)
{
    const double gravity_over_gas = 9.80665 / 287.05287, lapse = 0.0065;
    double low_m = layer == AIR_INTEGRAL_TROPOSPHERE ? height_m : AIR_INTEGRAL_TROPOPAUSE_M;
    double temp_k = air->temp_k - lapse * low_m;
    double ground = air->refractivity_15c * air->pressure_hpa / 1013.25 * 288.15 / air->temp_k;
    double density = pow(temp_k / air->temp_k, gravity_over_gas / lapse - 1.0);
    if (layer == AIR_INTEGRAL_TROPOSPHERE) {
        *slope = -ground * density * (gravity_over_gas - lapse) / temp_k;
        return ground * density;
    }
    density *= exp(-gravity_over_gas * (height_m - low_m) / temp_k);
    *slope = -ground * density * gravity_over_gas / temp_k;
    return ground * density;
}

/* The angle of the ray to the vertical at a height that it reaches on its way up. */
static inline double air_integral_angle(const struct air_integral *air, double invariant_m,
                                        double height_m)
{
    double slope,
        n = 1.0 + air_integral_refractivity(air, AIR_INTEGRAL_STRATOSPHERE, height_m, &slope);
    return asin(invariant_m / (n * (AIR_INTEGRAL_RADIUS_M + height_m)));
}

/* Auer & Standish's integrand, r n' / (n + r n'), where the ray has an angle to the vertical. */
static inline double air_integral_bend(const struct air_integral *air,
                                       enum air_integral_layer layer, double invariant_m,
                                       double angle, double *height_m)
{
    double slope = 0.0, n = 1.0, want = invariant_m / sin(angle);
    for (int i = 0; i < 12; i++) {
        n = 1.0 + air_integral_refractivity(air, layer, *height_m, &slope);
        double r = AIR_INTEGRAL_RADIUS_M + *height_m;
        double step = (n * r - want) / (n + r * slope);
        *height_m -= step;
        if (fabs(step) < 1e-6) break;
    }
    n = 1.0 + air_integral_refractivity(air, layer, *height_m, &slope);
    double r = AIR_INTEGRAL_RADIUS_M + *height_m;
    return r * slope / (n + r * slope);
}

/* Simpson's rule between two angles of the ray, from the lower part of the ray to the higher. */
static inline double air_integral_part(const struct air_integral *air,
                                       enum air_integral_layer layer, double invariant_m,
                                       double from, double to)
{
    double height_m = layer == AIR_INTEGRAL_TROPOSPHERE ? 0.0 : AIR_INTEGRAL_TROPOPAUSE_M;
    enum { STEPS = 128 };
    double sum = 0.0;
    for (int i = 0; i <= STEPS; i++) {
        double weight = i == 0 || i == STEPS ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
        sum += weight * air_integral_bend(air, layer, invariant_m, from + (to - from) * i / STEPS,
                                          &height_m);
    }
    return sum * (to - from) / (3.0 * STEPS);
}

/* How far the air lifts a body that appears at an altitude, in degrees.
 *
 * Given   apparent_deg  -0.5 to 89.99
 * Source  Auer & Standish 2000, AJ 119, 2472: the angle of the ray to the vertical is the variable,
 *         so that the integrand is smooth at the horizon; each layer is integrated alone
 */
static inline double air_integral_lift_deg(const struct air_integral *air, double apparent_deg)
{
    const double rad = acos(-1.0) / 180.0;
    double slope, n = 1.0 + air_integral_refractivity(air, AIR_INTEGRAL_TROPOSPHERE, 0.0, &slope);
    double start = (90.0 - apparent_deg) * rad;
    double invariant_m = n * AIR_INTEGRAL_RADIUS_M * sin(start);
    double middle = air_integral_angle(air, invariant_m, AIR_INTEGRAL_TROPOPAUSE_M);
    double end = air_integral_angle(air, invariant_m, AIR_INTEGRAL_TOP_M);
    double sum = air_integral_part(air, AIR_INTEGRAL_TROPOSPHERE, invariant_m, start, middle) +
                 air_integral_part(air, AIR_INTEGRAL_STRATOSPHERE, invariant_m, middle, end);
    return sum / rad;
}

#endif
