/* Orientation of the Earth: celestial pole, UT1, polar motion, Earth rotation angle.
 *
 * They come from two tables in memory, which programs in tool/ make and data/ embeds: the series of
 * the celestial intermediate pole (CIP; IAU 2006/2000A through ERFA) and the table of the Earth's
 * rotation (IERS, JPL).
 */
#ifndef SKY_EARTH_ORIENTATION_H
#define SKY_EARTH_ORIENTATION_H

#include "base/bytes.h"
#include "base/err.h"
#include "sky/cip.h"
#include "sky/time.h"

/* The source of a UT1, the best first. */
enum sky_earth_orientation_source {
    SKY_EARTH_ORIENTATION_MEASURED,  /* IERS, to some 10 microseconds */
    SKY_EARTH_ORIENTATION_PREDICTED, /* IERS forecast within the table, to some milliseconds */
    SKY_EARTH_ORIENTATION_HELD,      /* after the table: its last UT1 - TAI and pole */
    SKY_EARTH_ORIENTATION_HISTORIC,  /* before 1956: yearly Delta T, no polar motion */
    SKY_EARTH_ORIENTATION_MODEL, /* before the yearly table, or long after the table: sky/delta_t */
};

/* For how long after the end of the table its last UT1 - TAI is used, before Delta T follows the
 * model. */
#define SKY_EARTH_ORIENTATION_HOLD_DAYS 3652.5

struct sky_earth_orientation {
    struct {
        double from_days, cell_days; /* TT since J2000.0 */
        double unit_rad;             /* of one count in the cells */
        int cells;
        const unsigned char *bytes;
    } cip;
    struct {
        int first_mjd, days; /* one UT1 - TAI a day, 0h UTC */
        int last_final_mjd; /* rows to here are of IERS C01 and C04, which new files do not change */
        int last_measured_mjd;                       /* later rows are predictions */
        int pole_step_days, pole_rows;               /* polar motion, from first_mjd */
        double delta_t_from_days, delta_t_step_days; /* UT since J2000.0 */
        int delta_t_rows;
        double hold_days; /* SKY_EARTH_ORIENTATION_HOLD_DAYS; INFINITY does as JPL Horizons does */
        const unsigned char *ut1_minus_tai; /* int32, 0.1 microseconds */
        const unsigned char *pole;          /* int16 pairs xp, yp, 20 microarcseconds */
        const unsigned char *delta_t;       /* int32, TT - UT1 in microseconds */
    } spin;
};

struct sky_earth_orientation_spin {
    double ut1_minus_tt_s;
    double xp_rad, yp_rad; /* polar motion */
    enum sky_earth_orientation_source source;
};

/* Reads both tables.
 *
 * Given  cip   the file that tool/cip_table writes
 *        spin  the file that tool/spin_table writes
 * Fails  FORMAT with the offset of the error in its table
 * Owns   borrows both for the life of *orient
 */
BASE_ERR_CHECKED
enum base_err sky_earth_orientation_open(struct base_span cip, struct base_span spin,
                                         struct sky_earth_orientation *orient,
                                         struct base_fault *fault);

/* The pole at an instant.
 *
 * Fails     RANGE beyond 200 centuries of J2000.0
 * Accuracy  0.06 mas of IAU 2006/2000A (IERS Conventions 2010, chapter 5), measured against ERFA,
 *           in the table (1899-12 to 2100-02 as embedded); outside of it as sky/precession, which
 *           joins it within 2 mas
 * Cost      some 30 ns in the table, 5 microseconds outside
 * Test      test_earth_orientation_cip_agrees_with_erfa
 */
BASE_ERR_CHECKED
enum base_err sky_earth_orientation_pole(const struct sky_earth_orientation *orient,
                                         struct sky_tt when, struct sky_cip *cip);

/* UT1 and polar motion at an instant. It cannot fail; `source` tells how reliable the result is.
 *
 * Gives     within the tables, their values; after them the last UT1 - TAI for hold_days, and then
 *           a Delta T that changes from there on as the long-term model of sky/delta_t does; before
 *           1500 that model, joined over two centuries to the yearly table (of JPL Horizons, 90 s
 *           away at 1500). Delta T is continuous everywhere
 * Accuracy  exact for the daily values of the table; 0.02 ms of UT1 between them; elsewhere as
 *           sky/uncertainty says
 * Source    IERS C01 from 1956, C04 from 1962, then Bulletin A; before 1956 JPL Horizons' Delta T
 *           to 1950, joined to the first measured day by a straight line (Horizons' own rows of 1951
 *           to 1955 are up to 0.5 s from what was measured)
 * Test      test_earth_orientation_delta_t_has_no_steps
 */
struct sky_earth_orientation_spin
sky_earth_orientation_spin(const struct sky_earth_orientation *orient, struct sky_tt when);

/* Earth rotation angle, [0, 2 pi).
 *
 * Source  IAU 2000 Resolution B1.8; whole days and the fraction are reduced separately
 */
double sky_earth_orientation_era_rad(struct sky_ut1 ut1);

#endif
