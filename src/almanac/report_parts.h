/* Parts that many documents share: times with their local time, numbers, the observer, and what the
 * answer was computed from.
 */
#ifndef ALMANAC_REPORT_PARTS_H
#define ALMANAC_REPORT_PARTS_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "format/rows.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/refract.h"
#include "sky/time.h"

#include <stdbool.h>

/* A place as requested. */
struct almanac_report_parts_place {
    double lat_deg, lon_deg, elevation_m;
};

/* The place of a request that has one. */
static inline struct almanac_report_parts_place
almanac_report_parts_place_of(const struct almanac_params *params)
{
    return (struct almanac_report_parts_place){params->lat_deg, params->lon_deg,
                                               params->elevation_m};
}

/* What every writer of instants needs; the zone is NULL, or has no name, when none was requested.
 */
struct almanac_report_parts_clock {
    const struct data_dataset *store;
    const struct data_zone *zone;
    struct base_text base_path; /* before the address of each link; or empty */
};

/* The writer of rows of a format that has rows. */
static inline enum format_rows_format
almanac_report_parts_rows_format(enum almanac_params_format format)
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

/* Whether answers have local times beside UTC. */
bool almanac_report_parts_has_zone(const struct almanac_report_parts_clock *clock);

/* Appends `"name": "2026-03-20T14:46:01Z"`, and with a zone `, "name_local": "..."` after it.
 *
 * Given  decimals  0..6 of a second at most, in UTC; local times are to the second
 */
void almanac_report_parts_append_time(struct base_buf *out,
                                      const struct almanac_report_parts_clock *clock,
                                      const char *name, struct sky_tt when, int decimals);

/* Appends `"name": value`. */
void almanac_report_parts_append_number(struct base_buf *out, const char *name, double value,
                                        int decimals);

/* Appends `"observer": {"lat_deg": ..., "lon_deg": ..., "elevation_m": ...}`. */
void almanac_report_parts_append_observer(struct base_buf *out,
                                          const struct almanac_report_parts_place *place);

/* Appends `name=` and the shortest text of a number, for a link. */
void almanac_report_parts_append_query(struct base_buf *out, const char *name, double value);

/* Appends `name=` and a zone's name, as a query keeps it. */
void almanac_report_parts_append_zone(struct base_buf *out, const char *name,
                                      const struct data_zone *zone);

/* Appends a text as a query keeps it: a "+" would be read as a blank. */
void almanac_report_parts_append_escaped(struct base_buf *out, const char *text);

/* Appends "&refraction=..&pressure=..&temperature=.." as far as the air differs from the standard
 * one at the place. */
void almanac_report_parts_append_air(struct base_buf *out, const struct sky_air *air,
                                     double elevation_m);

/* Appends `, "NAME": ` and a number, or null. */
void almanac_report_parts_append_number_or_null(struct base_buf *out, const char *name, bool has,
                                                double value, int decimals);

/* What all rows of a place share. */
struct almanac_report_parts_shared {
    struct base_text refraction; /* the model's name */
    struct almanac_report_parts_place place;
    struct sky_air air;
    double ut1_utc_s;
};

/* Appends it as the PARAMs of a VOTable, with the decimals that JSON has. */
void almanac_report_parts_append_shared(struct base_buf *out,
                                        const struct almanac_report_parts_shared *shared);

/* Appends `"refraction": {"model": ..., "pressure_hpa": ..., "temperature_c": ...}, "azimuth":
 * "north-through-east"`: how altitudes and azimuths are defined. */
void almanac_report_parts_append_horizontal(struct base_buf *out, const struct sky_air *air);

/* Whether the ephemeris covers what sky/rise searches for a range: whole half days of TT. This
 * must be known before the first byte is sent.
 *
 * Given  bodies  a bit for each; none: nothing is checked
 * Fails  RANGE or MISSING with *fault
 */
BASE_ERR_CHECKED
enum base_err almanac_report_parts_check_span(const struct data_dataset *store, struct sky_tt from,
                                              struct sky_tt until, unsigned bodies,
                                              struct sky_fault *fault);

/* The name of the source of a UT1: "iers-measured", "iers-predicted", "held" ... */
const char *almanac_report_parts_ut1_source(enum sky_earth_orientation_source source);

/* The name of a model of the air's refraction, as the parameter has it. */
const char *almanac_report_parts_refraction(enum sky_refract_model model);

#endif
