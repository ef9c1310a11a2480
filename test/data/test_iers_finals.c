/* data/iers_finals: published lines are read, and every kind of damage is refused. */
#include "check.h"
#include "data/embedded.h"
#include "data/finals.h"
#include "data/iers_finals.h"
#include "sky/const.h"

#define FIRST                                                                                      \
    61200 /* within the measured days of the table inside the program: they end at 61272 */

static enum base_err parse(struct finals_text text, struct data_iers_finals *finals,
                           struct base_fault *fault)
{
    return data_iers_finals_parse(finals_span(text), finals, fault);
}

/* The first line of the file of 2022-04 as IERS published it, and one of its predictions; the lines
 * around them are invented. */
static void test_iers_finals_reads_published_lines(void **state)
{
    (void)state;
    static const char FIRST_LINE[] =
        "73 1 2 41684.00 I  0.120733 0.009786  0.136966 0.015902  I 0.8084178 0.0002710  0.0000 "
        "0.1916  P    -0.766    0.199    -0.720    0.300   .143000   .137000   .8075000   -18.637 "
        "   -3.667  \n";
    _Static_assert(sizeof FIRST_LINE == FINALS_LINE + 1, "187 columns");
    struct finals_text text = finals_make(41684, 2, 60, 1);
    for (int i = 1; i < 62; i++)
        finals_line(text.bytes + i * FINALS_LINE, 41684 + i, i < 2 ? 'I' : 'P', 0.8056163, 0.118980,
                    0.135656);
    memcpy(text.bytes, FIRST_LINE, FINALS_LINE);
    struct data_iers_finals finals;
    struct base_fault fault;
    assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
    assert_int_equal(finals.first_mjd, 41684);
    assert_int_equal(finals.last_measured_mjd, 41685);
    assert_int_equal(finals.days, 62);
    CHECK_NEAR(finals.rows[0].ut1_utc_s, 0.8084178, 1e-12); /* a decimal read back */
    CHECK_NEAR(finals.rows[0].xp_arcsec, 0.120733, 1e-12);
    CHECK_NEAR(finals.rows[0].yp_arcsec, 0.136966, 1e-12);
    CHECK_NEAR(finals.last_error_s, 1e-5, 1e-12);
    data_iers_finals_free(&finals);
    free(text.bytes);
}

/* Each case damages a valid file of 10 measured, 90 predicted and 5 blank days. */
static void lose_a_day(struct finals_text *t)
{
    memmove(t->bytes + 40 * FINALS_LINE, t->bytes + 41 * FINALS_LINE, t->size - 41 * FINALS_LINE);
    t->size -= FINALS_LINE;
}
static void go_back(struct finals_text *t)
{
    finals_line(t->bytes + 40 * FINALS_LINE, FIRST + 38, 'P', 0.36, 0.104, 0.396);
}
static void contradict_the_date(struct finals_text *t)
{
    t->bytes[40 * FINALS_LINE + 5] ^= 1;
}
static void jump_in_ut1(struct finals_text *t)
{
    finals_line(t->bytes + 40 * FINALS_LINE, FIRST + 40, 'P', 0.34, 0.104, 0.396);
}
static void leap_in_mid_month(struct finals_text *t)
{
    for (int i = 40; i < 100; i++)
        finals_line(t->bytes + i * FINALS_LINE, FIRST + i, 'P', -0.6 - 0.001 * i, 0.1 + 1e-4 * i,
                    0.4 - 1e-4 * i);
}
static void jump_of_the_pole(struct finals_text *t)
{
    finals_line(t->bytes + 40 * FINALS_LINE, FIRST + 40, 'P', 0.36, 0.17, 0.396);
}
static void measure_after_a_prediction(struct finals_text *t)
{
    finals_line(t->bytes + 40 * FINALS_LINE, FIRST + 40, 'I', 0.36, 0.104, 0.396);
}
static void leave_a_blank(struct finals_text *t)
{
    finals_line(t->bytes + 40 * FINALS_LINE, FIRST + 40, ' ', 0, 0, 0);
}
static void write_no_number(struct finals_text *t)
{
    t->bytes[40 * FINALS_LINE + 60] = 'x';
}
static void lengthen_a_line(struct finals_text *t)
{
    t->bytes[40 * FINALS_LINE + 100] = '\n';
}
static void end_within_a_line(struct finals_text *t)
{
    t->size -= 50;
}
static void end_before_the_predictions(struct finals_text *t)
{
    t->size = 40 * FINALS_LINE;
}
static void become_a_page(struct finals_text *t)
{
    memcpy(t->bytes, "<!DOCTYPE html>", 15);
}
static void become_empty(struct finals_text *t)
{
    t->size = 0;
}
static void lose_a_byte(struct finals_text *t)
{
    memmove(t->bytes + 7000, t->bytes + 7001, t->size - 7001);
    t->size--;
}
static void mark_a_line_with_another_flag(struct finals_text *t)
{
    t->bytes[40 * FINALS_LINE + 57] = 'B';
}

static void test_iers_finals_refuses_malformed_and_implausible_rows(void **state)
{
    (void)state;
    static void (*const damages[])(struct finals_text *) = {
        lose_a_day,
        go_back,
        contradict_the_date,
        jump_in_ut1,
        leap_in_mid_month,
        jump_of_the_pole,
        measure_after_a_prediction,
        leave_a_blank,
        write_no_number,
        lengthen_a_line,
        end_within_a_line,
        end_before_the_predictions,
        become_a_page,
        become_empty,
        lose_a_byte,
        mark_a_line_with_another_flag,
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct finals_text text = finals_make(FIRST, 10, 90, 5);
        struct data_iers_finals finals;
        struct base_fault fault;
        assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
        data_iers_finals_free(&finals);
        damages[i](&text);
        if (parse(text, &finals, &fault) != BASE_ERR_FORMAT) fail_msg("damage %zu is data", i);
        assert_true(fault.offset <= text.size);
        assert_non_null(fault.note);
        free(text.bytes);
    }
}

static struct sky_earth_orientation embedded(struct data_leap_seconds *leaps)
{
    struct sky_earth_orientation orient;
    struct base_fault fault;
    assert_int_equal(data_leap_seconds_parse(data_embedded_leap_seconds(), leaps, &fault),
                     BASE_ERR_OK);
    assert_int_equal(sky_earth_orientation_open(data_embedded_cip(), data_embedded_earth_rotation(),
                                                &orient, &fault),
                     BASE_ERR_OK);
    return orient;
}

static struct sky_earth_orientation_spin at_mjd(const struct sky_earth_orientation *orient,
                                                double mjd)
{
    return sky_earth_orientation_spin(orient,
                                      (struct sky_tt){mjd - SKY_J2000_MJD + 69.184 / 86400});
}

/* The rows give back the figures of the file, measured and predicted apart; before them nothing
 * changes. TAI - UTC is 37 s. */
static void test_iers_finals_replace_the_rows_of_the_table(void **state)
{
    (void)state;
    struct data_leap_seconds leaps;
    struct sky_earth_orientation before = embedded(&leaps), after = before;
    struct finals_text text = finals_make(FIRST, 200, 365, 9);
    struct data_iers_finals finals;
    struct base_fault fault;
    void *memory;
    assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
    assert_true(data_iers_finals_are_newer(&finals, &before));
    assert_int_equal(data_iers_finals_join(&finals, &leaps, &after, &memory, &fault), BASE_ERR_OK);
    assert_false(data_iers_finals_are_newer(&finals, &after));
    for (int i = 12; i < 565; i += 40) { /* the cubic before mixes both */
        struct sky_earth_orientation_spin spin = at_mjd(&after, FIRST + i);
        /* 0.1 microseconds are what the table resolves, and the instant 0.3 */
        CHECK_NEAR(spin.ut1_minus_tt_s, 0.4 - 0.001 * i - 37.0 - 32.184, 1e-6);
        /* the table resolves 20 microarcseconds of the pole */
        CHECK_NEAR(spin.xp_rad / SKY_RAD_PER_ARCSEC, 0.1 + 1e-4 * i, 3e-5);
        CHECK_NEAR(spin.yp_rad / SKY_RAD_PER_ARCSEC, 0.4 - 1e-4 * i, 3e-5);
        assert_int_equal(spin.source, i < 200 ? SKY_EARTH_ORIENTATION_MEASURED
                                              : SKY_EARTH_ORIENTATION_PREDICTED);
    }
    assert_int_equal(at_mjd(&after, FIRST + 566).source, SKY_EARTH_ORIENTATION_HELD);
    for (double mjd = 37700.3; mjd < FIRST - 10; mjd += 1111.1) { /* older rows are unchanged */
        struct sky_earth_orientation_spin a = at_mjd(&before, mjd), b = at_mjd(&after, mjd);
        assert_true(a.ut1_minus_tt_s == b.ut1_minus_tt_s && a.xp_rad == b.xp_rad &&
                    a.source == b.source);
    }
    data_iers_finals_free(&finals);
    free(memory);
    free(text.bytes);
}

#define LEAP_FIRST 60900 /* early enough for UT1 - UTC to stay below a second */

static struct finals_text with_leap_at(int mjd)
{
    struct finals_text text = finals_make(LEAP_FIRST, 10, 900, 0);
    for (int i = mjd - LEAP_FIRST; i < 910; i++)
        finals_line(text.bytes + i * FINALS_LINE, LEAP_FIRST + i, i < 10 ? 'I' : 'P',
                    0.4 - 0.001 * i + 1.0, 0.1 + 1e-4 * i, 0.4 - 1e-4 * i);
    for (int i = 0; i < mjd - LEAP_FIRST; i++)
        finals_line(text.bytes + i * FINALS_LINE, LEAP_FIRST + i, i < 10 ? 'I' : 'P',
                    0.4 - 0.001 * i, 0.1 + 1e-4 * i, 0.4 - 1e-4 * i);
    return text;
}

/* The list inside the program holds until 2027-06-28: a leap second on 2027-07-01 (MJD 61587) is
 * news, one on 2027-01-01 (MJD 61406) contradicts it. UT1 - TAI has no step either way. */
static void test_iers_finals_deduce_leap_seconds_after_the_expiry_of_the_list(void **state)
{
    (void)state;
    struct data_leap_seconds leaps;
    struct sky_earth_orientation orient = embedded(&leaps);
    struct data_iers_finals finals;
    struct base_fault fault;
    void *memory;
    struct finals_text text = with_leap_at(61406);
    assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
    assert_int_equal(data_iers_finals_join(&finals, &leaps, &orient, &memory, &fault),
                     BASE_ERR_FORMAT);
    data_iers_finals_free(&finals);
    free(text.bytes);
    text = with_leap_at(61587);
    assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
    assert_int_equal(data_iers_finals_join(&finals, &leaps, &orient, &memory, &fault), BASE_ERR_OK);
    double step_s = at_mjd(&orient, 61588).ut1_minus_tt_s - at_mjd(&orient, 61586).ut1_minus_tt_s;
    CHECK_NEAR(step_s, -0.002, 1e-6); /* a millisecond a day */
    data_iers_finals_free(&finals);
    free(memory);
    free(text.bytes);
}

/* With a first row after 2026-08-21, days without a measurement would lie between. */
static void test_iers_finals_refuse_to_leave_a_gap_in_the_table(void **state)
{
    (void)state;
    struct data_leap_seconds leaps;
    struct sky_earth_orientation orient = embedded(&leaps);
    struct finals_text text = finals_make(61280, 10, 90, 0);
    struct data_iers_finals finals;
    struct base_fault fault;
    void *memory;
    assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
    assert_int_equal(data_iers_finals_join(&finals, &leaps, &orient, &memory, &fault),
                     BASE_ERR_FORMAT);
    data_iers_finals_free(&finals);
    free(text.bytes);
}

/* The rapid service's rows of 1973 to 2022 differ from C04 by up to 5.6 ms: where the table inside
 * the program has C04, to MJD 59912, a new file changes nothing. */
static void test_iers_finals_leave_the_final_rows_of_the_table(void **state)
{
    (void)state;
    enum { START = 59800, LAST_FINAL = 59912 };
    struct data_leap_seconds leaps;
    struct sky_earth_orientation before = embedded(&leaps), after = before;
    struct finals_text text = finals_make(START, 1500, 365, 0);
    struct data_iers_finals finals;
    struct base_fault fault;
    void *memory;
    for (int i = 0; i < 1865; i++) /* a UT1 within its limits */
        finals_line(text.bytes + i * FINALS_LINE, START + i, i < 1500 ? 'I' : 'P', 0.4 - 1e-4 * i,
                    0.1 + 1e-4 * i, 0.4 - 1e-4 * i);
    assert_int_equal(parse(text, &finals, &fault), BASE_ERR_OK);
    assert_int_equal(data_iers_finals_join(&finals, &leaps, &after, &memory, &fault), BASE_ERR_OK);
    for (int mjd = START; mjd < LAST_FINAL - 1; mjd++) {
        struct sky_earth_orientation_spin a = at_mjd(&before, mjd), b = at_mjd(&after, mjd);
        assert_true(a.ut1_minus_tt_s == b.ut1_minus_tt_s && a.xp_rad == b.xp_rad);
    }
    for (int i = LAST_FINAL + 3 - START; i < 1860; i += 7) {
        struct sky_earth_orientation_spin spin = at_mjd(&after, START + i);
        CHECK_NEAR(spin.ut1_minus_tt_s, 0.4 - 1e-4 * i - 37.0 - 32.184, 1e-6);
        CHECK_NEAR(spin.yp_rad / SKY_RAD_PER_ARCSEC, 0.4 - 1e-4 * i, 3e-5);
    }
    data_iers_finals_free(&finals);
    free(memory);
    free(text.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iers_finals_reads_published_lines),
        cmocka_unit_test(test_iers_finals_refuses_malformed_and_implausible_rows),
        cmocka_unit_test(test_iers_finals_replace_the_rows_of_the_table),
        cmocka_unit_test(test_iers_finals_deduce_leap_seconds_after_the_expiry_of_the_list),
        cmocka_unit_test(test_iers_finals_refuse_to_leave_a_gap_in_the_table),
        cmocka_unit_test(test_iers_finals_leave_the_final_rows_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
