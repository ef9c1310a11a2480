/* From geometric to apparent places: light time, deflection and aberration, for an observer at an
 * instant. */
#ifndef SKY_APPARENT_H
#define SKY_APPARENT_H

#include "sky/body.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/vec.h"

/* The pole to which the local horizon refers. */
enum sky_apparent_pole {
    SKY_APPARENT_TRUE_POLE, /* polar motion moves the site and the local vertical: the physical horizon */
    SKY_APPARENT_MEAN_POLE, /* polar motion moves the site alone: the az/alt of JPL Horizons */
};

/* The position and motion of an observer at the instant of a frame. */
struct sky_viewpoint {
    const struct sky_frame *frame;
    const struct sky_observer *observer; /* NULL at the Earth's centre */
    enum sky_apparent_pole pole;
    struct sky_vec pos_icrs_au; /* barycentric */
    struct sky_vec vel_c;       /* barycentric velocity in units of the speed of light */
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
    double distance_au;                  /* along the path of the light */
    double light_days;
};

/* The apparent place of a body, without refraction.
 *
 * Given     body  in the frame (sky_frame_add)
 * Gives     directions on GCRS axes
 * Accuracy  0.1 mas against the same steps without the Taylor series. Only the Sun deflects light
 *           here (the Earth would by at most 0.4 mas, Jupiter by 17 mas at its limb)
 * Source    Klioner 2003; IERS Conventions 2010, chapter 7; Urban & Seidelmann 2013, chapter 7
 * Cost      some 60 ns
 */
struct sky_apparent sky_apparent_place(const struct sky_viewpoint *view, enum sky_body body);

/* The steps from the geometric to the apparent direction, unit vectors on GCRS axes, each with one
 * more correction. */
struct sky_apparent_steps {
    struct sky_vec geometric;  /* from the Earth's centre to the body at this instant */
    struct sky_vec light_time; /* to the body when the light left it */
    struct sky_vec parallax;   /* from the observer: the astrometric direction */
    struct sky_vec deflection; /* bent by the Sun */
    struct sky_vec aberration; /* shifted by the observer's motion: the apparent direction */
};

/* The same as sky_apparent_place, step by step.
 *
 * Given  body  in the frame
 */
struct sky_apparent_steps sky_apparent_steps(const struct sky_viewpoint *view, enum sky_body body);

/* The apparent place of the Sun, which need not be among the bodies of the frame. */
struct sky_apparent sky_apparent_sun(const struct sky_viewpoint *view);

/* The apparent motion of a body. */
struct sky_apparent_motion {
    struct sky_vec dir_apparent_gcrs_rad_per_s; /* change of the direction on fixed axes */
    double range_rate_km_per_s;                 /* of the distance along the path of the light */
};

/* The motion of a body across the sky and along the line of sight.
 *
 * Given     place  of this body from this viewpoint
 * Accuracy  1e-4 arcsec/s near the Sun, where the deflection, taken as constant, changes fastest;
 *           1e-6 elsewhere. Range rate: 1e-6 km/s; for Mercury and the Moon 1.2e-5, because the
 *           change of their acceleration within the light time is neglected
 * Source    the derivative of sky_apparent_place, including the acceleration of the observer by the
 *           Sun and by the rotation of the Earth
 */
struct sky_apparent_motion sky_apparent_motion(const struct sky_viewpoint *view, enum sky_body body,
                                               const struct sky_apparent *place);

/* The rate of a direction on the axes of the rotating Earth (ITRS), radians a second.
 *
 * Given     dir_gcrs            unit
 *           dir_gcrs_rad_per_s  its rate on fixed axes
 * Accuracy  1e-6 arcsec/s: precession and nutation are neglected
 */
struct sky_vec sky_apparent_itrs_rate(const struct sky_viewpoint *view, struct sky_vec dir_gcrs,
                                      struct sky_vec dir_gcrs_rad_per_s);

/* A direction shifted by the motion of the observer (aberration), GCRS axes, unit in and out. It is
 * the last step of sky_apparent_place, for callers that neglect the deflection by the Sun. */
struct sky_vec sky_apparent_aberrated(const struct sky_viewpoint *view, struct sky_vec dir);

/* Rotates a direction from GCRS axes to those of the rotating Earth (ITRS), in which the horizon of
 * an observer is fixed. */
struct sky_vec sky_apparent_itrs(const struct sky_viewpoint *view, struct sky_vec dir_gcrs);

#endif
