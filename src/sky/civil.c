/* Civil time and the calendar. Every other room works in TT; civil time is converted at the edges.
 *
 * Anchors: 2000-01-01T12:00:00 UTC is TT - 64.184 s; 1970-01-01 is day -10957; the leap second
 * 2016-12-31T23:59:60 lies between TAI - UTC = 36 and 37.
 */
#include "sky/civil.h"

#include "base/units.h"
#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define DAY_OF_1962      (-13879) /* 1962-01-01: UTC from here on, UT1 before */
#define DAY_OF_1972      (-10227) /* 1972-01-01: whole seconds from here on */
#define POSIX_DAY        (-10957) /* 1970-01-01 */
#define MJD_OF_DAY_0     51544
#define MIDNIGHT_SLACK_S 5e-7 /* a double of days resolves 0.3 microseconds */

/* TAI - UTC in seconds was offset + (MJD - reference) * rate before 1972. Source: USNO tai-utc.dat.
 */
static const struct stretched {
    int32_t mjd; /* from 0h UTC of this day */
    double offset_s;
    int32_t reference_mjd;
    double rate_s_per_day;
} STRETCHED[] = {
    {37665, 1.8458580, 37665, 0.0011232}, {38334, 1.9458580, 37665, 0.0011232},
    {38395, 3.2401300, 38761, 0.0012960}, {38486, 3.3401300, 38761, 0.0012960},
    {38639, 3.4401300, 38761, 0.0012960}, {38761, 3.5401300, 38761, 0.0012960},
    {38820, 3.6401300, 38761, 0.0012960}, {38942, 3.7401300, 38761, 0.0012960},
    {39004, 3.8401300, 38761, 0.0012960}, {39126, 4.3131700, 39126, 0.0025920},
    {39887, 4.2131700, 39126, 0.0025920},
};

int32_t sky_civil_day(int year, int month, int day)
{
    assert(month >= 1 && month <= 12);
    /* Years run from March, so that a leap day is the last day of its year; 400 years are 146097
     * days. */
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * 146097 + day_of_era - 730425); /* 730425 days from 0000-03-01 */
}

struct sky_civil sky_civil_date(int32_t day)
{
    int64_t d = (int64_t)day + 730425;
    int64_t era = (d >= 0 ? d : d - 146096) / 146097;
    int64_t day_of_era = d - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    return (struct sky_civil){
        .year = (int)(year_of_era + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

/* TAI - UTC before 1972, at a day and a fraction of a day, which may exceed 1. */
static double stretched_tai_utc_s(int32_t day, double fraction)
{
    assert(day < DAY_OF_1972);
    int32_t mjd = day + MJD_OF_DAY_0;
    size_t i = sizeof STRETCHED / sizeof *STRETCHED - 1;
    while (i > 0 && STRETCHED[i].mjd > mjd) i--;
    return STRETCHED[i].offset_s +
           (mjd - STRETCHED[i].reference_mjd + fraction) * STRETCHED[i].rate_s_per_day;
}

/* TAI - UTC on a day from 1972 on. */
static int32_t whole_tai_utc_s(const struct sky_leaps *leaps, int32_t day)
{
    assert(leaps->count > 0 && leaps->count <= SKY_CIVIL_LEAPS_MAX);
    int i = leaps->count - 1;
    while (i > 0 && leaps->rows[i].day > day) i--;
    return leaps->rows[i].tai_utc_s;
}

static double tai_utc_s(const struct sky_leaps *leaps, int32_t day, double second_of_day)
{
    return day >= DAY_OF_1972 ? whole_tai_utc_s(leaps, day)
                              : stretched_tai_utc_s(day, second_of_day / SKY_DAY_S);
}

/* UTC seconds by which a day is longer than 86400: 1 for a day that ends in a leap second. From
 * 1963 to 1971 four days were 0.1 s longer, 1968-01-31 was 0.1 s shorter, 1971-12-31 0.107758 s
 * longer. */
static double leap_s(const struct sky_leaps *leaps, int32_t day)
{
    if (day < DAY_OF_1962) return 0.0;
    double leap = tai_utc_s(leaps, day + 1, 0.0) - tai_utc_s(leaps, day, SKY_DAY_S);
    return fabs(leap) > 1e-6 ? leap : 0.0; /* smaller values are rounding errors */
}

/* TT of a second of a day, which is 86400 or more within a leap second. */
static struct sky_tt tt_of_day(const struct sky_leaps *leaps,
                               const struct sky_earth_orientation *orient, int32_t day,
                               double second_of_day)
{
    double noon = day - 0.5; /* J2000.0 is noon of day 0 */
    if (day >= DAY_OF_1962) {
        double tt_s = second_of_day + tai_utc_s(leaps, day, second_of_day) + SKY_TT_TAI_S;
        return (struct sky_tt){noon + tt_s / SKY_DAY_S};
    }
    /* UT1 - TT changes by less than 0.3 s a day: after two passes the error is nanoseconds. */
    struct sky_tt tt = {noon + second_of_day / SKY_DAY_S};
    double ut1_days = tt.days;
    for (int pass = 0; pass < 2; pass++)
        tt.days = ut1_days - sky_earth_orientation_spin(orient, tt).ut1_minus_tt_s / SKY_DAY_S;
    return tt;
}

/* Whether the calendar has this date. */
static bool is_date(struct sky_civil civil)
{
    if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > 31) return false;
    int32_t day = sky_civil_day(civil.year, civil.month, civil.day);
    return sky_civil_date(day).day == civil.day;
}

static bool is_hour_and_minute(struct sky_civil civil)
{
    return civil.hour >= 0 && civil.hour <= 23 && civil.minute >= 0 && civil.minute <= 59;
}

enum base_err sky_civil_tt(const struct sky_leaps *leaps,
                           const struct sky_earth_orientation *orient, struct sky_civil civil,
                           struct sky_tt *tt)
{
    if (civil.year < -SKY_CIVIL_YEAR_MAX || civil.year > SKY_CIVIL_YEAR_MAX) return BASE_ERR_RANGE;
    if (!is_date(civil) || !is_hour_and_minute(civil)) return BASE_ERR_FORMAT;
    int32_t day = sky_civil_day(civil.year, civil.month, civil.day);
    bool is_last_minute = civil.hour == 23 && civil.minute == 59;
    double seconds_in_minute = 60.0 + (is_last_minute ? leap_s(leaps, day) : 0.0);
    if (!(civil.second >= 0.0 && civil.second < seconds_in_minute)) return BASE_ERR_FORMAT;
    *tt = tt_of_day(leaps, orient, day, civil.hour * 3600 + civil.minute * 60 + civil.second);
    return BASE_ERR_OK;
}

enum base_err sky_civil_tt_of_posix(const struct sky_leaps *leaps,
                                    const struct sky_earth_orientation *orient, int64_t seconds,
                                    int32_t nanos, struct sky_tt *tt)
{
    assert(nanos >= 0 && nanos < 1000000000);
    int64_t day = seconds / BASE_DAY_S - (seconds % BASE_DAY_S < 0);
    int64_t day_2000 = day + POSIX_DAY;
    if (day_2000 < sky_civil_day(-SKY_CIVIL_YEAR_MAX, 1, 1) ||
        day_2000 > sky_civil_day(SKY_CIVIL_YEAR_MAX, 12, 31))
        return BASE_ERR_RANGE;
    double second_of_day = (double)(seconds - day * BASE_DAY_S) + nanos * 1e-9;
    *tt = tt_of_day(leaps, orient, (int32_t)day_2000, second_of_day);
    return BASE_ERR_OK;
}

/* The UTC day of an instant, and the second of that day. */
struct moment {
    int32_t day;
    double second;
};

/* UTC second of a day from the TAI second of it. */
static double utc_second(const struct sky_leaps *leaps, int32_t day, double tai_s)
{
    /* Before 1972 TAI - UTC depends on UTC: taking TAI for it errs by 0.3 microseconds, the second
     * pass is exact. */
    double second = tai_s - tai_utc_s(leaps, day, tai_s);
    return tai_s - tai_utc_s(leaps, day, second);
}

static struct moment moment_of(const struct sky_leaps *leaps,
                               const struct sky_earth_orientation *orient, struct sky_tt tt)
{
    struct moment m;
    assert(fabs(tt.days) < INT32_MAX - 1); /* the day fits, and so does the one after it */
    if (tt.days > DAY_OF_1972) {
        /* TAI - UTC is below 100 s, so the day of TAI is the day of UTC or the one after it. UT1
         * would not do: in some thousand years it differs from UTC by days. */
        m.day = (int32_t)floor(tt.days + 0.5 - SKY_TT_TAI_S / SKY_DAY_S);
    } else {
        double ut1_days =
            tt.days + sky_earth_orientation_spin(orient, tt).ut1_minus_tt_s / SKY_DAY_S;
        m.day = (int32_t)floor(ut1_days + 0.5);
        m.second = (ut1_days + 0.5 - m.day) * SKY_DAY_S;
        if (m.day < DAY_OF_1962) return m;
    }
    double tai_s = (tt.days + 0.5 - m.day) * SKY_DAY_S - SKY_TT_TAI_S;
    m.second = utc_second(leaps, m.day, tai_s);
    int32_t step = 0;
    /* A midnight whose TT was rounded down already belongs to the new day and its TAI - UTC. */
    if (m.second < -MIDNIGHT_SLACK_S && m.day > DAY_OF_1962) step = -1;
    if (m.second > SKY_DAY_S + leap_s(leaps, m.day) - MIDNIGHT_SLACK_S) step = 1;
    m.day += step;
    m.second = utc_second(leaps, m.day, tai_s - step * SKY_DAY_S);
    m.second = fmax(m.second, 0.0); /* UT1 reached 1962 0.03 s before UTC did */
    return m;
}

double sky_civil_ut1_utc_s(const struct sky_leaps *leaps,
                           const struct sky_earth_orientation *orient, struct sky_tt tt)
{
    struct moment m = moment_of(leaps, orient, tt);
    if (m.day < DAY_OF_1962) return 0.0;
    return sky_earth_orientation_spin(orient, tt).ut1_minus_tt_s + SKY_TT_TAI_S +
           tai_utc_s(leaps, m.day, m.second);
}

/* The second that was asked for, where a double of days no longer resolves microseconds (before 1820
 * and after 2179): of all seconds that this TT stands for, the one with the fewest decimals. */
static double shortest_second(double second, struct sky_tt tt)
{
    static const double UNITS_PER_S[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5};
    double resolution_s = (nextafter(fabs(tt.days), INFINITY) - fabs(tt.days)) * SKY_DAY_S;
    if (resolution_s < 1e-6) return second;
    for (size_t i = 0; i < sizeof UNITS_PER_S / sizeof *UNITS_PER_S; i++) {
        double rounded = floor(second * UNITS_PER_S[i] + 0.5) / UNITS_PER_S[i];
        if (fabs(rounded - second) <= 1.5 * resolution_s) return rounded; /* three roundings */
    }
    return second;
}

struct sky_civil sky_civil_of_tt(const struct sky_leaps *leaps,
                                 const struct sky_earth_orientation *orient, struct sky_tt tt,
                                 int decimals)
{
    static const double UNITS_PER_S[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    assert(decimals >= 0 && decimals <= 6);
    double per_s = UNITS_PER_S[decimals];
    struct moment m = moment_of(leaps, orient, tt);
    assert(m.second >= 0.0 && m.second <= SKY_DAY_S + 2.0);
    int64_t units = (int64_t)floor(shortest_second(m.second, tt) * per_s + 0.5);
    int64_t units_in_day = (int64_t)floor((SKY_DAY_S + leap_s(leaps, m.day)) * per_s + 1e-3);
    if (units >= units_in_day) {
        units -= units_in_day;
        m.day++;
    }
    int64_t whole_s = units / (int64_t)per_s;
    int minute_of_day =
        whole_s >= BASE_DAY_S ? 1439 : (int)(whole_s / 60); /* a leap second belongs to 23:59 */
    struct sky_civil civil = sky_civil_date(m.day);
    assert(minute_of_day >= 0 && minute_of_day < 24 * 60);
    civil.hour = minute_of_day / 60;
    civil.minute = minute_of_day % 60;
    civil.second = (double)(units - (int64_t)minute_of_day * 60 * (int64_t)per_s) / per_s;
    return civil;
}
