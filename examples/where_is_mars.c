/* Where is Mars? where_is_mars LATITUDE LONGITUDE [TIME] */
#include <planettracker/planettracker.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs(
            "usage: where_is_mars LATITUDE LONGITUDE [TIME], as 48.93 2.45 2026-10-30T21:00:00Z\n",
            stderr);
        return 2;
    }
    static struct data_dataset dataset;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) {
        fprintf(stderr, "data: %s\n", fault.note);
        return 1;
    }
    struct sky_tt when;
    bool is_now;
    if (data_time_text_parse(&dataset, base_text_of(argc > 3 ? argv[3] : "now"), &when, &is_now,
                             &fault) != BASE_ERR_OK) {
        fprintf(stderr, "time: %s\n", fault.note);
        return 1;
    }

    struct sky_frame frame;
    struct sky_fault sky_fault;
    if (sky_frame_init(&dataset.sky, when, &frame, &sky_fault) != BASE_ERR_OK ||
        sky_frame_add(&dataset.sky, SKY_BODY_MARS, &frame, &sky_fault) != BASE_ERR_OK) {
        fputs("the ephemeris does not reach that time\n", stderr);
        return 1;
    }
    struct sky_observer observer = sky_horizon_observer(atof(argv[1]), atof(argv[2]), 0.0);
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_air air = sky_refract_standard_air(0.0);
    struct sky_observation mars = sky_observe(&view, SKY_BODY_MARS, &air);
    printf("azimuth %.4f altitude %.4f distance %.6f au\n", mars.az_deg, mars.alt_deg,
           mars.distance_au);
    return 0;
}
