/* The observer as a table of columns. */
#include "almanac/observer_columns.h"

#include "almanac/provenance.h"

#include <assert.h>
#include <math.h>

struct almanac_observer_columns
almanac_observer_columns_in_air(struct almanac_observer_columns_place place,
                                const struct sky_air *air)
{
    assert(fabs(place.lat_deg) <= 90.0);
    return (struct almanac_observer_columns){
        .place = place,
        .refraction = base_text_of(almanac_provenance_refraction(air->model)),
        .air = *air,
        .has_air = true,
    };
}

void almanac_observer_columns_append(struct base_buf *out, enum format_rows_format format,
                                     const struct almanac_observer_columns *observer)
{
    static const struct format_document_column columns[] = {ALMANAC_OBSERVER_COLUMNS(0)};
    const struct format_rows_fields fields = {
        .columns = columns, .count = sizeof columns / sizeof *columns, .values = observer};
    format_rows_append_fields(out, format, &fields, 0);
}
