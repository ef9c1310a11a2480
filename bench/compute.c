/* Our own ways of computing azimuth and altitude, and for comparison ERFA's frame of an instant. */
#include "harness.h"

#include <erfa.h>
#include <erfam.h>
#include <stdlib.h>

static const struct sky_air NO_AIR = {SKY_REFRACT_NONE, 0.0, 0.0};
static const struct sky_air AIR = {SKY_REFRACT_STANDARD, 1010.0, 15.0};

static void make_frame(const struct data_dataset *dataset, struct sky_tt tt, enum sky_body first,
                       enum sky_body last, struct sky_frame *frame)
{
    struct sky_fault fault;
    if (sky_frame_init(&dataset->sky, tt, frame, &fault) != BASE_ERR_OK) exit(2);
    for (enum sky_body body = first; body <= last; body++)
        if (sky_frame_add(&dataset->sky, body, frame, &fault) != BASE_ERR_OK) exit(2);
}

static struct bench_azalt see_seven(const struct sky_frame *frame,
                                    const struct sky_observer *observer, const struct sky_air *air)
{
    struct bench_azalt sum = {0.0, 0.0};
    struct sky_viewpoint view = sky_apparent_viewpoint(frame, observer, SKY_APPARENT_TRUE_POLE);
    for (enum sky_body body = SKY_BODY_MERCURY; body <= SKY_BODY_NEPTUNE; body++) {
        struct sky_observation seen = sky_observe_horizon(&view, body, air);
        sum.az_deg += seen.az_deg;
        sum.alt_deg += seen.alt_deg;
    }
    return sum;
}

static struct bench_azalt seven(const struct data_dataset *dataset, const struct bench_case *at)
{
    struct sky_frame frame;
    make_frame(dataset, at->tt, SKY_BODY_MERCURY, SKY_BODY_NEPTUNE, &frame);
    return see_seven(&frame, &at->observer, &NO_AIR);
}

static struct bench_azalt seven_in_air(const struct data_dataset *dataset,
                                       const struct bench_case *at)
{
    struct sky_frame frame;
    make_frame(dataset, at->tt, SKY_BODY_MERCURY, SKY_BODY_NEPTUNE, &frame);
    return see_seven(&frame, &at->observer, &AIR);
}

static struct bench_azalt one_more_observer(const struct data_dataset *dataset,
                                            const struct bench_case *at)
{
    static struct sky_frame frame;
    if (frame.has == 0) make_frame(dataset, at->tt, SKY_BODY_MERCURY, SKY_BODY_NEPTUNE, &frame);
    return see_seven(&frame, &at->observer, &NO_AIR);
}

static struct bench_azalt frame_alone(const struct data_dataset *dataset,
                                      const struct bench_case *at)
{
    struct sky_frame frame;
    make_frame(dataset, at->tt, SKY_BODY_SUN, SKY_BODY_SUN, &frame);
    return (struct bench_azalt){frame.era_rad, frame.eo_rad};
}

static struct bench_azalt erfa_frame(const struct data_dataset *dataset,
                                     const struct bench_case *at)
{
    (void)dataset;
    eraASTROM astrom;
    double eo_rad;
    if (eraApco13(ERFA_DJ00, at->utc_days, at->dut1_s, at->observer.lon_rad, at->observer.lat_rad,
                  at->elevation_m, 0.0, 0.0, 0.0, 0.0, 0.0, 0.55, &astrom, &eo_rad) < 0)
        exit(2);
    return (struct bench_azalt){astrom.eral, eo_rad};
}

/* The whole way from a POSIX second and degrees. */
static struct sky_viewpoint one_viewpoint(const struct data_dataset *dataset,
                                          const struct bench_case *at, enum sky_body body,
                                          struct sky_frame *frame, struct sky_observer *observer)
{
    struct sky_tt tt;
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, at->posix_s, 0, &tt) !=
        BASE_ERR_OK)
        exit(2);
    make_frame(dataset, tt, body, body, frame);
    *observer = sky_horizon_observer(at->lat_deg, at->lon_deg, at->elevation_m);
    return sky_apparent_viewpoint(frame, observer,
                                  bench_harness_is_accuracy() ? SKY_APPARENT_MEAN_POLE
                                                              : SKY_APPARENT_TRUE_POLE);
}

static struct bench_azalt one_azalt(const struct data_dataset *dataset, const struct bench_case *at,
                                    enum sky_body body)
{
    struct sky_frame frame;
    struct sky_observer observer;
    struct sky_viewpoint view = one_viewpoint(dataset, at, body, &frame, &observer);
    struct sky_observation seen = sky_observe_horizon(&view, body, &NO_AIR);
    return (struct bench_azalt){seen.az_deg, seen.alt_deg};
}

static struct bench_azalt jupiter(const struct data_dataset *dataset, const struct bench_case *at)
{
    return one_azalt(dataset, at, SKY_BODY_JUPITER);
}

static struct bench_azalt mars(const struct data_dataset *dataset, const struct bench_case *at)
{
    return one_azalt(dataset, at, SKY_BODY_MARS);
}

static struct bench_azalt jupiter_all(const struct data_dataset *dataset,
                                      const struct bench_case *at)
{
    struct sky_frame frame;
    struct sky_observer observer;
    struct sky_viewpoint view = one_viewpoint(dataset, at, SKY_BODY_JUPITER, &frame, &observer);
    struct sky_observation seen = sky_observe(&view, SKY_BODY_JUPITER, &NO_AIR);
    return (struct bench_azalt){seen.az_deg, seen.alt_deg};
}

int main(int argc, char **argv)
{
    static const struct bench_way ways[] = {
        {"seven random", BENCH_RANDOM, false, seven},
        {"seven sequential", BENCH_SEQUENTIAL, false, seven},
        {"seven in air", BENCH_RANDOM, false, seven_in_air},
        {"seven one more observer", BENCH_RANDOM, false, one_more_observer},
        {"frame", BENCH_RANDOM, false, frame_alone},
        {"erfa frame", BENCH_RANDOM, false, erfa_frame},
        {"azalt", BENCH_RANDOM, true, jupiter},
        {"azalt mars", BENCH_RANDOM, false, mars},
        {"all", BENCH_RANDOM, true, jupiter_all},
    };
    return bench_harness_main(argc, argv, ways, sizeof ways / sizeof *ways);
}
