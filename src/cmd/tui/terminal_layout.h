/* The layout of the screen: sentence and time at the top, dome, table, details, keys. */
#ifndef CMD_TERMINAL_LAYOUT_H
#define CMD_TERMINAL_LAYOUT_H

#include <stdbool.h>

/* symbol, name, azimuth, altitude, direction, arrow, magnitude */
#define CMD_TERMINAL_LAYOUT_TABLE_COLUMNS 38
/* symbol, name, altitude, direction, arrow */
#define CMD_TERMINAL_LAYOUT_NARROW_COLUMNS 20
#define CMD_TERMINAL_LAYOUT_DETAILS_ROWS   7
#define CMD_TERMINAL_LAYOUT_DETAILS_MIN    4 /* fewer lines are not worth showing */

/* A part of the screen; absent when it has no rows. */
struct cmd_terminal_layout_box {
    int row, column, rows, columns;
};

struct cmd_terminal_layout {
    struct cmd_terminal_layout_box head; /* 1 row: the sentence; 2: the time as well */
    struct cmd_terminal_layout_box
        dome; /* at least CMD_BRAILLE_DOME_ROWS_MIN by CMD_BRAILLE_DOME_COLUMNS_MIN */
    struct cmd_terminal_layout_box
        table; /* one row for each body, one more for the heading if there is
                                      room; with fewer rows it scrolls */
    struct cmd_terminal_layout_box details; /* of the selected body */
    struct cmd_terminal_layout_box foot;    /* the keys */
};

/* Divides a screen of any size: the dome beside the table, above it, or left out.
 *
 * Given  rows, columns  0 or more; what does not fit is left out, the table last
 *        bodies         rows of the table
 * Gives  parts that lie within the screen and do not overlap
 * Test   test_terminal_layout_*
 */
struct cmd_terminal_layout cmd_terminal_layout_split(int rows, int columns, int bodies);

#endif
