/* The stars and the lines of the constellations, read once for two generators. */
#ifndef TOOL_GENERATE_STAR_LIST_H
#define TOOL_GENERATE_STAR_LIST_H

#include "table.h"

#define STAR_LIST_MAX 2000

struct star_list_star {
    int hip; /* its number in the Hipparcos catalogue */
    double ra_deg, dec_deg, magnitude;
    struct base_text
        numbers[5]; /* right ascension, declination, proper motion, magnitude, as spelt */
    struct base_text name;
};

struct star_list {
    struct star_list_star stars[STAR_LIST_MAX];
    int count;
};

/* A chain of lines: indices of stars. */
struct star_list_chain {
    int rank; /* 1: the best known */
    int stars[100];
    int count;
};

/* Reads data/stars.csv, or ends the program. The texts are mapped until the program ends. */
void star_list_read(struct star_list *list, const char *path);

/* Opens data/star-lines.csv. */
struct table_file star_list_open_lines(const char *path);

/* Reads the next chain, or ends the program when it names a star that is not in the list.
 *
 * Gives  *chain, and whether there was one
 */
bool star_list_next_chain(const struct star_list *list, struct table_file *file,
                          struct star_list_chain *chain);

#endif
