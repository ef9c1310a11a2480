/* Query strings: pairs written with every byte encoded read back as the same pairs; so does a path,
 * unless it has an encoded slash or NUL: then it stays as it was written. */
#include "format/url_query.h"

#include "fuzz.h"

static void encode(struct base_buf *out, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++)
        base_buf_append_format(out, "%%%02x", (unsigned char)text.at[i]);
}

static void check_path(struct base_text path)
{
    static char out[1u << 18];
    struct base_buf encoded;
    if (path.length == 0 || path.length > sizeof out / 3) return;
    base_buf_init(&encoded, 1u << 18);
    encode(&encoded, path);
    struct base_text written = {encoded.bytes, encoded.used};
    const bool hides =
        memchr(path.at, '/', path.length) != NULL || memchr(path.at, '\0', path.length) != NULL;
    FUZZ_REQUIRE(
        base_text_equals(format_url_query_path(written, out, sizeof out), hides ? written : path));
    FUZZ_REQUIRE(format_url_query_path(path, out, sizeof out).length <= path.length);
    base_buf_fini(&encoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct base_text rest = fuzz_text(bytes, size), name, value, name_again, value_again;
    struct base_buf scratch, scratch_again, encoded;
    base_buf_init(&scratch, 1u << 16);
    base_buf_init(&scratch_again, 1u << 18);
    base_buf_init(&encoded, 1u << 18);
    enum base_err err;
    while ((err = format_url_query_next(&rest, &scratch, &name, &value)) == BASE_ERR_OK) {
        base_buf_clear(&encoded);
        base_buf_clear(&scratch_again);
        encode(&encoded, name);
        base_buf_append_string(&encoded, "=");
        encode(&encoded, value);
        struct base_text all = {encoded.bytes, encoded.used};
        err = format_url_query_next(&all, &scratch_again, &name_again, &value_again);
        FUZZ_REQUIRE(err == BASE_ERR_OK && all.length == 0);
        FUZZ_REQUIRE(base_text_equals(name, name_again));
        FUZZ_REQUIRE(base_text_equals(value, value_again));
    }
    FUZZ_REQUIRE((err == BASE_ERR_END) == (rest.length == 0));
    check_path(fuzz_text(bytes, size));
    base_buf_fini(&scratch);
    base_buf_fini(&scratch_again);
    base_buf_fini(&encoded);
    return 0;
}
