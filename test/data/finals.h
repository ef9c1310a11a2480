/* Lines of a finals2000A in the published columns, for tests of several rooms. */
#ifndef TEST_APP_FINALS_H
#define TEST_APP_FINALS_H

#include "base/bytes.h"
#include "sky/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FINALS_COLUMNS 187
#define FINALS_LINE    (FINALS_COLUMNS + 1)

struct finals_text {
    char *bytes;
    size_t size;
};

/* One line of 187 columns; a blank one when flag is ' '. */
static inline void finals_line(char *line, int mjd, char flag, double ut1_utc_s, double xp,
                               double yp)
{
    struct sky_civil date = sky_civil_date(mjd - 51544);
    char text[FINALS_LINE + 64];
    int n = snprintf(text, sizeof text, "%2d%2d%2d %8.2f", date.year % 100, date.month, date.day,
                     (double)mjd);
    if (flag != ' ')
        n +=
            snprintf(text + n, sizeof text - (size_t)n, " %c %9.6f%9.6f %9.6f%9.6f  %c%10.7f%10.7f",
                     flag, xp, 5e-5, yp, 5e-5, flag, ut1_utc_s, 1e-5);
    memset(line, ' ', FINALS_COLUMNS);
    memcpy(line, text, (size_t)n);
    line[FINALS_COLUMNS] = '\n';
}

/* `measured` days from MJD first on, then `predicted`, then `blank`; UT1 - UTC falls by a
 * millisecond a day. */
static inline struct finals_text finals_make(int first, int measured, int predicted, int blank)
{
    int days = measured + predicted + blank;
    struct finals_text text = {malloc((size_t)days * FINALS_LINE), (size_t)days * FINALS_LINE};
    for (int i = 0; i < days; i++) {
        char flag = i < measured ? 'I' : i < measured + predicted ? 'P' : ' ';
        finals_line(text.bytes + (size_t)i * FINALS_LINE, first + i, flag, 0.4 - 0.001 * i,
                    0.1 + 1e-4 * i, 0.4 - 1e-4 * i);
    }
    return text;
}

static inline struct base_span finals_span(struct finals_text text)
{
    return (struct base_span){(unsigned char *)text.bytes, text.size};
}

#endif
