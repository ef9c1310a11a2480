/* Parts that many documents share. */
#include "almanac/report_parts.h"

#include "base/num.h"
#include "base/version.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/json.h"
#include "format/votable.h"
#include "sky/frame.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

bool almanac_report_parts_has_zone(const struct almanac_report_parts_clock *clock)
{
    return clock->zone != NULL && clock->zone->name[0] != '\0';
}

void almanac_report_parts_append_time(struct base_buf *out,
                                      const struct almanac_report_parts_clock *clock,
                                      const char *name, struct sky_tt when, int decimals)
{
    assert(decimals >= 0 && decimals <= 6);
    base_buf_append_format(out, "\"%s\": \"", name);
    data_time_text_append(out, clock->store, when, decimals);
    base_buf_append_string(out, "\"");
    if (!almanac_report_parts_has_zone(clock)) return;
    base_buf_append_format(out, ", \"%s_local\": \"", name);
    data_time_text_append_local(out, clock->store, clock->zone, when);
    base_buf_append_string(out, "\"");
}

void almanac_report_parts_append_number(struct base_buf *out, const char *name, double value,
                                        int decimals)
{
    const size_t length = strlen(name);
    char *at = base_buf_reserve(out, length + 4 + BASE_NUM_MAX_CHARS);
    if (at == NULL) return;
    *at = '"';
    memcpy(at + 1, name, length);
    memcpy(at + 1 + length, "\": ", 3);
    out->used += length + 4;
    out->used += base_num_fixed(at + length + 4, value, decimals);
}

void almanac_report_parts_append_observer(struct base_buf *out,
                                          const struct almanac_report_parts_place *place)
{
    base_buf_append_string(out, "\"observer\": {");
    almanac_report_parts_append_number(out, "lat_deg", place->lat_deg, 9);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "lon_deg", place->lon_deg, 9);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "elevation_m", place->elevation_m, 3);
    base_buf_append_string(out, "}");
}

void almanac_report_parts_append_query(struct base_buf *out, const char *name, double value)
{
    base_buf_append_format(out, "%s=", name);
    char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
    if (at != NULL) out->used += base_num_shortest(at, value);
}

void almanac_report_parts_append_escaped(struct base_buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '+')
            base_buf_append_string(out, "%2B");
        else if (*text == ' ')
            base_buf_append_string(out, "%20");
        else
            base_buf_append(out, text, 1);
}

void almanac_report_parts_append_zone(struct base_buf *out, const char *name,
                                      const struct data_zone *zone)
{
    assert(zone->name[0] != '\0');
    base_buf_append_format(out, "%s=", name);
    almanac_report_parts_append_escaped(out, zone->name);
}

void almanac_report_parts_append_air(struct base_buf *out, const struct sky_air *air,
                                     double elevation_m)
{
    const struct sky_air standard = sky_refract_standard_air(elevation_m);
    const bool is_own = air->model == SKY_REFRACT_PYEPHEM; /* its defaults are others */
    if (air->model != SKY_REFRACT_STANDARD)
        base_buf_append_format(out, "&refraction=%s", almanac_report_parts_refraction(air->model));
    if (is_own || air->pressure_hpa != standard.pressure_hpa)
        almanac_report_parts_append_query(out, "&pressure", air->pressure_hpa);
    if (is_own || air->temp_c != standard.temp_c)
        almanac_report_parts_append_query(out, "&temperature", air->temp_c);
}

void almanac_report_parts_append_number_or_null(struct base_buf *out, const char *name, bool has,
                                                double value, int decimals)
{
    base_buf_append_string(out, ", ");
    if (has)
        almanac_report_parts_append_number(out, name, value, decimals);
    else
        base_buf_append_format(out, "\"%s\": null", name);
}

#define SHARED(name, kind_, member, decimals_, unit_, ucd_, about_)                                \
    {                                                                                              \
        FORMAT_DOCUMENT_KEY(#name),                                                                \
            .kind = FORMAT_DOCUMENT_##kind_, .in = FORMAT_DOCUMENT_FLAT, .decimals = decimals_,    \
            .offset = offsetof(struct almanac_report_parts_shared, member),                        \
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

void almanac_report_parts_append_shared(struct base_buf *out,
                                        const struct almanac_report_parts_shared *shared)
{
    const struct format_document_view view = format_document_view_of(
        SHARED_VALUES, sizeof SHARED_VALUES / sizeof *SHARED_VALUES, FORMAT_DOCUMENT_FLAT, 0);
    format_votable_append_params(out, &view, shared);
}

void almanac_report_parts_append_horizontal(struct base_buf *out, const struct sky_air *air)
{
    base_buf_append_string(out, "\"refraction\": {\"model\": \"");
    base_buf_append_string(out, almanac_report_parts_refraction(air->model));
    base_buf_append_string(out, "\", ");
    almanac_report_parts_append_number(out, "pressure_hpa", air->pressure_hpa, 2);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "temperature_c", air->temp_c, 2);
    base_buf_append_string(out, "}, \"azimuth\": \"north-through-east\"");
}

enum base_err almanac_report_parts_check_span(const struct data_dataset *store, struct sky_tt from,
                                              struct sky_tt until, unsigned bodies,
                                              struct sky_fault *fault)
{
    assert(bodies >> SKY_BODY_COUNT == 0);
    const struct sky_context *sky = &store->sky;
    const double ends[] = {floor(2.0 * from.days) / 2.0, ceil(2.0 * until.days) / 2.0};
    for (int i = 0; i < 2 && bodies != 0; i++) {
        struct sky_frame frame;
        enum base_err err = sky_frame_of(sky, (struct sky_tt){ends[i]}, bodies, &frame, fault);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

const char *almanac_report_parts_ut1_source(enum sky_earth_orientation_source source)
{
    switch (source) {
    case SKY_EARTH_ORIENTATION_MEASURED:
        return "iers-measured";
    case SKY_EARTH_ORIENTATION_PREDICTED:
        return "iers-predicted";
    case SKY_EARTH_ORIENTATION_HISTORIC:
        return "delta-t-historic";
    case SKY_EARTH_ORIENTATION_MODEL:
        return "delta-t-model";
    case SKY_EARTH_ORIENTATION_HELD:
        break;
    }
    return "held";
}

const char *almanac_report_parts_refraction(enum sky_refract_model model)
{
    switch (model) {
    case SKY_REFRACT_NONE:
        return "none";
    case SKY_REFRACT_PYEPHEM:
        return "pyephem";
    case SKY_REFRACT_HORIZONS:
        return "horizons";
    case SKY_REFRACT_STANDARD:
        break;
    }
    return "standard";
}
