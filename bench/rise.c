/* Long searches: a year of rise, transit and set for ten bodies from one place; a century of all
 * events. Speaks as the compute benchmarks do: rise speed SEED MS prints "name <tab> ns". */
#include "sky/rise.h"
#include "data/dataset.h"
#include "sky/events.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define YEAR_DAYS    365.25
#define CENTURY_DAYS 36525.0

/* CPU time of this process, so that others on the machine count less. */
static double cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int body_events(const struct data_dataset *dataset, enum sky_body body,
                       const struct sky_observer *observer, double from_days)
{
    struct sky_rise_search search = {
        .context = &dataset->sky,
        .body = body,
        .observer = observer,
        .horizon = sky_rise_almanac(body, 0.0, 0.0),
        .wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN | 1u << SKY_RISE_TRANSIT,
    };
    struct sky_rise_sweep sweep;
    struct sky_rise_event event;
    struct sky_fault fault;
    int count = 0;
    sky_rise_sweep(&sweep, &search, (struct sky_tt){from_days},
                   (struct sky_tt){from_days + YEAR_DAYS});
    enum base_err err;
    while ((err = sky_rise_step(&sweep, &event, &fault)) == BASE_ERR_OK) count++;
    if (err != BASE_ERR_END) exit(2);
    return count;
}

/* The place and the year differ from run to run, so that no table stays in the caches. */
static int year_of_ten(const struct data_dataset *dataset, int run)
{
    struct sky_observer observer =
        sky_horizon_observer(51.4769 - 7.0 * (run % 12), 13.0 * run, 45.0);
    int count = 0;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        count += body_events(dataset, body, &observer, YEAR_DAYS * (run % 40 - 10));
    return count;
}

static int century_of_events(const struct data_dataset *dataset, int run)
{
    const double from_days = -18000.0 + 1000.0 * (run % 8);
    struct sky_events_query query = {.from = {from_days},
                                     .until = {from_days + CENTURY_DAYS},
                                     .kinds = SKY_EVENTS_ALL_KINDS,
                                     .bodies = SKY_EVENTS_ALL_BODIES,
                                     .approach_max_deg = 180.0};
    struct sky_events search;
    struct sky_events_event event;
    struct sky_fault fault;
    int count = 0;
    enum base_err err = sky_events_init(&search, &dataset->sky, &query, &fault);
    while (err == BASE_ERR_OK && (err = sky_events_next(&search, &event, &fault)) == BASE_ERR_OK)
        count++;
    if (err != BASE_ERR_END) exit(2);
    return count;
}

static void measure(const char *name, int (*search)(const struct data_dataset *, int),
                    const struct data_dataset *dataset, int seed, double budget_ns)
{
    volatile int sink = 0;
    int runs = 0;
    double start = cpu_ns(), spent;
    do {
        sink = sink + search(dataset, seed + runs++);
        spent = cpu_ns() - start;
    } while (spent < budget_ns);
    printf("%s\t%.0f\n", name, spent / runs);
}

int main(int argc, char **argv)
{
    static struct data_dataset dataset;
    struct base_fault fault;
    if (argc != 4 || data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    int seed = atoi(argv[2]);
    double budget_ns = atof(argv[3]) * 1e6;
    (void)year_of_ten(&dataset, seed); /* pages of the kernel are read once */
    measure("year of ten", year_of_ten, &dataset, seed, budget_ns);
    measure("century of events", century_of_events, &dataset, seed, budget_ns);
    return 0;
}
