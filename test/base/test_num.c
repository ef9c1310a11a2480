/* base/num: text to numbers and back. */
#include "base/num.h"
#include "check.h"

typedef size_t writer(char *out, double value, int decimals);

static void check(writer *write, double value, int decimals, const char *want)
{
    char got[BASE_NUM_MAX_CHARS + 1];
    got[write(got, value, decimals)] = '\0';
    assert_string_equal(got, want);
}

static size_t shortest(char *out, double value, int decimals)
{
    (void)decimals;
    return base_num_shortest(out, value);
}

static void test_num_fixed_rounds_to_the_decimals_asked_for(void **state)
{
    (void)state;
    check(base_num_fixed, 0.0, 2, "0.00");
    check(base_num_fixed, 1.005, 1, "1.0");
    check(base_num_fixed, 359.99999, 2, "360.00");
    check(base_num_fixed, -23.146670983905302, 4, "-23.1467");
    check(base_num_fixed, 12345.6, 0, "12346");
    check(base_num_fixed, 9.9996, 3, "10.000"); /* the carry reaches a further digit */
    check(base_num_fixed, -99.9999999999996, 12, "-100.000000000000");
    check(base_num_fixed, 0.9999999999996, 12, "1.000000000000");
}

static void test_num_fixed_has_no_negative_zero(void **state)
{
    (void)state;
    check(base_num_fixed, -0.001, 2, "0.00");
}

/* Whole numbers of every length with a point put in: the digits are printf's. */
static void test_num_fixed_writes_every_length_within_its_room(void **state)
{
    (void)state;
    for (int decimals = 0; decimals <= 12; decimals++) {
        for (uint64_t n = 1; n < 9000000000000000u; n = n * 3 + 1) {
            char want[40], got[BASE_NUM_MAX_CHARS + 1];
            double value = (double)n / pow(10.0, decimals);
            int length =
                snprintf(want, sizeof want, "-%0*llu", decimals + 1, (unsigned long long)n);
            if (decimals > 0) {
                memmove(want + length - decimals + 1, want + length - decimals,
                        (size_t)decimals + 1);
                want[length - decimals] = '.';
            }
            got[BASE_NUM_MAX_CHARS] = '#';
            size_t written = base_num_fixed(got, -value, decimals);
            assert_int_equal(got[BASE_NUM_MAX_CHARS], '#');
            got[written] = '\0';
            /* 15 digits are what a double tells apart */
            if (n < 1000000000000000u) assert_string_equal(got, want);
        }
    }
}

/* What CPython 3.11 prints for the same floats. */
static void test_num_shortest_is_pythons_repr(void **state)
{
    (void)state;
    check(shortest, 0.1, 0, "0.1");
    check(shortest, 100.0, 0, "100.0");
    check(shortest, 102.30273048280189, 0, "102.30273048280189");
    check(shortest, -23.146670983905302, 0, "-23.146670983905302");
    check(shortest, 1e-5, 0, "1e-05");
    check(shortest, 0.00012345, 0, "0.00012345");
    check(shortest, 1.5e300, 0, "1.5e+300");
    check(shortest, 1e16, 0, "1e+16");
    check(shortest, 1234567890123456.0, 0, "1234567890123456.0");
    check(shortest, 5e-324, 0, "5e-324");
    check(shortest, 2.2250738585072014e-308, 0, "2.2250738585072014e-308");
    check(shortest, 1.2345e-310, 0, "1.2345e-310");
    check(shortest, 9007199254740992.0, 0, "9007199254740992.0");
    check(shortest, 0.30000000000000004, 0, "0.30000000000000004");
    check(shortest, 1.00000000000001, 0, "1.00000000000001");
    check(shortest, 1e-300, 0, "1e-300");
    check(shortest, -0.0, 0, "-0.0");
}

static void test_num_trimmed_drops_zeros_only(void **state)
{
    (void)state;
    check(base_num_trimmed, 90.0, 12, "90.0");
    check(base_num_trimmed, 102.30273048280189, 12, "102.302730482802");
    check(base_num_trimmed, 0.00001234, 12, "1.234e-05");
    check(base_num_trimmed, 200.5, 12, "200.5");
    check(base_num_trimmed, 100.0, 0, "100.0");
    check(base_num_trimmed, 0.3, 0, "0.0");
}

/* Law: the text reads back to a double that has no shorter text. */
static void test_num_trimmed_is_the_shortest_text_of_what_it_reads_back_to(void **state)
{
    (void)state;
    srand(20181031); /* the seed of every run */
    for (int i = 0; i < 20000; i++) {
        double value = (rand() / (double)RAND_MAX - 0.5) * 720.0;
        char text[BASE_NUM_MAX_CHARS + 1], again[BASE_NUM_MAX_CHARS + 1];
        text[base_num_trimmed(text, value, 12)] = '\0';
        double back = strtod(text, NULL);
        assert_true(fabs(back - value) <= 0.6e-12);
        again[base_num_shortest(again, back)] = '\0';
        assert_string_equal(text, again);
    }
}

static void test_num_parse_reads_what_strtod_reads(void **state)
{
    (void)state;
    static const char *const texts[] = {"0",        "-0.0005", "51.4769",
                                        "1e3",      "1E-3",    ".5",
                                        "5.",       "+7",      "123456789012345678901234567890",
                                        "4.9e-324", "0.1e-25", "179.99999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value = NAN;
        struct base_fault fault;
        assert_int_equal(base_num_parse(base_text_of(texts[i]), &value, &fault), BASE_ERR_OK);
        assert_true(value == strtod(texts[i], NULL));
    }
}

static void test_num_parse_refuses_the_rest_and_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t offset;
    } cases[] = {
        {"", 0},   {"nan", 0}, {"inf", 0},  {"Infinity", 0}, {"12x", 2}, {"--1", 1},   {"1e", 2},
        {" 1", 0}, {"1 ", 1},  {"0x10", 1}, {"1,5", 1},      {".", 1},   {"1.2.3", 3}, {"-", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 42.0;
        struct base_fault fault = {0};
        assert_int_equal(base_num_parse(base_text_of(cases[i].text), &value, &fault),
                         BASE_ERR_FORMAT);
        assert_int_equal(fault.offset, cases[i].offset);
        assert_true(value == 42.0);
    }
    double value;
    struct base_fault fault;
    assert_int_equal(base_num_parse(BASE_TEXT("1e400"), &value, &fault), BASE_ERR_RANGE);
}

static void test_num_parse_whole_keeps_its_limit(void **state)
{
    (void)state;
    unsigned n = 7;
    struct base_fault fault;
    assert_int_equal(base_num_parse_whole(BASE_TEXT("65535"), 65535, &n, &fault), BASE_ERR_OK);
    assert_int_equal(n, 65535);
    assert_int_equal(base_num_parse_whole(BASE_TEXT("65536"), 65535, &n, &fault), BASE_ERR_RANGE);
    assert_int_equal(base_num_parse_whole(BASE_TEXT("-1"), 65535, &n, &fault), BASE_ERR_FORMAT);
    assert_int_equal(base_num_parse_whole(BASE_TEXT("99999999999"), 65535, &n, &fault),
                     BASE_ERR_FORMAT);
    assert_int_equal(n, 65535);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_num_fixed_rounds_to_the_decimals_asked_for),
        cmocka_unit_test(test_num_fixed_has_no_negative_zero),
        cmocka_unit_test(test_num_fixed_writes_every_length_within_its_room),
        cmocka_unit_test(test_num_shortest_is_pythons_repr),
        cmocka_unit_test(test_num_trimmed_drops_zeros_only),
        cmocka_unit_test(test_num_trimmed_is_the_shortest_text_of_what_it_reads_back_to),
        cmocka_unit_test(test_num_parse_reads_what_strtod_reads),
        cmocka_unit_test(test_num_parse_refuses_the_rest_and_says_where),
        cmocka_unit_test(test_num_parse_whole_keeps_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
