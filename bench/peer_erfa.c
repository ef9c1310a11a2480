/* ERFA as its user would: eraApco13 for the instant and the place, eraPlan94 for the planet, then
 * eraAtciq and eraAtioq, which together are eraAtco13.
 *
 * eraPlan94 is heliocentric and geometric: eraApco13 holds the observer's place from the barycentre
 * (eb) and from the Sun (eh, em), and the planet is taken a light time back, in three passes.
 */
#include "harness.h"

#include <erfa.h>
#include <erfam.h>
#include <stdlib.h>

#define PLAN94_JUPITER 5
#define PASSES         3

/* The planet from the observer, au, as the light left it. */
static void departed(const eraASTROM *astrom, double tt_days, double from_observer_au[3])
{
    double light_days = 0.0;
    for (int pass = 0; pass < PASSES; pass++) {
        double planet[2][3];
        if (eraPlan94(ERFA_DJ00, tt_days - light_days, PLAN94_JUPITER, planet) < 0) exit(2);
        for (int i = 0; i < 3; i++) from_observer_au[i] = planet[0][i] - astrom->em * astrom->eh[i];
        light_days = eraPm(from_observer_au) * ERFA_AULT / ERFA_DAYSEC;
    }
}

static struct bench_azalt azalt(const struct data_dataset *dataset, const struct bench_case *at)
{
    (void)dataset;
    eraASTROM astrom;
    double eo, from_observer_au[3], ra, dec, ri, di, az, zd, ha, dec_o, ra_o;
    if (eraApco13(ERFA_DJ00, at->utc_days, at->dut1_s, at->observer.lon_rad, at->observer.lat_rad,
                  at->elevation_m, 0.0, 0.0, 0.0, 0.0, 0.0, 0.55, &astrom, &eo) < 0)
        exit(2);
    departed(&astrom, at->tt.days, from_observer_au);
    eraC2s(from_observer_au, &ra, &dec);
    eraAtciq(eraAnp(ra), dec, 0.0, 0.0, 0.0, 0.0, &astrom, &ri, &di);
    eraAtioq(ri, di, &astrom, &az, &zd, &ha, &dec_o, &ra_o);
    return (struct bench_azalt){az * SKY_DEG_PER_RAD, 90.0 - zd * SKY_DEG_PER_RAD};
}

int main(int argc, char **argv)
{
    static const struct bench_way ways[] = {{"azalt", BENCH_RANDOM, true, azalt}};
    return bench_harness_main(argc, argv, ways, 1);
}
