/* Tonight as a picture: the altitude of every body over the hours, on bands of twilight. */
#ifndef ALMANAC_ALTITUDE_PLOT_H
#define ALMANAC_ALTITUDE_PLOT_H

#include "almanac/i18n.h"
#include "almanac/palette.h"
#include "base/buf.h"
#include "data/zone.h"
#include "format/label_layout.h"
#include "sky/body.h"

#include <stdbool.h>
#include <stdint.h>

#define ALMANAC_ALTITUDE_PLOT_SAMPLES_MAX 256

struct almanac_altitude_plot_line {
    enum sky_body body;
    const double *alt_deg; /* apparent, count of the picture */
};

/* What is drawn; the numbers come from elsewhere. */
struct almanac_altitude_plot {
    enum almanac_palette_theme theme;
    enum almanac_i18n_language language;
    int64_t start_posix_s; /* of the first sample */
    int step_s;
    int count;                    /* of samples, 2 to ALMANAC_ALTITUDE_PLOT_SAMPLES_MAX */
    const struct data_zone *zone; /* of the time axis; NULL: UTC */
    const double *sun_alt_deg;    /* airless: makes the bands */
    const double *moon_alt_deg;   /* makes the shading; NULL: none */
    double moon_illuminated;      /* [0, 1] */
    double least_alt_deg;         /* the altitude from which observing is worthwhile */
    bool has_now;
    double now_s; /* after the first sample */
    int line_count;
    struct almanac_altitude_plot_line lines[SKY_BODY_COUNT];
};

/* Units of the drawing; y downwards. */
#define ALMANAC_ALTITUDE_PLOT_WIDTH  480
#define ALMANAC_ALTITUDE_PLOT_HEIGHT 300
#define ALMANAC_ALTITUDE_PLOT_LEFT   38
#define ALMANAC_ALTITUDE_PLOT_RIGHT  474
#define ALMANAC_ALTITUDE_PLOT_TOP    14
#define ALMANAC_ALTITUDE_PLOT_BOTTOM 266

/* Where an instant, seconds after the first sample, and an altitude are drawn. Public for its test. */
double almanac_altitude_plot_x(const struct almanac_altitude_plot *curves, double after_s);
double almanac_altitude_plot_y(double alt_deg); /* the horizon is the bottom */

/* When the Sun passes an altitude. */
struct almanac_altitude_plot_dusk {
    bool has_dusk, has_dawn;
    double dusk_s, dawn_s; /* after the first sample: first sinking, last climbing */
};
struct almanac_altitude_plot_dusk
almanac_altitude_plot_dusk(const struct almanac_altitude_plot *curves, double sun_alt_deg);

struct almanac_altitude_plot_plan {
    struct format_label_layout_label
        labels[SKY_BODY_COUNT]; /* as the lines; of those that come up */
};

/* Lays the labels out. Public for its test.
 *
 * Gives  *plan; labels do not overlap each other, and stay within the picture
 * Test   test_altitude_plot_labels_never_overlap
 */
void almanac_altitude_plot_arrange(const struct almanac_altitude_plot *curves,
                                   struct almanac_altitude_plot_plan *plan);

/* Appends the Sun's times in words: sunset, darkness, sunrise by the clocks of the zone. */
void almanac_altitude_plot_append_sun(struct base_buf *out,
                                      const struct almanac_altitude_plot *curves);

/* Appends the picture as an element of a page: no scripts, no styles, the same bytes for the same
 * numbers. Its colours are attributes that a style sheet may override by the class names k-*.
 */
void almanac_altitude_plot_append(struct base_buf *out, const struct almanac_altitude_plot *curves);

#endif
