/* Rows of answers. Every column stands once in a list; the writers differ in what they put between.
 */
#include "app/rows.h"

#include "app/json.h"

/* kind, name, value, decimals; MAYBE: name, whether there is a value (else null, in CSV nothing),
 * value, decimals. Places to 1e-8 deg (0.04 mas), distances to 0.15 m, light time to 1e-6 s: ten
 * times finer than what is computed is exact to. Discs as fine as their models. New columns go to
 * the end. */
#define COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE)                                                 \
    TEXT("body", sky_body_info(row->body)->name)                                                   \
    WHOLE("naif_id", sky_body_info(row->body)->naif_id)                                            \
    TEXT("time", row->time)                                                                        \
    NUMBER("az_deg", az_deg, 8)                                                                    \
    NUMBER("alt_deg", alt_deg, 8)                                                                  \
    NUMBER("alt_true_deg", alt_true_deg, 8)                                                        \
    NUMBER("refraction_deg", refraction_deg, 8)                                                    \
    TEXT("direction", base_text_of(app_rows_direction(row->seen.az_deg)))                          \
    TRUTH("above_horizon", row->seen.alt_deg > 0.0)                                                \
    NUMBER("ra_deg", ra_deg, 8)                                                                    \
    NUMBER("dec_deg", dec_deg, 8)                                                                  \
    NUMBER("ra_icrs_deg", ra_icrs_deg, 8)                                                          \
    NUMBER("dec_icrs_deg", dec_icrs_deg, 8)                                                        \
    NUMBER("distance_au", distance_au, 12)                                                         \
    NUMBER("light_time_s", light_time_s, 6)                                                        \
    MAYBE("magnitude", has_magnitude, magnitude, 3)                                                \
    NUMBER("angular_diameter_arcsec", angular_diameter_arcsec, 4)                                  \
    MAYBE("illuminated_fraction", has_phase, illuminated_fraction, 6)                              \
    NUMBER("elongation_deg", elongation_deg, 6)                                                    \
    TEXT("constellation", base_text_of(row->seen.constellation))                                   \
    MAYBE("az_rate_arcsec_per_s", has_rates, az_rate_arcsec_per_s, 4)                              \
    MAYBE("alt_rate_arcsec_per_s", has_rates, alt_rate_arcsec_per_s, 4)                            \
    NUMBER("hour_angle_deg", hour_angle_deg, 8)                                                    \
    NUMBER("parallactic_angle_deg", parallactic_angle_deg, 6)                                      \
    MAYBE("airmass", has_airmass, airmass, 4)                                                      \
    NUMBER("ecl_lon_deg", ecl_lon_deg, 8)                                                          \
    NUMBER("ecl_lat_deg", ecl_lat_deg, 8)                                                          \
    NUMBER("gal_lon_deg", gal_lon_deg, 8)                                                          \
    NUMBER("gal_lat_deg", gal_lat_deg, 8)                                                          \
    NUMBER("range_rate_km_per_s", range_rate_km_per_s, 6)                                          \
    NUMBER("sun_distance_au", sun_distance_au, 12)                                                 \
    MAYBE("phase_angle_deg", has_phase, phase_angle_deg, 6)                                        \
    MAYBE("bright_limb_deg", has_phase, bright_limb_deg, 4)                                        \
    NUMBER("pole_angle_deg", pole_angle_deg, 4)                                                    \
    NUMBER("sub_observer_lon_deg", sub_observer_lon_deg, 4)                                        \
    NUMBER("sub_observer_lat_deg", sub_observer_lat_deg, 4)                                        \
    MAYBE("sub_solar_lon_deg", has_phase, sub_solar_lon_deg, 4)                                    \
    MAYBE("sub_solar_lat_deg", has_phase, sub_solar_lat_deg, 4)                                    \
    MAYBE("ring_tilt_deg", has_rings, ring_tilt_deg, 4)                                            \
    NUMBER("geocentric_ra_deg", geocentric.ra_deg, 8)                                              \
    NUMBER("geocentric_dec_deg", geocentric.dec_deg, 8)                                            \
    NUMBER("geocentric_ra_icrs_deg", geocentric.ra_icrs_deg, 8)                                    \
    NUMBER("geocentric_dec_icrs_deg", geocentric.dec_icrs_deg, 8)                                  \
    NUMBER("geocentric_ecl_lon_deg", geocentric.ecl_lon_deg, 8)                                    \
    NUMBER("geocentric_ecl_lat_deg", geocentric.ecl_lat_deg, 8)                                    \
    NUMBER("geocentric_distance_au", geocentric.distance_au, 12)

const char *app_rows_direction(double az_deg)
{
    static const char winds[16][4] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                      "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    return winds[(int)(az_deg / 22.5 + 0.5) % 16];
}

double app_rows_turn(double deg, int decimals)
{
    if (deg < 359.0) return deg;
    double unit = 1.0;
    for (int i = 0; i < decimals; i++) unit /= 10.0;
    return deg >= 360.0 - 0.5000001 * unit ? 0.0 : deg;
}

static struct app_rows_row without_full_turns(const struct app_rows_row *row)
{
    struct app_rows_row settled = *row;
    struct sky_observation *seen = &settled.seen;
    double *const fine[] = {&seen->az_deg,
                            &seen->ra_deg,
                            &seen->ra_icrs_deg,
                            &seen->ecl_lon_deg,
                            &seen->gal_lon_deg,
                            &seen->geocentric.ra_deg,
                            &seen->geocentric.ra_icrs_deg,
                            &seen->geocentric.ecl_lon_deg};
    double *const coarse[] = {&seen->bright_limb_deg, &seen->pole_angle_deg,
                              &seen->sub_observer_lon_deg, &seen->sub_solar_lon_deg};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) *fine[i] = app_rows_turn(*fine[i], 8);
    for (size_t i = 0; i < sizeof coarse / sizeof *coarse; i++)
        *coarse[i] = app_rows_turn(*coarse[i], 4);
    return settled;
}

static void append_literal(struct base_buf *out, const char *literal, size_t length)
{
    base_buf_append(out, literal, length);
}

static void append_truth(struct base_buf *out, bool value)
{
    base_buf_append_string(out, value ? "true" : "false");
}

/* Uncertainty is one object in JSON and two columns in CSV. */
#define DOUBT_DECIMALS 4
static const char DOUBT_COLUMNS[] = ",az_uncertainty_arcsec,alt_uncertainty_arcsec";

static void append_doubt(struct base_buf *out, const struct sky_doubt *doubt)
{
    base_buf_append_string(out, ", \"uncertainty\": {\"az_arcsec\": ");
    app_json_append_number(out, doubt->az_arcsec, DOUBT_DECIMALS);
    base_buf_append_string(out, ", \"alt_arcsec\": ");
    app_json_append_number(out, doubt->alt_arcsec, DOUBT_DECIMALS);
    base_buf_append_string(out, ", \"cause\": \"");
    base_buf_append_string(out, sky_doubt_cause_name(doubt->cause));
    base_buf_append_string(out, "\"}");
}

static void append_doubt_csv(struct base_buf *out, const struct sky_doubt *doubt)
{
    append_literal(out, ",", 1);
    app_json_append_number(out, doubt->az_arcsec, DOUBT_DECIMALS);
    append_literal(out, ",", 1);
    app_json_append_number(out, doubt->alt_arcsec, DOUBT_DECIMALS);
}

static void append_maybe(struct base_buf *out, bool has, double value, int decimals,
                         const char *missing)
{
    if (has)
        app_json_append_number(out, value, decimals);
    else
        base_buf_append_string(out, missing);
}

void app_rows_append_json(struct base_buf *out, const struct app_rows_row *given)
{
    const struct app_rows_row settled = without_full_turns(given), *row = &settled;
#define LITERAL(text)      append_literal(out, text, sizeof(text) - 1)
#define NAME(name)         LITERAL(", \"" name "\": ")
#define TEXT(name, value)  NAME(name), app_json_append_string(out, value);
#define WHOLE(name, value) NAME(name), app_json_append_number(out, value, 0);
#define TRUTH(name, value) NAME(name), append_truth(out, value);
#define NUMBER(name, field, decimals)                                                              \
    NAME(name), app_json_append_number(out, row->seen.field, decimals);
#define MAYBE(name, has, field, decimals)                                                          \
    NAME(name), append_maybe(out, row->seen.has, row->seen.field, decimals, "null");
    size_t first = out->used;
    COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE)
    if (!out->has_overflowed) { /* the first ", " becomes "{" */
        out->bytes[first] = '{';
        memmove(out->bytes + first + 1, out->bytes + first + 2, out->used - first - 2);
        out->used--;
    }
    append_doubt(out, &row->doubt);
    LITERAL("}");
#undef TEXT
#undef WHOLE
#undef TRUTH
#undef NUMBER
#undef MAYBE
#undef NAME
}

void app_rows_append_csv_header(struct base_buf *out)
{
#define NAME(name, ...) "," name
    static const char names[] = COLUMNS(NAME, NAME, NAME, NAME, NAME);
    append_literal(out, names + 1, sizeof names - 2);
    append_literal(out, DOUBT_COLUMNS, sizeof DOUBT_COLUMNS - 1);
    LITERAL("\r\n");
#undef NAME
}

void app_rows_append_csv(struct base_buf *out, const struct app_rows_row *given)
{
    const struct app_rows_row settled = without_full_turns(given), *row = &settled;
#define TEXT(name, value)  LITERAL(","), base_buf_append_text(out, value);
#define WHOLE(name, value) LITERAL(","), app_json_append_number(out, value, 0);
#define TRUTH(name, value) LITERAL(","), append_truth(out, value);
#define NUMBER(name, field, decimals)                                                              \
    LITERAL(","), app_json_append_number(out, row->seen.field, decimals);
#define MAYBE(name, has, field, decimals)                                                          \
    LITERAL(","), append_maybe(out, row->seen.has, row->seen.field, decimals, "");
    size_t first = out->used;
    COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE)
    if (!out->has_overflowed) {
        memmove(out->bytes + first, out->bytes + first + 1,
                out->used - first - 1); /* the first comma */
        out->used--;
    }
    append_doubt_csv(out, &row->doubt);
    LITERAL("\r\n");
}
