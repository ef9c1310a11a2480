/* data/time_range: steps as people write them, and the instants of a range. */
#include "data/time_range.h"
#include "data/time_text.h"

#include "check.h"
#include "data.h"

#include <math.h>
#include <string.h>

static enum base_err step(const char *text, int64_t *step_us, struct base_fault *fault)
{
    return data_time_range_step(base_text_of(text), step_us, fault);
}

static void test_time_range_reads_steps_in_both_notations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t us;
    } cases[] = {
        {"10m", 600000000},
        {"1h", 3600000000},
        {"1d", 86400000000},
        {"30s", 30000000},
        {"0.5s", 500000},
        {"2w", 1209600000000},
        {"1.5h", 5400000000},
        {"0.000001s", 1},
        {"1M", 60000000}, /* without a P, m and M are minutes */
        {"PT10M", 600000000},
        {"P1D", 86400000000},
        {"P1W", 604800000000},
        {"PT0.5S", 500000},
        {"P1DT2H3M4S", 93784000000},
        {"pt1h30m", 5400000000},
        {"36525d", INT64_C(36525) * 86400000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t us = 0;
        struct base_fault fault;
        if (step(cases[i].text, &us, &fault) != BASE_ERR_OK) fail_msg("%s", cases[i].text);
        if (us != cases[i].us) fail_msg("%s: %lld", cases[i].text, (long long)us);
    }
}

static void test_time_range_refuses_other_steps(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum base_err err;
        size_t offset;
    } cases[] = {
        {"", BASE_ERR_FORMAT, 0},
        {"h", BASE_ERR_FORMAT, 0},
        {"10", BASE_ERR_FORMAT, 2},
        {"-1h", BASE_ERR_FORMAT, 0},
        {"+1h", BASE_ERR_FORMAT, 0},
        {"1 h", BASE_ERR_FORMAT, 1},
        {"1h ", BASE_ERR_FORMAT, 2},
        {"1h30m", BASE_ERR_FORMAT, 2},
        {"1y", BASE_ERR_FORMAT, 1},
        {"10us", BASE_ERR_FORMAT, 2},
        {"1e3s", BASE_ERR_FORMAT, 1},
        {"1..5s", BASE_ERR_FORMAT, 0},
        {"nans", BASE_ERR_FORMAT, 0},
        {"infs", BASE_ERR_FORMAT, 0},
        {"0s", BASE_ERR_FORMAT, 0},
        {"P", BASE_ERR_FORMAT, 0},
        {"PT", BASE_ERR_FORMAT, 0},
        {"P1M", BASE_ERR_FORMAT, 2}, /* a month has no length */
        {"P1Y", BASE_ERR_FORMAT, 2},
        {"P1H", BASE_ERR_FORMAT, 2},
        {"PT1D", BASE_ERR_FORMAT, 3},
        {"PT1HT1M", BASE_ERR_FORMAT, 4},
        {"0.0000001s", BASE_ERR_RANGE, 0},
        {"36526d", BASE_ERR_RANGE, 0},
        {"99999999999999999999w", BASE_ERR_RANGE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t us = 77;
        struct base_fault fault = {0};
        if (step(cases[i].text, &us, &fault) != cases[i].err || us != 77 ||
            fault.code != cases[i].err || fault.offset != cases[i].offset)
            fail_msg("%s: %d at %zu", cases[i].text, (int)fault.code, fault.offset);
    }
}

static void test_time_range_reads_no_byte_beyond_a_step(void **state)
{
    (void)state;
    static const char whole[] = "P1DT2H3M4.5S";
    for (size_t length = 0; length < sizeof whole; length++) {
        char *copy = malloc(length + 1); /* exact, so that a sanitizer sees one byte too many */
        assert_non_null(copy);
        memcpy(copy, whole, length);
        int64_t us;
        struct base_fault fault;
        enum base_err err = data_time_range_step((struct base_text){copy, length}, &us, &fault);
        if (err != BASE_ERR_OK) assert_true(fault.offset <= length);
        free(copy);
    }
}

static struct data_time_range between(struct sky_tt from, struct sky_tt to, const char *text)
{
    int64_t us = 0;
    struct base_fault fault;
    assert_int_equal(step(text, &us, &fault), BASE_ERR_OK);
    const int64_t start_us = data_time_text_posix_us(data_store(), from);
    const int64_t length_us = data_time_text_posix_us(data_store(), to) - start_us;
    return (struct data_time_range){
        .start_us = start_us, .step_us = us, .count = length_us / us + 1};
}

/* The instant of a range as RFC 3339. */
static const char *at(const struct data_time_range *range, int64_t index)
{
    static char text[64];
    struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    data_time_text_append(&out, data_store(), data_time_range_at(data_store(), range, index), 6);
    text[out.used] = '\0';
    return text;
}

static void test_time_range_includes_both_ends(void **state)
{
    (void)state;
    const struct sky_tt from = data_tt(2026, 10, 30, 18, 0, 0.0),
                        to = data_tt(2026, 10, 31, 6, 0, 0.0);
    struct data_time_range range = between(from, to, "1h");
    assert_int_equal(range.count, 13);
    assert_string_equal(at(&range, 0), "2026-10-30T18:00:00Z");
    assert_string_equal(at(&range, 12), "2026-10-31T06:00:00Z");
    range = between(from, to, "5h"); /* the end is not on the step: it is not passed */
    assert_int_equal(range.count, 3);
    assert_string_equal(at(&range, 2), "2026-10-31T04:00:00Z");
    range = between(data_tt(2026, 10, 30, 18, 0, 0.25), to, "0.1s");
    assert_string_equal(at(&range, 7), "2026-10-30T18:00:00.95Z");
}

/* 2016 ended with a leap second: IERS Bulletin C 52. */
static void test_time_range_keeps_the_time_of_day_across_a_leap_second(void **state)
{
    (void)state;
    struct data_time_range range =
        between(data_tt(2016, 12, 30, 12, 0, 0.0), data_tt(2017, 1, 2, 12, 0, 0.0), "1d");
    assert_int_equal(range.count, 4);
    assert_string_equal(at(&range, 1), "2016-12-31T12:00:00Z");
    assert_string_equal(at(&range, 2), "2017-01-01T12:00:00Z");
    /* that day lasted 86401 s; days near 6200 hold 0.08 us */
    const struct data_dataset *dataset = data_store();
    CHECK_NEAR((data_time_range_at(dataset, &range, 2).days -
                data_time_range_at(dataset, &range, 1).days) *
                   86400.0,
               86401.0, 1e-6);
    range = between(data_tt(2016, 12, 31, 23, 59, 58.0), data_tt(2017, 1, 1, 0, 0, 1.0), "1s");
    static const char *const seconds[] = {"2016-12-31T23:59:58Z", "2016-12-31T23:59:59Z",
                                          "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z"};
    assert_int_equal(range.count, 4);
    for (int i = 0; i < 4; i++) assert_string_equal(at(&range, i), seconds[i]);
}

static void test_time_range_works_before_1970(void **state)
{
    (void)state;
    struct data_time_range range =
        between(data_tt(1969, 12, 31, 23, 59, 58.5), data_tt(1970, 1, 1, 0, 0, 1.0), "0.5s");
    static const char *const halves[] = {"1969-12-31T23:59:58.5Z", "1969-12-31T23:59:59Z",
                                         "1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z",
                                         "1970-01-01T00:00:00.5Z", "1970-01-01T00:00:01Z"};
    assert_int_equal(range.count, 6);
    for (int i = 0; i < 6; i++) assert_string_equal(at(&range, i), halves[i]);
    range = between(data_tt(1900, 1, 1, 0, 0, 0.0), data_tt(1901, 1, 1, 0, 0, 0.0), "1d");
    assert_int_equal(range.count, 366); /* 1900 was no leap year */
    assert_string_equal(at(&range, 59), "1900-03-01T00:00:00Z");
}

/* Law: 64 bits hold the smallest step over the longest range. */
static void test_time_range_counts_every_microsecond_of_40000_years(void **state)
{
    (void)state;
    struct data_time_range range =
        between(data_tt(-19999, 1, 1, 0, 0, 0.0), data_tt(19999, 1, 1, 0, 0, 0.0), "0.000001s");
    /* 39998 Gregorian years of 146097 days in 400: 14608969.5 days, plus or minus a day, depending
     * on where leap years fall; a double of days resolves some 80 us there */
    CHECK_NEAR((double)range.count, 39998.0 * 365.2425 * 86400e6, 86400e6);
    CHECK_NEAR(data_time_range_at(data_store(), &range, range.count - 1).days,
               data_tt(19999, 1, 1, 0, 0, 0.0).days, 2e-9);
}

/* 1,000,000,000 steps of a century are more microseconds than a number holds. */
static void test_time_range_has_no_instant_beyond_64_bits(void **state)
{
    (void)state;
    struct data_time_range range = {.start_us = INT64_C(946728000000000), .count = 1000000000};
    int64_t century_us;
    struct base_fault fault;
    assert_int_equal(step("36525d", &century_us, &fault), BASE_ERR_OK);
    range.step_us = century_us;
    for (int64_t index = 5845; index < range.count; index = index * 3 / 2)
        assert_true(isnan(data_time_range_at(data_store(), &range, index).days));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_range_reads_steps_in_both_notations),
        cmocka_unit_test(test_time_range_refuses_other_steps),
        cmocka_unit_test(test_time_range_reads_no_byte_beyond_a_step),
        cmocka_unit_test(test_time_range_includes_both_ends),
        cmocka_unit_test(test_time_range_keeps_the_time_of_day_across_a_leap_second),
        cmocka_unit_test(test_time_range_works_before_1970),
        cmocka_unit_test(test_time_range_counts_every_microsecond_of_40000_years),
        cmocka_unit_test(test_time_range_has_no_instant_beyond_64_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
