/* Instants as people and programs write them. A time without a zone is refused: half of the wrong
 * answers of such programs come from local times taken for UTC. Anchors: @0 is
 * 1970-01-01T00:00:00Z, jd:2451545.0 is 2000-01-01T12:00:00Z.
 */
#include "data/time_text.h"

#include "base/num.h"
#include "base/units.h"
#include "sky/civil.h"
#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_MAX_CHARS 32 /* +020000-01-01T00:00:00+00:00:00 */
#define MINUTES_END_MIN                                                                            \
    13 /* the least offset of the colon after the minutes: 2016-12-31T23:59:60 has it at 16 */
#define POSIX_MAX_S     6e11 /* beyond the year 20000 */
#define JULIAN_MAX_DAYS 1e7  /* beyond the year 20000 */

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

struct sky_tt data_time_text_now(const struct data_dataset *dataset, int step_ms)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    assert(step_ms > 0);
    ms -= ms % step_ms;
    struct sky_tt when = {0.0};
    /* RANGE is out of reach: the clock of a running machine is not past year 20000. */
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, ms / 1000,
                              (int32_t)(ms % 1000) * 1000000, &when) != BASE_ERR_OK)
        when.days = 0.0;
    return when;
}

/* A cursor over the text of a time. */
struct scan {
    struct base_text text;
    size_t at;
};

static bool scan_char(struct scan *s, const char *any_of)
{
    if (s->at < s->text.length && strchr(any_of, s->text.at[s->at]) != NULL &&
        s->text.at[s->at] != '\0') {
        s->at++;
        return true;
    }
    return false;
}

static bool scan_digits(struct scan *s, int count, int *value)
{
    int n = 0;
    for (int i = 0; i < count; i++, s->at++) {
        if (s->at >= s->text.length || s->text.at[s->at] < '0' || s->text.at[s->at] > '9')
            return false;
        n = n * 10 + (s->text.at[s->at] - '0');
    }
    *value = n;
    return true;
}

/* "2018", or a sign and six digits, "-000500" (the expanded form of ISO 8601, as in ECMAScript); a
 * blank is read as the "+" that a query string loses. */
static bool scan_year(struct scan *s, int *year)
{
    bool is_bc = s->at < s->text.length && s->text.at[s->at] == '-';
    if (!scan_char(s, "+- ")) return scan_digits(s, 4, year);
    if (!scan_digits(s, 6, year)) return false;
    if (is_bc) *year = -*year;
    return true;
}

/* ":47.25" after the minutes; 0 if there are no seconds. */
static bool scan_second(struct scan *s, double *second)
{
    int whole = 0;
    *second = 0.0;
    if (!scan_char(s, ":")) return true;
    if (!scan_digits(s, 2, &whole)) return false;
    *second = whole;
    if (!scan_char(s, ".")) return true;
    double unit = 0.1;
    int digit;
    for (size_t first = s->at; s->at < s->text.length; unit /= 10.0) {
        if (!scan_digits(s, 1, &digit)) return s->at > first;
        *second += digit * unit;
    }
    return true;
}

/* "Z", "+05:30" or "+0530"; a blank is read as the "+" that a query string loses. */
static bool scan_zone(struct scan *s, int *offset_min)
{
    *offset_min = 0;
    if (scan_char(s, "Zz")) return true;
    bool is_west = s->at < s->text.length && s->text.at[s->at] == '-';
    int hours, minutes;
    if (!scan_char(s, "+- ") || !scan_digits(s, 2, &hours)) return false;
    scan_char(s, ":");
    if (!scan_digits(s, 2, &minutes) || hours > 23 || minutes > 59) return false;
    *offset_min = (hours * 60 + minutes) * (is_west ? -1 : 1);
    return true;
}

/* Converts the civil time of a zone to UTC; the seconds do not change. */
static struct sky_civil to_utc(struct sky_civil civil, int offset_min)
{
    int minutes = civil.hour * 60 + civil.minute - offset_min;
    assert(abs(offset_min) < 1440);
    int days = minutes < 0 ? -1 : minutes >= 1440 ? 1 : 0;
    struct sky_civil utc = sky_civil_date(sky_civil_day(civil.year, civil.month, civil.day) + days);
    minutes -= days * 1440;
    utc.hour = minutes / 60;
    utc.minute = minutes % 60;
    utc.second = civil.second;
    return utc;
}

static bool scan_date(struct scan *s, struct sky_civil *civil)
{
    return scan_year(s, &civil->year) && scan_char(s, "-") && scan_digits(s, 2, &civil->month) &&
           scan_char(s, "-") && scan_digits(s, 2, &civil->day);
}

static bool scan_time_of_day(struct scan *s, struct sky_civil *civil)
{
    return scan_digits(s, 2, &civil->hour) && scan_char(s, ":") &&
           scan_digits(s, 2, &civil->minute) && scan_second(s, &civil->second);
}

static const char *note_for_unreadable(const struct scan *s, struct base_text text)
{
    const bool has_sign = text.length > 0 && (text.at[0] == '-' || text.at[0] == '+');
    return has_sign && s->at < 7 ? "a year with a sign has six digits" : "not a date and time";
}

static enum base_err parse_rfc3339(const struct data_dataset *dataset, struct base_text text,
                                   struct sky_tt *when, struct base_fault *fault)
{
    struct scan s = {text, 0};
    struct sky_civil civil = {0};
    int offset_min;
    if (!scan_date(&s, &civil) || (scan_char(&s, "Tt ") && !scan_time_of_day(&s, &civil)))
        return reject(fault, BASE_ERR_FORMAT, s.at, note_for_unreadable(&s, text));
    if (s.at == text.length)
        return reject(fault, BASE_ERR_MISSING, s.at, "the time has no zone: add Z for UTC");
    if (!scan_zone(&s, &offset_min) || s.at != text.length)
        return reject(fault, BASE_ERR_FORMAT, s.at, "not a zone: Z or an offset such as +02:00");
    if (civil.hour > 23 || civil.minute > 59 || civil.month < 1 || civil.month > 12 ||
        civil.day < 1 ||
        sky_civil_date(sky_civil_day(civil.year, civil.month, civil.day)).day != civil.day)
        return reject(fault, BASE_ERR_FORMAT, 0, "no such date or time of day");
    enum base_err err =
        sky_civil_tt(&dataset->sky.leaps, &dataset->sky.orient, to_utc(civil, offset_min), when);
    if (err != BASE_ERR_OK)
        return reject(fault, err, 0,
                      err == BASE_ERR_RANGE ? "year beyond 20000" : "there was no such second");
    return BASE_ERR_OK;
}

/* Reads a count of days or seconds. The whole part and the fraction are read separately, so that
 * neither is rounded. */
static enum base_err parse_count(struct base_text text, double whole_max, double *whole,
                                 double *fraction, struct base_fault *fault)
{
    /* Exponents are refused: "1.5e-1" cut at its point would be read as 1 and 0.05. */
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] == 'e' || text.at[i] == 'E')
            return reject(fault, BASE_ERR_FORMAT, i, "no exponents in a time");
    const char *point = text.length > 0 ? memchr(text.at, '.', text.length) : NULL;
    size_t whole_length = point != NULL ? (size_t)(point - text.at) : text.length;
    struct base_text decimals = {text.at + whole_length, text.length - whole_length};
    enum base_err err = base_num_parse((struct base_text){text.at, whole_length}, whole, fault);
    if (err != BASE_ERR_OK) return err;
    *fraction = 0.0;
    if (decimals.length > 1) {
        err = base_num_parse(decimals, fraction, fault);
        if (err != BASE_ERR_OK) return err;
        if (text.at[0] == '-') *fraction = -*fraction;
    }
    if (!(fabs(*whole) <= whole_max)) return reject(fault, BASE_ERR_RANGE, 0, "year beyond 20000");
    return BASE_ERR_OK;
}

static enum base_err parse_posix(const struct data_dataset *dataset, struct base_text text,
                                 struct sky_tt *when, struct base_fault *fault)
{
    double whole, fraction;
    enum base_err err = parse_count(text, POSIX_MAX_S, &whole, &fraction, fault);
    if (err != BASE_ERR_OK) return err;
    int64_t seconds = (int64_t)whole - (fraction < 0.0);
    double nanos = floor((fraction - floor(fraction)) * 1e9);
    if (nanos >= 1e9) { /* a fraction just below 0, whose sum with 1 is rounded to 1 */
        nanos = 0.0;
        seconds++;
    }
    err = sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, seconds, (int32_t)nanos,
                                when);
    return err == BASE_ERR_OK ? err : reject(fault, err, 0, "year beyond 20000");
}

static enum base_err parse_julian(const struct data_dataset *dataset, struct base_text text,
                                  struct sky_tt *when, struct base_fault *fault)
{
    double whole, fraction;
    enum base_err err = parse_count(text, JULIAN_MAX_DAYS, &whole, &fraction, fault);
    if (err != BASE_ERR_OK) return err;
    /* JD 2451544.5 is 2000-01-01T00:00. */
    double days = fraction + 0.5, carried = floor(days);
    struct sky_civil civil = sky_civil_date((int32_t)(whole - 2451545.0 + carried));
    double second = (days - carried) * SKY_DAY_S;
    civil.hour = (int)(second / 3600.0);
    civil.minute = (int)(second / 60.0) % 60;
    civil.second = second - civil.hour * 3600 - civil.minute * 60;
    err = sky_civil_tt(&dataset->sky.leaps, &dataset->sky.orient, civil, when);
    return err == BASE_ERR_OK ? err : reject(fault, err, 0, "year beyond 20000");
}

enum base_err data_time_text_parse(const struct data_dataset *dataset, struct base_text text,
                                   struct sky_tt *when, bool *is_now, struct base_fault *fault)
{
    *is_now = base_text_equals(text, BASE_TEXT("now"));
    if (*is_now) {
        *when = data_time_text_now(dataset, 1000);
        return BASE_ERR_OK;
    }
    if (text.length > 1 && text.at[0] == '@')
        return parse_posix(dataset, (struct base_text){text.at + 1, text.length - 1}, when, fault);
    if (text.length > 3 && memcmp(text.at, "jd:", 3) == 0)
        return parse_julian(dataset, (struct base_text){text.at + 3, text.length - 3}, when, fault);
    return parse_rfc3339(dataset, text, when, fault);
}

/* ":60" as the seconds of a time, or NULL; minutes would have a colon after them. */
static char *leap_second_in(char *as_utc)
{
    char *leap = strstr(as_utc, ":60");
    return leap != NULL && leap[3] != ':' && leap - as_utc > MINUTES_END_MIN ? leap : NULL;
}

/* A leap second on the clocks of a zone is the second after the :59 before it.
 *
 * Given  text  the time with :59
 */
static enum base_err parse_local_leap_second(const struct data_dataset *dataset,
                                             const struct data_zone *zone, struct base_text text,
                                             struct data_time_text_reading *reading,
                                             struct base_fault *fault)
{
    const struct data_time_text_clock clock = {zone, DATA_TIME_TEXT_TWICE_FIRST,
                                               DATA_TIME_TEXT_NEVER_ERROR};
    enum base_err err = data_time_text_parse_local(dataset, &clock, text, reading, fault);
    if (err != BASE_ERR_OK) return err;
    const struct sky_tt after = {reading->when.days + 1.0 / SKY_DAY_S};
    if (sky_civil_of_tt(&dataset->sky.leaps, &dataset->sky.orient, after, 6).second < 60.0)
        return reject(fault, BASE_ERR_FORMAT, 0, "there was no such second");
    reading->when = after;
    return BASE_ERR_OK;
}

/* The instant at which the clock shows a time, given as if it were UTC. */
static enum base_err choose_instant(const struct data_dataset *dataset,
                                    const struct data_time_text_clock *clock, struct sky_tt as_utc,
                                    struct data_time_text_reading *reading,
                                    struct base_fault *fault)
{
    assert(clock->zone != NULL);
    int64_t local_us = data_time_text_posix_us(dataset, as_utc), found[2];
    int64_t us = (local_us % 1000000 + 1000000) % 1000000;
    assert(us >= 0 && us < 1000000);
    reading->shown = data_zone_instants(clock->zone, (local_us - us) / 1000000, found);
    if (reading->shown == 2 && clock->if_twice == DATA_TIME_TEXT_TWICE_ERROR)
        return reject(fault, BASE_ERR_MISSING, 0, "the clocks there show this time twice");
    if (reading->shown == 0 && clock->if_never == DATA_TIME_TEXT_NEVER_ERROR)
        return reject(fault, BASE_ERR_MISSING, 0, "the clocks there skip this time");
    int64_t chosen = found[reading->shown == 2 && clock->if_twice == DATA_TIME_TEXT_TWICE_LAST];
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, chosen, (int32_t)us * 1000,
                              &reading->when) == BASE_ERR_OK)
        return BASE_ERR_OK;
    return reject(fault, BASE_ERR_RANGE, 0, "the year is beyond 20000");
}

/* Whether a text is a date without a time of day, which begins at the first instant of the day. */
static bool is_bare_date(struct base_text text, struct sky_civil *date)
{
    struct scan s = {text, 0};
    return scan_date(&s, date) && s.at == text.length;
}

/* The first instant of a date of the calendar on a clock. */
static enum base_err start_of_date(const struct data_dataset *dataset,
                                   const struct data_time_text_clock *clock, struct sky_civil date,
                                   struct data_time_text_reading *reading, struct base_fault *fault)
{
    const int64_t day =
        (int64_t)sky_civil_day(date.year, date.month, date.day) - sky_civil_day(1970, 1, 1);
    const int64_t start_s = data_zone_day_start(clock->zone, day);
    const int64_t local_s = start_s + data_zone_at(clock->zone, start_s).offset_s;
    if (local_s >= (day + 1) * BASE_DAY_S && clock->if_never == DATA_TIME_TEXT_NEVER_ERROR) {
        reading->shown = 0;
        return reject(fault, BASE_ERR_MISSING, 0, "the clocks there skip this date");
    }
    if (sky_civil_tt_of_posix(&dataset->sky.leaps, &dataset->sky.orient, start_s, 0,
                              &reading->when) == BASE_ERR_OK)
        return BASE_ERR_OK;
    return reject(fault, BASE_ERR_RANGE, 0, "the year is beyond 20000");
}

enum base_err data_time_text_parse_local(const struct data_dataset *dataset,
                                         const struct data_time_text_clock *clock,
                                         struct base_text text,
                                         struct data_time_text_reading *reading,
                                         struct base_fault *fault)
{
    char as_utc[64];
    struct sky_tt when;
    bool is_now;
    reading->shown = 1;
    int length = snprintf(as_utc, sizeof as_utc, "%.*sZ", (int)text.length, text.at);
    if (length >= (int)sizeof as_utc)
        return reject(fault, BASE_ERR_FORMAT, 0, "no date and time is that long");
    char *leap = leap_second_in(as_utc);
    if (leap != NULL) {
        memcpy(leap, ":59", 3);
        text = (struct base_text){as_utc, strlen(as_utc) - 1};
        return parse_local_leap_second(dataset, clock->zone, text, reading, fault);
    }
    enum base_err err = data_time_text_parse(dataset, (struct base_text){as_utc, (size_t)length},
                                             &when, &is_now, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_civil date;
    if (is_bare_date(text, &date)) return start_of_date(dataset, clock, date, reading, fault);
    return choose_instant(dataset, clock, when, reading, fault);
}

static char *write_two(char *at, char before, int number)
{
    at[0] = before;
    at[1] = (char)('0' + number / 10);
    at[2] = (char)('0' + number % 10);
    return at + 3;
}

/* "2018-06-01T21:47", years beyond four digits as "+020000" or "-000500". */
static char *write_minute(char *at, const struct sky_civil *c)
{
    int year = abs(c->year);
    if (c->year < 0 || c->year > 9999) *at++ = c->year < 0 ? '-' : '+';
    for (int unit = c->year < 0 || c->year > 9999 ? 100000 : 1000; unit > 0; unit /= 10)
        *at++ = (char)('0' + year / unit % 10);
    at = write_two(at, '-', c->month);
    at = write_two(at, '-', c->day);
    at = write_two(at, 'T', c->hour);
    return write_two(at, ':', c->minute);
}

void data_time_text_append(struct base_buf *out, const struct data_dataset *dataset,
                           struct sky_tt when, int decimals_max)
{
    assert(decimals_max >= 0 && decimals_max <= 6);
    struct sky_civil c =
        sky_civil_of_tt(&dataset->sky.leaps, &dataset->sky.orient, when, decimals_max);
    char second[1 + BASE_NUM_MAX_CHARS] = "0";
    size_t length = base_num_fixed(second + 1, c.second, decimals_max) + 1;
    while (decimals_max > 0 && second[length - 1] == '0') length--;
    if (second[length - 1] == '.') length--;
    const size_t skip = c.second >= 10.0; /* the zero before it */
    char *start = base_buf_reserve(out, TEXT_MAX_CHARS), *at = start;
    if (start == NULL) return;
    at = write_minute(at, &c);
    *at++ = ':';
    memcpy(at, second + skip, length - skip);
    at += length - skip;
    *at++ = 'Z';
    out->used += (size_t)(at - start);
}

static int64_t posix_us_of(const struct sky_civil *c)
{
    int64_t days = (int64_t)sky_civil_day(c->year, c->month, c->day) - sky_civil_day(1970, 1, 1);
    return (days * BASE_DAY_S + c->hour * 3600 + c->minute * 60) * INT64_C(1000000) +
           llround(c->second * 1e6);
}

int64_t data_time_text_posix_us(const struct data_dataset *dataset, struct sky_tt when)
{
    const struct sky_civil c = sky_civil_of_tt(&dataset->sky.leaps, &dataset->sky.orient, when, 6);
    return posix_us_of(&c);
}

void data_time_text_append_local(struct base_buf *out, const struct data_dataset *dataset,
                                 const struct data_zone *zone, struct sky_tt when)
{
    if (zone->name[0] == '\0') {
        data_time_text_append(out, dataset, when, 0);
        return;
    }
    const struct sky_civil utc =
        sky_civil_of_tt(&dataset->sky.leaps, &dataset->sky.orient, when, 6);
    const bool is_leap = utc.second >= 60.0 && utc.second < 60.5;
    int64_t posix_us = posix_us_of(&utc) + (utc.second < 60.0 ? 500000 : 0);
    int64_t posix_s = posix_us / 1000000 - (posix_us % 1000000 < 0);
    posix_s -= is_leap; /* the second before it, and one more on the clock */
    int offset_s = data_zone_at(zone, posix_s).offset_s;
    int64_t local_s = posix_s + offset_s;
    int64_t day = local_s / BASE_DAY_S - (local_s % BASE_DAY_S < 0);
    assert(abs(offset_s) < 26 * 3600);
    int second = (int)(local_s - day * BASE_DAY_S), offset_min = abs(offset_s) / 60;
    struct sky_civil c = sky_civil_date((int32_t)(day + sky_civil_day(1970, 1, 1)));
    char *start = base_buf_reserve(out, TEXT_MAX_CHARS), *at = start;
    if (start == NULL) return;
    c.hour = second / 3600;
    c.minute = second / 60 % 60;
    at = write_two(write_minute(at, &c), ':', second % 60 + is_leap);
    at = write_two(at, offset_s < 0 ? '-' : '+', offset_min / 60);
    at = write_two(at, ':', offset_min % 60);
    if (offset_s % 60 != 0) at = write_two(at, ':', abs(offset_s) % 60);
    out->used += (size_t)(at - start);
}
