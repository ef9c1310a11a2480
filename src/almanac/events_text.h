/* Events in words, for people: a title such as "Mars at opposition", and the figures that
 * matter. */
#ifndef ALMANAC_EVENTS_TEXT_H
#define ALMANAC_EVENTS_TEXT_H

#include "almanac/events_merge.h"
#include "almanac/time_columns.h"
#include "base/buf.h"
#include "sky/lunar_eclipse.h"
#include "sky/solar_eclipse.h"

#include <stdbool.h>

/* The type of an eclipse, "none" to "total" or "hybrid". */
const char *almanac_events_text_lunar_type(enum sky_lunar_eclipse_type type);
const char *almanac_events_text_solar_type(enum sky_solar_eclipse_type type);

/* What the best moment of an eclipse at the place is: "maximum", "sunrise", "sunset", "moonrise",
 * "moonset"; or "none" when it is not seen. */
const char *almanac_events_text_moment(const struct almanac_events_merge_event *event);

/* Appends a title without a full stop: "Full Moon", "Venus rises", "Total eclipse of the Sun". */
void almanac_events_text_append_title(struct base_buf *out,
                                      const struct almanac_events_merge_event *event);

/* Appends the figures of an event in a few words, and for an eclipse what can be seen from the
 * place.
 *
 * Given  has_place  whether the request has a place
 */
void almanac_events_text_append_detail(struct base_buf *out,
                                       const struct almanac_time_columns_clock *clock,
                                       const struct almanac_events_merge_event *event,
                                       bool has_place);

#endif
