/* Chebyshev sums. The polynomials are the same for all three axes, so they are made once, four
 * orders at a time: the recurrence by one order is a chain of dependent operations, by four it is
 * not. Lanes keep their own partial sums and are added at the end in a fixed order, so that every
 * compiler and every vector width gives the same bits.
 */
#include "sky/cheb.h"

#include "sky/trig.h"

#include <assert.h>
#include <string.h>

typedef sky_trig_lanes lanes;

static inline __attribute__((always_inline)) void
sum(const unsigned char *coefs, int terms, double u, struct sky_vec *value, struct sky_vec *slope)
{
    assert(terms >= 1 && terms <= SKY_CHEB_TERMS_MAX);
    const size_t run = (size_t)terms * sizeof(double);
    const double t2 = 2.0 * u * u - 1.0, t3 = 2.0 * u * t2 - u, t4 = 2.0 * t2 * t2 - 1.0;
    const double u1 = 2.0 * u, u2 = 2.0 * u * u1 - 1.0, u3 = 2.0 * u * u2 - u1;
    /* t: T(k) for the four orders k; w: U(k - 1), for T'(k) = k U(k - 1). T(-k) = T(k), U(-k) =
     * -U(k - 2). */
    lanes t = {1.0, u, t2, t3}, t_before = {t4, t3, t2, u};
    lanes w = {0.0, 1.0, u1, u2}, w_before = {-u3, -u2, -u1, -1.0};
    lanes order = {0.0, 1.0, 2.0, 3.0};
    lanes x = {0.0, 0.0, 0.0, 0.0}, y = x, z = x, dx = x, dy = x, dz = x;
    for (int k = 0; k < terms; k += 4, coefs += sizeof(lanes)) {
        /* The last step may have 1 to 3 coefficients of its own; what follows them is another's. */
        const size_t step = terms - k >= 4 ? sizeof(lanes) : (size_t)(terms - k) * sizeof(double);
        lanes cx = {0.0, 0.0, 0.0, 0.0}, cy = cx, cz = cx;
        if (step == sizeof(lanes)) {
            memcpy(&cx, coefs, sizeof cx);
            memcpy(&cy, coefs + run, sizeof cy);
            memcpy(&cz, coefs + 2 * run, sizeof cz);
        } else {
            memcpy(&cx, coefs, step);
            memcpy(&cy, coefs + run, step);
            memcpy(&cz, coefs + 2 * run, step);
        }
        lanes kw = order * w;
        x += t * cx;
        y += t * cy;
        z += t * cz;
        dx += kw * cx;
        dy += kw * cy;
        dz += kw * cz;
        lanes t_next = 2.0 * t4 * t - t_before, w_next = 2.0 * t4 * w - w_before;
        t_before = t;
        w_before = w;
        t = t_next;
        w = w_next;
        order += 4.0;
    }
    *value = (struct sky_vec){sky_trig_total(&x), sky_trig_total(&y), sky_trig_total(&z)};
    *slope = (struct sky_vec){sky_trig_total(&dx), sky_trig_total(&dy), sky_trig_total(&dz)};
}

void sky_cheb_sum(const unsigned char *coefs, int terms, double u, struct sky_vec *value,
                  struct sky_vec *slope)
{
    sum(coefs, terms, u, value, slope);
}

#if defined(__x86_64__)
/* The same operations, four lanes an instruction. No fused multiply-add: it would change the bits.
 */
__attribute__((target("avx2"))) static void sum_avx2(const unsigned char *coefs, int terms,
                                                     double u, struct sky_vec *value,
                                                     struct sky_vec *slope)
{
    sum(coefs, terms, u, value, slope);
}

sky_cheb_summer *sky_cheb_fastest(void)
{
    return __builtin_cpu_supports("avx2") ? sum_avx2 : sky_cheb_sum;
}
#else
sky_cheb_summer *sky_cheb_fastest(void)
{
    return sky_cheb_sum;
}
#endif
