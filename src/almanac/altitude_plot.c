/* Drawing the curves: bands of twilight, the Moon's light, grid and hours, lines, labels. */
#include "almanac/altitude_plot.h"

#include "base/text.h"
#include "base/units.h"
#include "format/markup.h"
#include "sky/rise.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/* A phone draws the 480 units of the width in some 330 pixels: letters of 11 and more. */
#define FONT      17.0
#define AXIS_FONT 16.0
#define HOUR_S    3600

static const double TOP_DEG = 90.0;

double almanac_altitude_plot_x(const struct almanac_altitude_plot *curves, double after_s)
{
    assert(curves->count > 1 && curves->step_s > 0);
    double whole_s = (double)(curves->count - 1) * curves->step_s;
    return ALMANAC_ALTITUDE_PLOT_LEFT +
           (ALMANAC_ALTITUDE_PLOT_RIGHT - ALMANAC_ALTITUDE_PLOT_LEFT) * after_s / whole_s;
}

double almanac_altitude_plot_y(double alt_deg)
{
    assert(isfinite(alt_deg));
    return ALMANAC_ALTITUDE_PLOT_BOTTOM -
           (ALMANAC_ALTITUDE_PLOT_BOTTOM - ALMANAC_ALTITUDE_PLOT_TOP) * alt_deg / TOP_DEG;
}

struct almanac_altitude_plot_dusk
almanac_altitude_plot_dusk(const struct almanac_altitude_plot *curves, double sun_alt_deg)
{
    struct almanac_altitude_plot_dusk dusk = {0};
    for (int i = 1; i < curves->count; i++) {
        double before = curves->sun_alt_deg[i - 1] - sun_alt_deg;
        double after = curves->sun_alt_deg[i] - sun_alt_deg;
        if ((before > 0.0) == (after > 0.0)) continue;
        double at_s = (i - 1 + before / (before - after)) * curves->step_s;
        assert(at_s >= 0.0 && at_s <= (double)(curves->count - 1) * curves->step_s);
        if (before > 0.0 && !dusk.has_dusk) {
            dusk.has_dusk = true;
            dusk.dusk_s = at_s;
        } else if (before <= 0.0) {
            dusk.has_dawn = true;
            dusk.dawn_s = at_s;
        }
    }
    return dusk;
}

/* ---- layout ---- */

static struct base_text name_of(const struct almanac_altitude_plot *curves, enum sky_body body)
{
    return almanac_i18n_of(curves->language, sky_body_info(body)->name.at);
}

static int highest_sample(const struct almanac_altitude_plot *curves,
                          const struct almanac_altitude_plot_line *line)
{
    assert(curves->count > 0);
    int highest = 0;
    for (int i = 1; i < curves->count; i++)
        if (line->alt_deg[i] > line->alt_deg[highest]) highest = i;
    return highest;
}

void almanac_altitude_plot_arrange(const struct almanac_altitude_plot *curves,
                                   struct almanac_altitude_plot_plan *plan)
{
    assert(curves->line_count >= 0 && curves->line_count <= SKY_BODY_COUNT);
    struct format_label_layout layout = {.bounds = {ALMANAC_ALTITUDE_PLOT_LEFT, 0.0,
                                                    ALMANAC_ALTITUDE_PLOT_RIGHT,
                                                    ALMANAC_ALTITUDE_PLOT_BOTTOM}};
    *plan = (struct almanac_altitude_plot_plan){0};
    for (int i = 0; i < curves->line_count; i++) {
        const struct almanac_altitude_plot_line *line = &curves->lines[i];
        int highest = highest_sample(curves, line);
        if (line->alt_deg[highest] <= 0.0) continue;
        double width = format_label_layout_text_width(name_of(curves, line->body), FONT);
        double x = almanac_altitude_plot_x(curves, (double)highest * curves->step_s);
        double half = width / 2.0 + 1.0;
        struct format_label_layout_mark mark = {
            .x = fmin(fmax(x, ALMANAC_ALTITUDE_PLOT_LEFT + half),
                      ALMANAC_ALTITUDE_PLOT_RIGHT - half),
            .y = almanac_altitude_plot_y(line->alt_deg[highest]),
            .radius = 1.0,
            .width = width,
            .height = FONT,
            .reach = 120.0,
        };
        plan->labels[i] = format_label_layout_place(&layout, &mark);
    }
}

/* ---- drawing ---- */

static void append_number(struct base_buf *out, double value)
{
    base_buf_append_format(out, "%.1f", value);
    if (out->used > 1 && out->bytes[out->used - 1] == '0') out->used -= 2; /* 12.0 is 12 */
}

static void append_vertex(struct base_buf *out, char command, double x, double y)
{
    base_buf_append(out, &command, 1);
    append_number(out, x);
    base_buf_append_string(out, " ");
    append_number(out, y);
}

static void append_band(struct base_buf *out, const struct almanac_altitude_plot *curves,
                        double from_s, double until_s, enum almanac_palette_light light)
{
    assert(from_s <= until_s);
    double x = almanac_altitude_plot_x(curves, from_s);
    base_buf_append_format(out, "<rect class=\"k-%s\" x=\"", almanac_palette_light_name(light));
    append_number(out, x);
    base_buf_append_format(out, "\" y=\"%d\" width=\"", ALMANAC_ALTITUDE_PLOT_TOP);
    append_number(out,
                  almanac_altitude_plot_x(curves, until_s) - x + 0.3); /* no gap beside the next */
    base_buf_append_format(out, "\" height=\"%d\" fill=\"%s\"/>",
                           ALMANAC_ALTITUDE_PLOT_BOTTOM - ALMANAC_ALTITUDE_PLOT_TOP,
                           almanac_palette_of(curves->theme)->skies[light]);
}

/* One rectangle for each time between two passings of the limits of twilight. */
static void append_bands(struct base_buf *out, const struct almanac_altitude_plot *curves)
{
    static const double limits[] = {SKY_RISE_SUNSET_DEG, SKY_RISE_CIVIL_DEG, SKY_RISE_NAUTICAL_DEG,
                                    SKY_RISE_ASTRONOMICAL_DEG};
    double last_s = (double)(curves->count - 1) * curves->step_s, from_s = 0.0;
    base_buf_append_string(out, "<g class=\"k-bands\">");
    while (from_s < last_s) {
        double until_s = last_s;
        for (size_t level = 0; level < 4; level++) {
            for (int i = 1; i < curves->count; i++) {
                double before = curves->sun_alt_deg[i - 1] - limits[level];
                double after = curves->sun_alt_deg[i] - limits[level];
                if ((before > 0.0) == (after > 0.0)) continue;
                double at_s = (i - 1 + before / (before - after)) * curves->step_s;
                if (at_s > from_s + 1.0 && at_s < until_s) until_s = at_s;
            }
        }
        assert(until_s > from_s); /* the next one begins later */
        double middle = (from_s + until_s) / 2.0 / curves->step_s;
        int i = (int)fmin(middle, curves->count - 2);
        double alt_deg = curves->sun_alt_deg[i] +
                         (middle - i) * (curves->sun_alt_deg[i + 1] - curves->sun_alt_deg[i]);
        append_band(
            out, curves, from_s, until_s,
            almanac_palette_light(alt_deg > SKY_RISE_SUNSET_DEG ? 1.0 : fmin(alt_deg, -0.01)));
        from_s = until_s;
    }
    base_buf_append_string(out, "</g>\n");
}

/* The Moon's light: brighter while it is up, by its lit part. */
static void append_moonlight(struct base_buf *out, const struct almanac_altitude_plot *curves)
{
    if (curves->moon_alt_deg == NULL) return;
    assert(curves->moon_illuminated >= 0.0 && curves->moon_illuminated <= 1.0);
    base_buf_append_format(
        out, "<path class=\"k-moonlight\" fill=\"%s\" fill-opacity=\"%.2f\" d=\"",
        almanac_palette_of(curves->theme)->text, 0.03 + 0.15 * curves->moon_illuminated);
    for (int i = 0; i < curves->count; i++) {
        if (curves->moon_alt_deg[i] <= 0.0) continue;
        int from = i;
        while (i + 1 < curves->count && curves->moon_alt_deg[i + 1] > 0.0) i++;
        double x = almanac_altitude_plot_x(curves, (double)from * curves->step_s);
        append_vertex(out, 'M', x, ALMANAC_ALTITUDE_PLOT_TOP);
        base_buf_append_format(out, "V%dH", ALMANAC_ALTITUDE_PLOT_BOTTOM);
        append_number(out, almanac_altitude_plot_x(curves, (double)i * curves->step_s));
        base_buf_append_format(out, "V%dz", ALMANAC_ALTITUDE_PLOT_TOP);
    }
    base_buf_append_string(out, "\"/>\n");
}

static int offset_s(const struct almanac_altitude_plot *curves, int64_t posix_s)
{
    return curves->zone == NULL ? 0 : data_zone_at(curves->zone, posix_s).offset_s;
}

static void append_clock(struct base_buf *out, const struct almanac_altitude_plot *curves,
                         double after_s)
{
    int64_t posix_s = curves->start_posix_s + (int64_t)floor(after_s + 0.5);
    int64_t local_s = posix_s + offset_s(curves, posix_s) + 30;
    int minute = (int)((local_s % BASE_DAY_S + BASE_DAY_S) % BASE_DAY_S / 60);
    base_buf_append_format(out, "%02d:%02d", minute / 60, minute % 60);
}

/* Every second or third whole hour of the place's clocks. */
static void append_hours(struct base_buf *out, const struct almanac_altitude_plot *curves)
{
    const int whole_s = (curves->count - 1) * curves->step_s;
    const int every_h = whole_s > 15 * HOUR_S ? 3 : whole_s > 6 * HOUR_S ? 2 : 1;
    base_buf_append_format(out,
                           "<g class=\"k-hours\" fill=\"currentColor\" font-size=\"%d\" "
                           "text-anchor=\"middle\">",
                           (int)AXIS_FONT);
    for (int after_s = 0; after_s <= whole_s; after_s++) {
        int64_t posix_s = curves->start_posix_s + after_s;
        int64_t local_s = posix_s + offset_s(curves, posix_s);
        if (local_s % HOUR_S != 0) {
            after_s += (int)(HOUR_S - (local_s % HOUR_S + HOUR_S) % HOUR_S) - 1;
            continue;
        }
        int hour = (int)((local_s / HOUR_S % 24 + 24) % 24);
        double x = almanac_altitude_plot_x(curves, after_s);
        if (hour % every_h != 0 || x < ALMANAC_ALTITUDE_PLOT_LEFT + 14.0 ||
            x > ALMANAC_ALTITUDE_PLOT_RIGHT - 12.0)
            continue;
        base_buf_append_string(out, "<text x=\"");
        append_number(out, x);
        base_buf_append_format(out, "\" y=\"%d\">%02dh</text>", ALMANAC_ALTITUDE_PLOT_BOTTOM + 20,
                               hour);
    }
    base_buf_append_string(out, "</g>\n");
}

static void append_grid(struct base_buf *out, const struct almanac_altitude_plot *curves,
                        const struct almanac_palette *colours)
{
    base_buf_append_format(out,
                           "<g class=\"k-grid\" fill=\"none\" stroke=\"%s\" stroke-dasharray=\"2 "
                           "3\">",
                           colours->grid);
    for (int alt_deg = 30; alt_deg < 90; alt_deg += 30)
        base_buf_append_format(out, "<path d=\"M%d %.0fH%d\"/>", ALMANAC_ALTITUDE_PLOT_LEFT,
                               almanac_altitude_plot_y(alt_deg), ALMANAC_ALTITUDE_PLOT_RIGHT);
    base_buf_append_format(out,
                           "</g><path class=\"k-least\" fill=\"none\" stroke=\"%s\" "
                           "stroke-dasharray=\"8 4\" d=\"M%d %.1fH%d\"/>",
                           colours->grid, ALMANAC_ALTITUDE_PLOT_LEFT,
                           almanac_altitude_plot_y(curves->least_alt_deg),
                           ALMANAC_ALTITUDE_PLOT_RIGHT);
    base_buf_append_format(out,
                           "<g class=\"k-heights\" fill=\"currentColor\" font-size=\"%d\" "
                           "text-anchor=\"end\">",
                           (int)AXIS_FONT);
    for (int alt_deg = 0; alt_deg <= 90; alt_deg += 30)
        base_buf_append_format(out, "<text x=\"%d\" y=\"%.0f\">%d°</text>",
                               ALMANAC_ALTITUDE_PLOT_LEFT - 4,
                               almanac_altitude_plot_y(alt_deg) + 5.0, alt_deg);
    base_buf_append_string(out, "</g>\n");
}

/* A line where the body is up; it begins and ends at the horizon. */
static void append_line(struct base_buf *out, const struct almanac_altitude_plot *curves,
                        const struct almanac_altitude_plot_line *line,
                        const struct almanac_palette *colours)
{
    const double *alt = line->alt_deg;
    const char *name = sky_body_info(line->body)->name.at;
    bool is_dashed = line->body == SKY_BODY_SUN;
    base_buf_append_format(out, "<path class=\"k-line k-%s\" data-body=\"%s\" stroke=\"%s\"%s d=\"",
                           name, name, colours->bodies[line->body],
                           is_dashed ? " stroke-dasharray=\"5 4\"" : "");
    for (int i = 0; i < curves->count; i++) {
        bool is_up = alt[i] > 0.0, was_up = i > 0 && alt[i - 1] > 0.0;
        double x = almanac_altitude_plot_x(curves, (double)i * curves->step_s);
        if (i > 0 && is_up != was_up) {
            double part = alt[i - 1] / (alt[i - 1] - alt[i]);
            append_vertex(out, is_up ? 'M' : 'L',
                          almanac_altitude_plot_x(curves, (i - 1 + part) * curves->step_s),
                          ALMANAC_ALTITUDE_PLOT_BOTTOM);
        }
        /* every third sample, half an hour, is enough between the ends */
        bool is_end = i == 0 || i == curves->count - 1 || is_up != was_up ||
                      (i + 1 < curves->count && alt[i + 1] <= 0.0);
        if (is_up && (is_end || i % 3 == 0))
            append_vertex(out, i == 0 ? 'M' : 'L', x, almanac_altitude_plot_y(alt[i]));
    }
    base_buf_append_string(out, "\"/>\n");
}

static void append_lines(struct base_buf *out, const struct almanac_altitude_plot *curves,
                         const struct almanac_palette *colours)
{
    base_buf_append_string(out, "<g class=\"k-lines\" fill=\"none\" stroke-width=\"2\">\n");
    for (int i = 0; i < curves->line_count; i++) {
        const struct almanac_altitude_plot_line *line = &curves->lines[i];
        if (line->alt_deg[highest_sample(curves, line)] > 0.0)
            append_line(out, curves, line, colours);
    }
    base_buf_append_string(out, "</g>\n");
}

static void append_labels(struct base_buf *out, const struct almanac_altitude_plot *curves,
                          const struct almanac_palette *colours)
{
    struct almanac_altitude_plot_plan plan;
    almanac_altitude_plot_arrange(curves, &plan);
    base_buf_append_format(out,
                           "<g class=\"k-labels\" fill=\"%s\" font-size=\"%d\" "
                           "text-anchor=\"middle\" stroke=\"%s\" stroke-width=\"3\" "
                           "paint-order=\"stroke\">",
                           colours->text, (int)FONT, colours->skies[ALMANAC_PALETTE_NIGHT]);
    for (int i = 0; i < curves->line_count; i++) {
        const struct format_label_layout_box *box = &plan.labels[i].box;
        if (!plan.labels[i].is_shown) continue;
        base_buf_append_string(out, "<text x=\"");
        append_number(out, (box->left + box->right) / 2.0);
        base_buf_append_string(out, "\" y=\"");
        append_number(out, (box->top + box->bottom) / 2.0 + 0.34 * FONT);
        base_buf_append_string(out, "\">");
        format_markup_append_shown(out, name_of(curves, curves->lines[i].body));
        base_buf_append_string(out, "</text>");
    }
    base_buf_append_string(out, "</g>\n");
}

static void append_now(struct base_buf *out, const struct almanac_altitude_plot *curves,
                       const struct almanac_palette *colours)
{
    double last_s = (double)(curves->count - 1) * curves->step_s;
    if (!curves->has_now || curves->now_s < 0.0 || curves->now_s > last_s) return;
    base_buf_append_format(out, "<path class=\"k-now\" stroke=\"%s\" stroke-width=\"2\" d=\"",
                           colours->text);
    append_vertex(out, 'M', almanac_altitude_plot_x(curves, curves->now_s),
                  ALMANAC_ALTITUDE_PLOT_TOP);
    base_buf_append_format(out, "V%d\"/>\n", ALMANAC_ALTITUDE_PLOT_BOTTOM + 6);
}

void almanac_altitude_plot_append_sun(struct base_buf *out,
                                      const struct almanac_altitude_plot *curves)
{
    assert(curves->count > 0);
    struct almanac_altitude_plot_dusk sun = almanac_altitude_plot_dusk(curves, SKY_RISE_SUNSET_DEG);
    struct almanac_altitude_plot_dusk dark =
        almanac_altitude_plot_dusk(curves, SKY_RISE_ASTRONOMICAL_DEG);
    if (!sun.has_dusk || !sun.has_dawn) {
        bool is_up = curves->sun_alt_deg[curves->count / 2] > SKY_RISE_SUNSET_DEG;
        base_buf_append_text(out, almanac_i18n_of(curves->language, is_up ? "sun_does_not_set"
                                                                          : "sun_does_not_rise"));
        return;
    }
    char bytes[4][16];
    const double times_s[4] = {sun.dusk_s, sun.dawn_s, dark.dusk_s, dark.dawn_s};
    static const char *const names[4] = {"set", "rise", "dusk", "dawn"};
    struct almanac_i18n_value values[4];
    for (int i = 0; i < 4; i++) {
        struct base_buf clock = {.bytes = bytes[i], .room = 16, .max = 16};
        append_clock(&clock, curves, times_s[i]);
        values[i] = (struct almanac_i18n_value){names[i], {bytes[i], clock.used}};
    }
    bool is_dark = dark.has_dusk && dark.has_dawn;
    almanac_i18n_append(out, curves->language, is_dark ? "sun_sets" : "sun_sets_bright", values, 4);
}

static void append_words(struct base_buf *out, const struct almanac_altitude_plot *curves)
{
    char from_bytes[16], until_bytes[16], sun_bytes[400];
    struct base_buf from = {.bytes = from_bytes, .room = 16, .max = 16};
    struct base_buf until = {.bytes = until_bytes, .room = 16, .max = 16};
    struct base_buf sun = {.bytes = sun_bytes, .room = sizeof sun_bytes, .max = sizeof sun_bytes};
    append_clock(&from, curves, 0.0);
    append_clock(&until, curves, (double)(curves->count - 1) * curves->step_s);
    almanac_altitude_plot_append_sun(&sun, curves);
    assert(!from.has_overflowed && !until.has_overflowed && !sun.has_overflowed);
    const struct almanac_i18n_value values[] = {{"from", {from_bytes, from.used}},
                                                {"until", {until_bytes, until.used}},
                                                {"sun", {sun_bytes, sun.used}}};
    base_buf_append_string(out, "<title id=\"k-title\">");
    format_markup_append_shown(out, almanac_i18n_of(curves->language, "tonight"));
    base_buf_append_string(out, "</title>\n<desc id=\"k-desc\">");
    almanac_i18n_append(out, curves->language, "curves_say", values,
                        3); /* texts and times of ours */
    base_buf_append_string(out, "</desc>\n");
}

void almanac_altitude_plot_append(struct base_buf *out, const struct almanac_altitude_plot *curves)
{
    assert(curves->count > 1 && curves->count <= ALMANAC_ALTITUDE_PLOT_SAMPLES_MAX);
    const struct almanac_palette *colours = almanac_palette_of(curves->theme);
    base_buf_append_format(out,
                           "<svg class=\"curves\" viewBox=\"0 0 %d %d\" role=\"img\" "
                           "aria-labelledby=\"k-title k-desc\" font-family=\"sans-serif\">\n",
                           ALMANAC_ALTITUDE_PLOT_WIDTH, ALMANAC_ALTITUDE_PLOT_HEIGHT);
    append_words(out, curves);
    append_bands(out, curves);
    append_moonlight(out, curves);
    append_grid(out, curves, colours);
    append_hours(out, curves);
    append_lines(out, curves, colours);
    append_now(out, curves, colours);
    append_labels(out, curves, colours);
    base_buf_append_string(out, "</svg>\n");
}
