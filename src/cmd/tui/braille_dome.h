/* The dome of the sky on a grid of characters: the zenith in the middle, the horizon as a circle, as
 * seen looking up: north at the top, east on the LEFT.
 *
 * A cell holds 2 by 4 dots, as braille patterns do; a character twice as high as wide makes the
 * dots square, so the circle is round. Altitude runs evenly from the horizon to the zenith. Bodies
 * below the horizon stand just outside the circle, in their direction.
 */
#ifndef CMD_BRAILLE_DOME_H
#define CMD_BRAILLE_DOME_H

#include "base/text.h"

#include <stdbool.h>

#define CMD_BRAILLE_DOME_MARKS_MAX   16
#define CMD_BRAILLE_DOME_ROWS_MIN    9
#define CMD_BRAILLE_DOME_COLUMNS_MIN 17
#define CMD_BRAILLE_DOME_SHORT_CHARS 3 /* of a name, where it does not fit whole */

/* A body to be placed. */
struct cmd_braille_dome_mark {
    double az_deg;         /* from north through east */
    double alt_deg;        /* above 0 is up */
    struct base_text name; /* ASCII: a byte takes one column */
};

struct cmd_braille_dome_cell {
    int row, column;
};

/* Where a body went. */
struct cmd_braille_dome_place {
    bool is_shown; /* false when every cell near it is occupied */
    bool is_up;
    struct cmd_braille_dome_cell symbol;
    int label_chars; /* the name from its start: all of it, CMD_BRAILLE_DOME_SHORT_CHARS or 0 */
    struct cmd_braille_dome_cell label; /* of its first character */
};

enum cmd_braille_dome_wind {
    CMD_BRAILLE_DOME_NORTH,
    CMD_BRAILLE_DOME_EAST,
    CMD_BRAILLE_DOME_SOUTH,
    CMD_BRAILLE_DOME_WEST,
    CMD_BRAILLE_DOME_WINDS
};

struct cmd_braille_dome {
    int rows, columns;
    double radius_dots; /* of the horizon */
    struct cmd_braille_dome_cell zenith;
    struct cmd_braille_dome_cell winds[CMD_BRAILLE_DOME_WINDS]; /* of the letters N, E, S, W */
    int count;
    struct cmd_braille_dome_place
        places[CMD_BRAILLE_DOME_MARKS_MAX]; /* in the order of the marks */
};

/* Lays out a dome.
 *
 * Given  rows, columns  of the grid
 *        marks, count   the most important first: these keep their cells and get their labels
 * Gives  whether the grid is large enough, then *dome; no two symbols, labels or letters of the
 *        winds share a cell, and labels have a free column on both sides
 * Test   test_braille_dome_*
 */
bool cmd_braille_dome_arrange(int rows, int columns, const struct cmd_braille_dome_mark *marks,
                              int count, struct cmd_braille_dome *dome);

/* Whether the middle of a cell lies within the circle of the horizon. Public for its test. */
bool cmd_braille_dome_is_inside(const struct cmd_braille_dome *dome,
                                struct cmd_braille_dome_cell cell);

/* The dots of the horizon's circle in a cell.
 *
 * Gives  the low byte of a braille pattern, which is added to U+2800; 0 without dots
 * Source The Unicode Standard, block Braille Patterns
 */
unsigned cmd_braille_dome_dots(const struct cmd_braille_dome *dome,
                               struct cmd_braille_dome_cell cell);

#endif
