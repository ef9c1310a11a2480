/* The ecliptic of date from polynomials, the true equinox from geometry.
 *
 * The true equinox is the ascending node of the ecliptic on the true equator: the cross product of
 * the celestial pole and the ecliptic's pole. Anchors: mean obliquity 23 deg 26' 21.406" at
 * J2000.0; the ecliptic's pole at J2000.0 is (0, -0.39778, 0.91748).
 */
#include "sky/ecliptic.h"

#include "sky/const.h"

#include <math.h>

/* Sum of terms t^0 to t^5, arcseconds to radians. */
static double polynomial_rad(const double arcsec[6], struct sky_tt when)
{
    double t = when.days / SKY_CENTURY_DAYS, sum = 0.0;
    for (int power = 5; power >= 0; power--) sum = sum * t + arcsec[power];
    return sum * SKY_RAD_PER_ARCSEC;
}

struct sky_vec sky_ecliptic_pole_gcrs(struct sky_tt when)
{
    static const double GAMMA_BAR[6] = {-0.052928,   10.556378,    0.4932044,
                                        -0.00031238, -0.000002788, 0.0000000260};
    static const double PHI_BAR[6] = {84381.412819, -46.811016,   0.0511268,
                                      0.00053289,   -0.000000440, -0.0000000176};
    double gamma = polynomial_rad(GAMMA_BAR, when), phi = polynomial_rad(PHI_BAR, when);
    return (struct sky_vec){sin(phi) * sin(gamma), -sin(phi) * cos(gamma), cos(phi)};
}

double sky_ecliptic_mean_obliquity_rad(struct sky_tt when)
{
    static const double EPSILON_A[6] = {84381.406,  -46.836769,   -0.0001831,
                                        0.00200340, -0.000000576, -0.0000000434};
    return polynomial_rad(EPSILON_A, when);
}

struct sky_mat sky_ecliptic_matrix(const struct sky_frame *frame)
{
    struct sky_vec pole = sky_ecliptic_pole_gcrs(frame->tt);
    struct sky_vec equinox = sky_vec_unit(sky_vec_cross(frame->gcrs_to_cirs.row[2], pole));
    return (struct sky_mat){{equinox, sky_vec_cross(pole, equinox), pole}};
}

double sky_ecliptic_obliquity_rad(const struct sky_frame *frame)
{
    struct sky_vec pole = sky_ecliptic_pole_gcrs(frame->tt);
    struct sky_vec celestial_pole = frame->gcrs_to_cirs.row[2];
    return sky_vec_angle_rad(celestial_pole, pole);
}
