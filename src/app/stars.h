/* The brightest stars and the lines of the constellations, inside the program. */
#ifndef APP_STARS_H
#define APP_STARS_H

#include "sky/star.h"

#define APP_STARS_MAX 1024

struct app_stars_row {
    struct sky_star star;
    double magnitude;
    const char *name; /* of the thirty brightest and Polaris; else "" */
};

/* All stars to magnitude 4.0 and fainter ones that lines join, the brightest first.
 *
 * Gives  the rows, *count of them, at most APP_STARS_MAX
 */
const struct app_stars_row *app_stars_rows(int *count);

/* Lines of the constellations, one chain after another: the constellation's rank (1 the best known
 * .. 3), then places in the table of stars, then -1.
 *
 * Gives  the numbers, *count of them
 */
const short *app_stars_lines(int *count);

#endif
