/* Sines and cosines: whole turns are removed; a quarter of the remaining angle lies within 45
 * degrees, where a few terms of Taylor's series are accurate to 5e-17; the double-angle formulas,
 * applied twice, give the full angle. There are no branches and no tables.
 */
#include "sky/trig.h"

#include "sky/const.h"

#include <stdint.h>

void sky_trig_circle(const sky_trig_lanes *turns, sky_trig_lanes *sine, sky_trig_lanes *cosine)
{
    const double to_whole = 6755399441055744.0; /* 1.5 * 2^52: adding and subtracting it rounds */
    sky_trig_lanes whole = (*turns + to_whole) - to_whole;
    sky_trig_lanes x = (*turns - whole) * (SKY_PI / 2.0); /* a quarter of the angle, in radians */
    sky_trig_lanes q = x * x;
    sky_trig_lanes s =
        x +
        x * q *
            (-1.0 / 6 +
             q * (1.0 / 120 + q * (-1.0 / 5040 +
                                   q * (1.0 / 362880 + q * (-1.0 / 39916800 +
                                                            q * (1.0 / 6227020800.0 +
                                                                 q * (-1.0 / 1307674368000.0)))))));
    sky_trig_lanes c =
        1.0 - q * 0.5 +
        q * q *
            (1.0 / 24 +
             q * (-1.0 / 720 + q * (1.0 / 40320 + q * (-1.0 / 3628800 +
                                                       q * (1.0 / 479001600.0 +
                                                            q * (-1.0 / 87178291200.0 +
                                                                 q * (1.0 / 20922789888000.0)))))));
    sky_trig_lanes s2 = 2.0 * s * c, c2 = 1.0 - 2.0 * s * s;
    *sine = 2.0 * s2 * c2;
    *cosine = 1.0 - 2.0 * s2 * s2;
}

typedef int64_t pair_mask __attribute__((vector_size(16)));

/* a where the mask is set, else b. A macro, because gcc and clang disagree about the type of a
 * comparison. */
#define PICK(mask, a, b)                                                                           \
    ((sky_trig_pair)(((pair_mask)(mask) & (pair_mask)(a)) | (~(pair_mask)(mask) & (pair_mask)(b))))

sky_trig_pair sky_trig_angles(sky_trig_pair y, sky_trig_pair x)
{
    const sky_trig_pair zero = {0.0, 0.0}, one = {1.0, 1.0};
    const sky_trig_pair eighth = {SKY_PI / 4, SKY_PI / 4}, quarter = {SKY_PI / 2, SKY_PI / 2},
                        half = {SKY_PI, SKY_PI};
    /* Reflect into the eighth of the circle next to the x axis, then rotate to its middle line: |w|
     * <= tan(pi / 8). */
    sky_trig_pair ax = PICK(x < zero, -x, x), ay = PICK(y < zero, -y, y);
    sky_trig_pair high = PICK(ay > ax, ay, ax), low = PICK(ay > ax, ax, ay);
    pair_mask is_folded = (pair_mask)(low > 0.41421356237309503 * high);
    sky_trig_pair over = PICK(is_folded, low - high, low),
                  under = PICK(is_folded, low + high, high);
    sky_trig_pair w = over / PICK(under == zero, one, under);
    sky_trig_pair q = w * w;
    /* Estrin's scheme: independent products are evaluated in parallel. */
    sky_trig_pair q2 = q * q, q4 = q2 * q2;
    sky_trig_pair p01 = q * 0.19999999998855110134 - 0.33333333333328438572;
    sky_trig_pair p23 = q * 0.1111110618045594522 - 0.1428571418097646683;
    sky_trig_pair p45 = q * 0.076899534963068577563 - 0.090907730748084137897;
    sky_trig_pair p67 = q * 0.056883492268090104794 - 0.066402339304294085887;
    sky_trig_pair p89 = q * 0.021135373157693245206 - 0.043480522157164624777;
    sky_trig_pair p = (p01 + q2 * p23) + q4 * ((p45 + q2 * p67) + q4 * p89);
    sky_trig_pair angle = w + w * (q * p);
    angle = PICK(is_folded, angle + eighth, angle);
    angle = PICK(ay > ax, quarter - angle, angle);
    angle = PICK(x < zero, half - angle, angle);
    return PICK(y < zero, -angle, angle);
}
