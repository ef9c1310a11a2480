/* server/middleware/etag, data/sha256_steps: tags differ when answers can; hashes are those of the
 * standard. */
#include "data.h"
#include "data/sha256_steps.h"
#include "server/middleware/etag.h"

#include <stdio.h>
#include <string.h>

static void make(const struct data_dataset *dataset, const char *target, unsigned format, char *out)
{
    struct server_etag_seed seed = server_etag_seed_of(dataset);
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
    static struct data_dataset dataset;
    static unsigned char kernel[3000000];
    char tags[4][SERVER_ETAG_CHARS + 1];
    dataset = *data_store();
    dataset.kernel_file = (struct base_span){kernel, sizeof kernel};
    make(&dataset, "/", 0, tags[0]);
    kernel[100] = 1;
    make(&dataset, "/", 0, tags[1]);
    kernel[sizeof kernel - 100] = 1;
    make(&dataset, "/", 0, tags[2]);
    dataset.kernel_file.size--;
    make(&dataset, "/", 0, tags[3]);
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
static void test_etag_hash_gives_the_standards_own_examples_in_any_slices(void **state)
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

/* What server_etag_decide makes of an If-None-Match: the tag, or "none". */
static void expect_decision(const char *if_none_match, const struct server_etag_offer *offer,
                            const char *want)
{
    struct net_http_reply reply;
    net_http_reply_init(&reply);
    base_buf_append_string(&reply.body, "content");
    struct base_text tag = server_etag_decide(base_text_of(if_none_match), offer, &reply);
    assert_int_equal(reply.status, tag.at != NULL ? 304 : 200);
    assert_int_equal(reply.body.used, tag.at != NULL ? 0 : strlen("content"));
    char got[64] = "none";
    if (tag.at != NULL) snprintf(got, sizeof got, "%.*s", (int)tag.length, tag.at);
    assert_string_equal(got, want);
    net_http_reply_fini(&reply);
}

static void test_etag_decides_by_weak_comparison_of_each_tag(void **state)
{
    (void)state;
    const struct server_etag_offer strong = {.tags = {BASE_TEXT("\"a-gz\""), BASE_TEXT("\"a\"")},
                                             .exists = true};
    expect_decision("", &strong, "none");
    expect_decision("\"b\"", &strong, "none");
    expect_decision("\"a\"", &strong, "\"a\"");
    expect_decision("W/\"a\"", &strong, "\"a\"");
    expect_decision("\"b\", \"a\" , \"a-gz\"", &strong, "\"a-gz\""); /* the preferred one */
    expect_decision("*", &strong, "\"a-gz\"");
    const struct server_etag_offer weak = {.tags = {BASE_TEXT("W/\"c\"")}, .exists = true};
    expect_decision("\"c\"", &weak, "W/\"c\"");
    expect_decision("W/\"c\"", &weak, "W/\"c\"");
}

static void test_etag_star_matches_only_content_that_exists(void **state)
{
    (void)state;
    const struct server_etag_offer unknown = {.tags = {[1] = BASE_TEXT("\"a\"")}};
    expect_decision("*", &unknown, "none");
    expect_decision("\"a\"", &unknown, "\"a\"");
}

static void test_etag_of_content_is_weak_and_changes_with_it(void **state)
{
    (void)state;
    char a[SERVER_ETAG_WEAK_CHARS], b[SERVER_ETAG_WEAK_CHARS];
    server_etag_make_weak(BASE_TEXT(""), a);
    /* the offset basis of FNV-1a: the hash of nothing */
    assert_memory_equal(a, "W/\"cbf29ce484222325\"", sizeof a);
    server_etag_make_weak(BASE_TEXT("a"), b);
    assert_memory_equal(b, "W/\"af63dc4c8601ec8c\"", sizeof b); /* a published test vector */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_etag_is_the_same_for_the_same_and_differs_otherwise),
        cmocka_unit_test(test_etag_of_a_kernel_sees_size_and_both_ends),
        cmocka_unit_test(test_etag_of_compressed_content_is_another),
        cmocka_unit_test(test_etag_decides_by_weak_comparison_of_each_tag),
        cmocka_unit_test(test_etag_star_matches_only_content_that_exists),
        cmocka_unit_test(test_etag_of_content_is_weak_and_changes_with_it),
        cmocka_unit_test(test_etag_hash_gives_the_standards_own_examples_in_any_slices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
