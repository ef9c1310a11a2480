/* Events as iCalendar. Titles are almanac/events_text', lines format/ical's. */
#include "almanac/events_ical.h"

#include "almanac/events_text.h"
#include "almanac/observer_columns.h"
#include "almanac/time_columns.h"
#include "base/text.h"
#include "base/version.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "format/ical.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/eclipse_view.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A content line under way. */
struct line {
    char bytes[FORMAT_ICAL_CONTENT_MAX_OCTETS];
    struct base_buf buf;
};

static struct base_buf *begin(struct line *line)
{
    line->buf = (struct base_buf){
        .bytes = line->bytes, .room = sizeof line->bytes, .max = sizeof line->bytes};
    return &line->buf;
}

static struct base_text content(const struct line *line)
{
    assert(!line->buf.has_overflowed);
    return (struct base_text){line->bytes, line->buf.used};
}

/* "20260320T144601Z": to the second, as section 3.3.5 has it. */
static void append_stamp(struct base_buf *out, const struct data_dataset *dataset,
                         struct sky_tt when)
{
    char bytes[40];
    struct base_buf time = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    data_time_text_append(&time, dataset, when, 0);
    assert(time.used == sizeof "2026-03-20T14:46:01Z" - 1); /* years 1 to 9999 */
    for (size_t i = 0; i < time.used; i++)
        if (bytes[i] != '-' && bytes[i] != ':') base_buf_append(out, &bytes[i], 1);
}

static void append_stamp_line(struct base_buf *out, const struct data_dataset *dataset,
                              const char *name, struct sky_tt when)
{
    struct line line;
    base_buf_append_format(begin(&line), "%s:", name);
    append_stamp(&line.buf, dataset, when);
    format_ical_append_line(out, content(&line));
}

/* When the event was last revised: the day of the newest measurement of the Earth's rotation in
 * the data. So the same data give the same bytes. */
static struct sky_tt revised(const struct data_dataset *dataset)
{
    const struct sky_earth_orientation *orient = &dataset->sky.orient;
    const int mjd_of_2000 = (int)(SKY_J2000_MJD - 0.5);
    struct sky_tt when = {0.0};
    if (sky_civil_tt(&dataset->sky.leaps, orient,
                     sky_civil_date(orient->spin.last_measured_mjd - mjd_of_2000),
                     &when) != BASE_ERR_OK)
        when.days = 0.0; /* out of reach: the table's days are of the calendar */
    return when;
}

/* Whether an event is an eclipse of which the place sees a part. */
static bool is_seen(const struct almanac_events_merge_event *e)
{
    return e->view.moment != SKY_ECLIPSE_VIEW_NONE;
}

/* The instant of an event; of an eclipse that the place sees, from the first to the last instant at
 * which it is seen there. */
static void append_span(struct base_buf *out, const struct data_dataset *dataset,
                        const struct almanac_events_merge_event *e)
{
    assert(e->view.first.days <= e->view.last.days);
    append_stamp_line(out, dataset, "DTSTART", is_seen(e) ? e->view.first : e->when);
    if (is_seen(e)) append_stamp_line(out, dataset, "DTEND", e->view.last);
}

static void append_uid(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                       const struct almanac_observer_columns_place *place,
                       const struct sky_air *air, const struct almanac_events_merge_event *e)
{
    assert(e->kind != NULL && (e->sort != ALMANAC_EVENTS_MERGE_LOCAL || place != NULL));
    struct line line;
    struct base_buf *uid = begin(&line);
    base_buf_append_format(uid, "UID:%s-%s-", e->kind, sky_body_info(e->body)->name.at);
    if (e->other != SKY_BODY_COUNT)
        base_buf_append_format(uid, "%s-", sky_body_info(e->other)->name.at);
    append_stamp(uid, clock->dataset, e->when);
    uid->used -= 3; /* without the seconds and the Z */
    if (place != NULL && (e->sort == ALMANAC_EVENTS_MERGE_LOCAL || is_seen(e)))
        base_buf_append_format(uid, "-%.4f-%.4f", place->lat_deg, place->lon_deg);
    if (strncmp(e->kind, "altitude", 8) == 0) { /* two may be reached within a minute */
        double true_deg = e->local.alt_true_deg;
        base_buf_append_format(uid, "-%.3f", true_deg + sky_refract_lift_deg(air, true_deg));
    }
    base_buf_append_string(uid, "@planettracker");
    format_ical_append_line(out, content(&line));
}

static void append_words(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                         const struct almanac_events_merge_event *e, bool has_place)
{
    struct line line;
    almanac_events_text_append_title(begin(&line), e);
    format_ical_append_text(out, "SUMMARY", content(&line));
    almanac_events_text_append_detail(begin(&line), clock, e, has_place);
    format_ical_append_text(out, "DESCRIPTION", content(&line));
    format_ical_append_text(out, "CATEGORIES", base_text_of(e->kind));
}

void almanac_events_ical_append_event(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      const struct almanac_observer_columns_place *place,
                                      const struct sky_air *air,
                                      const struct almanac_events_merge_event *e)
{
    struct line line;
    format_ical_append_line(out, BASE_TEXT("BEGIN:VEVENT"));
    append_uid(out, clock, place, air, e);
    append_stamp_line(out, clock->dataset, "DTSTAMP", revised(clock->dataset));
    append_span(out, clock->dataset, e);
    append_words(out, clock, e, place != NULL);
    if (place != NULL) {
        base_buf_append_format(begin(&line), "GEO:%.6f;%.6f", place->lat_deg, place->lon_deg);
        format_ical_append_line(out, content(&line));
    }
    format_ical_append_line(out, BASE_TEXT("TRANSP:TRANSPARENT"));
    format_ical_append_line(out, BASE_TEXT("END:VEVENT"));
}

void almanac_events_ical_append_header(struct base_buf *out)
{
    static const char *const lines[] = {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//PlanetTracker//" BASE_VERSION "//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Events of the sky",         /* RFC 7986 */
        "X-WR-CALNAME:Events of the sky", /* what came before it */
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        format_ical_append_line(out, base_text_of(lines[i]));
}

void almanac_events_ical_append_footer(struct base_buf *out)
{
    format_ical_append_line(out, BASE_TEXT("END:VCALENDAR"));
}
