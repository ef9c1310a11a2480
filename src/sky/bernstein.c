/* Roots of polynomials in Bernstein form. Without a sign change it has no root, with one it has
 * exactly one; any other stretch is halved by de Casteljau's construction.
 * Source: Lane & Riesenfeld 1981, Bounds on a polynomial, BIT 21.
 */
#include "sky/bernstein.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define STEPS_MAX 60 /* for one root: 53 bisections would be enough */

const struct sky_bernstein_basis sky_bernstein_basis = {
#include "gen/sky_bernstein_basis.h"
};

struct sky_bernstein sky_bernstein_through(const double samples[SKY_BERNSTEIN_NODES])
{
    struct sky_bernstein p;
    p.at[0] = samples[0];
    p.at[SKY_BERNSTEIN_DEGREE] = samples[SKY_BERNSTEIN_DEGREE];
    for (int i = 1; i < SKY_BERNSTEIN_DEGREE; i++) {
        double sum = 0.0;
        for (int j = 0; j < SKY_BERNSTEIN_NODES; j++)
            sum += sky_bernstein_basis.row[i][j] * samples[j];
        p.at[i] = sum;
    }
    return p;
}

/* A polynomial of degree up to SKY_BERNSTEIN_DEGREE on a part of [0, 1]. */
struct stretch {
    double from, width;
    int degree;
    double at[SKY_BERNSTEIN_NODES];
};

static int sign_changes(const struct stretch *s)
{
    int changes = 0;
    for (int i = 1; i <= s->degree; i++) changes += (s->at[i] >= 0.0) != (s->at[i - 1] >= 0.0);
    return changes;
}

/* Both halves of a stretch: the edges of de Casteljau's triangle. */
static void halve(const struct stretch *s, struct stretch *left, struct stretch *right)
{
    double at[SKY_BERNSTEIN_NODES];
    memcpy(at, s->at, sizeof at);
    double half = 0.5 * s->width;
    *left = (struct stretch){.from = s->from, .width = half, .degree = s->degree};
    *right = (struct stretch){.from = s->from + half, .width = half, .degree = s->degree};
    for (int level = 0; level <= s->degree; level++) {
        left->at[level] = at[0];
        right->at[s->degree - level] = at[s->degree - level];
        for (int i = 0; i < s->degree - level; i++) at[i] = 0.5 * (at[i] + at[i + 1]);
    }
}

/* Value, slope and curvature at x in [0, 1] of the stretch. */
struct values {
    double value, slope, curvature;
};

static struct values values(const struct stretch *s, double x)
{
    double at[SKY_BERNSTEIN_NODES];
    memcpy(at, s->at, sizeof at);
    for (int level = s->degree; level > 2; level--)
        for (int i = 0; i < level; i++) at[i] += x * (at[i + 1] - at[i]);
    double first = at[1] - at[0], second = at[2] - at[1];
    double low = at[0] + x * first, high = at[1] + x * second;
    return (struct values){low + x * (high - low), s->degree * (high - low),
                           s->degree * (s->degree - 1) * (second - first)};
}

/* Where the control polygon first changes sign: a first approximation of a single root. */
static double polygon_root(const struct stretch *s)
{
    int i = 1;
    while (i < s->degree && (s->at[i] >= 0.0) == (s->at[0] >= 0.0)) i++;
    double step = s->at[i - 1] - s->at[i];
    return (i - 1 + (step != 0.0 ? s->at[i - 1] / step : 1.0)) / s->degree;
}

/* The only sign change of a stretch, by Newton's steps, and by halving where they leave the bracket
 * or converge too slowly. */
static double crossing(const struct stretch *s, bool is_upward)
{
    const double last_bit = 1e-17;
    double low = 0.0, high = 1.0, x = polygon_root(s), step = 1.0;
    for (int i = 0; i < STEPS_MAX; i++) {
        struct values here = values(s, x);
        if ((here.value >= 0.0) == is_upward)
            high = x;
        else
            low = x;
        double newton = here.value / here.slope, next = x - newton;
        bool is_slow = !(fabs(newton) <= 0.5 * fabs(step));
        if (!(next >= low && next <= high) || is_slow)
            next = 0.5 * (low + high);
        else if (0.5 * newton * newton * fabs(here.curvature) <= last_bit * fabs(here.slope))
            return next; /* the error after this step is below the last bit */
        step = next - x;
        if (next == x) return x;
        x = next;
    }
    return x;
}

static void add_root(struct sky_bernstein_roots *roots, double x, bool is_upward)
{
    if (roots->count == SKY_BERNSTEIN_DEGREE) return; /* possible only with NaN */
    assert(!(x < 0.0) && !(x > 1.0));
    assert(roots->count == 0 || !(x < roots->x[roots->count - 1]));
    roots->x[roots->count] = x;
    roots->is_upward[roots->count++] = is_upward;
}

/* All sign changes over [0, 1], ascending: depth first, the left half before the right. */
static struct sky_bernstein_roots roots(const struct stretch *whole)
{
    enum { DEPTH = 30 }; /* 26 halvings to SKY_BERNSTEIN_LEAST_WIDTH, each leaves one right half */
    struct stretch waiting[DEPTH];
    struct sky_bernstein_roots found = {0};
    int height = 0;
    assert(whole->degree >= 2 && whole->degree <= SKY_BERNSTEIN_DEGREE); /* as values() needs */
    waiting[height++] = *whole;
    while (height > 0) {
        assert(height <= DEPTH - 1);
        struct stretch s = waiting[--height];
        int changes = sign_changes(&s);
        bool was_above = s.at[0] >= 0.0, is_above = s.at[s.degree] >= 0.0;
        if (changes == 1) {
            add_root(&found, s.from + s.width * crossing(&s, is_above), is_above);
        } else if (changes > 1 && s.width > SKY_BERNSTEIN_LEAST_WIDTH) {
            halve(&s, &waiting[height + 1], &waiting[height]);
            height += 2;
        } else if (was_above != is_above) {
            add_root(&found, s.from + s.width,
                     is_above); /* three or more roots within the least width */
        }
    }
    return found;
}

struct sky_bernstein_roots sky_bernstein_crossings(const struct sky_bernstein *polynomial)
{
    struct stretch s = {.width = 1.0, .degree = SKY_BERNSTEIN_DEGREE};
    memcpy(s.at, polynomial->at, sizeof s.at);
    return roots(&s);
}

struct sky_bernstein_roots sky_bernstein_turns(const struct sky_bernstein *polynomial)
{
    /* The slope's coefficients are the differences, times the degree. */
    struct stretch slope = {.width = 1.0, .degree = SKY_BERNSTEIN_DEGREE - 1};
    for (int i = 0; i < SKY_BERNSTEIN_DEGREE; i++)
        slope.at[i] = polynomial->at[i + 1] - polynomial->at[i];
    return roots(&slope);
}

bool sky_bernstein_climbs_first(const struct sky_bernstein *polynomial)
{
    return polynomial->at[1] - polynomial->at[0] >= 0.0;
}

bool sky_bernstein_climbs_last(const struct sky_bernstein *polynomial)
{
    return polynomial->at[SKY_BERNSTEIN_DEGREE] - polynomial->at[SKY_BERNSTEIN_DEGREE - 1] >= 0.0;
}
