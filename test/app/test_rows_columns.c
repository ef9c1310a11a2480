/* Rows of answers. */
#include "app/rows.h"

#include "check.h"

#include <string.h>

static struct app_rows_row row_of(enum sky_body body)
{
    struct app_rows_row row = {.body = body, .time = BASE_TEXT("2026-01-01T00:00:00Z")};
    memcpy(row.seen.constellation, "Oph", 4);
    row.seen.magnitude = -1.25;
    return row;
}

static char *text_of(void (*append)(struct base_buf *, const struct app_rows_row *),
                     const struct app_rows_row *row)
{
    static char text[8192];
    struct base_buf out;
    base_buf_init(&out, sizeof text - 1);
    append(&out, row);
    assert_false(out.has_overflowed);
    memcpy(text, out.bytes, out.used);
    text[out.used] = '\0';
    base_buf_fini(&out);
    return text;
}

static int commas(const char *text)
{
    int count = 0;
    for (; *text != '\0'; text++) count += *text == ',';
    return count;
}

static void test_rows_a_missing_value_is_null_in_json(void **state)
{
    (void)state;
    struct app_rows_row row = row_of(SKY_BODY_MARS);
    assert_non_null(strstr(text_of(app_rows_append_json, &row), "\"magnitude\": null,"));
    assert_non_null(strstr(text_of(app_rows_append_json, &row), "\"airmass\": null,"));
    assert_non_null(strstr(text_of(app_rows_append_json, &row), "\"ring_tilt_deg\": null,"));
    row.seen.has_magnitude = true;
    assert_non_null(strstr(text_of(app_rows_append_json, &row), "\"magnitude\": -1.250,"));
    assert_non_null(strstr(text_of(app_rows_append_json, &row), "\"constellation\": \"Oph\","));
}

static void append_header(struct base_buf *out, const struct app_rows_row *row)
{
    (void)row;
    app_rows_append_csv_header(out);
}

static void test_rows_a_missing_value_is_empty_in_csv(void **state)
{
    (void)state;
    struct app_rows_row row = row_of(SKY_BODY_MARS);
    int columns = commas(text_of(append_header, &row));
    assert_int_equal(commas(text_of(app_rows_append_csv, &row)), columns);
    assert_non_null(strstr(text_of(app_rows_append_csv, &row), ",,")); /* the magnitude */
    row.seen.has_magnitude = row.seen.has_phase = row.seen.has_rings = row.seen.has_airmass =
        row.seen.has_rates = true;
    assert_int_equal(commas(text_of(app_rows_append_csv, &row)), columns);
    assert_null(strstr(text_of(app_rows_append_csv, &row), ",,"));
}

/* Programs read CSV by position: columns are only ever added at the end. */
static void test_rows_begin_as_the_first_version_did(void **state)
{
    (void)state;
    static const char first[] =
        "body,naif_id,time,az_deg,alt_deg,alt_true_deg,refraction_deg,direction,above_horizon,"
        "ra_deg,dec_deg,ra_icrs_deg,dec_icrs_deg,distance_au,light_time_s,magnitude,"
        "angular_diameter_arcsec,illuminated_fraction,elongation_deg,constellation";
    struct app_rows_row row = row_of(SKY_BODY_SUN);
    assert_memory_equal(text_of(append_header, &row), first, sizeof first - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_a_missing_value_is_null_in_json),
        cmocka_unit_test(test_rows_a_missing_value_is_empty_in_csv),
        cmocka_unit_test(test_rows_begin_as_the_first_version_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
