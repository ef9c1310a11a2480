/* server/middleware/gzip: compressed content inflates to the original, by zlib's inflate. */
#include "server/middleware/gzip.h"

#include "check.h"

static void inflate_all(const struct base_buf *zipped, struct base_buf *out)
{
    z_stream z = {0};
    assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK); /* gzip alone */
    z.next_in = (Bytef *)zipped->bytes;
    z.avail_in = (uInt)zipped->used;
    int err = Z_OK;
    while (err == Z_OK) {
        char *at = base_buf_reserve(out, 4096);
        assert_non_null(at);
        z.next_out = (Bytef *)at;
        z.avail_out = 4096;
        err = inflate(&z, Z_NO_FLUSH);
        out->used += 4096 - z.avail_out;
    }
    assert_int_equal(err, Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    inflateEnd(&z);
}

static void fill(struct base_buf *body, int rows)
{
    base_buf_init(body, 1 << 24);
    for (int i = 0; i < rows; i++)
        base_buf_append_format(body, "mars,499,%d,%.8f,%.8f\n", i, i * 0.7, 90 - i * 0.01);
}

static void expect_same(const struct base_buf *zipped, const struct base_buf *body)
{
    struct base_buf out;
    base_buf_init(&out, 1 << 24);
    inflate_all(zipped, &out);
    assert_int_equal(out.used, body->used);
    assert_memory_equal(out.bytes, body->bytes, body->used);
    base_buf_fini(&out);
}

static void test_gzip_is_accepted_when_it_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        bool is_wanted;
    } cases[] = {
        {"", false},
        {"gzip", true},
        {"gzip, deflate, br, zstd", true},
        {"*", true},
        {"gzip;q=0", false},
        {"br", false},
        {"identity, gzip;q=0.5", false},
        {"identity;q=0.5, gzip", true},
        {"identity;q=0, gzip;q=0.1", true},
        {"identity", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (server_gzip_is_accepted(base_text_of(cases[i].accept)) != cases[i].is_wanted)
            fail_msg("\"%s\"", cases[i].accept);
    assert_true(server_gzip_is_compressible(BASE_TEXT("application/json; charset=utf-8")));
    assert_true(server_gzip_is_compressible(BASE_TEXT("text/csv; charset=utf-8; header=present")));
    assert_true(server_gzip_is_compressible(BASE_TEXT("image/svg+xml")));
    assert_false(server_gzip_is_compressible(BASE_TEXT("text/event-stream")));
    assert_false(server_gzip_is_compressible(BASE_TEXT("image/png")));
    assert_false(server_gzip_is_compressible(BASE_TEXT("")));
}

static void test_gzip_compresses_bodies_of_any_size_in_sequence(void **state)
{
    (void)state;
    struct server_gzip encode = {.is_open = false};
    for (int rows = 40; rows <= 40000; rows *= 10) {
        struct base_buf body, kept;
        fill(&body, rows);
        fill(&kept, rows);
        assert_int_equal(server_gzip_body(&encode, &body), BASE_ERR_OK);
        assert_true(body.used < kept.used / 2);
        expect_same(&body, &kept);
        base_buf_fini(&body);
        base_buf_fini(&kept);
    }
    server_gzip_fini(&encode);
}

static void test_gzip_keeps_content_that_does_not_become_smaller(void **state)
{
    (void)state;
    struct server_gzip encode = {.is_open = false};
    struct base_buf body;
    base_buf_init(&body, 1 << 20);
    uint64_t x = 88172645463325252u; /* xorshift64, Marsaglia 2003: noise */
    for (int i = 0; i < 500; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        base_buf_append(&body, &x, sizeof x);
    }
    size_t before = body.used;
    assert_int_equal(server_gzip_body(&encode, &body), BASE_ERR_LIMIT);
    assert_int_equal(body.used, before);
    assert_memory_equal(body.bytes + before - sizeof x, &x, sizeof x);
    base_buf_fini(&body);
    fill(&body, 100); /* and the state is good for the next one */
    assert_int_equal(server_gzip_body(&encode, &body), BASE_ERR_OK);
    base_buf_fini(&body);
    server_gzip_fini(&encode);
}

static void test_gzip_streams_can_be_read_at_each_pause(void **state)
{
    (void)state;
    struct server_gzip_stream stream;
    struct base_buf body, zipped;
    fill(&body, 5000);
    base_buf_init(&zipped, 1 << 22);
    assert_int_equal(server_gzip_stream_init(&stream), BASE_ERR_OK);
    z_stream reader = {0};
    assert_int_equal(inflateInit2(&reader, MAX_WBITS + 16), Z_OK);
    static char seen[1 << 20];
    for (size_t at = 0, step = 1; at < body.used; at += step, step = step * 2 % 9973) {
        size_t length = at + step < body.used ? step : body.used - at;
        enum server_gzip_flush flush = step % 3 == 0 ? SERVER_GZIP_MORE : SERVER_GZIP_PAUSE;
        size_t before = zipped.used;
        assert_int_equal(server_gzip_stream_add(
                             &stream, (struct base_text){body.bytes + at, length}, flush, &zipped),
                         BASE_ERR_OK);
        reader.next_in = (Bytef *)zipped.bytes + before;
        reader.avail_in = (uInt)(zipped.used - before);
        reader.next_out = (Bytef *)seen + reader.total_out;
        reader.avail_out = (uInt)(sizeof seen - reader.total_out);
        if (reader.avail_in > 0) assert_int_equal(inflate(&reader, Z_NO_FLUSH), Z_OK);
        if (flush == SERVER_GZIP_PAUSE) assert_int_equal(reader.total_out, at + length);
        if (length < step) break;
    }
    assert_int_equal(
        server_gzip_stream_add(&stream, (struct base_text){"", 0}, SERVER_GZIP_END, &zipped),
        BASE_ERR_OK);
    expect_same(&zipped, &body);
    inflateEnd(&reader);
    server_gzip_stream_fini(&stream);
    base_buf_fini(&body);
    base_buf_fini(&zipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gzip_is_accepted_when_it_is_named),
        cmocka_unit_test(test_gzip_compresses_bodies_of_any_size_in_sequence),
        cmocka_unit_test(test_gzip_keeps_content_that_does_not_become_smaller),
        cmocka_unit_test(test_gzip_streams_can_be_read_at_each_pause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
