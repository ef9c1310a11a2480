/* sky/chebyshev: Chebyshev sums and slopes against Clenshaw's recurrence in long double. */
#include "sky/chebyshev.h"

#include "check.h"
#include "random.h"

#include <string.h>

/* Sum and slope of one series. Source: Clenshaw 1955; the slope's recurrence is its derivative. */
static void clenshaw(const double *coefs, int terms, double u, long double *value,
                     long double *slope)
{
    long double b1 = 0, b2 = 0, d1 = 0, d2 = 0;
    for (int k = terms - 1; k > 0; k--) {
        long double d = 2 * u * d1 - d2 + 2 * b1, b = 2 * u * b1 - b2 + coefs[k];
        d2 = d1, d1 = d;
        b2 = b1, b1 = b;
    }
    *value = u * b1 - b2 + coefs[0];
    *slope = u * d1 - d2 + b1;
}

/* A series at an odd address, as the records of a kernel may stand. */
struct series {
    double coefs[3][SKY_CHEBYSHEV_TERMS_MAX];
    unsigned char bytes[3 * SKY_CHEBYSHEV_TERMS_MAX * sizeof(double) + 1];
    int terms;
};

static void fill(struct series *s, int terms, double falloff, struct random_source *random)
{
    s->terms = terms;
    for (int axis = 0; axis < 3; axis++) {
        double scale = 1.0;
        for (int k = 0; k < terms; k++, scale *= falloff)
            s->coefs[axis][k] = random_between(random, -1.0, 1.0) * scale;
        size_t run = (size_t)terms * sizeof(double);
        memcpy(s->bytes + 1 + (size_t)axis * run, s->coefs[axis], run);
    }
}

static void check_series(const struct series *s, double u)
{
    struct sky_vec value, slope;
    sky_chebyshev_sum(s->bytes + 1, s->terms, u, &value, &slope);
    const double values[3] = {value.x, value.y, value.z}, slopes[3] = {slope.x, slope.y, slope.z};
    for (int axis = 0; axis < 3; axis++) {
        long double want, want_slope;
        clenshaw(s->coefs[axis], s->terms, u, &want, &want_slope);
        /* |T| <= 1: a rounding of each of up to 64 terms of size 1, errors of the recurrence grow
         * with the order; the slope's terms are k^2 times as large at the ends. */
        double n = s->terms;
        CHECK_NEAR(values[axis], (double)want, 2.3e-16 * n * n);
        CHECK_NEAR(slopes[axis], (double)want_slope, 2.3e-16 * n * n * n * n);
    }
}

static void test_chebyshev_sum_equals_clenshaw(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1955);
    static struct series s;
    for (int terms = 1; terms <= SKY_CHEBYSHEV_TERMS_MAX; terms++) {
        for (int i = 0; i < 40; i++) {
            fill(&s, terms, 1.0, &random);
            check_series(&s, random_between(&random, -1.0, 1.0));
        }
    }
}

static void test_chebyshev_sum_equals_clenshaw_at_the_ends(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1956);
    static struct series s;
    static const double ends[] = {-1.0, 1.0, 0.0, -0.0, 0x1p-60, 1.0 - 0x1p-53, -1.0 + 0x1p-53};
    for (int terms = 1; terms <= SKY_CHEBYSHEV_TERMS_MAX; terms++) {
        fill(&s, terms, 1.0, &random);
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) check_series(&s, ends[i]);
    }
}

/* Law of real kernels, whose terms fall: the error is a few units in the last place of the sum. */
static void test_chebyshev_keeps_all_digits_of_a_falling_series(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1957);
    static struct series s;
    for (int i = 0; i < 2000; i++) {
        fill(&s, 1 + (int)random_below(&random, 41), 0.5, &random);
        double u = random_between(&random, -1.0, 1.0);
        struct sky_vec value, slope;
        sky_chebyshev_sum(s.bytes + 1, s.terms, u, &value, &slope);
        long double want, want_slope;
        clenshaw(s.coefs[1], s.terms, u, &want, &want_slope);
        CHECK_NEAR(value.y, (double)want, 1.5e-15); /* the door: 1.5e-15 of the largest term */
    }
}

/* T(k) at u = cos(t) is cos(k t): Abramowitz & Stegun 22.3.15. */
static void test_chebyshev_each_order_is_a_cosine(void **state)
{
    (void)state;
    for (int k = 0; k < SKY_CHEBYSHEV_TERMS_MAX; k++) {
        double coefs[3 * SKY_CHEBYSHEV_TERMS_MAX] = {0};
        coefs[k] = 1.0;
        for (double t = 0.1; t < 3.1; t += 0.1) {
            struct sky_vec value, slope;
            sky_chebyshev_sum((const unsigned char *)coefs, SKY_CHEBYSHEV_TERMS_MAX, cos(t), &value,
                              &slope);
            CHECK_NEAR(value.x, cos(k * t), 1e-13); /* cos(t) itself is rounded: k/sin(t) times */
            CHECK_NEAR(slope.x, k * sin(k * t) / sin(t), 1e-10);
            assert_true(value.y == 0.0 && value.z == 0.0 && slope.y == 0.0 && slope.z == 0.0);
        }
    }
}

static void test_chebyshev_slope_is_the_derivative(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1958);
    static struct series s;
    const double step = 1e-5;
    for (int i = 0; i < 1000; i++) {
        fill(&s, 1 + (int)random_below(&random, 20), 0.6, &random);
        double u = random_between(&random, -0.99, 0.99);
        struct sky_vec before, after, slope, ignored;
        sky_chebyshev_sum(s.bytes + 1, s.terms, u - step, &before, &ignored);
        sky_chebyshev_sum(s.bytes + 1, s.terms, u + step, &after, &ignored);
        sky_chebyshev_sum(s.bytes + 1, s.terms, u, &ignored, &slope);
        /* step^2 / 6 times a third derivative of some 1e2, and 1e-16 / step of rounding */
        CHECK_NEAR((after.z - before.z) / (2.0 * step), slope.z, 1e-7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chebyshev_sum_equals_clenshaw),
        cmocka_unit_test(test_chebyshev_sum_equals_clenshaw_at_the_ends),
        cmocka_unit_test(test_chebyshev_keeps_all_digits_of_a_falling_series),
        cmocka_unit_test(test_chebyshev_each_order_is_a_cosine),
        cmocka_unit_test(test_chebyshev_slope_is_the_derivative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
