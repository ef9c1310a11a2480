/* Rows of answers. Every column stands once in a list; the writers differ in what they put between.
 */
#include "app/rows.h"

#include "app/json.h"

/* kind, name, value, decimals; MAYBE: name, whether there is a value (else null, in CSV nothing),
 * value, decimals. Places to 1e-8 deg (0.04 mas), distances to 0.15 m, light time to 1e-6 s: ten
 * times finer than what is computed is exact to. Discs as fine as their models. New columns go to
 * the end, before DOUBT: one object in JSON, three columns in CSV. observer and time_local are
 * written only where there are any. */
#define COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE, DOUBT)                                          \
    TEXT(observer, row->observer)                                                                  \
    TEXT(body, sky_body_info(row->body)->name)                                                     \
    WHOLE(naif_id, sky_body_info(row->body)->naif_id)                                              \
    TEXT(time, row->time)                                                                          \
    TEXT(time_local, row->time_local)                                                              \
    NUMBER(az_deg, az_deg, 8)                                                                      \
    NUMBER(alt_deg, alt_deg, 8)                                                                    \
    NUMBER(alt_true_deg, alt_true_deg, 8)                                                          \
    NUMBER(refraction_deg, refraction_deg, 8)                                                      \
    TEXT(direction, base_text_of(app_rows_direction(row->seen.az_deg)))                            \
    TRUTH(above_horizon, row->seen.alt_deg > 0.0)                                                  \
    NUMBER(ra_deg, ra_deg, 8)                                                                      \
    NUMBER(dec_deg, dec_deg, 8)                                                                    \
    NUMBER(ra_icrs_deg, ra_icrs_deg, 8)                                                            \
    NUMBER(dec_icrs_deg, dec_icrs_deg, 8)                                                          \
    NUMBER(distance_au, distance_au, 12)                                                           \
    NUMBER(light_time_s, light_time_s, 6)                                                          \
    MAYBE(magnitude, has_magnitude, magnitude, 3)                                                  \
    NUMBER(angular_diameter_arcsec, angular_diameter_arcsec, 4)                                    \
    MAYBE(illuminated_fraction, has_phase, illuminated_fraction, 6)                                \
    NUMBER(elongation_deg, elongation_deg, 6)                                                      \
    TEXT(constellation, base_text_of(row->seen.constellation))                                     \
    MAYBE(az_rate_arcsec_per_s, has_rates, az_rate_arcsec_per_s, 4)                                \
    MAYBE(alt_rate_arcsec_per_s, has_rates, alt_rate_arcsec_per_s, 4)                              \
    NUMBER(hour_angle_deg, hour_angle_deg, 8)                                                      \
    NUMBER(parallactic_angle_deg, parallactic_angle_deg, 6)                                        \
    MAYBE(airmass, has_airmass, airmass, 4)                                                        \
    NUMBER(ecl_lon_deg, ecl_lon_deg, 8)                                                            \
    NUMBER(ecl_lat_deg, ecl_lat_deg, 8)                                                            \
    NUMBER(gal_lon_deg, gal_lon_deg, 8)                                                            \
    NUMBER(gal_lat_deg, gal_lat_deg, 8)                                                            \
    NUMBER(range_rate_km_per_s, range_rate_km_per_s, 6)                                            \
    NUMBER(sun_distance_au, sun_distance_au, 12)                                                   \
    MAYBE(phase_angle_deg, has_phase, phase_angle_deg, 6)                                          \
    MAYBE(bright_limb_deg, has_phase, bright_limb_deg, 4)                                          \
    NUMBER(pole_angle_deg, pole_angle_deg, 4)                                                      \
    NUMBER(sub_observer_lon_deg, sub_observer_lon_deg, 4)                                          \
    NUMBER(sub_observer_lat_deg, sub_observer_lat_deg, 4)                                          \
    MAYBE(sub_solar_lon_deg, has_phase, sub_solar_lon_deg, 4)                                      \
    MAYBE(sub_solar_lat_deg, has_phase, sub_solar_lat_deg, 4)                                      \
    MAYBE(ring_tilt_deg, has_rings, ring_tilt_deg, 4)                                              \
    NUMBER(geocentric_ra_deg, geocentric.ra_deg, 8)                                                \
    NUMBER(geocentric_dec_deg, geocentric.dec_deg, 8)                                              \
    NUMBER(geocentric_ra_icrs_deg, geocentric.ra_icrs_deg, 8)                                      \
    NUMBER(geocentric_dec_icrs_deg, geocentric.dec_icrs_deg, 8)                                    \
    NUMBER(geocentric_ecl_lon_deg, geocentric.ecl_lon_deg, 8)                                      \
    NUMBER(geocentric_ecl_lat_deg, geocentric.ecl_lat_deg, 8)                                      \
    NUMBER(geocentric_distance_au, geocentric.distance_au, 12)                                     \
    DOUBT(uncertainty, doubt)

enum {
#define ID(name, ...) COLUMN_##name,
    COLUMNS(ID, ID, ID, ID, ID, ID) COLUMN_COUNT
#undef ID
};
_Static_assert(COLUMN_COUNT <= 64, "a bit for each column");

#define BIT(name) (UINT64_C(1) << COLUMN_##name)

/* What sky_observe_horizon gives already. */
#define OF_THE_HORIZON                                                                             \
    (BIT(observer) | BIT(body) | BIT(naif_id) | BIT(time) | BIT(time_local) | BIT(az_deg) |        \
     BIT(alt_deg) | BIT(alt_true_deg) | BIT(refraction_deg) | BIT(direction) | BIT(above_horizon))

int app_rows_columns(struct base_text names[64])
{
#define NAME(name, ...) {#name, sizeof #name - 1},
    static const struct base_text all[] = {COLUMNS(NAME, NAME, NAME, NAME, NAME, NAME)};
#undef NAME
    memcpy(names, all, sizeof all);
    return COLUMN_COUNT;
}

enum app_rows_type app_rows_column_type(int column)
{
#define OF(type)    (char)APP_ROWS_##type,
#define TEXT(...)   OF(TEXT)
#define WHOLE(...)  OF(WHOLE)
#define TRUTH(...)  OF(TRUTH)
#define NUMBER(...) OF(NUMBER)
#define MAYBE(...)  OF(MAYBE)
#define DOUBT(...)  OF(DOUBT)
    static const char types[] = {COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE, DOUBT)};
    return (enum app_rows_type)types[column];
#undef OF
#undef TEXT
#undef WHOLE
#undef TRUTH
#undef NUMBER
#undef MAYBE
#undef DOUBT
}

int app_rows_column(struct base_text name)
{
    struct base_text names[64];
    int count = app_rows_columns(names);
    for (int i = 0; i < count; i++)
        if (base_text_equals(name, names[i])) return i;
    return -1;
}

struct app_rows_shape app_rows_shape(uint64_t fields, bool has_local, bool has_observer)
{
    const uint64_t all = (UINT64_C(1) << COLUMN_COUNT) - 1;
    if (fields == 0) {
        fields = all & ~(BIT(observer) | BIT(time_local));
        if (has_local) fields |= BIT(time_local);
        if (has_observer) fields |= BIT(observer);
    }
    if (!has_local) fields &= ~BIT(time_local);
    if (!has_observer) fields &= ~BIT(observer);
    return (struct app_rows_shape){
        .fields = fields,
        .is_of_the_horizon = (fields & ~OF_THE_HORIZON) == 0,
        .has_doubt = (fields & BIT(uncertainty)) != 0,
    };
}

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

/* Uncertainty is one object in JSON and three columns in CSV. */
#define DOUBT_DECIMALS 4
#define DOUBT_COLUMNS  ",az_uncertainty_arcsec,alt_uncertainty_arcsec,uncertainty_cause"

static void append_doubt(struct base_buf *out, const struct sky_doubt *doubt)
{
    base_buf_append_string(out, "{\"az_arcsec\": ");
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
    append_literal(out, ",", 1);
    base_buf_append_string(out, sky_doubt_cause_name(doubt->cause));
}

static void append_maybe(struct base_buf *out, bool has, double value, int decimals,
                         const char *missing)
{
    if (has)
        app_json_append_number(out, value, decimals);
    else
        base_buf_append_string(out, missing);
}

/* Takes the separator away that stands before the first column. */
static void drop_first(struct base_buf *out, size_t first, size_t length)
{
    if (out->has_overflowed || out->used < first + length) return;
    memmove(out->bytes + first, out->bytes + first + length, out->used - first - length);
    out->used -= length;
}

#define LITERAL(text) append_literal(out, text, sizeof(text) - 1)

void app_rows_append_json(struct base_buf *out, const struct app_rows_shape *shape,
                          const struct app_rows_row *given)
{
    const struct app_rows_row settled = without_full_turns(given), *row = &settled;
    const uint64_t fields = shape->fields;
    LITERAL("{");
    size_t first = out->used;
#define IF(name, ...)                                                                              \
    if (fields & BIT(name)) LITERAL(", \"" #name "\": "), __VA_ARGS__;
#define TEXT(name, value)  IF(name, app_json_append_string(out, value))
#define WHOLE(name, value) IF(name, app_json_append_number(out, value, 0))
#define TRUTH(name, value) IF(name, append_truth(out, value))
#define NUMBER(name, field, decimals)                                                              \
    IF(name, app_json_append_number(out, row->seen.field, decimals))
#define MAYBE(name, has, field, decimals)                                                          \
    IF(name, append_maybe(out, row->seen.has, row->seen.field, decimals, "null"))
#define DOUBT(name, value) IF(name, append_doubt(out, &row->value))
    COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE, DOUBT)
#undef IF
#undef TEXT
#undef WHOLE
#undef TRUTH
#undef NUMBER
#undef MAYBE
#undef DOUBT
    drop_first(out, first, 2);
    LITERAL("}");
}

void app_rows_append_csv_header(struct base_buf *out, const struct app_rows_shape *shape)
{
    const uint64_t fields = shape->fields;
    size_t first = out->used;
#define NAME(name, ...)                                                                            \
    if (fields & BIT(name)) LITERAL("," #name);
#define DOUBT(name, value)                                                                         \
    if (fields & BIT(name)) LITERAL(DOUBT_COLUMNS);
    COLUMNS(NAME, NAME, NAME, NAME, NAME, DOUBT)
#undef NAME
#undef DOUBT
    drop_first(out, first, 1);
    LITERAL("\r\n");
}

/* Only what users named can hold a comma, a quote or a line break. */
static void append_csv_text(struct base_buf *out, struct base_text text)
{
    bool is_plain = true;
    for (size_t i = 0; i < text.length && is_plain; i++)
        is_plain = strchr(",\"\r\n", text.at[i]) == NULL;
    if (is_plain) {
        base_buf_append_text(out, text);
        return;
    }
    LITERAL("\"");
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') LITERAL("\"");
        append_literal(out, &text.at[i], 1);
    }
    LITERAL("\"");
}

void app_rows_append_csv(struct base_buf *out, const struct app_rows_shape *shape,
                         const struct app_rows_row *given)
{
    const struct app_rows_row settled = without_full_turns(given), *row = &settled;
    const uint64_t fields = shape->fields;
    size_t first = out->used;
#define IF(name, ...)                                                                              \
    if (fields & BIT(name)) LITERAL(","), __VA_ARGS__;
#define TEXT(name, value)  IF(name, append_csv_text(out, value))
#define WHOLE(name, value) IF(name, app_json_append_number(out, value, 0))
#define TRUTH(name, value) IF(name, append_truth(out, value))
#define NUMBER(name, field, decimals)                                                              \
    IF(name, app_json_append_number(out, row->seen.field, decimals))
#define MAYBE(name, has, field, decimals)                                                          \
    IF(name, append_maybe(out, row->seen.has, row->seen.field, decimals, ""))
#define DOUBT(name, value)                                                                         \
    if (fields & BIT(name)) append_doubt_csv(out, &row->value);
    COLUMNS(TEXT, WHOLE, TRUTH, NUMBER, MAYBE, DOUBT)
    drop_first(out, first, 1);
    LITERAL("\r\n");
}

/* The columns of the table for people. */
#define TABLE_TIME_CHARS 27

void app_rows_append_text_header(struct base_buf *out)
{
    base_buf_append_format(out, "%-*s %-9s %9s %9s %-3s %9s %9s %11s\n", TABLE_TIME_CHARS, "time",
                           "body", "az_deg", "alt_deg", "dir", "ra_deg", "dec_deg", "distance_au");
}

void app_rows_append_text(struct base_buf *out, const struct app_rows_row *row)
{
    const struct sky_observation *seen = &row->seen;
    struct base_text time = row->time_local.length > 0 ? row->time_local : row->time;
    base_buf_append_format(out, "%-*.*s %-9s %9.4f %9.4f %-3s %9.4f %+9.4f %11.6f\n",
                           TABLE_TIME_CHARS, (int)time.length, time.at,
                           sky_body_info(row->body)->name.at, app_rows_turn(seen->az_deg, 4),
                           seen->alt_deg, app_rows_direction(seen->az_deg),
                           app_rows_turn(seen->ra_deg, 4), seen->dec_deg, seen->distance_au);
}
