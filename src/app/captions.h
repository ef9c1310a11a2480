/* Events in words, for people: a title such as "Mars at opposition", and the figures that
 * matter. */
#ifndef APP_CAPTIONS_H
#define APP_CAPTIONS_H

#include "app/agenda.h"
#include "app/parts.h"

/* The type of an eclipse, "none" to "total" or "hybrid". */
const char *app_captions_lunar_type(enum sky_lunar_type type);
const char *app_captions_solar_type(enum sky_solar_type type);

/* Appends a title without a full stop: "Full Moon", "Venus rises", "Total eclipse of the Sun". */
void app_captions_append_title(struct base_buf *out, const struct app_agenda_event *event);

/* Appends the figures of an event in a few words, and of an eclipse what a place sees.
 *
 * Given  has_place  whether the event tells of a place
 */
void app_captions_append_detail(struct base_buf *out, const struct app_parts_clock *clock,
                                const struct app_agenda_event *event, bool has_place);

#endif
