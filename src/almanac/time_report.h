/* One instant in every time scale, and the rotation of the Earth: the document of
 * /api/v1/time and `planettracker time`.
 */
#ifndef ALMANAC_TIME_REPORT_H
#define ALMANAC_TIME_REPORT_H

#include "almanac/params.h"
#include "almanac/time_columns.h"
#include "base/buf.h"
#include "base/err.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stdint.h>

enum almanac_time_report_scale {
    ALMANAC_TIME_REPORT_UTC, /* UT1 before 1962, when there was no UTC */
    ALMANAC_TIME_REPORT_UT1,
    ALMANAC_TIME_REPORT_TAI,
    ALMANAC_TIME_REPORT_TT,
    ALMANAC_TIME_REPORT_TDB,
    ALMANAC_TIME_REPORT_COUNT
};

struct almanac_time_report {
    struct almanac_time_columns_clock clock;
    struct sky_tt when;
    /* A Julian date in two parts, so that both hold all their digits: noon-to-noon days, and what
     * is left in [0, 1). A day of UTC that ends in a leap second has 86401 s, and its fraction
     * counts them all: the quasi-JD of SOFA. */
    struct {
        double jd, fraction;
    } julian[ALMANAC_TIME_REPORT_COUNT];
    bool has_utc; /* from 1962 on */
    double tai_utc_s, ut1_utc_s, delta_t_s, tdb_tt_s;
    enum sky_earth_orientation_source ut1_source;
    double ut1_uncertainty_s; /* as sky_uncertainty_ut1_s */
    double xp_arcsec, yp_arcsec;
    double era_deg, gmst_deg, gast_deg;                 /* [0, 360) */
    bool has_place;                                     /* a longitude was given */
    double lon_deg, local_mean_deg, local_apparent_deg; /* sidereal times there */
    bool has_sun;                                       /* the ephemeris covers the instant */
    double equation_of_time_s; /* apparent solar time less mean solar time; November +980 */
    int day_of_year, weekday;  /* of UTC; weekday 1 is Monday, 7 Sunday */
    bool has_gps;              /* from 1980-01-06 on */
    int64_t gps_week;
    double gps_second; /* of the week */
};

/* Computes all of it.
 *
 * Given     lon_deg  east, of local sidereal times, or NULL
 * Fails     RANGE with *fault beyond 200 centuries of J2000.0
 * Accuracy  a double of days: 1 microsecond. GMST as its polynomial, IAU 2006: 0.1 mas a few
 *           centuries from 2000
 * Source    GMST: Capitaine, Wallace & Chapront 2003, A&A 412, 567, eq. 43; GPS time: IS-GPS-200,
 *           TAI - 19 s, weeks from 1980-01-06
 * Test      test_time_report_agrees_with_erfa
 */
BASE_ERR_CHECKED
enum base_err almanac_time_report_compute(const struct almanac_time_columns_clock *clock,
                                          struct sky_tt when, const double *lon_deg,
                                          struct almanac_time_report *scales,
                                          struct sky_fault *fault);

/* Appends the document: a single row, in JSON with warnings, meta and links; as text lines of a
 * name and a value.
 *
 * Given  format  JSON, NDJSON, CSV, TEXT or VOTABLE
 */
void almanac_time_report_append(struct base_buf *out, const struct almanac_time_report *scales,
                                enum almanac_params_format format);

#endif
