/* Light, distances and poles against the truth tables: light TRUTH_DIR
 *
 * magnitude_*.csv are geocentric JPL Horizons tables of 2019, DE431 era, with the magnitude models
 * of that time; axis_*.csv are JPL's pole directions of 2021. Both have UT.
 */
#include "data/dataset.h"
#include "table.h"

#include "sky/body_rotation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is known to differ, so that nothing else may hide behind it.
 *
 * Distances: the embedded kernel is of the DE441 era, the tables are of DE431. Pluto's and Uranus'
 * distances moved by hundreds of kilometres between the two; the state_* tables, DE441, are the
 * measure of the kernel (below).
 * Magnitudes: Mallama & Hilton 2018 against Hilton 2005 and older. Mercury differs most as a thin
 * crescent, Mars by its rotation and seasons, Neptune because it grew brighter until 2000. */
struct light_row {
    const char *file;
    enum sky_body body;
    double distance_limit, magnitude_limit;
};

static const struct light_row LIGHT_ROWS[] = {
    {"magnitude_Sun.csv", SKY_BODY_SUN, 1e-9, 0.01},
    {"magnitude_Moon.csv", SKY_BODY_MOON, 4e-9, 0.01},
    {"magnitude_Mercury.csv", SKY_BODY_MERCURY, 2e-9, 0.18},
    {"magnitude_Venus.csv", SKY_BODY_VENUS, 1e-9, 0.09},
    {"magnitude_Mars.csv", SKY_BODY_MARS, 3e-9, 0.17},
    {"magnitude_Jupiter.csv", SKY_BODY_JUPITER, 8e-9, 0.04},
    {"magnitude_Uranus.csv", SKY_BODY_URANUS, 1e-7, 0.08},
    {"magnitude_Neptune.csv", SKY_BODY_NEPTUNE, 1e-7, 0.14},
    {"magnitude_Pluto.csv", SKY_BODY_PLUTO, 2e-7, 0.01},
};

static void report(const char *file, const char *quantity, const struct table_spread *spread,
                   const char *unit)
{
    char what[96];
    snprintf(what, sizeof what, "%.*s %s", (int)strcspn(file, "."), file, quantity);
    table_report(what, spread, unit);
}

/* Horizons prints the velocities' difference along the ray; the rate of the distance itself is
 * smaller by the part by which the body meets its own light. */
static double horizons_range_rate(const struct sky_viewpoint *view, enum sky_body body,
                                  const struct sky_observation *seen)
{
    struct sky_apparent place = sky_apparent_place(view, body);
    double meeting =
        sky_vec_dot(place.dir_astrometric_gcrs, view->frame->bodies[body].vel_icrs_au_per_day) /
        SKY_LIGHT_AU_PER_DAY;
    return seen->range_rate_km_per_s * (1.0 + meeting);
}

static void light(const struct sky_context *sky, const char *folder, const struct light_row *row)
{
    const double SUN_RADIUS_DEG = 0.27; /* rays from behind the disc are bent in no agreed way */
    struct table t;
    if (!table_open(&t, folder, row->file)) return;
    struct table_spread distance = {.limit = row->distance_limit * 1e9}, sun = distance;
    struct table_spread phase = {.limit = 1.0}, rate = {.limit = 0.05};
    struct table_spread magnitude = {.limit = row->magnitude_limit};
    while (table_next(&t)) {
        struct sky_tt tt = table_tt_of_ut(sky, table_days_of_jd(table_text(&t, "jd_ut")));
        struct sky_frame frame = table_frame(sky, tt, row->body);
        struct sky_viewpoint view = sky_apparent_geocentre(&frame);
        struct sky_observation seen = sky_observe(&view, row->body, NULL);
        double delta_au = table_number(&t, "delta_au"), r_au = table_number(&t, "r_au");
        table_add(&distance, (seen.distance_au / delta_au - 1.0) * 1e9);
        table_add(&rate, 1e3 * (horizons_range_rate(&view, row->body, &seen) -
                                table_number(&t, "deldot_kms")));
        if (*table_text(&t, "mag") != '\0' && seen.has_magnitude)
            table_add(&magnitude, seen.magnitude - table_number(&t, "mag"));
        if (!seen.has_phase) continue;
        table_add(&sun, (seen.sun_distance_au / r_au - 1.0) * 1e9);
        if (fabs(seen.elongation_deg) > SUN_RADIUS_DEG)
            table_add(&phase, 1e4 * (seen.phase_angle_deg - table_number(&t, "sto_deg")));
    }
    report(row->file, "distance to the observer", &distance, "1e-9");
    report(row->file, "distance to the Sun", &sun, "1e-9");
    report(row->file, "range rate", &rate, "m/s");
    report(row->file, "phase angle", &phase, "1e-4 deg");
    report(row->file, "magnitude, older models", &magnitude, "mag");
}

/* The kernel's own distances to the Sun, against vectors of the DE441 era. */
struct radius_row {
    const char *file;
    int naif_id, centre_id;
    enum sky_body offset_of; /* SKY_BODY_SUN: none */
    double limit;
};

/* The Moon's 3e-9 are 1 m; Jupiter's and Saturn's 2 and 4 km are the small moons' that
 * data/barycentre-offsets.csv leaves out. */
static const struct radius_row RADIUS_ROWS[] = {
    {"state_heliostate_Mercury.csv", 199, 10, SKY_BODY_SUN, 1e-9},
    {"state_heliostate_Venus.csv", 299, 10, SKY_BODY_SUN, 1e-9},
    {"state_heliostate_Earth.csv", 399, 10, SKY_BODY_SUN, 1e-9},
    {"state_heliostate_Mars.csv", 4, 10, SKY_BODY_SUN, 1e-9},
    {"state_heliostate_Jupiter.csv", 5, 10, SKY_BODY_JUPITER, 3e-9},
    {"state_heliostate_Saturn.csv", 6, 10, SKY_BODY_SATURN, 3e-9},
    {"state_heliostate_Uranus.csv", 7, 10, SKY_BODY_URANUS, 1e-9},
    {"state_heliostate_Neptune.csv", 8, 10, SKY_BODY_NEPTUNE, 1e-9},
    {"state_heliostate_Pluto.csv", 9, 10, SKY_BODY_SUN, 1e-9},
    {"state_barystate_GeoMoon.csv", 301, 399, SKY_BODY_SUN, 3e-9},
};

static void radius(const struct sky_context *sky, const char *folder, const struct radius_row *row)
{
    struct table t;
    if (!table_open(&t, folder, row->file)) return;
    struct table_spread spread = {.limit = row->limit * 1e9};
    while (table_next(&t)) {
        struct sky_tdb when = {table_days_of_jd(table_text(&t, "jd_tdb"))};
        struct sky_state body, centre;
        if (sky_ephem_state(&sky->spk, row->naif_id, when, NULL, &body) != BASE_ERR_OK ||
            sky_ephem_state(&sky->spk, row->centre_id, when, NULL, &centre) != BASE_ERR_OK)
            exit(2);
        struct sky_vec want = {table_number(&t, "x"), table_number(&t, "y"), table_number(&t, "z")};
        struct sky_vec got = sky_vec_difference(body.pos_icrs_au, centre.pos_icrs_au);
        got = sky_vec_sum(got, sky_ephem_offset_au(row->offset_of, when));
        table_add(&spread, (sky_vec_length(got) / sky_vec_length(want) - 1.0) * 1e9);
    }
    report(row->file, "distance", &spread, "1e-9");
}

static struct sky_vec direction(double ra_deg, double dec_deg)
{
    double ra_rad = ra_deg * SKY_RAD_PER_DEG, dec_rad = dec_deg * SKY_RAD_PER_DEG;
    return (struct sky_vec){cos(dec_rad) * cos(ra_rad), cos(dec_rad) * sin(ra_rad), sin(dec_rad)};
}

/* JPL's tables of 2021 stand on the report of 2009 (Archinal et al. 2011) for Mercury and Mars;
 * ours is that of 2015. That this is the whole difference is shown by the older elements. */
static struct sky_vec pole_of_2009(enum sky_body body, double centuries)
{
    if (body == SKY_BODY_MERCURY)
        return direction(281.0097 - 0.0328 * centuries, 61.4143 - 0.0049 * centuries);
    return direction(317.68143 - 0.1061 * centuries, 52.88650 - 0.0609 * centuries);
}

enum axis_model { AXIS_OURS, AXIS_OF_2009, AXIS_EARTH };

struct axis_row {
    const char *file;
    enum sky_body body;
    enum axis_model model;
    double limit_deg;
    const char *what;
};

static const struct axis_row AXIS_ROWS[] = {
    {"axis_Sun.csv", SKY_BODY_SUN, AXIS_OURS, 1e-4, "pole"},
    {"axis_Mercury.csv", SKY_BODY_MERCURY, AXIS_OURS, 1.3e-3, "pole (2015; the table: 2009)"},
    {"axis_Mercury.csv", SKY_BODY_MERCURY, AXIS_OF_2009, 1e-4, "pole with elements of 2009"},
    {"axis_Venus.csv", SKY_BODY_VENUS, AXIS_OURS, 1e-4, "pole"},
    {"axis_Earth.csv", SKY_BODY_COUNT, AXIS_EARTH, 1e-4, "pole (CIP)"},
    {"axis_Moon.csv", SKY_BODY_MOON, AXIS_OURS, 5e-3, "pole (IAU; the table: DE441 libration)"},
    {"axis_Mars.csv", SKY_BODY_MARS, AXIS_OURS, 1.3e-3, "pole (2015; the table: 2009)"},
    {"axis_Mars.csv", SKY_BODY_MARS, AXIS_OF_2009, 1e-4, "pole with elements of 2009"},
    {"axis_Jupiter.csv", SKY_BODY_JUPITER, AXIS_OURS, 1e-4, "pole"},
    {"axis_Saturn.csv", SKY_BODY_SATURN, AXIS_OURS, 1e-4, "pole"},
    {"axis_Uranus.csv", SKY_BODY_URANUS, AXIS_OURS, 1e-4, "pole"},
    {"axis_Neptune.csv", SKY_BODY_NEPTUNE, AXIS_OURS, 1e-4, "pole"},
    {"axis_Pluto.csv", SKY_BODY_PLUTO, AXIS_OURS, 1e-4, "pole"},
};

static struct sky_vec pole_of(const struct sky_context *sky, const struct axis_row *row,
                              struct sky_tt tt)
{
    struct sky_tdb tdb = sky_time_tdb(tt);
    if (row->model == AXIS_OF_2009) return pole_of_2009(row->body, tdb.days / SKY_CENTURY_DAYS);
    if (row->model == AXIS_OURS) {
        struct sky_body_rotation_elements elements = sky_body_rotation_elements(row->body, tdb);
        return direction(elements.ra_deg, elements.dec_deg);
    }
    return table_frame(sky, tt, SKY_BODY_SUN).gcrs_to_cirs.row[2];
}

static void axis(const struct sky_context *sky, const char *folder, const struct axis_row *row)
{
    struct table t;
    if (!table_open(&t, folder, row->file)) return;
    struct table_spread apart = {.limit = row->limit_deg * 1e4};
    while (table_next(&t)) {
        struct sky_tt tt = table_tt_of_ut(sky, table_days_of_jd(table_text(&t, "jd_ut")));
        struct sky_vec want =
            direction(table_number(&t, "pole_ra_deg"), table_number(&t, "pole_dec_deg"));
        table_add(&apart, sky_vec_angle_rad(pole_of(sky, row, tt), want) * SKY_DEG_PER_RAD * 1e4);
    }
    report(row->file, row->what, &apart, "1e-4 deg");
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: light TRUTH_DIR\n");
        return 2;
    }
    struct data_dataset dataset;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    const struct sky_context *sky = &dataset.sky;
    for (size_t i = 0; i < sizeof LIGHT_ROWS / sizeof *LIGHT_ROWS; i++)
        light(sky, argv[1], &LIGHT_ROWS[i]);
    for (size_t i = 0; i < sizeof RADIUS_ROWS / sizeof *RADIUS_ROWS; i++)
        radius(sky, argv[1], &RADIUS_ROWS[i]);
    for (size_t i = 0; i < sizeof AXIS_ROWS / sizeof *AXIS_ROWS; i++)
        axis(sky, argv[1], &AXIS_ROWS[i]);
    return table_close_score();
}
