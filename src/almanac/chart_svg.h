/* The dome of the sky as a picture.
 *
 * The zenith is in the middle and the horizon is a circle; altitude runs evenly between them. It is
 * the view of somebody who lies with the head to the north, so east is on the LEFT. Bodies below
 * the horizon are rings outside the circle, at their azimuth.
 */
#ifndef ALMANAC_CHART_SVG_H
#define ALMANAC_CHART_SVG_H

#include "almanac/chart.h"
#include "base/buf.h"
#include "format/label_layout.h"

#include <stdbool.h>

/* Units of the drawing: the horizon's circle about (0, 0), y downwards. */
#define ALMANAC_CHART_SVG_RADIUS 1500
#define ALMANAC_CHART_SVG_HALF   2050 /* of the view box */

struct almanac_chart_svg_spot {
    double x, y;
};

/* Where a place of the sky is drawn; below the horizon it is outside the circle.
 * Public for its test. */
struct almanac_chart_svg_spot almanac_chart_svg_project(const struct almanac_chart_look *look,
                                                        struct almanac_chart_point at);

#define ALMANAC_CHART_SVG_NAME_MAX   64 /* bytes of a label */
#define ALMANAC_CHART_SVG_STAR_NAMES 8

/* How the drawing is laid out. */
struct almanac_chart_svg_plan {
    struct {
        struct almanac_chart_svg_spot at;
        double radius; /* of the disc, or of the ring below the horizon */
        bool is_up;
        char name[ALMANAC_CHART_SVG_NAME_MAX];
        double font_size;
        struct format_label_layout_label label;
    } marks[SKY_BODY_COUNT]; /* as in the chart */
    int star_name_count;
    struct {
        int star;
        struct format_label_layout_label label;
    } star_names[ALMANAC_CHART_SVG_STAR_NAMES];
};

/* Lays a chart out. Public for its test.
 *
 * Gives  *plan; no two labels overlap, no label covers a disc, a ring or a letter of the compass
 * Test   test_chart_svg_labels_never_overlap
 */
void almanac_chart_svg_arrange(const struct almanac_chart *chart,
                               struct almanac_chart_svg_plan *plan);

/* Appends the chart as SVG: no scripts, no styles, nothing from outside; at most 25 KB.
 *
 * Gives  the same bytes for the same chart. With ALMANAC_CHART_INSIDE an element for a page of
 *        HTML, else a document
 */
void almanac_chart_svg_append(struct base_buf *out, const struct almanac_chart *chart);

#endif
