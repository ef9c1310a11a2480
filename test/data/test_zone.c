/* data/zone: local time from the system's time-zone database, compared with that of the C library.
 */
#include "data/zone.h"

#include "check.h"

#include <string.h>
#include <time.h>

static const char *const ZONES[] = {
    "Europe/Paris",      "America/Los_Angeles",
    "Asia/Tokyo",        "Australia/Lord_Howe",
    "America/St_Johns",  "Pacific/Apia",
    "Europe/Dublin",     "Africa/Casablanca",
    "Asia/Kathmandu",    "Asia/Gaza",
    "America/Sao_Paulo", "Antarctica/Troll",
    "Pacific/Chatham",   "UTC",
    "America/Nuuk",
};

static struct data_zone open_zone(const char *name)
{
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, base_text_of(name), &zone), BASE_ERR_OK);
    return zone;
}

static void test_zone_agrees_with_the_c_library(void **state)
{
    (void)state;
    srand(2026); /* the seed of every run */
    for (size_t z = 0; z < sizeof ZONES / sizeof *ZONES; z++) {
        struct data_zone zone = open_zone(ZONES[z]);
        setenv("TZ", ZONES[z], 1);
        tzset();
        for (int i = 0; i < 5000; i++) {
            /* 1890 to 2110 */
            time_t when = (time_t)(-2524521600.0 + 6942672000.0 * (rand() / (double)RAND_MAX));
            struct tm local;
            localtime_r(&when, &local);
            struct data_zone_offset offset = data_zone_at(&zone, when);
            if (offset.offset_s != local.tm_gmtoff || offset.is_dst != (local.tm_isdst > 0) ||
                strcmp(offset.abbreviation, local.tm_zone) != 0) {
                print_error("%s at %ld: %d %s, C library %ld %s\n", ZONES[z], (long)when,
                            offset.offset_s, offset.abbreviation, local.tm_gmtoff, local.tm_zone);
                fail();
            }
        }
        data_zone_close(&zone);
    }
}

/* The EU's rule: on 2026-03-29 01:00 UTC clocks go forward, on 2026-10-25 01:00 UTC back. */
static void test_zone_counts_the_instants_of_a_local_time(void **state)
{
    (void)state;
    struct data_zone paris = open_zone("Europe/Paris");
    int64_t instants[2];
    assert_int_equal(data_zone_instants(&paris, 1774751400, instants), 0); /* 2026-03-29T02:30 */
    assert_int_equal(instants[0], 1774747800); /* 01:30 UTC, shown as 03:30 */
    assert_int_equal(data_zone_instants(&paris, 1792895400, instants), 2); /* 2026-10-25T02:30 */
    assert_int_equal(instants[0], 1792888200); /* 00:30 UTC, summer time */
    assert_int_equal(instants[1], 1792891800);
    assert_int_equal(data_zone_instants(&paris, 1782907200, instants), 1); /* 2026-07-01T12:00 */
    assert_int_equal(instants[0], 1782900000);
    data_zone_close(&paris);
}

/* Law: every instant is among the instants of the local time that it shows. */
static void test_zone_finds_every_instant_again(void **state)
{
    (void)state;
    srand(7);
    for (size_t z = 0; z < sizeof ZONES / sizeof *ZONES; z++) {
        struct data_zone zone = open_zone(ZONES[z]);
        for (int i = 0; i < 5000; i++) {
            int64_t when = 2000000000 + (int64_t)(1e9 * (rand() / (double)RAND_MAX)), found[2];
            int count = data_zone_instants(&zone, when + data_zone_at(&zone, when).offset_s, found);
            assert_true(count >= 1 && (found[0] == when || (count == 2 && found[1] == when)));
        }
        data_zone_close(&zone);
    }
}

/* From the tz database: midnight skipped in Cairo (0:00) and Santiago (24:00), shown twice in
 * Havana (1:00 back to 0:00), skipped from 0:00 in Havana in spring; Samoa left out 2011-12-30. */
static void test_zone_days_begin_at_their_first_instant(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t day, start_s;
    } rows[] = {
        {"Africa/Cairo", 20567, 20567 * 86400LL - 2 * 3600},     /* 2026-04-24T01:00+03:00 */
        {"America/Santiago", 20702, 20702 * 86400LL + 4 * 3600}, /* 2026-09-06T01:00-03:00 */
        {"America/Havana", 20520, 20520 * 86400LL + 5 * 3600},   /* 2026-03-08T01:00-04:00 */
        {"America/Havana", 20758, 20758 * 86400LL + 4 * 3600},   /* 2026-11-01T00:00-04:00 */
        {"Europe/Paris", 20758, 20758 * 86400LL - 3600},
        {"Pacific/Apia", 15338, 15338 * 86400LL + 10 * 3600}, /* no hours: 2011-12-31T00:00+14:00 */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct data_zone zone;
        assert_int_equal(data_zone_open(NULL, base_text_of(rows[i].zone), &zone), BASE_ERR_OK);
        assert_int_equal(data_zone_day_start(&zone, rows[i].day), rows[i].start_s);
        data_zone_close(&zone);
    }
}

static void test_zone_refuses_names_that_lead_elsewhere(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",       "Europe/Nowhere", "../../etc/passwd", "/etc/localtime",
        "Europe", "Europe/Paris\n", "tzdata.zi",        "a/../Europe/Paris"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct data_zone zone;
        assert_int_not_equal(data_zone_open(NULL, base_text_of(names[i]), &zone), BASE_ERR_OK);
    }
}

/* A file cut anywhere or with any byte changed is refused or read, never read beyond its end. */
static void test_zone_survives_damaged_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/planettracker-zone-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/Zone", folder);
    FILE *good = fopen("/usr/share/zoneinfo/America/New_York", "rb");
    assert_non_null(good);
    static unsigned char bytes[8192];
    size_t size = fread(bytes, 1, sizeof bytes, good);
    fclose(good);
    srand(5);
    for (int i = 0; i < 1500; i++) {
        unsigned char damaged[sizeof bytes];
        memcpy(damaged, bytes, size);
        size_t length = i % 2 ? size : (size_t)rand() % size;
        if (i % 2) damaged[(size_t)rand() % size] = (unsigned char)rand();
        FILE *file = fopen(path, "wb");
        fwrite(damaged, 1, length, file);
        fclose(file);
        struct data_zone zone;
        if (data_zone_open(folder, BASE_TEXT("Zone"), &zone) != BASE_ERR_OK) continue;
        int64_t found[2];
        for (int64_t when = -4000000000; when < 8000000000; when += 400000000)
            data_zone_instants(&zone, when, found);
        data_zone_close(&zone);
    }
    remove(path);
    remove(folder);
}

/* Opens a zone without transitions, whose only type has an offset. */
static enum base_err open_made(int32_t offset_s, const char *rule, struct data_zone *zone)
{
    char folder[] = "/tmp/planettracker-zone-XXXXXX", path[64];
    const unsigned char head[44] = {'T', 'Z', 'i', 'f', '2', [39] = 1, [43] = 4};
    const uint32_t bits = (uint32_t)offset_s;
    const unsigned char type[10] = {(unsigned char)(bits >> 24),
                                    (unsigned char)(bits >> 16),
                                    (unsigned char)(bits >> 8),
                                    (unsigned char)bits,
                                    [6] = 'O',
                                    'U',
                                    'R',
                                    0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/Zone", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (int block = 0; block < 2; block++) {
        fwrite(head, 1, sizeof head, file);
        fwrite(type, 1, sizeof type, file);
    }
    fprintf(file, "\n%s\n", rule);
    fclose(file);
    enum base_err err = data_zone_open(folder, BASE_TEXT("Zone"), zone);
    remove(path);
    remove(folder);
    return err;
}

/* RFC 9636, section 3.2: more than -25 hours and less than 26. */
static void test_zone_refuses_offsets_that_no_clock_has(void **state)
{
    (void)state;
    static const struct {
        int32_t offset_s;
        const char *rule;
        enum base_err err;
    } cases[] = {
        {3600, "OUR-1", BASE_ERR_OK},
        {-89999, "", BASE_ERR_OK},
        {93599, "", BASE_ERR_OK},
        {-90000, "", BASE_ERR_FORMAT},
        {93600, "", BASE_ERR_FORMAT},
        {INT32_MIN, "", BASE_ERR_FORMAT},
        {0, "OUR-25:59:59", BASE_ERR_OK},
        {0, "OUR-26", BASE_ERR_FORMAT},
        {0, "OUR25", BASE_ERR_FORMAT},
        {0, "OUR0HER-26,M3.5.0,M10.5.0", BASE_ERR_FORMAT},
        {0, "OUR-25:30HER,M3.5.0,M10.5.0", BASE_ERR_FORMAT}, /* an hour later in summer */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct data_zone zone;
        enum base_err err = open_made(cases[i].offset_s, cases[i].rule, &zone);
        if (err != cases[i].err) fail_msg("%d %s", (int)cases[i].offset_s, cases[i].rule);
        if (err == BASE_ERR_OK) data_zone_close(&zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zone_agrees_with_the_c_library),
        cmocka_unit_test(test_zone_counts_the_instants_of_a_local_time),
        cmocka_unit_test(test_zone_finds_every_instant_again),
        cmocka_unit_test(test_zone_days_begin_at_their_first_instant),
        cmocka_unit_test(test_zone_refuses_names_that_lead_elsewhere),
        cmocka_unit_test(test_zone_survives_damaged_files),
        cmocka_unit_test(test_zone_refuses_offsets_that_no_clock_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
