/* server/middleware/metrics: counting, and text that a strict reader of Prometheus' format 0.0.4 accepts. */
#include "server/middleware/metrics.h"

#include "data.h"

#include <ctype.h>
#include <string.h>

#define SERIES_MAX 2000

/* ---- a strict reader: Prometheus, Exposition formats, "Text format details" ---------------- */

struct reader {
    char *seen[SERIES_MAX]; /* names with labels */
    int count;
    char family[128], type[16]; /* of the last TYPE line */
    bool has_help;
};

static bool is_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!(isalpha((unsigned char)text[i]) || text[i] == '_' || text[i] == ':' ||
              (i > 0 && isdigit((unsigned char)text[i]))))
            return false;
    return length > 0;
}

static void read_comment(struct reader *reader, char *line)
{
    char name[128], kind[8];
    int offset = 0;
    assert_int_equal(sscanf(line, "# %7s %127s %n", kind, name, &offset), 2);
    assert_true(is_name(name, strlen(name)));
    assert_true(line[offset] != '\0');
    if (strcmp(kind, "HELP") == 0) {
        strcpy(reader->family, name);
        reader->has_help = true;
        return;
    }
    assert_string_equal(kind, "TYPE");
    assert_true(reader->has_help);
    assert_string_equal(name, reader->family);
    strcpy(reader->type, line + offset);
    assert_true(strcmp(reader->type, "counter") == 0 || strcmp(reader->type, "gauge") == 0 ||
                strcmp(reader->type, "histogram") == 0);
    reader->has_help = false;
}

/* {name="value",...}; gives what follows. */
static char *read_labels(char *at)
{
    do {
        char *name = ++at;
        at += strcspn(at, "=");
        assert_true(is_name(name, (size_t)(at - name)));
        assert_true(at[0] == '=' && at[1] == '"');
        for (at += 2; *at != '"'; at++) {
            assert_true(*at != '\0' && *at != '\n');
            if (*at == '\\') at++, assert_true(*at == '\\' || *at == '"' || *at == 'n');
        }
        at++;
    } while (*at == ',');
    assert_int_equal(*at, '}');
    return at + 1;
}

static double read_sample(struct reader *reader, char *line)
{
    char *at = line + strcspn(line, "{ "), *end;
    char name[128] = "";
    assert_true(is_name(line, (size_t)(at - line)) && at - line < 128);
    memcpy(name, line, (size_t)(at - line));
    size_t family = strlen(reader->family);
    assert_int_equal(strncmp(name, reader->family, family), 0);
    bool is_histogram = strcmp(reader->type, "histogram") == 0;
    const char *rest = name + family;
    assert_true(is_histogram ? strcmp(rest, "_bucket") == 0 || strcmp(rest, "_sum") == 0 ||
                                   strcmp(rest, "_count") == 0
                             : *rest == '\0');
    if (strcmp(reader->type, "counter") == 0)
        assert_string_equal(name + strlen(name) - 6, "_total"); /* a habit of Prometheus' own */
    if (*at == '{') at = read_labels(at);
    assert_int_equal(*at, ' ');
    *at = '\0';
    for (int i = 0; i < reader->count; i++) assert_string_not_equal(reader->seen[i], line);
    assert_true(reader->count < SERIES_MAX);
    reader->seen[reader->count++] = line;
    double value = strtod(at + 1, &end);
    assert_true(end > at + 1 && *end == '\0' && isfinite(value));
    return value;
}

/* Reads all; gives the value of one series, which must be there. */
static double value_of(const struct base_buf *text, const char *series)
{
    struct reader reader = {.count = 0};
    double found = 0;
    bool is_found = false;
    char *copy = malloc(text->used + 1), *rest = copy;
    memcpy(copy, text->bytes, text->used);
    copy[text->used] = '\0';
    assert_int_equal(copy[text->used - 1], '\n');
    for (char *line; *rest != '\0';) {
        line = rest;
        rest += strcspn(rest, "\n");
        *rest++ = '\0';
        if (*line == '#') {
            read_comment(&reader, line);
            continue;
        }
        double value = read_sample(&reader, line);
        if (strcmp(line, series) == 0) found = value, is_found = true;
    }
    free(copy);
    if (!is_found) fail_msg("no series %s", series);
    return found;
}

/* ---- claims --------------------------------------------------------------------------------- */

static const struct base_text ROUTES[] = {{"/a", 2}, {"/b\"\\\n", 5}, {"/c", 2}};

static void write_text(const struct server_metrics *metrics, struct base_buf *out)
{
    const struct server_metrics_connections connections = {10, 3, 1};
    base_buf_init(out, 1 << 20);
    server_metrics_append(out, metrics, &connections, data_store(), 1800000000);
    assert_false(out->has_overflowed);
}

static void test_metrics_add_up_what_the_threads_counted(void **state)
{
    (void)state;
    struct server_metrics metrics = {.routes = ROUTES, .route_count = 3};
    struct server_metrics_thread *a = server_metrics_add_thread(&metrics),
                                 *b = server_metrics_add_thread(&metrics);
    server_metrics_request(a, 0, 200, 100, 10);
    server_metrics_request(b, 0, 200, 50, 11);
    server_metrics_request(b, 0, 404, 1, 2000000);
    server_metrics_request(a, 1, 299, 0, 0);
    server_metrics_add(&b->rows, 7);
    struct base_buf out;
    write_text(&metrics, &out);
    const struct {
        const char *series;
        double value;
    } cases[] = {
        {"planettracker_http_requests_total{route=\"/a\",status=\"200\"}", 2},
        {"planettracker_http_requests_total{route=\"/a\",status=\"404\"}", 1},
        {"planettracker_http_requests_total{route=\"/b\\\"\\\\\\n\",status=\"other\"}", 1},
        {"planettracker_http_request_duration_seconds_bucket{route=\"/a\",le=\"1e-05\"}", 1},
        {"planettracker_http_request_duration_seconds_bucket{route=\"/a\",le=\"2.5e-05\"}", 2},
        {"planettracker_http_request_duration_seconds_bucket{route=\"/a\",le=\"1\"}", 2},
        {"planettracker_http_request_duration_seconds_bucket{route=\"/a\",le=\"+Inf\"}", 3},
        {"planettracker_http_request_duration_seconds_count{route=\"/a\"}", 3},
        {"planettracker_http_request_duration_seconds_sum{route=\"/a\"}", 2.000021},
        {"planettracker_http_response_bytes_total", 151},
        {"planettracker_rows_computed_total", 7},
        {"planettracker_connections_open", 3},
        {"planettracker_threads", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) /* the text has six decimals */
        CHECK_NEAR(value_of(&out, cases[i].series), cases[i].value, 1e-9);
    assert_null(memmem(out.bytes, out.used, "\"/c\"", 4)); /* never asked for: no series */
    assert_true(server_metrics_requests(&metrics) == 4);
    base_buf_fini(&out);
    server_metrics_fini(&metrics);
}

/* 1800000000 is the "now" of write_text. */
static void test_metrics_report_how_long_data_are_valid(void **state)
{
    (void)state;
    struct server_metrics metrics = {.routes = ROUTES, .route_count = 3};
    assert_non_null(server_metrics_add_thread(&metrics));
    struct base_buf out;
    write_text(&metrics, &out);
    double until =
        value_of(&out, "planettracker_data_until_timestamp_seconds{data=\"leap_seconds\"}");
    CHECK_NEAR(fmod(until, 86400), 0, 0); /* a midnight, exactly */
    CHECK_NEAR(value_of(&out, "planettracker_data_remaining_seconds{data=\"leap_seconds\"}"),
               until - 1800000000, 0);
    /* MANIFEST.md: UT1 to 2027-08-28, that is POSIX 1819411200, of which some is predicted */
    CHECK_NEAR(value_of(&out, "planettracker_data_until_timestamp_seconds{data=\"ut1_predicted\"}"),
               1819411200, 0);
    /* MANIFEST.md: the kernel reaches 2100-01-31 "and later": POSIX 4105036800; within a month */
    CHECK_NEAR(value_of(&out, "planettracker_data_until_timestamp_seconds{data=\"ephemeris\"}"),
               4105036800, 31 * 86400.0);
    assert_true(value_of(&out, "process_resident_memory_bytes") > 1e5);
    assert_true(value_of(&out, "process_open_fds") >= 3);
    base_buf_fini(&out);
    server_metrics_fini(&metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metrics_add_up_what_the_threads_counted),
        cmocka_unit_test(test_metrics_report_how_long_data_are_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
