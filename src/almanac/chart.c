/* What a chart shows: bodies, stars, the path of one body over a day. The drawing itself is in
 * almanac/chart_svg.
 */
#include "almanac/chart.h"

#include "base/buf.h"
#include "data/time_text.h"
#include "sky/apparent.h"
#include "sky/const.h"
#include "sky/frame.h"
#include "sky/rise.h"
#include "sky/sky.h"
#include "sky/star.h"
#include "sky/vec.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

struct almanac_chart_query almanac_chart_query(const struct data_dataset *dataset,
                                               const struct almanac_params *params,
                                               const struct sky_observer *observer,
                                               enum almanac_i18n_language language)
{
    assert((params->body & (params->body - 1)) == 0); /* one at most */
    bool has_time = almanac_params_has(params, ALMANAC_PARAMS_TIME) && !params->time.is_now;
    struct almanac_chart_query query = {
        .observer = observer,
        .when = has_time ? params->time.when : data_time_text_now(dataset, 1000),
        .air = almanac_params_air(params),
        .bodies =
            almanac_params_has(params, ALMANAC_PARAMS_BODIES) ? params->bodies : dataset->bodies,
        .path_of = SKY_BODY_COUNT,
        .look = {.theme = params->theme,
                 .view = params->view,
                 .top = params->up,
                 .language =
                     almanac_params_has(params, ALMANAC_PARAMS_LANG) ? params->lang : language},
    };
    if (almanac_params_has(params, ALMANAC_PARAMS_STARS))
        query.look.stars = params->stars ? ALMANAC_CHART_STARS_ALL : ALMANAC_CHART_STARS_NONE;
    if (params->body != 0) query.path_of = (enum sky_body)__builtin_ctz(params->body);
    return query;
}

static struct almanac_chart_point seen_at(const struct sky_viewpoint *view,
                                          const struct sky_air *air, struct sky_vec dir_gcrs)
{
    struct sky_horizon horizon =
        sky_horizon_coordinates(view->observer, sky_apparent_itrs(view, dir_gcrs));
    double alt_deg = horizon.alt_rad * SKY_DEG_PER_RAD;
    return (struct almanac_chart_point){horizon.az_rad * SKY_DEG_PER_RAD,
                                        alt_deg + sky_refract_lift_deg(air, alt_deg)};
}

static void see_bodies(const struct sky_viewpoint *view, const struct almanac_chart_query *query,
                       struct almanac_chart *chart)
{
    assert(chart->count == 0);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(query->bodies >> body & 1u)) continue;
        struct sky_observation seen = sky_observe(view, body, &query->air);
        chart->marks[chart->count++] = (struct almanac_chart_mark){
            .body = body,
            .at = {seen.az_deg, seen.alt_deg},
            .has_magnitude = seen.has_magnitude,
            .magnitude = seen.magnitude,
            .illuminated_fraction = seen.has_phase ? seen.illuminated_fraction : 1.0,
            .bright_limb_deg = seen.bright_limb_deg - seen.parallactic_angle_deg,
        };
    }
    chart->sun_alt_deg =
        seen_at(view, &query->air, sky_apparent_sun(view).dir_apparent_gcrs).alt_deg;
}

/* Down to which magnitude stars are drawn under a sky of some brightness. */
static double faintest_mag(const struct almanac_chart_look *look, double sun_alt_deg)
{
    static const double NONE = -9.0;
    const double all = look->use == ALMANAC_CHART_ALONE ? 4.0 : 3.2;
    if (look->stars == ALMANAC_CHART_STARS_NONE) return NONE;
    if (look->stars == ALMANAC_CHART_STARS_ALL || sun_alt_deg < SKY_RISE_NAUTICAL_DEG) return all;
    if (sun_alt_deg < SKY_RISE_CIVIL_DEG) return 2.0;
    return sun_alt_deg < 0.0 ? 0.5 : NONE;
}

static void see_stars(const struct sky_viewpoint *view, const struct sky_air *air,
                      struct almanac_chart *chart)
{
    int count;
    const struct data_star_table_row *rows = data_star_table_rows(&count);
    assert(count > 0 && count <= DATA_STAR_TABLE_MAX);
    chart->faintest_mag = faintest_mag(&chart->look, chart->sun_alt_deg);
    if (chart->faintest_mag < rows[0].magnitude) return;
    for (int i = 0; i < count; i++) {
        struct sky_star_motion motion = sky_star_motion(&rows[i].star);
        chart->stars[i] = seen_at(view, air, sky_star_apparent(view, &motion));
    }
    chart->star_count = count;
}

/* What the points of a path are computed with. */
struct path {
    const struct data_dataset *dataset;
    struct almanac_positions_frame *cache;
    const struct almanac_chart_query *query;
};

static enum base_err see_once(const struct path *path, struct sky_tt when,
                              struct almanac_chart_point *at, struct sky_fault *fault)
{
    const struct almanac_chart_query *query = path->query;
    assert(query->path_of < SKY_BODY_COUNT);
    enum base_err err =
        almanac_positions_frame(path->dataset, path->cache, when, 1u << query->path_of, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&path->cache->frame, query->observer, SKY_APPARENT_TRUE_POLE);
    struct sky_observation seen = sky_observe_horizon(&view, query->path_of, &query->air);
    *at = (struct almanac_chart_point){seen.az_deg, seen.alt_deg};
    return BASE_ERR_OK;
}

/* From mean noon to mean noon: J2000.0 is a noon at longitude 0, and a minute does not matter. */
static enum base_err see_path(const struct path *path, struct almanac_chart *chart,
                              struct sky_fault *fault)
{
    const struct almanac_chart_query *query = path->query;
    double east_days = query->observer->lon_rad / SKY_TWO_PI;
    double noon_days = floor(query->when.days + east_days) - east_days;
    bool has_now = false;
    for (int step = 0; step <= ALMANAC_CHART_PATH_STEPS; step++) {
        struct sky_tt when = {noon_days + (double)step / ALMANAC_CHART_PATH_STEPS};
        if (!has_now && when.days >= query->when.days) {
            has_now = true;
            chart->path_now = chart->path_count;
            enum base_err err =
                see_once(path, query->when, &chart->path[chart->path_count++], fault);
            if (err != BASE_ERR_OK) return err;
        }
        enum base_err err = see_once(path, when, &chart->path[chart->path_count++], fault);
        if (err != BASE_ERR_OK) return err;
    }
    assert(chart->path_count <= ALMANAC_CHART_PATH_MAX && chart->path_now < chart->path_count);
    return BASE_ERR_OK;
}

enum base_err almanac_chart_compute(const struct data_dataset *dataset,
                                    struct almanac_positions_frame *cache,
                                    const struct almanac_chart_query *query,
                                    struct almanac_chart *chart, struct sky_fault *fault)
{
    assert(query->observer != NULL && query->bodies >> SKY_BODY_COUNT == 0);
    chart->look = query->look;
    chart->count = chart->path_count = chart->path_now = chart->star_count = 0;
    enum base_err err = almanac_positions_frame(dataset, cache, query->when, query->bodies, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&cache->frame, query->observer, SKY_APPARENT_TRUE_POLE);
    see_bodies(&view, query, chart);
    see_stars(&view, &query->air, chart);
    struct base_buf time = {
        .bytes = chart->time, .room = sizeof chart->time - 1, .max = sizeof chart->time - 1};
    data_time_text_append(&time, dataset, query->when, 0);
    chart->time[time.used] = '\0';
    const struct path path = {dataset, cache, query};
    if (query->path_of < SKY_BODY_COUNT && see_path(&path, chart, fault) != BASE_ERR_OK)
        chart->path_count = 0; /* the ephemeris ends within the day */
    return BASE_ERR_OK;
}
