/* Positions of several bodies. Every answer can be asked for again: links.self holds the instant,
 * and the instant computed for is the one that is written.
 */
#include "app/positions.h"

#include "app/json.h"
#include "app/time.h"
#include "app/version.h"
#include "base/num.h"

#include <string.h>

enum base_err app_positions_frame(const struct app_store *store, struct app_positions_frame *cache,
                                  struct sky_tt when, unsigned bodies,
                                  const struct sky_frame **frame, struct sky_fault *fault)
{
    if (!cache->has_frame || cache->frame.tt.days != when.days) {
        cache->has_frame = false;
        enum base_err err = sky_frame_init(&store->sky, when, &cache->frame, fault);
        if (err != BASE_ERR_OK) return err;
        cache->has_frame = true;
    }
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        enum base_err err = sky_frame_add(&store->sky, body, &cache->frame, fault);
        if (err != BASE_ERR_OK) return err;
    }
    *frame = &cache->frame;
    return BASE_ERR_OK;
}

/* The instant to the microsecond, and its text: reading the text gives the same instant again. */
static void settle_time(const struct app_store *store, struct app_positions *p)
{
    struct base_buf text = {
        .bytes = p->time, .room = sizeof p->time - 1, .max = sizeof p->time - 1};
    app_time_append(&text, store, p->when, 6);
    p->time[text.used] = '\0';
    bool is_now;
    struct base_fault fault;
    struct sky_tt again;
    struct base_text written = {p->time, text.used};
    if (app_time_parse(store, written, &again, &is_now, &fault) == BASE_ERR_OK) p->when = again;
}

enum base_err app_positions_compute(const struct app_store *store,
                                    struct app_positions_frame *cache,
                                    const struct app_params *params, struct app_positions *p,
                                    struct app_problem *problem)
{
    const unsigned planets = (1u << (SKY_BODY_NEPTUNE + 1)) - (1u << SKY_BODY_MERCURY);
    p->request = *params;
    if (!params->has_bodies) p->request.bodies = planets & store->bodies;
    p->when = params->has_time && !params->is_now ? params->when : app_time_now(store, 1000);
    settle_time(store, p);
    const struct sky_frame *frame;
    struct sky_fault fault;
    enum base_err err =
        app_positions_frame(store, cache, p->when, p->request.bodies, &frame, &fault);
    if (err != BASE_ERR_OK) {
        struct base_text time_text = params->has_time ? params->time_text : BASE_TEXT("now");
        *problem = app_params_out_of_range(store, &fault, time_text);
        return err;
    }
    p->source = store->source;
    p->spin = frame->spin;
    p->ut1_utc_s = sky_time_ut1_utc_s(&store->sky.leaps, &store->sky.orient, p->when);
    p->air = app_params_air(params);
    p->count = 0;
    struct sky_observer observer =
        sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    struct sky_viewpoint view = sky_place_viewpoint(frame, &observer, SKY_PLACE_TRUE_POLE);
    const bool has_weather = params->has_pressure && params->has_temperature;
    const struct sky_doubt_case made =
        sky_doubt_case_of(&store->sky.orient, p->when, store->kernel,
                          has_weather ? SKY_DOUBT_AIR_MEASURED : SKY_DOUBT_AIR_STANDARD);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(p->request.bodies >> body & 1u)) continue;
        struct app_rows_row *row = &p->rows[p->count++];
        *row = (struct app_rows_row){
            .body = body, .time = base_text_of(p->time), .seen = sky_observe(&view, body, &p->air)};
        row->doubt = sky_doubt_of(&made, &view, body, &p->air, &row->seen);
    }
    return BASE_ERR_OK;
}

static const char *refraction_name(enum sky_refract_model model)
{
    switch (model) {
    case SKY_REFRACT_NONE:
        return "none";
    case SKY_REFRACT_PYEPHEM:
        return "pyephem";
    case SKY_REFRACT_HORIZONS:
        return "horizons";
    case SKY_REFRACT_STANDARD:
        break;
    }
    return "standard";
}

static const char *ut1_source_name(enum sky_orient_source source)
{
    switch (source) {
    case SKY_ORIENT_MEASURED:
        return "iers-measured";
    case SKY_ORIENT_PREDICTED:
        return "iers-predicted";
    case SKY_ORIENT_HISTORIC:
        return "delta-t-historic";
    case SKY_ORIENT_MODEL:
        return "delta-t-model";
    case SKY_ORIENT_HELD:
        break;
    }
    return "held";
}

static void append_named(struct base_buf *out, const char *name, double value, int decimals)
{
    base_buf_append_format(out, "\"%s\": ", name);
    app_json_append_number(out, value, decimals);
}

static void append_warnings(struct base_buf *out, const struct app_positions *p)
{
    base_buf_append_string(out, "], \"warnings\": [");
    if (p->spin.source == SKY_ORIENT_HELD)
        base_buf_append_string(out, "{\"code\": \"ut1-held\", \"detail\": \"After the table of the "
                                    "Earth's rotation its last "
                                    "UT1-UTC is kept: azimuths may be off by 15 arcsec for each "
                                    "second it has moved since.\"}");
    if (p->spin.source == SKY_ORIENT_MODEL)
        base_buf_append_string(out,
                               "{\"code\": \"delta-t-model\", \"detail\": \"Nobody measured the "
                               "Earth's rotation at that time: Delta T is a model's, and its "
                               "error is the larger part of uncertainty.\"}");
}

static void append_meta(struct base_buf *out, const struct app_positions *p)
{
    base_buf_append_string(out, "], \"meta\": {\"source\": ");
    app_json_append_string(out, base_text_of(p->source));
    base_buf_append_string(out, ", \"time_scale\": \"UTC\", ");
    append_named(out, "ut1_utc_s", p->ut1_utc_s, 6);
    base_buf_append_format(out, ", \"ut1_source\": \"%s\", \"refraction\": {\"model\": \"%s\", ",
                           ut1_source_name(p->spin.source), refraction_name(p->air.model));
    append_named(out, "pressure_hpa", p->air.pressure_hpa, 2);
    base_buf_append_string(out, ", ");
    append_named(out, "temperature_c", p->air.temp_c, 2);
    base_buf_append_string(
        out, "}, \"azimuth\": \"north-through-east\", \"version\": \"" APP_VERSION "\"}");
}

/* The same request again, its instant and its defaults written out. */
static void append_self(struct base_buf *out, const struct app_positions *p)
{
    base_buf_append_string(out, ", \"links\": {\"self\": \"/api/v1/positions?bodies=");
    for (int i = 0; i < p->count; i++) {
        if (i > 0) base_buf_append_string(out, ",");
        base_buf_append_text(out, sky_body_info(p->rows[i].body)->name);
    }
    const struct {
        const char *name;
        double value;
        bool is_given;
    } numbers[] = {
        {"lat", p->request.lat_deg, true},
        {"lon", p->request.lon_deg, true},
        {"elevation", p->request.elevation_m, p->request.has_elevation},
        {"pressure", p->request.pressure_hpa, p->request.has_pressure},
        {"temperature", p->request.temp_c, p->request.has_temperature},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!numbers[i].is_given) continue;
        base_buf_append_format(out, "&%s=", numbers[i].name);
        char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
        if (at != NULL) out->used += base_num_shortest(at, numbers[i].value);
    }
    if (p->request.has_refraction)
        base_buf_append_format(out, "&refraction=%s", refraction_name(p->air.model));
    base_buf_append_format(out, "&time=%s\"}}\n", p->time);
}

void app_positions_append_json(struct base_buf *out, const struct app_positions *p)
{
    base_buf_append_string(out, "{\"observer\": {");
    append_named(out, "lat_deg", p->request.lat_deg, 9);
    base_buf_append_string(out, ", ");
    append_named(out, "lon_deg", p->request.lon_deg, 9);
    base_buf_append_string(out, ", ");
    append_named(out, "elevation_m", p->request.elevation_m, 3);
    base_buf_append_string(out, "}, \"positions\": [");
    for (int i = 0; i < p->count; i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        app_rows_append_json(out, &p->rows[i]);
    }
    append_warnings(out, p);
    append_meta(out, p);
    append_self(out, p);
}

void app_positions_append_csv(struct base_buf *out, const struct app_positions *p)
{
    app_rows_append_csv_header(out);
    for (int i = 0; i < p->count; i++) app_rows_append_csv(out, &p->rows[i]);
}
