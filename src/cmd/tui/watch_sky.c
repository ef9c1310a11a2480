/* Computes what `watch` shows. */
#include "cmd/tui/watch_sky.h"

#include "almanac/params.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/rise.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

/* Events are searched again at least this often: within an hour they hardly move, and a search costs
 * some 0.1 ms, up to 15 ms near the poles. */
#define EVENTS_HOLD_DAYS (1.0 / 24.0)

/* The altitude of the Sun's centre at sunset as USNO defines it: the upper limb on a flat horizon. */

void cmd_watch_sky_init(struct cmd_watch_sky *sky, const struct data_dataset *dataset,
                        const struct almanac_params *params)
{
    assert(params->bodies >> SKY_BODY_COUNT == 0);
    *sky = (struct cmd_watch_sky){.dataset = dataset, .params = *params};
    sky->observer = sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    sky->air = almanac_params_air(params);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (params->bodies >> body & 1u) sky->bodies[sky->count++] = body;
}

static void set_problem(struct cmd_watch_sky *sky, const struct sky_fault *fault)
{
    char time[40];
    struct base_buf written = {.bytes = time, .room = sizeof time, .max = sizeof time};
    data_time_text_append(&written, sky->dataset, sky->when, 0);
    struct almanac_problem problem =
        almanac_params_out_of_range(sky->dataset, fault, (struct base_text){time, written.used});
    struct base_buf sentence = {
        .bytes = sky->problem, .room = sizeof sky->problem - 1, .max = sizeof sky->problem - 1};
    almanac_problem_append_sentence(&sentence, &problem);
    sky->problem[sentence.used] = '\0';
}

static struct sky_tt tt_of(const struct data_dataset *dataset, int64_t posix_us)
{
    int64_t second = posix_us / 1000000 - (posix_us % 1000000 < 0);
    struct sky_tt when = {0.0};
    /* The instants of cmd/tui/timeline are within the years that it accepts. */
    enum base_err err = sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, second,
                                              (int32_t)(posix_us - second * 1000000) * 1000, &when);
    assert(err == BASE_ERR_OK);
    (void)err;
    return when;
}

void cmd_watch_sky_at(struct cmd_watch_sky *sky, int64_t posix_us)
{
    struct sky_fault fault;
    sky->when = tt_of(sky->dataset, posix_us);
    sky->has_positions =
        almanac_positions_frame(sky->dataset, &sky->cache, sky->when,
                                sky->params.bodies | 1u << SKY_BODY_SUN, &fault) == BASE_ERR_OK;
    if (!sky->has_positions) {
        sky->lack = "No ephemeris for this time.";
        set_problem(sky, &fault);
        return;
    }
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&sky->cache.frame, &sky->observer, SKY_APPARENT_TRUE_POLE);
    for (int i = 0; i < sky->count; i++)
        sky->seen[i] = sky_observe(&view, sky->bodies[i], &sky->air);
    sky->sun_alt_deg = sky_observe_horizon(&view, SKY_BODY_SUN, &sky->air).alt_true_deg;
}

static struct cmd_watch_next next(const struct sky_rise_search *search, enum sky_rise_kind kind,
                                  struct sky_tt from)
{
    struct cmd_watch_next found = {CMD_WATCH_UNKNOWN, {0.0}};
    struct sky_rise_event event;
    struct sky_fault fault;
    enum base_err err = sky_rise_next(search, kind, from, &event, &fault);
    if (err == BASE_ERR_END) found.state = CMD_WATCH_NEVER;
    if (err != BASE_ERR_OK) return found;
    found.state = CMD_WATCH_IS;
    found.tt = event.tt;
    return found;
}

void cmd_watch_sky_events(struct cmd_watch_sky *sky)
{
    const enum sky_body body = sky->bodies[sky->selected];
    const struct sky_tt when = sky->when;
    if (!sky->has_positions) return;
    assert(sky->selected < sky->count);
    if (sky->events.is_there && sky->events.body == body && when.days >= sky->events.from.days &&
        when.days < sky->events.until.days)
        return;
    struct sky_rise_search search = {.context = &sky->dataset->sky,
                                     .body = body,
                                     .observer = &sky->observer,
                                     .horizon = sky_rise_almanac(body, 0.0, 0.0)};
    sky->events.is_there = true;
    sky->events.body = body;
    sky->events.from = when;
    sky->events.until.days = when.days + EVENTS_HOLD_DAYS;
    sky->events.rise = next(&search, SKY_RISE_UP, when);
    sky->events.transit = next(&search, SKY_RISE_TRANSIT, when);
    sky->events.set = next(&search, SKY_RISE_DOWN, when);
    const struct cmd_watch_next *all[] = {&sky->events.rise, &sky->events.transit,
                                          &sky->events.set};
    for (int i = 0; i < 3; i++)
        if (all[i]->state == CMD_WATCH_IS && all[i]->tt.days < sky->events.until.days)
            sky->events.until = all[i]->tt;
}

void cmd_watch_sky_select_highest(struct cmd_watch_sky *sky)
{
    assert(sky->selected >= 0 && sky->count <= SKY_BODY_COUNT);
    for (int i = 0; i < sky->count && sky->has_positions; i++)
        if (sky->seen[i].alt_deg > sky->seen[sky->selected].alt_deg) sky->selected = i;
}

const char *cmd_watch_sky_light(const struct cmd_watch_sky *sky)
{
    assert(sky->has_positions);
    const double alt_deg = sky->sun_alt_deg;
    return alt_deg > SKY_RISE_SUNSET_DEG         ? "day"
           : alt_deg > SKY_RISE_CIVIL_DEG        ? "civil twilight"
           : alt_deg > SKY_RISE_NAUTICAL_DEG     ? "nautical twilight"
           : alt_deg > SKY_RISE_ASTRONOMICAL_DEG ? "astronomical twilight"
                                                 : "night";
}
