/* From geometric to apparent: light time, deflection, aberration, for one observer at one instant.
 */
#ifndef SKY_APPARENT_H
#define SKY_APPARENT_H

#include "sky/body.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/vec.h"

/* How the local horizon is laid. */
enum sky_apparent_pole {
    SKY_APPARENT_TRUE_POLE, /* polar motion moves the site and the local vertical: as the sky is */
    SKY_APPARENT_MEAN_POLE, /* it moves the site, the vertical stays: as JPL Horizons prints az/alt */
};

/* Where the observer is at the instant of a frame. */
struct sky_viewpoint {
    const struct sky_frame *frame;
    const struct sky_observer *observer; /* NULL at the Earth's centre */
    enum sky_apparent_pole pole;
    struct sky_vec pos_icrs_au; /* barycentric */
    struct sky_vec vel_c;       /* barycentric velocity as a part of the speed of light */
    double lorentz;             /* sqrt(1 - v^2) */
    struct sky_vec dir_from_sun;
    double from_sun_au;
    double potential;           /* of the Sun: its Schwarzschild radius over from_sun_au */
    double per_one_and_lorentz; /* 1 / (1 + lorentz) */
};

/* The viewpoint of an observer.
 *
 * Owns   borrows frame and observer for the life of the viewpoint
 * Cost   some 30 ns
 */
struct sky_viewpoint sky_apparent_viewpoint(const struct sky_frame *frame,
                                            const struct sky_observer *observer,
                                            enum sky_apparent_pole pole);

/* The viewpoint of the Earth's centre. */
struct sky_viewpoint sky_apparent_geocentre(const struct sky_frame *frame);

struct sky_apparent {
    struct sky_vec dir_astrometric_gcrs; /* unit, light time alone */
    struct sky_vec dir_apparent_gcrs;    /* unit, deflected and aberrated */
    double distance_au;                  /* along the light's way */
    double light_days;
};

/* Where a body is seen, before air.
 *
 * Given     body in the frame (sky_frame_add)
 * Gives     directions on GCRS axes
 * Accuracy  0.1 mas of the same steps without the Taylor series; deflection by the Sun alone (that
 *           by the Earth is at most 0.4 mas, that by Jupiter 17 mas at its limb)
 * Source    Klioner 2003; IERS Conventions 2010, chapter 7; Urban & Seidelmann 2013, chapter 7
 * Cost      some 60 ns
 */
struct sky_apparent sky_apparent_place(const struct sky_viewpoint *view, enum sky_body body);

/* The way from the geometric to the apparent direction, unit vectors on GCRS axes, each with one
 * more cause. */
struct sky_apparent_steps {
    struct sky_vec geometric;  /* from the Earth's centre to where the body is now */
    struct sky_vec light_time; /* to where it was when the light left it */
    struct sky_vec parallax;   /* from the observer instead: the astrometric direction */
    struct sky_vec deflection; /* bent by the Sun */
    struct sky_vec aberration; /* shifted by the observer's motion: the apparent direction */
};

/* The same as sky_apparent_place, step by step.
 *
 * Given  body  in the frame
 */
struct sky_apparent_steps sky_apparent_steps(const struct sky_viewpoint *view, enum sky_body body);

/* Where the Sun is seen, whether or not it is among the frame's bodies. */
struct sky_apparent sky_apparent_sun(const struct sky_viewpoint *view);

/* How a seen body moves. */
struct sky_apparent_motion {
    struct sky_vec dir_apparent_gcrs_rad_per_s; /* the direction's own change, on axes at rest */
    double range_rate_km_per_s;                 /* of the distance along the light's way */
};

/* The motion of a body across the sky and away from the viewpoint.
 *
 * Given    place  of that body from that viewpoint
 * Accuracy 1e-4 arcsec/s beside the Sun, where the bend of the ray, taken as constant, changes
 *          fastest; 1e-6 elsewhere. Range: 1e-6 km/s, Mercury's and the Moon's 1.2e-5 (how their
 *          accelerations change, or act, within the light time is left out)
 * Source   differentiated from sky_apparent_place; the observer's acceleration by the Sun and by
 *          the Earth's turning included
 */
struct sky_apparent_motion sky_apparent_motion(const struct sky_viewpoint *view, enum sky_body body,
                                               const struct sky_apparent *place);

/* How fast a direction moves on the turning Earth's (ITRS) axes, radians a second.
 *
 * Given  dir_gcrs             unit
 *        dir_gcrs_rad_per_s  its change on axes at rest
 * Source precession and nutation left out: 1e-6 arcsec/s
 */
struct sky_vec sky_apparent_itrs_rate(const struct sky_viewpoint *view, struct sky_vec dir_gcrs,
                                      struct sky_vec dir_gcrs_rad_per_s);

/* A direction shifted by the observer's motion (aberration), GCRS axes, unit in and out. The last
 * step of sky_apparent_place, for those who leave out the Sun's bending of light before it. */
struct sky_vec sky_apparent_aberrated(const struct sky_viewpoint *view, struct sky_vec dir);

/* A direction from GCRS axes to the rotating Earth's (ITRS), where the observer's horizon is laid.
 */
struct sky_vec sky_apparent_itrs(const struct sky_viewpoint *view, struct sky_vec dir_gcrs);

#endif
