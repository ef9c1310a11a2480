/* data/stars.csv and data/star-lines.csv: the lines name stars by their numbers in the Hipparcos
 * catalogue.
 */
#include "star_list.h"

#define HIP_MAX               120416.0 /* the last number of the catalogue and its supplements */
#define PROPER_MOTION_MAX_MAS 11000.0  /* a year; Barnard's star has 10,400 */
#define MAGNITUDE_MIN         -1.5     /* Sirius has -1.44 */
#define MAGNITUDE_MAX         7.0      /* what eyes can see */

static void require_names(struct table_file *file, const char *names)
{
    struct base_text line;
    if (!table_next(file, &line) || !base_text_equals(line, base_text_of(names)))
        table_fail(file, "the columns are not %s", names);
}

static struct star_list_star read_star(const struct table_file *file, struct base_text line)
{
    struct base_text c[7];
    table_columns(file, line, ',', c, 7);
    table_number(file, c[3], -PROPER_MOTION_MAX_MAS, PROPER_MOTION_MAX_MAS);
    table_number(file, c[4], -PROPER_MOTION_MAX_MAS, PROPER_MOTION_MAX_MAS);
    return (struct star_list_star){
        .hip = (int)table_number(file, c[0], 1.0, HIP_MAX),
        .ra_deg = table_number(file, c[1], 0.0, 360.0),
        .dec_deg = table_number(file, c[2], -90.0, 90.0),
        .magnitude = table_number(file, c[5], MAGNITUDE_MIN, MAGNITUDE_MAX),
        .numbers = {c[1], c[2], c[3], c[4], c[5]},
        .name = c[6],
    };
}

void star_list_read(struct star_list *list, const char *path)
{
    struct table_file file = table_open(path);
    struct base_text line;
    list->count = 0;
    require_names(&file, "hip,ra_icrs_deg,dec_icrs_deg,pm_ra_cos_dec_mas_per_year,"
                         "pm_dec_mas_per_year,magnitude,name");
    while (table_next(&file, &line)) {
        if (list->count == STAR_LIST_MAX) table_fail(&file, "more than %d stars", STAR_LIST_MAX);
        list->stars[list->count++] = read_star(&file, line);
    }
}

struct table_file star_list_open_lines(const char *path)
{
    struct table_file file = table_open(path);
    require_names(&file, "constellation,rank,hip");
    return file;
}

static int index_of(const struct star_list *list, const struct table_file *file,
                    struct base_text text)
{
    const int hip = (int)table_number(file, text, 1.0, HIP_MAX);
    for (int i = 0; i < list->count; i++)
        if (list->stars[i].hip == hip) return i;
    table_fail(file, "the star %d is not in the list of stars", hip);
}

bool star_list_next_chain(const struct star_list *list, struct table_file *file,
                          struct star_list_chain *chain)
{
    const int most = sizeof chain->stars / sizeof *chain->stars;
    struct base_text line, column[3];
    if (!table_next(file, &line)) return false;
    table_columns(file, line, ',', column, 3);
    chain->rank = (int)table_number(file, column[1], 1.0, 9.0);
    chain->count = 0;
    while (column[2].length > 0) {
        if (chain->count == most) table_fail(file, "more than %d stars in a chain", most);
        chain->stars[chain->count++] = index_of(list, file, base_text_cut(&column[2], '-'));
    }
    return true;
}
