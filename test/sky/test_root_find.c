/* The root search on functions whose roots are known. */
#include "check.h"
#include "sky/root_find.h"

enum shape { LINE, CUBE, STEP, CLIFF, PARABOLA, FAILING };

struct curve {
    enum shape shape;
    double root, depth;
    int *calls;
};

static enum base_err value_of(const void *context, struct sky_tt when, double *value,
                              struct sky_fault *fault)
{
    const struct curve *c = context;
    double x = when.days - c->root;
    if (c->calls != NULL) ++*c->calls;
    switch (c->shape) {
    case LINE:
        *value = x;
        break;
    case CUBE:
        *value = x * x * x;
        break;
    case STEP:
        *value = x < 0.0 ? -1.0 : 1e9;
        break;
    case CLIFF:
        *value = exp(200.0 * x) - 1.0;
        break;
    case PARABOLA:
        *value = x * x - c->depth;
        break;
    case FAILING:
        fault->naif_id = 42;
        return BASE_ERR_RANGE;
    }
    return BASE_ERR_OK;
}

static enum base_err slope_of(const void *context, struct sky_tt when, double *value,
                              struct sky_fault *fault)
{
    (void)fault;
    *value = 2.0 * (when.days - ((const struct curve *)context)->root);
    return BASE_ERR_OK;
}

static struct sky_root_find_end end_of(const struct curve *c, double days)
{
    struct sky_fault fault;
    struct sky_root_find_end end = {{days}, 0.0};
    assert_int_equal(value_of(c, end.when, &end.value, &fault), BASE_ERR_OK);
    return end;
}

static double root_of(struct curve curve, double from, double until, double tolerance)
{
    int calls = 0;
    struct sky_root_find_end ends[2] = {end_of(&curve, from), end_of(&curve, until)};
    struct sky_tt root;
    struct sky_fault fault;
    curve.calls = &calls;
    assert_int_equal(
        sky_root_find_root(&(struct sky_root_find_problem){value_of, NULL, &curve, tolerance}, ends,
                           &root, &fault),
        BASE_ERR_OK);
    assert_in_range(calls, 0, SKY_ROOT_FIND_STEPS_MAX);
    return root.days;
}

static void test_root_find_finds_the_root_within_the_tolerance(void **state)
{
    (void)state;
    for (enum shape shape = LINE; shape <= CLIFF; shape++)
        for (int i = 0; i <= 20; i++) {
            double root = i / 20.0;
            struct curve curve = {.shape = shape, .root = root};
            if (i == 0) continue; /* both ends would be positive */
            /* the tolerance asked for */
            CHECK_NEAR(root_of(curve, 0.0, 1.0, 1e-8), root, 1e-8);
            CHECK_NEAR(root_of(curve, -3000.0, 1.0, 1e-6), root, 1e-6);
        }
}

static void test_root_find_needs_few_calls_on_smooth_functions(void **state)
{
    (void)state;
    int calls = 0;
    struct curve curve = {.shape = PARABOLA, .root = -2.0, .depth = 5.0};
    struct sky_root_find_end ends[2] = {end_of(&curve, 0.0), end_of(&curve, 1.0)};
    struct sky_tt root;
    struct sky_fault fault;
    curve.calls = &calls;
    assert_int_equal(
        sky_root_find_root(&(struct sky_root_find_problem){value_of, NULL, &curve, 1e-8}, ends,
                           &root, &fault),
        BASE_ERR_OK);
    CHECK_NEAR(root.days, sqrt(5.0) - 2.0, 1e-8); /* the tolerance asked for */
    assert_in_range(calls, 1, 8);
}

static void test_root_find_hands_the_function_s_error_on(void **state)
{
    (void)state;
    struct curve curve = {.shape = FAILING};
    struct sky_root_find_end ends[2] = {{{0.0}, -1.0}, {{1.0}, 1.0}};
    struct sky_tt root = {7.0};
    struct sky_fault fault;
    assert_int_equal(
        sky_root_find_root(&(struct sky_root_find_problem){value_of, NULL, &curve, 1e-8}, ends,
                           &root, &fault),
        BASE_ERR_RANGE);
    assert_int_equal(fault.naif_id, 42);
    CHECK_NEAR(root.days, 7.0, 0.0); /* untouched */
}

static int crossings(struct curve *curve, double from, double until, struct sky_tt roots[2])
{
    struct sky_root_find_edge edges[2] = {{{from}, 0.0, 0.0}, {{until}, 0.0, 0.0}};
    struct sky_fault fault;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(value_of(curve, edges[i].when, &edges[i].value, &fault), BASE_ERR_OK);
        assert_int_equal(slope_of(curve, edges[i].when, &edges[i].slope, &fault), BASE_ERR_OK);
    }
    int count = -1;
    assert_int_equal(
        sky_root_find_crossings(&(struct sky_root_find_problem){value_of, slope_of, curve, 1e-9},
                                edges, roots, &count, &fault),
        BASE_ERR_OK);
    return count;
}

static void test_root_find_finds_both_roots_of_a_function_that_turns(void **state)
{
    (void)state;
    struct sky_tt roots[2];
    for (double depth = 0.04; depth > 1e-13; depth /= 10.0) {
        struct curve curve = {.shape = PARABOLA, .root = 0.3, .depth = depth};
        assert_int_equal(crossings(&curve, 0.0, 1.0, roots), 2);
        /* twice the tolerance asked for */
        CHECK_NEAR(roots[0].days, 0.3 - sqrt(depth), 2e-9);
        CHECK_NEAR(roots[1].days, 0.3 + sqrt(depth), 2e-9);
    }
}

static void test_root_find_finds_no_root_of_a_function_that_turns_before_zero(void **state)
{
    (void)state;
    struct sky_tt roots[2];
    for (double depth = -1.0; depth < -1e-13; depth /= 10.0) {
        struct curve curve = {.shape = PARABOLA, .root = 0.3, .depth = depth};
        assert_int_equal(crossings(&curve, 0.0, 1.0, roots), 0);
    }
}

static void test_root_find_gives_a_root_on_a_border_to_one_span(void **state)
{
    (void)state;
    struct sky_tt roots[2];
    struct curve curve = {.shape = LINE, .root = 1.0};
    int before = crossings(&curve, 0.0, 1.0, roots);
    int after = crossings(&curve, 1.0, 2.0, roots);
    assert_int_equal(before + after, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_root_find_finds_the_root_within_the_tolerance),
        cmocka_unit_test(test_root_find_needs_few_calls_on_smooth_functions),
        cmocka_unit_test(test_root_find_hands_the_function_s_error_on),
        cmocka_unit_test(test_root_find_finds_both_roots_of_a_function_that_turns),
        cmocka_unit_test(test_root_find_finds_no_root_of_a_function_that_turns_before_zero),
        cmocka_unit_test(test_root_find_gives_a_root_on_a_border_to_one_span),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
