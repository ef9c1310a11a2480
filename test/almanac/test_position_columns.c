/* almanac/position_columns: the same columns in JSON, CSV and VOTable; almanac/positions: the frame
 * that requests share. */
#include "almanac/position_columns.h"

#include "almanac/positions.h"
#include "base/num.h"
#include "check.h"
#include "data.h"
#include "format/csv.h"
#include "format/grammar.h"
#include "format/json.h"
#include "format/votable.h"

#include <string.h>

static char text[32768];

static struct base_buf fresh(void)
{
    return (struct base_buf){.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
}

static const struct almanac_position_columns_shape *all_columns(void)
{
    static struct almanac_position_columns_shape shape;
    shape = almanac_position_columns_shape(0, false, false);
    return &shape;
}

/* ---- the writers, given a row of which only body and observation are filled ---- */

#define ROOM_BYTES 8192u /* a row needs no more at once */

static struct format_document_view view_of(const struct almanac_position_columns_shape *shape,
                                           unsigned way)
{
    struct format_document_view view;
    almanac_position_columns_view(shape, way, &view);
    assert_true(format_document_fixed_bytes(&view) + 16 <= ROOM_BYTES);
    return view;
}

static struct almanac_position_columns_row completed(const struct almanac_position_columns_row *row)
{
    struct almanac_position_columns_row whole = *row;
    almanac_position_columns_complete(&whole);
    almanac_position_columns_complete_uncertainty(&whole);
    return whole;
}

static void append_json(struct base_buf *out, const struct almanac_position_columns_shape *shape,
                        const struct almanac_position_columns_row *row)
{
    const struct almanac_position_columns_row whole = completed(row);
    const struct format_document_view view = view_of(shape, FORMAT_DOCUMENT_NESTED);
    format_json_append_object(out, &view, &whole);
}

static void append_csv_header(struct base_buf *out,
                              const struct almanac_position_columns_shape *shape)
{
    const struct format_document_view view = view_of(shape, FORMAT_DOCUMENT_FLAT);
    format_csv_append_header(out, &view);
}

static void append_csv(struct base_buf *out, const struct almanac_position_columns_shape *shape,
                       const struct almanac_position_columns_row *row)
{
    const struct almanac_position_columns_row whole = completed(row);
    const struct format_document_view view = view_of(shape, FORMAT_DOCUMENT_FLAT);
    format_csv_append_row(out, &view, &whole);
}

static void append_votable_fields(struct base_buf *out,
                                  const struct almanac_position_columns_shape *shape)
{
    const struct format_document_view view = view_of(shape, FORMAT_DOCUMENT_FLAT);
    format_votable_append_fields(out, &view);
}

static void append_votable(struct base_buf *out, const struct almanac_position_columns_shape *shape,
                           const struct almanac_position_columns_row *row)
{
    const struct almanac_position_columns_row whole = completed(row);
    const struct format_document_view view = view_of(shape, FORMAT_DOCUMENT_FLAT);
    format_votable_append_row(out, &view, &whole);
}

/* Given  row  NULL: the names */
static void append_table(struct base_buf *out, const struct almanac_position_columns_shape *shape,
                         const struct almanac_position_columns_row *row)
{
    const struct format_document_view view = view_of(shape, FORMAT_DOCUMENT_FLAT);
    if (row == NULL) {
        format_text_table_append_view_header(out, &view);
        return;
    }
    const struct almanac_position_columns_row whole = completed(row);
    format_text_table_append_view_row(out, &view, &whole);
}

static int commas(const char *line)
{
    int count = 0;
    for (; *line != '\0'; line++) count += *line == ',';
    return count;
}

static void test_position_columns_have_the_nearest_of_16_winds(void **state)
{
    (void)state;
    static const char *const winds[] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                        "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    for (int i = 0; i < 16; i++) {
        assert_string_equal(almanac_position_columns_direction(22.5 * i), winds[i]);
        assert_string_equal(almanac_position_columns_direction(22.5 * i + 11.2), winds[i]);
        assert_string_equal(almanac_position_columns_direction(22.5 * i + 11.3),
                            winds[(i + 1) % 16]);
    }
    assert_string_equal(almanac_position_columns_direction(359.9999999), "N");
}

static const struct almanac_position_columns_row ROW = {
    .body = SKY_BODY_MARS,
    .time = {"2018-10-31T03:22:47Z", 20},
    .seen =
        {
            .has_horizon = true,
            .az_deg = 102.302588198583,
            .alt_deg = 11.6904,
            .alt_true_deg = 11.616,
            .refraction_deg = 0.0744,
            .has_rates = true,
            .az_rate_arcsec_per_s = 11.23456,
            .alt_rate_arcsec_per_s = -9.87654,
            .hour_angle_deg = -72.5,
            .parallactic_angle_deg = -118.25,
            .has_airmass = true,
            .airmass = 4.81649,
            .ra_deg = 323.85,
            .dec_deg = -16.8126,
            .ra_icrs_deg = 323.5935,
            .dec_icrs_deg = -16.8966,
            .ecl_lon_deg = 320.5,
            .ecl_lat_deg = -2.25,
            .gal_lon_deg = 37.125,
            .gal_lat_deg = -45.75,
            .constellation = "Cap",
            .distance_au = 0.782215310202,
            .light_time_s = 390.329182,
            .range_rate_km_per_s = 12.3456789,
            .sun_distance_au = 1.4012345678901,
            .elongation_deg = 106.5,
            .has_phase = true,
            .phase_angle_deg = 43.125,
            .illuminated_fraction = 0.8649321,
            .bright_limb_deg = 249.5,
            .has_magnitude = true,
            .magnitude = -0.6446,
            .angular_diameter_arcsec = 11.97123,
            .pole_angle_deg = 0.0625,
            .sub_observer_lon_deg = 123.75,
            .sub_observer_lat_deg = -22.5,
            .sub_solar_lon_deg = 80.125,
            .sub_solar_lat_deg = -24.875,
            .geocentric = {.ra_deg = 323.8475,
                           .dec_deg = -16.81,
                           .ra_icrs_deg = 323.591,
                           .dec_icrs_deg = -16.894,
                           .ecl_lon_deg = 320.4975,
                           .ecl_lat_deg = -2.2475,
                           .distance_au = 0.7822240001},
        },
    .uncertainty = {.az_arcsec = 0.00412, .alt_arcsec = 12.5, .cause = SKY_UNCERTAINTY_REFRACTION},
};

/* ROW as CSV, each field the decimal rounding of the figure above. Programs read CSV by position:
 * new columns go to the end. */
static const char NAMES[] =
    "body,naif_id,time,az_deg,alt_deg,alt_true_deg,refraction_deg,direction,above_horizon,ra_deg,"
    "dec_deg,ra_icrs_deg,dec_icrs_deg,distance_au,light_time_s,magnitude,angular_diameter_arcsec,"
    "illuminated_fraction,elongation_deg,constellation,az_rate_arcsec_per_s,alt_rate_arcsec_per_s,"
    "hour_angle_deg,parallactic_angle_deg,airmass,ecl_lon_deg,ecl_lat_deg,gal_lon_deg,gal_lat_deg,"
    "range_rate_km_per_s,sun_distance_au,phase_angle_deg,bright_limb_deg,pole_angle_deg,"
    "sub_observer_lon_deg,sub_observer_lat_deg,sub_solar_lon_deg,sub_solar_lat_deg,ring_tilt_deg,"
    "geocentric_ra_deg,geocentric_dec_deg,geocentric_ra_icrs_deg,geocentric_dec_icrs_deg,"
    "geocentric_ecl_lon_deg,geocentric_ecl_lat_deg,geocentric_distance_au,az_uncertainty_arcsec,"
    "alt_uncertainty_arcsec,uncertainty_cause";
static const char FIELDS[] =
    "mars,499,2018-10-31T03:22:47Z,102.30258820,11.69040000,11.61600000,0.07440000,ESE,true,"
    "323.85000000,-16.81260000,323.59350000,-16.89660000,0.782215310202,390.329182,-0.645,11.9712,"
    "0.864932,106.500000,Cap,11.2346,-9.8765,-72.50000000,-118.250000,4.8165,320.50000000,"
    "-2.25000000,37.12500000,-45.75000000,12.345679,1.401234567890,43.125000,249.5000,0.0625,"
    "123.7500,-22.5000,80.1250,-24.8750,,323.84750000,-16.81000000,323.59100000,-16.89400000,"
    "320.49750000,-2.24750000,0.782224000100,0.0041,12.5000,refraction";

/* The members in the texts above, up to the uncertainty, which JSON has as an object. */
static void test_position_columns_are_in_json_once_each(void **state)
{
    (void)state;
    static char want[8192];
    const char *name = NAMES, *field = FIELDS;
    size_t used = 0;
    while (strncmp(name, "az_uncertainty", 14) != 0) {
        int name_length = (int)strcspn(name, ","), field_length = (int)strcspn(field, ",");
        bool is_text = strncmp(name, "body", 4) == 0 || strncmp(name, "time", 4) == 0 ||
                       strncmp(name, "direction", 9) == 0 || strncmp(name, "constell", 8) == 0;
        used += (size_t)snprintf(want + used, sizeof want - used, "%s\"%.*s\": %s%.*s%s",
                                 used == 0 ? "{" : ", ", name_length, name, is_text ? "\"" : "",
                                 field_length == 0 ? 4 : field_length,
                                 field_length == 0 ? "null" : field, is_text ? "\"" : "");
        name += name_length + 1;
        field += field_length + 1;
    }
    snprintf(want + used, sizeof want - used,
             ", \"uncertainty\": {\"az_arcsec\": 0.0041, \"alt_arcsec\": 12.5000, "
             "\"cause\": \"refraction\"}}");
    struct base_buf out = fresh();
    append_json(&out, all_columns(), &ROW);
    text[out.used] = '\0';
    assert_string_equal(text, want);
    assert_true(grammar_is_json(text));
}

static void test_position_columns_count_the_air_above_the_horizon(void **state)
{
    (void)state;
    static const struct {
        double alt_deg, alt_true_deg;
        const char *member;
    } cases[] = {{0.1, -0.4, "\"above_horizon\": true"},
                 {-1e-9, -0.5, "\"above_horizon\": false"},
                 {-40.0, -40.0, "\"above_horizon\": false"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct almanac_position_columns_row row = ROW;
        row.seen.alt_deg = cases[i].alt_deg;
        row.seen.alt_true_deg = cases[i].alt_true_deg;
        struct base_buf out = fresh();
        append_json(&out, all_columns(), &row);
        text[out.used] = '\0';
        assert_non_null(strstr(text, cases[i].member));
    }
}

static void test_position_columns_csv_is_rfc_4180_with_the_same_names(void **state)
{
    (void)state;
    static char want[8192];
    struct base_buf out = fresh();
    append_csv_header(&out, all_columns());
    append_csv(&out, all_columns(), &ROW);
    text[out.used] = '\0';
    snprintf(want, sizeof want, "%s\r\n%s\r\n", NAMES, FIELDS);
    assert_string_equal(text, want);
}

/* The text with something else between its fields. */
static void join(char *out, size_t room, const char *fields, const char *between)
{
    size_t used = 0;
    for (; *fields != '\0'; fields++) {
        const char one[2] = {*fields, '\0'}, *piece = *fields == ',' ? between : one;
        used += (size_t)snprintf(out + used, room - used, "%s", piece);
        assert_true(used < room);
    }
}

static void test_position_columns_votable_has_the_cells_of_csv(void **state)
{
    (void)state;
    static char cells[8192], want[sizeof cells + 64];
    struct base_buf out = fresh();
    append_votable(&out, all_columns(), &ROW);
    text[out.used] = '\0';
    join(cells, sizeof cells, FIELDS, "</TD><TD>");
    snprintf(want, sizeof want, "<TR><TD>%s</TD></TR>\n", cells);
    assert_string_equal(text, want);
}

static void test_position_columns_votable_fields_have_the_names_of_csv(void **state)
{
    (void)state;
    struct base_buf out = fresh();
    append_votable_fields(&out, all_columns());
    text[out.used] = '\0';
    assert_false(out.has_overflowed);
    const char *at = text;
    for (const char *name = NAMES; *name != '\0'; name += *name == ',') {
        const size_t length = strcspn(name, ",");
        at = strstr(at, "<FIELD name=\"");
        assert_non_null(at);
        at += strlen("<FIELD name=\"");
        assert_memory_equal(at, name, length);
        assert_int_equal(at[length], '"');
        name += length;
    }
    assert_null(strstr(at, "<FIELD"));
}

/* The unit that ends a name is the unit of its field: one cannot change without the other. */
static void test_position_columns_votable_units_are_those_of_the_names(void **state)
{
    (void)state;
    static const struct {
        const char *ending, *unit;
    } units[] = {{"_arcsec_per_s", "arcsec/s"}, {"_km_per_s", "km/s"}, {"_deg", "deg"},
                 {"_arcsec", "arcsec"},         {"_au", "AU"},         {"_s", "s"}};
    struct base_buf out = fresh();
    int found = 0;
    append_votable_fields(&out, all_columns());
    text[out.used] = '\0';
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        const char *name = line + strlen("<FIELD name=\""), *want = NULL;
        const size_t length = strcspn(name, "\"");
        for (size_t i = 0; i < sizeof units / sizeof *units && want == NULL; i++) {
            const size_t tail = strlen(units[i].ending);
            if (length > tail && memcmp(name + length - tail, units[i].ending, tail) == 0)
                want = units[i].unit;
        }
        if (strncmp(name, "magnitude\"", 10) == 0) want = "mag";
        char member[40] = "unit=\"";
        if (want != NULL) snprintf(member, sizeof member, "unit=\"%s\"", want);
        assert_int_equal(strstr(line, member) != NULL, want != NULL);
        found += want != NULL;
    }
    assert_int_equal(found, 40); /* counted in NAMES */
}

/* Between blanks the cells of CSV; an empty one is "-". Columns are aligned. */
static void test_position_columns_table_has_the_cells_of_csv(void **state)
{
    (void)state;
    char csv[ROOM_BYTES + 3];
    for (int with_row = 0; with_row < 2; with_row++) {
        struct base_buf line = {.bytes = csv, .room = sizeof csv - 1, .max = sizeof csv - 1};
        struct base_buf out = fresh();
        append_table(&out, all_columns(), NULL);
        const size_t width = out.used;
        if (with_row) {
            append_table(&out, all_columns(), &ROW);
            assert_int_equal(out.used, 2 * width);
            append_csv(&line, all_columns(), &ROW);
        } else {
            append_csv_header(&line, all_columns());
        }
        text[out.used] = '\0';
        struct base_text cells = {csv, line.used - 2};
        char *rest = NULL;
        for (char *word = strtok_r(text + (with_row ? width : 0), " \n", &rest); word != NULL;
             word = strtok_r(NULL, " \n", &rest)) {
            struct base_text cell = base_text_cut(&cells, ',');
            if (cell.length == 0) cell = BASE_TEXT("-");
            if (!base_text_equals(cell, base_text_of(word)))
                fail_msg("%s is %.*s in CSV", word, (int)cell.length, cell.at);
        }
        assert_int_equal(cells.length, 0);
    }
}

static void test_position_columns_votable_escapes_what_clients_named(void **state)
{
    (void)state;
    struct almanac_position_columns_row row = ROW;
    row.observer = BASE_TEXT("<a & \"b\">\t\x01\xC3\xA9\xFF");
    const struct almanac_position_columns_shape shape = almanac_position_columns_shape(
        UINT64_C(1) << almanac_position_columns_column(BASE_TEXT("observer")), false, true);
    struct base_buf out = fresh();
    append_votable(&out, &shape, &row);
    text[out.used] = '\0';
    assert_string_equal(text, "<TR><TD>&lt;a &amp; &quot;b&quot;&gt;&#9;\xEF\xBF\xBD\xC3\xA9"
                              "\xEF\xBF\xBD</TD></TR>\n");
}

/* A circle has no 360th degree: what would be rounded up to it is 0, in every column. */
static void test_position_columns_have_no_longitude_of_a_full_turn(void **state)
{
    (void)state;
    struct almanac_position_columns_row row = ROW;
    struct sky_observation *seen = &row.seen;
    double *const turns[] = {
        &seen->az_deg,
        &seen->ra_deg,
        &seen->ra_icrs_deg,
        &seen->ecl_lon_deg,
        &seen->gal_lon_deg,
        &seen->bright_limb_deg,
        &seen->pole_angle_deg,
        &seen->sub_observer_lon_deg,
        &seen->sub_solar_lon_deg,
        &seen->geocentric.ra_deg,
        &seen->geocentric.ra_icrs_deg,
        &seen->geocentric.ecl_lon_deg,
    };
    const double nearly_deg[] = {360.0 - 4e-9, 360.0 - 5e-14, 360.0};
    for (size_t k = 0; k < sizeof nearly_deg / sizeof *nearly_deg; k++) {
        for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) *turns[i] = nearly_deg[k];
        struct base_buf out = fresh();
        append_json(&out, all_columns(), &row);
        append_csv(&out, all_columns(), &row);
        text[out.used] = '\0';
        assert_null(strstr(text, "360.0"));
        assert_non_null(strstr(text, "\"gal_lon_deg\": 0.00000000"));
        assert_non_null(strstr(text, "\"sub_solar_lon_deg\": 0.0000,"));
    }
    *turns[0] = 360.0 - 6e-9; /* a value that is rounded down stays */
    *turns[5] = 360.0 - 6e-5;
    struct base_buf out = fresh();
    append_json(&out, all_columns(), &row);
    text[out.used] = '\0';
    assert_non_null(strstr(text, "\"az_deg\": 359.99999999"));
    assert_non_null(strstr(text, "\"bright_limb_deg\": 359.9999"));
}

static const char *json_of(const struct almanac_position_columns_row *row)
{
    struct base_buf out = fresh();
    append_json(&out, all_columns(), row);
    text[out.used] = '\0';
    return text;
}

static void test_position_columns_without_a_value_are_null_in_json(void **state)
{
    (void)state;
    struct almanac_position_columns_row row = ROW;
    row.seen.has_rings = true;
    assert_null(strstr(json_of(&row), "null"));
    row.seen.has_magnitude = row.seen.has_phase = row.seen.has_rings = row.seen.has_airmass =
        row.seen.has_rates = false;
    static const char *const names[] = {
        "magnitude",
        "illuminated_fraction",
        "az_rate_arcsec_per_s",
        "alt_rate_arcsec_per_s",
        "airmass",
        "phase_angle_deg",
        "bright_limb_deg",
        "sub_solar_lon_deg",
        "sub_solar_lat_deg",
        "ring_tilt_deg",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char member[64];
        snprintf(member, sizeof member, "\"%s\": null,", names[i]);
        assert_non_null(strstr(json_of(&row), member));
    }
}

/* As many fields as there are columns, whether there is a value or not. */
static void test_position_columns_without_a_value_are_empty_in_csv_and_votable(void **state)
{
    (void)state;
    struct almanac_position_columns_row row = ROW;
    for (int has = 0; has < 2; has++) {
        row.seen.has_magnitude = row.seen.has_phase = row.seen.has_rings = row.seen.has_airmass =
            row.seen.has_rates = has == 1;
        struct base_buf out = fresh();
        append_csv(&out, all_columns(), &row);
        text[out.used] = '\0';
        assert_int_equal(commas(text), commas(NAMES));
        assert_int_equal(strstr(text, ",,") == NULL, has);
        out = fresh();
        append_votable(&out, all_columns(), &row);
        text[out.used] = '\0';
        assert_int_equal(strstr(text, "<TD></TD>") == NULL, has);
    }
}

/* A full buffer reports it, wherever it fills, and nothing is written beyond its end. */
static void test_position_columns_stop_at_the_end_of_a_buffer(void **state)
{
    (void)state;
    struct base_buf whole = fresh();
    append_csv(&whole, all_columns(), &ROW);
    for (size_t room = 0; room < 2 * ROOM_BYTES; room++) {
        char *bytes = malloc(room + 1); /* ASan sees a write beyond the end */
        assert_non_null(bytes);
        struct base_buf out = {.bytes = bytes, .room = room, .max = room};
        append_json(&out, all_columns(), &ROW);
        assert_true(out.used <= room);
        out = (struct base_buf){.bytes = bytes, .room = room, .max = room};
        append_csv(&out, all_columns(), &ROW);
        assert_true(out.used <= room);
        if (room < whole.used) assert_true(out.has_overflowed);
        struct base_buf cells = {.bytes = bytes, .room = room, .max = room};
        append_votable(&cells, all_columns(), &ROW);
        assert_true(cells.used <= room);
        if (room >= ROOM_BYTES + 100) assert_false(out.has_overflowed);
        free(bytes);
    }
}

static void test_positions_share_one_frame_an_instant(void **state)
{
    (void)state;
    static struct almanac_positions_frame cache;
    const struct sky_frame *frame = &cache.frame;
    struct sky_fault fault;
    const struct sky_tt when = {6878.5}, other = {6879.5}, outside = {1e6};
    assert_int_equal(
        almanac_positions_frame(data_store(), &cache, when, 1u << SKY_BODY_MARS, &fault),
        BASE_ERR_OK);
    assert_int_equal(frame->has, 1u << SKY_BODY_MARS);
    assert_int_equal(
        almanac_positions_frame(data_store(), &cache, when, 1u << SKY_BODY_SUN, &fault),
        BASE_ERR_OK);
    assert_int_equal(frame->has, 1u << SKY_BODY_MARS | 1u << SKY_BODY_SUN); /* kept and added */
    assert_int_equal(almanac_positions_frame(data_store(), &cache, other, 0, &fault), BASE_ERR_OK);
    assert_int_equal(frame->has, 0);
    assert_true(frame->tt.days == other.days);
    /* A refused instant leaves no half-made frame behind. */
    assert_int_equal(almanac_positions_frame(data_store(), &cache, outside, 0, &fault),
                     BASE_ERR_RANGE);
    assert_false(cache.has_frame);
    assert_int_equal(
        almanac_positions_frame(data_store(), &cache, other, 1u << SKY_BODY_MOON, &fault),
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
    static struct almanac_positions_frame cache;
    static struct almanac_positions positions;
    struct almanac_params params = {.given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) |
                                             ALMANAC_PARAMS_BIT(TIME),
                                    .time.when = data_tt(2018, 10, 31, 3, 22, 47.0)};
    struct almanac_problem problem;
    assert_int_equal(almanac_positions_open(data_store(), &cache, &params, &positions, &problem),
                     BASE_ERR_OK);
    assert_int_equal(positions.count, 7); /* the planets, when no bodies were named */
    assert_string_equal(positions.time, "2018-10-31T03:22:47Z");
    struct base_buf out = fresh();
    struct sky_fault fault;
    assert_int_equal(
        almanac_positions_append(&positions, ALMANAC_PARAMS_CSV, &out, SIZE_MAX, &fault),
        BASE_ERR_END);
    int lines = 0;
    for (size_t i = 0; i < out.used; i++) lines += text[i] == '\n';
    assert_int_equal(lines, 8);
}

/* A range whose end turns out to lie beyond the ephemeris: the rows before it, and an end that
 * reports that there should have been more. */
static void test_positions_votable_that_breaks_off_says_so(void **state)
{
    (void)state;
    static struct almanac_positions_frame cache;
    static struct almanac_positions positions;
    struct almanac_params params = {.given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) |
                                             ALMANAC_PARAMS_BIT(START) | ALMANAC_PARAMS_BIT(STEP) |
                                             ALMANAC_PARAMS_BIT(COUNT),
                                    .start.when = data_tt(2100, 1, 29, 0, 0, 0.0),
                                    .step_us = INT64_C(86400000000),
                                    .count = 2};
    struct almanac_problem problem;
    assert_int_equal(almanac_positions_open(data_store(), &cache, &params, &positions, &problem),
                     BASE_ERR_OK);
    positions.range.count = 1000;
    struct base_buf out = fresh();
    struct sky_fault fault;
    enum base_err err = BASE_ERR_OK;
    while (err == BASE_ERR_OK) { /* the pieces of a stream: one after another */
        if (out.used > sizeof text / 2) base_buf_clear(&out);
        err = almanac_positions_append(&positions, ALMANAC_PARAMS_VOTABLE, &out, 1, &fault);
    }
    text[out.used] = '\0';
    assert_int_equal(err, BASE_ERR_RANGE);
    assert_false(out.has_overflowed);
    static const char end[] =
        "</TR>\n</TABLEDATA></DATA>\n</TABLE>\n<INFO name=\"QUERY_STATUS\" value=\"ERROR\">"
        "outside the range that is covered</INFO>\n</RESOURCE>\n</VOTABLE>\n";
    assert_string_equal(text + out.used - strlen(end), end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_position_columns_have_the_nearest_of_16_winds),
        cmocka_unit_test(test_position_columns_are_in_json_once_each),
        cmocka_unit_test(test_position_columns_count_the_air_above_the_horizon),
        cmocka_unit_test(test_position_columns_votable_has_the_cells_of_csv),
        cmocka_unit_test(test_position_columns_votable_fields_have_the_names_of_csv),
        cmocka_unit_test(test_position_columns_votable_units_are_those_of_the_names),
        cmocka_unit_test(test_position_columns_table_has_the_cells_of_csv),
        cmocka_unit_test(test_position_columns_votable_escapes_what_clients_named),
        cmocka_unit_test(test_position_columns_csv_is_rfc_4180_with_the_same_names),
        cmocka_unit_test(test_position_columns_have_no_longitude_of_a_full_turn),
        cmocka_unit_test(test_position_columns_without_a_value_are_null_in_json),
        cmocka_unit_test(test_position_columns_without_a_value_are_empty_in_csv_and_votable),
        cmocka_unit_test(test_position_columns_stop_at_the_end_of_a_buffer),
        cmocka_unit_test(test_positions_share_one_frame_an_instant),
        cmocka_unit_test(test_positions_csv_has_a_line_a_body),
        cmocka_unit_test(test_positions_votable_that_breaks_off_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
