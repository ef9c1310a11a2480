/* The observer as fields of a document: position, air, and UT1, which all of its rows share. */
#ifndef ALMANAC_OBSERVER_COLUMNS_H
#define ALMANAC_OBSERVER_COLUMNS_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/text.h"
#include "sky/refract.h"

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

/* Appends `"observer": {"lat_deg": ..., "lon_deg": ..., "elevation_m": ...}`. */
void almanac_observer_columns_append_json(struct base_buf *out,
                                          const struct almanac_observer_columns_place *place);

/* What all rows of a place share. */
struct almanac_observer_columns {
    struct base_text refraction; /* the model's name */
    struct almanac_observer_columns_place place;
    struct sky_air air;
    double ut1_utc_s;
};

/* Appends it as the PARAMs of a VOTable, with the decimals that JSON has. */
void almanac_observer_columns_append_params(struct base_buf *out,
                                            const struct almanac_observer_columns *shared);

#endif
