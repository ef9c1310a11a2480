/* finals2000A has fixed columns and a line for each day. All values are those of Bulletin A, as in
 * the table inside the program; those of Bulletin B, which are missing for recent days, differ by
 * less than its errors. Spec: IERS, readme.finals2000A. Anchor: 41684.00 is 1973-01-02, UT1-UTC
 * 0.8084178 s.
 */
#include "data/iers_finals.h"

#include "base/num.h"
#include "base/text.h"
#include "sky/civil.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MJD_OF_2000     51544
#define UT1_UNITS_PER_S 1e7
#define POLE_UNITS      5e4 /* units of 20 microarcseconds in an arcsecond */
#define DAY_OF_1972     (-10227)

/* The offset of a column, counted from 0, and its width. */
struct column {
    size_t at, width;
};
static const struct column YEAR = {0, 2}, MONTH = {2, 2}, DAY = {4, 2}, MJD = {7, 8}, X = {18, 9},
                           Y = {37, 9}, UT1 = {58, 10}, UT1_ERROR = {68, 10};
#define POLE_FLAG 16
#define UT1_FLAG  57

struct reading {
    struct data_iers_finals found;
    bool has_end; /* a blank row has been seen */
    int predicted;
};

static enum base_err reject(struct base_fault *fault, const char *note)
{
    *fault = (struct base_fault){BASE_ERR_FORMAT, 0, note};
    return BASE_ERR_FORMAT;
}

static struct base_text cell(struct base_text line, struct column column)
{
    assert(column.at + column.width <= line.length);
    struct base_text text = {line.at + column.at, column.width};
    while (text.length > 0 && text.at[0] == ' ') text.at++, text.length--;
    return text;
}

static enum base_err read_number(struct base_text line, struct column column, double *value,
                                 struct base_fault *fault)
{
    if (base_num_parse(cell(line, column), value, fault) == BASE_ERR_OK) return BASE_ERR_OK;
    return reject(fault, "no number where one should be");
}

static enum base_err read_date(struct base_text line, int32_t *mjd, struct base_fault *fault)
{
    unsigned year, month, day;
    double number;
    struct base_fault ignored;
    if (base_num_parse_whole(cell(line, YEAR), 99, &year, &ignored) != BASE_ERR_OK ||
        base_num_parse_whole(cell(line, MONTH), 12, &month, &ignored) != BASE_ERR_OK ||
        base_num_parse_whole(cell(line, DAY), 31, &day, &ignored) != BASE_ERR_OK ||
        base_num_parse(cell(line, MJD), &number, &ignored) != BASE_ERR_OK)
        return reject(fault, "a line that does not begin with a date");
    if (!(number >= 37000.0 && number <= 99999.0) || number != floor(number))
        return reject(fault, "an MJD that is not a number");
    struct sky_civil date = sky_civil_date((int32_t)number - MJD_OF_2000);
    if ((unsigned)(date.year % 100) != year || (unsigned)date.month != month ||
        (unsigned)date.day != day)
        return reject(fault, "a date that its MJD contradicts");
    *mjd = (int32_t)number;
    return BASE_ERR_OK;
}

/* Leap seconds take effect on the first of a month. */
static bool may_leap(int32_t mjd)
{
    return sky_civil_date(mjd - MJD_OF_2000).day == 1;
}

static enum base_err check_step(const struct data_iers_finals *found,
                                const struct data_iers_finals_row *row, struct base_fault *fault)
{
    if (!(fabs(row->ut1_utc_s) <= DATA_IERS_FINALS_UT1_UTC_MAX_S))
        return reject(fault, "UT1 - UTC is implausible");
    if (!(fabs(row->xp_arcsec) <= DATA_IERS_FINALS_POLE_MAX &&
          fabs(row->yp_arcsec) <= DATA_IERS_FINALS_POLE_MAX))
        return reject(fault, "a pole that is implausible");
    if (found->days == 0) return BASE_ERR_OK;
    const struct data_iers_finals_row *before = &found->rows[found->days - 1];
    double step_s = row->ut1_utc_s - before->ut1_utc_s, whole_s = round(step_s);
    if (fabs(step_s - whole_s) > DATA_IERS_FINALS_UT1_STEP_S || fabs(whole_s) > 1.0 ||
        (whole_s != 0.0 && !may_leap(found->first_mjd + found->days)))
        return reject(fault, "UT1 - UTC jumps");
    if (fabs(row->xp_arcsec - before->xp_arcsec) > DATA_IERS_FINALS_POLE_STEP ||
        fabs(row->yp_arcsec - before->yp_arcsec) > DATA_IERS_FINALS_POLE_STEP)
        return reject(fault, "the pole jumps");
    return BASE_ERR_OK;
}

static enum base_err add_row(struct base_text line, struct reading *reading,
                             struct base_fault *fault)
{
    struct data_iers_finals *found = &reading->found;
    struct data_iers_finals_row row;
    assert(line.length > UT1_ERROR.at + UT1_ERROR.width - 1);
    char flag = line.at[UT1_FLAG];
    if (flag != 'I' && flag != 'P') return reject(fault, "a flag that is neither I nor P");
    if (flag == 'I' && reading->predicted > 0)
        return reject(fault, "a measurement after a prediction");
    enum base_err err = read_number(line, X, &row.xp_arcsec, fault);
    if (err == BASE_ERR_OK) err = read_number(line, Y, &row.yp_arcsec, fault);
    if (err == BASE_ERR_OK) err = read_number(line, UT1, &row.ut1_utc_s, fault);
    if (err == BASE_ERR_OK) err = read_number(line, UT1_ERROR, &found->last_error_s, fault);
    if (err == BASE_ERR_OK) err = check_step(found, &row, fault);
    if (err != BASE_ERR_OK) return err;
    if (flag == 'I')
        found->last_measured_mjd = found->first_mjd + found->days;
    else
        reading->predicted++;
    found->rows[found->days++] = row;
    return BASE_ERR_OK;
}

static bool is_blank(struct base_text line)
{
    for (size_t i = POLE_FLAG - 1; i < line.length; i++)
        if (line.at[i] != ' ' && line.at[i] != '\r') return false;
    return true;
}

/* Reads the row of *next_mjd, or of any day if that is 0, and advances it. */
static enum base_err read_line(struct base_text line, struct reading *reading, int32_t *next_mjd,
                               struct base_fault *fault)
{
    int32_t mjd;
    enum base_err err = read_date(line, &mjd, fault);
    if (err != BASE_ERR_OK) return err;
    if (*next_mjd == 0)
        reading->found.first_mjd = mjd;
    else if (mjd != *next_mjd)
        return reject(fault, mjd < *next_mjd ? "dates that go back" : "a gap: days are missing");
    *next_mjd = mjd + 1;
    if (is_blank(line)) {
        reading->has_end = true;
        return BASE_ERR_OK;
    }
    if (reading->has_end) return reject(fault, "a gap: a row without figures before one with them");
    return add_row(line, reading, fault);
}

/* Measures the first line, whose length all lines must have. */
static enum base_err measure(struct base_span text, size_t *length, size_t *lines,
                             struct base_fault *fault)
{
    const char *end = text.size > 0 ? memchr(text.bytes, '\n', text.size) : NULL;
    if (text.size > 0 && text.bytes[0] == '<') return reject(fault, "a page of HTML or XML");
    if (end == NULL) return reject(fault, "not lines of text");
    *length = (size_t)(end - (const char *)text.bytes) + 1;
    if (*length - 1 < DATA_IERS_FINALS_LINE_LEAST || *length - 1 > DATA_IERS_FINALS_LINE_MOST)
        return reject(fault, "a line that is not 185 columns long");
    *lines = text.size / *length;
    if (*lines > DATA_IERS_FINALS_ROWS_MAX) {
        *fault = (struct base_fault){BASE_ERR_LIMIT, 0, "more days than any table has"};
        return BASE_ERR_LIMIT;
    }
    return BASE_ERR_OK;
}

static enum base_err read_lines(struct base_span text, size_t length, size_t lines,
                                struct reading *reading, struct base_fault *fault)
{
    int32_t next_mjd = 0;
    for (size_t i = 0; i < lines; i++) {
        struct base_text line = {(const char *)text.bytes + i * length, length - 1};
        enum base_err err = memchr(line.at, '\n', length) == line.at + length - 1
                                ? read_line(line, reading, &next_mjd, fault)
                                : reject(fault, "a line of another length");
        if (err != BASE_ERR_OK) {
            fault->offset = i * length;
            return err;
        }
    }
    const char *note = NULL;
    if (lines * length != text.size)
        note = "the file ends within a line";
    else if (reading->found.last_measured_mjd == 0)
        note = "nothing in it is measured";
    else if (reading->predicted < DATA_IERS_FINALS_AHEAD_LEAST)
        note = "the file is cut short: too few days are predicted";
    if (note == NULL) return BASE_ERR_OK;
    *fault = (struct base_fault){BASE_ERR_FORMAT, lines * length, note};
    return BASE_ERR_FORMAT;
}

enum base_err data_iers_finals_parse(struct base_span text, struct data_iers_finals *finals,
                                     struct base_fault *fault)
{
    struct reading reading = {0};
    size_t length, lines;
    enum base_err err = measure(text, &length, &lines, fault);
    if (err != BASE_ERR_OK) return err;
    reading.found.rows = calloc(lines, sizeof *reading.found.rows);
    if (reading.found.rows == NULL) {
        *fault = (struct base_fault){BASE_ERR_MEMORY, 0, base_err_text(BASE_ERR_MEMORY)};
        return BASE_ERR_MEMORY;
    }
    err = read_lines(text, length, lines, &reading, fault);
    assert(err != BASE_ERR_OK || (reading.found.days > 0 && (size_t)reading.found.days <= lines));
    if (err == BASE_ERR_OK)
        *finals = reading.found;
    else
        free(reading.found.rows);
    return err;
}

void data_iers_finals_free(struct data_iers_finals *finals)
{
    free(finals->rows);
    finals->rows = NULL;
}

static int32_t last_mjd(const struct sky_earth_orientation *orient)
{
    return orient->spin.first_mjd + orient->spin.days - 1;
}

bool data_iers_finals_are_newer(const struct data_iers_finals *finals,
                                const struct sky_earth_orientation *orient)
{
    assert(finals->days > 0);
    int32_t last = finals->first_mjd + finals->days - 1;
    if (finals->last_measured_mjd != orient->spin.last_measured_mjd)
        return finals->last_measured_mjd > orient->spin.last_measured_mjd;
    return last > last_mjd(orient);
}

/* ---- joining ---- */

static int32_t tai_utc_s(const struct data_leap_seconds *leaps, int32_t day)
{
    int32_t seconds = 0;
    for (int i = 0; i < leaps->table.count && leaps->table.rows[i].day <= day; i++)
        seconds = leaps->table.rows[i].tai_utc_s;
    return seconds;
}

/* Fills in UT1 - TAI of every row. */
static enum base_err fill_ut1(const struct data_iers_finals *finals,
                              const struct data_leap_seconds *leaps, int32_t *ut1,
                              struct base_fault *fault)
{
    int32_t day = finals->first_mjd - MJD_OF_2000, tai_utc = tai_utc_s(leaps, day);
    for (int i = 0; i < finals->days; i++, day++) {
        if (i > 0)
            tai_utc += (int32_t)lround(finals->rows[i].ut1_utc_s - finals->rows[i - 1].ut1_utc_s);
        if (day < leaps->expires_day && tai_utc != tai_utc_s(leaps, day))
            return reject(fault, "UT1 has another leap second than the list of them");
        ut1[i] = (int32_t)lround((finals->rows[i].ut1_utc_s - tai_utc) * UT1_UNITS_PER_S);
    }
    return BASE_ERR_OK;
}

static void fill_pole(const struct data_iers_finals *finals,
                      const struct sky_earth_orientation *orient, int rows, int16_t *pole)
{
    for (int i = 0; i < rows; i++) {
        int32_t mjd = orient->spin.first_mjd + i * orient->spin.pole_step_days;
        int32_t at = mjd - finals->first_mjd;
        if (at < 0 || mjd <= orient->spin.last_final_mjd) {
            memcpy(pole + 2 * i, orient->spin.pole + (size_t)i * 4, 4);
            continue;
        }
        assert(at < finals->days);
        pole[2 * i] = (int16_t)lround(finals->rows[at].xp_arcsec * POLE_UNITS);
        pole[2 * i + 1] = (int16_t)lround(finals->rows[at].yp_arcsec * POLE_UNITS);
    }
}

enum base_err data_iers_finals_join(const struct data_iers_finals *finals,
                                    const struct data_leap_seconds *leaps,
                                    struct sky_earth_orientation *orient, void **memory,
                                    struct base_fault *fault)
{
    if (finals->first_mjd > orient->spin.last_measured_mjd + 1 ||
        finals->first_mjd < orient->spin.first_mjd || finals->first_mjd - MJD_OF_2000 < DAY_OF_1972)
        return reject(fault, "the rows do not join the table inside the program");
    if (finals->first_mjd + finals->days - 1 <= orient->spin.last_final_mjd)
        return reject(fault, "the rows end before the final ones inside the program");
    assert(finals->days > 0);
    int before = finals->first_mjd - orient->spin.first_mjd, days = before + finals->days;
    int kept = before;
    if (finals->first_mjd <= orient->spin.last_final_mjd)
        kept = orient->spin.last_final_mjd + 1 - orient->spin.first_mjd;
    int pole_rows = (days - 1) / orient->spin.pole_step_days + 1;
    int32_t *ut1 = malloc((size_t)days * sizeof *ut1 + (size_t)pole_rows * 2 * sizeof(int16_t));
    if (ut1 == NULL) {
        *fault = (struct base_fault){BASE_ERR_MEMORY, 0, base_err_text(BASE_ERR_MEMORY)};
        return BASE_ERR_MEMORY;
    }
    enum base_err err = fill_ut1(finals, leaps, ut1 + before, fault);
    if (err != BASE_ERR_OK) {
        free(ut1);
        return err;
    }
    memcpy(ut1, orient->spin.ut1_minus_tai, (size_t)kept * sizeof *ut1);
    int16_t *pole = (int16_t *)(ut1 + days);
    fill_pole(finals, orient, pole_rows, pole);
    orient->spin.days = days;
    orient->spin.last_measured_mjd = finals->last_measured_mjd;
    orient->spin.pole_rows = pole_rows;
    orient->spin.ut1_minus_tai = (const unsigned char *)ut1;
    orient->spin.pole = (const unsigned char *)pole;
    *memory = ut1;
    return BASE_ERR_OK;
}
