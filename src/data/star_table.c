/* The rows of data/stars.csv and data/star-lines.csv; tool/star_tables.py names their sources. */
#include "data/star_table.h"

#define DATA_STAR_TABLE_STAR(ra, dec, pm_ra, pm_dec, magnitude, name)                              \
    {{ra, dec, pm_ra, pm_dec}, magnitude, name},
#define DATA_STAR_TABLE_LINE(rank, ...)
static const struct data_star_table_row ROWS[] = {
#include "gen/data_star_rows.h"
};
#undef DATA_STAR_TABLE_STAR
#undef DATA_STAR_TABLE_LINE

#define DATA_STAR_TABLE_STAR(...)
#define DATA_STAR_TABLE_LINE(rank, ...) rank, __VA_ARGS__,
static const short LINES[] = {
#include "gen/data_star_rows.h"
};

_Static_assert(sizeof ROWS / sizeof *ROWS <= DATA_STAR_TABLE_MAX,
               "a chart has room for every star");

const struct data_star_table_row *data_star_table_rows(int *count)
{
    *count = sizeof ROWS / sizeof *ROWS;
    return ROWS;
}

const short *data_star_table_lines(int *count)
{
    *count = sizeof LINES / sizeof *LINES;
    return LINES;
}
