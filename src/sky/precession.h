/* The celestial pole outside the table of sky/earth_orientation, by formulas for thousands of
 * years. */
#ifndef SKY_PRECESSION_H
#define SKY_PRECESSION_H

#include "base/err.h"
#include "sky/cip.h"
#include "sky/const.h"
#include "sky/time.h"

/* The range of the formulas on either side of J2000.0: 200 Julian centuries. */
#define SKY_PRECESSION_MAX_DAYS (200.0 * SKY_CENTURY_DAYS)

/* The pole at an instant.
 *
 * Given     when within SKY_PRECESSION_MAX_DAYS of J2000.0
 * Fails     RANGE outside of it
 * Accuracy  against IAU 2006/2000A: 2.5 mas from 1899 to 2101, 8 mas from 1600 to 2400, 1 arcsec
 *           from 0 to 4000 (there IAU 2006's polynomials are no better); the authors claim a few
 *           arcsec in historical times and less beyond. The phase of the nutation (18 arcsec)
 *           is lost gradually beyond some 100 centuries
 * Source    precession: Vondrak, Capitaine & Wallace 2011, A&A 534, A22, with the corrigendum of
 *           2012; nutation: the 77 largest luni-solar terms of MHB2000 (Mathews, Herring & Buffett
 *           2002; IERS Conventions 2010, table 5.3a and b) with the arguments of Simon et al. 1994
 *           (eq. 5.43) and the mean planetary part of IAU 2000B (McCarthy & Luzum 2003); the
 *           origin of right ascension by its definition, integrated by tool/precess_series.py
 * Cost      some 5 microseconds
 * Test      test_precession_agrees_with_erfa, test_precession_joins_the_table
 */
BASE_ERR_CHECKED
enum base_err sky_precession_pole(struct sky_tt when, struct sky_cip *cip);

#endif
