/* Labels on a picture that never overlap: greedy placement beside their marks, with a leader line
 * where marks are crowded. */
#ifndef APP_LAYOUT_H
#define APP_LAYOUT_H

#include "base/text.h"

#define APP_LAYOUT_MAX 256

struct app_layout_box {
    double left, top, right, bottom; /* y runs downwards */
};

/* What is taken already. */
struct app_layout {
    struct app_layout_box bounds; /* labels stay within */
    double radius;                /* of the circle about (0, 0) that outer labels stay out of */
    int count;
    struct {
        struct app_layout_box box;
        bool is_label; /* no leader line crosses it */
    } taken[APP_LAYOUT_MAX];
};

/* A mark that wants a label. */
struct app_layout_mark {
    double x, y, radius;
    double width, height; /* of its label */
    bool is_outside;      /* of the circle: so is its label */
    double reach;         /* how far off the label may stand; beyond some it gets a leader */
};

/* Where a label went. */
struct app_layout_label {
    bool is_shown;
    struct app_layout_box box;
    bool has_leader;
    double from_x, from_y, to_x, to_y; /* of the leader */
};

/* Whether two boxes have an inner point in common. */
bool app_layout_overlaps(struct app_layout_box a, struct app_layout_box b);

/* Whether nothing overlaps a box. */
bool app_layout_is_free(const struct app_layout *layout, struct app_layout_box box);

/* Takes a box; a full layout takes no more. */
void app_layout_take(struct app_layout *layout, struct app_layout_box box, bool is_label);

/* Places the label of a mark and takes its box. The boxes of all marks are taken before.
 *
 * Gives  a label that overlaps nothing taken and stays within the bounds, its leader crossing no
 *        other label where that can be; is_shown false when there is no such place within reach
 * Test   test_chart_svg_labels_never_overlap, test_curves_labels_never_overlap
 */
struct app_layout_label app_layout_place(struct app_layout *layout,
                                         const struct app_layout_mark *mark);

/* The room that a text takes, UTF-8 of a sans-serif font, generously. */
double app_layout_text_width(struct base_text text, double font_size);

#endif
