/* The observer as a table of columns. */
#include "almanac/observer_columns.h"

#include "almanac/provenance.h"
#include "format/document.h"
#include "format/votable.h"

#include <stddef.h>

void almanac_observer_columns_append_json(struct base_buf *out,
                                          const struct almanac_observer_columns_place *place)
{
    base_buf_append_string(out, "\"observer\": {");
    almanac_provenance_append_number(out, "lat_deg", place->lat_deg, 9);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(out, "lon_deg", place->lon_deg, 9);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(out, "elevation_m", place->elevation_m, 3);
    base_buf_append_string(out, "}");
}

#define SHARED(name, kind_, member, decimals_, unit_, ucd_, about_)                                \
    {                                                                                              \
        FORMAT_DOCUMENT_KEY(#name),                                                                \
            .kind = FORMAT_DOCUMENT_##kind_, .in = FORMAT_DOCUMENT_FLAT, .decimals = decimals_,    \
            .offset = offsetof(struct almanac_observer_columns, member),                           \
            .has_offset = FORMAT_DOCUMENT_ALWAYS, .unit = unit_, .ucd = ucd_, .frame = "",         \
            .about = about_                                                                        \
    }
static const struct format_document_column SHARED_VALUES[] = {
    SHARED(refraction, WORD, refraction, -1, "", "meta.code;obs.atmos",
           "model of the air's refraction"),
    SHARED(lat_deg, NUMBER, place.lat_deg, 9, "deg", "pos.earth.lat",
           "of the observer, north positive (WGS84)"),
    SHARED(lon_deg, NUMBER, place.lon_deg, 9, "deg", "pos.earth.lon",
           "of the observer, east positive (WGS84)"),
    SHARED(elevation_m, NUMBER, place.elevation_m, 3, "m", "pos.earth.altitude",
           "of the observer above the ellipsoid, which stands for sea level"),
    SHARED(pressure_hpa, NUMBER, air.pressure_hpa, 2, "hPa", "phys.pressure;obs.atmos",
           "of the air at the observer"),
    SHARED(temperature_c, NUMBER, air.temp_c, 2, "", "phys.temperature;obs.atmos",
           "of the air at the observer, in degrees Celsius"),
    SHARED(ut1_utc_s, NUMBER, ut1_utc_s, 6, "s", "time.interval;pos.eop",
           "UT1-UTC at the first instant"),
};

void almanac_observer_columns_append_params(struct base_buf *out,
                                            const struct almanac_observer_columns *shared)
{
    const struct format_document_view view = format_document_view_of(
        SHARED_VALUES, sizeof SHARED_VALUES / sizeof *SHARED_VALUES, FORMAT_DOCUMENT_FLAT, 0);
    format_votable_append_params(out, &view, shared);
}
