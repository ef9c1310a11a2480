/* base/siphash: the vectors of its authors. */
#include "base/siphash.h"

#include "check.h"

/* Aumasson & Bernstein 2012, appendix A: key 00..0f, input 00..0e; and the first of the vectors of
 * their reference code: no input. */
static void test_siphash_gives_the_vectors_of_its_authors(void **state)
{
    (void)state;
    const struct base_siphash_key key = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
    unsigned char input[15];
    for (unsigned char i = 0; i < sizeof input; i++) input[i] = i;
    assert_true(base_siphash_of(key, input, sizeof input) == 0xa129ca6149be45e5u);
    assert_true(base_siphash_of(key, NULL, 0) == 0x726fdb47dd0e0e31u);
}

static void test_siphash_differs_by_key_and_by_length(void **state)
{
    (void)state;
    const struct base_siphash_key a = {1, 2}, b = {1, 3};
    assert_true(base_siphash_of(a, "12345678", 8) != base_siphash_of(b, "12345678", 8));
    assert_true(base_siphash_of(a, "\0\0", 1) != base_siphash_of(a, "\0\0", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_siphash_gives_the_vectors_of_its_authors),
        cmocka_unit_test(test_siphash_differs_by_key_and_by_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
