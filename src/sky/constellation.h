/* The constellation of a direction. */
#ifndef SKY_CONSTELLATION_H
#define SKY_CONSTELLATION_H

#include "sky/vec.h"

/* The constellation of a direction.
 *
 * Given   dir_icrs  of any length; astrometric, because the boundaries are fixed among the stars
 * Gives   the abbreviation of the IAU ("Oph"), three letters, a constant
 * Source  boundaries of Delporte 1930 as zones by Roman 1987, PASP 99, 695 (CDS VI/42), equator
 *         and equinox B1875.0; precession IAU 2006. Within some 0.3 arcsec of a boundary either
 *         side may be given, because the FK4 frame is taken for that of the ICRS
 * Cost    some 50 ns
 * Test    test_constellation_gives_romans_own_examples
 */
const char *sky_constellation_name(struct sky_vec dir_icrs);

#endif
