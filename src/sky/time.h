/* Time scales.
 *
 * An instant is a double of days since J2000.0 (JD 2451545.0) in a struct of one field for each
 * scale, so that the compiler refuses to mix scales. Terrestrial Time (TT) is the scale from which
 * the others are computed:
 *
 *     civil date --(leap seconds, or UT1 before 1962; sky/civil)--> TT
 *     TT --> TDB for the ephemeris
 *     TT --> UT1 for the Earth's rotation (sky/earth_orientation)
 */
#ifndef SKY_TIME_H
#define SKY_TIME_H

struct sky_tt {
    double days; /* since J2000.0; one double resolves 0.3 microseconds in 2050 */
};
struct sky_tdb {
    double days;
};
struct sky_ut1 {
    double days;
};

/* TT to TDB at the Earth's centre.
 *
 * Accuracy  10 microseconds from 1900 to 2100
 * Source    Fairhead & Bretagnon 1990, their largest terms
 */
struct sky_tdb sky_time_tdb(struct sky_tt tt);

#endif
