/* Earth orientation from two tables of integers.
 *
 * CIP file: "PTCIP1\0\0", doubles from_days, cell_days, unit_rad, int32 cells, int32 0, then cells
 * of 96 bytes: Chebyshev terms 0..2 as int32, 3..8 as int16, each for X, Y, s, EO. Terms decrease
 * so fast that the later ones fit 16 bits; a count is 4 microarcseconds.
 *
 * Spin file: "PTSPIN2\0", int32 first_mjd, days, last_final_mjd, last_measured_mjd, pole_step_days,
 * pole_rows, delta_t_rows, 0, doubles delta_t_from_days, delta_t_step_days, then the three tables
 * of the struct in the header, each padded to 8 bytes. UT1 - TAI has no leap seconds, so it is smooth.
 *
 * Anchors: UT1 - UTC on 2000-01-01 is 0.3554 s (IERS C04); ERA at J2000.0 UT1 is 280.46061837 deg.
 */
#include "sky/earth_orientation.h"

#include "sky/const.h"
#include "sky/delta_t.h"
#include "sky/precession.h"
#include "sky/trig.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CIP_HEADER_BYTES  40u
#define CIP_CELL_BYTES    96u
#define CIP_WIDE_TERMS    3
#define CIP_TERMS         9
#define SPIN_HEADER_BYTES 56u
#define UT1_UNIT_S        1e-7
#define POLE_UNIT_RAD     (20e-6 * SKY_RAD_PER_ARCSEC)
#define DELTA_T_UNIT_S    1e-6
#define JOIN_YEARS        200.0

typedef double pair __attribute__((vector_size(16)));

static enum base_err reject(struct base_fault *fault, size_t offset, const char *note)
{
    *fault = (struct base_fault){BASE_ERR_FORMAT, offset, note};
    return BASE_ERR_FORMAT;
}

static enum base_err open_cip(struct base_span file, struct sky_earth_orientation *orient,
                              struct base_fault *fault)
{
    if (file.size < CIP_HEADER_BYTES || memcmp(file.bytes, "PTCIP1\0", 8) != 0)
        return reject(fault, 0, "not a table of the celestial pole");
    orient->cip.from_days = base_bytes_f64(file, 8);
    orient->cip.cell_days = base_bytes_f64(file, 16);
    orient->cip.unit_rad = base_bytes_f64(file, 24);
    orient->cip.cells = base_bytes_i32(file, 32);
    orient->cip.bytes = file.bytes + CIP_HEADER_BYTES;
    if (!(orient->cip.cell_days > 0.0) || orient->cip.cells < 1 ||
        file.size != CIP_HEADER_BYTES + (size_t)orient->cip.cells * CIP_CELL_BYTES)
        return reject(fault, 32, "the pole table's size contradicts its header");
    return BASE_ERR_OK;
}

static size_t padded(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

static enum base_err open_spin(struct base_span file, struct sky_earth_orientation *orient,
                               struct base_fault *fault)
{
    if (file.size < SPIN_HEADER_BYTES || memcmp(file.bytes, "PTSPIN2", 8) != 0)
        return reject(fault, 0, "not a table of the Earth's rotation");
    orient->spin.first_mjd = base_bytes_i32(file, 8);
    orient->spin.days = base_bytes_i32(file, 12);
    orient->spin.last_final_mjd = base_bytes_i32(file, 16);
    orient->spin.last_measured_mjd = base_bytes_i32(file, 20);
    orient->spin.pole_step_days = base_bytes_i32(file, 24);
    orient->spin.pole_rows = base_bytes_i32(file, 28);
    orient->spin.delta_t_rows = base_bytes_i32(file, 32);
    orient->spin.delta_t_from_days = base_bytes_f64(file, 40);
    orient->spin.delta_t_step_days = base_bytes_f64(file, 48);
    if (orient->spin.days < 4 || orient->spin.pole_rows < 4 || orient->spin.delta_t_rows < 4 ||
        orient->spin.pole_step_days < 1 || !(orient->spin.delta_t_step_days > 0.0))
        return reject(fault, 8, "the rotation table is too short");
    size_t ut1_bytes = padded((size_t)orient->spin.days * sizeof(int32_t));
    size_t pole_bytes = padded((size_t)orient->spin.pole_rows * 2 * sizeof(int16_t));
    size_t delta_t_bytes = padded((size_t)orient->spin.delta_t_rows * sizeof(int32_t));
    orient->spin.ut1_minus_tai = file.bytes + SPIN_HEADER_BYTES;
    orient->spin.pole = orient->spin.ut1_minus_tai + ut1_bytes;
    orient->spin.delta_t = orient->spin.pole + pole_bytes;
    if (file.size != SPIN_HEADER_BYTES + ut1_bytes + pole_bytes + delta_t_bytes)
        return reject(fault, 8, "the rotation table's size contradicts its header");
    return BASE_ERR_OK;
}

enum base_err sky_earth_orientation_open(struct base_span cip, struct base_span spin,
                                         struct sky_earth_orientation *orient,
                                         struct base_fault *fault)
{
    struct sky_earth_orientation opened;
    enum base_err err = open_cip(cip, &opened, fault);
    if (err != BASE_ERR_OK) return err;
    err = open_spin(spin, &opened, fault);
    if (err != BASE_ERR_OK) return err;
    assert(opened.cip.cells >= 1 && opened.spin.days >= 4);
    opened.spin.hold_days = SKY_EARTH_ORIENTATION_HOLD_DAYS;
    *orient = opened;
    return BASE_ERR_OK;
}

/* The four coefficients of one term: X, Y and s, EO. Two pairs, because every x86-64 and AArch64
 * has two lanes. */
static inline void read_wide(const unsigned char *at, pair coefs[2])
{
    int32_t counts[4];
    memcpy(counts, at, sizeof counts);
    coefs[0] = (pair){counts[0], counts[1]};
    coefs[1] = (pair){counts[2], counts[3]};
}

static inline void read_narrow(const unsigned char *at, pair coefs[2])
{
    int16_t counts[4];
    memcpy(counts, at, sizeof counts);
    coefs[0] = (pair){counts[0], counts[1]};
    coefs[1] = (pair){counts[2], counts[3]};
}

static inline void read_term(const unsigned char *cell, int term, pair coefs[2])
{
    const size_t wide = 4 * sizeof(int32_t), narrow = 4 * sizeof(int16_t);
    if (term < CIP_WIDE_TERMS)
        read_wide(cell + (size_t)term * wide, coefs);
    else
        read_narrow(cell + CIP_WIDE_TERMS * wide + (size_t)(term - CIP_WIDE_TERMS) * narrow, coefs);
}

enum base_err sky_earth_orientation_pole(const struct sky_earth_orientation *orient,
                                         struct sky_tt when, struct sky_cip *cip)
{
    double at = (when.days - orient->cip.from_days) / orient->cip.cell_days;
    if (!(at >= 0.0 && at <= orient->cip.cells)) return sky_precession_pole(when, cip);
    int index = (int)at < orient->cip.cells ? (int)at : orient->cip.cells - 1;
    const unsigned char *cell = orient->cip.bytes + (size_t)index * CIP_CELL_BYTES;
    double u = 2.0 * (at - index) - 1.0;
    /* Clenshaw's recurrence for all four series at once. */
    pair coefs[2], b1[2] = {{0.0, 0.0}, {0.0, 0.0}}, b2[2] = {{0.0, 0.0}, {0.0, 0.0}};
    for (int k = CIP_TERMS - 1; k > 0; k--) {
        read_term(cell, k, coefs);
        for (int half = 0; half < 2; half++) {
            pair b = 2.0 * u * b1[half] - b2[half] + coefs[half];
            b2[half] = b1[half];
            b1[half] = b;
        }
    }
    read_term(cell, 0, coefs);
    pair xy = (u * b1[0] - b2[0] + coefs[0]) * orient->cip.unit_rad;
    pair s_eo = (u * b1[1] - b2[1] + coefs[1]) * orient->cip.unit_rad;
    *cip = (struct sky_cip){xy[0], xy[1], s_eo[0], s_eo[1]};
    return BASE_ERR_OK;
}

/* Four rows around `at` and the weights of the cubic through them. */
struct cubic {
    int first;
    double weight[4];
};

static struct cubic cubic_at(double at, int rows)
{
    assert(rows >= 4);
    int first = (int)floor(at) - 1;
    if (first < 0) first = 0;
    if (first > rows - 4) first = rows - 4;
    double p = at - first; /* in [1, 2], except at the ends of the table */
    return (struct cubic){first,
                          {-(p - 1) * (p - 2) * (p - 3) / 6, p * (p - 2) * (p - 3) / 2,
                           -p * (p - 1) * (p - 3) / 2, p * (p - 1) * (p - 2) / 6}};
}

static double row_i32(const unsigned char *table, int row)
{
    int32_t value;
    memcpy(&value, table + (size_t)row * sizeof value, sizeof value);
    return value;
}

static double row_i16(const unsigned char *table, int row)
{
    int16_t value;
    memcpy(&value, table + (size_t)row * sizeof value, sizeof value);
    return value;
}

static double cubic_i32(const unsigned char *table, double at, int rows)
{
    struct cubic c = cubic_at(at, rows);
    double sum = 0.0;
    for (int i = 0; i < 4; i++) sum += c.weight[i] * row_i32(table, c.first + i);
    return sum;
}

static double days_of_mjd(double mjd)
{
    return mjd - SKY_J2000_MJD;
}

/* Before the yearly table: the model, joined to the first row of the table over JOIN_YEARS. */
static double past_delta_t_s(const struct sky_earth_orientation *orient, double ut_days)
{
    assert(ut_days < orient->spin.delta_t_from_days);
    double year = sky_delta_t_year(ut_days);
    double first_year = sky_delta_t_year(orient->spin.delta_t_from_days);
    double step_s =
        DELTA_T_UNIT_S * row_i32(orient->spin.delta_t, 0) - sky_delta_t_past_s(first_year);
    double part = fmax(0.0, 1.0 - (first_year - year) / JOIN_YEARS);
    return sky_delta_t_past_s(year) + part * part * step_s;
}

/* Before the daily rows: a row of TT - UT1 a year, and from the last of them a straight line to the
 * first day measured. */
static double historic_ut1_minus_tt_s(const struct sky_earth_orientation *orient, double ut_days)
{
    if (ut_days < orient->spin.delta_t_from_days) return -past_delta_t_s(orient, ut_days);
    int rows = orient->spin.delta_t_rows;
    double last_days = orient->spin.delta_t_from_days + (rows - 1) * orient->spin.delta_t_step_days;
    if (ut_days <= last_days) {
        double at = (ut_days - orient->spin.delta_t_from_days) / orient->spin.delta_t_step_days;
        return -DELTA_T_UNIT_S * cubic_i32(orient->spin.delta_t, at, rows);
    }
    double last_s = -DELTA_T_UNIT_S * row_i32(orient->spin.delta_t, rows - 1);
    double first_s = UT1_UNIT_S * row_i32(orient->spin.ut1_minus_tai, 0) - SKY_TT_TAI_S;
    double part = (ut_days - last_days) / (days_of_mjd(orient->spin.first_mjd) - last_days);
    return last_s + part * (first_s - last_s);
}

struct sky_earth_orientation_spin
sky_earth_orientation_spin(const struct sky_earth_orientation *orient, struct sky_tt when)
{
    /* Rows stand at 0h UTC; TT is ahead by 34 to 69 s, in which UT1 - TAI moves by 2 microseconds.
     */
    static const double TT_UTC_S = 69.184;
    double ut_days = when.days - TT_UTC_S / SKY_DAY_S;
    double at = ut_days - days_of_mjd(orient->spin.first_mjd);
    if (at < 0.0)
        return (struct sky_earth_orientation_spin){
            historic_ut1_minus_tt_s(orient, ut_days), 0.0, 0.0,
            ut_days < orient->spin.delta_t_from_days ? SKY_EARTH_ORIENTATION_MODEL
                                                     : SKY_EARTH_ORIENTATION_HISTORIC};
    double last = orient->spin.days - 1;
    double moved_s = 0.0;
    enum sky_earth_orientation_source source = SKY_EARTH_ORIENTATION_MEASURED;
    if (at > orient->spin.last_measured_mjd - orient->spin.first_mjd)
        source = SKY_EARTH_ORIENTATION_PREDICTED;
    if (at > last) {
        assert(orient->spin.hold_days >= 0.0);
        double released_days = days_of_mjd(orient->spin.first_mjd) + last + orient->spin.hold_days;
        source = ut_days > released_days ? SKY_EARTH_ORIENTATION_MODEL : SKY_EARTH_ORIENTATION_HELD;
        if (source == SKY_EARTH_ORIENTATION_MODEL)
            moved_s =
                sky_delta_t_change_s(sky_delta_t_year(released_days), sky_delta_t_year(ut_days));
        at = last;
    }
    double ut1_minus_tai_s =
        UT1_UNIT_S * cubic_i32(orient->spin.ut1_minus_tai, at, orient->spin.days);
    double pole_at = at / orient->spin.pole_step_days, last_pole = orient->spin.pole_rows - 1;
    struct cubic c = cubic_at(pole_at < last_pole ? pole_at : last_pole, orient->spin.pole_rows);
    double xp = 0.0, yp = 0.0;
    for (int i = 0; i < 4; i++) {
        xp += c.weight[i] * row_i16(orient->spin.pole, 2 * (c.first + i));
        yp += c.weight[i] * row_i16(orient->spin.pole, 2 * (c.first + i) + 1);
    }
    return (struct sky_earth_orientation_spin){ut1_minus_tai_s - SKY_TT_TAI_S - moved_s,
                                               POLE_UNIT_RAD * xp, POLE_UNIT_RAD * yp, source};
}

double sky_earth_orientation_era_rad(struct sky_ut1 ut1)
{
    double fraction = ut1.days - floor(ut1.days);
    double turns = fraction + SKY_ERA_J2000_TURNS + SKY_ERA_EXCESS_TURNS_PER_DAY * ut1.days;
    return SKY_TWO_PI * (turns - floor(turns));
}
