/* app/rows: the same columns in JSON and CSV; app/positions: the frame that requests share. */
#include "app/rows.h"

#include "app/grammar.h"
#include "app/positions.h"
#include "base/num.h"
#include "check.h"
#include "data.h"

#include <string.h>

static char text[8192];

static struct base_buf fresh(void)
{
    return (struct base_buf){.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
}

static void test_rows_direction_is_the_nearest_of_16_winds(void **state)
{
    (void)state;
    static const char *const winds[] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                        "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    for (int i = 0; i < 16; i++) {
        assert_string_equal(app_rows_direction(22.5 * i), winds[i]);
        assert_string_equal(app_rows_direction(22.5 * i + 11.2), winds[i]);
        assert_string_equal(app_rows_direction(22.5 * i + 11.3), winds[(i + 1) % 16]);
    }
    assert_string_equal(app_rows_direction(359.9999999), "N");
}

static const struct app_rows_row ROW = {
    SKY_BODY_MARS,
    {"2018-10-31T03:22:47Z", 20},
    {.az_deg = 102.302588198583,
     .alt_deg = 11.6904,
     .alt_true_deg = 11.616,
     .refraction_deg = 0.0744,
     .ra_deg = 323.85,
     .dec_deg = -16.8126,
     .ra_icrs_deg = 323.5935,
     .dec_icrs_deg = -16.8966,
     .distance_au = 0.782215310202,
     .light_time_s = 390.329182,
     .magnitude = -0.628,
     .constellation = "Cap",
     .elongation_deg = 103.018957,
     .bright_limb_deg = 359.99999},
    {.az_arcsec = 0.25, .alt_arcsec = 4.0, .cause = SKY_DOUBT_REFRACTION}};

static void test_rows_json_has_every_column_once(void **state)
{
    (void)state;
    struct base_buf out = fresh();
    app_rows_append_json(&out, &ROW);
    text[out.used] = '\0';
    assert_string_equal(
        text, "{\"body\": \"mars\", \"naif_id\": 499, \"time\": \"2018-10-31T03:22:47Z\", "
              "\"az_deg\": 102.30258820, \"alt_deg\": 11.69040000, \"alt_true_deg\": 11.61600000, "
              "\"refraction_deg\": 0.07440000, \"direction\": \"ESE\", \"above_horizon\": true, "
              "\"ra_deg\": 323.85000000, \"dec_deg\": -16.81260000, \"ra_icrs_deg\": 323.59350000, "
              "\"dec_icrs_deg\": -16.89660000, \"distance_au\": 0.782215310202, "
              "\"light_time_s\": 390.329182, \"magnitude\": null, "
              "\"angular_diameter_arcsec\": 0.0000, \"illuminated_fraction\": null, "
              "\"elongation_deg\": 103.018957, \"constellation\": \"Cap\", "
              "\"az_rate_arcsec_per_s\": null, \"alt_rate_arcsec_per_s\": null, "
              "\"hour_angle_deg\": 0.00000000, \"parallactic_angle_deg\": 0.000000, "
              "\"airmass\": null, \"ecl_lon_deg\": 0.00000000, \"ecl_lat_deg\": 0.00000000, "
              "\"gal_lon_deg\": 0.00000000, \"gal_lat_deg\": 0.00000000, "
              "\"range_rate_km_per_s\": 0.000000, \"sun_distance_au\": 0.000000000000, "
              "\"phase_angle_deg\": null, \"bright_limb_deg\": null, "
              "\"pole_angle_deg\": 0.0000, \"sub_observer_lon_deg\": 0.0000, "
              "\"sub_observer_lat_deg\": 0.0000, \"sub_solar_lon_deg\": null, "
              "\"sub_solar_lat_deg\": null, \"ring_tilt_deg\": null, "
              "\"geocentric_ra_deg\": 0.00000000, \"geocentric_dec_deg\": 0.00000000, "
              "\"geocentric_ra_icrs_deg\": 0.00000000, "
              "\"geocentric_dec_icrs_deg\": 0.00000000, "
              "\"geocentric_ecl_lon_deg\": 0.00000000, "
              "\"geocentric_ecl_lat_deg\": 0.00000000, "
              "\"geocentric_distance_au\": 0.000000000000, \"uncertainty\": "
              "{\"az_arcsec\": 0.2500, \"alt_arcsec\": 4.0000, \"cause\": \"refraction\"}}");
    assert_true(grammar_is_json(text));
}

static void test_rows_above_the_horizon_counts_the_air(void **state)
{
    (void)state;
    static const struct {
        double alt_deg, alt_true_deg;
        const char *member;
    } cases[] = {{0.1, -0.4, "\"above_horizon\": true"},
                 {-1e-9, -0.5, "\"above_horizon\": false"},
                 {-40.0, -40.0, "\"above_horizon\": false"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct app_rows_row row = ROW;
        row.seen.alt_deg = cases[i].alt_deg;
        row.seen.alt_true_deg = cases[i].alt_true_deg;
        struct base_buf out = fresh();
        app_rows_append_json(&out, &row);
        text[out.used] = '\0';
        assert_non_null(strstr(text, cases[i].member));
    }
}

static void test_rows_csv_is_rfc_4180_with_the_same_names(void **state)
{
    (void)state;
    struct base_buf out = fresh();
    app_rows_append_csv_header(&out);
    app_rows_append_csv(&out, &ROW);
    text[out.used] = '\0';
    assert_string_equal(
        text, "body,naif_id,time,az_deg,alt_deg,alt_true_deg,refraction_deg,direction,"
              "above_horizon,ra_deg,dec_deg,ra_icrs_deg,dec_icrs_deg,distance_au,light_time_s,"
              "magnitude,angular_diameter_arcsec,illuminated_fraction,elongation_deg,"
              "constellation,az_rate_arcsec_per_s,alt_rate_arcsec_per_s,hour_angle_deg,"
              "parallactic_angle_deg,airmass,ecl_lon_deg,ecl_lat_deg,gal_lon_deg,gal_lat_deg,"
              "range_rate_km_per_s,sun_distance_au,phase_angle_deg,bright_limb_deg,"
              "pole_angle_deg,sub_observer_lon_deg,sub_observer_lat_deg,sub_solar_lon_deg,"
              "sub_solar_lat_deg,ring_tilt_deg,geocentric_ra_deg,geocentric_dec_deg,"
              "geocentric_ra_icrs_deg,geocentric_dec_icrs_deg,geocentric_ecl_lon_deg,"
              "geocentric_ecl_lat_deg,geocentric_distance_au,az_uncertainty_arcsec,"
              "alt_uncertainty_arcsec\r\n"
              "mars,499,2018-10-31T03:22:47Z,102.30258820,11.69040000,11.61600000,0.07440000,ESE,"
              "true,323.85000000,-16.81260000,323.59350000,-16.89660000,0.782215310202,"
              "390.329182,,0.0000,,103.018957,Cap,,,0.00000000,0.000000,,0.00000000,0.00000000,"
              "0.00000000,0.00000000,0.000000,0.000000000000,,,0.0000,0.0000,0.0000,,,,"
              "0.00000000,0.00000000,0.00000000,0.00000000,0.00000000,0.00000000,"
              "0.000000000000,0.2500,4.0000\r\n");
}

/* What there is stands in both; an angle that rounds to a full turn is 0. */
static void test_rows_values_that_may_be_missing_are_written_when_there(void **state)
{
    (void)state;
    struct app_rows_row row = ROW;
    row.seen.has_magnitude = row.seen.has_phase = row.seen.has_rings = row.seen.has_airmass =
        row.seen.has_rates = true;
    struct base_buf out = fresh();
    app_rows_append_json(&out, &row);
    text[out.used] = '\0';
    assert_true(grammar_is_json(text));
    assert_null(strstr(text, "null"));
    assert_non_null(strstr(text, "\"magnitude\": -0.628, "));
    assert_non_null(strstr(text, "\"bright_limb_deg\": 0.0000, "));
    out = fresh();
    app_rows_append_csv(&out, &row);
    text[out.used] = '\0';
    assert_null(strstr(text, ",,"));
}

/* A full buffer says so, wherever it fills, and writes nothing beyond its end. */
static void test_rows_stop_at_the_end_of_a_buffer(void **state)
{
    (void)state;
    struct base_buf whole = fresh();
    app_rows_append_csv(&whole, &ROW);
    for (size_t room = 0; room < 2000; room++) {
        char *bytes = malloc(room + 1); /* ASan sees a write beyond the end */
        assert_non_null(bytes);
        struct base_buf out = {.bytes = bytes, .room = room, .max = room};
        app_rows_append_json(&out, &ROW);
        assert_true(out.used <= room);
        out = (struct base_buf){.bytes = bytes, .room = room, .max = room};
        app_rows_append_csv(&out, &ROW);
        assert_true(out.used <= room);
        /* A number wants BASE_NUM_MAX_CHARS of room, however short it turns out. */
        if (room < whole.used) assert_true(out.has_overflowed);
        if (room >= whole.used + BASE_NUM_MAX_CHARS) assert_false(out.has_overflowed);
        free(bytes);
    }
}

static void test_positions_share_one_frame_an_instant(void **state)
{
    (void)state;
    static struct app_positions_frame cache;
    const struct sky_frame *frame;
    struct sky_fault fault;
    const struct sky_tt when = {6878.5}, other = {6879.5}, outside = {1e6};
    assert_int_equal(
        app_positions_frame(data_store(), &cache, when, 1u << SKY_BODY_MARS, &frame, &fault),
        BASE_ERR_OK);
    assert_int_equal(frame->has, 1u << SKY_BODY_MARS);
    assert_int_equal(
        app_positions_frame(data_store(), &cache, when, 1u << SKY_BODY_SUN, &frame, &fault),
        BASE_ERR_OK);
    assert_int_equal(frame->has, 1u << SKY_BODY_MARS | 1u << SKY_BODY_SUN); /* kept and added */
    assert_int_equal(app_positions_frame(data_store(), &cache, other, 0, &frame, &fault),
                     BASE_ERR_OK);
    assert_int_equal(frame->has, 0);
    assert_true(frame->tt.days == other.days);
    /* A refused instant leaves no half-made frame behind. */
    assert_int_equal(app_positions_frame(data_store(), &cache, outside, 0, &frame, &fault),
                     BASE_ERR_RANGE);
    assert_false(cache.has_frame);
    assert_int_equal(
        app_positions_frame(data_store(), &cache, other, 1u << SKY_BODY_MOON, &frame, &fault),
        BASE_ERR_OK);
    struct sky_frame fresh_frame;
    assert_int_equal(sky_frame_init(data_sky(), other, &fresh_frame, &fault), BASE_ERR_OK);
    assert_int_equal(sky_frame_add(data_sky(), SKY_BODY_MOON, &fresh_frame, &fault), BASE_ERR_OK);
    assert_true(frame->era_rad == fresh_frame.era_rad);
    assert_memory_equal(&frame->bodies[SKY_BODY_MOON], &fresh_frame.bodies[SKY_BODY_MOON],
                        sizeof frame->bodies[0]);
}

static void test_positions_csv_has_a_line_a_body(void **state)
{
    (void)state;
    static struct app_positions_frame cache;
    static struct app_positions positions;
    struct app_params params = {.has_lat = true,
                                .has_lon = true,
                                .has_time = true,
                                .when = data_tt(2018, 10, 31, 3, 22, 47.0)};
    struct app_problem problem;
    assert_int_equal(app_positions_compute(data_store(), &cache, &params, &positions, &problem),
                     BASE_ERR_OK);
    assert_int_equal(positions.count, 7); /* the planets, when no bodies were named */
    assert_string_equal(positions.time, "2018-10-31T03:22:47Z");
    struct base_buf out = fresh();
    app_positions_append_csv(&out, &positions);
    int lines = 0;
    for (size_t i = 0; i < out.used; i++) lines += text[i] == '\n';
    assert_int_equal(lines, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_direction_is_the_nearest_of_16_winds),
        cmocka_unit_test(test_rows_json_has_every_column_once),
        cmocka_unit_test(test_rows_above_the_horizon_counts_the_air),
        cmocka_unit_test(test_rows_csv_is_rfc_4180_with_the_same_names),
        cmocka_unit_test(test_rows_values_that_may_be_missing_are_written_when_there),
        cmocka_unit_test(test_rows_stop_at_the_end_of_a_buffer),
        cmocka_unit_test(test_positions_share_one_frame_an_instant),
        cmocka_unit_test(test_positions_csv_has_a_line_a_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
