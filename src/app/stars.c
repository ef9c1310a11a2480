/* Rows of data/stars.csv and data/star-lines.csv; tool/star_tables.py tells where they are from. */
#include "app/stars.h"

#define APP_STAR(ra, dec, pm_ra, pm_dec, magnitude, name)                                          \
    {{ra, dec, pm_ra, pm_dec}, magnitude, name},
#define APP_STAR_LINE(rank, ...)
static const struct app_stars_row ROWS[] = {
#include "gen/app_star_rows.h"
};
#undef APP_STAR
#undef APP_STAR_LINE

#define APP_STAR(...)
#define APP_STAR_LINE(rank, ...) rank, __VA_ARGS__,
static const short LINES[] = {
#include "gen/app_star_rows.h"
};

_Static_assert(sizeof ROWS / sizeof *ROWS <= APP_STARS_MAX, "a chart has room for so many");

const struct app_stars_row *app_stars_rows(int *count)
{
    *count = sizeof ROWS / sizeof *ROWS;
    return ROWS;
}

const short *app_stars_lines(int *count)
{
    *count = sizeof LINES / sizeof *LINES;
    return LINES;
}
