/* Sines and cosines: whole turns are dropped, a quarter of the rest lies within 45 degrees, where a
 * few terms of Taylor's series are exact to 5e-17; doubling the angle twice leads back. No
 * branches, no tables.
 */
#include "sky/trig.h"

#include "sky/const.h"

void sky_trig_circle(const sky_trig_lanes *turns, sky_trig_lanes *sine, sky_trig_lanes *cosine)
{
    const double to_whole = 6755399441055744.0; /* 1.5 * 2^52: adding and taking it away rounds */
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
