/* libnova: its planet's equatorial coordinates turned to the horizon. UT1 is taken to be UTC, and
 * the Earth's size is left out, as its two calls do. */
#include "harness.h"

#include <libnova/jupiter.h>
#include <libnova/transform.h>

static struct bench_azalt azalt(const struct data_dataset *dataset, const struct bench_case *at)
{
    (void)dataset;
    double jd = 2451545.0 + at->utc_days;
    struct ln_lnlat_posn site = {at->lon_deg, at->lat_deg};
    struct ln_equ_posn equatorial;
    struct ln_hrz_posn horizontal;
    ln_get_jupiter_equ_coords(jd, &equatorial);
    ln_get_hrz_from_equ(&equatorial, &site, jd, &horizontal);
    /* libnova counts azimuth from the south. */
    double az_deg = horizontal.az + 180.0;
    return (struct bench_azalt){az_deg < 360.0 ? az_deg : az_deg - 360.0, horizontal.alt};
}

int main(int argc, char **argv)
{
    static const struct bench_way ways[] = {{"azalt", BENCH_RANDOM, true, azalt}};
    return bench_harness_main(argc, argv, ways, 1);
}
