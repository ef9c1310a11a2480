/* A step: accelerations at the nodes of a Chebyshev series are integrated twice, which gives better positions for the
 * accelerations; that is repeated until positions stay. The series of one step, continued, begins the next.
 */
#include "march.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define NODES          MARCH_NODES
#define FORETELL_TERMS 8 /* of the last step's accelerations that are continued */
#define SETTLED_KM                                                                                 \
    1e-5 /* a change of a position after which a few more rounds suffice: each is some 20 times smaller */
#define ROUNDS_MORE  4 /* a systematic 1e-8 km a step would move Mercury by 0.2 km in 70 years */
#define ASTEROIDS_KM 1.0
#define ROUNDS_MAX   30

/* Matrices that belong to the nodes; computed once. */
struct rules {
    double u[NODES];
    double coef[NODES][NODES];  /* values at nodes to coefficients */
    double once[NODES][NODES];  /* values at nodes to the integral from -1 at nodes */
    double twice[NODES][NODES]; /* the same of that integral */
    double once_end[NODES];     /* the integrals over [-1, 1] */
    double twice_end[NODES];
    double twice_coef[MARCH_TERMS][NODES];
    double foretell[NODES][NODES]; /* values at nodes of one step to those of the next */
};

/* The integral from -1 of a series: one term more. */
static void integrate(const double *coefs, int terms, double *sum)
{
    sum[0] = 0.0;
    for (int k = 1; k <= terms; k++) {
        double below = k == 1 ? 2.0 * coefs[0] : coefs[k - 1];
        double above = k + 1 < terms ? coefs[k + 1] : 0.0;
        sum[k] = (below - above) / (2.0 * k);
        sum[0] += k % 2 == 1 ? sum[k] : -sum[k];
    }
}

static double sum_at(const double *coefs, int terms, double u)
{
    double b1 = 0.0, b2 = 0.0;
    for (int k = terms - 1; k > 0; k--) {
        double b = 2.0 * u * b1 - b2 + coefs[k];
        b2 = b1;
        b1 = b;
    }
    return u * b1 - b2 + coefs[0];
}

static void set_rules(struct rules *r)
{
    for (int i = 0; i < NODES; i++) r->u[i] = -cos(M_PI * (i + 0.5) / NODES);
    for (int j = 0; j < NODES; j++) {
        double coefs[NODES], once[NODES + 1], twice[MARCH_TERMS];
        for (int k = 0; k < NODES; k++)
            coefs[k] = r->coef[k][j] = (k == 0 ? 1.0 : 2.0) / NODES * cos(k * acos(r->u[j]));
        integrate(coefs, NODES, once);
        integrate(once, NODES + 1, twice);
        for (int i = 0; i < NODES; i++) {
            r->once[i][j] = sum_at(once, NODES + 1, r->u[i]);
            r->twice[i][j] = sum_at(twice, MARCH_TERMS, r->u[i]);
            r->foretell[i][j] = sum_at(coefs, FORETELL_TERMS, r->u[i] + 2.0);
        }
        r->once_end[j] = sum_at(once, NODES + 1, 1.0);
        r->twice_end[j] = sum_at(twice, MARCH_TERMS, 1.0);
        for (int k = 0; k < MARCH_TERMS; k++) r->twice_coef[k][j] = twice[k];
    }
}

/* The present state, with more digits than a step needs, and the accelerations of the last step. */
struct walker {
    const struct forces *forces;
    struct rules rules;
    double time_s, half_s; /* half a step, negative into the past */
    long double pos[FORCES_AXES], vel[FORCES_AXES];
    double acc[NODES][FORCES_AXES];
};

/* Positions and velocities of the first bodies at a node from the accelerations; the largest change of a position. */
static double move_node(const struct walker *w, int node, int bodies, double pos[FORCES_AXES],
                        double vel[FORCES_AXES])
{
    double once[FORCES_AXES] = {0}, twice[FORCES_AXES] = {0}, change_km = 0.0;
    for (int j = 0; j < NODES; j++)
        for (int a = 0; a < 3 * bodies; a++) {
            once[a] += w->rules.once[node][j] * w->acc[j][a];
            twice[a] += w->rules.twice[node][j] * w->acc[j][a];
        }
    for (int a = 0; a < 3 * bodies; a++) {
        double ahead = (double)w->vel[a] * w->half_s * (w->rules.u[node] + 1.0) +
                       w->half_s * w->half_s * twice[a];
        double moved = (double)w->pos[a] + ahead;
        change_km = fmax(change_km, fabs(moved - pos[a]));
        pos[a] = moved;
        vel[a] = (double)w->vel[a] + w->half_s * once[a];
    }
    return change_km;
}

/* Asteroids pull too weakly to matter for the last rounds: what they do stays once positions are good to ASTEROIDS_KM. */
static void step(struct walker *w)
{
    static double pos[NODES][FORCES_AXES], vel[NODES][FORCES_AXES];
    static double weak[NODES][FORCES_AXES];
    double change_km = HUGE_VAL;
    int bodies = w->forces->bodies;
    for (int round = 0, more = ROUNDS_MORE; more > 0; round++) {
        assert(round < ROUNDS_MAX);
        if (change_km < SETTLED_KM) more--;
        if (change_km < ASTEROIDS_KM) bodies = FORCES_PLANETS;
        change_km = 0.0;
        for (int i = 0; i < NODES; i++)
            change_km = fmax(change_km, move_node(w, i, bodies, pos[i], vel[i]));
        for (int i = 0; i < NODES; i++) {
            if (bodies > FORCES_PLANETS) forces_asteroids(w->forces, pos[i], weak[i]);
            memcpy(w->acc[i], weak[i], sizeof weak[i]);
        }
        for (int i = 0; i < NODES; i++)
            forces_planets(w->forces, w->time_s + w->half_s * (w->rules.u[i] + 1.0), pos[i], vel[i],
                           w->acc[i]);
    }
}

/* Writes the series of a step and goes to its end; the accelerations are continued. */
static void finish(struct walker *w, int interval, struct series paths[FORCES_MOST])
{
    static double next[NODES][FORCES_AXES];
    const double sign = w->half_s > 0.0 ? 1.0 : -1.0, square = w->half_s * w->half_s;
    for (int a = 0; a < 3 * w->forces->bodies; a++) {
        double *coefs = paths[a / 3].coefs + ((size_t)interval * 3 + (size_t)(a % 3)) * MARCH_TERMS;
        long double once = 0.0L, twice = 0.0L;
        for (int k = 0; k < MARCH_TERMS; k++) {
            double sum = 0.0;
            for (int j = 0; j < NODES; j++) sum += w->rules.twice_coef[k][j] * w->acc[j][a];
            if (k <= 1)
                sum = sum * square + (double)w->vel[a] * w->half_s +
                      (k == 0 ? (double)w->pos[a] : 0.0);
            else
                sum *= square;
            coefs[k] = k % 2 == 1 ? sign * sum : sum;
        }
        for (int j = 0; j < NODES; j++) {
            once += (long double)w->rules.once_end[j] * w->acc[j][a];
            twice += (long double)w->rules.twice_end[j] * w->acc[j][a];
        }
        w->pos[a] += 2.0L * w->vel[a] * w->half_s + square * twice;
        w->vel[a] += w->half_s * once;
        for (int i = 0; i < NODES; i++) {
            next[i][a] = 0.0;
            for (int j = 0; j < NODES; j++) next[i][a] += w->rules.foretell[i][j] * w->acc[j][a];
        }
    }
    memcpy(w->acc, next, sizeof next);
    w->time_s += 2.0 * w->half_s;
}

/* Integrates into one direction; `interval` is the first one. */
static void walk(struct walker *w, int interval, int until, struct series paths[FORCES_MOST])
{
    const int way = w->half_s > 0.0 ? 1 : -1;
    double pos[FORCES_AXES], vel[FORCES_AXES], acc[FORCES_AXES];
    for (int a = 0; a < 3 * w->forces->bodies; a++) {
        pos[a] = (double)w->pos[a];
        vel[a] = (double)w->vel[a];
    }
    forces_asteroids(w->forces, pos, acc);
    forces_planets(w->forces, w->time_s, pos, vel, acc);
    for (int i = 0; i < NODES; i++) memcpy(w->acc[i], acc, sizeof acc);
    for (; interval != until; interval += way) {
        step(w);
        finish(w, interval, paths);
    }
}

void march(const struct forces *forces, int before, const double pos[FORCES_AXES],
           const double vel[FORCES_AXES], struct series paths[FORCES_MOST])
{
    static struct walker w;
    w.forces = forces;
    set_rules(&w.rules);
    for (int way = -1; way <= 1; way += 2) {
        w.time_s = paths[0].start_s + before * MARCH_STEP_S;
        w.half_s = way * MARCH_STEP_S / 2.0;
        for (int a = 0; a < 3 * forces->bodies; a++) {
            w.pos[a] = pos[a];
            w.vel[a] = vel[a];
        }
        walk(&w, way < 0 ? before - 1 : before, way < 0 ? -1 : paths[0].intervals, paths);
    }
}
