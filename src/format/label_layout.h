/* Labels on a picture that never overlap: greedy placement beside their marks, with a leader line
 * where marks are crowded. */
#ifndef FORMAT_LABEL_LAYOUT_H
#define FORMAT_LABEL_LAYOUT_H

#include "base/text.h"

#include <stdbool.h>

#define FORMAT_LABEL_LAYOUT_MAX 256

struct format_label_layout_box {
    double left, top, right, bottom; /* y runs downwards */
};

/* The boxes that are occupied. */
struct format_label_layout {
    struct format_label_layout_box bounds; /* labels stay within */
    double radius; /* of the circle about (0, 0) that outer labels stay out of */
    int count;
    struct {
        struct format_label_layout_box box;
        bool is_label; /* no leader line crosses it */
    } taken[FORMAT_LABEL_LAYOUT_MAX];
};

/* A mark that needs a label. */
struct format_label_layout_mark {
    double x, y, radius;
    double width, height; /* of its label */
    bool is_outside;      /* of the circle: so is its label */
    double reach;         /* how far away the label may be; a distant one gets a leader */
};

/* Where a label was placed. */
struct format_label_layout_label {
    bool is_shown;
    struct format_label_layout_box box;
    bool has_leader;
    double from_x, from_y, to_x, to_y; /* of the leader */
};

/* Whether two boxes overlap. Public for its test. */
bool format_label_layout_overlaps(struct format_label_layout_box a,
                                  struct format_label_layout_box b);

/* Whether nothing overlaps a box. */
bool format_label_layout_is_free(const struct format_label_layout *layout,
                                 struct format_label_layout_box box);

/* Reserves a box; a full layout ignores it. */
void format_label_layout_reserve(struct format_label_layout *layout,
                                 struct format_label_layout_box box, bool is_label);

/* Places the label of a mark and reserves its box. The boxes of all marks must be reserved before.
 *
 * Gives  a label that overlaps no reserved box and stays within the bounds; its leader crosses no
 *        other label if possible; is_shown is false when there is no such place within reach
 * Test   test_chart_svg_labels_never_overlap, test_altitude_plot_labels_never_overlap
 */
struct format_label_layout_label
format_label_layout_place(struct format_label_layout *layout,
                          const struct format_label_layout_mark *mark);

/* An upper estimate of the width of a text, UTF-8, in a sans-serif font. */
double format_label_layout_text_width(struct base_text text, double font_size);

#endif
