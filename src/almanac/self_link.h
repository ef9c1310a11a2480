/* The parts of a link by which a document can be requested again: `&name=value`. */
#ifndef ALMANAC_SELF_LINK_H
#define ALMANAC_SELF_LINK_H

#include "base/buf.h"
#include "data/zone.h"
#include "sky/refract.h"

/* Appends `name=` and the shortest text of a number, for a link. */
void almanac_self_link_append_number(struct base_buf *out, const char *name, double value);

/* Appends `name=` and a zone's name, as a query keeps it. */
void almanac_self_link_append_zone(struct base_buf *out, const char *name,
                                   const struct data_zone *zone);

/* Appends a text as a query keeps it: a "+" would be read as a blank. */
void almanac_self_link_append_text(struct base_buf *out, const char *text);

/* Appends "&refraction=..&pressure=..&temperature=.." as far as the air differs from the standard
 * one at the place. */
void almanac_self_link_append_air(struct base_buf *out, const struct sky_air *air,
                                  double elevation_m);

#endif
