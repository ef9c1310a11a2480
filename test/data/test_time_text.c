/* data/time_text: instants as people write them. */
#include "data/time_text.h"

#include "check.h"
#include "data.h"
#include "random.h"

#include <string.h>
#include <time.h>

static enum base_err parse(const char *text, struct sky_tt *when, struct base_fault *fault)
{
    bool is_now;
    enum base_err err =
        data_time_text_parse(data_store(), base_text_of(text), when, &is_now, fault);
    assert_int_equal(is_now, strcmp(text, "now") == 0);
    return err;
}

static const char *written(struct sky_tt when, int decimals)
{
    static char text[64];
    struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    data_time_text_append(&out, data_store(), when, decimals);
    text[out.used] = '\0';
    return text;
}

static void test_time_text_reads_every_documented_form(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"2018-10-31T03:22:47Z", "2018-10-31T03:22:47Z"},
        {"2018-10-31t03:22:47z", "2018-10-31T03:22:47Z"},
        {"2018-10-31 03:22:47Z", "2018-10-31T03:22:47Z"},
        {"2018-10-31T03:22Z", "2018-10-31T03:22:00Z"},
        {"2018-10-31Z", "2018-10-31T00:00:00Z"}, /* a day begins with its midnight */
        {"2018-10-31+11:00", "2018-10-30T13:00:00Z"},
        {"2018-10-31T03:22:47.25Z", "2018-10-31T03:22:47.25Z"},
        {"2018-10-31T03:22:47.123456Z", "2018-10-31T03:22:47.123456Z"},
        {"2018-10-31T03:22:47+00:00", "2018-10-31T03:22:47Z"},
        {"2018-10-31T03:22:47-00:00", "2018-10-31T03:22:47Z"},
        {"2018-10-31T14:22:47+11:00", "2018-10-31T03:22:47Z"},
        {"2018-10-31T14:22:47 11:00", "2018-10-31T03:22:47Z"}, /* a query string lost its plus */
        {"2018-10-31T14:22:47+1100", "2018-10-31T03:22:47Z"},
        {"2018-10-30T21:52:47-05:30", "2018-10-31T03:22:47Z"},
        {"2019-01-01T00:10+00:20", "2018-12-31T23:50:00Z"},
        {"2020-02-28T23:50-00:20", "2020-02-29T00:10:00Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"},
        {"2016-12-31T23:59:60.5Z", "2016-12-31T23:59:60.5Z"},
        {"2017-01-01T00:59:60+01:00", "2016-12-31T23:59:60Z"},
        {"@0", "1970-01-01T00:00:00Z"},
        {"@1540956167", "2018-10-31T03:22:47Z"},
        {"@1540956167.25", "2018-10-31T03:22:47.25Z"},
        {"@-1", "1969-12-31T23:59:59Z"},
        {"@-0.5", "1969-12-31T23:59:59.5Z"},
        {"@-1.25", "1969-12-31T23:59:58.75Z"},
        {"@-0.00000000000000000001", "1970-01-01T00:00:00Z"}, /* the fraction is rounded away */
        {"@-5.00000000000000000001", "1969-12-31T23:59:55Z"},
        {"jd:2451545", "2000-01-01T12:00:00Z"},
        {"jd:2451544.5", "2000-01-01T00:00:00Z"},
        {"jd:2451545.0", "2000-01-01T12:00:00Z"},
        {"jd:2440587.5", "1970-01-01T00:00:00Z"},
        {"jd:2458422.625", "2018-10-31T03:00:00Z"},
        {"jd:2415020.31352", "1899-12-31T19:31:28.128Z"}, /* Meeus: B1900.0 */
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
        {"@253402300800", "+010000-01-01T00:00:00Z"},
        {"jd:5373484.5", "+010000-01-01T00:00:00Z"},
        {"+020000-12-31T23:59:59Z", "+020000-12-31T23:59:59Z"},
        {"-000500-03-01T00:00:00Z", "-000500-03-01T00:00:00Z"},
        {" 002018-10-31T03:22:47Z", "2018-10-31T03:22:47Z"}, /* another lost plus */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sky_tt when;
        struct base_fault fault;
        if (parse(cases[i][0], &when, &fault) != BASE_ERR_OK) fail_msg("%s", cases[i][0]);
        /* days far from 2000 hold fewer decimals of a second */
        int decimals = fabs(when.days) < 16000 ? 6 : fabs(when.days) < 40000 ? 4 : 2;
        assert_string_equal(written(when, decimals), cases[i][1]);
    }
}

static void test_time_text_refuses_other_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum base_err err;
    } cases[] = {
        {"2018-10-31T03:22:47", BASE_ERR_MISSING}, /* no zone */
        {"2018-10-31T03:22", BASE_ERR_MISSING},
        {"2018-10-31T03:22:47.5", BASE_ERR_MISSING},
        {"", BASE_ERR_FORMAT},
        {"Now", BASE_ERR_FORMAT},
        {"now ", BASE_ERR_FORMAT},
        {"yesterday", BASE_ERR_FORMAT},
        {"2018-10-31", BASE_ERR_MISSING}, /* the midnight of which zone? */
        {"2018-10-31T", BASE_ERR_FORMAT},
        {"2018-10", BASE_ERR_FORMAT},
        {"2018-10-31T03Z", BASE_ERR_FORMAT},
        {"2018-1-31T03:22:47Z", BASE_ERR_FORMAT},
        {"18-10-31T03:22:47Z", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:47.Z", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:47Zx", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:47+24:00", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:47+01:60", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:47+1", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:47CET", BASE_ERR_FORMAT},
        {"2018-13-31T03:22:47Z", BASE_ERR_FORMAT},
        {"2018-02-29T03:22:47Z", BASE_ERR_FORMAT},
        {"2018-00-10T03:22:47Z", BASE_ERR_FORMAT},
        {"2018-10-31T24:00:00Z", BASE_ERR_FORMAT},
        {"2018-10-31T03:60:00Z", BASE_ERR_FORMAT},
        {"2018-10-31T03:22:60Z", BASE_ERR_FORMAT},
        {"2018-12-31T23:59:60Z", BASE_ERR_FORMAT},
        {"2016-12-31T23:59:60+01:00", BASE_ERR_FORMAT}, /* 22:59:60 UTC */
        {"+2018-10-31T03:22:47Z", BASE_ERR_FORMAT},
        {"@", BASE_ERR_FORMAT},
        {"@x", BASE_ERR_FORMAT},
        {"@.5", BASE_ERR_FORMAT},
        {"@1e3",
         BASE_ERR_FORMAT}, /* an exponent moves the point: times are not written like this */
        {"@1.5e-3", BASE_ERR_FORMAT},
        {"@1.-5", BASE_ERR_FORMAT},
        {"@nan", BASE_ERR_FORMAT},
        {"@99999999999999", BASE_ERR_RANGE},
        {"@569003443200", BASE_ERR_RANGE}, /* year 20001 */
        {"+020001-01-01T00:00:00Z", BASE_ERR_RANGE},
        {"-020001-12-31T23:59:59Z", BASE_ERR_RANGE},
        {"10000-01-01T00:00:00Z", BASE_ERR_FORMAT}, /* more than four digits need a sign */
        {"jd:", BASE_ERR_FORMAT},
        {"jd:2451545.5E-1", BASE_ERR_FORMAT},
        {"jd:9026275.5", BASE_ERR_RANGE}, /* year 20001 */
        {"JD:2451545", BASE_ERR_FORMAT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sky_tt when = {42.0};
        struct base_fault fault = {0};
        enum base_err err = parse(cases[i].text, &when, &fault);
        if (err != cases[i].err) fail_msg("%s gives %s", cases[i].text, base_err_text(err));
        assert_true(when.days == 42.0);
        assert_int_equal(fault.code, err);
        assert_non_null(fault.note);
        assert_true(fault.offset <= strlen(cases[i].text));
    }
}

/* Law: what is written is read back to the same instant, to its last microsecond. */
static void test_time_text_reads_back_what_it_writes(void **state)
{
    (void)state;
    struct random_source random = random_seeded(3339);
    for (int i = 0; i < 20000; i++) {
        struct sky_tt when = {random_between(&random, -14000.0, 16000.0)}, again;
        struct base_fault fault;
        assert_int_equal(parse(written(when, 6), &again, &fault), BASE_ERR_OK);
        CHECK_NEAR((again.days - when.days) * 86400.0, 0.0, 9e-7); /* half of it, and rounding */
        char first[64];
        strcpy(first, written(again, 6));
        struct sky_tt third;
        assert_int_equal(parse(first, &third, &fault), BASE_ERR_OK);
        assert_string_equal(written(third, 6), first);
    }
}

static void test_time_text_cut_anywhere_is_refused(void **state)
{
    (void)state;
    static const char whole[] = "2018-10-31T03:22:47.25+01:00";
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        struct sky_tt when;
        bool is_now;
        struct base_fault fault;
        char *cut = malloc(length + 1); /* ASan sees a read beyond the end */
        assert_non_null(cut);
        memcpy(cut, whole, length);
        enum base_err err = data_time_text_parse(data_store(), (struct base_text){cut, length},
                                                 &when, &is_now, &fault);
        assert_int_not_equal(err, BASE_ERR_OK);
        free(cut);
    }
}

static void test_time_text_now_is_the_clock_rounded_down(void **state)
{
    (void)state;
    static const int steps_ms[] = {1, 250, 1000};
    for (size_t i = 0; i < sizeof steps_ms / sizeof *steps_ms; i++) {
        struct timespec before, after;
        clock_gettime(CLOCK_REALTIME, &before);
        struct sky_tt now = data_time_text_now(data_store(), steps_ms[i]), start;
        clock_gettime(CLOCK_REALTIME, &after);
        assert_int_equal(sky_civil_tt_of_posix(&data_sky()->leaps, &data_sky()->orient,
                                               before.tv_sec, (int32_t)before.tv_nsec, &start),
                         BASE_ERR_OK);
        double late_s = (now.days - start.days) * 86400.0;
        double waited_s = (double)(after.tv_sec - before.tv_sec) +
                          (double)(after.tv_nsec - before.tv_nsec) * 1e-9;
        assert_true(late_s > -steps_ms[i] / 1000.0 - 1e-6 && late_s <= waited_s + 1e-6);
        double ms = fmod((now.days * 86400.0 - 69.184) * 1000.0, steps_ms[i]);
        CHECK_NEAR(remainder(ms, steps_ms[i]), 0.0, 1e-3); /* a double of days: 0.3 us */
    }
}

/* Expected values: date -d @SECONDS of GNU coreutils with TZ set. */
static void test_time_text_shows_the_time_of_local_clocks(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *time, *local;
    } cases[] = {
        {"", "2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z"},
        {"", "2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"},
        {"Europe/Paris", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00"},
        {"Europe/Paris", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00"},
        {"Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00+05:45"},
        {"Asia/Kolkata", "2025-12-31T18:29:59Z", "2025-12-31T23:59:59+05:30"},
        {"America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00-03:30"},
        {"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59-10:00"},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00"},
        {"Europe/Paris", "1900-01-01T00:00:00Z", "1900-01-01T00:09:21+00:09:21"},
        {"America/New_York", "1969-12-31T23:59:58.6Z", "1969-12-31T18:59:59-05:00"},
        {"America/New_York", "1969-12-31T23:59:58.4Z", "1969-12-31T18:59:58-05:00"},
        {"America/New_York", "2026-07-01T12:00:00.5Z", "2026-07-01T08:00:01-04:00"},
        /* as RFC 3339, section 5.8, writes that of 1990 in California */
        {"America/Los_Angeles", "1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00"},
        {"Asia/Tokyo", "2016-12-31T23:59:60Z", "2017-01-01T08:59:60+09:00"},
        {"Asia/Tokyo", "2016-12-31T23:59:60.6Z", "2017-01-01T09:00:00+09:00"}, /* rounded */
        {"Asia/Tokyo", "2017-01-01T00:00:00Z", "2017-01-01T09:00:00+09:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sky_tt when;
        struct base_fault fault;
        struct data_zone zone = {0};
        char text[64];
        struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
        assert_int_equal(parse(cases[i].time, &when, &fault), BASE_ERR_OK);
        if (cases[i].zone[0] != '\0')
            assert_int_equal(data_zone_open(NULL, base_text_of(cases[i].zone), &zone), BASE_ERR_OK);
        data_time_text_append_local(&out, data_store(), &zone, when);
        text[out.used] = '\0';
        assert_string_equal(text, cases[i].local);
        data_zone_close(&zone);
    }
}

static void test_time_text_reads_local_times_by_the_clocks_of_a_zone(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *local, *time; /* NULL: refused */
    } cases[] = {
        {"Europe/Paris", "2026-10-30T22:00", "2026-10-30T21:00:00Z"},
        {"Europe/Paris", "2026-10-30", "2026-10-29T23:00:00Z"},
        {"America/Los_Angeles", "1990-12-31T15:59:60", "1990-12-31T23:59:60Z"}, /* RFC 3339, 5.8 */
        {"Asia/Tokyo", "2017-01-01T08:59:60.25", "2016-12-31T23:59:60.25Z"},
        {"Asia/Tokyo", "2017-01-01T08:58:60", NULL},
        {"Asia/Tokyo", "2016-12-31T23:59:60", NULL},
        {"Asia/Tokyo", "2016-12-31T23:60:00", NULL},
        {"UTC", "2016-12-31T23:59:60", "2016-12-31T23:59:60Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct data_time_text_reading reading;
        struct base_fault fault;
        struct data_zone zone = {0};
        const struct data_time_text_clock clock = {.zone = &zone};
        assert_int_equal(data_zone_open(NULL, base_text_of(cases[i].zone), &zone), BASE_ERR_OK);
        enum base_err err = data_time_text_parse_local(
            data_store(), &clock, base_text_of(cases[i].local), &reading, &fault);
        if (cases[i].time == NULL)
            assert_int_equal(err, BASE_ERR_FORMAT);
        else if (err != BASE_ERR_OK)
            fail_msg("%s: %s", cases[i].local, fault.note);
        else
            assert_string_equal(written(reading.when, 6), cases[i].time);
        data_zone_close(&zone);
    }
}

static void test_time_text_gives_posix_microseconds(void **state)
{
    (void)state;
    static const struct {
        const char *time;
        int64_t us;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59.75Z", -250000},
        {"2018-10-31T03:22:47.123456Z", 1540956167123456},
        {"1900-01-01T00:00:00Z", INT64_C(-2208988800000000)},
        {"2016-12-31T23:59:59Z", INT64_C(1483228799000000)},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000000)}, /* as the second after it */
        {"2017-01-01T00:00:00Z", INT64_C(1483228800000000)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sky_tt when;
        struct base_fault fault;
        assert_int_equal(parse(cases[i].time, &when, &fault), BASE_ERR_OK);
        /* a double of days near 1900 holds 0.6 us, and the civil time is rounded to 1 us */
        CHECK_NEAR((double)(data_time_text_posix_us(data_store(), when) - cases[i].us), 0.0, 1.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_text_reads_every_documented_form),
        cmocka_unit_test(test_time_text_refuses_other_texts),
        cmocka_unit_test(test_time_text_reads_back_what_it_writes),
        cmocka_unit_test(test_time_text_cut_anywhere_is_refused),
        cmocka_unit_test(test_time_text_shows_the_time_of_local_clocks),
        cmocka_unit_test(test_time_text_reads_local_times_by_the_clocks_of_a_zone),
        cmocka_unit_test(test_time_text_gives_posix_microseconds),
        cmocka_unit_test(test_time_text_now_is_the_clock_rounded_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
