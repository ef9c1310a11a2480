/* The frame of answers about a place: the same names and digits as /api/v1/positions has. */
#include "app/envelope.h"

#include "app/json.h"
#include "app/time.h"

static bool has_instant(const struct app_params *params)
{
    return app_params_has(params, APP_PARAMS_TIME) && !params->time.is_now;
}

void app_envelope_init(struct app_envelope *envelope, const struct app_store *store,
                       const struct app_params *params, const struct app_zone *zone)
{
    *envelope = (struct app_envelope){
        .clock = {store, zone}, .request = *params, .air = app_params_air(params)};
    envelope->when = has_instant(params) ? params->time.when : app_time_now(store, 1000);
    struct base_buf text = {.bytes = envelope->time,
                            .room = sizeof envelope->time - 1,
                            .max = sizeof envelope->time - 1};
    app_time_append(&text, store, envelope->when, 6);
    bool is_now;
    struct base_fault fault;
    struct sky_tt again;
    if (app_time_parse(store, (struct base_text){envelope->time, text.used}, &again, &is_now,
                       &fault) == BASE_ERR_OK)
        envelope->when = again;
    envelope->spin = sky_orient_spin(&store->sky.orient, envelope->when);
    envelope->ut1_utc_s = sky_time_ut1_utc_s(&store->sky.leaps, &store->sky.orient, envelope->when);
}

struct app_problem app_envelope_out_of_range(const struct app_envelope *envelope,
                                             const struct sky_fault *fault)
{
    const struct app_params *params = &envelope->request;
    struct base_text text =
        app_params_has(params, APP_PARAMS_TIME) ? params->time.text : BASE_TEXT("now");
    struct app_problem problem = app_params_out_of_range(envelope->clock.store, fault, text);
    problem.is_around = problem.kind == APP_PROBLEM_TIME_OUT_OF_RANGE &&
                        envelope->when.days > fault->valid_from.days &&
                        envelope->when.days < fault->valid_until.days;
    return problem;
}

struct sky_rise_search app_envelope_search(const struct app_envelope *envelope,
                                           const struct sky_observer *observer, enum sky_body body)
{
    const struct app_params *params = &envelope->request;
    return (struct sky_rise_search){
        .context = &envelope->clock.store->sky,
        .body = body,
        .observer = observer,
        .horizon = sky_rise_almanac(body, params->horizon_deg, params->eye_height_m),
    };
}

unsigned app_envelope_bodies(const struct app_envelope *envelope)
{
    return app_params_has(&envelope->request, APP_PARAMS_BODIES) ? envelope->request.bodies
                                                                 : envelope->clock.store->bodies;
}

void app_envelope_append_time(struct base_buf *out, const struct app_envelope *envelope)
{
    const struct app_parts_clock *clock = &envelope->clock;
    base_buf_append_format(out, "\"time\": \"%s\"", envelope->time);
    if (!app_parts_has_zone(clock)) return;
    base_buf_append_string(out, ", \"time_local\": \"");
    app_time_append_local(out, clock->store, clock->zone, envelope->when);
    base_buf_append_string(out, "\"");
}

static void append_warnings(struct base_buf *out, const struct app_envelope *envelope,
                            unsigned faint)
{
    int count = 0;
    base_buf_append_string(out, ", \"warnings\": [");
    if (envelope->spin.source == SKY_ORIENT_HELD)
        app_parts_append_warning(out, &count, "ut1-held", NULL,
                                 "After the table of the Earth's rotation its last UT1-UTC is "
                                 "kept: times may be off by as much as it has moved since.");
    if (envelope->spin.source == SKY_ORIENT_MODEL)
        app_parts_append_warning(out, &count, "delta-t-model", NULL,
                                 "Nobody measured the Earth's rotation at that time: Delta T is a "
                                 "model's.");
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (faint >> body & 1u)
            app_parts_append_warning(out, &count, "magnitude-unknown", sky_body_info(body)->name.at,
                                     "The phase angle is outside those at which its brightness was "
                                     "ever measured.");
    base_buf_append_string(out, "]");
}

static void append_meta(struct base_buf *out, const struct app_envelope *envelope)
{
    base_buf_append_string(out, ", \"meta\": {");
    app_parts_append_made(out, envelope->clock.store);
    base_buf_append_string(out, ", ");
    app_parts_append_number(out, "ut1_utc_s", envelope->ut1_utc_s, 6);
    base_buf_append_format(out, ", \"ut1_source\": \"%s\", ",
                           app_parts_ut1_source(envelope->spin.source));
    app_parts_append_horizontal(out, &envelope->air);
    if (app_parts_has_zone(&envelope->clock)) {
        base_buf_append_string(out, ", \"tz\": ");
        app_json_append_string(out, base_text_of(envelope->clock.zone->name));
    }
    base_buf_append_string(out, "}");
}

static void append_self(struct base_buf *out, const struct app_envelope *envelope, const char *path,
                        unsigned bodies)
{
    const struct app_params *params = &envelope->request;
    const char *between = "";
    base_buf_append_format(out, ", \"links\": {\"self\": \"%s?bodies=", path);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        base_buf_append_format(out, "%s%s", between, sky_body_info(body)->name.at);
        between = ",";
    }
    app_parts_append_query(out, "&lat", params->lat_deg);
    app_parts_append_query(out, "&lon", params->lon_deg);
    if (app_params_has(params, APP_PARAMS_ELEVATION))
        app_parts_append_query(out, "&elevation", params->elevation_m);
    if (app_params_has(params, APP_PARAMS_PRESSURE))
        app_parts_append_query(out, "&pressure", params->pressure_hpa);
    if (app_params_has(params, APP_PARAMS_TEMPERATURE))
        app_parts_append_query(out, "&temperature", params->temp_c);
    if (app_params_has(params, APP_PARAMS_EYE_HEIGHT))
        app_parts_append_query(out, "&eye_height", params->eye_height_m);
    if (app_params_has(params, APP_PARAMS_HORIZON))
        app_parts_append_query(out, "&horizon", params->horizon_deg);
    if (app_params_has(params, APP_PARAMS_REFRACTION))
        base_buf_append_format(out, "&refraction=%s", app_parts_refraction(envelope->air.model));
    if (app_parts_has_zone(&envelope->clock))
        app_parts_append_zone(out, "&tz", envelope->clock.zone);
    base_buf_append_format(out, "&time=%s\"}", envelope->time);
}

void app_envelope_append_rest(struct base_buf *out, const struct app_envelope *envelope,
                              const char *path, unsigned bodies, unsigned faint)
{
    append_warnings(out, envelope, faint);
    append_meta(out, envelope);
    append_self(out, envelope, path, bodies);
}
