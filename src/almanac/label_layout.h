/* Labels on a picture that never overlap: greedy placement beside their marks, with a leader line
 * where marks are crowded. */
#ifndef ALMANAC_LABEL_LAYOUT_H
#define ALMANAC_LABEL_LAYOUT_H

#include "base/text.h"

#include <stdbool.h>

#define ALMANAC_LABEL_LAYOUT_MAX 256

struct almanac_label_layout_box {
    double left, top, right, bottom; /* y runs downwards */
};

/* What is taken already. */
struct almanac_label_layout {
    struct almanac_label_layout_box bounds; /* labels stay within */
    double radius; /* of the circle about (0, 0) that outer labels stay out of */
    int count;
    struct {
        struct almanac_label_layout_box box;
        bool is_label; /* no leader line crosses it */
    } taken[ALMANAC_LABEL_LAYOUT_MAX];
};

/* A mark that wants a label. */
struct almanac_label_layout_mark {
    double x, y, radius;
    double width, height; /* of its label */
    bool is_outside;      /* of the circle: so is its label */
    double reach;         /* how far off the label may stand; beyond some it gets a leader */
};

/* Where a label went. */
struct almanac_label_layout_label {
    bool is_shown;
    struct almanac_label_layout_box box;
    bool has_leader;
    double from_x, from_y, to_x, to_y; /* of the leader */
};

/* Whether two boxes have an inner point in common. */
bool almanac_label_layout_overlaps(struct almanac_label_layout_box a,
                                   struct almanac_label_layout_box b);

/* Whether nothing overlaps a box. */
bool almanac_label_layout_is_free(const struct almanac_label_layout *layout,
                                  struct almanac_label_layout_box box);

/* Takes a box; a full layout takes no more. */
void almanac_label_layout_reserve(struct almanac_label_layout *layout,
                                  struct almanac_label_layout_box box, bool is_label);

/* Places the label of a mark and takes its box. The boxes of all marks are taken before.
 *
 * Gives  a label that overlaps nothing taken and stays within the bounds, its leader crossing no
 *        other label where that can be; is_shown false when there is no such place within reach
 * Test   test_chart_svg_labels_never_overlap, test_curves_labels_never_overlap
 */
struct almanac_label_layout_label
almanac_label_layout_place(struct almanac_label_layout *layout,
                           const struct almanac_label_layout_mark *mark);

/* The room that a text takes, UTF-8 of a sans-serif font, generously. */
double almanac_label_layout_text_width(struct base_text text, double font_size);

#endif
