/* Polynomials with known roots. */
#include "check.h"
#include "sky/bernstein.h"

/* The polynomial through a function's values. */
static struct sky_bernstein through(double (*f)(double x, const double *with), const double *with)
{
    double samples[SKY_BERNSTEIN_NODES];
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++) samples[i] = f(sky_bernstein_basis.node[i], with);
    return sky_bernstein_through(samples);
}

/* De Casteljau's construction. */
static double value(struct sky_bernstein p, double x)
{
    for (int level = SKY_BERNSTEIN_DEGREE; level > 0; level--)
        for (int i = 0; i < level; i++) p.at[i] = (1.0 - x) * p.at[i] + x * p.at[i + 1];
    return p.at[0];
}

static double product(double x, const double *roots)
{
    double p = 1.0;
    for (int i = 1; i <= (int)roots[0]; i++) p *= x - roots[i];
    return p;
}

static double wave(double x, const double *with)
{
    return with[0] + with[1] * cos(with[2] * x + with[3]);
}

static void test_bernstein_agrees_with_the_polynomial_it_went_through(void **state)
{
    (void)state;
    const double roots[] = {12, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2};
    struct sky_bernstein p = through(product, roots);
    for (double x = 0.0; x <= 1.0; x += 1.0 / 64.0)
        /* values up to 0.005; coefficients up to 3000 times the last bit of the samples */
        CHECK_NEAR(value(p, x), product(x, roots), 1e-14);
}

static void test_bernstein_is_the_sample_itself_at_both_ends(void **state)
{
    (void)state;
    const double with[] = {0.1, 0.7, 3.3, 0.4};
    struct sky_bernstein p = through(wave, with);
    assert_true(p.at[0] == wave(0.0, with));
    assert_true(p.at[SKY_BERNSTEIN_DEGREE] == wave(1.0, with));
}

static void test_bernstein_finds_all_roots_of_a_product(void **state)
{
    (void)state;
    const double roots[] = {5, 0.03, 0.25, 0.26, 0.77, 0.99};
    struct sky_bernstein p = through(product, roots);
    struct sky_bernstein_roots roots_found = sky_bernstein_crossings(&p),
                               turns = sky_bernstein_turns(&p);
    assert_int_equal(roots_found.count, 5);
    for (int i = 0; i < 5; i++) {
        /* the slope at the close pair is 0.001: 1e-16 of the values becomes 1e-13 and less */
        CHECK_NEAR(roots_found.x[i], roots[i + 1], 1e-11);
        assert_int_equal(roots_found.is_upward[i], i % 2 == 0);
    }
    assert_int_equal(turns.count, 4);
    for (int i = 0; i < 4; i++) {
        assert_true(turns.x[i] > roots[i + 1] && turns.x[i] < roots[i + 2]);
        assert_int_equal(turns.is_upward[i], i % 2 == 1);
    }
}

static void test_bernstein_tells_a_dip_from_a_touch(void **state)
{
    (void)state;
    /* 1e-9 below 0 at the lowest point: two crossings sqrt(1e-9) to each side; 1e-9 above: none */
    for (int sign = -1; sign <= 1; sign += 2) {
        const double with[] = {1.0 + sign * 1e-9, 1.0, SKY_BERNSTEIN_DEGREE / 4.0, 1.7};
        struct sky_bernstein p = through(wave, with);
        struct sky_bernstein_roots dips = sky_bernstein_crossings(&p),
                                   turns = sky_bernstein_turns(&p);
        double lowest = (M_PI - 1.7) / 3.0, aside = acos(1.0 - 1e-9) / 3.0;
        assert_int_equal(turns.count, 1);
        assert_true(turns.is_upward[0]);
        /* 3e-15 of the samples over the curvature of 9 */
        CHECK_NEAR(turns.x[0], lowest, 1e-9);
        assert_int_equal(dips.count, sign < 0 ? 2 : 0);
        if (sign > 0) continue;
        /* the polynomial is within 1e-11 of the wave (2 (3/4)^13 / 13!), the slope here 1.3e-4 */
        CHECK_NEAR(dips.x[0], lowest - aside, 1e-7);
        CHECK_NEAR(dips.x[1], lowest + aside, 1e-7);
    }
}

static void test_bernstein_has_as_many_crossings_as_dense_sampling(void **state)
{
    (void)state;
    unsigned seed = 20261;
    print_message("seed %u\n", seed);
    srand(seed);
    for (int trial = 0; trial < 2000; trial++) {
        struct sky_bernstein p;
        for (int i = 0; i < SKY_BERNSTEIN_NODES; i++) p.at[i] = rand() / (double)RAND_MAX - 0.5;
        struct sky_bernstein_roots found = sky_bernstein_crossings(&p);
        int seen = 0, last = value(p, 0.0) >= 0.0;
        for (int i = 1; i <= 4000; i++) {
            int now = value(p, i / 4000.0) >= 0.0;
            seen += now != last;
            last = now;
        }
        if (seen == found.count) continue;
        /* the samples may miss a pair nearer than their step, never the other way round */
        assert_true(seen < found.count);
        bool has_pair = false;
        for (int i = 1; i < found.count; i++)
            has_pair = has_pair || found.x[i] - found.x[i - 1] < 1.0 / 4000.0;
        assert_true(has_pair);
    }
}

static void test_bernstein_crosses_once_where_an_end_is_zero(void **state)
{
    (void)state;
    /* 0 counts as above: a polynomial that falls to 0 at the end does not cross, one that rises to
     * it crosses at 1 */
    struct sky_bernstein p;
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++) p.at[i] = SKY_BERNSTEIN_DEGREE - i;
    assert_int_equal(sky_bernstein_crossings(&p).count, 0);
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++) p.at[i] = i - SKY_BERNSTEIN_DEGREE;
    struct sky_bernstein_roots found = sky_bernstein_crossings(&p);
    assert_int_equal(found.count, 1);
    CHECK_NEAR(found.x[0], 1.0, 1e-15); /* the last bit */
    assert_true(found.is_upward[0]);
}

static void test_bernstein_ends_on_nan(void **state)
{
    (void)state;
    struct sky_bernstein p;
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++) p.at[i] = i % 3 == 0 ? NAN : 1.0 - i;
    sky_bernstein_crossings(&p); /* nothing to claim but that it returns */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bernstein_agrees_with_the_polynomial_it_went_through),
        cmocka_unit_test(test_bernstein_is_the_sample_itself_at_both_ends),
        cmocka_unit_test(test_bernstein_finds_all_roots_of_a_product),
        cmocka_unit_test(test_bernstein_tells_a_dip_from_a_touch),
        cmocka_unit_test(test_bernstein_has_as_many_crossings_as_dense_sampling),
        cmocka_unit_test(test_bernstein_crosses_once_where_an_end_is_zero),
        cmocka_unit_test(test_bernstein_ends_on_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
