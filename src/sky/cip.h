/* The celestial intermediate pole and origin at an instant, referred to the GCRS. */
#ifndef SKY_CIP_H
#define SKY_CIP_H

struct sky_cip {
    double x, y;   /* components of the unit vector to the pole */
    double s_rad;  /* CIO locator */
    double eo_rad; /* equation of the origins: GAST = ERA - EO */
};

#endif
