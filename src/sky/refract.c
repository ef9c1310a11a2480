/* Refraction. STANDARD and PYEPHEM are proportional to pressure over absolute temperature.
 *
 * Anchors: Saemundsson's formula gives 28.98' at 0 deg and 5.41' at 10 deg (1010 hPa, 10 C).
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

/* Saemundsson's curve and its slope, degrees, at 1010 hPa and 10 C. */
static double saemundsson_deg(double alt_deg, double *slope)
{
    double below = alt_deg + 5.11;
    double angle_rad = (alt_deg + 10.3 / below) * SKY_RAD_PER_DEG;
    double sine = sin(angle_rad);
    *slope = -1.02 / 60.0 / (sine * sine) * SKY_RAD_PER_DEG * (1.0 - 10.3 / (below * below));
    return (1.02 * cos(angle_rad) / sine + 0.0019279) / 60.0;
}

/* The curve above -1 deg; below, a cubic that joins it with the same value and slope and reaches 0
 * with slope 0. */
static double faded_deg(double alt_deg)
{
    static const double FADE_FROM_DEG = -1.0, FADE_TO_DEG = -3.0;
    double slope;
    if (alt_deg >= FADE_FROM_DEG) return saemundsson_deg(alt_deg, &slope);
    if (alt_deg <= FADE_TO_DEG) return 0.0;
    double width = FADE_FROM_DEG - FADE_TO_DEG;
    double top = saemundsson_deg(FADE_FROM_DEG, &slope);
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
    double slope;
    double density = air->pressure_hpa / 1010.0 * 283.0 / (273.0 + air->temp_c); /* Meeus, p. 107 */
    assert(density >= 0.0); /* neither pressure nor absolute temperature is negative */
    switch (air->model) {
    case SKY_REFRACT_STANDARD:
        return fmax(faded_deg(alt_deg) * density, 0.0);
    case SKY_REFRACT_HORIZONS:
        return fmax(saemundsson_deg(fmax(alt_deg, -1.0), &slope), 0.0);
    case SKY_REFRACT_PYEPHEM:
        return pyephem_deg(alt_deg, air->pressure_hpa, air->temp_c);
    case SKY_REFRACT_NONE:
        break;
    }
    return 0.0;
}
