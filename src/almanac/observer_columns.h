/* The observer as fields of a document: position, air, and UT1, which all of its rows share. */
#ifndef ALMANAC_OBSERVER_COLUMNS_H
#define ALMANAC_OBSERVER_COLUMNS_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/text.h"
#include "format/document.h"
#include "format/rows.h"
#include "sky/refract.h"

#include <stdbool.h>
#include <stddef.h>

/* A place as requested. */
struct almanac_observer_columns_place {
    double lat_deg, lon_deg, elevation_m;
};

/* The place of a request that has one. */
static inline struct almanac_observer_columns_place
almanac_observer_columns_place_of(const struct almanac_params *params)
{
    return (struct almanac_observer_columns_place){params->lat_deg, params->lon_deg,
                                                   params->elevation_m};
}

/* An observer as the writers read it. */
struct almanac_observer_columns {
    struct almanac_observer_columns_place place;
    struct base_text refraction; /* the model's name; missing where there is no air */
    struct sky_air air;
    double ut1_utc_s;
    bool has_air, has_ut1;
};

/* The observer of an answer whose altitudes depend on the air. */
struct almanac_observer_columns
almanac_observer_columns_in_air(struct almanac_observer_columns_place place,
                                const struct sky_air *air);

/* The columns: in JSON the place as an object; in a VOTable all of them as PARAMs.
 *
 * Given  offset  of the struct almanac_observer_columns
 */
#define ALMANAC_OBSERVER_COLUMNS(offset)                                                           \
    ALMANAC_OBSERVER_COLUMN(offset, "refraction", WORD, FLAT, refraction, FORMAT_DOCUMENT_ALWAYS,  \
                            -1, "", "meta.code;obs.atmos", "", "model of the air's refraction"),   \
        FORMAT_DOCUMENT_BEGIN("observer", FORMAT_DOCUMENT_ALWAYS),                                 \
        ALMANAC_OBSERVER_COLUMN(offset, "lat_deg", NUMBER, BOTH, place.lat_deg,                    \
                                FORMAT_DOCUMENT_ALWAYS, 9, "deg", "pos.earth.lat", "",             \
                                "of the observer, north positive (WGS84)"),                        \
        ALMANAC_OBSERVER_COLUMN(offset, "lon_deg", NUMBER, BOTH, place.lon_deg,                    \
                                FORMAT_DOCUMENT_ALWAYS, 9, "deg", "pos.earth.lon", "",             \
                                "of the observer, east positive (WGS84)"),                         \
        ALMANAC_OBSERVER_COLUMN(                                                                   \
            offset, "elevation_m", NUMBER, BOTH, place.elevation_m, FORMAT_DOCUMENT_ALWAYS, 3,     \
            "m", "pos.earth.altitude", "",                                                         \
            "of the observer above the ellipsoid, which stands for sea level"),                    \
        FORMAT_DOCUMENT_END,                                                                       \
        ALMANAC_OBSERVER_COLUMN(offset, "pressure_hpa", NUMBER, FLAT, air.pressure_hpa,            \
                                ALMANAC_OBSERVER_AT(offset, has_air), 2, "hPa",                    \
                                "phys.pressure;obs.atmos", "", "of the air at the observer"),      \
        ALMANAC_OBSERVER_COLUMN(offset, "temperature_c", NUMBER, FLAT, air.temp_c,                 \
                                ALMANAC_OBSERVER_AT(offset, has_air), 2, "",                       \
                                "phys.temperature;obs.atmos", "",                                  \
                                "of the air at the observer, in degrees Celsius"),                 \
        ALMANAC_OBSERVER_COLUMN(offset, "ut1_utc_s", NUMBER, FLAT, ut1_utc_s,                      \
                                ALMANAC_OBSERVER_AT(offset, has_ut1), 6, "s",                      \
                                "time.interval;pos.eop", "", "UT1-UTC at the first instant")
#define ALMANAC_OBSERVER_AT(offset, member)                                                        \
    ((offset) + offsetof(struct almanac_observer_columns, member))
#define ALMANAC_OBSERVER_COLUMN(offset, name, kind, in, member, ...)                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, ALMANAC_OBSERVER_AT(offset, member),  \
                           __VA_ARGS__)

/* Appends an observer that is the only field of its document. */
void almanac_observer_columns_append(struct base_buf *out, enum format_rows_format format,
                                     const struct almanac_observer_columns *observer);

#endif
