/* Hashes against the examples of the standard, and against coreutils for every length of padding. */
#include "base/hash.h"
#include "check.h"

#include <string.h>

static struct base_span span(const char *text)
{
    return (struct base_span){(const unsigned char *)text, strlen(text)};
}

/* FIPS 180-4's examples (NIST, "Examples with Intermediate Values"): one block, two blocks, none. */
static void test_hash_gives_the_standards_own_examples(void **state)
{
    (void)state;
    static const char TWO[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static const struct {
        const char *text, *sha1, *sha256;
    } rows[] = {
        {"abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {TWO, "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sha1[BASE_HASH_SHA1_HEX + 1], sha256[BASE_HASH_SHA256_HEX + 1];
        base_hash_sha1(span(rows[i].text), sha1);
        base_hash_sha256(span(rows[i].text), sha256);
        assert_string_equal(sha1, rows[i].sha1);
        assert_string_equal(sha256, rows[i].sha256);
    }
}

/* 64 zeros fill a block, 55 leave just the room of the length, 56 do not: head -c N /dev/zero |
 * sha256sum. */
static void test_hash_pads_at_the_edges_of_a_block(void **state)
{
    (void)state;
    static const unsigned char ZEROS[64];
    static const struct {
        size_t size;
        const char *sha256;
    } rows[] = {
        {55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"},
        {56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"},
        {64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sha256[BASE_HASH_SHA256_HEX + 1];
        base_hash_sha256((struct base_span){ZEROS, rows[i].size}, sha256);
        assert_string_equal(sha256, rows[i].sha256);
    }
}

static void test_hash_is_the_same_in_pieces(void **state)
{
    (void)state;
    unsigned char bytes[300];
    char whole[BASE_HASH_SHA256_HEX + 1], cut[BASE_HASH_SHA256_HEX + 1];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i * 7);
    base_hash_sha256((struct base_span){bytes, sizeof bytes}, whole);
    for (size_t step = 1; step <= sizeof bytes; step++) {
        struct base_hash_pieces pieces;
        base_hash_pieces_begin(&pieces);
        for (size_t at = 0; at < sizeof bytes; at += step) {
            size_t size = sizeof bytes - at < step ? sizeof bytes - at : step;
            base_hash_pieces_add(&pieces, (struct base_span){bytes + at, size});
        }
        base_hash_pieces_end(&pieces, cut);
        assert_string_equal(cut, whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hash_gives_the_standards_own_examples),
        cmocka_unit_test(test_hash_pads_at_the_edges_of_a_block),
        cmocka_unit_test(test_hash_is_the_same_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
