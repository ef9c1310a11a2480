/* The Earth's rotation from IERS' finals2000A.all: measured until last week, predicted for a year.
 */
#ifndef DATA_IERS_FINALS_H
#define DATA_IERS_FINALS_H

#include "base/bytes.h"
#include "base/err.h"
#include "data/leap_seconds.h"
#include "sky/earth_orientation.h"

#define DATA_IERS_FINALS_ROWS_MAX      65536 /* 179 years */
#define DATA_IERS_FINALS_LINE_LEAST    185   /* columns of a line; published ones have 187 */
#define DATA_IERS_FINALS_LINE_MOST     256   /* and more than this is no table */
#define DATA_IERS_FINALS_AHEAD_LEAST   60  /* predicted days, without which the file is cut short */
#define DATA_IERS_FINALS_UT1_UTC_MAX_S 1.0 /* UTC is kept within 0.9 s */
#define DATA_IERS_FINALS_UT1_STEP_S    0.01 /* from day to day; 0.0041 is the most since 1973 */
#define DATA_IERS_FINALS_POLE_MAX      0.65 /* arcsec; 0.60 is the most */
#define DATA_IERS_FINALS_POLE_STEP     0.02 /* arcsec from day to day; 0.0054 is the most */

struct data_iers_finals_row {
    double ut1_utc_s;
    double xp_arcsec, yp_arcsec;
};

struct data_iers_finals {
    int32_t first_mjd; /* one row a day from here on, 0h UTC */
    int32_t last_measured_mjd;
    int days;
    double last_error_s;               /* what IERS says of its last UT1 */
    struct data_iers_finals_row *rows; /* owned */
};

/* Reads a whole file.
 *
 * Given  text    lines of equal length: date, MJD, then the columns of Bulletin A; rows after the
 *                last prediction are blank but for the date
 * Gives  *finals, given back to data_iers_finals_free
 * Fails  FORMAT with the offset of the line: another length, a date that its MJD contradicts, a
 *        gap, dates that go back, a measurement after a prediction, UT1 or a pole that is
 *        implausible or jumps (but for whole seconds at the begin of a month: leap seconds), an end
 *        within a line or before DATA_IERS_FINALS_AHEAD_LEAST predicted days; LIMIT, MEMORY
 * Source IERS, readme.finals2000A: columns 1-6 yymmdd, 8-15 MJD, 17 flag, 19-27 x, 38-46 y,
 *        58 flag, 59-68 UT1-UTC, 69-78 its error; I measured, P predicted
 * Test   test_finals_*, fuzz/finals.c
 */
BASE_ERR_CHECKED
enum base_err data_iers_finals_parse(struct base_span text, struct data_iers_finals *finals,
                                     struct base_fault *fault);

void data_iers_finals_free(struct data_iers_finals *finals);

/* Whether they tell more than a table does: measured or predicted for longer. */
bool data_iers_finals_are_newer(const struct data_iers_finals *finals,
                                const struct sky_earth_orientation *orient);

/* Puts the rows into a table of the Earth's rotation: its own stay before the first of them, none
 * after the last.
 *
 * Given  leaps   for TAI - UTC; leap seconds after its expiry are taken from the steps of UT1
 *        orient  changed on success only
 * Gives  *memory what the table now lies in, for free() when orient is done with
 * Fails  FORMAT: the rows begin after the last measured day of the table or before 1972, or UT1
 *        has a leap second that the list lacks; MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_iers_finals_join(const struct data_iers_finals *finals,
                                    const struct data_leap_seconds *leaps,
                                    struct sky_earth_orientation *orient, void **memory,
                                    struct base_fault *fault);

#endif
