/* Cases, clock and score of the compute benchmarks. */
#include "harness.h"

#include "accuracy/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Enough that their parts of the kernel do not stay in the innermost caches. */
#define CASES      32768
#define CASES_TURN 256 /* between two looks at the clock */

static bool is_accuracy;

bool bench_harness_is_accuracy(void)
{
    return is_accuracy;
}

/* splitmix64: Steele, Lea & Flood 2014. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double uniform(uint64_t *state, double least, double most)
{
    return least + (most - least) * (double)(next_random(state) >> 11) * 0x1p-53;
}

static void complete(const struct data_dataset *dataset, struct bench_case *at)
{
    at->utc_days = (double)(at->posix_s - 946728000) / 86400.0;
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, at->posix_s, 0, &at->tt) !=
        BASE_ERR_OK)
        exit(2);
    at->dut1_s = sky_civil_ut1_utc_s(&dataset->sky.leaps, &dataset->sky.orient, at->tt);
    at->observer = sky_horizon_observer(at->lat_deg, at->lon_deg, at->elevation_m);
}

static struct bench_case *cases_create(const struct data_dataset *dataset, uint64_t seed,
                                       enum bench_order order)
{
    const double from_posix_s = -252460800.0, until_posix_s = 1767225600.0; /* 1962 to 2026 */
    struct bench_case *cases = calloc(CASES, sizeof *cases);
    if (cases == NULL) exit(2);
    int64_t start_s = (int64_t)uniform(&seed, from_posix_s, until_posix_s - 60.0 * CASES);
    for (int i = 0; i < CASES; i++) {
        struct bench_case *at = &cases[i];
        at->posix_s = order == BENCH_SEQUENTIAL
                          ? start_s + 60 * i
                          : (int64_t)uniform(&seed, from_posix_s, until_posix_s);
        at->lat_deg = uniform(&seed, -90.0, 90.0);
        at->lon_deg = uniform(&seed, -180.0, 180.0);
        at->elevation_m = uniform(&seed, 0.0, 3000.0);
        complete(dataset, at);
    }
    return cases;
}

/* CPU time of this process, so that others on the machine count less. */
static double cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double mean_ns(const struct data_dataset *dataset, const struct bench_way *way,
                      const struct bench_case *cases, double budget_ns)
{
    volatile double sink = way->compute(dataset, &cases[CASES - 1]).alt_deg;
    double start = cpu_ns(), spent = 0.0;
    long calls = 0;
    for (int turn = 0; spent < budget_ns; turn++) {
        /* A slow library may not finish a whole turn in time: check the clock after each call. */
        int first = turn * CASES_TURN % CASES, i = 0;
        double sum = 0.0;
        do sum += way->compute(dataset, &cases[first + i]).alt_deg;
        while (++i < CASES_TURN && (i % 16 != 0 || cpu_ns() - start < budget_ns));
        sink = sink + sum;
        calls += i;
        spent = cpu_ns() - start;
    }
    return spent / (double)calls;
}

static int speed(const struct data_dataset *dataset, const struct bench_way *ways, int count,
                 uint64_t seed, double budget_ns, const char *only)
{
    struct bench_case *cases[] = {cases_create(dataset, seed, BENCH_RANDOM),
                                  cases_create(dataset, seed, BENCH_SEQUENTIAL)};
    for (int i = 0; i < count; i++)
        if (only == NULL || strcmp(only, ways[i].name) == 0)
            printf("%s\t%.2f\n", ways[i].name,
                   mean_ns(dataset, &ways[i], cases[ways[i].order], budget_ns));
    free(cases[0]);
    free(cases[1]);
    return 0;
}

static bool read_case(const struct data_dataset *dataset, struct table *t, struct bench_case *at)
{
    /* From Horizons' first measured UT1 (its clock steps on 1962-01-20) to its last, 2019-04-11. */
    const double from_days = -13860.0, until_days = 7040.0;
    double ut_days = table_days_of_jd(table_text(t, "jd_ut"));
    if (ut_days < from_days || ut_days > until_days) return false;
    /* Days and the part of the day were split by the reader, so the second is whole again. */
    at->posix_s = (int64_t)llround(ut_days * 86400.0) + 946728000;
    at->lat_deg = table_number(t, "lat_deg");
    at->lon_deg = table_number(t, "lon_deg");
    at->elevation_m = table_number(t, "elev_m");
    complete(dataset, at);
    return true;
}

static void score(const struct data_dataset *dataset, const struct bench_way *way, struct table *t)
{
    double az_squares = 0.0, alt_squares = 0.0, worst = 0.0;
    int rows = 0;
    struct bench_case at;
    while (table_next(t)) {
        if (!read_case(dataset, t, &at)) continue;
        struct bench_azalt got = way->compute(dataset, &at);
        double alt_deg = table_number(t, "alt_deg");
        double az = table_around(got.az_deg - table_number(t, "az_deg")) *
                    cos(alt_deg * SKY_RAD_PER_DEG) * 3600.0;
        double alt = (got.alt_deg - alt_deg) * 3600.0;
        az_squares += az * az;
        alt_squares += alt * alt;
        worst = fmax(worst, fmax(fabs(az), fabs(alt)));
        rows++;
    }
    if (rows == 0) return;
    printf("%s\t%d\t%.3f\t%.3f\t%.3f\n", way->name, rows, sqrt(az_squares / rows),
           sqrt(alt_squares / rows), worst);
}

static int accuracy(const struct data_dataset *dataset, const struct bench_way *ways, int count,
                    const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[1024];
    snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - path) : 1,
             slash != NULL ? path : ".");
    for (int i = 0; i < count; i++) {
        struct table t;
        if (!ways[i].has_place) continue;
        if (!table_open(&t, folder, slash != NULL ? slash + 1 : path)) return 2;
        score(dataset, &ways[i], &t);
    }
    return 0;
}

int bench_harness_main(int argc, char **argv, const struct bench_way *ways, int count)
{
    static struct data_dataset dataset;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    if ((argc == 4 || argc == 5) && strcmp(argv[1], "speed") == 0)
        return speed(&dataset, ways, count, strtoull(argv[2], NULL, 10), atof(argv[3]) * 1e6,
                     argv[4]);
    is_accuracy = argc == 3 && strcmp(argv[1], "accuracy") == 0;
    if (is_accuracy) return accuracy(&dataset, ways, count, argv[2]);
    fprintf(stderr, "usage: %s speed SEED MS [WAY] | accuracy FILE\n", argv[0]);
    return 2;
}
