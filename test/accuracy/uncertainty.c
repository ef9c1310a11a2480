/* Whether errors lie within the uncertainty that is stated: uncertainty TRUTH_DIR [DE405.bsp]
 *
 * Azimuth and altitude of JPL Horizons' tables, 1962 to 2019-04-11 where it had measured UT1. From
 * each error is taken what the table itself may be off: the rounding to 1e-4 deg, and 0.15 arcsec
 * of Horizons' own horizon, by which ERFA's full pipeline differs from it too (0.05 arcsec rms
 * beyond rounding); the share covered with the rounding alone taken off is printed beside it.
 * What is sharp to a milliarcsecond is tested on Horizons' vectors and on Mars to 1e-9 deg. Then
 * DE405 against the embedded kernel, within the sum of both. A line is in order when 99.7 % of
 * its rows are covered; "worst" is the largest error in units of its bound.
 */
#include "sky/uncertainty.h"
#include "data/dataset.h"
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDING_ARCSEC (0.5e-4 * 3600.0)
#define HORIZONS_ARCSEC 0.15
#define COVERED_SHARE   0.997

struct cover {
    int rows, inside;
    double worst;
};

static void add(struct cover *c, double error_arcsec, double bound_arcsec)
{
    double part = fmax(0.0, fabs(error_arcsec)) / bound_arcsec;
    c->rows++;
    c->inside += part <= 1.0;
    c->worst = fmax(c->worst, isnan(part) ? INFINITY : part);
}

static void report(const char *what, const struct cover *c)
{
    if (c->rows == 0) return;
    double missed_percent = 100.0 * (c->rows - c->inside) / c->rows;
    struct table_spread s = {.limit = 100.0 * (1.0 - COVERED_SHARE)};
    table_add(&s, missed_percent);
    s.rows = c->rows;
    char line[128];
    snprintf(line, sizeof line, "%s (worst %.2f)", what, c->worst);
    table_report(line, &s, "% not covered");
}

static double unrounded(double error_arcsec, double rounding_arcsec)
{
    return fmax(0.0, fabs(error_arcsec) - rounding_arcsec);
}

static void horizons(const struct data_dataset *dataset, const char *folder, const char *name,
                     enum sky_body body, struct cover *all)
{
    struct table t;
    if (!table_open(&t, folder, name)) return;
    const bool is_refracted = strstr(name, "refracted") != NULL;
    const struct sky_air air = {is_refracted ? SKY_REFRACT_HORIZONS : SKY_REFRACT_NONE, 1010, 10};
    const struct sky_air none = {SKY_REFRACT_NONE, 0, 0};
    struct cover az = {0}, alt = {0}, strict = {0};
    while (table_next(&t)) {
        double ut_days = table_days_of_jd(table_text(&t, "jd_ut"));
        double alt_deg = table_number(&t, "alt_deg");
        if (ut_days < -13860.0 || ut_days > 7040.0 || (is_refracted && alt_deg < 0.0)) continue;
        struct sky_frame frame =
            table_frame(&dataset->sky, table_tt_of_ut(&dataset->sky, ut_days), body);
        struct sky_observer observer = sky_horizon_observer(
            table_number(&t, "lat_deg"), table_number(&t, "lon_deg"), table_number(&t, "elev_m"));
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_MEAN_POLE);
        struct sky_observation seen = sky_observe_horizon(&view, body, &air);
        struct sky_uncertainty_case made = sky_uncertainty_case_of(
            &dataset->sky.orient, frame.tt, SKY_UNCERTAINTY_EMBEDDED, SKY_UNCERTAINTY_AIR_STANDARD);
        /* Horizons' own formula of the lift is used, so that the lift's uncertainty has no part in it. */
        struct sky_uncertainty d = sky_uncertainty_of(&made, &view, body, &none, &seen);
        double az_error = table_around(seen.az_deg - table_number(&t, "az_deg")) * 3600.0;
        double alt_error = (seen.alt_deg - alt_deg) * 3600.0,
               cos_alt = cos(alt_deg * SKY_RAD_PER_DEG);
        add(&az, unrounded(az_error, ROUNDING_ARCSEC + HORIZONS_ARCSEC / cos_alt), d.az_arcsec);
        add(&alt, unrounded(alt_error, ROUNDING_ARCSEC + HORIZONS_ARCSEC), d.alt_arcsec);
        add(&strict, unrounded(az_error, ROUNDING_ARCSEC), d.az_arcsec);
        add(&strict, unrounded(alt_error, ROUNDING_ARCSEC), d.alt_arcsec);
    }
    printf("%s: %.1f %% within uncertainty and rounding alone\n", name,
           100.0 * strict.inside / fmax(1.0, strict.rows));
    const struct cover *const both[] = {&az, &alt};
    for (int i = 0; i < 2; i++) {
        char what[96];
        snprintf(what, sizeof what, "%.*s %s", (int)strcspn(name + 12, "."), name + 12,
                 i ? "alt" : "az");
        report(what, both[i]);
        all->rows += both[i]->rows;
        all->inside += both[i]->inside;
        all->worst = fmax(all->worst, both[i]->worst);
    }
}

/* Heliocentric vectors against Horizons', across the line of sight from the Earth. */
static void vectors(const struct sky_context *sky, const char *folder, const char *name,
                    enum sky_body body, int naif_id, int centre_id)
{
    struct table t;
    if (!table_open(&t, folder, name)) return;
    struct cover c = {0};
    while (table_next(&t)) {
        struct sky_tdb when = {table_days_of_jd(table_text(&t, "jd_tdb"))};
        struct sky_state at, centre, earth;
        if (sky_ephem_state(&sky->spk, naif_id, when, NULL, &at) != BASE_ERR_OK ||
            sky_ephem_state(&sky->spk, centre_id, when, NULL, &centre) != BASE_ERR_OK ||
            sky_ephem_state(&sky->spk, SKY_EPHEM_EARTH_ID, when, NULL, &earth) != BASE_ERR_OK)
            exit(2);
        struct sky_vec pos = sky_vec_sum(sky_vec_difference(at.pos_icrs_au, centre.pos_icrs_au),
                                         sky_ephem_offset_au(body, when));
        struct sky_vec wrong = {pos.x - table_number(&t, "x"), pos.y - table_number(&t, "y"),
                                pos.z - table_number(&t, "z")};
        struct sky_vec ray = sky_vec_difference(at.pos_icrs_au, earth.pos_icrs_au);
        double distance_au = sky_vec_length(ray), along = sky_vec_dot(wrong, ray) / distance_au;
        struct sky_vec across = sky_vec_plus_scaled(wrong, -along / distance_au, ray);
        add(&c, sky_vec_length(across) / distance_au / SKY_RAD_PER_ARCSEC,
            sky_uncertainty_direction_arcsec(SKY_UNCERTAINTY_EMBEDDED, body,
                                             (struct sky_tt){when.days}));
    }
    report(name, &c);
}

/* Astrometric places printed to 1e-9 deg. */
static void mars(const struct data_dataset *dataset, const char *folder)
{
    struct table t;
    if (!table_open(&t, folder, "topocentric_Mars_highprec_airless.csv")) return;
    const struct sky_air none = {SKY_REFRACT_NONE, 0, 0};
    struct cover c = {0};
    while (table_next(&t)) {
        struct sky_tt tt = table_tt_of_ut(&dataset->sky, table_days_of_jd(table_text(&t, "jd_ut")));
        struct sky_frame frame = table_frame(&dataset->sky, tt, SKY_BODY_MARS);
        struct sky_observer observer = sky_horizon_observer(
            table_number(&t, "lat_deg"), table_number(&t, "lon_deg"), table_number(&t, "elev_m"));
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_MEAN_POLE);
        struct sky_observation seen = sky_observe(&view, SKY_BODY_MARS, &none);
        double dec_deg = table_number(&t, "dec_icrf_deg");
        double ra = table_around(seen.ra_icrs_deg - table_number(&t, "ra_icrf_deg")) * 3600.0 *
                    cos(dec_deg * SKY_RAD_PER_DEG);
        add(&c, hypot(ra, (seen.dec_icrs_deg - dec_deg) * 3600.0),
            sky_uncertainty_direction_arcsec(SKY_UNCERTAINTY_EMBEDDED, SKY_BODY_MARS, tt));
    }
    report("Mars to 1e-9 deg, astrometric", &c);
}

/* Two kernels: the difference is within the sum of what is stated for each. */
static void kernels(const struct data_dataset *embedded, const struct data_dataset *other)
{
    const struct sky_air none = {SKY_REFRACT_NONE, 0, 0};
    const struct sky_observer observer = sky_horizon_observer(52.0, 5.0, 0.0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        struct cover c = {0};
        for (double days = -14500.0; days < 21000.0; days += 17.37) {
            struct sky_observation seen[2];
            double bound_arcsec = 0.0;
            const struct data_dataset *stores[2] = {embedded, other};
            for (int i = 0; i < 2; i++) {
                struct sky_frame frame = table_frame(&stores[i]->sky, (struct sky_tt){days}, body);
                struct sky_viewpoint view =
                    sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
                seen[i] = sky_observe(&view, body, &none);
                bound_arcsec += sky_uncertainty_direction_arcsec(
                    i == 0 ? SKY_UNCERTAINTY_EMBEDDED : SKY_UNCERTAINTY_OLDER, body, frame.tt);
            }
            double ra = table_around(seen[1].ra_icrs_deg - seen[0].ra_icrs_deg) * 3600.0 *
                        cos(seen[0].dec_icrs_deg * SKY_RAD_PER_DEG);
            add(&c, hypot(ra, (seen[1].dec_icrs_deg - seen[0].dec_icrs_deg) * 3600.0),
                bound_arcsec);
        }
        char what[96];
        snprintf(what, sizeof what, "DE405 - embedded, %s", sky_body_info(body)->name.at);
        report(what, &c);
    }
}

int main(int argc, char **argv)
{
    static struct data_dataset dataset, other;
    struct base_fault fault;
    if (argc < 2 || data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    const struct {
        const char *file;
        enum sky_body body;
    } tables[] = {
        {"topocentric_Jupiter_airless.csv", SKY_BODY_JUPITER},
        {"topocentric_Moon_airless.csv", SKY_BODY_MOON},
        {"topocentric_Sun_equinox_airless.csv", SKY_BODY_SUN},
        {"topocentric_Sun_refracted.csv", SKY_BODY_SUN},
        {"topocentric_Moon_refracted.csv", SKY_BODY_MOON},
        {"topocentric_Mercury_refracted.csv", SKY_BODY_MERCURY},
        {"topocentric_Venus_refracted.csv", SKY_BODY_VENUS},
        {"topocentric_Mars_refracted.csv", SKY_BODY_MARS},
        {"topocentric_Jupiter_refracted.csv", SKY_BODY_JUPITER},
        {"topocentric_Saturn_refracted.csv", SKY_BODY_SATURN},
        {"topocentric_Uranus_refracted.csv", SKY_BODY_URANUS},
        {"topocentric_Neptune_refracted.csv", SKY_BODY_NEPTUNE},
        {"topocentric_Pluto_refracted.csv", SKY_BODY_PLUTO},
    };
    struct cover all = {0};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        horizons(&dataset, argv[1], tables[i].file, tables[i].body, &all);
    report("all tables, azimuth and altitude", &all);
    const struct {
        const char *file;
        enum sky_body body;
        int id, centre;
    } vector_tables[] = {
        {"state_heliostate_Mercury.csv", SKY_BODY_MERCURY, 199, 10},
        {"state_heliostate_Venus.csv", SKY_BODY_VENUS, 299, 10},
        {"state_heliostate_Mars.csv", SKY_BODY_MARS, 4, 10},
        {"state_heliostate_Jupiter.csv", SKY_BODY_JUPITER, 5, 10},
        {"state_heliostate_Saturn.csv", SKY_BODY_SATURN, 6, 10},
        {"state_heliostate_Uranus.csv", SKY_BODY_URANUS, 7, 10},
        {"state_heliostate_Neptune.csv", SKY_BODY_NEPTUNE, 8, 10},
        {"state_barystate_GeoMoon.csv", SKY_BODY_MOON, 301, 399},
        {"state_6h_geo_moon.csv", SKY_BODY_MOON, 301, 399},
    };
    for (size_t i = 0; i < sizeof vector_tables / sizeof *vector_tables; i++)
        vectors(&dataset.sky, argv[1], vector_tables[i].file, vector_tables[i].body,
                vector_tables[i].id, vector_tables[i].centre);
    mars(&dataset, argv[1]);
    if (argc > 2) {
        struct data_dataset_files files = {.ephemeris = argv[2]};
        struct data_dataset_fault file_fault;
        if (data_dataset_open_files(&files, &other, &file_fault) != BASE_ERR_OK) return 2;
        kernels(&dataset, &other);
    }
    return table_close_score();
}
