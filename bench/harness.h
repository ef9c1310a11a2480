/* What the compute benchmarks share: random cases, a clock, the score against a truth table.
 *
 * Each way of computing is a program of its own, so that a library which is missing on a machine
 * costs only its own line:
 *
 *     PROGRAM speed SEED MS [WAY]    a line "name <tab> nanoseconds a call" for each way, or one
 *     PROGRAM accuracy FILE          a line "name <tab> rows <tab> rms az*cos(alt) <tab> rms alt
 *                                    <tab> worst of both", arcsec, for ways that give az and alt
 *
 * peer_ephem.py speaks the same two commands. bench.py runs all of them in turns.
 */
#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

#include "data/dataset.h"

#include <stdbool.h>

/* One instant and one place, in every form that a library may ask for. */
struct bench_case {
    int64_t posix_s; /* 1962 to 2026, whole seconds */
    double utc_days; /* of UTC since 2000-01-01T12:00 */
    struct sky_tt tt;
    double dut1_s; /* UT1 - UTC */
    double lat_deg, lon_deg, elevation_m;
    struct sky_observer observer; /* the same place, prepared */
};

struct bench_azalt {
    double az_deg, alt_deg; /* airless; azimuth from north through east */
};

enum bench_order {
    BENCH_RANDOM,     /* instants at random */
    BENCH_SEQUENTIAL, /* a minute apart; but places at random */
};

/* One way of computing. The body is Jupiter unless the name says otherwise. */
struct bench_way {
    const char *name;
    enum bench_order order;
    bool has_place; /* gives Jupiter's azimuth and altitude: can be compared with the truth */
    struct bench_azalt (*compute)(const struct data_dataset *dataset, const struct bench_case *at);
};

/* The whole of a program's main.
 *
 * Gives  the exit code
 */
int bench_harness_main(int argc, char **argv, const struct bench_way *ways, int count);

/* Whether the run is about accuracy: Horizons lays its horizon without polar motion. */
bool bench_harness_is_accuracy(void);

#endif
