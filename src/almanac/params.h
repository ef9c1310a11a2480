/* Text to a typed request: the one table of parameters, for the server, its OpenAPI document and
 * the command line alike.
 */
#ifndef ALMANAC_PARAMS_H
#define ALMANAC_PARAMS_H

#include "almanac/i18n.h"
#include "almanac/problem.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/time_range.h"
#include "data/time_text.h"
#include "data/zone.h"
#include "data/zone_cache.h"
#include "format/media.h"
#include "format/rows.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/refract.h"
#include "sky/rise.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stdint.h>

#define ALMANAC_PARAMS_ELEVATION_MIN_M (-500.0)
#define ALMANAC_PARAMS_ELEVATION_MAX_M 100000.0

/* What parameters expect, in words, where the command line has them too. */
#define ALMANAC_PARAMS_LAT_EXPECTED         "degrees north as a decimal or d:m:s, -90..90"
#define ALMANAC_PARAMS_LON_EXPECTED         "degrees east as a decimal or d:m:s, -360..360"
#define ALMANAC_PARAMS_ELEVATION_EXPECTED   "metres above sea level, -500..100000"
#define ALMANAC_PARAMS_REFRACTION_EXPECTED  "one of standard, none, pyephem"
#define ALMANAC_PARAMS_PRESSURE_EXPECTED    "hectopascals at the observer, 0..1200"
#define ALMANAC_PARAMS_TEMPERATURE_EXPECTED "degrees Celsius at the observer, -100..70"
#define ALMANAC_PARAMS_BODIES_EXPECTED      "names or NAIF ids separated by commas, or planets, or all"
#define ALMANAC_PARAMS_LANG_EXPECTED        "one of " ALMANAC_I18N_TAGS_SPACED

/* enumerator, name, kind, where the value is stored in struct almanac_params, least, most, choices,
 * expected, example, its value when not given
 *
 * Kinds: ANGLE (degrees, decimal or d:m:s), NUMBER, WHOLE, CHOICE (one of the choices, stored as
 * its place in the list), FLAG (1, true, 0, false), TIME, STEP, TEXT (of at most `most` bytes), and
 * the four with a reader of their own: BODIES, BODY (one), FIELDS, ZONE.
 */
#define ALMANAC_PARAMS_LIST(X)                                                                     \
    X(LAT, "lat", ANGLE, lat_deg, -90.0, 90.0, "", ALMANAC_PARAMS_LAT_EXPECTED, "48.93", "")       \
    X(LON, "lon", ANGLE, lon_deg, -360.0, 360.0, "", ALMANAC_PARAMS_LON_EXPECTED, "2.45", "")      \
    X(ELEVATION, "elevation", NUMBER, elevation_m, ALMANAC_PARAMS_ELEVATION_MIN_M,                 \
      ALMANAC_PARAMS_ELEVATION_MAX_M, "", ALMANAC_PARAMS_ELEVATION_EXPECTED, "35", "0")            \
    X(PLACE, "place", TEXT, place, 1, 100, "",                                                     \
      "a name, \"name,CC\" or an id of /api/v1/places, instead of lat and lon", "Paris", "")       \
    X(TIME, "time", TIME, time, 0, 0, "", DATA_TIME_TEXT_EXPECTED, DATA_TIME_TEXT_EXAMPLE, "now")  \
    X(START, "start", TIME, start, 0, 0, "",                                                       \
      "the first instant of a range: " DATA_TIME_TEXT_EXPECTED, "2026-10-30T18:00:00Z", "")        \
    X(STOP, "stop", TIME, stop, 0, 0, "", "the last instant of a range: " DATA_TIME_TEXT_EXPECTED, \
      "2026-10-31T06:00:00Z", "")                                                                  \
    X(STEP, "step", STEP, step_us, 0, 0, "", DATA_TIME_RANGE_STEP_EXPECTED, "10m", "")             \
    X(COUNT, "count", WHOLE, count, 1, 1e9, "", "the number of instants, 1..1000000000", "72", "") \
    X(DAYS, "days", NUMBER, days, 0, 73100, "", "the length of a range in days, 0..73100", "30",   \
      "")                                                                                          \
    X(TZ, "tz", ZONE, zone, 0, 0, "", "an IANA zone such as Europe/Paris", "Europe/Paris", "")     \
    X(AMBIGUOUS, "ambiguous", CHOICE, if_ambiguous, 0, 0, "error,first,last",                      \
      "one of error, first, last", "first", "error")                                               \
    X(NONEXISTENT, "nonexistent", CHOICE, if_nonexistent, 0, 0, "error,forward",                   \
      "one of error, forward", "forward", "error")                                                 \
    X(BODIES, "bodies", BODIES, bodies, 0, 0, "", ALMANAC_PARAMS_BODIES_EXPECTED, "mars,jupiter",  \
      "planets; all for sky, tonight and events")                                                  \
    X(REFRACTION, "refraction", CHOICE, refraction, 0, 0, "standard,none,pyephem",                 \
      ALMANAC_PARAMS_REFRACTION_EXPECTED, "standard", "standard")                                  \
    X(PRESSURE, "pressure", NUMBER, pressure_hpa, 0, 1200, "", ALMANAC_PARAMS_PRESSURE_EXPECTED,   \
      "1010", "the standard atmosphere at the elevation")                                          \
    X(TEMPERATURE, "temperature", NUMBER, temp_c, -100, 70, "",                                    \
      ALMANAC_PARAMS_TEMPERATURE_EXPECTED, "15", "the standard atmosphere at the elevation")       \
    X(EYE_HEIGHT, "eye_height", NUMBER, eye_height_m, 0, 100000, "",                               \
      "metres above the surrounding ground, 0..100000, for the dip of the horizon", "2", "0")      \
    X(HORIZON, "horizon", NUMBER, horizon_deg, -90, 90, "",                                        \
      "the altitude of the horizon in degrees, -90..90", "5", "0")                                 \
    X(DEFINITION, "definition", CHOICE, definition, 0, 0, "almanac,limb,physical,centre",          \
      "one of almanac, limb, physical, centre", "limb", "almanac")                                 \
    X(TYPES, "types", TEXT, types, 1, 1000, "", "types of events separated by commas", "rise,set", \
      "")                                                                                          \
    X(FIELDS, "fields", FIELDS, fields, 0, 0, "", "names of columns separated by commas",          \
      "az_deg,alt_deg", "all")                                                                     \
    X(FORMAT, "format", CHOICE, format, 0, 0, FORMAT_MEDIA_NAMES,                                  \
      "one of json, ndjson, csv, text, votable (ics for events)", "csv", "by the Accept header")   \
    X(BOM, "bom", FLAG, bom, 0, 1, "", "1 for a byte order mark before CSV, or 0", "1", "0")       \
    X(DOWNLOAD, "download", FLAG, download, 0, 1, "", "1 to make browsers save a file, or 0", "1", \
      "0")                                                                                         \
    X(INTERVAL, "interval", NUMBER, interval_s, 0.1, 86400, "",                                    \
      "seconds between answers, 0.1..86400", "2", "1")                                             \
    X(SPEED, "speed", NUMBER, speed, 0.01, 100000, "",                                             \
      "how many times faster than real time, 0.01..100000", "600", "1")                            \
    X(Q, "q", TEXT, q, 1, 100, "", "a name, or its beginning", "paris", "")                        \
    X(NEAR, "near", TEXT, near, 3, 60, "", "lat,lon in degrees", "48.93,2.45", "")                 \
    X(LIMIT, "limit", WHOLE, limit, 1, 1000, "", "the largest number of results, 1..1000", "10",   \
      "10")                                                                                        \
    X(BODY, "body", BODY, body, 0, 0, "", "one body", "saturn", "")                                \
    X(THEME, "theme", CHOICE, theme, 0, 0, "dark,light,red", "one of dark, light, red", "red",     \
      "dark")                                                                                      \
    X(VIEW, "view", CHOICE, view, 0, 0, "up,map", "up (east left) or map (east right)", "map",     \
      "up")                                                                                        \
    X(UP, "up", CHOICE, up, 0, 0, "north,south", "the horizon at the top: north or south",         \
      "south", "north")                                                                            \
    X(STARS, "stars", FLAG, stars, 0, 1, "", "1 for stars even by day, or 0 for none", "0",        \
      "when the Sun is low enough")                                                                \
    X(LANG, "lang", CHOICE, lang, 0, 0, ALMANAC_I18N_TAGS, ALMANAC_PARAMS_LANG_EXPECTED, "fr",     \
      "en; for the page, by the Accept-Language header")

#define ALMANAC_PARAMS_ENUM(name, ...) ALMANAC_PARAMS_##name,
enum almanac_params_name { ALMANAC_PARAMS_LIST(ALMANAC_PARAMS_ENUM) ALMANAC_PARAMS_TOTAL };
#undef ALMANAC_PARAMS_ENUM

#define ALMANAC_PARAMS_BIT(name) (UINT64_C(1) << ALMANAC_PARAMS_##name)
_Static_assert(ALMANAC_PARAMS_TOTAL <= 64, "a bit for each parameter");

enum almanac_params_kind {
    ALMANAC_PARAMS_KIND_ANGLE,
    ALMANAC_PARAMS_KIND_NUMBER,
    ALMANAC_PARAMS_KIND_WHOLE,
    ALMANAC_PARAMS_KIND_CHOICE,
    ALMANAC_PARAMS_KIND_FLAG,
    ALMANAC_PARAMS_KIND_TIME,
    ALMANAC_PARAMS_KIND_STEP,
    ALMANAC_PARAMS_KIND_TEXT,
    ALMANAC_PARAMS_KIND_BODIES,
    ALMANAC_PARAMS_KIND_BODY,
    ALMANAC_PARAMS_KIND_FIELDS,
    ALMANAC_PARAMS_KIND_ZONE
};

/* The formats of answers, in the order of the choices of `format`. */
#define ALMANAC_PARAMS_FORMAT_ENUM(enumerator, ...) ALMANAC_PARAMS_##enumerator,
enum almanac_params_format { FORMAT_MEDIA_LIST(ALMANAC_PARAMS_FORMAT_ENUM) ALMANAC_PARAMS_FORMATS };
#undef ALMANAC_PARAMS_FORMAT_ENUM

/* An instant as it was given. */
struct almanac_params_instant {
    struct sky_tt when;
    bool is_now;
    struct base_text text; /* for messages */
};

/* A request, as far as it has been given: members that are not in `given` are zero. */
struct almanac_params {
    uint64_t given; /* ALMANAC_PARAMS_BIT of each */
    double lat_deg, lon_deg, elevation_m;
    struct almanac_params_instant time, start, stop;
    int64_t step_us, count;
    double days;
    struct data_zone_cache *zones; /* where tz is looked up; NULL: tz is not a parameter here */
    struct base_text
        base_path; /* not a parameter either; precedes the address of each link; or empty */
    const struct data_zone *zone; /* of tz; borrowed from the zones; NULL without tz */
    unsigned if_ambiguous;        /* enum data_time_text_twice */
    unsigned if_nonexistent;      /* enum data_time_text_never */
    unsigned bodies;              /* a bit for each enum sky_body */
    unsigned body;                /* the same, of `body` */
    unsigned refraction;          /* enum sky_refract_model */
    double pressure_hpa, temp_c;
    double eye_height_m, horizon_deg;
    unsigned definition; /* enum sky_rise_definition */
    uint64_t fields;     /* a bit for each column of almanac/position_columns */
    unsigned format;     /* enum almanac_params_format */
    unsigned bom, download, stars;
    double interval_s, speed;
    struct base_text place, types, q, near;
    int town; /* 1 more than the row of place; 0: not searched for, or not found */
    int64_t limit;
    unsigned theme, view, up, lang;
};

/* Whether a request gives a parameter. */
static inline bool almanac_params_has(const struct almanac_params *params,
                                      enum almanac_params_name name)
{
    return params->given >> name & 1u;
}

/* The horizon that a request chooses. */
struct sky_rise_choice almanac_params_horizon(const struct almanac_params *params);

/* A row of the table. */
struct almanac_params_row {
    struct base_text name;
    enum almanac_params_kind kind;
    double least, most;    /* both 0: no limits */
    const char *choices;   /* of a CHOICE, with commas between */
    const char *expected;  /* in words, for messages and help */
    const char *example;   /* a value that works */
    const char *otherwise; /* what applies when it is not given; empty: nothing */
};

/* The table, ALMANAC_PARAMS_TOTAL rows in the order of enum almanac_params_name. */
const struct almanac_params_row *almanac_params_rows(void);

/* The parameter of a name; ALMANAC_PARAMS_TOTAL when there is none. */
enum almanac_params_name almanac_params_named(struct base_text name);

/* Sets one parameter from its text.
 *
 * Given  params  the request so far; starts as zeros, apart from zones. A time without a zone needs
 *                tz to have been set before, and ambiguous and nonexistent if there are any
 *        name    any text
 *        value   its text; borrowed for the life of *params and *problem
 * Fails  FORMAT with *problem: PARAMETER_UNKNOWN (with the nearest name), PARAMETER_CONFLICT when
 *        it was given before, PARAMETER_INVALID, TIME_ZONE_MISSING, LOCAL_TIME_AMBIGUOUS,
 *        LOCAL_TIME_NONEXISTENT or BODY_UNKNOWN
 */
BASE_ERR_CHECKED
enum base_err almanac_params_set(const struct data_dataset *dataset, struct base_text name,
                                 struct base_text value, struct almanac_params *params,
                                 struct almanac_problem *problem);

/* Whether a parameter is a list of items that are read one by one: bodies, fields. */
bool almanac_params_is_list(enum almanac_params_name name);

/* The next item of a list that cannot be read: all of them are reported, not only the first.
 *
 * Given  name  of a list
 *        rest  the part still to be checked, at first the whole value; becomes the part after the
 *              faulty item
 * Gives  whether there is one; *problem is then that of almanac_params_set for the item alone
 */
bool almanac_params_next_fault(const struct data_dataset *dataset, enum almanac_params_name name,
                               struct base_text *rest, struct almanac_problem *problem);

/* The problem of a name that is not one of the known parameters.
 *
 * Given  known  ALMANAC_PARAMS_BIT of each that may have been meant
 */
struct almanac_problem almanac_params_unknown(struct base_text name, uint64_t known);

/* The problem of a missing parameter. */
struct almanac_problem almanac_params_missing(enum almanac_params_name name);

/* Requires a place: there is no default.
 *
 * Fails  MISSING with *problem, which names lat or lon
 */
BASE_ERR_CHECKED
enum base_err almanac_params_require_place(const struct almanac_params *params,
                                           struct almanac_problem *problem);

/* Degrees from a decimal number or d:m:s, d:m, as "-0:30:00" or "51:28:36.8".
 *
 * Fails  FORMAT, with the offset of the first byte that does not fit
 */
BASE_ERR_CHECKED
enum base_err almanac_params_degrees(struct base_text text, double *deg, struct base_fault *fault);

/* The body of a name in any case or of a NAIF id ("499", "10"); SKY_BODY_COUNT when there is none.
 */
enum sky_body almanac_params_body(struct base_text name);

/* The problem of a body that the data cannot give at an instant. */
struct almanac_problem almanac_params_out_of_range(const struct data_dataset *dataset,
                                                   const struct sky_fault *fault,
                                                   struct base_text time_text);

/* The problem of a query or form whose percent-encoding cannot be read.
 *
 * Given  rest  what format_url_query_next left: it begins with the pair at fault
 */
struct almanac_problem almanac_params_unreadable(struct base_text rest);

/* The air of a request: its model, and the standard atmosphere at the elevation unless the request
 * gives other values. */
struct sky_air almanac_params_air(const struct almanac_params *params);

/* The writer of rows of a format that has rows. */
static inline enum format_rows_format almanac_params_rows_format(enum almanac_params_format format)
{
    switch (format) {
    case ALMANAC_PARAMS_NDJSON:
        return FORMAT_ROWS_NDJSON;
    case ALMANAC_PARAMS_CSV:
        return FORMAT_ROWS_CSV;
    case ALMANAC_PARAMS_TEXT:
        return FORMAT_ROWS_TEXT;
    case ALMANAC_PARAMS_VOTABLE:
        return FORMAT_ROWS_VOTABLE;
    case ALMANAC_PARAMS_JSON:
    case ALMANAC_PARAMS_ICS: /* these have no rows */
    case ALMANAC_PARAMS_SVG:
    case ALMANAC_PARAMS_EVENT_STREAM:
    case ALMANAC_PARAMS_FORMATS:
        break;
    }
    return FORMAT_ROWS_JSON;
}

/* Whether a format has rows: all but calendars, pictures and streams of events. */
static inline bool almanac_params_has_rows(enum almanac_params_format format)
{
    return format == ALMANAC_PARAMS_JSON || almanac_params_rows_format(format) != FORMAT_ROWS_JSON;
}

#endif
