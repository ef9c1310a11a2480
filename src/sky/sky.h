/* Where a body is in the sky of an observer: the main header of sky/.
 *
 *     struct sky_frame frame;          everything that depends on the instant alone
 *     sky_frame_init(context, when, &frame, &fault)
 *     sky_frame_add(context, body, &frame, &fault)
 *     struct sky_viewpoint view =
 *         sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
 *     struct sky_observation seen = sky_observe(&view, body, &air);
 *
 * No function here allocates memory, reads a clock, opens a file or has state. The context is const
 * and may be shared by any number of threads. Borrowed objects must outlive their borrowers.
 */
#ifndef SKY_SKY_H
#define SKY_SKY_H

#include "base/bytes.h"
#include "base/err.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/frame.h"
#include "sky/refract.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <stdbool.h>

/* From the Earth's centre at the same instant. */
struct sky_geocentric {
    double ra_deg, dec_deg;           /* apparent */
    double ra_icrs_deg, dec_icrs_deg; /* astrometric */
    double ecl_lon_deg, ecl_lat_deg;  /* apparent */
    double distance_au;
};

struct sky_observation {
    bool has_horizon;      /* false at the Earth's centre: az_deg to airmass are then 0 */
    double az_deg;         /* from north through east, [0, 360) */
    double alt_deg;        /* apparent: lifted by the air */
    double alt_true_deg;   /* airless */
    double refraction_deg; /* alt_deg - alt_true_deg */
    bool has_rates;        /* false within 0.2 arcsec of the zenith */
    double az_rate_arcsec_per_s;
    double alt_rate_arcsec_per_s; /* of alt_deg */
    double hour_angle_deg;        /* west of the meridian positive, (-180, 180] */
    double parallactic_angle_deg; /* at the body, celestial north to zenith, west positive */
    bool has_airmass;             /* false below the apparent horizon */
    double airmass;               /* Pickering 2002 */

    double ra_deg, dec_deg;           /* apparent, true equator and equinox of date */
    double ra_icrs_deg, dec_icrs_deg; /* astrometric: light time only */
    double ecl_lon_deg, ecl_lat_deg;  /* apparent, true equinox and ecliptic of date */
    double gal_lon_deg, gal_lat_deg;  /* astrometric, galactic (ESA 1997) */
    char constellation[4];            /* IAU abbreviation, of the astrometric place */

    double distance_au; /* to the observer, along the path of the light */
    double light_time_s;
    double range_rate_km_per_s; /* of distance_au, receding positive */
    double sun_distance_au;     /* to the Sun, when the light left the body */

    double elongation_deg;  /* from the Sun, apparent; east of it (evening) positive */
    bool has_phase;         /* false for the Sun: the next three and sub_solar are then 0 */
    double phase_angle_deg; /* at the body between Sun and observer, both apparent (S-T-O) */
    double illuminated_fraction;
    double bright_limb_deg; /* position angle of its middle, from celestial north through east */
    bool has_magnitude; /* false outside the phase angles of the observations behind its formula */
    double magnitude;   /* V, outside the atmosphere; sky/light */
    double angular_diameter_arcsec; /* of the equator */

    double pole_angle_deg;                             /* position angle of the body's north pole */
    double sub_observer_lon_deg, sub_observer_lat_deg; /* planetographic; sky/body_rotation */
    double sub_solar_lon_deg, sub_solar_lat_deg;
    bool has_rings;       /* Saturn */
    double ring_tilt_deg; /* of the observer above the rings' north face */

    struct sky_geocentric geocentric;
};

/* The data that a context is made of. */
struct sky_context_data {
    struct base_span kernel;       /* a DAF/SPK file */
    struct base_span cip, spin;    /* the tables of sky/earth_orientation */
    const struct sky_leaps *leaps; /* rows in order of time, the first on or before 1972-01-01 */
};

/* Makes a context of data in memory.
 *
 * Gives  *context, ready to be shared by threads
 * Fails  as sky_spk_open and sky_earth_orientation_open; *fault->note says which data
 * Owns   borrows the three spans for the life of the context; copies the leap seconds
 */
BASE_ERR_CHECKED
enum base_err sky_context_init(struct sky_context *context, const struct sky_context_data *data,
                               struct base_fault *fault);

/* Azimuth and altitude alone, at a sixth of the cost of sky_observe.
 *
 * Given  view  of an observer, not of the Earth's centre; its frame has the body
 * Gives  az_deg to refraction_deg, distance_au and light_time_s; the other fields are 0
 */
struct sky_observation sky_observe_horizon(const struct sky_viewpoint *view, enum sky_body body,
                                           const struct sky_air *air);

/* One body from one place at one instant: every field.
 *
 * Given     view  of an observer or of the geocentre; its frame has the body
 * Accuracy  0.003 arcsec with measured Earth rotation and no air, Sun to Neptune 1962-2026; rates
 *           1e-4 arcsec/s; see the headers of the functions it calls for the rest
 * Source    the phase angle is the S-T-O of JPL Horizons, which includes the aberration of both
 *           rays and differs by some 0.01 deg from the angle between the places; galactic pole ESA
 *           1997, The Hipparcos and Tycho Catalogues, vol. 1, section 1.5.3
 * Cost      some 1 microsecond
 */
struct sky_observation sky_observe(const struct sky_viewpoint *view, enum sky_body body,
                                   const struct sky_air *air);

/* What all observations of one instant have in common. */
struct sky_common {
    struct sky_mat gcrs_to_ecliptic; /* of date */
    unsigned has;                    /* bit of each body that is in geocentric[] */
    struct sky_geocentric geocentric[SKY_BODY_COUNT];
};

/* Computes what is common to the instant of a frame, without any body.
 *
 * Cost  some 60 ns
 */
void sky_common_init(const struct sky_frame *frame, struct sky_common *common);

/* The same as sky_observe, to the last bit, for several bodies or observers of one instant.
 *
 * Given  common  made by sky_common_init for the frame of this viewpoint; a body's geocentric
 *                place is added when it is first observed
 * Cost   0.75 of sky_observe from the second observer on
 * Test   test_sky_observes_the_same_with_what_observers_have_in_common
 */
struct sky_observation sky_observe_common(const struct sky_viewpoint *view, enum sky_body body,
                                          const struct sky_air *air, struct sky_common *common);

#endif
