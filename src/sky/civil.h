/* Civil time and the calendar: dates and clock times to TT and back.
 *
 * "UTC" here is UTC as broadcast from 1962 on, including the stretched seconds of 1962 to 1971, and
 * UT1 before 1962: what JPL Horizons calls UT. The calendar is Gregorian throughout, proleptic
 * before 1582.
 */
#ifndef SKY_CIVIL_H
#define SKY_CIVIL_H

#include "base/err.h"
#include "sky/earth_orientation.h"
#include "sky/time.h"

#include <stdint.h>

/* A civil date and time of day, UTC. */
struct sky_civil {
    int year;  /* astronomical: 0 is 1 BC */
    int month; /* 1..12 */
    int day;   /* 1..31 */
    int hour, minute;
    double second; /* [0, 61): 60 and more only within a leap second, or in the 0.1 s by which
                      the last minute of some days from 1963 to 1971 was longer */
};

#define SKY_CIVIL_LEAPS_MAX 64
#define SKY_CIVIL_YEAR_MAX                                                                         \
    20000 /* on either side of 0: beyond DE441 and the formulas of the pole */

/* TAI - UTC from 1972 on: each row is valid from 0h UTC of its day. */
struct sky_leaps {
    int count;
    struct {
        int32_t day;             /* days since 2000-01-01 */
        int32_t tai_utc_s;       /* whole seconds */
    } rows[SKY_CIVIL_LEAPS_MAX]; /* in order of time */
};

/* Days from 2000-01-01 to a Gregorian date. Anchors: 2000-01-01 is 0, 1970-01-01 is -10957.
 *
 * Given  month  1..12
 *        day    may lie outside the month: day 0 is the last of the month before
 */
int32_t sky_civil_day(int year, int month, int day);

/* The Gregorian date of a day; hour, minute and second are 0. */
struct sky_civil sky_civil_date(int32_t day);

/* Civil time to TT.
 *
 * Given     civil UTC (UT1 before 1962), years within SKY_CIVIL_YEAR_MAX
 * Fails     FORMAT for a date that does not exist, an hour, minute or second out of range, or
 *           second 60 where there was no leap second; RANGE for the year
 * Source    IERS Bulletin C; USNO tai-utc.dat for 1962-1971
 * Test      test_civil_*
 */
BASE_ERR_CHECKED
enum base_err sky_civil_tt(const struct sky_leaps *leaps,
                           const struct sky_earth_orientation *orient, struct sky_civil civil,
                           struct sky_tt *tt);

/* TT to civil time. On 1962-01-01 UT1 was 0.033 s ahead of UTC: the instants between the two
 * midnights are given as 00:00:00.
 *
 * Given  decimals  0..6, of the seconds, which are rounded; they reach 60 only in a leap second
 * Gives  UTC (UT1 before 1962); before 1820 and after 2179, where a double of days no longer
 *        resolves microseconds, the seconds with the fewest decimals that this TT can stand for
 * Test   test_civil_keeps_whole_milliseconds_in_far_centuries
 */
struct sky_civil sky_civil_of_tt(const struct sky_leaps *leaps,
                                 const struct sky_earth_orientation *orient, struct sky_tt tt,
                                 int decimals);

/* UT1 - UTC in seconds at an instant; 0 before 1962, where UTC here means UT1. Within half a
 * microsecond of a midnight it is the value of the new day, because a double of days cannot
 * distinguish them. */
double sky_civil_ut1_utc_s(const struct sky_leaps *leaps,
                           const struct sky_earth_orientation *orient, struct sky_tt tt);

/* POSIX time to TT. POSIX does not count leap seconds: it has no number for the second 23:59:60.
 *
 * Given  seconds  since 1970-01-01T00:00:00Z, years within SKY_CIVIL_YEAR_MAX
 *        nanos    0..999999999
 * Fails  RANGE for the year
 */
BASE_ERR_CHECKED
enum base_err sky_civil_tt_of_posix(const struct sky_leaps *leaps,
                                    const struct sky_earth_orientation *orient, int64_t seconds,
                                    int32_t nanos, struct sky_tt *tt);

#endif
