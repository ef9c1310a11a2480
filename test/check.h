/* What every unit test includes: cmocka, and a numeric check that shows what it saw. */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* got within tol of want; NaN fails. Every use says beside it why the tolerance is what it is. */
#define CHECK_NEAR(got, want, tol)                                                                 \
    do {                                                                                           \
        const double got_ = (got), want_ = (want), tol_ = (tol);                                   \
        if (!(fabs(got_ - want_) <= tol_)) {                                                       \
            print_error("%s:%d: %s\n  got  %.15g\n  want %.15g\n  tol  %g\n", __FILE__, __LINE__,  \
                        #got, got_, want_, tol_);                                                  \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

#endif
