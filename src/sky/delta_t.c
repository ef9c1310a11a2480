/* Delta T by Stephenson, Morrison & Hohenkerk.
 *
 * Anchors: 20371.8 s at -720.0, 1650.4 s at 1000.0 (table S15, first coefficients).
 */
#include "sky/delta_t.h"

#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define YEAR_DAYS 365.2425

double sky_delta_t_year(double days_since_j2000)
{
    return 2000.0 + (days_since_j2000 + 0.5) / YEAR_DAYS;
}

/* Table S15, version 2020: from year, until year, then a0 + a1 u + a2 u^2 + a3 u^3 with u from 0
 * to 1 between them. */
static const struct {
    double from, until, a0, a1, a2, a3;
} SPLINE[] = {
    {-720.0, -100.0, 20371.848, -9999.586, 776.247, 409.160},
    {-100.0, 400.0, 11557.668, -5822.270, 1303.151, -503.433},
    {400.0, 1000.0, 6535.116, -5671.519, -298.291, 1085.087},
    {1000.0, 1150.0, 1650.393, -753.210, 184.811, -25.346},
    {1150.0, 1300.0, 1056.647, -459.628, 108.771, -24.641},
    {1300.0, 1500.0, 681.149, -421.345, 61.953, -29.414},
    {1500.0, 1600.0, 292.343, -192.841, -6.572, 16.197},
};
#define SPLINE_COUNT (sizeof SPLINE / sizeof *SPLINE)

/* The integral of the long-term length of day, up to a constant. */
static double integral_s(double year)
{
    /* ms a day to seconds a century */
    const double per_century = 1e-3 * SKY_CENTURY_DAYS;
    const double rate = SKY_TWO_PI / 14.0;
    double t = (year - 1825.0) / 100.0;
    return per_century * (0.5 * 1.72 * t * t + 3.5 / rate * cos(rate * (t + 0.75)));
}

double sky_delta_t_change_s(double from_year, double until_year)
{
    return integral_s(until_year) - integral_s(from_year);
}

double sky_delta_t_past_s(double year)
{
    assert(year <= SPLINE[SPLINE_COUNT - 1].until); /* also not NaN */
    if (year < SPLINE[0].from) return SPLINE[0].a0 + sky_delta_t_change_s(SPLINE[0].from, year);
    size_t i = 0;
    while (i + 1 < SPLINE_COUNT && year >= SPLINE[i].until) i++;
    double u = (year - SPLINE[i].from) / (SPLINE[i].until - SPLINE[i].from);
    return SPLINE[i].a0 + u * (SPLINE[i].a1 + u * (SPLINE[i].a2 + u * SPLINE[i].a3));
}

double sky_delta_t_sigma_s(double year)
{
    static const struct {
        double year, sigma_s;
    } rows[] = {
        {-2000, 1080}, {-1600, 720}, {-900, 360}, {-720, 180}, {-500, 150}, {-300, 120},
        {0, 90},       {300, 60},    {500, 40},   {700, 30},   {800, 25},   {900, 20},
        {1000, 15},    {1300, 15},   {1500, 30},  {1560, 20},  {1640, 15},  {1670, 10},
        {1680, 5},     {1730, 2},    {1770, 1},   {1800, 0.5}, {1809, 0.2}, {1831, 0.15},
        {2000, 0.15},  {2030, 2},    {2040, 4},   {2050, 6},   {2100, 10},  {2200, 20},
        {2300, 30},    {2400, 50},   {2500, 100},
    };
    const size_t last = sizeof rows / sizeof *rows - 1;
    const double far[2] = {(year - 1825.0) / (rows[0].year - 1825.0),
                           (year - 1825.0) / (rows[last].year - 1825.0)};
    if (year <= rows[0].year) return rows[0].sigma_s * far[0] * far[0];
    if (year >= rows[last].year) return rows[last].sigma_s * far[1] * far[1];
    assert(year > rows[0].year && year < rows[last].year); /* also not NaN */
    size_t i = 1;
    while (year > rows[i].year) i++;
    double part = (year - rows[i - 1].year) / (rows[i].year - rows[i - 1].year);
    assert(i <= last && part >= 0.0 && part <= 1.0);
    return rows[i - 1].sigma_s + part * (rows[i].sigma_s - rows[i - 1].sigma_s);
}
