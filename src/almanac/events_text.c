/* Events in words. A title is a pattern of the table, in which @ is the body and & the other. */
#include "almanac/events_text.h"

#include "almanac/position_columns.h"
#include "almanac/time_columns.h"
#include "data/time_text.h"
#include "data/zone.h"
#include "format/document.h"
#include "sky/body.h"
#include "sky/eclipse_view.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static const struct {
    const char *kind, *title;
} TITLES[] = {
    {"new_moon", "New Moon"},
    {"first_quarter", "First quarter of the Moon"},
    {"full_moon", "Full Moon"},
    {"last_quarter", "Last quarter of the Moon"},
    {"march_equinox", "March equinox"},
    {"june_solstice", "June solstice"},
    {"september_equinox", "September equinox"},
    {"december_solstice", "December solstice"},
    {"superior_conjunction", "@ in conjunction beyond the Sun"},
    {"inferior_conjunction", "@ in conjunction before the Sun"},
    {"opposition", "@ at opposition"},
    {"superior_conjunction_ra", "@ in conjunction beyond the Sun in right ascension"},
    {"inferior_conjunction_ra", "@ in conjunction before the Sun in right ascension"},
    {"opposition_ra", "@ at opposition in right ascension"},
    {"conjunction", "@ and & in conjunction"},
    {"conjunction_ra", "@ and & in conjunction in right ascension"},
    {"elongation_east", "@ at greatest elongation east of the Sun"},
    {"elongation_west", "@ at greatest elongation west of the Sun"},
    {"station_retrograde", "@ stands still and turns west"},
    {"station_direct", "@ stands still and turns east"},
    {"station_retrograde_ra", "@ stands still in right ascension and turns west"},
    {"station_direct_ra", "@ stands still in right ascension and turns east"},
    {"perihelion", "@ at perihelion"},
    {"aphelion", "@ at aphelion"},
    {"perigee", "@ at perigee"},
    {"apogee", "@ at apogee"},
    {"approach", "@ and & nearest to each other"},
    {"rise", "@ rises"},
    {"set", "@ sets"},
    {"transit", "@ at upper transit"},
    {"antitransit", "@ at lower transit"},
    {"altitude_up", "@ climbs to the altitude"},
    {"altitude_down", "@ sinks to the altitude"},
    {"azimuth", "@ at the azimuth"},
    {"civil_dawn", "Civil dawn"},
    {"civil_dusk", "Civil dusk"},
    {"nautical_dawn", "Nautical dawn"},
    {"nautical_dusk", "Nautical dusk"},
    {"astronomical_dawn", "Astronomical dawn"},
    {"astronomical_dusk", "Astronomical dusk"},
};

const char *almanac_events_text_lunar_type(enum sky_lunar_eclipse_type type)
{
    static const char *const names[] = {"none", "penumbral", "partial", "total"};
    assert((unsigned)type < sizeof names / sizeof *names);
    return names[type];
}

const char *almanac_events_text_solar_type(enum sky_solar_eclipse_type type)
{
    static const char *const names[] = {"none", "partial", "annular", "total", "hybrid"};
    assert((unsigned)type < sizeof names / sizeof *names);
    return names[type];
}

static void append_capital(struct base_buf *out, const char *word)
{
    assert(word[0] != '\0');
    char first = (char)(word[0] >= 'a' && word[0] <= 'z' ? word[0] - 'a' + 'A' : word[0]);
    base_buf_append(out, &first, 1);
    base_buf_append_string(out, word + 1);
}

static bool is_apsis(const struct almanac_events_merge_event *e)
{
    return e->sort == ALMANAC_EVENTS_MERGE_SKY && e->sky.kind >= SKY_EVENTS_PERIHELION &&
           e->sky.kind <= SKY_EVENTS_APOGEE;
}

/* The Sun's apsides are the Earth's own. */
static const char *subject(const struct almanac_events_merge_event *e)
{
    return is_apsis(e) && e->body == SKY_BODY_SUN ? "earth" : sky_body_info(e->body)->name.at;
}

static void append_pattern(struct base_buf *out, const char *pattern,
                           const struct almanac_events_merge_event *e)
{
    for (; *pattern != '\0'; pattern++)
        if (*pattern == '@')
            append_capital(out, subject(e));
        else if (*pattern == '&' && e->other != SKY_BODY_COUNT)
            append_capital(out, sky_body_info(e->other)->name.at);
        else
            base_buf_append(out, pattern, 1);
}

void almanac_events_text_append_title(struct base_buf *out,
                                      const struct almanac_events_merge_event *e)
{
    assert(e->kind != NULL);
    if (e->sort == ALMANAC_EVENTS_MERGE_LUNAR || e->sort == ALMANAC_EVENTS_MERGE_SOLAR) {
        bool is_lunar = e->sort == ALMANAC_EVENTS_MERGE_LUNAR;
        append_capital(out, is_lunar ? almanac_events_text_lunar_type(e->lunar.type)
                                     : almanac_events_text_solar_type(e->solar.type));
        base_buf_append_string(out, is_lunar ? " eclipse of the Moon" : " eclipse of the Sun");
        return;
    }
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        if (strcmp(TITLES[i].kind, e->kind) == 0) {
            append_pattern(out, TITLES[i].title, e);
            return;
        }
    base_buf_append_string(out, e->kind);
}

/* "total, magnitude 1.151"; of a penumbral eclipse the penumbral magnitude comes first. */
static void append_lunar_figures(struct base_buf *out, enum sky_lunar_eclipse_type type,
                                 double umbral, double penumbral)
{
    assert(umbral < penumbral);
    base_buf_append_string(out, almanac_events_text_lunar_type(type));
    if (type == SKY_LUNAR_ECLIPSE_PENUMBRAL)
        base_buf_append_format(out, ", penumbral magnitude %.3f, umbral %.3f", penumbral, umbral);
    else
        base_buf_append_format(out, ", magnitude %.3f", umbral);
}

const char *almanac_events_text_moment(const struct almanac_events_merge_event *e)
{
    static const char *const names[2][4] = {{"none", "maximum", "moonrise", "moonset"},
                                            {"none", "maximum", "sunrise", "sunset"}};
    assert((unsigned)e->view.moment < 4);
    assert(e->sort == ALMANAC_EVENTS_MERGE_LUNAR || e->sort == ALMANAC_EVENTS_MERGE_SOLAR);
    return names[e->sort == ALMANAC_EVENTS_MERGE_SOLAR][e->view.moment];
}

static void append_time(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                        struct sky_tt when)
{
    static const struct data_zone utc;
    data_time_text_append_local(out, clock->dataset, clock->zone != NULL ? clock->zone : &utc,
                                when);
}

/* ", total from ... to ...": the part of a phase of the Moon between two contacts that is seen. */
static void append_lunar_phase(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                               const struct almanac_events_merge_event *e,
                               const enum sky_lunar_eclipse_contact ends[2])
{
    if (!e->lunar.has[ends[0]] || !e->lunar.has[ends[1]]) return;
    const double from = fmax(e->lunar.contacts[ends[0]].days, e->view.first.days);
    const double until = fmin(e->lunar.contacts[ends[1]].days, e->view.last.days);
    if (from >= until) return;
    base_buf_append_string(out, ends[0] == SKY_LUNAR_ECLIPSE_U2 ? ", total from "
                                                                : ", in the umbra from ");
    append_time(out, clock, (struct sky_tt){from});
    base_buf_append_string(out, " to ");
    append_time(out, clock, (struct sky_tt){until});
}

/* What a place sees of an eclipse. */
static void append_seen(struct base_buf *out, const struct almanac_time_columns_clock *clock,
                        const struct almanac_events_merge_event *e)
{
    static const enum sky_lunar_eclipse_contact umbra[2] = {SKY_LUNAR_ECLIPSE_U1,
                                                            SKY_LUNAR_ECLIPSE_U4};
    static const enum sky_lunar_eclipse_contact total[2] = {SKY_LUNAR_ECLIPSE_U2,
                                                            SKY_LUNAR_ECLIPSE_U3};
    assert(e->sort == ALMANAC_EVENTS_MERGE_LUNAR || e->sort == ALMANAC_EVENTS_MERGE_SOLAR);
    if (e->view.moment == SKY_ECLIPSE_VIEW_NONE) {
        base_buf_append_string(out, "; not seen here");
        return;
    }
    const bool is_lunar = e->sort == ALMANAC_EVENTS_MERGE_LUNAR;
    if (is_lunar) {
        base_buf_append_string(out, "; here ");
        append_lunar_figures(out, e->lunar_seen.type, e->lunar_seen.umbral_magnitude,
                             e->lunar_seen.penumbral_magnitude);
    } else {
        base_buf_append_format(out, "; here %s, magnitude %.3f, the Sun at %.1f deg",
                               almanac_events_text_solar_type(e->solar_seen.type),
                               e->solar_seen.magnitude, e->solar_seen.alt_deg);
    }
    base_buf_append_format(
        out, ", at %s%s",
        e->view.moment == SKY_ECLIPSE_VIEW_MAXIMUM ? "" : almanac_events_text_moment(e),
        e->view.moment == SKY_ECLIPSE_VIEW_MAXIMUM ? "" : " ");
    append_time(out, clock, e->view.best);
    base_buf_append_string(out, ", seen from ");
    append_time(out, clock, e->view.first);
    base_buf_append_string(out, " to ");
    append_time(out, clock, e->view.last);
    if (!is_lunar) return;
    append_lunar_phase(out, clock, e, umbra);
    append_lunar_phase(out, clock, e, total);
}

static void append_sky(struct base_buf *out, const struct almanac_events_merge_event *e)
{
    assert(e->sort == ALMANAC_EVENTS_MERGE_SKY);
    if (is_apsis(e))
        base_buf_append_format(out, "%.6f au", e->sky.apsis_au);
    else if (e->other != SKY_BODY_COUNT)
        base_buf_append_format(out, "%.2f deg apart, elongation %.1f deg", e->sky.separation_deg,
                               e->sky.place.elongation_deg);
    else
        base_buf_append_format(out, "longitude %.4f deg",
                               format_document_turn(e->sky.place.lon_deg, 4));
}

void almanac_events_text_append_detail(struct base_buf *out,
                                       const struct almanac_time_columns_clock *clock,
                                       const struct almanac_events_merge_event *e, bool has_place)
{
    assert(clock->dataset != NULL && (unsigned)e->body < SKY_BODY_COUNT);
    switch (e->sort) {
    case ALMANAC_EVENTS_MERGE_SKY:
        append_sky(out, e);
        return;
    case ALMANAC_EVENTS_MERGE_LOCAL:
        base_buf_append_format(
            out, "azimuth %.2f deg %s, altitude %.2f deg", format_document_turn(e->local.az_deg, 2),
            almanac_position_columns_direction(e->local.az_deg), e->local.alt_true_deg);
        return;
    case ALMANAC_EVENTS_MERGE_LUNAR:
        append_lunar_figures(out, e->lunar.type, e->lunar.umbral_magnitude,
                             e->lunar.penumbral_magnitude);
        break;
    case ALMANAC_EVENTS_MERGE_SOLAR:
        base_buf_append_format(out, "%s, magnitude %.3f",
                               almanac_events_text_solar_type(e->solar.type), e->solar.magnitude);
        break;
    }
    if (has_place) append_seen(out, clock, e);
}
