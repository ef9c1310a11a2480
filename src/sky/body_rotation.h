/* The rotation of the bodies: poles, prime meridians, and the points below the observer and the
 * Sun. */
#ifndef SKY_BODY_ROTATION_H
#define SKY_BODY_ROTATION_H

#include "sky/body.h"
#include "sky/time.h"
#include "sky/vec.h"

/* The rotation elements of a body as the IAU gives them. */
struct sky_body_rotation_elements {
    double ra_deg, dec_deg; /* alpha0, delta0: north pole, ICRF */
    double meridian_deg;    /* W: prime meridian from the node of its equator on the ICRF's */
};

/* The elements at an instant at the body: the observer's minus the light time.
 *
 * Accuracy  that of the report; for the Moon within 0.005 deg of its integrated libration
 * Source    Archinal et al. 2018, Celest. Mech. Dyn. Astr. 130:22 (IAU WGCCRE 2015), tables 1 to
 *           3; Jupiter's meridian is that of System III
 * Cost      some 15 ns for four terms: the Moon has 13, Mars 16, Mercury and Jupiter 5, Neptune 1
 * Test      test_body_rotation_directions_are_those_of_horizons
 */
struct sky_body_rotation_elements sky_body_rotation_elements(enum sky_body body,
                                                             struct sky_tdb when);

/* The axes fixed in a body, as rows on ICRF axes: prime meridian on the equator, 90 deg east of it
 * (right-handed about the pole), north pole. */
struct sky_mat sky_body_rotation_axes(struct sky_body_rotation_elements elements);

/* A point on a body. */
struct sky_body_rotation_point {
    double lon_deg;                /* planetographic, [0, 360) */
    double lat_deg;                /* planetographic: of the vertical on the ellipsoid */
    double lat_planetocentric_deg; /* of the radius */
};

/* The point of a body below a direction from its centre.
 *
 * Given   axes      of that body (sky_body_rotation_axes)
 *         dir_icrs  from the body's centre, any length
 * Gives   longitudes as defined by the IAU: for Mercury to Neptune that of the central meridian
 *         grows with time (so they count west on bodies with prograde rotation, and east on Venus
 *         and Uranus); for the Sun, the Moon and Pluto they are right-handed about the pole
 * Source  Archinal et al. 2018, section 2
 */
struct sky_body_rotation_point
sky_body_rotation_point(enum sky_body body, const struct sky_mat *axes, struct sky_vec dir_icrs);

#endif
