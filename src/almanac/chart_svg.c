/* Drawing the dome: whole units of a view box, groups that share their colours, colours as
 * attributes that a page's style sheet may override by the class names c-*.
 */
#include "almanac/chart_svg.h"

#include "almanac/i18n.h"
#include "almanac/palette.h"
#include "almanac/position_columns.h"
#include "base/text.h"
#include "data/star_table.h"
#include "format/markup.h"
#include "sky/body.h"
#include "sky/const.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RADIUS        ((double)ALMANAC_CHART_SVG_RADIUS)
#define LABEL_FONT    130.0
#define OUTER_FONT    105.0
#define STAR_FONT     90.0
#define WIND_FONT     150.0
#define RING_RADIUS   42.0
#define RING_DISTANCE (RADIUS + 75.0)
#define GLOBE_RADIUS  95.0 /* of the Sun and the Moon, far larger than they are */
#define OUTER_CHARS   3    /* of a name longer than 5 */
#define INSIDE_RANK   1    /* constellations that a chart inside a page shows */
#define INSIDE_UNIT                                                                                \
    10 /* of its stars, in those of the view box: half a pixel, and shorter to write */
#define INSIDE_MAG 3.3 /* its faintest stars */

static struct almanac_chart_svg_spot around(const struct almanac_chart_look *look, double az_deg,
                                            double distance)
{
    double az_rad = az_deg * SKY_RAD_PER_DEG;
    double east = look->view == ALMANAC_CHART_MAP ? 1.0 : -1.0;
    double turn = look->top == ALMANAC_CHART_SOUTH_UP ? -1.0 : 1.0;
    return (struct almanac_chart_svg_spot){turn * east * distance * sin(az_rad),
                                           -turn * distance * cos(az_rad)};
}

struct almanac_chart_svg_spot almanac_chart_svg_project(const struct almanac_chart_look *look,
                                                        struct almanac_chart_point at)
{
    assert(isfinite(at.az_deg) && isfinite(at.alt_deg));
    return around(look, at.az_deg, RADIUS * (90.0 - at.alt_deg) / 90.0);
}

/* ---- layout ---- */

/* Colours of what is drawn outside the sky: in a page they are the page's. */
static const char *ink(const struct almanac_chart *chart, const char *colour)
{
    return chart->look.use == ALMANAC_CHART_INSIDE ? "currentColor" : colour;
}

static struct format_label_layout_box box_about(struct almanac_chart_svg_spot at, double half_width,
                                                double half_height)
{
    return (struct format_label_layout_box){at.x - half_width, at.y - half_height,
                                            at.x + half_width, at.y + half_height};
}

static struct almanac_chart_svg_spot wind_spot(const struct almanac_chart_look *look, int quarter)
{
    assert(quarter >= 0 && quarter < 4);
    return around(look, 90.0 * quarter, RADIUS + 110.0);
}

static double disc_radius(const struct almanac_chart_mark *mark)
{
    if (mark->body == SKY_BODY_SUN || mark->body == SKY_BODY_MOON) return GLOBE_RADIUS;
    if (!mark->has_magnitude) return 30.0;
    return fmin(fmax(42.0 - 6.0 * mark->magnitude, 16.0), 66.0);
}

/* A ring is drawn outside in its direction, further out where something else is already. */
static struct almanac_chart_svg_spot ring_spot(const struct format_label_layout *layout,
                                               const struct almanac_chart_look *look, double az_deg)
{
    struct almanac_chart_svg_spot at = around(look, az_deg, RING_DISTANCE);
    for (int step = 1;
         step <= 8 && !format_label_layout_is_free(layout, box_about(at, RING_RADIUS, RING_RADIUS));
         step++)
        at = around(look, az_deg, RING_DISTANCE + step * 45.0);
    return at;
}

/* A name as written beside a ring: short names in full, others by three letters. */
static struct base_text outer_name(struct base_text name)
{
    size_t chars = 0, bytes = 0, cut = name.length;
    while (bytes < name.length) {
        if (chars == OUTER_CHARS) cut = bytes;
        bytes++;
        while (bytes < name.length && (name.at[bytes] & 0xC0) == 0x80) bytes++;
        chars++;
    }
    return (struct base_text){name.at, chars <= 5 ? name.length : cut};
}

static struct base_text body_name(const struct almanac_chart *chart, enum sky_body body)
{
    return almanac_i18n_of(chart->look.language, sky_body_info(body)->name.at);
}

static void place_marks(const struct almanac_chart *chart, struct format_label_layout *layout,
                        struct almanac_chart_svg_plan *plan)
{
    assert(chart->count >= 0 && chart->count <= SKY_BODY_COUNT);
    for (int i = 0; i < chart->count; i++) {
        const struct almanac_chart_mark *mark = &chart->marks[i];
        bool is_up = mark->at.alt_deg > 0.0;
        plan->marks[i].is_up = is_up;
        plan->marks[i].radius = is_up ? disc_radius(mark) : RING_RADIUS;
        plan->marks[i].at = is_up ? almanac_chart_svg_project(&chart->look, mark->at)
                                  : ring_spot(layout, &chart->look, mark->at.az_deg);
        format_label_layout_reserve(
            layout, box_about(plan->marks[i].at, plan->marks[i].radius, plan->marks[i].radius),
            false);
        struct base_text name = body_name(chart, mark->body);
        if (!is_up) name = outer_name(name);
        assert(name.length < sizeof plan->marks[i].name);
        plan->marks[i].font_size = is_up ? LABEL_FONT : OUTER_FONT;
        snprintf(plan->marks[i].name, sizeof plan->marks[i].name, "%.*s", (int)name.length,
                 name.at);
    }
}

static void label_marks(const struct almanac_chart *chart, struct format_label_layout *layout,
                        struct almanac_chart_svg_plan *plan)
{
    for (int i = 0; i < chart->count; i++) {
        double font = plan->marks[i].font_size;
        struct format_label_layout_mark mark = {
            .x = plan->marks[i].at.x,
            .y = plan->marks[i].at.y,
            .radius = plan->marks[i].radius,
            .width = format_label_layout_text_width(base_text_of(plan->marks[i].name), font),
            .height = font,
            .is_outside = !plan->marks[i].is_up,
            .reach = plan->marks[i].is_up ? 1500.0 : 300.0,
        };
        plan->marks[i].label = format_label_layout_place(layout, &mark);
    }
}

/* Names of the brightest stars that are up, where there is room right beside them. */
static void label_stars(const struct almanac_chart *chart, struct format_label_layout *layout,
                        struct almanac_chart_svg_plan *plan)
{
    int count;
    const struct data_star_table_row *rows = data_star_table_rows(&count);
    assert(chart->star_count <= count);
    for (int i = 0; i < chart->star_count && plan->star_name_count < ALMANAC_CHART_SVG_STAR_NAMES;
         i++) {
        if (rows[i].magnitude > chart->faintest_mag) break;
        if (rows[i].name[0] == '\0' || chart->stars[i].alt_deg <= 3.0) continue;
        struct almanac_chart_svg_spot at = almanac_chart_svg_project(&chart->look, chart->stars[i]);
        struct format_label_layout_mark mark = {
            .x = at.x,
            .y = at.y,
            .radius = 16.0,
            .width = format_label_layout_text_width(base_text_of(rows[i].name), STAR_FONT),
            .height = STAR_FONT,
            .reach = STAR_FONT / 2.0,
        };
        plan->star_names[plan->star_name_count].star = i;
        plan->star_names[plan->star_name_count].label = format_label_layout_place(layout, &mark);
        plan->star_name_count += plan->star_names[plan->star_name_count].label.is_shown;
    }
}

void almanac_chart_svg_arrange(const struct almanac_chart *chart,
                               struct almanac_chart_svg_plan *plan)
{
    const double half = ALMANAC_CHART_SVG_HALF;
    struct format_label_layout layout = {.bounds = {-half, -half, half, half},
                                         .radius = RADIUS + 10.0};
    for (int quarter = 0; quarter < 4; quarter++)
        format_label_layout_reserve(&layout,
                                    box_about(wind_spot(&chart->look, quarter), 75.0, 75.0), true);
    *plan = (struct almanac_chart_svg_plan){0};
    place_marks(chart, &layout, plan);
    label_marks(chart, &layout, plan);
    label_stars(chart, &layout, plan);
}

/* ---- drawing ---- */

static int whole(double value)
{
    assert(fabs(value) <= INT_MAX); /* NaN fails too */
    return (int)lround(value);
}

static void append_vertex(struct base_buf *out, char command, struct almanac_chart_svg_spot at)
{
    base_buf_append_format(out, "%c%d %d", command, whole(at.x), whole(at.y));
}

/* The unit in which stars are written. */
static int star_unit(const struct almanac_chart *chart)
{
    return chart->look.use == ALMANAC_CHART_INSIDE ? INSIDE_UNIT : 1;
}

static void append_star_vertex(struct base_buf *out, const struct almanac_chart *chart,
                               char command, struct almanac_chart_point star)
{
    struct almanac_chart_svg_spot at = almanac_chart_svg_project(&chart->look, star);
    at.x /= star_unit(chart);
    at.y /= star_unit(chart);
    append_vertex(out, command, at);
}

/* Opens a group of strokes in units of stars. */
static void append_star_group(struct base_buf *out, const struct almanac_chart *chart,
                              const char *name, const char *stroke)
{
    base_buf_append_format(out, "<g class=\"%s\" fill=\"none\" stroke=\"%s\"", name, stroke);
    if (star_unit(chart) != 1)
        base_buf_append_format(out, " transform=\"scale(%d)\"", star_unit(chart));
}

static void append_frame(struct base_buf *out, const struct almanac_chart *chart,
                         const struct almanac_palette *colours)
{
    enum almanac_palette_light sky = almanac_palette_light(chart->sun_alt_deg);
    if (chart->look.use == ALMANAC_CHART_ALONE)
        base_buf_append_format(
            out, "<path class=\"c-paper\" fill=\"%s\" d=\"M-%d-%dh%dv%dh-%dz\"/>\n", colours->paper,
            ALMANAC_CHART_SVG_HALF, ALMANAC_CHART_SVG_HALF, 2 * ALMANAC_CHART_SVG_HALF,
            2 * ALMANAC_CHART_SVG_HALF, 2 * ALMANAC_CHART_SVG_HALF);
    base_buf_append_format(out, "<circle class=\"c-sky c-%s\" r=\"%d\" fill=\"%s\"/>\n",
                           almanac_palette_light_name(sky), ALMANAC_CHART_SVG_RADIUS,
                           colours->skies[sky]);
    base_buf_append_format(out,
                           "<g class=\"c-grid\" fill=\"none\" stroke=\"%s\" stroke-width=\"7\" "
                           "stroke-dasharray=\"14 22\"><circle r=\"%d\"/><circle r=\"%d\"/>"
                           "<path d=\"M-50 0H50M0-50V50\" stroke-dasharray=\"none\"/></g>\n",
                           colours->grid, ALMANAC_CHART_SVG_RADIUS / 3,
                           2 * ALMANAC_CHART_SVG_RADIUS / 3);
}

/* Points of one size of star in one path: dots are strokes of no length with round ends. */
static void append_star_sizes(struct base_buf *out, const struct almanac_chart *chart)
{
    static const struct {
        double from_mag, until_mag;
        int width;
    } sizes[] = {{-9.0, 0.5, 40}, {0.5, 1.5, 32}, {1.5, 2.5, 24}, {2.5, 3.3, 17}, {3.3, 9.0, 11}};
    int count;
    const struct data_star_table_row *rows = data_star_table_rows(&count);
    double faintest_mag = chart->faintest_mag;
    if (chart->look.use == ALMANAC_CHART_INSIDE) faintest_mag = fmin(faintest_mag, INSIDE_MAG);
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
        size_t before = out->used;
        base_buf_append_format(out, "<path stroke-width=\"%.3g\" d=\"",
                               (double)sizes[size].width / star_unit(chart));
        size_t empty = out->used;
        for (int i = 0; i < chart->star_count; i++) {
            double mag = rows[i].magnitude;
            if (mag > faintest_mag) break;
            if (mag < sizes[size].from_mag || mag >= sizes[size].until_mag) continue;
            if (chart->stars[i].alt_deg <= 0.0) continue;
            append_star_vertex(out, chart, 'M', chart->stars[i]);
            base_buf_append_string(out, star_unit(chart) == 1 ? "h1" : "h.1");
        }
        if (out->used == empty)
            out->used = before;
        else
            base_buf_append_string(out, "\"/>\n");
    }
}

/* Chains of stars; where one is below the horizon the line breaks off. */
static void append_lines(struct base_buf *out, const struct almanac_chart *chart)
{
    int count;
    const short *lines = data_star_table_lines(&count);
    for (int i = 0; i < count; i++) {
        bool is_wanted = chart->look.use == ALMANAC_CHART_ALONE || lines[i] <= INSIDE_RANK;
        const struct almanac_chart_point *last = NULL;
        bool is_open = false;
        for (i++; lines[i] >= 0; i++) {
            assert(lines[i] < chart->star_count);
            const struct almanac_chart_point *star = &chart->stars[lines[i]];
            bool is_up = star->alt_deg > 0.0 && is_wanted;
            if (is_up && last != NULL) {
                if (!is_open) append_star_vertex(out, chart, 'M', *last);
                append_star_vertex(out, chart, 'L', *star);
                is_open = true;
            } else {
                is_open = false;
            }
            last = is_up ? star : NULL;
        }
    }
}

static void append_stars(struct base_buf *out, const struct almanac_chart *chart,
                         const struct almanac_palette *colours)
{
    if (chart->star_count == 0) return;
    if (chart->faintest_mag >= 3.0) { /* lines without their stars confuse */
        append_star_group(out, chart, "c-line", colours->line);
        base_buf_append_format(out, " stroke-width=\"%.3g\"><path d=\"", 6.0 / star_unit(chart));
        append_lines(out, chart);
        base_buf_append_string(out, "\"/></g>\n");
    }
    append_star_group(out, chart, "c-star", colours->star);
    base_buf_append_string(out, " stroke-linecap=\"round\">\n");
    append_star_sizes(out, chart);
    base_buf_append_string(out, "</g>\n");
}

/* Where a path between two points crosses the horizon. */
static struct almanac_chart_svg_spot crossing(const struct almanac_chart_look *look,
                                              struct almanac_chart_point a,
                                              struct almanac_chart_point b)
{
    assert((a.alt_deg > 0.0) != (b.alt_deg > 0.0));
    double part = a.alt_deg / (a.alt_deg - b.alt_deg);
    struct almanac_chart_svg_spot from = almanac_chart_svg_project(look, a);
    struct almanac_chart_svg_spot to = almanac_chart_svg_project(look, b);
    return (struct almanac_chart_svg_spot){from.x + part * (to.x - from.x),
                                           from.y + part * (to.y - from.y)};
}

static void append_path_part(struct base_buf *out, const struct almanac_chart *chart, int first,
                             int last)
{
    assert(first >= 0 && first <= last && last < chart->path_count);
    const struct almanac_chart_look *look = &chart->look;
    bool is_open = false;
    for (int i = first; i <= last; i++) {
        const struct almanac_chart_point *at = &chart->path[i], *before = at - 1;
        bool is_up = at->alt_deg > 0.0, was_up = i > first && before->alt_deg > 0.0;
        if (is_up && !is_open)
            append_vertex(out, 'M',
                          i > first && !was_up ? crossing(look, *before, *at)
                                               : almanac_chart_svg_project(look, *at));
        if (is_up && i > first) append_vertex(out, 'L', almanac_chart_svg_project(look, *at));
        if (!is_up && was_up) append_vertex(out, 'L', crossing(look, *before, *at));
        is_open = is_up;
    }
}

static void append_path(struct base_buf *out, const struct almanac_chart *chart,
                        const struct almanac_palette *colours)
{
    if (chart->path_count == 0) return;
    base_buf_append_format(out,
                           "<g class=\"c-path\" fill=\"none\" stroke=\"%s\" stroke-width=\"14\" "
                           "stroke-linecap=\"round\"><path class=\"c-past\" d=\"",
                           colours->text);
    append_path_part(out, chart, 0, chart->path_now);
    base_buf_append_string(out, "\"/><path class=\"c-future\" stroke-dasharray=\"1 34\" d=\"");
    append_path_part(out, chart, chart->path_now, chart->path_count - 1);
    base_buf_append_string(out, "\"/></g>\n");
}

static void append_rim(struct base_buf *out, const struct almanac_chart *chart,
                       const struct almanac_palette *colours)
{
    static const char *const WINDS[] = {"N", "E", "S", "W"};
    base_buf_append_format(
        out,
        "<circle class=\"c-rim\" r=\"%d\" fill=\"none\" stroke=\"%s\" stroke-width=\"14\"/>\n"
        "<g class=\"c-wind\" fill=\"%s\" font-size=\"%d\" text-anchor=\"middle\">",
        ALMANAC_CHART_SVG_RADIUS, colours->rim, ink(chart, colours->text), (int)WIND_FONT);
    for (int quarter = 0; quarter < 4; quarter++) {
        struct almanac_chart_svg_spot at = wind_spot(&chart->look, quarter);
        struct base_text wind = almanac_i18n_of(chart->look.language, WINDS[quarter]);
        base_buf_append_format(out, "<text x=\"%d\" y=\"%d\">%.*s</text>", whole(at.x),
                               whole(at.y + 0.36 * WIND_FONT), (int)wind.length, wind.at);
    }
    base_buf_append_string(out, "</g>\n");
}

/* The lit part of the Moon: a half circle towards the Sun and half an ellipse. */
static void append_moon(struct base_buf *out, const struct almanac_chart *chart, int i,
                        const struct almanac_chart_svg_plan *plan,
                        const struct almanac_palette *colours)
{
    const struct almanac_chart_mark *mark = &chart->marks[i];
    assert(mark->illuminated_fraction >= 0.0 && mark->illuminated_fraction <= 1.0);
    struct almanac_chart_svg_spot at = plan->marks[i].at;
    double side = chart->look.view == ALMANAC_CHART_MAP ? -1.0 : 1.0;
    /* up the screen the zenith's direction is that of (-x, -y); counterclockwise is negative */
    double zenith_deg = atan2(-at.y, -at.x) * SKY_DEG_PER_RAD;
    double limb_deg = zenith_deg - side * mark->bright_limb_deg;
    double turned_deg = limb_deg - 360.0 * floor(limb_deg / 360.0);
    int r = whole(plan->marks[i].radius);
    int waist = whole(r * fabs(1.0 - 2.0 * mark->illuminated_fraction));
    base_buf_append_format(out,
                           "<circle class=\"c-shade\" cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>"
                           "<path transform=\"translate(%d %d)rotate(%d)\" "
                           "d=\"M0-%dA%d %d 0 0 1 0 %dA%d %d 0 0 %d 0-%dz\"/>",
                           whole(at.x), whole(at.y), r, colours->shade, whole(at.x), whole(at.y),
                           whole(turned_deg), r, r, r, r, waist, r,
                           mark->illuminated_fraction > 0.5, r);
}

/* "Jupiter: 34°, in the east-south-east" */
static void append_place_words(struct base_buf *out, const struct almanac_chart *chart,
                               const struct almanac_chart_mark *mark)
{
    char key[8];
    snprintf(key, sizeof key, "in_%s", almanac_position_columns_direction(mark->at.az_deg));
    format_markup_append_shown(out, body_name(chart, mark->body));
    base_buf_append_format(out, " %s%d° ", lround(mark->at.alt_deg) < 0 ? "−" : "",
                           abs(whole(mark->at.alt_deg)));
    format_markup_append_shown(out, almanac_i18n_of(chart->look.language, key));
}

static void append_mark(struct base_buf *out, const struct almanac_chart *chart, int i,
                        const struct almanac_chart_svg_plan *plan,
                        const struct almanac_palette *colours)
{
    enum sky_body body = chart->marks[i].body;
    struct almanac_chart_svg_spot at = plan->marks[i].at;
    const char *colour = colours->bodies[body];
    base_buf_append_format(out, "<g class=\"c-body c-%s%s\" data-body=\"%s\" ",
                           sky_body_info(body)->name.at, plan->marks[i].is_up ? "" : " c-below",
                           sky_body_info(body)->name.at);
    if (plan->marks[i].is_up)
        base_buf_append_format(out, "fill=\"%s\" stroke=\"%s\" stroke-width=\"6\"><title>", colour,
                               colours->edge);
    else
        base_buf_append_format(out, "fill=\"none\" stroke=\"%s\" stroke-width=\"14\"><title>",
                               ink(chart, colours->dim));
    append_place_words(out, chart, &chart->marks[i]);
    base_buf_append_string(out, "</title>");
    if (body == SKY_BODY_MOON && plan->marks[i].is_up)
        append_moon(out, chart, i, plan, colours);
    else
        base_buf_append_format(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>", whole(at.x),
                               whole(at.y), whole(plan->marks[i].radius));
    base_buf_append_string(out, "</g>\n");
}

static void append_label(struct base_buf *out, const struct format_label_layout_label *label,
                         struct base_text text, double font_size)
{
    base_buf_append_format(out, "<text x=\"%d\" y=\"%d\">",
                           whole((label->box.left + label->box.right) / 2.0),
                           whole((label->box.top + label->box.bottom) / 2.0 + 0.34 * font_size));
    format_markup_append_shown(out, text);
    base_buf_append_string(out, "</text>");
}

/* Leaders, then the labels of one kind. */
static void append_mark_labels(struct base_buf *out, const struct almanac_chart *chart,
                               const struct almanac_chart_svg_plan *plan, bool is_up,
                               const struct almanac_palette *colours)
{
    base_buf_append_format(
        out, "<g class=\"%s\" fill=\"%s\" font-size=\"%d\" text-anchor=\"middle\"",
        is_up ? "c-label" : "c-label c-below", is_up ? colours->text : ink(chart, colours->dim),
        (int)(is_up ? LABEL_FONT : OUTER_FONT));
    if (is_up)
        base_buf_append_format(out, " stroke=\"%s\" stroke-width=\"26\" paint-order=\"stroke\"",
                               colours->skies[almanac_palette_light(chart->sun_alt_deg)]);
    base_buf_append_string(out, ">");
    for (int i = 0; i < chart->count; i++)
        if (plan->marks[i].is_up == is_up && plan->marks[i].label.is_shown)
            append_label(out, &plan->marks[i].label, base_text_of(plan->marks[i].name),
                         plan->marks[i].font_size);
    base_buf_append_string(out, "</g>\n");
}

static void append_leaders(struct base_buf *out, const struct almanac_chart *chart,
                           const struct almanac_chart_svg_plan *plan,
                           const struct almanac_palette *colours)
{
    base_buf_append_format(
        out, "<path class=\"c-leader\" fill=\"none\" stroke=\"%s\" stroke-width=\"7\" d=\"",
        colours->dim);
    for (int i = 0; i < chart->count; i++) {
        const struct format_label_layout_label *label = &plan->marks[i].label;
        if (!label->is_shown || !label->has_leader) continue;
        append_vertex(out, 'M', (struct almanac_chart_svg_spot){label->from_x, label->from_y});
        append_vertex(out, 'L', (struct almanac_chart_svg_spot){label->to_x, label->to_y});
    }
    base_buf_append_string(out, "\"/>\n");
}

static void append_star_names(struct base_buf *out, const struct almanac_chart_svg_plan *plan,
                              const struct almanac_palette *colours)
{
    if (plan->star_name_count == 0) return;
    int count;
    const struct data_star_table_row *rows = data_star_table_rows(&count);
    base_buf_append_format(
        out, "<g class=\"c-starname\" fill=\"%s\" font-size=\"%d\" text-anchor=\"middle\">",
        colours->dim, (int)STAR_FONT);
    for (int i = 0; i < plan->star_name_count; i++)
        append_label(out, &plan->star_names[i].label,
                     base_text_of(rows[plan->star_names[i].star].name), STAR_FONT);
    base_buf_append_string(out, "</g>\n");
}

/* "Jupiter 34° in the east, Mars ..." of the bodies above or below the horizon. */
static void append_list(struct base_buf *out, const struct almanac_chart *chart, bool is_up)
{
    int shown = 0;
    for (int i = 0; i < chart->count; i++) {
        if ((chart->marks[i].at.alt_deg > 0.0) != is_up) continue;
        if (shown++ > 0) base_buf_append_string(out, ", ");
        if (is_up)
            append_place_words(out, chart, &chart->marks[i]);
        else
            format_markup_append_shown(out, body_name(chart, chart->marks[i].body));
    }
    if (shown == 0) format_markup_append_shown(out, almanac_i18n_of(chart->look.language, "none"));
}

/* What one reads who does not see the picture. */
static void append_words(struct base_buf *out, const struct almanac_chart *chart)
{
    char up_bytes[2048], below_bytes[512];
    struct base_buf up = {.bytes = up_bytes, .room = sizeof up_bytes, .max = sizeof up_bytes};
    struct base_buf below = {
        .bytes = below_bytes, .room = sizeof below_bytes, .max = sizeof below_bytes};
    append_list(&up, chart, true);
    append_list(&below, chart, false);
    assert(!up.has_overflowed && !below.has_overflowed);
    base_buf_append_string(out, "<title id=\"c-title\">");
    format_markup_append_shown(out, almanac_i18n_of(chart->look.language, "dome_name"));
    base_buf_append_format(out, ", %s</title>\n<desc id=\"c-desc\">", chart->time);
    format_markup_append_shown(
        out, almanac_i18n_of(chart->look.language,
                             chart->look.view == ALMANAC_CHART_MAP ? "dome_map" : "dome_up"));
    base_buf_append_string(out, ". ");
    const struct almanac_i18n_value values[] = {
        {"up", {up.bytes, up.used}}, {"below", {below.bytes, below.used}}}; /* escaped above */
    almanac_i18n_append(out, chart->look.language, "dome_says", values, 2);
    base_buf_append_string(out, "</desc>\n");
}

void almanac_chart_svg_append(struct base_buf *out, const struct almanac_chart *chart)
{
    assert(chart->path_count == 0 || chart->path_now < chart->path_count);
    const struct almanac_palette *colours = almanac_palette_of(chart->look.theme);
    struct almanac_chart_svg_plan plan;
    almanac_chart_svg_arrange(chart, &plan);
    struct base_text tag = almanac_i18n_tag(chart->look.language);
    base_buf_append_format(
        out,
        "<svg%s class=\"chart\" viewBox=\"-%d -%d %d %d\" role=\"img\" "
        "aria-labelledby=\"c-title c-desc\" lang=\"%.*s\" font-family=\"sans-serif\">\n",
        chart->look.use == ALMANAC_CHART_ALONE ? " xmlns=\"http://www.w3.org/2000/svg\"" : "",
        ALMANAC_CHART_SVG_HALF, ALMANAC_CHART_SVG_HALF, 2 * ALMANAC_CHART_SVG_HALF,
        2 * ALMANAC_CHART_SVG_HALF, (int)tag.length, tag.at);
    append_words(out, chart);
    append_frame(out, chart, colours);
    append_stars(out, chart, colours);
    append_path(out, chart, colours);
    append_rim(out, chart, colours);
    append_star_names(out, &plan, colours);
    /* the Sun and the Moon come first: planets before them stay to be seen */
    for (int i = 0; i < chart->count; i++) append_mark(out, chart, i, &plan, colours);
    append_leaders(out, chart, &plan, colours);
    append_mark_labels(out, chart, &plan, false, colours);
    append_mark_labels(out, chart, &plan, true, colours);
    base_buf_append_string(out, "</svg>\n");
}
