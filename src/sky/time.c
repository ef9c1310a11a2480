/* TDB from TT: the Earth's clock runs by up to 1.7 ms fast or slow in the course of a year.
 *
 * Anchor: TDB - TT is 0.001657 sin(g) s to 0.06 ms, g the Earth's mean anomaly.
 */
#include "sky/time.h"

#include "sky/const.h"
#include "sky/trig.h"

struct sky_tdb sky_time_tdb(struct sky_tt tt)
{
    /* USNO Circular 179, equation 2.6: seconds * sin(rate * t + phase), the last term growing with
     * t. */
    static const sky_trig_lanes RATES[2] = {{628.3076, 575.3385, 1256.6152, 606.9777},
                                            {52.9691, 21.3299, 628.3076, 0.0}};
    static const sky_trig_lanes PHASES[2] = {{6.2401, 4.2970, 6.1969, 4.0212},
                                             {0.4444, 5.5431, 4.2490, 0.0}};
    const double t = tt.days / SKY_CENTURY_DAYS;
    const sky_trig_lanes seconds[2] = {{0.001657, 0.000022, 0.000014, 0.000005},
                                       {0.000005, 0.000002, 0.000010 * t, 0.0}};
    sky_trig_lanes sum = {0.0, 0.0, 0.0, 0.0};
    for (int i = 0; i < 2; i++) {
        sky_trig_lanes turns = (RATES[i] * t + PHASES[i]) / SKY_TWO_PI, sine, cosine;
        sky_trig_circle(&turns, &sine, &cosine);
        sum += seconds[i] * sine;
    }
    return (struct sky_tdb){tt.days + sky_trig_total(&sum) / SKY_DAY_S};
}
