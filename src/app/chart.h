/* The dome of the sky as values: what stands where. app/chart_svg draws it. */
#ifndef APP_CHART_H
#define APP_CHART_H

#include "app/palette.h"
#include "app/positions.h"
#include "app/stars.h"
#include "app/texts.h"

enum app_chart_view { APP_CHART_LOOKING_UP, APP_CHART_MAP }; /* east left, east right */
enum app_chart_top { APP_CHART_NORTH_UP, APP_CHART_SOUTH_UP };
enum app_chart_stars { APP_CHART_STARS_BY_NIGHT, APP_CHART_STARS_ALL, APP_CHART_STARS_NONE };
enum app_chart_use {
    APP_CHART_ALONE, /* a document of its own, on paper of its own */
    APP_CHART_INSIDE /* part of a page: no paper, fewer lines; colours by the page's style sheet */
};

struct app_chart_look {
    enum app_palette_theme theme;
    enum app_chart_view view;
    enum app_chart_top top;
    enum app_chart_stars stars;
    enum app_chart_use use;
    enum app_texts_language language;
};

struct app_chart_query {
    const struct sky_observer *observer;
    struct sky_tt when;
    struct sky_air air;
    unsigned bodies;       /* a bit for each enum sky_body */
    enum sky_body path_of; /* SKY_BODY_COUNT: no path */
    struct app_chart_look look;
};

/* What a request or a command line asks for; all bodies of the store unless it names some.
 *
 * Given  observer  of its place, borrowed
 *        language  unless lang is given
 */
struct app_chart_query app_chart_query(const struct app_store *store,
                                       const struct app_params *params,
                                       const struct sky_observer *observer,
                                       enum app_texts_language language);

struct app_chart_point {
    double az_deg, alt_deg; /* as seen through the air */
};

struct app_chart_mark {
    enum sky_body body;
    struct app_chart_point at;
    bool has_magnitude;
    double magnitude;
    double illuminated_fraction;
    double bright_limb_deg; /* from the zenith, counterclockwise as one sees it */
};

#define APP_CHART_PATH_STEPS 72 /* a day of 20 minutes */
#define APP_CHART_PATH_MAX   (APP_CHART_PATH_STEPS + 2)

struct app_chart {
    char time[40]; /* RFC 3339 UTC, to the second */
    struct app_chart_look look;
    double sun_alt_deg;
    int count;
    struct app_chart_mark marks[SKY_BODY_COUNT];
    int path_count, path_now; /* the point of the instant itself */
    struct app_chart_point
        path[APP_CHART_PATH_MAX];                /* from one mean noon of the place to the next */
    int star_count;                              /* the brightest of app_stars_rows */
    double faintest_mag;                         /* fainter ones are drawn for their lines alone */
    struct app_chart_point stars[APP_STARS_MAX]; /* places, through the air, by its table */
};

/* Computes a chart.
 *
 * Gives  *chart; a path that the ephemeris does not have whole is left out
 * Fails  RANGE or MISSING, with *fault
 * Cost   some 0.3 ms
 */
BASE_ERR_CHECKED
enum base_err app_chart_compute(const struct app_store *store, struct app_positions_frame *cache,
                                const struct app_chart_query *query, struct app_chart *chart,
                                struct sky_fault *fault);

#endif
