/* base/buf: a buffer that grows to its maximum and no further. */
#include "base/buf.h"

#include "check.h"

static void test_buf_holds_what_was_appended(void **state)
{
    (void)state;
    struct base_buf buf;
    base_buf_init(&buf, 100000);
    assert_null(buf.bytes);
    for (int i = 0; i < 1000; i++) base_buf_append_format(&buf, "%d,", i);
    assert_false(buf.has_overflowed);
    assert_int_equal(buf.used, 10 * 2 + 90 * 3 + 900 * 4);
    assert_memory_equal(buf.bytes, "0,1,2,", 6);
    assert_memory_equal(buf.bytes + buf.used - 8, "998,999,", 8);
    base_buf_clear(&buf);
    assert_int_equal(buf.used, 0);
    assert_true(buf.room > 0); /* the allocation is kept */
    base_buf_append(&buf, NULL, 0);
    base_buf_append_string(&buf, "");
    assert_int_equal(buf.used, 0);
    base_buf_fini(&buf);
    assert_null(buf.bytes);
    assert_int_equal(buf.max, 100000);
}

static void test_buf_takes_exactly_its_maximum(void **state)
{
    (void)state;
    for (size_t max = 0; max < 1100; max += 7) {
        struct base_buf buf;
        base_buf_init(&buf, max);
        for (size_t i = 0; i < max; i++) base_buf_append(&buf, "x", 1);
        assert_false(buf.has_overflowed);
        assert_int_equal(buf.used, max);
        assert_true(buf.room <= max);
        base_buf_append(&buf, "y", 1);
        assert_true(buf.has_overflowed);
        assert_int_equal(buf.used, max);
        base_buf_fini(&buf);
    }
}

/* Once something was dropped nothing else is taken, small as it may be: no text with holes. */
static void test_buf_drops_all_after_an_overflow(void **state)
{
    (void)state;
    struct base_buf buf;
    base_buf_init(&buf, 10);
    base_buf_append_string(&buf, "12345");
    base_buf_append_string(&buf, "678901");
    assert_true(buf.has_overflowed);
    base_buf_append_string(&buf, "6");
    base_buf_append_format(&buf, "%d", 6);
    assert_null(base_buf_reserve(&buf, 0));
    assert_int_equal(buf.used, 5);
    assert_memory_equal(buf.bytes, "12345", 5);
    base_buf_clear(&buf);
    base_buf_append_string(&buf, "1234567890");
    assert_false(buf.has_overflowed);
    assert_int_equal(buf.used, 10);
    base_buf_fini(&buf);
}

static void test_buf_refuses_sizes_that_would_wrap(void **state)
{
    (void)state;
    struct base_buf buf;
    base_buf_init(&buf, 1000);
    base_buf_append_string(&buf, "12345");
    assert_null(base_buf_reserve(&buf, SIZE_MAX));
    assert_true(buf.has_overflowed);
    base_buf_fini(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buf_holds_what_was_appended),
        cmocka_unit_test(test_buf_takes_exactly_its_maximum),
        cmocka_unit_test(test_buf_drops_all_after_an_overflow),
        cmocka_unit_test(test_buf_refuses_sizes_that_would_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
