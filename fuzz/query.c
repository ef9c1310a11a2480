/* Query strings: pairs written with every byte encoded read back as the same pairs. */
#include "app/query.h"

#include "fuzz.h"

static void encode(struct base_buf *out, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++)
        base_buf_append_format(out, "%%%02x", (unsigned char)text.at[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct base_text rest = fuzz_text(bytes, size), name, value, name_again, value_again;
    struct base_buf scratch, scratch_again, encoded;
    base_buf_init(&scratch, 1u << 16);
    base_buf_init(&scratch_again, 1u << 18);
    base_buf_init(&encoded, 1u << 18);
    enum base_err err;
    while ((err = app_query_next(&rest, &scratch, &name, &value)) == BASE_ERR_OK) {
        base_buf_clear(&encoded);
        base_buf_clear(&scratch_again);
        encode(&encoded, name);
        base_buf_append_string(&encoded, "=");
        encode(&encoded, value);
        struct base_text all = {encoded.bytes, encoded.used};
        err = app_query_next(&all, &scratch_again, &name_again, &value_again);
        FUZZ_REQUIRE(err == BASE_ERR_OK && all.length == 0);
        FUZZ_REQUIRE(base_text_equals(name, name_again));
        FUZZ_REQUIRE(base_text_equals(value, value_again));
    }
    FUZZ_REQUIRE((err == BASE_ERR_END) == (rest.length == 0));
    base_buf_fini(&scratch);
    base_buf_fini(&scratch_again);
    base_buf_fini(&encoded);
    return 0;
}
