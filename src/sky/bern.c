/* Roots of polynomials in Bernstein form. A sign change count of 0 means no root, of 1 exactly one;
 * anything else is halved by de Casteljau's construction, which gives both halves at once.
 * Source: Lane & Riesenfeld 1981, Bounds on a polynomial, BIT 21.
 *
 * Anchor: the coefficients of T_2(2x - 1) = 8x^2 - 8x + 1 are 1, -3, 1.
 */
#include "sky/bern.h"

#include "sky/const.h"

#include <math.h>
#include <string.h>

#define STEPS_MAX 60 /* of one root: 53 bisections alone would do */

/* Coefficients of degree `degree` raised to SKY_BERN_DEGREE in place. */
static void raise_degree(double *at, int degree)
{
    for (int n = degree + 1; n <= SKY_BERN_DEGREE; n++) {
        at[n] = at[n - 1];
        for (int i = n - 1; i > 0; i--) at[i] += (at[i - 1] - at[i]) * i / n;
    }
}

/* T_k(2x - 1) in Bernstein form, raised. */
static void chebyshev(int k, double *at)
{
    double ratio = k % 2 == 0 ? 1.0 : -1.0; /* (-1)^(k - i) C(2k, 2i) / C(k, i) */
    for (int i = 0; i <= k; i++) {
        at[i] = ratio;
        /* C(2k, 2i + 2) / C(2k, 2i) over C(k, i + 1) / C(k, i) */
        ratio *= -(2.0 * (k - i) - 1.0) / (2.0 * i + 1.0);
    }
    raise_degree(at, k);
}

void sky_bern_basis(struct sky_bern_basis *basis)
{
    const int n = SKY_BERN_DEGREE;
    double cosine[2 * SKY_BERN_DEGREE];
    for (int i = 0; i < 2 * n; i++) cosine[i] = cos(SKY_PI * i / n);
    /* Node i is u = -cos(pi i / n); samples to Chebyshev coefficients is a cosine transform. */
    for (int i = 0; i <= n; i++) basis->node[i] = 0.5 - 0.5 * cosine[i];
    memset(basis->row, 0, sizeof basis->row);
    for (int k = 0; k <= n; k++) {
        double t[SKY_BERN_NODES];
        chebyshev(k, t);
        for (int j = 0; j <= n; j++) {
            double weight = 2.0 / n / ((j % n == 0 ? 2.0 : 1.0) * (k % n == 0 ? 2.0 : 1.0));
            double part = weight * cosine[(n - j) * k % (2 * n)];
            for (int i = 0; i <= n; i++) basis->row[i][j] += part * t[i];
        }
    }
}

struct sky_bern sky_bern_through(const struct sky_bern_basis *basis,
                                 const double samples[SKY_BERN_NODES])
{
    struct sky_bern p;
    p.at[0] = samples[0];
    p.at[SKY_BERN_DEGREE] = samples[SKY_BERN_DEGREE];
    for (int i = 1; i < SKY_BERN_DEGREE; i++) {
        double sum = 0.0;
        for (int j = 0; j < SKY_BERN_NODES; j++) sum += basis->row[i][j] * samples[j];
        p.at[i] = sum;
    }
    return p;
}

/* A polynomial of any degree up to ours on a part of [0, 1]. */
struct stretch {
    double from, width;
    int degree;
    double at[SKY_BERN_NODES];
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
    double at[SKY_BERN_NODES];
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

/* Value and slope at x in [0, 1] of the stretch. */
static double value(const struct stretch *s, double x, double *slope)
{
    double at[SKY_BERN_NODES];
    memcpy(at, s->at, sizeof at);
    for (int level = s->degree; level > 1; level--)
        for (int i = 0; i < level; i++) at[i] += x * (at[i + 1] - at[i]);
    *slope = s->degree * (at[1] - at[0]);
    return at[0] + x * (at[1] - at[0]);
}

/* The one sign change between x = low and x = high: Newton's steps, halving where they leave the
 * bracket or gain too little. */
static double crossing(const struct stretch *s, double low, double high, bool is_upward)
{
    double x = 0.5 * (low + high), step = high - low;
    for (int i = 0; i < STEPS_MAX; i++) {
        double slope, here = value(s, x, &slope);
        if ((here >= 0.0) == is_upward)
            high = x;
        else
            low = x;
        double next = x - here / slope;
        bool is_slow = !(fabs(next - x) <= 0.5 * fabs(step));
        if (!(next >= low && next <= high) || is_slow) next = 0.5 * (low + high);
        step = next - x;
        if (fabs(step) < 1e-16 || next == x) return next;
        x = next;
    }
    return x;
}

/* All roots of a stretch over [0, 1], ascending: depth first, the left half before the right. */
static int roots(const struct stretch *whole, double *root, bool *is_upward)
{
    enum { DEPTH = 28 }; /* SKY_BERN_LEAST_WIDTH, and two to spare */
    struct stretch waiting[DEPTH];
    int count = 0, height = 0;
    waiting[height++] = *whole;
    while (height > 0) {
        struct stretch s = waiting[--height];
        int changes = sign_changes(&s);
        if (changes == 0) continue;
        if (changes == 1) {
            if (count == whole->degree) break;
            is_upward[count] = s.at[s.degree] >= 0.0;
            root[count] = s.from + s.width * crossing(&s, 0.0, 1.0, is_upward[count]);
            count++;
        } else if (s.width > SKY_BERN_LEAST_WIDTH) {
            halve(&s, &waiting[height + 1], &waiting[height]);
            height += 2;
        }
    }
    return count;
}

/* The turns are the roots of the slope, whose coefficients are the differences (over the degree).
 */
static void find_turns(const struct sky_bern *p, struct sky_bern_course *course)
{
    struct stretch slope = {.width = 1.0, .degree = SKY_BERN_DEGREE - 1};
    for (int i = 0; i < SKY_BERN_DEGREE; i++) slope.at[i] = p->at[i + 1] - p->at[i];
    bool is_upward[SKY_BERN_DEGREE];
    course->turns = roots(&slope, course->turn, is_upward);
    for (int i = 0; i < course->turns; i++) course->is_highest[i] = !is_upward[i];
    course->climbs_first = slope.at[0] >= 0.0;
    course->climbs_last = slope.at[slope.degree] >= 0.0;
}

struct sky_bern_course sky_bern_course(const struct sky_bern *polynomial)
{
    struct sky_bern_course course;
    find_turns(polynomial, &course);
    course.crossings = 0;
    struct stretch s = {.width = 1.0, .degree = SKY_BERN_DEGREE};
    memcpy(s.at, polynomial->at, sizeof s.at);
    double from = 0.0, slope;
    bool was_above = s.at[0] >= 0.0;
    for (int i = 0; i <= course.turns; i++) {
        bool is_last = i == course.turns;
        double until = is_last ? 1.0 : course.turn[i];
        bool is_above = (is_last ? s.at[s.degree] : value(&s, until, &slope)) >= 0.0;
        if (is_above != was_above) {
            course.crossing[course.crossings] = crossing(&s, from, until, is_above);
            course.is_upward[course.crossings++] = is_above;
        }
        from = until;
        was_above = is_above;
    }
    return course;
}
