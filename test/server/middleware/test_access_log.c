/* server/middleware/access_log: one JSON object per line, places rounded to 0.1 degrees, no
 * waiting. */
#include "server/middleware/access_log.h"

#include "check.h"
#include "format/grammar.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct server_access_log_entry entry_of(const char *path, const char *query)
{
    return (struct server_access_log_entry){
        .unix_ms = 1540956167042, /* 2018-10-31T03:22:47.042Z, by date -d @1540956167 -u */
        .request_id = BASE_TEXT("0123456789abcdef"),
        .method = BASE_TEXT("GET"),
        .path = base_text_of(path),
        .query = base_text_of(query),
        .route = BASE_TEXT("/planets/"),
        .status = 200,
        .bytes = 18446744073709551615u,
        .duration_us = 7,
        .peer = BASE_TEXT("192.0.2.1"),
    };
}

static void open_file(struct server_access_log_sink *sink, char *path)
{
    strcpy(path, "/tmp/test_access_log.XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(server_access_log_open(sink, path), BASE_ERR_OK);
}

static size_t read_file(const char *path, char *bytes, size_t room)
{
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t count = read(fd, bytes, room - 1);
    assert_true(count >= 0);
    close(fd);
    bytes[count] = '\0';
    return (size_t)count;
}

static void test_access_log_writes_one_object_per_request(void **state)
{
    (void)state;
    char path[64], got[4096];
    struct server_access_log_sink sink;
    struct server_access_log log;
    open_file(&sink, path);
    server_access_log_init(&log, &sink);
    struct server_access_log_entry entry = entry_of("/planets/mars", "lat=1");
    server_access_log_request(&log, &entry);
    assert_int_equal(read_file(path, got, sizeof got), 0); /* there was no tick yet */
    server_access_log_flush(&log);
    read_file(path, got, sizeof got);
    assert_string_equal(
        got, "{\"time\": \"2018-10-31T03:22:47.042Z\", \"request_id\": \"0123456789abcdef\", "
             "\"method\": \"GET\", \"path\": \"/planets/mars\", \"query\": \"lat=1.0\", "
             "\"route\": \"/planets/\", \"status\": 200, \"bytes\": 18446744073709551615, "
             "\"duration_us\": 7, \"peer\": \"192.0.2.1\", \"user_agent\": null}\n");
    server_access_log_fini(&log);
    server_access_log_close(&sink);
    unlink(path);
}

static void test_access_log_rounds_places_to_a_tenth_of_a_degree(void **state)
{
    (void)state;
    static const struct {
        const char *query, *shown;
    } cases[] = {
        {"lat=48.8566&lon=2.3522&elevation=35.25", "lat=48.9&lon=2.4&elevation=35.25"},
        {"l%61t=48.8566", "lat=48.9"},
        {"LAT=-48.8566&Longitude=-2.3522", "LAT=-48.9&Longitude=-2.4"},
        {"lat=4885.66e-2", "lat=48.9"},
        {"lat=%34%38.8566", "lat=48.9"},
        {"near=48.8566,2.3522", "near=48.9,2.4"},
        {"near=48.8566%2C2.3522", "near=48.9,2.4"},
        {"place=Paris", "place=Paris"},
        {"place=48.8566,2.3522", "place=48.9,2.4"},
        {"place=48d51m24s", "place=?"},
        {"lat=48+51+24", "lat=?"},
        {"lat=0x30.DB", "lat=?"},
        {"lat=+48.8566&lat=48.8566x", "lat=?&lat=?"},
        {"lat=1e300", "lat=?"},
        {"lat=-0.04", "lat=0.0"},
        {"time=2018-10-31T03:22:47Z&bodies=mars", "time=2018-10-31T03:22:47Z&bodies=mars"},
        {"time=jd:2458422.64082", "time=jd:2458422.64082"},
        {"", ""},
        {"a&&b", "a&&b"},
        {"lat", "lat="},
        {"%zz=1", "?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_buf out;
        base_buf_init(&out, 4096);
        server_access_log_append_query(&out, base_text_of(cases[i].query));
        base_buf_append(&out, "", 1);
        if (strcmp(out.bytes, cases[i].shown) != 0)
            fail_msg("%s is shown as %s, not %s", cases[i].query, out.bytes, cases[i].shown);
        base_buf_fini(&out);
    }
}

static void test_access_log_escapes_control_bytes_and_stays_json(void **state)
{
    (void)state;
    char path[64], got[4096];
    struct server_access_log_sink sink;
    struct server_access_log log;
    open_file(&sink, path);
    server_access_log_init(&log, &sink);
    struct server_access_log_entry entry = entry_of("/\x1b[2J\x7f\xc2\x9b\"\\\xff", "a=\x01\n");
    entry.user_agent = BASE_TEXT("x\ty");
    server_access_log_request(&log, &entry);
    server_access_log_flush(&log);
    size_t length = read_file(path, got, sizeof got);
    for (size_t i = 0; i + 1 < length; i++)
        assert_true((unsigned char)got[i] >= ' ' && (unsigned char)got[i] < 0x7f);
    assert_int_equal(got[length - 1], '\n');
    assert_non_null(strstr(got, "\\u001b[2J\\u007f\\u009b\\\"\\\\\\ufffd"));
    assert_true(grammar_is_json(got));
    server_access_log_fini(&log);
    server_access_log_close(&sink);
    unlink(path);
}

static void test_access_log_reopens_its_file_without_losing_lines(void **state)
{
    (void)state;
    char path[64], old[80], got[4096];
    struct server_access_log_sink sink;
    struct server_access_log log;
    open_file(&sink, path);
    server_access_log_init(&log, &sink);
    struct server_access_log_entry first = entry_of("/first", ""), second = entry_of("/second", "");
    server_access_log_request(&log, &first);
    server_access_log_flush(&log);
    snprintf(old, sizeof old, "%s.1", path);
    assert_int_equal(rename(path, old), 0);
    assert_int_equal(server_access_log_reopen(&sink), BASE_ERR_OK);
    server_access_log_request(&log, &second);
    server_access_log_fini(&log);
    server_access_log_close(&sink);
    read_file(old, got, sizeof got);
    assert_non_null(strstr(got, "/first"));
    assert_null(strstr(got, "/second"));
    read_file(path, got, sizeof got);
    assert_non_null(strstr(got, "/second"));
    unlink(path);
    unlink(old);
}

/* A reader that sleeps: the writer must neither wait nor break a line, whatever the sink is. */
static void fill_and_drain(int fds[2])
{
    struct server_access_log_sink sink = {
        .fd = fds[1], .write_bytes = 4096, .is_taken = ATOMIC_FLAG_INIT};
    int type;
    socklen_t length = sizeof type;
    sink.is_socket = getsockopt(fds[1], SOL_SOCKET, SO_TYPE, &type, &length) == 0;
    if (sink.is_socket) sink.write_bytes = 65536;
    struct server_access_log logs[2];
    server_access_log_init(&logs[0], &sink);
    server_access_log_init(&logs[1], &sink);
    const uint64_t asked = 3000;
    struct server_access_log_entry entry = entry_of("/planets/mars", "lat=1&lon=2&bodies=mars");
    for (uint64_t i = 0; i < asked; i++) server_access_log_request(&logs[i & 1], &entry);
    uint64_t dropped = logs[0].dropped + logs[1].dropped, lines = 0;
    assert_true(dropped > 0 && dropped < asked);
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    char bytes[65536 + 1];
    size_t kept = 0;
    for (int idle = 0; idle < 3;) {
        server_access_log_flush(&logs[0]);
        server_access_log_flush(&logs[1]);
        ssize_t count = read(fds[0], bytes + kept, sizeof bytes - 1 - kept);
        idle = count > 0 ? 0 : idle + 1;
        kept += count > 0 ? (size_t)count : 0;
        bytes[kept] = '\0';
        char *at = bytes, *end;
        for (; (end = strchr(at, '\n')) != NULL; at = end + 1, lines++) {
            *end = '\0';
            if (strncmp(at, "{\"time\": ", 9) != 0 ||
                strcmp(end - 20, "\"user_agent\": null}\n") == 0)
                fail_msg("a broken line: %s", at);
            assert_int_equal(end[-1], '}');
        }
        kept -= (size_t)(at - bytes);
        memmove(bytes, at, kept);
    }
    assert_int_equal(kept, 0);
    assert_true(lines + dropped == asked);
    server_access_log_fini(&logs[0]);
    server_access_log_fini(&logs[1]);
    close(fds[0]);
    close(fds[1]);
}

static void test_access_log_drops_whole_lines_without_a_reader(void **state)
{
    (void)state;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    fill_and_drain(fds);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    fill_and_drain(fds);
}

static void test_access_log_survives_a_reader_that_has_gone(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    close(fds[0]);
    struct server_access_log_sink sink = {
        .fd = fds[1], .write_bytes = 4096, .is_taken = ATOMIC_FLAG_INIT};
    struct server_access_log log;
    server_access_log_init(&log, &sink);
    struct server_access_log_entry entry = entry_of("/", "");
    server_access_log_request(&log, &entry);
    server_access_log_flush(&log);
    assert_int_equal(log.dropped, 1);
    server_access_log_fini(&log);
    close(fds[1]);
}

static void test_access_log_off_costs_nothing(void **state)
{
    (void)state;
    struct server_access_log_sink sink;
    struct server_access_log log;
    assert_int_equal(server_access_log_open(&sink, "off"), BASE_ERR_OK);
    assert_int_equal(sink.fd, -1);
    server_access_log_init(&log, &sink);
    struct server_access_log_entry entry = entry_of("/", "");
    server_access_log_request(&log, &entry);
    assert_null(log.lines.bytes);
    server_access_log_fini(&log);
    assert_int_equal(server_access_log_open(&sink, "/nowhere/at/all"), BASE_ERR_SYSTEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_access_log_writes_one_object_per_request),
        cmocka_unit_test(test_access_log_rounds_places_to_a_tenth_of_a_degree),
        cmocka_unit_test(test_access_log_escapes_control_bytes_and_stays_json),
        cmocka_unit_test(test_access_log_reopens_its_file_without_losing_lines),
        cmocka_unit_test(test_access_log_drops_whole_lines_without_a_reader),
        cmocka_unit_test(test_access_log_survives_a_reader_that_has_gone),
        cmocka_unit_test(test_access_log_off_costs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
