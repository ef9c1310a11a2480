/* One instant in every scale of time.
 *
 * Anchors: SOFA's Time Scale and Calendar Tools, 2006-01-15T21:24:37.5 UTC is 21:25:10.5 TAI,
 * 21:25:42.684 TT; GMST at J2000.0 UT1 is 280.46 deg; 2020-01-01 is in GPS week 2086.
 */
#include "almanac/time_report.h"

#include "almanac/params.h"
#include "almanac/provenance.h"
#include "almanac/self_link.h"
#include "almanac/time_columns.h"
#include "base/num.h"
#include "base/text.h"
#include "base/units.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/json.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "format/votable.h"
#include "sky/apparent.h"
#include "sky/cip.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/frame.h"
#include "sky/refract.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define DAY_OF_1962   (-13879) /* 1962-01-01: UTC from here on */
#define GPS_TAI_S     19.0     /* TAI - GPS time */
#define GPS_FIRST_DAY (-7300)  /* 1980-01-06 in days from 2000-01-01 */
#define JD_OF_DAY_0   2451545.0
#define JD_DECIMALS   12 /* 0.1 microseconds */
#define TEXT_DECIMALS 6
#define SCALE_CHARS   28 /* of a scale's text in the card; a longer one has blanks for the excess */
#define WHOLE_US_DAYS 65536.0 /* from J2000.0: beyond, a double of days resolves 1.3 us or less */

/* ---- computing ---- */

/* Greenwich mean sidereal time less the Earth rotation angle, in arcsec. Source: Capitaine et al.
 * 2003, eq. 43. */
static double precession_arcsec(struct sky_tt when)
{
    const double t = when.days / SKY_CENTURY_DAYS;
    return 0.014506 +
           t * (4612.156534 +
                t * (1.3915817 + t * (-0.00000044 + t * (-0.000029956 + t * -0.0000000368))));
}

static double turn_deg(double deg)
{
    double turned = fmod(deg, 360.0);
    return turned < 0.0 ? turned + 360.0 : turned;
}

/* Two doubles of days: the second is seconds more, so that no digit of either is lost. */
static void split_shifted(double days, double more_s, double *jd, double *fraction)
{
    double whole = floor(days), rest = days - whole + more_s / SKY_DAY_S;
    *jd = JD_OF_DAY_0 + whole + floor(rest);
    *fraction = rest - floor(rest);
}

static double midnight_days(const struct sky_context *sky, int32_t day)
{
    struct sky_tt when = {0.0};
    return sky_civil_tt(&sky->leaps, &sky->orient, sky_civil_date(day), &when) == BASE_ERR_OK
               ? when.days
               : day - 0.5; /* out of reach but at the calendar's ends */
}

/* Seconds of UTC in a day: 86400 except where TAI - UTC steps. Until 1971 seconds were stretched by
 * milliseconds a day, which is not a step: the day before has the amount. */
static double day_s(const struct sky_context *sky, int32_t day)
{
    if (day < DAY_OF_1962 + 1) return SKY_DAY_S;
    const double midnight = midnight_days(sky, day);
    const double extra_s = (midnight_days(sky, day + 1) - midnight - 1.0) * SKY_DAY_S;
    const double before_s = (midnight - midnight_days(sky, day - 1) - 1.0) * SKY_DAY_S;
    const double stretched_s = fabs(before_s) < 0.01 ? before_s : 0.0;
    return fabs(extra_s) < 0.01 ? SKY_DAY_S : SKY_DAY_S + extra_s - stretched_s;
}

static void fill_utc(struct almanac_time_report *s)
{
    const struct sky_context *sky = &s->clock.dataset->sky;
    const struct sky_civil c = sky_civil_of_tt(&sky->leaps, &sky->orient, s->when, TEXT_DECIMALS);
    const int32_t day = sky_civil_day(c.year, c.month, c.day);
    const double of_day = (c.hour * 3600 + c.minute * 60 + c.second) / day_s(sky, day);
    s->julian[ALMANAC_TIME_REPORT_UTC].fraction = of_day < 0.5 ? of_day + 0.5 : of_day - 0.5;
    s->julian[ALMANAC_TIME_REPORT_UTC].jd = JD_OF_DAY_0 + day - (of_day < 0.5 ? 1.0 : 0.0);
    s->has_utc = day >= DAY_OF_1962;
    s->day_of_year = day - sky_civil_day(c.year, 1, 1) + 1;
    s->weekday = (int)((day % 7 + 7 + 5) % 7) + 1; /* 2000-01-01 was a Saturday, 6 */
}

/* What the double of days has lost of the UTC that the answer states, in seconds: far from 2000 it
 * no longer resolves microseconds. */
static double rounded_off_s(const struct almanac_time_report *s)
{
    const struct sky_context *sky = &s->clock.dataset->sky;
    const struct sky_civil c = sky_civil_of_tt(&sky->leaps, &sky->orient, s->when, TEXT_DECIMALS);
    const double utc_s = c.hour * 3600 + c.minute * 60 + c.second;
    const double tt_s = (s->when.days + 0.5 - floor(s->when.days + 0.5)) * SKY_DAY_S;
    const double lost_s = remainder(utc_s + s->ut1_utc_s + s->delta_t_s - tt_s, SKY_DAY_S);
    return fabs(s->when.days) < WHOLE_US_DAYS ? 0.0 : lost_s;
}

static void fill_scales(struct almanac_time_report *s)
{
    const struct sky_context *sky = &s->clock.dataset->sky;
    const struct sky_earth_orientation_spin spin =
        sky_earth_orientation_spin(&sky->orient, s->when);
    s->delta_t_s = -spin.ut1_minus_tt_s;
    s->ut1_source = spin.source;
    s->ut1_uncertainty_s = sky_uncertainty_ut1_s(&sky->orient, s->when);
    s->xp_arcsec = spin.xp_rad / SKY_RAD_PER_ARCSEC;
    s->yp_arcsec = spin.yp_rad / SKY_RAD_PER_ARCSEC;
    s->ut1_utc_s = sky_civil_ut1_utc_s(&sky->leaps, &sky->orient, s->when);
    s->tai_utc_s = s->ut1_utc_s + s->delta_t_s - SKY_TT_TAI_S;
    s->tdb_tt_s = (sky_time_tdb(s->when).days - s->when.days) * SKY_DAY_S;
    const double lost_s = rounded_off_s(s);
    const double more_s[ALMANAC_TIME_REPORT_COUNT] = {
        [ALMANAC_TIME_REPORT_UT1] = spin.ut1_minus_tt_s,
        [ALMANAC_TIME_REPORT_TAI] = -SKY_TT_TAI_S,
        [ALMANAC_TIME_REPORT_TDB] = s->tdb_tt_s,
    };
    for (int i = ALMANAC_TIME_REPORT_UT1; i < ALMANAC_TIME_REPORT_COUNT; i++)
        split_shifted(s->when.days, more_s[i] + lost_s, &s->julian[i].jd, &s->julian[i].fraction);
}

static enum base_err fill_angles(struct almanac_time_report *s, struct sky_fault *fault)
{
    const struct sky_earth_orientation *orient = &s->clock.dataset->sky.orient;
    struct sky_cip cip;
    const struct sky_ut1 ut1 = {s->when.days - s->delta_t_s / SKY_DAY_S};
    if (sky_earth_orientation_pole(orient, s->when, &cip) != BASE_ERR_OK) {
        *fault = (struct sky_fault){.code = BASE_ERR_RANGE,
                                    .naif_id = SKY_EPHEM_EARTH_ID,
                                    .valid_from = {-200.0 * SKY_CENTURY_DAYS},
                                    .valid_until = {200.0 * SKY_CENTURY_DAYS}};
        return BASE_ERR_RANGE;
    }
    s->era_deg = turn_deg(sky_earth_orientation_era_rad(ut1) * SKY_DEG_PER_RAD);
    s->gmst_deg = turn_deg(s->era_deg + precession_arcsec(s->when) / 3600.0);
    s->gast_deg = turn_deg(s->era_deg - cip.eo_rad * SKY_DEG_PER_RAD);
    s->local_mean_deg = turn_deg(s->gmst_deg + s->lon_deg);
    s->local_apparent_deg = turn_deg(s->gast_deg + s->lon_deg);
    return BASE_ERR_OK;
}

/* The hour angle of the apparent Sun at Greenwich less that of the mean Sun, which is 12 h less
 * UT1. Source: Explanatory Supplement 2013, section 3.4. */
static void fill_sun(struct almanac_time_report *s)
{
    const struct sky_context *sky = &s->clock.dataset->sky;
    struct sky_frame frame;
    struct sky_fault fault;
    if (sky_frame_of(sky, s->when, 1u << SKY_BODY_SUN, &frame, &fault) != BASE_ERR_OK) return;
    const struct sky_viewpoint view = sky_apparent_geocentre(&frame);
    const struct sky_air none = {.model = SKY_REFRACT_NONE};
    const struct sky_observation sun = sky_observe(&view, SKY_BODY_SUN, &none);
    const double mean_deg = s->julian[ALMANAC_TIME_REPORT_UT1].fraction * 360.0; /* from noon */
    const double apart_deg = turn_deg(s->gast_deg - sun.ra_deg - mean_deg + 180.0) - 180.0;
    s->has_sun = true;
    s->equation_of_time_s = apart_deg * 240.0;
}

static void fill_gps(struct almanac_time_report *s)
{
    const double jd_of_first = JD_OF_DAY_0 + GPS_FIRST_DAY - 0.5;
    const double days = s->julian[ALMANAC_TIME_REPORT_TAI].jd - jd_of_first;
    double second = (days + s->julian[ALMANAC_TIME_REPORT_TAI].fraction) * SKY_DAY_S - GPS_TAI_S;
    s->has_gps = second >= 0.0;
    if (!s->has_gps) return;
    s->gps_week = (int64_t)floor(second / (7.0 * SKY_DAY_S));
    const double days_of_week = days - 7.0 * (double)s->gps_week;
    s->gps_second =
        (days_of_week + s->julian[ALMANAC_TIME_REPORT_TAI].fraction) * SKY_DAY_S - GPS_TAI_S;
}

enum base_err almanac_time_report_compute(const struct almanac_time_columns_clock *clock,
                                          struct sky_tt when, const double *lon_deg,
                                          struct almanac_time_report *scales,
                                          struct sky_fault *fault)
{
    assert(clock->dataset != NULL && !isnan(when.days) && (lon_deg == NULL || isfinite(*lon_deg)));
    struct almanac_time_report s = {.clock = *clock,
                                    .when = when,
                                    .has_place = lon_deg != NULL,
                                    .lon_deg = lon_deg != NULL ? *lon_deg : 0.0};
    fill_scales(&s);
    enum base_err err = fill_angles(&s, fault);
    if (err != BASE_ERR_OK) return err;
    fill_utc(&s);
    fill_sun(&s);
    fill_gps(&s);
    *scales = s;
    return BASE_ERR_OK;
}

/* ---- writing ---- */

/* "2026-10-30T21:01:09.184" of a scale, without a zone: it is no civil time but UTC's. */
static void append_clock(struct base_buf *out, const struct almanac_time_report *s, int scale)
{
    assert((unsigned)scale < ALMANAC_TIME_REPORT_COUNT);
    if (scale == ALMANAC_TIME_REPORT_UTC) {
        data_time_text_append(out, s->clock.dataset, s->when, TEXT_DECIMALS);
        return;
    }
    const double from_midnight = s->julian[scale].fraction + 0.5;
    double day = s->julian[scale].jd - JD_OF_DAY_0 + floor(from_midnight);
    double us = floor((from_midnight - floor(from_midnight)) * SKY_DAY_S * 1e6 + 0.5);
    if (us >= SKY_DAY_S * 1e6) us -= SKY_DAY_S * 1e6, day += 1.0;
    const struct sky_civil date = sky_civil_date((int32_t)day);
    const int64_t whole_us = (int64_t)us, second = whole_us / 1000000;
    base_buf_append_format(out, date.year >= 0 && date.year <= 9999 ? "%04d" : "%+07d", date.year);
    base_buf_append_format(out, "-%02d-%02dT%02d:%02d:%02d.%06d", date.month, date.day,
                           (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
                           (int)(whole_us % 1000000));
}

/* A Julian date of two parts, and less an offset: 2461344.375000000000. */
static void append_julian(struct base_buf *out, double jd, double fraction)
{
    assert(fraction >= 0.0 && fraction <= 1.0); /* 1 by rounding alone */
    char digits[BASE_NUM_MAX_CHARS + 1];
    size_t length = base_num_fixed(digits, fraction, JD_DECIMALS);
    if (digits[0] == '1') jd += 1.0; /* rounded up to a whole day */
    base_buf_append_format(out, "%.0f", jd);
    base_buf_append(out, digits + 1, length - 1);
}

/* "12:34:56.7890" */
static void append_hours(struct base_buf *out, double deg)
{
    assert(deg >= 0.0 && deg <= 360.0);
    int64_t units = (int64_t)floor(deg / 15.0 * 3600.0 * 1e4 + 0.5) % ((int64_t)BASE_DAY_S * 10000);
    base_buf_append_format(out, "%02d:%02d:%02d.%04d", (int)(units / 36000000),
                           (int)(units / 600000 % 60), (int)(units / 10000 % 60),
                           (int)(units % 10000));
}

/* Whether the list of leap seconds has expired by an instant. */
static bool is_expired(const struct almanac_time_report *s)
{
    return s->when.days + 0.5 > s->clock.dataset->leaps.expires_day;
}

static const char *weekday_name(int weekday)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    assert(weekday >= 1 && weekday <= 7);
    return names[weekday - 1];
}

/* ---- the row ---- */

/* An instant as the writers read it. Texts are terminated. */
struct cells {
    struct almanac_time_columns_instant time;
    struct cell_scale {
        char text[48], jd[32], mjd[32];
        char shown[48]; /* for people: the text padded to a width */
        struct base_text jd_digits, mjd_digits;
    } scales[ALMANAC_TIME_REPORT_COUNT];
    bool has_zone, has_utc, has_place, has_sun, has_gps, is_expired;
    double tai_utc_s, ut1_utc_s, delta_t_s, tdb_tt_s, ut1_uncertainty_s;
    struct base_text ut1_source, weekday, unix_s;
    char measured_until[16], predicted_until[16], list_expires[16], unix_digits[32];
    double era_deg, gmst_deg, gast_deg, xp_arcsec, yp_arcsec;
    double lon_deg, local_mean_deg, local_apparent_deg, equation_of_time_s, gps_second;
    char gmst[16], gast[16], local_mean[16], local_apparent[16];
    int day_of_year, gps_week;
};

#define AT(member) offsetof(struct cells, member)
#define VALUE(name, kind, in, member, decimals, ...)                                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), FORMAT_DOCUMENT_ALWAYS,   \
                           decimals, __VA_ARGS__)
#define MAYBE(name, kind, in, member, has, decimals, ...)                                          \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), AT(has), decimals,        \
                           __VA_ARGS__)
#define SCALE(id, name, words)                                                                     \
    FORMAT_DOCUMENT_BEGIN(name, FORMAT_DOCUMENT_ALWAYS),                                           \
        VALUE("text", CODE, NESTED, scales[ALMANAC_TIME_REPORT_##id].text, -1, "", "", "", ""),    \
        VALUE("jd", NUMERAL, NESTED, scales[ALMANAC_TIME_REPORT_##id].jd_digits, -1, "", "", "",   \
              ""),                                                                                 \
        VALUE("mjd", NUMERAL, NESTED, scales[ALMANAC_TIME_REPORT_##id].mjd_digits, -1, "", "", "", \
              ""),                                                                                 \
        FORMAT_DOCUMENT_END,                                                                       \
        VALUE(name, CODE, FLAT, scales[ALMANAC_TIME_REPORT_##id].text, -1, "", "time.epoch", "",   \
              "the instant in " words),                                                            \
        VALUE(name "_jd", NUMERAL, FLAT, scales[ALMANAC_TIME_REPORT_##id].jd_digits, -1, "d",      \
              "time.epoch", "", "its Julian date in " words)
#define TURN(name, in, member, ucd, about) VALUE(name, TURN, in, member, 8, "deg", ucd, "", about)
#define PLACE_TURN(name, in, member, ucd, about)                                                   \
    MAYBE(name, TURN, in, member, has_place, 8, "deg", ucd, "", about)

static const struct format_document_column COLUMNS[] = {
    ALMANAC_TIME_COLUMNS("time", FORMAT_DOCUMENT_NESTED, AT(time), ""),
    FORMAT_DOCUMENT_BEGIN("scales", FORMAT_DOCUMENT_ALWAYS),
    SCALE(UTC, "utc", "UTC"),
    SCALE(UT1, "ut1", "UT1"),
    SCALE(TAI, "tai", "TAI"),
    SCALE(TT, "tt", "TT"),
    SCALE(TDB, "tdb", "TDB"),
    FORMAT_DOCUMENT_END,
    MAYBE("tai_utc_s", NUMBER, BOTH, tai_utc_s, has_utc, 6, "s", "time.interval", "",
          "TAI-UTC; null before 1962"),
    MAYBE("ut1_utc_s", NUMBER, BOTH, ut1_utc_s, has_utc, 7, "s", "time.interval;pos.eop", "",
          "UT1-UTC; null before 1962"),
    VALUE("delta_t_s", NUMBER, BOTH, delta_t_s, 7, "s", "time.interval;pos.eop", "",
          "Delta T: TT-UT1"),
    VALUE("tdb_tt_s", NUMBER, NESTED, tdb_tt_s, 6, "", "", "", ""),
    FORMAT_DOCUMENT_BEGIN("ut1", FORMAT_DOCUMENT_ALWAYS),
    VALUE("source", WORD, NESTED, ut1_source, -1, "", "", "", ""),
    VALUE("uncertainty_s", NUMBER, NESTED, ut1_uncertainty_s, 6, "", "", "", ""),
    VALUE("measured_until", CODE, NESTED, measured_until, -1, "", "", "", ""),
    VALUE("predicted_until", CODE, NESTED, predicted_until, -1, "", "", "", ""),
    FORMAT_DOCUMENT_END,
    VALUE("ut1_uncertainty_s", NUMBER, FLAT, ut1_uncertainty_s, 6, "s",
          "stat.error;time.interval;pos.eop", "", "bound on the error of UT1"),
    FORMAT_DOCUMENT_BEGIN("leap_seconds", FORMAT_DOCUMENT_ALWAYS),
    VALUE("is_expired", TRUTH, NESTED, is_expired, -1, "", "", "", ""),
    VALUE("list_expires", CODE, NESTED, list_expires, -1, "", "", "", ""),
    FORMAT_DOCUMENT_END,
    TURN("earth_rotation_angle_deg", BOTH, era_deg, "pos.posAng;pos.eop", "Earth rotation angle"),
    TURN("gmst_deg", BOTH, gmst_deg, "time.epoch;pos.eop", "Greenwich mean sidereal time"),
    TURN("gast_deg", BOTH, gast_deg, "time.epoch;pos.eop", "Greenwich apparent sidereal time"),
    VALUE("gmst", CODE, NESTED, gmst, -1, "", "", "", ""),
    VALUE("gast", CODE, NESTED, gast, -1, "", "", "", ""),
    FORMAT_DOCUMENT_BEGIN("polar_motion", FORMAT_DOCUMENT_ALWAYS),
    VALUE("x_arcsec", NUMBER, NESTED, xp_arcsec, 6, "", "", "", ""),
    VALUE("y_arcsec", NUMBER, NESTED, yp_arcsec, 6, "", "", "", ""),
    FORMAT_DOCUMENT_END,
    FORMAT_DOCUMENT_BEGIN("local_sidereal", AT(has_place)),
    VALUE("lon_deg", NUMBER, NESTED, lon_deg, 9, "", "", "", ""),
    TURN("mean_deg", NESTED, local_mean_deg, "", ""),
    TURN("apparent_deg", NESTED, local_apparent_deg, "", ""),
    VALUE("mean", CODE, NESTED, local_mean, -1, "", "", "", ""),
    VALUE("apparent", CODE, NESTED, local_apparent, -1, "", "", "", ""),
    FORMAT_DOCUMENT_END,
    PLACE_TURN("local_mean_deg", FLAT, local_mean_deg, "time.epoch;pos.eop",
               "local mean sidereal time; null without a longitude"),
    PLACE_TURN("local_apparent_deg", FLAT, local_apparent_deg, "time.epoch;pos.eop",
               "local apparent sidereal time; null without a longitude"),
    MAYBE("equation_of_time_s", NUMBER, BOTH, equation_of_time_s, has_sun, 3, "s", "time.interval",
          "", "apparent less mean solar time; null outside the ephemeris"),
    VALUE("unix_s", NUMERAL, NESTED, unix_s, -1, "", "", "", ""),
    VALUE("day_of_year", WHOLE, NESTED, day_of_year, -1, "", "", "", ""),
    VALUE("weekday", WORD, NESTED, weekday, -1, "", "", "", ""),
    FORMAT_DOCUMENT_BEGIN("gps", AT(has_gps)),
    VALUE("week", WHOLE, NESTED, gps_week, -1, "", "", "", ""),
    VALUE("second", NUMBER, NESTED, gps_second, 6, "", "", "", ""),
    FORMAT_DOCUMENT_END,
};

#define LINE(title, before, kind, member, has, decimals, after)                                    \
    FORMAT_TEXT_TABLE_LINE(title, before, kind, AT(member), has, decimals, PRINTF, after)
#define LINE_SIGNED(title, member, has, decimals)                                                  \
    FORMAT_TEXT_TABLE_LINE(title, "", NUMBER, AT(member), AT(has), decimals, SIGNED, " s")
#define MORE(before, kind, member, decimals, after)                                                \
    FORMAT_TEXT_TABLE_MORE(before, kind, AT(member), decimals, after)
#define SCALE_LINE(id)                                                                             \
    LINE(#id, "", CODE, scales[ALMANAC_TIME_REPORT_##id].shown, FORMAT_DOCUMENT_ALWAYS, -1,        \
         " JD "),                                                                                  \
        MORE("", NUMERAL, scales[ALMANAC_TIME_REPORT_##id].jd_digits, -1, "")

/* For people a card instead of a table: there is one row of many values. */
static const struct format_text_table_value CARD[] = {
    LINE("local", "", CODE, time.local, AT(has_zone), -1, ""),
    SCALE_LINE(UTC),
    SCALE_LINE(UT1),
    SCALE_LINE(TAI),
    SCALE_LINE(TT),
    SCALE_LINE(TDB),
    LINE("TAI-UTC", "", NUMBER, tai_utc_s, AT(has_utc), 6, " s"),
    LINE_SIGNED("UT1-UTC", ut1_utc_s, has_utc, 6),
    LINE("Delta T", "", NUMBER, delta_t_s, FORMAT_DOCUMENT_ALWAYS, 6, " s"),
    MORE(" +-", NUMBER, ut1_uncertainty_s, 6, " s"),
    MORE(", ", WORD, ut1_source, -1, ""),
    LINE("Earth rotation angle", "", TURN, era_deg, FORMAT_DOCUMENT_ALWAYS, 8, " deg"),
    LINE("GMST", "", CODE, gmst, FORMAT_DOCUMENT_ALWAYS, -1, ""),
    LINE("GAST", "", CODE, gast, FORMAT_DOCUMENT_ALWAYS, -1, ""),
    LINE("local sidereal time", "", CODE, local_apparent, AT(has_place), -1, ""),
    LINE_SIGNED("equation of time", equation_of_time_s, has_sun, 3),
    LINE("day of the year", "", WHOLE, day_of_year, FORMAT_DOCUMENT_ALWAYS, -1, ""),
    MORE(", ", WORD, weekday, -1, ""),
    LINE("GPS", "week ", WHOLE, gps_week, AT(has_gps), -1, ""),
    MORE(", second ", NUMBER, gps_second, 6, ""),
};

/* Where a text of a cell is written. */
static struct base_buf room_of(char *bytes, size_t size)
{
    return (struct base_buf){.bytes = bytes, .room = size - 1, .max = size - 1};
}

static void fill_scale(const struct almanac_time_report *s, int i, struct cell_scale *cell)
{
    struct base_buf text = room_of(cell->text, sizeof cell->text);
    struct base_buf shown = room_of(cell->shown, sizeof cell->shown);
    struct base_buf jd = room_of(cell->jd, sizeof cell->jd);
    struct base_buf mjd = room_of(cell->mjd, sizeof cell->mjd);
    const bool is_afternoon = s->julian[i].fraction >= 0.5;
    append_clock(&text, s, i);
    cell->text[text.used] = '\0';
    base_buf_append(&shown, cell->text, text.used);
    base_buf_append_format(&shown, "%*s", SCALE_CHARS - (int)text.used, "");
    cell->shown[shown.used] = '\0';
    append_julian(&jd, s->julian[i].jd, s->julian[i].fraction);
    append_julian(&mjd, s->julian[i].jd - (JD_OF_DAY_0 - SKY_J2000_MJD + 0.5) + is_afternoon,
                  s->julian[i].fraction + (is_afternoon ? -0.5 : 0.5));
    cell->jd_digits = (struct base_text){cell->jd, jd.used};
    cell->mjd_digits = (struct base_text){cell->mjd, mjd.used};
    assert(!text.has_overflowed && !shown.has_overflowed && !jd.has_overflowed &&
           !mjd.has_overflowed);
}

static void write_date(char out[16], int32_t day)
{
    const struct sky_civil date = sky_civil_date(day);
    snprintf(out, 16, "%04d-%02d-%02d", date.year % 100000, date.month % 100, date.day % 100);
}

static void write_hours(char out[16], double deg)
{
    struct base_buf text = room_of(out, 16);
    append_hours(&text, deg);
    assert(!text.has_overflowed);
    out[text.used] = '\0';
}

static void fill_earth(const struct almanac_time_report *s, struct cells *cells)
{
    const struct sky_earth_orientation *orient = &s->clock.dataset->sky.orient;
    const int mjd_of_2000 = (int)(SKY_J2000_MJD - 0.5);
    cells->ut1_source = base_text_of(almanac_provenance_ut1_source(s->ut1_source));
    cells->ut1_uncertainty_s = s->ut1_uncertainty_s;
    write_date(cells->measured_until, orient->spin.last_measured_mjd - mjd_of_2000);
    write_date(cells->predicted_until,
               orient->spin.first_mjd + orient->spin.days - 1 - mjd_of_2000);
    cells->is_expired = is_expired(s);
    write_date(cells->list_expires, s->clock.dataset->leaps.expires_day);
    cells->era_deg = s->era_deg;
    cells->gmst_deg = s->gmst_deg;
    cells->gast_deg = s->gast_deg;
    write_hours(cells->gmst, s->gmst_deg);
    write_hours(cells->gast, s->gast_deg);
    cells->xp_arcsec = s->xp_arcsec;
    cells->yp_arcsec = s->yp_arcsec;
    cells->has_place = s->has_place;
    cells->lon_deg = s->lon_deg;
    cells->local_mean_deg = s->local_mean_deg;
    cells->local_apparent_deg = s->local_apparent_deg;
    write_hours(cells->local_mean, s->has_place ? s->local_mean_deg : 0.0);
    write_hours(cells->local_apparent, s->has_place ? s->local_apparent_deg : 0.0);
}

static void fill_calendar(const struct almanac_time_report *s, struct cells *cells)
{
    const int64_t us = data_time_text_posix_us(s->clock.dataset, s->when);
    const int decimals = us % 1000000 == 0 ? 0 : llabs(us) < INT64_C(9000000000000000) ? 6 : 3;
    cells->unix_s = (struct base_text){
        cells->unix_digits, base_num_fixed(cells->unix_digits, (double)us / 1e6, decimals)};
    cells->has_sun = s->has_sun;
    cells->equation_of_time_s = s->equation_of_time_s;
    cells->day_of_year = s->day_of_year;
    cells->weekday = base_text_of(weekday_name(s->weekday));
    cells->has_gps = s->has_gps;
    cells->gps_week = (int)s->gps_week;
    cells->gps_second = s->gps_second;
}

static void fill(const struct almanac_time_report *s, struct cells *cells)
{
    almanac_time_columns_fill(&cells->time, &s->clock, true, s->when, TEXT_DECIMALS);
    for (int i = 0; i < ALMANAC_TIME_REPORT_COUNT; i++) fill_scale(s, i, &cells->scales[i]);
    cells->has_zone = almanac_time_columns_has_zone(&s->clock);
    cells->has_utc = s->has_utc;
    cells->tai_utc_s = s->tai_utc_s;
    cells->ut1_utc_s = s->ut1_utc_s;
    cells->delta_t_s = s->delta_t_s;
    cells->tdb_tt_s = s->tdb_tt_s;
    fill_earth(s, cells);
    fill_calendar(s, cells);
}

/* ---- the document ---- */

static void append_warnings(struct almanac_provenance_warnings *warnings, const void *document)
{
    const struct almanac_time_report *s = document;
    if (s->ut1_source == SKY_EARTH_ORIENTATION_HELD || s->ut1_source == SKY_EARTH_ORIENTATION_MODEL)
        almanac_provenance_warn(
            warnings, s->ut1_source == SKY_EARTH_ORIENTATION_HELD ? "ut1-held" : "delta-t-model",
            NULL, "Nobody has measured the Earth's rotation at that time: see ut1.");
    if (is_expired(s))
        almanac_provenance_warn(warnings, "leap-seconds-expired", NULL,
                                "A leap second may have been announced since the list was made.");
}

static void append_self(struct base_buf *out, const void *document)
{
    const struct almanac_time_report *s = document;
    base_buf_append_string(out, "/api/v1/time?time=");
    data_time_text_append(out, s->clock.dataset, s->when, 6);
    if (s->has_place) almanac_self_link_append_number(out, "&lon", s->lon_deg);
    if (almanac_time_columns_has_zone(&s->clock))
        almanac_self_link_append_zone(out, "&tz", s->clock.zone);
}

static void append_meta(struct base_buf *out, const void *document)
{
    const struct almanac_time_report *s = document;
    almanac_provenance_append_source(out, s->clock.dataset);
}

static struct almanac_provenance provenance(const struct almanac_time_report *s)
{
    return (struct almanac_provenance){
        .document = s,
        .append_warnings = append_warnings,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = s->clock.base_path,
        .about = "An instant in the scales of time, by PlanetTracker",
        .name = "time",
        .source = s->clock.dataset->source,
    };
}

void almanac_time_report_append(struct base_buf *out, const struct almanac_time_report *s,
                                enum almanac_params_format format)
{
    assert(almanac_params_has_rows(format));
    struct format_rows rows = {.format = almanac_params_rows_format(format)};
    struct cells cells;
    fill(s, &cells);
    if (rows.format == FORMAT_ROWS_TEXT) {
        format_text_table_append_card(out, CARD, sizeof CARD / sizeof *CARD, &cells);
        return;
    }
    rows.view = format_document_view_of(
        COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, format_rows_way(rows.format),
        almanac_time_columns_has_zone(&s->clock) ? FORMAT_DOCUMENT_LOCAL : 0u);
    const struct almanac_provenance from = provenance(s);
    if (rows.format == FORMAT_ROWS_JSON) {
        base_buf_append_string(out, "{");
        format_json_append_members(out, &rows.view, &cells);
        base_buf_append_string(out, ", ");
        almanac_provenance_append_json(out, &from);
        base_buf_append_string(out, "}\n");
        return;
    }
    if (rows.format == FORMAT_ROWS_VOTABLE) almanac_provenance_open_votable(out, &from);
    format_rows_begin(out, &rows);
    format_rows_append(out, &rows, &cells);
    if (rows.format == FORMAT_ROWS_VOTABLE) almanac_provenance_close_votable(out, &from);
}
