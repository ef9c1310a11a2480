/* In which constellation a direction lies. */
#ifndef SKY_CONSTELLATION_H
#define SKY_CONSTELLATION_H

#include "sky/vec.h"

/* The constellation of a direction.
 *
 * Given   dir_icrs  any length; astrometric, for the boundaries stand among the stars
 * Gives   the IAU's abbreviation ("Oph"), three letters, for ever valid
 * Source  boundaries of Delporte 1930 as zones by Roman 1987, PASP 99, 695 (CDS VI/42), equator
 *         and equinox B1875.0; precession IAU 2006. On a boundary itself, to some 0.3 arcsec (the
 *         FK4 frame is taken for the ICRS'), either side may be given
 * Cost    some 50 ns
 * Test    test_constellation_gives_romans_own_examples
 */
const char *sky_constellation_name(struct sky_vec dir_icrs);

#endif
