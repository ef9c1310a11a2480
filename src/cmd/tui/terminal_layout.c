/* Divides the screen. The table has priority: the dome never narrows it or removes a body from it.
 */
#include "cmd/tui/terminal_layout.h"

#include "cmd/tui/braille_dome.h"

#include <assert.h>

#define GAP_COLUMNS       2 /* between dome and table */
#define DOME_BESIDE_MIN   24
#define LABEL_COLUMNS     10 /* on either side of the circle, for bodies that are down */
#define DOME_ABOVE_ROWS   13 /* fewer rows are too few for a dome above the table */
#define FOOT_ROWS_MIN     9
#define SPACIOUS_ROWS_MIN 16

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The table, and below it the details if something is left. */
static void fill(struct cmd_terminal_layout *screen, struct cmd_terminal_layout_box area,
                 int bodies)
{
    assert(area.rows >= 0 && area.columns >= 0 && bodies >= 0);
    const int wanted = bodies + 1;
    screen->table = area;
    screen->table.rows = least(area.rows, wanted);
    const int left = area.rows - screen->table.rows - 1;
    if (left < CMD_TERMINAL_LAYOUT_DETAILS_MIN || area.columns < CMD_TERMINAL_LAYOUT_NARROW_COLUMNS)
        return;
    screen->details = area;
    screen->details.row += screen->table.rows + 1;
    screen->details.rows = least(left, CMD_TERMINAL_LAYOUT_DETAILS_ROWS);
}

static void split_beside(struct cmd_terminal_layout *screen, struct cmd_terminal_layout_box area,
                         int bodies)
{
    const int circle = 2 * area.rows + 2 * LABEL_COLUMNS; /* a character is twice as high as wide */
    screen->dome = area;
    screen->dome.columns =
        least(area.columns - CMD_TERMINAL_LAYOUT_TABLE_COLUMNS - GAP_COLUMNS, circle);
    area.column += screen->dome.columns + GAP_COLUMNS;
    area.columns -= screen->dome.columns + GAP_COLUMNS;
    fill(screen, area, bodies);
}

static void split_above(struct cmd_terminal_layout *screen, struct cmd_terminal_layout_box area,
                        int bodies)
{
    const int table = bodies + 1, details = CMD_TERMINAL_LAYOUT_DETAILS_ROWS + 1;
    int rows = area.rows - table;
    if (rows >= DOME_ABOVE_ROWS + details) rows -= details;
    screen->dome = area;
    screen->dome.rows = least(rows, area.columns / 2 + 2);
    area.row += screen->dome.rows;
    area.rows -= screen->dome.rows;
    fill(screen, area, bodies);
}

struct cmd_terminal_layout cmd_terminal_layout_split(int rows, int columns, int bodies)
{
    assert(rows >= 0 && columns >= 0 && bodies >= 0);
    struct cmd_terminal_layout screen = {0};
    struct cmd_terminal_layout_box area = {0, 0, rows, columns};
    if (rows <= 0 || columns <= 0) return screen;
    const int head = rows >= 4 ? 2 : rows >= 2 ? 1 : 0, foot = rows >= FOOT_ROWS_MIN;
    const int air = rows >= SPACIOUS_ROWS_MIN;
    screen.head = (struct cmd_terminal_layout_box){0, 0, head, columns};
    screen.foot = (struct cmd_terminal_layout_box){rows - foot, 0, foot, columns};
    area.row = head + air;
    area.rows = rows - head - foot - air - (foot && air);
    if (columns >= DOME_BESIDE_MIN + GAP_COLUMNS + CMD_TERMINAL_LAYOUT_TABLE_COLUMNS &&
        area.rows >= CMD_BRAILLE_DOME_ROWS_MIN)
        split_beside(&screen, area, bodies);
    else if (columns >= DOME_BESIDE_MIN && area.rows >= DOME_ABOVE_ROWS + bodies + 1)
        split_above(&screen, area, bodies);
    else
        fill(&screen, area, bodies);
    return screen;
}
