/* Refraction. STANDARD is a fit to the integral through the standard atmosphere, which is in
 * test/sky/air_integral.h; PYEPHEM is proportional to pressure over absolute temperature.
 *
 * Anchors: at 1013.25 hPa and 15 C the integral is 57.16" at an apparent altitude of 44.984 deg, and
 * 33.00' at the horizon. Saemundsson's formula gives 28.98' at 0 deg and 5.41' at 10 deg.
 */
#include "sky/refract.h"

#include "sky/const.h"

#include <assert.h>
#include <math.h>

#define KELVIN_OF_0_C 273.15

struct sky_air sky_refract_standard_air(double elevation_m)
{
    const double lapse_k_per_m = 0.0065, sea_k = 288.15, sea_hpa = 1013.25, tropopause_m = 11000.0;
    const double gravity_over_gas_k_per_m = 9.80665 / 287.05287;
    assert(elevation_m >= -500.0 && elevation_m <= 1e5);
    double below_m = fmin(elevation_m, tropopause_m), above_m = elevation_m - below_m;
    double temp_k = sea_k - lapse_k_per_m * below_m;
    double pressure_hpa = sea_hpa * pow(temp_k / sea_k, gravity_over_gas_k_per_m / lapse_k_per_m) *
                          exp(-gravity_over_gas_k_per_m * above_m / temp_k);
    return (struct sky_air){SKY_REFRACT_STANDARD, pressure_hpa, temp_k - KELVIN_OF_0_C};
}

/* Saemundsson's curve, degrees, at 1010 hPa and 10 C. */
static double saemundsson_deg(double alt_deg)
{
    double angle_rad = (alt_deg + 10.3 / (alt_deg + 5.11)) * SKY_RAD_PER_DEG;
    return (1.02 * cos(angle_rad) / sin(angle_rad) + 0.0019279) / 60.0;
}

/* Of the lift in the standard model: degree of the polynomial in CURVE_SCALE / (sin a + CURVE_SCALE),
 * and the terms of each coefficient, in t = (T - 288.15 K) / 50 K and the excess density
 * x = P / 1013.25 hPa 288.15 K / T - 1: 1, t, t^2, x, x t. */
enum { CURVE_DEGREE = 5, CURVE_TERMS = 5 };
#define CURVE_SCALE 0.15

/* Least squares to the integral of Auer & Standish, weighted by the accuracy that refract.h states,
 * at 480 to 1080 hPa, -45 to 50 C and apparent altitudes from -0.3 to 90 deg; the light has 0.56
 * micrometres. Degrees. */
static const double CURVE[CURVE_DEGREE + 1][CURVE_TERMS] = {
    {1.6118414e-02, -2.2046252e-04, 1.0110441e-04, -3.2367713e-04, 2.4590614e-04},
    {1.2233915e-02, 3.3477904e-03, -1.4345598e-03, 4.4956074e-03, -3.3431613e-03},
    {3.8810267e-02, -1.8861657e-02, 7.3642747e-03, -2.2692036e-02, 1.6257389e-02},
    {-6.1267028e-02, 4.7315140e-02, -1.6964232e-02, 4.9798070e-02, -3.4972528e-02},
    {1.1940058e-01, -5.5786932e-02, 1.7108100e-02, -4.7021720e-02, 3.2288096e-02},
    {-5.5391185e-02, 1.9094283e-02, -5.5204533e-03, 1.0005153e-02, -9.2981485e-03},
};

/* The lift by the fit. Its main term is proportional to the density and to cos a / (sin a + 0.15);
 * the temperature alone changes the height in which the air thins out. */
static double integral_deg(const struct sky_air *air, double alt_deg)
{
    double temp_k = air->temp_c + KELVIN_OF_0_C;
    double density = air->pressure_hpa / 1013.25 * 288.15 / temp_k, x = density - 1.0;
    double t = fmin(fmax((temp_k - 288.15) / 50.0, -1.2), 0.7); /* of the fit */
    double angle_rad = alt_deg * SKY_RAD_PER_DEG;
    double inverse = 1.0 / (sin(angle_rad) + CURVE_SCALE), power = CURVE_SCALE * inverse;
    double sum = 0.0;
    for (int i = CURVE_DEGREE; i >= 0; i--) {
        const double *c = CURVE[i];
        sum = sum * power + (c[0] + t * (c[1] + t * c[2]) + x * (c[3] + t * c[4]));
    }
    return density * cos(angle_rad) * inverse * sum;
}

/* The fit above -1 deg; below, a cubic that joins it with the same value and slope and reaches 0
 * with slope 0. */
static double faded_deg(const struct sky_air *air, double alt_deg)
{
    static const double FADE_FROM_DEG = -1.0, FADE_TO_DEG = -3.0, STEP_DEG = 1e-4;
    if (alt_deg >= FADE_FROM_DEG) return integral_deg(air, alt_deg);
    if (alt_deg <= FADE_TO_DEG) return 0.0;
    double width = FADE_FROM_DEG - FADE_TO_DEG;
    double top = integral_deg(air, FADE_FROM_DEG);
    double slope = (integral_deg(air, FADE_FROM_DEG + STEP_DEG) -
                    integral_deg(air, FADE_FROM_DEG - STEP_DEG)) /
                   (2.0 * STEP_DEG);
    double p = (alt_deg - FADE_TO_DEG) / width;
    return p * p * (top * (3.0 - 2.0 * p) + slope * width * (p - 1.0));
}

/* The airless altitude of an apparent one, as libastro computes it: a series below 14.5 deg, a
 * tangent above 15.5, a blend between them. Below -8.2 deg the series becomes negative and is not
 * used. */
static double pyephem_airless_deg(double apparent_deg, double pressure_hpa, double temp_k)
{
    double ratio = pressure_hpa / temp_k, h = apparent_deg;
    double low =
        ratio * (0.1594 + 0.0196 * h + 0.00002 * h * h) / (1.0 + 0.505 * h + 0.0845 * h * h);
    if (h < 0.0 && low < 0.0) low = 0.0;
    double high = ratio * 7.888888e-5 * SKY_DEG_PER_RAD / tan(h * SKY_RAD_PER_DEG);
    double part = fmin(fmax(h - 14.5, 0.0), 1.0);
    if (part == 0.0) return h - low; /* high has a pole at 0 */
    return h - low - (high - low) * part;
}

static double pyephem_deg(double alt_deg, double pressure_hpa, double temp_c)
{
    const double temp_k = 273.0 + temp_c; /* 273.0, as in libastro */
    /* The lift lies in [0, 10): 1.5 deg at its worst at 1010 hPa. 44 halvings leave 1e-12 deg. */
    double least = alt_deg, most = alt_deg + 10.0;
    for (int halving = 0; halving < 44; halving++) {
        double middle = 0.5 * (least + most);
        if (pyephem_airless_deg(middle, pressure_hpa, temp_k) < alt_deg)
            least = middle;
        else
            most = middle;
    }
    return most - alt_deg < 1e-11 ? 0.0 : most - alt_deg;
}

double sky_refract_lift_deg(const struct sky_air *air, double alt_deg)
{
    assert(alt_deg >= -90.0 && alt_deg <= 90.0);
    assert(air->pressure_hpa >= 0.0 && air->temp_c > -KELVIN_OF_0_C);
    switch (air->model) {
    case SKY_REFRACT_STANDARD:
        return fmax(faded_deg(air, alt_deg), 0.0);
    case SKY_REFRACT_HORIZONS:
        return fmax(saemundsson_deg(fmax(alt_deg, -1.0)), 0.0);
    case SKY_REFRACT_PYEPHEM:
        return pyephem_deg(alt_deg, air->pressure_hpa, air->temp_c);
    case SKY_REFRACT_NONE:
        break;
    }
    return 0.0;
}
