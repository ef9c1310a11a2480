/* Truth tables: CSV files with comments above a header line, and the score against limits. */
#ifndef TEST_ACCURACY_TABLE_H
#define TEST_ACCURACY_TABLE_H

#include "sky/const.h"
#include "sky/sky.h"

#include <stdbool.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX 20
#define TABLE_LINE_MAX    1024

struct table {
    FILE *file;
    char header[TABLE_LINE_MAX], line[TABLE_LINE_MAX];
    char *names[TABLE_COLUMNS_MAX], *fields[TABLE_COLUMNS_MAX];
    int columns;
};

/* Opens folder/name; prints a message and gives false when it is missing. */
bool table_open(struct table *t, const char *folder, const char *name);
/* The next row; closes the file and gives false at the end. */
bool table_next(struct table *t);
/* A column of the row by its name in the header; a wrong name ends the program. */
const char *table_text(const struct table *t, const char *name);
double table_number(const struct table *t, const char *name);

/* Days since J2000.0 of a printed Julian date; the whole part is split off first, so nothing is
 * rounded. */
double table_days_of_jd(const char *jd);

/* Differences of one quantity; rms_limit 0 means none. */
struct table_spread {
    int rows;
    double squares, worst, limit, rms_limit;
};
void table_add(struct table_spread *s, double difference);
/* Prints a line and counts it. */
void table_report(const char *what, const struct table_spread *s, const char *unit);
/* Prints the score; the exit code of the program: 1 when a limit is broken or nothing was measured.
 */
int table_close_score(void);

/* A difference of angles, to [-180, 180]. */
double table_around(double difference_deg);
/* TT of a UT (UTC from 1962, UT1 before) in days since J2000.0. */
struct sky_tt table_tt_of_ut(const struct sky_context *sky, double ut_days);
/* The frame of an instant with one body; outside the kernel the program ends. */
struct sky_frame table_frame(const struct sky_context *sky, struct sky_tt tt, enum sky_body body);

#endif
