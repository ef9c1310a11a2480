/* sky/spk: kernels made in memory, then broken in every way we could think of. */
#include "sky/spk.h"

#include "check.h"
#include "data/embedded.h"
#include "random.h"
#include "sky/daf.h"

#include <stdlib.h>

#define DAY_S 86400.0

/* What JPL's kernels look like: Moon and Earth about their barycentre, that about 0; both types. */
static void build(struct daf *daf)
{
    daf_init(daf);
    daf_add(daf, (struct daf_segment){301, 3, 2, 5, 4, 0.0, 4 * DAY_S, 1e5});
    daf_add(daf, (struct daf_segment){399, 3, 3, 4, 2, 0.0, 8 * DAY_S, 2e5});
    daf_add(daf, (struct daf_segment){3, 0, 2, 9, 1, 0.0, 16 * DAY_S, 3e5});
    daf_add(daf, (struct daf_segment){10, 0, 2, 1, 1, 0.0, 16 * DAY_S, 4e5});
}

static void open_fine(struct base_span bytes, struct sky_spk *spk)
{
    struct base_fault fault = {0};
    assert_int_equal(sky_spk_open(bytes, spk, &fault), BASE_ERR_OK);
}

/* Opens bytes of exactly their size on the heap, so that ASan sees a read beyond them. */
static enum base_err open_exact(const unsigned char *bytes, size_t size, struct base_fault *fault)
{
    unsigned char *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    static struct sky_spk spk;
    spk.count = -7;
    enum base_err err = sky_spk_open((struct base_span){copy, size}, &spk, fault);
    if (err != BASE_ERR_OK) {
        assert_int_equal(spk.count, -7); /* outs stay untouched */
        assert_int_equal(fault->code, err);
        assert_true(fault->offset <= size);
        assert_non_null(fault->note);
    } else { /* whatever was accepted can be read all over its coverage and to its very ends */
        for (int i = 0; i < spk.count; i++) {
            const struct sky_spk_segment *s = &spk.segments[i];
            for (double part = 0.0; part <= 1.0; part += 0.0625) {
                const double when_s = s->from_s + part * (s->until_s - s->from_s);
                const struct sky_tdb when = {when_s / DAY_S}; /* rounding may leave the span */
                if (when.days * DAY_S >= s->from_s && when.days * DAY_S <= s->until_s)
                    (void)sky_spk_state(s, when);
            }
        }
    }
    free(copy);
    return err;
}

static void test_spk_reads_what_was_written(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf);
    open_fine(daf_span(&daf), &spk);
    assert_int_equal(spk.count, 4);
    const struct sky_spk_segment *earth = sky_spk_find(&spk, 399, (struct sky_tdb){1.0});
    assert_ptr_equal(earth, &spk.segments[1]);
    assert_int_equal(earth->centre, 3);
    assert_int_equal(earth->terms, 4);
    assert_int_equal(earth->intervals, 2);
    assert_true(earth->has_velocity);
    assert_null(sky_spk_find(&spk, 499, (struct sky_tdb){1.0}));
}

/* The sum of T(k) at u = 1 is the sum of the coefficients, at u = -1 the alternating one. */
static void test_spk_type_2_is_position_and_its_slope(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf);
    open_fine(daf_span(&daf), &spk);
    struct sky_state at_end = sky_spk_state(&spk.segments[0], (struct sky_tdb){16.0});
    /* Last interval: 1e5 + 3000 + 100 a + k, five terms: 5 (103000 + 100 a) + 10. The door's unit
     * is au; a rounding of a number of size 1e6 km. */
    CHECK_NEAR(at_end.pos_icrs_au.x * SKY_AU_KM, 515010.0, 1e-9);
    CHECK_NEAR(at_end.pos_icrs_au.y * SKY_AU_KM, 515510.0, 1e-9);
    CHECK_NEAR(at_end.pos_icrs_au.z * SKY_AU_KM, 516010.0, 1e-9);
    /* T'(k) at 1 is k^2: sum k^2 (103000 + k) = 30 * 103000 + 100; half an interval is 2 days. */
    CHECK_NEAR(at_end.vel_icrs_au_per_day.x * SKY_AU_KM, 3090100.0 / 2.0, 1e-9);
    struct sky_state at_start = sky_spk_state(&spk.segments[0], (struct sky_tdb){0.0});
    CHECK_NEAR(at_start.pos_icrs_au.x * SKY_AU_KM, 100002.0, 1e-9); /* 0 - 1 + 2 - 3 + 4 on top */
}

static void test_spk_type_3_has_a_velocity_of_its_own(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf);
    open_fine(daf_span(&daf), &spk);
    struct sky_state s = sky_spk_state(&spk.segments[1], (struct sky_tdb){16.0});
    /* Second interval, u = 1, axis 3: 4 (201000 + 300) + 6 km/s. */
    CHECK_NEAR(s.vel_icrs_au_per_day.x * SKY_AU_KM / DAY_S, 805206.0, 1e-9);
    CHECK_NEAR(s.vel_icrs_au_per_day.z * SKY_AU_KM / DAY_S, 806006.0, 1e-9);
    CHECK_NEAR(s.pos_icrs_au.x * SKY_AU_KM, 804006.0, 1e-9);
}

static void test_spk_later_segments_win_where_they_cover(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf);
    daf_add(&daf, (struct daf_segment){301, 0, 2, 2, 1, 2 * DAY_S, 4 * DAY_S, 9e5});
    open_fine(daf_span(&daf), &spk);
    const struct sky_spk_segment *last = &spk.segments[4], *first = &spk.segments[0];
    assert_ptr_equal(sky_spk_find(&spk, 301, (struct sky_tdb){1.9}), first);
    assert_ptr_equal(sky_spk_find(&spk, 301, (struct sky_tdb){2.0}), last);
    assert_ptr_equal(sky_spk_find(&spk, 301, (struct sky_tdb){6.0}), last);
    assert_ptr_equal(sky_spk_find(&spk, 301, (struct sky_tdb){6.1}), first);
    assert_null(sky_spk_find(&spk, 301, (struct sky_tdb){16.1}));
    assert_null(sky_spk_find(&spk, 301, (struct sky_tdb){-0.1}));
    assert_null(sky_spk_find(&spk, 301, (struct sky_tdb){NAN}));
}

static void test_spk_does_not_mind_where_its_bytes_stand(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk aligned, shifted;
    build(&daf);
    open_fine(daf_span(&daf), &aligned);
    for (size_t shift = 1; shift < 8; shift++) {
        unsigned char *copy = malloc(daf.size + shift);
        assert_non_null(copy);
        memcpy(copy + shift, daf.bytes, daf.size);
        open_fine((struct base_span){copy + shift, daf.size}, &shifted);
        for (int i = 0; i < aligned.count; i++) {
            struct sky_tdb when = {7.3};
            struct sky_state a = sky_spk_state(&aligned.segments[i], when),
                             b = sky_spk_state(&shifted.segments[i], when);
            assert_memory_equal(&a, &b, sizeof a);
        }
        free(copy);
    }
}

static void test_spk_refuses_a_file_cut_anywhere(void **state)
{
    (void)state;
    static struct daf daf;
    struct base_fault fault;
    build(&daf);
    for (size_t size = 0; size < daf.size; size++)
        assert_int_equal(open_exact(daf.bytes, size, &fault), BASE_ERR_FORMAT);
    assert_int_equal(open_exact(daf.bytes, daf.size, &fault), BASE_ERR_OK);
}

static void test_spk_refuses_the_embedded_kernel_cut_at_each_kilobyte(void **state)
{
    (void)state;
    static struct sky_spk spk;
    struct base_span kernel = data_embedded_kernel();
    struct base_fault fault;
    size_t needed = 0;
    open_fine(kernel, &spk);
    for (int i = 0; i < spk.count; i++) {
        const struct sky_spk_segment *s = &spk.segments[i];
        size_t end = (size_t)(s->records - kernel.bytes) + s->record_bytes * (size_t)s->intervals;
        if (end + 32 > needed) needed = end + 32; /* the directory follows the records */
    }
    assert_true(needed <= kernel.size && kernel.size - needed < 1024);
    for (size_t size = 0; size < needed; size += 1024) {
        struct base_span cut = {kernel.bytes, size};
        assert_int_equal(sky_spk_open(cut, &spk, &fault), BASE_ERR_FORMAT);
        assert_true(fault.offset <= size);
    }
}

/* One change to a good kernel, and the offset that must be blamed. */
static void check_refused(const struct daf *daf, size_t offset)
{
    struct base_fault fault;
    assert_int_equal(open_exact(daf->bytes, daf->size, &fault), BASE_ERR_FORMAT);
    assert_int_equal(fault.offset, offset);
}

static void test_spk_refuses_what_is_no_kernel(void **state)
{
    (void)state;
    static struct daf daf;
    static const struct {
        const char *text;
        size_t at, offset;
    } cases[] = {
        {"<!DOCTYPE html><html><head><title>Sign in</title>", 0, 0}, /* a captive portal */
        {"KSPACK  ", 0, 0},
        {"DAF/CK  ", 0, 0},
        {"DAF/PCK ", 0, 0},
        {"JPL Planetary Ephemeris DE405/DE405", 0, 0}, /* of JPL's own format */
        {"BIG-IEEE", 88, 88},
        {"VAX-GFLT", 88, 88},
        {"        ", 88, 88},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        build(&daf);
        memcpy(daf.bytes + cases[i].at, cases[i].text, strlen(cases[i].text));
        check_refused(&daf, cases[i].offset);
    }
}

/* Before 1999 kernels had no word for their byte order, and no marks for a transfer. */
static void test_spk_reads_old_kernels_of_its_byte_order(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf), memcpy(daf.bytes, "NAIF/DAF", 8), memset(daf.bytes + 88, 0, 8);
    open_fine(daf_span(&daf), &spk);
    assert_int_equal(spk.count, 4);
    daf_i32(&daf, 8, 2 << 24), check_refused(&daf, 8); /* ND of big-endian */
}

/* DAF Required Reading, "The FTP Validation String": each mark is a line end that some transfer as
 * text changes. */
static void test_spk_refuses_a_kernel_copied_as_text(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    static const char marks[] = "FTPSTR:\r:\n:\r\n:\r\0:\x81:\x10\xce:ENDFTP";
    build(&daf), memcpy(daf.bytes + 699, marks, sizeof marks - 1);
    open_fine(daf_span(&daf), &spk);
    daf.bytes[699 + 7] = '\n', check_refused(&daf, 699 + 7);
    daf.bytes[699 + 7] = '\r', daf.bytes[699 + 16] = 0x01, check_refused(&daf, 699 + 16);
}

static void test_spk_names_what_it_reads(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf), open_fine(daf_span(&daf), &spk);
    assert_string_equal(spk.name, "");
    memcpy(daf.bytes + 16, "MADE\x1b[2J", 8), open_fine(daf_span(&daf), &spk);
    assert_string_equal(spk.name, "MADE?[2J"); /* nothing that moves a terminal's cursor */
    memset(daf.bytes + 16, 'x', 60), open_fine(daf_span(&daf), &spk);
    assert_int_equal(strlen(spk.name), SKY_SPK_NAME_MAX);
}

static void test_spk_skips_other_types_and_frames(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    build(&daf);
    daf_i32(&daf, DAF_SUMMARY_AT(1) + 28, 21);        /* modified difference arrays */
    daf_i32(&daf, DAF_SUMMARY_AT(2) + 24, 17);        /* the ecliptic's axes */
    daf_i32(&daf, DAF_SUMMARY_AT(2) + 36, INT32_MAX); /* nor is anything else read of it */
    open_fine(daf_span(&daf), &spk);
    assert_int_equal(spk.count, 2);
    assert_int_equal(spk.segments[0].target, 301);
    assert_int_equal(spk.segments[1].target, 10);
    assert_int_equal(spk.skipped, 2);
    assert_int_equal(spk.first_skipped.target, 399);
    assert_int_equal(spk.first_skipped.type, 21);
    assert_int_equal(spk.first_skipped.frame, 1);
    assert_int_equal(spk.first_skipped.offset, DAF_SUMMARY_AT(1));
    daf_i32(&daf, DAF_SUMMARY_AT(0) + 28, 13); /* Hermite */
    daf_i32(&daf, DAF_SUMMARY_AT(3) + 28, 1);
    check_refused(&daf, DAF_SUMMARY_AT(0)); /* none of use is left */
}

static void test_spk_refuses_impossible_headers(void **state)
{
    (void)state;
    static struct daf daf;
    build(&daf), daf_i32(&daf, 8, 0x02000000), check_refused(&daf, 8); /* ND of big-endian */
    build(&daf), daf_i32(&daf, 12, 5), check_refused(&daf, 12);        /* NI of a CK is 6 too */
    build(&daf), daf_i32(&daf, 76, 0), check_refused(&daf, 76);        /* no segments at all */
    build(&daf), daf_i32(&daf, 76, 1), check_refused(&daf, 76);        /* its own file record */
    build(&daf), daf_i32(&daf, 76, -2), check_refused(&daf, 76);
    build(&daf), daf_i32(&daf, 76, 1000000000), check_refused(&daf, 76);
}

static void test_spk_refuses_broken_chains_of_summaries(void **state)
{
    (void)state;
    static struct daf daf;
    struct base_fault fault;
    const size_t next = DAF_RECORD_BYTES, count = DAF_RECORD_BYTES + 16;
    build(&daf), daf_f64(&daf, next, 1e9), check_refused(&daf, next);
    build(&daf), daf_f64(&daf, next, 2.5), check_refused(&daf, next);
    build(&daf), daf_f64(&daf, next, NAN), check_refused(&daf, next);
    build(&daf), daf_f64(&daf, next, -3.0), check_refused(&daf, next);
    build(&daf), daf_f64(&daf, count, 1e9), check_refused(&daf, count);
    build(&daf), daf_f64(&daf, count, 26.0), check_refused(&daf, count);
    build(&daf), daf_f64(&daf, count, NAN), check_refused(&daf, count);
    build(&daf), daf_f64(&daf, count, -1.0), check_refused(&daf, count);
    build(&daf), daf_f64(&daf, count, 0.0), check_refused(&daf, 76);
    /* In circles: with segments of use the limit of them ends it, without any that of records. */
    build(&daf), daf_f64(&daf, next, 2.0);
    assert_int_equal(open_exact(daf.bytes, daf.size, &fault), BASE_ERR_LIMIT);
    assert_int_equal(fault.offset, count);
    for (int i = 0; i < 4; i++) daf_i32(&daf, DAF_SUMMARY_AT(i) + 28, 21);
    check_refused(&daf, next);
    daf_f64(&daf, count, 0.0), check_refused(&daf, next);
}

static void test_spk_refuses_impossible_summaries(void **state)
{
    (void)state;
    static struct daf daf;
    const size_t at = DAF_SUMMARY_AT(1);
    const int32_t end = (int32_t)(3 * 1024 / 8);
    build(&daf), daf_i32(&daf, at + 32, 0), check_refused(&daf, at + 32);
    build(&daf), daf_i32(&daf, at + 32, -1000000000), check_refused(&daf, at + 32);
    build(&daf), daf_i32(&daf, at + 36, 1000000000), check_refused(&daf, at + 32);
    build(&daf), daf_i32(&daf, at + 36, INT32_MAX), check_refused(&daf, at + 32);
    build(&daf), daf_i32(&daf, at + 36, end), check_refused(&daf, at + 32);
    build(&daf), daf_f64(&daf, at, NAN), check_refused(&daf, at);
    build(&daf), daf_f64(&daf, at + 8, NAN), check_refused(&daf, at);
    build(&daf), daf_f64(&daf, at, -2.0), check_refused(&daf, at); /* before its records */
    build(&daf), daf_f64(&daf, at + 8, 16 * DAY_S + 2.0), check_refused(&daf, at);
    build(&daf), daf_f64(&daf, at + 8, -INFINITY), check_refused(&daf, at);
}

/* Days fit 32 bits after this check. */
static void test_spk_refuses_segments_beyond_all_calendars(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    const double from_s[] = {-1.001e13, 0.999e13};
    for (int i = 0; i < 2; i++) {
        daf_init(&daf);
        daf_add(&daf, (struct daf_segment){10, 0, 2, 3, 1, from_s[i], 1e11, 1.0});
        check_refused(&daf, DAF_SUMMARY_AT(0));
    }
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){10, 0, 2, 3, 1, 0.98e13, 1e11, 1.0});
    open_fine(daf_span(&daf), &spk);
}

static void test_spk_refuses_impossible_directories(void **state)
{
    (void)state;
    static struct daf daf;
    static const double sizes[] = {NAN, INFINITY, 0.0, -14.0, 13.5, 13.0, 1e9, 1e300, 4.0};
    static const double counts[] = {NAN, INFINITY, 0.0, -2.0, 1.5, 3.0, 1e9, 1e300};
    static const double lengths[] = {NAN, INFINITY, 0.0, -8 * DAY_S, 1e-300, 0x1p-1074, 0.5, 1e300};
    static const double starts[] = {NAN, INFINITY, -INFINITY, 1e300, 10.0};
    build(&daf);
    const size_t summary = DAF_SUMMARY_AT(1);
    const size_t directory = 8u * (size_t)base_bytes_i32(daf_span(&daf), summary + 36) - 32;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        build(&daf), daf_f64(&daf, directory + 16, sizes[i]), check_refused(&daf, directory + 16);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        build(&daf), daf_f64(&daf, directory + 24, counts[i]), check_refused(&daf, directory + 24);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        build(&daf), daf_f64(&daf, directory, starts[i]), check_refused(&daf, summary);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        build(&daf), daf_f64(&daf, directory + 8, lengths[i]);
        daf_f64(&daf, summary + 8, 1.0); /* inside the second of slack that coverage has */
        check_refused(&daf, directory + 8);
    }
}

static void test_spk_refuses_records_of_another_time(void **state)
{
    (void)state;
    static struct daf daf;
    build(&daf);
    const size_t first = 8u * ((size_t)base_bytes_i32(daf_span(&daf), DAF_SUMMARY_AT(0) + 32) - 1),
                 last = first + 3 * (2 + 3 * 5) * 8; /* of four with five terms an axis */
    const size_t records[] = {first, last};
    const double wrong[] = {1e9, NAN, INFINITY, 0.0};
    for (size_t r = 0; r < 2; r++)
        for (size_t i = 0; i < 4; i++) {
            build(&daf), daf_f64(&daf, records[r], wrong[i]);
            check_refused(&daf, records[r]);
            build(&daf), daf_f64(&daf, records[r] + 8, wrong[i]);
            check_refused(&daf, records[r]);
        }
}

static void test_spk_survives_random_bytes(void **state)
{
    (void)state;
    static struct daf daf;
    struct random_source random = random_seeded(20181017);
    struct base_fault fault;
    unsigned accepted = 0;
    for (int i = 0; i < 20000; i++) {
        build(&daf);
        if (i % 10 == 0) /* nothing but noise behind the first words */
            for (size_t at = 96; at < daf.size; at++)
                daf.bytes[at] = (unsigned char)random_bits(&random);
        for (unsigned changes = 1 + random_below(&random, 4); changes > 0; changes--) {
            size_t at = random_below(&random, 2) ? random_below(&random, (unsigned)daf.size)
                                                 : DAF_SUMMARY_AT(0) + random_below(&random, 160);
            daf.bytes[at] = (unsigned char)random_bits(&random);
        }
        accepted += open_exact(daf.bytes, daf.size, &fault) == BASE_ERR_OK;
    }
    assert_true(accepted > 1000); /* the changes hit what is read, but not always */
}

/* Law: positions have no step where one record ends and the next begins. */
static void test_spk_positions_are_continuous_over_records(void **state)
{
    (void)state;
    static struct sky_spk spk;
    open_fine(data_embedded_kernel(), &spk);
    for (int i = 0; i < spk.count; i++) {
        const struct sky_spk_segment *s = &spk.segments[i];
        for (int k = 1; k < s->intervals; k++) {
            const double seam_days = (s->start_s + k * s->interval_s) / DAY_S, step = 1e-6;
            struct sky_state before = sky_spk_state(s, (struct sky_tdb){seam_days - step}),
                             after = sky_spk_state(s, (struct sky_tdb){seam_days + step});
            struct sky_vec moved = sky_vec_difference(after.pos_icrs_au, before.pos_icrs_au);
            struct sky_vec mean = sky_vec_scaled(
                sky_vec_sum(before.vel_icrs_au_per_day, after.vel_icrs_au_per_day), 0.5);
            double span_days = (seam_days + step) - (seam_days - step);
            struct sky_vec gap = sky_vec_plus_scaled(moved, -span_days, mean);
            /* What the records were cut to: under 0.002 mas of any body as seen from the Earth. */
            double tol_m = s->target == 301 ? 3.0 : s->target >= 5 && s->target <= 9 ? 100.0 : 10.0;
            CHECK_NEAR(sky_vec_length(gap) * SKY_AU_KM * 1000.0, 0.0, tol_m);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spk_reads_what_was_written),
        cmocka_unit_test(test_spk_type_2_is_position_and_its_slope),
        cmocka_unit_test(test_spk_type_3_has_a_velocity_of_its_own),
        cmocka_unit_test(test_spk_later_segments_win_where_they_cover),
        cmocka_unit_test(test_spk_does_not_mind_where_its_bytes_stand),
        cmocka_unit_test(test_spk_refuses_a_file_cut_anywhere),
        cmocka_unit_test(test_spk_refuses_the_embedded_kernel_cut_at_each_kilobyte),
        cmocka_unit_test(test_spk_refuses_what_is_no_kernel),
        cmocka_unit_test(test_spk_reads_old_kernels_of_its_byte_order),
        cmocka_unit_test(test_spk_refuses_a_kernel_copied_as_text),
        cmocka_unit_test(test_spk_names_what_it_reads),
        cmocka_unit_test(test_spk_skips_other_types_and_frames),
        cmocka_unit_test(test_spk_refuses_impossible_headers),
        cmocka_unit_test(test_spk_refuses_broken_chains_of_summaries),
        cmocka_unit_test(test_spk_refuses_impossible_summaries),
        cmocka_unit_test(test_spk_refuses_segments_beyond_all_calendars),
        cmocka_unit_test(test_spk_refuses_impossible_directories),
        cmocka_unit_test(test_spk_refuses_records_of_another_time),
        cmocka_unit_test(test_spk_survives_random_bytes),
        cmocka_unit_test(test_spk_positions_are_continuous_over_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
