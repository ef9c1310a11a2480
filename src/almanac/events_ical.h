/* Events as a calendar that phones subscribe to (iCalendar, RFC 5545). */
#ifndef ALMANAC_EVENTS_ICAL_H
#define ALMANAC_EVENTS_ICAL_H

#include "almanac/events_merge.h"
#include "almanac/observer_columns.h"
#include "almanac/time_columns.h"
#include "base/buf.h"
#include "sky/refract.h"

/* Appends the lines before the first event, and those after the last. */
void almanac_events_ical_append_header(struct base_buf *out);
void almanac_events_ical_append_footer(struct base_buf *out);

/* Appends one event as VEVENT.
 *
 * Given  place  of the query, or NULL; air of the query. The event's year is 1 to 9999
 * Gives  UID is the same for the same event in any request (what, who, which minute, and for local
 *        events where), DTSTAMP for the same data: subscribers see a change only where there is one
 */
void almanac_events_ical_append_event(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      const struct almanac_observer_columns_place *place,
                                      const struct sky_air *air,
                                      const struct almanac_events_merge_event *event);

#endif
