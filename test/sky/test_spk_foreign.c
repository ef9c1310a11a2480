/* Kernels: what is refused, what is passed over, and where a chain leads. */
#include "app/embed.h"
#include "check.h"
#include "sky/const.h"
#include "sky/ephem.h"
#include "sky/spk.h"

#include <string.h>

#define FILE_BYTES    (3 * 1024 + SEGMENTS_MAX * SEGMENT_BYTES)
#define SEGMENTS_MAX  8
#define SEGMENT_BYTES ((2 + 3 + 4) * 8) /* one record of one term an axis, and the directory */

/* A kernel whose segments hold one point each: x = value km. */
struct made {
    unsigned char bytes[FILE_BYTES];
    int count;
};

static void put_i32(struct made *m, size_t at, int32_t value)
{
    memcpy(m->bytes + at, &value, sizeof value);
}

static void put_f64(struct made *m, size_t at, double value)
{
    memcpy(m->bytes + at, &value, sizeof value);
}

static void make_empty(struct made *m)
{
    memset(m, 0, sizeof *m);
    memcpy(m->bytes, "DAF/SPK ", 8);
    put_i32(m, 8, 2);
    put_i32(m, 12, 6);
    memset(m->bytes + 16, ' ', 60);
    memcpy(m->bytes + 16, "MADE", 4);
    put_i32(m, 76, 2);
    put_i32(m, 80, 2);
    memcpy(m->bytes + 88, "LTL-IEEE", 8);
    memcpy(m->bytes + 699, "FTPSTR:\r:\n:\r\n:\r\0:\x81:\x10\xce:ENDFTP", 28);
}

static size_t summary_of(int i)
{
    return 1024 + 24 + (size_t)i * 40;
}

/* A segment from day to day; gives its number. */
static int add(struct made *m, int target, int centre, double from_days, double until_days,
               double x_km)
{
    int i = m->count++, first = 3 * 128 + i * SEGMENT_BYTES / 8 + 1;
    size_t at = summary_of(i), data = (size_t)(first - 1) * 8;
    double from_s = from_days * 86400.0, until_s = until_days * 86400.0;
    put_f64(m, 1024 + 16, m->count);
    put_f64(m, at, from_s);
    put_f64(m, at + 8, until_s);
    const int words[6] = {target, centre, 1, 2, first, first + SEGMENT_BYTES / 8 - 1};
    for (int k = 0; k < 6; k++) put_i32(m, at + 16 + 4 * (size_t)k, words[k]);
    const double body[] = {(from_s + until_s) / 2,
                           (until_s - from_s) / 2,
                           x_km,
                           0.0,
                           0.0,
                           from_s,
                           until_s - from_s,
                           5.0,
                           1.0};
    for (size_t k = 0; k < 9; k++) put_f64(m, data + 8 * k, body[k]);
    return i;
}

static enum base_err open_made(const struct made *m, struct sky_spk *spk, struct base_fault *fault)
{
    return sky_spk_open((struct base_span){m->bytes, sizeof m->bytes}, spk, fault);
}

static void check_refused(struct base_span bytes, size_t offset)
{
    struct sky_spk spk;
    struct base_fault fault = {0};
    assert_int_not_equal(sky_spk_open(bytes, &spk, &fault), BASE_ERR_OK);
    assert_int_equal(fault.offset, offset);
    assert_non_null(fault.note);
}

static void test_spk_refuses_what_is_no_kernel(void **state)
{
    (void)state;
    static const char html[] = "<!DOCTYPE html><html><head><title>404</title></head></html>";
    static const char text[] = "JPL Planetary Ephemeris DE405/DE405\nStart Epoch: JED= 2305424.5\n";
    unsigned char random[4096];
    unsigned seed = 20260801;
    for (size_t i = 0; i < sizeof random; i++) {
        seed = seed * 1664525u + 1013904223u;
        random[i] = (unsigned char)(seed >> 24);
    }
    check_refused((struct base_span){(const unsigned char *)html, sizeof html}, 0);
    check_refused((struct base_span){(const unsigned char *)text, sizeof text}, 0);
    check_refused((struct base_span){random, sizeof random}, 0);
    check_refused((struct base_span){NULL, 0}, 0);
}

static void test_spk_refuses_foreign_endian_and_mangled_files(void **state)
{
    (void)state;
    static struct made m;
    make_empty(&m);
    add(&m, 399, 0, 0.0, 1.0, 1e8);
    const struct base_span whole = {m.bytes, sizeof m.bytes};
    memcpy(m.bytes + 88, "BIG-IEEE", 8);
    check_refused(whole, 88);
    memcpy(m.bytes + 88, "VAX-GFLT", 8);
    check_refused(whole, 88);
    memcpy(m.bytes + 88, "LTL-IEEE", 8);
    m.bytes[699 + 7] = '\n'; /* what a transfer as text does to a carriage return */
    check_refused(whole, 699 + 7);
    m.bytes[699 + 7] = '\r';
    put_i32(&m, 76, 99);
    check_refused(whole, 76);
    put_i32(&m, 76, 2);
    memcpy(m.bytes, "NAIF/DAF", 8); /* before 1999 */
    struct sky_spk spk;
    struct base_fault fault;
    assert_int_equal(open_made(&m, &spk, &fault), BASE_ERR_OK);
    put_i32(&m, 8, 2 << 24);
    check_refused(whole, 8);
}

/* At every length short of the last segment's end there is a byte to name. */
static void test_spk_refuses_truncated_files(void **state)
{
    (void)state;
    static struct made m;
    make_empty(&m);
    add(&m, 399, 0, 0.0, 1.0, 1e8);
    struct sky_spk spk;
    struct base_fault fault;
    const size_t whole = 3 * 1024 + SEGMENT_BYTES;
    for (size_t size = 0; size < whole; size++) {
        fault.note = NULL;
        assert_int_not_equal(sky_spk_open((struct base_span){m.bytes, size}, &spk, &fault), 0);
        assert_non_null(fault.note);
    }
    assert_int_equal(sky_spk_open((struct base_span){m.bytes, whole}, &spk, &fault), 0);
    assert_string_equal(spk.name, "MADE");
}

static void test_spk_refuses_records_of_another_time(void **state)
{
    (void)state;
    static struct made m;
    make_empty(&m);
    add(&m, 399, 0, 0.0, 1.0, 1e8);
    put_f64(&m, 3 * 1024, 1e9);
    check_refused((struct base_span){m.bytes, sizeof m.bytes}, 3 * 1024);
    put_f64(&m, 3 * 1024, (double)NAN);
    check_refused((struct base_span){m.bytes, sizeof m.bytes}, 3 * 1024);
}

static void test_spk_skips_other_types_and_frames(void **state)
{
    (void)state;
    static struct made m;
    struct sky_spk spk;
    struct base_fault fault;
    make_empty(&m);
    put_i32(&m, summary_of(add(&m, 2000001, 10, 0.0, 1.0, 1.0)) + 28, 21);
    put_i32(&m, summary_of(add(&m, 301, 3, 0.0, 1.0, 1.0)) + 24, 17);
    check_refused((struct base_span){m.bytes, sizeof m.bytes}, summary_of(0));
    add(&m, 399, 0, 0.0, 1.0, 1e8);
    assert_int_equal(open_made(&m, &spk, &fault), BASE_ERR_OK);
    assert_int_equal(spk.count, 1);
    assert_int_equal(spk.skipped, 2);
    assert_int_equal(spk.first_skipped.target, 2000001);
    assert_int_equal(spk.first_skipped.type, 21);
}

/* DE440's ties (399 to 3 to 0) in two parts of time, as DE441 comes. */
static void test_ephem_follows_chains_through_parts_of_time(void **state)
{
    (void)state;
    static struct made m;
    struct sky_spk spk;
    struct base_fault fault;
    make_empty(&m);
    add(&m, 3, 0, -10.0, 0.0, 1e8);
    add(&m, 399, 3, -10.0, 0.0, 1000.0);
    add(&m, 3, 0, 0.0, 20.0, 2e8);
    add(&m, 399, 3, 0.0, 15.0, 2000.0);
    add(&m, 10, 0, -5.0, 20.0, 7.0);
    add(&m, 199, 1, -5.0, 20.0, 7.0); /* tied to nothing */
    assert_int_equal(open_made(&m, &spk, &fault), BASE_ERR_OK);
    const struct {
        double days, x_km;
    } points[] = {{-3.0, 1e8 + 1e3}, {3.0, 2e8 + 2e3}};
    for (int i = 0; i < 2; i++) {
        struct sky_state s;
        assert_int_equal(sky_ephem_state(&spk, 399, (struct sky_tdb){points[i].days}, NULL, &s), 0);
        CHECK_NEAR(s.pos_icrs_au.x * SKY_AU_KM, points[i].x_km, 1e-6); /* a sum of two doubles */
    }
    struct sky_state s;
    assert_int_equal(sky_ephem_state(&spk, 399, (struct sky_tdb){17.0}, NULL, &s), BASE_ERR_RANGE);
    struct sky_fault limits;
    assert_int_equal(sky_ephem_limits(&spk, 399, &limits), BASE_ERR_RANGE);
    CHECK_NEAR(limits.valid_from.days, -10.0, 0.0); /* both links, both parts */
    CHECK_NEAR(limits.valid_until.days, 15.0, 0.0);
    sky_ephem_narrow(&spk, 10, &limits);
    CHECK_NEAR(limits.valid_from.days, -5.0, 0.0); /* the Sun begins later */
    assert_int_equal(sky_ephem_limits(&spk, 199, &limits), BASE_ERR_MISSING);
    assert_int_equal(sky_ephem_bodies(&spk), 1u << SKY_BODY_SUN);
}

static void test_ephem_ends_circles(void **state)
{
    (void)state;
    static struct made m;
    struct sky_spk spk;
    struct base_fault fault;
    make_empty(&m);
    for (int i = 0; i < 4; i++) {
        add(&m, 399, 3, 0.0, 1.0, 1.0);
        add(&m, 3, 399, 0.0, 1.0, 1.0);
    }
    assert_int_equal(open_made(&m, &spk, &fault), BASE_ERR_OK);
    assert_int_equal(sky_ephem_bodies(&spk), 0);
}

static void test_ephem_takes_no_numbers_that_are_none(void **state)
{
    (void)state;
    static struct made m;
    struct sky_spk spk;
    struct base_fault fault;
    const double values[] = {(double)NAN, (double)INFINITY, 1e30};
    for (int i = 0; i < 3; i++) {
        make_empty(&m);
        add(&m, 399, 0, 0.0, 1.0, values[i]);
        struct sky_state s;
        assert_int_equal(open_made(&m, &spk, &fault), BASE_ERR_OK);
        assert_int_equal(sky_ephem_state(&spk, 399, (struct sky_tdb){0.5}, NULL, &s),
                         BASE_ERR_RANGE);
    }
}

/* The amplitudes of 1900 to 2099, in km: Jupiter's centre is never further than its four moons
 * can pull it together (Galilean masses and distances: 220 km), Saturn's 290 km (Titan). */
static void test_ephem_offsets_stay_sane_for_millennia(void **state)
{
    (void)state;
    for (double days = -5e6; days < 5e6; days += 1234.5) {
        struct sky_tdb when = {days};
        assert_true(sky_vec_length(sky_ephem_offset_au(SKY_BODY_JUPITER, when)) < 230 / SKY_AU_KM);
        assert_true(sky_vec_length(sky_ephem_offset_au(SKY_BODY_SATURN, when)) < 320 / SKY_AU_KM);
        assert_true(sky_vec_length(sky_ephem_offset_au(SKY_BODY_URANUS, when)) < 100 / SKY_AU_KM);
        assert_true(sky_vec_length(sky_ephem_offset_au(SKY_BODY_NEPTUNE, when)) < 100 / SKY_AU_KM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spk_refuses_what_is_no_kernel),
        cmocka_unit_test(test_spk_refuses_foreign_endian_and_mangled_files),
        cmocka_unit_test(test_spk_refuses_truncated_files),
        cmocka_unit_test(test_spk_refuses_records_of_another_time),
        cmocka_unit_test(test_spk_skips_other_types_and_frames),
        cmocka_unit_test(test_ephem_follows_chains_through_parts_of_time),
        cmocka_unit_test(test_ephem_ends_circles),
        cmocka_unit_test(test_ephem_takes_no_numbers_that_are_none),
        cmocka_unit_test(test_ephem_offsets_stay_sane_for_millennia),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
