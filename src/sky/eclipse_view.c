/* The spans of an eclipse during which the body is up are found from its rises and sets. The
 * magnitude grows until the maximum and decreases after it, so the best moment is the maximum, or
 * the end of the last span before it, or the beginning of the first span after it.
 */
#include "sky/eclipse_view.h"

#include "sky/body.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

/* First contact, maximum and last contact. */
struct course {
    struct sky_tt first, maximum, last;
};

struct spans {
    bool has_any, has_maximum, has_before, has_after;
    struct sky_tt first, last;
    struct sky_tt before, after; /* the instants nearest to the maximum at which the body is up */
};

static void add_span(const struct course *course, struct sky_tt from, struct sky_tt until,
                     struct spans *spans)
{
    assert(from.days <= until.days);
    if (!spans->has_any) spans->first = from;
    spans->has_any = true;
    spans->last = until;
    if (until.days < course->maximum.days) {
        spans->has_before = true;
        spans->before = until;
    } else if (from.days <= course->maximum.days) {
        spans->has_maximum = true;
    } else if (!spans->has_after) {
        spans->has_after = true;
        spans->after = from;
    }
}

static enum base_err find_spans(const struct sky_rise_search *place, const struct course *course,
                                struct spans *spans, struct sky_fault *fault)
{
    assert(course->first.days <= course->maximum.days && course->maximum.days <= course->last.days);
    struct sky_rise_search search = *place;
    struct sky_rise_sweep sweep;
    struct sky_rise_event event = {.kind = SKY_RISE_UP};
    search.wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN;
    *spans = (struct spans){0};
    enum base_err err = sky_rise_at(&search, course->first, &event, fault);
    if (err != BASE_ERR_OK) return err;
    bool is_up = event.margin_deg >= 0.0;
    struct sky_tt from = course->first;
    sky_rise_sweep(&sweep, &search, course->first, course->last);
    while ((err = sky_rise_step(&sweep, &event, fault)) == BASE_ERR_OK) {
        if ((event.kind == SKY_RISE_UP) == is_up) continue;
        if (is_up) add_span(course, from, event.tt, spans);
        is_up = !is_up;
        from = event.tt;
    }
    if (err != BASE_ERR_END) return err;
    if (is_up) add_span(course, from, course->last, spans);
    return BASE_ERR_OK;
}

/* Candidates for the best moment, at most two; gives their count. */
static int candidates_of(const struct course *course, const struct spans *spans,
                         struct sky_eclipse_view views[2])
{
    int count = 0;
    if (spans->has_maximum) {
        views[0] = (struct sky_eclipse_view){SKY_ECLIPSE_VIEW_MAXIMUM, spans->first,
                                             course->maximum, spans->last};
        return 1;
    }
    if (spans->has_before)
        views[count++] = (struct sky_eclipse_view){SKY_ECLIPSE_VIEW_SET, spans->first,
                                                   spans->before, spans->last};
    if (spans->has_after)
        views[count++] = (struct sky_eclipse_view){SKY_ECLIPSE_VIEW_RISE, spans->first,
                                                   spans->after, spans->last};
    return count;
}

enum base_err sky_eclipse_view_solar(const struct sky_rise_search *search,
                                     const struct sky_solar_eclipse_local *local,
                                     struct sky_eclipse_view *view,
                                     struct sky_solar_eclipse_phase *phase, struct sky_fault *fault)
{
    assert(search->body == SKY_BODY_SUN && search->observer != NULL);
    *view = (struct sky_eclipse_view){SKY_ECLIPSE_VIEW_NONE, {0.0}, {0.0}, {0.0}};
    *phase = (struct sky_solar_eclipse_phase){.type = SKY_SOLAR_ECLIPSE_NONE};
    if (local->type == SKY_SOLAR_ECLIPSE_NONE) return BASE_ERR_OK;
    const struct course course = {local->contacts[SKY_SOLAR_ECLIPSE_C1].when,
                                  local->contacts[SKY_SOLAR_ECLIPSE_MAXIMUM].when,
                                  local->contacts[SKY_SOLAR_ECLIPSE_C4].when};
    struct spans spans;
    struct sky_eclipse_view views[2];
    enum base_err err = find_spans(search, &course, &spans, fault);
    if (err != BASE_ERR_OK) return err;
    const int count = candidates_of(&course, &spans, views);
    for (int i = 0; i < count; i++) {
        struct sky_solar_eclipse_phase there;
        err = sky_solar_eclipse_phase_at(search->context, search->observer, views[i].best, &there,
                                         fault);
        if (err != BASE_ERR_OK) return err;
        if (there.type == SKY_SOLAR_ECLIPSE_NONE || there.magnitude <= phase->magnitude) continue;
        *phase = there;
        *view = views[i];
    }
    return BASE_ERR_OK;
}

enum base_err sky_eclipse_view_lunar(const struct sky_rise_search *search,
                                     const struct sky_lunar_eclipse *eclipse,
                                     struct sky_eclipse_view *view,
                                     struct sky_lunar_eclipse_phase *phase, struct sky_fault *fault)
{
    assert(search->body == SKY_BODY_MOON && search->observer != NULL);
    *view = (struct sky_eclipse_view){SKY_ECLIPSE_VIEW_NONE, {0.0}, {0.0}, {0.0}};
    *phase = (struct sky_lunar_eclipse_phase){.type = SKY_LUNAR_ECLIPSE_NONE};
    if (eclipse->type == SKY_LUNAR_ECLIPSE_NONE) return BASE_ERR_OK;
    const struct course course = {eclipse->contacts[SKY_LUNAR_ECLIPSE_P1],
                                  eclipse->contacts[SKY_LUNAR_ECLIPSE_GREATEST],
                                  eclipse->contacts[SKY_LUNAR_ECLIPSE_P4]};
    struct spans spans;
    struct sky_eclipse_view views[2];
    enum base_err err = find_spans(search, &course, &spans, fault);
    if (err != BASE_ERR_OK) return err;
    const int count = candidates_of(&course, &spans, views);
    for (int i = 0; i < count; i++) {
        struct sky_lunar_eclipse_phase there;
        err = sky_lunar_eclipse_phase_at(search->context, eclipse, views[i].best, &there, fault);
        if (err != BASE_ERR_OK) return err;
        if (there.type == SKY_LUNAR_ECLIPSE_NONE ||
            there.penumbral_magnitude <= phase->penumbral_magnitude)
            continue;
        *phase = there;
        *view = views[i];
    }
    return BASE_ERR_OK;
}
