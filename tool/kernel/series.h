/* Chebyshev series of a body's path: fitted to a path, measured against it, written as an SPK kernel of type 2. */
#ifndef TOOL_KERNEL_SERIES_H
#define TOOL_KERNEL_SERIES_H

#include <stdio.h>

#define SERIES_TERMS_MAX  30
#define SERIES_POINTS_MAX (SERIES_TERMS_MAX + 3)

/* Position and velocity of a body. */
struct series_state {
    double pos_km[3], vel_km_s[3];
};

/* A path that can be evaluated at any time of a span, TDB seconds since J2000.0. */
struct series_path {
    void (*state)(const void *context, double tdb_s, struct series_state *state);
    const void *context;
};

/* What an SPK segment of type 2 holds. */
struct series {
    int target, centre; /* NAIF ids */
    double start_s, interval_s;
    int intervals, terms;
    double *coefs; /* km: intervals x 3 axes x terms */
};

/* One fit for all intervals with this number of terms: coefficients are a matrix times the positions
 * and velocities at the points. */
struct series_fit {
    int terms, points;
    double u[SERIES_POINTS_MAX]; /* rising from -1 to 1 */
    double matrix[SERIES_TERMS_MAX][2 * SERIES_POINTS_MAX];
};

/* Makes the matrix of a fit.
 *
 * Given   terms  4..SERIES_TERMS_MAX
 * Gives   a fit by least squares to positions and velocities at terms + 3 points, which has exactly the
 *         given position and velocity at both ends, so that neighbouring records agree there
 * Source  Newhall 1989, Celestial Mechanics 45, 305
 */
void series_fit_init(struct series_fit *fit, int terms);

/* Fits one interval: 3 x fit->terms coefficients, in km. */
void series_fit_interval(const struct series_fit *fit, const struct series_path *path,
                         double from_s, double until_s, double *coefs);

/* Fits a whole series into series->coefs, which it allocates; the other fields are given. */
void series_make(struct series *series, const struct series_path *path);

/* The state that the series of one interval has.
 *
 * Given  u  in [-1, 1]
 */
void series_state_at(const struct series *series, int interval, double u,
                     struct series_state *state);

/* A series as a path. */
struct series_path series_as_path(const struct series *series);

/* How far a series is from a path. */
struct series_error {
    double worst_km, rms_km;
    double worst_rad;          /* of worst_km seen from the Earth, at its distance from there */
    double step_km, step_km_s; /* the largest between neighbouring records */
};

/* Measures at `probes` instants of every `every`-th interval.
 *
 * Given  earth  the path of the Earth relative to the same centre, or with a NULL function when the
 *               centre is the Earth
 */
struct series_error series_measure(const struct series *series, const struct series_path *path,
                                   const struct series_path *earth, int probes, int every);

/* Rounds coefficients to multiples of a power of two, so that a file compresses well.
 *
 * Given  km  the largest change of a position that is allowed
 */
void series_round(struct series *series, double km);

/* Writes a kernel; ends the program with a message when that fails. */
void series_write(FILE *file, const char *name, const struct series *series, int count);

/* The bytes of records and directories. */
size_t series_bytes(const struct series *series);

#endif
