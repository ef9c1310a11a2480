/* The dome of the sky as values: the positions of what is drawn. almanac/chart_svg draws it. */
#ifndef ALMANAC_CHART_H
#define ALMANAC_CHART_H

#include "almanac/i18n.h"
#include "almanac/palette.h"
#include "almanac/params.h"
#include "almanac/positions.h"
#include "base/err.h"
#include "data/dataset.h"
#include "data/star_table.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/time.h"

#include <stdbool.h>

enum almanac_chart_view { ALMANAC_CHART_LOOKING_UP, ALMANAC_CHART_MAP }; /* east left, east right */
enum almanac_chart_top { ALMANAC_CHART_NORTH_UP, ALMANAC_CHART_SOUTH_UP };
enum almanac_chart_stars {
    ALMANAC_CHART_STARS_BY_NIGHT,
    ALMANAC_CHART_STARS_ALL,
    ALMANAC_CHART_STARS_NONE
};
enum almanac_chart_use {
    ALMANAC_CHART_ALONE, /* a separate document, with its own background */
    ALMANAC_CHART_INSIDE /* part of a page: no background, fewer lines; colours by the page's style sheet */
};

struct almanac_chart_look {
    enum almanac_palette_theme theme;
    enum almanac_chart_view view;
    enum almanac_chart_top top;
    enum almanac_chart_stars stars;
    enum almanac_chart_use use;
    enum almanac_i18n_language language;
};

struct almanac_chart_query {
    const struct sky_observer *observer;
    struct sky_tt when;
    struct sky_air air;
    unsigned bodies;       /* a bit for each enum sky_body */
    enum sky_body path_of; /* SKY_BODY_COUNT: no path */
    struct almanac_chart_look look;
};

/* The query of a request or a command line; all bodies of the dataset unless it names some.
 *
 * Given  observer  of its place, borrowed
 *        language  unless lang is given
 */
struct almanac_chart_query almanac_chart_query(const struct data_dataset *dataset,
                                               const struct almanac_params *params,
                                               const struct sky_observer *observer,
                                               enum almanac_i18n_language language);

struct almanac_chart_point {
    double az_deg, alt_deg; /* as seen through the air */
};

struct almanac_chart_mark {
    enum sky_body body;
    struct almanac_chart_point at;
    bool has_magnitude;
    double magnitude;
    double illuminated_fraction;
    double bright_limb_deg; /* from the zenith, counterclockwise as seen */
};

#define ALMANAC_CHART_PATH_STEPS 72 /* a day of 20 minutes */
#define ALMANAC_CHART_PATH_MAX   (ALMANAC_CHART_PATH_STEPS + 2)

struct almanac_chart {
    char time[40]; /* RFC 3339 UTC, to the second */
    struct almanac_chart_look look;
    double sun_alt_deg;
    int count;
    struct almanac_chart_mark marks[SKY_BODY_COUNT];
    int path_count, path_now; /* the point of the instant itself */
    struct almanac_chart_point
        path[ALMANAC_CHART_PATH_MAX]; /* from one mean noon of the place to the next */
    int star_count;                   /* the brightest of data_star_table_rows */
    double faintest_mag;              /* fainter ones are drawn only where lines need them */
    struct almanac_chart_point
        stars[DATA_STAR_TABLE_MAX]; /* places, through the air, by its table */
};

/* Computes a chart.
 *
 * Gives  *chart; a path that the ephemeris covers only in part is left out
 * Fails  RANGE or MISSING, with *fault
 * Cost   some 0.3 ms
 */
BASE_ERR_CHECKED
enum base_err almanac_chart_compute(const struct data_dataset *dataset,
                                    struct almanac_positions_frame *cache,
                                    const struct almanac_chart_query *query,
                                    struct almanac_chart *chart, struct sky_fault *fault);

#endif
