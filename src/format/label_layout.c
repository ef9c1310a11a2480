/* Greedy labels: the nearest free place of rings of candidates about a mark. */
#include "format/label_layout.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define EM_PER_CHAR  0.63 /* DejaVu Sans, among the widest, has 0.58 to 0.68 for names of planets */
#define LEADER_STEPS 12

/* x, y: a unit step; beside first, then below, above, then askew. */
static const double WAYS[][2] = {
    {1.0, 0.0},    {-1.0, 0.0},    {0.0, 1.0},    {0.0, -1.0},    {0.71, 0.71},  {-0.71, 0.71},
    {0.71, -0.71}, {-0.71, -0.71}, {0.92, 0.38},  {-0.92, 0.38},  {0.92, -0.38}, {-0.92, -0.38},
    {0.38, 0.92},  {-0.38, 0.92},  {0.38, -0.92}, {-0.38, -0.92},
};

bool format_label_layout_overlaps(struct format_label_layout_box a,
                                  struct format_label_layout_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

bool format_label_layout_is_free(const struct format_label_layout *layout,
                                 struct format_label_layout_box box)
{
    assert(layout->count >= 0 && layout->count <= FORMAT_LABEL_LAYOUT_MAX);
    for (int i = 0; i < layout->count; i++)
        if (format_label_layout_overlaps(layout->taken[i].box, box)) return false;
    return true;
}

void format_label_layout_reserve(struct format_label_layout *layout,
                                 struct format_label_layout_box box, bool is_label)
{
    assert(box.left <= box.right && box.top <= box.bottom);
    if (layout->count == FORMAT_LABEL_LAYOUT_MAX) return;
    layout->taken[layout->count].box = box;
    layout->taken[layout->count++].is_label = is_label;
}

static double clamped(double value, double least, double most)
{
    assert(least <= most);
    return fmin(fmax(value, least), most);
}

/* Whether a box lies where labels of the mark may be. */
static bool is_allowed(const struct format_label_layout *layout,
                       const struct format_label_layout_mark *mark,
                       struct format_label_layout_box box)
{
    const struct format_label_layout_box *bounds = &layout->bounds;
    if (box.left < bounds->left || box.right > bounds->right || box.top < bounds->top ||
        box.bottom > bounds->bottom)
        return false;
    double x = clamped(0.0, box.left, box.right), y = clamped(0.0, box.top, box.bottom);
    return !mark->is_outside || hypot(x, y) >= layout->radius;
}

/* Whether the leader of a label crosses another label. */
static bool crosses_a_label(const struct format_label_layout *layout,
                            const struct format_label_layout_label *label)
{
    for (int step = 0; step <= LEADER_STEPS; step++) {
        double part = (double)step / LEADER_STEPS;
        double x = label->from_x + part * (label->to_x - label->from_x);
        double y = label->from_y + part * (label->to_y - label->from_y);
        for (int i = 0; i < layout->count; i++) {
            const struct format_label_layout_box *box = &layout->taken[i].box;
            if (layout->taken[i].is_label && x >= box->left && x <= box->right && y >= box->top &&
                y <= box->bottom)
                return true;
        }
    }
    return false;
}

/* The leader keeps labels that come later off it. */
static void take_leader(struct format_label_layout *layout,
                        const struct format_label_layout_label *label)
{
    for (int step = 1; step < LEADER_STEPS; step += 2) {
        double part = (double)step / LEADER_STEPS;
        double x = label->from_x + part * (label->to_x - label->from_x);
        double y = label->from_y + part * (label->to_y - label->from_y);
        format_label_layout_reserve(
            layout, (struct format_label_layout_box){x - 8.0, y - 8.0, x + 8.0, y + 8.0}, false);
    }
}

/* A label in one direction at one distance. */
static struct format_label_layout_label candidate(const struct format_label_layout_mark *mark,
                                                  const double way[2], double gap)
{
    assert(gap >= 0.0);
    double away = mark->radius + gap;
    double x = mark->x + way[0] * (away + mark->width / 2.0);
    double y = mark->y + way[1] * (away + mark->height / 2.0);
    struct format_label_layout_label label = {.box = {x - mark->width / 2.0, y - mark->height / 2.0,
                                                      x + mark->width / 2.0,
                                                      y + mark->height / 2.0}};
    label.to_x = clamped(mark->x, label.box.left, label.box.right);
    label.to_y = clamped(mark->y, label.box.top, label.box.bottom);
    double dx = label.to_x - mark->x, dy = label.to_y - mark->y, length = hypot(dx, dy);
    double edge = length > mark->radius ? mark->radius / length : 1.0;
    label.from_x = mark->x + dx * edge;
    label.from_y = mark->y + dy * edge;
    label.has_leader = length > mark->radius + mark->height;
    return label;
}

/* Nearest first; beside before below before above before askew. */
static struct format_label_layout_label nearest_place(const struct format_label_layout *layout,
                                                      const struct format_label_layout_mark *mark,
                                                      bool may_cross)
{
    double gap = mark->height / 6.0;
    while (gap <= mark->reach) {
        for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
            struct format_label_layout_label label = candidate(mark, WAYS[i], gap);
            label.is_shown = is_allowed(layout, mark, label.box) &&
                             format_label_layout_is_free(layout, label.box) &&
                             (may_cross || !label.has_leader || !crosses_a_label(layout, &label));
            if (label.is_shown) return label;
        }
        gap += mark->height / 2.0;
    }
    return (struct format_label_layout_label){0};
}

struct format_label_layout_label
format_label_layout_place(struct format_label_layout *layout,
                          const struct format_label_layout_mark *mark)
{
    assert(mark->width >= 0.0 && mark->height > 0.0 && mark->radius >= 0.0);
    struct format_label_layout_label label = nearest_place(layout, mark, false);
    if (!label.is_shown) label = nearest_place(layout, mark, true);
    if (!label.is_shown) return label;
    format_label_layout_reserve(layout, label.box, true);
    if (label.has_leader) take_leader(layout, &label);
    return label;
}

double format_label_layout_text_width(struct base_text text, double font_size)
{
    assert(font_size > 0.0);
    int chars = 0;
    for (size_t i = 0; i < text.length; i++) chars += (text.at[i] & 0xC0) != 0x80;
    return (chars * EM_PER_CHAR + 0.2) * font_size;
}
