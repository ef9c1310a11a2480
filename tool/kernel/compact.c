/* Makes a compact kernel of a span from any SPK kernel of types 2 and 3:
 *     compact [--from YEAR] [--until YEAR] [--mas TOLERANCE] [--km TOLERANCE]
 *             [--terms MOST] [--round] KERNEL > NEW
 * A YEAR may have decimals, or be a Julian date: JD2488100.5. Each body gets the length of interval and the number of terms that need the fewest bytes while its
 * largest error stays below the tolerance, as an angle seen from the Earth or as a length. Where the records of KERNEL need
 * fewer bytes, they are copied. --terms limits the terms, because many take long to sum; --round leaves out digits below
 * the tolerance, so that a small file compresses well. The report on stderr has the error of every body, measured at 40
 * instants of every record, and the largest steps between records.
 */
#include "base/file.h"
#include "series.h"
#include "sky/const.h"
#include "sky/ephem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAS_PER_RAD (180.0 * 3600e3 / M_PI)
#define EARTH       399
#define MOON        301
#define PROBES      40  /* of each record in the report */
#define LOOKS       400 /* records at least that a choice is measured on */
#define DAYS_MAX    2048
#define TERMS_MIN   5
#define TERMS_MOST  24

static const struct {
    int target, centre;
    int barycentre; /* serves as well when the kernel lacks the target: planets without moons */
    const char *name;
} bodies[] = {
    {10, 0, 10, "Sun"},         {199, 0, 1, "Mercury"},      {299, 0, 2, "Venus"},
    {EARTH, 0, EARTH, "Earth"}, {4, 0, 4, "Mars"},           {5, 0, 5, "Jupiter"},
    {6, 0, 6, "Saturn"},        {7, 0, 7, "Uranus"},         {8, 0, 8, "Neptune"},
    {9, 0, 9, "Pluto"},         {MOON, EARTH, MOON, "Moon"},
};
#define BODIES ((int)(sizeof bodies / sizeof bodies[0]))

struct request {
    double from_s, until_s;
    double tolerance_rad;
    double tolerance_km; /* counts instead of the angle unless it is 0 */
    int terms_most, is_rounded;
    const char *file;
};

/* A body of the kernel. */
struct source {
    const struct sky_spk *spk;
    int target, centre;
    double until_s; /* later instants, by the rounding of a boundary, are this one */
};

static struct sky_state barycentric(const struct source *source, int id, double tdb_s)
{
    struct sky_state state;
    struct sky_tdb when = {tdb_s / SKY_DAY_S};
    if (sky_ephem_state(source->spk, id, when, NULL, &state) != BASE_ERR_OK) {
        fprintf(stderr, "compact: the kernel has no %d at %.4f days since J2000.0\n", id,
                when.days);
        exit(1);
    }
    return state;
}

static void state_of_source(const void *context, double tdb_s, struct series_state *out)
{
    const struct source *source = context;
    struct sky_state state;
    tdb_s = fmin(tdb_s, source->until_s);
    const struct sky_spk_segment *direct =
        sky_spk_find(source->spk, source->target, (struct sky_tdb){tdb_s / SKY_DAY_S});
    /* One segment keeps more digits than the difference of two sums. */
    if (direct != NULL && direct->centre == source->centre)
        state = sky_spk_state(direct, (struct sky_tdb){tdb_s / SKY_DAY_S});
    else
        state = barycentric(source, source->target, tdb_s);
    if (source->centre != 0 && (direct == NULL || direct->centre != source->centre)) {
        struct sky_state centre = barycentric(source, source->centre, tdb_s);
        state.pos_icrs_au = sky_vec_difference(state.pos_icrs_au, centre.pos_icrs_au);
        state.vel_icrs_au_per_day =
            sky_vec_difference(state.vel_icrs_au_per_day, centre.vel_icrs_au_per_day);
    }
    const double au_s = SKY_AU_KM / SKY_DAY_S;
    *out = (struct series_state){{state.pos_icrs_au.x * SKY_AU_KM, state.pos_icrs_au.y * SKY_AU_KM,
                                  state.pos_icrs_au.z * SKY_AU_KM},
                                 {state.vel_icrs_au_per_day.x * au_s,
                                  state.vel_icrs_au_per_day.y * au_s,
                                  state.vel_icrs_au_per_day.z * au_s}};
}

/* How long a record of `terms` terms for `days` may be wrong, on a part of the records. */
static struct series_error try_size(const struct series *wanted, const struct series_path *path,
                                    const struct series_path *earth)
{
    struct series some = *wanted;
    const int every = wanted->intervals > LOOKS ? wanted->intervals / LOOKS : 1;
    struct series_fit fit;
    struct series_error worst = {0};
    double coefs[3 * SERIES_TERMS_MAX];
    some.coefs = coefs;
    some.intervals = 1;
    series_fit_init(&fit, some.terms);
    for (int i = 0; i < wanted->intervals; i += every) {
        some.start_s = wanted->start_s + i * wanted->interval_s;
        series_fit_interval(&fit, path, some.start_s, some.start_s + some.interval_s, coefs);
        struct series_error error = series_measure(&some, path, earth, PROBES / 2, 1);
        worst.worst_km = fmax(worst.worst_km, error.worst_km);
        worst.worst_rad = fmax(worst.worst_rad, error.worst_rad);
    }
    return worst;
}

static int is_within(const struct request *request, struct series_error error, double share)
{
    return request->tolerance_km > 0.0 ? error.worst_km < share * request->tolerance_km
                                       : error.worst_rad < share * request->tolerance_rad;
}

/* The smallest series within the tolerance; a first look at a part of the records has to stay 20 % below it. */
static void choose(struct series *best, const struct request *request,
                   const struct series_path *path, const struct series_path *earth)
{
    static const double lengths[3] = {1.0, 1.25, 1.5}; /* days, then twice that, and so on */
    const double span_s = request->until_s - request->from_s;
    best->terms = 0;
    for (int i = 0; lengths[i % 3] * (1 << i / 3) <= DAYS_MAX; i++) {
        const double days = lengths[i % 3] * (1 << i / 3);
        struct series s = *best;
        s.start_s = request->from_s;
        s.intervals = (int)ceil(span_s / (days * SKY_DAY_S));
        s.interval_s = span_s / s.intervals;
        for (s.terms = TERMS_MIN; s.terms <= request->terms_most; s.terms++) {
            if (best->terms != 0 && series_bytes(&s) >= series_bytes(best)) break;
            if (!is_within(request, try_size(&s, path, earth), 0.8)) continue;
            *best = s;
            break;
        }
    }
}

/* Copies the records of the kernel when a fit would need more bytes, or there is none; whether it did. */
static int copy(struct series *series, const struct request *request, const struct source *source)
{
    const struct sky_spk_segment *s =
        sky_spk_find(source->spk, source->target, (struct sky_tdb){request->from_s / SKY_DAY_S});
    if (s == NULL || s->centre != source->centre || s->has_velocity ||
        s->until_s < request->until_s || s->terms > SERIES_TERMS_MAX)
        return 0;
    const int first = (int)floor((request->from_s - s->start_s) / s->interval_s);
    const int end = (int)ceil((request->until_s - s->start_s) / s->interval_s);
    struct series same = *series;
    same.start_s = s->start_s + first * s->interval_s;
    same.interval_s = s->interval_s;
    same.intervals = end - first;
    same.terms = s->terms;
    if (series->terms != 0 && series_bytes(&same) >= series_bytes(series)) return 0;
    const size_t coefs = 3 * (size_t)s->terms;
    same.coefs = malloc((size_t)same.intervals * coefs * sizeof *same.coefs);
    if (same.coefs == NULL) abort();
    for (int i = 0; i < same.intervals; i++)
        memcpy(same.coefs + (size_t)i * coefs,
               s->records + (size_t)(first + i) * s->record_bytes + 2 * sizeof(double),
               coefs * sizeof *same.coefs);
    *series = same;
    return 1;
}

static void report(const struct series *series, struct series_error error)
{
    fprintf(stderr, "%10.3f %5d %9zu %11.6f %11.6f %9.5f %10.6f %11.7f\n",
            series->interval_s / SKY_DAY_S, series->terms, series_bytes(series), error.worst_km,
            error.rms_km, error.worst_rad * MAS_PER_RAD, error.step_km * 1e3,
            error.step_km_s * 1e6);
}

/* Fits one body; when a record that the choice did not look at is worse, with more terms. */
static void make(struct series *series, const struct request *request, const struct source *source,
                 const struct series_path *earth)
{
    struct series_path path = {state_of_source, source};
    choose(series, request, &path, earth);
    if (copy(series, request, source)) {
        struct source whole = *source;
        whole.until_s = INFINITY; /* the last record may end later than the request */
        path.context = &whole;
        report(series, series_measure(series, &path, earth, PROBES, 1));
        return;
    }
    for (; series->terms != 0 && series->terms <= SERIES_TERMS_MAX; series->terms++) {
        series_make(series, &path);
        struct series_error error = series_measure(series, &path, earth, PROBES, 1);
        if (request->is_rounded) {
            series_round(series,
                         (request->tolerance_km > 0.0 ? request->tolerance_km : error.worst_km) /
                             10.0);
            error = series_measure(series, &path, earth, PROBES, 1);
        }
        if (is_within(request, error, 1.0)) {
            report(series, error);
            return;
        }
        free(series->coefs);
    }
    fprintf(stderr, "compact: body %d does not stay below the tolerance\n", series->target);
    exit(1);
}

/* TDB seconds since J2000.0 of a year, such as 2024.5, or of a Julian date: JD2488100.5. */
static double year_s(const char *text)
{
    if (strncmp(text, "JD", 2) == 0) return (strtod(text + 2, NULL) - 2451545.0) * SKY_DAY_S;
    return (strtod(text, NULL) - 2000.0) * 365.25 * SKY_DAY_S;
}

/* Sets what an option names; whether there is such an option. */
static int set_option(struct request *r, const char *name, const char *value)
{
    if (strcmp(name, "--from") == 0) {
        r->from_s = year_s(value);
    } else if (strcmp(name, "--until") == 0) {
        r->until_s = year_s(value);
    } else if (strcmp(name, "--mas") == 0) {
        r->tolerance_rad = strtod(value, NULL) / MAS_PER_RAD;
    } else if (strcmp(name, "--km") == 0) {
        r->tolerance_km = strtod(value, NULL);
    } else if (strcmp(name, "--terms") == 0) {
        r->terms_most = atoi(value);
    } else {
        return 0;
    }
    return 1;
}

static struct request parse(int argc, char *argv[])
{
    struct request r = {.from_s = -INFINITY,
                        .until_s = INFINITY,
                        .tolerance_rad = 0.01 / MAS_PER_RAD,
                        .terms_most = TERMS_MOST};
    int is_fine = 1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--round") == 0) {
            r.is_rounded = 1;
        } else if (strncmp(argv[i], "--", 2) != 0) {
            r.file = argv[i];
        } else {
            is_fine = i + 1 < argc && set_option(&r, argv[i], argv[i + 1]) && is_fine;
            i++;
        }
    }
    if (!is_fine || r.file == NULL || !(r.tolerance_rad > 0.0) || !(r.tolerance_km >= 0.0) ||
        r.terms_most < TERMS_MIN || r.terms_most > TERMS_MOST) {
        fprintf(stderr,
                "usage: compact [--from YEAR] [--until YEAR] [--mas TOLERANCE | --km TOLERANCE]\n"
                "               [--terms MOST] [--round] KERNEL >NEW\n");
        exit(2);
    }
    return r;
}

/* The time that the kernel has for every segment, inside the one that is asked for. */
static void limit_span(struct request *request, const struct sky_spk *spk)
{
    for (int i = 0; i < spk->count; i++) {
        request->from_s = fmax(request->from_s, spk->segments[i].from_s);
        request->until_s = fmin(request->until_s, spk->segments[i].until_s);
    }
    if (request->from_s < request->until_s) return;
    fprintf(stderr, "compact: the kernel does not cover that time\n");
    exit(1);
}

int main(int argc, char *argv[])
{
    struct request request = parse(argc, argv);
    static struct sky_spk spk;
    static struct series series[BODIES];
    struct base_span bytes;
    struct base_fault fault;
    if (base_file_map(request.file, &bytes) != BASE_ERR_OK ||
        sky_spk_open(bytes, &spk, &fault) != BASE_ERR_OK) {
        fprintf(stderr, "compact: %s is not a kernel that can be read\n", request.file);
        return 1;
    }
    limit_span(&request, &spk);
    fprintf(stderr, "%-8s %10s %5s %9s %11s %11s %9s %10s %11s\n", "body", "days", "terms", "bytes",
            "worst km", "rms km", "mas", "step m", "step mm/s");
    const struct source earth = {&spk, EARTH, 0, request.until_s};
    size_t size = 0;
    for (int i = 0; i < BODIES; i++) {
        struct source source = {&spk, bodies[i].target, bodies[i].centre, request.until_s};
        if (spk.last[source.target] == 0) source.target = bodies[i].barycentre;
        const struct series_path observer = {
            bodies[i].centre == 0 && bodies[i].target != EARTH ? state_of_source : NULL, &earth};
        series[i].target = bodies[i].target;
        series[i].centre = bodies[i].centre;
        fprintf(stderr, "%-8s ", bodies[i].name);
        make(&series[i], &request, &source, &observer);
        size += series_bytes(&series[i]);
    }
    fprintf(stderr, "%zu bytes\n", size + 3 * 1024);
    series_write(stdout, "planettracker sky", series, BODIES);
    return 0;
}
