/* Places against the truth tables: place TRUTH_DIR [DE405.bsp]
 *
 * Astrometric places, azimuth and altitude against JPL Horizons' observer tables, vectors against
 * its vector tables, everything against NOVAS. Prints a line a quantity: rows, rms and largest
 * difference, the limit.
 */
#include "base/file.h"
#include "data/dataset.h"
#include "data/embedded.h"
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Horizons' Earth rotation ended on 2019-07-02 (its "eop" line) and was held from there on; the
 * Moon's parallax feels the difference. Our own table is cut there to compare like with like. */
static struct sky_context cut_in_2019(const struct sky_context *sky)
{
    const int last_mjd = 58666;
    struct sky_context cut = *sky;
    cut.orient.spin.hold_days = INFINITY;
    cut.orient.spin.days = last_mjd - cut.orient.spin.first_mjd + 1;
    cut.orient.spin.pole_rows = (cut.orient.spin.days - 1) / cut.orient.spin.pole_step_days + 1;
    return cut;
}

/* Horizons' observer tables. Azimuth and altitude are compared from 1962 to 2019-04-11, where
 * Horizons' own UT1 was measured; refracted ones above the horizon. */
static void topocentric(const struct sky_context *sky, const char *folder, const char *name,
                        enum sky_body body, double astrometric_limit)
{
    const double from_days = -13879.0, until_days = 7040.0;
    struct table t;
    if (!table_open(&t, folder, name)) return;
    bool is_refracted = strstr(name, "refracted") != NULL,
         has_horizon = strstr(name, "highprec") == NULL;
    struct sky_air air = {is_refracted ? SKY_REFRACT_HORIZONS : SKY_REFRACT_NONE, 1010.0, 10.0};
    struct table_spread az = {.limit = 0.5, .rms_limit = 0.2}, alt = az;
    struct table_spread ra = {.limit = astrometric_limit}, dec = ra;
    if (is_refracted) az.limit = alt.limit = 1.0, az.rms_limit = alt.rms_limit = 0.0;
    while (table_next(&t)) {
        double ut_days = table_days_of_jd(table_text(&t, "jd_ut"));
        /* Horizons' clock steps by 0.39 s on 1962-01-20; ours joins the two ends (sky/earth_orientation.h). */
        if (ut_days > -13892.0 && ut_days < -13860.0) continue;
        struct sky_frame frame = table_frame(sky, table_tt_of_ut(sky, ut_days), body);
        struct sky_observer observer = sky_horizon_observer(
            table_number(&t, "lat_deg"), table_number(&t, "lon_deg"), table_number(&t, "elev_m"));
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_MEAN_POLE);
        struct sky_observation seen = sky_observe(&view, body, &air);
        double dec_deg = table_number(&t, "dec_icrf_deg");
        table_add(&ra, table_around(seen.ra_icrs_deg - table_number(&t, "ra_icrf_deg")) *
                           cos(dec_deg * SKY_RAD_PER_DEG) * 3600.0);
        table_add(&dec, (seen.dec_icrs_deg - dec_deg) * 3600.0);
        if (!has_horizon || ut_days < from_days || ut_days > until_days) continue;
        double alt_deg = table_number(&t, "alt_deg");
        if (is_refracted && alt_deg < 0.0) continue;
        table_add(&az, table_around(seen.az_deg - table_number(&t, "az_deg")) *
                           cos(alt_deg * SKY_RAD_PER_DEG) * 3600.0);
        table_add(&alt, (seen.alt_deg - alt_deg) * 3600.0);
    }
    char what[96];
    const char *labels[] = {"az*cos(alt)", "alt", "astrometric RA*cos(dec)", "astrometric Dec"};
    const struct table_spread *spreads[] = {&az, &alt, &ra, &dec};
    for (int i = 0; i < 4; i++) {
        snprintf(what, sizeof what, "%.*s %s", (int)(strcspn(name + 12, ".")), name + 12,
                 labels[i]);
        table_report(what, spreads[i], "arcsec");
    }
}

/* Vectors against Horizons', as an angle seen from the Earth. */
static void vectors(const struct sky_context *sky, const char *folder, const char *name,
                    int naif_id, int centre_id, enum sky_body offset_of)
{
    struct table t;
    if (!table_open(&t, folder, name)) return;
    struct table_spread seen = {.limit = 3.0};
    while (table_next(&t)) {
        struct sky_tdb when = {table_days_of_jd(table_text(&t, "jd_tdb"))};
        struct sky_state body, centre, earth;
        if (sky_ephem_state(&sky->spk, naif_id, when, NULL, &body) != BASE_ERR_OK ||
            sky_ephem_state(&sky->spk, centre_id, when, NULL, &centre) != BASE_ERR_OK ||
            sky_ephem_state(&sky->spk, SKY_EPHEM_EARTH_ID, when, NULL, &earth) != BASE_ERR_OK)
            exit(2);
        struct sky_vec pos = sky_vec_difference(body.pos_icrs_au, centre.pos_icrs_au);
        pos = sky_vec_sum(pos, sky_ephem_offset_au(offset_of, when));
        struct sky_vec wrong = {pos.x - table_number(&t, "x"), pos.y - table_number(&t, "y"),
                                pos.z - table_number(&t, "z")};
        /* The Earth's own heliocentric vector is what moves the Sun and everything else. */
        struct sky_vec ray = sky_vec_difference(body.pos_icrs_au, earth.pos_icrs_au);
        if (naif_id == SKY_EPHEM_EARTH_ID)
            ray = sky_vec_difference(centre.pos_icrs_au, earth.pos_icrs_au);
        double distance_au = sky_vec_length(ray), along = sky_vec_dot(wrong, ray) / distance_au;
        struct sky_vec across = sky_vec_plus_scaled(wrong, -along / distance_au, ray);
        table_add(&seen, sky_vec_length(across) / distance_au / SKY_RAD_PER_ARCSEC * 1e3);
    }
    table_report(name, &seen, "mas");
}

/* A rotation table in which UT1 is TT and the pole stands still: what the NOVAS figures assume. */
static struct base_span still_earth(void)
{
    static unsigned char bytes[56 + 16 + 16 + 16];
    const int32_t counts[8] = {15000, 4, 15003, 15003, 1, 4, 4, 0};
    const double delta_t[2] = {-80000.0, 10000.0};
    const int32_t ut1_minus_tai = (int32_t)(SKY_TT_TAI_S * 1e7);
    memcpy(bytes, "PTSPIN2", 8);
    memcpy(bytes + 8, counts, sizeof counts);
    memcpy(bytes + 40, delta_t, sizeof delta_t);
    for (int i = 0; i < 4; i++) memcpy(bytes + 56 + 4 * i, &ut1_minus_tai, 4);
    return (struct base_span){bytes, sizeof bytes};
}

static double apart_mas(double lon1_deg, double lat1_deg, double lon2_deg, double lat2_deg)
{
    double dx = table_around(lon1_deg - lon2_deg) * cos(lat2_deg * SKY_RAD_PER_DEG),
           dy = lat1_deg - lat2_deg;
    return hypot(dx, dy) * 3600e3;
}

static enum sky_body novas_body(const char *label)
{
    return sky_body_named((struct base_text){label, strcspn(label, "_")});
}

/* NOVAS figures are of DE405's barycentres: the offsets of the giants' centres are left out. */
static struct sky_frame novas_frame(const struct sky_context *sky, struct sky_tt tt,
                                    enum sky_body body)
{
    struct sky_frame frame = table_frame(sky, tt, body);
    if (sky_body_info(body)->barycentre_id > 4) {
        const struct sky_ephem ephem = {&sky->spk, frame.tdb, &frame.earth};
        struct sky_ephem_body found;
        struct sky_fault fault;
        if (sky_ephem_body(&ephem, body, &found, &fault)) exit(2);
        frame.bodies[body].pos_icrs_au = found.state.pos_icrs_au;
    }
    return frame;
}

static void novas_row(const struct sky_context *sky, const struct table *t, bool is_topocentric,
                      struct table_spread spreads[SKY_BODY_COUNT])
{
    enum sky_body body = novas_body(table_text(t, "body"));
    if (body == SKY_BODY_COUNT) return;
    struct sky_tt tt = {table_days_of_jd(table_text(t, "jd_tt"))};
    struct sky_frame frame = novas_frame(sky, tt, body);
    struct sky_observer observer = sky_horizon_observer(38.9215, -77.0669, 92.0);
    struct sky_air none = {SKY_REFRACT_NONE, 0.0, 0.0};
    double want_ra = table_number(t, "ra_apparent_date_h") * 15.0,
           want_dec = table_number(t, "dec_apparent_date_deg");
    if (is_topocentric) {
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
        struct sky_observation seen = sky_observe(&view, body, &none);
        table_add(&spreads[body], apart_mas(seen.ra_deg, seen.dec_deg, want_ra, want_dec));
        table_add(&spreads[body],
                  apart_mas(seen.az_deg, seen.alt_true_deg, table_number(t, "az_deg"),
                            table_number(t, "alt_airless_deg")));
        return;
    }
    struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    struct sky_apparent place = sky_apparent_place(&view, body);
    struct sky_vec dir = sky_vec_rotated(&frame.gcrs_to_cirs, place.dir_apparent_gcrs);
    double ra_deg = (sky_vec_longitude_rad(dir) - frame.eo_rad) * SKY_DEG_PER_RAD;
    table_add(&spreads[body],
              apart_mas(ra_deg, sky_vec_latitude_rad(dir) * SKY_DEG_PER_RAD, want_ra, want_dec));
    dir = place.dir_astrometric_gcrs;
    table_add(&spreads[body], apart_mas(sky_vec_longitude_rad(dir) * SKY_DEG_PER_RAD,
                                        sky_vec_latitude_rad(dir) * SKY_DEG_PER_RAD,
                                        table_number(t, "ra_astrometric_h") * 15.0,
                                        table_number(t, "dec_astrometric_deg")));
}

static void novas(const struct sky_context *sky, const char *folder, const char *kernel,
                  bool is_de405)
{
    struct sky_context still = *sky;
    struct base_fault fault;
    if (sky_earth_orientation_open(data_embedded_cip(), still_earth(), &still.orient, &fault) !=
        BASE_ERR_OK)
        exit(2);
    still.orient.spin.hold_days = INFINITY;
    for (int is_topocentric = 0; is_topocentric < 2; is_topocentric++) {
        struct table t;
        if (!table_open(&t, folder,
                        is_topocentric ? "novas_de405_topocentric.csv"
                                       : "novas_de405_geocentric.csv"))
            continue;
        struct table_spread spreads[SKY_BODY_COUNT] = {0};
        while (table_next(&t)) novas_row(&still, &t, is_topocentric, spreads);
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            char what[96];
            spreads[body].limit = is_de405 ? 2.0 : body == SKY_BODY_MOON ? 20.0 : 10.0;
            if (!is_de405 && body > SKY_BODY_MARS)
                spreads[body].limit = INFINITY; /* DE405 itself is off */
            snprintf(what, sizeof what, "NOVAS %s, %s, %s",
                     is_topocentric ? "topocentric" : "geocentric", kernel,
                     sky_body_info(body)->name.at);
            table_report(what, &spreads[body], "mas");
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: place TRUTH_DIR [DE405.bsp]\n");
        return 2;
    }
    struct data_dataset dataset;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    const struct sky_context *sky = &dataset.sky;
    const struct {
        const char *file;
        enum sky_body body;
        double limit;
    } observer_tables[] = {
        {"topocentric_Sun_refracted.csv", SKY_BODY_SUN, 0.05},
        {"topocentric_Sun_equinox_airless.csv", SKY_BODY_SUN, 0.05},
        {"topocentric_Sun_equinox_refracted.csv", SKY_BODY_SUN, 0.05},
        {"topocentric_Moon_airless.csv", SKY_BODY_MOON, 0.05},
        {"topocentric_Moon_refracted.csv", SKY_BODY_MOON, 0.05},
        {"topocentric_Moon_N15_E075_refracted.csv", SKY_BODY_MOON, 0.05},
        {"topocentric_Moon_N29_W081_refracted.csv", SKY_BODY_MOON, 0.05},
        {"topocentric_Moon_S30_E150_refracted.csv", SKY_BODY_MOON, 0.05},
        {"topocentric_Mercury_refracted.csv", SKY_BODY_MERCURY, 0.05},
        {"topocentric_Venus_refracted.csv", SKY_BODY_VENUS, 0.05},
        {"topocentric_Mars_refracted.csv", SKY_BODY_MARS, 0.05},
        {"topocentric_Mars_highprec_airless.csv", SKY_BODY_MARS, 0.05},
        {"topocentric_Jupiter_airless.csv", SKY_BODY_JUPITER, 0.05},
        {"topocentric_Jupiter_refracted.csv", SKY_BODY_JUPITER, 0.05},
        {"topocentric_Saturn_refracted.csv", SKY_BODY_SATURN, 0.05},
        {"topocentric_Uranus_refracted.csv", SKY_BODY_URANUS, 0.15},
        {"topocentric_Neptune_refracted.csv", SKY_BODY_NEPTUNE, 0.15},
        {"topocentric_Pluto_refracted.csv", SKY_BODY_PLUTO, 0.06},
    };
    const struct sky_context cut = cut_in_2019(sky);
    for (size_t i = 0; i < sizeof observer_tables / sizeof *observer_tables; i++)
        topocentric(&cut, argv[1], observer_tables[i].file, observer_tables[i].body,
                    observer_tables[i].limit);
    const struct {
        const char *file;
        int id, centre;
        enum sky_body offset_of;
    } vector_tables[] = {
        {"state_heliostate_Mercury.csv", 199, 10, SKY_BODY_MERCURY},
        {"state_heliostate_Venus.csv", 299, 10, SKY_BODY_VENUS},
        {"state_heliostate_Earth.csv", 399, 10, SKY_BODY_SUN},
        {"state_heliostate_Mars.csv", 4, 10, SKY_BODY_MARS},
        {"state_heliostate_Jupiter.csv", 5, 10, SKY_BODY_JUPITER},
        {"state_heliostate_Saturn.csv", 6, 10, SKY_BODY_SATURN},
        {"state_heliostate_Uranus.csv", 7, 10, SKY_BODY_URANUS},
        {"state_heliostate_Neptune.csv", 8, 10, SKY_BODY_NEPTUNE},
        {"state_heliostate_Pluto.csv", 9, 10, SKY_BODY_SUN}, /* the table has the barycentre */
        {"state_barystate_GeoMoon.csv", 301, 399, SKY_BODY_MOON},
        {"state_6h_geo_moon.csv", 301, 399, SKY_BODY_MOON},
    };
    for (size_t i = 0; i < sizeof vector_tables / sizeof *vector_tables; i++)
        vectors(sky, argv[1], vector_tables[i].file, vector_tables[i].id, vector_tables[i].centre,
                vector_tables[i].offset_of);
    novas(sky, argv[1], "embedded", false);
    if (argc > 2) {
        struct sky_context de405 = *sky;
        struct base_span kernel;
        if (base_file_map(argv[2], &kernel) != BASE_ERR_OK ||
            sky_spk_open(kernel, &de405.spk, &fault) != BASE_ERR_OK) {
            fprintf(stderr, "%s is not a kernel\n", argv[2]);
            return 2;
        }
        novas(&de405, argv[1], "DE405", true);
    }
    return table_close_score();
}
