/* The brightest stars and the lines of the constellations, inside the program. */
#ifndef DATA_STAR_TABLE_H
#define DATA_STAR_TABLE_H

#include "sky/star.h"

#define DATA_STAR_TABLE_MAX 1024

struct data_star_table_row {
    struct sky_star star;
    double magnitude;
    const char *name; /* of the thirty brightest and of Polaris; "" for the others */
};

/* All stars to magnitude 4.0, and fainter ones that lines connect, the brightest first.
 *
 * Gives  the rows, *count of them, at most DATA_STAR_TABLE_MAX
 */
const struct data_star_table_row *data_star_table_rows(int *count);

/* Lines of the constellations, one chain after another: the rank of the constellation (1 for the
 * best known to 3), then indices into the table of stars, then -1.
 *
 * Gives  the numbers, *count of them
 */
const short *data_star_table_lines(int *count);

#endif
