/* Uncertainties by rules and tables. Nothing is measured at run time.
 *
 * Anchors: Bulletin A states 0.0079 s for UT1 and 0.027 arcsec for the pole 100 days ahead.
 */
#include "sky/uncertainty.h"

#include "sky/const.h"
#include "sky/delta_t.h"
#include "sky/horizon.h"
#include "sky/trig.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define SIGMAS             3.0
#define YEAR_DAYS          365.25
#define HELD_S_PER_YEAR    1.2
#define TURN_ARCSEC_PER_S  15.041067 /* of the Earth, a second of UT1 */
#define AZ_MAX_ARCSEC      (180.0 * 3600.0)
#define POLE_HELD_ARCSEC   0.6
#define HORIZON_ARCSEC     1728.0 /* three times 0.16 deg */
#define AIR_MEASURED_SHARE 0.01
#define AIR_STANDARD_SHARE 0.14

enum sky_uncertainty_kernel sky_uncertainty_kernel_named(struct base_text text)
{
    int run = 0, number = 0; /* letters and digits of "deNNN" seen so far */
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        bool is_digit = c >= '0' && c <= '9';
        if (run >= 2 && is_digit)
            run++, number = number * 10 + (c - '0');
        else if (run == 1 && (c == 'e' || c == 'E'))
            run = 2, number = 0;
        else
            run = c == 'd' || c == 'D';
        if (run == 5) return number >= 430 ? SKY_UNCERTAINTY_MODERN : SKY_UNCERTAINTY_OLDER;
    }
    return SKY_UNCERTAINTY_OLDER;
}

/* What IERS measured, by its age. */
static const struct {
    double until_mjd, ut1_s, pole_arcsec;
} MEASURED[] = {
    {41317.0, 2e-3, 0.020}, /* 1972 */
    {45700.0, 5e-4, 0.003}, /* 1984 */
    {INFINITY, 1e-5, 0.00020},
};

static size_t measured_row(double mjd)
{
    assert(!isnan(mjd));
    size_t i = 0;
    while (mjd > MEASURED[i].until_mjd) i++;
    return i;
}

static double mjd_of(struct sky_tt when)
{
    return when.days + SKY_J2000_MJD;
}

static double last_mjd(const struct sky_earth_orientation *orient)
{
    return orient->spin.first_mjd + orient->spin.days - 1;
}

double sky_uncertainty_ut1_s(const struct sky_earth_orientation *orient, struct sky_tt when)
{
    const double interpolation_s = 2e-5, mjd = mjd_of(when), year = sky_delta_t_year(when.days);
    const double end = last_mjd(orient),
                 table_ahead = fmax(0.0, end - orient->spin.last_measured_mjd);
    const double held_years = fmin(mjd - end, orient->spin.hold_days) / YEAR_DAYS;
    switch (sky_earth_orientation_spin(orient, when).source) {
    case SKY_EARTH_ORIENTATION_MEASURED:
        return SIGMAS * MEASURED[measured_row(mjd)].ut1_s + interpolation_s;
    case SKY_EARTH_ORIENTATION_PREDICTED:
        return SIGMAS * 0.00025 * pow(mjd - orient->spin.last_measured_mjd, 0.75) + interpolation_s;
    case SKY_EARTH_ORIENTATION_HELD:
        return SIGMAS * 0.00025 * pow(table_ahead, 0.75) + HELD_S_PER_YEAR * held_years;
    case SKY_EARTH_ORIENTATION_MODEL:
        if (mjd > end)
            return fmax(HELD_S_PER_YEAR * held_years, SIGMAS * sky_delta_t_sigma_s(year));
        break;
    case SKY_EARTH_ORIENTATION_HISTORIC:
        break;
    }
    return SIGMAS * sky_delta_t_sigma_s(year);
}

static double celestial_pole_arcsec(const struct sky_earth_orientation *orient, struct sky_tt when)
{
    double cells = (when.days - orient->cip.from_days) / orient->cip.cell_days;
    if (cells >= 0.0 && cells <= orient->cip.cells) return 0.001; /* IAU 2006/2000A, 0.3 mas */
    double centuries = when.days / SKY_CENTURY_DAYS;
    return 0.005 * (1.0 + centuries * centuries);
}

double sky_uncertainty_pole_arcsec(const struct sky_earth_orientation *orient, struct sky_tt when)
{
    double mjd = mjd_of(when), celestial = celestial_pole_arcsec(orient, when);
    switch (sky_earth_orientation_spin(orient, when).source) {
    case SKY_EARTH_ORIENTATION_MEASURED:
        return celestial + SIGMAS * MEASURED[measured_row(mjd)].pole_arcsec;
    case SKY_EARTH_ORIENTATION_PREDICTED:
        return celestial + SIGMAS * 0.00068 * pow(mjd - orient->spin.last_measured_mjd, 0.80);
    case SKY_EARTH_ORIENTATION_HELD:
    case SKY_EARTH_ORIENTATION_HISTORIC:
    case SKY_EARTH_ORIENTATION_MODEL:
        break;
    }
    return celestial + POLE_HELD_ARCSEC;
}

double sky_uncertainty_direction_arcsec(enum sky_uncertainty_kernel kernel, enum sky_body body,
                                        struct sky_tt when)
{
    /* embedded, modern, older; the offset of the centre from the barycentre */
    static const struct {
        double by_kernel[3], offset;
    } rows[SKY_BODY_COUNT] = {
        [SKY_BODY_SUN] = {{0.005, 0.004, 0.010}, 0.0},
        [SKY_BODY_MOON] = {{0.006, 0.005, 0.030}, 0.0},
        [SKY_BODY_MERCURY] = {{0.005, 0.004, 0.020}, 0.0},
        [SKY_BODY_VENUS] = {{0.005, 0.004, 0.020}, 0.0},
        [SKY_BODY_MARS] = {{0.007, 0.004, 0.020}, 0.0},
        [SKY_BODY_JUPITER] = {{0.015, 0.015, 0.200}, 0.077},
        [SKY_BODY_SATURN] = {{0.010, 0.010, 0.200}, 0.053},
        [SKY_BODY_URANUS] = {{0.150, 0.150, 0.400}, 0.004},
        [SKY_BODY_NEPTUNE] = {{0.200, 0.200, 0.800}, 0.005},
        [SKY_BODY_PLUTO] = {{0.300, 0.300, 1.500}, 0.110},
    };
    assert((unsigned)body < SKY_BODY_COUNT && (unsigned)kernel <= SKY_UNCERTAINTY_OLDER);
    double centuries = fabs(when.days) / SKY_CENTURY_DAYS, far = fmax(0.0, centuries - 1.5);
    double growth = body == SKY_BODY_MOON ? 0.03 * far * far : 0.01 * far;
    double offset = centuries > 1.0 ? rows[body].offset : 0.0;
    return rows[body].by_kernel[kernel] + growth + offset;
}

double sky_uncertainty_refraction_arcsec(const struct sky_air *air, enum sky_uncertainty_air known,
                                         double alt_deg)
{
    double lift_deg = sky_refract_lift_deg(air, alt_deg);
    if (!(lift_deg > 0.0)) return 0.0;
    double share = known == SKY_UNCERTAINTY_AIR_MEASURED ? AIR_MEASURED_SHARE : AIR_STANDARD_SHARE;
    return share * lift_deg * 3600.0 + HORIZON_ARCSEC * exp(-fmax(alt_deg + lift_deg, 0.0));
}

/* The change of azimuth and altitude for a unit of hour angle, and the cosine of the altitude.
 * Smart, Spherical Astronomy, section 16; azimuth from north through east. */
struct turn {
    double az, alt, cos_alt;
};

static struct turn turn_at(const struct sky_observer *observer, const struct sky_observation *seen)
{
    sky_trig_lanes turns = {seen->az_deg / 360.0, seen->alt_true_deg / 360.0, 0.0, 0.0}, sine,
                   cosine;
    sky_trig_circle(&turns, &sine, &cosine);
    double cos_alt = fmax(cosine[1], 1e-9);
    return (struct turn){
        fabs(observer->sin_lat - observer->cos_lat * sine[1] / cos_alt * cosine[0]),
        fabs(observer->cos_lat * sine[0]),
        cos_alt,
    };
}

struct sky_uncertainty_case sky_uncertainty_case_of(const struct sky_earth_orientation *orient,
                                                    struct sky_tt when,
                                                    enum sky_uncertainty_kernel kernel,
                                                    enum sky_uncertainty_air air)
{
    return (struct sky_uncertainty_case){
        .kernel = kernel,
        .air = air,
        .spin_arcsec = TURN_ARCSEC_PER_S * sky_uncertainty_ut1_s(orient, when),
        .pole_arcsec = sky_uncertainty_pole_arcsec(orient, when),
    };
}

const char *sky_uncertainty_cause_name(enum sky_uncertainty_cause cause)
{
    switch (cause) {
    case SKY_UNCERTAINTY_EPHEMERIS:
        return "ephemeris";
    case SKY_UNCERTAINTY_EARTH_ROTATION:
        return "earth-rotation";
    case SKY_UNCERTAINTY_REFRACTION:
        break;
    }
    return "refraction";
}

static double square(double x)
{
    return x * x;
}

struct sky_uncertainty sky_uncertainty_of(const struct sky_uncertainty_case *made,
                                          const struct sky_viewpoint *view, enum sky_body body,
                                          const struct sky_air *air,
                                          const struct sky_observation *seen)
{
    assert(view->observer != NULL && seen->has_horizon);
    const struct sky_tt when = view->frame->tt;
    const double spin_arcsec = made->spin_arcsec, pole_arcsec = made->pole_arcsec;
    struct sky_uncertainty d = {
        .ephemeris_arcsec = sky_uncertainty_direction_arcsec(made->kernel, body, when),
        .earth_rotation_arcsec = sqrt(square(spin_arcsec) + square(pole_arcsec)),
        .refraction_arcsec = sky_uncertainty_refraction_arcsec(air, made->air, seen->alt_true_deg),
    };
    struct turn turn = turn_at(view->observer, seen);
    double cos_alt = turn.cos_alt;
    /* A tilt of the pole changes the direction of north, more so at high latitudes, and all
     * azimuths near the zenith. */
    double pole_az_arcsec =
        pole_arcsec * (1.0 / fmax(view->observer->cos_lat, 1e-6) + 1.0 / cos_alt);
    d.az_arcsec = sqrt(square(d.ephemeris_arcsec / cos_alt) + square(spin_arcsec * turn.az) +
                       pole_az_arcsec * pole_az_arcsec);
    d.az_arcsec = fmin(d.az_arcsec, AZ_MAX_ARCSEC);
    d.alt_arcsec = sqrt(square(d.ephemeris_arcsec) + square(spin_arcsec * turn.alt) +
                        pole_arcsec * pole_arcsec + square(d.refraction_arcsec));
    d.alt_arcsec = fmin(d.alt_arcsec, AZ_MAX_ARCSEC);
    double largest = fmax(d.earth_rotation_arcsec, d.refraction_arcsec);
    d.cause = d.ephemeris_arcsec >= largest                    ? SKY_UNCERTAINTY_EPHEMERIS
              : d.earth_rotation_arcsec >= d.refraction_arcsec ? SKY_UNCERTAINTY_EARTH_ROTATION
                                                               : SKY_UNCERTAINTY_REFRACTION;
    return d;
}
