/* Chebyshev sums. The polynomials are the same for all three axes, so they are computed once, two
 * orders at a time, which fills the two lanes of every x86-64 and AArch64 (wider vectors would be
 * spilled there). Each lane has its own partial sum, and the lanes are added at the end, so that
 * every compiler gives the same bits.
 */
#include "sky/chebyshev.h"

#include <assert.h>
#include <string.h>

typedef double pair __attribute__((vector_size(16)));

static inline pair read_pair(const unsigned char *coefs)
{
    pair c;
    memcpy(&c, coefs, sizeof c);
    return c;
}

/* The last of an odd number of coefficients; the next one belongs to another series. */
static inline pair read_last(const unsigned char *coefs)
{
    double c;
    memcpy(&c, coefs, sizeof c);
    return (pair){c, 0.0};
}

void sky_chebyshev_sum(const unsigned char *coefs, int terms, double u, struct sky_vec *value,
                       struct sky_vec *slope)
{
    assert(terms >= 1 && terms <= SKY_CHEBYSHEV_TERMS_MAX);
    const size_t run = (size_t)terms * sizeof(double);
    const double t2 = 2.0 * u * u - 1.0;
    assert(t2 <= 1.0); /* u lies in [-1, 1] */
    /* t: T(k), T(k + 1); w: U(k - 1), U(k), for T'(k) = k U(k - 1). T(-k) = T(k),
     * U(-k) = -U(k - 2). */
    pair t = {1.0, u}, t_before = {t2, u};
    pair w = {0.0, 1.0}, w_before = {-2.0 * u, -1.0};
    pair order = {0.0, 1.0};
    pair x = {0.0, 0.0}, y = x, z = x, dx = x, dy = x, dz = x;
    const double by_two = 2.0 * t2;
    for (int k = 0; k < terms; k += 2, coefs += sizeof(pair)) {
        pair cx, cy, cz;
        if (k + 1 < terms) {
            cx = read_pair(coefs);
            cy = read_pair(coefs + run);
            cz = read_pair(coefs + 2 * run);
        } else {
            cx = read_last(coefs);
            cy = read_last(coefs + run);
            cz = read_last(coefs + 2 * run);
        }
        pair kw = order * w;
        x += t * cx;
        y += t * cy;
        z += t * cz;
        dx += kw * cx;
        dy += kw * cy;
        dz += kw * cz;
        pair t_next = by_two * t - t_before, w_next = by_two * w - w_before;
        t_before = t;
        w_before = w;
        t = t_next;
        w = w_next;
        order += 2.0;
    }
    *value = (struct sky_vec){x[0] + x[1], y[0] + y[1], z[0] + z[1]};
    *slope = (struct sky_vec){dx[0] + dx[1], dy[0] + dy[1], dz[0] + dz[1]};
}
