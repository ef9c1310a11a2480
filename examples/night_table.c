/* A night, hour by hour, for all planets: night_table LATITUDE LONGITUDE TIME [HOURS] */
#include <planettracker/planettracker.h>

#include <stdio.h>
#include <stdlib.h>

static const char *const NAMES[] = {"Mercury", "Venus",  "Mars",   "Jupiter",
                                    "Saturn",  "Uranus", "Neptune"};

/* One line: the altitudes of the planets; "-" below the horizon. */
static int print_hour(const struct data_dataset *dataset, const struct sky_observer *observer,
                      struct sky_tt when)
{
    struct sky_frame frame;
    struct sky_fault fault;
    if (sky_frame_init(&dataset->sky, when, &frame, &fault) != BASE_ERR_OK) return 1;
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, observer, SKY_APPARENT_TRUE_POLE);
    struct sky_air air = sky_refract_standard_air(0.0);
    struct sky_civil utc = sky_civil_of_tt(&dataset->sky.leaps, &dataset->sky.orient, when, 0);
    printf("%04d-%02d-%02d %02d:%02d", utc.year, utc.month, utc.day, utc.hour, utc.minute);
    for (enum sky_body body = SKY_BODY_MERCURY; body <= SKY_BODY_NEPTUNE; body++) {
        if (sky_frame_add(&dataset->sky, body, &frame, &fault) != BASE_ERR_OK) return 1;
        struct sky_observation seen = sky_observe_horizon(&view, body, &air);
        if (seen.alt_deg > 0.0)
            printf(" %8.2f", seen.alt_deg);
        else
            printf(" %8s", "-");
    }
    putchar('\n');
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: night_table LATITUDE LONGITUDE TIME [HOURS]\n", stderr);
        return 2;
    }
    static struct data_dataset dataset;
    struct base_fault fault;
    struct sky_tt start;
    bool is_now;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK ||
        data_time_text_parse(&dataset, base_text_of(argv[3]), &start, &is_now, &fault) !=
            BASE_ERR_OK) {
        fprintf(stderr, "%s\n", fault.note);
        return 1;
    }
    struct sky_observer observer = sky_horizon_observer(atof(argv[1]), atof(argv[2]), 0.0);
    printf("%-16s", "UTC");
    for (int i = 0; i < 7; i++) printf(" %8s", NAMES[i]);
    putchar('\n');
    const int hours = argc > 4 ? atoi(argv[4]) : 12;
    for (int hour = 0; hour <= hours; hour++) {
        struct sky_tt when = {start.days + hour / 24.0};
        if (print_hour(&dataset, &observer, when) != 0) return 1;
    }
    return 0;
}
