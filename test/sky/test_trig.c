/* sky/trig: sines, cosines and angles from basic operations. */
#include "sky/trig.h"

#include "check.h"
#include "sky/const.h"

static double random_between(double least, double most)
{
    return least + (most - least) * (rand() / (double)RAND_MAX);
}

/* glibc's functions are exact to under 1e-15. Turns lose an ulp when they are reduced, hence the
 * second term. */
static void test_trig_agrees_with_the_c_library(void **state)
{
    (void)state;
    srand(1738); /* the seed of every run */
    for (int i = 0; i < 100000; i++) {
        double scale = pow(10.0, random_between(-6.0, 5.0));
        sky_trig_lanes turns, sine, cosine;
        for (int k = 0; k < 4; k++) turns[k] = random_between(-scale, scale);
        sky_trig_circle(&turns, &sine, &cosine);
        for (int k = 0; k < 4; k++) {
            double rest = turns[k] - round(turns[k]);
            CHECK_NEAR(sine[k], sin(SKY_TWO_PI * rest), 1.5e-15);
            CHECK_NEAR(cosine[k], cos(SKY_TWO_PI * rest), 1.5e-15);
        }
        sky_trig_pair y = {random_between(-scale, scale), random_between(-1.0, 1.0)};
        sky_trig_pair x = {random_between(-1.0, 1.0), random_between(-scale, scale)};
        sky_trig_pair angle = sky_trig_angles(y, x);
        for (int k = 0; k < 2; k++) CHECK_NEAR(angle[k], atan2(y[k], x[k]), 1e-15);
    }
}

static void test_trig_knows_the_corners(void **state)
{
    (void)state;
    const sky_trig_lanes turns = {0.0, 0.25, 0.5, -0.25};
    sky_trig_lanes sine, cosine;
    sky_trig_circle(&turns, &sine, &cosine);
    const double sines[4] = {0.0, 1.0, 0.0, -1.0}, cosines[4] = {1.0, 0.0, -1.0, 0.0};
    for (int k = 0; k < 4; k++) {
        CHECK_NEAR(sine[k], sines[k], 5e-16); /* a few roundings of numbers near 1 */
        CHECK_NEAR(cosine[k], cosines[k], 5e-16);
    }
    static const struct {
        double y, x, angle;
    } points[] = {{0, 0, 0},
                  {0, 1, 0},
                  {1, 0, SKY_PI / 2},
                  {0, -1, SKY_PI},
                  {-1, 0, -SKY_PI / 2},
                  {1, 1, SKY_PI / 4},
                  {-1, -1, -3 * SKY_PI / 4},
                  {1e-300, 1, 1e-300},
                  {1, 1e-300, SKY_PI / 2}};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        sky_trig_pair angle =
            sky_trig_angles((sky_trig_pair){points[i].y, 1.0}, (sky_trig_pair){points[i].x, 1.0});
        CHECK_NEAR(angle[0], points[i].angle, 5e-16);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trig_agrees_with_the_c_library),
        cmocka_unit_test(test_trig_knows_the_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
