/* server/middleware/etag, data/sha256_steps: tags differ when answers can; hashes are those of the standard. */
#include "data.h"
#include "data/sha256_steps.h"
#include "server/middleware/etag.h"

#include <string.h>

static void make(const struct data_dataset *store, const char *target, unsigned format, char *out)
{
    struct server_etag_seed seed = server_etag_seed_of(store);
    server_etag_make(&seed, base_text_of(target), format, out);
    out[SERVER_ETAG_CHARS] = '\0';
}

static void test_etag_is_the_same_for_the_same_and_differs_otherwise(void **state)
{
    (void)state;
    static struct data_dataset other;
    char a[SERVER_ETAG_CHARS + 1], b[SERVER_ETAG_CHARS + 1];
    make(data_store(), "/x?a=1", 0, a);
    make(data_store(), "/x?a=1", 0, b);
    assert_string_equal(a, b);
    assert_true(a[0] == '"' && a[SERVER_ETAG_CHARS - 1] == '"');
    assert_int_equal(strspn(a + 1, "0123456789abcdef"), 16);
    make(data_store(), "/x?a=2", 0, b);
    assert_string_not_equal(a, b);
    make(data_store(), "/x?a=1", 1, b);
    assert_string_not_equal(a, b);
    other = *data_store();
    strcpy(other.source, "de440.bsp");
    make(&other, "/x?a=1", 0, b);
    assert_string_not_equal(a, b);
    other = *data_store();
    other.leaps.expires_day++;
    make(&other, "/x?a=1", 0, b);
    assert_string_not_equal(a, b);
    other = *data_store();
    other.sky.orient.spin.last_measured_mjd++;
    make(&other, "/x?a=1", 0, b);
    assert_string_not_equal(a, b);
}

static void test_etag_of_a_kernel_sees_size_and_both_ends(void **state)
{
    (void)state;
    static struct data_dataset store;
    static unsigned char kernel[3000000];
    char tags[4][SERVER_ETAG_CHARS + 1];
    store = *data_store();
    store.kernel_file = (struct base_span){kernel, sizeof kernel};
    make(&store, "/", 0, tags[0]);
    kernel[100] = 1;
    make(&store, "/", 0, tags[1]);
    kernel[sizeof kernel - 100] = 1;
    make(&store, "/", 0, tags[2]);
    store.kernel_file.size--;
    make(&store, "/", 0, tags[3]);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++) assert_string_not_equal(tags[i], tags[j]);
}

static void test_etag_of_compressed_content_is_another(void **state)
{
    (void)state;
    char zipped[SERVER_ETAG_CHARS + 3];
    server_etag_make_gzip("\"0123456789abcdef\"", zipped);
    assert_memory_equal(zipped, "\"0123456789abcdef-gz\"", sizeof zipped);
}

/* FIPS 180-2, appendix B.1 and B.3: "abc", and a million times "a". */
static void test_digest_gives_the_standards_own_examples_in_any_slices(void **state)
{
    (void)state;
    struct data_sha256_steps digest = {.is_known = false};
    data_sha256_steps_begin(&digest, (struct base_span){(const unsigned char *)"abc", 3});
    assert_true(data_sha256_steps_step(&digest));
    assert_string_equal(digest.hex,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    unsigned char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    data_sha256_steps_begin(&digest, (struct base_span){million, 1000000});
    assert_true(data_sha256_steps_step(&digest));
    assert_string_equal(digest.hex,
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
    size_t size = 2 * (size_t)DATA_SHA256_STEPS_SLICE_BYTES + 1;
    unsigned char *large = calloc(1, size);
    data_sha256_steps_begin(&digest, (struct base_span){large, size});
    assert_false(data_sha256_steps_step(&digest));
    assert_false(data_sha256_steps_step(&digest));
    assert_true(data_sha256_steps_step(&digest));
    assert_true(data_sha256_steps_step(&digest));
    data_sha256_steps_end(&digest);
    assert_false(digest.is_known);
    data_sha256_steps_begin(&digest, (struct base_span){large, size});
    data_sha256_steps_step(&digest);
    data_sha256_steps_end(&digest); /* half done: nothing leaks */
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_etag_is_the_same_for_the_same_and_differs_otherwise),
        cmocka_unit_test(test_etag_of_a_kernel_sees_size_and_both_ends),
        cmocka_unit_test(test_etag_of_compressed_content_is_another),
        cmocka_unit_test(test_digest_gives_the_standards_own_examples_in_any_slices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
