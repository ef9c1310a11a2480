/* sky/time: the time scales, checked against ERFA. */
#include "sky/time.h"

#include "check.h"
#include "random.h"
#include "sky/const.h"

#include <erfa.h>
#include <erfam.h>

static void test_time_tdb_agrees_with_erfa(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1990);
    for (int i = 0; i < 20000; i++) {
        double tt = random_between(&random, -36525.0, 36525.0);
        /* eraDtdb, geocentric: Fairhead & Bretagnon with 787 terms. Compared as a difference of
         * seconds, for the sum has a double's steps of 0.6 microseconds. */
        double want_s = eraDtdb(ERFA_DJ00, tt, 0.0, 0.0, 0.0, 0.0);
        double got_s = (sky_time_tdb((struct sky_tt){tt}).days - tt) * SKY_DAY_S;
        CHECK_NEAR(got_s, want_s, 10e-6); /* what the door promises */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_tdb_agrees_with_erfa),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
