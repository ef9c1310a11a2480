/* Rows of answers. Every column stands once in a list; the writers differ in what they put between.
 */
#include "almanac/position_columns.h"

#include "base/num.h"
#include "format/json.h"
#include "format/votable.h"

/* kind, name, value, decimals, unit, UCD, frame, what it is. MAYBE has before the value whether there is one (else null, in CSV
 * nothing); TURN and MAYBE_TURN are angles that never read 360; TEXT is plain ASCII of ours, GIVEN
 * came from a client. Places to 1e-8 deg (0.04 mas), distances to 0.15 m, light time to 1e-6 s: ten
 * times finer than what is computed is exact to. Discs as fine as their models. New columns go to
 * the end, before DOUBT: one object in JSON, three columns elsewhere. observer and time_local are
 * written only where there are any. Units are of IVOA's VOUnits, UCDs of its UCD1+ list, frames the
 * IDs that format/votable declares. */
#define COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, TURN, MAYBE, MAYBE_TURN, DOUBT)                 \
    GIVEN(observer, row->observer, "", "meta.id", "", "the observer, as the request named it")     \
    TEXT(body, sky_body_info(row->body)->name, "", "meta.id;meta.main", "",                        \
         "Sun, Moon or planet, in lower case")                                                     \
    WHOLE(naif_id, sky_body_info(row->body)->naif_id, "", "meta.id.cross", "",                     \
          "its number in NAIF SPICE")                                                              \
    TEXT(time, row->time, "", "time.epoch;meta.main", "utc",                                       \
         "the instant: UTC from 1962 on, UT1 before")                                              \
    TEXT(time_local, row->time_local, "", "time.epoch", "",                                        \
         "the same instant by the clocks of the zone asked for")                                   \
    TURN(az_deg, az_deg, 8, "deg", "pos.az.azi", "", "azimuth, from north through east")           \
    NUMBER(alt_deg, alt_deg, 8, "deg", "pos.az.alt;meta.main", "",                                 \
           "apparent altitude, lifted by the air")                                                 \
    NUMBER(alt_true_deg, alt_true_deg, 8, "deg", "pos.az.alt", "", "airless altitude")             \
    NUMBER(refraction_deg, refraction_deg, 8, "deg", "obs.atmos.refractAngle", "",                 \
           "how far the air lifts it: alt_deg - alt_true_deg")                                     \
    TEXT(direction, base_text_of(almanac_position_columns_direction(row->seen.az_deg)), "",        \
         "meta.code;pos.az.azi", "", "the nearest of the 16 winds")                                \
    TRUTH(above_horizon, row->seen.alt_deg > 0.0, "", "meta.code;pos.az.alt", "",                  \
          "whether alt_deg is above 0")                                                            \
    TURN(ra_deg, ra_deg, 8, "deg", "pos.eq.ra", "",                                                \
         "right ascension: apparent, of the true equator and equinox of date, from the observer")  \
    NUMBER(dec_deg, dec_deg, 8, "deg", "pos.eq.dec", "",                                           \
           "declination: apparent, of the true equator of date, from the observer")                \
    TURN(ra_icrs_deg, ra_icrs_deg, 8, "deg", "pos.eq.ra;meta.main", "icrs",                        \
         "right ascension: astrometric (light time alone), from the observer")                     \
    NUMBER(dec_icrs_deg, dec_icrs_deg, 8, "deg", "pos.eq.dec;meta.main", "icrs",                   \
           "declination: astrometric (light time alone), from the observer")                       \
    NUMBER(distance_au, distance_au, 12, "AU", "pos.distance", "",                                 \
           "distance to the observer, along the light's way")                                      \
    NUMBER(light_time_s, light_time_s, 6, "s", "time.duration;pos.distance", "",                   \
           "how long the light was under way")                                                     \
    MAYBE(magnitude, has_magnitude, magnitude, 3, "mag", "phot.mag;em.opt.V", "",                  \
          "V magnitude above the air; null outside the phase angles ever observed")                \
    NUMBER(angular_diameter_arcsec, angular_diameter_arcsec, 4, "arcsec", "phys.angSize", "",      \
           "apparent diameter of the equator")                                                     \
    MAYBE(illuminated_fraction, has_phase, illuminated_fraction, 6, "",                            \
          "phys.angArea;arith.ratio", "", "lit part of the disc, 0 to 1; null of the Sun")         \
    NUMBER(elongation_deg, elongation_deg, 6, "deg", "pos.angDistance", "",                        \
           "apparent angle from the Sun; east of it, in the evening, positive")                    \
    TEXT(constellation, base_text_of(row->seen.constellation), "", "meta.code;pos", "",            \
         "IAU abbreviation of the constellation")                                                  \
    MAYBE(az_rate_arcsec_per_s, has_rates, az_rate_arcsec_per_s, 4, "arcsec/s",                    \
          "arith.rate;pos.az.azi", "", "rate of the azimuth; null at the zenith")                  \
    MAYBE(alt_rate_arcsec_per_s, has_rates, alt_rate_arcsec_per_s, 4, "arcsec/s",                  \
          "arith.rate;pos.az.alt", "", "rate of the apparent altitude; null at the zenith")        \
    NUMBER(hour_angle_deg, hour_angle_deg, 8, "deg", "pos.eq.ha", "",                              \
           "hour angle, west of the meridian positive")                                            \
    NUMBER(parallactic_angle_deg, parallactic_angle_deg, 6, "deg", "pos.posAng", "",               \
           "angle at the body from celestial north to the zenith, west positive")                  \
    MAYBE(airmass, has_airmass, airmass, 4, "", "obs.airMass", "",                                 \
          "air on the way, 1 at the zenith; null below the horizon")                               \
    TURN(ecl_lon_deg, ecl_lon_deg, 8, "deg", "pos.ecliptic.lon", "",                               \
         "apparent longitude, of the true ecliptic and equinox of date")                           \
    NUMBER(ecl_lat_deg, ecl_lat_deg, 8, "deg", "pos.ecliptic.lat", "",                             \
           "apparent latitude, of the true ecliptic of date")                                      \
    TURN(gal_lon_deg, gal_lon_deg, 8, "deg", "pos.galactic.lon", "galactic",                       \
         "galactic longitude: astrometric")                                                        \
    NUMBER(gal_lat_deg, gal_lat_deg, 8, "deg", "pos.galactic.lat", "galactic",                     \
           "galactic latitude: astrometric")                                                       \
    NUMBER(range_rate_km_per_s, range_rate_km_per_s, 6, "km/s", "arith.rate;pos.distance", "",     \
           "rate of distance_au, receding positive")                                               \
    NUMBER(sun_distance_au, sun_distance_au, 12, "AU", "pos.distance;pos.heliocentric", "",        \
           "distance to the Sun as the light left the body")                                       \
    MAYBE(phase_angle_deg, has_phase, phase_angle_deg, 6, "deg", "pos.phaseAng", "",               \
          "angle at the body between Sun and observer; null of the Sun")                           \
    MAYBE_TURN(                                                                                    \
        bright_limb_deg, has_phase, bright_limb_deg, 4, "deg", "pos.posAng", "",                   \
        "position angle of the middle of the bright limb, from celestial north through east")      \
    TURN(pole_angle_deg, pole_angle_deg, 4, "deg", "pos.posAng", "",                               \
         "position angle of the north pole, from celestial north through east")                    \
    TURN(sub_observer_lon_deg, sub_observer_lon_deg, 4, "deg", "pos.bodyrc.long", "",              \
         "planetographic longitude of the middle of the disc")                                     \
    NUMBER(sub_observer_lat_deg, sub_observer_lat_deg, 4, "deg", "pos.bodyrc.lat", "",             \
           "planetographic latitude of the middle of the disc")                                    \
    MAYBE_TURN(sub_solar_lon_deg, has_phase, sub_solar_lon_deg, 4, "deg", "pos.bodyrc.long", "",   \
               "planetographic longitude with the Sun overhead; null of the Sun")                  \
    MAYBE(sub_solar_lat_deg, has_phase, sub_solar_lat_deg, 4, "deg", "pos.bodyrc.lat", "",         \
          "planetographic latitude with the Sun overhead; null of the Sun")                        \
    MAYBE(ring_tilt_deg, has_rings, ring_tilt_deg, 4, "deg", "pos.bodyrc.lat", "",                 \
          "how far the observer is above the north face of the rings; null without rings")         \
    TURN(geocentric_ra_deg, geocentric.ra_deg, 8, "deg", "pos.eq.ra;pos.geocentric", "apparent",   \
         "ra_deg from the centre of the Earth")                                                    \
    NUMBER(geocentric_dec_deg, geocentric.dec_deg, 8, "deg", "pos.eq.dec;pos.geocentric",          \
           "apparent", "dec_deg from the centre of the Earth")                                     \
    TURN(geocentric_ra_icrs_deg, geocentric.ra_icrs_deg, 8, "deg", "pos.eq.ra;pos.geocentric",     \
         "icrs", "ra_icrs_deg from the centre of the Earth")                                       \
    NUMBER(geocentric_dec_icrs_deg, geocentric.dec_icrs_deg, 8, "deg",                             \
           "pos.eq.dec;pos.geocentric", "icrs", "dec_icrs_deg from the centre of the Earth")       \
    TURN(geocentric_ecl_lon_deg, geocentric.ecl_lon_deg, 8, "deg",                                 \
         "pos.ecliptic.lon;pos.geocentric", "", "ecl_lon_deg from the centre of the Earth")        \
    NUMBER(geocentric_ecl_lat_deg, geocentric.ecl_lat_deg, 8, "deg",                               \
           "pos.ecliptic.lat;pos.geocentric", "", "ecl_lat_deg from the centre of the Earth")      \
    NUMBER(geocentric_distance_au, geocentric.distance_au, 12, "AU",                               \
           "pos.distance;pos.geocentric", "", "distance_au from the centre of the Earth")          \
    DOUBT(uncertainty, doubt, "arcsec", "stat.error", "",                                          \
          "bounds of the errors of azimuth and altitude: 997 of a thousand are smaller")

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

int almanac_position_columns_columns(struct base_text names[64])
{
    memcpy(names, NAMES, sizeof NAMES);
    return COLUMN_COUNT;
}

/* ---- what columns are -------------------------------------------------------------------- */

struct kind {
    enum almanac_position_columns_type type;
    int decimals; /* of numbers; else -1 */
    struct format_votable_field field;
};

static const struct kind *kinds(void)
{
#define KIND(name, type, decimals, ...)                                                            \
    {ALMANAC_POSITION_COLUMNS_##type, decimals, {#name, __VA_ARGS__}},
#define GIVEN(name, value, ...) KIND(name, TEXT, -1, FORMAT_VOTABLE_GIVEN, __VA_ARGS__)
#define TEXT(name, value, ...)  KIND(name, TEXT, -1, FORMAT_VOTABLE_TEXT, __VA_ARGS__)
#define WHOLE(name, value, ...) KIND(name, WHOLE, -1, FORMAT_VOTABLE_WHOLE, __VA_ARGS__)
#define TRUTH(name, value, ...) KIND(name, TRUTH, -1, FORMAT_VOTABLE_TRUTH, __VA_ARGS__)
#define NUMBER(name, field, decimals, ...)                                                         \
    KIND(name, NUMBER, decimals, FORMAT_VOTABLE_NUMBER, __VA_ARGS__)
#define MAYBE(name, has, field, decimals, ...)                                                     \
    KIND(name, MAYBE, decimals, FORMAT_VOTABLE_NUMBER, __VA_ARGS__)
#define DOUBT(name, value, ...) KIND(name, DOUBT, -1, FORMAT_VOTABLE_NUMBER, __VA_ARGS__)
    static const struct kind all[] = {
        COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, NUMBER, MAYBE, MAYBE, DOUBT)};
    return all;
#undef KIND
#undef GIVEN
#undef TEXT
#undef WHOLE
#undef TRUTH
#undef NUMBER
#undef MAYBE
#undef DOUBT
}

enum almanac_position_columns_type almanac_position_columns_column_type(int column)
{
    return kinds()[column].type;
}

const char *almanac_position_columns_column_about(int column)
{
    return kinds()[column].field.about;
}

int almanac_position_columns_column(struct base_text name)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (base_text_equals(name, NAMES[i])) return i;
    return -1;
}

struct almanac_position_columns_shape
almanac_position_columns_shape(uint64_t fields, bool has_local, bool has_observer)
{
    const uint64_t all = (UINT64_C(1) << COLUMN_COUNT) - 1;
    if (fields == 0) {
        fields = all & ~(BIT(observer) | BIT(time_local));
        if (has_local) fields |= BIT(time_local);
        if (has_observer) fields |= BIT(observer);
    }
    if (!has_local) fields &= ~BIT(time_local);
    if (!has_observer) fields &= ~BIT(observer);
    return (struct almanac_position_columns_shape){
        .fields = fields,
        .is_of_the_horizon = (fields & ~OF_THE_HORIZON) == 0,
        .has_doubt = (fields & BIT(uncertainty)) != 0,
    };
}

const char *almanac_position_columns_direction(double az_deg)
{
    static const char winds[16][4] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                      "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    return winds[(int)(az_deg / 22.5 + 0.5) % 16];
}

double format_document_turn(double deg, int decimals)
{
    if (deg < 359.0) return deg;
    double unit = 1.0;
    for (int i = 0; i < decimals; i++) unit /= 10.0;
    return deg >= 360.0 - 0.5000001 * unit ? 0.0 : deg;
}

/* ---- writing: room for a whole row at once, then straight into it ------------------------- */

/* Uncertainty is one object in JSON and three columns elsewhere. */
#define DOUBT_DECIMALS  4
#define DOUBT_MAX_BYTES (80 + 2 * BASE_NUM_MAX_CHARS)
#define DOUBT_COLUMNS(X)                                                                           \
    X(az_uncertainty_arcsec, FORMAT_VOTABLE_NUMBER, "arcsec", "stat.error;pos.az.azi",             \
      "bound of the error of az_deg: 997 of a thousand are smaller")                               \
    X(alt_uncertainty_arcsec, FORMAT_VOTABLE_NUMBER, "arcsec", "stat.error;pos.az.alt",            \
      "bound of the error of alt_deg: 997 of a thousand are smaller")                              \
    X(uncertainty_cause, FORMAT_VOTABLE_TEXT, "", "meta.note", "what most of it is due to")

/* Of a column, with all around it; a number is written into BASE_NUM_MAX_CHARS, the longest text of
 * ours is time_local. */
#define VALUE_MAX_BYTES 48
#define SIZE(name, ...) (sizeof "\"" #name "\": , " + VALUE_MAX_BYTES) +
_Static_assert(COLUMNS(SIZE, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE, SIZE) DOUBT_MAX_BYTES + 4 <=
                   ALMANAC_POSITION_COLUMNS_ROOM_BYTES,
               "the longest row fits");
#undef SIZE
_Static_assert(VALUE_MAX_BYTES >= BASE_NUM_MAX_CHARS, "a number fits, too");
_Static_assert(COLUMN_COUNT *(sizeof "<TD></TD>" + VALUE_MAX_BYTES) + DOUBT_MAX_BYTES + 16 <=
                   ALMANAC_POSITION_COLUMNS_ROOM_BYTES,
               "and as cells of a table");

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
    return put_number(at, format_document_turn(deg, decimals), decimals);
}

static char *put_truth(char *at, bool value)
{
    return value ? PUT(at, "true") : PUT(at, "false");
}

/* The most that format_json_append_string makes of a byte is "\u001f". */
#define GIVEN_MAX_BYTES(text) (6 * (text).length + 2)

static char *put_given_json(char *at, struct base_text text)
{
    struct base_buf out = {
        .bytes = at, .room = GIVEN_MAX_BYTES(text), .max = GIVEN_MAX_BYTES(text)};
    format_json_append_string(&out, text);
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

static char *put_doubt_json(char *at, const struct sky_uncertainty *doubt)
{
    at = PUT(at, "{\"az_arcsec\": ");
    at = put_number(at, doubt->az_arcsec, DOUBT_DECIMALS);
    at = PUT(at, ", \"alt_arcsec\": ");
    at = put_number(at, doubt->alt_arcsec, DOUBT_DECIMALS);
    at = PUT(at, ", \"cause\": \"");
    at = put_text(at, base_text_of(sky_uncertainty_cause_name(doubt->cause)));
    return PUT(at, "\"}");
}

static char *put_given_votable(char *at, struct base_text text)
{
    struct base_buf out = {
        .bytes = at, .room = GIVEN_MAX_BYTES(text), .max = GIVEN_MAX_BYTES(text)};
    format_votable_append_escaped(&out, text);
    return at + out.used;
}

/* As three columns. */
static char *put_doubts(char *at, const struct sky_uncertainty *doubt, struct base_text between)
{
    at = put_text(put_number(at, doubt->az_arcsec, DOUBT_DECIMALS), between);
    at = put_text(put_number(at, doubt->alt_arcsec, DOUBT_DECIMALS), between);
    return put_text(at, base_text_of(sky_uncertainty_cause_name(doubt->cause)));
}

/* A comma follows each column; the last one's is taken back. */
#define WHOLE(name, value, ...)            COLUMN(name, put_number(at, value, 0))
#define TRUTH(name, value, ...)            COLUMN(name, put_truth(at, value))
#define NUMBER(name, field, decimals, ...) COLUMN(name, put_number(at, row->seen.field, decimals))
#define TURN(name, field, decimals, ...)   COLUMN(name, put_turn(at, row->seen.field, decimals))
#define MAYBE(name, has, field, decimals, ...)                                                     \
    COLUMN(name, row->seen.has ? put_number(at, row->seen.field, decimals) : PUT(at, NOTHING))
#define MAYBE_TURN(name, has, field, decimals, ...)                                                \
    COLUMN(name, row->seen.has ? put_turn(at, row->seen.field, decimals) : PUT(at, NOTHING))

void almanac_position_columns_append_json(struct base_buf *out,
                                          const struct almanac_position_columns_shape *shape,
                                          const struct almanac_position_columns_row *row)
{
    const uint64_t fields = shape->fields;
    char *start =
        base_buf_reserve(out, ALMANAC_POSITION_COLUMNS_ROOM_BYTES + GIVEN_MAX_BYTES(row->observer));
    if (start == NULL) return;
    char *at = PUT(start, "{");
#define NOTHING "null"
#define COLUMN(name, value)                                                                        \
    if (fields & BIT(name)) {                                                                      \
        at = PUT(at, "\"" #name "\": ");                                                           \
        at = value;                                                                                \
        at = PUT(at, ", ");                                                                        \
    }
#define GIVEN(name, value, ...) COLUMN(name, put_given_json(at, value))
#define TEXT(name, value, ...)  COLUMN(name, PUT(put_text(PUT(at, "\""), value), "\""))
#define DOUBT(name, value, ...) COLUMN(name, put_doubt_json(at, &row->value))
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

void almanac_position_columns_append_csv_header(struct base_buf *out,
                                                const struct almanac_position_columns_shape *shape)
{
    const uint64_t fields = shape->fields;
    char *start = base_buf_reserve(out, ALMANAC_POSITION_COLUMNS_ROOM_BYTES), *at = start;
    if (start == NULL) return;
#define NAME(name, ...)                                                                            \
    if (fields & BIT(name)) at = PUT(at, #name ",");
#define PART(name, ...) #name ","
#define DOUBT(name, ...)                                                                           \
    if (fields & BIT(name)) at = PUT(at, DOUBT_COLUMNS(PART));
    COLUMNS(NAME, NAME, NAME, NAME, NAME, NAME, NAME, NAME, DOUBT)
#undef NAME
#undef PART
#undef DOUBT
    if (fields != 0) at--;
    at = PUT(at, "\r\n");
    out->used += (size_t)(at - start);
}

void almanac_position_columns_append_csv(struct base_buf *out,
                                         const struct almanac_position_columns_shape *shape,
                                         const struct almanac_position_columns_row *row)
{
    const uint64_t fields = shape->fields;
    char *start = base_buf_reserve(out, ALMANAC_POSITION_COLUMNS_ROOM_BYTES +
                                            GIVEN_MAX_BYTES(row->observer)),
         *at = start;
    if (start == NULL) return;
#define NOTHING ""
#define COLUMN(name, value)                                                                        \
    if (fields & BIT(name)) {                                                                      \
        at = value;                                                                                \
        *at++ = ',';                                                                               \
    }
#define GIVEN(name, value, ...) COLUMN(name, put_given_csv(at, value))
#define TEXT(name, value, ...)  COLUMN(name, put_text(at, value))
#define DOUBT(name, value, ...) COLUMN(name, put_doubts(at, &row->value, BASE_TEXT(",")))
    COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, TURN, MAYBE, MAYBE_TURN, DOUBT)
#undef COLUMN
#undef GIVEN
#undef DOUBT
    if (fields != 0) at--;
    at = PUT(at, "\r\n");
    out->used += (size_t)(at - start);
}

void almanac_position_columns_append_votable_fields(
    struct base_buf *out, const struct almanac_position_columns_shape *shape)
{
#define PART(name, type, unit, ucd, about) {#name, type, unit, ucd, "", about},
    static const struct format_votable_field doubts[] = {DOUBT_COLUMNS(PART)};
#undef PART
    const struct kind *kind = kinds();
    for (int i = 0; i < COLUMN_uncertainty; i++)
        if (shape->fields >> i & 1u)
            format_votable_append_field(out, &kind[i].field, kind[i].decimals);
    if (!(shape->fields & BIT(uncertainty))) return;
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++)
        format_votable_append_field(out, &doubts[i],
                                    doubts[i].type == FORMAT_VOTABLE_NUMBER ? DOUBT_DECIMALS : -1);
}

void almanac_position_columns_append_votable(struct base_buf *out,
                                             const struct almanac_position_columns_shape *shape,
                                             const struct almanac_position_columns_row *row)
{
    const uint64_t fields = shape->fields;
    char *start =
        base_buf_reserve(out, ALMANAC_POSITION_COLUMNS_ROOM_BYTES + GIVEN_MAX_BYTES(row->observer));
    if (start == NULL) return;
    char *at = PUT(start, "<TR>");
#define COLUMN(name, value)                                                                        \
    if (fields & BIT(name)) {                                                                      \
        at = PUT(at, "<TD>");                                                                      \
        at = value;                                                                                \
        at = PUT(at, "</TD>");                                                                     \
    }
#define GIVEN(name, value, ...) COLUMN(name, put_given_votable(at, value))
#define DOUBT(name, value, ...) COLUMN(name, put_doubts(at, &row->value, BASE_TEXT("</TD><TD>")))
    COLUMNS(GIVEN, TEXT, WHOLE, TRUTH, NUMBER, TURN, MAYBE, MAYBE_TURN, DOUBT)
    at = PUT(at, "</TR>\n");
    out->used += (size_t)(at - start);
}

/* The columns of the table for people. */
#define TABLE_TIME_CHARS 27

void almanac_position_columns_append_text_header(struct base_buf *out)
{
    base_buf_append_format(out, "%-*s %-9s %9s %9s %-3s %9s %9s %11s\n", TABLE_TIME_CHARS, "time",
                           "body", "az_deg", "alt_deg", "dir", "ra_deg", "dec_deg", "distance_au");
}

void almanac_position_columns_append_text(struct base_buf *out,
                                          const struct almanac_position_columns_row *row)
{
    const struct sky_observation *seen = &row->seen;
    struct base_text time = row->time_local.length > 0 ? row->time_local : row->time;
    base_buf_append_format(
        out, "%-*.*s %-9s %9.4f %9.4f %-3s %9.4f %+9.4f %11.6f\n", TABLE_TIME_CHARS,
        (int)time.length, time.at, sky_body_info(row->body)->name.at,
        format_document_turn(seen->az_deg, 4), seen->alt_deg,
        almanac_position_columns_direction(seen->az_deg),
        format_document_turn(seen->ra_deg, 4), seen->dec_deg, seen->distance_au);
}

/* The cells of a line of CSV, each as wide as the name above it or the longest that it may hold. */
static void append_cells(struct base_buf *out, struct base_text names, struct base_text cells)
{
    names.length -= 2, cells.length -= 2; /* the ends of their lines */
    while (names.length > 0) {
        const struct base_text name = base_text_cut(&names, ',');
        struct base_text cell = base_text_cut(&cells, ',');
        const int column = almanac_position_columns_column(name);
        const int decimals = column < 0 ? DOUBT_DECIMALS : kinds()[column].decimals;
        const bool is_time = column == COLUMN_time || column == COLUMN_time_local;
        int width = is_time ? TABLE_TIME_CHARS : decimals < 0 ? 9 : decimals + 6;
        if (width < (int)name.length) width = (int)name.length;
        if (cell.length == 0) cell = BASE_TEXT("-");
        base_buf_append_format(out, "%*.*s%s", decimals < 0 ? -width : width, (int)cell.length,
                               cell.at, names.length > 0 ? " " : "\n");
    }
}

void almanac_position_columns_append_table(struct base_buf *out,
                                           const struct almanac_position_columns_shape *shape,
                                           const struct almanac_position_columns_row *row)
{
    char names[ALMANAC_POSITION_COLUMNS_ROOM_BYTES],
        cells[ALMANAC_POSITION_COLUMNS_ROOM_BYTES + 2]; /* 2: as of an observer without a name */
    struct base_buf head = {.bytes = names, .room = sizeof names, .max = sizeof names};
    struct base_buf line = {.bytes = cells, .room = sizeof cells, .max = sizeof cells};
    almanac_position_columns_append_csv_header(&head, shape);
    if (row != NULL) almanac_position_columns_append_csv(&line, shape, row);
    assert(!line.has_overflowed);
    const struct base_text above = {names, head.used}, below = {cells, line.used};
    append_cells(out, above, row != NULL ? below : above);
}
