/* Fits of Chebyshev series, and the file that holds them. */
#include "series.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define VELOCITY_WEIGHT 0.4 /* of a velocity by u against a position: Newhall 1989 */
#define ENDS            4   /* equations that hold exactly: positions and velocities of both ends */
#define UNKNOWNS_MAX    (SERIES_TERMS_MAX + ENDS)
#define RECORD_BYTES    1024

/* Chebyshev polynomials and their slopes at u. */
static void polynomials(double u, int terms, double value[], double slope[])
{
    value[0] = 1.0;
    slope[0] = 0.0;
    value[1] = u;
    slope[1] = 1.0;
    for (int k = 2; k < terms; k++) {
        value[k] = 2.0 * u * value[k - 1] - value[k - 2];
        slope[k] = 2.0 * u * slope[k - 1] + 2.0 * value[k - 1] - slope[k - 2];
    }
}

struct system {
    int size, columns; /* columns: size unknowns, then the right sides */
    long double row[UNKNOWNS_MAX][UNKNOWNS_MAX + 2 * SERIES_POINTS_MAX];
};

/* Solves by elimination with pivots; the right sides become the solutions. */
static void solve(struct system *s)
{
    for (int i = 0; i < s->size; i++) {
        int pivot = i;
        for (int r = i + 1; r < s->size; r++)
            if (fabsl(s->row[r][i]) > fabsl(s->row[pivot][i])) pivot = r;
        assert(s->row[pivot][i] != 0.0L);
        for (int c = 0; c < s->columns; c++) {
            long double kept = s->row[i][c];
            s->row[i][c] = s->row[pivot][c];
            s->row[pivot][c] = kept;
        }
        for (int r = 0; r < s->size; r++) {
            long double factor = s->row[r][i] / s->row[i][i];
            if (r == i || factor == 0.0L) continue;
            for (int c = i; c < s->columns; c++) s->row[r][c] -= factor * s->row[i][c];
        }
    }
    for (int i = 0; i < s->size; i++)
        for (int c = s->size; c < s->columns; c++) s->row[i][c] /= s->row[i][i];
}

/* The equations of a least-squares fit with Lagrange multipliers for the ends. */
static void set_equations(struct system *s, const struct series_fit *fit)
{
    const int terms = fit->terms, points = fit->points;
    memset(s, 0, sizeof *s);
    s->size = terms + ENDS;
    s->columns = s->size + 2 * points;
    for (int p = 0; p < points; p++) {
        double value[SERIES_TERMS_MAX], slope[SERIES_TERMS_MAX];
        polynomials(fit->u[p], terms, value, slope);
        const bool is_end = p == 0 || p == points - 1;
        const int equation = terms + (p == 0 ? 0 : 2);
        for (int i = 0; i < terms; i++) {
            for (int k = 0; k < terms; k++)
                s->row[i][k] += value[i] * value[k] + VELOCITY_WEIGHT * slope[i] * slope[k];
            s->row[i][s->size + 2 * p] = value[i];
            s->row[i][s->size + 2 * p + 1] = VELOCITY_WEIGHT * slope[i];
            if (!is_end) continue;
            s->row[i][equation] = s->row[equation][i] = value[i];
            s->row[i][equation + 1] = s->row[equation + 1][i] = slope[i];
        }
        if (!is_end) continue;
        s->row[equation][s->size + 2 * p] = 1.0L;
        s->row[equation + 1][s->size + 2 * p + 1] = 1.0L;
    }
}

void series_fit_init(struct series_fit *fit, int terms)
{
    static struct system s;
    assert(terms >= ENDS && terms <= SERIES_TERMS_MAX);
    fit->terms = terms;
    fit->points = terms + 3;
    for (int p = 0; p < fit->points; p++) fit->u[p] = -cos(M_PI * p / (fit->points - 1));
    fit->u[0] = -1.0;
    fit->u[fit->points - 1] = 1.0;
    set_equations(&s, fit);
    solve(&s);
    for (int k = 0; k < terms; k++)
        for (int c = 0; c < 2 * fit->points; c++) fit->matrix[k][c] = (double)s.row[k][s.size + c];
}

void series_fit_interval(const struct series_fit *fit, const struct series_path *path,
                         double from_s, double until_s, double *coefs)
{
    const double length_s = until_s - from_s;
    struct series_state states[SERIES_POINTS_MAX];
    for (int p = 0; p < fit->points; p++) {
        /* Both neighbours of a boundary ask for the same double. */
        double at_s = p == fit->points - 1 ? until_s : from_s + (fit->u[p] + 1.0) / 2.0 * length_s;
        path->state(path->context, at_s, &states[p]);
    }
    /* Less the first position, which keeps more digits. */
    for (int axis = 0; axis < 3; axis++)
        for (int k = 0; k < fit->terms; k++) {
            double sum = 0.0;
            for (int p = 0; p < fit->points; p++)
                sum += fit->matrix[k][2 * p] * (states[p].pos_km[axis] - states[0].pos_km[axis]) +
                       fit->matrix[k][2 * p + 1] * states[p].vel_km_s[axis] * length_s / 2.0;
            coefs[axis * fit->terms + k] = sum + (k == 0 ? states[0].pos_km[axis] : 0.0);
        }
}

void series_make(struct series *series, const struct series_path *path)
{
    struct series_fit fit;
    series_fit_init(&fit, series->terms);
    const size_t record = 3 * (size_t)series->terms;
    series->coefs = malloc((size_t)series->intervals * record * sizeof *series->coefs);
    if (series->coefs == NULL) abort();
    for (int i = 0; i < series->intervals; i++)
        series_fit_interval(&fit, path, series->start_s + i * series->interval_s,
                            series->start_s + (i + 1) * series->interval_s,
                            series->coefs + (size_t)i * record);
}

void series_state_at(const struct series *series, int interval, double u,
                     struct series_state *state)
{
    double value[SERIES_TERMS_MAX], slope[SERIES_TERMS_MAX];
    assert(interval >= 0 && interval < series->intervals && series->terms <= SERIES_TERMS_MAX);
    polynomials(u, series->terms, value, slope);
    const double *coefs = series->coefs + (size_t)interval * 3 * (size_t)series->terms;
    for (int axis = 0; axis < 3; axis++, coefs += series->terms) {
        double pos = 0.0, vel = 0.0;
        for (int k = series->terms - 1; k >= 0; k--) {
            pos += coefs[k] * value[k];
            vel += coefs[k] * slope[k];
        }
        state->pos_km[axis] = pos;
        state->vel_km_s[axis] = vel * 2.0 / series->interval_s;
    }
}

static void state_of_series(const void *context, double tdb_s, struct series_state *state)
{
    const struct series *series = context;
    double at = (tdb_s - series->start_s) / series->interval_s;
    int interval = (int)floor(at);
    if (interval < 0) interval = 0;
    if (interval >= series->intervals) interval = series->intervals - 1;
    series_state_at(series, interval, 2.0 * (at - interval) - 1.0, state);
}

struct series_path series_as_path(const struct series *series)
{
    return (struct series_path){state_of_series, series};
}

static double length(const double a[3], const double b[3])
{
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                (a[2] - b[2]) * (a[2] - b[2]));
}

struct series_error series_measure(const struct series *series, const struct series_path *path,
                                   const struct series_path *earth, int probes, int every)
{
    struct series_error error = {0};
    double squares = 0.0;
    long count = 0;
    for (int i = 0; i < series->intervals; i += every) {
        struct series_state is, right, left, observer = {0};
        for (int p = 0; p < probes; p++, count++) {
            double u = 2.0 * (p + 0.5) / probes - 1.0;
            double at_s = series->start_s + (i + (u + 1.0) / 2.0) * series->interval_s;
            series_state_at(series, i, u, &is);
            path->state(path->context, at_s, &right);
            if (earth->state != NULL) earth->state(earth->context, at_s, &observer);
            double off_km = length(is.pos_km, right.pos_km);
            error.worst_km = fmax(error.worst_km, off_km);
            error.worst_rad =
                fmax(error.worst_rad, off_km / fmax(length(right.pos_km, observer.pos_km), off_km));
            squares += off_km * off_km;
        }
        if (i + 1 >= series->intervals) break;
        series_state_at(series, i, 1.0, &left);
        series_state_at(series, i + 1, -1.0, &right);
        error.step_km = fmax(error.step_km, length(left.pos_km, right.pos_km));
        error.step_km_s = fmax(error.step_km_s, length(left.vel_km_s, right.vel_km_s));
    }
    error.rms_km = sqrt(squares / (double)count);
    return error;
}

void series_round(struct series *series, double km)
{
    double quantum = exp2(floor(log2(2.0 * km / series->terms / sqrt(3.0))));
    const size_t count = (size_t)series->intervals * 3 * (size_t)series->terms;
    for (size_t i = 0; i < count; i++)
        series->coefs[i] = nearbyint(series->coefs[i] / quantum) * quantum;
}

size_t series_bytes(const struct series *series)
{
    return ((2 + 3 * (size_t)series->terms) * (size_t)series->intervals + 4) * sizeof(double);
}

static void put(FILE *file, const void *bytes, size_t size)
{
    if (fwrite(bytes, 1, size, file) == size) return;
    perror("kernel");
    exit(1);
}

/* The record of the file: DAF Required Reading, "The File Record". */
static void put_file_record(FILE *file, const char *name, int32_t free_word)
{
    static const char transfer[] = "FTPSTR:\r:\n:\r\n:\r\0:\x81:\x10\xce:ENDFTP";
    const int32_t sizes[2] = {2, 6}, addresses[3] = {2, 2, free_word};
    char record[RECORD_BYTES] = {0};
    memcpy(record, "DAF/SPK ", 8);
    memcpy(record + 8, sizes, sizeof sizes);
    memset(record + 16, ' ', 60);
    memcpy(record + 16, name, strnlen(name, 60));
    memcpy(record + 76, addresses, sizeof addresses);
    memcpy(record + 88, "LTL-IEEE", 8);
    memcpy(record + 699, transfer, sizeof transfer - 1);
    put(file, record, sizeof record);
}

static void put_segment(FILE *file, const struct series *series)
{
    for (int i = 0; i < series->intervals; i++) {
        const size_t terms = 3 * (size_t)series->terms;
        double dates[2] = {series->start_s + (i + 0.5) * series->interval_s,
                           series->interval_s / 2.0};
        put(file, dates, sizeof dates);
        put(file, series->coefs + (size_t)i * terms, terms * sizeof(double));
    }
    double directory[4] = {series->start_s, series->interval_s, 2.0 + 3.0 * series->terms,
                           series->intervals};
    put(file, directory, sizeof directory);
}

void series_write(FILE *file, const char *name, const struct series *series, int count)
{
    char summaries[RECORD_BYTES] = {0}, names[RECORD_BYTES];
    double links[3] = {0.0, 0.0, count};
    int32_t word = 3 * RECORD_BYTES / (int32_t)sizeof(double) + 1;
    assert(count > 0 && count <= 25);
    memcpy(summaries, links, sizeof links);
    memset(names, ' ', sizeof names);
    for (int i = 0; i < count; i++) {
        const struct series *s = &series[i];
        const int32_t words = (int32_t)(series_bytes(s) / sizeof(double));
        const double span[2] = {s->start_s, s->start_s + s->intervals * s->interval_s};
        const int32_t numbers[6] = {s->target, s->centre, 1, 2, word, word + words - 1};
        memcpy(summaries + sizeof links + (size_t)i * 40, span, sizeof span);
        memcpy(summaries + sizeof links + (size_t)i * 40 + sizeof span, numbers, sizeof numbers);
        word += words;
    }
    put_file_record(file, name, word);
    put(file, summaries, sizeof summaries);
    put(file, names, sizeof names);
    for (int i = 0; i < count; i++) put_segment(file, &series[i]);
    if (fflush(file) != 0) put(file, "", 1);
}
