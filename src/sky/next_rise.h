/* The next rise or set when it may be months away. Days on which the declination of the body keeps
 * it from the horizon are skipped without a search.
 */
#ifndef SKY_NEXT_RISE_H
#define SKY_NEXT_RISE_H

#include "base/err.h"
#include "sky/ephem.h"
#include "sky/rise.h"
#include "sky/time.h"

/* The next rise or set at or after an instant.
 *
 * Given     search  its `wanted` is ignored
 *           kind    SKY_RISE_UP or SKY_RISE_DOWN
 * Gives     as sky_rise_next, to the last bit
 * Fails     as sky_rise_next; also RANGE when the ephemeris ends within the days that are skipped
 * Laws      declinations change by no more than 16 deg a day (the Moon), 2.5 (Mercury), 1.4, 0.9,
 *           0.3, 0.16, 0.08, 0.06, 0.06 (Venus to Pluto), 0.45 (the Sun): the mean motions of
 *           Meeus, Astronomical Algorithms 2nd ed., table 31.A, with the Earth's of 0.986 deg a day
 *           seen from where the planet is nearest or farthest. Do not use it with a kernel of other
 *           bodies
 * Cost      microseconds for a skipped month; 0.05 ms at a pole, where sky_rise_next needs 5 ms for
 *           a year
 * Test      test_next_rise_is_what_a_whole_search_finds
 */
BASE_ERR_CHECKED
enum base_err sky_next_rise_after(const struct sky_rise_search *search, enum sky_rise_kind kind,
                                  struct sky_tt from, struct sky_rise_event *event,
                                  struct sky_fault *fault);

#endif
