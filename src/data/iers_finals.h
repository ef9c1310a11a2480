/* The rotation of the Earth from finals2000A.all of the IERS: measured until last week, predicted
 * for a year.
 */
#ifndef DATA_IERS_FINALS_H
#define DATA_IERS_FINALS_H

#include "base/bytes.h"
#include "base/err.h"
#include "data/leap_seconds.h"
#include "sky/earth_orientation.h"

#include <stdbool.h>
#include <stdint.h>

#define DATA_IERS_FINALS_ROWS_MAX      65536 /* 179 years */
#define DATA_IERS_FINALS_LINE_LEAST    185   /* columns of a line; published ones have 187 */
#define DATA_IERS_FINALS_LINE_MOST     256   /* longer lines are not those of the table */
#define DATA_IERS_FINALS_AHEAD_LEAST   60    /* predicted days; a file with fewer is cut short */
#define DATA_IERS_FINALS_UT1_UTC_MAX_S 1.0   /* UTC is kept within 0.9 s */
#define DATA_IERS_FINALS_UT1_STEP_S                                                                \
    0.01                                /* from day to day; 0.0041 is the largest step since 1973 */
#define DATA_IERS_FINALS_POLE_MAX  0.65 /* arcsec; 0.60 is the largest value */
#define DATA_IERS_FINALS_POLE_STEP 0.02 /* arcsec from day to day; 0.0054 is the largest step */

struct data_iers_finals_row {
    double ut1_utc_s;
    double xp_arcsec, yp_arcsec;
};

struct data_iers_finals {
    int32_t first_mjd; /* the day of the first row, 0h UTC; each row is one day later */
    int32_t last_measured_mjd;
    int days;
    double last_error_s;               /* the error that the IERS gives for its last UT1 */
    struct data_iers_finals_row *rows; /* owned */
};

/* Reads a complete file.
 *
 * Given  text    lines of equal length: date, MJD, then the columns of Bulletin A; rows after the
 *                last prediction hold only the date
 * Gives  *finals, to be freed with data_iers_finals_free
 * Fails  FORMAT with the offset of the line, if its length differs, its date and MJD contradict
 *        each other, days are missing or go back, a measurement follows a prediction, or UT1 or the
 *        pole is implausible or jumps (UT1 may jump by a whole second on the first of a month: a
 *        leap second); or if the file ends within a line or has fewer than
 *        DATA_IERS_FINALS_AHEAD_LEAST predicted days. LIMIT, MEMORY
 * Source IERS, readme.finals2000A: columns 1-6 yymmdd, 8-15 MJD, 17 flag, 19-27 x, 38-46 y, 58
 *        flag, 59-68 UT1-UTC, 69-78 its error; I measured, P predicted
 * Test   test_iers_finals_*, fuzz/finals.c
 */
BASE_ERR_CHECKED
enum base_err data_iers_finals_parse(struct base_span text, struct data_iers_finals *finals,
                                     struct base_fault *fault);

void data_iers_finals_free(struct data_iers_finals *finals);

/* Whether the rows reach further than a table: measured for longer, or else predicted for longer.
 */
bool data_iers_finals_are_newer(const struct data_iers_finals *finals,
                                const struct sky_earth_orientation *orient);

/* Joins the rows to a table of the Earth's rotation, which keeps its own rows before the first of
 * them and its final rows (of IERS C04), and ends with the last of them.
 *
 * Given  leaps   for TAI - UTC; after its expiry, leap seconds are deduced from the steps of UT1
 *        orient  changed on success only
 * Gives  *memory, which holds the table from now on: free it after the last use of *orient
 * Fails  FORMAT if the rows begin after the last measured day of the table or before 1972, end
 *        before its last final day, or if UT1 has a leap second that the list lacks; MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_iers_finals_join(const struct data_iers_finals *finals,
                                    const struct data_leap_seconds *leaps,
                                    struct sky_earth_orientation *orient, void **memory,
                                    struct base_fault *fault);

#endif
