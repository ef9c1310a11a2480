/* Swiss Ephemeris with the theory that it carries inside (Moshier's; Debian has no data files for
 * it), apparent and topocentric. A peer here, never part of the product. Most callers pass UTC
 * where it expects UT1, so both are shown. */
#include "harness.h"

#include <stdlib.h>
#include <swephexp.h>

static struct bench_azalt azalt_at(double jd, const struct bench_case *at)
{
    double place[6], horizontal[3];
    double site[3] = {at->lon_deg, at->lat_deg, at->elevation_m};
    char message[AS_MAXCH];
    swe_set_topo(site[0], site[1], site[2]);
    if (swe_calc_ut(jd, SE_JUPITER, SEFLG_MOSEPH | SEFLG_TOPOCTR | SEFLG_EQUATORIAL, place,
                    message) < 0)
        exit(2);
    swe_azalt(jd, SE_EQU2HOR, site, 0.0, 0.0, place, horizontal);
    /* Azimuth from the south; the second number is the airless altitude. */
    double az_deg = horizontal[0] + 180.0;
    return (struct bench_azalt){az_deg < 360.0 ? az_deg : az_deg - 360.0, horizontal[1]};
}

static struct bench_azalt azalt(const struct data_dataset *dataset, const struct bench_case *at)
{
    (void)dataset;
    return azalt_at(2451545.0 + at->utc_days, at);
}

static struct bench_azalt azalt_ut1(const struct data_dataset *dataset, const struct bench_case *at)
{
    (void)dataset;
    return azalt_at(2451545.0 + (at->utc_days + at->dut1_s / SKY_DAY_S), at);
}

int main(int argc, char **argv)
{
    static const struct bench_way ways[] = {
        {"azalt", BENCH_RANDOM, true, azalt},
        {"azalt ut1", BENCH_RANDOM, true, azalt_ut1},
    };
    return bench_harness_main(argc, argv, ways, 2);
}
