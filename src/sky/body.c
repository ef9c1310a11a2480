/* The table of bodies, one row for each, made from the list in the header. */
#include "sky/body.h"

#include <assert.h>

const struct sky_body_info *sky_body_info(enum sky_body body)
{
#define ROW(enumerator, text, kind, symbol, naif_id, barycentre_id, equatorial_km, polar_km)       \
    {{text, sizeof(text) - 1},                                                                     \
     SKY_BODY_KIND_##kind,                                                                         \
     symbol,                                                                                       \
     naif_id,                                                                                      \
     barycentre_id,                                                                                \
     equatorial_km,                                                                                \
     polar_km},
    static const struct sky_body_info rows[SKY_BODY_COUNT] = {SKY_BODY_LIST(ROW)};
#undef ROW
    assert((unsigned)body < SKY_BODY_COUNT);
    return &rows[body];
}

const char *sky_body_kind_name(enum sky_body_kind kind)
{
#define NAME(enumerator, text) text,
    static const char *const names[SKY_BODY_KINDS] = {SKY_BODY_KIND_LIST(NAME)};
#undef NAME
    assert((unsigned)kind < SKY_BODY_KINDS);
    return names[kind];
}

enum sky_body sky_body_named(struct base_text name)
{
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (base_text_equals(name, sky_body_info(body)->name)) return body;
    return SKY_BODY_COUNT;
}
