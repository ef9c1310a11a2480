/* data/verify: the embedded data pass, and every kind of damage is refused. */
#include "check.h"
#include "data/embedded.h"
#include "data/verify.h"

#include <string.h>

static unsigned char *copy(struct base_span span)
{
    unsigned char *bytes = malloc(span.size);
    assert_non_null(bytes);
    memcpy(bytes, span.bytes, span.size);
    return bytes;
}

static void test_verify_accepts_the_embedded_kernel_and_list(void **state)
{
    (void)state;
    struct data_verify proof;
    struct base_fault fault;
    assert_int_equal(
        data_verify_file(DATA_DATASET_EPHEMERIS, data_embedded_kernel(), &proof, &fault),
        BASE_ERR_OK);
    assert_true(proof.from_days < -36500 && proof.until_days > 36500);
    assert_int_equal(
        data_verify_file(DATA_DATASET_LEAPS, data_embedded_leap_seconds(), &proof, &fault),
        BASE_ERR_OK);
    assert_string_equal(proof.published, "sha1");
}

static void test_verify_refuses_an_incomplete_kernel(void **state)
{
    (void)state;
    struct base_span whole = data_embedded_kernel();
    unsigned char *bytes = copy(whole);
    struct data_verify proof;
    struct base_fault fault;
    static const double parts[] = {0.0, 0.0001, 0.1, 0.5, 0.9, 0.999};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct base_span cut = {bytes, (size_t)((double)whole.size * parts[i])};
        assert_int_not_equal(data_verify_file(DATA_DATASET_EPHEMERIS, cut, &proof, &fault),
                             BASE_ERR_OK);
    }
    memset(bytes + whole.size / 2, 0, 4096); /* a page that the disk lost */
    assert_int_equal(data_verify_file(DATA_DATASET_EPHEMERIS, (struct base_span){bytes, whole.size},
                                      &proof, &fault),
                     BASE_ERR_FORMAT);
    assert_true(fault.offset > whole.size / 3 && fault.offset < whole.size * 2 / 3);
    free(bytes);
}

static void test_verify_refuses_a_list_that_was_changed(void **state)
{
    (void)state;
    struct base_span whole = data_embedded_leap_seconds();
    unsigned char *bytes = copy(whole);
    struct data_verify proof;
    struct base_fault fault;
    char *expiry = memmem(bytes, whole.size, "#@\t", 3);
    assert_non_null(expiry);
    memcpy(expiry + 3, "4109529600", 10); /* a thousand days more */
    assert_int_equal(
        data_verify_file(DATA_DATASET_LEAPS, (struct base_span){bytes, whole.size}, &proof, &fault),
        BASE_ERR_FORMAT);
    assert_non_null(strstr(fault.note, "SHA-1"));
    free(bytes);
}

static void test_verify_refuses_pages_of_html(void **state)
{
    (void)state;
    static const char PAGE[] = "\xef\xbb\xbf\r\n <html><body>Please log in</body></html>";
    struct base_span page = {(const unsigned char *)PAGE, sizeof PAGE - 1};
    struct data_verify proof;
    struct base_fault fault;
    for (enum data_dataset_part part = 0; part < DATA_DATASET_PARTS; part++) {
        assert_int_equal(data_verify_file(part, page, &proof, &fault), BASE_ERR_FORMAT);
        assert_non_null(strstr(fault.note, "HTML"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verify_accepts_the_embedded_kernel_and_list),
        cmocka_unit_test(test_verify_refuses_an_incomplete_kernel),
        cmocka_unit_test(test_verify_refuses_a_list_that_was_changed),
        cmocka_unit_test(test_verify_refuses_pages_of_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
