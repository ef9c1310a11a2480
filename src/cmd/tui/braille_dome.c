/* The dome on a grid. Lengths are in dots, from the middle of the zenith's cell, right and down
 * positive; a cell is 2 dots wide and 4 high.
 */
#include "cmd/tui/braille_dome.h"

#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define CELL_WIDTH  2
#define CELL_HEIGHT 4

/* From a point to the middle of the cell that holds it: at most half the cell's diagonal,
 * sqrt(1 + 4) = 2.2361. Farther than this from the circle, a point and its cell are on the same side of it. */
#define CELL_REACH 2.24

/* How far a body may be moved from an occupied cell, in cells. */
#define DODGE_ROWS    2
#define DODGE_COLUMNS 4

/* A cell on the line of the horizon counts as this much farther away, in dots. */
#define LINE_COST 4.0

/* The occupied cells of one row. */
struct box {
    int row, first, last;
};

#define BOXES_MAX (CMD_BRAILLE_DOME_WINDS + 2 * CMD_BRAILLE_DOME_MARKS_MAX)

struct layout {
    struct cmd_braille_dome *dome;
    int count;
    struct box taken[BOXES_MAX];
};

static void occupy(struct layout *layout, struct box box)
{
    assert(layout->count < BOXES_MAX);
    layout->taken[layout->count++] = box;
}

static bool is_free(const struct layout *layout, struct box box)
{
    for (int i = 0; i < layout->count; i++) {
        const struct box *other = &layout->taken[i];
        if (other->row == box.row && other->first <= box.last && box.first <= other->last)
            return false;
    }
    return true;
}

static bool is_in_grid(const struct cmd_braille_dome *dome, struct box box)
{
    return box.row >= 0 && box.row < dome->rows && box.first >= 0 && box.last < dome->columns;
}

static double distance_dots(const struct cmd_braille_dome *dome, struct cmd_braille_dome_cell cell)
{
    return hypot(CELL_WIDTH * (cell.column - dome->zenith.column),
                 CELL_HEIGHT * (cell.row - dome->zenith.row));
}

bool cmd_braille_dome_is_inside(const struct cmd_braille_dome *dome,
                                struct cmd_braille_dome_cell cell)
{
    return distance_dots(dome, cell) < dome->radius_dots;
}

unsigned cmd_braille_dome_dots(const struct cmd_braille_dome *dome,
                               struct cmd_braille_dome_cell cell)
{
    static const unsigned bits[CELL_WIDTH][CELL_HEIGHT] = {{0x01, 0x02, 0x04, 0x40},
                                                           {0x08, 0x10, 0x20, 0x80}};
    unsigned dots = 0;
    for (int x = 0; x < CELL_WIDTH; x++)
        for (int y = 0; y < CELL_HEIGHT; y++) {
            double right = CELL_WIDTH * (cell.column - dome->zenith.column) + x - 0.5;
            double down = CELL_HEIGHT * (cell.row - dome->zenith.row) + y - 1.5;
            if (fabs(hypot(right, down) - dome->radius_dots) < 0.5) dots |= bits[x][y];
        }
    return dots;
}

/* The cell in which a direction lies. */
static struct cmd_braille_dome_cell cell_of(const struct cmd_braille_dome *dome,
                                            const struct cmd_braille_dome_mark *mark)
{
    assert(isfinite(mark->az_deg) && isfinite(mark->alt_deg));
    const double radius = dome->radius_dots, az_rad = mark->az_deg * SKY_RAD_PER_DEG;
    double from_zenith = mark->alt_deg > 0.0
                             ? fmin(radius * (90.0 - mark->alt_deg) / 90.0, radius - CELL_REACH)
                             : radius + CELL_REACH;
    return (struct cmd_braille_dome_cell){
        dome->zenith.row + (int)lround(-from_zenith * cos(az_rad) / CELL_HEIGHT),
        dome->zenith.column + (int)lround(-from_zenith * sin(az_rad) / CELL_WIDTH)};
}

/* The free cell nearest to the wanted one, on the same side of the horizon. */
static bool nearest_free(const struct layout *layout, struct cmd_braille_dome_cell wish, bool is_up,
                         struct cmd_braille_dome_cell *cell)
{
    double best = INFINITY;
    for (int row = wish.row - DODGE_ROWS; row <= wish.row + DODGE_ROWS; row++)
        for (int column = wish.column - DODGE_COLUMNS; column <= wish.column + DODGE_COLUMNS;
             column++) {
            const struct cmd_braille_dome_cell at = {row, column};
            const struct box box = {row, column, column};
            double far = hypot(CELL_WIDTH * (column - wish.column), CELL_HEIGHT * (row - wish.row));
            if (cmd_braille_dome_dots(layout->dome, at) != 0) far += LINE_COST;
            if (far >= best || !is_in_grid(layout->dome, box) || !is_free(layout, box) ||
                cmd_braille_dome_is_inside(layout->dome, at) != is_up)
                continue;
            best = far;
            *cell = at;
        }
    return best < INFINITY;
}

static void place_symbol(struct layout *layout, const struct cmd_braille_dome_mark *mark,
                         struct cmd_braille_dome_place *place)
{
    *place = (struct cmd_braille_dome_place){.is_up = mark->alt_deg > 0.0};
    place->is_shown =
        nearest_free(layout, cell_of(layout->dome, mark), place->is_up, &place->symbol);
    if (place->is_shown)
        occupy(layout, (struct box){place->symbol.row, place->symbol.column, place->symbol.column});
}

/* Whether every cell of a box is on one side of the horizon. */
static bool is_on_side(const struct cmd_braille_dome *dome, struct box box, bool is_up)
{
    for (int column = box.first; column <= box.last; column++)
        if (cmd_braille_dome_is_inside(dome, (struct cmd_braille_dome_cell){box.row, column}) !=
            is_up)
            return false;
    return true;
}

enum side { SIDE_OWN, SIDE_ANY };

/* Places a label of this length beside its symbol; false when it does not fit. */
static bool place_label(struct layout *layout, struct cmd_braille_dome_place *place, int chars,
                        enum side side)
{
    assert(place->is_shown && chars > 0);
    const struct cmd_braille_dome_cell at = place->symbol;
    const struct cmd_braille_dome_cell tries[] = {
        {at.row, at.column + 2},
        {at.row, at.column - 1 - chars},
        {at.row + 1, at.column + 1},
        {at.row - 1, at.column + 1},
        {at.row + 1, at.column - chars},
        {at.row - 1, at.column - chars},
        {at.row + 1, at.column - chars / 2},
        {at.row - 1, at.column - chars / 2},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const struct box box = {tries[i].row, tries[i].column, tries[i].column + chars - 1};
        const struct box padded = {box.row, box.first - 1, box.last + 1};
        if (!is_in_grid(layout->dome, box) || !is_free(layout, padded)) continue;
        if (side == SIDE_OWN && !is_on_side(layout->dome, box, place->is_up)) continue;
        place->label = tries[i];
        place->label_chars = chars;
        occupy(layout, box);
        return true;
    }
    return false;
}

/* The name of a body below the horizon must not lie inside the circle. */
static void label(struct layout *layout, const struct cmd_braille_dome_mark *mark,
                  struct cmd_braille_dome_place *place)
{
    const int whole = (int)mark->name.length;
    if (!place->is_shown || whole == 0) return;
    if (place_label(layout, place, whole, SIDE_OWN)) return;
    if (place->is_up && place_label(layout, place, whole, SIDE_ANY)) return;
    if (whole <= CMD_BRAILLE_DOME_SHORT_CHARS) return;
    if (place_label(layout, place, CMD_BRAILLE_DOME_SHORT_CHARS, SIDE_OWN)) return;
    if (place->is_up) place_label(layout, place, CMD_BRAILLE_DOME_SHORT_CHARS, SIDE_ANY);
}

static void place_winds(struct layout *layout)
{
    assert(layout->count == 0 && layout->dome->radius_dots > 0.0);
    struct cmd_braille_dome *dome = layout->dome;
    const int rows = (int)ceil((dome->radius_dots + CELL_REACH) / CELL_HEIGHT);
    const int columns = (int)ceil((dome->radius_dots + CELL_REACH) / CELL_WIDTH);
    const struct cmd_braille_dome_cell zenith = dome->zenith;
    dome->winds[CMD_BRAILLE_DOME_NORTH] =
        (struct cmd_braille_dome_cell){zenith.row - rows, zenith.column};
    dome->winds[CMD_BRAILLE_DOME_EAST] =
        (struct cmd_braille_dome_cell){zenith.row, zenith.column - columns};
    dome->winds[CMD_BRAILLE_DOME_SOUTH] =
        (struct cmd_braille_dome_cell){zenith.row + rows, zenith.column};
    dome->winds[CMD_BRAILLE_DOME_WEST] =
        (struct cmd_braille_dome_cell){zenith.row, zenith.column + columns};
    for (int i = 0; i < CMD_BRAILLE_DOME_WINDS; i++) { /* with a free column on both sides */
        const struct cmd_braille_dome_cell at = dome->winds[i];
        occupy(layout, (struct box){at.row, at.column - 1, at.column + 1});
    }
}

bool cmd_braille_dome_arrange(int rows, int columns, const struct cmd_braille_dome_mark *marks,
                              int count, struct cmd_braille_dome *dome)
{
    assert(count >= 0 && count <= CMD_BRAILLE_DOME_MARKS_MAX);
    if (rows < CMD_BRAILLE_DOME_ROWS_MIN || columns < CMD_BRAILLE_DOME_COLUMNS_MIN) return false;
    *dome = (struct cmd_braille_dome){.rows = rows, .columns = columns, .count = count};
    dome->zenith = (struct cmd_braille_dome_cell){(rows - 1) / 2, (columns - 1) / 2};
    /* A row, or two columns, remain free outside the circle. */
    dome->radius_dots =
        fmin(CELL_WIDTH * dome->zenith.column, CELL_HEIGHT * dome->zenith.row) - CELL_HEIGHT;
    struct layout layout = {.dome = dome};
    place_winds(&layout);
    for (int i = 0; i < count; i++) place_symbol(&layout, &marks[i], &dome->places[i]);
    for (int i = 0; i < count; i++) label(&layout, &marks[i], &dome->places[i]);
    return true;
}
