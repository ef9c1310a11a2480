/* The dome of the sky on a grid of characters: zenith in the middle, horizon a circle, as one who
 * looks up sees it: north on top, east on the LEFT.
 *
 * A cell holds 2 by 4 dots, as braille patterns do; a character twice as high as wide makes the
 * dots square, so the circle is round. Altitude runs evenly from the horizon to the zenith. Bodies
 * below the horizon stand just outside of the circle, in their direction, never within it.
 */
#ifndef APP_DOME_H
#define APP_DOME_H

#include "base/text.h"

#define APP_DOME_MARKS_MAX   16
#define APP_DOME_ROWS_MIN    9
#define APP_DOME_COLUMNS_MIN 17
#define APP_DOME_SHORT_CHARS 3 /* of a name, where it does not fit whole */

/* A body to be placed. */
struct app_dome_mark {
    double az_deg;         /* from north through east */
    double alt_deg;        /* above 0 is up */
    struct base_text name; /* ASCII: a byte takes one column */
};

struct app_dome_cell {
    int row, column;
};

/* Where a body went. */
struct app_dome_place {
    bool is_shown; /* false when every cell about it is taken */
    bool is_up;
    struct app_dome_cell symbol;
    int label_chars;            /* the name from its start: all of it, APP_DOME_SHORT_CHARS or 0 */
    struct app_dome_cell label; /* of its first character */
};

enum app_dome_wind { APP_DOME_NORTH, APP_DOME_EAST, APP_DOME_SOUTH, APP_DOME_WEST, APP_DOME_WINDS };

struct app_dome {
    int rows, columns;
    double radius_dots; /* of the horizon */
    struct app_dome_cell zenith;
    struct app_dome_cell winds[APP_DOME_WINDS]; /* of the letters N, E, S, W */
    int count;
    struct app_dome_place places[APP_DOME_MARKS_MAX]; /* in the order of the marks */
};

/* Lays out a dome.
 *
 * Given  rows, columns  of the grid
 *        marks, count   the more important ones first: they keep their cell and get their label
 * Gives  whether the grid is large enough, then *dome; no two symbols, labels or letters of the
 *        winds share a cell, and labels have a free column on both sides
 * Test   test_dome_*
 */
bool app_dome_lay(int rows, int columns, const struct app_dome_mark *marks, int count,
                  struct app_dome *dome);

/* Whether the middle of a cell lies within the horizon's circle. */
bool app_dome_is_inside(const struct app_dome *dome, struct app_dome_cell cell);

/* The dots of the horizon's circle in a cell.
 *
 * Gives  the low byte of a braille pattern: U+2800 plus it is the character; 0 when none
 * Source The Unicode Standard, block Braille Patterns
 */
unsigned app_dome_dots(const struct app_dome *dome, struct app_dome_cell cell);

#endif
