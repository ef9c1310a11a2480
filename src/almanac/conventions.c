/* Every model, definition, unit, limit and default as data. Numbers are taken from where they are
 * used; a section is a function that lists its rows.
 */
#include "almanac/conventions.h"

#include "almanac/batch.h"
#include "almanac/bodies.h"
#include "almanac/events_document.h"
#include "almanac/events_merge.h"
#include "almanac/events_report.h"
#include "almanac/limits.h"
#include "almanac/params.h"
#include "almanac/positions_document.h"
#include "almanac/provenance.h"
#include "almanac/request.h"
#include "format/document.h"
#include "format/json.h"
#include "format/rows.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/day.h"
#include "sky/earth_orientation.h"
#include "sky/refract.h"
#include "sky/rise.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* ---- the list ---- */

struct list {
    struct almanac_conventions_row *rows;
    int count;
    const char *section;
};

static void append_words(struct list *list, const char *name, const char *text, const char *source)
{
    assert(list->count < ALMANAC_CONVENTIONS_MAX && list->section != NULL);
    list->rows[list->count++] = (struct almanac_conventions_row){
        .section = list->section, .name = name, .text = text, .unit = "", .source = source};
}

/* Appends a number without a source; gives its row, for the source. */
static struct almanac_conventions_row *append_number(struct list *list, const char *name,
                                                     double number, int decimals, const char *unit)
{
    assert(list->count < ALMANAC_CONVENTIONS_MAX && list->section != NULL);
    struct almanac_conventions_row *row = &list->rows[list->count++];
    *row = (struct almanac_conventions_row){.section = list->section,
                                            .name = name,
                                            .number = number,
                                            .decimals = decimals,
                                            .unit = unit,
                                            .source = ""};
    return row;
}

static void list_coordinates(struct list *l)
{
    l->section = "coordinates";
    append_words(l, "azimuth", "from north through east, [0, 360): east is 90", "");
    append_words(l, "altitude", "alt_deg is apparent, lifted by the air; alt_true_deg airless", "");
    append_words(l, "direction", "the nearest of 16 compass points, clockwise from N", "");
    append_words(l, "latitude", "geodetic, north positive", "WGS84, NIMA TR8350.2");
    append_words(l, "longitude", "east positive, any turn", "WGS84, NIMA TR8350.2");
    append_words(l, "elevation", "metres above the ellipsoid, which stands for sea level", "WGS84");
    append_words(l, "right_ascension",
                 "ra_deg, dec_deg: apparent, true equator and equinox of date", "IAU 2006/2000A");
    append_words(l, "icrs", "ra_icrs_deg, dec_icrs_deg: astrometric, light time alone", "ICRS");
    append_words(l, "ecliptic", "true ecliptic and equinox of date",
                 "Hilton et al. 2006 (IAU 2006)");
    append_words(l, "galactic", "gal_lon_deg, gal_lat_deg: astrometric",
                 "ESA 1997, Hipparcos Catalogue");
    append_words(l, "hour_angle", "west of the meridian positive, (-180, 180]", "");
    append_words(l, "elongation", "from the Sun, apparent; east of it (evening) positive", "");
    append_words(l, "parallactic_angle", "at the body, celestial north to zenith, west positive",
                 "Meeus 1998, eq. 14.1");
    append_words(l, "angles", "degrees, decimal; units are in the names of fields", "");
}

static void list_constants(struct list *l)
{
    l->section = "constants";
    append_number(l, "astronomical_unit", SKY_AU_KM, 1, "km")->source = "IAU 2012 Resolution B2";
    append_number(l, "speed_of_light", SKY_LIGHT_KM_PER_S, 3, "km/s")->source = "SI, exact";
    append_number(l, "earth_radius", SKY_EARTH_RADIUS_KM, 3, "km")->source = "WGS84";
    append_number(l, "earth_inverse_flattening", 1.0 / SKY_EARTH_FLATTENING, 9, "")->source =
        "WGS84";
    append_number(l, "sun_gm", SKY_SUN_GM_KM3_PER_S2, 3, "km3/s2")->source =
        "DE440/441, Park et al. 2021";
    append_number(l, "era_at_j2000", SKY_ERA_J2000_TURNS, 12, "turns")->source =
        "IAU 2000 Resolution B1.8";
    append_number(l, "era_rate_excess", SKY_ERA_EXCESS_TURNS_PER_DAY, 12, "turns/day")->source =
        "IAU 2000 Resolution B1.8";
    append_number(l, "j2000_mjd", SKY_J2000_MJD, 1, "days")->source = "J2000.0 is JD 2451545.0 TT";
}

static void list_time(struct list *l, const struct data_dataset *dataset)
{
    const struct sky_earth_orientation *orient = &dataset->sky.orient;
    l->section = "time";
    append_words(l, "scale", "UTC from 1962 on, UT1 before", "IERS Bulletin C; USNO tai-utc.dat");
    append_words(l, "calendar", "Gregorian throughout, proleptic before 1582; year 0 is 1 BC",
                 "ISO 8601");
    append_words(l, "format",
                 "RFC 3339 with Z; years beyond 0000 to 9999 with a sign and six digits",
                 "RFC 3339");
    append_words(l, "now", "the clock of the server, rounded down to a second", "");
    append_number(l, "tt_minus_tai", SKY_TT_TAI_S, 3, "s")->source = "IAU 1991 Recommendation IV";
    append_words(l, "tdb", "the largest terms of TDB-TT at the Earth's centre, to 10 microseconds",
                 "Fairhead & Bretagnon 1990; USNO Circular 179, eq. 2.6");
    append_number(l, "leap_seconds",
                  dataset->leaps.table.rows[dataset->leaps.table.count - 1].tai_utc_s, 0, "s")
        ->source = "IERS, NIST: leap-seconds.list";
    append_number(l, "leap_seconds_expire", dataset->leaps.expires_day + SKY_J2000_MJD - 0.5, 0,
                  "MJD")
        ->source = "IERS, NIST: leap-seconds.list";
    append_words(l, "ut1", "measured and predicted by IERS, tabled daily",
                 "IERS C01, C04 and Bulletin A");
    append_number(l, "ut1_measured_until", orient->spin.last_measured_mjd, 0, "MJD")->source =
        "IERS";
    append_number(l, "ut1_predicted_until", orient->spin.first_mjd + orient->spin.days - 1, 0,
                  "MJD")
        ->source = "IERS Bulletin A";
    append_number(l, "ut1_held_for", SKY_EARTH_ORIENTATION_HOLD_DAYS, 1, "days");
    append_words(l, "delta_t",
                 "yearly before 1956; a spline and a long-term model beyond the tables",
                 "JPL Horizons; Morrison, Stephenson, Hohenkerk & Zawilski 2021");
    append_number(l, "year_max", SKY_CIVIL_YEAR_MAX, 0, "years");
    append_words(l, "sidereal",
                 "GAST is the Earth rotation angle less the equation of the origins; GMST "
                 "by its polynomial",
                 "IAU 2006; Capitaine, Wallace & Chapront 2003");
    append_words(l, "equation_of_time", "apparent less mean solar time",
                 "Explanatory Supplement 2013");
}

static void list_place(struct list *l)
{
    l->section = "positions";
    append_words(l, "precession_nutation", "celestial pole and origin tabled within 0.06 mas",
                 "IAU 2006/2000A; IERS Conventions 2010, chapter 5");
    append_words(l, "precession_far",
                 "long-term precession and 77 terms of nutation outside the table",
                 "Vondrak, Capitaine & Wallace 2011");
    append_words(l, "polar_motion", "in the observer's place and in the horizon", "IERS");
    append_words(l, "light_time", "iterated, with the body's velocity and acceleration", "");
    append_words(l, "deflection", "by the Sun", "Klioner 2003");
    append_words(l, "aberration", "relativistic, of the observer: annual and diurnal",
                 "Klioner 2003");
    append_words(l, "centres", "of the planets themselves, not of their systems",
                 "offsets fitted to JPL Horizons 1900-2099");
    append_words(l, "shape", "equatorial and polar radii",
                 "Archinal et al. 2018 (IAU WGCCRE 2015)");
    append_words(l, "rotation", "poles and prime meridians, longitudes planetographic",
                 "Archinal et al. 2018 (IAU WGCCRE 2015)");
    append_words(l, "constellation", "IAU abbreviation, of the astrometric place", "Roman 1987");
    append_words(l, "uncertainty", "a bound: of a thousand errors 997 lie within it", "");
    append_words(l, "airmass", "above the apparent horizon", "Pickering 2002");
}

static void list_magnitudes(struct list *l)
{
    l->section = "magnitudes";
    append_words(l, "system",
                 "apparent V above the air; null outside the phase angles ever observed", "");
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        append_words(l, sky_body_info(body)->name.at, "V",
                     almanac_bodies_facts(body)->magnitude_model);
}

static void list_refraction(struct list *l)
{
    const struct sky_air air = sky_refract_standard_air(0.0);
    l->section = "refraction";
    append_words(l, "default", almanac_provenance_refraction(air.model), "");
    append_words(l, "standard",
                 "light of 0.56 um through dry air of the pressure and temperature, which cools by "
                 "6.5 K/km for 11 km; fades to 0 from -1 to -3 deg",
                 "fit to the integral of Auer & Standish 2000; Ciddor 1996");
    append_words(l, "none", "no air", "");
    append_words(l, "pyephem", "the curve of libastro, with its swing below the horizon",
                 "libastro");
    append_number(l, "pressure", air.pressure_hpa, 2, "hPa")->source =
        "ISO 2533:1975, at sea level";
    append_number(l, "temperature", air.temp_c, 2, "degC")->source = "ISO 2533:1975, at sea level";
    append_number(l, "lift_at_horizon", sky_refract_lift_deg(&air, 0.0) * 60.0, 2, "arcmin")
        ->source = "Auer & Standish 2000";
}

static void list_horizons(struct list *l)
{
    const struct {
        const char *name;
        enum sky_body body;
    } bodies[] = {{"almanac_sun", SKY_BODY_SUN},
                  {"almanac_moon_upper_limb", SKY_BODY_MOON},
                  {"almanac_planets", SKY_BODY_MARS}};
    const char *usno = "USNO, Rise, Set, and Twilight Definitions";
    l->section = "rise_set";
    append_words(l, "default", sky_rise_definition_name(SKY_RISE_ALMANAC).at, usno);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const struct sky_rise_horizon h = sky_rise_almanac(bodies[i].body, 0.0, 0.0);
        append_number(l, bodies[i].name,
                      h.radius_km > 0.0 ? h.horizon_arcmin : h.airless_deg * 60.0, 2, "arcmin")
            ->source = usno;
    }
    append_words(l, "physical", "true upper limb of every body in the observer's own air", "");
    append_number(l, "uncertainty", sky_rise_almanac(SKY_BODY_SUN, 0.0, 0.0).uncertainty_deg * 60.0,
                  2, "arcmin")
        ->source = "Sampson et al. 2003, PASP 115, 1256";
    append_number(l, "dip_at_1_m", sky_rise_dip_deg(1.0) * 60.0, 2, "arcmin")->source =
        "The Nautical Almanac: 1.76 arcmin times the root of the height";
    append_number(l, "dip_of_light_at_1_m", SKY_RISE_LIGHT_DIP_ARCMIN, 2, "arcmin")->source =
        "the angle at the Earth's centre between the eye and its sea horizon, with the same air";
    append_number(l, "civil_twilight", SKY_RISE_CIVIL_DEG, 1, "deg")->source = usno;
    append_number(l, "nautical_twilight", SKY_RISE_NAUTICAL_DEG, 1, "deg")->source = usno;
    append_number(l, "astronomical_twilight", SKY_RISE_ASTRONOMICAL_DEG, 1, "deg")->source = usno;
    append_number(l, "golden_hour_low", SKY_RISE_GOLDEN_LOW_DEG, 1, "deg");
    append_number(l, "golden_hour_high", SKY_RISE_GOLDEN_HIGH_DEG, 1, "deg");
    append_number(l, "next_ahead_max", SKY_RISE_AHEAD_MAX_DAYS, 0, "days");
    append_words(l, "transit", "the centre crosses the meridian on the zenith's side of the pole",
                 "");
#define STATUS(name, text) "|" text
    static const char statuses[] = SKY_DAY_STATUS_LIST(STATUS);
#undef STATUS
    append_words(l, "statuses", statuses + 1, "");
}

static void list_events(struct list *l)
{
    l->section = "events";
    append_words(l, "types", ALMANAC_EVENTS_MERGE_EXPECTED, "");
    append_words(l, "default_types", ALMANAC_EVENTS_REPORT_DEFAULT_TYPES, "");
    append_words(l, "sky", "geocentric, apparent; longitudes of the true equinox of date", "");
    append_words(l, "lunar_eclipses", "shadow enlarged as Danjon has it",
                 "Danjon 1951; Espenak & Meeus 2009, section 1.7");
    append_words(l, "solar_eclipses", "limbs as circles; two radii of the Moon",
                 "Explanatory Supplement 1992, section 8.3");
    append_number(l, "sky_max", ALMANAC_EVENTS_REPORT_SKY_MAX_DAYS, 1, "days");
    append_number(l, "place_max", ALMANAC_EVENTS_REPORT_PLACE_MAX_DAYS, 1, "days");
    append_number(l, "dates_max", ALMANAC_EVENTS_DOCUMENT_DAYS_MAX, 0, "dates");
    append_number(l, "altitudes_max", ALMANAC_EVENTS_MERGE_MARKS_MAX, 0, "altitudes, and azimuths");
}

static void list_limits(struct list *l)
{
    l->section = "limits";
    append_number(l, "rows_max", ALMANAC_POSITIONS_DOCUMENT_ROWS_MAX, 0, "rows");
    append_number(l, "batch_rows_max", ALMANAC_BATCH_ROWS_MAX, 0, "rows");
    append_number(l, "batch_observers_max", ALMANAC_BATCH_OBSERVERS_MAX, 0, "observers");
    append_number(l, "batch_times_max", ALMANAC_BATCH_TIMES_MAX, 0, "instants in a list");
    append_number(l, "streams_max", ALMANAC_LIMITS_STREAMS_MAX, 0, "streams");
    append_number(l, "stream_heartbeat", ALMANAC_LIMITS_HEARTBEAT_S, 0, "s");
    append_number(l, "bodies_max", SKY_BODY_COUNT, 0, "bodies");
    append_number(l, "problems_max", ALMANAC_REQUEST_PROBLEMS_MAX, 0, "errors of one request");
    append_number(l, "target_max", ALMANAC_LIMITS_TARGET_MAX_BYTES, 0, "bytes");
    append_number(l, "head_max", ALMANAC_LIMITS_HEAD_MAX_BYTES, 0, "bytes");
    append_number(l, "headers_max", ALMANAC_LIMITS_HEADERS_MAX, 0, "lines");
    append_number(l, "content_max", ALMANAC_LIMITS_BODY_MAX_BYTES, 0, "bytes");
    append_number(l, "elevation_min", ALMANAC_PARAMS_ELEVATION_MIN_M, 0, "m");
    append_number(l, "elevation_max", ALMANAC_PARAMS_ELEVATION_MAX_M, 0, "m");
}

/* What holds for a parameter that is not given: by the table of parameters. */
static void list_defaults(struct list *l)
{
    const struct almanac_params_row *rows = almanac_params_rows();
    l->section = "defaults";
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++)
        if (rows[i].otherwise[0] != '\0') append_words(l, rows[i].name.at, rows[i].otherwise, "");
}

int almanac_conventions_list(const struct data_dataset *dataset,
                             struct almanac_conventions_row rows[ALMANAC_CONVENTIONS_MAX])
{
    struct list list = {.rows = rows};
    list_coordinates(&list);
    list_constants(&list);
    list_time(&list, dataset);
    list.section = "ephemeris";
    append_words(&list, "source", dataset->source, "");
    list_place(&list);
    list_magnitudes(&list);
    list_refraction(&list);
    list_horizons(&list);
    list_events(&list);
    list_limits(&list);
    list_defaults(&list);
    return list.count;
}

/* ---- writing ---- */

#define VALUE_MAX_BYTES 1024

/* A row as the columns have it. */
struct cells {
    struct base_text section, name;
    struct base_text value;      /* without quotes */
    struct base_text json_value; /* a string or a number */
    struct base_text unit, source;
    char digits[64], quoted[VALUE_MAX_BYTES];
};

#define COLUMN(name_, kind_, in_, member, ucd_, about_)                                            \
    FORMAT_DOCUMENT_COLUMN(name_, kind_, in_, offsetof(struct cells, member),                      \
                           FORMAT_DOCUMENT_ALWAYS, -1, "", ucd_, "", about_)
/* In the document of JSON section and name are the keys of the rows. */
static const struct format_document_column COLUMNS[] = {
    COLUMN("section", WORD, FORMAT_DOCUMENT_BOTH | FORMAT_DOCUMENT_OPTIONAL, section, "meta.code",
           "what the convention is about"),
    COLUMN("name", WORD, FORMAT_DOCUMENT_BOTH | FORMAT_DOCUMENT_OPTIONAL, name, "meta.id;meta.main",
           "its name within the section"),
    COLUMN("value", MADE, FORMAT_DOCUMENT_NESTED, json_value, "", ""),
    COLUMN("value", TEXT, FORMAT_DOCUMENT_FLAT, value, "meta.note",
           "a number, or the convention in words"),
    COLUMN("unit", TEXT, FORMAT_DOCUMENT_BOTH, unit, "meta.unit", "unit of the number"),
    COLUMN("source", TEXT, FORMAT_DOCUMENT_BOTH, source, "meta.bib",
           "paper, standard or resolution; null where the choice is our own"),
};

static struct format_document_view view_of(unsigned way, unsigned allowed)
{
    return format_document_view_of(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, way, allowed);
}

/* The text, or a missing one when it is empty. */
static struct base_text text_or_null(const char *text)
{
    return text[0] != '\0' ? base_text_of(text) : (struct base_text){NULL, 0};
}

static void fill(const struct almanac_conventions_row *row, struct cells *cells)
{
    struct base_buf digits = {
        .bytes = cells->digits, .room = sizeof cells->digits, .max = sizeof cells->digits};
    struct base_buf quoted = {
        .bytes = cells->quoted, .room = sizeof cells->quoted, .max = sizeof cells->quoted};
    if (row->text != NULL)
        format_json_append_string(&quoted, base_text_of(row->text));
    else
        format_json_append_number(&digits, row->number, row->decimals);
    assert(!digits.has_overflowed && !quoted.has_overflowed);
    const struct base_text number = {cells->digits, digits.used};
    cells->section = base_text_of(row->section);
    cells->name = base_text_of(row->name);
    cells->value = row->text != NULL ? base_text_of(row->text) : number;
    cells->json_value = row->text != NULL ? (struct base_text){cells->quoted, quoted.used} : number;
    cells->unit = text_or_null(row->unit);
    cells->source = text_or_null(row->source);
}

static void append_meta(struct base_buf *out, const void *document)
{
    almanac_provenance_append_source(out, document);
}

static void append_self(struct base_buf *out, const void *document)
{
    (void)document;
    base_buf_append_string(out, "/api/v1/conventions");
}

static void append_json(struct base_buf *out, const struct almanac_conventions_row *rows, int total,
                        const struct almanac_provenance *from)
{
    assert(total > 0 && total <= ALMANAC_CONVENTIONS_MAX);
    const struct format_document_view view = view_of(FORMAT_DOCUMENT_NESTED, 0);
    struct cells cells;
    base_buf_append_string(out, "{\"conventions\": {");
    for (int i = 0; i < total; i++) {
        const bool is_first = i == 0 || strcmp(rows[i].section, rows[i - 1].section) != 0;
        if (is_first)
            base_buf_append_format(out, "%s\n\"%s\": {", i > 0 ? "}," : "", rows[i].section);
        base_buf_append_format(out, "%s\n\"%s\": ", is_first ? "" : ",", rows[i].name);
        fill(&rows[i], &cells);
        format_json_append_object(out, &view, &cells);
    }
    base_buf_append_string(out, "}\n}, ");
    almanac_provenance_append_json(out, from);
    base_buf_append_string(out, "}\n");
}

/* A line of text: no table of columns, for most values are sentences. */
static void append_line(struct base_buf *out, const struct almanac_conventions_row *row)
{
    base_buf_append_format(out, "%-13s %-24s ", row->section, row->name);
    if (row->text == NULL)
        format_json_append_number(out, row->number, row->decimals);
    else
        base_buf_append_string(out, row->text);
    if (row->unit[0] != '\0') base_buf_append_format(out, " %s", row->unit);
    if (row->source[0] != '\0') base_buf_append_format(out, " [%s]", row->source);
    base_buf_append_string(out, "\n");
}

/* Appends the rows as a table of columns. */
static void append_rows(struct base_buf *out, const struct almanac_conventions_row *rows, int total,
                        enum format_rows_format format)
{
    struct format_rows written = {
        .format = format,
        .view = view_of(format_rows_way(format), FORMAT_DOCUMENT_OPTIONAL),
    };
    struct cells cells;
    format_rows_begin(out, &written);
    for (int i = 0; i < total; i++) {
        fill(&rows[i], &cells);
        format_rows_append(out, &written, &cells);
    }
}

void almanac_conventions_append(struct base_buf *out, const struct data_dataset *dataset,
                                enum almanac_params_format format, struct base_text base_path)
{
    assert(almanac_params_has_rows(format));
    struct almanac_conventions_row rows[ALMANAC_CONVENTIONS_MAX];
    const int total = almanac_conventions_list(dataset, rows);
    const struct almanac_provenance from = {
        .document = dataset,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = base_path,
        .about = "Models, definitions, units, limits and defaults of PlanetTracker",
        .name = "conventions",
        .source = dataset->source,
    };
    switch (format) {
    case ALMANAC_PARAMS_JSON:
        append_json(out, rows, total, &from);
        return;
    case ALMANAC_PARAMS_TEXT:
        for (int i = 0; i < total; i++) append_line(out, &rows[i]);
        return;
    default:
        if (format == ALMANAC_PARAMS_VOTABLE) almanac_provenance_open_votable(out, &from);
        append_rows(out, rows, total, almanac_params_rows_format(format));
        if (format == ALMANAC_PARAMS_VOTABLE) almanac_provenance_close_votable(out, &from);
    }
}
