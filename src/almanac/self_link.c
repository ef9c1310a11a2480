/* Values as a query holds them. */
#include "almanac/self_link.h"

#include "almanac/provenance.h"
#include "base/num.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

void almanac_self_link_append_number(struct base_buf *out, const char *name, double value)
{
    assert(isfinite(value));
    base_buf_append_format(out, "%s=", name);
    char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
    if (at != NULL) out->used += base_num_shortest(at, value);
}

void almanac_self_link_append_text(struct base_buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '+')
            base_buf_append_string(out, "%2B");
        else if (*text == ' ')
            base_buf_append_string(out, "%20");
        else
            base_buf_append(out, text, 1);
}

void almanac_self_link_append_zone(struct base_buf *out, const char *name,
                                   const struct data_zone *zone)
{
    assert(zone->name[0] != '\0');
    base_buf_append_format(out, "%s=", name);
    almanac_self_link_append_text(out, zone->name);
}

void almanac_self_link_append_air(struct base_buf *out, const struct sky_air *air,
                                  double elevation_m)
{
    assert((unsigned)air->model <= SKY_REFRACT_PYEPHEM); /* what a parameter can name */
    const struct sky_air standard = sky_refract_standard_air(elevation_m);
    const bool is_own = air->model == SKY_REFRACT_PYEPHEM; /* its defaults are others */
    if (air->model != SKY_REFRACT_STANDARD)
        base_buf_append_format(out, "&refraction=%s", almanac_provenance_refraction(air->model));
    if (is_own || air->pressure_hpa != standard.pressure_hpa)
        almanac_self_link_append_number(out, "&pressure", air->pressure_hpa);
    if (is_own || air->temp_c != standard.temp_c)
        almanac_self_link_append_number(out, "&temperature", air->temp_c);
}
