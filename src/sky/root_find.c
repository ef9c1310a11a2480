/* A safeguarded secant: as fast as the secant method on smooth functions, and never slower than
 * four calls for each halving of the bracket. */
#include "sky/root_find.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* The bracket and the values through which the secant is drawn. The value of an end that stays in
 * place twice is halved (Illinois): it keeps its sign, but is not the function's value any more. */
struct bracket {
    double from, until;
    double from_value, until_value;
    int stayed; /* the end that the last step left in place: -1 from, 1 until, 0 neither */
};

/* Secants in a row that need not halve the bracket: Illinois first approaches from one side. */
#define SECANTS_MAX 3

static double secant(const struct bracket *b)
{
    double slope = b->until_value - b->from_value;
    return b->from - b->from_value * (b->until - b->from) / slope;
}

static void narrow(struct bracket *b, double at, double value)
{
    if (sky_root_find_sign(value) == sky_root_find_sign(b->from_value)) {
        b->from = at;
        b->from_value = value;
        if (b->stayed == 1) b->until_value *= 0.5;
        b->stayed = 1;
    } else {
        b->until = at;
        b->until_value = value;
        if (b->stayed == -1) b->from_value *= 0.5;
        b->stayed = -1;
    }
}

enum base_err sky_root_find_root(const struct sky_root_find_problem *problem,
                                 const struct sky_root_find_end ends[2], struct sky_tt *root,
                                 struct sky_fault *fault)
{
    const double tolerance_days = problem->tolerance_days;
    assert(sky_root_find_sign(ends[0].value) != sky_root_find_sign(ends[1].value));
    assert(ends[0].when.days <= ends[1].when.days && tolerance_days > 0.0);
    struct bracket b = {ends[0].when.days, ends[1].when.days, ends[0].value, ends[1].value, 0};
    double at = 0.5 * (b.from + b.until);
    double width = b.until - b.from; /* when it was last halved */
    int secants = 0;                 /* since then */
    for (int step = 0; step < SKY_ROOT_FIND_STEPS_MAX && b.until - b.from > tolerance_days;
         step++) {
        double value;
        /* Half a tolerance inside the ends, so that near a root the other end follows at once. */
        at = secants == SECANTS_MAX ? 0.5 * (b.from + b.until) : secant(&b);
        at = fmin(fmax(at, b.from + 0.5 * tolerance_days), b.until - 0.5 * tolerance_days);
        enum base_err err = problem->function(problem->context, (struct sky_tt){at}, &value, fault);
        if (err != BASE_ERR_OK) return err;
        if (value == 0.0) break;
        narrow(&b, at, value);
        secants++;
        if (b.until - b.from > 0.5 * width) continue;
        width = b.until - b.from;
        secants = 0;
    }
    assert(at >= ends[0].when.days && at <= ends[1].when.days);
    root->days = at;
    return BASE_ERR_OK;
}

/* Whether the function may cross 0 and return between the edges. */
static bool may_touch(const struct sky_root_find_edge edges[2])
{
    int side = sky_root_find_sign(edges[0].value);
    return side == sky_root_find_sign(edges[1].value) &&
           side != sky_root_find_sign(edges[0].slope) && side == sky_root_find_sign(edges[1].slope);
}

enum base_err sky_root_find_between(const struct sky_root_find_problem *problem,
                                    const double days[2], struct sky_tt *root, bool *has_root,
                                    struct sky_fault *fault)
{
    assert(days[0] <= days[1]);
    struct sky_root_find_end ends[2];
    for (int i = 0; i < 2; i++) {
        ends[i].when.days = days[i];
        enum base_err err =
            problem->function(problem->context, ends[i].when, &ends[i].value, fault);
        if (err != BASE_ERR_OK) return err;
    }
    *has_root = sky_root_find_sign(ends[0].value) != sky_root_find_sign(ends[1].value);
    if (!*has_root) return BASE_ERR_OK;
    return sky_root_find_root(problem, ends, root, fault);
}

/* The extreme of the function between the edges. */
static enum base_err find_extreme(const struct sky_root_find_problem *problem,
                                  const struct sky_root_find_edge edges[2],
                                  struct sky_root_find_end *extreme, struct sky_fault *fault)
{
    const struct sky_root_find_problem of_slope = {.function = problem->slope,
                                                   .context = problem->context,
                                                   .tolerance_days = problem->tolerance_days};
    const struct sky_root_find_end slopes[2] = {{edges[0].when, edges[0].slope},
                                                {edges[1].when, edges[1].slope}};
    enum base_err err = sky_root_find_root(&of_slope, slopes, &extreme->when, fault);
    if (err != BASE_ERR_OK) return err;
    return problem->function(problem->context, extreme->when, &extreme->value, fault);
}

enum base_err sky_root_find_crossings(const struct sky_root_find_problem *problem,
                                      const struct sky_root_find_edge edges[2],
                                      struct sky_tt roots[2], int *count, struct sky_fault *fault)
{
    struct sky_root_find_end marks[3] = {{edges[0].when, edges[0].value},
                                         {edges[1].when, edges[1].value}};
    int parts = 1;
    assert(edges[0].when.days <= edges[1].when.days);
    if (problem->slope != NULL && may_touch(edges)) {
        marks[2] = marks[1];
        enum base_err err = find_extreme(problem, edges, &marks[1], fault);
        if (err != BASE_ERR_OK) return err;
        parts = 2;
    }
    int found = 0;
    for (int i = 0; i < parts; i++) {
        if (sky_root_find_sign(marks[i].value) == sky_root_find_sign(marks[i + 1].value)) continue;
        enum base_err err = sky_root_find_root(problem, &marks[i], &roots[found], fault);
        if (err != BASE_ERR_OK) return err;
        found++;
    }
    assert(found <= 2 && (found < 2 || roots[0].days <= roots[1].days));
    *count = found;
    return BASE_ERR_OK;
}
