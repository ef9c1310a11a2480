/* Precession for 400 centuries and the larger part of the nutation, for instants outside the table
 * of sky/earth_orientation.
 *
 * Anchors: the obliquity at J2000.0 is 84381.406 arcsec (IAU 2006); the equation of the origins of
 * the mean equinox is -0.014506 arcsec there.
 */
#include "sky/precession.h"

#include "sky/const.h"
#include "sky/vec.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define OBLIQUITY_J2000_RAD (84381.406 * SKY_RAD_PER_ARCSEC) /* IAU 2006 */

/* A periodic term: period in centuries, then cosine and sine coefficients of two series, arcsec. */
struct term {
    double period, cos_a, cos_b, sin_a, sin_b;
};

/* Cubic polynomials in centuries, arcsec, and the periodic terms beside them. */
struct series {
    double poly_a[4], poly_b[4];
    int count;
    struct term terms[14];
};

/* X, Y of the equator's pole and P, Q of the ecliptic's, J2000.0 axes. Vondrak et al. 2011, eqs. 8
 * and 9, tables 1 and 2. */
static const struct series EQUATOR = {
    {5453.282155, 0.4252841, -0.00037173, -0.000000152},
    {-73750.930350, -0.7675452, -0.00018725, 0.000000231},
    14,
    {
        {256.75, -819.940624, 75004.344875, 81491.287984, 1558.515853},
        {708.15, -8444.676815, 624.033993, 787.163481, 7774.939698},
        {274.20, 2600.009459, 1251.136893, 1251.296102, -2219.534038},
        {241.45, 2755.175630, -1102.212834, -1257.950837, -2523.969396},
        {2309.00, -167.659835, -2660.664980, -2966.799730, 247.850422},
        {492.20, 871.855056, 699.291817, 639.744522, -846.485643},
        {396.10, 44.769698, 153.167220, 131.600209, -1393.124055},
        {288.90, -512.313065, -950.865637, -445.040117, 368.526116},
        {231.10, -819.415595, 499.754645, 584.522874, 749.045012},
        {1610.00, -538.071099, -145.188210, -89.756563, 444.704518},
        {620.00, -189.793622, 558.116553, 524.429630, 235.934465},
        {157.87, -402.922932, -23.923029, -13.549067, 374.049623},
        {220.30, 179.516345, -165.405086, -210.157124, -171.330180},
        {1200.00, -9.814756, 9.344131, -44.919798, -22.899655},
    },
};
static const struct series ECLIPTIC = {
    {5851.607687, -0.1189000, -0.00028913, 0.000000101},
    {-1600.886300, 1.1689818, -0.00000020, -0.000000437},
    8,
    {
        {708.15, -5486.751211, -684.661560, 667.666730, -5523.863691},
        {2309.00, -17.127623, 2446.283880, -2354.886252, -549.747450},
        {1620.00, -617.517403, 399.671049, -428.152441, -310.998056},
        {492.20, 413.442940, -356.652376, 376.202861, 421.535876},
        {1183.00, 78.614193, -186.387003, 184.778874, -36.776172},
        {622.00, -180.732815, -316.800070, 335.321713, -145.278396},
        {882.00, -87.676083, 198.296701, -185.138669, -34.744450},
        {547.00, 46.140315, 101.135679, -120.972830, 22.885731},
    },
};

/* s + X Y / 2 of the mean pole, Chebyshev terms over 200 centuries either side, arcsec; made by
 * tool/precess_series.py. */
static const double LOCATOR[] = {
    -4183.921872, 105183.699716, -6006.775963, 25309.289286, -1198.191277, -19210.054978,
    1002.013072,  -948.760771,   181.576575,   4053.363257,  -176.767650,  -1650.329394,
    28.446457,    359.879036,    5.265348,     -50.245545,   -3.316099,    4.703638,
    0.758003,     -0.324006,     -0.096314,    0.036861,     0.004586,     -0.008366,
    0.000240,     0.000954,      0.000203,     0.000173,     -0.000103,    -0.000082,
    0.000012,     0.000008,      0.000003,     0.000002,     -0.000001,    -0.000001,
    -0.000000,    0.000000,
};
#define LOCATOR_COUNT        (int)(sizeof LOCATOR / sizeof *LOCATOR)
#define LOCATOR_J2000_ARCSEC 0.000094 /* IERS Conventions 2010, table 5.2d */
/* How much the nutation turns the origin in a century: the linear term of table 5.2d, 0.003809
 * arcsec, less the rate of the mean pole's motion at J2000.0. */
#define LOCATOR_NUTATION_ARCSEC 0.003873

/* Multiples of l, l', F, D, Omega; then, in 0.1 microarcsec: sine, t sine, cosine of the longitude;
 * cosine, t cosine, sine of the obliquity. Largest first. */
static const struct {
    signed char multiples[5];
    int psi_sin, psi_sin_t, psi_cos, eps_cos, eps_cos_t, eps_sin;
} NUTATION[] = {
    {{0, 0, 0, 0, 1}, -172064161, -174666, 33386, 92052331, 9086, 15377},
    {{0, 0, 2, -2, 2}, -13170906, -1675, -13696, 5730336, -3015, -4587},
    {{0, 0, 2, 0, 2}, -2276413, -234, 2796, 978459, -485, 1374},
    {{0, 0, 0, 0, 2}, 2074554, 207, -698, -897492, 470, -291},
    {{0, 1, 0, 0, 0}, 1475877, -3633, 11817, 73871, -184, -1924},
    {{0, 1, 2, -2, 2}, -516821, 1226, -524, 224386, -677, -174},
    {{1, 0, 0, 0, 0}, 711159, 73, -872, -6750, 0, 358},
    {{0, 0, 2, 0, 1}, -387298, -367, 380, 200728, 18, 318},
    {{1, 0, 2, 0, 2}, -301461, -36, 816, 129025, -63, 367},
    {{0, -1, 2, -2, 2}, 215829, -494, 111, -95929, 299, 132},
    {{0, 0, 2, -2, 1}, 128227, 137, 181, -68982, -9, 39},
    {{-1, 0, 2, 0, 2}, 123457, 11, 19, -53311, 32, -4},
    {{-1, 0, 0, 2, 0}, 156994, 10, -168, -1235, 0, 82},
    {{1, 0, 0, 0, 1}, 63110, 63, 27, -33228, 0, -9},
    {{-1, 0, 0, 0, 1}, -57976, -63, -189, 31429, 0, -75},
    {{-1, 0, 2, 2, 2}, -59641, -11, 149, 25543, -11, 66},
    {{1, 0, 2, 0, 1}, -51613, -42, 129, 26366, 0, 78},
    {{-2, 0, 2, 0, 1}, 45893, 50, 31, -24236, -10, 20},
    {{0, 0, 0, 2, 0}, 63384, 11, -150, -1220, 0, 29},
    {{0, 0, 2, 2, 2}, -38571, -1, 158, 16452, -11, 68},
    {{-2, 0, 0, 2, 0}, -47722, 0, -18, 477, 0, -25},
    {{0, -2, 2, -2, 2}, 32481, 0, 0, -13870, 0, 0},
    {{2, 0, 2, 0, 2}, -31046, -1, 131, 13238, -11, 59},
    {{1, 0, 2, -2, 2}, 28593, 0, -1, -12338, 10, -3},
    {{-1, 0, 2, 0, 1}, 20441, 21, 10, -10758, 0, -3},
    {{2, 0, 0, 0, 0}, 29243, 0, -74, -609, 0, 13},
    {{0, 0, 2, 0, 0}, 25887, 0, -66, -550, 0, 11},
    {{-1, 0, 0, 2, 1}, 15164, 10, 11, -8001, 0, -1},
    {{0, 2, 2, -2, 2}, -15794, 72, -16, 6850, -42, -5},
    {{0, 1, 0, 0, 1}, -14053, -25, 79, 8551, -2, -45},
    {{0, 0, -2, 2, 0}, 21783, 0, 13, -167, 0, 13},
    {{1, 0, 0, -2, 1}, -12873, -10, -37, 6953, 0, -14},
    {{0, -1, 0, 0, 1}, -12654, 11, 63, 6415, 0, 26},
    {{0, 2, 0, 0, 0}, 16707, -85, -10, 168, -1, 10},
    {{-1, 0, 2, 2, 1}, -10204, 0, 25, 5222, 0, 15},
    {{-2, 0, 2, 0, 0}, -11024, 0, -14, 104, 0, 2},
    {{1, 0, 2, 2, 2}, -7691, 0, 44, 3268, 0, 19},
    {{0, 1, 2, 0, 2}, 7566, -21, -11, -3250, 0, -5},
    {{0, -1, 2, 0, 2}, -7141, 21, 8, 3070, 0, 4},
    {{0, 0, 2, 2, 1}, -6637, -11, 25, 3353, 0, 14},
    {{0, 0, 0, 2, 1}, -6302, -11, 2, 3272, 0, 4},
    {{2, 0, 2, -2, 2}, 6443, 0, -7, -2768, 0, -4},
    {{1, 0, 2, -2, 1}, 5800, 10, 2, -3045, 0, -1},
    {{-2, 0, 0, 2, 1}, -5774, -11, -15, 3041, 0, -5},
    {{2, 0, 2, 0, 1}, -5350, 0, 21, 2695, 0, 12},
    {{0, 0, 0, -2, 1}, -4940, -11, -21, 2720, 0, -9},
    {{0, -1, 2, -2, 1}, -4752, -11, -3, 2719, 0, -3},
    {{-1, -1, 0, 2, 0}, 7350, 0, -8, -51, 0, 4},
    {{1, 0, 0, 2, 0}, 6579, 0, -24, -199, 0, 2},
    {{2, 0, 0, -2, 1}, 4065, 0, 6, -2206, 0, 1},
    {{0, 1, 2, -2, 1}, 3579, 0, 5, -1900, 0, 1},
    {{1, -1, 0, 0, 0}, 4725, 0, -6, -41, 0, 3},
    {{-1, 0, 0, 1, 0}, 4026, 0, -353, -553, 0, -139},
    {{0, -1, 0, 2, 0}, 4348, 0, -10, -81, 0, 2},
    {{-2, 0, 2, 0, 2}, -3075, 0, -2, 1313, 0, -1},
    {{0, 0, 0, 1, 0}, -4230, 0, 5, -20, 0, -2},
    {{3, 0, 2, 0, 2}, -2904, 0, 15, 1233, 0, 7},
    {{1, -1, 2, 0, 2}, -2878, 0, 8, 1232, 0, 4},
    {{-1, 0, 2, 0, 0}, -4056, 0, 5, 40, 0, -2},
    {{-1, -1, 2, 2, 2}, -2819, 0, 7, 1207, 0, 3},
    {{0, -1, 2, 2, 2}, -2647, 0, 11, 1129, 0, 5},
    {{-2, 0, 0, 0, 1}, -2294, 0, -10, 1266, 0, -4},
    {{1, 1, 2, 0, 2}, 2481, 0, -7, -1062, 0, -3},
    {{1, 0, 2, 0, 0}, 3339, 0, -13, -107, 0, 1},
    {{1, 1, 0, 0, 0}, -3389, 0, 5, 35, 0, -2},
    {{2, 0, 0, 0, 1}, 2179, 0, -2, -1129, 0, -2},
    {{-1, 1, 0, 1, 0}, 3276, 0, 1, -9, 0, 0},
    {{-1, 0, 2, -2, 1}, -1987, 0, -6, 1073, 0, -2},
    {{1, 0, 0, 0, 2}, -1981, 0, 0, 854, 0, 0},
    {{0, 0, 2, 1, 2}, 1660, 0, -5, -710, 0, -2},
    {{-1, 0, 2, 4, 2}, -1521, 0, 9, 647, 0, 4},
    {{-1, 0, 0, 0, 2}, 1405, 0, 4, -610, 0, 2},
    {{-1, 1, 0, 1, 1}, 1314, 0, 0, -700, 0, 0},
    {{1, 0, 2, 2, 1}, -1331, 0, 8, 663, 0, 4},
    {{-2, 0, 2, 2, 2}, 1383, 0, -2, -594, 0, -2},
    {{0, -2, 2, -2, 1}, -1283, 0, 0, 672, 0, 0},
    {{1, 1, 2, -2, 2}, 1290, 0, 0, -556, 0, 0},
};
#define NUTATION_UNIT_RAD (1e-7 * SKY_RAD_PER_ARCSEC)

static void sum_series(const struct series *series, double t, double *a_rad, double *b_rad)
{
    const double *a = series->poly_a, *b = series->poly_b;
    double sum_a = a[0] + t * (a[1] + t * (a[2] + t * a[3]));
    double sum_b = b[0] + t * (b[1] + t * (b[2] + t * b[3]));
    for (int i = 0; i < series->count; i++) {
        const struct term *term = &series->terms[i];
        double c = cos(SKY_TWO_PI * t / term->period), s = sin(SKY_TWO_PI * t / term->period);
        sum_a += term->cos_a * c + term->sin_a * s;
        sum_b += term->cos_b * c + term->sin_b * s;
    }
    *a_rad = sum_a * SKY_RAD_PER_ARCSEC;
    *b_rad = sum_b * SKY_RAD_PER_ARCSEC;
}

/* From J2000.0 mean axes to the GCRS. IERS Conventions 2010, eq. 5.21 and section 5.4.4, linear. */
static struct sky_vec biased(struct sky_vec v)
{
    const double dx = -0.016617 * SKY_RAD_PER_ARCSEC, de = -0.0068192 * SKY_RAD_PER_ARCSEC,
                 dr = -0.0146 * SKY_RAD_PER_ARCSEC;
    return (struct sky_vec){v.x - v.y * dr + v.z * dx, v.x * dr + v.y + v.z * de,
                            -v.x * dx - v.y * de + v.z};
}

/* GCRS to the mean equator and equinox of date, and the obliquity. */
static struct sky_mat precession(double t, double *obliquity_rad)
{
    const double c = cos(OBLIQUITY_J2000_RAD), s = sin(OBLIQUITY_J2000_RAD);
    double x, y, p, q;
    sum_series(&EQUATOR, t, &x, &y);
    sum_series(&ECLIPTIC, t, &p, &q);
    double w = sqrt(fmax(0.0, 1.0 - p * p - q * q));
    struct sky_vec equator = {x, y, sqrt(fmax(0.0, 1.0 - x * x - y * y))};
    struct sky_vec ecliptic = {p, -q * c - w * s, -q * s + w * c};
    struct sky_vec towards_equinox = sky_vec_cross(equator, ecliptic);
    *obliquity_rad = atan2(sky_vec_length(towards_equinox), sky_vec_dot(equator, ecliptic));
    struct sky_vec equinox = sky_vec_unit(towards_equinox);
    return (struct sky_mat){
        {biased(equinox), biased(sky_vec_cross(equator, equinox)), biased(equator)}};
}

/* An angle in arcsec, reduced to one turn before the conversion to radians. */
static double turned_rad(double arcsec)
{
    return fmod(arcsec, 1296000.0) * SKY_RAD_PER_ARCSEC;
}

/* l, l', F, D, Omega. IERS Conventions 2010, eq. 5.43. */
static void delaunay(double t, double args_rad[5])
{
    static const double polynomials[5][5] = {
        {485868.249036, 1717915923.2178, 31.8792, 0.051635, -0.00024470},
        {1287104.79305, 129596581.0481, -0.5532, 0.000136, -0.00001149},
        {335779.526232, 1739527262.8478, -12.7512, -0.001037, 0.00000417},
        {1072260.70369, 1602961601.2090, -6.3706, 0.006593, -0.00003169},
        {450160.398036, -6962890.5431, 7.4722, 0.007702, -0.00005939},
    };
    for (int i = 0; i < 5; i++) {
        const double *c = polynomials[i];
        args_rad[i] = turned_rad(c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * c[4]))));
    }
}

static void nutation(double t, const double args_rad[5], double *psi_rad, double *eps_rad)
{
    /* The mean of the planetary part, IAU 2000B. */
    double psi = -1350.0, eps = 3880.0;
    for (size_t i = 0; i < sizeof NUTATION / sizeof *NUTATION; i++) {
        double angle_rad = 0.0;
        for (int k = 0; k < 5; k++) angle_rad += NUTATION[i].multiples[k] * args_rad[k];
        double c = cos(angle_rad), s = sin(angle_rad);
        psi += (NUTATION[i].psi_sin + NUTATION[i].psi_sin_t * t) * s + NUTATION[i].psi_cos * c;
        eps += (NUTATION[i].eps_cos + NUTATION[i].eps_cos_t * t) * c + NUTATION[i].eps_sin * s;
    }
    /* Adjusted to IAU 2006: Wallace & Capitaine 2006, eq. 5. The change of J2 is not extrapolated
     * beyond the historical past. */
    double j2 = -2.7774e-6 * fmin(fmax(t, -40.0), 40.0);
    *psi_rad = psi * NUTATION_UNIT_RAD * (1.0 + 0.4697e-6 + j2);
    *eps_rad = eps * NUTATION_UNIT_RAD * (1.0 + j2);
}

static double locator_arcsec(double t)
{
    double u = t * SKY_CENTURY_DAYS / SKY_PRECESSION_MAX_DAYS, b1 = 0.0, b2 = 0.0;
    for (int k = LOCATOR_COUNT - 1; k > 0; k--) {
        double b = 2.0 * u * b1 - b2 + LOCATOR[k];
        b2 = b1;
        b1 = b;
    }
    return u * b1 - b2 + LOCATOR[0] + LOCATOR_J2000_ARCSEC + LOCATOR_NUTATION_ARCSEC * t;
}

/* Right ascension of the equinox counted from the meridian of s = 0. The equation of the origins is
 * s minus this angle. Wallace & Capitaine 2006, eq. 16. */
static double equinox_from_sigma_rad(const struct sky_mat *axes)
{
    struct sky_vec pole = axes->row[2];
    assert(pole.z > 0.0); /* the poles of the Earth and of the GCRS stay on one side */
    double a = pole.x / (1.0 + pole.z);
    struct sky_vec sigma = {1.0 - a * pole.x, -a * pole.y, -pole.x};
    return atan2(sky_vec_dot(axes->row[1], sigma), sky_vec_dot(axes->row[0], sigma));
}

/* Rotates a by an angle towards b, and b away from it. */
static void turn(struct sky_vec *a, struct sky_vec *b, double angle_rad)
{
    double c = cos(angle_rad), s = sin(angle_rad);
    struct sky_vec first = *a;
    *a = sky_vec_plus_scaled(sky_vec_scaled(first, c), s, *b);
    *b = sky_vec_plus_scaled(sky_vec_scaled(*b, c), -s, first);
}

enum base_err sky_precession_pole(struct sky_tt when, struct sky_cip *cip)
{
    if (!(fabs(when.days) <= SKY_PRECESSION_MAX_DAYS)) return BASE_ERR_RANGE;
    const double t = when.days / SKY_CENTURY_DAYS;
    double obliquity_rad, args_rad[5], psi_rad, eps_rad;
    struct sky_mat axes = precession(t, &obliquity_rad);
    delaunay(t, args_rad);
    nutation(t, args_rad, &psi_rad, &eps_rad);

    /* From the origin to the mean equinox, then to the true one by the equation of the equinoxes
     * with its two terms above 1 microarcsec (IERS Conventions 2010, table 5.2e). */
    double mean_s_rad = locator_arcsec(t) * SKY_RAD_PER_ARCSEC - axes.row[2].x * axes.row[2].y / 2;
    double eo_rad =
        mean_s_rad - equinox_from_sigma_rad(&axes) - psi_rad * cos(obliquity_rad) -
        (0.00264096 * sin(args_rad[4]) + 0.00006352 * sin(2.0 * args_rad[4])) * SKY_RAD_PER_ARCSEC;

    /* R1(-eps - deps) R3(-dpsi) R1(eps) */
    turn(&axes.row[1], &axes.row[2], obliquity_rad);
    turn(&axes.row[0], &axes.row[1], -psi_rad);
    turn(&axes.row[1], &axes.row[2], -obliquity_rad - eps_rad);
    double s_rad = eo_rad + equinox_from_sigma_rad(&axes);
    assert(fabs(sky_vec_dot(axes.row[2], axes.row[2]) - 1.0) < 1e-9); /* rotations keep lengths */
    *cip = (struct sky_cip){axes.row[2].x, axes.row[2].y, s_rad, eo_rad};
    return BASE_ERR_OK;
}
