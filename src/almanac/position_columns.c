/* The columns of positions: one table, which every writer loops over. */
#include "almanac/position_columns.h"

#include <assert.h>
#include <stddef.h>

/* Places to 1e-8 deg (0.04 mas), distances to 0.15 m, light time to 1e-6 s: ten times finer than what is
 * computed is exact to. Discs as fine as their models. Units are of IVOA's VOUnits, UCDs of its UCD1+
 * list, frames the IDs that format/votable declares. */
#define AT(member) (uint16_t) offsetof(struct almanac_position_columns_row, member)
#define ROW(name, kind_, member, has_, decimals_)                                                  \
    FORMAT_DOCUMENT_KEY(#name), .kind = FORMAT_DOCUMENT_##kind_, .in = FORMAT_DOCUMENT_BOTH,       \
                                .decimals = decimals_, .offset = AT(member), .has_offset = has_
#define WORDS(unit_, ucd_, frame_, about_)                                                         \
    .unit = unit_, .ucd = ucd_, .frame = frame_, .about = about_
#define PLAIN(name, kind_, member, ucd_, frame_, about_)                                           \
    {                                                                                              \
        ROW(name, kind_, member, FORMAT_DOCUMENT_ALWAYS, -1), WORDS("", ucd_, frame_, about_)      \
    }
#define NUMBER(name, member, decimals_, ...)                                                       \
    {                                                                                              \
        ROW(name, NUMBER, seen.member, FORMAT_DOCUMENT_ALWAYS, decimals_), WORDS(__VA_ARGS__)      \
    }
#define TURN(name, member, decimals_, ...)                                                         \
    {                                                                                              \
        ROW(name, TURN, seen.member, FORMAT_DOCUMENT_ALWAYS, decimals_), WORDS(__VA_ARGS__)        \
    }
#define MAYBE(name, has, member, decimals_, ...)                                                   \
    {                                                                                              \
        ROW(name, NUMBER, seen.member, AT(seen.has), decimals_), WORDS(__VA_ARGS__)                \
    }
#define MAYBE_TURN(name, has, member, decimals_, ...)                                              \
    {                                                                                              \
        ROW(name, TURN, seen.member, AT(seen.has), decimals_), WORDS(__VA_ARGS__)                  \
    }
#define UNCERTAINTY_CELL(name, kind_, member, in_, decimals_, ...)                                 \
    {                                                                                              \
        FORMAT_DOCUMENT_KEY(#name), .kind = FORMAT_DOCUMENT_##kind_, .in = FORMAT_DOCUMENT_##in_,  \
                                    .decimals = decimals_, .offset = AT(member),                   \
                                    .has_offset = FORMAT_DOCUMENT_ALWAYS, WORDS(__VA_ARGS__)       \
    }

/* New columns go before the uncertainty, whose parts are one object in JSON and three columns
 * elsewhere. */
static const struct format_document_column COLUMNS[] = {
    PLAIN(observer, TEXT, observer, "meta.id", "", "the observer, as the request named it"),
    PLAIN(body, WORD, name, "meta.id;meta.main", "", "Sun, Moon or planet, in lower case"),
    PLAIN(naif_id, WHOLE, naif_id, "meta.id.cross", "", "its number in NAIF SPICE"),
    PLAIN(time, WORD, time, "time.epoch;meta.main", "utc",
          "the instant: UTC from 1962 on, UT1 before"),
    PLAIN(time_local, WORD, time_local, "time.epoch", "",
          "the same instant by the clocks of the requested zone"),
    TURN(az_deg, az_deg, 8, "deg", "pos.az.azi", "", "azimuth, from north through east"),
    NUMBER(alt_deg, alt_deg, 8, "deg", "pos.az.alt;meta.main", "",
           "apparent altitude, lifted by the air"),
    NUMBER(alt_true_deg, alt_true_deg, 8, "deg", "pos.az.alt", "", "airless altitude"),
    NUMBER(refraction_deg, refraction_deg, 8, "deg", "obs.atmos.refractAngle", "",
           "how far the air lifts it: alt_deg - alt_true_deg"),
    PLAIN(direction, WORD, direction, "meta.code;pos.az.azi", "",
          "the nearest of the 16 compass points"),
    PLAIN(above_horizon, TRUTH, is_above, "meta.code;pos.az.alt", "", "whether alt_deg is above 0"),
    TURN(ra_deg, ra_deg, 8, "deg", "pos.eq.ra", "",
         "right ascension: apparent, of the true equator and equinox of date, from the observer"),
    NUMBER(dec_deg, dec_deg, 8, "deg", "pos.eq.dec", "",
           "declination: apparent, of the true equator of date, from the observer"),
    TURN(ra_icrs_deg, ra_icrs_deg, 8, "deg", "pos.eq.ra;meta.main", "icrs",
         "right ascension: astrometric (light time alone), from the observer"),
    NUMBER(dec_icrs_deg, dec_icrs_deg, 8, "deg", "pos.eq.dec;meta.main", "icrs",
           "declination: astrometric (light time alone), from the observer"),
    NUMBER(distance_au, distance_au, 12, "AU", "pos.distance", "",
           "distance to the observer, along the light's path"),
    NUMBER(light_time_s, light_time_s, 6, "s", "time.duration;pos.distance", "",
           "travel time of the light"),
    MAYBE(magnitude, has_magnitude, magnitude, 3, "mag", "phot.mag;em.opt.V", "",
          "V magnitude above the air; null outside the phase angles ever observed"),
    NUMBER(angular_diameter_arcsec, angular_diameter_arcsec, 4, "arcsec", "phys.angSize", "",
           "apparent diameter of the equator"),
    MAYBE(illuminated_fraction, has_phase, illuminated_fraction, 6, "", "phys.angArea;arith.ratio",
          "", "lit part of the disc, 0 to 1; null for the Sun"),
    NUMBER(elongation_deg, elongation_deg, 6, "deg", "pos.angDistance", "",
           "apparent angle from the Sun; east of it, in the evening, positive"),
    PLAIN(constellation, CODE, seen.constellation, "meta.code;pos", "",
          "IAU abbreviation of the constellation"),
    MAYBE(az_rate_arcsec_per_s, has_rates, az_rate_arcsec_per_s, 4, "arcsec/s",
          "arith.rate;pos.az.azi", "", "rate of the azimuth; null at the zenith"),
    MAYBE(alt_rate_arcsec_per_s, has_rates, alt_rate_arcsec_per_s, 4, "arcsec/s",
          "arith.rate;pos.az.alt", "", "rate of the apparent altitude; null at the zenith"),
    NUMBER(hour_angle_deg, hour_angle_deg, 8, "deg", "pos.eq.ha", "",
           "hour angle, west of the meridian positive"),
    NUMBER(parallactic_angle_deg, parallactic_angle_deg, 6, "deg", "pos.posAng", "",
           "angle at the body from celestial north to the zenith, west positive"),
    MAYBE(airmass, has_airmass, airmass, 4, "", "obs.airMass", "",
          "air along the line of sight, 1 at the zenith; null below the horizon"),
    TURN(ecl_lon_deg, ecl_lon_deg, 8, "deg", "pos.ecliptic.lon", "",
         "apparent longitude, of the true ecliptic and equinox of date"),
    NUMBER(ecl_lat_deg, ecl_lat_deg, 8, "deg", "pos.ecliptic.lat", "",
           "apparent latitude, of the true ecliptic of date"),
    TURN(gal_lon_deg, gal_lon_deg, 8, "deg", "pos.galactic.lon", "galactic",
         "galactic longitude: astrometric"),
    NUMBER(gal_lat_deg, gal_lat_deg, 8, "deg", "pos.galactic.lat", "galactic",
           "galactic latitude: astrometric"),
    NUMBER(range_rate_km_per_s, range_rate_km_per_s, 6, "km/s", "arith.rate;pos.distance", "",
           "rate of distance_au, receding positive"),
    NUMBER(sun_distance_au, sun_distance_au, 12, "AU", "pos.distance;pos.heliocentric", "",
           "distance to the Sun when the light left the body"),
    MAYBE(phase_angle_deg, has_phase, phase_angle_deg, 6, "deg", "pos.phaseAng", "",
          "angle at the body between Sun and observer; null for the Sun"),
    MAYBE_TURN(
        bright_limb_deg, has_phase, bright_limb_deg, 4, "deg", "pos.posAng", "",
        "position angle of the middle of the bright limb, from celestial north through east"),
    TURN(pole_angle_deg, pole_angle_deg, 4, "deg", "pos.posAng", "",
         "position angle of the north pole, from celestial north through east"),
    TURN(sub_observer_lon_deg, sub_observer_lon_deg, 4, "deg", "pos.bodyrc.long", "",
         "planetographic longitude of the middle of the disc"),
    NUMBER(sub_observer_lat_deg, sub_observer_lat_deg, 4, "deg", "pos.bodyrc.lat", "",
           "planetographic latitude of the middle of the disc"),
    MAYBE_TURN(sub_solar_lon_deg, has_phase, sub_solar_lon_deg, 4, "deg", "pos.bodyrc.long", "",
               "planetographic longitude with the Sun overhead; null for the Sun"),
    MAYBE(sub_solar_lat_deg, has_phase, sub_solar_lat_deg, 4, "deg", "pos.bodyrc.lat", "",
          "planetographic latitude with the Sun overhead; null for the Sun"),
    MAYBE(ring_tilt_deg, has_rings, ring_tilt_deg, 4, "deg", "pos.bodyrc.lat", "",
          "how far the observer is above the north face of the rings; null without rings"),
    TURN(geocentric_ra_deg, geocentric.ra_deg, 8, "deg", "pos.eq.ra;pos.geocentric", "apparent",
         "ra_deg from the centre of the Earth"),
    NUMBER(geocentric_dec_deg, geocentric.dec_deg, 8, "deg", "pos.eq.dec;pos.geocentric",
           "apparent", "dec_deg from the centre of the Earth"),
    TURN(geocentric_ra_icrs_deg, geocentric.ra_icrs_deg, 8, "deg", "pos.eq.ra;pos.geocentric",
         "icrs", "ra_icrs_deg from the centre of the Earth"),
    NUMBER(geocentric_dec_icrs_deg, geocentric.dec_icrs_deg, 8, "deg", "pos.eq.dec;pos.geocentric",
           "icrs", "dec_icrs_deg from the centre of the Earth"),
    TURN(geocentric_ecl_lon_deg, geocentric.ecl_lon_deg, 8, "deg",
         "pos.ecliptic.lon;pos.geocentric", "", "ecl_lon_deg from the centre of the Earth"),
    NUMBER(geocentric_ecl_lat_deg, geocentric.ecl_lat_deg, 8, "deg",
           "pos.ecliptic.lat;pos.geocentric", "", "ecl_lat_deg from the centre of the Earth"),
    NUMBER(geocentric_distance_au, geocentric.distance_au, 12, "AU", "pos.distance;pos.geocentric",
           "", "distance_au from the centre of the Earth"),
    UNCERTAINTY_CELL(uncertainty, OPEN, uncertainty, NESTED, -1, "arcsec", "stat.error", "",
                     "bounds on the errors of azimuth and altitude: 997 of a thousand are smaller"),
    UNCERTAINTY_CELL(az_arcsec, NUMBER, uncertainty.az_arcsec, NESTED, 4, "arcsec", "", "", ""),
    UNCERTAINTY_CELL(alt_arcsec, NUMBER, uncertainty.alt_arcsec, NESTED, 4, "arcsec", "", "", ""),
    UNCERTAINTY_CELL(cause, WORD, cause, NESTED, -1, "", "", "", ""),
    UNCERTAINTY_CELL(uncertainty, CLOSE, uncertainty, NESTED, -1, "", "", "", ""),
    UNCERTAINTY_CELL(az_uncertainty_arcsec, NUMBER, uncertainty.az_arcsec, FLAT, 4, "arcsec",
                     "stat.error;pos.az.azi", "",
                     "bound on the error of az_deg: 997 of a thousand are smaller"),
    UNCERTAINTY_CELL(alt_uncertainty_arcsec, NUMBER, uncertainty.alt_arcsec, FLAT, 4, "arcsec",
                     "stat.error;pos.az.alt", "",
                     "bound on the error of alt_deg: 997 of a thousand are smaller"),
    UNCERTAINTY_CELL(uncertainty_cause, WORD, cause, FLAT | FORMAT_DOCUMENT_RIGHT, -1, "",
                     "meta.note", "", "its largest cause"),
};

enum {
    OBSERVER,
    TIME_LOCAL = 4,
    OF_HORIZON = 11, /* the first columns: what sky_observe_horizon gives already */
    ALL = sizeof COLUMNS / sizeof *COLUMNS,
    UNCERTAINTY = ALL - 8, /* the last that can be chosen */
    CHOICES = UNCERTAINTY + 1
};
_Static_assert(CHOICES <= 64, "a bit for each column");
_Static_assert(ALL <= FORMAT_DOCUMENT_COLUMNS_MAX, "a view holds all of them");

#define BIT(column) (UINT64_C(1) << (column))

const struct format_document_column *almanac_position_columns_at(int column)
{
    assert(column >= 0 && column < CHOICES);
    return &COLUMNS[column];
}

int almanac_position_columns_columns(struct base_text names[64])
{
    for (int i = 0; i < CHOICES; i++) names[i] = format_document_name(&COLUMNS[i]);
    return CHOICES;
}

int almanac_position_columns_column(struct base_text name)
{
    for (int i = 0; i < CHOICES; i++)
        if (base_text_equals(name, format_document_name(&COLUMNS[i]))) return i;
    return -1;
}

struct almanac_position_columns_shape
almanac_position_columns_shape(uint64_t fields, bool has_local, bool has_observer)
{
    assert(fields >> CHOICES == 0);
    if (fields == 0) fields = BIT(CHOICES) - 1;
    if (!has_local) fields &= ~BIT(TIME_LOCAL);
    if (!has_observer) fields &= ~BIT(OBSERVER);
    return (struct almanac_position_columns_shape){
        .fields = fields,
        .is_of_the_horizon = (fields & ~(BIT(OF_HORIZON) - 1)) == 0,
        .has_uncertainty = (fields & BIT(UNCERTAINTY)) != 0,
    };
}

void almanac_position_columns_view(const struct almanac_position_columns_shape *shape, unsigned way,
                                   struct format_document_view *view)
{
    assert(way == FORMAT_DOCUMENT_NESTED || way == FORMAT_DOCUMENT_FLAT);
    assert(COLUMNS[UNCERTAINTY].kind == FORMAT_DOCUMENT_OPEN);
    view->count = 0;
    view->has_long = false;
    for (uint64_t rest = shape->fields & ~BIT(UNCERTAINTY); rest != 0; rest &= rest - 1)
        format_document_add(view, &COLUMNS[__builtin_ctzll(rest)]);
    for (int i = UNCERTAINTY; i < ALL && shape->has_uncertainty; i++)
        if (COLUMNS[i].in & way) format_document_add(view, &COLUMNS[i]);
}

#define WINDS(X)                                                                                   \
    X(N)                                                                                           \
    X(NNE) X(NE) X(ENE) X(E) X(ESE) X(SE) X(SSE) X(S) X(SSW) X(SW) X(WSW) X(W) X(WNW) X(NW) X(NNW)

static struct base_text direction_of(double az_deg)
{
#define WIND(name) {#name, sizeof #name - 1},
    static const struct base_text winds[16] = {WINDS(WIND)};
#undef WIND
    assert(az_deg >= 0.0 && az_deg <= 360.0);
    return winds[(int)(az_deg / 22.5 + 0.5) % 16];
}

const char *almanac_position_columns_direction(double az_deg)
{
    return direction_of(az_deg).at;
}

void almanac_position_columns_complete(struct almanac_position_columns_row *row)
{
    const struct sky_body_info *info = sky_body_info(row->body);
    row->name = info->name;
    row->naif_id = info->naif_id;
    row->direction = direction_of(row->seen.az_deg);
    row->is_above = row->seen.alt_deg > 0.0;
}

void almanac_position_columns_complete_uncertainty(struct almanac_position_columns_row *row)
{
    row->cause = base_text_of(sky_uncertainty_cause_name(row->uncertainty.cause));
}

/* ---- text for people who chose no columns -------------------------------------------------- */

#define INSTANT_CHARS 27

const struct format_text_table_column
    almanac_position_columns_brief[ALMANAC_POSITION_COLUMNS_BRIEF_COUNT] = {
        FORMAT_TEXT_TABLE_COLUMN("time", WORD, AT(time_shown), -1, -INSTANT_CHARS, 0),
        FORMAT_TEXT_TABLE_COLUMN("body", WORD, AT(name), -1, -9, 1),
        FORMAT_TEXT_TABLE_COLUMN("az_deg", TURN, AT(seen.az_deg), 4, 9, 1),
        FORMAT_TEXT_TABLE_COLUMN("alt_deg", NUMBER, AT(seen.alt_deg), 4, 9, 1),
        FORMAT_TEXT_TABLE_COLUMN("dir", WORD, AT(direction), -1, -3, 1),
        FORMAT_TEXT_TABLE_COLUMN("ra_deg", TURN, AT(seen.ra_deg), 4, 9, 1),
        FORMAT_TEXT_TABLE_COLUMN_WITH("dec_deg", NUMBER, AT(seen.dec_deg), FORMAT_DOCUMENT_ALWAYS,
                                      4, 9, 1, SIGNED),
        FORMAT_TEXT_TABLE_COLUMN("distance_au", NUMBER, AT(seen.distance_au), 6, 11, 1),
};
