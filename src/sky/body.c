/* The table of bodies, one row each, from the list in the door. */
#include "sky/body.h"

#include <assert.h>

const struct sky_body_info *sky_body_info(enum sky_body body)
{
#define ROW(enumerator, text, naif_id, barycentre_id, equatorial_km, polar_km)                     \
    {{text, sizeof(text) - 1}, naif_id, barycentre_id, equatorial_km, polar_km},
    static const struct sky_body_info rows[SKY_BODY_COUNT] = {SKY_BODY_LIST(ROW)};
#undef ROW
    assert((unsigned)body < SKY_BODY_COUNT);
    return &rows[body];
}

enum sky_body sky_body_named(struct base_text name)
{
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (base_text_equals(name, sky_body_info(body)->name)) return body;
    return SKY_BODY_COUNT;
}
