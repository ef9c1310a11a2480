/* Rows of answers. Every column stands once in a list; the writers differ in what they put between.
 */
#include "app/rows.h"

#include "app/json.h"
#include "base/num.h"

/* kind, name, value, decimals. MAYBE has before the value whether there is one (else null, in CSV
 * nothing); TURN and MAYBE_TURN are angles that never read 360; TEXT is plain ASCII of ours, GIVEN
 * came from a client. Places to 1e-8 deg (0.04 mas), distances to 0.15 m, light time to 1e-6 s: ten
 * times finer than what is computed is exact to. Discs as fine as their models. New columns go to
 * the end, before DOUBT: one object in JSON, three columns in CSV. observer and time_local are
 * written only where there are any. */
#define COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, TURN, MAYBE, MAYBE_TURN, DOUBT)                 \
    GIVEN(observer, row->observer)                                                                 \
    TEXT(body, sky_body_info(row->body)->name)                                                     \
    WHOLE(naif_id, sky_body_info(row->body)->naif_id)                                              \
    TEXT(time, row->time)                                                                          \
    TEXT(time_local, row->time_local)                                                              \
    TURN(az_deg, az_deg, 8)                                                                        \
    NUMBER(alt_deg, alt_deg, 8)                                                                    \
    NUMBER(alt_true_deg, alt_true_deg, 8)                                                          \
    NUMBER(refraction_deg, refraction_deg, 8)                                                      \
    TEXT(direction, base_text_of(app_rows_direction(row->seen.az_deg)))                            \
    TRUTH(above_horizon, row->seen.alt_deg > 0.0)                                                  \
    TURN(ra_deg, ra_deg, 8)                                                                        \
    NUMBER(dec_deg, dec_deg, 8)                                                                    \
    TURN(ra_icrs_deg, ra_icrs_deg, 8)                                                              \
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
    TURN(ecl_lon_deg, ecl_lon_deg, 8)                                                              \
    NUMBER(ecl_lat_deg, ecl_lat_deg, 8)                                                            \
    TURN(gal_lon_deg, gal_lon_deg, 8)                                                              \
    NUMBER(gal_lat_deg, gal_lat_deg, 8)                                                            \
    NUMBER(range_rate_km_per_s, range_rate_km_per_s, 6)                                            \
    NUMBER(sun_distance_au, sun_distance_au, 12)                                                   \
    MAYBE(phase_angle_deg, has_phase, phase_angle_deg, 6)                                          \
    MAYBE_TURN(bright_limb_deg, has_phase, bright_limb_deg, 4)                                     \
    TURN(pole_angle_deg, pole_angle_deg, 4)                                                        \
    TURN(sub_observer_lon_deg, sub_observer_lon_deg, 4)                                            \
    NUMBER(sub_observer_lat_deg, sub_observer_lat_deg, 4)                                          \
    MAYBE_TURN(sub_solar_lon_deg, has_phase, sub_solar_lon_deg, 4)                                 \
    MAYBE(sub_solar_lat_deg, has_phase, sub_solar_lat_deg, 4)                                      \
    MAYBE(ring_tilt_deg, has_rings, ring_tilt_deg, 4)                                              \
    TURN(geocentric_ra_deg, geocentric.ra_deg, 8)                                                  \
    NUMBER(geocentric_dec_deg, geocentric.dec_deg, 8)                                              \
    TURN(geocentric_ra_icrs_deg, geocentric.ra_icrs_deg, 8)                                        \
    NUMBER(geocentric_dec_icrs_deg, geocentric.dec_icrs_deg, 8)                                    \
    TURN(geocentric_ecl_lon_deg, geocentric.ecl_lon_deg, 8)                                        \
    NUMBER(geocentric_ecl_lat_deg, geocentric.ecl_lat_deg, 8)                                      \
    NUMBER(geocentric_distance_au, geocentric.distance_au, 12)                                     \
    DOUBT(uncertainty, doubt)

enum {
#define ID(name, ...) COLUMN_##name,
    COLUMNS(ID, ID, ID, ID, ID, ID, ID, ID, ID) COLUMN_COUNT
#undef ID
};
_Static_assert(COLUMN_COUNT <= 64, "a bit for each column");

#define BIT(name) (UINT64_C(1) << COLUMN_##name)

/* What sky_observe_horizon gives already. */
#define OF_THE_HORIZON                                                                             \
    (BIT(observer) | BIT(body) | BIT(naif_id) | BIT(time) | BIT(time_local) | BIT(az_deg) |        \
     BIT(alt_deg) | BIT(alt_true_deg) | BIT(refraction_deg) | BIT(direction) | BIT(above_horizon))

#define NAME(name, ...) {#name, sizeof #name - 1},
static const struct base_text NAMES[] = {
    COLUMNS(NAME, NAME, NAME, NAME, NAME, NAME, NAME, NAME, NAME)};
#undef NAME

int app_rows_columns(struct base_text names[64])
{
    memcpy(names, NAMES, sizeof NAMES);
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
    static const char types[] = {
        COLUMNS(TEXT, TEXT, WHOLE, TRUTH, NUMBER, NUMBER, MAYBE, MAYBE, DOUBT)};
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
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (base_text_equals(name, NAMES[i])) return i;
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

/* ---- writing: room for a whole row at once, then straight into it ------------------------- */

/* Uncertainty is one object in JSON and three columns in CSV. */
#define DOUBT_DECIMALS  4
#define DOUBT_COLUMNS   "az_uncertainty_arcsec,alt_uncertainty_arcsec,uncertainty_cause,"
#define DOUBT_MAX_BYTES (80 + 2 * BASE_NUM_MAX_CHARS)

/* Of a column, with all around it; a number is written into BASE_NUM_MAX_CHARS, the longest text of
 * ours is time_local. */
#define VALUE_MAX_BYTES 48
#define SIZE(name, ...) (sizeof "\"" #name "\": , " + VALUE_MAX_BYTES) +
_Static_assert(COLUMNS(SIZE, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE) DOUBT_MAX_BYTES + 4 <=
                   APP_ROWS_ROOM_BYTES,
               "the longest row fits");
#undef SIZE
_Static_assert(VALUE_MAX_BYTES >= BASE_NUM_MAX_CHARS, "a number fits, too");

static char *put(char *at, const char *bytes, size_t count)
{
    memcpy(at, bytes, count);
    return at + count;
}

#define PUT(at, literal) put(at, literal, sizeof(literal) - 1)

static char *put_text(char *at, struct base_text text)
{
    return put(at, text.at, text.length);
}

static char *put_number(char *at, double value, int decimals)
{
    return at + base_num_fixed(at, value, decimals);
}

static char *put_turn(char *at, double deg, int decimals)
{
    return put_number(at, app_rows_turn(deg, decimals), decimals);
}

static char *put_truth(char *at, bool value)
{
    return value ? PUT(at, "true") : PUT(at, "false");
}

/* The most that app_json_append_string makes of a byte is "\u001f". */
#define GIVEN_MAX_BYTES(text) (6 * (text).length + 2)

static char *put_given_json(char *at, struct base_text text)
{
    struct base_buf out = {
        .bytes = at, .room = GIVEN_MAX_BYTES(text), .max = GIVEN_MAX_BYTES(text)};
    app_json_append_string(&out, text);
    return at + out.used;
}

/* Only what users named can hold a comma, a quote or a line break. */
static char *put_given_csv(char *at, struct base_text text)
{
    bool is_plain = true;
    for (size_t i = 0; i < text.length && is_plain; i++)
        is_plain = strchr(",\"\r\n", text.at[i]) == NULL;
    if (text.length == 0) return at;
    if (is_plain) return put_text(at, text);
    *at++ = '"';
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') *at++ = '"';
        *at++ = text.at[i];
    }
    *at++ = '"';
    return at;
}

static char *put_doubt_json(char *at, const struct sky_doubt *doubt)
{
    at = PUT(at, "{\"az_arcsec\": ");
    at = put_number(at, doubt->az_arcsec, DOUBT_DECIMALS);
    at = PUT(at, ", \"alt_arcsec\": ");
    at = put_number(at, doubt->alt_arcsec, DOUBT_DECIMALS);
    at = PUT(at, ", \"cause\": \"");
    at = put_text(at, base_text_of(sky_doubt_cause_name(doubt->cause)));
    return PUT(at, "\"}");
}

static char *put_doubt_csv(char *at, const struct sky_doubt *doubt)
{
    at = PUT(put_number(at, doubt->az_arcsec, DOUBT_DECIMALS), ",");
    at = PUT(put_number(at, doubt->alt_arcsec, DOUBT_DECIMALS), ",");
    return put_text(at, base_text_of(sky_doubt_cause_name(doubt->cause)));
}

/* A comma follows each column; the last one's is taken back. */
#define WHOLE(name, value)            COLUMN(name, put_number(at, value, 0))
#define TRUTH(name, value)            COLUMN(name, put_truth(at, value))
#define NUMBER(name, field, decimals) COLUMN(name, put_number(at, row->seen.field, decimals))
#define TURN(name, field, decimals)   COLUMN(name, put_turn(at, row->seen.field, decimals))
#define MAYBE(name, has, field, decimals)                                                          \
    COLUMN(name, row->seen.has ? put_number(at, row->seen.field, decimals) : PUT(at, NOTHING))
#define MAYBE_TURN(name, has, field, decimals)                                                     \
    COLUMN(name, row->seen.has ? put_turn(at, row->seen.field, decimals) : PUT(at, NOTHING))

void app_rows_append_json(struct base_buf *out, const struct app_rows_shape *shape,
                          const struct app_rows_row *row)
{
    const uint64_t fields = shape->fields;
    char *start = base_buf_reserve(out, APP_ROWS_ROOM_BYTES + GIVEN_MAX_BYTES(row->observer));
    if (start == NULL) return;
    char *at = PUT(start, "{");
#define NOTHING "null"
#define COLUMN(name, value)                                                                        \
    if (fields & BIT(name)) {                                                                      \
        at = PUT(at, "\"" #name "\": ");                                                           \
        at = value;                                                                                \
        at = PUT(at, ", ");                                                                        \
    }
#define GIVEN(name, value) COLUMN(name, put_given_json(at, value))
#define TEXT(name, value)  COLUMN(name, PUT(put_text(PUT(at, "\""), value), "\""))
#define DOUBT(name, value) COLUMN(name, put_doubt_json(at, &row->value))
    COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, TURN, MAYBE, MAYBE_TURN, DOUBT)
#undef NOTHING
#undef COLUMN
#undef GIVEN
#undef TEXT
#undef DOUBT
    if (fields != 0) at -= 2;
    at = PUT(at, "}");
    out->used += (size_t)(at - start);
}

void app_rows_append_csv_header(struct base_buf *out, const struct app_rows_shape *shape)
{
    const uint64_t fields = shape->fields;
    char *start = base_buf_reserve(out, APP_ROWS_ROOM_BYTES), *at = start;
    if (start == NULL) return;
#define NAME(name, ...)                                                                            \
    if (fields & BIT(name)) at = PUT(at, #name ",");
#define DOUBT(name, value)                                                                         \
    if (fields & BIT(name)) at = PUT(at, DOUBT_COLUMNS);
    COLUMNS(NAME, NAME, NAME, NAME, NAME, NAME, NAME, NAME, DOUBT)
#undef NAME
#undef DOUBT
    if (fields != 0) at--;
    at = PUT(at, "\r\n");
    out->used += (size_t)(at - start);
}

void app_rows_append_csv(struct base_buf *out, const struct app_rows_shape *shape,
                         const struct app_rows_row *row)
{
    const uint64_t fields = shape->fields;
    char *start = base_buf_reserve(out, APP_ROWS_ROOM_BYTES + GIVEN_MAX_BYTES(row->observer)),
         *at = start;
    if (start == NULL) return;
#define NOTHING ""
#define COLUMN(name, value)                                                                        \
    if (fields & BIT(name)) {                                                                      \
        at = value;                                                                                \
        *at++ = ',';                                                                               \
    }
#define GIVEN(name, value) COLUMN(name, put_given_csv(at, value))
#define TEXT(name, value)  COLUMN(name, put_text(at, value))
#define DOUBT(name, value) COLUMN(name, put_doubt_csv(at, &row->value))
    COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, TURN, MAYBE, MAYBE_TURN, DOUBT)
    if (fields != 0) at--;
    at = PUT(at, "\r\n");
    out->used += (size_t)(at - start);
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
