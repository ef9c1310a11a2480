/* Integrates the solar system and fits it to published vectors:
 *     integrate START.csv VECTORS_FOLDER KERNEL_WITH_MOON > WORK.bsp
 * START.csv has masses and states at an epoch. Half of the rows of the vectors are fitted, the others judge: the report on
 * stderr has both. The Moon relative to the Earth is copied from KERNEL_WITH_MOON. WORK.bsp has series of 4 days and
 * is the input of `compact`.
 */
#include "base/file.h"
#include "march.h"
#include "rows.h"
#include "sky/const.h"
#include "sky/ephem.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAS_PER_RAD  (180.0 * 3600e3 / M_PI)
#define EPOCH_DAYS   (2440400.5 - 2451545.0)
#define FROM_DAYS    (-36544.5) /* 1899-12-12 */
#define BEFORE       6350       /* steps from there to the epoch */
#define STEPS        18276      /* to 2100-02-04 */
#define ROUNDS       4          /* of the fit */
#define MOON_DAYS    6.0        /* of a record of the Moon */
#define BOUNDARY_S   1e-3       /* how near a time counts as the boundary of records */
#define ROWS_MAX     4000
#define LINE_MAX     512
#define UNKNOWNS_MAX (6 + FORCES_MOST)
#define GM_DOUBT     0.3 /* of an asteroid's mass, as a share: its standard deviation before the fit */
#define ROW_DOUBT_KM 0.2 /* of a vector of Mars, with what the model leaves out */
#define MARS         4
#define JUPITER      5
#define LEFT_TERMS   27 /* of such a polynomial at most */

/* The bodies of the kernel in the order of the forces. */
static const struct planet {
    int target, id;     /* NAIF ids in the kernel and in START.csv */
    const char *file;   /* vectors relative to the Sun */
    double step_days;   /* of the equations of variation */
    enum sky_body body; /* whose centre the vectors mean */
    /* Of the polynomial of time for what the model leaves: as few as leave no slow motion, because a polynomial of many
     * terms follows the scatter of the rows at both ends. */
    int left_terms;
} planets[FORCES_PLANETS] = {
    {10, 10, NULL, 0, SKY_BODY_SUN, 0},          {199, 199, "Mercury", 0.25, SKY_BODY_MERCURY, 0},
    {299, 299, "Venus", 1, SKY_BODY_VENUS, 0},   {3, 399, "EMB", 1, SKY_BODY_SUN, 0},
    {4, 4, "Mars", 1, SKY_BODY_MARS, 0},         {5, 5, "Jupiter", 10, SKY_BODY_JUPITER, 27},
    {6, 6, "Saturn", 10, SKY_BODY_SATURN, 17},   {7, 7, "Uranus", 10, SKY_BODY_URANUS, 25},
    {8, 8, "Neptune", 10, SKY_BODY_NEPTUNE, 27}, {9, 9, "Pluto", 10, SKY_BODY_SUN, 27},
};

/* A vector from the Sun to a planet, or to the barycentre of its system. */
struct row {
    double tdb_s, pos_km[3];
};

struct vectors {
    int count;
    struct row rows[ROWS_MAX];
};

struct model {
    struct forces forces;
    double pos[FORCES_AXES], vel[FORCES_AXES]; /* at the epoch */
    double gm_start[FORCES_MOST];
    double left_km[FORCES_PLANETS][3][LEFT_TERMS]; /* Chebyshev coefficients for the whole span */
    struct series paths[FORCES_MOST];
};

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "integrate: %s %s\n", what, name);
    exit(1);
}

/* Reads `count` numbers between commas; whether the line has them. */
static bool read_numbers(const char *line, double numbers[], int count)
{
    for (int i = 0; i < count; i++) {
        char *end;
        numbers[i] = strtod(line, &end);
        if (end == line) return false;
        line = end + (*end == ',');
    }
    return true;
}

static int planet_of(int id)
{
    for (int i = 0; i < FORCES_PLANETS; i++)
        if (planets[i].id == id) return i;
    return -1;
}

/* Adds the Moon to the Earth, whose row is the one before: together they are one body. */
static void join_moon(struct model *m, const double row[8])
{
    double *gm = &m->forces.gm_km3_s2[FORCES_EMB];
    m->forces.moon_share = row[1] / (*gm + row[1]);
    for (int k = 0; k < 3; k++) {
        m->pos[3 * FORCES_EMB + k] +=
            m->forces.moon_share * (row[2 + k] * SKY_AU_KM - m->pos[3 * FORCES_EMB + k]);
        m->vel[3 * FORCES_EMB + k] += m->forces.moon_share * (row[5 + k] * SKY_AU_KM / SKY_DAY_S -
                                                              m->vel[3 * FORCES_EMB + k]);
    }
    *gm += row[1];
}

static void read_start(const char *path, struct model *m)
{
    char line[LINE_MAX];
    double row[8];
    FILE *file = fopen(path, "r");
    if (file == NULL) fail("cannot read", path);
    m->forces.bodies = FORCES_PLANETS;
    while (fgets(line, sizeof line, file) != NULL) {
        if (!read_numbers(line, row, 8)) continue;
        if (row[0] == 301.0) {
            join_moon(m, row);
            continue;
        }
        int i = row[0] > 2e6 ? m->forces.bodies++ : planet_of((int)row[0]);
        if (i < 0 || i >= FORCES_MOST) fail("too many or unknown bodies in", path);
        m->forces.gm_km3_s2[i] = row[1];
        for (int k = 0; k < 3; k++) {
            m->pos[3 * i + k] = row[2 + k] * SKY_AU_KM;
            m->vel[3 * i + k] = row[5 + k] * SKY_AU_KM / SKY_DAY_S;
        }
    }
    fclose(file);
    memcpy(m->gm_start, m->forces.gm_km3_s2, sizeof m->gm_start);
}

/* Reads the vectors of a planet, less the offset of its centre from the barycentre of its system. */
static void read_vectors(const char *folder, const struct planet *planet, struct vectors *v)
{
    char path[LINE_MAX], line[LINE_MAX];
    double n[4];
    snprintf(path, sizeof path, "%s/state_heliostate_%s.csv", folder, planet->file);
    FILE *file = fopen(path, "r");
    if (file == NULL) fail("cannot read", path);
    v->count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (!read_numbers(line, n, 4)) continue;
        if (v->count == ROWS_MAX) fail("too many rows in", path);
        struct sky_tdb when = {n[0] - 2451545.0};
        struct sky_vec offset = sky_ephem_offset_au(planet->body, when);
        v->rows[v->count++] =
            (struct row){when.days * SKY_DAY_S,
                         {(n[1] - offset.x) * SKY_AU_KM, (n[2] - offset.y) * SKY_AU_KM,
                          (n[3] - offset.z) * SKY_AU_KM}};
    }
    fclose(file);
}

/* The Moon of a kernel; where two of its records meet, the mean of both, so that a fit to it has no step. */
static void state_of_moon(const void *context, double tdb_s, struct series_state *state)
{
    const struct sky_spk_segment *segment = context;
    const double at = (tdb_s - segment->start_s) / segment->interval_s;
    const double aside_s =
        fabs(at - nearbyint(at)) * segment->interval_s < BOUNDARY_S ? BOUNDARY_S : 0.0;
    const double au_s = SKY_AU_KM / SKY_DAY_S;
    *state = (struct series_state){0};
    for (int side = -1; side <= 1; side += 2) {
        double near_s = fmin(fmax(tdb_s + side * aside_s, segment->from_s), segment->until_s);
        struct sky_state s = sky_spk_state(segment, (struct sky_tdb){near_s / SKY_DAY_S});
        const double pos[3] = {s.pos_icrs_au.x, s.pos_icrs_au.y, s.pos_icrs_au.z};
        const double vel[3] = {s.vel_icrs_au_per_day.x, s.vel_icrs_au_per_day.y,
                               s.vel_icrs_au_per_day.z};
        for (int k = 0; k < 3; k++) {
            state->pos_km[k] += 0.5 * pos[k] * SKY_AU_KM;
            state->vel_km_s[k] += 0.5 * vel[k] * au_s;
        }
    }
}

/* Chebyshev polynomials at a time of the span, and their slopes by seconds. */
static void span_polynomials(double tdb_s, double value[LEFT_TERMS], double slope[LEFT_TERMS])
{
    const double half_s = STEPS * MARCH_STEP_S / 2.0;
    const double u = (tdb_s - FROM_DAYS * SKY_DAY_S) / half_s - 1.0;
    value[0] = 1.0;
    value[1] = u;
    slope[0] = 0.0;
    slope[1] = 1.0;
    for (int k = 2; k < LEFT_TERMS; k++) {
        value[k] = 2.0 * u * value[k - 1] - value[k - 2];
        slope[k] = 2.0 * u * slope[k - 1] + 2.0 * value[k - 1] - slope[k - 2];
    }
    for (int k = 0; k < LEFT_TERMS; k++) slope[k] /= half_s;
}

/* A planet and the model it moves in. */
struct planet_path {
    const struct model *model;
    int planet;
};

/* The integrated state of a planet, with what is left. */
static void state_of_planet(const void *context, double tdb_s, struct series_state *state)
{
    const struct planet_path *path = context;
    const struct series_path body = series_as_path(&path->model->paths[path->planet]);
    double value[LEFT_TERMS], slope[LEFT_TERMS];
    body.state(body.context, tdb_s, state);
    if (path->planet < JUPITER) return;
    span_polynomials(tdb_s, value, slope);
    for (int axis = 0; axis < 3; axis++)
        for (int k = 0; k < LEFT_TERMS; k++) {
            state->pos_km[axis] += path->model->left_km[path->planet][axis][k] * value[k];
            state->vel_km_s[axis] += path->model->left_km[path->planet][axis][k] * slope[k];
        }
}

/* Position of a planet relative to the Sun, in the model. */
static void heliocentric(const struct model *m, int planet, double tdb_s, double pos_km[3])
{
    struct planet_path sun = {m, 0}, body = {m, planet};
    struct series_state a, b;
    state_of_planet(&sun, tdb_s, &a);
    state_of_planet(&body, tdb_s, &b);
    for (int k = 0; k < 3; k++) pos_km[k] = b.pos_km[k] - a.pos_km[k];
}

/* How the model differs from the rows that are fitted, or from the others: angles seen from the Sun, in mas. */
static void judge(const struct model *m, int planet, const struct vectors *v, int is_fitted)
{
    double squares = 0.0, worst = 0.0;
    int count = 0;
    for (int i = 0; i < v->count; i++) {
        if (rows_is_fitted(i) != is_fitted) continue;
        double pos[3], off = 0.0, size = 0.0;
        heliocentric(m, planet, v->rows[i].tdb_s, pos);
        for (int k = 0; k < 3; k++) {
            off += (pos[k] - v->rows[i].pos_km[k]) * (pos[k] - v->rows[i].pos_km[k]);
            size += pos[k] * pos[k];
        }
        double mas = sqrt(off / size) * MAS_PER_RAD;
        count++;
        squares += mas * mas;
        worst = fmax(worst, mas);
    }
    fprintf(stderr, "  %s rms %.4f max %.4f mas", is_fitted ? "fitted" : "others",
            sqrt(squares / count), worst);
}

/* The positions of everything that pulls at a planet, at one instant. */
struct scene {
    double at_km[FORCES_MOST][3];
};

static void look(const struct model *m, int bodies, double tdb_s, struct scene *scene)
{
    for (int i = 0; i < bodies; i++) {
        struct series_path path = series_as_path(&m->paths[i]);
        struct series_state state;
        path.state(path.context, tdb_s, &state);
        memcpy(scene->at_km[i], state.pos_km, sizeof state.pos_km);
    }
}

/* Derivatives of a planet's position and velocity by the unknowns: its state at the epoch, then the masses. */
struct variation {
    double by[UNKNOWNS_MAX][6];
};

/* Their rates: the gradient of all pulls, and for a mass the pull of one unit of it. */
static void rates(const struct model *m, int planet, int unknowns, const struct scene *scene,
                  const struct variation *v, struct variation *rate)
{
    double gradient[3][3] = {{0}};
    const double *at = scene->at_km[planet];
    for (int j = 0; j < FORCES_PLANETS; j++) {
        if (j == planet) continue;
        double d[3], square = 0.0,
                     gm = m->forces.gm_km3_s2[j] + (j == 0 ? m->forces.gm_km3_s2[planet] : 0.0);
        for (int k = 0; k < 3; k++) {
            d[k] = at[k] - scene->at_km[j][k];
            square += d[k] * d[k];
        }
        double s = gm / (square * sqrt(square));
        for (int k = 0; k < 3; k++)
            for (int l = 0; l < 3; l++)
                gradient[k][l] += s * (3.0 * d[k] * d[l] / square - (k == l ? 1.0 : 0.0));
    }
    for (int u = 0; u < unknowns; u++) {
        for (int k = 0; k < 3; k++) {
            rate->by[u][k] = v->by[u][3 + k];
            rate->by[u][3 + k] = gradient[k][0] * v->by[u][0] + gradient[k][1] * v->by[u][1] +
                                 gradient[k][2] * v->by[u][2];
        }
        if (u < 6) continue;
        const double *asteroid = scene->at_km[FORCES_PLANETS + u - 6];
        double to_planet[3], to_sun[3], near = 0.0, far = 0.0;
        for (int k = 0; k < 3; k++) {
            to_planet[k] = asteroid[k] - at[k];
            to_sun[k] = asteroid[k] - scene->at_km[0][k];
            near += to_planet[k] * to_planet[k];
            far += to_sun[k] * to_sun[k];
        }
        for (int k = 0; k < 3; k++)
            rate->by[u][3 + k] +=
                to_planet[k] / (near * sqrt(near)) - to_sun[k] / (far * sqrt(far));
    }
}

static void add(struct variation *to, const struct variation *from, double factor,
                const struct variation *rate, int unknowns)
{
    for (int u = 0; u < unknowns; u++)
        for (int k = 0; k < 6; k++) to->by[u][k] = from->by[u][k] + factor * rate->by[u][k];
}

/* One step of Runge and Kutta; scenes at its begin, middle and end. */
static void vary(const struct model *m, int planet, int unknowns, const struct scene scenes[3],
                 double step_s, struct variation *v)
{
    static struct variation k1, k2, k3, k4, at;
    rates(m, planet, unknowns, &scenes[0], v, &k1);
    add(&at, v, step_s / 2.0, &k1, unknowns);
    rates(m, planet, unknowns, &scenes[1], &at, &k2);
    add(&at, v, step_s / 2.0, &k2, unknowns);
    rates(m, planet, unknowns, &scenes[1], &at, &k3);
    add(&at, v, step_s, &k3, unknowns);
    rates(m, planet, unknowns, &scenes[2], &at, &k4);
    add(v, v, step_s / 6.0, &k1, unknowns);
    add(v, v, step_s / 3.0, &k2, unknowns);
    add(v, v, step_s / 3.0, &k3, unknowns);
    add(v, v, step_s / 6.0, &k4, unknowns);
}

/* The equations of a fit: rows of unknowns and right side, in a triangle that further rows are rotated into. */
struct equations {
    int unknowns;
    double triangle[UNKNOWNS_MAX][UNKNOWNS_MAX + 1];
};

/* Adds one equation by Givens rotations. */
static void equate(struct equations *e, double row[UNKNOWNS_MAX + 1])
{
    for (int i = 0; i < e->unknowns; i++) {
        if (row[i] == 0.0) continue;
        double r = hypot(e->triangle[i][i], row[i]), c = e->triangle[i][i] / r, s = row[i] / r;
        for (int k = i; k <= e->unknowns; k++) {
            double upper = e->triangle[i][k];
            e->triangle[i][k] = c * upper + s * row[k];
            row[k] = c * row[k] - s * upper;
        }
    }
}

static void solve(const struct equations *e, double x[UNKNOWNS_MAX])
{
    for (int i = e->unknowns - 1; i >= 0; i--) {
        double sum = e->triangle[i][e->unknowns];
        for (int k = i + 1; k < e->unknowns; k++) sum -= e->triangle[i][k] * x[k];
        x[i] = sum / e->triangle[i][i];
    }
}

/* The equations of the rows of one vector. */
static void equate_row(const struct model *m, int planet, const struct row *row,
                       const struct variation *v, struct equations *e)
{
    double pos[3];
    heliocentric(m, planet, row->tdb_s, pos);
    for (int k = 0; k < 3; k++) {
        double equation[UNKNOWNS_MAX + 1];
        for (int u = 0; u < e->unknowns; u++) equation[u] = v->by[u][k] / ROW_DOUBT_KM;
        equation[e->unknowns] = (row->pos_km[k] - pos[k]) / ROW_DOUBT_KM;
        equate(e, equation);
    }
}

/* Goes from the epoch into one direction through the fitted rows. */
static void collect(const struct model *m, int planet, const struct vectors *v, int way,
                    struct equations *e)
{
    static struct variation at;
    static struct scene scenes[3];
    const double step_s = way * planets[planet].step_days * SKY_DAY_S;
    double now_s = EPOCH_DAYS * SKY_DAY_S;
    int i = 0;
    memset(&at, 0, sizeof at);
    for (int u = 0; u < 6; u++) at.by[u][u] = 1.0;
    while (i < v->count && v->rows[i].tdb_s <= now_s) i++;
    if (way < 0) i--;
    const int bodies = e->unknowns > 6 ? m->forces.bodies : FORCES_PLANETS;
    look(m, bodies, now_s, &scenes[0]);
    while (i >= 0 && i < v->count) {
        look(m, bodies, now_s + step_s / 2.0, &scenes[1]);
        look(m, bodies, now_s + step_s, &scenes[2]);
        vary(m, planet, e->unknowns, scenes, step_s, &at);
        now_s += step_s;
        scenes[0] = scenes[2];
        if (fabs(now_s - v->rows[i].tdb_s) > 1.0) continue;
        if (rows_is_fitted(i)) equate_row(m, planet, &v->rows[i], &at, e);
        i += way;
    }
}

/* Improves the state of a planet at the epoch; with Mars the masses of asteroids, as far as they are in uncertainty. */
static void improve(struct model *m, int planet, const struct vectors *v)
{
    static struct equations e;
    double x[UNKNOWNS_MAX];
    memset(&e, 0, sizeof e);
    e.unknowns = planet == MARS ? 6 + m->forces.bodies - FORCES_PLANETS : 6;
    collect(m, planet, v, -1, &e);
    collect(m, planet, v, 1, &e);
    for (int u = 6; u < e.unknowns; u++) {
        const int body = FORCES_PLANETS + u - 6;
        const double uncertainty = GM_DOUBT * m->gm_start[body];
        double equation[UNKNOWNS_MAX + 1] = {0};
        equation[u] = 1.0 / uncertainty;
        equation[e.unknowns] = (m->gm_start[body] - m->forces.gm_km3_s2[body]) / uncertainty;
        equate(&e, equation);
    }
    solve(&e, x);
    for (int k = 0; k < 3; k++) {
        m->pos[3 * planet + k] += x[k];
        m->vel[3 * planet + k] += x[3 + k];
    }
    for (int u = 6; u < e.unknowns; u++) m->forces.gm_km3_s2[FORCES_PLANETS + u - 6] += x[u];
}

/* Fits a polynomial of time to what the model leaves of an outer planet: mostly the pull of the Kuiper belt, which
 * DE441 has, on Neptune and Pluto. */
static void fit_left(struct model *m, int planet, const struct vectors *v)
{
    static struct equations e[3];
    memset(e, 0, sizeof e);
    for (int i = 0; i < v->count; i++) {
        if (!rows_is_fitted(i) && i != v->count - 1)
            continue; /* the last row as well: a polynomial is wild beyond its rows */
        double value[LEFT_TERMS], slope[LEFT_TERMS], pos[3];
        span_polynomials(v->rows[i].tdb_s, value, slope);
        heliocentric(m, planet, v->rows[i].tdb_s, pos);
        for (int axis = 0; axis < 3; axis++) {
            double equation[UNKNOWNS_MAX + 1];
            e[axis].unknowns = planets[planet].left_terms;
            memcpy(equation, value, sizeof value);
            equation[planets[planet].left_terms] = v->rows[i].pos_km[axis] - pos[axis];
            equate(&e[axis], equation);
        }
    }
    for (int axis = 0; axis < 3; axis++) {
        double x[UNKNOWNS_MAX];
        solve(&e[axis], x);
        for (int k = 0; k < e[axis].unknowns; k++) m->left_km[planet][axis][k] += x[k];
    }
}

static void run(struct model *m)
{
    forces_centre(&m->forces, m->pos, m->vel);
    march(&m->forces, BEFORE, m->pos, m->vel, m->paths);
}

static void allocate(struct model *m)
{
    for (int i = 0; i < m->forces.bodies; i++) {
        m->paths[i] = (struct series){i < FORCES_PLANETS ? planets[i].target : 0,
                                      0,
                                      FROM_DAYS * SKY_DAY_S,
                                      MARCH_STEP_S,
                                      STEPS,
                                      MARCH_TERMS,
                                      NULL};
        m->paths[i].coefs = malloc(STEPS * 3 * MARCH_TERMS * sizeof(double));
        if (m->paths[i].coefs == NULL) fail("no memory for", "the paths");
    }
}

static void state_of_earth(const void *context, double tdb_s, struct series_state *state)
{
    const struct forces *forces = context;
    forces->moon.state(forces->moon.context, tdb_s, state);
    for (int k = 0; k < 3; k++) {
        state->pos_km[k] *= -forces->moon_share;
        state->vel_km_s[k] *= -forces->moon_share;
    }
}

/* Sun and planets, the Earth about the barycentre, and the Moon about the Earth. */
static void write_work(const struct model *m)
{
    struct series all[FORCES_PLANETS + 2];
    memcpy(all, m->paths, FORCES_PLANETS * sizeof all[0]);
    for (int i = JUPITER; i < FORCES_PLANETS; i++) {
        const struct planet_path body = {m, i};
        const struct series_path path = {state_of_planet, &body};
        series_make(&all[i], &path);
    }
    struct series *moon = &all[FORCES_PLANETS];
    /* The records that the kernel has, with a term more to meet at their boundaries. */
    moon[0] = (struct series){301,
                              399,
                              FROM_DAYS * SKY_DAY_S,
                              MOON_DAYS * SKY_DAY_S,
                              (int)(STEPS * MARCH_STEP_S / SKY_DAY_S / MOON_DAYS),
                              13,
                              NULL};
    series_make(&moon[0], &m->forces.moon);
    struct forces smooth = m->forces;
    smooth.moon = series_as_path(&moon[0]);
    const struct series_path earth = {state_of_earth, &smooth};
    moon[1] = moon[0];
    moon[1].target = 399;
    moon[1].centre = 3;
    series_make(&moon[1], &earth);
    series_write(stdout, "planettracker sky, integrated", all, FORCES_PLANETS + 2);
}

/* How the model differs from all vectors. */
static void report(const struct model *m, int round, const struct vectors vectors[FORCES_PLANETS])
{
    fprintf(stderr, "after %d rounds, at the distance from the Sun\n", round);
    for (int i = 1; i < FORCES_PLANETS; i++) {
        fprintf(stderr, "%-8s", planets[i].file);
        judge(m, i, &vectors[i], 1);
        judge(m, i, &vectors[i], 0);
        fprintf(stderr, "\n");
    }
}

static void fit(struct model *m, const struct vectors vectors[FORCES_PLANETS])
{
    for (int round = 0; round < ROUNDS; round++) {
        run(m);
        report(m, round, vectors);
        for (int i = 1; i < FORCES_PLANETS; i++) improve(m, i, &vectors[i]);
    }
    run(m);
    for (int i = JUPITER; i < FORCES_PLANETS; i++) fit_left(m, i, &vectors[i]);
    report(m, ROUNDS, vectors);
    for (int i = FORCES_PLANETS; i < m->forces.bodies; i++)
        fprintf(stderr, "asteroid in row %d: GM %.4f, fitted %.4f km3/s2\n", i - FORCES_PLANETS + 1,
                m->gm_start[i], m->forces.gm_km3_s2[i]);
}

int main(int argc, char *argv[])
{
    static struct model model;
    static struct vectors vectors[FORCES_PLANETS];
    static struct sky_spk spk;
    struct base_span bytes;
    struct base_fault fault;
    if (argc != 4) fail("usage: integrate START.csv VECTORS_FOLDER KERNEL_WITH_MOON >WORK.bsp", "");
    if (base_file_map(argv[3], &bytes) != BASE_ERR_OK ||
        sky_spk_open(bytes, &spk, &fault) != BASE_ERR_OK)
        fail("cannot read the kernel", argv[3]);
    const struct sky_spk_segment *moon = sky_spk_find(&spk, 301, (struct sky_tdb){EPOCH_DAYS});
    if (moon == NULL || moon->centre != 399) fail("no Moon relative to the Earth in", argv[3]);
    model.forces.moon = (struct series_path){state_of_moon, moon};
    read_start(argv[1], &model);
    for (int i = 1; i < FORCES_PLANETS; i++) read_vectors(argv[2], &planets[i], &vectors[i]);
    allocate(&model);
    fit(&model, vectors);
    write_work(&model);
    return 0;
}
