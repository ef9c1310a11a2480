/* data/leap_seconds and data/dataset: lists of leap seconds, embedded and from a file. */
#include "data/leap_seconds.h"

#include "check.h"
#include "data/dataset.h"
#include "data/embedded.h"

#include <erfa.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST  "2272060800 10 # 1 Jan 1972\n"
#define SECOND "2287785600\t11\t# 1 Jul 1972\n"
#define EXPIRY "#@ 3991852800\n" /* 2026-07-01, NTP seconds */
#define HASH   "#h 1 2 3 4 5\n"  /* the last line: the list is whole */

static enum base_err parse(const char *text, struct data_leap_seconds *leaps,
                           struct base_fault *fault)
{
    size_t length = strlen(text);
    unsigned char *copy = malloc(length + 1); /* ASan sees a read beyond the end */
    assert_non_null(copy);
    memcpy(copy, text, length);
    enum base_err err = data_leap_seconds_parse((struct base_span){copy, length}, leaps, fault);
    free(copy);
    return err;
}

static void test_leap_seconds_embedded_are_those_of_erfa(void **state)
{
    (void)state;
    struct data_leap_seconds leaps;
    struct base_fault fault;
    assert_int_equal(data_leap_seconds_parse(data_embedded_leap_seconds(), &leaps, &fault),
                     BASE_ERR_OK);
    assert_int_equal(leaps.table.count, 28);
    for (int i = 0; i < leaps.table.count; i++) {
        struct sky_civil c = sky_civil_date(leaps.table.rows[i].day);
        double tai_utc_s;
        assert_true(eraDat(c.year, c.month, c.day, 0.0, &tai_utc_s) >= 0);
        assert_true(leaps.table.rows[i].tai_utc_s == tai_utc_s);
        assert_int_equal(c.day, 1);
    }
    assert_true(leaps.expires_day > sky_civil_day(2026, 1, 1));
}

static void test_leap_seconds_reads_a_small_list(void **state)
{
    (void)state;
    static const char *const texts[] = {
        FIRST SECOND EXPIRY HASH,
        EXPIRY FIRST SECOND HASH,
        "# words\n#\n" FIRST "\n" SECOND EXPIRY "#h 1a 2 3 4 ffffffff",
        "2272060800 10\r\n2287785600 11\r\n#@ 3991852800\r\n#h 1 2 3 4 5\r\n",
        "2272060800 10\n2287785600 11\n#@\t3991852800\n#h 1 2 3 4 5", /* no newline at the end */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct data_leap_seconds leaps;
        struct base_fault fault;
        if (parse(texts[i], &leaps, &fault) != BASE_ERR_OK)
            fail_msg("%s: %s", texts[i], fault.note);
        assert_int_equal(leaps.table.count, 2);
        assert_int_equal(leaps.table.rows[0].day, sky_civil_day(1972, 1, 1));
        assert_int_equal(leaps.table.rows[1].day, sky_civil_day(1972, 7, 1));
        assert_int_equal(leaps.table.rows[1].tai_utc_s, 11);
        assert_int_equal(leaps.expires_day, sky_civil_day(2026, 7, 1));
    }
}

static void test_leap_seconds_refuses_malformed_lists_with_the_offset(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t line_at; /* byte where the line at fault begins */
    } cases[] = {
        {"", 0},
        {"# only comments\n", 16},
        {EXPIRY FIRST SECOND, sizeof EXPIRY FIRST SECOND - 1},     /* cut short: no hash */
        {FIRST SECOND HASH, sizeof FIRST SECOND HASH - 1},         /* no expiry */
        {EXPIRY HASH, sizeof EXPIRY HASH - 1},                     /* no rows */
        {EXPIRY SECOND, sizeof EXPIRY - 1},                        /* does not begin in 1972 */
        {EXPIRY "2272060800 11\n", sizeof EXPIRY - 1},             /* does not begin with 10 s */
        {EXPIRY FIRST FIRST, sizeof EXPIRY FIRST - 1},             /* twice */
        {EXPIRY FIRST "2287785600 12\n", sizeof EXPIRY FIRST - 1}, /* a step of two */
        {EXPIRY FIRST "2287785601 11\n", sizeof EXPIRY FIRST - 1}, /* not midnight */
        {EXPIRY FIRST "2240524800 11\n", sizeof EXPIRY FIRST - 1}, /* back in time */
        {EXPIRY FIRST "2287785600\n", sizeof EXPIRY FIRST - 1},    /* a column is missing */
        {EXPIRY FIRST "2287785600 eleven\n", sizeof EXPIRY FIRST - 1},
        {EXPIRY FIRST "2287785600 -11\n", sizeof EXPIRY FIRST - 1},
        {EXPIRY FIRST "99999999999999 11\n", sizeof EXPIRY FIRST - 1},
        {FIRST "#@ soon\n", sizeof FIRST - 1},
        {FIRST "#@\n", sizeof FIRST - 1},
        {"<!DOCTYPE html>\n<html>", 0}, /* a captive portal */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct data_leap_seconds leaps = {.expires_day = 42};
        struct base_fault fault = {0};
        assert_int_not_equal(parse(cases[i].text, &leaps, &fault), BASE_ERR_OK);
        assert_int_equal(leaps.expires_day, 42);
        assert_true(fault.offset >= cases[i].line_at && fault.offset <= strlen(cases[i].text));
        assert_non_null(fault.note);
    }
}

static void test_leap_seconds_refuses_too_many_rows(void **state)
{
    (void)state;
    char text[8192];
    size_t used = (size_t)snprintf(text, sizeof text, EXPIRY);
    for (unsigned i = 0; i <= SKY_CIVIL_LEAPS_MAX; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%u %u\n",
                                 2272060800u + i * 86400u, 10 + i);
    struct data_leap_seconds leaps;
    struct base_fault fault;
    assert_int_equal(parse(text, &leaps, &fault), BASE_ERR_LIMIT);
}

/* A list that a broken download cut short is refused as long as a required line is missing. */
static void test_leap_seconds_of_a_list_cut_anywhere_are_refused(void **state)
{
    (void)state;
    static const char whole[] = EXPIRY FIRST SECOND HASH;
    char cut[sizeof whole];
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        struct data_leap_seconds leaps;
        struct base_fault fault;
        memcpy(cut, whole, length);
        cut[length] = '\0';
        enum base_err err = parse(cut, &leaps, &fault);
        if (length < sizeof whole - 2) { /* all but the last newline */
            assert_int_not_equal(err, BASE_ERR_OK);
            continue;
        }
        assert_int_equal(err, BASE_ERR_OK);
        assert_int_equal(leaps.table.count, 2);
    }
}

static void test_dataset_uses_a_list_that_is_named(void **state)
{
    (void)state;
    char path[] = "/tmp/test_leap_seconds_XXXXXX";
    int file = mkstemp(path);
    static const char list[] = EXPIRY FIRST SECOND HASH;
    assert_int_equal(write(file, list, sizeof list - 1), (ssize_t)sizeof list - 1);
    close(file);
    static struct data_dataset dataset;
    struct base_fault fault;
    assert_int_equal(data_dataset_open(path, &dataset, &fault), BASE_ERR_OK);
    assert_int_equal(dataset.sky.leaps.count, 2);
    assert_int_equal(truncate(path, sizeof EXPIRY FIRST SECOND - 1), 0);
    assert_int_equal(data_dataset_open(path, &dataset, &fault), BASE_ERR_FORMAT);
    unlink(path);
    assert_int_equal(data_dataset_open(path, &dataset, &fault), BASE_ERR_SYSTEM);
    assert_int_equal(data_dataset_open("/tmp", &dataset, &fault), BASE_ERR_FORMAT); /* a folder */
    assert_int_equal(data_dataset_open(NULL, &dataset, &fault), BASE_ERR_OK);
    assert_int_equal(dataset.sky.leaps.count, 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leap_seconds_embedded_are_those_of_erfa),
        cmocka_unit_test(test_leap_seconds_reads_a_small_list),
        cmocka_unit_test(test_leap_seconds_refuses_malformed_lists_with_the_offset),
        cmocka_unit_test(test_leap_seconds_refuses_too_many_rows),
        cmocka_unit_test(test_leap_seconds_of_a_list_cut_anywhere_are_refused),
        cmocka_unit_test(test_dataset_uses_a_list_that_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
