/* How a terminal's screen is shared out: sentence and time on top, dome, table, details, keys. */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stdbool.h>

/* symbol, name, azimuth, altitude, direction, arrow, magnitude */
#define APP_SCREEN_TABLE_COLUMNS 38
/* symbol, name, altitude, direction, arrow */
#define APP_SCREEN_NARROW_COLUMNS 20
#define APP_SCREEN_DETAILS_ROWS   7
#define APP_SCREEN_DETAILS_MIN    4 /* fewer lines say too little */

/* A part of the screen; no rows: it is not there. */
struct app_screen_box {
    int row, column, rows, columns;
};

struct app_screen {
    struct app_screen_box head;    /* 1 row: the sentence; 2: the time as well */
    struct app_screen_box dome;    /* at least APP_DOME_ROWS_MIN by APP_DOME_COLUMNS_MIN */
    struct app_screen_box table;   /* one row for each body, one more for the heading if there is
                                      room; with fewer rows it scrolls */
    struct app_screen_box details; /* of the selected body */
    struct app_screen_box foot;    /* the keys */
};

/* Shares out a screen of any size: dome beside the table, above it, or no dome.
 *
 * Given  rows, columns  0 and more; what does not fit is left out, the table last
 *        bodies         how many the table has
 * Gives  parts that lie within the screen and do not overlap
 * Test   test_screen_*
 */
struct app_screen app_screen_split(int rows, int columns, int bodies);

#endif
