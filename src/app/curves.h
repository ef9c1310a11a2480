/* Tonight as a picture: the altitude of every body over the hours, on bands of twilight. */
#ifndef APP_CURVES_H
#define APP_CURVES_H

#include "app/layout.h"
#include "app/palette.h"
#include "app/texts.h"
#include "app/zone.h"

#include <stdint.h>

#define APP_CURVES_SAMPLES_MAX 256

struct app_curves_line {
    enum sky_body body;
    const double *alt_deg; /* apparent, count of the picture */
};

/* What is drawn; the numbers come from elsewhere. */
struct app_curves {
    enum app_palette_theme theme;
    enum app_texts_language language;
    int64_t start_posix_s; /* of the first sample */
    int step_s;
    int count;                   /* of samples, 2 to APP_CURVES_SAMPLES_MAX */
    const struct app_zone *zone; /* of the time axis; NULL: UTC */
    const double *sun_alt_deg;   /* airless: makes the bands */
    const double *moon_alt_deg;  /* makes the shading; NULL: none */
    double moon_illuminated;     /* [0, 1] */
    double least_alt_deg;        /* a line where looking becomes worth while */
    bool has_now;
    double now_s; /* after the first sample */
    int line_count;
    struct app_curves_line lines[SKY_BODY_COUNT];
};

/* Units of the drawing; y downwards. */
#define APP_CURVES_WIDTH  480
#define APP_CURVES_HEIGHT 300
#define APP_CURVES_LEFT   38
#define APP_CURVES_RIGHT  474
#define APP_CURVES_TOP    14
#define APP_CURVES_BOTTOM 266

/* Where an instant, seconds after the first sample, and an altitude are drawn. */
double app_curves_x(const struct app_curves *curves, double after_s);
double app_curves_y(double alt_deg); /* the horizon is the bottom */

/* When the Sun passes an altitude. */
struct app_curves_dusk {
    bool has_dusk, has_dawn;
    double dusk_s, dawn_s; /* after the first sample: first sinking, last climbing */
};
struct app_curves_dusk app_curves_dusk(const struct app_curves *curves, double sun_alt_deg);

struct app_curves_plan {
    struct app_layout_label labels[SKY_BODY_COUNT]; /* as the lines; of those that come up */
};

/* Gives  *plan; labels do not overlap each other, and stay within the picture
 * Test   test_curves_labels_never_overlap
 */
void app_curves_lay(const struct app_curves *curves, struct app_curves_plan *plan);

/* Appends what the Sun does, in words: sunset, darkness, sunrise by the clocks of the zone. */
void app_curves_append_sun(struct base_buf *out, const struct app_curves *curves);

/* Appends the picture as an element of a page: no scripts, no styles, the same bytes for the same
 * numbers. Its colours are attributes that a style sheet may override by the class names k-*.
 */
void app_curves_append(struct base_buf *out, const struct app_curves *curves);

#endif
